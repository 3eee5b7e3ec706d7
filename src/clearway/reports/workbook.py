"""A report as a workbook: a sheet for each table, and one that says what words mean and on which records lines rest.

Sums are formulas over the lines, so that a reader can follow them; below each stands what was counted over the records,
and the difference, which is 0. In Arabic the sheets run from the right. Words that come from others are never taken for
formulas, whatever they begin with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from clearway.problems import ClearwayBug
from clearway.reports.model import Cell as Value
from clearway.reports.model import Column, Form, Report, Table
from clearway.reports.written import Heading, definitions, heading, label_of, written
from clearway.wording import render

_LONGEST_NAME = 31
"""A sheet's name can have no more letters."""
_LONGEST_CELL = 32_000
_NUMBERS = {Form.COUNT: "#,##0", Form.M2: "#,##0", Form.DAY: "yyyy-mm-dd", Form.DEGREES: "0.0000000"}
_WIDTHS = {Form.RECORD: 26, Form.DEGREES: 13, Form.DAY: 12}
_NARROWEST, _WIDEST, _FIRST = 9, 42, 24
"""Widths of columns in letters: what is longer is written on several lines. The first one has the sums' names too."""
_LINE = 15
"""Height of a line of a cell, in points."""
_GREY, _MARK = PatternFill("solid", fgColor="FFE7E6E6"), Font(bold=True, color="FFC00000", size=12)
_BOLD, _TITLE, _CODES = Font(bold=True), Font(bold=True, size=14), Font(italic=True, color="FF595959")
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = 2, 1
_E7 = 10_000_000


@dataclass(frozen=True, slots=True)
class _Look:
    lang: str
    zone: str
    heading: Heading

    @property
    def arabic(self) -> bool:
        return self.lang == "ar"


def build_workbook(report: Report, lang: str, zone: str, head: Heading) -> Workbook:
    """The report in one language, with days as they are in ``zone``."""
    look = _Look(lang, zone, head)
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    book.properties.creator = head.office
    book.properties.title = heading(report, lang, zone, head)[0].plain
    book.properties.created = book.properties.modified = report.as_of.replace(tzinfo=None)
    for table in report.tables:
        _fill(_sheet(book, render(f"report.table.{table.name}", lang).plain, look), report, table, look)
    _about(_sheet(book, render("report.sheet.about", lang).plain, look), report, look)
    return book


def _sheet(book: Workbook, name: str, look: _Look) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name[:_LONGEST_NAME])
    sheet.sheet_view.rightToLeft = look.arabic
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    if look.heading.mark is not None:
        sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(look.heading.mark.plain))
    return sheet


# --- one table -----------------------------------------------------------------------------------------------------


def _fill(sheet: Worksheet, report: Report, table: Table, look: _Look) -> None:
    """Title, mark and period; the heads, frozen; the lines; the sums."""
    row = _head(sheet, report, look, render(f"report.table.{table.name}", look.lang).plain)
    for number, column in enumerate(table.columns, start=1):
        cell = _words(_cell(sheet, row, number), render(f"report.column.{column.name}", look.lang).plain, look)
        cell.font, cell.fill = _BOLD, _GREY
        cell.alignment = _wrapped(look)
    widths = _widths(table, look)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _stretch(sheet, row, widths)
    first_head = row
    if any(column.imas for column in table.columns):
        row += 1
        for number, column in enumerate(table.columns, start=1):
            cell = _words(_cell(sheet, row, number), column.imas or "", look)
            cell.font, cell.fill = _CODES, _GREY
    sheet.freeze_panes = _cell(sheet, row + 1, 2).coordinate
    sheet.print_title_rows = f"{first_head}:{row}"
    first = row + 1
    for line in table.lines:
        row += 1
        for number, (value, column) in enumerate(zip(line.cells, table.columns, strict=True), start=1):
            _write(_cell(sheet, row, number), value, column, look)
        _stretch(sheet, row, widths)
    if table.total is not None:
        _sums(sheet, table, first, row, look)


def _widths(table: Table, look: _Look) -> list[int]:
    """How many letters wide each column is: as its longest word or number asks, within bounds."""
    found = []
    for number, column in enumerate(table.columns):
        head = max(map(len, render(f"report.column.{column.name}", look.lang).plain.split()), default=0)
        cells = [_letters(line.cells[number], look) for line in table.lines]
        wanted = _WIDTHS.get(column.form) or max([head, len(column.imas or ""), *cells]) + 2
        least = _FIRST if number == 0 else _NARROWEST
        found.append(min(max(wanted, head + 2, least), _WIDEST))
    return found


def _letters(value: Value, look: _Look) -> int:
    if value is None or isinstance(value, datetime):
        return 0
    return len(f"{value:,}" if isinstance(value, int) else written(value, look.lang, look.zone).plain)


