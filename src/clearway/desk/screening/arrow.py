"""GeoParquet and GeoPackage, through Arrow. Imported only where pyarrow (and for GeoPackage pyogrio) is installed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clearway.desk.files import write_file
from clearway.desk.screening.rows import COLUMNS, Added, Positions
from clearway.desk.screening.tables import Table, find_columns, positions_of_floats, positions_of_wkb
from clearway.problems import refuse

_WGS_84 = {"EPSG:4326", "OGC:CRS84"}


@dataclass(frozen=True, slots=True)
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
        for name in COLUMNS:
            if name in piece.column_names:
                piece = piece.drop_columns([name])
        for name in COLUMNS:
            piece = piece.append_column(pa.field(name, pa.string()), pa.array(added[name], pa.string()))
        data = io.BytesIO()
        pq.write_table(piece, data)
        write_file(path, data.getvalue())


@dataclass(frozen=True, slots=True)
class _Parquet(_Arrow):
    def pieces(self, rows: int) -> Iterator[pa.Table]:
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=rows, use_threads=False):
                yield pa.Table.from_batches([batch]).replace_schema_metadata(file.schema_arrow.metadata)

    def join(self, paths: Sequence[Path], out: Path) -> None:
        schema = pq.read_schema(paths[0]) if paths else _with_columns(pq.read_schema(self.path))
        with pq.ParquetWriter(out, schema) as writer:
            for path in paths:
                writer.write_table(pq.read_table(path, schema=schema, use_threads=False))


@dataclass(frozen=True, slots=True)
class _GeoPackage(_Arrow):
    def pieces(self, rows: int) -> Iterator[pa.Table]:
        from pyogrio import open_arrow  # noqa: PLC0415 - optional

        with open_arrow(self.path, use_pyarrow=True, batch_size=rows) as (_, batches):
            for batch in batches:
                for start in range(0, len(batch), rows):
                    yield pa.Table.from_batches([batch.slice(start, rows)])

    def join(self, paths: Sequence[Path], out: Path) -> None:
        from pyogrio import read_info, write_arrow  # noqa: PLC0415 - optional

        info = read_info(self.path)
        fresh = out.with_name(f"{out.name}.gpkg")  # the format goes by the ending
        for path in paths:
            write_arrow(
                pq.read_table(path, use_threads=False),
                fresh,
                layer=info["layer_name"],
                driver="GPKG",
                geometry_name=self.geometry,
                geometry_type=info["geometry_type"],
                crs=info["crs"],
                append=path is not paths[0],
            )
        fresh.replace(out)


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
    return _GeoPackage(path, columns, geometry)


def _system(crs: Any) -> str | None:
    """The name of a reference system as GeoParquet writes it; none means longitude and latitude on WGS 84."""
    if crs is None:
        return None
    known = crs.get("id", {})
    return f"{known.get('authority')}:{known.get('code')}"


def _check_system(path: Path, system: str | None) -> None:
    if system is not None and system not in _WGS_84:
        refuse("screen.other_system", file=str(path), system=system)


def _with_columns(schema: pa.Schema) -> pa.Schema:
    kept = pa.schema([field for field in schema if field.name not in COLUMNS], schema.metadata)
    for name in COLUMNS:
        kept = kept.append(pa.field(name, pa.string()))
    return kept
