"""Checking a ledger from its bytes alone: nothing that was stored about the bytes is believed.

Every tree is built again from its leaves and compared with every head and checkpoint kept of it; every blob is hashed;
every record's signature is verified with the keys that the trust file and the grants give. One fault does not hide
the rest.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clearway.ledger.contract import Ledger
from clearway.ledger.leaves import blobs_named, name_of
from clearway.ledger.shelf import (
    UNPLACED,
    HeadRow,
    Row,
    Shelf,
    Tree,
    all_hashes,
    head,
    note_key,
    note_start,
    stated_root,
)
from clearway.problems import Problem, Refused
from clearway.records.envelope import Leaf
from clearway.records.kinds.grant import Grant
from clearway.records.parsing import read_leaf, signed_message
from clearway.signing import PublicKey
from clearway.tlog.checkpoint import open_checkpoint
from clearway.tlog.merkle import CompactRange, leaf_hash
from clearway.tlog.note import VerifierKey

__all__ = ["Finding", "Grade", "Keys", "Report", "fsck"]


class Grade(StrEnum):
    """How bad a finding is, worst first.

    ``DAMAGED``: something that was kept is lost or changed. ``DOUBTFUL``: it was kept as it came, and what came
    cannot count (a wrong signature, a leaf that is no record). ``INCOMPLETE``: something named is not at hand yet.
    ``HARMLESS``: a trace that belongs to nothing.
    """

    DAMAGED = "damaged"
    DOUBTFUL = "doubtful"
    INCOMPLETE = "incomplete"
    HARMLESS = "harmless"


_GRADES = {
    "ledger.blob_stray": Grade.HARMLESS,
    "ledger.blob_missing": Grade.INCOMPLETE,
    "ledger.ref_missing": Grade.INCOMPLETE,
    "ledger.signer_unknown": Grade.INCOMPLETE,
    "ledger.entry_unreadable": Grade.DOUBTFUL,
    "ledger.entry_misfiled": Grade.DOUBTFUL,
    "ledger.signature_wrong": Grade.DOUBTFUL,
    "log.forked": Grade.DOUBTFUL,
    "ledger.log_refused": Grade.DOUBTFUL,
}
_NO_END = 1 << 62


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that ``fsck`` found."""

    problem: Problem

    @property
    def grade(self) -> Grade:
        """How bad it is. Whatever is not listed as less is damage."""
        return _GRADES.get(self.problem.code, Grade.DAMAGED)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked (counts) and found, in the order of checking."""

    logs: int
    entries: int
    checkpoints: int
    blobs: int
    findings: tuple[Finding, ...]

    @property
    def damaged(self) -> bool:
        """True if anything that was kept is lost or changed."""
        return any(finding.grade is Grade.DAMAGED for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Keys:
    """What signatures are verified with.

    ``logs`` gives each log's verifier key by origin; checkpoints of a log without one are not verified.
    ``witnesses`` are those whose cosignatures must be right where they stand. ``people`` are keys of records, by id,
    beside those that grants in the ledger give; None leaves the records' signatures unchecked.
    """

    logs: Mapping[str, VerifierKey] = field(default_factory=dict)
    witnesses: tuple[VerifierKey, ...] = ()
    people: Iterable[PublicKey] | None = ()


def fsck(ledger: Ledger, keys: Keys | None = None) -> Report:
    """Check everything. Never raises for damage, whatever it is: what cannot be read is a finding."""
    check = _Check(keys or Keys())
    check.collect(ledger.check_store())
    try:
        with ledger.shelf() as shelf:
            check.logs_of(shelf)
            check.blobs_of(shelf, ledger)
    except Refused as refused:
        check.collect(refused.problems)
    return Report(check.logs, check.entries, check.checkpoints, check.blobs, tuple(check.findings))


def tree_problems(shelf: Shelf, tree: Tree, look: Callable[[Row], None] = lambda _: None) -> Iterator[Problem]:
    """Build one branch again from its leaves and compare it with every head and checkpoint; ``look`` sees each row."""
    growing = CompactRange()
    growing.extend(all_hashes(shelf, tree, 0, tree.base))
    heads = {head.size: head for head in shelf.head_rows(tree.origin, tree.branch, 0)}
    roots: dict[int, bytes] = {}
    if tree.base == 0 and 0 in heads:
        yield from _at_head(tree, heads[0], growing, roots)
    for row in shelf.rows(tree.origin, tree.branch, 0, _NO_END):
        hashed = leaf_hash(row.leaf)
        if row.index != growing.size:
            break
        if row.hash != hashed or row.name != name_of(row.leaf):
            yield Problem("ledger.damaged", params={"origin": tree.origin, "index": row.index})
        growing.append(hashed)
        look(row)
        if growing.size in heads:
            yield from _at_head(tree, heads[growing.size], growing, roots)
    if growing.size != tree.size:
        yield Problem("ledger.damaged", params={"origin": tree.origin, "index": min(growing.size, tree.size)})
    yield from (_of_size("ledger.head_damaged", tree, size) for size in sorted(heads.keys() - roots.keys()))
    if tree.branch:
        yield from _base_problems(shelf, tree)
    yield from _note_problems(shelf, tree, roots)


def _at_head(tree: Tree, head: HeadRow, growing: CompactRange, roots: dict[int, bytes]) -> Iterator[Problem]:
    roots[head.size] = growing.root
    if head.nodes != growing.hashes:
        yield _of_size("ledger.head_damaged", tree, head.size)


def _base_problems(shelf: Shelf, tree: Tree) -> Iterator[Problem]:
    """A branch begins with the first entry that differs from branch 0."""
    ours = list(shelf.hashes(tree.origin, 0, tree.base, tree.base + 1))
    theirs = list(shelf.hashes(tree.origin, tree.branch, tree.base, tree.base + 1))
    if not ours or not theirs or ours == theirs:
        yield _of_size("ledger.head_damaged", tree, tree.base)


def _note_problems(shelf: Shelf, tree: Tree, roots: Mapping[int, bytes]) -> Iterator[Problem]:
    seen = {0}
    for row in shelf.notes(tree.origin, tree.branch, 0):
        root = roots.get(row.size)
        start = None if root is None else note_start(tree.origin, row.size, root)
        if start is None or not row.note.startswith(start) or note_key(row.note) != row.key:
            yield _of_size("ledger.checkpoint_damaged", tree, row.size)
        seen.add(row.size)
    if tree.size not in seen:
        yield _of_size("ledger.checkpoint_missing", tree, tree.size)


def _of_size(code: str, tree: Tree, size: int) -> Problem:
    return Problem(code, params={"origin": tree.origin, "size": size})


def _of_row(code: str, row: Row, **more: str) -> Problem:
    return Problem(code, params={"origin": row.origin, "index": row.index, **more})


class _Check:
    """One run over one ledger."""

    def __init__(self, keys: Keys) -> None:
        self.logs = self.entries = self.checkpoints = self.blobs = 0
        self.findings: list[Finding] = []
        self._known: set[tuple[object, ...]] = set()
        self._keys = keys
        self._people = {key.id: key for key in keys.people or ()}
        self._early: list[tuple[Row, Leaf]] = []
        self._ids: set[str] = set()
        self._refs: list[tuple[str, int, str]] = []
        self._named: dict[str, set[str]] = {}

    def collect(self, problems: Iterable[Problem]) -> None:
        """Take each problem once; a refusal on the way is one more of them."""
        try:
            for problem in problems:
                key = (problem.code, *sorted(problem.params.items()))
                if key not in self._known:
                    self._known.add(key)
                    self.findings.append(Finding(problem))
        except Refused as refused:
            self.collect(refused.problems)

    def logs_of(self, shelf: Shelf) -> None:
        """Every log, then the signatures and references that can only be judged when all are read."""
        for origin in shelf.origins():
            self.logs += 1
            self._named[origin] = set()
            for tree in shelf.trees(origin):
                self.collect(self._tree_problems(shelf, tree))
                self.collect(self._checkpoint_problems(shelf, tree))
            self.collect(self._standing(shelf, origin))
        self.collect(problem for row, leaf in self._early for problem in self._signature_problems(row, leaf))
        # A grant may stand under a root, which is a key and no record.
        known = self._ids | self._people.keys()
        for origin, index, id_ in self._refs:
            if id_ not in known:
                self.collect([Problem("ledger.ref_missing", params={"origin": origin, "index": index, "id": id_})])

    def blobs_of(self, shelf: Shelf, ledger: Ledger) -> None:
        """Every blob, and those that entries name."""
        kept = frozenset(shelf.blob_ids())
        for each in sorted(kept):
            self.blobs += 1
            self.collect(_blob_problems(ledger, each))
        for origin, named in self._named.items():
            missing = named - kept
            self.collect(Problem("ledger.blob_missing", params={"origin": origin, "blob": each}) for each in missing)
            if shelf.missing(origin) != missing:
                self.collect([Problem("ledger.missing_wrong", params={"origin": origin})])

    def _tree_problems(self, shelf: Shelf, tree: Tree) -> Iterator[Problem]:
        if tree.branch == UNPLACED:
            for note in shelf.notes(tree.origin, UNPLACED, 0):
                stated_root(note)
            return
        yield from tree_problems(shelf, tree, self._look)

    def _look(self, row: Row) -> None:
        self.entries += 1
        self._named[row.origin] |= blobs_named(row.leaf)
        leaf = read_leaf(row.leaf)
        if leaf is None:
            self.collect([_of_row("ledger.entry_unreadable", row)])
            return
        record = leaf.record
        self._ids.add(record.id)
        self._refs += ((row.origin, row.index, ref.id) for ref in record.refs)
        if record.origin != row.origin:
            self.collect([_of_row("ledger.entry_misfiled", row, named=record.origin)])
        if isinstance(record.body, Grant):
            self._learn(record.body)
        if self._keys.people is not None:
            if record.issuer.key in self._people:
                self.collect(self._signature_problems(row, leaf))
            else:
                # The grant that gives the key may stand further on, or in another log.
                self._early.append((row, leaf))

    def _learn(self, grant: Grant) -> None:
        # A key proves itself: a record names its signer's key by its hash.
        try:
            key = PublicKey(base64.b64decode(grant.key, validate=True))
        except (binascii.Error, Refused):
            return
        self._people[key.id] = key

    def _signature_problems(self, row: Row, leaf: Leaf) -> Iterator[Problem]:
        key = self._people.get(leaf.record.issuer.key)
        if key is None:
            yield _of_row("ledger.signer_unknown", row)
        elif not key.verify(leaf.sig, signed_message(leaf.record.canonical)):
            yield _of_row("ledger.signature_wrong", row)

    def _checkpoint_problems(self, shelf: Shelf, tree: Tree) -> Iterator[Problem]:
        key = self._keys.logs.get(tree.origin)
        for row in shelf.notes(tree.origin, tree.branch, 0):
            self.checkpoints += 1
            try:
                if key is not None:
                    open_checkpoint(row.note, key, self._keys.witnesses)
            except Refused:
                yield _of_size("ledger.checkpoint_unsigned", tree, row.size)

    def _standing(self, shelf: Shelf, origin: str) -> Iterator[Problem]:
        """The doubts that the ledger has recorded of a log."""
        known = head(shelf, origin, _NO_END)
        if known.common is not None:
            yield Problem("log.forked", params={"origin": origin, "common": known.common})
        if known.refused is not None:
            yield Problem("ledger.log_refused", params={"origin": origin, "code": known.refused})


def _blob_problems(ledger: Ledger, id_: str) -> Iterator[Problem]:
    if ledger.blob(id_) is None:
        yield Problem("ledger.blob_lost", params={"blob": id_})
