"""The command that makes records of an announcement: one draft at a time, each with the officer's own ground."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from clearway.cli.beside import show_beside
from clearway.cli.boundary import SignedVerb, tell_problem
from clearway.cli.correcting import (
    UNTIL,
    ask_closure,
    ask_correction,
    ask_times,
    correction_options,
    take_correction,
)
from clearway.cli.misuse import Misused
from clearway.cli.options import (
    TypedGround,
    facts_options,
    find_footprint,
    ground_options,
    ids,
    line_options,
    take_facts,
    take_ground,
    together,
)
from clearway.cli.parameters import DAY, DISC, INSTANT, WINDOW
from clearway.cli.permissions import MODES, segment
from clearway.cli.rendering import say, show, show_recorded
from clearway.cli.serve import HOST, open_browser
from clearway.cli.session import Session, get_session, is_terminal
from clearway.cli.taking import day_of, take_given, taking_options
from clearway.desk.becoming import becoming
from clearway.desk.beside import find_beside
from clearway.desk.chance import Chance
from clearway.desk.confirming import (
    Confirmed,
    Decision,
    Proposed,
    propose,
    read_text,
    reading_of,
    write_proposed,
)
from clearway.desk.correcting import Correction, correct, get_draft
from clearway.desk.derived import reasons_of
from clearway.desk.draft_lines import facts_of_draft, headline
from clearway.desk.files import is_there
from clearway.desk.proposals import ALONE, lines_of
from clearway.desk.said import Said
from clearway.desk.saying import NO_FACTS, Facts
from clearway.desk.taking import said_by_file
from clearway.problems import Refused
from clearway.reading.model import AnnouncementKind, ReadDraft, Reading
from clearway.terms import Reason
from clearway.wording import LANGUAGES, Text, kind_name, render, term, verbatim

AS = ("closure", "indication", "hazardous_area", "hostilities", "corridor", "reopening", "civilians_report", "claim")
PURPOSES = ("civilians", "wounded", "relief", "fighters")
_SECRET_SIZE = 24
_DRAWN = (".geojson", ".json")


@dataclass(frozen=True, slots=True)
class _Source:
    """The words that are confirmed: as read, and the statement they were taken from, if any."""

    reading: Reading
    said: Said
    statement: str | None


_statement_options = together(
    click.option("--language", help="Language of the words; else by their letters."),
    click.option("--published", type=DAY, help="Day on which the text is dated, from which its days are reckoned."),
    click.option("--title"),
    click.option("--speaker", "said_name", help="Name, only of a public spokesman; else as the text says."),
    click.option("--speaker-role", "said_role"),
    click.option("--speaker-office", "said_office"),
    click.option("--channel", help="Where it was said: radio, press conference, web page."),
    click.option("--url"),
    click.option("--said-at", type=INSTANT),
    click.option("--published-at", type=INSTANT),
    click.option(ALONE, is_flag=True, help="Keep the words alone, not the file they stood in."),
)
_body_options = together(
    click.option("--reason", "reasons", multiple=True, type=click.Choice([reason.value for reason in Reason])),
    click.option("--until-condition", type=click.Choice(UNTIL)),
    click.option("--permit-possible/--no-permit", default=None, help="Whether the office may let people in by permit."),
    click.option("--leave-by", type=INSTANT, help="When everybody must have left."),
    click.option("--review-due", type=INSTANT, help="When the office looks at it again."),
    click.option("--contact", help="Whom to ask."),
    click.option("--from-place", help="Where a corridor begins."),
    click.option("--to-place", help="Where it ends."),
    click.option("--window", "windows", type=WINDOW, multiple=True, help="When it is to be open: FROM/UNTIL."),
    click.option("--segment", "segments", multiple=True, metavar="NAME[=PARTY,PARTY]"),
    click.option("--purpose", type=click.Choice(PURPOSES), help="Whom a corridor is for."),
    click.option("--mode", "modes", multiple=True, type=click.Choice(MODES)),
    click.option("--announced-by"),
    click.option("--intermediary"),
    click.option("--conditions", help="Who may pass, in the announcer's words."),
    click.option("--order-no"),
    click.option("--note"),
)
_BODY = (
    "reasons",
    "until_condition",
    "permit_possible",
    "leave_by",
    "review_due",
    "contact",
    "from_place",
    "to_place",
    "windows",
    "segments",
    "purpose",
    "modes",
    "announced_by",
    "intermediary",
    "conditions",
    "order_no",
    "note",
)


@click.command("confirm", cls=SignedVerb)
@click.argument("words", metavar="TEXT-FILE|STATEMENT-ID")
@click.option("--draft", "number", type=click.IntRange(1), help="Which draft, by its number in `clearway read`.")
@click.option("--page", is_flag=True, help="Show the drafts in a browser on this machine, beside their words.")
@click.option("--no-browser", is_flag=True, help="With --page: only serve; open nothing.")
@click.option("--keep", is_flag=True, help="Keep the words as a claim; they change nothing.")
@click.option("--as", "kind", type=click.Choice(AS), help="Kind of record; else the usual one for these words.")
@ids("names", "A closure that a reopening lifts.")
@ground_options
@line_options
@correction_options
@_body_options
@_statement_options
@taking_options
@facts_options
def confirm(words: str, number: int | None, keep: bool, kind: str | None, names: tuple[str, ...], **more: Any) -> None:
    """Make the record of one draft of an announcement: your ground, the announcement's words.

    The words say what was announced; which ground they mean, and why, is yours to say. Where the rules read them wrong,
    say what they state (--read-as, --modality, --names-place …). The statement is recorded with the first record that
    quotes it. Without --draft, on a terminal, every draft is gone through; with --page, in a browser.
    """
    session = get_session()
    correction = take_correction(more)
    source = _source(session, words, more)
    page, no_browser = more.pop("page"), more.pop("no_browser")
    if page:
        _serve(session, source, browser=not no_browser)
        return
    if number is None:
        if not is_terminal():
            raise Misused("usage.which_draft")
        _walk(session, source)
        return
    source = _corrected(session, source, number, correction)
    typed = take_ground(more)
    if keep and (typed.given or names or kind):
        raise Misused("usage.keep_alone")
    because = more.pop("source_because")
    footprint, origin = find_footprint(session, typed)
    says = _says({name: more.pop(name) for name in _BODY})
    facts = take_facts(session, {**more, "source_because": None}, origin)
    decision = Decision(keep=keep, kind=kind, footprint=footprint, because=because, names=names, says=says)
    proposed = _propose(session, source, number, decision, facts)
    if not session.as_json:
        _show_proposed(session, proposed)
    _show_confirmed(session, write_proposed(session.signing, proposed))


def _corrected(session: Session, source: _Source, number: int, correction: Correction) -> _Source:
    if correction.is_empty:
        return source
    return replace(source, reading=correct(source.reading, number, correction, session.office.places))


def _propose(session: Session, source: _Source, number: int, decision: Decision, facts: Facts) -> Proposed:
    office, by = session.signing, session.by
    return propose(office, by, source.reading, number, decision, facts, source.said, source.statement)


def _source(session: Session, words: str, more: dict[str, Any]) -> _Source:
    """A text of a file, or of a statement on record."""
    language, published = more.pop("language"), more.pop("published")
    said = Said(
        name=more.pop("said_name"),
        role=more.pop("said_role"),
        office=more.pop("said_office"),
        **{name: more.pop(name) for name in ("title", "channel", "url", "said_at", "published_at")},
    )
    path, alone = Path(words), more.pop("without_original")
    if not (is_there(path) and path.is_file()):
        if more.pop("text_number") or more.pop("encoding"):
            raise Misused("usage.of_a_file")
        return _Source(reading_of(session.office, words), said, words)
    office, given = session.office, take_given(path, more, every=False)
    (text,) = given.texts
    said = said_by_file(office, said, given.taken, text, None if alone else given.data)
    day = published or day_of(text, office.settings.zone)
    return _Source(read_text(office, text.words, language, day), said, None)


def _says(options: dict[str, Any]) -> dict[str, Any]:
    """What was typed of the record's body, by the names of its fields."""
    says = {name: value for name, value in options.items() if value is not None and value != ()}
    if "reasons" in says:
        says["reasons"] = tuple(Reason(reason) for reason in says["reasons"])
    if "segments" in says:
        says["segments"] = tuple(map(segment, says["segments"]))
    if says.get("until_condition") == "none":
        says["until_condition"] = None
    return says


