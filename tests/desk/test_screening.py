"""A screened table has the same rows, each with the answer that a single question gets; nothing is dropped."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from clearway.desk.answers import check
from clearway.desk.office import Office
from clearway.desk.screening import screen
from clearway.desk.screening.rows import COLUMNS
from clearway.terms import Reason, Verdict
from tests import parts
from tests.offices import CITY, QUARTER, START, close, open_two, pass_time
from tests.refusals import refused

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


@pytest.fixture
def office(tmp_path: Path) -> Office:
    crisis, _ = open_two(tmp_path)
    close(crisis)
    return crisis


def write(path: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([("id", "Lon", "Lat", "note"), *rows])
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_row_comes_out_with_the_answer_of_a_single_question(office, tmp_path) -> None:
    out = tmp_path / "out.csv"
    done = screen(office, write(tmp_path / "in.csv", ROWS), out)
    rows = read(out)
    assert [tuple(row[name] for name in ("id", "Lon", "Lat", "note")) for row in rows] == ROWS
    assert list(rows[0])[4:] == list(COLUMNS)
    for row in rows:
        assert row["clearway_as_of"] == "2016-11-17T13:00:00Z"
        assert "ليس للاستعمال" in row["clearway_mark"]
        assert row["clearway_error"] == ERRORS.get(row["id"], "")
        if row["id"] in ERRORS:
            assert row["clearway_verdict"] == ""
            continue
        answer = check(office, f"{row['Lon']},{row['Lat']}").answer
        assert row["clearway_verdict"] == answer.verdict
        assert (row["clearway_closure"], row["clearway_hazard"]) == (answer.closure, answer.hazard)
        if answer.verdict is Verdict.NOT_CONFIRMED:
            assert row["clearway_reasons"].split() == [str(doubt) for doubt in answer.doubts]
        else:
            assert row["clearway_records"] == answer.grounds[0].hold.record
            assert row["clearway_reasons"] == Reason.CRIME
    assert [row["id"] for row in rows if row["clearway_verdict"] == "do_not_enter"] == ["1", "2", "3", "7"]
    assert done.rows == len(ROWS)
    assert done.counts["check.bad_position"] == 3
    assert done.at == START


def test_the_moment_the_accuracy_and_the_unit_are_those_asked_for(office, tmp_path) -> None:
    table, out = write(tmp_path / "in.csv", ROWS[:4]), tmp_path / "out.csv"
    screen(office, table, out, at=START - timedelta(days=1))
    assert {row["clearway_verdict"] for row in read(out)} == {"not_confirmed"}
    screen(office, table, out, accuracy_m=10)
    assert [row["clearway_verdict"] for row in read(out)] == ["do_not_enter"] * 4
    screen(office, table, out, accuracy_m="unknown")
    assert next(row["clearway_reasons"] for row in read(out)) == "position_unsure crime"


def test_pieces_and_processes_change_nothing(office, tmp_path) -> None:
    rng = np.random.default_rng(3)
    degrees = (rng.integers(CITY[:2], CITY[2:], (500, 2)) / 1e7).tolist()
    table = write(tmp_path / "in.csv", [(str(n), str(x), str(y), "") for n, (x, y) in enumerate(degrees)])
    outs = [tmp_path / f"{n}.csv" for n in range(3)]
    screen(office, table, outs[0])
    screen(office, table, outs[1], rows=7)
    screen(office, table, outs[2], rows=100, processes=2)
    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_a_screened_table_can_be_screened_again(office, tmp_path) -> None:
    once, again = tmp_path / "once.csv", tmp_path / "again.csv"
    screen(office, write(tmp_path / "in.csv", ROWS), once)
    screen(office, once, again)
    assert again.read_bytes() == once.read_bytes()


def test_tables_may_be_empty_separated_otherwise_and_short_of_cells(office, tmp_path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("x;y;z\n", encoding="utf-8")
    assert screen(office, table, out).rows == 0
    assert out.read_text(encoding="utf-8") == ";".join(["x", "y", "z", *COLUMNS]) + "\n"
    table.write_text("x;y;z\n20.055;32.055\n20\n\n", encoding="utf-8")
    assert screen(office, table, out).counts == {"do_not_enter": 1, "check.bad_position": 1}


def test_what_is_no_table_is_refused(office, tmp_path) -> None:
    out, table = tmp_path / "out.csv", tmp_path / "in.csv"
    with refused("screen.unreadable"):
        screen(office, table, out)
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    with refused("screen.no_columns"):
        screen(office, table, out)
    with refused("screen.no_columns"):
        screen(office, table, out, lon="a", lat="c")
    with refused("screen.same_file"):
        screen(office, table, table, lon="a", lat="b")
    with refused("screen.unknown_format"):
        screen(office, table, tmp_path / "out.parquet")
    table.rename(tmp_path / "in.txt")
    with refused("screen.unknown_format"):
        screen(office, tmp_path / "in.txt", tmp_path / "out.txt")
    assert screen(office, write(table, ROWS), out, lon="lon", lat="LAT").rows == len(ROWS)


# ------------------------------------------------------------------------------------------------ killed

RUN = """
import sys, time
from pathlib import Path
from clearway.desk.office import open_office
from clearway.desk.screening import rows, run
from tests.offices import START
first, folder = rows.Screener.answer, Path(sys.argv[1])
def slowly(self, given):
    time.sleep(0.05)
    return first(self, given)
