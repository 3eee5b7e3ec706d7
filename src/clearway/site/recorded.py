"""A public record as its page shows it: what was said, in which words, about which ground, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from clearway.projection import FINDINGS
from clearway.records import Record
from clearway.records.envelope import ObservationEvidence, StatementEvidence
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.corridor import Corridor
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.statement import Statement
from clearway.records.kinds.void import Void
from clearway.site.picture import PublicRecord, short
from clearway.site.voice import Voice, verbatim_markup
from clearway.terms import Bearing

WITHOUT_PAGE = frozenset({"publication", "receipt", "trust_file"})
"""Kinds that speak of logs and copies, not of ground; the list of publications tells of them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement's whole text with the quoted passages marked, and who said it."""

    statement: str
    text: Markup | None
    lang: str
    title: str | None
    name: str | None
    role: str | None
    office: str | None
    channel: str | None
    said_at: datetime | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """Another record and what the reference to it means."""

    rel: Markup
    record: str
    kind: Markup | None
    office: Markup | None


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A record, ready to be laid out. ``facts`` are pairs of a label's key and what it says."""

    id: str
    short: str
    kind: Markup
    kind_code: str
    office: Markup
    recorded_at: datetime
    logged_at: datetime | None
    origin: str
    passages: tuple[Passage, ...]
    observed: tuple[tuple[Markup, datetime], ...]
    facts: tuple[tuple[str, Markup], ...]
    names: tuple[Named, ...]
    named_by: tuple[Named, ...]
    effective: bool
    tells: bool
    at: datetime
    findings: tuple[Markup, ...]
    illustrative: bool


