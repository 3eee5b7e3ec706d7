"""Where a question about a shape must be asked so that its worst answer is found exactly.

The edges of the asked shape and of all regions cut the ground into faces, edges and vertices; on each of them
membership of every region is constant, and each that lies in the shape has a vertex of the arrangement on its border
(the shape is bounded). So it is enough to look at every vertex in the shape, and there at the vertex itself, at every
sector inside the shape and at every ray that borders one. Vertices are exact: whole numbers, or fractions of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from clearway.geometry.germ import Border, Direction, Spot, germ, locate, lowest, rows_of, sectors
from clearway.geometry.segments import Point, find_crossing, lies_on, overlapping
from clearway.geometry.shapes import Bbox, Edge, EdgeTable, Ints, Polygon, Position, Region, boxes_meet
from clearway.problems import ClearwayBug


@dataclass(frozen=True, slots=True)
class At:
    """A question about one position, in 1e-7 degree."""

    x: int
    y: int

    @property
    def bbox(self) -> Bbox:
        """The box of the position alone."""
        return (self.x, self.y, self.x, self.y)


@dataclass(frozen=True)
class Track:
    """A question about a way along straight edges, or about its one position. It has no breadth."""

    points: tuple[Position, ...]

    def __post_init__(self) -> None:
        if not self.points:
            raise ClearwayBug("a track has at least one position")

    @property
    def bbox(self) -> Bbox:
        """The smallest box that holds the track."""
        xs, ys = zip(*self.points, strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The steps of the track that lead anywhere."""
        return tuple((*a, *b) for a, b in pairwise(self.points) if a != b)


Query: TypeAlias = At | Region | Track


@dataclass(frozen=True, slots=True)
class Cell:
    """One place at which to ask: the exact point, the sectors around it that the place touches, and who covers them.

    ``star`` has a bit for each sector next to the place: all of them for the point itself, two for the start of a
    ray, one for the ground between two rays. ``masks[i]`` has the bits of the sectors that region ``i`` covers.
    The place lies in closed region ``i`` iff ``masks[i] & star``, in its interior iff ``masks[i] & star == star``.
    """

    point: Point
    star: int
    masks: tuple[int, ...]

    @property
    def off_edges(self) -> bool:
        """Whether no edge passes through the place: each region holds all of it or nothing."""
        return all(mask & self.star in (0, self.star) for mask in self.masks)

    def only(self, part: slice) -> Cell:
        """The same place with the masks of some of the regions."""
        return Cell(self.point, self.star, self.masks[part])


def cells(query: Query, regions: Sequence[Region]) -> Iterator[Cell]:
    """The places of the query at which membership of the regions must be looked at.

    Every pattern of membership that occurs anywhere in the closed query is yielded, each once and no other.
    An empty region yields nothing, so the caller must know what to make of a question about no ground.
    """
    if isinstance(query, At):
        seen = germ((query.x, query.y, 1), regions)
        yield Cell((query.x, query.y, 1), seen.full, seen.masks)
    elif isinstance(query, Track):
        yield from _cells_of_track(query, regions)
    elif not query.is_empty:
        yield from _cells_of_region(query, regions)


def _cells_of_region(query: Region, regions: Sequence[Region]) -> Iterator[Cell]:
    # The query is bit 0, the regions follow: a sector is asked about iff its bit 0 is set.
    ground = _Ground.of([query, *regions], query.bbox)
    points = dict.fromkeys((x, y, 1) for x, y in ground.ends_within(query.bbox))
    points.update(dict.fromkeys(ground.crossings()))
    neighbourhoods = ground.around(list(points), only_within=1)
    told = _Told(len(regions), skipped=1)
    plain = set[int]()
    for point, inside, borders in neighbourhoods:
        if all(bit == 1 for bit, _ in borders):
            # Only the query's own border passes: the regions are the same all around.
            if inside | 1 in plain:
                continue
            plain.add(inside | 1)
        directions, columns = sectors(point, inside, borders)
        count = len(columns)
        yield from told.new(point, columns, range(count))
        for number in range(count):
            if columns[number] & 1:
                yield from told.new(point, columns, (number,))
        for number in range(len(directions)):
            if (columns[number - 1] | columns[number]) & 1:
                yield from told.new(point, columns, (number - 1, number))


