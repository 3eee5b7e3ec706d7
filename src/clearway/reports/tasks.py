"""Task orders and what is overdue of them, and marking that should have been looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clearway.records.kinds.marking import Marking
from clearway.records.kinds.task_order import TaskOrder
from clearway.reports.books import Books, Entry, show_words
from clearway.reports.model import Cell, Figure, Line, Said, Table, count, day, listed, number, record, tally, text
from clearway.terms import Rel

BREAKDOWNS = ("organisation", "state", "priority", "activity")

STATES = ("planned", "ordered", "suspended", "completed", "aborted")
ACTIVITIES = ("non_technical_survey", "technical_survey", "clearance", "battle_area_clearance", "spot_task", "marking")
PRIORITIES = ("emergency", "high", "medium", "low")
_OVER = ("completed", "aborted")


def task_tables(books: Books, by: str) -> tuple[Table, ...]:
    """Orders by some key; each order; and marking whose inspection is due."""
    orders = list_orders(books)
    keys: dict[str, tuple[Callable[[TaskOrder], str], Callable[[str], Cell]]] = {
        "organisation": (lambda order: order.organisation, show_words),
        "state": (lambda order: order.state, lambda key: Said(f"report.state.{key}")),
        "priority": (lambda order: order.priority, lambda key: Said(f"report.priority.{key}")),
        "activity": (lambda order: order.activity, lambda key: Said(f"report.work.{key}")),
    }
    key, show = keys[by]
    figures = (Figure(key(each.body), _values(books, each), (each.id,)) for each in orders)
    measures = [count(name) for name in ("orders", *STATES, "overdue")]
    return (
        tally("tasks", text(by), measures, figures, show, {"state": STATES, "priority": PRIORITIES}.get(by, ())),
        listed("orders", _ORDERS, (_line(books, each) for each in orders)),
        _inspections(books),
    )


def list_orders(books: Books) -> tuple[Entry[TaskOrder], ...]:
    """Orders as they stood at the period's end, less those that were over before it began; the most urgent first."""
    found = [each for each in books.standing(TaskOrder) if each.body.state not in _OVER or books.covers(each.entered)]
    return tuple(sorted(found, key=lambda each: (PRIORITIES.index(each.body.priority), each.body.number, each.id)))


def overdue_days(books: Books, order: Entry[TaskOrder]) -> int | None:
    """Days since an order should have been done, if it is not over."""
    if order.body.state in _OVER or order.body.planned.until > books.period.end:
        return None
    return books.days_until_end(order.body.planned.until)


def _values(books: Books, order: Entry[TaskOrder]) -> dict[str, int]:
    return {"orders": 1, order.body.state: 1, "overdue": int(overdue_days(books, order) is not None)}


_ORDERS = (
    text("number"),
    text("activity"),
    text("priority"),
    text("state"),
    text("organisation"),
    text("team"),
    text("district"),
    day("from"),
    day("until"),
    number("overdue_days"),
    record(),
)


def _line(books: Books, order: Entry[TaskOrder]) -> Line:
    body = order.body
    cells: tuple[Cell, ...] = (
        body.number,
        Said(f"report.work.{body.activity}"),
        Said(f"report.priority.{body.priority}"),
        Said(f"report.state.{body.state}"),
        body.organisation,
        body.team,
        books.place(order_district(books, order)),
        body.planned.from_,
        body.planned.until,
        overdue_days(books, order),
        order.id,
    )
    return Line(cells, (order.id, *order.admitted.record.refs_to(Rel.ABOUT)))


def order_district(books: Books, order: Entry[TaskOrder]) -> str:
    """The district of an order: of its own ground, else of the first area it is about."""
    about = (books.history.find(each) for each in order.admitted.record.refs_to(Rel.ABOUT))
    found = (books.district(each) for each in (order.admitted, *about) if each is not None)
    return next((each for each in found if each), "")


_DUE = (
    text("marking_system"),
    text("condition"),
    text("organisation"),
    day("seen"),
    day("due"),
    number("days"),
    record(),
)


def _inspections(books: Books) -> Table:
    """Marking whose next inspection was due by the period's end, by the last look at the same areas."""
    latest = list(_last_looks(books.standing(Marking)))
    waiting = [e for e in latest if e.body.next_inspection is not None and e.body.next_inspection <= books.period.end]
    return listed("inspections", _DUE, (_due(books, each) for each in sorted(waiting, key=lambda e: (e.at, e.id))))


def _last_looks(looks: Iterable[Entry[Marking]]) -> Iterable[Entry[Marking]]:
    last: dict[str, Entry[Marking]] = {}
    for look in sorted(looks, key=lambda each: (each.at, each.id)):
        last.update(dict.fromkeys(look.admitted.record.refs_to(Rel.ABOUT), look))
    return {look.id: look for look in last.values()}.values()


def _due(books: Books, look: Entry[Marking]) -> Line:
    body = look.body
    due = body.next_inspection
    cells: tuple[Cell, ...] = (
        Said(f"report.marking.{body.system}"),
        Said(f"report.condition.{body.condition}"),
        body.organisation,
        body.seen_at,
        due,
        None if due is None else books.days_until_end(due),
        look.id,
    )
    return Line(cells, (look.id, *look.admitted.record.refs_to(Rel.ABOUT)))
