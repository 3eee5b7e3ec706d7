"""Units of buildings (floors, flats, rooms), each released or not; ground released around one says nothing of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from clearway.accounting.families import entered_at
from clearway.geometry import Region
from clearway.projection import Admitted, check
from clearway.reports.books import Books
from clearway.reports.model import Cell, Figure, Line, Said, Table, count, listed, tally, text
from clearway.terms import HazardState, Tier

RELEASED, HELD, UNRELEASED = "released", "held", "unreleased"
STATES = (RELEASED, HELD, UNRELEASED)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its state, the worst hazard over the ground named with it, and the records that name it.

    ``held`` is a unit whose own danger was released by its name while another one stands on the same ground: that of
    the next floor, or of the ground itself.
    """

    name: str
    state: str
    hazard: HazardState
    records: tuple[str, ...]

    @property
    def building(self) -> str:
        """What stands before the first stroke, as in ``12 Amr street/floor 2``."""
        return self.name.partition("/")[0].strip()


def building_tables(books: Books) -> tuple[Table, ...]:
    """Buildings with how many of their units are released, and every unit."""
    units = tuple(list_units(books))
    figures = (Figure(unit.building, {"units": 1, unit.state: 1}, unit.records) for unit in units)
    columns = (text("building"), text("unit"), text("state"), text("hazard"))
    return (
        tally("buildings", text("building"), [count(name) for name in ("units", *STATES)], figures, str),
        listed("units", columns, (Line(_cells(unit), unit.records) for unit in units)),
    )


def list_units(books: Books) -> Iterator[Unit]:
    """Every unit that a record names, at the period's end, in the order of their names.

    Each is asked about as a unit: a release of ground counts outdoors alone, one of another unit for that unit (B12).
    """
    found: dict[str, list[Admitted]] = defaultdict(list)
    for admitted in books.history.records.values():
        unit = admitted.record.unit
        if unit and admitted.log.tier is Tier.RESTRICTED and admitted.box and _is_known(books, admitted):
            found[unit].append(admitted)
    for name, records in sorted(found.items()):
        ground = Region.union(*(books.history.outward(each) for each in records))
        if not ground.is_empty:
            state, hazard = _judge(books, name, ground)
            yield Unit(name, state, hazard, tuple(sorted(each.id for each in records)))


def _judge(books: Books, name: str, ground: Region) -> tuple[str, HazardState]:
    situation = books.history.at(books.period.end, ground.bbox)
    hazard = check(situation, ground, unit=name).hazard
    if hazard is HazardState.RELEASED:
        return RELEASED, hazard
    own = tuple(hold for hold in situation.holds if hold.unit == name)
    alone = check(replace(situation, holds=own), ground, unit=name).hazard
    return HELD if alone is HazardState.RELEASED else UNRELEASED, hazard


def _is_known(books: Books, admitted: Admitted) -> bool:
    return admitted.verified and entered_at(books.history, admitted) <= books.period.end


def _cells(unit: Unit) -> tuple[Cell, ...]:
    return unit.building, unit.name, Said(f"report.unit.{unit.state}"), Said(f"hazard.{unit.hazard.value}")
