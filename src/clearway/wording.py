"""What people read, in Arabic and English: sentences by stable keys, with every number and foreign name isolated.

The sentences stand in ``locale/ar.toml`` and ``locale/en.toml`` and can be changed there by a centre; the keys cannot.
A placeholder ``{date:day}`` names a value and how to write it:

=========  ======================================  =============================================
spec       takes                                   gives
=========  ======================================  =============================================
(none)     str, int, or a ``Text``                 the value as it is
``day``    aware datetime or date                  weekday, day, month, year
``moment`` aware datetime                          the same, and the hour
``clock``  aware datetime                          the hour, ``14:05``
=========  ======================================  =============================================

A value that is ``None`` is one that nobody recorded: then the sentence with the key ``<key>_without_<name>`` is taken,
which does not need it. Unisolated, ``33.53, 36.30`` in an Arabic line is shown with its numbers swapped, and a date
backwards; that is why a ``Text`` keeps what was inserted apart from the sentence until it is written out.
"""

from __future__ import annotations

import html
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from zoneinfo import ZoneInfo

from clearway.problems import ClearwayBug

LANGUAGES = ("ar", "en")
ZONE = "Africa/Tripoli"

_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"
# A number with what belongs to it, an id, a Latin name: what must be read left to right inside Arabic.
_LEFT_TO_RIGHT = re.compile(
    r"[A-Za-z0-9+\-−#@/\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f_.,:;/@#%°+\-−'’ ]*[A-Za-z0-9°\u00c0-\u024f])?"
)
_ISOLATES = re.compile("([\u2066\u2067\u2068][^\u2066-\u2069]*\u2069)")
# Marks that turn the reading around: in somebody else's words they could break out of the isolation.
_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))


class Direction(StrEnum):
    """How a run of text is read."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True)
class Inserted:
    """Something that stands inside a sentence and is read in a direction of its own."""

    parts: tuple[str | Inserted, ...]
    direction: Direction


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in one language, with what was inserted kept apart. Write it out for the place where it is shown."""

    parts: tuple[str | Inserted, ...]
    lang: str

    @property
    def html(self) -> str:
        """For a page: escaped, insertions inside ``<bdi dir="…">``."""
        return "".join(_html(part) for part in self.parts)

    @property
    def terminal(self) -> str:
        """For a terminal, a message or JSON: insertions between U+2066 or U+2067 and U+2069."""
        return "".join(_marked(part) for part in self.parts)

    @property
    def plain(self) -> str:
        """The letters alone, for searching; never for showing Arabic."""
        return "".join(_plain(part) for part in self.parts)

    def __add__(self, other: Text) -> Text:
        """Two sentences in a row, with a space between them."""
        return Text((*self.parts, " ", *other.parts), self.lang)


Value = str | int | date | datetime | Text


def render(key: str, lang: str, *, zone: str = ZONE, **values: Value | None) -> Text:
    """The sentence of ``key`` in ``lang``, with ``values`` written in and isolated; dates as they are in ``zone``.

    Raises ``ClearwayBug`` for a key, a language or a value that is missing.
    """
    absent = sorted(name for name, value in values.items() if value is None)
    if absent:
        key = f"{key}_without_{'_'.join(absent)}"
    try:
        template = catalogue(lang)[key]
    except KeyError:
        raise ClearwayBug(f"no sentence {key!r} in {lang!r}") from None
    parts: list[str | Inserted] = []
    for literal, name, spec, _ in string.Formatter().parse(template):
        if literal:
            parts.append(literal)
        if name is not None:
            value = values.get(name)
            if value is None:
                raise ClearwayBug(f"the sentence {key!r} needs {name}")
            parts.extend(_insert(value, spec or "", lang, zone))
    return Text(tuple(parts), lang)


def term(group: str, code: str, lang: str) -> Text:
    """The words for a code of ``terms``: ``term("hazard", "confirmed", "ar")``."""
    return render(f"{group}.{code}", lang)


def kind_name(kind: str, lang: str) -> Text:
    """A kind of record as people call it; one that the catalogue does not know by its code."""
    return render(f"kind.{kind}", lang) if has(f"kind.{kind}") else verbatim(kind, lang)


def has(key: str) -> bool:
    """True if there is a sentence with this key. Both languages have the same keys."""
    return key in catalogue(LANGUAGES[0])


def office(code: str, lang: str) -> Text:
    """An office as people call it; an office that the catalogue does not know is shown by its own code, isolated."""
    if has(f"office.{code}"):
        return render(f"office.{code}", lang)
    return verbatim(code, lang)


def verbatim(words: str, lang: str) -> Text:
    """Words that are not ours (a quotation, a name, an id), isolated where they read in another direction."""
    return Text(tuple(_insert(words, "", lang, ZONE)), lang)


def listing(items: Iterable[Value], lang: str) -> Text:
    """Several values in a row, separated as the language does it."""
    parts: list[str | Inserted] = []
    for item in items:
        if parts:
            parts.append("، " if lang == "ar" else ", ")
        parts.extend(_insert(item, "", lang, ZONE))
    return Text(tuple(parts), lang)


def isolated(sentence: str, lang: str) -> Text:
    """A finished sentence from elsewhere (a rule, a refusal): its numbers and Latin words isolated, if it is Arabic.

    What is isolated in it already is kept as it is.
    """
    if lang != "ar":
        return Text((sentence,), lang)
    parts: list[str | Inserted] = []
    for piece in _ISOLATES.split(sentence):
        words = piece.translate(_CONTROLS)
        if _ISOLATES.fullmatch(piece):
            parts.append(_directed(words))
        else:
            parts.extend(_split_latin(words))
    return Text(tuple(parts), lang)