def _cells_of_track(track: Track, regions: Sequence[Region]) -> Iterator[Cell]:
    ground = _Ground.of(regions, track.bbox)
    ways: dict[Point, set[Direction]] = {(x, y, 1): set() for x, y in track.points}
    for point, step in ground.meetings(track.edges):
        ways.setdefault(point, set()).update(_onward(point, step))
    for step in track.edges:
        for x, y in (step[:2], step[2:]):
            ways[x, y, 1].update(_onward((x, y, 1), step))
    told = _Told(len(regions), skipped=0)
    for point, inside, borders in ground.around(list(ways), only_within=0):
        directions, columns = sectors(point, inside, borders, sorted(ways[point]))
        yield from told.new(point, columns, range(len(columns)))
        for number, direction in enumerate(directions):
            if direction in ways[point]:
                yield from told.new(point, columns, (number - 1, number))


def _onward(point: Point, step: Edge) -> Iterator[Direction]:
    """The directions in which a step leaves one of its points."""
    x, y, w = point
    direction = lowest(step[2] - step[0], step[3] - step[1])
    if step[2] * w != x or step[3] * w != y:
        yield direction
    if step[0] * w != x or step[1] * w != y:
        yield (-direction[0], -direction[1])


class _Told:
    """Yields each pattern once: which sets of regions cover the sectors next to a place is all that a cell tells."""

    def __init__(self, count: int, skipped: int) -> None:
        self._count = count
        self._skipped = skipped
        self._patterns: set[frozenset[int]] = set()

    def new(self, point: Point, columns: Sequence[int], star: Iterable[int]) -> Iterator[Cell]:
        """The cell of these sectors, unless an equal one was told."""
        numbers = {number % len(columns) for number in star}
        pattern = frozenset(columns[number] >> self._skipped for number in numbers)
        if pattern in self._patterns:
            return
        self._patterns.add(pattern)
        bits = sum(1 << number for number in numbers)
        yield Cell(point, bits, rows_of([column >> self._skipped for column in columns], self._count))


@dataclass(frozen=True, slots=True)
class _Ground:
    """The polygons whose edges come near a box, each with its region's bit, and those edges.

    ``everywhere`` has the bits of the regions that hold the whole box by a polygon none of whose edges comes near.
    """

    everywhere: int
    polygons: list[tuple[int, Polygon]]
    edges: list[Edge]
    table: EdgeTable
    owners: Ints

    @classmethod
    def of(cls, regions: Sequence[Region], bbox: Bbox) -> _Ground:
        """What of the regions matters within the box."""
        asked, corner = np.array([bbox], dtype=np.int64), Spot.of((bbox[0], bbox[1], 1))
        everywhere, polygons = 0, list[tuple[int, Polygon]]()
        edges, owners = list[Edge](), list[int]()
        for number, region in enumerate(regions):
            for polygon in region.polygons:
                if not boxes_meet(polygon.bbox, bbox):
                    continue
                near, _ = overlapping(polygon.table.boxes, asked)
                if len(near):
                    edges += [polygon.edges[i] for i in near.tolist()]
                    owners += [len(polygons)] * len(near)
                    polygons.append((1 << number, polygon))
                elif locate(polygon, corner)[0]:
                    everywhere |= 1 << number
        return cls(everywhere, polygons, edges, EdgeTable.of(tuple(edges)), np.array(owners, dtype=np.int64))

    def ends_within(self, bbox: Bbox) -> Iterator[Position]:
        """The ends of the edges that lie in the closed box."""
        west, south, east, north = bbox
        for x1, y1, x2, y2 in self.edges:
            if west <= x1 <= east and south <= y1 <= north:
                yield (x1, y1)
            if west <= x2 <= east and south <= y2 <= north:
                yield (x2, y2)

    def crossings(self) -> Iterator[Point]:
        """Where edges of different polygons cross; those of one polygon never do."""
        left, right = overlapping(self.table.boxes, self.table.boxes)
        different = (left < right) & (self.owners[left] != self.owners[right])
        for i, j in zip(left[different].tolist(), right[different].tolist(), strict=True):
            point = find_crossing(self.edges[i], self.edges[j])
            if point is not None:
                yield point

    def meetings(self, steps: Sequence[Edge]) -> Iterator[tuple[Point, Edge]]:
        """Points at which a step crosses an edge or meets its end, each with the step."""
        left, right = overlapping(EdgeTable.of(tuple(steps)).boxes, self.table.boxes)
        for i, j in zip(left.tolist(), right.tolist(), strict=True):
            step, edge = steps[i], self.edges[j]
            crossing = find_crossing(step, edge)
            if crossing is not None:
                yield crossing, step
                continue
            for x, y in (edge[:2], edge[2:]):
                if lies_on(step, x, y):
                    yield (x, y, 1), step

    def around(self, points: list[Point], only_within: int) -> Iterator[tuple[Point, int, list[Border]]]:
        """For each point the bits of the regions whose interior holds it, and the polygons that pass through it.

        With ``only_within`` points outside the closed region of that bit are left out.
        """
        spots = _Spots.of(points)
        inside = [self.everywhere] * len(points)
        borders: defaultdict[int, list[Border]] = defaultdict(list)
        for bit, polygon in self.polygons:
            within, through = spots.locate(polygon)
            for number in within:
                inside[number] |= bit
            for number, edges in through.items():
                borders[number].append((bit, edges))
        for number, point in enumerate(points):
            passing = [border for border in borders.get(number, ()) if not border[0] & inside[number]]
            if only_within and not only_within & inside[number] and all(bit != only_within for bit, _ in passing):
                continue
            yield point, inside[number], passing


