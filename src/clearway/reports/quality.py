"""Quality control and assurance: what was sampled of what, with which result, and what does not conform and is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from clearway.geometry import Drawn, measure_each
from clearway.records import Part
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.quality_visit import NonConformity, QualityVisit
from clearway.reports.books import Books, Entry, show_words
from clearway.reports.model import (
    Cell,
    Column,
    Figure,
    Form,
    Line,
    Said,
    Table,
    count,
    day,
    listed,
    m2,
    number,
    record,
    tally,
    text,
)
from clearway.terms import ControlResult, Rel

BREAKDOWNS = ("result", "operator", "inspector", "month")

SEVERITIES = ("critical", "major", "minor", "observation")


@dataclass(frozen=True, slots=True)
class Control:
    """One controlled lot with its area, and who had searched it. ``open``: it failed, and nothing has answered it."""

    entry: Entry[QualityControl]
    lot_m2: int
    operator: str
    open: bool


def quality_tables(books: Books, by: str) -> tuple[Table, ...]:
    """Controls by some key, each lot, visits, and non-conformities that are open."""
    controls = list_controls(books)
    visits = books.happened(QualityVisit)
    return (
        control_table(books, controls, by),
        listed("lots", _LOTS, map(_lot, controls)),
        _visits(visits),
        open_table(books),
    )


def list_controls(books: Books) -> tuple[Control, ...]:
    """The controls of the period, in the order of their days."""
    entries = sorted(books.happened(QualityControl), key=lambda each: (each.at, each.id))
    lots = measure_each([Drawn.of(books.history.outward(each.admitted)) for each in entries])
    answered = _list_answered(books)
    found = []
    for entry, lot in zip(entries, lots, strict=True):
        failed = entry.body.result is ControlResult.FAILED
        found.append(Control(entry, lot.m2, _searched_by(books, entry), failed and entry.id not in answered))
    return tuple(found)


def _searched_by(books: Books, control: Entry[QualityControl]) -> str:
    reports = (books.history.find(each) for each in control.admitted.record.refs_to(Rel.RESTS_ON))
    bodies: list[Part | None] = [each.record.body for each in reports if each is not None]
    return " + ".join(sorted({who for body in bodies if (who := getattr(body, "organisation", None))}))


def _list_answered(books: Books) -> frozenset[str]:
    """The failed controls that a passed one answers, in the books at the period's end."""
    passed = (each for each in books.standing(QualityControl) if each.body.result is ControlResult.PASSED)
    return frozenset(failed for each in passed for failed in each.admitted.record.refs_to(Rel.ANSWERS))


def control_table(books: Books, controls: tuple[Control, ...], by: str) -> Table:
    """The controls of the period by some key."""
    keys: dict[str, tuple[Callable[[Control], str], Callable[[str], Cell]]] = {
        "result": (lambda each: each.entry.body.result.value, lambda key: Said(f"control.{key}")),
        "operator": (lambda each: each.operator, show_words),
        "inspector": (lambda each: each.entry.body.organisation, show_words),
        "month": (lambda each: books.month(each.entry.at), show_words),
    }
    key, show = keys[by]
    figures = (Figure(key(each), _values(each), (each.entry.id,)) for each in controls)
    measures = [count("lots"), m2("lot_m2"), m2("sampled_m2"), count("without_sample"), count("failed_open")]
    return tally(
        "controls", text(by), measures, figures, show, [r.value for r in ControlResult] if by == "result" else ()
    )


def _values(control: Control) -> dict[str, int]:
    sampled = control.entry.body.sampled_m2
    return {
        "lots": 1,
        "lot_m2": control.lot_m2,
        "sampled_m2": sampled or 0,
        "without_sample": int(sampled is None),
        "failed_open": int(control.open),
    }


_LOTS = (
    day("date"),
    text("result"),
    text("operator"),
    text("inspector"),
    m2("lot_m2"),
    m2("sampled_m2"),
    text("failed_on"),
    text("answered"),
    record(),
)


def _lot(control: Control) -> Line:
    entry = control.entry
    answered = Said("report.answer.no" if control.open else "report.answer.yes")
    cells: tuple[Cell, ...] = (
        entry.at,
        Said(f"control.{entry.body.result.value}"),
        control.operator or None,
        entry.body.organisation,
        control.lot_m2,
        entry.body.sampled_m2,
        entry.body.failed_on,
        answered if entry.body.result is ControlResult.FAILED else None,
        entry.id,
    )
    return Line(cells, (entry.id, *entry.admitted.record.refs_to(Rel.RESTS_ON)))


def _visits(visits: tuple[Entry[QualityVisit], ...]) -> Table:
    """Visits by the organisation visited: what did not conform, and what was found put right."""
    figures = []
    for visit in visits:
        values = {"visits": 1, "closed": len(visit.body.closes)}
        for found in visit.body.non_conformities:
            values[found.severity] = values.get(found.severity, 0) + 1
        figures.append(Figure(visit.body.organisation, values, (visit.id,)))
    return tally("visits", text("operator"), [count(n) for n in ("visits", *SEVERITIES, "closed")], figures, show_words)


# --- open ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Open:
    """A non-conformity that no later visit has closed."""

    visit: Entry[QualityVisit]
    found: NonConformity


def list_open(books: Books) -> tuple[Open, ...]:
    """Open non-conformities at the period's end: the gravest first, then the oldest."""
    visits = books.standing(QualityVisit)
    closed: dict[tuple[str, int], datetime] = {}
    for visit in visits:
        for each in visit.body.closes:
            key = (each.visit, each.number)
            closed[key] = max(visit.at, closed.get(key, visit.at))
    found = [Open(visit, each) for visit in visits for each in visit.body.non_conformities]
    waiting = [each for each in found if not _is_closed(each, closed)]
    order = {severity: number for number, severity in enumerate(SEVERITIES)}
    return tuple(sorted(waiting, key=lambda e: (order[e.found.severity], e.visit.at, e.visit.id, e.found.number)))


def _is_closed(each: Open, closed: dict[tuple[str, int], datetime]) -> bool:
    """A visit made before cannot have seen it put right."""
    at = closed.get((each.visit.id, each.found.number))
    return at is not None and at >= each.visit.at


_OPEN = (
    text("severity"),
    text("operator"),
    day("date"),
    Column("number_of", Form.COUNT),
    text("what"),
    text("action"),
    day("due"),
    number("days"),
    number("overdue_days"),
    record(),
)


def open_table(books: Books) -> Table:
    """The open non-conformities with their age."""
    return listed("non_conformities", _OPEN, _open_lines(books))


def _open_lines(books: Books) -> Iterator[Line]:
    for each in list_open(books):
        due = each.found.due
        late = due is not None and due <= books.period.end
        cells: tuple[Cell, ...] = (
            Said(f"report.severity.{each.found.severity}"),
            each.visit.body.organisation,
            each.visit.at,
            each.found.number,
            each.found.what,
            each.found.corrective_action,
            due,
            books.days_until_end(each.visit.at),
            books.days_until_end(due) if due is not None and late else None,
            each.visit.id,
        )
        yield Line(cells, (each.visit.id,))
