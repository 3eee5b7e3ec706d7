"""Ground for the oracle: exact, naive, in whole numbers; nothing here is shared with the code under test.

A point is (x, y, w): the position (x / w, y / w). Right around a point every shape looks like some of the sectors
between the edges that run through it. The oracle finds the sectors by going a hair's breadth in each direction and
asking, for the point found there, whether it lies inside: no edge can run through that one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import cmp_to_key
from math import gcd

Point = tuple[int, int, int]
Ring = list[list[int]]
Shape = list[list[Ring]]
"""Polygons as JSON has them: an outer ring and holes, closed, in 1e-7 degree. A shape is the union of them."""

_HAIR = 10**100
"""A hair's breadth is one part in this: less than any distance between a point and an edge that misses it."""
_AXES = ((1, 0), (0, 1), (-1, 0), (0, -1))


def edges_of(shape: Shape) -> list[tuple[int, int, int, int]]:
    """All edges of a shape."""
    return [(*a, *b) for rings in shape for ring in rings for a, b in itertools.pairwise(ring)]  # type: ignore[misc]


def _side(edge: tuple[int, int, int, int], point: Point) -> int:
    """Above 0 if the point lies to the left of the edge's line, 0 on it."""
    x1, y1, x2, y2 = edge
    x, y, w = point
    return (x2 - x1) * (y - y1 * w) - (y2 - y1) * (x - x1 * w)


def _on(edge: tuple[int, int, int, int], point: Point) -> bool:
    x1, y1, x2, y2 = edge
    x, y, w = point
    inside = min(x1, x2) * w <= x <= max(x1, x2) * w and min(y1, y2) * w <= y <= max(y1, y2) * w
    return inside and _side(edge, point) == 0


def _strictly_inside(rings: Sequence[Ring], point: Point) -> bool:
    """Whether a point that no edge runs through lies in a polygon: it is inside an odd number of rings."""
    _, y, w = point
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 * w <= y) != (y2 * w <= y) and (_side((x1, y1, x2, y2), point) > 0) == (y2 > y1):
                odd = not odd
    return odd


def _angle(a: tuple[int, int], b: tuple[int, int]) -> int:
    below = [d[1] < 0 or (d[1] == 0 and d[0] < 0) for d in (a, b)]
    if below[0] != below[1]:
        return 1 if below[0] else -1
    return a[1] * b[0] - a[0] * b[1]


def hairs(point: Point, shapes: Iterable[Shape], hair: int = _HAIR) -> tuple[list[Point], list[Point]]:
    """Points a hair's breadth away: one in each sector around the point, and one on each ray between two sectors.

    Ray ``i`` lies clockwise of sector ``i``.
    """
    x, y, w = point
    found = set(_AXES)
    for shape in shapes:
        for edge in edges_of(shape):
            if not _on(edge, point):
                continue
            x1, y1, x2, y2 = edge
            dx, dy = x2 - x1, y2 - y1
            shared = gcd(dx, dy)
            dx, dy = dx // shared, dy // shared
            if (x, y) != (x2 * w, y2 * w):
                found.add((dx, dy))
            if (x, y) != (x1 * w, y1 * w):
                found.add((-dx, -dy))
    rays = sorted(found, key=cmp_to_key(_angle))
    sectors = []
    for a, b in zip(rays, [*rays[1:], rays[0]], strict=True):
        long_a, long_b = max(map(abs, a)), max(map(abs, b))
        sectors.append((a[0] * long_b + b[0] * long_a, a[1] * long_b + b[1] * long_a))

    def moved(direction: tuple[int, int]) -> Point:
        return (x * hair + direction[0] * w, y * hair + direction[1] * w, w * hair)

    return list(map(moved, sectors)), list(map(moved, rays))


def mask_of(shape: Shape, sectors: Sequence[Point]) -> int:
    """Which of the sectors the shape covers, one bit each."""
    return sum(1 << number for number, at in enumerate(sectors) if any(_strictly_inside(r, at) for r in shape))


def holds_point(shape: Shape, point: Point) -> bool:
    """Whether the closed shape holds the point."""
    on_an_edge = any(_on(edge, point) for edge in edges_of(shape))
    return on_an_edge or any(_strictly_inside(rings, point) for rings in shape)


def crossings(edges: Sequence[tuple[int, int, int, int]]) -> set[Point]:
    """The points where two edges cross properly, each in lowest terms."""
    found: set[Point] = set()
    for number, (x1, y1, x2, y2) in enumerate(edges):
        dx, dy = x2 - x1, y2 - y1
        low_x, high_x, low_y, high_y = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        for x3, y3, x4, y4 in edges[number + 1 :]:
            if high_x < min(x3, x4) or high_y < min(y3, y4) or low_x > max(x3, x4) or low_y > max(y3, y4):
                continue
            ex, ey = x4 - x3, y4 - y3
            turn = dx * ey - dy * ex
            if turn == 0:
                continue
            along = (x3 - x1) * ey - (y3 - y1) * ex
            other = (x3 - x1) * dy - (y3 - y1) * dx
            if turn < 0:
                turn, along, other = -turn, -along, -other
            if 0 <= along <= turn and 0 <= other <= turn:
                shared = gcd(gcd(x1 * turn + along * dx, y1 * turn + along * dy), turn)
                found.add(((x1 * turn + along * dx) // shared, (y1 * turn + along * dy) // shared, turn // shared))
    return found


def points_of_shape(query: Shape, shapes: Sequence[Shape]) -> list[Point]:
    """Points of the query among which every face, edge and corner that the shapes cut out of it has one.

    Corners and crossings in the query, and around each a point in every sector and on every ray that lies in it.
    """
    every = [query, *shapes]
    edges = sorted({edge for shape in every for edge in edges_of(shape)})
    corners = {(x, y, 1) for edge in edges for x, y in (edge[:2], edge[2:])} | crossings(edges)
    inside = sorted(corner for corner in corners if holds_point(query, corner))
    found = list(inside)
    for corner in inside:
        for away in hairs(corner, every, hair=10**40):
            found += [point for point in away if holds_point(query, point)]
    return found


def _eastward(a: Point, b: Point) -> int:
    return a[0] * b[2] - b[0] * a[2]


def _northward(a: Point, b: Point) -> int:
    return a[1] * b[2] - b[1] * a[2]


def points_of_track(positions: Sequence[Sequence[int]], shapes: Sequence[Shape]) -> list[Point]:
    """Points of a way along straight edges: where it meets any edge, and one between each two such places."""
    found: list[Point] = [(x, y, 1) for x, y in positions]
    edges = sorted({edge for shape in shapes for edge in edges_of(shape)})
    for (x1, y1), (x2, y2) in itertools.pairwise(positions):
        step = (x1, y1, x2, y2)
        if (x1, y1) == (x2, y2):
            continue
        meetings = {(x1, y1, 1), (x2, y2, 1)}
        for edge in edges:
            meetings |= crossings([step, edge])
            meetings |= {(x, y, 1) for x, y in (edge[:2], edge[2:]) if _on(step, (x, y, 1))}
        along = sorted(meetings, key=cmp_to_key(_eastward if x1 != x2 else _northward))
        found += along
        found += [
            (a[0] * b[2] + b[0] * a[2], a[1] * b[2] + b[1] * a[2], 2 * a[2] * b[2])
            for a, b in itertools.pairwise(along)
        ]
    return found