@dataclass(frozen=True, slots=True)
class _Spots:
    """Many points as columns, to locate all of them in a polygon at once."""

    spots: list[Spot]
    boxes: Ints

    @classmethod
    def of(cls, points: Iterable[Point]) -> _Spots:
        """The columns ``boxes`` hold the points' coordinates rounded down (west, south) and up (east, north)."""
        spots = [Spot.of(point) for point in points]
        rounded = np.array([(s.west, s.south, s.east, s.north) for s in spots], dtype=np.int64).reshape(-1, 4)
        return cls(spots, np.asfortranarray(rounded))

    def locate(self, polygon: Polygon) -> tuple[list[int], dict[int, list[Edge]]]:
        """The points in the polygon's interior, and for the points on its border the edges through each.

        A point is inside if a ray to the east crosses an odd number of edges. Comparisons of whole numbers settle
        most pairs; only for points in an edge's own box the side is computed, without rounding.
        """
        west, south, east, north = polygon.bbox
        boxes = self.boxes
        near = np.flatnonzero(
            (boxes[:, 0] >= west) & (boxes[:, 1] >= south) & (boxes[:, 2] <= east) & (boxes[:, 3] <= north)
        )
        rays = boxes[near].copy()
        rays[:, 0], rays[:, 2] = boxes[near, 2], east
        of_ray, of_edge = overlapping(rays, polygon.table.boxes)
        spot, edge, ends = boxes[near[of_ray]], polygon.table.boxes[of_edge], polygon.table.ends[of_edge]
        spans = (ends[:, 1] > spot[:, 1]) != (ends[:, 3] > spot[:, 1])
        beyond = edge[:, 0] > spot[:, 0]
        odd = np.bincount(of_ray[spans & beyond], minlength=len(near)) % 2 == 1
        beside = np.flatnonzero(~beyond & (edge[:, 1] <= spot[:, 1]) & (edge[:, 3] >= spot[:, 3]))
        through: dict[int, list[Edge]] = {}
        for pair in beside.tolist():
            ray = int(of_ray[pair])
            number, tested = int(near[ray]), polygon.edges[of_edge[pair]]
            side = _side(tested, self.spots[number])
            if side == 0:
                through.setdefault(number, []).append(tested)
            elif spans[pair] and (side > 0) == (tested[3] > tested[1]):
                odd[ray] = not odd[ray]
        return [number for number in near[odd].tolist() if number not in through], through


def _side(edge: Edge, spot: Spot) -> int:
    x1, y1, x2, y2 = edge
    return (x2 - x1) * (spot.y - y1 * spot.w) - (y2 - y1) * (spot.x - x1 * spot.w)
