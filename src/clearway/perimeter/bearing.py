"""Bearings as a compass or a map gives them, and the true bearing that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clearway.perimeter.geodesy import Degrees, convergence, to_position
from clearway.perimeter.notation import zone_of
from clearway.problems import refuse


class North(StrEnum):
    """From which north a bearing is counted."""

    TRUE = "true"
    MAGNETIC = "magnetic"
    GRID = "grid"


class Unit(StrEnum):
    """In which parts of a full turn a bearing is counted. The compasses of the east have 6000 mils, NATO's 6400."""

    DEGREES = "degrees"
    MILS = "mils"
    MILS_6000 = "mils_6000"


TURN = {Unit.DEGREES: 360.0, Unit.MILS: 6400.0, Unit.MILS_6000: 6000.0}
"""A full turn in each unit."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """How the bearings of a sheet are counted. ``declination`` is in degrees, east of true north positive.

    Refused: ``perimeter.no_declination`` where magnetic bearings come without it: nothing here guesses the field of a
    year and place.
    """

    north: North = North.TRUE
    unit: Unit = Unit.DEGREES
    declination: float | None = None

    def __post_init__(self) -> None:
        if self.north is North.MAGNETIC and self.declination is None:
            refuse("perimeter.no_declination")

    def true(self, read: float, at: Degrees) -> float:
        """The true bearing in degrees of a leg that starts ``at``. Refused: ``perimeter.bad_bearing``."""
        turn = TURN[self.unit]
        if not 0 <= read <= turn:
            refuse("perimeter.bad_bearing", read=f"{read:g}", most=f"{turn:g}")
        degrees = read * 360 / turn
        if self.north is North.MAGNETIC:
            degrees += self.declination or 0.0
        elif self.north is North.GRID:
            degrees += convergence(at, zone_of(to_position(at)), north=at[1] >= 0)
        return degrees % 360
