"""Numbers that records bear elsewhere, in IMSMA, in a partner's books, on paper: to find ours by theirs."""

from __future__ import annotations

from collections.abc import Iterator

from clearway.accounting.families import entered_at
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.numbering import Numbering
from clearway.reports.books import UNSAID, Books, show_words
from clearway.reports.model import Cell, Figure, Line, Said, Table, count, day, listed, record, tally, text
from clearway.terms import Rel

_LISTED = (text("system"), text("number"), text("kind"), record(), day("entered"))


def number_tables(books: Books) -> tuple[Table, ...]:
    """How many numbers of each system stand in the books at the period's end, and each with the record it is for."""
    lines = sorted(_lines(books), key=lambda line: tuple(map(str, line.cells[:4])))
    figures = (Figure(_system(line), {"numbers_of": 1}, line.records) for line in lines)
    return (
        tally("systems", text("system"), [count("numbers_of")], figures, show_words),
        listed("numbers", _LISTED, lines),
    )


def _system(line: Line) -> str:
    """The key of a line's system; the number of an imported area does not say whose it is."""
    return line.cells[0] if isinstance(line.cells[0], str) else ""


def _lines(books: Books) -> Iterator[Line]:
    for entry in books.standing(Numbering):
        (about,) = entry.admitted.record.refs_to(Rel.ABOUT)[:1]
        numbered = books.history.find(about)
        kind: Cell = Said(f"kind.{numbered.kind}") if numbered is not None and numbered.known else None
        yield Line((entry.body.system, entry.body.number, kind, about, entry.entered), (entry.id, about))
    for area in books.standing(HazardousArea):
        if area.body.legacy_id:
            entered = entered_at(books.history, area.admitted)
            yield Line((UNSAID, area.body.legacy_id, Said("kind.hazardous_area"), area.id, entered), (area.id,))
