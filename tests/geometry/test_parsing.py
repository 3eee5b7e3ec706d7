"""What is no clear piece of ground is refused, one reason at a time, and what people draw is put in order."""

from __future__ import annotations

import copy

import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from clearway.geometry import Region, normalise, parse_position, parse_region
from clearway.problems import LANGUAGES, Refused
from tests.shapes import ZOO, positions, regions

TRIANGLE = [[0, 0], [10, 0], [0, 10], [0, 0]]
OUTER = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
HOLE = [[3, 3], [3, 7], [7, 7], [7, 3], [3, 3]]


def problems(e7: object, pointer: str = "") -> list[tuple[str, str]]:
    try:
        parse_region(e7, pointer)
    except Refused as refused:
        for problem in refused.problems:
            assert all(problem.sentence(lang) and problem.remedy(lang) for lang in LANGUAGES)
        return [(problem.code.removeprefix("geometry."), problem.pointer) for problem in refused.problems]
    return []


class TestRefusals:
    @pytest.mark.parametrize(
        ("e7", "code", "pointer"),
        [
            (None, "no_polygons", ""),
            ([], "no_polygons", ""),
            ("0,0", "no_polygons", ""),
            ({"0": TRIANGLE}, "no_polygons", ""),
            ([[]], "no_rings", "/0"),
            ([7], "no_rings", "/0"),
            ([["ring"]], "no_ring", "/0/0"),
            ([[[7, *TRIANGLE[1:]]]], "no_position", "/0/0/0"),
            ([[[[0, 0, 0], *TRIANGLE[1:]]]], "no_position", "/0/0/0"),
            ([[[[0, 0], [10.0, 0], [0, 10], [0, 0]]]], "not_a_whole_number", "/0/0/1/0"),
            ([[[[0, 0], [True, 0], [0, 10], [0, 0]]]], "not_a_whole_number", "/0/0/1/0"),
            ([[[[0, 0], ["10", 0], [0, 10], [0, 0]]]], "not_a_whole_number", "/0/0/1/0"),
            ([[[[0, 0], [None, 0], [0, 10], [0, 0]]]], "not_a_whole_number", "/0/0/1/0"),
            ([[[[0, 0], [10, 0], [0, 1_330_000_000], [0, 0]]]], "latitude_out_of_range", "/0/0/2/1"),
            ([[[[0, 0], [10, -900_000_001], [0, 10], [0, 0]]]], "latitude_out_of_range", "/0/0/1/1"),
            ([[[[0, 0], [10, 0], [0, 10**30], [0, 0]]]], "latitude_out_of_range", "/0/0/2/1"),
            ([[[[0, 0], [1_800_000_001, 0], [0, 10], [0, 0]]]], "longitude_out_of_range", "/0/0/1/0"),
            ([[[[0, 0], [10, 0], [0, 0]]]], "too_few_positions", "/0/0"),
            ([[[]]], "too_few_positions", "/0/0"),
            ([[OUTER[:-1]]], "ring_not_closed", "/0/0"),
            ([[[[0, 0], [10, 0], [10, 0], [0, 10], [0, 0]]]], "repeated_position", "/0/0/2"),
            ([[[[0, 0], [5, 0], [10, 0], [0, 0]]]], "no_area", "/0/0"),
            ([[[[0, 0], [10, 10], [10, 0], [0, 10], [0, 0]]]], "no_area", "/0/0"),
            ([[OUTER[::-1]]], "outer_ring_clockwise", "/0/0"),
            ([[OUTER, HOLE[::-1]]], "hole_counter_clockwise", "/0/1"),
            ([[[*OUTER[1:], OUTER[1]]]], "ring_starts_elsewhere", "/0/0"),
            ([[[[0, 0], [10, 9], [10, 0], [0, 10], [0, 0]]]], "ring_crosses_itself", "/0/0"),
            ([[[[0, 0], [10, 0], [5, 5], [10, 10], [0, 10], [5, 5], [0, 0]]]], "ring_crosses_itself", "/0/0"),
            ([[[[0, 0], [10, 0], [12, 0], [10, 0], [10, 10], [0, 0]]]], "ring_crosses_itself", "/0/0"),
            ([[[[0, 0], [10, 0], [10, 10], [5, 0], [0, 10], [0, 0]]]], "ring_crosses_itself", "/0/0"),
            ([[OUTER, [[12, 3], [12, 7], [17, 7], [17, 3], [12, 3]]]], "hole_outside", "/0/1"),
            ([[OUTER, [[10, 5], [12, 7], [12, 3], [10, 5]]]], "hole_outside", "/0/1"),
            ([[OUTER, [[-5, -5], [-5, 20], [20, 20], [20, -5], [-5, -5]]]], "hole_outside", "/0/1"),
            ([[OUTER, [[8, 3], [8, 7], [12, 7], [12, 3], [8, 3]]]], "rings_cross", "/0/1"),
            ([[OUTER, [[0, 3], [0, 7], [5, 7], [5, 3], [0, 3]]]], "rings_cross", "/0/1"),
            ([[OUTER, OUTER[::-1]]], "rings_cross", "/0/1"),
            ([[OUTER, HOLE, [[4, 4], [4, 5], [5, 5], [5, 4], [4, 4]]]], "holes_overlap", "/0/2"),
            ([[OUTER, HOLE, [[3, 3], [4, 6], [6, 4], [3, 3]]]], "holes_overlap", "/0/2"),
            ([[OUTER, [[0, 5], [5, 6], [10, 5], [5, 4], [0, 5]]]], "interior_in_pieces", "/0/0"),
            (
                [[OUTER, [[0, 5], [5, 6], [5, 4], [0, 5]], [[5, 6], [8, 9], [10, 5], [5, 6]]]],
                "interior_in_pieces",
                "/0/0",
            ),
        ],
    )
    def test_each_reason(self, e7, code, pointer):
        assert problems(e7) == [(code, pointer)]
        assert problems(copy.deepcopy(e7), "/body/e7") == [(code, "/body/e7" + pointer)]

    def test_the_value_is_named(self):
        with pytest.raises(Refused) as refused:
            parse_region([[[[0, 0], [10, 0], [0, 1_330_000_000], [0, 0]]]])
        assert "133" in refused.value.problems[0].sentence("en")
        with pytest.raises(Refused) as refused:
            parse_region([[[[0, 0], [20.5, 0], [0, 10], [0, 0]]]])
        assert "20.5" in refused.value.problems[0].sentence("en")

    @pytest.mark.parametrize(
        ("e7", "written"),
        [(1_800_000_001, "180.0000001"), (-1_805_000_000, "-180.5"), (10**30, "1" + "0" * 23)],
    )
    def test_degrees_are_written_exactly(self, e7, written):
        with pytest.raises(Refused) as refused:
            parse_position([e7, 0])
        assert refused.value.problems[0].params["value"] == written

    def test_all_faults_are_told_at_once(self):
        found = problems([[OUTER[::-1], HOLE[::-1]], [[[0, 0], [10, 0], [0, 0]]], [[[0, 0.5]]]])
        assert [code for code, _ in found] == [
            "outer_ring_clockwise",
            "hole_counter_clockwise",
            "too_few_positions",
            "not_a_whole_number",
        ]

    def test_several_holes_may_touch_in_one_point(self):
        fan = [[[5, 5], [4, 8], [6, 8], [5, 5]], [[5, 5], [8, 6], [8, 4], [5, 5]]]
        whole = normalise([[OUTER, *fan]])
        assert problems(whole) == []

    def test_a_position_is_read(self):
        assert parse_position((3, -4)) == (3, -4)


