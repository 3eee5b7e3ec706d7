"""Reading an archive: one text a line in, its records a line out, in order, by as many processes as are given.

Nothing but a few pieces of some lines is held at a time. Whole lines stand in the output as soon as a piece is done, so
a run that was killed is taken up where it ended.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from clearway.places import Gazetteer
from clearway.problems import Problem, Refused, refuse
from clearway.reading import Reader
from clearway.reading.catalogue import LANGUAGES, load_catalogue
from clearway.reading.document import read_line

_PIECE_BYTES = 200_000
_AHEAD = 4
"""Pieces that wait for each process, so that none stands idle while the answers are written."""

Line = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class ArchiveRead:
    """How many lines were read, how many stood in the output already, and how many were left out."""

    read: int
    kept: int
    left_out: int


@dataclass(slots=True)
class _Piece:
    """Some lines with their numbers; how many lines before its end were kept, and how many bytes it reaches over."""

    lines: list[Line] = field(default_factory=list)
    kept: int = 0
    size: int = 0


@dataclass(slots=True)
class _Answered:
    """What became of a piece: the lines to write, how many they are, and what is wrong with the others."""

    written: bytes
    read: int
    problems: list[Problem]


def read_archive(
    archive: Path,
    output: Path,
    gazetteer: Gazetteer,
    tell: Callable[[Refused], None],
    *,
    resume: bool = False,
    processes: int = 1,
    done: Callable[[int], None] = lambda _: None,
) -> ArchiveRead:
    """Reads every line of ``archive`` and writes its records to ``output``; ``tell`` hears of lines left out.

    ``resume`` goes on after the whole lines that stand in ``output`` already; otherwise it is written anew. ``done``
    hears of the bytes of the archive that are behind us. The output is the same whatever the number of processes.
    Refused: ``reading.no_archive``, ``reading.process_ended``, ``desk.file_unwritable``.
    """
    if not archive.is_file():
        refuse("reading.no_archive", file=str(archive))
    known = _whole_lines(output) if resume else frozenset()
    read = kept = left_out = 0
    try:
        with archive.open("rb") as lines, output.open("ab" if resume else "wb") as answers:
            for piece, answered in _answers(_pieces(lines, known), gazetteer, processes):
                answers.write(answered.written)
                answers.flush()
                for problem in answered.problems:
                    tell(Refused(problem))
                read, kept = read + answered.read, kept + piece.kept
                left_out += len(answered.problems)
                done(piece.size)
            os.fsync(answers.fileno())
    except BrokenProcessPool:
        refuse("reading.process_ended")
    except OSError as error:
        refuse("desk.file_unwritable", file=str(output), because=error.strerror or str(error))
    return ArchiveRead(read, kept, left_out)


def _pieces(lines: BinaryIO, known: frozenset[str]) -> Iterator[_Piece]:
    piece, held = _Piece(), 0
    for number, line in enumerate(lines, start=1):
        piece.size += len(line)
        if not line.strip():
            continue
        if known and _id_of(line) in known:
            piece.kept += 1
            continue
        piece.lines.append((number, line.removeprefix(b"\xef\xbb\xbf")))
        held += len(line)
        if held >= _PIECE_BYTES:
            yield piece
            piece, held = _Piece(), 0
    yield piece


# --- processes -----------------------------------------------------------------------------------------------------


def _answers(pieces: Iterator[_Piece], gazetteer: Gazetteer, processes: int) -> Iterator[tuple[_Piece, _Answered]]:
    """Each piece with its answers, in order."""
    if processes == 1:
        readers = _readers(gazetteer)
        yield from ((piece, _answer(piece.lines, readers)) for piece in pieces)
        return
    waiting: deque[tuple[_Piece, Future[_Answered]]] = deque()
    with _pool(processes, gazetteer) as pool:
        for piece in pieces:
            waiting.append((piece, pool.submit(_answer_there, piece.lines)))
            if len(waiting) >= _AHEAD * processes:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()


def _pool(processes: int, gazetteer: Gazetteer) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(gazetteer,))


_HERE: dict[str, Reader] = {}
"""In a process of the pool: its readers."""


def _begin(gazetteer: Gazetteer) -> None:
    _HERE.update(_readers(gazetteer))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for its next piece for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer_there(lines: Sequence[Line]) -> _Answered:
    return _answer(lines, _HERE)


def _answer(lines: Sequence[Line], readers: dict[str, Reader]) -> _Answered:
    written: list[bytes] = []
    problems: list[Problem] = []
    for number, line in lines:
        try:
            written.append(read_line(line, number, readers))
        except Refused as refused:
            problems.extend(refused.problems)
    return _Answered(b"".join(written), len(written), problems)


def _readers(gazetteer: Gazetteer) -> dict[str, Reader]:
    return {lang: Reader(load_catalogue(lang), gazetteer) for lang in LANGUAGES}


# --- going on ------------------------------------------------------------------------------------------------------


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
