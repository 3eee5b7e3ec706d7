"""GeoParquet and GeoPackage come out as they went in, with what holds at each row's point."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest
import shapely

from clearway.desk.screening import screen
from clearway.desk.screening.rows import COLUMNS
from tests.refusals import refused
from tests.tables import ENDINGS, ROWS, columns, optional, scattered


def points(rows: Sequence[tuple[str, ...]]) -> list[bytes | None]:
    shapes: list[bytes | None] = [shapely.to_wkb(shapely.Point(float(x), float(y))) for _, x, y, _ in rows]
    return [*shapes, None, shapely.to_wkb(shapely.Point()), shapely.to_wkb(shapely.box(0, 0, 1, 1))]


GEOMETRY_ERRORS = ["check.swapped", "check.bad_position", "check.bad_position", "screen.not_a_point"]


def test_geoparquet_comes_out_as_geoparquet(office, tmp_path) -> None:
    pa, pq = optional("pyarrow"), optional("pyarrow.parquet")
    shapes = points(ROWS[:5])
    geo = '{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB"}}}'
    table = pa.table({"n": pa.array(range(len(shapes))), "geometry": pa.array(shapes, pa.binary())})
    pq.write_table(table.replace_schema_metadata({"geo": geo}), tmp_path / "in.parquet")
    for rows in (3, 100):
        done = screen(office, tmp_path / "in.parquet", tmp_path / "out.parquet", rows=rows)
        found = pq.read_table(tmp_path / "out.parquet")
        assert found.schema.metadata[b"geo"] == geo.encode()
        assert found.column("n").to_pylist() == list(range(len(shapes)))
        assert found.column("geometry").to_pylist() == shapes
        assert found.column("clearway_verdict").to_pylist()[:4] == ["do_not_enter"] * 3 + ["not_confirmed"]
        assert [each for each in found.column("clearway_error").to_pylist() if each] == GEOMETRY_ERRORS
        assert done.rows == len(shapes)
    elsewhere = geo.replace('"WKB"', '"WKB","crs":{"id":{"authority":"EPSG","code":32634}}')
    pq.write_table(table.replace_schema_metadata({"geo": elsewhere}), tmp_path / "in.parquet")
    with refused("screen.other_system"):
        screen(office, tmp_path / "in.parquet", tmp_path / "out.parquet")


def test_parquet_with_columns_of_numbers_is_screened_by_them(office, tmp_path) -> None:
    pa, pq = optional("pyarrow"), optional("pyarrow.parquet")
    lon, lat = [20.055, None, 20.2], [32.055, 32.0, 32.2]
    pq.write_table(pa.table({"lon": lon, "lat": lat}), tmp_path / "in.parquet")
    screen(office, tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.column("clearway_verdict").to_pylist() == ["do_not_enter", "", "not_confirmed"]
    assert found.column("lon").to_pylist() == lon
    (tmp_path / "in.parquet").write_bytes(b"no table")
    with refused("screen.unreadable"):
        screen(office, tmp_path / "in.parquet", tmp_path / "out.parquet")


def test_a_geopackage_comes_out_as_a_geopackage(office, tmp_path) -> None:
    pa, pyogrio = optional("pyarrow"), optional("pyogrio")
    shapes = points(ROWS[:5])[:-1]
    table = pa.table({"n": pa.array(range(len(shapes))), "wkb_geometry": pa.array(shapes, pa.binary())})
    pyogrio.write_arrow(
        table,
        tmp_path / "in.gpkg",
        layer="stops",
        driver="GPKG",
        geometry_name="wkb_geometry",
        geometry_type="Point",
        crs="EPSG:4326",
    )
    screen(office, tmp_path / "in.gpkg", tmp_path / "out.gpkg", rows=2)
    meta, found = pyogrio.read_arrow(tmp_path / "out.gpkg")
    assert pyogrio.read_info(tmp_path / "out.gpkg")["layer_name"] == "stops"
    assert meta["crs"] == "EPSG:4326"
    assert found.column("n").to_pylist() == list(range(len(shapes)))
    assert found.column("clearway_verdict").to_pylist()[:4] == ["do_not_enter"] * 3 + ["not_confirmed"]
    assert [each for each in found.column("clearway_error").to_pylist() if each] == GEOMETRY_ERRORS[:-1]


def test_features_are_found_by_their_numbers_whatever_is_missing_between_them(office, tmp_path) -> None:
    table, out = scattered(tmp_path / "in.gpkg", 100, seed=1), tmp_path / "out.gpkg"
    with closing(sqlite3.connect(table)) as database:
        # A view of the file has no triggers, which call functions that only GDAL brings.
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f'drop trigger "{name}"')
        database.execute("delete from stops where fid % 3 = 0 or fid between 20 and 50")
        database.execute("update stops set fid = fid + 1000000000000 where fid > 80")
        database.commit()
    screen(office, table, out, rows=7)
    assert columns(out, "id", "geom") == columns(table, "id", "geom")
    assert len(columns(out, "clearway_verdict")) == 46


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_of_no_rows_comes_out_with_its_columns(office, tmp_path, ending) -> None:
    table, out = scattered(tmp_path / f"in{ending}", 0, seed=1), tmp_path / f"out{ending}"
    assert screen(office, table, out).rows == 0
    assert columns(out, "id", *COLUMNS) == []
