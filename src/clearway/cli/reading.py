"""The command that reads an announcement: drafts beside their words, for an officer who will confirm each."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from clearway.cli.beside import beside_document, second_document, show_beside, show_second
from clearway.cli.boundary import Verb, tell_problem
from clearway.cli.misuse import Misused
from clearway.cli.options import FILE
from clearway.cli.parameters import DAY
from clearway.cli.rendering import say, show_json
from clearway.cli.session import Session, get_session
from clearway.cli.taking import TakenFile, day_of, take_given, taking_options
from clearway.desk.archives import read_archive
from clearway.desk.beside import Beside, find_beside
from clearway.desk.draft_lines import headline, lines_of_draft
from clearway.desk.office import read_workspace
from clearway.desk.second_reader import SecondReading, ask_second_reader
from clearway.intake import GivenText
from clearway.places import Gazetteer, build_gazetteer, shipped_places
from clearway.problems import Refused, refuse
from clearway.reading import read as read_text
from clearway.reading.catalogue import LANGUAGES
from clearway.reading.document import document
from clearway.reading.languages import language_of
from clearway.reading.model import ReadDraft, Reading
from clearway.settings import FILE as SETTINGS
from clearway.wording import Text, kind_name, render, verbatim

_HOME, _HOME_ZONE = "benghazi", "Africa/Tripoli"
_LEFT_OUT = 3
_CONFIRM = "clearway confirm FILE --text N"


@click.command("read", cls=Verb)
@click.argument("file", type=FILE, required=False)
@click.option("--published", type=DAY, help="Day on which the text is dated, from which its days are reckoned.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the text; else by its letters.")
@click.option("--batch", type=FILE, metavar="IN.jsonl", help="Read an archive: one text a line.")
@click.option("--out", type=FILE, metavar="OUT.jsonl", help="Where its records go, one line a text.")
@click.option("--resume", is_flag=True, help="Go on after the lines that --out holds already.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, help="How many read an archive at once.")
@click.option("--second-reader", is_flag=True, help="Ask the model of clearway.toml, too, and show where it differs.")
@taking_options
def read(
    file: Path | None,
    batch: Path | None,
    out: Path | None,
    *,
    resume: bool,
    processes: int,
    second_reader: bool,
    **more: Any,
) -> None:
    """Show what an announcement says, draft by draft, with its exact words; nothing is recorded.

    FILE is text, a saved web page, a PDF with letters in it, DOCX, an exported chat (WhatsApp, Telegram), RSS or Atom.
    Each draft says what it would become and is confirmed by `clearway confirm`. With --batch, texts are read from
    lines of JSON (id, lang, date, text) and records written as lines (id, records).
    """
    session = get_session()
    if batch is not None:
        if file is not None or out is None:
            raise Misused("usage.batch_alone")
        _read_batch(session, batch, out, resume=resume, processes=processes)
        return
    if file is None or out is not None or resume:
        raise Misused("usage.file_or_batch")
    given = take_given(file, more, every=True)
    readings = [(text, _read(session, text, more)) for text in given.texts]
    beside = _beside(session, readings, second_reader=second_reader)
    if session.as_json:
        show_json(_document(given, readings, beside))
    elif len(readings) == 1:
        _show(session, readings[0][1])
        _show_beside(session, beside[0])
    else:
        _show_several(session, given, readings, beside)


def _read(session: Session, text: GivenText, more: dict[str, Any]) -> Reading:
    language, published = more["language"], more["published"]
    day = published or day_of(text, _zone(session))
    return read_text(text.words, language or language_of(text.words), day, places_at_hand(session))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside one reading: the workspace's earlier statements, and a second reader's answer."""

    earlier: Beside | None
    second: SecondReading | None


def _beside(session: Session, readings: list[tuple[GivenText, Reading]], *, second_reader: bool) -> list[_Beside]:
    """One for each reading. Earlier statements only where there is a workspace; the second reader only if asked for."""
    has_office = (session.workspace / SETTINGS).is_file()
    if second_reader and not has_office:
        refuse("second.not_set")
    return [
        _Beside(
            find_beside(session.office, reading) if has_office else None,
            ask_second_reader(session.office.settings, reading) if second_reader else None,
        )
        for _, reading in readings
    ]


