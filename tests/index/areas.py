"""Areas for the tests of the index: drawn on whole numbers, written as WKB, and asked by brute force in fractions."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from clearway.geometry import Polygon, Position, Region
from clearway.geometry.shapes import Edge

E7 = 10_000_000
DAY = 86_400


def to_wkb(region: Region, *, order: str = "<") -> bytes:
    """The region as a MultiPolygon in well-known binary, in either byte order."""
    parts = [_polygon(polygon, order) for polygon in region.polygons]
    return _head(6, len(parts), order) + b"".join(parts)


def _polygon(polygon: Polygon, order: str) -> bytes:
    rings = b"".join(
        struct.pack(f"{order}I", len(ring)) + b"".join(struct.pack(f"{order}2d", x / E7, y / E7) for x, y in ring)
        for ring in polygon.rings
    )
    return _head(3, len(polygon.rings), order) + rings


def _head(kind: int, count: int, order: str) -> bytes:
    return struct.pack(f"{order}BII", order == "<", kind, count)


def degrees(positions: Sequence[Position]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of positions in 1e-7 degree."""
    columns = np.array(positions, dtype=np.int64).reshape(-1, 2)
    return columns[:, 0] / E7, columns[:, 1] / E7


def mirrored(position: Position) -> tuple[Position, ...]:
    """The position, twice if it lies on the 180th meridian."""
    x, y = position
    return ((x, y), (-x, y)) if abs(x) == 180 * E7 else ((x, y),)


def holds(region: Region, position: Position) -> bool:
    """Whether the closed region holds the position; in whole numbers, by nothing but the definition."""
    return any(_holds(polygon, x, y) for polygon in region.polygons for x, y in mirrored(position))


def _holds(polygon: Polygon, x: int, y: int) -> bool:
    odd = False
    for ax, ay, bx, by in polygon.edges:
        cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if cross == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y):
            odd ^= (cross > 0) == (by > ay)
    return odd


def share_inside(region: Region, start: Position, end: Position) -> tuple[bool, Fraction]:
    """Whether a segment touches the closed region, and which part of its length lies in it; in fractions."""
    if start == end:
        return holds(region, start), Fraction(0)
    cuts = {Fraction(0), Fraction(1)}
    ends = [(start, end)]
    if abs(start[0]) == 180 * E7 and start[0] == end[0]:
        ends.append(((-start[0], start[1]), (-end[0], end[1])))
    touched = holds(region, start) or holds(region, end)
    for polygon in region.polygons:
        for edge in polygon.edges:
            for one, other in ends:
                cuts.update(_cuts(one, other, edge))
    total = Fraction(0)
    for t in cuts:
        touched = touched or any(_holds_fraction(region, one, other, t) for one, other in ends)
    for t, u in pairwise(sorted(cuts)):
        if any(_holds_fraction(region, one, other, (t + u) / 2) for one, other in ends):
            total += u - t
    return touched, total


def _cuts(start: Position, end: Position, edge: Edge) -> Iterable[Fraction]:
    ax, ay, bx, by = edge
    dx, dy = end[0] - start[0], end[1] - start[1]
    found = []
    denominator = (bx - ax) * dy - (by - ay) * dx
    if denominator:
        found.append(Fraction((by - ay) * (start[0] - ax) - (bx - ax) * (start[1] - ay), denominator))
    elif dx * (ay - start[1]) == dy * (ax - start[0]):
        for x, y in ((ax, ay), (bx, by)):
            found.append(Fraction(x - start[0], dx) if dx else Fraction(y - start[1], dy))
    return [t for t in found if 0 < t < 1]


def _holds_fraction(region: Region, start: Position, end: Position, t: Fraction) -> bool:
    x, y = start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])
    for polygon in region.polygons:
        odd = False
        for ax, ay, bx, by in polygon.edges:
            cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            if cross == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
                return True
            if (ay > y) != (by > y):
                odd ^= (cross > 0) == (by > ay)
        if odd:
            return True
    return False
