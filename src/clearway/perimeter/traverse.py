"""A walk around an area: from the reference point to the start point, from turning point to turning point, and back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NoReturn

from clearway.geometry import Position, Region, normalise, parse_region
from clearway.perimeter.bearing import Bearings
from clearway.perimeter.diagnosis import Read, find_mistake
from clearway.perimeter.geodesy import Degrees, Leg, go, leg_between, to_position
from clearway.perimeter.notation import Fix
from clearway.problems import Problem, Refused, refuse


@dataclass(frozen=True, slots=True)
class Station:
    """One line of a field sheet: a point, and how it is reached from the one before it, where it is, or both."""

    name: str
    bearing: float | None = None
    distance_m: float | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How far a walk may miss its start: by one in ``one_in`` of its length, or by ``least_m``, whichever is more."""

    one_in: float = 100.0
    least_m: float = 2.0

    def allows(self, closing: Closing) -> bool:
        """Whether the error is no more than a careful team's."""
        return self.tolerates(closing.error_m, closing.length_m)

    def tolerates(self, error_m: float, length_m: float) -> bool:
        """The same of an error and a length."""
        return error_m <= max(self.least_m, length_m / self.one_in)


CLOSES = Limit()
"""A prismatic compass is read to half a degree, which moves the end of a leg by 1 in 115, and errors of many legs
partly cancel; a tape adds less. So 1 in 100 is what care attains; two metres is how well corners are marked."""


@dataclass(frozen=True, slots=True)
class Closing:
    """By how much the walk missed its start, and how long it was."""

    error_m: float
    length_m: float

    @property
    def one_in(self) -> int | None:
        """The error as 1 in so much of the length, rounded down; None where there was none to speak of."""
        return int(self.length_m / self.error_m) if self.error_m >= 0.001 else None


@dataclass(frozen=True, slots=True)
class Corner:
    """A point of the perimeter and the true leg that leads to it; None where only its position was recorded."""

    name: str
    position: Position
    leg: Leg | None


@dataclass(frozen=True, slots=True)
class Perimeter:
    """The corners in the order walked. ``closing`` is None where no leg leads back to the start.

    ``checked_m`` is the most by which a corner's recorded position and the walk to it disagree; ``within_m`` is how
    far off the start and the corners may be by their notation and the accuracy stated.
    """

    corners: tuple[Corner, ...]
    reference: Corner | None = None
    closing: Closing | None = None
    checked_m: float | None = None
    within_m: float = 0.0

    @property
    def region(self) -> Region:
        """The ground inside. Refused: ``perimeter.sides_cross``; ``geometry.*`` where the corners bound none else."""
        ring = [[list(corner.position) for corner in self.corners]]
        try:
            return parse_region(normalise([ring]))
        except Refused:
            for first, second in _crossings(self.corners):
                refuse("perimeter.sides_cross", first=first, second=second)
            raise

    @property
    def error_m(self) -> int:
        """By how much an edge may be wrong, in whole metres rounded up: for the record's ``footprint_source``."""
        walked = max(self.closing.error_m if self.closing else 0.0, self.checked_m or 0.0)
        return math.ceil(round(walked + self.within_m, 6))


def walk(
    stations: Sequence[Station],
    bearings: Bearings,
    *,
    reference: Station | None = None,
    limit: Limit = CLOSES,
    accuracy_m: float | None = None,
) -> Perimeter:
    """The perimeter that the stations describe; the first is the start, and a last one of the same name closes it.

    Where a station has both a leg and a position, the leg is taken and the position checks it. ``accuracy_m`` is how
    good the recorded positions are, and, without a leg back to the start, the error that somebody answers for.
    Refused: ``perimeter.no_start``, ``perimeter.too_few_points``, ``perimeter.no_leg``, ``perimeter.not_closed``,
    ``perimeter.does_not_close`` (with ``perimeter.columns_swapped``, ``other_unit`` or ``look_at`` where one mistake
    would explain it), ``perimeter.bad_bearing``, ``perimeter.bad_distance``.
    """
    start = None if reference is None else _reference(reference)
    going = _Walk(bearings, start[1] if start else None)
    if not stations:
        refuse("perimeter.too_few_points")
    closes = len(stations) > 1 and stations[-1].name.casefold() == stations[0].name.casefold()
    around = stations[:-1] if closes else stations
    corners = [going.reach(station, first=n == 0) for n, station in enumerate(around)]
    if len(corners) < 3:
        refuse("perimeter.too_few_points")
    closing = going.close(stations[-1]) if closes else None
    if closing is None and going.walked and accuracy_m is None:
        refuse("perimeter.not_closed", start=stations[0].name)
    if closing is not None and not limit.allows(closing):
        _refuse_miss(stations, bearings, closing, limit, going)
    within = max([going.within_m, *([reference.fix.within_m] if reference and reference.fix else [])])
    return Perimeter(
        corners=tuple(corners),
        reference=start[0] if start else None,
        closing=closing,
        checked_m=going.checked_m,
        within_m=within + (accuracy_m or 0.0),
    )


