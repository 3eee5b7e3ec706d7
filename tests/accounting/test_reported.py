"""What was reported stands beside what is computed; what differs by more than a twentieth is flagged."""

from __future__ import annotations

import pytest

from clearway.accounting import Period, list_differing
from clearway.coverage import State
from clearway.desk.accounts import account_of, coverage, find_district
from clearway.geometry import Disc, box, measured
from clearway.places import Gazetteer, Place, PlaceKind
from tests.desk import centre as mines

TRUE_M2 = measured(box(mines.AREA)).m2


@pytest.mark.parametrize(("reported", "flagged"), [(1.0, 0), (1.04, 0), (0.96, 0), (1.06, 1), (0.5, 1), (0, 1)])
def test_a_twentieth_is_the_measure(reported, flagged):
    centre = mines.open_centre()
    area = mines.area(centre, reported_m2=round(TRUE_M2 * reported))
    found = list_differing(centre.history(), centre.now())
    assert [each.record for each in found] == [area.id] * flagged
    assert all(each.computed.m2 == TRUE_M2 for each in found)


def test_a_search_that_reports_more_than_its_shape_is_flagged():
    centre = mines.open_centre()
    mines.area(centre)
    centre.clock.advance(hours=8)
    report = mines.searched(centre, reported_m2=2 * TRUE_M2)
    (found,) = list_differing(centre.history(), centre.now())
    assert (found.record, found.reported_m2, found.computed.m2) == (report.id, 2 * TRUE_M2, TRUE_M2)


def test_the_desk_accounts_for_what_was_cleared_and_covers_by_the_decision():
    centre = mines.open_centre()
    area = mines.area(centre)
    done = mines.clear(centre, area.id)
    found = account_of(centre, Period(None, centre.now()))
    assert found.account.total.cleared == TRUE_M2
    assert found.account.total.closing == 0
    assert (found.differing, found.additional, found.overlaps) == ((), (), ())
    assert coverage(centre, area.id, decision=done.decision.id).measured(State.SEARCHED).m2 == TRUE_M2


def test_an_area_lies_in_the_smallest_district_around_it():
    centre = mines.open_centre()
    area = centre.get_record(mines.area(centre).id)
    assert find_district(centre, area) is None
    middle = (mines.IN_AREA.x, mines.IN_AREA.y)
    places = [
        Place("city", "", "City", (), Disc(middle, 9_000_000), 0, kind=PlaceKind.CITY),
        Place("quarter", "", "Quarter", (), Disc(middle, 2_000_000), 0, kind=PlaceKind.SUBURB),
        Place("house", "", "House", (), Disc(middle, 900_000), 0, kind=PlaceKind.LANDMARK),
    ]
    centre.places = Gazetteer(tuple(places))
    assert find_district(centre, area) == "quarter"
