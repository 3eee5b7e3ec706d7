"""Ground written out as teams write it: each border's turning points, with bearing, distance and grid references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from clearway.geometry import Position, Region
from clearway.perimeter.geodesy import Leg, leg_between, to_degrees
from clearway.perimeter.notation import write_degrees, write_mgrs, write_utm


@dataclass(frozen=True, slots=True)
class Turning:
    """A turning point, and the leg that leads to it from the one before; the first one's from the reference point."""

    name: str
    position: Position
    leg: Leg | None

    @property
    def degrees(self) -> str:
        """Latitude and longitude."""
        return write_degrees(self.position)

    @property
    def utm(self) -> str:
        """Its grid coordinates, in metres."""
        return write_utm(self.position)

    @property
    def mgrs(self) -> str:
        """Its grid square of one metre."""
        return write_mgrs(self.position)


@dataclass(frozen=True, slots=True)
class Border:
    """One ring of ground: its turning points in order, and the leg from the last back to the first."""

    turnings: tuple[Turning, ...]
    back: Leg
    hole: bool

    @property
    def length_m(self) -> float:
        """All the way around."""
        return sum(each.leg.distance_m for each in self.turnings[1:] if each.leg) + self.back.distance_m


def tabulate(region: Region, reference: Position | None = None) -> tuple[Border, ...]:
    """Every border of the ground, the outer ones clockwise, as one walks with the ground on the right.

    The start is the corner nearest the reference point, or the ring's first. They are named as on field sheets: SP,
    TP1, TP2, …; of several borders the starts are SP1, SP2, … and the turning points are numbered through them all, so
    that a name means one point.
    """
    borders = list[Border]()
    rings = [(ring, index > 0) for polygon in region.polygons for index, ring in enumerate(polygon.rings)]
    number = 0
    for count, (ring, hole) in enumerate(rings, start=1):
        around = _from_start((ring[0], *reversed(ring[1:-1])), reference)
        start = "SP" if len(rings) == 1 else f"SP{count}"
        turnings = tuple(_turnings(around, reference, start, number))
        number += len(turnings) - 1
        borders.append(Border(turnings, _leg(around[-1], around[0]), hole=hole))
    return tuple(borders)


def _from_start(ring: tuple[Position, ...], reference: Position | None) -> tuple[Position, ...]:
    if reference is None:
        return ring
    start = min(range(len(ring)), key=lambda n: _leg(reference, ring[n]).distance_m)
    return ring[start:] + ring[:start]


def _turnings(around: tuple[Position, ...], reference: Position | None, start: str, before: int) -> Iterator[Turning]:
    lead = None if reference is None or reference == around[0] else _leg(reference, around[0])
    yield Turning(start, around[0], lead)
    for number, (last, point) in enumerate(pairwise(around), start=before + 1):
        yield Turning(f"TP{number}", point, _leg(last, point))


def _leg(start: Position, end: Position) -> Leg:
    return leg_between(to_degrees(start), to_degrees(end))
