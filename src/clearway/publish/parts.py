"""The parts that a packed document is put together from, each of which learns how its own values go. Pure.

A part is given a value and writes it, or reads it; see :mod:`clearway.publish.rangecoder`. Values are those of JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from clearway.publish.outline import Outlines, Ring
from clearway.publish.rangecoder import Bits, Coder, Damaged, Letters, Number

MOST_ITEMS = 1 << 21
MOST_LETTERS = 1 << 24

Part: TypeAlias = Callable[[Coder, Any], Any]

_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = -62_135_596_800, 253_402_300_799
_MINUTE = 60
_RING: Ring = ((0, 0),) * 4


class Limits:
    """How much more a file may hold: so that a small one cannot ask for memory without end."""

    def __init__(self) -> None:
        self.items = MOST_ITEMS
        self.letters = MOST_LETTERS

    def take_items(self, count: int) -> int:
        """So many items of lists and mappings."""
        self.items -= count
        if self.items < 0:
            raise Damaged("it has more items than a snapshot may have")
        return count

    def take_letters(self, count: int) -> int:
        """So many bytes of text."""
        self.letters -= count
        if self.letters < 0:
            raise Damaged("it has more text than a snapshot may have")
        return count


class Vocabulary:
    """The texts of one sort that have occurred, each once."""

    def __init__(self, letters: Letters, limits: Limits) -> None:
        self._letters = letters
        self._limits = limits
        self._known: list[str] = []
        self._numbers: dict[str, int] = {}
        self._is_hash = Bits(1)
        self._length = Number()

    def field(self) -> Part:
        """A field with texts of this sort: how many new ones ago it first occurred, or a new one in full."""
        is_new, ago = Bits(1), Number()

        def text(coder: Coder, value: Any) -> str:
            number = self._numbers.get(value)
            if coder.bit(is_new, 0, number is None):
                return self._add(self._new(coder, value))
            back = ago.code(coder, 0 if number is None else len(self._known) - 1 - number)
            if back >= len(self._known):
                raise Damaged("a text that did not occur")
            return self._known[len(self._known) - 1 - back]

        return text

    def _new(self, coder: Coder, value: Any) -> str:
        given = value if coder.writing else ""
        if coder.bit(self._is_hash, 0, _HASH.fullmatch(given) is not None):
            digest = coder.direct(int(given[7:], 16) if coder.writing else 0, 256)
            return f"sha256:{digest:064x}"
        data = given.encode()
        length = self._limits.take_letters(self._length.code(coder, len(data)))
        try:
            return self._letters.code(coder, data, length).decode()
        except UnicodeDecodeError as error:
            raise Damaged("a text that is none") from error

    def _add(self, text: str) -> str:
        if text in self._numbers:
            raise Damaged("a text twice")
        self._numbers[text] = len(self._known)
        self._known.append(text)
        return text


class Instants:
    """Instants, each by its distance from the first of the file."""

    def __init__(self) -> None:
        self._base: int | None = None

    def field(self) -> Part:
        """A field with instants: whole minutes or seconds from the first, and what a clock with more says."""
        in_seconds, distance, more = Bits(1), Number(), Number()

        def instant(coder: Coder, value: Any) -> str:
            seconds, micros = _parsed(value) if coder.writing else (0, 0)
            base = self._base or 0
            if coder.bit(in_seconds, 0, (seconds - base) % _MINUTE != 0):
                seconds = base + distance.code_signed(coder, seconds - base)
            else:
                seconds = base + _MINUTE * distance.code_signed(coder, (seconds - base) // _MINUTE)
            micros = more.code(coder, micros)
            if self._base is None:
                self._base = seconds
            return _written(seconds, micros)

        return instant


def _parsed(text: str) -> tuple[int, int]:
    since = datetime.fromisoformat(text) - _EPOCH
    seconds, micros = since.days * 86_400 + since.seconds, since.microseconds
    if _written(seconds, micros) != text:
        raise Damaged(f"{text} is no instant")
    return seconds, micros


def _written(seconds: int, micros: int) -> str:
    if not _EARLIEST <= seconds <= _LATEST or micros >= 1_000_000:
        raise Damaged("an instant that is none")
    at = _EPOCH + timedelta(seconds=seconds)
    fraction = f".{micros:06d}" if micros else ""
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}{fraction}Z"


class Shapes:
    """The shapes, which stand before what names them; they are named for the first time in their order."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._count = 0
        self._met = 0

    def table(self) -> Part:
        """All shapes: polygons, rings, positions."""
        shapes, polygons, rings, outlines = Number(), Number(), Number(), Outlines()

        def polygon(coder: Coder, value: Any, number: int) -> list[Ring]:
            count = self._limits.take_items(rings.code(coder, len(value)))
            given = value if coder.writing else [_RING] * count
            return [outlines.code(coder, ring, 2 if at else min(number, 1)) for at, ring in enumerate(given)]

        def shape(coder: Coder, value: Any) -> list[list[Ring]]:
            count = self._limits.take_items(polygons.code(coder, len(value)))
            given = value if coder.writing else [()] * count
            return [polygon(coder, each, number) for number, each in enumerate(given)]

        def table(coder: Coder, value: Any) -> list[list[list[Ring]]]:
            self._count = self._limits.take_items(shapes.code(coder, len(value) if coder.writing else 0))
            return [shape(coder, each) for each in (value if coder.writing else [()] * self._count)]

        return table

    def field(self) -> Part:
        """A field that names a shape: the next one that nothing has named, or how many before it."""
        is_next, back = Bits(1), Number()

        def named(coder: Coder, value: Any) -> int:
            given = value if coder.writing else 0
            if coder.bit(is_next, 0, given == self._met):
                self._met += 1
                number = self._met - 1
            else:
                number = self._met - 1 - back.code(coder, self._met - 1 - given if coder.writing else 0)
            if not 0 <= number < self._count:
                raise Damaged("no such shape")
            return number

        return named

    def finish(self) -> None:
        """Require that each was named."""
        if self._met != self._count:
            raise Damaged("a shape that nothing names")


