"""Why a walk may miss its start: the one mistake of the sheet that would explain it. Nothing is corrected by this.

Legs are laid on a plane: a hint needs no ellipsoid.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from clearway.perimeter.bearing import TURN, Bearings, Unit
from clearway.perimeter.geodesy import Degrees

Tolerable = Callable[[float, float], bool]
"""Whether a walk of this length (second, in metres) may miss its start by so much (first)."""


@dataclass(frozen=True, slots=True)
class Read:
    """One leg around as the sheet has it: the point it leads to, bearing in the sheet's unit, metres."""

    point: str
    bearing: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Mistake:
    """What would explain the miss: a refusal's code, with the unit or the points to look at."""

    code: str
    values: dict[str, str]


def find_mistake(legs: Sequence[Read], bearings: Bearings, at: Degrees, tolerable: Tolerable) -> Mistake | None:
    """The mistake that would explain why these legs do not lead back to their start; None if no single one does."""
    if _closes([replace(leg, bearing=leg.distance_m, distance_m=leg.bearing) for leg in legs], bearings, at, tolerable):
        return Mistake("perimeter.columns_swapped", {})
    for unit in Unit:
        if unit is not bearings.unit and _closes(legs, replace(bearings, unit=unit), at, tolerable):
            return Mistake("perimeter.other_unit", {"unit": unit.value, "stated": bearings.unit.value})
    points = _suspects(legs, bearings, at, tolerable)
    return Mistake("perimeter.look_at", {"points": ", ".join(points)}) if points else None


def _closes(legs: Sequence[Read], bearings: Bearings, at: Degrees, tolerable: Tolerable) -> bool:
    turn = TURN[bearings.unit]
    if not all(0 <= leg.bearing <= turn and leg.distance_m > 0 for leg in legs):
        return False
    miss = sum(_vector(leg, bearings, at) for leg in legs)
    return tolerable(abs(miss), sum(leg.distance_m for leg in legs))


def _suspects(legs: Sequence[Read], bearings: Bearings, at: Degrees, tolerable: Tolerable) -> list[str]:
    """The points whose leg alone, read with another bearing or another distance, would close the walk."""
    turn = TURN[bearings.unit]
    if not all(0 <= leg.bearing <= turn for leg in legs):
        return []
    vectors = [_vector(leg, bearings, at) for leg in legs]
    miss, length = sum(vectors), sum(leg.distance_m for leg in legs)
    found = []
    for leg, vector in zip(legs, vectors, strict=True):
        wanted = vector - miss
        turned = abs(abs(wanted) - leg.distance_m)
        along = wanted / vector
        stretched = abs(along.imag) * leg.distance_m if along.real > 0 else math.inf
        if tolerable(min(turned, stretched), length):
            found.append(leg.point)
    return found


def _vector(leg: Read, bearings: Bearings, at: Degrees) -> complex:
    return cmath.rect(leg.distance_m, math.radians(90 - bearings.true(leg.bearing, at)))
