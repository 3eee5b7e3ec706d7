"""Ground cut into cells, so that whoever answers for a cell needs only what lies near it."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clearway.geometry import WORLD, Bbox, metres_e7
from clearway.index import Surroundings
from clearway.situation import Situation

HOLDS = 1_000
"""A cell with more restrictions than this near it is cut again."""

_MOST_CELLS = 256

_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Closed boxes that share no position, and the world as the last one, for whatever lies in none of them.

    ``reach_m`` is how far around its position a question may reach.
    """

    boxes: tuple[Bbox, ...]
    surroundings: Surroundings
    reach_m: int = 0

    @classmethod
    def cut(cls, situation: Situation, region: Bbox, least: int, reach_m: int) -> Cells:
        """The region in at least so many cells, if so many can be told apart, each with about as many restrictions."""
        surroundings = Surroundings(situation)
        return cls((*_cut(region, surroundings.boxes, least), WORLD), surroundings, reach_m)

    def find(self, e7: _Ints) -> NDArray[np.intp]:
        """The number of each position's cell."""
        numbers = np.full(len(e7), len(self.boxes) - 1, dtype=np.intp)
        x, y = e7[:, 0], e7[:, 1]
        for number, (west, south, east, north) in enumerate(self.boxes[:-1]):
            numbers[(x >= west) & (x <= east) & (y >= south) & (y <= north)] = number
        return numbers

    def situation(self, number: int) -> Situation:
        """What can matter to the questions of one cell."""
        return self.surroundings.near(self._reached(self.boxes[number]))

    def _reached(self, cell: Bbox) -> Bbox:
        """The cell and everything that a question about one of its positions may reach."""
        west, south, east, north = cell
        if self.reach_m:
            # A disc is drawn outward, as a polygon whose corners stand out by half a hundredth.
            wide, high = metres_e7(self.reach_m + self.reach_m // 50 + 1, max(abs(south), abs(north)))
            west, south, east, north = west - wide, south - high, east + wide, north + high
        if west < WORLD[0] or east > WORLD[2]:  # it reaches over the 180th meridian
            west, east = WORLD[0], WORLD[2]
        return west, south, east, north


def _cut(region: Bbox, boxes: _Ints, least: int) -> list[Bbox]:
    """Halve the cell that most boxes meet, for as long as that parts them and cells are too few or too full."""
    whole: list[Bbox] = []
    open_cells = [_ranked(region, boxes)]
    while open_cells and len(whole) + len(open_cells) < _MOST_CELLS:
        count, cell = -open_cells[0][0], open_cells[0][1]
        if count <= HOLDS and len(whole) + len(open_cells) >= least:
            break
        heapq.heappop(open_cells)
        halves = [_ranked(half, boxes) for half in _halves(cell, boxes)]
        if halves and min(-rank for rank, _ in halves) < count:
            for half in halves:
                heapq.heappush(open_cells, half)
        else:
            whole.append(cell)
    return sorted([*whole, *(cell for _, cell in open_cells)])


def _ranked(cell: Bbox, boxes: _Ints) -> tuple[int, Bbox]:
    return -len(_meeting(cell, boxes)), cell


def _meeting(cell: Bbox, boxes: _Ints) -> _Ints:
    west, south, east, north = cell
    full = boxes[:, 0] <= boxes[:, 2]
    met = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return np.asarray(boxes[full & met])


def _halves(cell: Bbox, boxes: _Ints) -> list[Bbox]:
    """The cell cut where half of the boxes' middles lie on either side, across the way that they are spread most."""
    near = _meeting(cell, boxes)
    if not len(near):
        return []
    west, south, east, north = cell
    middles = np.clip((near[:, :2] + near[:, 2:]) // 2, (west, south), (east, north))
    spread = middles.max(axis=0) - middles.min(axis=0)
    x, y = np.median(middles, axis=0).astype(np.int64).tolist()
    if spread[0] >= spread[1] and west <= x < east:
        return [(west, south, x, north), (x + 1, south, east, north)]
    if south <= y < north:
        return [(west, south, east, y), (west, y + 1, east, north)]
    return []
