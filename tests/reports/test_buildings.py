"""Units of buildings: each by its own release; ground released around a building says nothing of its inside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.laws.edges import WHOLE, Clearing
from tests.reports.worlds import Centre, row, totals
from tests.world import shaped

WINDOW = timedelta(hours=48)


@pytest.fixture
def centre() -> Centre:
    return Centre()


def cleared(centre: Centre, unit: str | None) -> None:
    """The whole block searched, controlled, decided and handed over, as ground or as one unit."""
    target = centre.area(centre["mac1"], shaped(WHOLE), event=(None, centre.now), unit=unit)
    begun = centre.now + timedelta(minutes=30)
    centre.wait(hours=1)
    search = centre.search(centre["sweep1"], shaped(WHOLE), begun, unit=unit)
    control = centre.control(centre["quality1"], shaped(WHOLE), [search], unit=unit)
    decision = centre.decision(centre["mac1"], shaped(WHOLE), [target], [search, control], "cleared", unit=unit)
    rests = [search, control, decision]
    hand_over = centre.hand_over(centre["mac2"], shaped(WHOLE), [target], rests, unit=unit)
    for role, name in {"operator": "sweep2", "authority": "mac1", "recipient": "town1"}.items():
        centre.approval(centre[name], hand_over, role)
    centre.now += WINDOW
    centre.refresh()


def test_a_unit_is_released_by_a_release_that_names_it_and_held_by_the_danger_of_the_next(centre):
    cleared(centre, "Amr street 12/floor 1")
    assert row(centre.report("buildings").table("buildings"), "Amr street 12")["released"] == 1
    centre.area(centre["mac1"], shaped(WHOLE), unit="Amr street 12/floor 2")
    found = centre.report("buildings")
    building = row(found.table("buildings"), "Amr street 12")
    assert (building["units"], building["held"], building["unreleased"]) == (2, 1, 1)
    states = dict(zip(found.table("units").column("unit"), found.table("units").column("state"), strict=True))
    assert {unit: getattr(state, "code", None) for unit, state in states.items()} == {
        "Amr street 12/floor 1": "held", "Amr street 12/floor 2": "unreleased",
    }  # fmt: skip


def test_ground_handed_over_around_a_unit_never_releases_it(centre):
    Clearing(centre)
    centre.refresh()
    centre.area(centre["mac1"], shaped(WHOLE), unit="Amr street 12")
    assert totals(centre.report("buildings").table("buildings")) == {
        "units": 1,
        "released": 0,
        "held": 0,
        "unreleased": 1,
    }


def test_a_hazard_recorded_for_the_ground_holds_for_a_unit_in_it(centre):
    cleared(centre, "Amr street 12")
    assert totals(centre.report("buildings").table("buildings"))["released"] == 1
    centre.area(centre["mac1"], shaped(WHOLE))
    assert totals(centre.report("buildings").table("buildings"))["released"] == 0
