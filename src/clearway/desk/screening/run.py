"""The use case: a table in, the same rows with their answers out; over several processes, and again after a kill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clearway.answering import mark_of
from clearway.desk.office import Office
from clearway.desk.screening.journal import Journal, identity_before
from clearway.desk.screening.opening import open_table
from clearway.desk.screening.rows import Asked
from clearway.desk.screening.tables import Table
from clearway.desk.screening.workers import Crew, make_crew
from clearway.problems import refuse
from clearway.projection import Accuracy

ROWS = 50_000
"""Rows of one piece, unless said otherwise."""

_PARTS = 2
"""Grows when tables are cut in another way: pieces of an earlier version do not fit."""


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
    cluster: str | int | None = None,
    rows: int = ROWS,
    tell: Callable[[int], None] = lambda _: None,
) -> Screened:
    """Write ``out``: the rows of ``table`` in their order, each with its answer as of ``at`` (None: now).

    ``lon`` and ``lat`` name the columns (else those called so, or the geometry). ``accuracy_m`` and ``unit`` are as in
    a check, the same for all rows. So many ``processes`` of this machine share the work, or the workers of a
    ``cluster``: the address of a Dask scheduler, or how many workers to start here. ``tell`` hears how many rows are
    done. A row without a position keeps its place and gets an error code. Killed and started again with the same
    words, it goes on with the pieces that were left, as of the same moment; by whom they are done may change.
    Refused: ``screen.*``, ``desk.file_unwritable``.
    """
    opened = open_table(table, out, lon, lat)
    office.refresh()
    history = office.history()
    said: dict[str, Any] = {
        "table": [str(table.resolve()), table.stat().st_size, table.stat().st_mtime_ns],
        "columns": [lon, lat],
        "parts": [_PARTS, rows],
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
    pieces = _work(opened, journal, make_crew(opened, asked, processes, cluster), rows, tell)
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


def _work(table: Table, journal: Journal, crew: Crew, rows: int, tell: Callable[[int], None]) -> int:
    """Answer every part that is not done, and say how many there are. A few wait for each worker."""
    running: dict[Future[Counter[str]], int] = {}

    def settle(most: int) -> None:
        while len(running) > most:
            for each in wait(running, return_when=FIRST_COMPLETED).done:
                journal.add(running.pop(each), each.result())
            tell(sum(counts.total() for counts in journal.done.values()))

    pieces = 0
    with crew:
        for number, span in enumerate(table.spans(rows)):
            pieces = number + 1
            if number not in journal.done:
                running[crew.submit(journal.path(number), span)] = number
                settle(crew.waiting)
        settle(0)
    return pieces
