"""Tables as files: read in pieces, each written with the columns that were added, and joined again in their order."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from clearway.desk.files import write_file
from clearway.desk.screening.rows import BAD_POSITION, COLUMNS, NOT_A_POINT, Added, Positions
from clearway.problems import refuse

LONGITUDES = ("lon", "longitude", "lng", "long", "x")
LATITUDES = ("lat", "latitude", "y")
_NOWHERE = (0, 0)
_WRITTEN = str.maketrans({"−": "-", "٫": "."})


class Table(Protocol):
    """A table of one format. Pieces travel to other processes; the table itself does, too."""

    def pieces(self, rows: int) -> Iterator[Any]:
        """The table in pieces of so many rows."""
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


def open_table(path: Path, out: Path, lon: str | None, lat: str | None) -> Table:
    """The table in a file. Refused: ``screen.unknown_format``, ``screen.unreadable``, ``screen.no_columns``."""
    if not path.is_file():
        refuse("screen.unreadable", file=str(path), because="there is no such file")
    if out.exists() and out.samefile(path):
        refuse("screen.same_file", file=str(out))
    ending = path.suffix.lower()
    if out.suffix.lower() != ending:
        refuse("screen.unknown_format", file=str(out))
    if ending == ".csv":
        return _open_csv(path, lon, lat)
    if ending in (".parquet", ".gpkg"):
        try:
            from clearway.desk.screening.arrow import open_arrow_table  # noqa: PLC0415 - its packages are optional
        except ImportError as error:
            refuse("screen.needs_package", package=str(error.name))
        return open_arrow_table(path, lon, lat)
    return refuse("screen.unknown_format", file=str(path))


def find_columns(names: Sequence[str], lon: str | None, lat: str | None) -> tuple[int, int] | None:
    """The numbers of the columns of longitude and latitude: those named, or the first that are called so."""
    lower = [name.strip().lower() for name in names]
    wanted = ((lon,) if lon else LONGITUDES), ((lat,) if lat else LATITUDES)
    found = [next((lower.index(w.lower()) for w in each if w.lower() in lower), None) for each in wanted]
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def positions_of_texts(lon: Sequence[str], lat: Sequence[str]) -> Positions:
    """Positions from what is written in cells, rounded as a single question rounds them."""
    found, errors = [], dict[int, str]()
    for row, (x, y) in enumerate(zip(lon, lat, strict=True)):
        try:
            found.append((_e7(x), _e7(y)))
        except (InvalidOperation, OverflowError, ValueError):
            errors[row] = BAD_POSITION
            found.append(_NOWHERE)
    return Positions(np.array(found, dtype=np.int64).reshape(-1, 2), errors)


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


def _e7(text: str) -> int:
    degrees = Decimal(text.strip().translate(_WRITTEN))
    if not abs(degrees) <= 180:  # also what is no number
        raise ValueError(text)
    return int((degrees * 10_000_000).to_integral_value())


# ------------------------------------------------------------------------------------------------ CSV


@dataclass(frozen=True, slots=True)
class _Csv:
    """Text, separated as its first line shows; every cell comes out as it went in."""

    path: Path
    header: tuple[str, ...]
    kept: tuple[int, ...]
    columns: tuple[int, int]
    separator: str

    def pieces(self, rows: int) -> Iterator[list[list[str]]]:
        with self.path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
            lines = csv.reader(file, delimiter=self.separator)
            next(lines, None)
            piece: list[list[str]] = []
            for line in lines:
                if line:
                    piece.append(line)
                if len(piece) == rows:
                    yield piece
                    piece = []
            if piece:
                yield piece

    def positions(self, piece: list[list[str]]) -> Positions:
        lon, lat = ([line[at] if at < len(line) else "" for line in piece] for at in self.columns)
        return positions_of_texts(lon, lat)

    def write_piece(self, path: Path, piece: list[list[str]], added: Added) -> None:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.separator, lineterminator="\n")
        for line, more in zip(piece, zip(*(added[name] for name in COLUMNS), strict=True), strict=True):
            writer.writerow([*(line[at] if at < len(line) else "" for at in self.kept), *more])
        write_file(path, text.getvalue().encode("utf-8", "surrogateescape"))

    def join(self, paths: Sequence[Path], out: Path) -> None:
        head = io.StringIO(newline="")
        names = [*(self.header[at] for at in self.kept), *COLUMNS]
        csv.writer(head, delimiter=self.separator, lineterminator="\n").writerow(names)
        with out.open("wb") as file:
            file.write(head.getvalue().encode("utf-8", "surrogateescape"))
            for path in paths:
                file.write(path.read_bytes())


def _open_csv(path: Path, lon: str | None, lat: str | None) -> _Csv:
    try:
        with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
            first = file.readline()
            file.seek(0)
            separator = max(",;\t", key=first.count)
            header = tuple(next(csv.reader(file, delimiter=separator), ()))
    except (OSError, csv.Error) as error:
        refuse("screen.unreadable", file=str(path), because=str(error))
    columns = find_columns(header, lon, lat)
    if columns is None:
        refuse("screen.no_columns", file=str(path))
    kept = tuple(at for at, name in enumerate(header) if name not in COLUMNS)
    return _Csv(path, header, kept, columns, separator)
