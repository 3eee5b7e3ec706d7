"""A field sheet typed in: both tables, the ground for other commands, and the closing error in the record."""

from __future__ import annotations

import json

import pytest

from tests.bidi import bare
from tests.cli.terminal import Terminal, open_terminal

SHEET = """# north: true
point,bearing,distance_m,position
RP,,,"20.2500,32.2500"
SP,45,30,
TP1,90,100,
TP2,180,60.5,
TP3,270,100,
SP,0,60,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("perimeters")


@pytest.fixture(scope="module")
def centre(folder) -> Terminal:
    return open_terminal(folder, "centre")


@pytest.fixture(scope="module")
def sheet(folder) -> str:
    path = folder / "sheet.csv"
    path.write_text(SHEET, encoding="utf-8")
    return str(path)


def test_a_sheet_is_shown_as_recorded_and_as_the_ground_it_bounds(centre, sheet, folder):
    drawn = folder / "sheet.geojson"
    found = centre.asks("perimeter", sheet, "--out", drawn)
    assert found["error_m"] == 1
    assert found["closing_error_m"] == pytest.approx(0.5, abs=0.01)
    assert [point["name"] for point in found["recorded"]] == ["SP", "TP1", "TP2", "TP3"]
    assert found["m2"] == pytest.approx(6050, abs=5)
    again = centre.asks("perimeter", drawn, "--reference", "20.25,32.25")
    assert again["e7"] == found["e7"]
    assert again["borders"] == found["borders"]


def test_what_does_not_speak_of_the_world_says_so_on_the_screen_in_json_and_in_the_file(centre, sheet, folder):
    drawn = folder / "marked.geojson"
    found = centre.asks("perimeter", sheet, "--out", drawn)
    (feature,) = json.loads(drawn.read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["mark"] == found["mark"] == centre.asks("today")["mark"]
    assert "Illustrative, not for use" in centre.run("perimeter", sheet).stdout
    nowhere = Terminal(folder / "nowhere", "nobody", "nobody", centre.at)
    assert "mark" not in nowhere.asks("perimeter", sheet, "--out", drawn)
    assert "mark" not in drawn.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_closing_error_is_said(centre, sheet, lang):
    said = centre.run("perimeter", sheet, lang=lang).output
    assert "320.5" in said
    assert lang == "en" or not bare(said, lang)


def test_an_area_drawn_from_a_sheet_says_by_how_much_its_edge_may_be_wrong(centre, sheet):
    area = centre.writes(
        *("area", "--perimeter", sheet, "--classification", "suspected", "--contamination", "unexploded_ordnance"),
    )
    source = centre.asks("explain", area)["record"]["footprint_source"]
    assert (source["how"], source["error_m"]) == ("perimeter", 1)


def test_a_sheet_that_does_not_close_is_refused(centre, folder):
    path = folder / "wrong.csv"
    path.write_text(SHEET.replace("TP2,180,60.5", "TP2,180,80.5"), encoding="utf-8")
    code, result = centre.refuses("perimeter", path, lang="ar")
    assert code == "perimeter.does_not_close"
    assert "TP2" in result.output
    assert "20.5" in result.output


@pytest.mark.parametrize(
    ("position", "code"),
    [("33S 411875 3544507", "desk.outside_region"), ("32.2500,20.2500", "desk.swapped_coordinates")],
)
def test_a_sheet_from_another_zone_or_with_turned_coordinates_is_refused_before_anything_is_shown(
    centre, folder, position, code
):
    path = folder / "elsewhere.csv"
    path.write_text(SHEET.replace("20.2500,32.2500", position), encoding="utf-8")
    found, result = centre.refuses("perimeter", path)
    assert found == code
    assert "SP" not in result.stdout
    nowhere = Terminal(folder / "nowhere", "nobody", "nobody", centre.at)
    assert nowhere.run("perimeter", path).exit_code == 0
