"""The answer to a question: may I go there? As of now, of another moment, of what an office knew, of what was told.

Where somebody asks about is looked at in memory and forgotten: it is written nowhere, in no log and no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from clearway.answering import Asked
from clearway.desk.asking import Subject, What, find_subject
from clearway.desk.office import Office
from clearway.desk.published import read_copy
from clearway.desk.publishing import told
from clearway.desk.trust_chain import chain_of_trust
from clearway.geometry import Query
from clearway.index import Surroundings
from clearway.problems import refuse
from clearway.projection import Accuracy, History
from clearway.projection import check as check_situation
from clearway.publish import Known, Snapshot
from clearway.records import Record
from clearway.situation import Answer, Because
from clearway.terms import Doubt, Tier


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask, and the number; the first named is the office of the worst restriction."""

    office: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the answer: a code of the wording's ``change`` table, the restriction and the office meant."""

    code: str
    record: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """An answer with everything that a face needs to tell it.

    ``asked`` is how it was asked for (place, moment, knowledge, publication), ``query`` the shape that was looked
    at. ``frontier`` says how far each log was known: the answer follows from those entries and the trust file
    ``trust`` and from nothing else. ``publication`` is the record whose bytes answered, where they did.
    """

    answer: Answer
    asked: Asked
    query: Query
    frontier: Mapping[str, Known]
    trust: str
    contacts: tuple[Contact, ...]
    changes: tuple[Change, ...]
    publication: Record | None = None


def check(  # noqa: PLR0913 - what a question may say, each part by its name
    office: Office,
    what: What,
    *,
    at: datetime | None = None,
    known: datetime | None = None,
    as_office: str | None = None,
    claimed: bool = False,
    told_at: datetime | None = None,
    published: Path | None = None,
    accuracy_m: Accuracy = None,
    unit: str | None = None,
) -> CheckResult:
    """The answer about a place, a position, a track or a shape.

    ``at`` asks what held then (None: now, or at the moment of ``known`` or ``told_at``). ``known`` goes by what this
    office, or ``as_office``, knew then; ``claimed`` by the times that authors wrote. ``told_at`` answers from the
    bytes that had been published by then, ``published`` from the copy in a published folder or in its signed file,
    which a log of the trust file must have signed. ``accuracy_m`` is a position's accuracy in metres, "unknown" if the
    device does not say. ``unit`` asks about one building, floor, flat or room instead of outdoors.
    Refused: ``check.*``, ``place.*``, ``publish.*``, ``desk.unknown_office``, ``desk.knew_nothing``,
    ``desk.unknown_log``.
    """
    now = office.now()
    subject = find_subject(what, office.places, office.settings.region, accuracy_m)
    accuracy = None if subject.place else accuracy_m
    if told_at is not None or published is not None:
        if known is not None or claimed or (told_at is not None and published is not None):
            refuse("check.told_or_known")
        copy = _copy(office, told_at, as_office, published)
        return _from_copy(office, subject, *copy, at or told_at or now, accuracy, unit)
    history = _history(office, known, as_office, now, claimed=claimed)
    answer = history.check(subject.query, at or known or now, accuracy, unit)
    asked = Asked(
        realm=history.trust.realm,
        zone=office.settings.zone,
        now=now,
        place=subject.place,
        position=subject.position,
        accuracy_m=accuracy,
        contact=office.settings.contact,
        records=_records(history, answer),
        known=known or (now if as_office else None),
        known_by=(as_office or office.office) if known or as_office else None,
        claimed=claimed,
    )
    frontier = {o: Known(log.size, f"sha256:{log.root.hex()}") for o, log in sorted(history.frontier.logs.items())}
    trust = _trust_of(office, history, asked.known_by) if asked.known_by else office.trust_id
    return _result(answer, asked, subject.query, frontier, trust)


def _history(office: Office, known: datetime | None, as_office: str | None, now: datetime, *, claimed: bool) -> History:
    """What the answer follows from."""
    if claimed and known is None:
        refuse("check.claimed_without_known")
    if known is not None and known > now:
        refuse("check.known_ahead", known=_text(known), now=_text(now))
    if known is None and as_office is None:
        office.refresh()
        return office.history()
    return office.history_at_knowledge(known or now, as_office, claimed=claimed)


