"""Where a way enters closed ground and where it leaves it, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from clearway.geometry.germ import Spot, locate
from clearway.geometry.segments import Point, find_crossing, lies_on, overlapping
from clearway.geometry.shapes import Edge, Position, Region


def passages(points: Sequence[Position], region: Region) -> list[tuple[Fraction, Fraction]]:
    """The stretches of a way along straight edges that lie in the closed region, in the order of walking.

    Each begins and ends at a place on the way: the number of the step and the share of it that is walked, so that 2.5
    is half-way from the third position to the fourth. A touch is a stretch of no length; what is walked twice is there
    twice.
    """
    found: list[tuple[Fraction, Fraction]] = []
    going: list[Fraction] = []  # where the stretch began that is being walked, and how far it has come
    for place, until, inside in _parts(points, region):
        if inside:
            going = [going[0] if going else place, until]
        elif going:
            found.append((going[0], going[1]))
            going = []
    if going:
        found.append((going[0], going[1]))
    return found


def place_on(points: Sequence[Position], along: Fraction) -> tuple[Fraction, Fraction]:
    """The exact position of a place on the way."""
    step = min(int(along), len(points) - 2) if len(points) > 1 else 0
    (ax, ay), (bx, by) = points[step], points[min(step + 1, len(points) - 1)]
    share = along - step
    return ax + share * (bx - ax), ay + share * (by - ay)


def _parts(points: Sequence[Position], region: Region) -> Iterator[tuple[Fraction, Fraction, bool]]:
    """The places at which something may change, and what lies between them: from where, to where, whether inside."""
    yield Fraction(0), Fraction(0), _holds(region, (*points[0], 1))
    for number, (a, b) in enumerate(pairwise(points)):
        step = (*a, *b)
        shares = sorted({Fraction(0), Fraction(1), *_meetings(step, region)})
        for start, end in pairwise(shares):
            for low, high in ((start, end), (end, end)):
                middle = (low + high) / 2
                x, y = a[0] + middle * (b[0] - a[0]), a[1] + middle * (b[1] - a[1])
                w = x.denominator * y.denominator
                yield number + low, number + high, _holds(region, (int(x * w), int(y * w), w))


def _meetings(step: Edge, region: Region) -> Iterator[Fraction]:
    """The shares of a step at which an edge of the region crosses it, or ends on it."""
    x1, y1, x2, y2 = step
    if (x1, y1) == (x2, y2):
        return
    box = np.array([(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))], dtype=np.int64)
    for polygon in region.polygons:
        near, _ = overlapping(polygon.table.boxes, box)
        for number in near.tolist():
            edge = polygon.edges[number]
            crossing = find_crossing(step, edge)
            if crossing is not None:
                yield _share(step, crossing)
                continue
            yield from (_share(step, (x, y, 1)) for x, y in (edge[:2], edge[2:]) if lies_on(step, x, y))


def _share(step: Edge, point: Point) -> Fraction:
    x1, y1, x2, y2 = step
    x, y, w = point
    return Fraction(x - x1 * w, w * (x2 - x1)) if x1 != x2 else Fraction(y - y1 * w, w * (y2 - y1))


def _holds(region: Region, point: Point) -> bool:
    spot = Spot.of(point)
    return any(within or through for within, through in (locate(polygon, spot) for polygon in region.polygons))
