"""Who says what a text tells first in its own voice: whoever tells the same again in the next sentence."""

from __future__ import annotations

from dataclasses import replace

from clearway.reading.clauses import Clause
from clearway.reading.lexicon import MARK, NUMBER, PLACE
from clearway.reading.merging import Found
from clearway.reading.model import Source
from clearway.reading.tokens import Page

_ALIKE = 0.45
"""The part of the fewer words of both tellings that must be the same for them to be one."""

_FEWEST, _HEAD, _SHORTEST = 2, 4, 3
"""At least so many words are shared; words of fewer letters say nothing, and so many of the first are compared."""


def told_again(page: Page, clauses: list[Clause], found: list[Found]) -> list[Found]:
    """The facts with the speaker of the next sentence where nobody is named and he tells the same.

    «قُتل ثلاثة مدنيين في القصف. وقال مدير المستشفى فلان إن المدنيين الثلاثة قتلوا في القصف»: it is he who says it.
    """
    return [_again(page, clauses, each) if each.draft.source == Source() else each for each in found]


def _again(page: Page, clauses: list[Clause], fact: Found) -> Found:
    end = fact.draft.evidence[-1].end
    low, high = page.sentences[fact.sentence]
    following = (
        clause
        for clause in clauses
        if clause.sentence in (fact.sentence, fact.sentence + 1) and page.starts[clause.low] >= end
    )
    said = next((clause for clause in following if _named(clause)), None)
    if said is None:
        return fact
    first = range(next(each for each in range(low, high) if page.ends[each] > fact.draft.evidence[-1].start), high)
    first = range(first.start, next((each for each in first if page.starts[each] >= end), high))
    again = range(said.body, page.sentences[said.sentence][1])
    if not _same_words(page, first, again) or _other_numbers(page, first, again):
        return fact
    return replace(fact, draft=replace(fact.draft, source=said.speech.source))


def _named(clause: Clause) -> bool:
    """Whether somebody with a name says a clause."""
    source = clause.speech.source
    return not clause.speech.acting and (source.person is not None or source.organisation is not None)


def _same_words(page: Page, one: range, other: range) -> bool:
    words = [_words(page, one), _words(page, other)]
    shared = len(words[0] & words[1])
    return shared >= _FEWEST and shared >= _ALIKE * min(len(words[0]), len(words[1]))


def _words(page: Page, stretch: range) -> set[str]:
    """The beginnings of the words that mean something."""
    forms = (page.forms[each] for each in stretch if not page.masks[each] & (MARK | NUMBER))
    return {form.stem[:_HEAD] for form in forms if len(form.stem) >= _SHORTEST}


def _other_numbers(page: Page, one: range, other: range) -> bool:
    """Whether both tell numbers, and none of them is the same."""
    numbers = [
        {page.forms[each].value for each in stretch if page.masks[each] & NUMBER and not page.masks[each] & PLACE}
        for stretch in (one, other)
    ]
    return bool(numbers[0] and numbers[1]) and not numbers[0] & numbers[1]
