"""The second engine: the same answers from Shapely, where the compiled one is not built.

GEOS decides on doubles that hold whole numbers of 1e-7 degree; its orientation test is exact for those, so that points
and touching are exact here as well. Each polygon stands alone in the tree, so that parts of one area may overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import chain
from typing import Any, Self, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from clearway.index.stretches import lengths_m, merged_length
from clearway.index.wkb import MAX_X, Fault, Ints, read_wkb, to_e7

_Floats: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.uint32]
_Any: TypeAlias = NDArray[Any]

_NONE = np.uint32(2**32 - 1)


class ShapelyAreas:
    """Areas with severities and terms; see :class:`clearway.index.engine.Areas`."""

    __slots__ = ("_owners", "_parts", "_severity", "_since", "_split", "_tree", "_until")

    def __init__(self, parts: _Any, owners: Ints, severity: NDArray[np.uint8], since: Ints, until: Ints) -> None:
        self._parts, self._owners = parts, owners
        self._severity, self._since, self._until = severity, since, until
        self._split = len(np.unique(owners)) < len(owners)
        shapely.prepare(parts)
        self._tree = shapely.STRtree(parts)

    @classmethod
    def from_areas(cls, wkb: Sequence[bytes], severity: NDArray[np.uint8], since: Ints, until: Ints, /) -> Self:
        """Build from as many shapes as severities, first seconds, and first seconds that count no more."""
        read = [read_wkb(each, number) for number, each in enumerate(wkb)]
        owners = np.repeat(np.arange(len(read)), [len(each) for each in read])
        return cls(_polygons(list(chain.from_iterable(read))), owners, severity, since, until)

    def pairs(self, lon: _Floats, lat: _Floats, at: int, /) -> tuple[_Numbers, _Numbers]:
        """Points and the areas that hold them."""
        points, areas = self._holding(_positions(lon, lat), self._grades(at))
        return points.astype(np.uint32), areas.astype(np.uint32)

    def members(self, lon: _Floats, lat: _Floats, at: int, /) -> tuple[_Numbers, _Numbers, NDArray[np.bool]]:
        """The same, and whether the point is on the area's border."""
        e7 = _positions(lon, lat)
        points, areas = self._holding(e7, self._grades(at))
        x, y = e7[points].astype(np.float64).T
        rows, part = self._tree.query(shapely.points(x, y))
        mine = self._owners[part] == areas[rows]
        rows, part = rows[mine], part[mine]
        interior = shapely.contains_xy(self._parts[part], x[rows], y[rows])
        on_border = np.ones(len(points), dtype=np.bool)
        on_border[rows[interior]] = False
        return points.astype(np.uint32), areas.astype(np.uint32), on_border

    def worst(self, lon: _Floats, lat: _Floats, at: int, /) -> _Numbers:
        """For each point the worst area, or 2^32 - 1."""
        grades = self._grades(at)
        points, areas = self._holding(_positions(lon, lat), grades)
        order = np.lexsort((areas, -grades[areas].astype(np.int64), points))
        points, areas = points[order], areas[order]
        first = np.flatnonzero(np.diff(points, prepend=-1))
        worst = np.full(len(lon), _NONE)
        worst[points[first]] = areas[first]
        return worst

    def one(self, lon: float, lat: float, at: int, /) -> list[int]:
        """The areas that hold one point."""
        found: list[int] = self.pairs(np.array([lon]), np.array([lat]), at)[1].tolist()
        return found

    def lines(self, coords: _Floats, offsets: Ints, at: int, /) -> tuple[_Numbers, _Numbers, _Floats]:
        """Lines, the areas that they touch, and metres inside."""
        e7, grades = _positions(coords[:, 0], coords[:, 1]), self._grades(at)
        counts = np.diff(offsets) if len(offsets) else offsets
        used = np.arange(int(offsets[0]), int(offsets[-1])) if len(offsets) else offsets
        line_of = np.repeat(np.arange(len(counts)), counts)
        total: dict[tuple[int, int], float] = {}
        # Positions that no segment of some length speaks for: single ones, and those on the 180th meridian.
        begins = np.diff(line_of, prepend=-1) != 0
        alone = np.flatnonzero(begins | (np.abs(e7[used, 0]) == MAX_X))
        points, areas = self._holding(e7[used[alone]], grades)
        for point, area in zip(points.tolist(), areas.tolist(), strict=True):
            total[int(line_of[alone[point]]), area] = 0.0
        follows = np.flatnonzero(~begins)
        start, end = e7[used[follows - 1]], e7[used[follows]]
        moves = (start != end).any(axis=1)
        start, end, of = start[moves], end[moves], line_of[follows[moves]]
        metres = lengths_m(start, end)
        for segment, area, share in self._shares(start, end, grades):
            key = int(of[segment]), area
            total[key] = total.get(key, 0.0) + share * float(metres[segment])
        keys = np.array(list(total), dtype=np.uint32).reshape(-1, 2)
        return keys[:, 0].copy(), keys[:, 1].copy(), np.array(list(total.values()), dtype=np.float64)

    def replace(self, area: int, wkb: bytes, severity: int, since: int, until: int, /) -> Self:
        """The same areas with one changed."""
        polygons = _polygons(read_wkb(wkb, area))
        kept = self._owners != area
        grades, first, last = self._severity.copy(), self._since.copy(), self._until.copy()
        grades[area], first[area], last[area] = severity, since, until
        parts = np.concatenate([self._parts[kept], polygons])
        owners = np.concatenate([self._owners[kept], np.full(len(polygons), area)])
        return type(self)(parts, owners, grades, first, last)

    def __len__(self) -> int:
        return len(self._severity)

    @property
    def nbytes(self) -> int:
        """Bytes of memory: of positions, boxes and columns; what GEOS keeps beside them is not known here."""
        positions = int(shapely.get_num_coordinates(self._parts).sum())
        return 16 * positions + 40 * len(self._parts) + 17 * len(self)

    def _grades(self, at: int) -> NDArray[np.uint8]:
        return np.where((self._since <= at) & (at < self._until), self._severity, np.uint8(0))

    def _holding(self, e7: Ints, grades: NDArray[np.uint8]) -> tuple[Ints, Ints]:
        """Pairs of a point and an area that holds it and counts, each once."""
        both = np.flatnonzero(np.abs(e7[:, 0]) == MAX_X)
        of = np.concatenate([np.arange(len(e7)), both])
        x, y = np.concatenate([e7, e7[both] * (-1, 1)]).astype(np.float64).T
        point, part = self._tree.query(shapely.points(x, y))
        counts = grades[self._owners[part]] != 0
        point, part = point[counts], part[counts]
        order = np.argsort(part, kind="stable")
        point, part = point[order], part[order]
        held = shapely.intersects_xy(self._parts[part], x[point], y[point])
        points, areas = of[point[held]].astype(np.int64), self._owners[part[held]].astype(np.int64)
        if len(both) or self._split:
            once = np.unique(points * len(self) + areas)
            points, areas = once // len(self), once % len(self)
        return points, areas

    def _shares(self, start: Ints, end: Ints, grades: NDArray[np.uint8]) -> list[tuple[int, int, float]]:
        """Segments, areas that they touch, and which part of the segment lies inside."""
        along = np.flatnonzero((np.abs(start[:, 0]) == MAX_X) & (start[:, 0] == end[:, 0]))
        of = np.concatenate([np.arange(len(start)), along])
        ends = np.stack([np.concatenate([e, e[along] * (-1, 1)]) for e in (start, end)], axis=1).astype(np.float64)
        segments = shapely.linestrings(ends)
        segment, part = self._tree.query(segments)
        counts = grades[self._owners[part]] != 0
        segment, part = segment[counts], part[counts]
        order = np.argsort(part, kind="stable")
        segment, part = segment[order], part[order]
        touches = shapely.intersects(self._parts[part], segments[segment])
        segment, part = segment[touches], part[touches]
        whole = shapely.covers(self._parts[part], segments[segment])
        inside: dict[tuple[int, int], list[tuple[float, float]]] = {}
        for number, p, within in zip(segment.tolist(), part.tolist(), whole.tolist(), strict=True):
            stretches = [(0.0, 1.0)] if within else _stretches(self._parts[p], segments[number], ends[number])
            inside.setdefault((int(of[number]), int(self._owners[p])), []).extend(stretches)
        return [(number, area, merged_length(found)) for (number, area), found in inside.items()]


