"""The dateline of a report: where it was written, which is not where its facts are."""

from __future__ import annotations

from clearway.reading.lexicon import CAPITAL, COMMA, NUMBER, OPEN
from clearway.reading.mentions import Names
from clearway.reading.tokens import Page

_AMONG_FIRST, _LONGEST, _LEAST_AFTER = 3, 8, 4
"""In sentences and words: where a dateline may stand, how long it may be, how much must follow."""

_DASHES = ("-", "–", "—")


def leave_out_dateline(page: Page, names: Names) -> None:
    """Begins the sentence that has a dateline behind it: «BEIRUT (Press) - », «CAMP X, Iraq Soldiers», «JUBA Fighting».

    Its words lose their classes, so that they name no place, person or body.
    """
    end_of = _behind_agency if page.lexicon.joined else _dateline_end
    for number, (low, high) in enumerate(page.sentences[:_AMONG_FIRST]):
        end = end_of(page, names, low, high)
        if end > low and high - end >= _LEAST_AFTER:
            page.sentences[number] = (end, high)
            page.masks[low:end] = [COMMA] * (end - low)
            return


def _behind_agency(page: Page, names: Names, low: int, high: int) -> int:
    """The word after «صنعاء الخليج», «الخرطوم - (د ب أ)»: places, then who sent the report; ``low`` if it is not so."""
    agency = page.lexicon.bit("agency")
    index, sent = low, low
    while index < min(high, low + _LONGEST):
        known = names.find(page, index, 0)
        if page.masks[index] & agency and index > low:
            index = sent = index + 1
        elif known is not None and sent == low:
            index = known[0]
        elif page.masks[index] & (COMMA | OPEN | NUMBER) or page.words(index, index + 1) in _DASHES:
            index += 1
        else:
            break
    while sent > low and sent < high and (page.masks[sent] & (COMMA | OPEN) or page.words(sent, sent + 1) in _DASHES):
        sent += 1
    return sent


def _dateline_end(page: Page, names: Names, low: int, high: int) -> int:
    """The word after the dateline with which a sentence begins; ``low`` if it has none."""
    end = low
    while end < high and end - low < _LONGEST and _of_name(page, end):
        end += 1
    if end == low or end >= high:
        return low
    marked = next((each for each in range(end, min(high, low + 2 * _LONGEST)) if _dash(page, each)), None)
    between = range(end, marked if marked is not None else end)
    if marked is not None and all(_beside(page, each) for each in between):
        return marked + (1 if page.masks[marked] & COMMA else 0)
    closed = _bracket_end(page, end, high)
    if closed is not None:
        return closed
    loud = next((each for each in range(low, high) if not _loud(page, each)), high)
    return _unmarked(page, names, low, loud, high) if loud > low else low


def _unmarked(page: Page, names: Names, low: int, loud: int, high: int) -> int:
    """Behind capitals alone: a country after a comma, a colon, or a sentence that begins."""
    if page.masks[loud] & COMMA and loud + 2 < high:
        if page.forms[loud].even == ":":
            return loud + 1 if names.find(page, low, 0) else low
        wide = page.masks[loud + 1] & page.lexicon.bit("wide") and page.masks[loud + 2] & CAPITAL
        return loud + 2 if wide else low
    known = names.find(page, low, 0)
    return loud if known is not None and known[0] <= loud and page.masks[loud] & CAPITAL else low


def _of_name(page: Page, index: int) -> bool:
    lexicon = page.lexicon
    body = lexicon.bit("organisation") | lexicon.bit("outlet") | lexicon.bit("article") | lexicon.bit("role")
    return bool(page.masks[index] & CAPITAL) and not page.masks[index] & body


def _loud(page: Page, index: int) -> bool:
    """Whether a word is written in capitals throughout and is no short form of a body."""
    word = page.words(index, index + 1)
    return word.isupper() and len(word) > 2 and _of_name(page, index) and not page.masks[index] & _peoples(page)


def _peoples(page: Page) -> int:
    return page.lexicon.bit("nationality") | page.lexicon.bit("force")


def _dash(page: Page, index: int) -> bool:
    """Whether a dash stands there, or before the word there: a hyphen between blanks is no word of its own."""
    if page.words(index, index + 1) in _DASHES:
        return True
    gap = page.text[page.ends[index - 1] : page.starts[index]]
    return any(f" {dash} " in gap for dash in _DASHES)


def _beside(page: Page, index: int) -> bool:
    """What may stand in a dateline beside its place: marks, days, a country, the agency in brackets."""
    return bool(page.masks[index] & (COMMA | OPEN | NUMBER | CAPITAL))


def _bracket_end(page: Page, index: int, high: int) -> int | None:
    """The word after an agency in brackets that a new sentence follows."""
    if not page.masks[index] & OPEN:
        return None
    closing = next((each for each in range(index + 1, min(high, index + 5)) if page.masks[each] & OPEN), None)
    outlet = page.lexicon.bit("outlet")
    if closing is None or closing + 1 >= high or not page.masks[closing + 1] & CAPITAL:
        return None
    named = any(page.masks[each] & outlet for each in range(index, closing)) or closing - index > 2
    return closing + 1 if named else None
