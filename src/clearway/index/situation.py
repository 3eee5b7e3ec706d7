"""Many questions about one situation: points looked up by the millions, with the answers that ``check`` gives.

An answer about a position follows from which regions of the situation hold it and nothing else. So each set of regions
that occurs is asked about once, the exact way, and its answer serves every other position in the same regions. A
position on any border is asked about by itself, as is a shape, against what lies near it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from clearway.geometry import At, Bbox, Position, Query, Region, Track, boxes_meet
from clearway.index.alike import find_alike
from clearway.index.areas import CheckIndex
from clearway.index.tracks import Passed, pass_through
from clearway.index.wkb import write_wkb
from clearway.projection import Accuracy, check
from clearway.situation import AnnouncedCorridor, Answer, Dangling, Hold, OpenCorridor, Situation

_Numbers: TypeAlias = NDArray[np.intp]
_Ints: TypeAlias = NDArray[np.int64]
_Placed = TypeVar("_Placed", Hold, OpenCorridor, AnnouncedCorridor, Dangling)

_NOBODY: Bbox = (1, 1, 0, 0)


class Surroundings:
    """A situation, asked for what lies near."""

    __slots__ = ("_holds", "_upcoming", "situation")

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self._holds = _boxes([each.footprint for each in situation.holds])
        self._upcoming = _boxes([each.footprint for each in situation.upcoming])

    @property
    def boxes(self) -> _Ints:
        """The boxes (west, south, east, north) of all restrictions, begun and announced; one of no ground is empty."""
        return np.concatenate([self._holds, self._upcoming])

    def near(self, bbox: Bbox) -> Situation:
        """What of the situation can matter to a question within the box: whatever has a box that meets it.

        Every such question has the same answer in it as in the whole.
        """
        given = self.situation
        return replace(
            given,
            holds=_chosen(given.holds, self._holds, bbox),
            upcoming=_chosen(given.upcoming, self._upcoming, bbox),
            corridors=_meeting(given.corridors, bbox),
            announced=_meeting(given.announced, bbox),
            dangling=_meeting(given.dangling, bbox),
            logs=tuple(each for each in given.logs if _meets(each.remit, bbox)),
        )


class SituationIndex:
    """One situation, prepared once. Answers are equal to ``check(situation, query, accuracy_m, unit)``, always."""

    __slots__ = ("_index", "_known", "_surroundings", "situation")

    def __init__(self, situation: Situation, *, engine: str | None = None) -> None:
        self.situation = situation
        wkb = [write_wkb(region) for region in dict.fromkeys(_regions(situation))]
        count = len(wkb)
        self._index = CheckIndex.from_areas(wkb, [1] * count, [None] * count, [None] * count, engine=engine)
        self._known: dict[tuple[bool, str | None, bytes], Answer] = {}
        self._surroundings = Surroundings(situation)

    def check(self, query: Query, accuracy_m: Accuracy = None, unit: str | None = None) -> Answer:
        """The answer about a position, a track or a shape; see :func:`clearway.projection.check`."""
        return check(self._surroundings.near(query.bbox), query, accuracy_m, unit)

    def track(self, points: Sequence[Position]) -> tuple[Passed, ...]:
        """Every restriction begun that a track along these positions (1e-7 degree) enters or touches, and where."""
        return pass_through(self._surroundings.near(Track(tuple(points)).bbox), points)

    def look_up(
        self, positions: _Ints, accuracy_m: Accuracy = None, unit: str | None = None
    ) -> tuple[list[Answer], _Numbers]:
        """The different answers about positions (1e-7 degree, n x 2), and for each position the number of its answer.

        As in :meth:`check`, a measured accuracy is not taken into account by widening: the caller asks about discs.
        """
        unsure = accuracy_m == "unknown" or (
            isinstance(accuracy_m, int) and accuracy_m > self.situation.accuracy_limit_m
        )
        answers: list[Answer] = []
        numbers = np.empty(len(positions), dtype=np.intp)
        for alike in find_alike(self._index, positions):
            numbers[alike.points] = len(answers)
            first = positions[alike.points[0]]
            if alike.areas is None:
                answers.append(self._ask(first, accuracy_m, unit))
                continue
            key = unsure, unit, alike.areas
            if key not in self._known:
                self._known[key] = self._ask(first, accuracy_m, unit)
            answers.append(self._known[key])
        return answers, numbers

    def _ask(self, position: _Ints, accuracy_m: Accuracy, unit: str | None) -> Answer:
        x, y = position.tolist()
        return self.check(At(x, y), accuracy_m, unit)

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the index takes, without the situation and the answers that are known."""
        return self._index.nbytes


def _regions(situation: Situation) -> Iterator[Region]:
    """Every region on which an answer may depend."""
    for hold in (*situation.holds, *situation.upcoming):
        yield hold.footprint
        for cover in hold.covers:
            yield from cover.all_of
            yield from cover.none_of
    placed: tuple[OpenCorridor | AnnouncedCorridor | Dangling, ...]
    placed = (*situation.corridors, *situation.announced, *situation.dangling)
    yield from (each.footprint for each in placed)
    yield from (log.remit for log in situation.logs)


def _boxes(regions: Sequence[Region]) -> _Ints:
    boxes = [_NOBODY if region.is_empty else region.bbox for region in regions]
    return np.asfortranarray(np.array(boxes, dtype=np.int64).reshape(-1, 4))


def _chosen(holds: tuple[Hold, ...], boxes: _Ints, bbox: Bbox) -> tuple[Hold, ...]:
    west, south, east, north = bbox
    near = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return tuple(holds[number] for number in np.flatnonzero(near & (boxes[:, 0] <= boxes[:, 2])).tolist())


def _meeting(placed: tuple[_Placed, ...], bbox: Bbox) -> tuple[_Placed, ...]:
    return tuple(each for each in placed if _meets(each.footprint, bbox))


def _meets(region: Region, bbox: Bbox) -> bool:
    return not region.is_empty and boxes_meet(region.bbox, bbox)
