"""Every refusal: its code, one sentence, and what to do, in English and Arabic.

``Refused`` is for people and their data, ``ClearwayBug`` for faults of the program. A refusal carries one problem
or several, so that one bad line does not hide the rest. The catalogue is split by stage; a code stays in it for
ever, is never renumbered and never given another meaning.

To add a refusal, add an entry to the file of its stage. To add a stage, add a file and a line in ``_STAGES``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NoReturn

from clearway.problems import (
    check,
    confirming,
    desk,
    document,
    geometry,
    index,
    intake,
    ledger,
    log,
    perimeter,
    place,
    publish,
    reading,
    records,
    report,
    screen,
    second,
    settings,
    signing,
    sync,
    trust,
    usage,
    web,
)
from clearway.problems.refusal import Refusal

__all__ = ["CATALOGUE", "LANGUAGES", "ClearwayBug", "Problem", "Refusal", "Refused", "refuse"]

LANGUAGES = ("en", "ar")

_STAGES: tuple[tuple[Refusal, ...], ...] = (
    geometry.REFUSALS,
    index.REFUSALS,
    records.REFUSALS,
    signing.REFUSALS,
    log.REFUSALS,
    ledger.REFUSALS,
    trust.REFUSALS,
    desk.REFUSALS,
    sync.REFUSALS,
    publish.REFUSALS,
    check.REFUSALS,
    screen.REFUSALS,
    confirming.REFUSALS,
    place.REFUSALS,
    perimeter.REFUSALS,
    document.REFUSALS,
    settings.REFUSALS,
    intake.REFUSALS,
    reading.REFUSALS,
    second.REFUSALS,
    report.REFUSALS,
    usage.REFUSALS,
    web.REFUSALS,
)

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


class ClearwayBug(Exception):
    """A fault of the program, never of the person or the data in front of it."""


def _gather(stages: Iterable[Iterable[Refusal]]) -> Mapping[str, Refusal]:
    catalogue: dict[str, Refusal] = {}
    for stage in stages:
        for refusal in stage:
            if refusal.code in catalogue:
                raise ClearwayBug(f"two refusals have the code {refusal.code}")
            catalogue[refusal.code] = refusal
    return MappingProxyType(catalogue)


CATALOGUE: Mapping[str, Refusal] = _gather(_STAGES)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the code, where (a JSON pointer, or "" for the whole), and the values to name.

    Raises ``ClearwayBug`` if the catalogue does not know the code or a value that its sentence needs is missing.
    """

    code: str
    pointer: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        refusal = CATALOGUE.get(self.code)
        if refusal is None:
            raise ClearwayBug(f"no refusal has the code {self.code!r}")
        missing = refusal.fields - self.params.keys()
        if missing:
            raise ClearwayBug(f"{self.code} needs {', '.join(sorted(missing))}")

    def sentence(self, lang: str = "en") -> str:
        """What is wrong, in one sentence."""
        refusal = CATALOGUE[self.code]
        return _fill(refusal.sentence_ar if lang == "ar" else refusal.sentence_en, self.params, lang)

    def remedy(self, lang: str = "en") -> str:
        """What to do about it."""
        refusal = CATALOGUE[self.code]
        return _fill(refusal.remedy_ar if lang == "ar" else refusal.remedy_en, self.params, lang)


class Refused(Exception):
    """Somebody's input or data is refused; nothing was changed. ``problems`` says everything that was found."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ClearwayBug("a refusal must name a problem")
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems

    def __str__(self) -> str:
        return "; ".join(
            f"{problem.code}{f' at {problem.pointer}' if problem.pointer else ''}: {problem.sentence()}"
            for problem in self.problems
        )


def refuse(code: str, /, pointer: str = "", **params: str | int) -> NoReturn:
    """Raise ``Refused`` with one problem."""
    raise Refused(Problem(code, pointer, params))


def _fill(text: str, params: Mapping[str, str | int], lang: str) -> str:
    # Values are isolated so that a number or a name of the other direction cannot reorder the sentence around it.
    return text.format_map({name: _isolated(str(value), lang) for name, value in params.items()})


def _isolated(value: str, lang: str) -> str:
    if lang == "ar" or any(unicodedata.bidirectional(char) in ("R", "AL") for char in value):
        return f"{_ISOLATE}{value}{_END_ISOLATE}"
    return value
