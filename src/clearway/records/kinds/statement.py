"""What somebody said or wrote: the words that other records rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, Kind, always, on
from clearway.records.types import ContentId, Instant, Language, Line, Part
from clearway.terms import Bearing


class Speaker(Part, frozen=True, kw_only=True):
    """Who spoke. A name stands here only for a public spokesman; everybody else is an office and a role."""

    name: Line | None = None
    role: Line | None = None
    office: Line | None = None


class Statement(Part, frozen=True, kw_only=True):
    """Exact words, said or written, kept so that a record can point at them by code points.

    A statement changes nothing by itself: what it means for ground and time is said by other records, which an
    officer makes. A short text stands in ``text``, a long one (or a recording) in a blob. Where the words were taken
    out of a file, ``file_blob`` holds that file to the byte; spans point at the words, never at it.
    """

    text: Annotated[str, Meta(min_length=1, max_length=20_000, description="the words, to the letter")] | None = None
    text_blob: Annotated[ContentId, Meta(description="blob that holds the words, in UTF-8")] | None = None
    file_blob: Annotated[ContentId, Meta(description="blob of the file that the words stood in")] | None = None
    file_type: Annotated[str, Meta(max_length=100, pattern=r"^[a-z]+/[a-z0-9.+-]+$(?!\n)")] | None = None
    language: Language
    title: Line | None = None
    speaker: Speaker
    channel: Annotated[Line, Meta(description="where it was said: radio, press conference, web page")] | None = None
    url: Annotated[str, Meta(max_length=2000, pattern=r"^https?://[^\s]+$(?!\n)")] | None = None
    said_at: Instant | None = None
    published_at: Instant | None = None
    retrieved_at: Instant | None = None
    translation_of: Annotated[ContentId, Meta(description="the statement this one translates")] | None = None


def _check(body: Statement, _record: Record) -> Iterator[Problem]:
    if (body.text is None) == (body.text_blob is None):
        yield Problem("record.one_of", "/body", {"fields": "text, text_blob"})


KIND = Kind(
    name="statement",
    version=1,
    tier=None,
    body=Statement,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    check=_check,
)
