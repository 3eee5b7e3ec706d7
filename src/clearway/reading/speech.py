"""Who speaks in a clause, and who is carried on from the clause before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clearway.reading.letters import even
from clearway.reading.model import Source, Span
from clearway.reading.tokens import Page

_OPENING = {"»": "«", "”": "“", '"': '"'}


@dataclass(frozen=True, slots=True)
class Speech:
    """A speaker, and how far his naming lets the words stand.

    ``unnamed`` is a source without a name; ``acting`` a body that is not quoted but does or orders what is told;
    ``relayed`` an outlet that tells what others did.
    """

    source: Source
    unnamed: bool = False
    acting: bool = False
    relayed: bool = False

    @property
    def empty(self) -> bool:
        """Whether nobody is named."""
        return self.source == Source()


NOBODY = Speech(Source())


def span(page: Page, low: int, high: int) -> Span:
    """The words from ``low`` up to ``high`` without particles written onto the first."""
    start, end = page.starts[low], page.ends[high - 1]
    words = page.text[start:end]
    mark = page.text[end : end + 1]
    opened = words.count('"') % 2 if mark == '"' else words.count(_OPENING.get(mark, mark)) - words.count(mark)
    if mark in _OPENING and opened:
        end += 1  # a name in quotation marks ends with them
    return Span(start, end, page.text[start:end])


def carried(now: Speech, before: Speech) -> Speech:
    """The speaker of a clause: who spoke before where nobody is named, and what else is known of who is named again."""
    if now.empty:
        return replace(before, acting=False)
    mine, known = now.source, before.source
    if mine.person is not None:
        again = known.person is not None and even(mine.person.words) in even(known.person.words)
    else:
        again = _same_office(mine.role, known.role)
        if again and mine.organisation is not None:
            # «وقال المصدر لوكالة كذا»: of whom he is was said when he was first named
            again = known.organisation is not None and mine.role is not None and " " not in mine.role.words
            mine = replace(mine, organisation=None)
    if not again:
        return now
    source = Source(mine.person or known.person, mine.role or known.role, mine.organisation or known.organisation)
    return replace(now, source=source, unnamed=now.unnamed and source.person is None)


def _same_office(now: Span | None, before: Span | None) -> bool:
    """«المصدر», «المتحدث» alone: the one that was named before with more words."""
    if now is None or before is None or not now.words.startswith("ال"):
        return False
    word, known = even(now.words).split(), even(before.words).split()
    return len(word) <= 2 and word[0].removeprefix("ال") == known[0].removeprefix("ال")
