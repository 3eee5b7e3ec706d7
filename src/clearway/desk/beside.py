"""What stands beside a text that an officer reads: earlier statements that are like it or contradict it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clearway.desk.office import Office
from clearway.projection import Admitted
from clearway.reading import Reader
from clearway.reading.catalogue import LANGUAGES, load_catalogue
from clearway.reading.contradictions import Contradiction, contradictions
from clearway.reading.likeness import LIKE, likeness, runs_of
from clearway.reading.model import Reading
from clearway.records.kinds.statement import Statement

MOST_COMPARED = 2000
"""Earlier statements that are compared, the latest first."""
MOST_READ = 200
"""Of them, those whose facts are compared."""


@dataclass(frozen=True, slots=True)
class Like:
    """An earlier statement of nearly the same words; ``share`` from 0.5 to 1."""

    id: str
    title: str | None
    at: datetime
    share: float


@dataclass(frozen=True, slots=True)
class Against:
    """An earlier statement one of whose facts differs."""

    id: str
    title: str | None
    at: datetime
    contradiction: Contradiction


@dataclass(frozen=True, slots=True)
class Beside:
    """What was found beside a text; ``compared`` and ``read`` say among how many statements."""

    like: tuple[Like, ...]
    against: tuple[Against, ...]
    compared: int
    read: int


def find_beside(office: Office, reading: Reading) -> Beside:
    """Earlier statements of this office's own logs beside a text. The text itself, if it is on record, is left out."""
    runs = runs_of(reading.text)
    earlier = [each for each in _latest(office) if each[2] != reading.text][:MOST_COMPARED]
    like = [
        Like(admitted.id, body.title, _said_at(admitted, body), share)
        for admitted, body, words in earlier
        if (share := likeness(runs, runs_of(words))) >= LIKE
    ]
    alike = {each.id for each in like}
    others = [each for each in earlier if each[0].id not in alike][:MOST_READ] if reading.drafts else []
    against = [
        Against(admitted.id, body.title, _said_at(admitted, body), each)
        for admitted, body, words in others
        for each in contradictions(reading, _read(office, body, words))
    ]
    like.sort(key=lambda each: -each.share)
    return Beside(tuple(like), tuple(against), len(earlier), len(others))


def _latest(office: Office) -> Iterator[tuple[Admitted, Statement, str]]:
    """The statements on record with their words, the latest first."""
    history = office.history()
    found = [each for each in history.list_kind("statement") if each.place.origin in office.own_origins]
    for admitted in sorted(found, key=lambda each: each.record.recorded_at, reverse=True):
        body = admitted.record.body
        words = history.statement_text(body) if isinstance(body, Statement) else None
        if isinstance(body, Statement) and words:
            yield admitted, body, words


def _said_at(admitted: Admitted, body: Statement) -> datetime:
    return body.said_at or body.published_at or admitted.record.recorded_at


def _read(office: Office, body: Statement, words: str) -> Reading:
    language = body.language.partition("-")[0]
    dated = body.published_at or body.said_at
    day = dated.astimezone(office.settings.timezone).date() if dated else None
    lang = language if language in LANGUAGES else LANGUAGES[0]
    return Reader(load_catalogue(lang), office.places).read(words, day)
