"""What is added to the rows of a table: the answer about each position, or why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clearway.geometry import disc
from clearway.index import SituationIndex
from clearway.projection import Accuracy
from clearway.situation import Answer, Situation
from clearway.terms import Doubt

Ints: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.intp]
Texts: TypeAlias = tuple[str, ...]

COLUMNS = (
    "clearway_verdict",
    "clearway_closure",
    "clearway_hazard",
    "clearway_reasons",
    "clearway_records",
    "clearway_as_of",
    "clearway_error",
    "clearway_mark",
)
"""What a screened table has beside its own columns. Columns of a table that was screened before give way to them."""

_VERDICT, _ERROR = COLUMNS.index("clearway_verdict"), COLUMNS.index("clearway_error")

BAD_POSITION, SWAPPED, NOT_A_POINT = "check.bad_position", "check.swapped", "screen.not_a_point"

_MAX_X, _MAX_Y = 1_800_000_000, 900_000_000


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of rows in 1e-7 degree (n x 2), and for rows without one why not: a code by the row's number."""

    e7: Ints
    errors: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Added:
    """For each row the number of one of ``texts``, each of which has a text for every one of ``COLUMNS``."""

    texts: Sequence[Texts]
    numbers: Numbers

    def counts(self) -> Counter[str]:
        """How many rows got which verdict or error."""
        found = Counter[str]()
        for texts, count in zip(self.texts, np.bincount(self.numbers, minlength=len(self.texts)).tolist(), strict=True):
            if count:
                found[texts[_ERROR] or texts[_VERDICT]] += count
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about every row. ``mark`` is what exports must say that do not speak of the world."""

    situation: Situation
    region: tuple[int, int, int, int]
    accuracy_m: Accuracy = None
    unit: str | None = None
    mark: str = ""

    @property
    def as_of(self) -> str:
        """The moment of every answer, as it is written out."""
        return self.situation.at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Screener:
    """The questions of one run, prepared once in each process."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._index = SituationIndex(asked.situation)

    def answer(self, given: Positions) -> Added:
        """What to add to rows that lie there, or nowhere."""
        errors = find_errors(given, self._asked.region)
        good = rows_without(errors, len(given.e7))
        texts, numbers = self.look_up(given.e7[good])
        return put_together(self._asked, errors, good, texts, numbers)

    def look_up(self, e7: Ints) -> tuple[list[Texts], Numbers]:
        """The different texts to add to rows at these positions, and for each position the number of its text."""
        accuracy, unit = self._asked.accuracy_m, self._asked.unit
        if isinstance(accuracy, int) and accuracy > 0:
            discs = (disc((x, y), accuracy * 1000, outward=True) for x, y in e7.tolist())
            answers, numbers = [self._index.check(each, accuracy, unit) for each in discs], np.arange(len(e7))
        else:
            answers, numbers = self._index.look_up(e7, accuracy, unit)
        different: dict[Texts, int] = {}
        known = [different.setdefault(self._texts(answer), len(different)) for answer in answers]
        return list(different), np.array(known, dtype=np.intp)[numbers]

    def _texts(self, answer: Answer) -> Texts:
        reasons = [doubt.value for doubt in answer.doubts]
        if answer.position_unsure and Doubt.POSITION_UNSURE not in answer.doubts:
            reasons.append(Doubt.POSITION_UNSURE.value)
        reasons += sorted({reason for each in answer.grounds if each.holds_closure for reason in each.hold.reasons})
        holding = [each.hold.record for each in answer.grounds if each.holds_closure or each.holds_hazard]
        return (
            answer.verdict.value,
            answer.closure.value,
            answer.hazard.value,
            " ".join(reasons),
            " ".join(holding + [hold.record for hold in answer.unplaced]),
            self._asked.as_of,
            "",
            self._asked.mark,
        )


def find_errors(given: Positions, region: tuple[int, int, int, int]) -> dict[int, str]:
    """Why rows get no answer, by their numbers: no position, none on earth, or swapped numbers.

    Swapped are numbers that lie in this office's region only when they change places.
    """
    off = (np.abs(given.e7[:, 0]) > _MAX_X) | (np.abs(given.e7[:, 1]) > _MAX_Y)
    swapped = ~_within(given.e7, region) & _within(given.e7[:, ::-1], region)
    return {
        **dict.fromkeys(np.flatnonzero(off).tolist(), BAD_POSITION),
        **dict.fromkeys(np.flatnonzero(swapped).tolist(), SWAPPED),
        **given.errors,
    }


def rows_without(errors: Mapping[int, str], count: int) -> NDArray[np.bool]:
    """Which of so many rows have no error."""
    good = np.ones(count, dtype=bool)
    good[list(errors)] = False
    return good


def put_together(
    asked: Asked, errors: Mapping[int, str], good: NDArray[np.bool], texts: Sequence[Texts], numbers: Numbers
) -> Added:
    """What to add to all rows: ``texts`` by ``numbers`` to the ``good`` ones, to the others why they have none."""
    codes = sorted(set(errors.values()))
    place = {code: len(texts) + number for number, code in enumerate(codes)}
    every = np.empty(len(good), dtype=np.intp)
    every[good] = numbers
    every[list(errors)] = [place[code] for code in errors.values()]
    return Added([*texts, *(("", "", "", "", "", asked.as_of, code, asked.mark) for code in codes)], every)


def _within(e7: Ints, region: tuple[int, int, int, int]) -> NDArray[np.bool]:
    west, south, east, north = region
    return (e7[:, 0] >= west) & (e7[:, 0] <= east) & (e7[:, 1] >= south) & (e7[:, 1] <= north)
