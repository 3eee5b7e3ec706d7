"""What one refusal says. Values only; the catalogue is gathered in ``clearway.problems``."""

from __future__ import annotations

import string
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One entry of the catalogue: a code that is never reused, one sentence, and what to do about it.

    Sentences and remedies may hold ``{name}`` fields, filled from the problem's parameters; both languages must
    ask for fields that the sentence names, so that whoever raises the code knows what to give.
    """

    code: str
    sentence_en: str
    sentence_ar: str
    remedy_en: str
    remedy_ar: str

    @property
    def stage(self) -> str:
        """The word before the first dot: where in the way of the data the refusal stands."""
        return self.code.partition(".")[0]

    @property
    def fields(self) -> frozenset[str]:
        """The names of all parameters that the texts ask for."""
        texts = (self.sentence_en, self.sentence_ar, self.remedy_en, self.remedy_ar)
        return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)
