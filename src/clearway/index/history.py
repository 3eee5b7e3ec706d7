"""A history asked about any instant: one index of all ground that its records speak of, built once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clearway.geometry import At, Blob, Position, Query, Region, Track
from clearway.index.alike import find_alike
from clearway.index.areas import CheckIndex
from clearway.index.situation import SituationIndex
from clearway.index.tracks import Passed, pass_through
from clearway.index.wkb import write_wkb
from clearway.projection import Accuracy, Admitted, History
from clearway.situation import Answer

_Ints: TypeAlias = NDArray[np.int64]
_Numbers: TypeAlias = NDArray[np.intp]

_INSTANTS_KEPT = 4
_SPARE = 64
"""Places kept free in an index, for the ground of records that come later."""

_NO_GROUND = write_wkb(Region())


class HistoryIndex:
    """A history, asked about positions, tracks and shapes at any instant. Answers are equal to ``history.check``.

    What is built once is the ground of every restriction, corridor and release, whenever it counts; times and releases
    are looked at where somebody asks. Nothing that is answered depends on what was asked before.
    """

    __slots__ = ("_index", "_known", "_records", "_slots", "history")

    def __init__(self, history: History, *, engine: str | None = None) -> None:
        self.history = history
        self._records = {admitted.id: _grounds(history, admitted) for admitted in _placed(history)}
        remits = (log.ground for log in history.trust.logs)
        regions = dict.fromkeys([*chain.from_iterable(self._records.values()), *remits])
        self._slots = {region: number for number, region in enumerate(regions)}
        wkb = [*map(write_wkb, regions), *([_NO_GROUND] * _SPARE)]
        never = [None] * len(wkb)
        self._index = CheckIndex.from_areas(wkb, [1] * len(wkb), never, never, engine=engine)
        self._known: dict[datetime, SituationIndex] = {}

    def extended(self, history: History) -> HistoryIndex:
        """The index of a later state of the same history; a few more records are added to what is built."""
        new = {
            admitted.id: _grounds(history, admitted)
            for admitted in _placed(history)
            # A shape that is kept apart may have come since.
            if admitted.id not in self._records or isinstance(admitted.footprint, Blob)
        }
        regions = [region for region in dict.fromkeys(chain.from_iterable(new.values())) if region not in self._slots]
        if history.trust != self.history.trust or len(self._slots) + len(regions) > len(self._index):
            return HistoryIndex(history)
        return self._with(history, new, regions)

    def _with(self, history: History, new: dict[str, tuple[Region, ...]], regions: Sequence[Region]) -> Self:
        made = object.__new__(type(self))
        made.history = history
        made._records = {**self._records, **new}
        made._slots, made._index, made._known = dict(self._slots), self._index, {}
        for region in regions:
            number = made._slots[region] = len(made._slots)
            made._index = made._index.replace(number, write_wkb(region), 1)
        return made

    def check(self, query: Query, at: datetime, accuracy_m: Accuracy = None, unit: str | None = None) -> Answer:
        """The answer about a position, a track or a shape at an instant; see :func:`clearway.projection.check`."""
        return self.history.check(query, at, accuracy_m, unit)

    def look_up(
        self, positions: _Ints, at: datetime, accuracy_m: Accuracy = None, unit: str | None = None
    ) -> tuple[list[Answer], _Numbers]:
        """The different answers about positions (1e-7 degree, n x 2) at an instant, and each position's number.

        Positions that lie in the same ground are asked about together, against what lies there. Where they lie in more
        different ground than there are restrictions, the situation as a whole is indexed, as :meth:`at` does. A
        measured accuracy is not taken into account by widening: the caller asks about discs.
        """
        groups = [alike.points for alike in find_alike(self._index, positions)]
        if len(groups) > len(self._records):
            return self.at(at).look_up(positions, accuracy_m, unit)
        answers: list[Answer] = []
        numbers = np.empty(len(positions), dtype=np.intp)
        for rows in groups:
            x, y = positions[rows[0]].tolist()
            here = SituationIndex(self.history.at(at, At(x, y).bbox))
            found, of = here.look_up(positions[rows], accuracy_m, unit)
            numbers[rows] = of + len(answers)
            answers += found
        return answers, numbers

    def track(self, points: Sequence[Position], at: datetime) -> tuple[Passed, ...]:
        """Every restriction begun by then that a track (1e-7 degree) enters or touches, and where."""
        return pass_through(self.history.at(at, Track(tuple(points)).bbox), points)

    def at(self, instant: datetime) -> SituationIndex:
        """The index of the situation at an instant, for very many questions about it; the last ones are kept."""
        found = self._known.pop(instant, None) or SituationIndex(self.history.at(instant))
        self._known[instant] = found
        for old in list(islice(self._known, max(0, len(self._known) - _INSTANTS_KEPT))):
            del self._known[old]
        return found

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the index takes, without the history."""
        return self._index.nbytes


def _placed(history: History) -> Iterator[Admitted]:
    """Every record whose ground an answer may depend on at some instant, covers apart."""
    yield from history.restrictions_near(None)
    yield from history.corridors_near(None)
    yield from history.releases_near(None)


def _grounds(history: History, admitted: Admitted) -> tuple[Region, ...]:
    """The ground of a record as it bears on answers: a corridor is drawn inward where it is open, else outward."""
    return (history.outward(admitted), history.inward(admitted))
