"""Drawings are cut and joined as the exact regions are, and measured within the error that they state."""

from __future__ import annotations

from math import cos, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from clearway.geometry import (
    EMPTY,
    NOTHING,
    WORLD,
    Drawn,
    Measured,
    Region,
    box,
    close_gaps,
    contains,
    germ,
    intersects,
    list_owners,
    measured,
    parse_region,
    to_m2,
)
from tests.geometry.geodesic import distance_m
from tests.geometry.test_gaps import metres
from tests.shapes import BENGHAZI, ZOO, extreme_regions, regions, scaled, triangles

E2 = 0.0066943799901413165


def density(lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Square metres of the ellipsoid in a square radian of longitude and latitude: M N cos."""
    found: NDArray[np.float64] = 6_378_137**2 * (1 - E2) * np.cos(lat) / (1 - E2 * np.sin(lat) ** 2) ** 2
    return found


def area_of_a_triangle(corners: list[tuple[int, int]]) -> float:
    """By quadrature over the inside, which shares nothing with an integral along the edges."""
    places, weights = np.polynomial.legendre.leggauss(40)
    u, v = np.meshgrid((places + 1) / 2, (places + 1) / 2)
    w = np.outer(weights, weights) / 4 * u  # Duffy's map of the square to the triangle
    (ax, ay), (bx, by), (cx, cy) = [(radians(x / 1e7), radians(y / 1e7)) for x, y in corners]
    lat = ay + u * (by - ay) + u * v * (cy - by)
    return float((w * density(lat)).sum() * abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)))


class TestAreas:
    @given(triangles().map(lambda r: scaled(r, 50_000)))
    def test_a_triangle_of_a_city_has_the_area_of_the_ground_inside_it(self, triangle):
        found = measured(triangle)
        assert abs(found.mm2 / 1e6 - area_of_a_triangle(list(triangle.polygons[0].rings[0][:3]))) <= (
            found.error_mm2 / 1e6 + 1e-3
        )

    @settings(max_examples=50)
    @given(extreme_regions())
    def test_a_triangle_of_any_size_is_within_its_stated_error(self, triangle):
        if len(triangle.polygons[0].rings[0]) == 4:
            found, true = measured(triangle), area_of_a_triangle(list(triangle.polygons[0].rings[0][:3]))
            assert abs(found.mm2 / 1e6 - true) <= found.error_mm2 / 1e6 + true * 1e-11

    def test_a_small_triangle_agrees_with_distances_along_the_ground(self):
        x, y = BENGHAZI
        corners = [(x, y), (x + 9_000, y + 1_000), (x + 3_000, y + 8_000)]
        a, b, c = (
            distance_m((p[0] / 1e7, p[1] / 1e7), (q[0] / 1e7, q[1] / 1e7))
            for p, q in zip(corners, corners[1:] + corners[:1], strict=True)
        )
        half = (a + b + c) / 2
        heron = sqrt(half * (half - a) * (half - b) * (half - c))
        region = parse_region([[[[*p] for p in (*corners, corners[0])]]])
        assert measured(region).mm2 / 1e6 == pytest.approx(heron, rel=1e-5)

    def test_known_areas(self):
        def of_a_degree(latitude: float) -> float:
            """The area of a sliver of the ellipsoid, one radian wide and high, at a latitude in degrees."""
            sine = sin(radians(latitude))
            return float(6_378_137**2 * (1 - E2) * cos(radians(latitude)) / (1 - E2 * sine**2) ** 2)

        expected = sum(of_a_degree((k + 0.5) / 1000) for k in range(1000)) / 1000 * radians(1) ** 2
        assert measured(box((0, 0, 10_000_000, 10_000_000))).m2 == pytest.approx(expected, rel=1e-8)
        assert measured(metres(0, 0, 100, 100)).m2 == pytest.approx(10_000, rel=2e-3)
        assert measured(box(WORLD)).m2 == pytest.approx(510_065_621_724_000, rel=1e-9)

    def test_overlaps_count_once_and_holes_not(self):
        a, b = metres(0, 0, 10, 10), metres(5, 0, 15, 10)
        assert measured(Region.union(a, b)).m2 == pytest.approx(150, abs=1)
        ring = [[list(p) for p in metres(2, 2, 8, 8).polygons[0].rings[0]][::-1]]
        frame = parse_region([[a.e7[0][0], *ring]])
        assert measured(frame).m2 == pytest.approx(64, abs=1)

    def test_nothing_has_none(self):
        assert measured(EMPTY) == NOTHING

    def test_a_square_kilometre_is_known_to_a_tenth_of_a_square_metre(self):
        assert measured(metres(0, 0, 1000, 1000)).error_mm2 < 100_000

    @given(regions().map(lambda r: scaled(r, 10_000)), regions().map(lambda r: scaled(r, 10_000)))
    def test_a_union_is_no_larger_than_its_parts_and_no_smaller_than_one(self, a, b):
        both = measured(Region.union(a, b)).m2
        assert max(measured(a).m2, measured(b).m2) - 1 <= both <= measured(a).m2 + measured(b).m2 + 1

    def test_half_a_square_metre_rounds_up(self):
        assert [to_m2(n) for n in (0, 499_999, 500_000, 1_499_999, -500_000)] == [0, 0, 1, 1, 0]

    def test_errors_add_up_and_never_cancel(self):
        assert Measured(5, 1) + Measured(3, 2) == Measured(8, 3)
        assert Measured(5, 1) - Measured(3, 2) == Measured(2, 3)


class TestCutting:
    @given(regions().map(lambda r: scaled(r, 997)), regions().map(lambda r: scaled(r, 997)))
    def test_what_is_cut_off_and_what_stays_make_the_whole(self, a, b):
        whole, other = Drawn.of(a), Drawn.of(b)
        left, common, total = whole.minus(other).measure(), whole.within(other).measure(), whole.measure()
        assert abs(left.mm2 + common.mm2 - total.mm2) <= left.error_mm2 + common.error_mm2 + total.error_mm2

    @given(regions().map(lambda r: scaled(r, 997)), regions().map(lambda r: scaled(r, 997)))
    def test_order_of_joining_changes_no_area(self, a, b):
        one, other = (
            Drawn.union([Drawn.of(a), Drawn.of(b)]).measure(),
            Drawn.union([Drawn.of(b), Drawn.of(a)]).measure(),
        )
        assert abs(one.mm2 - other.mm2) <= one.error_mm2 + other.error_mm2

    @settings(max_examples=60)
    @given(
        regions().map(lambda r: scaled(r, 997)),
        regions().map(lambda r: scaled(r, 997)),
        st.lists(st.tuples(st.integers(-500, 12_500), st.integers(-500, 12_500)), min_size=20, max_size=20),
    )
    def test_a_cut_drawing_holds_the_points_that_the_exact_regions_say(self, a, b, offsets):
        cut, common = Drawn.of(a).minus(Drawn.of(b)).region(), Drawn.of(a).within(Drawn.of(b)).region()
        for dx, dy in offsets:
            x, y = BENGHAZI[0] + dx, BENGHAZI[1] + dy
            near = box((x - 2, y - 2, x + 2, y + 2))
            if not all(contains(shape, near) or not intersects(shape, near) for shape in (a, b)):
                continue
            held = [bool(mask) for mask in germ((x, y, 1), [a, b, cut, common]).masks]
            assert held[2] == (held[0] and not held[1])
            assert held[3] == (held[0] and held[1])

    @pytest.mark.parametrize("name", sorted(ZOO))
    def test_a_region_drawn_and_read_back_is_the_same_ground(self, name):
        back = Drawn.of(ZOO[name]).region()
        assert parse_region(back.e7) == back
        assert abs(measured(back).mm2 - measured(ZOO[name]).mm2) <= 2 * measured(ZOO[name]).error_mm2

    def test_ground_that_only_touches_has_nothing_in_common(self):
        a, b = Drawn.of(box((0, 0, 10, 10))), Drawn.of(box((10, 0, 20, 10)))
        assert a.within(b).is_empty
        assert Drawn.union([]).is_empty

    def test_parts_come_from_west_to_east(self):
        drawing = Drawn.of(Region.union(box((50, 0, 60, 10)), box((0, 0, 10, 10)), box((20, 5, 30, 10))))
        assert [part.region().bbox[0] for part in drawing.parts()] == [0, 20, 50]

    def test_the_deepest_point_is_in_the_middle_and_the_width_is_that_of_the_ground(self):
        (x, y), width_mm = Drawn.of(metres(0, 0, 100, 3)).deepest()
        assert metres(1, 1.4, 99, 1.6).bbox[1] <= y <= metres(1, 1.4, 99, 1.6).bbox[3]
        assert width_mm == pytest.approx(3000, rel=5e-3)
        assert metres(0, 0, 100, 3).bbox[0] < x < metres(0, 0, 100, 3).bbox[2]

    def test_each_piece_knows_which_parts_lie_in_it(self):
        pieces = Drawn.of(Region.union(box((0, 0, 10, 10)), box((20, 0, 30, 10)))).parts()
        parts = [
            Drawn.of(Region.union(box((0, 0, 5, 10)), box((20, 0, 30, 10)))),
            Drawn.of(box((5, 0, 10, 10))),
            Drawn(),
        ]
        assert list_owners(pieces, parts) == [[0, 1], [0]]
        assert list_owners([], parts) == []

    @given(regions().map(lambda r: scaled(r, 23)), st.integers(0, 500))
    def test_a_drawing_with_gaps_closed_is_that_of_the_closed_region(self, region, gap_mm):
        one, other = Drawn.closed(region, gap_mm).measure(), measured(close_gaps(region, gap_mm))
        assert abs(one.mm2 - other.mm2) <= one.error_mm2 + other.error_mm2

    def test_an_empty_drawing_has_no_inside(self):
        with pytest.raises(ValueError, match="empty"):
            Drawn().deepest()
