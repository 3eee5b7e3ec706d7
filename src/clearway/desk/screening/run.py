"""The use case: a table in, the same rows with their answers out; over several processes, and again after a kill."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clearway.answering import mark_of
from clearway.desk.office import Office
from clearway.desk.screening.journal import Journal, identity_before
from clearway.desk.screening.opening import open_table
from clearway.desk.screening.rows import Asked, Screener
from clearway.desk.screening.tables import Table
from clearway.problems import refuse
from clearway.projection import Accuracy

ROWS = 50_000
"""Rows of one piece, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class Screened:
    """A screened table: as of when, how many rows, and how many of them got which verdict or error code."""

    at: datetime
    rows: int
    counts: Counter[str]


def screen(  # noqa: PLR0913 - what a screening may say, each part by its name
    office: Office,
    table: Path,
    out: Path,
    *,
    lon: str | None = None,
    lat: str | None = None,
    at: datetime | None = None,
    accuracy_m: Accuracy = None,
    unit: str | None = None,
    processes: int = 1,
    rows: int = ROWS,
    tell: Callable[[int], None] = lambda _: None,
) -> Screened:
    """Write ``out``: the rows of ``table`` in their order, each with its answer as of ``at`` (None: now).

    ``lon`` and ``lat`` name the columns (else those called so, or the geometry). ``accuracy_m`` and ``unit`` are as in
    a check, the same for all rows. ``tell`` hears how many rows are done. A row without a position keeps its place and
    gets an error code. Killed and started again with the same words, it goes on with the pieces that were left, as of
    the same moment. Refused: ``screen.*``, ``desk.file_unwritable``.
    """
    opened = open_table(table, out, lon, lat)
    office.refresh()
    history = office.history()
    said: dict[str, Any] = {
        "table": [str(table.resolve()), table.stat().st_size, table.stat().st_mtime_ns],
        "columns": [lon, lat],
        "rows": rows,
        "question": [accuracy_m, unit, at.isoformat() if at else None],
        "trust": office.trust_id,
        "frontier": {o: [log.size, log.root.hex()] for o, log in sorted(history.frontier.logs.items())},
    }
    before = identity_before(out) or {}
    instant = at or _instant(before.pop("at", None), before == said) or office.now()
    journal = Journal(out, {**said, "at": instant.isoformat()})
    asked = Asked(
        situation=history.at(instant),
        region=office.settings.region,
        accuracy_m=accuracy_m,
        unit=unit,
        mark=mark_of(office.realm),
    )
    pieces = _work(opened, journal, asked, processes, rows, tell)
    fresh = out.with_name(f".{out.name}.part")
    try:
        opened.join([journal.path(piece) for piece in range(pieces)], fresh)
        fresh.replace(out)
    except OSError as error:
        refuse("desk.file_unwritable", file=str(out), because=error.strerror or str(error))
    journal.clear()
    counts = sum(journal.done.values(), Counter[str]())
    return Screened(instant, counts.total(), counts)


def _instant(text: str | None, same: bool) -> datetime | None:
    return datetime.fromisoformat(text) if text and same else None


def _work(table: Table, journal: Journal, asked: Asked, processes: int, rows: int, tell: Callable[[int], None]) -> int:
    """Answer every piece that is not done, and say how many there are. At most two wait for each process."""
    running: dict[Future[Counter[str]], int] = {}

    def settle(most: int) -> None:
        while len(running) > most:
            for each in wait(running, return_when=FIRST_COMPLETED).done:
                journal.add(running.pop(each), each.result())
            tell(sum(counts.total() for counts in journal.done.values()))

    pieces = 0
    with _workers(processes, table, asked) as workers:
        for number, piece in enumerate(table.pieces(rows)):
            pieces = number + 1
            if number not in journal.done:
                running[workers.submit(_answer_piece, journal.path(number), piece)] = number
                settle(2 * processes - 1)
        settle(0)
    return pieces


class _Here(Executor):
    """The same in this process, at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _workers(processes: int, table: Table, asked: Asked) -> Executor:
    if processes == 1:
        _begin(table, asked)
        return _Here()
    # A fresh process shares no locks with this one, whatever threads run here.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(table, asked))


_CURRENT: list[tuple[Table, Screener]] = []
"""What this process answers with; prepared once, because it is large."""


def _begin(table: Table, asked: Asked) -> None:
    _CURRENT[:] = [(table, Screener(asked))]


def _answer_piece(path: Path, piece: Any) -> Counter[str]:
    """Answer for one piece and leave it at ``path``, whole or not at all."""
    ((table, screener),) = _CURRENT
    added, counts = screener.answer(table.positions(piece))
    table.write_piece(path, piece, added)
    return counts
