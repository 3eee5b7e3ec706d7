"""The books, the pictures and the sealed names, typed."""

from __future__ import annotations

import json

import pytest

from tests.cli.terminal import AREA, Terminal, open_terminal, shape
from tests.desk.test_registers import BODIES, picture


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("registers")


@pytest.fixture(scope="module")
def centre(folder) -> Terminal:
    return open_terminal(folder, "centre")


@pytest.fixture(scope="module")
def area(centre, folder) -> str:
    return str(centre.writes("area", "--footprint", shape(folder, "area", AREA)))


def test_an_order_about_an_area(centre, folder, area):
    path = folder / "order.json"
    path.write_text(json.dumps(BODIES["task_order"]), encoding="utf-8")
    found = centre.writes("register", "task_order", path, "--about", area)
    assert centre.asks("explain", found)["record"]["kind"] == "task_order"


def test_a_body_that_is_no_json_is_refused(centre, folder, area):
    path = folder / "broken.json"
    for text in ("{", "[]"):
        path.write_text(text, encoding="utf-8")
        assert centre.refuses("register", "task_order", path, "--about", area)[0] == "desk.file_unreadable"


def test_a_photo_of_an_area(centre, folder, area):
    path = folder / "photo.jpg"
    path.write_bytes(picture())
    assert centre.writes("attach", path, "--about", area, "--caption", "a crater")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_name_is_kept_shown_and_forgotten(centre, lang):
    person = centre.asks("names", "add", "Amina Example", "--contact", "091 000 0000")["person"]
    assert centre.asks("names", "show", person)["name"] == "Amina Example"
    assert "Amina Example" in centre.run("names", "show", person, lang=lang).stdout
    assert centre.run("names", "forget", person, lang=lang).exit_code == 0
    assert centre.refuses("names", "show", person)[0] == "desk.nobody_of_this_number"
    assert centre.run("names", "add", "Salem Example", lang=lang).exit_code == 0
    other = centre.asks("names", "add", "Other Example")["person"]
    assert centre.asks("names", "forget", other)["forgotten"] == other
