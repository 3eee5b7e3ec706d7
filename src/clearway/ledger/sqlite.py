"""The ledger in one SQLite file, with a folder of blobs beside it.

The file is in WAL mode and every commit is synced, so that a power cut loses nothing that was acknowledged; blobs are
files that were synced, with their names, before the row that counts them is committed. Rows are never changed, but
for three: the mark of a refused log, the branch of a checkpoint whose leaves came later, and the list of blobs that
are still missing.

The *seal* is the sum of the hashes of all rows, kept in the same transaction. It shows that no row was lost or
changed by accident: entries are also proved by their checkpoints, but nothing else would show that one checkpoint of
many has gone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from clearway.ledger.blobs import BlobFolder, sync_folder
from clearway.ledger.shelf import UNPLACED, Change, HeadRow, NoteRow, Row, Shelf, Tree
from clearway.ledger.sqlite_rows import APPLICATION, FORMAT, SCHEMA, SEAL_SIZE, row_sum, table_sums, tree_check
from clearway.ledger.stored import StoredLedger, Writer
from clearway.ledger.trouble import damaged, refusing
from clearway.problems import ClearwayBug, Problem, Refused, refuse
from clearway.tlog.merkle import HASH_SIZE

__all__ = ["SqliteLedger"]

_CHUNK = 1024
_MODULUS = 1 << (8 * SEAL_SIZE)


class SqliteLedger(StoredLedger):
    """A ledger in the file ``file`` and the folder ``blobs`` beside it.

    Without ``create`` the file must be there (``ledger.not_found``). ``wait_s`` is how long a writer waits for
    another program before ``ledger.locked``. On a read-only or full disk the ledger opens for reading; a write is
    then refused. One object may be used by several threads, which take turns.

    Refused on opening: ``ledger.not_a_ledger``, ``ledger.newer_format``, ``ledger.store_damaged``.
    """

    def __init__(self, file: Path, *, create: bool = False, wait_s: float = 5.0, page_size: int = 4096) -> None:
        self._file = file
        self._blobs = BlobFolder(file.parent / "blobs")
        self._lock = threading.RLock()
        self._unwritable: Problem | None = None
        if not create and not file.exists():
            refuse("ledger.not_found", file=str(file))
        with refusing(file):
            if create:
                self._blobs.create()
            self._db, self._unwritable = _open(file, wait_s, create=create)
            self._rows = _SqliteRows(self._db, file, self._lock, self._blobs)
            try:
                self._prepare(create=create, page_size=page_size)
            except BaseException:
                self._db.close()
                raise

    def _prepare(self, *, create: bool, page_size: int) -> None:
        application = self._pragma("application_id")
        if application == 0 and create and not self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            self._make(page_size)
        elif application != APPLICATION:
            refuse("ledger.not_a_ledger", file=str(self._file))
        found = self._pragma("user_version")
        if found != FORMAT:
            refuse("ledger.newer_format", file=str(self._file), found=found, known=FORMAT)

    def _make(self, page_size: int) -> None:
        self._db.execute(f"PRAGMA page_size = {page_size:d}")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("BEGIN IMMEDIATE")
        for statement in SCHEMA:
            self._db.execute(statement)
        self._db.execute("COMMIT")
        sync_folder(self._file.parent)

    def _pragma(self, name: str) -> int:
        value = self._db.execute(f"PRAGMA {name}").fetchone()[0]
        return value if isinstance(value, int) else -1

    @contextmanager
    def shelf(self) -> Iterator[Shelf]:
        """The stored rows as of one moment."""
        with self._lock, refusing(self._file):
            if self._db.in_transaction:
                yield self._rows
                return
            self._db.execute("BEGIN")
            try:
                yield self._rows
            finally:
                self._rows.forget()
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One write transaction, alone in the file, durable when the context ends."""
        if self._unwritable is not None:
            raise Refused(self._unwritable)
        with self._lock, refusing(self._file):
            if self._db.in_transaction:
                raise ClearwayBug("a ledger is not written while its rows are being read in the same thread")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._rows
                self._rows.finish()
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                self._rows.undo_blobs()
                raise
            finally:
                self._rows.forget()

    def _read_blob(self, blob_id: str) -> bytes:
        with refusing(self._file):
            data = self._blobs.read(blob_id)
        if data is None:
            refuse("ledger.blob_lost", blob=blob_id)
        return data

    def check_store(self) -> Iterator[Problem]:
        """Damage of the file itself, rows that do not add up to the seal, and files that belong to nothing."""
        with self._lock:
            for check in (self._rows.integrity, self._rows.seal_holds):
                try:
                    with refusing(self._file):
                        yield from check()
                except Refused as refused:
                    yield from refused.problems
        for name, blob_id in self._blobs.files():
            if blob_id is None or not self._rows.has_blob(blob_id):
                yield Problem("ledger.blob_stray", params={"file": name})

    def close(self) -> None:
        """Let go of the file; the last one to do so leaves a single file behind."""
        with self._lock, suppress(sqlite3.Error):
            self._db.close()


