"""A text as words with their classes, its sentences and clauses. Positions count code points of the text as given."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clearway.reading.letters import MARKS
from clearway.reading.lexicon import COMMA, NUMBER, OPEN, STOP, Form, Lexicon

_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,٫٬]\d+)*)"
    rf"|(?P<word>(?:[A-Za-z]\.){{2,}}|(?:[^\W\d_][{MARKS}]*(?:['’](?=[A-Za-z]))?)+)"
    r"|(?P<stop>[.!?؟…]+|\n+)|(?P<comma>[،,;؛:–—]|-{2,})|(?P<open>[()\[\]])"
)
_PUNCTUATION = {
    "stop": Form(".", STOP, ".", ""),
    "comma": Form(",", COMMA, ",", ""),
    "open": Form("(", OPEN, "(", ""),
}
PAUSE = Form("..", COMMA, "..", "")
"""Two or three dots: the sentence goes on, a new clause begins."""

_COLON = Form(":", COMMA, ":", "")


@dataclass(slots=True)
class Page:
    """The words of a text: parallel lists, one entry a word, number or mark; quotation marks are left out."""

    text: str
    lexicon: Lexicon
    starts: list[int]
    ends: list[int]
    forms: list[Form]
    masks: list[int]
    sentences: list[tuple[int, int]]

    def words(self, low: int, high: int) -> str:
        """The text from word ``low`` up to word ``high``, as written."""
        return self.text[self.starts[low] : self.ends[high - 1]]

    def is_word(self, index: int) -> bool:
        """Whether the entry is a word or number, not a mark."""
        return not self.masks[index] & (COMMA | STOP | OPEN)


def build_page(text: str, lexicon: Lexicon) -> Page:
    """The words and sentences of a text."""
    page = Page(text, lexicon, [], [], [], [], [])
    form_of = lexicon.form
    begun = 0
    for found in _TOKEN.finditer(text):
        kind, word = found.lastgroup, found.group()
        if kind == "word":
            form = form_of(word)
            if not form.even:
                form = _PUNCTUATION["comma"]  # «ـ», or a vowel mark by itself: written as a dash, no word
        elif kind == "number":
            form = Form(word, NUMBER, word, "", _value(word))
        else:
            form = _COLON if word == ":" else _PUNCTUATION[kind or "comma"]
        page.starts.append(found.start())
        page.ends.append(found.end())
        page.forms.append(form)
        page.masks.append(form.mask)
        if word == "." and _abbreviates(page):
            page.starts.pop(), page.ends.pop(), page.forms.pop(), page.masks.pop()
        elif kind == "stop" and not _ends_sentence(text, found):
            page.forms[-1] = PAUSE
            page.masks[-1] = COMMA
        elif kind == "stop":
            if len(page.starts) - begun > 1:
                page.sentences.append((begun, len(page.starts) - 1))
            begun = len(page.starts)
    if len(page.starts) > begun:
        page.sentences.append((begun, len(page.starts)))
    _told_by(page)
    return page


def _told_by(page: Page) -> None:
    """«من قبل المسلحين» says by whom, not before what."""
    for index in range(1, len(page.forms) - 1):
        before, here, after = (page.forms[each].even for each in (index - 1, index, index + 1))
        if here == "قبل" and before == "من" and after != "ان":
            page.masks[index] = 0


def _abbreviates(page: Page) -> bool:
    """«د.», "Gen.": the point belongs to the word before it."""
    if len(page.forms) < 2 or page.ends[-2] != page.starts[-1]:
        return False
    before = page.forms[-2]
    title = not page.lexicon.joined and before.mask & page.lexicon.bit("title") and len(before.even) <= 5
    return len(before.even) == 1 or bool(title)


def _ends_sentence(text: str, mark: re.Match[str]) -> bool:
    """Two or three dots only pause; a line's end is no stop where the next line goes on in small letters."""
    if "\n" not in mark.group():
        return mark.group() not in ("..", "...", "…")
    if mark.group() == "\n" and text[: mark.start()].rstrip().rpartition(" ")[2] in _UNFINISHED:
        return False
    rest = text[mark.end() : mark.end() + 40].lstrip()
    return not (rest[:1].isascii() and rest[:1].islower())


_UNFINISHED = frozenset(
    {"في", "من", "إلى", "على", "عن", "أن", "إن", "قد", "كان", "كانت", "التي", "الذي", "الذين", "بين", "مع"}
)
"""Words after which no sentence ends, though the line does."""


def _value(number: str) -> int | None:
    plain = re.sub(r"[,٬.](?=\d{3}(?!\d))", "", number)
    return int(plain) if plain.isdigit() and len(plain) < 10 else None
