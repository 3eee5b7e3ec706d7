"""Coverage of one area from its search polygons against a plain ``shapely.union_all`` of the same polygons, cut to it.

The peer joins the polygons, cuts them to the area and takes the area in degrees: the least that anybody does. Ours
also judges each search, closes gaps, tells six kinds of ground apart, measures on the ellipsoid and lists the gaps.
Both take turns in one run; ratios are medians. ``gap_mm`` 0 leaves out the closing.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from math import cos, pi, sin

import shapely

from clearway.coverage import LeftOut, Search, State, Wanted, cover
from clearway.geometry import Region, box, normalise, parse_region
from clearway.terms import Method

REPEATS = 3
X, Y = 200_000_000, 320_000_000
SPAN = 200_000  # about 2 km
BEGAN = datetime(2017, 3, 1, 8, tzinfo=UTC)


def main() -> None:
    """Print one JSON line a size and gap. ``--quick`` leaves the largest out."""
    sizes = (100, 1_000) if "--quick" in sys.argv else (100, 1_000, 10_000)
    area = box((X, Y, X + SPAN, Y + SPAN))
    for size in sizes:
        searches = _searches(size)
        peers = [shapely.Polygon(search.ground.polygons[0].rings[0]) for search in searches]
        for gap_mm in (0, 300):
            wanted = Wanted(depth_mm=200, gap_mm=gap_mm)
            figures = [_both(area, searches, wanted, peers) for _ in range(REPEATS)]
            found = cover(area, searches, [], wanted)
            print(
                json.dumps(
                    {
                        "bench": "coverage",
                        "searches": size,
                        "gap_mm": gap_mm,
                        "coverage_ms": round(1e3 * statistics.median(ours for ours, _ in figures), 1),
                        "us_a_search": round(1e6 * statistics.median(ours for ours, _ in figures) / size, 1),
                        "times_plain_union": round(statistics.median(ours / plain for ours, plain in figures), 2),
                        "searched_m2": found.measured(State.SEARCHED).m2,
                        "gaps": len(found.gaps),
                    }
                ),
                flush=True,
            )


def _both(area: Region, searches: list[Search], wanted: Wanted, peers: list[shapely.Polygon]) -> tuple[float, float]:
    start = time.perf_counter()
    cover(area, searches, [], wanted)
    middle = time.perf_counter()
    shapely.area(shapely.intersection(shapely.union_all(peers), shapely.box(X, Y, X + SPAN, Y + SPAN)))
    return middle - start, time.perf_counter() - middle


def _searches(count: int) -> list[Search]:
    """Wavering outlines of twelve corners over about half of the area; some by eye, some with parts left out."""
    chance = random.Random(7)
    radius = SPAN / (count**0.5) * 0.6
    found = []
    for number in range(count):
        x, y = X + chance.randrange(SPAN), Y + chance.randrange(SPAN)
        began = BEGAN + timedelta(hours=number % 500)
        left: tuple[LeftOut, ...] = ()
        if number % 10 == 0:
            left = (LeftOut(_outline(chance, x, y, radius / 4), "rubble"),)
        found.append(
            Search(
                id=f"r{number}",
                ground=_outline(chance, x, y, radius),
                left_out=left,
                method=Method.VISUAL if number % 9 == 0 else Method.DETECTOR,
                depth_mm=200,
                standard="s1",
                began=began,
                ended=began + timedelta(hours=6),
            )
        )
    return found


def _outline(chance: random.Random, x: int, y: int, radius: float) -> Region:
    reach = [radius * chance.uniform(0.7, 1) for _ in range(12)]
    ring = [[round(x + r * cos(2 * pi * k / 12)), round(y + r * sin(2 * pi * k / 12))] for k, r in enumerate(reach)]
    return parse_region(normalise([[ring]]))


if __name__ == "__main__":
    main()
