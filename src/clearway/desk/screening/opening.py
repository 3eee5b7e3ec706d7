"""Which format a table has."""

from __future__ import annotations

from pathlib import Path

from clearway.desk.files import is_there
from clearway.desk.screening.tables import Table
from clearway.desk.screening.text import open_csv
from clearway.problems import refuse


def open_table(path: Path, out: Path, lon: str | None, lat: str | None) -> Table:
    """The table in a file. Refused: ``screen.unknown_format``, ``screen.unreadable``, ``screen.no_columns``."""
    if not (is_there(path) and path.is_file()):
        refuse("screen.unreadable", file=str(path), because="there is no such file")
    if is_there(out) and out.samefile(path):
        refuse("screen.same_file", file=str(out))
    ending = path.suffix.lower()
    if out.suffix.lower() != ending:
        refuse("screen.unknown_format", file=str(out))
    if ending == ".csv":
        return open_csv(path, lon, lat)
    if ending in (".parquet", ".gpkg"):
        try:
            from clearway.desk.screening.arrow import open_arrow_table  # noqa: PLC0415 - its packages are optional
        except ImportError as error:
            refuse("screen.needs_package", package=str(error.name))
        return open_arrow_table(path, lon, lat)
    return refuse("screen.unknown_format", file=str(path))
