"""Data quality: each check finds what it is for, and nothing in books that are in order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearway.reports.doubts import DOUBTS, list_doubts
from tests.reports.worlds import DAY, Centre, full, row, totals
from tests.world import box as cells
from tests.world import disc, shaped, unplaced


@pytest.fixture
def centre() -> Centre:
    return Centre()


def seen(centre: Centre, ground: object, **options: object) -> str:
    """An area with a date."""
    return str(centre.area(centre["mac1"], ground, **{"event": (centre.now, centre.now)} | options))  # type: ignore[arg-type]


def found(centre: Centre, **options: object) -> set[tuple[str, str]]:
    return {(each.check, each.record) for each in list_doubts(centre.books(**options))}  # type: ignore[arg-type]


def place(name: str) -> dict[str, object]:
    return {"how": "officer", "because": "he says so", "place": name, "error_m": None}


def test_books_in_order_have_nothing_to_look_at(centre):
    seen(centre, shaped(cells(0, 0, 2, 2)), source=place("town/west"))
    accident = centre.hurt(0, 1, at=centre.now, x=4)
    centre.person(accident, "p-1")
    report = centre.swept({})
    for step in ("supervisor", "partner", "centre"):
        centre.step(report, step)
    assert found(centre) == set()


def test_no_shape_and_no_date(centre):
    somewhere = seen(centre, unplaced(cells(0, 0, 4, 4)))
    undated = centre.area(centre["mac1"], shaped(cells(8, 0, 9, 1)))
    assert found(centre) == {("no_shape", somewhere), ("no_date", undated)}


def test_an_open_area_about_which_nothing_came_for_long_is_stale(centre):
    quiet = seen(centre, shaped(cells(0, 0, 2, 2)))
    busy = seen(centre, shaped(cells(8, 0, 9, 1)))
    centre.wait(days=20)
    centre.order("T-1", centre.now + 90 * DAY, about=busy)
    centre.wait(days=1)
    assert found(centre, stale_days=10) == {("stale", quiet)}
    centre.search(centre["sweep1"], shaped(cells(1, 1, 3, 3)), centre.now)
    assert ("stale", quiet) not in found(centre, stale_days=10)


def test_the_same_ground_twice_is_a_duplicate_and_some_of_it_an_overlap(centre):
    one, same = seen(centre, shaped(cells(0, 0, 4, 4))), seen(centre, shaped(cells(0, 0, 4, 4)))
    far = seen(centre, shaped(cells(3, 3, 8, 8)))
    checks = {(each.check, frozenset((each.record, *each.others))) for each in list_doubts(centre.books())}
    assert checks == {
        ("duplicate", frozenset({one, same})), ("overlap", frozenset({one, far})), ("overlap", frozenset({same, far})),
    }  # fmt: skip


def test_one_number_on_two_areas(centre):
    areas = sorted(seen(centre, shaped(cells(x, 0, x + 1, 1))) for x in (0, 2))
    for each in areas:
        centre.tell("numbering", {"system": "imsma", "number": "HA-1"}, refs=[("about", each)])
    assert found(centre) == {("same_number", areas[0])}


@pytest.mark.parametrize(
    ("x", "apart", "same"), [(4, timedelta(hours=5), True), (16, timedelta(), False), (4, 2 * DAY, False)]
)
def test_two_accidents_near_each_other_in_place_and_time_may_be_one(centre, x, apart, same):
    at = centre.now
    centre.wait(days=3)
    centre.hurt(0, 1, at=at)
    centre.hurt(0, 1, at=at + apart, x=x)
    assert ("same_accident" in {check for check, _ in found(centre)}) is same


def test_two_records_that_say_they_are_of_one_explosion_are_in_order(centre):
    one = centre.hurt(0, 1, at=centre.now)
    other = centre.hurt(0, 1, at=centre.now, x=1, duplicate_of=one)
    centre.person(other, "p-1")
    assert found(centre) == set()


def test_a_shape_outside_the_place_stated(centre):
    astray = seen(centre, shaped(cells(9, 0, 14, 2)), source=place("town/west"))
    seen(centre, shaped(cells(0, 5, 10, 8)), source=place("town/west"))
    seen(centre, shaped(cells(0, 9, 10.2, 10)), source=place("town/west"))
    assert found(centre) == {("wrong_district", astray)}
    (one,) = (each for each in list_doubts(centre.books()))
    assert one.m2 is not None
    assert one.m2 > 0


def test_reported_and_recorded_people_differ_and_a_person_has_no_accident(centre):
    accident = centre.hurt(1, 1, at=centre.now)
    centre.person(accident, "p-1")
    lost = centre.person("sha256:" + "0" * 64, "p-2")
    assert found(centre) == {("harm_differs", accident), ("no_accident", lost)}


def test_reported_and_computed_square_metres_differ(centre):
    body = full("hazardous_area", {"classification": "suspected", "contamination": ["unknown"], "reported_m2": 1})
    area = centre.write(
        centre["mac1"], "hazardous_area", body, bears="restricts", axes=("hazard",), tier="restricted",
        footprint=shaped(cells(0, 0, 2, 2)), event=(centre.now, centre.now),
    )  # fmt: skip
    assert found(centre) == {("differing", area)}


def test_a_call_that_no_officer_looked_at_in_two_hours(centre):
    call = centre.indication(centre["mac1"], disc(0, 0, 5000), reported_by="public", event=(centre.now, centre.now))
    assert found(centre) == set()
    centre.wait(hours=3)
    assert found(centre) == {("triage_overdue", call)}
    centre.indication(centre["mac1"], disc(0, 0, 5000), refs=[("triages", call)], event=(centre.now, centre.now))
    assert found(centre) == set()


def test_a_report_not_checked_to_the_end(centre):
    report = centre.swept({})
    assert found(centre) == {("check_outstanding", report)}


def test_a_record_that_cannot_be_read_whole_is_listed_and_not_counted(centre):
    broken = centre.write(
        centre["mac1"], "victim", {"person": "p-1", "harm": "grazed"}, bears="tells", tier="restricted"
    )
    assert found(centre) == {("unreadable", broken)}
    assert totals(centre.report("accidents").table("victims"))["all_harmed"] == 0


def test_the_summary_counts_the_findings(centre):
    centre.swept({})
    centre.swept({})
    report = centre.report("data-quality")
    assert row(report.table("doubts"), "check_outstanding")["found"] == 2
    assert [each.code for each in report.table("doubts").column("check") if hasattr(each, "code")] == list(DOUBTS)
    assert len(report.table("doubtful").lines) == 2
