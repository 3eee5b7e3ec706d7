"""Reading an archive: one text a line in, its records a line out, without holding more than a line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from clearway.places import Gazetteer
from clearway.problems import Refused, refuse
from clearway.reading import Reader
from clearway.reading.catalogue import LANGUAGES, load_catalogue
from clearway.reading.document import read_line


@dataclass(frozen=True, slots=True)
class ArchiveRead:
    """How many lines were read, how many stood in the output already, and how many were left out."""

    read: int
    kept: int
    left_out: int


def read_archive(
    archive: Path, output: Path, gazetteer: Gazetteer, tell: Callable[[Refused], None], *, resume: bool = False
) -> ArchiveRead:
    """Reads every line of ``archive`` and writes its records to ``output``; ``tell`` hears of lines left out.

    ``resume`` goes on after the whole lines that stand in ``output`` already; otherwise it is written anew.
    Refused: ``reading.no_archive``, ``desk.file_unwritable``.
    """
    if not archive.is_file():
        refuse("reading.no_archive", file=str(archive))
    readers = {lang: Reader(load_catalogue(lang), gazetteer) for lang in LANGUAGES}
    done = _whole_lines(output) if resume else frozenset()
    read = kept = left_out = 0
    try:
        with archive.open("rb") as lines, output.open("ab" if resume else "wb") as answers:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                if done and _id_of(line) in done:
                    kept += 1
                    continue
                try:
                    answers.write(read_line(line.removeprefix(b"\xef\xbb\xbf"), number, readers))
                    read += 1
                except Refused as refused:
                    tell(refused)
                    left_out += 1
            answers.flush()
            os.fsync(answers.fileno())
    except OSError as error:
        refuse("desk.file_unwritable", file=str(output), because=error.strerror or str(error))
    return ArchiveRead(read, kept, left_out)


def _whole_lines(output: Path) -> frozenset[str]:
    """The ids that are answered already; half a line at the end, from a run that was cut off, is taken away."""
    if not output.is_file():
        return frozenset()
    with output.open("r+b") as answers:
        ids = []
        whole = 0
        for line in answers:
            found = _id_of(line)
            if not line.endswith(b"\n") or found is None:
                break
            whole += len(line)
            ids.append(found)
        answers.truncate(whole)
    return frozenset(ids)


def _id_of(line: bytes) -> str | None:
    try:
        written = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = written.get("id") if isinstance(written, dict) else None
    return found if isinstance(found, str) else None
