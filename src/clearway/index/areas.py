"""Areas asked about points and lines: the plain entry, numpy in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clearway.index.engine import FAULTS, Areas, Floats, Numbers, Seconds, find_engine, refuse_fault
from clearway.problems import refuse

NOWHERE = -1
"""What :meth:`CheckIndex.worst` gives for a point that no area holds."""

_NEVER, _ALWAYS = np.iinfo(np.int64).max, np.iinfo(np.int64).min
_FARTHEST = 2.0**62


class CheckIndex:
    """Areas with a severity and a term each, asked which of them hold a point or are touched by a line.

    Nothing changes in an index; :meth:`replace` gives another that shares what stayed. Any instant is answered
    without building again. ``at`` is in seconds since 1970; severity 0 never counts, and the greater the worse.
    Longitudes and latitudes are degrees (WGS 84), rounded to 1e-7. Several threads may ask one index.
    """

    __slots__ = ("_areas",)

    def __init__(self, areas: Areas) -> None:
        self._areas = areas

    @classmethod
    def from_areas(
        cls,
        wkb: Sequence[bytes],
        severity: ArrayLike,
        valid_from: ArrayLike | Sequence[int | None],
        valid_until: ArrayLike | Sequence[int | None],
        *,
        engine: str | None = None,
    ) -> Self:
        """Build from polygons as well-known binary; areas are numbered from 0 in their order.

        An area counts from ``valid_from`` on and before ``valid_until``; None (in a column of floats: not-a-number) is
        an open end. Parts of one area may overlap and touch; an area without a polygon holds nothing. ``engine`` names
        one of ``ENGINES``.

        Refused: ``index.*``.
        """
        shapes = wkb if isinstance(wkb, list) else list(wkb)
        grades = _severities(severity)
        since, until = _seconds(valid_from, _ALWAYS), _seconds(valid_until, _NEVER)
        if not len(shapes) == len(grades) == len(since) == len(until):
            refuse("index.columns_differ")
        try:
            return cls(find_engine(engine)[0].from_areas(shapes, grades, since, until))
        except FAULTS as fault:
            refuse_fault(fault)

    def pairs(self, lon: ArrayLike, lat: ArrayLike, at: int) -> tuple[Numbers, Numbers]:
        """Every pair of a point and an area that holds it at the instant: their numbers, each pair once, in no order.

        Refused: ``index.position_off_earth``, ``index.columns_differ``.
        """
        try:
            return self._areas.pairs(*_columns(lon, lat), at)
        except FAULTS as fault:
            refuse_fault(fault)

    def members(self, lon: ArrayLike, lat: ArrayLike, at: int) -> tuple[Numbers, Numbers, NDArray[np.bool]]:
        """The same pairs, and for each whether the point is on the area's border; a point in the interior of one part
        and on the border of another may be told either way. Refused: as :meth:`pairs`.
        """
        try:
            return self._areas.members(*_columns(lon, lat), at)
        except FAULTS as fault:
            refuse_fault(fault)

    def worst(self, lon: ArrayLike, lat: ArrayLike, at: int) -> NDArray[np.int32]:
        """For each point the number of the worst area that holds it: greatest severity, then least number.

        ``NOWHERE`` (-1) where none does. Refused: as :meth:`pairs`.
        """
        try:
            return self._areas.worst(*_columns(lon, lat), at).view(np.int32)
        except FAULTS as fault:
            refuse_fault(fault)

    def one(self, lon: float, lat: float, at: int) -> list[int]:
        """The numbers of the areas that hold one point, in no order. Refused: as :meth:`pairs`."""
        try:
            return self._areas.one(lon, lat, at)
        except FAULTS as fault:
            refuse_fault(fault)

    def lines(self, coords: ArrayLike, offsets: ArrayLike, at: int) -> tuple[Numbers, Numbers, Floats]:
        """Which lines touch which areas at the instant, and how many metres run inside: three columns, in no order.

        ``coords`` holds the positions of all lines, n x 2; line ``i`` runs from ``offsets[i]`` to ``offsets[i + 1]``.
        Touching is exact. Metres are on the ellipsoid; the border belongs to the area, and a stretch that is walked
        twice counts twice. A line of one position touches what holds it. Refused: as :meth:`pairs`,
        ``index.bad_offsets``.
        """
        positions = np.ascontiguousarray(coords, dtype=np.float64).reshape(-1, 2)
        starts = np.ascontiguousarray(offsets, dtype=np.int64)
        rising = len(starts) == 0 or (starts[0] >= 0 and bool((np.diff(starts) >= 0).all()))
        if not rising or (len(starts) and starts[-1] > len(positions)):
            refuse("index.bad_offsets")
        try:
            return self._areas.lines(positions, starts, at)
        except FAULTS as fault:
            refuse_fault(fault)

    def replace(
        self, area: int, wkb: bytes, severity: int, valid_from: int | None = None, valid_until: int | None = None
    ) -> Self:
        """The same index with one area changed, ready at once; its number stays. Refused: ``index.*``."""
        (grade,) = _severities([severity])
        since, until = _seconds([valid_from], _ALWAYS), _seconds([valid_until], _NEVER)
        if not 0 <= area < len(self):
            refuse("index.no_such_area", number=area)
        try:
            return type(self)(self._areas.replace(area, wkb, int(grade), int(since[0]), int(until[0])))
        except FAULTS as fault:
            refuse_fault(fault, area)

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self._areas)

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the index takes."""
        return self._areas.nbytes


def _columns(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    x = np.ascontiguousarray(lon, dtype=np.float64)
    y = np.ascontiguousarray(lat, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape:
        refuse("index.columns_differ")
    return x, y


def _severities(values: Any) -> NDArray[np.uint8]:
    given = np.asarray(values)
    if given.dtype == np.uint8:
        return np.ascontiguousarray(given)
    if len(given) and given.dtype.kind not in "iub":
        refuse("index.bad_severity", value=str(given.flat[0]))
    wrong = np.flatnonzero((given < 0) | (given > 255))
    if len(wrong):
        refuse("index.bad_severity", value=int(given[wrong[0]]))
    return np.ascontiguousarray(given.astype(np.uint8))


def _seconds(values: Any, open_end: int) -> Seconds:
    """Whole seconds; what is missing or endless is an open end, so that a gap in a table never opens ground."""
    given = np.asarray(values)
    if given.dtype.kind == "O":
        given = np.array([open_end if each is None else each for each in given.tolist()])
    if given.dtype.kind == "f":
        bounded = np.isfinite(given)
        whole = np.full(given.shape, open_end, dtype=np.int64)
        wrong = bounded & ((given != np.floor(given)) | (np.abs(given) >= _FARTHEST))
        if wrong.any():
            refuse("index.bad_time", value=str(given[wrong][0]))
        whole[bounded] = given[bounded].astype(np.int64)
        given = whole
    if len(given) and given.dtype.kind not in "iu":
        refuse("index.bad_time", value=str(given.flat[0]))
    if given.dtype.kind == "u":
        given = np.minimum(given, np.uint64(_NEVER))
    return np.ascontiguousarray(given, dtype=np.int64)