def position(lon_e7: int, lat_e7: int, lang: str) -> Text:
    """A position in degrees, longitude first as it is typed, with seven decimals less trailing zeros."""
    return verbatim(f"{_degrees(lon_e7)}, {_degrees(lat_e7)}", lang)


def age(span: timedelta, lang: str) -> Text:
    """How long ago: in minutes under two hours, in hours under two days, then in days. Rounded down; never negative."""
    minutes = max(0, int(span.total_seconds()) // 60)
    if minutes < 120:
        unit, count = "minute", minutes
    elif minutes < 2 * 24 * 60:
        unit, count = "hour", minutes // 60
    else:
        unit, count = "day", minutes // (24 * 60)
    return render(f"age.{unit}_{_plural(count)}", lang, count=count)


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """All sentences of a language by dotted key."""
    if lang not in LANGUAGES:
        raise ClearwayBug(f"no language {lang!r}")
    source = resources.files("clearway").joinpath("locale", f"{lang}.toml").read_text(encoding="utf-8")
    return MappingProxyType(dict(_flatten(tomllib.loads(source), "")))


def _flatten(table: Mapping[str, object], prefix: str) -> Iterable[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        elif isinstance(value, str):
            yield f"{prefix}{name}", " ".join(value.split())
        else:
            raise ClearwayBug(f"{prefix}{name} is not a sentence")


def _insert(value: Value, spec: str, lang: str, zone: str) -> Iterable[str | Inserted]:
    """The parts that stand for a value: isolated unless they cannot disturb the sentence around them."""
    if spec:
        yield _written_date(value, spec, lang, zone)
        return
    if isinstance(value, Text):
        if value.lang == lang or (len(value.parts) == 1 and isinstance(value.parts[0], Inserted)):
            yield from value.parts
        else:
            yield Inserted(value.parts, _direction_of(value.lang))
        return
    if isinstance(value, date):
        raise ClearwayBug("a date needs a spec: day, moment or clock")
    words = str(value).translate(_CONTROLS)
    inserted = _directed(words)
    if lang == "en" and inserted.direction is Direction.LEFT_TO_RIGHT and not _has_arabic(words):
        yield words
    else:
        yield inserted


def _written_date(value: Value, spec: str, lang: str, zone: str) -> str | Inserted:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ClearwayBug("a moment without a zone")
        value = value.astimezone(ZoneInfo(zone))
    elif not isinstance(value, date) or spec != "day":
        raise ClearwayBug(f"{value!r} cannot be written as {spec}")
    words = catalogue(lang)
    day = f"{words[f'date.weekday_{value.isoweekday()}']} {value.day} {words[f'date.month_{value.month}']} {value.year}"
    clock = value.strftime("%H:%M") if isinstance(value, datetime) else ""
    if spec == "clock":
        return Inserted((clock,), Direction.LEFT_TO_RIGHT) if lang == "ar" else clock
    before, _, after = words["date.moment"].replace("{day}", day).partition("{clock}")
    if lang == "en":
        return day if spec == "day" else before + clock + after
    parts: tuple[str | Inserted, ...] = (day,)
    if spec == "moment":
        parts = (before, Inserted((clock,), Direction.LEFT_TO_RIGHT), after)
    return Inserted(parts, Direction.RIGHT_TO_LEFT)


def _split_latin(piece: str) -> Iterable[str | Inserted]:
    at = 0
    for match in _LEFT_TO_RIGHT.finditer(piece):
        if match.start() > at:
            yield piece[at : match.start()]
        yield Inserted((match.group(),), Direction.LEFT_TO_RIGHT)
        at = match.end()
    if at < len(piece):
        yield piece[at:]


def _directed(words: str) -> Inserted:
    """Words isolated in the direction of their first letter; without any letter, left to right as numbers are."""
    for char in words:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return Inserted((words,), Direction.LEFT_TO_RIGHT)
        if kind in ("R", "AL"):
            return Inserted(tuple(_split_latin(words)), Direction.RIGHT_TO_LEFT)
    return Inserted((words,), Direction.LEFT_TO_RIGHT)


def _direction_of(lang: str) -> Direction:
    return Direction.RIGHT_TO_LEFT if lang == "ar" else Direction.LEFT_TO_RIGHT


def _has_arabic(words: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in words)


def _degrees(e7: int) -> str:
    whole, rest = divmod(abs(e7), 10_000_000)
    decimals = f"{rest:07d}".rstrip("0") or "0"
    return f"{'-' if e7 < 0 else ''}{whole}.{decimals}"


def _plural(count: int) -> str:
    """The plural category of CLDR for Arabic, which both languages use: it tells apart all that English does."""
    if count <= 2:
        return ("zero", "one", "two")[count]
    last = count % 100
    if 3 <= last <= 10:
        return "few"
    return "many" if last >= 11 else "other"


def _html(part: str | Inserted) -> str:
    if isinstance(part, str):
        return html.escape(part)
    return f'<bdi dir="{part.direction}">{"".join(_html(inner) for inner in part.parts)}</bdi>'


def _marked(part: str | Inserted) -> str:
    if isinstance(part, str):
        return part
    start = _LRI if part.direction is Direction.LEFT_TO_RIGHT else _RLI
    return f"{start}{''.join(_marked(inner) for inner in part.parts)}{_PDI}"


def _plain(part: str | Inserted) -> str:
    return part if isinstance(part, str) else "".join(_plain(inner) for inner in part.parts)
