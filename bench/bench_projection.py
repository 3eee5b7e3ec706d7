"""Projection of 1,000, 10,000 and 100,000 records, how it grows, and one record applied to each.

The peer is the plainest honest reading of the same bytes: parse the JSON of every leaf and verify its signature with
the same library, nothing else. Ratios are medians over repeats in which both took turns.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import timedelta

from ledgers import Ledger

from clearway.frontier import Entry, Frontier
from clearway.geometry import At
from clearway.projection import History, project
from clearway.records import signed_message
from clearway.signing import PublicKey

REPEATS = 3
SINGLES = 200


def main() -> None:
    """Print one JSON line a size. ``--quick`` leaves the largest out."""
    sizes = (1_000, 10_000) if "--quick" in sys.argv else (1_000, 10_000, 100_000)
    for size in sizes:
        ledger = Ledger()
        entries, frontier = ledger.grow(size)
        figures = [_measure(ledger, entries, frontier) for _ in range(REPEATS)]
        ours = statistics.median(figure[0] for figure in figures)
        history = figures[-1][2]
        singles = _one_by_one(ledger, history)
        print(
            json.dumps(
                {
                    "bench": "projection",
                    "records": size,
                    "project_us_a_record": round(1e6 * ours / size, 1),
                    "times_plain_parse_and_verify": round(statistics.median(f[0] / f[1] for f in figures), 2),
                    "one_record_applied_us": round(1e6 * statistics.median(singles), 1),
                    "one_point_checked_us": round(1e6 * _check(ledger, history), 1),
                }
            ),
            flush=True,
        )


def _measure(ledger: Ledger, entries: list[Entry], frontier: Frontier) -> tuple[float, float, History]:
    start = time.perf_counter()
    history = project(entries, ledger.trust, frontier, ledger.blobs)
    middle = time.perf_counter()
    _plain(entries, ledger)
    return middle - start, time.perf_counter() - middle, history


def _plain(entries: list[Entry], ledger: Ledger) -> None:
    import base64  # noqa: PLC0415 - only the peer needs it

    keys = {key.public.id: key.public for key in ledger.keys.values()}
    for entry in entries:
        leaf = json.loads(entry.leaf)
        key: PublicKey = keys[leaf["record"]["issuer"]["key"]]
        start, end = entry.leaf.index(b'{"record":') + 10, entry.leaf.rindex(b',"sig":"')
        assert key.verify(base64.b64decode(leaf["sig"]), signed_message(entry.leaf[start:end]))


def _one_by_one(ledger: Ledger, history: History) -> list[float]:
    times = []
    for _ in range(SINGLES):
        entries, frontier = ledger.grow(1)
        start = time.perf_counter()
        history = history.extend(entries, frontier)
        times.append(time.perf_counter() - start)
    return times


def _check(ledger: Ledger, history: History) -> float:
    at = ledger.now + timedelta(days=5)
    times = []
    for admitted in list(history.list_kind("hazardous_area"))[:SINGLES]:
        box = admitted.box
        assert box is not None
        query = At((box[0] + box[2]) // 2, (box[1] + box[3]) // 2)
        start = time.perf_counter()
        history.check(query, at)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
