"""Units of a building are released one by one; the ground around it says nothing of their inside."""

from __future__ import annotations

from typing import Any

from clearway.desk.land_release import hand_over
from clearway.desk.office import Office
from clearway.desk.registers import register
from clearway.desk.saying import Facts
from clearway.desk.units import list_buildings
from clearway.geometry import box
from clearway.records import Record
from clearway.records.kinds.hand_over import HandOver
from clearway.terms import Rel
from tests.desk import centre as mines

FLATS = ("12 Amr street/flat 1", "12 Amr street/flat 2", "12 Amr street/flat 3")
HOUSE = (200_520_000, 320_520_000, 200_522_000, 320_522_000)


def listed(centre: Office, area: Record, **fields: Any) -> Record:
    body = {"building": "12 Amr street", "units": FLATS}
    return register(centre, mines.ROOT, "building", body, {Rel.ABOUT: [area.id]}, box(HOUSE), **fields)


def released(centre: Office, area: Record) -> tuple[str, ...]:
    (building,) = list_buildings(centre, (area.id,), centre.now())
    assert building.units == FLATS
    return building.released


def test_the_release_of_the_ground_releases_no_unit():
    centre = mines.open_centre()
    area = mines.area(centre)
    listed(centre, area)
    done = mines.clear(centre, area.id)
    mines.pass_window(centre)
    standing = centre.history().standing(done.hand_over.id, centre.now())
    assert standing is not None
    assert standing.effective
    assert released(centre, area) == ()


def test_a_unit_counts_as_released_once_it_was_handed_over_by_its_name():
    centre = mines.open_centre()
    area = mines.area(centre)
    listed(centre, area)
    done = mines.clear(centre, area.id, approved=False)
    body = done.hand_over.body
    assert isinstance(body, HandOver)
    rests_on = [done.decision.id, done.search.id, done.control.id]
    given = hand_over(centre, mines.ROOT, [area.id], rests_on, body, box(mines.AREA), Facts(unit=FLATS[1]))
    mines.approve_all(centre, given)
    assert released(centre, area) == ()
    mines.pass_window(centre)
    assert released(centre, area) == (FLATS[1],)


def test_a_hand_over_drawn_with_the_walls_of_the_building_releases_its_unit_and_no_larger_building():
    centre = mines.open_centre()
    area = mines.area(centre)
    listed(centre, area)
    larger = (HOUSE[0], HOUSE[1], HOUSE[2] + 3_000, HOUSE[3])
    register(
        centre, mines.ROOT, "building", {"building": "wing", "units": FLATS[:1]}, {Rel.ABOUT: [area.id]}, box(larger)
    )
    done = mines.clear(centre, area.id, approved=False)
    body = done.hand_over.body
    assert isinstance(body, HandOver)
    rests_on = [done.decision.id, done.search.id, done.control.id]
    given = hand_over(centre, mines.ROOT, [area.id], rests_on, body, box(HOUSE), Facts(unit=FLATS[0]))
    mines.approve_all(centre, given)
    mines.pass_window(centre)
    found = {building.name: building.released for building in list_buildings(centre, (area.id,), centre.now())}
    assert found == {"12 Amr street": (FLATS[0],), "wing": ()}


def test_a_later_list_stands_in_for_the_first_and_other_areas_have_their_own():
    centre = mines.open_centre()
    area = mines.area(centre)
    first = listed(centre, area)
    body = {"building": "12 Amr street", "units": FLATS[:1]}
    register(centre, mines.ROOT, "building", body, {Rel.ABOUT: [area.id], Rel.REPLACES: [first.id]})
    (building,) = list_buildings(centre, None, centre.now())
    assert building.units == FLATS[:1]
    other = mines.area(centre)
    assert list_buildings(centre, (other.id,), centre.now()) == ()