class ShapelyPlaces:
    """Places, asked which of them an area holds; see :class:`clearway.index.engine.Places`."""

    __slots__ = ("_numbers", "_tree")

    def __init__(self, lon: _Floats, lat: _Floats) -> None:
        e7 = _positions(lon, lat)
        both = np.flatnonzero(np.abs(e7[:, 0]) == MAX_X)
        self._numbers = np.concatenate([np.arange(len(e7)), both])
        x, y = np.concatenate([e7, e7[both] * (-1, 1)]).astype(np.float64).T
        self._tree = shapely.STRtree(shapely.points(x, y))

    def inside(self, wkb: bytes, /) -> _Numbers:
        """The numbers of the places that the area holds."""
        polygons = _polygons(read_wkb(wkb))
        _, found = self._tree.query(polygons, predicate="intersects")
        return np.unique(self._numbers[found]).astype(np.uint32)

    @property
    def nbytes(self) -> int:
        """Bytes of memory: of positions and numbers; what GEOS keeps beside them is not known here."""
        return 24 * len(self._numbers)


def _positions(lon: _Floats, lat: _Floats) -> Ints:
    e7 = to_e7(np.stack([lon, lat], axis=1))
    if e7 is None:
        wrong = next(n for n, each in enumerate(zip(lon, lat, strict=True)) if to_e7(np.array([each])) is None)
        raise Fault("position", wrong)
    return e7


