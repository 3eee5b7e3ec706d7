"""GeoParquet and GeoPackage, through Arrow. Imported only where pyarrow (and for GeoPackage pyogrio) is installed."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from clearway.desk.files import write_file
from clearway.desk.screening.rows import COLUMNS, Added, Positions
from clearway.desk.screening.tables import Table, find_columns, positions_of_floats, positions_of_wkb
from clearway.problems import refuse

_BATCH = 8192
"""Rows that are decoded at a time."""

_WGS_84 = {"EPSG:4326", "OGC:CRS84"}


@dataclass(slots=True)
class _Arrow:
    """What both formats share: pieces are Arrow tables, and wait as Parquet."""

    path: Path
    columns: tuple[int, int] | None
    geometry: str | None

    def positions(self, piece: pa.Table) -> Positions:
        if self.columns is not None:
            lon, lat = (piece.column(at).cast(pa.float64(), safe=False).to_numpy() for at in self.columns)
            return positions_of_floats(lon, lat)
        return positions_of_wkb(piece.column(self.geometry).to_pylist())

    def write_piece(self, path: Path, piece: pa.Table, added: Added) -> None:
        columns = zip(*added.texts, strict=True) if added.texts else [()] * len(COLUMNS)
        piece = _with_columns(piece, [pa.array(texts, pa.string()).take(added.numbers) for texts in columns])
        data = io.BytesIO()
        pq.write_table(piece, data)
        write_file(path, data.getvalue())


class _RowsFrom:
    """The rows of a Parquet file from the group on that holds a row, a few at a time and never back."""

    def __init__(self, path: Path, row: int) -> None:
        self._file = pq.ParquetFile(path)
        groups = range(self._file.metadata.num_row_groups)
        begins = np.cumsum([0, *(self._file.metadata.row_group(number).num_rows for number in groups)])
        first = int(np.searchsorted(begins[:-1], row, side="right")) - 1
        self.position = int(begins[first])
        self.next_group = int(begins[first + 1])
        self._batches = self._file.iter_batches(_BATCH, row_groups=groups[first:], use_threads=False)
        self._left: pa.RecordBatch | None = None

    def take(self, start: int, stop: int) -> pa.Table:
        found = []
        while self.position < stop:
            batch = self._left if self._left is not None else next(self._batches)
            used = min(len(batch), stop - self.position)
            if start < self.position + used:
                skipped = max(0, start - self.position)
                found.append(batch.slice(skipped, used - skipped))
            self._left = batch.slice(used) if used < len(batch) else None
            self.position += used
        return pa.Table.from_batches(found).replace_schema_metadata(self._file.schema_arrow.metadata)


@dataclass(slots=True)
class _Parquet(_Arrow):
    """Spans are rows from-to. What was read last is kept open, so that a group of rows is not decoded again."""

    open: _RowsFrom | None = None

    def spans(self, rows: int) -> Iterator[tuple[int, int]]:
        count = pq.read_metadata(self.path).num_rows
        yield from ((start, min(start + rows, count)) for start in range(0, count, rows))

    def read(self, span: tuple[int, int]) -> pa.Table:
        if self.open is None or not self.open.position <= span[0] < self.open.next_group:
            self.open = _RowsFrom(self.path, span[0])
        return self.open.take(*span)

    def join(self, paths: Sequence[Path], out: Path) -> None:
        schema = pq.read_schema(paths[0]) if paths else _with_columns(pq.read_schema(self.path).empty_table()).schema
        with pq.ParquetWriter(out, schema) as writer:
            for path in paths:
                writer.write_table(pq.read_table(path, schema=schema, use_threads=False))


@dataclass(slots=True)
class _GeoPackage(_Arrow):
    """Spans are the numbers of features from-to, by which the file finds them; None is no end."""

    layer: str
    number: str

    def spans(self, rows: int) -> Iterator[tuple[int, int | None]]:
        table, number = _quoted(self.layer), _quoted(self.number)
        after = f"select {number} from {table} where {number} >= ? order by {number} limit 1 offset ?"  # noqa: S608
        with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            begin = database.execute(after, (-(2**63), 0)).fetchone()
            while begin is not None:
                start, begin = begin, database.execute(after, (begin[0], rows)).fetchone()
                yield start[0], begin[0] if begin else None

    def read(self, span: tuple[int, int | None]) -> pa.Table:
        from pyogrio import read_arrow  # noqa: PLC0415 - optional

        number = _quoted(self.number)
        where = f"{number} >= {span[0]}" + ("" if span[1] is None else f" and {number} < {span[1]}")
        return read_arrow(self.path, layer=self.layer, where=where)[1]

    def join(self, paths: Sequence[Path], out: Path) -> None:
        from pyogrio import read_arrow, read_info, write_arrow  # noqa: PLC0415 - optional

        info = read_info(self.path, layer=self.layer)
        fresh = out.with_name(f"{out.name}.gpkg")  # the format goes by the ending
        fresh.unlink(missing_ok=True)
        none = [] if paths else [_with_columns(read_arrow(self.path, layer=self.layer, max_features=0)[1])]
        for number, piece in enumerate(chain(none, (pq.read_table(path, use_threads=False) for path in paths))):
            write_arrow(
                piece,
                fresh,
                layer=info["layer_name"],
                driver="GPKG",
                geometry_name=self.geometry,
                geometry_type=info["geometry_type"],
                crs=info["crs"],
                append=number > 0,
            )
        fresh.replace(out)


def _quoted(name: str) -> str:
    """A name as SQL writes it."""
    return f"{chr(34)}{name.replace(chr(34), 2 * chr(34))}{chr(34)}"


def open_arrow_table(path: Path, lon: str | None, lat: str | None) -> Table:
    """The table in a Parquet file or a GeoPackage. Refused: ``screen.*``."""
    try:
        return _open_parquet(path, lon, lat) if path.suffix.lower() == ".parquet" else _open_package(path, lon, lat)
    except (OSError, ValueError, RuntimeError) as error:  # what pyarrow and GDAL raise for files that are none
        refuse("screen.unreadable", file=str(path), because=str(error).splitlines()[0][:200])


def _open_parquet(path: Path, lon: str | None, lat: str | None) -> Table:
    schema = pq.read_schema(path)
    geo = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    geometry = geo.get("primary_column")
    columns = find_columns(schema.names, lon, lat) if lon or lat or not geometry else None
    if columns is None and not geometry:
        refuse("screen.no_columns", file=str(path))
    if columns is None:
        _check_system(path, _system(geo["columns"][geometry].get("crs")))
    return _Parquet(path, columns, geometry)


def _open_package(path: Path, lon: str | None, lat: str | None) -> Table:
    try:
        from pyogrio import open_arrow, read_info  # noqa: PLC0415 - optional
    except ImportError as error:
        refuse("screen.needs_package", package=str(error.name))
    info = read_info(path)
    with open_arrow(path, use_pyarrow=True) as (meta, batches):
        names, geometry = batches.schema.names, meta["geometry_name"] or "wkb_geometry"
    columns = find_columns(names, lon, lat) if lon or lat or not info["geometry_type"] else None
    if columns is None and geometry not in names:
        refuse("screen.no_columns", file=str(path))
    if columns is None:
        _check_system(path, info["crs"])
    return _GeoPackage(path, columns, geometry, info["layer_name"], info["fid_column"] or "rowid")


def _system(crs: Any) -> str | None:
    """The name of a reference system as GeoParquet writes it; none means longitude and latitude on WGS 84."""
    if crs is None:
        return None
    known = crs.get("id", {})
    return f"{known.get('authority')}:{known.get('code')}"


def _check_system(path: Path, system: str | None) -> None:
    if system is not None and system not in _WGS_84:
        refuse("screen.other_system", file=str(path), system=system)


def _with_columns(piece: pa.Table, added: Sequence[pa.Array] | None = None) -> pa.Table:
    """A piece with the columns added; one of no rows needs none."""
    piece = piece.drop_columns([name for name in COLUMNS if name in piece.column_names])
    for name, column in zip(COLUMNS, added or [pa.array([], pa.string())] * len(COLUMNS), strict=True):
        piece = piece.append_column(pa.field(name, pa.string()), column)
    return piece
