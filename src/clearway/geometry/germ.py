"""The exact view from one point: how the ground right around it is cut into sectors, and who covers which.

All edges through a point leave it in certain directions. These cut its neighbourhood into sectors within which
membership of every region is constant, however small the neighbourhood is drawn. A mask tells by its bits which
sectors a region covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from math import gcd
from typing import TypeAlias

import numpy as np

from clearway.geometry.segments import Point
from clearway.geometry.shapes import Edge, Polygon, Region

Direction: TypeAlias = tuple[int, int]
"""A direction in longitude and latitude, in lowest terms."""
Border: TypeAlias = tuple[int, Sequence[Edge]]
"""A region's bit, and the edges of one of its polygons that pass through the point."""

# Below this many edges a loop is faster than columns.
_LOOPED = 48


@dataclass(frozen=True, slots=True)
class Germ:
    """The neighbourhood of a point: sector ``s`` lies counter-clockwise from ``directions[s]``.

    ``full`` has a bit for each sector (one sector if nothing passes through the point). ``masks[i]`` has bit ``s``
    set iff sector ``s`` lies in region ``i``: the closed region holds the point iff its mask is not 0, the point
    is interior iff its mask is ``full``.
    """

    full: int
    masks: tuple[int, ...]
    directions: tuple[Direction, ...]


def germ(point: Point, regions: Sequence[Region], rays: Iterable[Direction] = ()) -> Germ:
    """The neighbourhood of ``point`` in each of the regions; ``rays`` adds directions that shall part sectors."""
    inside, borders = 0, list[Border]()
    spot = Spot.of(point)
    for number, region in enumerate(regions):
        bit = 1 << number
        found = list[Border]()
        for polygon in region.polygons:
            within, edges = locate(polygon, spot)
            if within:
                inside |= bit
                break
            if edges:
                found.append((bit, edges))
        else:
            borders += found
    directions, columns = sectors(point, inside, borders, rays)
    return Germ((1 << len(columns)) - 1, rows_of(columns, len(regions)), directions)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with the whole numbers next to it, so that most comparisons with positions are of small integers."""

    x: int
    y: int
    w: int
    west: int
    south: int
    east: int
    north: int

    @classmethod
    def of(cls, point: Point) -> Spot:
        """``west`` and ``south`` are the point's coordinates rounded down, ``east`` and ``north`` up."""
        x, y, w = point
        if w == 1:
            return cls(x, y, 1, x, y, x, y)
        return cls(x, y, w, x // w, y // w, -(-x // w), -(-y // w))


def locate(polygon: Polygon, spot: Spot) -> tuple[bool, list[Edge]]:
    """Whether the point lies in the polygon's interior, and otherwise the edges through it (none: it is outside)."""
    west, south, east, north = polygon.bbox
    if west > spot.west or south > spot.south or east < spot.east or north < spot.north:
        return False, []
    edges: Iterable[Edge] = polygon.edges
    if len(polygon.edges) > _LOOPED:
        boxes = polygon.table.boxes
        near = (boxes[:, 1] <= spot.south) & (boxes[:, 3] >= spot.north) & (boxes[:, 2] >= spot.east)
        edges = [polygon.edges[i] for i in np.flatnonzero(near).tolist()]
    within, through = False, list[Edge]()
    px, py, pw, floor_x, floor_y, ceil_x, ceil_y = spot.x, spot.y, spot.w, spot.west, spot.south, spot.east, spot.north
    for edge in edges:
        x1, y1, x2, y2 = edge
        above1, above2 = y1 > floor_y, y2 > floor_y
        if (above1 and above2) or (y1 < ceil_y and y2 < ceil_y) or (x1 < ceil_x and x2 < ceil_x):
            continue
        if x1 > floor_x and x2 > floor_x:
            within ^= above1 != above2
            continue
        side = (x2 - x1) * (py - y1 * pw) - (y2 - y1) * (px - x1 * pw)
        if side == 0:
            through.append(edge)
        elif above1 != above2 and (side > 0) == above2:
            within = not within
    return within and not through, through


def sectors(
    point: Point, inside: int, borders: Sequence[Border], rays: Iterable[Direction] = ()
) -> tuple[tuple[Direction, ...], list[int]]:
    """The directions around a point and, for each sector, the bits of the regions that cover it.

    ``inside`` has the bits of the regions whose interior holds the point; ``borders`` the polygons that pass through.
    """
    starts, ends = list[list[Direction]](), list[list[Direction]]()
    for _, edges in borders:
        leaving, arriving = _ends_at(point, edges)
        starts.append(leaving)
        ends.append(arriving)
    found = {direction for group in (*starts, *ends) for direction in group}
    found.update(lowest(dx, dy) for dx, dy in rays)
    directions = tuple(sorted(found, key=_BY_ANGLE))
    place = {direction: number for number, direction in enumerate(directions)}
    columns = [inside] * max(1, len(directions))
    for (bit, _), leaving, arriving in zip(borders, starts, ends, strict=True):
        turns = sorted([(place[d], True) for d in leaving] + [(place[d], False) for d in arriving])
        for number, (start, opens) in enumerate(turns):
            if not opens:
                continue
            stop = turns[(number + 1) % len(turns)][0]
            for sector in range(start, stop if stop > start else stop + len(columns)):
                columns[sector % len(columns)] |= bit
    return directions, columns


def rows_of(columns: Sequence[int], count: int) -> tuple[int, ...]:
    """Turn regions by sector into sectors by region: one mask for each of ``count`` regions."""
    if len(columns) == 1:
        column = columns[0]
        return tuple(column >> number & 1 for number in range(count))
    masks = [0] * count
    for sector, column in enumerate(columns):
        left = column
        while left:
            number = left.bit_length() - 1
            masks[number] |= 1 << sector
            left ^= 1 << number
    return tuple(masks)


def _ends_at(point: Point, edges: Sequence[Edge]) -> tuple[list[Direction], list[Direction]]:
    """Directions from the point along its edges: where each goes on to, and where each came from.

    Counter-clockwise of the first kind lies the polygon's inside, of the second kind its outside.
    """
    x, y, w = point
    leaving, arriving = list[Direction](), list[Direction]()
    for x1, y1, x2, y2 in edges:
        direction = lowest(x2 - x1, y2 - y1)
        if x2 * w != x or y2 * w != y:
            leaving.append(direction)
        if x1 * w != x or y1 * w != y:
            arriving.append((-direction[0], -direction[1]))
    return leaving, arriving


def lowest(dx: int, dy: int) -> Direction:
    """The direction in lowest terms. The two may not both be 0."""
    divisor = gcd(dx, dy)
    return (dx // divisor, dy // divisor)


def _compare(a: Direction, b: Direction) -> int:
    """By angle from east, counter-clockwise, exactly."""
    lower_a, lower_b = a[1] < 0 or (a[1] == 0 and a[0] < 0), b[1] < 0 or (b[1] == 0 and b[0] < 0)
    if lower_a != lower_b:
        return 1 if lower_a else -1
    return a[1] * b[0] - a[0] * b[1]


_BY_ANGLE = cmp_to_key(_compare)
