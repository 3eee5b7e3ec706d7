"""Whether the rings of a polygon bound a piece of ground, decided exactly.

A polygon is sound if each ring is simple; if no two rings cross or run along each other; if the holes lie in the outer
ring and not in each other; and if its interior is in one piece. Rings may touch in points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from clearway.geometry.germ import Spot, locate, lowest, sectors
from clearway.geometry.segments import edges_meet, find_crossing, overlapping, run_along, touch_of
from clearway.geometry.shapes import Edge, Polygon, Position, Ring

Touches = dict[tuple[int, int], set[Position]]
Through = dict[tuple[int, Position], list[Edge]]


def area2(ring: Ring) -> int:
    """Twice the area in square units, positive counter-clockwise."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))


def faults(rings: Sequence[Ring]) -> Iterator[tuple[str, int]]:
    """What keeps the rings from being a polygon: the refusal's code and the ring's number; the first fault found.

    The rings MUST be closed, oriented, without repeated positions and with an area.
    """
    polygon = Polygon(tuple(rings))
    owner = [number for number, ring in enumerate(rings) for _ in ring[1:]]
    touches: Touches = defaultdict(set)
    through: Through = defaultdict(list)
    left, right = overlapping(polygon.table.boxes, polygon.table.boxes)
    first = left < right
    for i, j in zip(left[first].tolist(), right[first].tolist(), strict=True):
        a, b, e, f = owner[i], owner[j], polygon.edges[i], polygon.edges[j]
        if a == b:
            if _self_crossing(e, f):
                yield "geometry.ring_crosses_itself", a
                return
        elif find_crossing(e, f) is not None or run_along(e, f):
            yield "geometry.rings_cross", b
            return
        else:
            touch = touch_of(e, f)
            if touch is not None:
                touches[a, b].add(touch)
                for key, edge in (((a, touch), e), ((b, touch), f)):
                    if edge not in through[key]:
                        through[key].append(edge)
    yield from _misplaced(rings, touches, through)


def _self_crossing(e: Edge, f: Edge) -> bool:
    """Whether two edges of one ring meet otherwise than one following the other."""
    if e[2:] == f[:2] or f[2:] == e[:2]:
        return run_along(e, f)
    return edges_meet(e, f)


def _misplaced(rings: Sequence[Ring], touches: Touches, through: Through) -> Iterator[tuple[str, int]]:
    shells = [Polygon((ring,)) for ring in rings]
    for a, b in combinations(range(len(rings)), 2):
        met = touches.get((a, b))
        if met:
            fits = all(
                _is_left_of(point, through[one, point], through[other, point])
                for point in met
                for one, other in ((a, b), (b, a))
            )
        elif a == 0:
            fits = _holds(shells[0], rings[b][0])
        else:
            fits = not _holds(shells[a], rings[b][0]) and not _holds(shells[b], rings[a][0])
        if not fits:
            yield ("geometry.hole_outside" if a == 0 else "geometry.holes_overlap"), b
            return
    if _is_cut(touches):
        yield "geometry.interior_in_pieces", 0


def _is_left_of(point: Position, ring: list[Edge], other: list[Edge]) -> bool:
    """Whether near a common point the other ring runs where the first has its inside."""
    x, y = point
    rays = {lowest(a - x, b - y) for edge in other for a, b in (edge[:2], edge[2:]) if (a, b) != point}
    directions, columns = sectors((x, y, 1), 0, [(1, ring)], rays)
    return all(columns[number - 1] and columns[number] for number, ray in enumerate(directions) if ray in rays)


def _holds(shell: Polygon, position: Position) -> bool:
    """Whether the position lies inside the ring, whichever way it turns."""
    return locate(shell, Spot.of((*position, 1)))[0]


def _is_cut(touches: Touches) -> bool:
    """Whether rings and their touching points form a circle, which parts the interior."""
    parent: dict[object, object] = {}

    def root(node: object) -> object:
        while node in parent:
            node = parent[node]
        return node

    links = {(ring, point) for rings, points in touches.items() for ring in rings for point in points}
    for ring, point in sorted(links):
        a, b = root(ring), root(point)
        if a == b:
            return True
        parent[a] = b
    return False