def _stretch(sheet: Worksheet, row: int, widths: list[int]) -> None:
    """Make a row as high as its longest cell asks; programs that open the file do not reckon that themselves."""
    lines = 1
    for number, width in enumerate(widths, start=1):
        cell = _cell(sheet, row, number)
        if cell.alignment.wrap_text and isinstance(cell.value, str):
            lines = max(lines, -(-len(cell.value) // (width - 2)))
    sheet.row_dimensions[row].height = _LINE * lines


def _sums(sheet: Worksheet, table: Table, first: int, last: int, look: _Look) -> None:
    """The sum of the lines as a formula, what the records say, and the difference of the two."""
    assert table.total is not None  # noqa: S101 - the caller has looked
    names = ("sum", "counted", "difference")
    for offset, name in enumerate(names, start=1):
        cell = _words(_cell(sheet, last + offset, 1), render(f"report.total.{name}", look.lang).plain, look)
        cell.font = _BOLD
    for number, (total, column) in enumerate(zip(table.total, table.columns, strict=True), start=1):
        if total is None:
            continue
        letter = get_column_letter(number)
        formulas = (
            f"=SUM({letter}{first}:{letter}{last})" if last >= first else 0,
            total,
            f"={letter}{last + 1}-{letter}{last + 2}",
        )
        for offset, formula in enumerate(formulas, start=1):
            cell = _cell(sheet, last + offset, number)
            cell.value = formula
            cell.number_format, cell.font = _NUMBERS[column.form], _BOLD


def _head(sheet: Worksheet, report: Report, look: _Look, name: str) -> int:
    """What stands above a table; the row of its heads."""
    title, *sentences = heading(report, look.lang, look.zone, look.heading)
    _words(_cell(sheet, 1, 1), f"{title.terminal}: {name}", look).font = _TITLE
    row = 1
    if look.heading.mark is not None:
        row += 1
        _words(_cell(sheet, row, 1), look.heading.mark.terminal, look).font = _MARK
    for sentence in sentences:
        row += 1
        _words(_cell(sheet, row, 1), sentence.terminal, look)
    return row + 2


def _write(cell: Cell, value: Value, column: Column, look: _Look) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(look.zone))
        cell.value = local.date()
        cell.number_format = _NUMBERS[Form.DAY]
        cell.alignment = Alignment(horizontal="center", vertical="top")
    elif isinstance(value, int):
        cell.value = value / _E7 if column.form is Form.DEGREES else value
        cell.number_format = _NUMBERS.get(column.form, "General")
        cell.alignment = Alignment(vertical="top")
    else:
        _words(cell, written(value, look.lang, look.zone).plain, look)
        # An id is cut off at its column's edge, not written over the next one; the sheet About has it whole too.
        cell.alignment = Alignment(horizontal="fill") if column.form is Form.RECORD else _wrapped(look)


def _cell(sheet: Worksheet, row: int, number: int) -> Cell:
    found = sheet.cell(row, number)
    if not isinstance(found, Cell):
        raise ClearwayBug("no cell of ours is merged")
    return found


def _words(cell: Cell, words: str, look: _Look) -> Cell:
    """Put words into a cell as words: what others wrote must not be reckoned with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)[:_LONGEST_CELL]
    cell.data_type = "s"
    cell.alignment = Alignment(readingOrder=_order(look), vertical="top")
    return cell


def _wrapped(look: _Look) -> Alignment:
    return Alignment(wrap_text=True, vertical="top", readingOrder=_order(look), indent=1)


def _order(look: _Look) -> int:
    return _RIGHT_TO_LEFT if look.arabic else _LEFT_TO_RIGHT


# --- about ---------------------------------------------------------------------------------------------------------


def _about(sheet: Worksheet, report: Report, look: _Look) -> None:
    """What the words mean, and the ids of the records that each line of each table rests on."""
    row = _head(sheet, report, look, render("report.sheet.about", look.lang).plain)
    for name, width in (("A", 28), ("B", 70), ("C", 40), ("D", 74)):
        sheet.column_dimensions[name].width = width
    for term, meaning in definitions(report, look.lang):
        _words(_cell(sheet, row, 1), term.plain, look).font = _BOLD
        told = _words(_cell(sheet, row, 2), meaning.plain, look)
        told.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=_order(look))
        row += 1
    row += 1
    for number, name in enumerate(("table", "line", "first_cell", "record"), start=1):
        cell = _words(_cell(sheet, row, number), render(f"report.column.{name}", look.lang).plain, look)
        cell.font, cell.fill = _BOLD, _GREY
    for cells in _ids(report, look):
        row += 1
        for number, word in enumerate(cells, start=1):
            _words(_cell(sheet, row, number), word, look)


def _ids(report: Report, look: _Look) -> Iterator[tuple[str, str, str, str]]:
    for table in report.tables:
        name = render(f"report.table.{table.name}", look.lang).plain
        for number, line in enumerate(table.lines, start=1):
            label = label_of(line, look.lang, look.zone).plain
            for each in line.records:
                yield name, str(number), label, each
