"""Whose words a draft quotes: the statement on record, or the one to be written with the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from clearway.desk.blobs import blob_id
from clearway.desk.derived import speaker_of
from clearway.desk.office import Office
from clearway.desk.saying import get_kind
from clearway.projection import Admitted
from clearway.reading.model import ReadDraft, Reading
from clearway.records.kinds.statement import Speaker, Statement


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of the file that the words were taken from, and what kind of file they are."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the officer knows of the statement beyond its text: who, where, when. None is taken from the draft."""

    title: str | None = None
    name: str | None = None
    role: str | None = None
    office: str | None = None
    channel: str | None = None
    url: str | None = None
    said_at: datetime | None = None
    published_at: datetime | None = None
    original: Original | None = None


def statement_of(
    office: Office, reading: Reading, draft: ReadDraft, said: Said, named: str | None
) -> tuple[Statement, Admitted | None]:
    """Who said the draft's words, where and when; and the statement on record that says so already.

    The same words of the same speaker are one statement. ``named`` is the one that the officer took the text from: it
    serves unless the draft's words are another person's.
    """
    derived = speaker_of(reading, draft)
    if named is not None and said == Said():
        admitted = get_kind(office, named, "statement")
        body = admitted.record.body
        if isinstance(body, Statement) and _may_be(body.speaker, derived):
            return body, admitted
    name, role, by = said.name or derived.name, said.role or derived.role, said.office or derived.office
    day = None if reading.published is None else first_instant(office, reading.published)
    wanted = Statement(
        text_blob=blob_id(reading.text.encode()),
        file_blob=blob_id(said.original.data) if said.original else None,
        file_type=said.original.media_type if said.original else None,
        language=reading.lang,
        title=said.title,
        speaker=Speaker(name=name, role=role, office=by),
        channel=said.channel,
        url=said.url,
        said_at=said.said_at,
        published_at=said.published_at or day,
    )
    for admitted, body in same_words(office, reading):
        if body.speaker == wanted.speaker and _agrees(body, said):
            return body, admitted
    return wanted, None


def same_words(office: Office, reading: Reading) -> Iterator[tuple[Admitted, Statement]]:
    """The statements of exactly this text in this office's own logs, those in the public log first."""
    blob = blob_id(reading.text.encode())
    found = [each for each in office.history().list_kind("statement") if each.place.origin in office.own_origins]
    for admitted in sorted(found, key=lambda each: each.place.origin != office.public_origin):
        body = admitted.record.body
        if isinstance(body, Statement) and blob == (body.text_blob or blob_id((body.text or "").encode())):
            yield admitted, body


def first_instant(office: Office, day: date) -> datetime:
    """The first instant of a day where the office is, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(office.settings.zone)).astimezone(UTC)


def _agrees(body: Statement, said: Said) -> bool:
    """Whether the statement on record says nothing otherwise than the officer."""
    given = ("title", "channel", "url", "said_at", "published_at")
    return all(getattr(said, name) in (None, getattr(body, name)) for name in given)


def _may_be(speaker: Speaker, derived: Speaker) -> bool:
    """Whether the speaker on record may be the one whom the draft names."""
    if speaker.name is None or derived.name is None:
        return True
    words, others = speaker.name.split(), derived.name.split()
    short = min(len(words), len(others))
    return words[-short:] == others[-short:]
