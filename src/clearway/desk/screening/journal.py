"""Which pieces of a table are done: a run that was killed goes on, and a run about something else begins anew."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clearway.desk.files import read_file, write_file
from clearway.problems import refuse

_NAME = "journal.jsonl"


class Journal:
    """The folder beside the output in which pieces wait, and the file that lists those that are whole."""

    def __init__(self, out: Path, identity: Mapping[str, Any]) -> None:
        """Open the journal of a run. One of another table, another question or other records is thrown away."""
        self.folder = out.with_name(f".{out.name}.pieces")
        self.done: dict[int, Counter[str]] = {}
        lines = (read_file(self.folder / _NAME) or b"").splitlines()
        if lines and _parsed(lines[0]) == dict(identity):
            for line in lines[1:]:
                piece = _parsed(line)
                if piece is not None and self.path(piece["piece"]).exists():
                    self.done[piece["piece"]] = Counter(piece["counts"])
        else:
            self.clear()
            write_file(self.folder / _NAME, json.dumps(identity).encode() + b"\n")

    def path(self, piece: int) -> Path:
        """Where a piece waits."""
        return self.folder / f"{piece:08}"

    def add(self, piece: int, counts: Counter[str]) -> None:
        """Note that a piece, whose file is durable, is whole."""
        self.done[piece] = counts
        try:
            with (self.folder / _NAME).open("ab") as file:
                file.write(b"\n" + json.dumps({"piece": piece, "counts": counts}).encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            refuse("desk.file_unwritable", file=str(self.folder), because=error.strerror or str(error))

    def clear(self) -> None:
        """Take the pieces away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def identity_before(out: Path) -> dict[str, Any] | None:
    """What the run was about that was not finished, if there is one."""
    lines = (read_file(out.with_name(f".{out.name}.pieces") / _NAME) or b"").splitlines()
    return _parsed(lines[0]) if lines else None


def _parsed(line: bytes) -> dict[str, Any] | None:
    """A line of the journal; half a line, from a run that was killed, is none."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
