"""The settings of a workspace: one frozen value, parsed once from ``clearway.toml`` and passed in. Pure.

A workspace is a folder; paths are relative to it unless they are absolute. Everything but the region has a default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clearway.geometry import e7_of
from clearway.problems import Problem, Refused, refuse

FILE = "clearway.toml"
VERSION = 1
LANGUAGES = ("ar", "en")

Bbox = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a workspace is told once.

    ``region`` is west, south, east, north in 1e-7 degree: coordinates outside it are refused as probably swapped.
    ``ledger`` is a file, or the URL of a PostgreSQL database. ``blocks`` names a GeoJSON file of pre-drawn blocks for
    public notices; without one, ``grid_e7`` is the side of the grid cells used instead, in 1e-7 degree. ``languages``
    are those of answers, the first by default; ``zone`` is where days begin and end. ``office`` and ``origin`` say
    whose workspace this is: its logs are ``<origin>/public`` and ``<origin>/restricted``. ``contact`` is whom to call
    when a record names nobody. ``closes_one_in`` is the length of a perimeter in which a walk around it may miss its
    start by one: a compass read to half a degree moves the end of a leg by 1 in 115.
    ``second_reader_*`` name a language model that may be asked beside the rules; ``second_reader_elsewhere`` lets it be
    on another machine.
    """

    region: Bbox
    trust: str = "trust.json"
    ledger: str = "ledger.sqlite"
    blobs: str = "blobs"
    keys: str = "keys"
    places: str = "places"
    site: str = "site"
    blocks: str | None = None
    grid_e7: int = 50_000
    languages: tuple[str, ...] = LANGUAGES
    zone: str = "Africa/Tripoli"
    office: str | None = None
    origin: str | None = None
    contact: str | None = None
    closes_one_in: int = 100
    second_reader_url: str | None = None
    second_reader_model: str | None = None
    second_reader_timeout_s: int = 60
    second_reader_elsewhere: bool = False

    @property
    def timezone(self) -> ZoneInfo:
        """The zone in which dates are written."""
        return ZoneInfo(self.zone)

    @property
    def public_log(self) -> str | None:
        """The origin of this office's public log; None where nobody is said to own the workspace."""
        return f"{self.origin}/public" if self.origin else None

    @property
    def restricted_log(self) -> str | None:
        """The origin of this office's restricted log; None where nobody is said to own the workspace."""
        return f"{self.origin}/restricted" if self.origin else None


class _Wrong(Exception):
    """The value is not what the setting takes."""


def parse_settings(text: str) -> Settings:
    """Settings from the text of ``clearway.toml``. Raises ``Refused`` with everything that is wrong in it."""
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        refuse("settings.unreadable", because=str(error))
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    given = dict(_flatten(document))
    version = given.pop("clearway", None)
    if version is not None and (type(version) is not int or version != VERSION):
        problems.append(_problem("settings.bad_value", "clearway", str(VERSION)))
    for key, value in given.items():
        if key not in _KEYS:
            problems.append(_problem("settings.unknown_key", key, ""))
            continue
        field, read, expected = _KEYS[key]
        try:
            values[field] = read(value)
        except _Wrong:
            problems.append(_problem("settings.bad_value", key, expected))
    if "region.bbox" not in given:
        problems.append(_problem("settings.missing_key", "region.bbox", _KEYS["region.bbox"][2]))
    if problems:
        raise Refused(*problems)
    return Settings(**values)


def write_settings(settings: Settings) -> str:
    """The text of ``clearway.toml`` for ``settings``; parsing it gives them back."""
    lines = ["# A Clearway workspace. Paths are relative to this folder.", f"clearway = {VERSION}"]
    table = ""
    for key, (field, _, expected) in _KEYS.items():
        head, _, name = key.rpartition(".")
        if head != table:
            lines += ["", f"[{head}]"]
            table = head
        value = getattr(settings, field)
        if value is None:
            lines.append(f"# {name} = …  ({expected})")
        else:
            lines.append(f"{name} = {_written(field, value)}")
    return "\n".join(lines) + "\n"


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            found += _flatten(value, f"{prefix}{name}.")
        else:
            found.append((f"{prefix}{name}", value))
    return found


