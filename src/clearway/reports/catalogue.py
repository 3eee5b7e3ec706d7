"""Every report: its name, by what it may be broken down (the first is meant where nobody says), and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clearway.accounting import By
from clearway.problems import refuse
from clearway.reports import areas, buildings, checks, doubts, education, harm, items, monthly, numbers, quality, tasks
from clearway.reports.books import Books
from clearway.reports.model import Report, Table


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report. ``make`` takes the key of a breakdown; without ``breakdowns`` it gets none."""

    make: Callable[[Books, str], tuple[Table, ...]]
    breakdowns: tuple[str, ...] = ()


REPORTS: Mapping[str, Kind] = MappingProxyType(
    {
        "account": Kind(areas.account_tables, (By.TOTAL, By.AREA, By.DISTRICT, By.OPERATOR, By.CLASS, areas.MONTH)),
        "items": Kind(items.item_tables, items.BREAKDOWNS),
        "accidents": Kind(harm.harm_tables, harm.BREAKDOWNS),
        "education": Kind(education.education_tables, education.BREAKDOWNS),
        "tasks": Kind(tasks.task_tables, tasks.BREAKDOWNS),
        "quality": Kind(quality.quality_tables, quality.BREAKDOWNS),
        "checks": Kind(checks.check_tables, checks.BREAKDOWNS),
        "data-quality": Kind(lambda books, _: doubts.doubt_tables(books)),
        "buildings": Kind(lambda books, _: buildings.building_tables(books)),
        "numbers": Kind(lambda books, _: numbers.number_tables(books)),
        "return": Kind(lambda books, _: monthly.return_tables(books)),
    }
)


def report(name: str, books: Books, by: str | None = None) -> Report:
    """One report over the books.

    Refused: ``report.no_such_breakdown``, ``report.period_reversed``, ``report.period_ahead``.
    """
    period = books.period
    if period.start is not None and period.end <= period.start:
        refuse("report.period_reversed")
    if period.end > books.as_of:
        refuse("report.period_ahead")
    kind = REPORTS[name]
    if by is not None and by not in kind.breakdowns:
        refuse("report.no_such_breakdown", report=name, by=by, choices=", ".join(kind.breakdowns) or "-")
    chosen = by or next(iter(kind.breakdowns), None)
    return Report(name, chosen and str(chosen), period, books.as_of, kind.make(books, chosen or ""))
