"""The short way for convex rings gives what the long way gives, and lets nothing else pass."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from clearway.geometry.parsing import _any_polygon, _find_convex, normalise
from clearway.problems import Problem

small = st.integers(-4, 4)
rings = st.lists(st.lists(small, min_size=2, max_size=2), min_size=3, max_size=6)
STAR = [[round(1000 * cos(4 * pi * k / 5)), round(1000 * sin(4 * pi * k / 5))] for k in range(5)]
TWICE = [[round(1000 * cos(2 * pi * k / 6)) + k, round(1000 * sin(2 * pi * k / 6))] for k in range(12)]
ROUND = [[round(1000 * cos(2 * pi * k / 12)), round(1000 * sin(2 * pi * k / 12))] for k in range(12)]


@given(rings)
@example(STAR)
@example(TWICE)
@example(ROUND)
def test_the_short_way_agrees_with_the_long_one(ring: list[list[int]]) -> None:
    for e7 in (normalise([[ring]]), [[[*ring, ring[0]]]], [[ring]]):
        convex = _find_convex(e7[0])
        problems = list[Problem]()
        if convex is not None:
            assert _any_polygon(e7[0], "", problems) == convex
            assert problems == []


def test_most_ground_goes_the_short_way() -> None:
    square = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    assert _find_convex([square]) is not None
    assert _find_convex(normalise([[ROUND]])[0]) is not None
    assert _find_convex(normalise([[STAR]])[0]) is None
    not_plain: list[Any] = [None, [], [square, square], [[[0, 0], [2, 0], [2, 2.0], [0, 2], [0, 0]]], [[[0, 0]]]]
    for rings_of in [*not_plain, [[[0, 0], [2, 0], [2, 900_000_001], [0, 2], [0, 0]]], [[*square[1:], [2, 0]]]]:
        assert _find_convex(rings_of) is None
