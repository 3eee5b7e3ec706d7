"""How long questions about ground take: one position, a disc, a road, a district.

python bench/geometry.py
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin
from time import perf_counter

from clearway.geometry import At, Query, Region, Track, cells, close_gaps, disc, grid_cells, normalise, parse_region

X, Y = 200_000_000, 320_000_000


def rough(x: int, y: int, radius: int, count: int) -> Region:
    """A region of one ring that wavers like a drawn outline, the same each time."""
    reach = [radius * (0.8 + 0.2 * ((k * 7919 + x + 3 * y) % 101) / 100) for k in range(count)]
    ring = [
        [round(x + r * cos(2 * pi * k / count)), round(y + r * sin(2 * pi * k / count))] for k, r in enumerate(reach)
    ]
    return parse_region(normalise([[ring]]))


def beside(number: int, spread: int) -> tuple[int, int]:
    return (X + (number * 7919 % 201 - 100) * spread // 100, Y + (number * 104_729 % 201 - 100) * spread // 100)


FEW = [rough(*beside(k, 1_000_000), 1_000_000, 10) for k in range(10)]
MANY = [rough(*beside(k, 1_000_000), 500_000, 50) for k in range(30)]
DISTRICT = rough(X, Y, 1_000_000, 1000)


def ask(query: Query, regions: Sequence[Region]) -> Callable[[], object]:
    return lambda: list(cells(query, regions))


CASES: dict[str, Callable[[], object]] = {
    "position, 10 small regions": ask(At(X + 5, Y + 7), FEW),
    "disc of 50 m, 10 small regions": ask(disc((X, Y), 50_000), FEW),
    "road of 2,000 positions, 30 regions": ask(
        Track(tuple((X + 1000 * k, Y + 700 * k) for k in range(-1000, 1000))), MANY
    ),
    "district of 1,000 corners, 30 regions of 50": ask(DISTRICT, MANY),
    "squares of a district": lambda: grid_cells(DISTRICT, 50_000),
    "gaps of a district": lambda: close_gaps.__wrapped__(DISTRICT, 500),
    "drawing a disc": lambda: disc((X, Y), 50_000),
}


def seconds(task: Callable[[], object]) -> float:
    """The shortest of several runs."""
    best, spent = float("inf"), 0.0
    while spent < 1.0:
        start = perf_counter()
        task()
        took = perf_counter() - start
        best, spent = min(best, took), spent + took
    return best


if __name__ == "__main__":
    for name, task in CASES.items():
        print(f"{seconds(task) * 1e6:12,.0f} µs  {name}")
