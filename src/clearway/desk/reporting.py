"""Reports of this office: what it tells of a period, on the screen or as a workbook."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clearway.accounting import Period
from clearway.desk.accounts import find_district
from clearway.desk.files import write_file
from clearway.desk.office import Office
from clearway.desk.workbooks import workbook_bytes
from clearway.problems import refuse
from clearway.reports import Books, Report, report
from clearway.reports.workbook import build_workbook
from clearway.reports.written import Heading
from clearway.terms import Realm
from clearway.wording import office as office_name
from clearway.wording import render

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


def make_report(
    office: Office,
    name: str,
    start: date | None = None,
    end: date | None = None,
    by: str | None = None,
    stale_days: int = 365,
) -> Report:
    """One report over this office's books as they stand now, from the first day to the last, both included.

    Days are those of the office's zone; without ``start`` from the beginning, without ``end`` up to now. Refused:
    ``report.no_such_breakdown``, ``report.period_reversed``, ``report.period_ahead``.
    """
    office.refresh()
    now, zone = office.now(), office.settings.zone
    books = Books(
        history=office.history(),
        period=Period(
            None if start is None else _last_second_before(start, zone),
            now if end is None else _last_second_before(end + _DAY, zone),
        ),
        as_of=now,
        zone=zone,
        places=office.places,
        district_of=lambda one: find_district(office, one),
        stale_days=stale_days,
    )
    return report(name, books, by)


def save_report(office: Office, found: Report, lang: str, path: Path) -> None:
    """Write a report as a workbook; one that is there already is replaced.

    Refused: ``report.not_a_workbook``, ``desk.file_unwritable``.
    """
    if path.suffix.lower() != ".xlsx":
        refuse("report.not_a_workbook", file=str(path))
    book = build_workbook(found, lang, office.settings.zone, heading_of(office, lang))
    write_file(path, workbook_bytes(book))


def heading_of(office: Office, lang: str) -> Heading:
    """Whose report it is, and the realm's mark."""
    mark = None if office.realm is Realm.ACTUAL else render(f"mark.{office.realm.value}", lang)
    return Heading(office_name(office.office, lang).plain, mark)


def _last_second_before(day: date, zone: str) -> datetime:
    """Periods begin after an instant and end with one, and records know whole seconds: so one day meets the next."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC) - _SECOND
