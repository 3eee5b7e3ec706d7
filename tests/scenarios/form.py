"""The form of a scenario file: a title, what it shows, which rules, a map of the ground, and a story line by line.

    Cleared, fought over, closure lifted: not released

    Two or three sentences of what this shows.

    Applies: B7, B4
    Does not apply: B5

    Ground:
        A A . B B
        A A . B B

    Story:
        at 2016-11-17 13:05
        Field: the centre declares A suspected
        check A
          → do_not_enter; hazard suspected

Lines that begin with ``→`` or ``;`` go on with the step above them; lines that begin with ``#`` are remarks. This
module knows the form only; what a step means stands in ``language``, ``telling`` and ``player``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
_HEADINGS = {
    "Applies": "applies",
    "Does not apply": "spares",
    "Laws": "laws",
    "Ground": "ground",
    "Story": "story",
}
_HEADING = re.compile(rf"({'|'.join(_HEADINGS)}):(.*)")
_RULE = re.compile(r"A[1-6]|B(?:[1-9]|1[0-2])|[CDE]")
_LAW = re.compile(r"[1-9]")


class ScenarioError(Exception):
    """A scenario that cannot be read or played, with the file and the line to look at."""

    def __init__(self, path: Path | str, number: int, what: str) -> None:
        super().__init__(f"{path}:{number}: {what}")


@dataclass(frozen=True)
class Step:
    """One step of a story: its words, and the line it begins on."""

    number: int
    text: str


@dataclass(frozen=True)
class Scenario:
    """A scenario as written. ``lines`` holds the body from the first heading on, as a reader sees it."""

    path: Path
    title: str
    shows: tuple[str, ...]
    applies: tuple[str, ...]
    spares: tuple[str, ...]
    laws: tuple[str, ...]
    ground: tuple[tuple[int, str], ...]
    steps: tuple[Step, ...]
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem


def list_scenarios() -> list[Path]:
    """The scenario files, from simple to combined."""
    return sorted(FOLDER.glob("[0-9]*.txt"))


def read_scenario(path: Path) -> Scenario:
    """Read one file."""
    return parse_scenario(path, path.read_text(encoding="utf-8"))


def parse_scenario(path: Path, text: str) -> Scenario:
    """Take a scenario's text apart; raises ``ScenarioError`` where it has not the form."""
    written = list(enumerate(text.splitlines(), start=1))
    start = next((at for at, (_, line) in enumerate(written) if _HEADING.fullmatch(line)), len(written))
    head = [line.strip() for _, line in written[:start]]
    if not head or not head[0]:
        raise ScenarioError(path, 1, "the first line is the title")
    parts = _parts(path, written[start:])
    for heading, name in _HEADINGS.items():
        if name not in parts and name in ("ground", "story"):
            raise ScenarioError(path, len(written), f"there is no part {heading!r}")
    if not parts.keys() & {"applies", "spares", "laws"}:
        raise ScenarioError(path, start + 1, "say which rules or laws it shows")
    paragraphs = tuple(" ".join(block.split()) for block in "\n".join(head[1:]).split("\n\n") if block.strip())
    if not paragraphs:
        raise ScenarioError(path, 2, "say in two or three sentences what the scenario shows")
    return Scenario(
        path=path,
        title=head[0],
        shows=paragraphs,
        applies=_codes(path, parts.get("applies", []), _RULE),
        spares=_codes(path, parts.get("spares", []), _RULE),
        laws=_codes(path, parts.get("laws", []), _LAW),
        ground=tuple((number, line.strip()) for number, line in parts["ground"]),
        steps=_steps(path, parts["story"]),
        lines=tuple(line for _, line in written[start:]),
    )


def _parts(path: Path, lines: list[tuple[int, str]]) -> dict[str, list[tuple[int, str]]]:
    parts: dict[str, list[tuple[int, str]]] = {}
    here: list[tuple[int, str]] = []
    for number, line in lines:
        heading = _HEADING.fullmatch(line)
        if heading:
            name = _HEADINGS[heading[1]]
            if name in parts:
                raise ScenarioError(path, number, f"a second part {heading[1]!r}")
            here = parts[name] = []
        words = heading[2] if heading else line
        if words.strip() and not words.lstrip().startswith("#"):
            here.append((number, words))
    return parts


def _codes(path: Path, lines: list[tuple[int, str]], form: re.Pattern[str]) -> tuple[str, ...]:
    codes: list[str] = []
    for number, line in lines:
        for code in re.split(r"[,\s]+", line.strip()):
            if not form.fullmatch(code):
                raise ScenarioError(path, number, f"{code!r} is no rule or law")
            codes.append(code)
    return tuple(codes)


def _steps(path: Path, lines: list[tuple[int, str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for number, line in lines:
        text = line.strip()
        if text[0] in "→;":
            if not steps:
                raise ScenarioError(path, number, "there is no step above to go on with")
            steps[-1] = Step(steps[-1].number, f"{steps[-1].text} {text}")
        else:
            steps.append(Step(number, text))
    if not steps:
        raise ScenarioError(path, lines[0][0] if lines else 1, "nothing happens")
    return tuple(steps)