class Recorder:
    """Shows records in one language. Built from all records that have pages or are named by one."""

    def __init__(self, records: Sequence[PublicRecord], voice: Voice) -> None:
        self.by_id: Mapping[str, PublicRecord] = {each.record.id: each for each in records}
        self.voice = voice

    def show(self, shown: PublicRecord) -> ShownRecord:
        """The record with everything that bears on it."""
        record, standing, voice = shown.record, shown.standing, self.voice
        return ShownRecord(
            id=record.id,
            short=short(record.id),
            kind=voice.kind(record.kind),
            kind_code=record.kind,
            office=voice.office(record.issuer.office),
            recorded_at=record.recorded_at,
            logged_at=standing.logged_at,
            origin=record.origin,
            passages=tuple(self._passages(shown)),
            observed=tuple(
                (voice.name(each.by), each.at) for each in record.evidence if isinstance(each, ObservationEvidence)
            ),
            facts=tuple(self._facts(shown)),
            names=tuple(self._named(rel, other) for rel, other in _refs(record)),
            named_by=tuple(self._named(rel, other) for rel, other in (*shown.referred_by, *self._based_on(record.id))),
            effective=standing.effective,
            tells=record.bears is Bearing.TELLS,
            at=standing.at,
            findings=tuple(voice.sentence(FINDINGS[each.code].sentence(voice.lang)) for each in standing.findings),
            illustrative=record.footprint is not None,
        )

    def _based_on(self, record_id: str) -> Iterator[tuple[str, str]]:
        """The records that quote or translate a statement."""
        for other in self.by_id.values():
            yield from (
                (rel, other.record.id)
                for rel, named in _refs(other.record)[len(other.record.refs) :]
                if named == record_id
            )

    def _named(self, rel: str, record_id: str) -> Named:
        other = self.by_id.get(record_id)
        return Named(
            rel=self.voice.say(f"rel.{rel}"),
            record=record_id,
            kind=self.voice.kind(other.record.kind) if other else None,
            office=self.voice.office(other.record.issuer.office) if other else None,
        )

    # --- the words ---------------------------------------------------------------------------------------------

    def _passages(self, shown: PublicRecord) -> Iterator[Passage]:
        """A statement's own words, or the statements that the record rests on with its quotations marked."""
        if isinstance(shown.record.body, Statement):
            spans = [
                span
                for other in self.by_id.values()
                for evidence in other.record.evidence
                if isinstance(evidence, StatementEvidence) and evidence.id == shown.record.id
                for span in evidence.spans
            ]
            yield self._passage(shown, shown.record.body, spans)
            return
        for evidence in shown.record.evidence:
            if isinstance(evidence, StatementEvidence):
                statement = self.by_id.get(evidence.id)
                if statement is not None and isinstance(statement.record.body, Statement):
                    yield self._passage(statement, statement.record.body, evidence.spans)

    def _passage(self, statement: PublicRecord, body: Statement, spans: Sequence[tuple[int, int]]) -> Passage:
        return Passage(
            statement=statement.record.id,
            text=None if statement.words is None else mark_spans(statement.words, spans, body.language),
            lang=body.language,
            title=body.title,
            name=body.speaker.name,
            role=body.speaker.role,
            office=body.speaker.office,
            channel=body.channel,
            said_at=body.said_at or body.published_at,
            url=body.url,
        )

    # --- what it says ------------------------------------------------------------------------------------------

    def _facts(self, shown: PublicRecord) -> Iterator[tuple[str, Markup]]:
        record, voice, hold = shown.record, self.voice, shown.hold
        source = record.footprint_source
        if source is not None:
            if source.place:
                yield "ground", voice.name(source.place)
            yield "ground_because", voice.name(source.because)
            if source.error_m is not None:
                yield "error", voice.say("metres", count=source.error_m)
        if hold is not None:
            yield "since", voice.moment(hold.since)
            if hold.until is not None:
                yield "until", voice.moment(hold.until)
            if hold.reasons:
                yield "reasons", voice.listing([voice.text(f"reason.{each}") for each in hold.reasons])
            if hold.until_condition is not None:
                yield "condition", voice.term("until", hold.until_condition)
            if hold.closure is not None:
                yield "closure", voice.term("closure", hold.closure.value)
            if hold.hazard is not None:
                yield "hazard", voice.term("hazard", hold.hazard.value)
        yield from self._said_by_kind(record)

    def _said_by_kind(self, record: Record) -> Iterator[tuple[str, Markup]]:
        voice, body = self.voice, record.body
        match body:
            case Closure(order_no=str(order)):
                yield "order", voice.name(order)
            case Corridor():
                yield "announced_by", voice.name(body.announced_by)
                yield "from_place", voice.name(body.from_place)
                yield "to_place", voice.name(body.to_place)
                for window in body.windows:
                    yield "window", voice.say("window", starts=window.from_, ends=window.until)
                if body.conditions:
                    yield "conditions", voice.name(body.conditions)
            case SearchReport():
                yield "method", voice.term("method", body.method.value)
                yield "purpose", voice.term("purpose", body.purpose.value)
            case HazardousArea():
                yield "classification", voice.term("evidence", body.classification)
            case Claim(says=said) | Void(because=said):
                yield "says", voice.name(said)
            case _:
                pass


def _refs(record: Record) -> list[tuple[str, str]]:
    """Everything that a record names: its references, then the statements that it quotes or translates."""
    found = [(ref.rel.value, ref.id) for ref in record.refs]
    found += [("quotes", each.id) for each in record.evidence if isinstance(each, StatementEvidence)]
    if isinstance(record.body, Statement) and record.body.translation_of is not None:
        found.append(("translates", record.body.translation_of))
    return found


def mark_spans(text: str, spans: Sequence[tuple[int, int]], lang: str) -> Markup:
    """A text with the passages of some spans (code points, [start, end)) marked; overlapping ones become one."""
    parts: list[Markup] = []
    at = 0
    for start, end in _merged(spans, len(text)):
        parts.append(verbatim_markup(text[at:start], lang))
        parts.append(Markup("<mark>%s</mark>") % verbatim_markup(text[start:end], lang))
        at = end
    parts.append(verbatim_markup(text[at:], lang))
    return Markup("").join(parts)


def _merged(spans: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in sorted((max(0, a), min(b, length)) for a, b in spans):
        if start >= end:
            continue
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
