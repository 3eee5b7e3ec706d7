"""Risk education: persons reached for the first time, apart from attendances; sessions are not persons."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clearway.records.kinds.education_session import EducationSession, People
from clearway.reports.books import Books, Entry, show_words
from clearway.reports.model import Cell, Figure, Said, Table, count, tally, text

BREAKDOWNS = ("month", "district", "method", "organisation")

GROUPS: dict[str, Callable[[People], int]] = {
    "women": lambda people: people.women,
    "men": lambda people: people.men,
    "girls": lambda people: people.girls,
    "boys": lambda people: people.boys,
}
"""Each group by its field: the forms in use mix them up, so each is named once and a test holds it to its meaning."""

IMAS = {"women": "adult_female", "men": "adult_male", "girls": "girl", "boys": "boy", "all": "total"}


def education_tables(books: Books, by: str) -> tuple[Table, ...]:
    """Persons reached and attendances, by some key."""
    return (education_table(books, books.happened(EducationSession), by),)


def education_table(books: Books, sessions: Iterable[Entry[EducationSession]], by: str) -> Table:
    """The sessions of a period as one table."""
    keys: dict[str, tuple[Callable[[Entry[EducationSession]], str], Callable[[str], Cell]]] = {
        "month": (lambda each: books.month(each.at), show_words),
        "district": (lambda each: books.district(each.admitted), books.place),
        "method": (lambda each: each.body.method, lambda key: Said(f"report.education.{key}")),
        "organisation": (lambda each: each.body.organisation, show_words),
    }
    key, show = keys[by]
    groups = [count(f"{p}_{g}", imas=f"{p}_{IMAS[g]}") for p in ("first_time", "attended") for g in (*GROUPS, "all")]
    figures = (Figure(key(each), _values(each.body), (each.id,)) for each in sessions)
    return tally("education", text(by), [count("sessions", imas="number_of_sessions"), *groups], figures, show)


def _values(session: EducationSession) -> dict[str, int]:
    found = {"sessions": session.sessions}
    for part, people in (("first_time", session.first_time), ("attended", session.attended)):
        found |= {f"{part}_{group}": of(people) for group, of in GROUPS.items()}
        found[f"{part}_all"] = sum(of(people) for of in GROUPS.values())
    return found
