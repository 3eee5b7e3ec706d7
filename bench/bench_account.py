"""The account of many hazardous areas, and how it grows; beside it the least that anybody does with the same shapes.

The peer takes each area's polygon, cuts its decision's polygon out of it and adds up what is left, in degrees. Ours
also asks which decisions count at both ends of a period (grants, suspensions, evidence), measures on the ellipsoid
and proves that every area balances. Both take turns in one run; ratios are medians.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import timedelta

import shapely
from ledgers import Ledger

from clearway.accounting import By, Period, account
from clearway.projection import History, project
from clearway.terms import Rel

REPEATS = 3
A_FAMILY = 5  # records: an area with its survey and decision, an area, an accident


def main() -> None:
    """Print one JSON line a size. ``--quick`` leaves the largest out."""
    for areas in (100, 1_000) if "--quick" in sys.argv else (100, 1_000, 10_000):
        ledger = Ledger()
        entries, frontier = ledger.grow(1 + areas // 2 * A_FAMILY)
        history = project(entries, ledger.trust, frontier, ledger.blobs)
        end, middle = ledger.now + timedelta(days=9), ledger.now
        shapes = _shapes(history)
        ours, ratios = [], []
        found = account(history, Period(middle, end), By.OPERATOR)
        for _ in range(REPEATS):
            start = time.perf_counter()
            account(history.extend((), frontier), Period(middle, end), By.OPERATOR)
            spent = time.perf_counter() - start
            start = time.perf_counter()
            sum(shapely.area(shapely.difference(area, released)) for area, released in shapes)
            ours.append(spent)
            ratios.append(spent / (time.perf_counter() - start))
        print(
            json.dumps(
                {
                    "bench": "account",
                    "areas": found.total.areas,
                    "account_ms": round(1e3 * statistics.median(ours), 1),
                    "us_an_area": round(1e6 * statistics.median(ours) / found.total.areas, 1),
                    "times_plain_difference": round(statistics.median(ratios), 1),
                    "remaining_m2": found.total.closing,
                    "unbalanced": len(found.unbalanced),
                }
            ),
            flush=True,
        )


def _shapes(history: History) -> list[tuple[shapely.Geometry, shapely.Geometry]]:
    """Each area with the ground that a decision names for it, or none."""
    decided = {
        name: history.outward(decision)
        for decision in history.list_kind("decision")
        for name in decision.record.refs_to(Rel.NAMES)
    }
    return [
        (
            shapely.Polygon(history.outward(area).polygons[0].rings[0]),
            shapely.Polygon(decided[area.id].polygons[0].rings[0]) if area.id in decided else shapely.Polygon(),
        )
        for area in history.list_kind("hazardous_area")
    ]


if __name__ == "__main__":
    main()
