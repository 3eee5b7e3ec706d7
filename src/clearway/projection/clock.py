"""Log time (DESIGN D): when a log is first proved to have held an entry.

An entry's time is that of the first checkpoint that covers it, and a checkpoint's time is its earliest cosignature by
a witness of the trust file or the log's own cosigner. Time never goes back: a checkpoint is never earlier than those
of smaller size. Entries that no cosigned checkpoint covers have no time and cannot loosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from immutables import Map

from clearway.frontier import Frontier, LogFrontier
from clearway.problems import Refused
from clearway.projection.admit import Place
from clearway.tlog.checkpoint import open_checkpoint
from clearway.tlog.note import VerifierKey, parse_vkey
from clearway.trust import AcceptedLog, Trust


@dataclass(frozen=True, slots=True)
class _Side:
    """One branch of a log: times by size, in chunks so that one more is cheap, and what is proved so far."""

    marks: Map[int, datetime] = Map()
    times: Map[int, datetime] = Map()
    covered: int = 0
    latest: datetime | None = None
    fresh: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogClock:
    """Log times of all entries at hand. Immutable; ``extend`` with new checkpoints makes the next one."""

    sides: Map[tuple[str, int], _Side] = Map()

    def time_of(self, place: Place) -> datetime | None:
        """The entry's log time, or None if no cosigned checkpoint covers it."""
        side = self.sides.get((place.origin, place.branch))
        return side.times.get(place.index) if side else None

    def fresh_at(self, origin: str) -> datetime | None:
        """The newest cosigned time of the log's first branch."""
        side = self.sides.get((origin, 0))
        return side.fresh if side else None

    def extend(self, frontier: Frontier, trust: Trust) -> LogClock:
        """The clock with the checkpoints of ``frontier`` added; those already known change nothing."""
        sides = self.sides
        for log in frontier.logs.values():
            accepted = trust.logs_by_origin.get(log.origin)
            if accepted is None:
                continue
            for number, size, checkpoints in _branches(log):
                side = sides.get((log.origin, number), _Side())
                seen = [mark for mark in _marks(checkpoints, accepted, trust) if mark[0] <= size]
                side = _extend(side, _earliest(seen), log.common if number else None)
                sides = sides.set((log.origin, number), _freshened(side, seen))
        return LogClock(sides)


def _branches(log: LogFrontier) -> Iterable[tuple[int, int, tuple[bytes, ...]]]:
    yield 0, log.size, log.checkpoints
    for branch in log.branches:
        if branch.number:
            yield branch.number, branch.size, branch.checkpoints


def _marks(notes: Iterable[bytes], log: AcceptedLog, trust: Trust) -> Iterator[tuple[int, datetime]]:
    """Size and earliest cosigned time of the notes that the log signed; notes that do not verify prove nothing."""
    keys = tuple(map(_key, (log.cosigner, *trust.witnesses)))
    for note in notes:
        try:
            signed = open_checkpoint(note, _key(log.key), keys)
        except Refused:
            continue
        times = [each.at for each in signed.cosigned if each.at is not None]
        if times and signed.checkpoint.origin == log.origin:
            yield signed.checkpoint.size, min(times)


def _earliest(marks: Iterable[tuple[int, datetime]]) -> dict[int, datetime]:
    """The first time at which each size was seen."""
    first: dict[int, datetime] = {}
    for size, time in marks:
        first[size] = min(time, first.get(size, time))
    return first


def _freshened(side: _Side, marks: Iterable[tuple[int, datetime]]) -> _Side:
    """A later checkpoint of a size that is known already gives no entry a time, but shows that the log is kept."""
    fresh = max((time for _, time in marks), default=None)
    if fresh is None or (side.fresh is not None and fresh <= side.fresh):
        return side
    return replace(side, fresh=fresh)


@lru_cache(maxsize=256)
def _key(text: str) -> VerifierKey:
    return parse_vkey(text)


def _extend(side: _Side, marks: dict[int, datetime], common: int | None) -> _Side:
    new = {mark: time for mark, time in marks.items() if mark not in side.marks or time < side.marks[mark]}
    if not new:
        return side
    if min(new) > side.covered:
        return _append(side, new, max(side.covered, common or 0))
    merged = dict(side.marks)
    merged.update(new)
    return _append(_Side(fresh=side.fresh), merged, common or 0)


def _append(side: _Side, marks: dict[int, datetime], covered: int) -> _Side:
    """Give times to the entries that ``marks`` (all beyond what is covered) cover for the first time."""
    known, times, latest = side.marks, side.times, side.latest
    with times.mutate() as changing:
        for mark in sorted(marks):
            known = known.set(mark, marks[mark])
            latest = marks[mark] if latest is None else max(latest, marks[mark])
            for index in range(covered, mark):
                changing[index] = latest
            covered = max(covered, mark)
        times = changing.finish()
    return _Side(known, times, covered, latest, side.fresh)
