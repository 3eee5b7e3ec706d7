"""Membership of ground by brute force in fractions, without anything of ``clearway.geometry`` but the values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from clearway.geometry import Polygon, Region

Place = tuple[Fraction, Fraction]
Pattern = frozenset[tuple[bool, ...]]

NEAR = Fraction(1, 10**50)
NEARER = Fraction(1, 10**100)


def edges_of(region: Region) -> Iterator[tuple[int, int, int, int]]:
    for polygon in region.polygons:
        for ring in polygon.rings:
            for (ax, ay), (bx, by) in pairwise(ring):
                yield ax, ay, bx, by


def in_polygon(polygon: Polygon, x: Fraction, y: Fraction) -> bool:
    """For a point on no edge: whether it lies in the outer ring and in no hole."""
    return _in_ring(polygon.rings[0], x, y) and not any(_in_ring(ring, x, y) for ring in polygon.rings[1:])


def _in_ring(ring: Sequence[tuple[int, int]], x: Fraction, y: Fraction) -> bool:
    odd = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and ax + (y - ay) * (bx - ax) / (by - ay) > x:
            odd = not odd
    return odd


def membership(place: Place, regions: Sequence[Region]) -> tuple[bool, ...]:
    """Which regions hold a point that lies on no edge."""
    return tuple(any(in_polygon(polygon, *place) for polygon in region.polygons) for region in regions)


def ways_from(place: Place, regions: Iterable[Region]) -> list[tuple[int, int]]:
    """The directions of all edges through a point, both ways, by angle."""
    x, y = place
    found = set()
    for region in regions:
        for ax, ay, bx, by in edges_of(region):
            on_line = (bx - ax) * (y - ay) == (by - ay) * (x - ax)
            if on_line and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
                if bx != x or by != y:
                    found.add((bx - ax, by - ay))
                if ax != x or ay != y:
                    found.add((ax - bx, ay - by))
    by_angle = {_angle(*way): way for way in found}
    return [by_angle[angle] for angle in sorted(by_angle)]


def _angle(dx: int, dy: int) -> tuple[bool, bool, Fraction]:
    """Grows with the angle from east, counter-clockwise: first the upper half, then the lower."""
    lower = dy < 0 or (dy == 0 and dx < 0)
    return (lower, dy != 0, Fraction(-dx, dy) if dy else Fraction(0))


def between(ways: Sequence[tuple[int, int]]) -> list[Place]:
    """A direction inside each sector, counter-clockwise from each way."""
    if not ways:
        return [(Fraction(1), Fraction(0))]
    found = []
    for (ax, ay), (bx, by) in zip(ways, [*ways[1:], ways[0]], strict=True):
        across = ax * by - ay * bx
        if len(ways) == 1:
            x, y = -ax, -ay
        elif across == 0:
            x, y = -ay, ax
        else:
            # The sum lies between the two by the shorter way round, its opposite by the longer.
            x, y = (ax + bx, ay + by) if across > 0 else (-ax - bx, -ay - by)
        found.append((Fraction(x), Fraction(y)))
    return found


def moved(place: Place, way: Sequence[Fraction | int], by: Fraction) -> Place:
    return (place[0] + by * way[0], place[1] + by * way[1])


def sectors_at(place: Place, regions: Sequence[Region], by: Fraction = NEARER) -> list[tuple[bool, ...]]:
    """Which regions cover each sector around a point, counter-clockwise from the first way east."""
    ways = ways_from(place, regions)
    return [membership(moved(place, inside, by), regions) for inside in between(ways)]


def pattern_at(place: Place, regions: Sequence[Region]) -> Pattern:
    """What a cell can say of a point: the sets of regions that cover the sectors next to it."""
    return frozenset(sectors_at(place, regions))


def vertices(regions: Sequence[Region]) -> set[Place]:
    """The ends of all edges and the points where two lines meet on both edges."""
    edges = [edge for region in regions for edge in edges_of(region)]
    found = {(Fraction(x), Fraction(y)) for ax, ay, bx, by in edges for x, y in ((ax, ay), (bx, by))}
    for (ax, ay, bx, by), (cx, cy, dx, dy) in combinations(edges, 2):
        parallel = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
        if parallel == 0:
            continue
        s = Fraction((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx), parallel)
        t = Fraction((cx - ax) * (by - ay) - (cy - ay) * (bx - ax), parallel)
        if 0 <= s <= 1 and 0 <= t <= 1:
            found.add((ax + s * (bx - ax), ay + s * (by - ay)))
    return found
