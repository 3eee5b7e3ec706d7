"""CSV: every cell comes out as it went in."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from clearway.desk.files import write_file
from clearway.desk.screening.records import cut_records, end_of_records
from clearway.desk.screening.rows import COLUMNS, Added, Positions
from clearway.desk.screening.tables import Table, find_columns, positions_of_texts
from clearway.problems import refuse

_ENDING = "\r\n"
"""Both letters end a line for the writer, so that it quotes cells with either."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Records as cells, and as lines where they are known to be that."""

    rows: list[list[str]]
    lines: list[bytes] | None


@dataclass(frozen=True, slots=True)
class _Csv:
    """Text, separated as its first line shows; its records begin at byte ``start``, a part of it is bytes from-to."""

    path: Path
    header: tuple[str, ...]
    kept: tuple[int, ...]
    columns: tuple[int, int]
    separator: str
    start: int

    def spans(self, rows: int) -> Iterator[tuple[int, int]]:
        try:
            yield from cut_records(self.path, self.separator, self.start, rows)
        except (OSError, csv.Error) as error:
            refuse("screen.unreadable", file=str(self.path), because=str(error))

    def read(self, span: tuple[int, int]) -> _Piece:
        with self.path.open("rb") as file:
            file.seek(span[0])
            data = file.read(span[1] - span[0])
        # Where nothing is quoted a line is a record, and comes out as it stands.
        plain = data.replace(b"\r\n", b"\n")
        lines = None if b'"' in plain or b"\r" in plain else [line for line in plain.split(b"\n") if line]
        text = io.StringIO(data.decode("utf-8", "surrogateescape"), newline="")
        return _Piece([line for line in csv.reader(text, delimiter=self.separator) if line], lines)

    def positions(self, piece: _Piece) -> Positions:
        lon, lat = ([line[at] if at < len(line) else "" for line in piece.rows] for at in self.columns)
        return positions_of_texts(lon, lat)

    def write_piece(self, path: Path, piece: _Piece, added: Added) -> None:
        tails = [self.separator.encode() + tail + b"\n" for tail in self._written(added.texts)]
        parts = [b""] * (2 * len(piece.rows))
        parts[::2] = self._own(piece)
        parts[1::2] = [tails[number] for number in added.numbers.tolist()]
        write_file(path, b"".join(parts))

    def _own(self, piece: _Piece) -> list[bytes]:
        """The table's own cells of every line, as many as its header has."""
        if len(self.kept) == len(self.header) and set(map(len, piece.rows)) <= {len(self.header)}:
            return piece.lines or self._written(piece.rows)
        return self._written([line[at] if at < len(line) else "" for at in self.kept] for line in piece.rows)

    def _written(self, lines: Iterable[Sequence[str]]) -> list[bytes]:
        written: list[str] = []
        csv.writer(SimpleNamespace(write=written.append), delimiter=self.separator, lineterminator=_ENDING).writerows(
            lines
        )
        return [line[: -len(_ENDING)].encode("utf-8", "surrogateescape") for line in written]

    def join(self, paths: Sequence[Path], out: Path) -> None:
        (head,) = self._written([[*(self.header[at] for at in self.kept), *COLUMNS]])
        with out.open("wb") as file:
            file.write(head + b"\n")
            for path in paths:
                with path.open("rb") as piece:
                    shutil.copyfileobj(piece, file, 1 << 20)


def open_csv(path: Path, lon: str | None, lat: str | None) -> Table:
    """The table in a file of text. Refused: ``screen.unreadable``, ``screen.no_columns``."""
    try:
        with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as text:
            first = text.readline()
            text.seek(0)
            separator = max(",;\t", key=first.count)
            header = tuple(next(csv.reader(text, delimiter=separator), ()))
        with path.open("rb") as file:
            start = end_of_records(file, separator, 3 if file.read(3) == b"\xef\xbb\xbf" else 0, 1)
    except (OSError, csv.Error) as error:
        refuse("screen.unreadable", file=str(path), because=str(error))
    columns = find_columns(header, lon, lat)
    if columns is None:
        refuse("screen.no_columns", file=str(path))
    kept = tuple(at for at, name in enumerate(header) if name not in COLUMNS)
    return _Csv(path, header, kept, columns, separator, start)
