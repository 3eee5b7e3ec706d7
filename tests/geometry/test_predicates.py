"""Meeting and containing, against shapely where its answer is exact, and by law."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from hypothesis import given, settings

from clearway.geometry import EMPTY, Region, box, boxes_meet, cells, clip_boxes, contains, intersects, segments
from clearway.problems import ClearwayBug
from tests.shapes import (
    FRAME,
    HOLE_AT_THE_BORDER,
    SHARING_AN_EDGE,
    SQUARE,
    TOUCHING_AT_A_CORNER,
    TWO_PARTS,
    WHOLE_MAP,
    boxes,
    extreme_regions,
    regions,
    scaled,
)


def each(region: Region) -> list[Any]:
    """The region's polygons as shapely sees them."""
    return [shapely.Polygon(polygon.rings[0], polygon.rings[1:]) for polygon in region.polygons]


class TestIntersects:
    @given(regions(), regions())
    def test_as_shapely_says(self, a, b):
        # Polygon by polygon, because shapely rounds the corners of a union.
        assert intersects(a, b) == any(shapely.intersects(p, q) for p in each(a) for q in each(b))

    @given(regions(), regions())
    def test_either_way_and_anywhere(self, a, b):
        far = (1_799_980_000, -899_980_000)
        assert intersects(a, b) == intersects(b, a) == intersects(scaled(a, to=far), scaled(b, to=far))

    @given(extreme_regions(), extreme_regions())
    def test_what_meets_shows_it_in_a_cell(self, a, b):
        assert intersects(a, b) == any(cell.masks[0] & cell.star for cell in cells(a, [b]))

    def test_touching_is_meeting(self):
        assert intersects(SQUARE, box((10, 10, 12, 12)))
        assert intersects(SQUARE, box((10, 3, 12, 4)))
        assert not intersects(SQUARE, box((11, 11, 12, 12)))

    def test_in_a_hole_is_outside(self):
        assert not intersects(FRAME, box((4, 4, 6, 6)))
        assert intersects(FRAME, box((3, 4, 6, 6)))
        assert intersects(FRAME, box((2, 2, 8, 8)))

    def test_nothing_meets_nothing(self):
        assert not intersects(EMPTY, SQUARE)
        assert not intersects(SQUARE, EMPTY)


class TestContains:
    @given(regions(), regions())
    def test_as_shapely_says(self, a, b):
        for outer in a.polygons:
            drawn, asked = each(Region((outer,)))[0], each(b)
            # GEOS 3.14 errs where a hole touches the border beside an edge that both have.
            if all(polygon.boundary.is_simple for polygon in (drawn, *asked)):
                assert contains(Region((outer,)), b) == all(shapely.covers(drawn, part) for part in asked)

    def test_a_hole_that_touches_the_border_makes_it_no_larger(self):
        assert contains(SQUARE, HOLE_AT_THE_BORDER)
        assert not contains(HOLE_AT_THE_BORDER, SQUARE)

    @given(regions(), regions(), regions())
    def test_laws(self, a, b, c):
        assert contains(a, a)
        assert contains(Region.union(a, b), b)
        if contains(a, b):
            assert intersects(a, b)
            assert contains(Region.union(a, c), b)
            if contains(b, c):
                assert contains(a, c)

    @given(extreme_regions())
    def test_the_map_contains_all(self, region):
        assert contains(WHOLE_MAP, region)

    def test_examples(self):
        assert contains(SQUARE, FRAME)
        assert not contains(FRAME, SQUARE)
        assert not contains(FRAME, box((3, 3, 7, 7)))
        assert contains(SQUARE, SHARING_AN_EDGE)
        assert contains(SHARING_AN_EDGE, SQUARE)
        assert not contains(TOUCHING_AT_A_CORNER, box((4, 4, 6, 6)))
        assert contains(SQUARE, TWO_PARTS)
        assert not contains(TWO_PARTS, SQUARE)

    def test_everything_contains_nothing(self):
        assert contains(EMPTY, EMPTY)
        assert contains(SQUARE, EMPTY)
        assert not contains(EMPTY, SQUARE)


class TestManyEdges:
    @settings(max_examples=50)
    @given(regions(), regions())
    def test_the_tree_finds_what_comparing_finds(self, a, b):
        found = {str(cell) for cell in cells(a, [b])}
        meets = intersects(a, b)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(segments, "_COMPARED_DIRECTLY", 0)
            assert {str(cell) for cell in cells(a, [b])} == found
            assert intersects(a, b) == meets


class TestBoxes:
    @given(boxes(), boxes())
    def test_they_meet_as_regions_do(self, a, b):
        assert boxes_meet(a, b) == intersects(box(a), box(b)) == (clip_boxes(a, b) is not None)

    def test_the_common_part(self):
        assert clip_boxes((0, 0, 5, 5), (3, -2, 9, 4)) == (3, 0, 5, 4)
        assert clip_boxes((0, 0, 5, 5), (5, 5, 9, 9)) == (5, 5, 5, 5)
        assert clip_boxes((0, 0, 5, 5), (6, 0, 9, 9)) is None

    @pytest.mark.parametrize("bounds", [(0, 0, 0, 5), (0, 5, 5, 5), (5, 0, 0, 5)])
    def test_a_box_has_an_area(self, bounds):
        with pytest.raises(ClearwayBug):
            box(bounds)


class TestRegion:
    @given(regions(), regions(), regions())
    def test_a_union_knows_no_order(self, a, b, c):
        assert Region.union(a, b, c) == Region.union(c, a, b, a)
        assert hash(Region.union(a, b)) == hash(Region.union(b, a))

    def test_nothing_has_no_box(self):
        assert EMPTY.is_empty
        assert Region.union() == EMPTY
        with pytest.raises(ClearwayBug):
            _ = EMPTY.bbox

    def test_its_box_and_its_lists(self):
        assert TWO_PARTS.bbox == (0, 0, 9, 9)
        assert box((1, 2, 3, 4)).e7 == [[[[1, 2], [3, 2], [3, 4], [1, 4], [1, 2]]]]
        assert list(box((1, 2, 3, 4)).positions()) == [(1, 2), (3, 2), (3, 4), (1, 4)]
