"""The tables of the SQLite ledger, and the sums that show whether a row was lost or changed by accident.

``trees`` has one row for each branch of each log; ``proof`` is a hash of the row, since its few rows are trusted at
every reading. ``entries`` holds the leaves; ``heads`` the compact range of a tree at each checkpointed size;
``notes`` the cosigned checkpoints; ``blobs`` what stands in the folder of blobs; ``missing`` the blobs that entries
name and that have not come yet; ``seal`` the sum of the hashes of all rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

APPLICATION = 0x434C5759
"""The bytes "CLWY" in the file's header say whose file it is."""

FORMAT = 1
SEAL_SIZE = 32

SCHEMA = (
    """CREATE TABLE trees (id INTEGER PRIMARY KEY, origin TEXT NOT NULL, branch INTEGER NOT NULL,
       base INTEGER NOT NULL, refused TEXT, proof BLOB NOT NULL) STRICT""",
    """CREATE TABLE entries (tree INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, name BLOB NOT NULL,
       leaf BLOB NOT NULL, PRIMARY KEY (tree, idx)) STRICT""",
    "CREATE INDEX entries_by_name ON entries (name)",
    """CREATE TABLE heads (tree INTEGER NOT NULL, size INTEGER NOT NULL, nodes BLOB NOT NULL,
       PRIMARY KEY (tree, size)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE notes (tree INTEGER NOT NULL, size INTEGER NOT NULL, key BLOB NOT NULL, note BLOB NOT NULL,
       PRIMARY KEY (tree, size, key)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE blobs (id BLOB NOT NULL PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE missing (id BLOB NOT NULL, tree INTEGER NOT NULL, PRIMARY KEY (id, tree))
       STRICT, WITHOUT ROWID""",
    "CREATE TABLE seal (sum BLOB NOT NULL) STRICT",
    "INSERT INTO seal VALUES (zeroblob(32))",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
)


def row_sum(table: str, row: Sequence[object]) -> int:
    """What one row adds to the seal."""
    return int.from_bytes(hashlib.sha256(repr((table, *row)).encode()).digest(), "big")


def tree_check(number: int, origin: str, branch: int, base: int, refused: str | None) -> bytes:
    """The hash beside a row of ``trees``."""
    return row_sum("tree_check", (number, origin, branch, base, refused)).to_bytes(SEAL_SIZE, "big")[:8]


def table_sums() -> Iterator[tuple[str, str, tuple[type, ...]]]:
    """For each table, how to read the columns that the seal takes in, in their order, and their types."""
    yield "SELECT id, origin, branch, base, refused FROM trees", "trees", (int, str, int, int, str)
    # A leaf is bound by its hash, which fsck compares; reading the hash alone spares reading everything twice.
    yield "SELECT tree, idx, hash, name FROM entries NOT INDEXED", "entries", (int, int, bytes, bytes)
    yield "SELECT tree, size, nodes FROM heads", "heads", (int, int, bytes)
    yield "SELECT tree, size, key, note FROM notes", "notes", (int, int, bytes, bytes)
    yield "SELECT id, size FROM blobs", "blobs", (bytes, int)
    yield "SELECT tree, id FROM missing", "missing", (int, bytes)
