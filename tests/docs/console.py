"""Plays the ```console blocks of a page, as a reader would type them, and compares what comes back.

In a block, a line ``$ …`` is typed and lines ``> …`` continue it; what stands below is what comes back. ``…`` stands
for anything inside a line, and alone on a line for any number of lines. One page is one bash session in a folder of
its own. Marks of writing direction are left out on both sides: nobody sees them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY = "…"
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SAID = re.compile(r"\nplayed (\d+) ended (\d+)\n")
_ANSWERS = frozenset({0, 10, 11, 12, 13})
_REFUSALS = frozenset({3, 4})
_REFUSED = ("Refused", "Alarm", "refused", "مرفوض")


@dataclass
class Typed:
    """One command of a page: where it stands, what is typed, what is to come back."""

    line: int
    command: str
    expected: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wrong:
    """A command that did something else than the page says."""

    page: str
    typed: Typed
    came: str
    why: str

    def __str__(self) -> str:
        shown = "\n".join(f"    {line}" for line in self.came.splitlines())
        wanted = "\n".join(f"    {line}" for line in self.typed.expected)
        return (
            f"{self.page}:{self.typed.line}: {self.why}\n  $ {self.typed.command}\n  came:\n{shown}\n  page:\n{wanted}"
        )


def read(text: str) -> list[Typed]:
    """The commands of a page, in order."""
    return [typed for block in BLOCK.finditer(text) for typed in _block(block[1], text.count("\n", 0, block.start(1)))]


def _block(block: str, before: int) -> Iterator[Typed]:
    typed: Typed | None = None
    for number, line in enumerate(block.splitlines(), before + 1):
        if line.startswith("$ "):
            if typed:
                yield typed
            typed = Typed(number, line[2:])
        elif typed is None:
            raise ValueError(f"line {number}: a block begins with a command")
        elif (line.startswith("> ") or line == ">") and not typed.expected:
            typed.command += "\n" + line[2:]
        else:
            typed.expected.append(line)
    if typed:
        yield typed


def play(page: Path, name: str, folder: Path, commands_in: Path, given: Path | None = None) -> list[Wrong]:
    """Type the page's commands in ``folder``; what went otherwise than it says, the first first.

    ``commands_in`` is the folder with the program, which stands first on the path. ``given`` is a folder of which the
    reader has a copy, by its name, where he types.
    """
    commands = read(page.read_text(encoding="utf-8"))
    script = folder / ".played"
    script.write_text("\n".join(_script(commands)), encoding="utf-8")
    work = folder / "work"
    work.mkdir()
    if given is not None:
        shutil.copytree(given, work / given.name)
    run = subprocess.run(
        ["bash", "--noprofile", "--norc", str(script)],
        cwd=work,
        env=_environment(work, commands_in),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return list(_compare(name, commands, run.stdout))


def _script(commands: list[Typed]) -> Iterator[str]:
    # The pipe's status is kept, so that a refusal inside $(… | tail) is one; $? stays what the reader would see.
    yield "set -o pipefail"
    for number, typed in enumerate(commands):
        yield typed.command
        yield f"ended=$?; printf '\\nplayed %d ended %d\\n' {number} $ended; (exit $ended)"


def _environment(home: Path, commands_in: Path) -> dict[str, str]:
    """A reader's: the command on the path, the language of the machine, nothing of ours."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR") if name in os.environ}
    path = os.pathsep.join([str(commands_in), "/usr/local/bin", "/usr/bin", "/bin"])
    return {**kept, "PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _compare(name: str, commands: list[Typed], output: str) -> Iterator[Wrong]:
    parts = _SAID.split(output)
    results = {int(parts[i + 1]): (parts[i], int(parts[i + 2])) for i in range(0, len(parts) - 1, 3)}
    for number, typed in enumerate(commands):
        if number not in results:
            yield Wrong(name, typed, parts[-1], "the session ended here")
            return
        came, ended = results[number]
        if not _allowed(ended, came):
            yield Wrong(name, typed, came, f"ended with {ended}")
        elif not matches(typed.expected, came):
            yield Wrong(name, typed, came, "something else came back")


def _allowed(ended: int, came: str) -> bool:
    """A refusal is fine where the page shows it; wrong usage and faults never are."""
    return ended in _ANSWERS or (ended in _REFUSALS and any(word in came for word in _REFUSED))


def matches(expected: list[str], came: str) -> bool:
    """Whether what came back is what the page says."""
    lines = (r"(?:.*\n)*?" if line == ANY else _pattern(line) for line in expected)
    plain = _DIRECTION.sub("", came)
    return re.fullmatch("".join(lines), plain + "\n" if plain and not plain.endswith("\n") else plain) is not None


def _pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in _DIRECTION.sub("", line).split(ANY)) + r"[ ]*\n"