def whole() -> Part:
    """A whole number of either sign."""
    number = Number()
    return lambda coder, value: number.code_signed(coder, value if coder.writing else 0)


def flag() -> Part:
    """True or false."""
    bits = Bits(1)
    return lambda coder, value: bool(coder.bit(bits, 0, bool(value)))


def maybe(part: Part) -> Part:
    """A value or null."""
    bits = Bits(1)
    return lambda coder, value: part(coder, value) if coder.bit(bits, 0, value is not None) else None


def many(part: Part, limits: Limits) -> Part:
    """A list."""
    length = Number()

    def items(coder: Coder, value: Any) -> list[Any]:
        count = limits.take_items(length.code(coder, len(value) if coder.writing else 0))
        return [part(coder, each) for each in (value if coder.writing else [None] * count)]

    return items


def mapping(key: Part, part: Part, limits: Limits) -> Part:
    """An object with any names, in the order in which canonical JSON has them."""
    length = Number()

    def items(coder: Coder, value: Any) -> dict[str, Any]:
        count = limits.take_items(length.code(coder, len(value) if coder.writing else 0))
        given: list[Any] = [None] * count
        if coder.writing:
            given = sorted(value, key=lambda each: str(each).encode("utf-16-be"))
        found = {}
        for each in given:
            name = key(coder, each)
            found[name] = part(coder, value[each] if coder.writing else None)
        if len(found) != count:
            raise Damaged("a name twice")
        return found

    return items


def record(**fields: Part) -> Part:
    """An object with exactly these fields, in this order."""

    def items(coder: Coder, value: Any) -> dict[str, Any]:
        return {name: part(coder, value[name] if coder.writing else None) for name, part in fields.items()}

    return items
