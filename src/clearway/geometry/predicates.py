"""Exact questions about two closed regions."""

from __future__ import annotations

from clearway.geometry.cells import cells
from clearway.geometry.germ import Spot, locate
from clearway.geometry.segments import edges_meet, overlapping
from clearway.geometry.shapes import Polygon, Region, boxes_meet


def intersects(a: Region, b: Region) -> bool:
    """Whether two closed regions have a point in common; touching is enough."""
    return any(_meet(p, q) for p in a.polygons for q in b.polygons if boxes_meet(p.bbox, q.bbox))


def contains(outer: Region, inner: Region) -> bool:
    """Whether every point of closed ``inner`` lies in closed ``outer``. Everything contains the empty region."""
    if inner.is_empty or inner == outer:
        return True
    if outer.is_empty or not _box_contains(outer, inner):
        return False
    return all(cell.masks[0] & cell.star for cell in cells(inner, [outer]))


def _box_contains(outer: Region, inner: Region) -> bool:
    a, b = outer.bbox, inner.bbox
    return a[0] <= b[0] and a[1] <= b[1] and b[2] <= a[2] and b[3] <= a[3]


def _meet(p: Polygon, q: Polygon) -> bool:
    # If no edges meet, one polygon lies whole inside the other, in one of its holes, or outside.
    if _has(p, q) or _has(q, p):
        return True
    left, right = overlapping(p.table.boxes, q.table.boxes)
    return any(edges_meet(p.edges[i], q.edges[j]) for i, j in zip(left.tolist(), right.tolist(), strict=True))


def _has(p: Polygon, q: Polygon) -> bool:
    """Whether ``p`` holds the first position of ``q``."""
    x, y = q.rings[0][0]
    within, through = locate(p, Spot.of((x, y, 1)))
    return within or bool(through)
