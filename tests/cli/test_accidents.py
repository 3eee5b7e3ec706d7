"""An explosion that harmed nobody is said as such, in both languages, and restricts as any other."""

from __future__ import annotations

import pytest

from tests.cli.terminal import EAST, Terminal, open_terminal

NOBODY = ("--disc", EAST, "--killed", "0", "--injured", "0", "--class", "mine")


@pytest.fixture(scope="module")
def centre(tmp_path_factory) -> Terminal:
    return open_terminal(tmp_path_factory.mktemp("accidents"), "centre")


@pytest.mark.parametrize(("lang", "words"), [("en", "harmed"), ("ar", "واقعة")])
def test_an_incident_is_told_with_its_class_and_how_sure_its_place_is(centre, lang, words):
    first = centre.writes("accident", *NOBODY)
    second = centre.writes(
        "accident", *NOBODY, "--duplicate-of", first, "--error-m", "50", "--because", "told by telephone"
    )
    said = centre.run("explain", second, lang=lang).stdout
    assert {"en": "An incident", "ar": words}[lang] in said
    assert {"en": "Class: mine", "ar": "لغم"}[lang] in said
    assert "50" in said
    assert first in said


def test_an_accident_that_harmed_somebody_is_no_incident(centre):
    harmed = centre.writes("accident", "--disc", EAST, "--injured", "1")
    assert "incident" not in centre.run("explain", harmed).stdout.lower()


def test_a_duplicate_names_an_accident(centre):
    find = centre.writes("find", "--disc", EAST, "--what", "shell")
    assert centre.refuses("accident", *NOBODY, "--duplicate-of", find)[0] == "desk.wrong_kind"
