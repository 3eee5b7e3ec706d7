"""The one form in which the spellings of a name fall together, and looser forms that only suggest.

Pure text. Three steps, from certain to vague:

- ``spelled`` takes away what never tells two places apart: marks, hamzas, ة or ه, ى or ي, tatweel, presentation forms,
  the family of digits, marks of direction, case, hyphens, spaces, the article (ال, al-, el-, and as- before s), أبو or
  بو.
- ``loosened`` gives the further forms of a name that are tried only where nothing is called by the first: without a
  generic noun (حي, قرية, district), without an article that is glued on (Alsabri).
- ``skeleton`` keeps consonants alone, alike for both scripts (القوارشة, Gwarsha, القرواشة), to find suggestions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_SAME_LETTER = str.maketrans(
    {
        "ى": "ي",
        "ة": "ه",
        "ٱ": "ا",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ھ": "ه",
        "ہ": "ه",
        "ە": "ه",
        "ء": "",
        "ـ": "",
        "ı": "i",
        **dict.fromkeys("'’‘`´ʼʹʿʾ", ""),
    }
)
_WORD = re.compile(r"[^\W_]+")

_ARTICLES = frozenset({"al", "el", "ال"})
_ASSIMILATED = frozenset(
    vowel + letter for vowel in "ae" for letter in ("s", "sh", "r", "n", "t", "th", "d", "dh", "z")
)
_FATHER = {"ابو": "بو", "abu": "bu", "abou": "bu", "aboo": "bu", "bou": "bu", "boo": "bu", "bo": "bu"}

GENERIC = frozenset(
    {
        *("حي", "قريه", "منطقه", "مدينه", "محله", "ضاحيه", "بلديه"),
        *("hai", "hay", "hayy", "qaryat", "qaryet", "mintaqat", "madinat"),
    }
)
"""Nouns before a name that say what it is, spelled: the name alone may mean the same place."""
GENERIC_BEHIND = frozenset({"district", "neighbourhood", "neighborhood", "quarter", "area", "suburb", "village"})
"""The same where they follow the name."""

_GLUED = re.compile(r"^(?:[ae]l(?=[a-z]{4})|[ae](?:(sh|th|dh)(?=\1)|([srntdz])(?=\2)))(?=[a-z]{4})")


def letters(text: str) -> str:
    """A text without marks, with one letter for those that people exchange; its words and spaces stay."""
    base = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in base if unicodedata.category(char) not in _UNSEEN).translate(_SAME_LETTER)
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in plain.casefold())


def spelled(name: str) -> str:
    """The form in which all usual spellings of a name are equal; empty if nothing of it is a letter or a digit."""
    return "".join(normal_words(_WORD.findall(letters(name))))


def normal_words(words: Sequence[str]) -> list[str]:
    """Words of ``letters``, each without its article; one that is only an article becomes empty."""
    return [_normal(word, behind) for word, behind in zip_longest(words, words[1:], fillvalue="")]


@lru_cache(maxsize=16384)  # words repeat, beside the same words too
def _normal(word: str, behind: str) -> str:
    if behind and (word in _ARTICLES or (word in _ASSIMILATED and behind.startswith(word[1:]))):
        return ""
    if word.startswith("ال") and (len(word) > 4 or word[2:].isdigit()):
        word = word[2:]
    if word in _FATHER and behind:
        return _FATHER[word]
    return word[1:] if word.startswith("ابو") and len(word) > 5 else word


def loosened(name: str) -> frozenset[str]:
    """The looser forms of a name, other than ``spelled(name)`` itself."""
    words = _WORD.findall(letters(name))
    bare = _without_generic(words)
    found = {"".join(normal_words(each)) for each in (bare, [unglued(word) for word in words], [*map(unglued, bare)])}
    return frozenset(found) - {"", spelled(name)}


def without_generic(name: str) -> str:
    """The spelling of a name without the noun that says what it is; ``spelled(name)`` where there is none."""
    return "".join(normal_words(_without_generic(_WORD.findall(letters(name)))))


def unglued(word: str) -> str:
    """A Latin word of ``letters`` without an article that is written into it: alsabri, assabri."""
    return _GLUED.sub("", word, count=1)


def _without_generic(words: list[str]) -> list[str]:
    if len(words) > 1 and words[0] in GENERIC:
        return words[1:]
    return words[:-1] if len(words) > 1 and words[-1] in GENERIC_BEHIND else words


# --- suggestions ---------------------------------------------------------------------------------------------------

_SOUNDS = (
    *(("sh", "X"), ("ch", "X"), ("kh", "K"), ("gh", "K"), ("dh", "D"), ("th", "T"), ("ph", "F"), ("ش", "X")),
    *((each, "K") for each in "قكغخqkgc"),
    *((each, "T") for each in "تطثt"),
    *((each, "D") for each in "دضذd"),
    *((each, "S") for each in "سصs"),
    *((each, "Z") for each in "زظz"),
    *((each, "J") for each in "جj"),
    *((each, "F") for each in "فfv"),
    *((each, "B") for each in "بbp"),
    *((each, "R") for each in "رr"),
    *((each, "L") for each in "لl"),
    *((each, "M") for each in "مm"),
    *((each, "N") for each in "نn"),
)
_SOUND = dict(_SOUNDS)
_SOUNDED = re.compile("|".join(sound for sound, _ in _SOUNDS) + r"|\d")


def skeleton(name: str) -> str:
    """The consonants of a name, one letter for those that romanisations exchange; no vowels, no h."""
    return "".join(_once(_SOUND.get(sound, sound) for sound in _SOUNDED.findall(spelled(name))))


def _once(sounds: Iterator[str]) -> Iterator[str]:
    before = ""
    for sound in sounds:
        if sound != before:
            yield sound
        before = sound
