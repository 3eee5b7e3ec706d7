"""What a code or an id means: a rule, a finding, a refusal, a kind of record, or a record and all that bears on it."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clearway.desk.due import OpenFinding, list_open_about
from clearway.desk.numbers import find_by_number
from clearway.desk.office import Office
from clearway.geometry import Measured, Polygons, measured
from clearway.problems import CATALOGUE, Problem, refuse
from clearway.projection import FINDINGS, RULES, Admitted, History, Standing
from clearway.projection.rules import hold_of, quotes_of
from clearway.records import KINDS, Record
from clearway.records.kinds.statement import Statement
from clearway.situation import Hold, Quote
from clearway.terms import Bearing, Tier

_NEWEST = 20


class CodeKind(StrEnum):
    """What sort of code was asked about."""

    RULE = "rule"
    FINDING = "finding"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class CodeExplained:
    """A code in plain words, English and Arabic; ``rule`` is the rule behind a finding, remedies only of refusals."""

    code: str
    kind: CodeKind
    sentence_en: str
    sentence_ar: str
    remedy_en: str | None = None
    remedy_ar: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class KindExplained:
    """A kind of record: what it means, what it may do, which log it belongs to, and the newest of it at hand."""

    name: str
    version: int
    meaning: str
    bearings: tuple[Bearing, ...]
    tier: Tier | None
    count: int
    newest: tuple[tuple[datetime | None, str], ...]


@dataclass(frozen=True, slots=True)
class Referrer:
    """A record that refers to the one asked about: what for, and from which office."""

    rel: str
    record: str
    kind: str
    office: str


@dataclass(frozen=True, slots=True)
class Proved:
    """Where a record stands: log, branch, index, the log's size here, and when it was first seen with it."""

    origin: str
    branch: int
    index: int
    size: int
    logged_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExplained:
    """A record: what was said, how it stands at ``at``, and everything that bears on it.

    ``standing`` has the findings that keep it from more. ``hold`` is how it restricts, if it does. ``refers_to``
    lists the ids it names with their kind (None if not at hand). ``words`` are a statement's own text. ``known`` is
    False for kinds, versions and bodies that cannot be read here; ``unreadable`` says why. ``open_findings`` are what
    quality visits to it found and nobody has put right. ``ground`` is what its shape measures; None without polygons.
    """

    record: Record
    at: datetime
    standing: Standing
    hold: Hold | None
    verified: bool
    known: bool
    unreadable: tuple[Problem, ...]
    places: tuple[Proved, ...]
    refers_to: tuple[tuple[str, str, str | None], ...]
    referred_by: tuple[Referrer, ...]
    quotes: tuple[Quote, ...]
    words: str | None
    missing: tuple[str, ...]
    open_findings: tuple[OpenFinding, ...] = ()
    ground: Measured | None = None


Explained = CodeExplained | KindExplained | RecordExplained


def explain(office: Office, words: str, at: datetime | None = None) -> Explained:
    """What ``words`` mean: a code, a kind of record, an id (its first six digits are enough), or a record's number.

    ``at`` is the moment for which a record's standing is told (None: now). Refused: ``check.nothing_to_explain`` with
    the nearest codes, ``desk.ambiguous_id``, ``check.several_records``.
    """
    found = find_code(words.strip()) or _find_kind(office, words.strip())
    if found is not None:
        return found
    admitted = office.find_record(words) or find_by_number(office.history(), words)
    if admitted is None:
        refuse("check.nothing_to_explain", words=words, suggestions=", ".join(_nearest(words)))
    return _record(office, admitted, at or office.now())


def quotes_behind(office: Office, ids: Iterable[str]) -> Iterator[tuple[Record, Quote]]:
    """The words that these records quote, each record once and in this order."""
    history = office.history()
    for each in dict.fromkeys(ids):
        admitted = history.find(each)
        if admitted is not None:
            yield from ((admitted.record, quote) for quote in quotes_of(history, admitted))