def _problem(code: str, key: str, expected: str) -> Problem:
    return Problem(code, "/" + key.replace(".", "/"), {"key": key, "expected": expected})


def _words(value: Any) -> str:
    if isinstance(value, str) and value.strip() and "\n" not in value:
        return value
    raise _Wrong


def _degrees(value: Any) -> int:
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        raise _Wrong
    try:
        return e7_of(value)
    except ValueError:
        raise _Wrong from None


def _bbox(value: Any) -> Bbox:
    if not isinstance(value, list) or len(value) != 4:
        raise _Wrong
    west, south, east, north = (_degrees(each) for each in value)
    if -1_800_000_000 <= west < east <= 1_800_000_000 and -900_000_000 <= south < north <= 900_000_000:
        return west, south, east, north
    raise _Wrong


def _grid(value: Any) -> int:
    side = _degrees(value)
    if 1_000 <= side <= 10_000_000:
        return side
    raise _Wrong


def _one_in(value: Any) -> int:
    if type(value) is int and 10 <= value <= 10_000:
        return value
    raise _Wrong


def _seconds(value: Any) -> int:
    if type(value) is int and 1 <= value <= 600:
        return value
    raise _Wrong


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _Wrong


def _languages(value: Any) -> tuple[str, ...]:
    chosen = tuple(each for each in LANGUAGES if isinstance(value, list) and value.count(each) == 1)
    if chosen and len(chosen) == len(value):
        return tuple(value)
    raise _Wrong


def _zone(value: Any) -> str:
    try:
        return ZoneInfo(_words(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _Wrong from None


_KEYS: Mapping[str, tuple[str, Callable[[Any], Any], str]] = {
    "region.bbox": ("region", _bbox, "bbox = [west, south, east, north] in degrees, as in [19.8, 31.8, 20.6, 32.5]"),
    "office.name": ("office", _words, "the office whose workspace this is"),
    "office.origin": ("origin", _words, "the name its logs begin with, as in crisis.benghazi.example"),
    "office.contact": ("contact", _words, "a telephone number"),
    "answers.languages": ("languages", _languages, "a list of ar and en, the first is the default"),
    "answers.zone": ("zone", _zone, "the name of a time zone, as in Africa/Tripoli"),
    "notices.blocks": ("blocks", _words, "a GeoJSON file of pre-drawn blocks"),
    "notices.grid_degrees": ("grid_e7", _grid, "the side of a grid cell in degrees, from 0.0001 to 1"),
    "perimeters.closes_one_in": ("closes_one_in", _one_in, "a whole number from 10 to 10000, 100 for 1 in 100"),
    "second_reader.url": ("second_reader_url", _words, "the address of a model, as in http://127.0.0.1:8080/v1"),
    "second_reader.model": ("second_reader_model", _words, "the name of a model"),
    "second_reader.timeout_s": ("second_reader_timeout_s", _seconds, "seconds, from 1 to 600"),
    "second_reader.elsewhere": ("second_reader_elsewhere", _switch, "true or false"),
    "files.trust": ("trust", _words, "a file"),
    "files.ledger": ("ledger", _words, "a file, or the URL of a PostgreSQL database"),
    "files.blobs": ("blobs", _words, "a folder"),
    "files.keys": ("keys", _words, "a folder"),
    "files.places": ("places", _words, "a folder"),
    "files.site": ("site", _words, "a folder"),
}


def _written(field: str, value: Any) -> str:
    if field == "region":
        return "[" + ", ".join(_in_degrees(each) for each in value) + "]"
    if field == "grid_e7":
        return _in_degrees(value)
    if isinstance(value, bool | int):
        return str(value).lower()
    if field == "languages":
        return "[" + ", ".join(_quoted(each) for each in value) + "]"
    return _quoted(value)


def _in_degrees(e7: int) -> str:
    return f"{Decimal(e7).scaleb(-7):f}"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(char):04x}" if char < " " or char == "\x7f" else char for char in escaped) + '"'
