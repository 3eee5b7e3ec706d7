"""What is about to be written, said in sentences, for an officer who then says yes or no."""

from __future__ import annotations

from collections.abc import Iterator

from clearway.answering import speaker_named
from clearway.desk.confirming import Proposed
from clearway.desk.draft_lines import headline
from clearway.desk.office import Office
from clearway.records import KINDS
from clearway.records.kinds.closure import Closure
from clearway.terms import Bearing, Tier
from clearway.wording import Text, listing, render, term, verbatim

ALONE = "--without-original"
"""How the officer keeps the words without the file that they stood in."""


def lines_of(office: Office, proposed: Proposed, lang: str) -> Iterator[Text]:
    """The words, who said them, the record, its log, its ground and times, and what is missing for it to count."""
    draft, said, zone = proposed.draft, proposed.said.speaker, office.settings.zone
    if proposed.read.corrected:
        yield render("confirm.corrected", lang, what=headline(proposed.read, lang))
    for span in proposed.read.evidence:
        yield render("confirm.words", lang, words=verbatim(" ".join(span.words.split()), lang))
    yield render("confirm.said_by", lang, who=speaker_named(said.name, said.role, said.office, lang))
    if proposed.original is not None:
        log = term("tier", Tier.PUBLIC.value, lang)
        option = verbatim(ALONE, lang)
        yield render("confirm.original", lang, size=len(proposed.original), log=log, option=option)
    kind = render(f"kind.{draft.kind}", lang)
    yield render("confirm.becomes", lang, kind=kind, log=term("tier", proposed.tier.value, lang))
    yield from _ground(office, proposed, lang)
    if isinstance(draft.body, Closure):
        yield from _closure(draft.body, lang)
    if draft.holds is not None and draft.holds.from_earliest is not None:
        yield render("confirm.holds_from", lang, zone=zone, at=draft.holds.from_earliest)
    if draft.holds is not None and draft.holds.until is not None:
        yield render("confirm.holds_until", lang, zone=zone, at=draft.holds.until)
    if draft.kind == "claim":
        yield render("confirm.kept", lang)
    if Bearing.RELEASES in KINDS[draft.kind].bearings:
        yield render("confirm.second_person", lang)


def _closure(body: Closure, lang: str) -> Iterator[Text]:
    reasons = [term("reason", reason, lang) for reason in body.reasons]
    yield render("answer_line.reasons", lang, reasons=listing(reasons, lang))
    if body.until_condition is not None:
        yield render("answer_line.note", lang, note=term("until", body.until_condition, lang))
    if body.permit_possible:
        yield render("confirm.by_permit", lang)


def _ground(office: Office, proposed: Proposed, lang: str) -> Iterator[Text]:
    source = proposed.draft.footprint_source
    if source is None:
        return
    if source.place is not None:
        place = office.places.find_by_id(source.place)
        name = place.name(lang) if place else source.place
        yield render("confirm.ground", lang, place=verbatim(name, lang), error_m=source.error_m)
    if source.how == "officer":
        yield render("confirm.because", lang, because=verbatim(source.because, lang))
