"""What the books of work and quality leave to be done: late orders, open non-conformities, inspections, checks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from clearway.accounting import Period
from clearway.desk.accounts import find_district
from clearway.desk.matters import Matter, MatterKind
from clearway.desk.office import Office
from clearway.projection import Admitted
from clearway.records.kinds.marking import Marking
from clearway.reports.books import Books, Entry
from clearway.reports.checks import list_checked
from clearway.reports.quality import Open, list_open
from clearway.reports.tasks import list_orders, overdue_days
from clearway.terms import Rel


def list_due(office: Office, at: datetime) -> Iterator[Matter]:
    """All of it as the books stand at ``at``, each with how long it has stood."""
    books = books_at(office, at)
    yield from _orders(books)
    yield from (_non_conformity(books, each) for each in list_open(books))
    yield from _inspections(books)
    yield from _checks(books)


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A non-conformity that a quality visit found and no later one has closed; ``days`` is how long it stands."""

    visit: str
    number: int
    severity: str
    what: str
    days: int
    due: datetime | None


def list_open_about(office: Office, records: Collection[str], at: datetime) -> tuple[OpenFinding, ...]:
    """Open non-conformities of the visits that are among some records, or are about one of them."""
    named, books = frozenset(records), books_at(office, at)
    return tuple(
        OpenFinding(
            visit=each.visit.id,
            number=each.found.number,
            severity=each.found.severity,
            what=each.found.what,
            days=books.days_until_end(each.visit.at),
            due=each.found.due,
        )
        for each in list_open(books)
        if each.visit.id in named or not named.isdisjoint(each.visit.admitted.record.refs_to(Rel.ABOUT))
    )


def books_at(office: Office, at: datetime) -> Books:
    """The office's books as they stand at ``at``, from the beginning."""
    zone, district = office.settings.zone, partial(find_district, office)
    return Books(office.history(), Period(None, at), at, zone, office.places, district)


def _matter(books: Books, kind: MatterKind, admitted: Admitted, since: datetime, due: datetime | None) -> Matter:
    return Matter(
        kind=kind,
        record=admitted.id,
        record_kind=admitted.kind,
        since=since,
        due=due,
        overdue=due is not None and due <= books.period.end,
        days=books.days_until_end(since),
    )


def _orders(books: Books) -> Iterator[Matter]:
    for order in list_orders(books):
        if overdue_days(books, order) is not None:
            matter = _matter(
                books, MatterKind.TASK_OVERDUE, order.admitted, order.body.planned.from_, order.body.planned.until
            )
            yield _with(matter, order.body.number, order.body.priority)


def _non_conformity(books: Books, each: Open) -> Matter:
    matter = _matter(books, MatterKind.NON_CONFORMITY, each.visit.admitted, each.visit.at, each.found.due)
    return _with(matter, each.found.what, each.found.severity)


def _inspections(books: Books) -> Iterator[Matter]:
    """By the last look at the marking of each area; signs that were taken away need none."""
    last: dict[str, Entry[Marking]] = {}
    for look in sorted(books.standing(Marking), key=lambda each: (each.at, each.id)):
        last.update(dict.fromkeys(look.admitted.record.refs_to(Rel.ABOUT), look))
    for look in {look.id: look for look in last.values()}.values():
        due = look.body.next_inspection
        if due is not None and due <= books.period.end and look.body.occasion != "taken_away":
            matter = _matter(books, MatterKind.INSPECTION_DUE, look.admitted, look.at, due)
            yield _with(matter, None, look.body.condition)


def _checks(books: Books) -> Iterator[Matter]:
    """Reports of which a check has begun, until supervisor, partner and centre have taken them."""
    for each in list_checked(books):
        if each.steps and each.state != "accepted":
            since = each.steps[-1].entered
            matter = _matter(books, MatterKind.CHECK_OUTSTANDING, each.report.admitted, since, None)
            yield _with(matter, each.returned.to_correct if each.returned else None, each.state)


def _with(matter: Matter, said: str | None, state: str) -> Matter:
    return replace(matter, said=said, state=state)
