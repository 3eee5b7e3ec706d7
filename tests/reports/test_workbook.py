"""The workbook says what the report says: opened again, in both languages, with sums that come out."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from clearway.desk.workbooks import workbook_bytes
from clearway.reports import REPORTS, Both, Form, Report, Said, Table
from clearway.reports.model import Line, count, listed, text
from clearway.reports.workbook import build_workbook
from clearway.reports.written import Heading, definitions, written
from clearway.wording import LANGUAGES, render
from tests.bidi import bare
from tests.reports.test_laws import a_world
from tests.reports.worlds import ALL, ZONE, Centre

HEAD = {lang: Heading("the centre", render("mark.demonstration", lang)) for lang in LANGUAGES}
EVERY = [
    (name, by, lang)
    for name, by in ALL
    for lang in LANGUAGES
    if lang == "ar" or by in (*REPORTS[name].breakdowns, None)[:1]
]
"""Every breakdown in Arabic, every report in English too."""


def opened(report: Report, lang: str) -> Any:
    """The workbook as somebody else reads it."""
    return load_workbook(io.BytesIO(workbook_bytes(build_workbook(report, lang, ZONE, HEAD[lang]))))


def heads_of(sheet: Any) -> int:
    """The last row of the heads: that above the first frozen one."""
    assert sheet.freeze_panes is not None
    return int(re.sub(r"\D", "", str(sheet.freeze_panes))) - 1


@pytest.mark.parametrize(("name", "by", "lang"), EVERY)
def test_every_cell_comes_back(name, by, lang):
    report = a_world(0).report(name, by)
    book = opened(report, lang)
    assert len(book.sheetnames) == len(report.tables) + 1
    for table, sheet in zip(report.tables, book.worksheets, strict=False):
        first = heads_of(sheet) + 1
        for row, line in enumerate(table.lines, start=first):
            for number, (cell, column) in enumerate(zip(line.cells, table.columns, strict=True), start=1):
                found = sheet.cell(row, number).value
                if column.form is Form.DEGREES and isinstance(cell, int):
                    assert found == pytest.approx(cell / 1e7, abs=1e-8)
                elif isinstance(cell, int):
                    assert found == cell
                elif column.form is Form.DAY and cell is not None:
                    assert found.date() == date.fromisoformat(written(cell, lang, ZONE).plain)
                else:
                    assert (found or "") == written(cell, lang, ZONE).plain


@pytest.mark.parametrize(("name", "by", "lang"), EVERY)
def test_sums_are_formulas_that_give_what_was_counted(name, by, lang):
    report = a_world(1).report(name, by)
    for table, sheet in zip(report.tables, opened(report, lang).worksheets, strict=False):
        first = heads_of(sheet) + 1
        last = first + len(table.lines) - 1
        for number, total in enumerate(table.total or (), start=1):
            if total is None:
                continue
            letter = get_column_letter(number)
            formula, counted, difference = (sheet.cell(last + each, number).value for each in (1, 2, 3))
            assert counted == total
            assert difference == f"={letter}{last + 1}-{letter}{last + 2}"
            if table.lines:
                assert formula == f"=SUM({letter}{first}:{letter}{last})"
                cells = [sheet.cell(row, number).value for row in range(first, last + 1)]
                assert sum(each for each in cells if isinstance(each, int)) == total
            else:
                assert formula == total == 0


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_is_laid_out_for_its_language_and_says_what_it_is(name, lang):
    report = a_world(0).report(name)
    book = opened(report, lang)
    assert len({each.casefold() for each in book.sheetnames}) == len(book.sheetnames)
    for sheet in book.worksheets:
        assert 0 < len(sheet.title) <= 31
        assert sheet.sheet_view.rightToLeft is (lang == "ar")
        above = [sheet.cell(row, 1).value or "" for row in range(1, 8)]
        assert render(f"report.name.{name}", lang).plain in above[0]
        assert above[1] == render("mark.demonstration", lang).plain
        assert render("report.restricted", lang).plain in above
        assert [run for line in above for run in bare(str(line), lang)] == []
        assert sheet.oddHeader.center.text == render("mark.demonstration", lang).plain
    for sheet in book.worksheets[:-1]:
        assert sheet.cell(heads_of(sheet), 1).fill.fgColor.rgb == "FFE7E6E6"
        assert str(sheet.print_title_rows).endswith(str(heads_of(sheet)))


def test_numbers_and_days_have_their_formats():
    sheet = opened(a_world(0).report("quality"), "en").worksheets[1]
    row = heads_of(sheet) + 1
    assert sheet.cell(row, 1).number_format == "yyyy-mm-dd"
    assert sheet.cell(row, 5).number_format == "#,##0"


def test_without_a_mark_where_the_report_speaks_of_the_world():
    book = build_workbook(a_world(0).report("items"), "en", ZONE, Heading("the centre"))
    words = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert render("mark.demonstration", "en").plain not in words
    assert "Report of the centre." in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_last_sheet_names_the_records_behind_every_line(lang):
    report = a_world(0).report("accidents")
    about = opened(report, lang).worksheets[-1]
    ids = {tuple(cell.value for cell in row) for row in about.iter_rows(max_col=4) if "sha256:" in str(row[3].value)}
    wanted = {
        (render(f"report.table.{table.name}", lang).plain, str(n), written(line.cells[0], lang, ZONE).plain, each)
        for table in report.tables for n, line in enumerate(table.lines, start=1) for each in line.records
    }  # fmt: skip
    assert ids == wanted
    assert ids


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_last_sheet_defines_what_is_counted(lang):
    report = a_world(0).report("education")
    about = opened(report, lang).worksheets[-1]
    told = {str(row[1].value) for row in about.iter_rows(max_col=2)}
    assert render("report.define.first_time_women", lang).plain in told
    assert render("report.about.education", lang).plain in told
    assert told >= {meaning.plain for _, meaning in definitions(report, lang)}


def test_every_report_and_column_has_its_words():
    for name, by in ALL:
        report = a_world(0).report(name, by)
        for lang in LANGUAGES:
            assert all(meaning.plain for _, meaning in definitions(report, lang))
            for table in report.tables:
                assert all(render(f"report.column.{column.name}", lang).plain for column in table.columns)
                cells = (cell for line in table.lines for cell in line.cells if isinstance(cell, Said | Both))
                assert all(isinstance(written(cell, lang, ZONE).plain, str) for cell in cells)


class TestWordsOfOthers:
    def report(self, words: str) -> Report:
        table = listed("items", (text("category"), count("found")), [Line((words, 1), ())])
        return Report("items", None, a_world(0).books().period, a_world(0).now, (table,))

    @pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x.example","x")'])
    def test_they_are_never_reckoned_with(self, words):
        sheet = opened(self.report(words), "en").worksheets[0]
        cell = sheet.cell(heads_of(sheet) + 1, 1)
        assert cell.value == words
        assert cell.data_type == "s"

    def test_a_find_described_by_a_formula_stays_words(self):
        centre = Centre()
        centre.found("=cmd|' /C calc'!A0")
        book = opened(centre.report("items"), "en")
        formulas = [c.value for s in book.worksheets for row in s.iter_rows() for c in row if c.data_type == "f"]
        assert formulas
        assert all(re.fullmatch(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)|=[A-Z]+\d+-[A-Z]+\d+", str(each)) for each in formulas)

    def test_letters_that_a_workbook_cannot_hold_are_left_out(self):
        sheet = opened(self.report("a\x00b\x1fc" + "d" * 40_000), "en").worksheets[0]
        assert str(sheet.cell(heads_of(sheet) + 1, 1).value).startswith("abcd")


class TestBytes:
    def test_the_same_report_gives_the_same_file(self):
        report = a_world(0).report("return")
        one, other = (workbook_bytes(build_workbook(report, "ar", ZONE, HEAD["ar"])) for _ in range(2))
        assert one == other

    def test_no_time_of_writing_stands_in_it(self):
        report = a_world(0).report("items")
        with zipfile.ZipFile(io.BytesIO(workbook_bytes(build_workbook(report, "en", ZONE, HEAD["en"])))) as archive:
            assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z?", core)) == {report.as_of.strftime("%Y-%m-%dT%H:%M:%SZ")}

    def test_an_other_period_is_an_other_file(self):
        centre = a_world(0)
        reports = (centre.report("items"), centre.report("items", end=centre.now - timedelta(days=20)))
        one, other = (workbook_bytes(build_workbook(each, "en", ZONE, HEAD["en"])) for each in reports)
        assert one != other


def test_a_table_without_lines_has_sums_of_nothing():
    table: Table = listed("items", (text("category"), count("found")), [])
    report = Report("items", None, a_world(0).books().period, a_world(0).now, (table,))
    sheet = opened(report, "en").worksheets[0]
    assert [sheet.cell(heads_of(sheet) + each, 2).value for each in (1, 2)] == [0, 0]
