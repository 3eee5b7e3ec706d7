"""The rows that a store keeps, and the verified reading of them.

A *tree* is one branch of one log. Its rows are entries; *heads* (the compact range of the tree at each checkpointed
size, from which appending and verifying go on without reading everything again); and checkpoints. Branch
``UNPLACED`` holds checkpoints that contradict the log and whose leaves were never seen.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from clearway.frontier import Branch, Entry, LogFrontier
from clearway.problems import refuse
from clearway.tlog.merkle import EMPTY_ROOT, HASH_SIZE, CompactRange, leaf_hash

UNPLACED = -1


@dataclass(frozen=True, slots=True)
class Tree:
    """One branch of one log. ``base`` is the number of entries it shares with branch 0 (0 for branch 0 itself).

    ``size`` counts from the log's first entry, shared ones included. ``refused`` is the mark of the whole log and
    stands on branch 0.
    """

    origin: str
    branch: int
    base: int = 0
    size: int = 0
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One stored entry with what is kept beside it: its RFC 6962 hash and the ``name`` under which it is found."""

    origin: str
    branch: int
    index: int
    hash: bytes
    name: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The compact range of one tree at one size."""

    origin: str
    branch: int
    size: int
    nodes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One cosigned checkpoint: the size it states, the exact bytes of the signed note, and their hash (``key``)."""

    origin: str
    branch: int
    size: int
    key: bytes
    note: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction writes, in this order. Rows that are there already are left out by whoever decides."""

    trees: tuple[Tree, ...] = ()
    rows: tuple[Row, ...] = ()
    heads: tuple[HeadRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    placed: tuple[NoteRow, ...] = ()
    """Checkpoints of branch ``UNPLACED`` whose leaves have come, with the branch that they belong to."""
    missing: tuple[tuple[str, str], ...] = ()
    """Blobs that entries name and that are not at hand: (origin, blob id)."""
    marks: Mapping[str, str | None] = field(default_factory=dict)
    """The refusal that now stands, by origin."""


class Shelf(Protocol):
    """What a store must be able to read, row by row. Nothing here is verified."""

    def origins(self) -> tuple[str, ...]:
        """Origins of all logs, sorted."""
        ...

    def trees(self, origin: str) -> tuple[Tree, ...]:
        """All branches of a log, lowest first (``UNPLACED`` before 0), or nothing."""
        ...

    def head_row(self, origin: str, branch: int, size: int) -> HeadRow | None:
        """The largest head of this tree that is not larger than ``size``."""
        ...

    def head_rows(self, origin: str, branch: int, since: int) -> Iterator[HeadRow]:
        """The heads of this tree of size ``since`` or more, smallest first."""
        ...

    def rows(self, origin: str, branch: int, start: int, end: int) -> Iterator[Row]:
        """The entries kept on this branch from ``start`` up to ``end``, in order."""
        ...

    def hashes(self, origin: str, branch: int, start: int, end: int) -> Iterator[bytes]:
        """The leaf hashes kept on this branch from ``start`` up to ``end``, in order."""
        ...

    def notes(self, origin: str, branch: int, since: int) -> Iterator[NoteRow]:
        """The checkpoints of this branch of size ``since`` or more, by size, then by the hash of their bytes."""
        ...

    def named(self, name: bytes) -> tuple[Row, ...]:
        """All entries with this name, by origin, branch and index."""
        ...

    def missing(self, origin: str) -> frozenset[str]:
        """Ids of the blobs that a log's entries name and that were not put."""
        ...

    def has_blob(self, blob_id: str) -> bool:
        """True if the blob was put."""
        ...

    def blob_ids(self) -> tuple[str, ...]:
        """Ids of all blobs that were put, sorted."""
        ...


def note_key(note: bytes) -> bytes:
    """What tells two checkpoints apart: the hash of their bytes."""
    return hashlib.sha256(note).digest()


