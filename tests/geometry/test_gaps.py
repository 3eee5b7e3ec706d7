"""Narrow gaps between searched strips close, wide ones do not, and no filler is larger than the true closing."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.geometry import (
    EMPTY,
    WORLD,
    Region,
    box,
    close_gaps,
    contains,
    intersects,
    measured,
    normalise,
    parse_region,
)
from clearway.geometry.gaps import _Scale
from tests.shapes import BENGHAZI, regions, scaled, to_shapely

X, Y = BENGHAZI
METRE_X, METRE_Y = 1e7 / 94_493, 1e7 / 110_887  # units in a metre at 32 degrees north


def metres(west: float, south: float, east: float, north: float, at: tuple[int, int] = BENGHAZI) -> Region:
    """A box in metres from a place in Benghazi."""
    return box(
        (
            at[0] + round(west * METRE_X),
            at[1] + round(south * METRE_Y),
            at[0] + round(east * METRE_X),
            at[1] + round(north * METRE_Y),
        )
    )


def strips(gap_m: float) -> Region:
    return Region.union(metres(0, 0, 5, 20), metres(5 + gap_m, 0, 10, 20))


class TestClosing:
    @pytest.mark.parametrize("gap_m", [0.05, 0.1, 0.3, 0.45])
    def test_a_narrow_gap_closes(self, gap_m):
        closed = close_gaps(strips(gap_m), 500)
        assert contains(closed, strips(gap_m))
        assert contains(closed, metres(0, 0.5, 10, 19.5))

    @pytest.mark.parametrize("lean", [1, 3, 17, 40])
    def test_no_slit_is_left_along_a_slanted_gap(self, lean):
        def strip(west: int, east: int) -> Region:
            ring = [[X + west, Y], [X + east, Y], [X + east + 13 * lean, Y + 1801], [X + west + 13 * lean, Y + 1801]]
            return parse_region(normalise([[ring]]))

        closed = close_gaps(Region.union(strip(0, 500), strip(528, 1000)), 500)
        middle = [
            [X + 60 + lean, Y + 60],
            [X + 900, Y + 60],
            [X + 900 + 12 * lean, Y + 1740],
            [X + 60 + 13 * lean, Y + 1740],
        ]
        assert contains(closed, parse_region(normalise([[middle]])))

    @pytest.mark.parametrize("gap_m", [0.55, 0.8, 3])
    def test_a_wide_gap_stays_open(self, gap_m):
        closed = close_gaps(strips(gap_m), 500)
        assert not intersects(closed, metres(5 + gap_m / 2 - 0.02, 1, 5 + gap_m / 2 + 0.02, 19))

    def test_a_small_hole_closes_and_a_large_one_does_not(self):
        def ring_around(hole_m):
            return Region.union(
                metres(0, 0, 10, 5),
                metres(0, 5 + hole_m, 10, 10),
                metres(0, 4, 5, 6 + hole_m),
                metres(5 + hole_m, 4, 10, 6 + hole_m),
            )

        whole = metres(0, 0, 10, 10)
        assert contains(close_gaps(ring_around(0.3), 500), whole)
        assert not contains(close_gaps(ring_around(1.0), 500), whole)

    def test_nothing_to_close(self):
        square = metres(0, 0, 10, 10)
        assert close_gaps(square, 500) == square
        assert close_gaps(strips(0.3), 0) == strips(0.3)
        assert close_gaps(EMPTY, 500) == EMPTY

    def test_neighbours_need_no_filler(self):
        joined = Region.union(metres(0, 0, 5, 20), metres(5, 0, 10, 20))
        assert close_gaps(joined, 500) == joined

    def test_at_a_pole_nothing_is_filled(self):
        assert close_gaps(box(WORLD), 500) == box(WORLD)

    @settings(max_examples=60)
    @given(regions().map(lambda r: scaled(r, 23)), st.integers(50, 500))
    def test_the_filler_lies_in_the_true_closing(self, region, gap_mm):
        closed = close_gaps(region, gap_mm)
        assert parse_region(closed.e7) == closed
        assert contains(closed, region)
        assert close_gaps(region, gap_mm) == closed

        def plane(ground: Region) -> shapely.Geometry:
            return shapely.transform(to_shapely(ground), lambda units: (units - [X, Y]) / [METRE_X, METRE_Y])

        before, radius = plane(region), gap_mm / 2000
        true = before.buffer(radius, quad_segs=100).buffer(-radius, quad_segs=100).union(before)
        assert shapely.covers(true.buffer(0.001), plane(closed))

    @settings(max_examples=40)
    @given(regions().map(lambda r: scaled(r, 23)), st.integers(50, 500))
    def test_closing_twice_adds_next_to_nothing(self, region, gap_mm):
        once = close_gaps(region, gap_mm)
        assert measured(close_gaps(once, gap_mm)).m2 - measured(once).m2 <= 1

    def test_a_wide_land_closes_with_care(self):
        narrow, wide = _Scale.of(320_000_000, 320_001_000), _Scale.of(200_000_000, 320_000_000)
        assert narrow is not None
        assert wide is not None
        assert wide.worst < narrow.worst < 1
