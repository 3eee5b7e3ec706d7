"""Files of places in a workspace: nothing is written that would not be read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clearway.desk.gazetteers import add_places, read_places
from tests.refusals import refused

SQUARE = [[[20.0, 32.0], [20.1, 32.0], [20.1, 32.1], [20.0, 32.1], [20.0, 32.0]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "places"
    made.mkdir()
    return made


def written(folder: Path, name: str, text: str) -> Path:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def drawn(folder: Path) -> Path:
    feature = {
        "type": "Feature",
        "id": "way/5",
        "properties": {"name": "Drawn"},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    return written(folder, "drawn.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))


def test_what_was_taken_over_is_read_with_the_rest(folder):
    add_places(folder, "one", drawn(folder))
    add_places(folder, "two", written(folder, "t.csv", "name,lon,lat\nB,20,32\n"), attribution="u")
    assert [place.id for place in read_places(folder).places] == ["one/way-5", "two/1"]
    assert sorted(path.name for path in folder.iterdir()) == ["one.geojson", "two.csv"]


def test_a_replaced_file_leaves_nothing_of_the_old(folder):
    add_places(folder, "one", drawn(folder))
    table = written(folder, "t.csv", "name,lon,lat\nB,20,32\n")
    with refused("place.file_exists"):
        add_places(folder, "one", table, attribution="u")
    add_places(folder, "one", table, attribution="u", replace=True)
    assert [path.name for path in folder.iterdir()] == ["one.csv"]
    assert [place.id for place in read_places(folder).places] == ["one/1"]


def test_nothing_is_written_where_an_id_is_taken(folder):
    table = written(folder, "t.csv", "id,name,lon,lat\nq/1,B,20,32\n")
    add_places(folder, "one", table, attribution="u")
    with refused("place.repeated_id"):
        add_places(folder, "two", table, attribution="u")
    assert [path.name for path in folder.iterdir()] == ["one.csv"]


def test_a_file_that_is_not_there(folder):
    with refused("desk.file_unreadable"):
        add_places(folder, "one", folder / "none.csv")
    assert read_places(folder / "nowhere").places == ()


def test_tables_as_spreadsheets_save_them_in_arabic_letters(tmp_path):
    folder = tmp_path / "places"
    table, file = "الاسم\tخط الطول\tخط العرض\nالسوق\t20,07\t32,1\n", tmp_path / "t.csv"
    file.write_bytes(table.encode("utf-16"))
    add_places(folder, "one", file, attribution="u")
    file.write_bytes(table.encode("cp1256"))
    with refused("intake.encoding_unclear"):
        add_places(folder, "two", file, attribution="u")
    add_places(folder, "two", file, attribution="u", encoding="windows-1256")
    assert [place.name_ar for place in read_places(folder).places] == ["السوق", "السوق"]
    with refused("intake.wrong_encoding"):
        add_places(folder, "three", file, attribution="u", encoding="utf-8")
    file.write_bytes(b"PK\x03\x04\x14\x00")
    with refused("place.unreadable"):
        add_places(folder, "three", file, attribution="u")