def note_start(origin: str, size: int, root: bytes) -> bytes:
    """The bytes with which every checkpoint of this tree begins (C2SP tlog-checkpoint)."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode('ascii')}\n".encode()


def range_at(shelf: Shelf, tree: Tree, size: int) -> CompactRange:
    """The compact range of the first ``size`` entries of a branch, from the nearest stored head.

    Refused: ``ledger.damaged`` when rows are missing. The caller makes sure that the branch is that long.
    """
    branch = 0 if size <= tree.base else tree.branch
    row = shelf.head_row(tree.origin, branch, size)
    if row is not None:
        result = range_of(row)
    elif branch == 0:
        result = CompactRange()
    else:
        result = range_at(shelf, Tree(tree.origin, 0), tree.base)
    result.extend(shelf.hashes(tree.origin, branch, result.size, size))
    if result.size != size:
        refuse("ledger.damaged", origin=tree.origin, index=result.size)
    return result


def range_of(row: HeadRow) -> CompactRange:
    """The compact range of a stored head. Refused: ``ledger.damaged`` if it is none."""
    if len(row.nodes) != row.size.bit_count() or any(len(node) != HASH_SIZE for node in row.nodes):
        refuse("ledger.damaged", origin=row.origin, index=row.size)
    return CompactRange(row.size, row.nodes)


def all_hashes(shelf: Shelf, tree: Tree, start: int, end: int) -> Iterator[bytes]:
    """Leaf hashes of a branch from ``start`` up to ``end``, with those that it shares with branch 0."""
    shared = shelf.hashes(tree.origin, 0, start, min(end, tree.base)) if tree.branch else iter(())
    return chain(shared, shelf.hashes(tree.origin, tree.branch, max(start, tree.base), end))


def head(shelf: Shelf, origin: str, since: int) -> LogFrontier:
    """How far a log is known. Refused: ``ledger.damaged`` if a checkpoint does not state what is stored."""
    trees = {tree.branch: tree for tree in shelf.trees(origin)}
    if 0 not in trees:
        return LogFrontier(origin, 0, EMPTY_ROOT)
    main = trees[0]
    branches = [_branch(shelf, tree, since) for tree in trees.values() if tree.branch > 0]
    common = min((tree.base for tree in trees.values() if tree.branch > 0), default=None)
    if UNPLACED in trees:
        unplaced = _unplaced(shelf, origin, 1 + len(branches))
        branches += unplaced
        common = 0 if unplaced else common
    return LogFrontier(
        origin=origin,
        size=main.size,
        root=range_at(shelf, main, main.size).root,
        checkpoints=_checkpoints(shelf, main, since),
        missing=shelf.missing(origin),
        common=common,
        branches=tuple(branches),
        refused=main.refused,
    )


def verified(shelf: Shelf, tree: Tree, start: int) -> Iterator[Entry]:
    """The entries kept on one branch from ``start`` on, proved against its head and checkpoint at their end."""
    start = max(start, tree.base)
    if start >= tree.size:
        return
    growing = range_at(shelf, tree, start)
    append = growing.append
    index = start
    for row in shelf.rows(tree.origin, tree.branch, start, tree.size):
        hashed = leaf_hash(row.leaf)
        if row.index != index or hashed != row.hash:
            refuse("ledger.damaged", origin=tree.origin, index=index)
        append(hashed)
        yield Entry(tree.origin, index, row.leaf, tree.branch)
        index += 1
    stored = shelf.head_row(tree.origin, tree.branch, tree.size)
    if index != tree.size or stored is None or stored.nodes != growing.hashes:
        refuse("ledger.damaged", origin=tree.origin, index=min(index, tree.size))
    if not _checkpoints(shelf, tree, tree.size):
        refuse("ledger.damaged", origin=tree.origin, index=tree.size)


def _branch(shelf: Shelf, tree: Tree, since: int) -> Branch:
    root = range_at(shelf, tree, tree.size).root
    return Branch(tree.branch, tree.size, root, _checkpoints(shelf, tree, since))


def _checkpoints(shelf: Shelf, tree: Tree, since: int) -> tuple[bytes, ...]:
    """The branch's own checkpoints, each compared with the head of its size."""
    found: list[bytes] = []
    # The notes first: while somebody appends, a head may be there before its note is looked at, never after.
    notes = list(shelf.notes(tree.origin, tree.branch, since))
    heads = {each.size: each for each in shelf.head_rows(tree.origin, tree.branch, since)}
    size, start = -1, b""
    for row in notes:
        if row.size != size:
            stored = heads.get(row.size)
            if stored is None:
                refuse("ledger.damaged", origin=tree.origin, index=row.size)
            size, start = row.size, note_start(tree.origin, row.size, range_of(stored).root)
        if not row.note.startswith(start) or note_key(row.note) != row.key:
            refuse("ledger.damaged", origin=tree.origin, index=row.size)
        found.append(row.note)
    return tuple(found)


def _unplaced(shelf: Shelf, origin: str, number: int) -> list[Branch]:
    """One branch for each root that was seen without its leaves."""
    by_tree: dict[tuple[int, bytes], list[bytes]] = {}
    for row in shelf.notes(origin, UNPLACED, 0):
        by_tree.setdefault((row.size, stated_root(row)), []).append(row.note)
    return [
        Branch(number + at, size, root, tuple(notes))
        for at, ((size, root), notes) in enumerate(sorted(by_tree.items()))
    ]


def stated_root(row: NoteRow) -> bytes:
    """The root that a stored checkpoint states. Refused: ``ledger.damaged`` if it states another log or size."""
    lines = row.note.split(b"\n", 3)
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        refuse("ledger.damaged", origin=row.origin, index=row.size)
    if not row.note.startswith(note_start(row.origin, row.size, root)) or note_key(row.note) != row.key:
        refuse("ledger.damaged", origin=row.origin, index=row.size)
    return root