def _open(file: Path, wait_s: float, *, create: bool) -> tuple[sqlite3.Connection, Problem | None]:
    """A connection, and why it cannot write, if so.

    In WAL mode even reading needs to create a file. Where that is not possible and nothing waits in the log of
    writes, the file is all there is and can be read as it stands.
    """
    try:
        with refusing(file):
            return _connect(file, f"mode={'rwc' if create else 'rw'}", wait_s), None
    except Refused as refused:
        (problem,) = refused.problems
        waiting = file.with_name(file.name + "-wal")
        if problem.code not in ("ledger.read_only", "ledger.disk_full") or (
            waiting.exists() and waiting.stat().st_size
        ):
            raise
        return _connect(file, "mode=ro&immutable=1", wait_s), problem


def _connect(file: Path, how: str, wait_s: float) -> sqlite3.Connection:
    uri = f"file:{quote(str(file.absolute()))}?{how}"
    db = sqlite3.connect(uri, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous = EXTRA")
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA cell_size_check = ON")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        db.close()
        raise
    return db


class _SqliteRows:
    """The rows in SQLite. Each read takes the lock for itself, so that an iteration never holds it between rows."""

    def __init__(self, db: sqlite3.Connection, file: Path, lock: threading.RLock, blobs: BlobFolder) -> None:
        self._db = db
        self._file = file
        self._lock = lock
        self._blobs = blobs
        self._sum = 0
        self._changed = False
        self._written: list[str] = []
        self._known: list[tuple[int, Tree]] | None = None

    # -------------------------------------------------------------------------------------------- reading

    def origins(self) -> tuple[str, ...]:
        return tuple(sorted({tree.origin for _, tree in self._trees()}))

    def trees(self, origin: str) -> tuple[Tree, ...]:
        return tuple(tree for _, tree in self._trees() if tree.origin == origin)

    def head_row(self, origin: str, branch: int, size: int) -> HeadRow | None:
        sql = "SELECT size, nodes FROM heads WHERE tree = ? AND size <= ? ORDER BY size DESC LIMIT 1"
        found = self._all(sql, (self._tree(origin, branch), size), int, bytes)
        return _head(origin, branch, *found[0]) if found else None

    def head_rows(self, origin: str, branch: int, since: int) -> Iterator[HeadRow]:
        sql = "SELECT size, nodes FROM heads WHERE tree = ? AND size > ? ORDER BY size LIMIT ?"
        fixed = (self._tree(origin, branch),)
        for size, nodes in self._chunks(sql, fixed, (since - 1,), int, bytes):
            yield _head(origin, branch, size, nodes)

    def rows(self, origin: str, branch: int, start: int, end: int) -> Iterator[Row]:
        sql = "SELECT idx, hash, name, leaf FROM entries WHERE tree = ? AND idx < ? AND idx > ? ORDER BY idx LIMIT ?"
        fixed = (self._tree(origin, branch), end)
        for index, hashed, name, leaf in self._chunks(sql, fixed, (start - 1,), int, bytes, bytes, bytes):
            yield Row(origin, branch, index, hashed, name, leaf)

    def hashes(self, origin: str, branch: int, start: int, end: int) -> Iterator[bytes]:
        sql = "SELECT idx, hash FROM entries WHERE tree = ? AND idx < ? AND idx > ? ORDER BY idx LIMIT ?"
        fixed = (self._tree(origin, branch), end)
        for _, hashed in self._chunks(sql, fixed, (start - 1,), int, bytes):
            yield hashed

    def notes(self, origin: str, branch: int, since: int) -> Iterator[NoteRow]:
        sql = "SELECT size, key, note FROM notes WHERE tree = ? AND (size, key) > (?, ?) ORDER BY size, key LIMIT ?"
        fixed = (self._tree(origin, branch),)
        for size, key, note in self._chunks(sql, fixed, (since, b""), int, bytes, bytes):
            yield NoteRow(origin, branch, size, key, note)

    def named(self, name: bytes) -> tuple[Row, ...]:
        trees = dict(self._trees())
        sql = "SELECT tree, idx, hash, name, leaf FROM entries WHERE name = ?"
        found = self._all(sql, (name,), int, int, bytes, bytes, bytes)
        if any(each[0] not in trees for each in found):
            raise damaged(self._file, "an entry belongs to no log")
        rows = (Row(trees[tree].origin, trees[tree].branch, *rest) for tree, *rest in found)
        return tuple(sorted(rows, key=lambda row: (row.origin, row.branch, row.index)))

    def missing(self, origin: str) -> frozenset[str]:
        tree = self._tree(origin, 0)
        return frozenset(_id(each) for (each,) in self._all("SELECT id FROM missing WHERE tree = ?", (tree,), bytes))

    def has_blob(self, blob_id: str) -> bool:
        return bool(self._all("SELECT 1 FROM blobs WHERE id = ?", (_raw(blob_id),), int))

    def blob_ids(self) -> tuple[str, ...]:
        return tuple(_id(each) for (each,) in self._all("SELECT id FROM blobs ORDER BY id", (), bytes))

    def _trees(self) -> list[tuple[int, Tree]]:
        with self._lock:
            if not self._db.in_transaction:
                return self._read_trees()
            if self._known is None:
                self._known = self._read_trees()
            return self._known

    def _read_trees(self) -> list[tuple[int, Tree]]:
        # There are few, and all are read each time: a log must not vanish because an index is damaged.
        sql = """SELECT id, origin, branch, base, coalesce(refused, ''), proof,
                 (SELECT coalesce(max(size), 0) FROM heads WHERE tree = id)
                 FROM trees NOT INDEXED ORDER BY origin, branch"""
        trees = []
        found = self._all(sql, (), int, str, int, int, str, bytes, int)
        for number, origin, branch, base, refused, proof, size in found:
            if tree_check(number, origin, branch, base, refused or None) != proof:
                raise damaged(self._file, f"the row of the log {origin} is not as it was written")
            trees.append((number, Tree(origin, branch, base, size, refused or None)))
        return trees

    def _tree(self, origin: str, branch: int) -> int:
        return next((number for number, tree in self._trees() if (tree.origin, tree.branch) == (origin, branch)), -1)

    def _chunks(self, sql: str, fixed: tuple[int, ...], after: tuple[Any, ...], *types: type) -> Iterator[Any]:
        """Rows in the order of their key, which is what ``after`` ends before, a chunk at a time."""
        while found := self._all(sql, (*fixed, *after, _CHUNK), *types):
            for row in found:
                key = row[: len(after)]
                if key <= after:
                    # Where an index is damaged, going on from the last row might never end.
                    raise damaged(self._file, "rows are not in their order")
                after = key
                yield row

    def _all(self, sql: str, values: Sequence[object], *types: type) -> list[Any]:
        with self._lock, refusing(self._file):
            found = self._db.execute(sql, values).fetchall()
        for each in found:
            if any(type(value) is not kind for value, kind in zip(each, types, strict=True)):
                raise damaged(self._file, "a row holds a value of another type than was written")
        return found

    # -------------------------------------------------------------------------------------------- writing

    def write(self, change: Change) -> None:
        for tree in change.trees:
            self._write_tree(tree)
        numbers = {(tree.origin, tree.branch): number for number, tree in self._trees()} if change != Change() else {}
        self._insert(
            "INSERT INTO entries (tree, idx, hash, name, leaf) VALUES (?, ?, ?, ?, ?)",
            "entries",
            ((numbers[row.origin, row.branch], row.index, row.hash, row.name, row.leaf) for row in change.rows),
            summed=4,
        )
        self._insert(
            "INSERT INTO heads (tree, size, nodes) VALUES (?, ?, ?)",
            "heads",
            ((numbers[head.origin, head.branch], head.size, b"".join(head.nodes)) for head in change.heads),
        )
        for note in change.placed:
            values = (numbers[note.origin, UNPLACED], note.size, note.key, note.note)
            self._delete("DELETE FROM notes WHERE tree = ? AND size = ? AND key = ?", "notes", values, 3)
        self._insert(
            "INSERT INTO notes (tree, size, key, note) VALUES (?, ?, ?, ?)",
            "notes",
            (
                (numbers[note.origin, note.branch], note.size, note.key, note.note)
                for note in (*change.placed, *change.notes)
            ),
        )
        self._insert(
            "INSERT INTO missing (tree, id) VALUES (?, ?)",
            "missing",
            ((numbers[origin, 0], _raw(blob_id)) for origin, blob_id in change.missing),
        )
        for origin, code in change.marks.items():
            self._mark(origin, code)

    def enter_blob(self, blob_id: str, data: bytes) -> None:
        raw = _raw(blob_id)
        known = self.has_blob(blob_id)
        if known and self._blobs.read(blob_id) == data:
            return
        self._blobs.write(blob_id, data)
        if known:
            self._blobs.sync()
            return
        self._written.append(blob_id)
        self._insert("INSERT INTO blobs (id, size) VALUES (?, ?)", "blobs", [(raw, len(data))])
        for values in self._all("SELECT tree, id FROM missing WHERE id = ?", (raw,), int, bytes):
            self._delete("DELETE FROM missing WHERE tree = ? AND id = ?", "missing", values, 2)

    def finish(self) -> None:
        """Before the commit: the names of new blobs are made durable, and the seal takes in what was written."""
        if self._written:
            self._blobs.sync()
        if self._changed:
            seal = (self._seal() + self._sum) % _MODULUS
            self._db.execute("UPDATE seal SET sum = ?", (seal.to_bytes(SEAL_SIZE, "big"),))

    def undo_blobs(self) -> None:
        """After a failed transaction: no file stays that only it would have counted."""
        for blob_id in self._written:
            with suppress(OSError):
                self._blobs.remove(blob_id)

    def forget(self) -> None:
        """After a transaction."""
        self._sum, self._changed, self._known = 0, False, None
        self._written.clear()

    def _write_tree(self, tree: Tree) -> None:
        ((number,),) = self._all("SELECT coalesce(max(id), 0) + 1 FROM trees", (), int)
        values = (number, tree.origin, tree.branch, tree.base, None)
        self._insert(
            "INSERT INTO trees (id, origin, branch, base, refused, proof) VALUES (?, ?, ?, ?, ?, ?)",
            "trees",
            [(*values, tree_check(*values))],
            summed=5,
        )

    def _mark(self, origin: str, code: str | None) -> None:
        ((number, tree),) = [each for each in self._trees() if (each[1].origin, each[1].branch) == (origin, 0)]
        old = (number, tree.origin, tree.branch, tree.base, tree.refused)
        new = (*old[:4], code)
        self._count("trees", new, 1)
        self._count("trees", old, -1)
        self._db.execute("UPDATE trees SET refused = ?, proof = ? WHERE id = ?", (code, tree_check(*new), number))

    def _insert(self, sql: str, table: str, rows: Iterable[Sequence[object]], summed: int = 9) -> None:
        def counted() -> Iterator[Sequence[object]]:
            for row in rows:
                self._count(table, row[:summed], 1)
                yield row

        self._db.executemany(sql, counted())

    def _delete(self, sql: str, table: str, row: Sequence[object], keys: int) -> None:
        if self._db.execute(sql, row[:keys]).rowcount != 1:
            raise damaged(self._file, "a row that should be there is not found")
        self._count(table, row, -1)

    def _count(self, table: str, row: Sequence[object], sign: int) -> None:
        self._sum += sign * row_sum(table, row)
        self._changed, self._known = True, None

    # -------------------------------------------------------------------------------------------- checking

    def integrity(self) -> Iterator[Problem]:
        """What SQLite itself finds wrong with the file."""
        for (said,) in self._all("PRAGMA integrity_check(10)", (), str):
            if said != "ok":
                yield from damaged(self._file, said.strip().replace("\n", "; ")).problems

    def seal_holds(self) -> Iterator[Problem]:
        """Whether all rows still add up to the seal."""
        total = 0
        for sql, table, types in table_sums():
            with self._lock:
                for row in self._db.execute(sql):
                    if any(type(value) not in (kind, type(None)) for value, kind in zip(row, types, strict=True)):
                        raise damaged(self._file, "a row holds a value of another type than was written")
                    total += row_sum(table, row)
        if total % _MODULUS != self._seal():
            yield Problem("ledger.seal_broken")

    def _seal(self) -> int:
        found = self._all("SELECT sum FROM seal", (), bytes)
        if len(found) != 1 or len(found[0][0]) != SEAL_SIZE:
            raise Refused(Problem("ledger.seal_broken"))
        return int.from_bytes(found[0][0], "big")


def _head(origin: str, branch: int, size: int, nodes: bytes) -> HeadRow:
    parts = tuple(nodes[at : at + HASH_SIZE] for at in range(0, len(nodes), HASH_SIZE))
    return HeadRow(origin, branch, size, parts)


def _raw(blob_id: str) -> bytes:
    return bytes.fromhex(blob_id.removeprefix("sha256:"))


def _id(raw: bytes) -> str:
    return "sha256:" + raw.hex()
