"""The little language in which a catalogue writes its cues, and how a cue is looked for.

A cue is words in the order of the text, separated by spaces::

    حظر تجول              two words side by side, in any of their forms
    <forbid> .. <enter>   a word of one class, then one of another at most six words on (``..3``: three)
    ألغام|مفخخات           either; classes may stand between bars too
    تم?                   may be missing
    إخلاء !سبيل            the next word must not be this one
    ^                     the following word is the one that a negation would stand before
    <close> ~6 <way>      either first, with at most six words between; a negation would still stand before ``<close>``

Words match in all forms of ``letters``; ``=word`` only as written. Brackets and quotation marks do not count as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clearway.problems import ClearwayBug
from clearway.reading.lexicon import ALONE, Lexicon

DEFAULT_GAP = 6


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a cue: the classes it may have, and how many words may stand before it."""

    mask: int
    gap: int = 0
    optional: bool = False
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Where a cue stands: tokens from ``start`` up to ``end``; ``key`` is the word a negation would stand before."""

    start: int
    end: int
    key: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cue, ready to be looked for."""

    cue: str
    elements: tuple[Element, ...]
    needed: tuple[int, ...]
    key: int

    def possible(self, mask: int) -> bool:
        """Whether a stretch whose words have these classes may contain the cue at all."""
        for needed in self.needed:  # noqa: SIM110 - a generator here costs a tenth of all reading
            if not mask & needed:
                return False
        return True

    def find(self, masks: Sequence[int], low: int, high: int) -> Iterator[Found]:
        """Every place of the cue among ``masks[low:high]``, from the left, without overlaps."""
        first = self.elements[0].mask
        at = low
        while at < high:
            if masks[at] & first:
                found = self._match(masks, at, high)
                if found is not None:
                    yield found
                    at = found.end
                    continue
            at += 1

    def _match(self, masks: Sequence[int], start: int, high: int) -> Found | None:
        places = [start] * len(self.elements)

        def rest(index: int, at: int) -> int | None:
            if index == len(self.elements):
                return at
            element = self.elements[index]
            if element.forbidden:
                end = min(high, at + element.gap + 1)
                return None if any(masks[each] & element.mask for each in range(at, end)) else rest(index + 1, at)
            for each in range(at, min(high, at + element.gap + 1)):
                if masks[each] & element.mask:
                    places[index] = each
                    found = rest(index + 1, each + 1)
                    if found is not None:
                        return found
            return rest(index + 1, at) if element.optional else None

        end = rest(1, start + 1)
        return None if end is None else Found(start, end, places[self.key])


def compile_patterns(cue: str, lexicon: Lexicon) -> tuple[Pattern, ...]:
    """The patterns of a cue: one for each order in which its parts may stand. Raises as ``compile_pattern`` does."""
    first, *others = re.split(r" ~(\d*) ", f" {cue} ")
    if not others:
        return (compile_pattern(cue, lexicon),)
    if len(others) > 2:
        raise ClearwayBug(f"a cue has at most two parts that stand in either order: {cue!r}")
    gap, second = others
    key = first if "^" in first + second else f" ^{first}"
    return tuple(compile_pattern(f"{one} ..{gap} {other}", lexicon) for one, other in ((key, second), (second, key)))


def compile_pattern(cue: str, lexicon: Lexicon) -> Pattern:
    """The pattern of a cue whose words stand in one order.

    Raises ``ClearwayBug`` for a cue that is not written in the language above.
    """
    elements: list[Element] = []
    gap = key = 0
    for word in cue.split():
        if word.startswith(".."):
            gap = int(word[2:] or DEFAULT_GAP)
            continue
        if word == "^":
            key = len(elements)
            continue
        body = word.removeprefix("!").removesuffix("?")
        mask = 0
        for choice in body.split("|"):
            mask |= lexicon.bit(choice[1:-1]) if choice.startswith("<") else lexicon.enter(f"{ALONE}{choice}", choice)
        elements.append(Element(mask, gap, word.endswith("?"), word.startswith("!")))
        gap = 0
    if not elements or elements[0].optional or elements[0].forbidden:
        raise ClearwayBug(f"a cue begins with a word that must be there: {cue!r}")
    needed = tuple(each.mask for each in elements if not each.optional and not each.forbidden)
    return Pattern(cue, tuple(elements), needed, key)
