"""Straight edges between whole-number positions: which can meet, whether they meet, and where exactly."""

from __future__ import annotations

from math import gcd
from typing import TypeAlias

import numpy as np
import shapely

from clearway.geometry.shapes import Edge, Indexes, Ints, Position

Point: TypeAlias = tuple[int, int, int]
"""The exact point (x / w, y / w) as whole numbers x, y, w, with w > 0."""

# Up to so many pairs of boxes are compared one by one; beyond that an R-tree pays.
_COMPARED_DIRECTLY = 1_000_000


def overlapping(a: Ints, b: Ints) -> tuple[Indexes, Indexes]:
    """The index pairs of closed boxes (rows of west, south, east, north) of ``a`` and ``b`` that meet, sorted."""
    if len(a) * len(b) <= _COMPARED_DIRECTLY:
        meet = (a[:, None, 0] <= b[None, :, 2]) & (b[None, :, 0] <= a[:, None, 2])
        meet &= (a[:, None, 1] <= b[None, :, 3]) & (b[None, :, 1] <= a[:, None, 3])
        left, right = np.nonzero(meet)
        return left, right
    # Whole numbers of 32 bits are exact as floats, and so are comparisons of them.
    tree = shapely.STRtree(shapely.box(*b.T.astype(float)))
    left, right = tree.query(shapely.box(*a.T.astype(float)))
    order = np.lexsort((right, left))
    return left[order], right[order]


def turn(edge: Edge, x: int, y: int) -> int:
    """Positive if the position lies to the left of the edge's line, negative to the right, 0 on it."""
    x1, y1, x2, y2 = edge
    return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)


def lies_on(edge: Edge, x: int, y: int) -> bool:
    """Whether the position lies on the closed edge."""
    x1, y1, x2, y2 = edge
    if not (min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)):
        return False
    return turn(edge, x, y) == 0


def find_crossing(e: Edge, f: Edge) -> Point | None:
    """Where the insides of two edges cross in one point, or None. Touching and running along are no crossing."""
    f1, f2 = turn(e, f[0], f[1]), turn(e, f[2], f[3])
    if not (f1 < 0 < f2 or f2 < 0 < f1):
        return None
    e1, e2 = turn(f, e[0], e[1]), turn(f, e[2], e[3])
    if not (e1 < 0 < e2 or e2 < 0 < e1):
        return None
    w = e1 - e2
    return reduced(e[0] * w + e1 * (e[2] - e[0]), e[1] * w + e1 * (e[3] - e[1]), w)


def reduced(x: int, y: int, w: int) -> Point:
    """The point in lowest terms, so that equal points are equal values. ``w`` may be negative but not 0."""
    divisor = gcd(x, y, w)
    if w < 0:
        divisor = -divisor
    return (x // divisor, y // divisor, w // divisor)


def edges_meet(e: Edge, f: Edge) -> bool:
    """Whether two closed edges have a point in common."""
    if find_crossing(e, f) is not None:
        return True
    return lies_on(e, f[0], f[1]) or lies_on(e, f[2], f[3]) or lies_on(f, e[0], e[1]) or lies_on(f, e[2], e[3])


def run_along(e: Edge, f: Edge) -> bool:
    """Whether two edges share more than one point."""
    if turn(e, f[0], f[1]) or turn(e, f[2], f[3]):
        return False
    along = 0 if e[0] != e[2] else 1
    start = max(min(e[along], e[along + 2]), min(f[along], f[along + 2]))
    return start < min(max(e[along], e[along + 2]), max(f[along], f[along + 2]))


def touch_of(e: Edge, f: Edge) -> Position | None:
    """A position that is an end of one closed edge and lies on the other, or None."""
    for edge, x, y in ((e, f[0], f[1]), (e, f[2], f[3]), (f, e[0], e[1]), (f, e[2], e[3])):
        if lies_on(edge, x, y):
            return (x, y)
    return None
