"""Task orders and overdue ones, and marking to be looked at again."""

from __future__ import annotations

import pytest

from tests.reports.worlds import DAY, Centre, row, totals
from tests.world import box as cells
from tests.world import instant, shaped


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_an_order_past_its_end_is_overdue_unless_it_is_over(centre):
    centre.order("T-1", centre.now - 3 * DAY)
    centre.order("T-2", centre.now + 3 * DAY)
    centre.order("T-3", centre.now - 3 * DAY, state="completed")
    centre.order("T-4", centre.now - 3 * DAY, state="suspended", priority="emergency")
    found = centre.report("tasks")
    assert row(found.table("tasks"), "sweepers") | {"organisation": None} == {
        "organisation": None, "orders": 4, "planned": 0, "ordered": 2, "suspended": 1, "completed": 1, "aborted": 0,
        "overdue": 2,
    }  # fmt: skip
    orders = found.table("orders")
    assert orders.column("number")[0] == "T-4"
    assert dict(zip(orders.column("number"), orders.column("overdue_days"), strict=True)) == {
        "T-1": 3, "T-2": None, "T-3": None, "T-4": 3,
    }  # fmt: skip


def test_an_order_is_overdue_as_of_the_end_of_the_period(centre):
    centre.order("T-1", centre.now + DAY)
    before = centre.now
    centre.wait(days=3)
    assert totals(centre.report("tasks", end=before).table("tasks"))["overdue"] == 0
    assert totals(centre.report("tasks").table("tasks"))["overdue"] == 1


def test_the_last_order_stands(centre):
    first = centre.order("T-1", centre.now - DAY)
    centre.order("T-1", centre.now + 9 * DAY, replaces=first, priority="high")
    table = centre.report("tasks", "priority").table("tasks")
    assert row(table, "high")["orders"] == 1
    assert row(table, "medium")["orders"] == 0
    assert totals(table)["overdue"] == 0


def test_what_was_over_before_the_period_is_left_out(centre):
    centre.order("T-1", centre.now, state="completed")
    before = centre.now
    centre.wait(days=1)
    assert totals(centre.report("tasks", start=before).table("tasks"))["orders"] == 0
    assert totals(centre.report("tasks", start=before - DAY).table("tasks"))["completed"] == 1


def test_an_order_lies_in_the_district_of_its_area(centre):
    area = centre.area(centre["mac1"], shaped(cells(12, 0, 14, 2)))
    centre.order("T-1", centre.now, about=area)
    (place,) = centre.report("tasks").table("orders").column("district")
    assert getattr(place, "en", None) == "East"


def test_marking_is_due_by_the_last_look_at_an_area(centre):
    one, other = (centre.area(centre["mac1"], shaped(cells(x, 0, x + 2, 2))) for x in (0, 4))

    def look(area: str, **days: int) -> str:
        centre.wait(hours=1)
        body = {
            "occasion": "inspected", "system": "temporary", "signs": 4, "condition": "damaged",
            "organisation": "sweepers", "team": None, "seen_at": instant(centre.now),
            "next_inspection": instant(centre.now + DAY * days["due"]),
            "note": None,
        }  # fmt: skip
        return str(centre.tell("marking", body, refs=[("about", area)]))

    late = look(one, due=2)
    look(other, due=2)
    look(other, due=30)
    centre.wait(days=5)
    table = centre.report("tasks").table("inspections")
    assert table.column("record") == [late]
    assert table.column("days") == [3]