# --- what is shown -------------------------------------------------------------------------------------------------


def _show_draft(session: Session, reading: Reading, draft: ReadDraft) -> None:
    """The draft, with its words set off in the sentences around them."""
    say(session, "confirm.draft", number=draft.number, what=headline(draft, session.language))
    starts = [span.start for span in draft.evidence]
    ends = [span.end for span in draft.evidence]
    first = reading.text.rfind("\n", 0, min(starts)) + 1
    last = reading.text.find("\n", max(ends))
    at, shown = first, ""
    for span in sorted(draft.evidence, key=lambda span: span.start):
        shown += reading.text[at : span.start] + click.style(reading.text[span.start : span.end], bold=True)
        at = span.end
    click.echo(f"  {shown}{reading.text[at : last if last >= 0 else None]}")
    show(*(Text(("  ", *line.parts), session.language) for line in facts_of_draft(draft, session.language)))


def _show_proposed(session: Session, proposed: Proposed) -> None:
    """What is about to be written."""
    lang = session.language
    say(session, "confirm.draft", number=proposed.read.number, what=headline(proposed.read, lang))
    show(*(Text(("  ", *line.parts), lang) for line in lines_of(session.office, proposed, lang)))


def _show_confirmed(session: Session, confirmed: Confirmed) -> None:
    if confirmed.new_statement is None:
        if not session.as_json:
            say(session, "confirm.quotes", id=confirmed.statement)
        show_recorded(session, confirmed.record)
    else:
        show_recorded(session, confirmed.new_statement, confirmed.record)


