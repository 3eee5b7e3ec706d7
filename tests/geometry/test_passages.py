"""Where a way enters and leaves ground, against the plain definition, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import EMPTY, Region, Track, box, cells, passages, place_on
from clearway.geometry.germ import germ
from tests.shapes import positions, regions

ways = st.lists(positions(), min_size=1, max_size=5)


def lies_in(region: Region, way: list[tuple[int, int]], along: Fraction) -> bool:
    x, y = place_on(way, along)
    w = x.denominator * y.denominator
    return bool(germ((int(x * w), int(y * w), w), [region]).masks[0])


@pytest.mark.law
@given(way=ways, region=regions())
def test_stretches_are_the_places_of_the_way_that_lie_in_the_ground(way, region) -> None:
    found = passages(way, region)
    bounds = [each for stretch in found for each in stretch]
    assert bounds == sorted(bounds)
    assert all(end < begin for (_, end), (begin, _) in pairwise(found)), "stretches do not touch each other"
    asked = {Fraction(step, 24) for step in range(24 * (len(way) - 1) + 1)}
    asked |= {(a + b) / 2 for a, b in pairwise(sorted({Fraction(0), *bounds, Fraction(len(way) - 1)}))} | set(bounds)
    for along in asked:
        assert any(begin <= along <= end for begin, end in found) == lies_in(region, way, along)
    touched = any(cell.masks[0] & cell.star for cell in cells(Track(tuple(way)), [region]))
    assert touched == bool(found)


def test_a_way_in_and_out_and_back_is_there_twice() -> None:
    way = [(0, 5), (20, 5), (0, 5)]
    assert passages(way, box((5, 0, 10, 10))) == [
        (Fraction(1, 4), Fraction(1, 2)),
        (Fraction(3, 2), Fraction(7, 4)),
    ]
    assert passages([(0, 0), (3, 4)], box((3, 4, 9, 9))) == [(Fraction(1), Fraction(1))]
    assert passages([(4, 5), (4, 5)], box((3, 4, 9, 9))) == [(Fraction(0), Fraction(1))]
    assert passages([(4, 5)], box((3, 4, 9, 9))) == [(Fraction(0), Fraction(0))]
    assert passages([(4, 5)], EMPTY) == []
