"""Legs on the ellipsoid WGS 84: where one ends (the direct problem), and the leg between two positions (the inverse).

The only door to pyproj. Positions here are degrees as floats, so that a walk of many legs is rounded once, at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from clearway.geometry import Position

if TYPE_CHECKING:
    import pyproj

E7 = 10_000_000

Degrees = tuple[float, float]
"""Longitude and latitude in degrees, not yet rounded."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one point to the next: its true bearing at its start, in degrees clockwise, and its length."""

    bearing: float
    distance_m: float


def go(start: Degrees, leg: Leg) -> Degrees:
    """Where a leg ends."""
    lon, lat, _ = _ellipsoid().fwd(*start, leg.bearing, leg.distance_m)
    return lon, lat


def leg_between(start: Degrees, end: Degrees) -> Leg:
    """The shortest way from one position to another; between equal ones its bearing means nothing."""
    bearing, _, distance = _ellipsoid().inv(*start, *end)
    return Leg(bearing % 360, distance)


def to_degrees(position: Position) -> Degrees:
    """A position of the records in degrees."""
    return position[0] / E7, position[1] / E7


def to_position(degrees: Degrees) -> Position:
    """Degrees as the records write them, to the nearest 1e-7 (a centimetre)."""
    return round(degrees[0] * E7), round(degrees[1] * E7)


def to_grid(degrees: Degrees, zone: int, *, north: bool) -> tuple[float, float]:
    """Easting and northing in metres in a zone of the Universal Transverse Mercator grid."""
    easting, northing = _zone(zone, north)(*degrees)
    return easting, northing


def from_grid(easting: float, northing: float, zone: int, *, north: bool) -> Degrees:
    """The position of an easting and a northing; infinite where there is none."""
    lon, lat = _zone(zone, north)(easting, northing, inverse=True)
    return lon, lat


def convergence(degrees: Degrees, zone: int, *, north: bool) -> float:
    """By how many degrees clockwise the grid's north differs from true north at a position."""
    return float(_zone(zone, north).get_factors(*degrees).meridian_convergence)


@cache
def _ellipsoid() -> pyproj.Geod:
    # Loading PROJ takes longer than a check: only whoever measures waits for it.
    import pyproj  # noqa: PLC0415

    return pyproj.Geod(ellps="WGS84")


@cache
def _zone(zone: int, north: bool) -> pyproj.Proj:
    import pyproj  # noqa: PLC0415 - as above

    return pyproj.Proj(proj="utm", zone=zone, ellps="WGS84", south=not north)