# --- in a browser --------------------------------------------------------------------------------------------------


def _serve(session: Session, source: _Source, *, browser: bool) -> None:
    """The officer's page, until Ctrl-C."""
    # Loading Django takes about as long as a check: only whoever serves waits for it.
    from clearway.web.application import make_officer_application  # noqa: PLC0415
    from clearway.web.officer.desk import OfficerDesk  # noqa: PLC0415
    from clearway.web.serving import Serving  # noqa: PLC0415

    desk = OfficerDesk(
        office=session.signing,
        by=session.by,
        reading=source.reading,
        said=source.said,
        statement=source.statement,
        secret=Chance().draw(_SECRET_SIZE).hex(),
        form_secret=Chance().draw(_SECRET_SIZE).hex(),
    )
    serving = Serving(make_officer_application(desk), HOST, 0)
    desk.origin = serving.address.rstrip("/")
    say(session, "officer.serving", address=desk.address, keys="Ctrl-C")
    if browser and not open_browser(desk.address):
        say(session, "web.open_yourself")
    sys.stdout.flush()
    serving.run()


# --- one by one at the terminal ------------------------------------------------------------------------------------


def _walk(session: Session, source: _Source) -> None:
    """Go through the drafts: for each, keep it, make the record, read it otherwise, skip it, or stop."""
    count = 0
    show_beside(session, find_beside(session.office, source.reading))
    for number in [draft.number for draft in source.reading.drafts]:
        source, choice = _ask_about(session, source, number)
        if choice == "stop":
            break
        if choice != "skip":
            count += _settle(session, source, get_draft(source.reading, number), make=choice == "make")
    say(session, "confirm.done", count=count)


def _ask_about(session: Session, source: _Source, number: int) -> tuple[_Source, str]:
    """Show a draft and ask what to do with it; a correction shows it anew."""
    first = source
    while True:
        draft = get_draft(source.reading, number)
        click.echo()
        _show_draft(session, source.reading, draft)
        choice = _ask_what(session, draft)
        if choice != "edit":
            return source, choice
        try:
            source = _corrected(session, first, number, ask_correction(draft, session.language))
        except Refused as refused:
            _tell(session, refused)


def _ask_what(session: Session, draft: ReadDraft) -> str:
    possible = becoming(draft)
    if not possible.kinds:
        return _ask(session, "confirm.ask_keep", ("keep", "edit", "skip", "stop"), "keep")
    kind = kind_name(possible.kinds[0], session.language)
    usual = "keep" if possible.weak else "make"
    return _ask(session, "confirm.ask_record", ("keep", "make", "edit", "skip", "stop"), usual, kind=kind)