def find_code(code: str) -> CodeExplained | None:
    """A rule, finding or refusal by its code; None if there is none."""
    if code in RULES:
        rule = RULES[code]
        return CodeExplained(code, CodeKind.RULE, rule.sentence_en, rule.sentence_ar)
    if code in FINDINGS:
        found = FINDINGS[code]
        behind = code.partition(".")[0]
        return CodeExplained(code, CodeKind.FINDING, found.sentence_en, found.sentence_ar, rule=behind)
    if code in CATALOGUE:
        said = CATALOGUE[code]
        return CodeExplained(code, CodeKind.REFUSAL, said.sentence_en, said.sentence_ar, said.remedy_en, said.remedy_ar)
    return None


def list_codes() -> tuple[str, ...]:
    """Every code that can be explained, and every kind of record."""
    return (*RULES, *FINDINGS, *CATALOGUE, *KINDS)


def _nearest(words: str) -> list[str]:
    return difflib.get_close_matches(words, list_codes(), n=4, cutoff=0.4) or list(RULES)[:4]


def _find_kind(office: Office, name: str) -> KindExplained | None:
    kind = KINDS.get(name)
    if kind is None:
        return None
    history = office.history()
    mine = history.list_kind(name)
    dated = sorted(((history.log_time(each), each.id) for each in mine), key=lambda pair: (str(pair[0]), pair[1]))
    return KindExplained(
        name=kind.name,
        version=kind.version,
        meaning=inspect.getdoc(kind.body) or "",
        bearings=tuple(sorted(kind.bearings)),
        tier=kind.tier,
        count=len(mine),
        newest=tuple(reversed(dated[-_NEWEST:])),
    )


def _record(office: Office, admitted: Admitted, at: datetime) -> RecordExplained:
    history = office.history()
    record = admitted.record
    standing = history.standing(admitted.id, at)
    if standing is None:
        refuse("desk.not_at_hand", id=admitted.id)
    body = record.body
    named = set(office.ledger.head(admitted.place.origin).missing)
    return RecordExplained(
        record=record,
        at=at,
        standing=standing,
        hold=_hold(history, admitted, at),
        verified=admitted.verified,
        known=admitted.known,
        unreadable=record.unreadable,
        places=tuple(_places(history, admitted)),
        refers_to=tuple(_refers_to(history, record)),
        referred_by=tuple(_referred_by(history, record.id)),
        quotes=quotes_of(history, admitted),
        words=history.statement_text(body) if isinstance(body, Statement) else None,
        missing=tuple(sorted(each for each in named if each.encode() in record.canonical)),
        open_findings=list_open_about(office, [record.id], at),
        ground=_measure(history, admitted),
    )


def _measure(history: History, admitted: Admitted) -> Measured | None:
    return measured(history.outward(admitted)) if isinstance(admitted.footprint, Polygons) else None


def _hold(history: History, admitted: Admitted, at: datetime) -> Hold | None:
    """How it restricts at ``at``, with the covers that releases spread over it."""
    if not admitted.restricts:
        return None
    box = admitted.box
    situation = history.at(at, box)
    found = (each for each in (*situation.holds, *situation.upcoming) if each.record == admitted.id)
    return next(found, hold_of(history, admitted, at))


def _places(history: History, admitted: Admitted) -> Iterator[Proved]:
    for place in sorted(history.places[admitted.id], key=lambda each: (each.origin, each.branch, each.index)):
        log = history.frontier.logs.get(place.origin)
        yield Proved(place.origin, place.branch, place.index, log.size if log else 0, history.clock.time_of(place))


def _refers_to(history: History, record: Record) -> Iterator[tuple[str, str, str | None]]:
    for ref in record.refs:
        target = history.find(ref.id)
        kind = target.kind if target else ("root" if ref.id in history.trust.roots_by_id else None)
        yield ref.rel.value, ref.id, kind
    for unknown in record.unknown_refs:
        target = history.find(unknown)
        yield "unknown", unknown, target.kind if target else None


def _referred_by(history: History, record_id: str) -> Iterator[Referrer]:
    for other in history.referring(record_id):
        rels = [ref.rel.value for ref in other.record.refs if ref.id == record_id] or ["unknown"]
        for rel in rels:
            yield Referrer(rel, other.id, other.kind, other.record.issuer.office)
