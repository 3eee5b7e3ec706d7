"""What commands share that take words out of a file: which text of it, in which letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from clearway.cli.options import together
from clearway.desk.taking import take_file, text_of
from clearway.intake import ENCODINGS, GivenText, Taken

taking_options = together(
    click.option("--text", "text_number", type=click.IntRange(1), metavar="N", help="Which text of a chat or feed."),
    click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="How the file's letters are written."),
)


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that was taken in: what it holds, the texts that were asked for, and its bytes."""

    taken: Taken
    texts: tuple[GivenText, ...]
    data: bytes


def take_given(path: Path, options: dict[str, Any], *, every: bool) -> TakenFile:
    """The file with its texts, taken by the ``taking_options``. ``every`` takes all where none is named.

    Refused: ``desk.file_unreadable``, ``intake.*``.
    """
    number = options.pop("text_number")
    taken, data = take_file(path, options.pop("encoding"))
    texts = taken.texts if every and number is None else (text_of(taken, number),)
    return TakenFile(taken, texts, data)


def day_of(text: GivenText, zone: str) -> date | None:
    """The day on which the file dates a text, where the office is."""
    dated = text.dated
    if dated is None:
        return None
    return dated.date() if dated.tzinfo is None else dated.astimezone(ZoneInfo(zone)).date()
