"""The words a catalogue knows, and which of its classes a written word belongs to.

A class is a set of words; a written word belongs to it if one of its readings stands in it. Classes are bits of one
integer, so that a rule is tried only where all its classes occur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from clearway.problems import ClearwayBug
from clearway.reading.letters import even, readings_apart, readings_ar

NUMBER, PLACE, FUTURE, COMMA, STOP, CAPITAL, OPEN = (1 << bit for bit in range(7))
"""What no catalogue lists: a number, a place's name, a verb in the future, a comma, a stop, a capital, a bracket."""

MARK = COMMA | STOP | OPEN

BUILT_IN = {"number": NUMBER, "place": PLACE, "future": FUTURE, "comma": COMMA, "capital": CAPITAL}
_FIRST_FREE = 8
_KEPT = 200_000
_STRETCHED = "آ"
"""A letter that no press writes for a plain alef, though many write a plain alef for it."""

ALONE = "word "
"""How the class of a single word of a cue is named."""

_NO_ENDING = frozenset({"ا", "ها", "هم", "هن", "هما", "كم", "نا"})

Readings = Callable[[str], Iterator[tuple[str, str, str]]]


@dataclass(frozen=True, slots=True)
class Form:
    """One written word: its even form, its classes, and what was taken off to find them."""

    even: str
    mask: int
    stem: str
    front: str
    value: int | None = None


@dataclass
class Lexicon:
    """The classes of one language.

    ``joined``: particles are written onto words and nothing has capitals, as in Arabic; else words stand apart and
    names have capitals, and ``fronts`` and ``endings`` are what may be taken off a word.
    """

    lang: str
    joined: bool = False
    fronts: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    _bits: dict[str, int] = field(default_factory=dict)
    _stems: dict[str, int] = field(default_factory=dict)
    _alone: dict[str, int] = field(default_factory=dict)
    _exact: dict[str, int] = field(default_factory=dict)
    _whole: dict[str, int] = field(default_factory=dict)
    _stretched: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _forms: dict[str, Form] = field(default_factory=dict)

    @property
    def readings(self) -> Readings:
        """How words of this language are taken apart."""
        return readings_ar if self.joined else partial(readings_apart, fronts=self.fronts, endings=self.endings)

    def bit(self, name: str) -> int:
        """The bit of a class, which must have been entered."""
        found = BUILT_IN.get(name) or self._bits.get(name)
        if found is None:
            raise ClearwayBug(f"the catalogue of {self.lang} has no class <{name}>")
        return found

    def enter(self, name: str, words: str) -> int:
        """Enters words, separated by spaces, into a class.

        ``=word`` counts only as it is written, ``+word`` also with particles before it but without endings.
        """
        bit = self._bits.setdefault(name, 1 << (_FIRST_FREE + len(self._bits)))
        for word in words.split():
            plain = word.lstrip("=+")
            form = even(plain)
            # «الجيش» is written with the article, «ألغام» only looks so once its hamza is gone.
            bare = form[2:] if plain.startswith("ال") and len(form) > 4 else form
            if word[0] == "=":
                self._exact[form] = self._exact.get(form, 0) | bit
                if _STRETCHED in plain:
                    self._stretched[form] = self._stretched.get(form, 0) | bit
            elif word[0] == "+":
                self._whole[bare] = self._whole.get(bare, 0) | bit
            else:
                known = self._alone if name.startswith(ALONE) else self._stems
                known[bare] = known.get(bare, 0) | bit
        return bit

    def enter_number(self, word: str, value: int) -> None:
        """Enters a number's word."""
        self._numbers[even(word)] = value

    def form(self, word: str) -> Form:
        """What is known of a written word."""
        found = self._forms.get(word)
        if found is None:
            if len(self._forms) >= _KEPT:
                self._forms.clear()
            found = self._forms[word] = self._analyse(word)
        return found

    def _analyse(self, word: str) -> Form:
        form = even(word)
        if form == "وادي" and word[1:2] == "أ":
            verb = self._analyse(word[1:])  # «وأدى» is no valley
            return Form(form, verb.mask, verb.stem, "و")
        exact = self._stretched if _STRETCHED in word else self._exact  # «آمر» commands a unit, «أمر» orders
        mask = exact.get(form, 0)
        if not self.joined and form.endswith("'s"):
            mask |= exact.get(form[:-2], 0)  # "Friday's fighting"
        if form and form[0] in "وف" and len(form) > 2 and form not in self._stems:
            mask |= exact.get(form[1:], 0)
        value = self._number(form)
        if value is not None:
            mask |= NUMBER
        if not self.joined and word[:1].isupper():
            mask |= CAPITAL
        # A word that stands in a cue by itself must not hide the classes of its shorter forms, nor they it.
        his = word.endswith("ه")  # a pronoun as it is written, where the ending of «قوة» is evened to the same letter
        found = self._least_taken(form, self._stems, self._whole, his=his)
        alone = self._least_taken(form, self._alone, {}, his=his)
        if found is not None or alone is not None:
            classes, stem, front = found or alone or (0, form, "")
            mask |= classes | (alone[0] if alone else 0) | (FUTURE if front.endswith("س") else 0)
            return Form(form, mask, stem, front, value)
        if self.joined and mask == 0 and _looks_future(form):
            mask = FUTURE
        return Form(form, mask, form, "", value)

    def _least_taken(
        self, form: str, stems: dict[str, int], whole: dict[str, int], *, his: bool
    ) -> tuple[int, str, str] | None:
        """The classes of the reading from which least is taken off, all spellings of its stem together."""
        classes = 0
        taken: tuple[str, str] | None = None
        first = ""
        for stem, front, cut in self.readings(form):
            # The accusative's alef («حظرا») and a pronoun («منازلهم») leave the word what it is.
            ending = "" if cut in _NO_ENDING or (his and cut == "ه") else cut
            if taken is not None and taken != (front, ending):
                break
            known = stems.get(stem, 0)
            if not ending and form == front + stem:
                known |= whole.get(stem, 0)
            if known:
                classes |= known
                taken = (front, ending)
                first = first or stem
        return (classes, first, taken[0]) if taken is not None else None

    def _number(self, form: str) -> int | None:
        if form in self._numbers:
            return self._numbers[form]
        if self.joined:
            for front in ("و", "ب", "ال", "وال", "لل", "ل", "وب", "ف"):
                if form.startswith(front) and form[len(front) :] in self._numbers:
                    return self._numbers[form[len(front) :]]
        return None


def _looks_future(form: str) -> bool:
    bare = form[1:] if form[:1] in "وف" and len(form) > 5 else form
    return len(bare) >= 4 and bare[0] == "س" and bare[1] in "يت" and not bare.endswith(("ين", "ون", "ات", "ه"))
