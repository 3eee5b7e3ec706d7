"""What Python answers, written as the harness writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from clearway.answering import Asked, sentences
from clearway.geometry import At, Region, disc
from clearway.places import Place
from clearway.projection import Accuracy, check
from clearway.publish import Snapshot, write_snapshot
from clearway.publish.snapshot import _plain
from clearway.site.data import said_of
from clearway.situation import Answer
from clearway.wording import LANGUAGES, Text

Json = Any


def instant(at: datetime) -> str:
    """As a snapshot writes it."""
    return str(msgspec.to_builtins(at))


def shape_numbers(snapshot: Snapshot) -> dict[Region, int]:
    """The number of each shape in the snapshot's bytes."""
    shapes: dict[Region, int] = {}
    _plain(snapshot.situation, shapes)
    return shapes


def answer_json(answer: Answer, shapes: dict[Region, int]) -> Json:
    """The answer's fields, regions as their numbers."""
    return json.loads(json.dumps(_plain(answer, shapes)))


def text_json(text: Text) -> Json:
    """The three ways to write a text out."""
    return {"html": text.html, "plain": text.plain, "terminal": text.terminal}


def asked_json(asked: Asked) -> Json:
    """How it was asked, as the engine takes it."""
    place = asked.place
    return {
        "realm": asked.realm.value,
        "zone": asked.zone,
        "now": instant(asked.now) if asked.now else None,
        "place": place and place_json(place),
        "position": list(asked.position) if asked.position else None,
        "contact": asked.contact,
        "records": {each.id: said_of(each) for each in asked.records.values()},
        "published_at": instant(asked.published_at) if asked.published_at else None,
        "valid_until": instant(asked.valid_until) if asked.valid_until else None,
    }


def place_json(place: Place) -> Json:
    """A place as the engine takes it."""
    return {
        "id": place.id,
        "name_ar": place.name_ar,
        "name_en": place.name_en,
        "error_m": place.error_m,
        "illustrative": place.illustrative,
        "attribution": place.attribution,
    }


def query_json(query: At | Region) -> Json:
    """A query as the harness takes it."""
    return {"at": [query.x, query.y]} if isinstance(query, At) else {"e7": query.e7}


class Questions:
    """Questions to one snapshot, and what Python answers."""

    def __init__(self, snapshot: Snapshot, messages: Mapping[str, Mapping[str, str]]) -> None:
        self.snapshot = snapshot
        self.messages = messages
        self.shapes = shape_numbers(snapshot)
        self.questions: list[Json] = []
        self.expected: list[Json] = []

    def ask(
        self,
        query: At | Region,
        at: datetime,
        *,
        accuracy: Accuracy = None,
        unit: str | None = None,
        asked: Asked | None = None,
        sent: Json = None,
    ) -> None:
        """One more question; ``sent`` is the query as the engine gets it, if not as it is."""
        answer = check(self.snapshot.situation_at(at), query, accuracy, unit)
        question = {"query": sent or query_json(query), "at": instant(at), "accuracy": accuracy, "unit": unit}
        expected = {"answer": answer_json(answer, self.shapes)}
        if asked is not None:
            question["asked"] = asked_json(asked)
            expected["said"] = {
                lang: [{"role": s.role.value, **text_json(s.text)} for s in sentences(answer, asked, lang)]
                for lang in LANGUAGES
            }
        self.questions.append(question)
        self.expected.append(expected)

    def asked(self, **more: Any) -> Asked:
        """How a page asks this copy at the moment that it is of."""
        at, until = self.snapshot.situation.at, self.snapshot.valid_until
        return Asked(realm=self.snapshot.realm, now=at, published_at=at, valid_until=until, **more)

    def ask_disc(self, centre: tuple[int, int], metres: int, at: datetime, **how: Any) -> None:
        """A question about a position with its accuracy."""
        radius = metres * 1000
        self.ask(disc(centre, radius), at, accuracy=metres, sent={"disc": [*centre, radius]}, **how)

    def put(self) -> Json:
        """What is handed to the engine."""
        data = write_snapshot(self.snapshot)
        return {"snapshot": data.decode(), "messages": self.messages, "questions": self.questions}

    def differences(self, found: Iterable[Json]) -> list[tuple[Json, Json, Json]]:
        """Each question that was answered otherwise, with both answers."""
        return [
            (question, expected, answer)
            for question, expected, answer in zip(self.questions, self.expected, found, strict=True)
            if expected != answer
        ]
