"""CSV: every cell comes out as it went in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clearway.desk.files import write_file
from clearway.desk.screening.rows import COLUMNS, Added, Positions
from clearway.desk.screening.tables import Table, find_columns, positions_of_texts
from clearway.problems import refuse


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


def open_csv(path: Path, lon: str | None, lat: str | None) -> Table:
    """The table in a file of text. Refused: ``screen.unreadable``, ``screen.no_columns``."""
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
