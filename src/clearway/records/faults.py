"""What msgspec found wrong, as problems of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from clearway.problems import Problem
from clearway.records.canonical import join
from clearway.records.types import Part

P = TypeVar("P", bound=Part)

_PLACE = re.compile(r" - at `(?:key in )?\$(.*?)`$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_GOT = re.compile(r"Expected `(?P<expected>.+)`, got `(?P<found>.+)`$", re.DOTALL)
_WORD = re.compile(r"Invalid (?:enum )?value (?P<value>.+)$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<field>.+?)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>.+)`$", re.DOTALL)


def convert_part(raw: dict[str, Any], part: type[P], pointer: str) -> tuple[P | None, tuple[Problem, ...]]:
    """Read ``raw`` as ``part``; the value, or None and everything that is wrong with its fields."""
    try:
        return msgspec.convert(raw, part), ()
    except msgspec.ValidationError as error:
        found = tuple(_field_problems(raw, part, pointer))
        return None, found or (problem_of(str(error), pointer),)


def _field_problems(raw: Mapping[str, Any], part: type[Part], pointer: str) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(part)}
    tag = part.__struct_config__.tag_field
    for key in raw:
        if key not in fields and key != tag:
            yield Problem("record.unknown_field", join(pointer, key), {"field": key})
    for name, field in fields.items():
        if name in raw:
            yield from field_problems(raw[name], field.type, join(pointer, name))
        else:
            yield Problem("record.missing_field", join(pointer, name), {"field": name})


def field_problems(raw: object, wanted: Any, pointer: str) -> Iterator[Problem]:
    """The first thing wrong with one field's value, if anything is."""
    try:
        msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        yield problem_of(str(error), pointer)


def problem_of(message: str, pointer: str) -> Problem:
    """The problem that one message of msgspec speaks of, below ``pointer``."""
    place = _PLACE.search(message)
    what = message[: place.start()] if place else message
    where = join(pointer, *_steps(place.group(1))) if place else pointer
    if match := _MISSING.match(what):
        return Problem("record.missing_field", join(where, match["field"]), {"field": match["field"]})
    if match := _UNKNOWN.match(what):
        return Problem("record.unknown_field", join(where, match["field"]), {"field": match["field"]})
    if match := _WORD.match(what):
        return Problem("record.unknown_word", where, {"value": match["value"].strip("'\"")})
    if "RFC3339" in what or "timezone" in what:
        return Problem("record.wrong_instant", where)
    if match := _GOT.match(what):
        return Problem("record.wrong_type", where, {"expected": match["expected"], "found": match["found"]})
    return Problem("record.out_of_range", where, {"limit": what.removeprefix("Expected ").replace(r"(?!\n)", "")})


def _steps(path: str) -> Iterator[str]:
    for name, number in _STEP.findall(path):
        yield name or ("*" if number == "..." else number)
