"""The second tutorial is followed to its end, on the story that every test here reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clearway.demonstration import Built
from tests.docs.console import play
from tests.docs.quick import quick_commands

pytestmark = pytest.mark.slow

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial-land-release.md"


def test_one_field_is_released_and_one_refused_at_each_gate(built: Built, tmp_path: Path) -> None:
    story = tmp_path / "story"
    shutil.copytree(built.offices["centre"], story / "centre")
    (tmp_path / "played").mkdir()
    (tmp_path / "bin").mkdir()
    with quick_commands(tmp_path / "bin") as commands:
        wrong = play(PAGE, PAGE.name, tmp_path / "played", commands, story)
    assert not wrong, "\n\n".join(map(str, wrong))
