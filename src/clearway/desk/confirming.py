"""Confirming: an officer makes a record of one draft of an announcement, and says which ground its words mean.

Nothing confirms itself. What may be made of which words stands in :mod:`clearway.desk.becoming`; what the words suggest
(reasons, until when, by permit) in :mod:`clearway.desk.derived`. The statement goes into the log with the first record
that quotes it, in one transaction; the same words of the same speaker stay one statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from clearway.desk.becoming import Becoming, becoming
from clearway.desk.bodies import (
    area_of,
    civilians_of,
    claim_of,
    closure_of,
    corridor_of,
    hostilities_of,
    indication_of,
    reopening_of,
)
from clearway.desk.closures import closure_draft, reopening_draft
from clearway.desk.correcting import FIRMNESS, get_draft
from clearway.desk.drafts import Draft
from clearway.desk.office import Office
from clearway.desk.said import Said, first_instant, same_words, statement_of
from clearway.desk.saying import NO_FACTS, Facts, draft_of, get_kind, shape
from clearway.desk.statements import read_statement, statement_draft
from clearway.geometry import Footprint, Region, outward
from clearway.problems import ClearwayBug, refuse
from clearway.projection import Admitted
from clearway.reading import read
from clearway.reading.languages import language_of
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft, Reading
from clearway.records import KINDS, FootprintSource, Holds, Record, StatementEvidence
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.statement import Statement
from clearway.records.types import Part
from clearway.terms import Rel, Tier
from clearway.wording import LANGUAGES, term

_SEARCH = "search_report"
_FIRM_SINCE_SAID = (AnnouncementKind.CLOSURE, AnnouncementKind.OPERATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the officer makes of one draft.

    ``keep`` keeps the words and nothing else. ``kind`` is the kind of record, None the usual one. ``footprint`` is
    the ground, ``because`` why the words mean it. ``names`` are the closures that a reopening lifts. ``says`` are
    fields of the record's body that he puts otherwise than the words suggest.
    """

    keep: bool = False
    kind: str | None = None
    footprint: Footprint | Region | None = None
    because: str | None = None
    names: tuple[str, ...] = ()
    says: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def only_keeps(self) -> bool:
        """Whether nothing is said but that the words are to be kept."""
        said = (self.kind, self.footprint, self.because)
        return (
            self.keep or self.kind == "claim" or not (any(each is not None for each in said) or self.names or self.says)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The record that a decision makes of a draft, before anything is written.

    ``statement`` is the id of the statement on record that it quotes; None: ``said`` is written with it, and with it
    ``original``, the file that the words were taken from. ``draft`` is complete but for that evidence.
    """

    read: ReadDraft
    said: Statement
    text: bytes
    statement: str | None
    draft: Draft
    facts: Facts
    original: bytes | None = None

    @property
    def tier(self) -> Tier:
        """The log that the record goes into."""
        return KINDS[self.draft.kind].tier or Tier.PUBLIC


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was written: the record, the id of the statement it quotes, and that statement if it is new."""

    record: Record
    statement: str
    new_statement: Record | None


def confirm(
    office: Office,
    by: str,
    reading: Reading,
    number: int,
    decision: Decision,
    facts: Facts = NO_FACTS,
    said: Said | None = None,
    statement: str | None = None,
) -> Confirmed:
    """Make the record of one draft. Refused as :func:`propose`, and whatever refuses the record itself."""
    return write_proposed(office, propose(office, by, reading, number, decision, facts, said, statement))


def propose(
    office: Office,
    by: str,
    reading: Reading,
    number: int,
    decision: Decision,
    facts: Facts = NO_FACTS,
    said: Said | None = None,
    statement: str | None = None,
) -> Proposed:
    """The record that would be written. ``statement`` names the statement on record that ``reading`` is of.

    Refused: ``confirm.*``.
    """
    read = get_draft(reading, number)
    kind = _kind_of(read, decision)
    body, known = statement_of(office, reading, read, said or Said(), statement)
    if known is not None and known.place.origin == office.restricted_origin and KINDS[kind].tier is not Tier.RESTRICTED:
        refuse("confirm.restricted_words", id=known.id)
    if kind == "claim" or decision.keep:
        decision = replace(decision, footprint=None, because=None)
        facts = replace(facts, source=None, holds=None, event=None)
    else:
        facts = replace(facts, source=_source(read, decision, facts), holds=_holds(office, read, body, facts.holds))
    draft = _draft(office, by, reading, read, kind, decision, facts, body)
    _check_new(office, reading, read, draft)
    return Proposed(
        read=read,
        said=body,
        text=reading.text.encode(),
        statement=known.id if known else None,
        draft=draft,
        facts=facts,
        original=said.original.data if said and said.original and known is None else None,
    )


def write_proposed(office: Office, proposed: Proposed) -> Confirmed:
    """Write what was proposed: the statement if it is new, and the record, in one transaction."""
    spans = tuple((span.start, span.end) for span in proposed.read.evidence)
    draft, facts = proposed.draft, proposed.facts

    def quoting(statement: str) -> Draft:
        return replace(draft, evidence=(StatementEvidence(id=statement, spans=spans), *draft.evidence))

    if proposed.statement is not None:
        (record,) = office.append([quoting(proposed.statement)], force=facts.force)
        return Confirmed(record, proposed.statement, None)
    kept = () if proposed.original is None else (proposed.original,)
    own = Facts(recorded_at=facts.recorded_at, office=facts.office, blobs=kept)
    first = statement_draft(draft.by, proposed.text, proposed.said, facts=own)
    new, record = office.append([first, lambda signed: quoting(signed[0].id)], force=facts.force)
    return Confirmed(record, new.id, new)


def read_words(office: Office, text: bytes, language: str | None = None, published: date | None = None) -> Reading:
    """The drafts in a text. ``language`` None is told from its letters. Refused: ``desk.text_not_utf8``."""
    try:
        words = text.decode("utf-8")
    except UnicodeDecodeError:
        refuse("desk.text_not_utf8")
    return read_text(office, words, language, published)


def read_text(office: Office, words: str, language: str | None = None, published: date | None = None) -> Reading:
    """The drafts in words that were taken in already."""
    return read(words, language or language_of(words), published, office.places)


def reading_of(office: Office, statement: str) -> Reading:
    """The drafts in the words of a statement on record, dated as it is.

    Refused: ``desk.wrong_kind``, ``desk.statement_not_at_hand``.
    """
    words = read_statement(office, statement)
    body = get_kind(office, statement, "statement").record.body
    if not isinstance(body, Statement):
        refuse("desk.statement_not_at_hand", id=statement)
    dated = body.published_at or body.said_at
    day = dated.astimezone(ZoneInfo(office.settings.zone)).date() if dated else None
    return read(words, body.language.partition("-")[0], day, office.places)


def describe(draft: ReadDraft, lang: str) -> str:
    """The draft's kind and how its words hold: "Closure, conditional"."""
    parts = [term("announcement", draft.kind.value, lang), term("modality", draft.modality.value, lang)]
    if draft.hedge is not None:
        parts.append(term("modality", "hedged", lang))
    return ("، " if lang == "ar" else ", ").join(part.plain for part in parts)


# --- what kind of record -------------------------------------------------------------------------------------------


def _kind_of(draft: ReadDraft, decision: Decision) -> str:
    """The kind of record, where the decision is one that the words allow."""
    possible = becoming(draft)
    if decision.kind == _SEARCH:
        refuse("confirm.own_form")
    if draft.kind is AnnouncementKind.CIVILIANS:
        # Never a public claim, also when it is only kept.
        return _among(draft, decision, possible)
    if decision.keep or decision.kind == "claim":
        return "claim"
    if decision.only_keeps and (possible.weak or not possible.kinds):
        return "claim"
    if not possible.kinds:
        refuse("confirm.only_kept", number=draft.number, **_what(draft))
    kind = _among(draft, decision, possible)
    _check_said(draft, decision, possible, kind)
    return kind


def _among(draft: ReadDraft, decision: Decision, possible: Becoming) -> str:
    kind = decision.kind or possible.kinds[0]
    if kind not in possible.kinds:
        listed = ", ".join(possible.kinds)
        refuse("confirm.other_kind", number=draft.number, kind=kind, possible=listed, **_what(draft))
    return kind


def _check_said(draft: ReadDraft, decision: Decision, possible: Becoming, kind: str) -> None:
    """A record about ground has its ground, and weak words the officer's reasons."""
    if kind == "reopening":
        if not decision.names:
            refuse("confirm.names_nothing", number=draft.number)
    elif decision.footprint is None:
        refuse("confirm.no_ground", number=draft.number)
    if possible.weak and not decision.because:
        refuse("confirm.weak_words", number=draft.number, **_what(draft))
    if not FIRMNESS.isdisjoint(draft.corrected) and not decision.because:
        refuse("confirm.read_otherwise", number=draft.number, **_what(draft))


def _what(draft: ReadDraft) -> dict[str, str]:
    return {f"what_{lang}": describe(draft, lang) for lang in LANGUAGES}


# --- its ground and its times --------------------------------------------------------------------------------------


def _source(draft: ReadDraft, decision: Decision, facts: Facts) -> FootprintSource | None:
    """Where the ground comes from: a place that the words name, or the officer's reason."""
    given = facts.source
    if decision.footprint is None:
        return given
    place = given.place if given else None
    if decision.because:
        error_m = given.error_m if given else None
        return FootprintSource(how="officer", because=decision.because, place=place, error_m=error_m)
    if given is None or place not in {each for named in draft.places for each in named.places}:
        refuse("confirm.because_needed", number=draft.number)
    return given


def _holds(office: Office, draft: ReadDraft, said: Statement, given: Holds | None) -> Holds | None:
    """When it holds: as the officer says; without a start of his, from where the words put it."""
    if given is not None and given.from_latest is not None:
        return given
    start = _start(office, draft, said)
    if start is None:
        return given
    return msgspec.structs.replace(given or Holds(), from_earliest=start, from_latest=start)


def _start(office: Office, draft: ReadDraft, said: Statement) -> datetime | None:
    """From when firm words hold: from the day they announce, or since they were said. Else since they are recorded."""
    if draft.kind not in _FIRM_SINCE_SAID or becoming(draft).weak:
        return None
    start = said.said_at
    if draft.modality is Modality.PLANNED:
        start = _announced_start(office, draft.time.iso) if draft.time and draft.time.iso else None
    return start


def _announced_start(office: Office, iso: str) -> datetime | None:
    first = iso.partition("/")[0]
    try:
        return first_instant(office, date.fromisoformat(f"{first}-01" if len(first) == len("2016-11") else first))
    except ValueError:
        return None


# --- the record ----------------------------------------------------------------------------------------------------


def _draft(
    office: Office,
    by: str,
    reading: Reading,
    read: ReadDraft,
    kind: str,
    decision: Decision,
    facts: Facts,
    said: Statement,
) -> Draft:
    """The record's draft, without the evidence of the statement."""
    ground, says = decision.footprint, decision.says
    if kind == "closure" and ground is not None:
        return closure_draft(office, by, ground, closure_of(reading, read, says), facts)
    if kind == "reopening":
        return reopening_draft(office, by, decision.names, reopening_of(says, decision.because), ground, facts)
    bodies: Mapping[str, Any] = {
        "claim": lambda: claim_of(read, says),
        "civilians_report": lambda: civilians_of(read, says),
        "indication": lambda: indication_of(reading, read, says),
        "hazardous_area": lambda: area_of(read, says),
        "hostilities": lambda: hostilities_of(reading, read, says),
        "corridor": lambda: corridor_of(read, says, said.speaker),
    }
    if kind not in bodies:
        raise ClearwayBug(f"nobody makes a {kind} of an announcement")
    body: Part = bodies[kind]()
    return draft_of(kind, body, by, facts, footprint=None if ground is None else shape(ground))


def _check_new(office: Office, reading: Reading, read: ReadDraft, draft: Draft) -> None:
    """Refused where the same words have become the same kind of record over the same ground: ``confirm.already``."""
    spans = tuple((span.start, span.end) for span in read.evidence)
    statements = {admitted.id for admitted, _ in same_words(office, reading)}
    history = office.history()
    ground = None if draft.footprint is None else outward(draft.footprint, None)
    for admitted in history.list_kind(draft.kind):
        quoted = [each for each in admitted.record.evidence if isinstance(each, StatementEvidence)]
        if not any(each.id in statements and each.spans == spans for each in quoted):
            continue
        same = admitted.record.footprint is None if ground is None else history.outward(admitted) == ground
        if same and _topic(admitted.record.body) == _topic(draft.body) and not _undone(office, admitted):
            refuse("confirm.already", number=read.number, id=admitted.id)


def _topic(body: object) -> str | None:
    """What a claim is about: one clause may tell who holds a place and how many were harmed."""
    return body.topic if isinstance(body, Claim) else None


def _undone(office: Office, admitted: Admitted) -> bool:
    """Whether somebody has withdrawn or suspended it."""
    history = office.history()
    withdrawn = any(each.kind == "void" for each in history.referring(admitted.id, Rel.NAMES))
    return withdrawn or any(history.voiding(admitted.id))
