"""Reports, typed: on the screen, as JSON, as a workbook; periods in days where the office is."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from clearway.reports import REPORTS
from tests.bidi import bare
from tests.cli.terminal import AREA, Terminal, open_terminal, shape
from tests.desk.test_registers import BODIES


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reporting")


@pytest.fixture(scope="module")
def centre(folder) -> Terminal:
    """A centre with an area, an accident with somebody harmed, a session, an order and a visit."""
    terminal = open_terminal(folder, "centre")
    area = terminal.writes(
        "area",
        "--footprint",
        shape(folder, "area", AREA),
        "--classification",
        "suspected",
        "--contamination",
        "unknown",
    )
    accident = terminal.writes("accident", "--disc", "20.252,32.252,20", "--injured", 1, "--what", "booby trap")
    for kind, about in (
        ("victim", accident),
        ("education_session", None),
        ("task_order", area),
        ("quality_visit", None),
    ):
        path = folder / f"{kind}.json"
        path.write_text(json.dumps(BODIES[kind]), encoding="utf-8")
        terminal.writes("register", kind, path, *(("--about", about) if about else ()))
    # Days of the examples lie in the January that follows.
    terminal.at = datetime(2017, 2, 3, 8, 0, tzinfo=UTC)
    return terminal


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_each_report_is_told_on_the_screen(centre, name, lang):
    result = centre.run("report", name, lang=lang)
    assert result.exit_code == 0, result.output
    assert bare(result.stdout, lang) == []
    assert {"ar": "تمثيلي", "en": "Illustrative"}[lang] in result.stdout


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_each_report_is_written_as_a_workbook(centre, folder, name, lang):
    path = folder / f"{name}-{lang}.xlsx"
    result = centre.run("report", name, "--out", path, lang=lang)
    assert result.exit_code == 0, result.output
    assert path.name in result.stdout
    assert load_workbook(path).worksheets[0].sheet_view.rightToLeft is (lang == "ar")
    first = path.read_bytes()
    centre.run("report", name, "--out", path, lang=lang)
    assert path.read_bytes() == first


def test_json_has_the_figures_and_the_records_behind_them(centre):
    found = centre.asks("report", "accidents", "--by", "cause")
    (table,) = (each for each in found["tables"] if each["table"] == "accidents")
    assert table["total"]["accidents"] == table["total"]["recorded_injured"] == 1
    assert table["lines"][0]["cause"] == "booby_traps"
    assert len(table["lines"][0]["records"]) == 2
    assert found["by"] == "cause"


def test_a_month_is_its_days_where_the_office_is(centre):
    month = centre.asks("report", "education", "--month", "2017-01")
    assert month["period"] == {"after": "2016-12-31T21:59:59Z", "to": "2017-01-31T21:59:59Z"}
    assert month == centre.asks("report", "education", "--from", "2017-01-01", "--to", "2017-01-31")
    assert month["tables"][0]["total"]["attended_all"] == 18
    assert centre.asks("report", "education", "--month", "2016-12")["tables"][0]["total"]["attended_all"] == 0


def test_an_order_past_its_end_is_overdue(centre):
    assert centre.asks("report", "tasks")["tables"][0]["total"]["overdue"] == 1


def test_a_place_is_told_by_its_name(centre):
    result = centre.run("report", "accidents", "--by", "district")
    assert "not stated" in result.stdout
    assert centre.asks("report", "return")["tables"][0]["lines"][0]["longitude"] > 200_000_000
    assert "20.25" in centre.run("report", "return").stdout


def test_what_cannot_be_made_as_asked_is_refused(centre, folder):
    assert centre.refuses("report", "items", "--by", "weather")[0] == "report.no_such_breakdown"
    assert centre.refuses("report", "buildings", "--by", "month")[0] == "report.no_such_breakdown"
    assert (
        centre.refuses("report", "items", "--from", "2017-01-02", "--to", "2017-01-01")[0] == "report.period_reversed"
    )
    assert centre.refuses("report", "items", "--to", "2017-02-03")[0] == "report.period_ahead"
    assert centre.refuses("report", "items", "--out", folder / "items.csv")[0] == "report.not_a_workbook"


@pytest.mark.parametrize(
    "words", [("--month", "2017-01", "--from", "2017-01-01"), ("--month", "2017-13"), ("--month", "January")]
)
def test_wrong_words_are_a_usage_error(centre, words):
    assert centre.run("report", "items", *words).exit_code == 2
