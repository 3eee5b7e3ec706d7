"""Spelling evened out, word by word, with the way back to the letters as they were written.

Arabic: presentation forms, vowel marks, tatweel, hamzas on alef, waw and ya, ta marbuta and alef maqsura vary from
press to press; the even form drops them. A word's *readings* are the even form with its attached particles and
endings taken off, least taken off first: «وبالقوارشة» is also «قوارشه». Nothing is decided here: a reading counts only
where a catalogue lists it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import product

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""What may stand inside a word without being a letter of it, as the inside of a character class."""

_DROPPED = {
    point: None
    for low, high in (
        (0x610, 0x61A),
        (0x64B, 0x65F),
        (0x670, 0x670),
        (0x640, 0x640),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2066, 0x2069),
        (0xFEFF, 0xFEFF),
    )
    for point in range(low, high + 1)
}
_EVEN = {
    **_DROPPED,
    **{ord(old): new for old, new in zip("أإآٱىةؤئیکہ’‘", "اااايهوييكه''", strict=True)},
}

# Taken off in front: a conjunction, then a preposition or the mark of the future, then the article.
_CONJUNCTIONS = ("", "و", "ف")
_PARTICLES = ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل", "س")
_ENDINGS = (
    "", "ه", "ها", "هم", "هن", "هما", "كم", "نا", "ني", "ي", "ت", "وا", "ون", "ين", "ان", "ا", "تا", "تم",
    "ات", "يه", "يا", "ته", "تها", "تهم", "تهما", "ته", "اته", "اتها", "اتهم", "وه", "وها", "وهم",
    "ونها", "ونه", "ونهم", "تان", "تين", "يين", "يون", "تنا", "اتنا",
)  # fmt: skip
_NO_PAST = frozenset({"يزال", "تزال"})
_LONGEST = 40


def even(word: str) -> str:
    """The even form of one written word."""
    if word.isascii():
        return word.casefold()
    return unicodedata.normalize("NFKC", word).translate(_EVEN).casefold()


def written_length(word: str, letters: int) -> int:
    """How many characters of ``word`` as written carry the first ``letters`` letters of its even form."""
    seen = 0
    for index, char in enumerate(word):
        if seen >= letters:
            return index
        seen += len(even(char))
    return len(word)


def readings_ar(form: str) -> Iterator[tuple[str, str, str]]:
    """``(stem, taken off in front, ending)`` for an even Arabic form, least taken off first."""
    if len(form) > _LONGEST:
        yield form, "", ""
        return
    for stem, front, ending in _taken_apart(form):
        yield stem, front, ending
        if ending and ending[0] != "ي":
            yield stem + "ه", front, ending
        if ending and stem[-2:] in ("اي", "او"):
            # «إخلائها»، «إخلاؤها»: the hamza of «إخلاء» before an ending.
            yield stem[:-1] + "ء", front, ending
        if stem[0] in "تنا" and len(stem) > 3:
            yield "ي" + stem[1:], front, ending
        if stem[0] in "يت" and len(stem) > 3 and stem not in _NO_PAST and not _verbal_noun(stem):
            # The present of «حرر» and «أغلق»: «يحرر», «يغلق».
            yield stem[1:], front, ending
            yield "ا" + stem[1:], front, ending


def _taken_apart(form: str) -> list[tuple[str, str, str]]:
    found: list[tuple[int, int, str, str, str]] = []
    for order, (conjunction, particle) in enumerate(product(_CONJUNCTIONS, _PARTICLES)):
        front = conjunction + particle
        if not form.startswith(front):
            continue
        rest = form[len(front) :]
        if len(rest) < 2 or (particle == "س" and rest[0] not in "يتنا"):
            continue
        for ending in _ENDINGS:
            stem = rest[: len(rest) - len(ending)] if ending else rest
            if not rest.endswith(ending) or len(stem) < (2 if not ending else 3):
                continue
            found.append((len(front) + len(ending), order, stem, front, ending))
    return [(stem, front, ending) for _, _, stem, front, ending in sorted(found)]


def _verbal_noun(stem: str) -> bool:
    """«تأمين»، «تحرير»: not the present of anything."""
    return len(stem) == 5 and stem[0] == "ت" and stem[3] == "ي"


def readings_apart(form: str, fronts: tuple[str, ...], endings: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """``(stem, taken off in front, ending)`` for an even form of a language that writes words apart.

    Least is taken off first; ``fronts`` are what may be written in front ("l'"), ``endings`` what may be added.
    """
    for front in ("", *fronts):
        if front and (not form.startswith(front) or len(form) - len(front) < 2):
            continue
        bare = form[len(front) :]
        for ending in ("", *endings):
            stem = bare[: len(bare) - len(ending)] if ending else bare
            if not bare.endswith(ending) or (len(stem) < 3 and ending):
                continue
            yield stem, front, ending
            if ending in ("ed", "ing", "es"):
                yield stem + "e", front, ending
                if stem[-1] == "i":
                    yield stem[:-1] + "y", front, ending
                if len(stem) > 3 and stem[-1] == stem[-2]:
                    yield stem[:-1], front, ending
