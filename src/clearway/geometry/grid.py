"""Boxes found by place: a persistent index of keys, and ground cut into aligned cells."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, TypeAlias, TypeVar

from immutables import Map

from clearway.geometry.predicates import intersects
from clearway.geometry.shapes import WORLD, Bbox, Region, box, boxes_meet, clip_boxes
from clearway.problems import ClearwayBug

K = TypeVar("K", bound=Hashable)
_Cell: TypeAlias = tuple[int, int]


class Grid(Generic[K]):
    """Keys with their boxes, found by box. Immutable: ``add`` gives a new grid that shares the old one's parts.

    A box lies on the level whose cells are at least as wide and high as it is, so that it is in four cells at most.
    """

    __slots__ = ("_boxes", "_levels")

    def __init__(self) -> None:
        self._boxes: Map[K, Bbox] = Map()
        self._levels: Map[int, Map[_Cell, Map[K, None]]] = Map()

    def add(self, key: K, bbox: Bbox) -> Grid[K]:
        """This grid with one more key. A key that is there MUST come with the same box again, else ``ClearwayBug``."""
        known = self._boxes.get(key)
        if known is not None:
            if known != bbox:
                raise ClearwayBug(f"{key!r} has the box {known} and cannot have {bbox}")
            return self
        level = max(bbox[2] - bbox[0], bbox[3] - bbox[1]).bit_length()
        cells = self._levels.get(level, Map())
        for cell in _cells(bbox, level):
            cells = cells.set(cell, cells.get(cell, Map[K, None]()).set(key, None))
        grown: Grid[K] = Grid()
        grown._boxes = self._boxes.set(key, bbox)
        grown._levels = self._levels.set(level, cells)
        return grown

    def query(self, bbox: Bbox) -> Iterator[K]:
        """The keys whose closed boxes meet the closed box, each once, in no particular order."""
        seen = set[K]()
        for level, cells in self._levels.items():
            for cell in self._asked(bbox, level, cells):
                for key in cells.get(cell, Map[K, None]()):
                    if key not in seen and boxes_meet(self._boxes[key], bbox):
                        seen.add(key)
                        yield key

    def keys(self) -> Iterator[K]:
        """All keys, in no particular order."""
        return iter(self._boxes)

    def __contains__(self, key: object) -> bool:
        return key in self._boxes

    def __len__(self) -> int:
        return len(self._boxes)

    @staticmethod
    def _asked(bbox: Bbox, level: int, cells: Map[_Cell, Map[K, None]]) -> Iterator[_Cell]:
        """The cells of a level that the box touches; the occupied ones if these are fewer."""
        west, south, east, north = (coordinate >> level for coordinate in bbox)
        if (east - west + 1) * (north - south + 1) <= len(cells):
            yield from _cells(bbox, level)
        else:
            yield from (cell for cell in cells if west <= cell[0] <= east and south <= cell[1] <= north)


def _cells(bbox: Bbox, level: int) -> Iterator[_Cell]:
    west, south, east, north = (coordinate >> level for coordinate in bbox)
    for x in range(west, east + 1):
        for y in range(south, north + 1):
            yield (x, y)


def grid_cells(region: Region, size_e7: int) -> tuple[Region, ...]:
    """The squares of a grid, aligned to whole multiples of ``size_e7``, whose closed box meets the region.

    Squares are cut at the edges of the map. They are ordered by their south-west corner.
    """
    if size_e7 < 1:
        raise ClearwayBug(f"a grid of {size_e7} has no squares")
    if region.is_empty:
        return ()
    west, south, east, north = region.bbox
    # A closed square also meets what begins on its east or north side.
    columns = range((west - 1) // size_e7, east // size_e7 + 1)
    rows = range((south - 1) // size_e7, north // size_e7 + 1)
    found = list[Region]()
    for x in columns:
        strip = Region(tuple(p for p in region.polygons if p.bbox[0] <= (x + 1) * size_e7 and p.bbox[2] >= x * size_e7))
        for y in rows:
            bounds = clip_boxes((x * size_e7, y * size_e7, (x + 1) * size_e7, (y + 1) * size_e7), WORLD)
            if bounds is None or bounds[0] == bounds[2] or bounds[1] == bounds[3]:
                continue
            square = box(bounds)
            if intersects(square, strip):
                found.append(square)
    return tuple(found)
