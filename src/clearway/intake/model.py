"""What taking in a file gives: its texts, each with what the file itself says of it. Values and limits only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clearway.problems import refuse

LARGEST_FILE = 20_000_000
"""Bytes. A larger file could not be kept as a blob either."""

LARGEST_UNPACKED = 50_000_000
"""Bytes of one part of a packed file, whatever its header says of it."""

LONGEST_TEXT = 2_000_000
"""Code points of one text."""

MOST_TEXTS = 20_000
"""Messages of a chat, items of a feed."""

MOST_PAGES = 300
"""Pages of a PDF."""


class Form(StrEnum):
    """What kind of file the words came in."""

    TEXT = "text"
    PAGE = "page"
    PDF = "pdf"
    DOCX = "docx"
    CHAT = "chat"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenText:
    """One text: the words that evidence will point at, by code points.

    ``number`` counts from 1 in the file. ``dated`` is when the file says that it was published or sent; without a zone
    it is by the clock of whoever sent it. ``channel`` is the name of a feed or of a public channel; whoever sent a
    message in a chat is not kept.
    """

    number: int
    words: str
    title: str | None = None
    dated: datetime | None = None
    url: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file as it was taken in.

    ``encoding`` is the one its letters were written in, None where the format fixes it. ``left_out`` counts what is no
    text: messages without words, empty items, signs that a PDF gives no letter for.
    """

    form: Form
    media_type: str
    encoding: str | None
    texts: tuple[GivenText, ...]
    left_out: int = 0

    @property
    def original_may_be_kept(self) -> bool:
        """Whether the file's own bytes may stand beside the words: not a chat, which holds what others wrote."""
        return self.form is not Form.CHAT


def check_words(words: str) -> str:
    """The words, if they are words and not too many.

    Refused: ``intake.no_words``, ``intake.text_too_long``, ``intake.not_text``.
    """
    if not words.strip():
        refuse("intake.no_words")
    if len(words) > LONGEST_TEXT:
        refuse("intake.text_too_long", length=len(words), limit=LONGEST_TEXT)
    if "\0" in words or any("\ud800" <= char <= "\udfff" for char in words):
        refuse("intake.not_text")
    return words


def check_count(count: int) -> None:
    """Refused: ``intake.too_many_texts``."""
    if count > MOST_TEXTS:
        refuse("intake.too_many_texts", limit=MOST_TEXTS)
