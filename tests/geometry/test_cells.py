"""The places at which a question is asked show everything the shape has, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.geometry import EMPTY, At, Cell, Region, Track, box, cells, germ, parse_region
from clearway.problems import ClearwayBug
from tests.geometry import brute
from tests.shapes import (
    FRAME,
    SHARING_AN_EDGE,
    SQUARE,
    TOUCHING_AT_A_CORNER,
    WHOLE_MAP,
    extreme_regions,
    parts,
    positions,
    regions,
    scaled,
    tracks,
)

several = st.lists(regions(most=2), max_size=3)


def pattern(cell: Cell) -> brute.Pattern:
    """What a cell tells: which regions cover each sector it touches."""
    sectors = [s for s in range(cell.star.bit_length()) if cell.star >> s & 1]
    return frozenset(tuple(bool(mask >> s & 1) for mask in cell.masks) for s in sectors)


def told(query: Region | Track | At, of: Sequence[Region]) -> set[brute.Pattern]:
    return {pattern(cell) for cell in cells(query, of)}


def within(place: brute.Place, query: Region, of: Sequence[Region]) -> brute.Pattern | None:
    """The pattern at a place by brute force, or None if the place is not in the closed query."""
    around = brute.sectors_at(place, [query, *of])
    return frozenset(members[1:] for members in around) if any(members[0] for members in around) else None


def everything(query: Region, of: Sequence[Region]) -> set[brute.Pattern]:
    """All patterns at the vertices of the arrangement and right beside them."""
    everyone = [query, *of]
    found = set()
    for place in brute.vertices(everyone):
        ways = brute.ways_from(place, everyone)
        ways_and_between: list[Sequence[Fraction | int]] = [*ways, *brute.between(ways)]
        beside = [brute.moved(place, way, brute.NEAR) for way in ways_and_between]
        found |= {within(near, query, of) for near in (place, *beside)}
    return {one for one in found if one is not None}


def sampled(query: Region, of: Sequence[Region]) -> set[brute.Pattern]:
    """Patterns found by looking everywhere: on a fine lattice, and along every edge."""
    west, south, east, north = query.bbox
    lattice = [
        (Fraction(x, 2), Fraction(y, 2)) for x in range(2 * west, 2 * east + 1) for y in range(2 * south, 2 * north + 1)
    ]
    along = [
        (Fraction(ax * (7 - k) + bx * k, 7), Fraction(ay * (7 - k) + by * k, 7))
        for region in (query, *of)
        for ax, ay, bx, by in brute.edges_of(region)
        for k in range(7)
    ]
    found = {within(place, query, of) for place in (*lattice, *along)}
    return {one for one in found if one is not None}


class TestRegions:
    @settings(max_examples=60)
    @given(regions(most=2), several)
    def test_they_are_exactly_the_patterns_at_vertices(self, query, of):
        assert told(query, of) == everything(query, of)

    @settings(max_examples=25)
    @given(parts(span=6), st.lists(parts(span=6), max_size=3))
    def test_looking_everywhere_finds_no_other(self, query, of):
        assert sampled(query, of) <= told(query, of)

    @given(parts(), several)
    def test_each_pattern_comes_once(self, query, of):
        found = [pattern(cell) for cell in cells(query, of)]
        assert len(found) == len(set(found))

    @given(regions(most=2), several)
    def test_each_point_is_in_the_query_and_each_star_is_around_it(self, query, of):
        for cell in cells(query, of):
            around = germ(cell.point, [query, *of])
            assert around.masks[0]
            assert cell.star
            assert cell.star & around.full == cell.star

    @given(regions(most=2), regions(most=2), several)
    def test_a_larger_query_tells_no_less(self, query, more, of):
        assert told(query, of) <= told(Region.union(query, more), of)

    @given(regions(most=2), several)
    def test_moving_and_stretching_changes_nothing(self, query, of):
        for by, to in ((1000, (200_000_000, 320_000_000)), (140_000_000, (-1_800_000_000, -900_000_000))):
            assert told(query, of) == told(scaled(query, by, to), [scaled(region, by, to) for region in of])

    @settings(max_examples=40)
    @given(extreme_regions(), st.lists(extreme_regions(), min_size=1, max_size=3))
    def test_at_the_ends_of_the_map_nothing_overflows(self, query, of):
        assert told(query, of) == everything(query, of)

    def test_no_ground_has_no_place(self):
        assert list(cells(EMPTY, [SQUARE])) == []

    def test_without_regions_one_pattern_is_left(self):
        assert told(SQUARE, []) == {frozenset({()})}

    def test_a_query_whole_inside_sees_the_inside_only(self):
        assert told(box((1, 1, 2, 2)), [SQUARE]) == {frozenset({(True,)})}

    def test_a_query_in_a_hole_sees_nothing(self):
        assert told(box((4, 4, 6, 6)), [FRAME]) == {frozenset({(False,)})}
        assert told(box((3, 4, 6, 6)), [FRAME]) == {frozenset({(False,)}), frozenset({(True,), (False,)})}

    def test_a_query_in_a_bay_sees_nothing(self):
        bay = parse_region([[[[0, 0], [10, 0], [10, 10], [9, 10], [9, 1], [1, 1], [1, 10], [0, 10], [0, 0]]]])
        assert told(box((4, 4, 6, 6)), [bay]) == {frozenset({(False,)})}

    def test_a_query_around_sees_a_small_region(self):
        assert told(SQUARE, [box((4, 4, 5, 5))]) == {
            frozenset({(True,)}),
            frozenset({(False,)}),
            frozenset({(True,), (False,)}),
        }

    def test_a_query_that_touches_meets_the_border_only(self):
        assert told(box((10, 0, 20, 10)), [SQUARE]) == {frozenset({(True,), (False,)}), frozenset({(False,)})}

    def test_a_seam_between_neighbours_is_no_gap(self):
        assert told(SQUARE, [SHARING_AN_EDGE]) == {frozenset({(True,)}), frozenset({(True,), (False,)})}
        assert told(box((1, 1, 9, 9)), [SHARING_AN_EDGE]) == {frozenset({(True,)})}

    def test_a_crossing_between_whole_numbers_is_exact(self):
        corners = (((10, 10), (0, 10)), ((10, 0), (0, 5)), ((5, 0), (0, 10)))
        three = [parse_region([[[[0, 0], [*a], [*b], [0, 0]]]]) for a, b in corners]
        stars = {cell.point: cell.star for cell in cells(SQUARE, three)}
        assert stars[10, 10, 3] == 0b111111

    def test_only_keeps_some_masks(self):
        cell = Cell((0, 0, 1), 1, (1, 0, 1))
        assert cell.only(slice(1, None)).masks == (0, 1)


class TestTracks:
    @staticmethod
    def everything(track: Track, of: Sequence[Region]) -> set[brute.Pattern]:
        """Patterns along a track: where it meets a line, in the middle between such points, and at its ends."""
        found = {brute.pattern_at((Fraction(x), Fraction(y)), of) for x, y in track.points}
        for (ax, ay), (bx, by) in pairwise(track.points):
            stops = {Fraction(0), Fraction(1)}
            for region in of:
                for cx, cy, dx, dy in brute.edges_of(region):
                    across = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
                    if across:
                        stops.add(Fraction((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx), across))
                    length = (bx - ax) ** 2 + (by - ay) ** 2
                    if not across and length:
                        stops |= {
                            Fraction((x - ax) * (bx - ax) + (y - ay) * (by - ay), length)
                            for x, y in ((cx, cy), (dx, dy))
                        }
            on = sorted(stop for stop in stops if 0 <= stop <= 1)
            for stop in (*on, *((a + b) / 2 for a, b in pairwise(on))):
                found.add(brute.pattern_at((ax + stop * (bx - ax), ay + stop * (by - ay)), of))
        return found

    @given(tracks(), several)
    def test_they_are_exactly_the_patterns_along_the_way(self, track, of):
        assert told(track, of) == self.everything(track, of)

    @given(tracks(), several)
    def test_the_way_back_is_the_same(self, track, of):
        assert told(track, of) == told(Track(track.points[::-1]), of)

    @given(positions(), several)
    def test_one_position_is_a_point(self, position, of):
        assert told(Track((position,)), of) == told(At(*position), of)
        assert told(Track((position, position)), of) == told(At(*position), of)

    def test_past_a_corner(self):
        tip = parse_region([[[[2, 0], [8, 0], [5, 5], [2, 0]]]])
        assert told(Track(((0, 5), (10, 5))), [tip]) == {frozenset({(False,)}), frozenset({(True,), (False,)})}

    def test_in_a_hole(self):
        assert told(Track(((4, 4), (6, 5))), [FRAME]) == {frozenset({(False,)})}

    def test_past_a_border(self):
        along = told(Track(((-5, 10), (15, 10))), [SQUARE])
        assert along == {frozenset({(False,)}), frozenset({(True,), (False,)})}

    def test_along_a_border(self):
        assert told(Track(((2, 10), (8, 10))), [SQUARE]) == {frozenset({(True,), (False,)})}

    def test_a_long_way_with_a_strip_in_the_middle(self):
        way = Track(((-1_000_000_000, 5), (1_000_000_000, 5)))
        assert told(way, [SQUARE]) == {frozenset({(False,)}), frozenset({(True,)}), frozenset({(True,), (False,)})}

    def test_no_position_is_no_track(self):
        with pytest.raises(ClearwayBug):
            Track(())

    def test_its_box(self):
        assert Track(((3, 9), (1, 2), (4, 4))).bbox == (1, 2, 4, 9)


class TestPositions:
    @given(positions(), several)
    def test_one_cell_says_it_all(self, position, of):
        (cell,) = cells(At(*position), of)
        assert pattern(cell) == brute.pattern_at((Fraction(position[0]), Fraction(position[1])), of)
        assert cell.point == (*position, 1)

    def test_examples(self):
        assert told(At(5, 5), [SQUARE, FRAME, WHOLE_MAP]) == {frozenset({(True, False, True)})}
        (corner,) = cells(At(5, 5), [TOUCHING_AT_A_CORNER])
        assert 0 < corner.masks[0] < corner.star
        assert At(1, 2).bbox == (1, 2, 1, 2)
