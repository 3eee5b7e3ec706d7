"""The words of a report in one language: its heading, its cells, and what its figures mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clearway.reports.model import Both, Cell, Line, Report, Said
from clearway.wording import Text, has, render, verbatim

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose report it is, and the mark of the realm it speaks of, if that is not the world."""

    office: str
    mark: Text | None = None


def heading(report: Report, lang: str, zone: str, head: Heading) -> list[Text]:
    """The title, then a sentence each: whose, of which period, as the books stood when, and for whom."""
    period = report.period
    return [
        render(f"report.name.{report.name}", lang),
        render("report.office", lang, office=verbatim(head.office, lang)),
        render("report.period", lang, zone=zone, start=_first(report), end=period.end),
        render("report.as_of", lang, zone=zone, at=report.as_of),
        render("report.restricted", lang),
    ]


def _first(report: Report) -> datetime | None:
    """The first second that belongs to the period: it begins after the last one of the period before."""
    start = report.period.start
    return None if start is None else start + _SECOND


def written(value: Cell, lang: str, zone: str) -> Text:
    """A cell's words; nothing for nothing."""
    if isinstance(value, Said):
        return render(value.key, lang) if value.lang is None else verbatim(render(value.key, value.lang).plain, lang)
    if isinstance(value, Both):
        return verbatim(value.of(lang), lang)
    if isinstance(value, datetime):
        return verbatim(value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d"), lang)
    return verbatim("" if value is None else str(value), lang)


def label_of(line: Line, lang: str, zone: str) -> Text:
    """What tells a line from others: its first cell."""
    return written(line.cells[0], lang, zone)


def definitions(report: Report, lang: str) -> Iterator[tuple[Text, Text]]:
    """What the report, its tables and its columns mean, each by its name."""
    yield render(f"report.name.{report.name}", lang), render(f"report.about.{report.name}", lang)
    yield render("report.rule.name", lang), render("report.rule.counted", lang)
    seen = set[str]()
    for table in report.tables:
        yield render(f"report.table.{table.name}", lang), render(f"report.meaning.{table.name}", lang)
        for column in table.columns:
            if column.name not in seen and has(f"report.define.{column.name}"):
                seen.add(column.name)
                yield render(f"report.column.{column.name}", lang), render(f"report.define.{column.name}", lang)
