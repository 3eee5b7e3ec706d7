"""Buildings on an area: which of their units were released by name. The ground's release says nothing of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from clearway.accounting.families import entered_at
from clearway.desk.office import Office
from clearway.geometry import cells
from clearway.projection import Admitted, History
from clearway.projection.verdict import Question
from clearway.records.kinds.building import Building
from clearway.terms import HazardState, Rel, Tier


@dataclass(frozen=True, slots=True)
class Inside:
    """A building: its units, and those of them that are released at a moment, in the order of the list."""

    record: str
    name: str
    units: tuple[str, ...]
    released: tuple[str, ...]


def list_buildings(office: Office, areas: tuple[str, ...] | None, at: datetime) -> tuple[Inside, ...]:
    """Buildings that are about some areas (None: all of them), each unit asked about by its own name (B12)."""
    history = office.history()
    return tuple(
        _judge(history, building, at)
        for building in _standing(history, at)
        if areas is None or not set(areas).isdisjoint(building.record.refs_to(Rel.ABOUT))
    )


def _standing(history: History, at: datetime) -> Iterator[Admitted]:
    """Lists in the books that no later list replaces."""
    known = [
        each
        for each in history.list_kind("building")
        if each.verified and each.log.tier is Tier.RESTRICTED and entered_at(history, each) <= at
    ]
    replaced = {old for each in known for old in each.record.refs_to(Rel.REPLACES) if old != each.id}
    yield from (each for each in known if each.id not in replaced)


def _judge(history: History, building: Admitted, at: datetime) -> Inside:
    body = building.record.body
    assert isinstance(body, Building)  # noqa: S101 - _standing takes no other
    areas = [found for each in building.record.refs_to(Rel.ABOUT) if (found := history.find(each)) is not None]
    places = [building] if building.footprint is not None else areas
    released = tuple(unit for unit in body.units if places and all(_is_released(history, p, unit, at) for p in places))
    return Inside(building.id, body.building, body.units, released)


def _is_released(history: History, place: Admitted, unit: str, at: datetime) -> bool:
    """Whether the hazard is released for the unit everywhere inside the place.

    On the place's edge what lies beside it may hold: a hand-over drawn with the walls of the building releases it.
    """
    ground = history.outward(place)
    if ground.is_empty:
        return False
    situation = history.at(at, ground.bbox)
    # Public warnings stand over whole blocks for the records beneath them, and end by notices of their own.
    exact = tuple(hold for hold in situation.holds if hold.kind != "hazard_notice")
    question = Question(replace(situation, holds=exact), ground, unit=unit)
    inside = [question.point(cell) for cell in cells(ground, question.shapes.regions) if cell.off_edges]
    return bool(inside) and all(point.hazard is HazardState.RELEASED for point in inside)