def _polygons(rings: list[list[Ints]]) -> _Any:
    """The polygons of these rings, in their order."""
    flat = list(chain.from_iterable(rings))
    if not flat:
        return np.array([], dtype=object)
    lengths = [len(ring) for ring in flat]
    positions = np.concatenate(flat).astype(np.float64)
    drawn = shapely.linearrings(positions, indices=np.repeat(np.arange(len(flat)), lengths))
    polygons = np.asarray(shapely.polygons(drawn, indices=np.repeat(np.arange(len(rings)), [len(r) for r in rings])))
    for number in (number for number, each in enumerate(rings) if len(each) > 1):
        polygons[number] = _counted(polygons[number])
    return polygons


def _counted(polygon: Any) -> Any:
    """The polygon as rings are counted: what an odd number of them goes around, ground beyond the shell too."""
    rings = [shapely.Polygon(ring) for ring in (polygon.exterior, *polygon.interiors)]
    if all(shapely.covers(rings[0], ring) for ring in rings[1:]):
        return polygon
    return reduce(shapely.symmetric_difference, [shapely.make_valid(ring) for ring in rings])


def _stretches(part: Any, segment: Any, ends: _Floats) -> list[tuple[float, float]]:
    """The parts of a segment inside a polygon, from 0 at its start to 1 at its end."""
    try:
        common = np.atleast_1d(shapely.intersection(part, segment))
    except shapely.GEOSException:  # rounding may have made a ring cross itself
        common = np.atleast_1d(shapely.intersection(shapely.make_valid(part), segment))
    way = ends[1] - ends[0]
    found = []
    for piece in shapely.get_parts(common[~shapely.is_empty(common)]):
        t = (shapely.get_coordinates(piece) - ends[0]) @ way / (way @ way)
        found.append((float(t.min()), float(t.max())))
    return found
