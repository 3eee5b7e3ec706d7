"""What the terminal shows: sentences of answers and records, or their JSON. No judgement, only layout."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from clearway.answering import Asked, Role, document, mark, mark_of, sentences
from clearway.cli.session import Session, get_session
from clearway.desk.due import OpenFinding
from clearway.desk.units import Inside
from clearway.records import Record
from clearway.situation import Answer
from clearway.terms import Tier
from clearway.wording import ZONE, Inserted, Text, isolated, kind_name, render, term, verbatim

_INDENTED = frozenset({Role.RECORD, Role.QUOTE, Role.DOUBT})
_GAP_BEFORE = frozenset({Role.SUBJECT, Role.VERDICT, Role.AXIS, Role.CORRIDOR, Role.PERMIT, Role.CHANGE, Role.AGE})


def show_json(value: Any) -> None:
    """Print a JSON document, with letters as they are; what does not speak of the world says so first."""
    opened = get_session().opened
    if isinstance(value, dict) and opened is not None and (said := mark_of(opened.realm)):
        value = {"mark": said, **value}
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show(*texts: Text, err: bool = False) -> None:
    """Print sentences, one a line; ``err`` for what only accompanies the result."""
    for text in texts:
        click.echo(text.terminal, err=err)


def zone_of(session: Session) -> str:
    """The zone in which times are written: the workspace's if one is open."""
    return session.opened.settings.zone if session.opened else ZONE


def say(session: Session, key: str, *, err: bool = False, **values: Any) -> None:
    """Print one sentence; strings among its values are not ours and are isolated."""
    lang = session.language
    zone = zone_of(session)
    said = {name: verbatim(value, lang) if isinstance(value, str) else value for name, value in values.items()}
    show(render(key, lang, zone=zone, **said), err=err)


def show_answer(session: Session, answer: Answer, asked: Asked) -> None:
    """Print an answer: the verdict first, what it rests on below."""
    lang = session.language
    if session.as_json:
        show_json(document(answer, asked, lang))
        return
    last: Role | None = None
    for sentence in sentences(answer, asked, lang):
        if sentence.role is not last and sentence.role in _GAP_BEFORE and last is not None:
            click.echo()
        line = sentence.text.terminal
        if sentence.role is Role.VERDICT:
            click.secho(line, bold=True)
        else:
            click.echo(f"  {line}" if sentence.role in _INDENTED else line)
        last = sentence.role


def table(rows: Sequence[Sequence[Text]], lang: str) -> Iterator[Text]:
    """Rows of aligned cells: the first column from its beginning, the others to their end."""
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        # A line without an Arabic letter would be laid out from the left, its columns in the other order.
        parts: list[str | Inserted] = ["\u200f"] if lang == "ar" else []
        for n, cell in enumerate(row):
            gap = " " * (widths[n] - _width(cell))
            parts += [*cell.parts, gap] if n == 0 else ["  ", gap, *cell.parts]
        yield Text(tuple(parts), lang)


def _width(cell: Text) -> int:
    """How many places a cell takes; marks stand above and below letters."""
    return sum(not unicodedata.combining(letter) for letter in cell.plain)


def open_findings(found: Iterable[OpenFinding], lang: str) -> Iterator[Text]:
    """What quality visits found and nobody has put right, a sentence each."""
    for each in found:
        yield render(
            "cli.open_non_conformity",
            lang,
            severity=term("stands", each.severity, lang),
            days=each.days,
            what=verbatim(each.what, lang),
            id=verbatim(each.visit, lang),
        )


def open_document(each: OpenFinding) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "visit": each.visit,
        "number": each.number,
        "severity": each.severity,
        "what": each.what,
        "days": each.days,
        "due": each.due.isoformat() if each.due else None,
    }


def buildings(found: Iterable[Inside], lang: str) -> Iterator[Text]:
    """How many units of each building were released by name; the ground's release says nothing of the others."""
    for each in found:
        yield render(
            "coverage.building",
            lang,
            name=verbatim(each.name, lang),
            units=len(each.units),
            released=len(each.released),
            id=verbatim(each.record, lang),
        )


def building_document(each: Inside) -> dict[str, Any]:
    """The same as JSON."""
    return {"record": each.record, "name": each.name, "units": list(each.units), "released": list(each.released)}


def record_document(record: Record) -> dict[str, Any]:
    """A record as it was signed, with its id."""
    return {"id": record.id, "record": json.loads(record.canonical)}


def show_recorded(session: Session, *records: Record) -> None:
    """Say what was written, and before it which public warnings had to be added to it.

    The id of the record that was asked for is the last line, so that a script can take it.
    """
    notices = session.office.notices if session.opened else ()
    session.recorded += [record.id for record in records]
    lang = session.language
    if session.as_json:
        show_json(
            {
                "recorded": [record_document(record) for record in records],
                "notices": [record_document(record) for record in notices],
            }
        )
        return
    show(*(sentence.text for sentence in mark(session.office.realm, lang)))
    for key, written in (("cli.notice_added", notices), ("cli.recorded", records)):
        for record in written:
            show(_recorded(record, key, lang))
            click.echo(record.id)


def _recorded(record: Record, key: str, lang: str) -> Text:
    tier = Tier.PUBLIC if record.origin.endswith("/public") else Tier.RESTRICTED
    return render(key, lang, kind=kind_name(record.kind, lang), log=term("tier", tier.value, lang))


def show_findings(session: Session, sentences_said: Iterable[tuple[str, str]]) -> None:
    """Print codes with their sentences, as ``explain`` takes them."""
    lang = session.language
    for code, sentence in sentences_said:
        show(render("cli.finding", lang, code=code, sentence=isolated(sentence, lang)))