rows.Screener.answer = slowly
with open_office(folder / "crisis", clock=START) as office:
    print("begun", flush=True)
    run.screen(office, folder / "in.csv", folder / "out.csv", rows=10)
"""


def test_a_run_that_was_killed_goes_on_where_it_was_as_of_the_same_moment(office, tmp_path) -> None:
    rng = np.random.default_rng(4)
    degrees = (rng.integers(QUARTER[:2], QUARTER[2:], (1000, 2)) / 1e7).tolist()
    write(tmp_path / "in.csv", [(str(n), str(x), str(y), "") for n, (x, y) in enumerate(degrees)])
    out, pieces = tmp_path / "out.csv", tmp_path / ".out.csv.pieces"
    run = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path)], cwd=parts.__file__.rpartition("/tests/")[0])
    while len(list(pieces.glob("0*[0-9]"))) < 5:
        assert run.poll() is None
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert not out.exists()
    kept = {path: path.stat().st_mtime_ns for path in pieces.glob("0*[0-9]")}
    with (pieces / "journal.jsonl").open("ab") as journal:
        journal.write(b'\n{"piece": 99, "cou')
    pass_time(office, hours=1)
    told: list[int] = []
    done = screen(office, tmp_path / "in.csv", out, rows=10, tell=told.append)
    assert told[0] >= 40, "what was done was not done again"
    assert len(kept) >= 5
    assert (done.rows, done.at) == (1000, START)
    assert [row["id"] for row in read(out)] == [str(n) for n in range(1000)]
    assert {row["clearway_verdict"] for row in read(out)} == {"do_not_enter"}
    assert {row["clearway_as_of"] for row in read(out)} == {"2016-11-17T13:00:00Z"}


def test_a_run_about_something_else_begins_anew(office, tmp_path) -> None:
    table, out = write(tmp_path / "in.csv", ROWS[:4]), tmp_path / "out.csv"
    pieces = tmp_path / ".out.csv.pieces"
    pieces.mkdir()
    (pieces / "journal.jsonl").write_text('{"table": 1}\n{"piece": 0, "counts": {"released": 4}}\n', encoding="utf-8")
    (pieces / "00000000").write_text("forged\n", encoding="utf-8")
    assert screen(office, table, out).counts["do_not_enter"] == 3


# ------------------------------------------------------------------------------------ GeoParquet, GeoPackage


def optional(name: str) -> Any:
    try:
        return __import__(name, fromlist=["*"])
    except ImportError:
        parts.lack(f"{name} is missing: pip install clearway[tables]")


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