def _ask(session: Session, key: str, answers: tuple[str, ...], usual: str, **values: Text) -> str:
    """The answer chosen. It is typed as a letter of the session's language."""
    lang = session.language
    letters = {each: term("answer_key", each, lang).plain for each in answers}
    named: dict[str, Any] = {**{name: verbatim(letter, lang) for name, letter in letters.items()}, **values}
    question = render(key, lang, **named)
    typed: str = click.prompt(
        question.terminal, type=click.Choice(list(letters.values())), default=letters[usual], show_choices=False
    )
    return next(each for each, letter in letters.items() if letter == typed)


def _agreed(session: Session, key: str, usual: str) -> bool:
    return _ask(session, key, ("yes", "no"), usual) == "yes"


def _settle(session: Session, source: _Source, draft: ReadDraft, *, make: bool) -> int:
    """Write one draft, asking until it is written or given up; how many records were made of it."""
    while True:
        try:
            decision, facts = _ask_ground(session, source, draft) if make else (Decision(keep=True), NO_FACTS)
            proposed = _agree(session, source, draft, decision, facts)
            if proposed is None:
                return 0
            _show_confirmed(session, write_proposed(session.signing, proposed))
        except Refused as refused:
            _tell(session, refused)
            if not make or not _agreed(session, "confirm.ask_again", "yes"):
                return 0
        else:
            return 1


def _agree(session: Session, source: _Source, draft: ReadDraft, decision: Decision, facts: Facts) -> Proposed | None:
    """What would be written, shown until the officer says yes or no; he may put reasons and times otherwise."""
    while True:
        proposed = _propose(session, source, draft.number, decision, facts)
        _show_proposed(session, proposed)
        if decision.only_keeps:
            return proposed if _agreed(session, "confirm.ask_write", "no") else None
        choice = _ask(session, "confirm.ask_write_or_change", ("yes", "no", "edit"), "no")
        if choice != "edit":
            return proposed if choice == "yes" else None
        if proposed.draft.kind == "closure":
            said = ask_closure(source.reading, draft, session.language)
            decision = replace(decision, says={**decision.says, **said})
        facts = replace(facts, holds=ask_times(session.language))


def _tell(session: Session, refused: Refused) -> None:
    for problem in refused.problems:
        tell_problem(problem, session.language)


def _ask_ground(session: Session, source: _Source, draft: ReadDraft) -> tuple[Decision, Facts]:
    """The ground and why; and why it is closed, where the words do not say so."""
    lang = session.language
    question = render("confirm.ask_ground", lang, format=verbatim("GeoJSON", lang))
    words: str = click.prompt(question.terminal, default="", show_default=False)
    because: str = click.prompt(render("confirm.ask_because", lang).terminal, default="", show_default=False)
    typed = _typed_ground(words.strip())
    footprint, origin = find_footprint(session, typed)
    kind, says = becoming(draft).kinds[0], {}
    if kind == "closure" and draft.kind is AnnouncementKind.CLOSURE and not reasons_of(source.reading, draft):
        reasons = click.Choice([reason.value for reason in Reason])
        says["reasons"] = (Reason(click.prompt(render("confirm.ask_reason", lang).terminal, type=reasons)),)
    decision = Decision(footprint=footprint, because=because.strip() or None, kind=kind, says=says)
    return decision, Facts(source=origin)


def _typed_ground(words: str) -> TypedGround:
    """What was typed for the ground: a place, a disc, a file of polygons, or "within" a place."""
    for within in (term("answer_key", "within", lang).plain + " " for lang in LANGUAGES):
        if words.startswith(within):
            return TypedGround(unplaced=words.removeprefix(within).strip())
    if words.lower().endswith(_DRAWN):
        return TypedGround(file=Path(words))
    if words.count(",") == 2 and not any(char.isalpha() for char in words):
        return TypedGround(disc=DISC.convert(words, None, None))
    return TypedGround(place=words or None)


COMMANDS = (confirm,)
