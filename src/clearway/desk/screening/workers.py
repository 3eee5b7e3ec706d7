"""Who answers the parts of a table: this process, several of this machine, or the workers of a cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Protocol, Self

from clearway.desk.screening.rows import Asked, Screener
from clearway.desk.screening.tables import Table
from clearway.problems import refuse


class Crew(Protocol):
    """Workers. Entered before the first part is given to them; left, whatever happens, when nothing is to be done."""

    waiting: int
    """How many parts may wait for their answers, so that nobody is idle; known once it was entered."""

    def submit(self, path: Path, span: Any) -> Future[Counter[str]]:
        """Answer for one part of the table and leave it at ``path``, whole or not at all; how many rows got what."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def make_crew(table: Table, asked: Asked, processes: int, cluster: str | int | None) -> Crew:
    """The workers asked for. Refused: ``screen.needs_cluster``."""
    if cluster is not None:
        try:
            from clearway.desk.screening.cluster import Cluster  # noqa: PLC0415 - its packages are optional
        except ImportError as error:
            refuse("screen.needs_cluster", package=str(error.name))
        return Cluster(table, asked, cluster)
    return _Here(table, asked) if processes == 1 else _Processes(table, asked, processes)


class _Here:
    """This process, at once."""

    waiting = 0

    def __init__(self, table: Table, asked: Asked) -> None:
        self._table, self._screener = table, Screener(asked)

    def submit(self, path: Path, span: Any) -> Future[Counter[str]]:
        future: Future[Counter[str]] = Future()
        future.set_result(_answer(self._table, self._screener, path, span))
        return future

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class _Processes:
    """Processes of this machine, each of which reads its parts and writes its pieces by itself."""

    def __init__(self, table: Table, asked: Asked, count: int) -> None:
        self.waiting = 2 * count - 1
        method = _start_method()
        prepared = Screener(asked) if method == "fork" else None
        self._pool = ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context(method),
            initializer=_begin,
            initargs=(table, asked, prepared),
        )

    def submit(self, path: Path, span: Any) -> Future[Counter[str]]:
        with warnings.catch_warnings():
            # Python warns of threads that it does not know: those of numpy, which rest and are made for forking.
            warnings.simplefilter("ignore", DeprecationWarning)
            return self._pool.submit(_answer_part, path, span)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        if isinstance(raised[1], BrokenProcessPool):
            refuse("screen.worker_lost")


def _start_method() -> str:
    """Forked processes share what is prepared and begin at once, but would share locks with threads that run here."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


_CURRENT: list[tuple[Table, Screener]] = []
"""What this process answers with; prepared once, because it is large."""


def _begin(table: Table, asked: Asked, prepared: Screener | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    _CURRENT[:] = [(table, prepared or Screener(asked))]


def _end_with(parent: Any) -> None:
    """End this process when the one that started it is killed: nobody would end it then."""
    parent.join()
    os._exit(1)


def _answer_part(path: Path, span: Any) -> Counter[str]:
    ((table, screener),) = _CURRENT
    return _answer(table, screener, path, span)


def _answer(table: Table, screener: Screener, path: Path, span: Any) -> Counter[str]:
    piece = table.read(span)
    added = screener.answer(table.positions(piece))
    table.write_piece(path, piece, added)
    return added.counts()
