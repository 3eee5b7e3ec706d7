"""The promises of the contract, kept over any store that can read rows and write a change in one transaction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, Self

from clearway.frontier import Entry, Frontier, LogFrontier
from clearway.ledger import decide, shelf
from clearway.ledger.contract import Adoption, Batch, Offer, Place, Plan
from clearway.ledger.leaves import blob_id, is_id, name_from, name_of, origin_named
from clearway.ledger.shelf import Change, Row, Shelf, Tree
from clearway.problems import CATALOGUE, ClearwayBug, Problem, refuse
from clearway.tlog.merkle import leaf_hash


class Writer(Shelf, Protocol):
    """A shelf within a write transaction: what is written is read back, and is gone if the transaction fails."""

    def write(self, change: Change) -> None:
        """Write the rows of a change."""
        ...

    def enter_blob(self, blob_id: str, data: bytes) -> None:
        """Note a blob as put, so that nobody misses it; its bytes are durable before the transaction ends."""
        ...


class StoredLedger(ABC):
    """A ledger over a store's ``shelf``, ``writing`` and ``_read_blob``."""

    @abstractmethod
    def shelf(self) -> AbstractContextManager[Shelf]:
        """The stored rows as of one moment. After the context the shelf still reads, but of later moments too."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Writer]:
        """One write transaction, alone in the store: durable when the context ends, undone when it raises."""

    @abstractmethod
    def _read_blob(self, blob_id: str) -> bytes:
        """The bytes kept of a blob that was put. Refused: ``ledger.blob_lost``."""

    @abstractmethod
    def check_store(self) -> Iterator[Problem]:
        """What is wrong with the store beyond what its rows say."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and locks."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -------------------------------------------------------------------------------------------- reading

    def origins(self) -> tuple[str, ...]:
        """The origins of all logs held, sorted."""
        with self.shelf() as rows:
            return rows.origins()

    def head(self, origin: str, since: int = 0) -> LogFrontier:
        """How far one log is known."""
        with self.shelf() as rows:
            return shelf.head(rows, origin, since)

    def frontier(self) -> Frontier:
        """How far every log is known."""
        with self.shelf() as rows:
            return Frontier.of(shelf.head(rows, origin, 0) for origin in rows.origins())

    def entries(self, origin: str | None = None, start: int = 0) -> Iterator[Entry]:
        """All entries from index ``start`` on, of one log or of all, as of now."""
        with self.shelf() as rows:
            origins = rows.origins() if origin is None else (origin,)
            trees = [tree for each in origins for tree in rows.trees(each) if tree.branch >= 0]
        for tree in trees:
            yield from shelf.verified(rows, tree, start)

    def root(self, origin: str, size: int) -> bytes:
        """RFC 6962 root of the first ``size`` entries of branch 0."""
        with self.shelf() as rows:
            tree = _main(rows, origin)
            if not 0 <= size <= tree.size:
                refuse("log.no_such_tree", old=size, new=tree.size)
            return shelf.range_at(rows, tree, size).root

    def leaf_hashes(self, origin: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """RFC 6962 leaf hashes of branch 0 from ``start`` up to ``end``."""
        with self.shelf() as rows:
            size = _main(rows, origin).size
        return rows.hashes(origin, 0, start, size if end is None else min(end, size))

    def find(self, record_id: str) -> Entry | None:
        """The entry that holds the record with this id, or None."""
        name = name_from(record_id)
        if name is None:
            return None
        with self.shelf() as rows:
            found = rows.named(name)
        for row in found:
            _check_row(row)
        at_home = (row for row in found if len(found) == 1 or origin_named(row.leaf) == row.origin)
        row_or_none = next(at_home, found[0] if found else None)
        return None if row_or_none is None else _entry(row_or_none)

    def blob(self, blob_id: str) -> bytes | None:
        """The blob with this id, or None if it is not at hand."""
        if not is_id(blob_id):
            return None
        with self.shelf() as rows:
            if not rows.has_blob(blob_id):
                return None
        data = self._read_blob(blob_id)
        _check_blob(blob_id, data)
        return data

    def blob_ids(self) -> Iterator[str]:
        """Ids of all blobs at hand, sorted."""
        with self.shelf() as rows:
            return iter(rows.blob_ids())

    def plan(self, origin: str, leaves: Sequence[bytes]) -> Plan:
        """What a checkpoint over the log with ``leaves`` must state."""
        with self.shelf() as rows:
            return decide.plan(rows, origin, leaves)

    # -------------------------------------------------------------------------------------------- writing

    def put_blob(self, data: bytes) -> str:
        """Keep a blob and return its id."""
        with self.writing() as writer:
            return _enter(writer, data)

    def append(self, batch: Batch) -> tuple[Place, ...]:
        """Append to one's own logs, wholly or not at all; durable when it returns."""
        with self.writing() as writer:
            for data in batch.blobs:
                _enter(writer, data)
            change, places = decide.append(writer, batch)
            writer.write(change)
            return places

    def adopt(self, offer: Offer) -> Adoption:
        """Keep what sync verified of a log."""
        with self.writing() as writer:
            change, adoption = decide.adopt(writer, offer)
            writer.write(change)
            return adoption

    def keep_checkpoints(self, origin: str, checkpoints: Sequence[bytes]) -> Adoption:
        """Keep cosigned checkpoints that were learned without the log."""
        with self.writing() as writer:
            change, adoption = decide.keep_checkpoints(writer, origin, checkpoints)
            writer.write(change)
            return adoption

    def mark_refused(self, origin: str, code: str | None) -> None:
        """Note that what a source offers of this log is refused, or no longer."""
        if code is not None and code not in CATALOGUE:
            raise ClearwayBug(f"no refusal has the code {code!r}")
        with self.writing() as writer:
            known = writer.trees(origin)
            if _main(writer, origin).refused != code:
                writer.write(Change(trees=() if known else (Tree(origin, 0),), marks={origin: code}))


def _main(rows: Shelf, origin: str) -> Tree:
    return next((tree for tree in rows.trees(origin) if tree.branch == 0), Tree(origin, 0))


def _check_row(row: Row) -> None:
    if leaf_hash(row.leaf) != row.hash or name_of(row.leaf) != row.name:
        refuse("ledger.damaged", origin=row.origin, index=row.index)


def _check_blob(expected: str, data: bytes) -> None:
    if blob_id(data) != expected:
        refuse("ledger.blob_damaged", blob=expected)


def _entry(row: Row) -> Entry:
    return Entry(row.origin, row.index, row.leaf, row.branch)


def _enter(writer: Writer, data: bytes) -> str:
    name = blob_id(data)
    writer.enter_blob(name, data)
    return name
