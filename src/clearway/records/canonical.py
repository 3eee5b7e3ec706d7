"""Canonical JSON (RFC 8785, without floats): one byte string for one value, so that a hash can name it.

``read_canonical`` accepts a byte string only if writing its value again gives the same bytes. msgspec writes what
RFC 8785 asks for except for two things, which are looked for in the bytes and then judged by ``rfc8785`` itself:
keys that hold characters beyond the Basic Multilingual Plane (sorted by UTF-16 units there) and integers of more
than 53 bits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import msgspec
import rfc8785

from clearway.problems import Problem, Refused

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 100

# Bytes reduced to what matters for a quick look: every digit is 0, every character beyond the BMP starts with 0xF0.
_REDUCED = bytes.maketrans(b"123456789\xf1\xf2\xf3\xf4", b"000000000\xf0\xf0\xf0\xf0")
_LONG_NUMBER = b"0" * 16
_BEFORE_NUMBERS = (b":", b",", b"[", b"-")
_BEFORE_HASH = b"sha000:"
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NOT_STRUCTURE = bytes(set(range(256)) - set(b'{}[]"\\'))


class _FloatFound(Exception):
    """A number with a fraction or an exponent stands in the text."""


def _no_float(_text: str) -> NoReturn:
    raise _FloatFound


_decoder = msgspec.json.Decoder(float_hook=_no_float)
_encoder = msgspec.json.Encoder(order="sorted")


def canonical_json(value: object) -> bytes:
    """Write ``value`` (dicts with text keys, lists, tuples, text, integers, booleans, None) as canonical JSON.

    Raises ``Refused`` for anything else: floats, integers beyond 53 bits, text that is not Unicode.
    """
    if not _is_sound(value, 0):
        raise Refused(*_faults(value, ""))
    data = _encoder.encode(value)
    return rfc8785.dumps(value) if _unsure(data) else data  # type: ignore[arg-type]


def read_canonical(data: bytes) -> Any:
    """Read canonical JSON. Raises ``Refused`` with everything that is wrong when it is not canonical."""
    value, canonical = _read(data)
    if not canonical:
        raise Refused(*_diagnose(data))
    return value


def find_canonical(data: bytes) -> Any | None:
    """Read canonical JSON; None where it is not canonical (``null`` too). Never raises."""
    value, canonical = _read(data)
    return value if canonical else None


def reduced(data: bytes) -> bytes:
    """``data`` with every digit written as 0 and every leading byte of a four-byte character as 0xF0."""
    return data.translate(_REDUCED)


def _unsure(data: bytes) -> bool:
    """True if msgspec might not write this value as RFC 8785 does."""
    shape = reduced(data)
    if b"\xf0" in shape:
        return True
    # A number stands right behind one of these; most long runs of digits are the middle of a hash.
    if _LONG_NUMBER in shape:
        shape = shape.replace(_BEFORE_HASH, b"")
        return shape.startswith(_LONG_NUMBER) or any(mark + _LONG_NUMBER in shape for mark in _BEFORE_NUMBERS)
    return False


def _read(data: bytes) -> tuple[Any, bool]:
    try:
        value = _decoder.decode(data)
        if not _is_shallow(data, value):
            return None, False
        if _unsure(data):
            # JCS is exact here and slow: only texts with rare characters or very long numbers come this way.
            return value, not any(True for _ in _faults(value, "")) and rfc8785.dumps(value) == data
        return value, _encoder.encode(value) == data
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError, _FloatFound):
        return None, False


def _is_shallow(data: bytes, value: object) -> bool:
    """True if nothing is nested deeper than ``MAX_DEPTH``, which no stack, however full, is too small for."""
    shape = data.translate(_BRACKETS, _NOT_STRUCTURE).replace(b'""', b"")
    if b'"' in shape or b"\\" in shape:  # a text holds a bracket or an escape: the bytes alone do not tell
        return _depth_of(value) <= MAX_DEPTH
    for _ in range(MAX_DEPTH):
        if not shape:
            return True
        shape = shape.replace(b"[]", b"")  # takes the innermost level away
    return not shape


def _depth_of(value: object) -> int:
    level, depth = [value], 0
    while level := [part for part in level if isinstance(part, (dict, list))]:
        depth += 1
        level = [item for part in level for item in (part.values() if isinstance(part, dict) else part)]
    return depth


def _is_sound(value: object, depth: int) -> bool:
    """Whether ``_faults`` would find nothing. It is asked first: to say where everything stands takes much longer."""
    sort = type(value)
    if sort is int:
        return -MAX_INTEGER <= value <= MAX_INTEGER  # type: ignore[operator]
    if sort is list or sort is tuple:
        return depth < MAX_DEPTH and all(_is_sound(part, depth + 1) for part in value)  # type: ignore[attr-defined]
    if sort is dict:
        pairs = value.items()  # type: ignore[attr-defined]
        return depth < MAX_DEPTH and all(
            type(key) is str and _is_sound(key, depth) and _is_sound(part, depth + 1) for key, part in pairs
        )
    return value is None or sort is bool or next(_faults(value, "", depth), None) is None


def _faults(value: object, pointer: str, depth: int = 0) -> Iterator[Problem]:
    """Everything in a Python value that canonical JSON cannot hold."""
    if depth >= MAX_DEPTH and isinstance(value, (dict, list, tuple)):
        yield Problem("record.too_deep", "", {"limit": MAX_DEPTH})
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _key_faults(key, pointer)
            yield from _faults(part, join(pointer, str(key)), depth + 1)
    elif isinstance(value, (list, tuple)):
        for number, part in enumerate(value):
            yield from _faults(part, join(pointer, number), depth + 1)
    else:
        yield from _plain_faults(value, pointer)


def _plain_faults(value: object, pointer: str) -> Iterator[Problem]:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        yield from _text_faults(value, pointer)
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            yield Problem("record.integer_too_large", pointer, {"value": _short(value)})
    elif isinstance(value, float):
        yield Problem("record.float", pointer, {"value": repr(value)})
    else:
        yield Problem("record.wrong_type", pointer, {"expected": "JSON", "found": type(value).__name__})


def _text_faults(value: str, pointer: str) -> Iterator[Problem]:
    try:
        value.encode()
    except UnicodeEncodeError:
        yield Problem("record.not_utf8", pointer)


def _key_faults(key: object, pointer: str) -> Iterator[Problem]:
    if isinstance(key, str):
        yield from _text_faults(key, pointer)
    else:
        yield Problem("record.wrong_type", pointer, {"expected": "str", "found": type(key).__name__})


def join(pointer: str, *steps: str | int) -> str:
    """The JSON pointer (RFC 6901) that leads from ``pointer`` through ``steps``."""
    return pointer + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


class _Float(str):
    """The text of a number that is no integer, as found."""

    __slots__ = ()


class _Repeating(dict[str, Any]):
    """An object whose text repeats ``keys``."""

    def __init__(self, pairs: list[tuple[str, Any]], keys: tuple[str, ...]) -> None:
        super().__init__(pairs)
        self.keys_repeated = keys


def _integer(text: str) -> int:
    # Python refuses to read integers of thousands of digits; one beyond the limit stands for all of them.
    return int(text) if len(text) <= 20 else MAX_INTEGER + 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    repeated = tuple(sorted({key for key in keys if keys.count(key) > 1})) if len(set(keys)) < len(keys) else ()
    return _Repeating(pairs, repeated) if repeated else dict(pairs)


def _diagnose(data: bytes) -> tuple[Problem, ...]:
    """Say why ``data`` is not canonical JSON: at least one problem."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return (Problem("record.not_utf8"),)
    try:
        value = json.loads(
            text, parse_int=_integer, parse_float=_Float, parse_constant=_Float, object_pairs_hook=_object
        )
    except RecursionError:
        return (Problem("record.too_deep", "", {"limit": MAX_DEPTH}),)
    except ValueError as error:
        return (Problem("record.not_json", "", {"position": getattr(error, "pos", 0)}),)
    found = tuple(_textual_faults(value, ""))
    return found or (Problem("record.not_canonical"),)


def _textual_faults(value: object, pointer: str, depth: int = 0) -> Iterable[Problem]:
    if isinstance(value, _Float):
        yield Problem("record.float", pointer, {"value": _short(value)})
    elif isinstance(value, dict) and depth < MAX_DEPTH:
        for key in value.keys_repeated if isinstance(value, _Repeating) else ():
            yield Problem("record.duplicate_key", join(pointer, key), {"key": key})
        for key, part in value.items():
            yield from _key_faults(key, pointer)
            yield from _textual_faults(part, join(pointer, key), depth + 1)
    elif isinstance(value, list) and depth < MAX_DEPTH:
        for number, part in enumerate(value):
            yield from _textual_faults(part, join(pointer, number), depth + 1)
    else:
        yield from _faults(value, pointer, depth)


def _short(value: object) -> str:
    try:
        text = str(value)
    except ValueError:  # an integer of more digits than Python writes
        text = "…"
    return text if len(text) <= 40 else text[:39] + "…"
