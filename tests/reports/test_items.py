"""Items found and destroyed: each found once, and what became of it counted on its own day."""

from __future__ import annotations

import pytest

from tests.reports.worlds import DAY, Centre, row, totals


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_a_search_finds_and_destroys(centre):
    centre.swept({"anti-personnel mine": (7, True), "submunition": (2, False)})
    table = centre.report("items").table("items")
    assert row(table, "anti_personnel_mines") == {
        "category": row(table, "anti_personnel_mines")["category"],
        "found": 7, "destroyed": 7, "removed": 0, "left_in_place": 0, "not_found": 0, "not_explosive": 0,
    }  # fmt: skip
    assert row(table, "submunitions")["left_in_place"] == 2
    assert totals(table)["found"] == 9


def test_what_a_spot_task_makes_of_a_find_is_not_found_twice(centre):
    find = centre.found("shell", 3)
    centre.spot(find, {"shell": (3, "destroyed_in_place")})
    found = totals(centre.report("items").table("items"))
    assert (found["found"], found["destroyed"]) == (3, 3)


def test_a_spot_task_about_anything_else_has_found_its_own(centre):
    area = centre.area(centre["mac1"], None)
    centre.spot(area, {"rocket": (2, "removed"), "pipe": (1, "not_explosive"), "mortar": (1, "not_found")})
    found = totals(centre.report("items").table("items"))
    assert found == {"found": 2, "destroyed": 0, "removed": 2, "left_in_place": 0, "not_found": 1, "not_explosive": 1}


def test_found_in_one_period_and_destroyed_in_the_next(centre):
    find = centre.found("shell")
    middle = centre.now
    centre.wait(days=1)
    centre.spot(find, {"shell": (1, "destroyed_in_place")})
    first, second = centre.report("items", end=middle), centre.report("items", start=middle)
    assert (totals(first.table("items"))["found"], totals(first.table("items"))["destroyed"]) == (1, 0)
    assert (totals(second.table("items"))["found"], totals(second.table("items"))["destroyed"]) == (0, 1)


def test_a_find_left_in_place_is_outstanding_until_somebody_went(centre):
    find = centre.found("shell", 4)
    centre.found("fuze", left=False, x=2)
    centre.wait(days=3)
    table = centre.report("items").table("outstanding")
    assert table.column("record") == [find]
    assert table.column("days") == [3]
    assert totals(table) == {"quantity": 4}
    centre.spot(find, {"shell": (4, "removed")})
    assert not centre.report("items").table("outstanding").lines


def test_a_corrected_report_counts_once(centre):
    first = centre.swept({"shell": (5, True)})
    centre.swept({"shell": (6, True)}, refs=[("replaces", first)])
    assert totals(centre.report("items").table("items"))["found"] == 6
    assert totals(centre.report("items").table("item_records"))["quantity"] == 6


@pytest.mark.parametrize(
    ("by", "key"),
    [("operator", "sweepers"), ("district", "West"), ("source", "search_report"), ("month", "2016-11")],
)
def test_every_breakdown(centre, by, key):
    centre.swept({"shell": (5, True)})
    assert row(centre.report("items", by).table("items"), key)["found"] == 5


def test_every_line_names_its_records(centre):
    one, other = centre.swept({"shell": (1, True)}), centre.swept({"Shell": (1, True)}, by="other1")
    (line,) = centre.report("items").table("items").lines
    assert line.records == tuple(sorted((one, other)))


def test_what_came_later_than_the_books_are_read_is_not_there(centre):
    centre.swept({"shell": (1, True)})
    before = centre.now
    centre.wait(days=1)
    centre.swept({"shell": (1, True)})
    books = centre.books(end=before)
    assert books.as_of - before > DAY / 2
    assert totals(centre.report("items", end=before).table("items"))["found"] == 1
