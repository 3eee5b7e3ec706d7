"""Polygons and regions: the ground that records speak of, as whole numbers of 1e-7 degree, longitude first.

Edges are straight in longitude and latitude. A polygon is the closed set its rings bound; a region is the union of
its polygons, which may overlap and touch. Both are values: they compare, hash and never change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clearway.problems import ClearwayBug

Position: TypeAlias = tuple[int, int]
"""Longitude and latitude in 1e-7 degree."""
Ring: TypeAlias = tuple[Position, ...]
"""Positions in order, the last equal to the first."""
Edge: TypeAlias = tuple[int, int, int, int]
"""From (x1, y1) to (x2, y2), in 1e-7 degree; the polygon lies to its left."""
Bbox: TypeAlias = tuple[int, int, int, int]
"""West, south, east, north in 1e-7 degree; a closed box."""
Ints: TypeAlias = NDArray[np.int64]
Indexes: TypeAlias = NDArray[np.intp]

MAX_LONGITUDE = 1_800_000_000
MAX_LATITUDE = 900_000_000
WORLD: Bbox = (-MAX_LONGITUDE, -MAX_LATITUDE, MAX_LONGITUDE, MAX_LATITUDE)


@dataclass(frozen=True)
class EdgeTable:
    """Edges as columns, to find quickly which ones can matter. Whole numbers throughout, so comparisons are exact."""

    ends: Ints
    boxes: Ints

    @classmethod
    def of(cls, edges: tuple[Edge, ...]) -> EdgeTable:
        """The table of these edges, in their order: ``ends`` as given, ``boxes`` as west, south, east, north."""
        ends = np.array(edges, dtype=np.int64).reshape(-1, 4)
        boxes = np.hstack([np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])])
        return cls(np.asfortranarray(ends), np.asfortranarray(boxes))


@dataclass(frozen=True)
class Polygon:
    """An outer ring counter-clockwise and its holes clockwise, each closed and starting at its least position.

    ``parse_region`` alone tests what it is given; whoever builds a polygon otherwise must know that it is sound.
    """

    rings: tuple[Ring, ...]

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All edges of all rings; the interior is to the left of each."""
        return tuple((*a, *b) for ring in self.rings for a, b in pairwise(ring))

    @cached_property
    def table(self) -> EdgeTable:
        """The edges as columns."""
        return EdgeTable.of(self.edges)

    @cached_property
    def bbox(self) -> Bbox:
        """The smallest box that holds the polygon."""
        xs = [x for x, _ in self.rings[0]]
        ys = [y for _, y in self.rings[0]]
        return (min(xs), min(ys), max(xs), max(ys))

    @cached_property
    def _hash(self) -> int:
        return hash(self.rings)

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True)
class Region:
    """The union of some polygons: a closed piece of ground, in one part or many, or none at all."""

    polygons: tuple[Polygon, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True if the region has no point."""
        return not self.polygons

    @cached_property
    def bbox(self) -> Bbox:
        """The smallest box that holds the region. Raises ``ClearwayBug`` if the region is empty."""
        if not self.polygons:
            raise ClearwayBug("an empty region has no box")
        boxes = [polygon.bbox for polygon in self.polygons]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))

    @property
    def e7(self) -> list[list[list[list[int]]]]:
        """The region as records write it: polygons, rings, positions."""
        return [[[[x, y] for x, y in ring] for ring in polygon.rings] for polygon in self.polygons]

    @staticmethod
    def union(*regions: Region) -> Region:
        """The ground of all regions together, the same value whatever their order."""
        if len(regions) == 1:
            return regions[0]
        distinct = {polygon for region in regions for polygon in region.polygons}
        return Region(tuple(sorted(distinct, key=lambda polygon: polygon.rings)))

    def positions(self) -> Iterator[Position]:
        """The vertices of all rings, each ring's first once."""
        for polygon in self.polygons:
            for ring in polygon.rings:
                yield from ring[:-1]

    @cached_property
    def _hash(self) -> int:
        return hash(self.polygons)

    def __hash__(self) -> int:
        return self._hash


EMPTY = Region()
"""The region without a point."""


def box(bbox: Bbox) -> Region:
    """A box as a region. Raises ``ClearwayBug`` if it has no area."""
    west, south, east, north = bbox
    if west >= east or south >= north:
        raise ClearwayBug(f"the box {bbox} has no area")
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Region((Polygon((ring,)),))


def boxes_meet(a: Bbox, b: Bbox) -> bool:
    """Whether two closed boxes have a point in common."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def clip_boxes(a: Bbox, b: Bbox) -> Bbox | None:
    """What two closed boxes have in common (it may be a line or a point), or None."""
    common = (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    return common if common[0] <= common[2] and common[1] <= common[3] else None
