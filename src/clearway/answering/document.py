"""An answer as one JSON document of a stable shape (``clearway_answer`` 1): every id, every integer, the whole chain.

Fields are added, never renamed, never given another meaning; a change of meaning is a new number. Instants are UTC,
coordinates integers in 1e-7 degree with longitude first, depths millimetres.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from clearway.answering.asked import Asked
from clearway.answering.sentences import sentences
from clearway.places import Place
from clearway.projection import FINDINGS, RULES
from clearway.situation import (
    AnnouncedCorridor,
    Answer,
    Because,
    Cover,
    Dangling,
    Ground,
    Hold,
    LogState,
    OpenCorridor,
    Quote,
)

VERSION = 1

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "clearway_answer": "version of this shape",
        "realm": "actual, exercise, test or demonstration",
        "lang": "language of the sentences",
        "asked": "how it was asked: now, place, position_e7, accuracy_m, known, known_by, known_claimed, published_at, "
        "valid_until",
        "at": "the instant the answer is about",
        "verdict": "do_not_enter, conditional, not_confirmed or released",
        "closure": "the closure axis",
        "hazard": "the hazard axis",
        "doubts": "every reason for not_confirmed, the first first",
        "product": "of released ground: cancelled, reduced or cleared, the least searched",
        "depth_mm": "of cleared ground: the shallowest depth, mm",
        "on_the_word_of": "the authority, where a reader cannot test the evidence himself",
        "unit": "the building, floor, flat or room asked about; null is outdoors",
        "grounds": "every restriction that touches the shape, worst first, with its covers and quoted words",
        "unplaced": "restrictions somewhere in the region",
        "upcoming": "restrictions announced for later",
        "corridors": "open corridors",
        "announced_corridors": "corridors announced and not open, with what is missing",
        "logs": "the logs that speak for this ground: owner, age, conflicts",
        "dangling": "releases that name records not at hand",
        "fresh_at": "the oldest of the newest checkpoints of those logs",
        "because": "the chain from rule to record to quoted words, with its parts",
        "sentences": "what a person is told, in order, each with its role",
    }
)
"""What each field of an answer's document means."""


def document(answer: Answer, asked: Asked, lang: str) -> dict[str, Any]:
    """The answer and how it was asked for, ready for ``json.dumps``."""
    return {
        "clearway_answer": VERSION,
        "realm": asked.realm.value,
        "lang": lang,
        "asked": _asked(asked),
        "at": instant(answer.at),
        "verdict": answer.verdict.value,
        "closure": answer.closure.value,
        "hazard": answer.hazard.value,
        "doubts": [doubt.value for doubt in answer.doubts],
        "product": answer.product.value if answer.product else None,
        "depth_mm": answer.depth_mm,
        "on_the_word_of": answer.on_the_word_of,
        "unit": answer.unit,
        "grounds": [_ground(ground) for ground in answer.grounds],
        "unplaced": [hold_document(hold) for hold in answer.unplaced],
        "upcoming": [hold_document(hold) for hold in answer.upcoming],
        "corridors": [_corridor(corridor) for corridor in answer.corridors],
        "announced_corridors": [_announced(corridor, lang) for corridor in answer.announced],
        "logs": [_log(log) for log in answer.logs],
        "dangling": [_dangling(dangling) for dangling in answer.dangling],
        "fresh_at": instant(answer.fresh_at),
        "because": [_because(because, lang) for because in answer.because],
        "sentences": [{"role": s.role.value, "text": s.text.plain} for s in sentences(answer, asked, lang)],
    }


def instant(at: datetime | None) -> str | None:
    """An instant as records write it."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def hold_document(hold: Hold) -> dict[str, Any]:
    """A restriction as it stands at the instant asked for."""
    return {
        "record": hold.record,
        "kind": hold.kind,
        "origin": hold.origin,
        "office": hold.office,
        "bbox_e7": None if hold.footprint.is_empty else list(hold.footprint.bbox),
        "since": instant(hold.since),
        "until": instant(hold.until),
        "next_start": instant(hold.next_start),
        "closure": hold.closure.value if hold.closure else None,
        "hazard": hold.hazard.value if hold.hazard else None,
        "unplaced": hold.unplaced,
        "unit": hold.unit,
        "labels": list(hold.labels),
        "reasons": list(hold.reasons),
        "until_condition": hold.until_condition,
        "contact": hold.contact,
        "place": hold.place,
        "error_m": hold.error_m,
        "quotes": [_quote(quote) for quote in hold.quotes],
    }


def _asked(asked: Asked) -> dict[str, Any]:
    return {
        "now": instant(asked.now),
        "place": _place(asked.place) if asked.place else None,
        "position_e7": list(asked.position) if asked.position else None,
        "accuracy_m": asked.accuracy_m,
        "known": instant(asked.known),
        "known_by": asked.known_by,
        "known_claimed": asked.claimed,
        "published_at": instant(asked.published_at),
        "valid_until": instant(asked.valid_until),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name_ar": place.name_ar,
        "name_en": place.name_en,
        "kind": place.kind.value,
        "error_m": place.error_m,
        "illustrative": place.illustrative,
        "attribution": place.attribution,
    }


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        **hold_document(ground.hold),
        "holds_closure": ground.holds_closure,
        "holds_hazard": ground.holds_hazard,
        "ended": ground.ended,
        "covers": [_cover(cover) for cover in ground.covers],
    }


def _cover(cover: Cover) -> dict[str, Any]:
    return {
        "release": cover.release,
        "axis": cover.axis.value,
        "product": cover.product.value,
        "since": instant(cover.since),
        "depth_mm": cover.depth_mm,
        "unit": cover.unit,
        "on_the_word_of": cover.on_the_word_of,
        "rests_on": list(cover.rests_on),
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "statement": quote.statement,
        "span": [quote.start, quote.end],
        "words": quote.words,
        "office": quote.office,
        "speaker": quote.speaker,
        "role": quote.role,
        "said_at": instant(quote.said_at),
        "source": quote.source,
    }


def _because(because: Because, lang: str) -> dict[str, Any]:
    rule = RULES.get(because.rule)
    return {
        "rule": because.rule,
        "sentence": rule.sentence(lang) if rule else None,
        "record": because.record,
        "quotes": [_quote(quote) for quote in because.quotes],
        "parts": [_because(part, lang) for part in because.parts],
    }


def _corridor(corridor: OpenCorridor) -> dict[str, Any]:
    return {
        "record": corridor.record,
        "until": instant(corridor.until),
        "confirmed_at": instant(corridor.confirmed_at),
    }


def _announced(corridor: AnnouncedCorridor, lang: str) -> Mapping[str, Any]:
    return {
        "record": corridor.record,
        "announced_by": corridor.announced_by,
        "from_place": corridor.from_place,
        "to_place": corridor.to_place,
        "from": instant(corridor.starts),
        "until": instant(corridor.ends),
        "without_consent": None if corridor.others is None else list(corridor.others),
        "intermediary": corridor.intermediary,
        "conditions": corridor.conditions,
        "findings": [{"code": code, "sentence": FINDINGS[code].sentence(lang)} for code in corridor.findings],
    }


def _log(log: LogState) -> dict[str, Any]:
    return {
        "origin": log.origin,
        "owner": log.owner,
        "fresh_at": instant(log.fresh_at),
        "stale": log.stale,
        "conflict": log.conflict,
        "contact": log.contact,
    }


def _dangling(dangling: Dangling) -> dict[str, Any]:
    return {"record": dangling.record, "missing": list(dangling.missing)}
