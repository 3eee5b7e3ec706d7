"""Numbers as bits, each at the price of how likely it was: an adaptive binary range coder. Pure.

One decision after another narrows an interval of 32-bit whole numbers; the bytes name one number in the last of them.
How likely each answer is, is learned from the decisions before it, by writer and reader alike, so nothing is stored.
The reader ends exactly where the writer did: bytes altered, cut or added do not come out even.

A writer and a reader have the same methods. The writer is given what to write and returns it; the reader is given
anything and returns what is written. So one function can describe a format for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

MOST_BITS = 53
"""Whole numbers have at most so many binary digits: what a double holds exactly."""

_ONE: Final = 1 << 16
_TOP: Final = 1 << 24
_RATES: Final = tuple(2 * _ONE // (2 * seen + 3) for seen in range(60))
"""How far a chance moves towards what came, by how often it was asked before: 65,536ths."""
_STEADY: Final = len(_RATES) - 1


class Damaged(ValueError):
    """The bytes are not what a writer writes."""


class Bits:
    """Chances of several yes-or-no questions: of "no" in 65,536ths, and how often each was asked, up to 59."""

    __slots__ = ("chances", "seen")

    def __init__(self, count: int) -> None:
        self.chances = [_ONE // 2] * count
        self.seen = [0] * count


class Coder(Protocol):
    """A writer or a reader of decisions."""

    writing: bool

    def bit(self, bits: Bits, at: int, value: int) -> int:
        """One answer (0 or 1) to the question ``at``."""

    def direct(self, value: int, width: int) -> int:
        """A number of ``width`` binary digits of which nothing is known."""


class Writer:
    """Writes decisions; ``finish`` gives the bytes."""

    writing = True

    def __init__(self) -> None:
        self._low = 0
        self._range = _ONE * _ONE - 1
        self._cache = 0
        self._pending = 0
        self._bytes = bytearray()

    def bit(self, bits: Bits, at: int, value: int) -> int:
        """One answer, at the price of its chance, which moves towards it."""
        chance, seen = bits.chances[at], bits.seen[at]
        bound = (self._range >> 12) * (chance >> 4 or 1)
        if value:
            self._low += bound
            self._range -= bound
            bits.chances[at] = chance - (chance * _RATES[seen] >> 16)
        else:
            self._range = bound
            bits.chances[at] = chance + ((_ONE - chance) * _RATES[seen] >> 16)
        if seen < _STEADY:
            bits.seen[at] = seen + 1
        while self._range < _TOP:
            self._shift()
        return value

    def direct(self, value: int, width: int) -> int:
        """A number's digits, 16 at a time from the top."""
        left = width
        while left:
            taken = min(left, 16)
            left -= taken
            self._range >>= taken
            self._low += (value >> left & ((1 << taken) - 1)) * self._range
            while self._range < _TOP:
                self._shift()
        return value

    def finish(self) -> bytes:
        """Everything that was written."""
        for _ in range(5):
            self._shift()
        return bytes(self._bytes[1:])  # the first byte is always 0

    def _shift(self) -> None:
        """Let the highest byte go, unless a carry may still reach it."""
        self._range = self._range << 8 & 0xFFFFFFFF
        if self._low < 0xFF000000 or self._low > 0xFFFFFFFF:
            carry = self._low >> 32
            self._bytes.append((self._cache + carry) & 0xFF)
            self._bytes += bytes([(0xFF + carry) & 0xFF]) * self._pending
            self._pending = 0
            self._cache = self._low >> 24 & 0xFF
        else:
            self._pending += 1
        self._low = self._low << 8 & 0xFFFFFFFF


class Reader:
    """Reads what a writer wrote. Raises :class:`Damaged` where that is impossible."""

    writing = False

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 4
        self._range = _ONE * _ONE - 1
        self._code = int.from_bytes(data[:4], "big")
        if len(data) < 4 or self._code >= self._range:
            raise Damaged("it does not begin as it should")

    def bit(self, bits: Bits, at: int, value: int) -> int:  # noqa: ARG002 - a writer is given it
        """The answer that was written; its chance moves towards it."""
        chance, seen = bits.chances[at], bits.seen[at]
        bound = (self._range >> 12) * (chance >> 4 or 1)
        found = self._code >= bound
        if found:
            self._code -= bound
            self._range -= bound
            bits.chances[at] = chance - (chance * _RATES[seen] >> 16)
        else:
            self._range = bound
            bits.chances[at] = chance + ((_ONE - chance) * _RATES[seen] >> 16)
        if seen < _STEADY:
            bits.seen[at] = seen + 1
        while self._range < _TOP:
            self._shift()
        return found

    def direct(self, value: int, width: int) -> int:  # noqa: ARG002 - a writer is given it
        """The number that was written."""
        found, left = 0, width
        while left:
            taken = min(left, 16)
            left -= taken
            self._range >>= taken
            digits = self._code // self._range
            if digits >> taken:
                raise Damaged("it names no number")
            self._code -= digits * self._range
            found = found << taken | digits
            while self._range < _TOP:
                self._shift()
        return found

    def finish(self) -> None:
        """Require that the writer stopped here."""
        if self._code or self._at != len(self._data):
            raise Damaged("it does not end where it should")

    def _shift(self) -> None:
        if self._at >= len(self._data):
            raise Damaged("it ends too early")
        self._range = self._range << 8 & 0xFFFFFFFF
        self._code = self._code << 8 | self._data[self._at]
        self._at += 1


class Number:
    """What is learned of one sort of whole number: how many binary digits it has, its second one, and its sign.

    The digits are counted upward or downward from ``guess``; the digits below the second are not worth learning.
    """

    __slots__ = ("_down", "_guess", "_second", "_sign", "_up")

    def __init__(self, guess: int = 0) -> None:
        self._guess = min(guess, MOST_BITS)
        self._up = Bits(MOST_BITS)
        self._down = Bits(MOST_BITS)
        self._second = Bits(MOST_BITS + 1)
        self._sign = Bits(1)

    def code(self, coder: Coder, value: int) -> int:
        """A number that is not negative."""
        size = self._size(coder, value.bit_length())
        if size < 2:
            return size
        second = coder.bit(self._second, size, value >> size - 2 & 1)
        return (2 | second) << size - 2 | coder.direct(value & (1 << size - 2) - 1, size - 2)

    def code_signed(self, coder: Coder, value: int) -> int:
        """A number of either sign."""
        found = self.code(coder, abs(value))
        return -found if found and coder.bit(self._sign, 0, value < 0) else found

    def _size(self, coder: Coder, size: int) -> int:
        at = self._guess
        if at < MOST_BITS and coder.bit(self._up, at, size > at):
            at += 1
            while at < MOST_BITS and coder.bit(self._up, at, size > at):
                at += 1
            return at
        while at and not coder.bit(self._down, at - 1, size >= at):
            at -= 1
        return at


class Letters:
    """What is learned of bytes of text: each by the one before it."""

    def __init__(self) -> None:
        self._after: dict[int, Bits] = {}

    def code(self, coder: Coder, data: bytes, length: int) -> bytes:
        """So many bytes."""
        given: Iterable[int] = data if coder.writing else bytes(length)
        found = bytearray()
        before = 0
        for byte in given:
            if before not in self._after:
                self._after[before] = Bits(256)
            bits = self._after[before]
            node = 1
            for digit in range(7, -1, -1):
                node = node << 1 | coder.bit(bits, node, byte >> digit & 1)
            before = node & 0xFF
            found.append(before)
        return bytes(found)
