"""Units of buildings (floors, flats, rooms), each released or not; ground released around one says nothing of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from clearway.accounting.families import entered_at
from clearway.geometry import Region
from clearway.projection import Admitted
from clearway.reports.books import Books
from clearway.reports.model import Cell, Figure, Line, Said, Table, count, listed, tally, text
from clearway.terms import HazardState, Tier

RELEASED, UNRELEASED = "released", "unreleased"


def building_tables(books: Books) -> tuple[Table, ...]:
    """Buildings with how many of their units are released, and every unit."""
    units = {unit: (state, ids) for unit, state, ids in list_units(books)}
    figures = (Figure(building_of(unit), {"units": 1, _side(state): 1}, ids) for unit, (state, ids) in units.items())
    lines = (Line(_cells(unit, state), ids) for unit, (state, ids) in units.items())
    return (
        tally("buildings", text("building"), [count("units"), count(RELEASED), count(UNRELEASED)], figures, str),
        listed("units", (text("building"), text("unit"), text("state"), text("hazard")), lines),
    )


def list_units(books: Books) -> Iterator[tuple[str, HazardState, tuple[str, ...]]]:
    """Every unit that a record names, its worst hazard over all the ground named with it, and those records.

    Each is asked about as a unit: a release of ground counts outdoors alone, one of another unit for that unit (B12).
    """
    found: dict[str, list[Admitted]] = defaultdict(list)
    for admitted in books.history.records.values():
        unit = admitted.record.unit
        if unit and admitted.log.tier is Tier.RESTRICTED and admitted.box and _is_known(books, admitted):
            found[unit].append(admitted)
    for unit, records in sorted(found.items()):
        ground = Region.union(*(books.history.outward(each) for each in records))
        if not ground.is_empty:
            answer = books.history.check(ground, books.period.end, unit=unit)
            yield unit, answer.hazard, tuple(sorted(each.id for each in records))


def _is_known(books: Books, admitted: Admitted) -> bool:
    return admitted.verified and entered_at(books.history, admitted) <= books.period.end


def building_of(unit: str) -> str:
    """The building of a unit: what stands before the first stroke, as in ``12 Amr street/floor 2``."""
    return unit.partition("/")[0].strip()


def _side(state: HazardState) -> str:
    return RELEASED if state is HazardState.RELEASED else UNRELEASED


def _cells(unit: str, state: HazardState) -> tuple[Cell, ...]:
    return building_of(unit), unit, Said(f"report.unit.{_side(state)}"), Said(f"hazard.{state.value}")
