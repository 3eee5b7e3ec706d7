"""The positions of rings, each as how far it lies from where the ring seemed to be going. Pure.

The course is the mean of the last steps, turned a little at each: a ring comes round once. Of the miss, the axis that
has varied more comes first; the other follows from it as far as the misses so far lay along a line. Both are written at
the price of how large such misses have been. The guesses are doubles: sums, products, quotients and whole parts, in the
order written here, are the same numbers in every language.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from clearway.geometry import Position
from clearway.publish.rangecoder import Coder, Damaged, Number

Ring: TypeAlias = Sequence[Position]

MOST_COORDINATE = 1_800_000_000
MOST_POSITIONS = 1 << 22

_PI = 3.14159
_BEND = 0.3
"""How far the course follows the last step."""
_FADE = 0.15
"""How far what is known of misses follows the last one, once there were several."""


class Outlines:
    """What is learned of rings. One object for all rings of a file, in their order."""

    def __init__(self) -> None:
        self._lengths = Number()
        self._starts = [(Number(), Number()) for _ in range(3)]
        self._first: dict[tuple[int, int], Number] = {}
        self._misses: dict[tuple[int, int, int], Number] = {}
        self._left = MOST_POSITIONS
        self._from: Position = (0, 0)

    def code(self, coder: Coder, ring: Ring, sort: int) -> Ring:
        """A closed ring of at least three different positions. ``sort`` is 0 for the first ring of a shape, 1 for the
        outer ring of a further polygon, 2 for a hole.
        """
        length = self._lengths.code(coder, len(ring) - 4) + 3
        self._left -= length
        if self._left < 0:
            raise Damaged("it has more positions than a snapshot may have")
        start_x, start_y = self._starts[sort]
        x = self._from[0] + start_x.code_signed(coder, ring[0][0] - self._from[0])
        y = self._from[1] + start_y.code_signed(coder, ring[0][1] - self._from[1])
        self._from = _position(x, y)
        found = [self._from]
        course = _Course(self, length, turning=-1 if sort == 2 else 1)
        for at in range(1, length):
            step = (ring[at][0] - x, ring[at][1] - y) if coder.writing else (0, 0)
            dx, dy = course.code(coder, step, at)
            x, y = x + dx, y + dy
            found.append(_position(x, y))
        found.append(found[0])
        return tuple(found)

    def first(self, axis: int, size: int) -> Number:
        """What is learned of first steps; ``size`` is that of the ring or of the other axis, in binary digits."""
        if (axis, size) not in self._first:
            self._first[axis, size] = Number()
        return self._first[axis, size]

    def miss(self, axis: int, age: int, spread: int) -> Number:
        """What is learned of misses by the binary digits of their variance."""
        key = (axis, age, spread)
        if key not in self._misses:
            self._misses[key] = Number((spread + 1) // 2)
        return self._misses[key]


class _Course:
    """Where a ring seems to be going, and how far it has missed that so far."""

    def __init__(self, learned: Outlines, length: int, turning: int) -> None:
        self._learned = learned
        self._size = length.bit_length()
        half = turning * _PI / length
        self._cos = (1.0 - half * half) / (1.0 + half * half)
        self._sin = 2.0 * half / (1.0 + half * half)
        self._x = self._y = 0.0
        self._xx = self._yy = self._xy = 0.0

    def code(self, coder: Coder, step: Position, at: int) -> Position:
        """The step to the position ``at``."""
        return self._begin(coder, step) if at == 1 else self._go_on(coder, step, at)

    def _begin(self, coder: Coder, step: Position) -> Position:
        dx = self._learned.first(0, self._size).code_signed(coder, step[0])
        dy = self._learned.first(1, abs(dx).bit_length()).code_signed(coder, step[1])
        self._x, self._y = float(dx), float(dy)
        self._xx = self._yy = 0.5 * (self._x * self._x + self._y * self._y)
        return dx, dy

    def _go_on(self, coder: Coder, step: Position, at: int) -> Position:
        self._x, self._y = self._x * self._cos - self._y * self._sin, self._x * self._sin + self._y * self._cos
        guess_x, guess_y = math.floor(self._x + 0.5), math.floor(self._y + 0.5)
        x, y = self._miss(coder, (step[0] - guess_x, step[1] - guess_y), at)
        follow = max(_FADE, 1.0 / (at + 1))
        self._xx += (x * x - self._xx) * follow
        self._yy += (y * y - self._yy) * follow
        self._xy += (x * y - self._xy) * follow
        dx, dy = guess_x + int(x), guess_y + int(y)
        self._x += _BEND * (dx - self._x)
        self._y += _BEND * (dy - self._y)
        return dx, dy

    def _miss(self, coder: Coder, miss: Position, at: int) -> tuple[float, float]:
        """What the course missed by, as doubles: the wider axis, then what is left of the other."""
        age = 0 if at < 3 else 1 if at < 6 else 2
        swapped = self._xx < self._yy
        wide, narrow = (self._yy, self._xx) if swapped else (self._xx, self._yy)
        slope = self._xy / (wide + 1.0)
        one, other = (miss[1], miss[0]) if swapped else miss
        one = self._learned.miss(0, age, _size(wide)).code_signed(coder, one)
        along = math.floor(one * slope + 0.5)
        left = self._learned.miss(1, age, _size(max(narrow - self._xy * slope, 0.0))).code_signed(coder, other - along)
        other = along + left
        return (float(other), float(one)) if swapped else (float(one), float(other))


def _size(variance: float) -> int:
    return int(variance).bit_length()


def _position(x: int, y: int) -> Position:
    if abs(x) > MOST_COORDINATE or abs(y) > MOST_COORDINATE:
        raise Damaged("a coordinate that is none")
    return x, y