class TestWholeRegions:
    @given(regions())
    def test_reading_what_is_written(self, region):
        assert parse_region(region.e7) == region

    @pytest.mark.parametrize("name", ZOO)
    def test_the_zoo_is_sound(self, name):
        assert parse_region(ZOO[name].e7) == ZOO[name]

    @given(
        st.lists(positions(8), min_size=3, max_size=7),
        st.lists(st.lists(positions(8), min_size=3, max_size=5), max_size=2),
    )
    @example([(0, 0), (8, 0), (8, 8), (0, 8)], [[(0, 4), (4, 6), (4, 2)], [(4, 6), (6, 8), (7, 5)]])
    def test_soundness_is_what_shapely_calls_valid(self, outer, holes):
        e7 = normalise([[outer, *holes]])
        read = problems(e7) == []
        drawn = shapely.Polygon(outer, holes)
        assert read == (bool(drawn.is_valid) and drawn.area > 0)

    @given(st.lists(st.lists(positions(6), min_size=3, max_size=4), min_size=1, max_size=3))
    def test_holes_in_a_square_are_what_shapely_calls_valid(self, holes):
        outer = [(0, 0), (6, 0), (6, 6), (0, 6)]
        assert (problems(normalise([[outer, *holes]])) == []) == bool(shapely.Polygon(outer, holes).is_valid)


class TestNormalise:
    @given(regions(), st.data())
    def test_any_beginning_direction_and_repetition_gives_the_same(self, region, data):
        drawn = [[self.redrawn(ring, data.draw) for ring in polygon] for polygon in region.e7]
        assert parse_region(normalise(drawn)) == region

    @staticmethod
    def redrawn(ring, draw):
        start, twice = draw(st.integers(0, len(ring) - 2)), draw(st.integers(0, len(ring) - 2))
        turned = ring[start:-1] + ring[:start]
        turned.insert(twice, turned[twice])
        if draw(st.booleans()):
            turned.reverse()
        return [*turned, turned[0]] if draw(st.booleans()) else turned

    @given(regions())
    def test_what_is_in_order_stays(self, region):
        assert normalise(region.e7) == region.e7

    @pytest.mark.parametrize("e7", [None, 3, "x", [3], [[3]], [[[3]]], [[[[1, 2, 3]]]], [[[]]], [[[["a", 1]]]], {}])
    def test_what_is_no_shape_is_left_for_the_refusal(self, e7):
        assert problems(normalise(e7)) == problems(e7) != []

    def test_one_position_alone(self):
        assert problems(normalise([[[[1, 1], [1, 1]]]])) == [("too_few_positions", "/0/0")]

    def test_it_changes_no_ground(self):
        figure_eight = [[[[0, 0], [10, 10], [10, 0], [0, 11]]]]
        assert [code for code, _ in problems(normalise(figure_eight))] == ["ring_crosses_itself"]

    def test_examples(self):
        assert normalise([[[[10, 0], [0, 10], [0, 0]]]]) == [[TRIANGLE]]
        assert normalise([[OUTER[::-1], HOLE[::-1]]]) == [[OUTER, HOLE]]
        assert parse_region(normalise([[OUTER[1:], HOLE]])) == Region(parse_region([[OUTER, HOLE]]).polygons)
