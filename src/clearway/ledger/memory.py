"""The ledger in memory: for tests, for dry runs, and to say in few lines what the other stores must do."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from clearway.ledger.shelf import UNPLACED, Change, HeadRow, NoteRow, Row, Shelf, Tree
from clearway.ledger.stored import StoredLedger, Writer
from clearway.problems import Problem

__all__ = ["MemoryLedger"]


@dataclass
class _Branch:
    """The rows of one branch."""

    base: int
    rows: list[Row] = field(default_factory=list)
    heads: dict[int, HeadRow] = field(default_factory=dict)
    notes: list[tuple[int, bytes, NoteRow]] = field(default_factory=list)


@dataclass
class _Log:
    """One log: its branches, its mark, and the blobs that it misses."""

    branches: dict[int, _Branch] = field(default_factory=dict)
    refused: str | None = None
    missing: set[str] = field(default_factory=set)


class _MemoryShelf:
    """All rows, in plain lists."""

    def __init__(self) -> None:
        self.logs: dict[str, _Log] = {}
        self.names: dict[bytes, list[Row]] = {}
        self.blobs: dict[str, bytes] = {}
        self.entering: dict[str, bytes] = {}
        self.changes: list[Change] = []

    def origins(self) -> tuple[str, ...]:
        return tuple(sorted(self.logs))

    def trees(self, origin: str) -> tuple[Tree, ...]:
        log = self.logs.get(origin, _Log())
        return tuple(
            Tree(origin, number, branch.base, max(branch.heads, default=0), None if number else log.refused)
            for number, branch in sorted(log.branches.items())
        )

    def head_row(self, origin: str, branch: int, size: int) -> HeadRow | None:
        heads = self._branch(origin, branch).heads
        best = size if size in heads else max((each for each in heads if each <= size), default=None)
        return None if best is None else heads[best]

    def head_rows(self, origin: str, branch: int, since: int) -> Iterator[HeadRow]:
        heads = self._branch(origin, branch).heads
        return (heads[size] for size in sorted(heads) if size >= since)

    def rows(self, origin: str, branch: int, start: int, end: int) -> Iterator[Row]:
        kept = self._branch(origin, branch)
        return iter(kept.rows[max(start - kept.base, 0) : max(end - kept.base, 0)])

    def hashes(self, origin: str, branch: int, start: int, end: int) -> Iterator[bytes]:
        return (row.hash for row in self.rows(origin, branch, start, end))

    def notes(self, origin: str, branch: int, since: int) -> Iterator[NoteRow]:
        notes = self._branch(origin, branch).notes
        return (row for _, _, row in notes[bisect_right(notes, (since - 1, b"\xff" * 33)) :])

    def named(self, name: bytes) -> tuple[Row, ...]:
        return tuple(sorted(self.names.get(name, ()), key=lambda row: (row.origin, row.branch, row.index)))

    def missing(self, origin: str) -> frozenset[str]:
        return frozenset(self.logs.get(origin, _Log()).missing)

    def has_blob(self, blob_id: str) -> bool:
        return blob_id in self.blobs or blob_id in self.entering

    def blob_ids(self) -> tuple[str, ...]:
        return tuple(sorted(self.blobs))

    def enter_blob(self, blob_id: str, data: bytes) -> None:
        self.entering[blob_id] = data

    def write(self, change: Change) -> None:
        self.changes.append(change)
        for tree in change.trees:
            self.logs.setdefault(tree.origin, _Log()).branches[tree.branch] = _Branch(tree.base)
        for row in change.rows:
            self._branch(row.origin, row.branch).rows.append(row)
            self.names.setdefault(row.name, []).append(row)
        for head in change.heads:
            self._branch(head.origin, head.branch).heads[head.size] = head
        for note in change.placed:
            waiting = self._branch(note.origin, UNPLACED)
            waiting.notes = [each for each in waiting.notes if each[1] != note.key]
        for note in change.placed + change.notes:
            insort(self._branch(note.origin, note.branch).notes, (note.size, note.key, note))
        for origin, blob_id in change.missing:
            self.logs[origin].missing.add(blob_id)
        for origin, code in change.marks.items():
            self.logs[origin].refused = code

    def keep_entered(self) -> None:
        self.blobs.update(self.entering)
        for log in self.logs.values():
            log.missing.difference_update(self.entering)

    def first(self, count: int) -> _MemoryShelf:
        """The rows as they were after that many changes, with the blobs kept since."""
        before = _MemoryShelf()
        for change in self.changes[:count]:
            before.write(change)
        before.entering = self.blobs
        before.keep_entered()
        return before

    def _branch(self, origin: str, branch: int) -> _Branch:
        log = self.logs.get(origin)
        return _Branch(0) if log is None or branch not in log.branches else log.branches[branch]


class MemoryLedger(StoredLedger):
    """A ledger that lasts as long as the process: durable in nothing else, true to the contract in everything else."""

    def __init__(self) -> None:
        self._rows = _MemoryShelf()

    @contextmanager
    def shelf(self) -> Iterator[Shelf]:
        """The rows themselves: nobody else writes meanwhile."""
        yield self._rows

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One write transaction, undone when it raises."""
        done = len(self._rows.changes)
        try:
            yield self._rows
            self._rows.keep_entered()
        except BaseException:
            if len(self._rows.changes) > done:
                self._rows = self._rows.first(done)
            raise
        finally:
            self._rows.entering = {}

    def _read_blob(self, blob_id: str) -> bytes:
        return self._rows.blobs[blob_id]

    def check_store(self) -> Iterator[Problem]:
        """Nothing lies beyond the rows."""
        return iter(())

    def close(self) -> None:
        """Nothing is held."""