def _show_beside(session: Session, beside: _Beside) -> None:
    if beside.earlier is not None:
        show_beside(session, beside.earlier)
    if beside.second is not None:
        show_second(session, beside.second)


def places_at_hand(session: Session) -> Gazetteer:
    """The places of the workspace; where there is none, those of Benghazi that ship with the program."""
    if session.opened is None:
        try:
            read_workspace(session.workspace)
        except Refused:
            return build_gazetteer([(f"{_HOME}.csv", shipped_places(_HOME))])
    return session.office.places


def _zone(session: Session) -> str:
    try:
        settings = session.opened.settings if session.opened else read_workspace(session.workspace)[0]
    except Refused:
        return _HOME_ZONE
    return settings.zone


def _read_batch(session: Session, batch: Path, out: Path, *, resume: bool, processes: int) -> None:
    def tell(refused: Refused) -> None:
        for problem in refused.problems:
            tell_problem(problem, session.language)

    size = batch.stat().st_size if batch.is_file() else 0
    # On a terminal only; a file of messages gets none of it.
    with click.progressbar(length=size, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        done = read_archive(
            batch, out, places_at_hand(session), tell, resume=resume, processes=processes, done=bar.update
        )
    if session.as_json:
        show_json({"read": done.read, "kept": done.kept, "left_out": done.left_out})
    else:
        say(session, "reading.batch", read=done.read, kept=done.kept, left_out=done.left_out)
    if done.left_out:
        click.get_current_context().exit(_LEFT_OUT)


# --- what is shown -------------------------------------------------------------------------------------------------


def _document(given: TakenFile, readings: list[tuple[GivenText, Reading]], beside: list[_Beside]) -> dict[str, Any]:
    """One reading as it is, several in a list; each with what the file says of its text."""
    taken = given.taken
    written = [
        {**document(reading), "text": _text_document(text), **_beside_document(found)}
        for (text, reading), found in zip(readings, beside, strict=True)
    ]
    file = {
        "form": taken.form.value,
        "media_type": taken.media_type,
        "encoding": taken.encoding,
        "texts": len(taken.texts),
        "left_out": taken.left_out,
    }
    return {**written[0], "file": file} if len(taken.texts) == 1 else {"texts": written, "file": file}


def _beside_document(beside: _Beside) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if beside.earlier is not None:
        found["beside"] = beside_document(beside.earlier)
    if beside.second is not None:
        found["second_reader"] = second_document(beside.second)
    return found


def _text_document(text: GivenText) -> dict[str, Any]:
    return {
        "number": text.number,
        "words": text.words,
        "title": text.title,
        "dated": text.dated.isoformat() if text.dated else None,
        "url": text.url,
        "channel": text.channel,
    }


def _show_several(
    session: Session, given: TakenFile, readings: list[tuple[GivenText, Reading]], beside: list[_Beside]
) -> None:
    """The texts that announce something, each under its number; how many were read."""
    lang = session.language
    telling = [(*both, found) for both, found in zip(readings, beside, strict=True) if both[1].drafts]
    for text, reading, found in telling:
        dated = verbatim(text.dated.isoformat(" ", "minutes"), lang) if text.dated else None
        title = verbatim(text.title or " ".join(text.words.split())[:60], lang)
        click.secho(render("reading.text", lang, number=text.number, title=title, dated=dated).terminal, underline=True)
        _show(session, reading)
        _show_beside(session, found)
        click.echo()
    say(
        session,
        "reading.texts",
        count=len(readings),
        telling=len(telling),
        left_out=given.taken.left_out,
        command=verbatim(_CONFIRM, lang),
    )


def _show(session: Session, reading: Reading) -> None:
    lang = session.language
    if not reading.drafts:
        say(session, "reading.nothing")
        return
    for draft in reading.drafts:
        if draft.number > 1:
            click.echo()
        head = headline(draft, lang)
        click.secho(render("reading.draft", lang, number=draft.number, what=head).terminal, bold=True)
        for line in (*lines_of_draft(draft, lang), _becomes(draft, lang)):
            click.echo(f"  {line.terminal}")
    click.echo()
    say(session, "reading.count", count=len(reading.drafts))


def _becomes(draft: ReadDraft, lang: str) -> Text:
    return render("reading.becomes", lang, kind=kind_name(draft.becomes, lang))


COMMANDS = (read,)
