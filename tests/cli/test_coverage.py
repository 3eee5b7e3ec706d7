"""What coverage says beside its square metres: open non-conformities, units of buildings, and the picture."""

from __future__ import annotations

import json

import pytest

from tests.cli.terminal import AREA, Terminal, open_terminal, shape

VISIT = {
    "organisation": "operator",
    "by": "inspector",
    "visited_at": "2016-11-16T09:00:00Z",
    "activity": "clearance",
    "non_conformities": [{"number": 1, "severity": "major", "what": "lanes not marked"}],
}
HOUSE = {"building": "12 Amr street", "units": ["12 Amr street/flat 1", "12 Amr street/flat 2"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("coverage")


@pytest.fixture(scope="module")
def centre(folder) -> Terminal:
    return open_terminal(folder, "centre")


@pytest.fixture(scope="module")
def area(centre, folder) -> str:
    found = str(centre.writes("area", "--footprint", shape(folder, "area", AREA)))
    for kind, body in (("quality_visit", VISIT), ("building", HOUSE)):
        path = folder / f"{kind}.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        centre.writes("register", kind, path, "--about", found)
    return found


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_open_non_conformity_is_told_with_the_coverage(centre, area, lang):
    said = centre.run("coverage", area, lang=lang).stdout
    assert "lanes not marked" in said
    assert {"en": "Major", "ar": "جسيم"}[lang] in said
    (found,) = centre.asks("coverage", area)["open_non_conformities"]
    assert (found["number"], found["severity"], found["days"]) == (1, "major", 1)
    assert "lanes not marked" in centre.run("today", lang=lang).stdout


@pytest.mark.parametrize("command", [["coverage"], ["account"]])
def test_units_are_counted_and_the_ground_does_not_speak_for_them(centre, area, command):
    said = centre.run(*command, area).stdout
    assert "does not cover the inside" in said
    (found,) = centre.asks(*command, area)["buildings"]
    assert (found["units"], found["released"]) == (HOUSE["units"], [])


def test_the_picture_is_written_beside_the_words(centre, area, folder):
    path = folder / "out" / "coverage.svg"
    assert centre.run("coverage", area, "--out", path).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("<svg")
