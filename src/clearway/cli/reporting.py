"""The command that reports: one table after the other in the terminal, as JSON, or as a workbook."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from clearway.answering.document import instant
from clearway.cli.boundary import Verb
from clearway.cli.misuse import Misused
from clearway.cli.parameters import DAY, MONTH
from clearway.cli.rendering import show, show_json
from clearway.cli.session import Session, get_session
from clearway.desk.reporting import heading_of, make_report, save_report
from clearway.reports import REPORTS, Both, Cell, Form, Report, Said, Table
from clearway.reports.written import heading, written
from clearway.wording import Text, render, verbatim

_SHORT = len("sha256:") + 12
_LONGEST = 40
"""Letters of a cell in the terminal; the workbook and the JSON have all."""


@click.command("report", cls=Verb)
@click.argument("name", type=click.Choice(list(REPORTS)))
@click.option("--month", type=MONTH, help="One month, like 2017-03, instead of --from and --to.")
@click.option("--from", "start", type=DAY, help="The first day; else from the beginning.")
@click.option("--to", "end", type=DAY, help="The last day; else up to now.")
@click.option(
    "--by",
    "breakdown",
    metavar="KEY",
    help="Break it down: "
    + "; ".join(f"{name}: {', '.join(kind.breakdowns)}" for name, kind in REPORTS.items() if kind.breakdowns)
    + ".",
)
@click.option(
    "--stale-days",
    type=click.IntRange(1, 36_500),
    default=365,
    show_default=True,
    help="data-quality: an open area is stale after so many days without any entry.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook (.xlsx) instead.")
def report(
    name: str,
    month: tuple[date, date] | None,
    start: date | None,
    end: date | None,
    breakdown: str | None,
    stale_days: int,
    out: Path | None,
) -> None:
    """Report what the books say of a period: on the screen, with --json, or as a workbook with --out.

    Every line names in the workbook and the JSON the records that it rests on. Days are whole days where the office is.
    """
    if month is not None and (start or end):
        raise Misused("usage.month_or_days")
    start, end = month or (start, end)
    session = get_session()
    found = make_report(session.office, name, start, end, breakdown, stale_days)
    if out is not None:
        save_report(session.office, found, session.language, out)
    if session.as_json:
        show_json(_document(found))
    elif out is not None:
        show(render("report.written", session.language, file=verbatim(str(out), session.language)))
    else:
        show(*_report(found, session))


def _report(found: Report, session: Session) -> Iterator[Text]:
    lang, zone = session.language, session.office.settings.zone
    head = heading_of(session.office, lang)
    title, *sentences = heading(found, lang, zone, head)
    yield title
    if head.mark is not None:
        yield head.mark
    yield from sentences
    for table in found.tables:
        yield Text(("",), lang)
        yield render(f"report.table.{table.name}", lang)
        kept = _kept(table)
        if table.lines and len(kept) > 1:
            yield from _table(table, kept, lang, zone)
        else:
            yield render("report.nothing", lang)


def _kept(table: Table) -> list[int]:
    """The first column, and those that hold more than nothing."""
    numbers = range(len(table.columns))
    return [n for n in numbers if n == 0 or any(line.cells[n] not in (None, 0) for line in table.lines)]


def _table(table: Table, kept: Sequence[int], lang: str, zone: str) -> Iterator[Text]:
    """Rows of aligned cells."""
    rows = [[render(f"report.column.{table.columns[n].name}", lang) for n in kept]]
    rows += [[_shown(line.cells[n], table.columns[n].form, lang, zone) for n in kept] for line in table.lines]
    if table.total is not None:
        total = table.total
        rows.append([render("report.total.counted", lang), *(verbatim(_number(total[n]), lang) for n in kept[1:])])
    widths = [max(_width(cells[n]) for cells in rows) for n in range(len(kept))]
    right = [table.columns[n].form in (Form.COUNT, Form.M2, Form.DEGREES) for n in kept]
    for cells in rows:
        yield _aligned(cells, widths, right, lang)


def _aligned(cells: Sequence[Text], widths: Sequence[int], right: Sequence[bool], lang: str) -> Text:
    # A line without an Arabic letter would be laid out from the left, its columns in the other order.
    parts: list[Any] = ["\u200f"] if lang == "ar" else []
    for cell, width, numbers in zip(cells, widths, right, strict=True):
        gap = " " * (width - _width(cell))
        parts += [gap, *cell.parts, "  "] if numbers else [*cell.parts, gap, "  "]
    return Text(tuple(parts[:-1]), lang)


def _shown(value: Cell, form: Form, lang: str, zone: str) -> Text:
    if isinstance(value, int) and form is Form.DEGREES:
        value = f"{value / 1e7:.5f}"
    if isinstance(value, str) and value.startswith("sha256:"):
        value = value[:_SHORT]
    if isinstance(value, str) and len(value) > _LONGEST:
        value = value[: _LONGEST - 1] + "…"
    return written(value, lang, zone)


def _number(total: int | None) -> str:
    return "" if total is None else str(total)


def _width(cell: Text) -> int:
    """How many places a cell takes; marks stand above and below letters."""
    return sum(not unicodedata.combining(letter) for letter in cell.plain)


# --- JSON ----------------------------------------------------------------------------------------------------------


def _document(found: Report) -> dict[str, Any]:
    return {
        "report": found.name,
        "by": found.by,
        "period": {"after": instant(found.period.start), "to": instant(found.period.end)},
        "as_of": instant(found.as_of),
        "tables": [_table_document(table) for table in found.tables],
    }


def _table_document(table: Table) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    total = None if table.total is None else {n: t for n, t in zip(names, table.total, strict=True) if t is not None}
    return {
        "table": table.name,
        "columns": [{"name": c.name, "form": c.form.value, "field": c.imas} for c in table.columns],
        "lines": [
            {**dict(zip(names, map(_plain, line.cells), strict=True)), "records": list(line.records)}
            for line in table.lines
        ],
        "total": total,
    }


def _plain(value: Cell) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, Both):
        return {"ar": value.ar, "en": value.en}
    if isinstance(value, Said):
        return value.code
    return value


COMMANDS = (report,)
