"""The rules of the projection by name: what each means, and the findings that say why a record has no effect.

``explain`` and the documentation read this; the code that applies a rule names it by its code. Sentences are for
officers. The letters are those of the design (docs/reference/rules.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from clearway.projection._sentences import FINDING_SENTENCES, RULE_SENTENCES


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, and what it says in English and Arabic."""

    code: str
    sentence_en: str
    sentence_ar: str

    def sentence(self, lang: str = "en") -> str:
        """The rule in the asked language (``en`` or ``ar``)."""
        return self.sentence_ar if lang == "ar" else self.sentence_en


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a record has no effect, or less than it says: a code of ``FINDINGS`` and the record concerned."""

    code: str
    record: str

    @property
    def rule(self) -> str:
        """The rule that was applied: the part of the code before the first dot."""
        return self.code.partition(".")[0]

    def sentence(self, lang: str = "en") -> str:
        """The finding in the asked language."""
        return FINDINGS[self.code].sentence(lang)


RULES = {code: Rule(code, en, ar) for code, (en, ar) in RULE_SENTENCES.items()}
FINDINGS = {code: Rule(code, en, ar) for code, (en, ar) in FINDING_SENTENCES.items()}
