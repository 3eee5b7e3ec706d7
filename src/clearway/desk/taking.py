"""Taking in a file that a person names: its bytes here, its words by :mod:`clearway.intake`.

A PDF is read in a process of its own with bounds on time and memory: the format lets a small file keep a reader busy
for ever.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from clearway.desk.apart import LONGEST_S, run_apart
from clearway.desk.files import read_file
from clearway.desk.office import Office
from clearway.desk.said import Original, Said
from clearway.intake import LARGEST_FILE, Form, GivenText, Taken, recognise, take_in
from clearway.problems import Problem, Refused, refuse

_OLDEST_YEAR = 1990
_APART = "clearway.desk.taking_apart"


class Told(msgspec.Struct):
    """What the process says: what was taken, or the codes and values of what was refused."""

    taken: Taken | None = None
    refused: list[tuple[str, dict[str, str | int]]] = []


def take_file(path: Path, encoding: str | None = None) -> tuple[Taken, bytes]:
    """The texts of a file, and its bytes. Refused: ``desk.file_unreadable``, ``intake.*``."""
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        refuse("intake.file_too_large", size=path.stat().st_size, limit=LARGEST_FILE)
    data = read_file(path)
    if data is None:
        refuse("desk.file_unreadable", file=str(path), because="there is none")
    return take_bytes(data, path.name, encoding), data


def take_bytes(data: bytes, name: str = "", encoding: str | None = None) -> Taken:
    """The texts in these bytes. Refused: ``intake.*``."""
    if len(data) <= LARGEST_FILE and recognise(data, name) is Form.PDF:
        return _take_apart(data)
    return take_in(data, name, encoding)


def text_of(taken: Taken, number: int | None) -> GivenText:
    """The text with this number; without one, the only one. Refused: ``intake.which_text``."""
    if number is None and len(taken.texts) == 1:
        return taken.texts[0]
    found = next((each for each in taken.texts if each.number == number), None)
    return refuse("intake.which_text", count=len(taken.texts)) if found is None else found


def said_by_file(office: Office, said: Said, taken: Taken, text: GivenText, data: bytes | None) -> Said:
    """What the officer knows of the text, filled with what the file says of it.

    ``data`` are the file's bytes, to be kept beside the words wherever they are something else than the words and may
    be kept; None keeps the words alone.
    """
    dated = text.dated
    if dated is not None and dated.tzinfo is None:
        # A phone's clock, or a page's: taken for the one of the office.
        dated = dated.replace(tzinfo=office.settings.timezone)
    original = None
    if data is not None and taken.original_may_be_kept and data != text.words.encode():
        original = Original(data, taken.media_type)
    return replace(
        said,
        title=said.title or text.title,
        url=said.url or text.url,
        channel=said.channel or text.channel,
        published_at=said.published_at or _no_later(dated, office.now()),
        original=original,
    )


def _no_later(dated: datetime | None, now: datetime) -> datetime | None:
    """The instant as records write it; one in the future or of another century is a wrong clock's, and left out."""
    if dated is None or dated > now or dated.year < _OLDEST_YEAR:
        return None
    return dated.astimezone(UTC).replace(microsecond=0)


def _take_apart(data: bytes) -> Taken:
    said = run_apart(_APART, data)
    if said is None:
        refuse("intake.takes_too_long", seconds=LONGEST_S)
    told = msgspec.json.decode(said, type=Told)
    if told.taken is None:
        raise Refused(*(Problem(code, params=params) for code, params in told.refused))
    return told.taken
