"""Discs and lines err to the side they promise, measured along true geodesics of the ellipsoid."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import cos, pi, radians

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clearway.geometry import (
    EMPTY,
    At,
    Position,
    Region,
    cells,
    contains,
    disc,
    germ,
    line,
    measured,
    metres_e7,
    parse_region,
)
from clearway.geometry.rounds import cosine, hull
from tests.geometry.geodesic import distance_m, reached
from tests.shapes import positions

DEGREE = 10_000_000
centres = st.tuples(st.integers(-179 * DEGREE, 179 * DEGREE), st.integers(-80 * DEGREE, 80 * DEGREE))
radii = st.integers(1_000, 50_000_000)  # one metre to fifty kilometres
bearings = [2 * pi * k / 48 for k in range(48)]


def degrees(position: tuple[float, float]) -> tuple[float, float]:
    return (position[0] / DEGREE, position[1] / DEGREE)


def holds(region: Region, place: tuple[float, float]) -> bool:
    """Whether the region holds a place in degrees, exactly for the floating-point numbers given."""
    x, y = (Fraction(c) * DEGREE for c in place)
    w = x.denominator * y.denominator
    return bool(germ((int(x * w), int(y * w), w), [region]).masks[0])


def along(a: tuple[float, float], b: tuple[float, float], parts: int = 8) -> list[tuple[float, float]]:
    """Places on the straight line in longitude and latitude."""
    return [(a[0] + (b[0] - a[0]) * k / parts, a[1] + (b[1] - a[1]) * k / parts) for k in range(parts + 1)]


class TestDiscs:
    @given(centres, radii)
    @example((200_000_000, 320_000_000), 100_000)
    @example((0, 0), 1_000)
    def test_outward_holds_every_place_within_the_radius(self, centre, radius_mm):
        region = disc(centre, radius_mm)
        for bearing in bearings:
            for share in (0.3, 1.0):
                assert holds(region, reached(degrees(centre), bearing, radius_mm / 1000 * share))

    @given(centres, radii)
    @example((200_000_000, 320_000_000), 100_000)
    @example((0, 0), 1_000)
    def test_inward_has_no_place_beyond_the_radius(self, centre, radius_mm):
        region = disc(centre, radius_mm, outward=False)
        for polygon in region.polygons:
            for a, b in pairwise(polygon.rings[0]):
                for place in along(degrees(a), degrees(b)):
                    assert distance_m(degrees(centre), place) <= radius_mm / 1000 + 1e-4

    @given(centres, radii)
    def test_both_are_close_to_the_disc(self, centre, radius_mm):
        outer, inner = disc(centre, radius_mm), disc(centre, radius_mm, outward=False)
        assert contains(outer, inner)
        true = pi * (radius_mm / 1000) ** 2
        # Two hundredths for the bounds and the polygon, the rest for the parallels a large disc spans.
        spans = 1 + radius_mm / 1e9 / cos(radians(abs(centre[1]) / DEGREE + 0.5)) ** 2
        if radius_mm > 20_000:
            assert 0.95 / spans < measured(inner).m2 / true <= 1.0
            assert 1.0 <= measured(outer).m2 / true < 1.05 * spans

    @given(centres, radii)
    def test_they_are_sound_and_always_the_same(self, centre, radius_mm):
        for outward in (True, False):
            region = disc(centre, radius_mm, outward=outward)
            assert region.is_empty or parse_region(region.e7) == region
            assert disc(centre, radius_mm, outward=outward) == region

    @given(centres, radii, st.integers(0, 10_000_000))
    def test_a_larger_radius_covers_more(self, centre, radius_mm, more):
        assert contains(disc(centre, radius_mm + more), disc(centre, radius_mm))

    def test_these_numbers_are_for_ever(self):
        (polygon,) = disc((200_000_000, 320_000_000), 100_000).polygons
        assert polygon.rings[0][:3] == (
            (199989355, 320000000),
            (199989560, 319998227),
            (199990166, 319996522),
        )

    @pytest.mark.parametrize("radius_mm", [1, 5, 11])
    def test_the_smallest_discs(self, radius_mm):
        assert disc((5, 5), radius_mm, outward=False) == EMPTY
        outer = disc((5, 5), radius_mm)
        (cell,) = cells(At(5, 5), [outer])
        assert cell.masks[0] == cell.star


class TestEndsOfTheMap:
    def test_outward_over_the_180th_meridian_is_in_two_parts(self):
        east, west = disc((1_799_999_000, 0), 1_000_000), disc((-1_799_999_000, 0), 1_000_000)
        for region in (east, west):
            assert parse_region(region.e7) == region
            assert holds(region, (180.0, 0.0))
            assert holds(region, (-180.0, 0.0))
        assert holds(east, (-179.992, 0.0))
        assert holds(west, (179.992, 0.0))

    @given(st.sampled_from([1_800_000_000, -1_800_000_000, 1_799_990_000]), st.integers(-80, 80), radii)
    def test_outward_holds_what_lies_beyond_it(self, lon, lat, radius_mm):
        centre = (lon, lat * DEGREE)
        region = disc(centre, radius_mm)
        assert parse_region(region.e7) == region
        for bearing in bearings:
            x, y = reached(degrees(centre), bearing, radius_mm / 1000)
            assert holds(region, ((x + 180) % 360 - 180 if abs(x) > 180 else x, y))

    @given(st.sampled_from([1_800_000_000, -1_799_999_000]), st.integers(-89, 89), radii)
    def test_inward_stays_on_the_map_and_in_the_disc(self, lon, lat, radius_mm):
        centre = (lon, lat * DEGREE)
        region = disc(centre, radius_mm, outward=False)
        assert parse_region(region.e7) == region
        for x, y in region.positions():
            assert distance_m(degrees(centre), degrees((x, y))) <= radius_mm / 1000 + 1e-4

    @pytest.mark.parametrize("lat", [900_000_000, 899_999_000, -900_000_000, 895_000_000])
    def test_near_a_pole_every_meridian_counts(self, lat):
        region = disc((0, lat), 100_000_000)
        assert parse_region(region.e7) == region
        assert holds(region, (179.0, 90.0 if lat > 0 else -90.0))
        inner = disc((0, lat), 100_000_000, outward=False)
        assert parse_region(inner.e7) == inner
        assert all(distance_m((0, lat / DEGREE), degrees(p)) <= 100_000.001 for p in inner.positions())

    def test_the_largest_disc(self):
        region = disc((0, 0), 1_000_000_000)
        assert parse_region(region.e7) == region
        wide = disc((0, 800_000_000), 1_000_000_000)
        assert holds(wide, (180.0, 85.0))


class TestLines:
    ways = st.lists(
        st.tuples(st.integers(199_000_000, 201_000_000), st.integers(319_000_000, 321_000_000)),
        min_size=1,
        max_size=4,
    )
    widths = st.integers(2_000, 2_000_000)

    @given(ways, widths)
    def test_outward_holds_every_place_within_half_the_width(self, way, width_mm):
        region = line(way, width_mm)
        assert parse_region(region.e7) == region
        for a, b in pairwise([*way, way[-1]]):
            for place in along(degrees(a), degrees(b), 4):
                assert all(holds(region, reached(place, bearing, width_mm / 2000)) for bearing in bearings[::4])

    @given(ways, widths)
    def test_inward_has_no_place_beyond(self, way, width_mm):
        region = line(way, width_mm, outward=False)
        for polygon in region.polygons:
            assert any(
                all(self.nearest(a, b, corner) <= width_mm / 2000 + 1e-3 for corner in polygon.rings[0])
                for a, b in pairwise([*way, way[-1]])
            )

    @staticmethod
    def nearest(a: Position, b: Position, corner: Position) -> float:
        """About the distance from a corner to a straight edge: the least to 64 places around the nearest."""
        scale = cos(radians(32))
        dx, dy = (b[0] - a[0]) * scale, b[1] - a[1]
        length = dx * dx + dy * dy
        share = ((corner[0] - a[0]) * scale * dx + (corner[1] - a[1]) * dy) / length if length else 0.0
        shares = [min(1.0, max(0.0, share + (k - 32) / 32 / 1000)) for k in range(65)]
        at = degrees(corner)
        return min(
            distance_m(((a[0] + (b[0] - a[0]) * s) / DEGREE, (a[1] + (b[1] - a[1]) * s) / DEGREE), at) for s in shares
        )

    @given(ways, widths)
    def test_one_inside_the_other(self, way, width_mm):
        assert contains(line(way, width_mm), line(way, width_mm, outward=False))

    @given(centres, radii)
    def test_one_point_is_a_disc(self, centre, radius_mm):
        assert line([centre], 2 * radius_mm) == line([centre, centre], 2 * radius_mm) == disc(centre, radius_mm)

    def test_from_one_side_of_the_equator_to_the_other(self):
        region = line([(0, -10 * DEGREE), (0, 10 * DEGREE)], 2_000_000, outward=False)
        assert max(x for x, _ in region.positions()) <= 1_000 / 111_319 * DEGREE


class TestMetres:
    @given(centres, st.integers(1, 100_000))
    def test_so_many_units_are_enough(self, centre, metres):
        x, y = metres_e7(metres, centre[1])
        at = degrees(centre)
        assert distance_m(at, (at[0], at[1] + y / DEGREE)) >= metres
        assert distance_m(at, (at[0] + x / DEGREE, at[1])) >= metres * (1 - 1e-9)

    def test_at_a_pole_it_is_all_of_them(self):
        assert metres_e7(1, 900_000_000)[0] == 3_600_000_000


class TestCosine:
    @given(st.integers(0, 900_000_000))
    @example(0)
    @example(600_000_000)
    @example(900_000_000)
    def test_its_bounds_are_close_and_hold_the_value(self, angle):
        low, high = cosine(angle)
        assert 0 <= low <= high <= 10**40
        assert high - low <= 2000
        assert abs(low / 10**40 - cos(radians(angle / DEGREE))) < 1e-15

    def test_a_known_value(self):
        low, high = cosine(600_000_000)
        assert low <= 10**40 // 2 <= high


class TestHull:
    @given(st.lists(positions(), min_size=1, max_size=12))
    def test_it_holds_every_position_and_is_convex(self, found):
        polygon = hull(found)
        if polygon is None:
            a, b = min(found), max(found)
            assert all((b[0] - a[0]) * (y - a[1]) == (b[1] - a[1]) * (x - a[0]) for x, y in found)
            return
        region = Region((polygon,))
        assert parse_region(region.e7) == region
        assert all(germ((x, y, 1), [region]).masks[0] for x, y in found)
