"""Explosive items found, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from clearway.projection import Admitted
from clearway.records.kinds.find import Find
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.spot_task import SpotTask
from clearway.reports.books import Books, Entry, category, show_category, show_words
from clearway.reports.model import Cell, Figure, Line, Said, Table, count, day, listed, number, record, tally, text
from clearway.terms import Rel

BREAKDOWNS = ("category", "operator", "month", "district", "source")

OUTCOMES = ("destroyed", "removed", "left_in_place", "not_found", "not_explosive")
_OF_SPOT = {"destroyed_in_place": "destroyed"}
_NOTHING_THERE = ("not_found", "not_explosive")


@dataclass(frozen=True, slots=True)
class Items:
    """Items of one sort that one record tells of. ``found`` counts them unless another record has done so."""

    source: str
    admitted: Admitted
    at: datetime
    what: str
    operator: str
    quantity: int
    found: bool
    outcome: str | None

    @property
    def figure(self) -> dict[str, int]:
        """What they add to the counts."""
        counts = {"found": self.quantity if self.found else 0}
        return counts | ({self.outcome: self.quantity} if self.outcome else {})


def item_tables(books: Books, by: str) -> tuple[Table, ...]:
    """Found and dealt with in the period, by some key; every record of items; and what is still out there."""
    found = tuple(list_items(books))
    key, show = _keyed(books, by)
    figures = (Figure(key(each), each.figure, (each.admitted.id,)) for each in found)
    return (
        tally("items", text(by), [count(name) for name in ("found", *OUTCOMES)], figures, show),
        listed("item_records", _LISTED, (_line(books, each) for each in found)),
        outstanding(books),
    )


def list_items(books: Books) -> Iterator[Items]:
    """All items of the period: of search reports, of finds, and of spot tasks.

    A spot task that is about a find deals with items that the find has counted already; any other has found its own.
    """
    for report in books.happened(SearchReport):
        for item in report.body.finds:
            outcome = "destroyed" if item.destroyed else "left_in_place"
            who = report.body.organisation
            yield Items("search_report", report.admitted, report.at, item.what, who, item.quantity, True, outcome)
    for find in books.happened(Find):
        body, office = find.body, find.admitted.record.issuer.office
        # What a find left where it was is dealt with, and then counted, by a spot task.
        yield Items("find", find.admitted, find.at, body.what, office, body.quantity, True, None)
    for task in books.happened(SpotTask):
        counted = is_about_find(books, task)
        for disposed in task.body.items:
            outcome = _OF_SPOT.get(disposed.outcome, disposed.outcome)
            found = not counted and outcome not in _NOTHING_THERE
            who = task.body.organisation
            yield Items("spot_task", task.admitted, task.at, disposed.what, who, disposed.quantity, found, outcome)


def is_about_find(books: Books, task: Entry[SpotTask]) -> bool:
    """Whether what the task dealt with was recorded as a find before."""
    about = (books.history.find(each) for each in task.admitted.record.refs_to(Rel.ABOUT))
    return any(each is not None and each.kind == "find" for each in about)


def _keyed(books: Books, by: str) -> tuple[Callable[[Items], str], Callable[[str], Cell]]:
    keys: dict[str, tuple[Callable[[Items], str], Callable[[str], Cell]]] = {
        "category": (lambda each: category(each.what), show_category),
        "operator": (lambda each: each.operator, show_words),
        "month": (lambda each: books.month(each.at), show_words),
        "district": (lambda each: books.district(each.admitted), books.place),
        "source": (lambda each: each.source, lambda key: Said(f"kind.{key}")),
    }
    return keys[by]


_LISTED = (
    day("date"),
    text("source"),
    text("category"),
    text("operator"),
    text("district"),
    count("quantity"),
    text("outcome"),
    record(),
)


def _line(books: Books, each: Items) -> Line:
    outcome = Said(f"report.outcome.{each.outcome}") if each.outcome else None
    cells: tuple[Cell, ...] = (
        each.at,
        Said(f"kind.{each.source}"),
        show_category(category(each.what)),
        each.operator,
        books.place(books.district(each.admitted)),
        each.quantity,
        outcome,
        each.admitted.id,
    )
    return Line(cells, (each.admitted.id,))


_OUTSTANDING = (day("date"), text("category"), text("district"), count("quantity"), number("days"), record())


def outstanding(books: Books) -> Table:
    """Finds left in place to which no spot task has gone by the period's end."""
    gone = {each for task in books.standing(SpotTask) for each in task.admitted.record.refs_to(Rel.ABOUT)}
    waiting = [find for find in books.standing(Find) if find.body.left_in_place and find.id not in gone]
    return listed(
        "outstanding",
        _OUTSTANDING,
        (
            Line(
                (
                    find.at,
                    show_category(category(find.body.what)),
                    books.place(books.district(find.admitted)),
                    find.body.quantity,
                    books.days_until_end(find.at),
                    find.id,
                ),
                (find.id,),
            )
            for find in sorted(waiting, key=lambda each: (each.at, each.id))
        ),
    )
