"""Whether two texts are the same announcement over again: how many runs of three even words they share."""

from __future__ import annotations

import re

from clearway.reading.letters import MARKS, even

LIKE = 0.5
"""Texts are alike from this share of their common runs on; one that stands inside the other by this much of itself."""
INSIDE = 0.8
_RUN = 3
_FEWEST = 8
_WORD = re.compile(rf"[\w{MARKS}]+")

Runs = frozenset[tuple[str, ...]]


def runs_of(text: str) -> Runs:
    """The runs of three words in a text, in their even spelling."""
    words = [form for word in _WORD.findall(text) if (form := even(word))]
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def likeness(one: Runs, other: Runs) -> float:
    """From 0 (nothing shared) to 1 (the same runs, or one wholly inside the other); 0 below what can be told."""
    fewer = min(len(one), len(other))
    if fewer < _FEWEST:
        return float(one == other and fewer > 0)
    shared = len(one & other)
    inside = shared / fewer
    return inside if inside >= INSIDE else shared / len(one | other)
