"""The demonstration is built, and served; its walk through the commands says at each step what it promises."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from clearway.cli import cli
from tests.bidi import bare


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demonstration") / "demo"


@pytest.fixture(scope="module")
def told(folder) -> str:
    result = CliRunner().invoke(cli, ["demo", str(folder), "--terminal"])
    assert result.exit_code == 0, result.output
    return result.stdout


def steps(told: str) -> list[tuple[str, str]]:
    """Each command as typed, with what it printed."""
    parts = re.split(r"(?m)^\[\S+\] \$ (.*)$", told)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_every_answer_is_the_promised_one(told):
    verdicts = [
        output.split("\n\n")[2].splitlines()[0] for typed, output in steps(told) if typed.startswith("clearway check")
    ]
    assert verdicts == [
        "لا تدخل",
        "Do not enter",
        "Do not enter",
        "سُلِّمت بقرار – وقد يبقى خطر",
        "Handed over: some risk may remain",
        "Do not enter",
        "Do not enter",
        "Do not enter",
        "Not known: ask before entering",
    ]


def test_it_is_marked_throughout(told):
    for typed, output in steps(told):
        if not re.match(r"clearway (fsck|prove|verify|key|trust)", typed):
            assert re.search("Illustrative, not for use|تمثيلي – ليس للاستعمال", output), typed


def test_arabic_has_nothing_bare(told):
    for typed, output in steps(told):
        if "--lang ar" in typed:
            assert bare(output) == []


def test_it_ends_whole_and_proved(told):
    assert "Everything is as it was written." in told
    assert "stands in the log crisis.benghazi.example/restricted" in told


def test_whoever_runs_it_can_ask_on(told, folder):
    last = told.strip().splitlines()[-1]
    assert str(folder) in last
    asked = CliRunner().invoke(cli, last.partition("clearway ")[2].split())
    assert asked.exit_code == 10


def test_it_names_nobody(told):
    holders = set(re.findall(r"--by (\S+)", told))
    assert all(re.fullmatch(r"[a-z]+-\d", holder) for holder in holders)


def test_building_it_says_where_it_is_and_what_to_ask(tmp_path):
    built = CliRunner().invoke(cli, ["demo", str(tmp_path / "b"), "--build-only", "--until", "2014-07-01T00:00:00Z"])
    assert built.exit_code == 0, built.output
    assert (tmp_path / "b" / "crisis" / "site" / "index.html").is_file()
    asked = CliRunner().invoke(cli, built.stdout.strip().splitlines()[-1].partition("clearway ")[2].split())
    assert asked.exit_code in (10, 11)
    assert "تمثيلي – ليس للاستعمال" in asked.stdout


def test_what_was_built_before_is_not_built_again(tmp_path):
    words = ["demo", str(tmp_path / "b"), "--build-only", "--until", "2014-06-01T00:00:00Z"]
    first = CliRunner().invoke(cli, words)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "b").rglob("*") if path.is_file()}
    again = CliRunner().invoke(cli, words)
    assert first.exit_code == again.exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "b").rglob("*") if path.is_file()} == before
