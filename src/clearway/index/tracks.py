"""A track through what holds: which restrictions it passes, where it enters and leaves each, and how far inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from clearway.geometry import Position, Region, passages, place_on
from clearway.index.stretches import lengths_m
from clearway.situation import Hold, Situation


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a track inside closed ground.

    ``begins`` and ``ends`` are places on the track (2.5 is half-way between its third position and its fourth), exact;
    ``enters`` and ``leaves`` the same as positions, to the nearest 1e-7 degree. One of no length is a touch.
    """

    begins: Fraction
    ends: Fraction
    enters: Position
    leaves: Position
    metres: float


@dataclass(frozen=True, slots=True)
class Passed:
    """A restriction that a track enters or touches, with the stretches inside its ground in the order of walking.

    The ground is the restriction's own, also where a release has taken it away: ``hold.covers`` says where.
    """

    hold: Hold
    stretches: tuple[Stretch, ...]

    @property
    def metres(self) -> float:
        """How far the track runs inside, on the ellipsoid; what is walked twice counts twice."""
        return sum(stretch.metres for stretch in self.stretches)


def pass_through(situation: Situation, points: Sequence[Position]) -> tuple[Passed, ...]:
    """Every restriction begun that the track touches, by where it is met first."""
    found = []
    for hold in situation.holds:
        stretches = tuple(_stretches(points, hold.footprint))
        if stretches:
            found.append(Passed(hold, stretches))
    return tuple(sorted(found, key=lambda each: (each.stretches[0].begins, each.hold.record)))


def _stretches(points: Sequence[Position], ground: Region) -> list[Stretch]:
    return [
        Stretch(begins, ends, _rounded(points, begins), _rounded(points, ends), _metres(points, begins, ends))
        for begins, ends in passages(points, ground)
    ]


def _rounded(points: Sequence[Position], along: Fraction) -> Position:
    x, y = place_on(points, along)
    return round(x), round(y)


def _metres(points: Sequence[Position], begins: Fraction, ends: Fraction) -> float:
    places = [begins, *(Fraction(each) for each in range(floor(begins) + 1, ceil(ends))), ends]
    way = np.array([[float(value) for value in place_on(points, place)] for place in places])
    return float(lengths_m(way[:-1], way[1:]).sum())
