"""The view from one point agrees with what lies a little way off in each direction."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import Point, Region, box, germ, normalise, parse_region
from tests.geometry import brute
from tests.shapes import FRAME, HOLE_AT_THE_BORDER, SQUARE, extreme_regions, parts, positions, regions, scaled

several = st.lists(regions(), min_size=1, max_size=4)


def points(of: list[Region]) -> st.SearchStrategy[Point]:
    """Corners, the middles of edges, crossings, and points anywhere."""
    corners = [(x, y, 1) for region in of for x, y in region.positions()]
    middles = [(a[0] + a[2], a[1] + a[3], 2) for region in of for polygon in region.polygons for a in polygon.edges]
    exact = [_homogeneous(x, y) for x, y in sorted(brute.vertices(of))]
    anywhere = st.tuples(st.integers(-3, 100), st.integers(-3, 100), st.integers(1, 9))
    return st.one_of(st.sampled_from(corners), st.sampled_from(middles), st.sampled_from(exact), anywhere)


def _homogeneous(x: Fraction, y: Fraction) -> Point:
    w = x.denominator * y.denominator
    return (int(x * w), int(y * w), w)


def check(point: Point, of: list[Region], rays: list[tuple[int, int]]) -> None:
    seen = germ(point, of, rays)
    place = (Fraction(point[0], point[2]), Fraction(point[1], point[2]))
    assert len(seen.directions) or seen.full == 1
    assert seen.full == (1 << max(1, len(seen.directions))) - 1
    for sector, inside in enumerate(brute.between(seen.directions)):
        near = brute.moved(place, inside, brute.NEARER)
        assert brute.membership(near, of) == tuple(bool(mask >> sector & 1) for mask in seen.masks)


class TestGerm:
    @given(st.data(), several, st.lists(st.sampled_from([(1, 0), (-3, 7), (-2, -2), (0, -5)]), max_size=2))
    def test_every_sector_is_what_lies_in_it(self, data, of, rays):
        check(data.draw(points(of)), of, rays)

    @given(st.data(), st.lists(extreme_regions(), min_size=1, max_size=3))
    def test_at_the_ends_of_the_map_nothing_overflows(self, data, of):
        check(data.draw(points(of)), of, [])

    @given(st.data(), st.lists(parts(), min_size=1, max_size=3))
    def test_a_place_far_from_the_origin_is_like_any_other(self, data, of):
        x, y, w = data.draw(points(of))
        far = (x * 1000 + 1_799_000_000 * w, y * 1000 - 899_000_000 * w, w)
        moved = germ(far, [scaled(region, 1000, (1_799_000_000, -899_000_000)) for region in of])
        assert (moved.full, moved.masks) == (germ((x, y, w), of).full, germ((x, y, w), of).masks)

    @pytest.mark.parametrize("count", [12, 60, 400])
    def test_many_edges_are_searched_like_few(self, count):
        upper = [[x, 20 + x % 2] for x in range(count, -1, -1)]
        comb = parse_region(normalise([[[[x, -(x % 3)] for x in range(count + 1)] + upper]]))
        for x in range(-1, count + 2, 5):
            for y in (-2, -1, 0, 7, 20, 21):
                check((x, y, 1), [comb], [])
                check((2 * x + 1, 2 * y + 1, 2), [comb], [])

    def test_a_border_point_is_in_but_not_interior(self):
        seen = germ((10, 5, 1), [SQUARE])
        assert seen.masks[0] not in {0, seen.full}

    def test_a_point_inside_sees_one_sector(self):
        assert germ((5, 5, 1), [SQUARE, FRAME]).masks == (1, 0)

    def test_neighbours_with_a_common_edge_leave_no_gap(self):
        seen = germ((5, 5, 1), [Region.union(box((0, 0, 5, 10)), box((5, 0, 10, 10)))])
        assert seen.masks == (seen.full,)

    def test_neighbours_that_touch_in_a_point_do(self):
        seen = germ((5, 5, 1), [Region.union(box((0, 0, 5, 5)), box((5, 5, 10, 10)))])
        assert seen.masks[0] not in {0, seen.full}
        assert len(seen.directions) == 4

    def test_a_hole_that_touches_the_border_leaves_two_wedges(self):
        seen = germ((0, 5, 1), [HOLE_AT_THE_BORDER])
        assert seen.directions == ((2, 1), (0, 1), (0, -1), (2, -1))
        assert seen.masks == (0b0101,)

    def test_a_ray_parts_what_nothing_else_parts(self):
        seen = germ((5, 5, 1), [SQUARE], [(3, 0), (0, 2)])
        assert seen.directions == ((1, 0), (0, 1))
        assert seen.masks == (3,)

    @given(positions(), several)
    def test_the_sign_of_a_mask_tells_where_the_point_is(self, position, of):
        seen = germ((*position, 1), of)
        place = (Fraction(position[0]), Fraction(position[1]))
        around = brute.sectors_at(place, of)
        for number, mask in enumerate(seen.masks):
            assert bool(mask) == any(members[number] for members in around)
            assert (mask == seen.full) == all(members[number] for members in around)
