"""Far from slow: bounds ten times what an ordinary machine needs. Exact times: ``bench/geometry.py``."""

from __future__ import annotations

from time import perf_counter

from clearway.geometry import At, Region, Track, cells, normalise, parse_region
from tests.shapes import BENGHAZI

X, Y = BENGHAZI


def rough(x: int, y: int, radius: int, count: int) -> Region:
    """A ring of many corners that leaps in and out, drawn around a box."""
    upper = [[x + 2 * radius * k // count, y + radius - radius * (k * 37 % 11) // 40] for k in range(count // 2)]
    lower = [[x + 2 * radius * k // count, y - radius + radius * (k * 53 % 13) // 40] for k in range(count // 2)]
    return parse_region(normalise([[lower + upper[::-1]]]))


def shortest(query: At | Region | Track, of: list[Region], times: int) -> float:
    found = []
    for _ in range(times):
        start = perf_counter()
        assert list(cells(query, of))
        found.append(perf_counter() - start)
    return min(found)


def test_a_position_among_few_regions():
    few = [rough(X - 70 * k, Y + 90 * k, 100_000, 10) for k in range(10)]
    assert shortest(At(X + 5, Y + 7), few, 50) < 0.001


def test_a_district_among_many_regions():
    many = [rough(X + 13_000 * k, Y - 17_000 * k, 500_000, 50) for k in range(30)]
    assert shortest(rough(X, Y, 1_000_000, 1000), many, 1) < 10


def test_a_long_road():
    many = [rough(X + 13_000 * k, Y - 17_000 * k, 500_000, 50) for k in range(30)]
    assert shortest(Track(tuple((X + 1000 * k, Y + 700 * k) for k in range(-1000, 1000))), many, 1) < 5
