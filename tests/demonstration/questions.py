"""The text of ``points.txt`` as values: headings, questions and what must be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

FILE = Path(__file__).parent / "points.txt"
ZONE = ZoneInfo("Africa/Tripoli")
_TIME = re.compile(r"(.*), (\d{4}-\d\d-\d\d \d\d:\d\d)")


@dataclass(frozen=True)
class Question:
    """One question: of which kind, about what, when, under which heading, and the lines of its answer."""

    line: int
    heading: str
    kind: str
    about: tuple[str, ...]
    at: datetime | None
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return f"line {self.line}, {self.kind} {' '.join(self.about)}"


def read_questions() -> Iterator[Question]:
    """Every question, in order. A question without a line of answer is a mistake."""
    heading = ""
    blocks = re.split(r"\n[ \t]*\n", FILE.read_text(encoding="utf-8"))
    line = 1
    for block in blocks:
        comments = [each for each in block.splitlines() if each.startswith("#")]
        first, *rest = block.splitlines()[len(comments) :] or ["#"]
        if first.startswith("== "):
            heading = first.removeprefix("== ")
        elif not first.startswith("#"):
            yield _question(line + len(comments), heading, first, rest)
        line += block.count("\n") + 2


def _question(line: int, heading: str, first: str, rest: list[str]) -> Question:
    kind, _, words = first.partition(" ")
    timed = _TIME.fullmatch(words)
    at = None if timed is None else datetime.strptime(timed[2], "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    about = (timed[1] if timed else words).split(", ")
    assert heading, f"line {line}: no heading above"
    assert rest, f"line {line}: no answer below"
    assert all(each.startswith("    ") for each in rest), f"line {line}: answers are indented"
    return Question(line, heading, kind, tuple(about), at, tuple(each.strip() for each in rest))
