"""The office behind a site as it was when it was last ready; what was written since is taken in beside it.

Taking in a hundred thousand areas takes long, and nobody who asks meanwhile should wait for it: the office that is
ready goes on answering, and every page it gives says when that was published. When the next one is ready it takes its
place at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field

from clearway.desk import Office
from clearway.problems import refuse

_FIRST_S, _PATIENCE_S = 20.0, 3.0
"""So long a question waits for the first office, and for what was written since: mostly that is there at once."""

_WAITING = 4
"""So many questions may wait at a time; the server has more threads than that, and files are always answered."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """An office that answers one question at a time, until it is closed."""

    office: Office
    turn: threading.Lock = field(default_factory=threading.Lock)
    gone: threading.Event = field(default_factory=threading.Event)


class Standing:
    """What opens an office, and the office that is ready, if there is one."""

    def __init__(self, open_office: Callable[[], Office]) -> None:
        self._open = open_office
        self._lock = threading.Lock()
        self._ready: _Ready | None = None
        self._next: Future[None] | None = None
        self._long: Future[None] | None = None  # one that somebody has waited for in vain
        self._places = threading.BoundedSemaphore(_WAITING)

    @contextmanager
    def office(self) -> Iterator[Office]:
        """The office that is ready, for one question at a time; with what other programs wrote, if that is soon ready.

        Refused: ``web.getting_ready`` while the first one is not, and whatever opening and reading refuse.
        """
        self._wait(self._start())
        while True:
            ready = self._ready
            if ready is None:
                refuse("web.getting_ready")
            with ready.turn:
                if not ready.gone.is_set():
                    yield ready.office
                    return

    def _start(self) -> Future[None]:
        """The taking in that goes on, begun if none does."""
        with self._lock:
            if self._next is None:
                self._next = Future()
                # Nobody waits for it when the server ends.
                threading.Thread(target=self._build, args=(self._next,), daemon=True).start()
            return self._next

    def _wait(self, building: Future[None]) -> None:
        if building is self._long or not self._places.acquire(blocking=False):
            return
        try:
            building.result(_PATIENCE_S if self._ready else _FIRST_S)
        except TimeoutError:
            if building.done():
                raise
            self._long = building
        finally:
            self._places.release()

    def _build(self, building: Future[None]) -> None:
        before = self._ready
        try:
            after = self._take_in(before)
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for it
            with self._lock:
                self._next = None
            building.set_exception(error)
            return
        with self._lock:
            self._ready, self._next = after, None
        building.set_result(None)
        if before is not None and before is not after:
            with before.turn:
                before.gone.set()
                before.office.close()

    def _take_in(self, before: _Ready | None) -> _Ready:
        if before is None:
            office = self._open()
            office.refresh()
            return _Ready(office)
        office = before.office.beside()
        office.refresh()
        if office.history().frontier == before.office.history().frontier:
            office.close()
            return before
        return _Ready(office)
