"""The clauses of a text, whatever its language."""

from __future__ import annotations

from dataclasses import replace

from clearway.reading.clauses import ArabicCutter, Clause, Cutter, begins_ar
from clearway.reading.clauses_en import EnglishCutter, begins_en
from clearway.reading.lexicon import MARK
from clearway.reading.pattern import Pattern
from clearway.reading.tokens import Page

_BARE = 40
"""Longer stretches with fewer marks than one in so many words have lost their punctuation."""


def cut_clauses(page: Page, breaks: tuple[Pattern, ...]) -> list[Clause]:
    """The clauses of a text in its order, with their speakers."""
    _part_bare(page)
    cutter: Cutter = ArabicCutter(page, breaks) if page.lexicon.joined else EnglishCutter(page)
    made = [clause for number, (low, high) in enumerate(page.sentences) for clause in cutter.cut(number, low, high)]
    for clause in made:
        if clause.backward:
            for earlier in made:
                if earlier.sentence == clause.sentence - 1 and (earlier.speech.empty or earlier.speech.acting):
                    earlier.speech = replace(clause.speech)
    return made


def _part_bare(page: Page) -> None:
    """Parts stretches that have lost their punctuation where a verb of saying or a joined verb begins something new."""
    parted: list[tuple[int, int]] = []
    begins = begins_ar if page.lexicon.joined else begins_en
    for low, high in page.sentences:
        marks = sum(1 for mask in page.masks[low:high] if mask & MARK)
        if high - low <= _BARE or marks * _BARE >= high - low:
            parted.append((low, high))
            continue
        begun = low
        for index in range(low + 1, high):
            least = begins(page, index)
            if least and index - begun >= least:
                parted.append((begun, index))
                begun = index
        parted.append((begun, high))
    page.sentences[:] = parted
