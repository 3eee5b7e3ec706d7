"""Which of many points lie in the same areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clearway.index.areas import CheckIndex
from clearway.index.wkb import MAX_X

_Ints: TypeAlias = NDArray[np.int64]
_Numbers: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Alike:
    """Points that lie in the interior of the same areas and of no others: their numbers, and the areas' as bytes.

    ``areas`` is None for a single point that lies on a border, or on the 180th meridian, where a map does not go on.
    """

    points: _Numbers
    areas: bytes | None


def find_alike(index: CheckIndex, positions: _Ints) -> Iterator[Alike]:
    """All positions (1e-7 degree, n x 2) by the areas of the index that hold them, whenever those count."""
    points, areas, on_border = index.members(positions[:, 0] / 1e7, positions[:, 1] / 1e7, 0)
    alone = np.abs(positions[:, 0]) == MAX_X
    alone[points[on_border]] = True
    order = np.lexsort((areas, points))
    held = areas[order].astype(np.uint32)
    starts = np.searchsorted(points[order], np.arange(len(positions) + 1))
    for number in np.flatnonzero(alone).tolist():
        yield Alike(np.array([number], dtype=np.intp), None)
    others = np.flatnonzero(~alone)
    keys = _keys(held, starts, others, len(index))
    by_key = others[np.argsort(keys, kind="stable")]
    bounds = np.flatnonzero(np.diff(np.sort(keys), prepend=-1)).tolist()
    for start, stop in zip(bounds, [*bounds, len(others)][1:], strict=True):
        first = by_key[start]
        yield Alike(by_key[start:stop], held[starts[first] : starts[first + 1]].tobytes())


def _keys(held: NDArray[np.uint32], starts: _Numbers, points: _Numbers, areas: int) -> _Ints:
    """A number for each point, equal for two of them if and only if the same areas, in rising order, hold them."""
    keys = np.zeros(len(points), dtype=np.int64)
    lengths = starts[points + 1] - starts[points]
    given = 1
    for depth in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > depth)
        further = keys[longer] * areas + held[starts[points[longer]] + depth]
        different, found = np.unique(further, return_inverse=True)
        keys[longer] = given + found.reshape(-1)
        given += len(different)
    return keys
