"""All years of all places in one picture: what was told of each, and the words of the orders on the same line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from clearway.places import Place
from clearway.records import Record
from clearway.site.picture import PublicRecord
from clearway.site.shown import Teller, Words
from clearway.site.timeline import Axis, Bar, days_of
from clearway.site.told import Period
from clearway.site.voice import Voice
from clearway.situation import Quote
from clearway.terms import Verdict
from clearway.wording import listing

_ORDERS = frozenset({"closure", "reopening", "corridor", "indication", "hazard_notice", "release_notice"})
"""Kinds whose words speak of going there. Who holds a place or was killed is told on no page of the residents'."""


@dataclass(frozen=True, slots=True)
class Row:
    """A place on the line. ``told`` is the same for the script: first day and verdict of each period, oldest first."""

    place: Place
    bars: tuple[Bar, ...]
    told: str
    label: str


@dataclass(frozen=True, slots=True)
class Resting:
    """A record that rests on words: its id, its kind, and what its ground is called, None for drawn ground."""

    record: str
    kind: Markup
    ground: Markup | None


@dataclass(frozen=True, slots=True)
class Said:
    """Words of an order, a warning or an offer: where they stand on the line, and the records that rest on them."""

    at: datetime
    x: int
    words: Words
    resting: tuple[Resting, ...]


def rows(asked: Iterable[tuple[Place, Sequence[Period]]], axis: Axis, voice: Voice) -> tuple[Row, ...]:
    """The places of which ever something was known, in the order in which it was."""
    known = [each for each in asked if _first_known(each[1]) is not None]
    known.sort(key=lambda each: (_first_known(each[1]) or axis.last, each[0].id))
    return tuple(_row(place, periods, axis, voice) for place, periods in known)


def _first_known(periods: Sequence[Period]) -> datetime | None:
    return next((each.starts for each in periods if each.answer.verdict is not Verdict.NOT_CONFIRMED), None)


def _row(place: Place, periods: Sequence[Period], axis: Axis, voice: Voice) -> Row:
    changes = [each for n, each in enumerate(periods) if n == 0 or _verdict(periods[n - 1]) != _verdict(each)]
    days = [f"{days_of(each, voice.zone)[0].isoformat()} {_verdict(each)}" for each in changes]
    spoken = [
        voice.text("page.told_from", verdict=voice.text(f"verdict.{_verdict(each)}"), starts=each.starts)
        for each in changes
    ]
    return Row(place, axis.bars(periods, _verdict), ";".join(days), listing(spoken, voice.lang).terminal)


def _verdict(period: Period) -> str:
    return period.answer.verdict.value


def said(records: Sequence[PublicRecord], axis: Axis, teller: Teller) -> tuple[Said, ...]:
    """The words of orders, warnings and offers, newest first; the same words once, with all that rest on them."""
    found: dict[tuple[str, str | None], tuple[Quote, list[PublicRecord]]] = {}
    for each in records:
        for quote in each.quotes if each.record.kind in _ORDERS else ():
            if quote.words is not None:
                found.setdefault((quote.statement, quote.words), (quote, []))[1].append(each)
    names = {place.id: place for place in teller.picture.places}
    told = [_said(quote, resting, axis, teller, names) for quote, resting in found.values()]
    return tuple(sorted(told, key=lambda each: (each.at, each.resting[0].record), reverse=True))


def _said(
    quote: Quote, resting: Sequence[PublicRecord], axis: Axis, teller: Teller, names: Mapping[str, Place]
) -> Said:
    first = resting[0].record
    at = quote.said_at or first.recorded_at
    words = replace(teller.words(quote, first.issuer.office), said_at=at)
    return Said(at, axis.mark(at), words, tuple(_resting(each.record, teller.voice, names) for each in resting))


def _resting(record: Record, voice: Voice, names: Mapping[str, Place]) -> Resting:
    source = record.footprint_source
    place = names.get(source.place) if source and source.place else None
    return Resting(record.id, voice.kind(record.kind), voice.name(place.name(voice.lang)) if place else None)
