"""The command that reads an announcement: drafts beside their words, for an officer who will confirm each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from clearway.cli.boundary import Verb, tell_problem
from clearway.cli.options import FILE, read_given
from clearway.cli.parameters import DAY
from clearway.cli.rendering import kind_name, say, show_json
from clearway.cli.session import Session, get_session
from clearway.desk.archives import read_archive
from clearway.desk.confirming import language_of
from clearway.desk.office import read_workspace
from clearway.places import Gazetteer, build_gazetteer, shipped_places
from clearway.problems import Refused, refuse
from clearway.reading import read as read_text
from clearway.reading.catalogue import LANGUAGES
from clearway.reading.document import document
from clearway.reading.model import PlaceNamed, ReadDraft, Reading
from clearway.wording import Text, listing, render, term, verbatim

_HOME = "benghazi"
_LEFT_OUT = 3


@click.command("read", cls=Verb)
@click.argument("file", type=FILE, required=False)
@click.option("--published", type=DAY, help="Day on which the text is dated, from which its days are reckoned.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the text; else by its letters.")
@click.option("--batch", type=FILE, metavar="IN.jsonl", help="Read an archive: one text a line.")
@click.option("--out", type=FILE, metavar="OUT.jsonl", help="Where its records go, one line a text.")
@click.option("--resume", is_flag=True, help="Go on after the lines that --out holds already.")
def read(
    file: Path | None, published: date | None, language: str | None, batch: Path | None, out: Path | None, resume: bool
) -> None:
    """Show what an announcement says, draft by draft, with its exact words; nothing is recorded.

    Each draft says what it would become and is confirmed by `clearway confirm`. With --batch, texts are read from
    lines of JSON (id, lang, date, text) and records written as lines (id, records).
    """
    session = get_session()
    if batch is not None:
        if file is not None or out is None:
            raise click.UsageError("Say --batch IN.jsonl --out OUT.jsonl, and no other file.")
        _read_batch(session, batch, out, resume=resume)
        return
    if file is None or out is not None or resume:
        raise click.UsageError("Name the file to read, or say --batch IN.jsonl --out OUT.jsonl.")
    try:
        text = read_given(file).decode("utf-8")
    except UnicodeDecodeError:
        refuse("reading.not_text", file=str(file))
    reading = read_text(text, language or language_of(text), published, places_at_hand(session))
    if session.as_json:
        show_json(document(reading))
        return
    _show(session, reading)


def places_at_hand(session: Session) -> Gazetteer:
    """The places of the workspace; where there is none, those of Benghazi that ship with the program."""
    if session.opened is None:
        try:
            read_workspace(session.workspace)
        except Refused:
            return build_gazetteer([(f"{_HOME}.csv", shipped_places(_HOME))])
    return session.office.places


def _read_batch(session: Session, batch: Path, out: Path, *, resume: bool) -> None:
    def tell(refused: Refused) -> None:
        for problem in refused.problems:
            tell_problem(problem, session.language)

    done = read_archive(batch, out, places_at_hand(session), tell, resume=resume)
    if session.as_json:
        show_json({"read": done.read, "kept": done.kept, "left_out": done.left_out})
    else:
        say(session, "reading.batch", read=done.read, kept=done.kept, left_out=done.left_out)
    if done.left_out:
        click.get_current_context().exit(_LEFT_OUT)


# --- what is shown -------------------------------------------------------------------------------------------------


def _show(session: Session, reading: Reading) -> None:
    lang = session.language
    if not reading.drafts:
        say(session, "reading.nothing")
        return
    for draft in reading.drafts:
        if draft.number > 1:
            click.echo()
        head = listing(_headline(draft, lang), lang)
        click.secho(render("reading.draft", lang, number=draft.number, what=head).terminal, bold=True)
        for line in _lines(draft, lang):
            click.echo(f"  {line.terminal}")
    click.echo()
    say(session, "reading.count", count=len(reading.drafts))


def _headline(draft: ReadDraft, lang: str) -> list[Text]:
    parts = [term("announcement", draft.kind.value, lang)]
    if draft.state is not None:
        parts.append(term("reading.state", draft.state, lang))
    parts.append(term("modality", draft.modality.value, lang))
    return parts


def _lines(draft: ReadDraft, lang: str) -> list[Text]:
    lines = [render("reading.words", lang, words=verbatim(span.words, lang)) for span in draft.evidence]
    if draft.hedge is not None:
        lines.append(render("reading.hedge", lang, words=verbatim(draft.hedge.words, lang)))
    lines.append(_speaker(draft, lang))
    lines.extend(_place(place, lang) for place in draft.places)
    if not draft.places:
        lines.append(render("reading.no_place", lang))
    lines.extend(_figures(draft, lang))
    if draft.time is not None:
        lines.append(render("reading.time", lang, words=verbatim(draft.time.span.words, lang), iso=draft.time.iso))
    lines.append(render("reading.becomes", lang, kind=kind_name(draft.becomes, lang)))
    return lines


def _speaker(draft: ReadDraft, lang: str) -> Text:
    parts = (draft.source.person, draft.source.role, draft.source.organisation)
    named = [verbatim(part.words, lang) for part in parts if part is not None]
    if not named:
        return render("reading.nobody", lang)
    return render("reading.said_by", lang, who=listing(named, lang))


def _place(named: PlaceNamed, lang: str) -> Text:
    words = verbatim(named.span.words, lang)
    if not named.places:
        return render("reading.place_unknown", lang, words=words)
    if len(named.places) > 1:
        return render("reading.place_ambiguous", lang, words=words, ids=listing(named.places, lang))
    return render("reading.place", lang, words=words, id=named.places[0])


def _figures(draft: ReadDraft, lang: str) -> list[Text]:
    lines = []
    for name in ("killed", "injured", "devices"):
        count, qualifier = getattr(draft.counts, name), draft.counts.qualifiers.get(name)
        if count is None and qualifier is None:
            continue
        amount = None
        if qualifier is not None:
            amount = term("reading.amount", qualifier, lang)
        if count is None:
            lines.append(render(f"reading.{name}_vague", lang, amount=amount))
        elif amount is None:
            lines.append(render(f"reading.{name}", lang, count=count))
        else:
            lines.append(render(f"reading.{name}_about", lang, count=count, amount=amount))
    return lines


COMMANDS = (read,)
