"""Tables of positions, written and read in every format that can be screened."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tests import parts
from tests.offices import CITY

ROWS = [
    ("1", "20.055", "32.055", "in it"),
    ("2", "20.05", "32.05", "its corner"),
    ("3", "20.06", "32.055", "its edge"),
    ("4", "20.0600001", "32.055", "a centimetre beside it"),
    ("5", "32.055", "20.055", "swapped"),
    ("6", "", "32.055", "none"),
    ("7", "٢٠٫٠٥٥", "32.055", "Arabic, with a\nline break"),
    ("8", "200", "32", "too far"),
    ("9", "nan", "32", "no number"),
    ("10", "5.5", "45", "outside the region"),
]
ERRORS = {"5": "check.swapped", "6": "check.bad_position", "8": "check.bad_position", "9": "check.bad_position"}
ENDINGS = [".csv", ".parquet", ".gpkg"]


def write(path: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    """A CSV table of these rows, as spreadsheets write it."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([("id", "Lon", "Lat", "note"), *rows])
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV table."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def scattered(path: Path, count: int, seed: int, group: int = 100) -> Path:
    """A table of so many numbered positions in the city, in the format of the path's ending."""
    degrees = (np.random.default_rng(seed).integers(CITY[:2], CITY[2:], (count, 2)) / 1e7).tolist()
    if path.suffix == ".csv":
        # Every seventh note is quoted, with what would end a record if it were not.
        notes = ("a\nb" if number % 7 == 0 else "c" for number in range(count))
        return write(path, [(str(n), str(x), str(y), note) for n, ((x, y), note) in enumerate(zip(degrees, notes))])  # noqa: B905
    pa = optional("pyarrow")
    points = [shapely.to_wkb(shapely.Point(*each)) for each in degrees]
    numbers = pa.array([str(number) for number in range(count)], pa.string())
    table = pa.table({"id": numbers, "geom": pa.array(points, pa.binary())})
    if path.suffix == ".parquet":
        geo = {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": {"encoding": "WKB"}}}
        table = table.replace_schema_metadata({"geo": json.dumps(geo)})
        optional("pyarrow.parquet").write_table(table, path, row_group_size=group)
    else:
        names = {"layer": "stops", "driver": "GPKG", "geometry_name": "geom", "geometry_type": "Point"}
        optional("pyogrio").write_arrow(table, path, crs="EPSG:4326", **names)
    return path


def columns(path: Path, *names: str) -> list[tuple[str, ...]]:
    """These columns of a table of any format, row by row."""
    if path.suffix == ".csv":
        return [tuple(row[name] for name in names) for row in read(path)]
    if path.suffix == ".parquet":
        table = optional("pyarrow.parquet").read_table(path)
    else:
        table = optional("pyogrio").read_arrow(path)[1]
    return list(zip(*(table.column(name).to_pylist() for name in names), strict=True))


def optional(name: str) -> Any:
    """A package that need not be installed; skips or fails the test without it."""
    try:
        return __import__(name, fromlist=["*"])
    except ImportError:
        parts.lack(f"{name} is missing: pip install clearway[tables,cluster]")
