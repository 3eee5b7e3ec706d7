"""The same as JSON, for the scripts: what the site is, every copy that was told, places, and the sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from clearway.answering import mark_of
from clearway.geometry import outward
from clearway.places import Place, spelled
from clearway.projection import FINDINGS
from clearway.publish import PACKED_FILE
from clearway.records import Record
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.search_report import SearchReport
from clearway.site.picture import SitePicture
from clearway.site.voice import instant
from clearway.wording import LANGUAGES, catalogue

VERSION = 1

_NOT_FOR_PAGES = ("cli.", "matter.", "grade.", "page.about.", "page.rel.", "page.fact.", "term.")
"""Sentences that no script says."""


def data_files(picture: SitePicture) -> Iterator[tuple[str, bytes]]:
    """The files below ``data``, each with its path in the site."""
    yield "data/site.json", _json(_site(picture))
    yield "data/told.json", _json(_told(picture))
    yield "data/places.json", _json([_place(place) for place in picture.places])
    yield "data/records.json", _json(dict(_records(picture)))
    for lang in LANGUAGES:
        yield f"data/messages.{lang}.json", _json(messages_for(lang))


def spellings_of(place: Place) -> tuple[str, ...]:
    """Every spelling under which a place is found, each once."""
    names = (*place.names, place.id.rpartition("/")[2])
    return tuple(dict.fromkeys(spelling for spelling in map(spelled, names) if spelling))


def _site(picture: SitePicture) -> Mapping[str, Any]:
    latest = picture.latest
    return {
        "clearway_site": VERSION,
        "realm": picture.realm.value,
        "mark": mark_of(picture.realm) or None,
        "zone": picture.zone,
        "office": picture.office,
        "contact": picture.contact,
        "published_at": instant(latest.at),
        "valid_until": instant(latest.snapshot.valid_until),
        "clock": instant(picture.clock) if picture.clock else None,
        "snapshot": PACKED_FILE,
        "languages": list(LANGUAGES),
        "bbox_e7": list(picture.region),
        "map": picture.map_assets,
    }


def _told(picture: SitePicture) -> list[Mapping[str, Any]]:
    return [
        {
            "id": each.id,
            "file": each.file,
            "at": instant(each.at),
            "logged_at": instant(each.logged_at),
            "valid_until": instant(each.snapshot.valid_until),
        }
        for each in picture.publications
    ]


def _place(place: Place) -> Mapping[str, Any]:
    west, south, east, north = outward(place.get_extent()).bbox
    return {
        "id": place.id,
        "name_ar": place.name_ar,
        "name_en": place.name_en,
        "kind": place.kind.value,
        "centre_e7": [(west + east) // 2, (south + north) // 2],
        "bbox_e7": [west, south, east, north],
        "spellings": list(spellings_of(place)),
        "error_m": place.error_m,
        "attribution": place.attribution,
    }


def _records(picture: SitePicture) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What the sentences about released ground need: who searched, who decided, who received, what risk remains."""
    for each in picture.records:
        if each.record.kind in ("decision", "search_report", "hand_over"):
            yield each.record.id, said_of(each.record)


def said_of(record: Record) -> Mapping[str, Any]:
    """What the sentences name of one record."""
    named: dict[str, Any] = {"kind": record.kind, "office": record.issuer.office}
    if isinstance(record.body, SearchReport):
        named["organisation"] = record.body.organisation
    if isinstance(record.body, HandOver):
        named["recipient"] = record.body.recipient
        named["residual_risk"] = {"ar": record.body.residual_risk.ar, "en": record.body.residual_risk.en}
    return named


def messages_for(lang: str) -> Mapping[str, str]:
    """The catalogue less what no script says, and and the sentences of what keeps a corridor from being open."""
    said = {key: words for key, words in catalogue(lang).items() if not key.startswith(_NOT_FOR_PAGES)}
    said.update({f"finding.{code}": found.sentence(lang) for code, found in FINDINGS.items()})
    return said


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()