def _trust_of(office: Office, history: History, known_by: str) -> str:
    """The id of the trust file that the office had recorded as far as the history goes."""
    for log in history.trust.logs:
        named = known_by in (log.owner, log.origin.rpartition("/")[0])
        known = history.frontier.logs.get(log.origin)
        if named and known is not None and log.tier is Tier.PUBLIC:
            entries = (each for each in office.ledger.entries(log.origin) if each.index < known.size)
            chain = chain_of_trust(entries, office.blobs)
            return chain[-1].id if chain else office.trust_id
    return office.trust_id


def _copy(
    office: Office, told_at: datetime | None, as_office: str | None, published: Path | None
) -> tuple[Snapshot, Record | None]:
    """The copy that is to answer, and the record of its publication."""
    if published is not None:
        return read_copy(office.trust, published)
    source = told(office, told_at or office.now(), as_office)
    return source.snapshot, source.record


def _from_copy(
    office: Office,
    subject: Subject,
    snapshot: Snapshot,
    publication: Record | None,
    at: datetime,
    accuracy: Accuracy,
    unit: str | None,
) -> CheckResult:
    """The answer of a published copy, as somebody who read it at ``at`` got it."""
    if at < snapshot.situation.at:
        refuse("check.moment_before_told", published=_text(snapshot.situation.at), at=_text(at))
    near = Surroundings(snapshot.situation_at(at)).near(subject.query.bbox)
    answer = check_situation(near, subject.query, accuracy, unit)
    asked = Asked(
        realm=snapshot.realm,
        zone=office.settings.zone,
        now=office.now(),
        place=subject.place,
        position=subject.position,
        accuracy_m=accuracy,
        contact=office.settings.contact,
        records=_records(office.public_history(), answer),
        published_at=snapshot.situation.at,
        valid_until=snapshot.valid_until,
    )
    return _result(answer, asked, subject.query, snapshot.frontier, snapshot.trust, publication)


def _result(
    answer: Answer,
    asked: Asked,
    query: Query,
    frontier: Mapping[str, Known],
    trust: str,
    publication: Record | None = None,
) -> CheckResult:
    return CheckResult(
        answer=answer,
        asked=asked,
        query=query,
        frontier=MappingProxyType(dict(frontier)),
        trust=trust,
        contacts=tuple(_contacts(answer, asked.contact)),
        changes=tuple(_changes(answer)),
        publication=publication,
    )


def _contacts(answer: Answer, own: str | None) -> Iterator[Contact]:
    """Whom to ask, each once: the offices of the restrictions here, then those whose remit it is."""
    grounds = sorted(answer.grounds, key=lambda each: not (each.holds_closure or each.holds_hazard))
    holds = [*(ground.hold for ground in grounds), *answer.unplaced]
    found = [(hold.office, hold.contact or own) for hold in holds]
    found += [(log.owner, log.contact or own) for log in answer.logs]
    seen: dict[str, str | None] = {}
    for office, number in found:
        seen[office] = seen.get(office) or number
    for office, number in seen.items():
        yield Contact(office, number)


def _changes(answer: Answer) -> Iterator[Change]:
    """What would change the answer, worst first; for released ground, what would close it again."""
    for ground in answer.grounds:
        if ground.holds_closure:
            code = "conditional" if ground.hold.closure == "conditional" else "closure"
            yield Change(code, ground.hold.record, ground.hold.office)
        if ground.holds_hazard:
            yield Change("hazard", ground.hold.record, ground.hold.office)
        if ground.ended and Doubt.ENDED_BY_TERM in answer.doubts:
            yield Change(Doubt.ENDED_BY_TERM.value, ground.hold.record, ground.hold.office)
    for hold in answer.unplaced:
        yield Change("unplaced", hold.record, hold.office)
    for doubt in answer.doubts:
        if doubt not in (Doubt.UNPLACED, Doubt.ENDED_BY_TERM):
            yield Change(doubt.value)
    if answer.verdict == "released":
        yield Change("released")


def _records(history: History, answer: Answer) -> Mapping[str, Record]:
    """Every record that the answer speaks of and that is at hand."""
    ids = [ground.hold.record for ground in answer.grounds]
    for ground in answer.grounds:
        for cover in ground.covers:
            ids += [cover.release, *cover.rests_on]
    ids += [hold.record for hold in (*answer.unplaced, *answer.upcoming)]
    ids += [corridor.record for corridor in answer.corridors]
    ids += [corridor.record for corridor in answer.announced]
    ids += [record for because in answer.because for record in _named(because)]
    found = {each: admitted.record for each in ids if (admitted := history.find(each))}
    return MappingProxyType(found)


def _named(because: Because) -> Iterator[str]:
    if because.record:
        yield because.record
    for part in because.parts:
        yield from _named(part)


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
