"""Appending to the ledger against plain SQLite inserts of the same bytes, under the same promise of durability.

The peer inserts each leaf into one table and commits, with a write-ahead log and ``synchronous=FULL``, one leaf a
transaction and one hundred. Ours also keeps the tree, checks that the signed checkpoint fits, and keeps it. Both
write to the same disk and take turns; the ratio is the median over repeats.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ledgers import ORIGIN, Ledger

from clearway.frontier import Entry
from clearway.ledger.contract import Addition, Batch
from clearway.ledger.sqlite import SqliteLedger

REPEATS = 5


def main() -> None:
    """Print one JSON line a batch size."""
    count = 200 if "--quick" in sys.argv else 1_000
    for batch in (1, 100):
        ratios, ours = [], []
        for repeat in range(REPEATS):
            source = Ledger(seed=repeat)
            steps = [source.grow(batch) for _ in range(count // batch)]
            with tempfile.TemporaryDirectory(dir=".") as folder:
                pairs = [(list(entries), frontier.logs[ORIGIN].checkpoints[-1]) for entries, frontier in steps]
                mine, plain = _ours(Path(folder), pairs), _plain(Path(folder), pairs)
            ratios.append(mine / plain)
            ours.append(mine / count)
        print(
            json.dumps(
                {
                    "bench": "append",
                    "leaves_a_batch": batch,
                    "leaves": count,
                    "append_us_a_leaf": round(1e6 * statistics.median(ours), 1),
                    "times_plain_insert": round(statistics.median(ratios), 2),
                }
            ),
            flush=True,
        )


def _ours(folder: Path, pairs: list[tuple[list[Entry], bytes]]) -> float:
    ledger = SqliteLedger(folder / "ledger.sqlite", create=True)
    start = time.perf_counter()
    for entries, checkpoint in pairs:
        leaves = tuple(entry.leaf for entry in entries)
        ledger.append(Batch((Addition(ORIGIN, entries[0].index, leaves, checkpoint),)))
    spent = time.perf_counter() - start
    ledger.close()
    return spent


def _plain(folder: Path, pairs: list[tuple[list[Entry], bytes]]) -> float:
    db = sqlite3.connect(folder / "plain.sqlite", isolation_level=None)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("create table leaf (number integer primary key, bytes blob)")
    start = time.perf_counter()
    for entries, _ in pairs:
        db.execute("begin immediate")
        db.executemany("insert into leaf (bytes) values (?)", [(entry.leaf,) for entry in entries])
        db.execute("commit")
    spent = time.perf_counter() - start
    db.close()
    return spent


if __name__ == "__main__":
    main()
