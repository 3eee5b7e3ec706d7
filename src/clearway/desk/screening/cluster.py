"""Screening on the workers of a Dask cluster, cut by cell. Imported only where ``distributed`` is installed.

This process reads the table and writes the pieces; workers need neither its files nor each other's. To each cell's
worker goes once what can matter there, and then positions, which no worker keeps: they stand in no task's name, they
are not shown where a task is described, and what fails on a worker is told by its kind alone. A task whose worker is
lost is done by another one, which is given what it needs anew.
"""

from __future__ import annotations

import logging
import pickle
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

import dask
import numpy as np
from distributed import CancelledError, Client, KilledWorker, LocalCluster
from distributed.security import Security

from clearway import __version__
from clearway.desk.screening.cells import Cells
from clearway.desk.screening.rows import Asked, Ints, Numbers, Screener, Texts, find_errors, put_together, rows_without
from clearway.desk.screening.tables import Table
from clearway.problems import refuse

_ROWS = 10_000
"""Positions of one task at most."""

_CELLS_A_WORKER = 4
_PATIENCE_S = 20

_SETTINGS = {
    # What a worker of this machine has too much of stays in memory, and is not written to a disk.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    # A country's cells are large, and meant to be.
    "distributed.admin.large-graph-warning-threshold": "1GB",
}

_LOST = (KilledWorker, CancelledError, OSError, TimeoutError, ImportError, AttributeError, RuntimeError)
"""What comes instead of answers when workers are lost, short of memory, or have another Clearway or none."""

_Found = TypeVar("_Found")