def _refuse_miss(
    stations: Sequence[Station], bearings: Bearings, closing: Closing, limit: Limit, going: _Walk
) -> NoReturn:
    """By how much the walk misses its start, and the one mistake that would explain it, if there is such."""
    problem = Problem(
        "perimeter.does_not_close",
        "",
        {
            "error_m": f"{closing.error_m:.1f}",
            "length_m": f"{closing.length_m:.1f}",
            "one_in": closing.one_in or 0,
            "limit": f"{limit.one_in:g}",
            "least_m": f"{limit.least_m:g}",
        },
    )
    legs = [Read(s.name, s.bearing, s.distance_m) for s in stations[1:] if s.bearing is not None and s.distance_m]
    mistake = None
    if len(legs) == len(stations) - 1 and going.start is not None:
        mistake = find_mistake(legs, bearings, going.start, limit.tolerates)
    raise Refused(problem, *([] if mistake is None else [Problem(mistake.code, "", dict(mistake.values))]))


def _crossings(corners: Sequence[Corner]) -> Iterator[tuple[str, str]]:
    """Sides that cross, each by the names of its ends."""
    around = [*corners, corners[0]]
    sides = list(pairwise(around))
    for (n, first), (m, second) in combinations(enumerate(sides), 2):
        if m - n > 1 and (n, m) != (0, len(sides) - 1) and _cross(first, second):
            yield _named(first), _named(second)


def _named(side: tuple[Corner, Corner]) -> str:
    return f"{side[0].name}–{side[1].name}"


def _cross(first: tuple[Corner, Corner], second: tuple[Corner, Corner]) -> bool:
    (a, b), (c, d) = first, second
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Corner, b: Corner, c: Corner) -> int:
    """On which side of the line from a to b the corner c lies: 1, 0 (on it) or -1."""
    (ax, ay), (bx, by), (cx, cy) = a.position, b.position, c.position
    turn = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    return (turn > 0) - (turn < 0)


def _reference(station: Station) -> tuple[Corner, Degrees]:
    if station.fix is None:
        refuse("perimeter.no_reference", point=station.name)
    return Corner(station.name, station.fix.position, None), station.fix.degrees


class _Walk:
    """Where the walk has come to, unrounded, and what was noticed on the way."""

    def __init__(self, bearings: Bearings, at: Degrees | None) -> None:
        self.bearings = bearings
        self.at = at
        self.start: Degrees | None = None
        self.length_m = 0.0
        self.within_m = 0.0
        self.checked_m: float | None = None
        self.walked = False

    def reach(self, station: Station, *, first: bool) -> Corner:
        leg = self._leg(station)
        if leg is None and station.fix is None:
            refuse("perimeter.no_start" if first and self.at is None else "perimeter.no_leg", point=station.name)
        before = self.at
        if leg is not None and before is not None:
            self.at = go(before, leg)
            self.walked = self.walked or not first
            if station.fix is not None:
                off = leg_between(self.at, station.fix.degrees).distance_m
                self.checked_m = max(self.checked_m or 0.0, off)
        elif station.fix is not None:
            self.at = station.fix.degrees
            self.within_m = max(self.within_m, station.fix.within_m)
        if self.at is None:
            refuse("perimeter.no_start", point=station.name)
        if first:
            self.start = self.at
        elif before is not None:
            self.length_m += leg_between(before, self.at).distance_m
        return Corner(station.name, to_position(self.at), leg)

    def close(self, station: Station) -> Closing:
        """The error of the last leg, which leads back to the start."""
        leg = self._leg(station)
        if leg is None or self.at is None or self.start is None:
            refuse("perimeter.no_leg", point=station.name)
        back = go(self.at, leg)
        return Closing(leg_between(back, self.start).distance_m, self.length_m + leg.distance_m)

    def _leg(self, station: Station) -> Leg | None:
        if station.bearing is None and station.distance_m is None:
            return None
        if station.bearing is None or station.distance_m is None or self.at is None:
            refuse("perimeter.no_start" if self.at is None else "perimeter.no_leg", point=station.name)
        if not 0 < station.distance_m <= 100_000:
            refuse("perimeter.bad_distance", point=station.name, read=f"{station.distance_m:g}")
        return Leg(self.bearings.true(station.bearing, self.at), station.distance_m)
