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
Added: TypeAlias = dict[str, list[str]]

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

BAD_POSITION, SWAPPED, NOT_A_POINT = "check.bad_position", "check.swapped", "screen.not_a_point"

_MAX_X, _MAX_Y = 1_800_000_000, 900_000_000


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of rows in 1e-7 degree (n x 2), and for rows without one why not: a code by the row's number."""

    e7: Ints
    errors: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about every row. ``mark`` is what exports must say that do not speak of the world."""

    situation: Situation
    region: tuple[int, int, int, int]
    accuracy_m: Accuracy = None
    unit: str | None = None
    mark: str = ""


class Screener:
    """The questions of one run, prepared once in each process."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._index = SituationIndex(asked.situation)
        self._as_of = asked.situation.at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def answer(self, given: Positions) -> tuple[Added, Counter[str]]:
        """The columns to add, and how many rows got which verdict or error."""
        errors = {**_misplaced(given.e7, self._asked.region), **given.errors}
        good = np.ones(len(given.e7), dtype=bool)
        good[list(errors)] = False
        answers, numbers = self._look_up(given.e7[good])
        texts = [self._texts(answer) for answer in answers]
        counts = Counter(errors.values())
        counts.update(texts[n][0] for n in numbers)
        left = iter(numbers)
        rows = [
            texts[next(left)] if fine else ("", "", "", "", "", self._as_of, errors[row], self._asked.mark)
            for row, fine in enumerate(good.tolist())
        ]
        columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
        return dict(zip(COLUMNS, map(list, columns), strict=True)), counts

    def _look_up(self, e7: Ints) -> tuple[Sequence[Answer], list[int]]:
        accuracy, unit = self._asked.accuracy_m, self._asked.unit
        if isinstance(accuracy, int) and accuracy > 0:
            discs = (disc((x, y), accuracy * 1000, outward=True) for x, y in e7.tolist())
            return [self._index.check(each, accuracy, unit) for each in discs], list(range(len(e7)))
        answers, numbers = self._index.look_up(e7, accuracy, unit)
        return answers, numbers.tolist()

    def _texts(self, answer: Answer) -> tuple[str, ...]:
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
            self._as_of,
            "",
            self._asked.mark,
        )


def _misplaced(e7: Ints, region: tuple[int, int, int, int]) -> dict[int, str]:
    """Rows whose numbers are no position, or are one of this office's region only when they are swapped."""
    off = (np.abs(e7[:, 0]) > _MAX_X) | (np.abs(e7[:, 1]) > _MAX_Y)
    swapped = ~_within(e7, region) & _within(e7[:, ::-1], region)
    return {
        **dict.fromkeys(np.flatnonzero(off).tolist(), BAD_POSITION),
        **dict.fromkeys(np.flatnonzero(swapped).tolist(), SWAPPED),
    }


def _within(e7: Ints, region: tuple[int, int, int, int]) -> NDArray[np.bool]:
    west, south, east, north = region
    return (e7[:, 0] >= west) & (e7[:, 0] <= east) & (e7[:, 1] >= south) & (e7[:, 1] <= north)