class Sealed:
    """Bytes on their way to a worker; a description of the task shows nothing of them."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __repr__(self) -> str:
        return "Sealed()"

    def __sizeof__(self) -> int:
        return len(self.data)


class Part:
    """What a worker needs for one cell; it goes to another worker as the bytes that it was made from."""

    __slots__ = ("screener", "sealed")

    def __init__(self, sealed: Sealed) -> None:
        self.sealed = sealed
        self.screener = Screener(pickle.loads(sealed.data))  # noqa: S301 - from the process that started this work

    def __reduce__(self) -> tuple[Any, ...]:
        return open_part, (self.sealed,)


@dataclass(frozen=True, slots=True)
class Fault:
    """That a worker could not answer: the kind of error, and nothing of what it was about."""

    kind: str


def _quietly(do: Callable[[], _Found]) -> _Found | Fault:
    """What is done, or that it failed: what is raised on a worker is logged there, with what it was about."""
    try:
        return do()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return Fault(type(error).__name__)


def open_part(sealed: Sealed) -> Part | Fault:
    """On a worker: what it needs for one cell."""
    return _quietly(lambda: Part(sealed))


def answer_cell(part: Part | Fault, positions: Sealed, version: str) -> tuple[list[Texts], Numbers] | Fault:
    """On a worker: the texts to add to rows at these positions, as :meth:`Screener.look_up` gives them."""
    if isinstance(part, Fault):
        return part
    if version != __version__:
        return Fault(f"clearway {__version__} != {version}")
    look_up = part.screener.look_up
    return _quietly(lambda: look_up(np.frombuffer(positions.data, dtype=np.int64).reshape(-1, 2)))


class Cluster:
    """The workers behind a scheduler's address, or so many that are started here, on a line that nobody else reads."""

    waiting = 0

    def __init__(self, table: Table, asked: Asked, where: str | int) -> None:
        self._table, self._asked, self._where = table, asked, where
        self._parts: dict[int, Any] = {}
        self._lock = threading.Lock()
        self._left = ExitStack()

    def __enter__(self) -> Self:
        self._left.enter_context(dask.config.set(_SETTINGS))
        try:
            self._client = _connect(self._where, self._left)
            workers = len(self._client.scheduler_info(n_workers=-1)["workers"])
            accuracy = self._asked.accuracy_m
            reach_m = accuracy if isinstance(accuracy, int) else 0
            self._cells = Cells.cut(self._asked.situation, self._asked.region, _CELLS_A_WORKER * workers, reach_m)
            self.waiting = workers + 1
            self._threads = ThreadPoolExecutor(self.waiting + 1)
        except BaseException:
            self._left.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._parts.clear()
        self._left.close()

    def submit(self, path: Path, span: Any) -> Future[Counter[str]]:
        """Read one part here, have its positions answered for, and write the piece."""
        return self._threads.submit(self._answer, path, self._table.read(span))

    def _answer(self, path: Path, piece: Any) -> Counter[str]:
        given = self._table.positions(piece)
        errors = find_errors(given, self._asked.region)
        good = rows_without(errors, len(given.e7))
        texts, numbers = self._look_up(given.e7[good])
        added = put_together(self._asked, errors, good, texts, numbers)
        self._table.write_piece(path, piece, added)
        return added.counts()

    def _look_up(self, e7: Ints) -> tuple[list[Texts], Numbers]:
        """As a screener does, by the workers: each cell's positions to whoever holds what matters there."""
        cells = self._cells.find(e7)
        tasks = list(_tasks(cells))
        futures = [self._ask(cell, e7[rows]) for cell, rows in tasks]
        different: dict[Texts, int] = {}
        numbers = np.empty(len(e7), dtype=np.intp)
        for (_, rows), (texts, found) in zip(tasks, self._gather(futures), strict=True):
            known = [different.setdefault(text, len(different)) for text in texts]
            numbers[rows] = np.array(known, dtype=np.intp)[found]
        return list(different), numbers

    def _ask(self, cell: int, e7: Ints) -> Any:
        # Names by chance: one made from what is asked would tell who asked the same.
        name = f"clearway-answer-{uuid.uuid4().hex}"
        return self._client.submit(answer_cell, self._part(cell), Sealed(e7.tobytes()), __version__, key=name)

    def _part(self, cell: int) -> Any:
        with self._lock:
            if cell not in self._parts:
                asked = replace(self._asked, situation=self._cells.situation(cell))
                name = f"clearway-part-{uuid.uuid4().hex}"
                self._parts[cell] = self._client.submit(open_part, Sealed(pickle.dumps(asked)), key=name)
            return self._parts[cell]

    def _gather(self, futures: Sequence[Any]) -> Sequence[tuple[list[Texts], Numbers]]:
        try:
            found: Sequence[Any] = self._client.gather(futures)
        except _LOST as error:
            refuse("screen.cluster_failed", because=type(error).__name__)
        faults = [each for each in found if isinstance(each, Fault)]
        if faults:
            refuse("screen.cluster_failed", because=faults[0].kind)
        return found


def _tasks(cells: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Each cell with the numbers of its rows, not too many at once."""
    order = np.argsort(cells, kind="stable")
    bounds = np.flatnonzero(np.diff(cells[order], prepend=-1)).tolist()
    for start, stop in zip(bounds, [*bounds[1:], len(order)], strict=True):
        for first in range(start, stop, _ROWS):
            yield int(cells[order[start]]), order[first : min(first + _ROWS, stop)]


def _connect(where: str | int, left: ExitStack) -> Any:
    """A client of the cluster; what is started for it ends with ``left``. Refused: ``screen.no_scheduler``."""
    try:
        if isinstance(where, int):
            where = left.enter_context(
                LocalCluster(
                    n_workers=where,
                    threads_per_worker=1,
                    dashboard_address=None,
                    security=Security.temporary(),
                    silence_logs=logging.CRITICAL,
                )
            )
        client = left.enter_context(Client(where, timeout=_PATIENCE_S))
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except (OSError, ValueError, TimeoutError) as error:
        said = str(error).partition("\n")[0][:200] or type(error).__name__
        refuse("screen.no_scheduler", address=where if isinstance(where, str) else "-", because=said)
    return client
