"""What every format of tables does, and where rows lie: from texts, from numbers, from well-known binary."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from clearway.desk.screening.rows import BAD_POSITION, NOT_A_POINT, Added, Positions
from clearway.geometry import e7_of

LONGITUDES = ("lon", "longitude", "lng", "long", "x")
LATITUDES = ("lat", "latitude", "y")
_FARTHEST = 1_800_000_000
_WRITTEN = str.maketrans({"−": "-", "٫": "."})


class Table(Protocol):
    """A table of one format, in parts that are named by spans. The table and the spans travel to other processes."""

    def spans(self, rows: int) -> Iterator[Any]:
        """The parts of the table in their order, of about so many rows each, found without reading what is in them."""
        ...

    def read(self, span: Any) -> Any:
        """One part, as a piece; parts are asked for in rising order. Used by one thread at a time."""
        ...

    def positions(self, piece: Any) -> Positions:
        """Where the rows of a piece lie."""
        ...

    def write_piece(self, path: Path, piece: Any, added: Added) -> None:
        """Write a piece with the columns added, durably."""
        ...

    def join(self, paths: Sequence[Path], out: Path) -> None:
        """Put the pieces together as a table of the same format."""
        ...


def find_columns(names: Sequence[str], lon: str | None, lat: str | None) -> tuple[int, int] | None:
    """The numbers of the columns of longitude and latitude: those named, or the first that are called so."""
    lower = [name.strip().lower() for name in names]
    wanted = ((lon,) if lon else LONGITUDES), ((lat,) if lat else LATITUDES)
    found = [next((lower.index(w.lower()) for w in each if w.lower() in lower), None) for each in wanted]
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def positions_of_texts(lon: Sequence[str], lat: Sequence[str]) -> Positions:
    """Positions from what is written in cells, rounded as a single question rounds them."""
    columns = []
    bad = set[int]()
    for texts in (lon, lat):
        scaled = np.array([_float(text) for text in texts], dtype=np.float64) * 1e7
        units = np.rint(scaled)
        # A double errs by less than a thousandth of a unit here: only near the half it may round otherwise.
        with np.errstate(invalid="ignore"):  # what is no number, or without end, is unsure
            unsure = ~(np.abs(scaled - units) < 0.49) | (np.abs(scaled) > _FARTHEST)
        column = np.where(unsure, 0, units).astype(np.int64)
        for row in np.flatnonzero(unsure).tolist():
            try:
                column[row] = _e7(texts[row])
            except (InvalidOperation, OverflowError, ValueError):
                bad.add(row)
        columns.append(column)
    e7 = np.stack(columns, axis=1)
    e7[list(bad)] = 0
    return Positions(e7, dict.fromkeys(sorted(bad), BAD_POSITION))


def positions_of_floats(lon: Any, lat: Any) -> Positions:
    """Positions from numbers; what is missing is no position."""
    scaled = np.stack([np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)], axis=1) * 1e7
    good = (np.abs(scaled[:, 0]) <= 1_800_000_000) & (np.abs(scaled[:, 1]) <= 900_000_000)
    e7 = np.where(good[:, None], np.rint(np.where(good[:, None], scaled, 0)), 0).astype(np.int64)
    return Positions(e7, dict.fromkeys(np.flatnonzero(~good).tolist(), BAD_POSITION))


def positions_of_wkb(shapes: Sequence[bytes | None]) -> Positions:
    """Positions of points in well-known binary, with or without heights."""
    columns, errors = np.full((len(shapes), 2), np.nan), dict[int, str]()
    for row, shape in enumerate(shapes):
        if shape is None or len(shape) < 5:
            continue
        order = "<" if shape[0] == 1 else ">"
        (code,) = struct.unpack_from(f"{order}I", shape, 1)
        start = 9 if code & 0x2000_0000 else 5
        if (code & 0x0FFF_FFFF) % 1000 != 1:
            errors[row] = NOT_A_POINT
        elif len(shape) >= start + 16:
            columns[row] = struct.unpack_from(f"{order}2d", shape, start)
    found = positions_of_floats(columns[:, 0], columns[:, 1])
    return Positions(found.e7, {**found.errors, **errors})


def _float(text: str) -> float:
    """About the number that is written; none if it is written in another way than computers do."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _e7(text: str) -> int:
    degrees = Decimal(text.strip().translate(_WRITTEN))
    if not abs(degrees) <= 180:  # also what is no number
        raise ValueError(text)
    return e7_of(degrees)
