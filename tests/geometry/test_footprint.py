"""The five ways to say where: what each covers, how it is written, and what is refused."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import (
    EMPTY,
    Blob,
    Disc,
    Footprint,
    Line,
    Polygons,
    Region,
    Unplaced,
    box,
    contains,
    disc,
    find_shape,
    inward,
    line,
    outward,
    parse_bbox,
    parse_footprint,
    to_json,
    write_blob,
)
from clearway.problems import LANGUAGES, Refused
from tests.shapes import BENGHAZI, SQUARE, TWO_PARTS, regions, scaled

ID = "sha256:" + "0" * 64
places = st.tuples(st.integers(200_000_000, 201_000_000), st.integers(320_000_000, 321_000_000))
ways = st.lists(places, min_size=2, max_size=4, unique=True).map(tuple)
ground = regions().map(scaled)
footprints: st.SearchStrategy[Footprint] = st.one_of(
    st.builds(Polygons, ground),
    st.builds(Line, ways, st.integers(1, 10_000_000)),
    st.builds(Disc, places, st.integers(1, 10_000_000)),
    ground.map(lambda region: write_blob(region)[0]),
    st.builds(Unplaced, ground),
)


def problems(value: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        parse_footprint(value, "/footprint")
    for problem in refused.value.problems:
        assert all(problem.sentence(lang) and problem.remedy(lang) for lang in LANGUAGES)
    return [(problem.code.removeprefix("geometry."), problem.pointer) for problem in refused.value.problems]


class TestWriting:
    @given(footprints)
    def test_what_is_written_is_read_back(self, footprint):
        written = json.loads(json.dumps(to_json(footprint)))
        assert parse_footprint(written) == footprint
        assert to_json(parse_footprint(written)) == written

    def test_the_five_forms(self):
        e7 = SQUARE.e7
        assert to_json(Polygons(SQUARE)) == {"type": "polygons", "e7": e7}
        assert to_json(Line(((1, 2), (3, 4)), 5)) == {"type": "line", "e7": [[1, 2], [3, 4]], "width_mm": 5}
        assert to_json(Disc((1, 2), 3)) == {"type": "disc", "centre": [1, 2], "radius_mm": 3}
        assert to_json(Blob(ID, (1, 2, 3, 4))) == {"type": "blob", "sha256": ID, "bbox": [1, 2, 3, 4]}
        assert to_json(Unplaced(SQUARE)) == {"type": "unplaced", "within": {"type": "polygons", "e7": e7}}


class TestGround:
    @given(footprints)
    def test_inward_lies_in_outward_and_that_in_the_box(self, footprint):
        outer = outward(footprint)
        assert contains(outer, inward(footprint))
        assert contains(box(footprint.bbox), outer)

    def test_what_each_covers(self):
        assert outward(Polygons(SQUARE)) == inward(Polygons(SQUARE)) == SQUARE
        assert outward(Unplaced(SQUARE)) == SQUARE
        assert inward(Unplaced(SQUARE)) == EMPTY
        assert outward(Disc(BENGHAZI, 5000)) == disc(BENGHAZI, 5000)
        assert inward(Disc(BENGHAZI, 5000)) == disc(BENGHAZI, 5000, outward=False)
        way = (BENGHAZI, (200_001_000, 320_001_000))
        assert outward(Line(way, 5000)) == line(way, 5000)
        assert inward(Line(way, 5000)) == line(way, 5000, outward=False)


class TestBlobs:
    @given(ground)
    def test_with_its_bytes_it_is_the_region(self, region):
        footprint, data = write_blob(region)
        assert outward(footprint, data) == inward(footprint, data) == find_shape(footprint, data) == region
        assert footprint.bbox == region.bbox

    @given(ground)
    def test_without_them_it_is_the_box_or_nothing(self, region):
        footprint, _ = write_blob(region)
        assert outward(footprint) == box(region.bbox)
        assert inward(footprint) == EMPTY

    @staticmethod
    def named(data: bytes, bbox: tuple[int, int, int, int] = (0, 0, 10, 10)) -> Blob:
        return Blob("sha256:" + hashlib.sha256(data).hexdigest(), bbox)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff",
            b"[" * 100_000,
            b"[]",
            b'{"e7":[],"type":"polygons"}',
            b'{"centre":[1,2],"radius_mm":3,"type":"disc"}',
            b'{"e7":[[[[0,0],[9,0],[0,9],[0,0]]]],"type":"polygons"} ',
            b'{"type":"polygons","e7":[[[[0,0],[9,0],[0,9],[0,0]]]]}',
            b'{"e7":[[[[0,0],[9,0],[0,9],[0,0]]]],"e7":[[[[0,0],[9,0],[0,9],[0,0]]]],"type":"polygons"}',
            b'{"e7":[[[[0,0],[9.0,0],[0,9],[0,0]]]],"type":"polygons"}',
            b'{"e7":[[[[0,0],[NaN,0],[0,9],[0,0]]]],"type":"polygons"}',
            b'{"e7":' + b"9" * 5000 + b',"type":"polygons"}',
        ],
    )
    def test_bytes_that_are_no_canonical_polygons(self, data):
        footprint = self.named(data)
        assert find_shape(footprint, data) is None
        assert outward(footprint, data) == SQUARE
        assert inward(footprint, data) == EMPTY

    def test_other_bytes_than_those_named(self):
        footprint, _ = write_blob(SQUARE)
        _, other = write_blob(TWO_PARTS)
        assert outward(footprint, other) == SQUARE
        assert inward(footprint, other) == EMPTY

    def test_a_shape_that_reaches_over_its_box(self):
        _, data = write_blob(SQUARE)
        footprint = self.named(data, (0, 0, 5, 20))
        assert outward(footprint, data) == Region.union(SQUARE, box((0, 0, 5, 20)))
        assert inward(footprint, data) == EMPTY


class TestRefusals:
    @pytest.mark.parametrize(
        ("value", "code", "pointer"),
        [
            (None, "no_footprint", ""),
            ([], "no_footprint", ""),
            ({}, "unknown_footprint_type", "/type"),
            ({"type": "circle"}, "unknown_footprint_type", "/type"),
            ({"type": ["disc"]}, "unknown_footprint_type", "/type"),
            ({"type": "polygons"}, "missing_field", ""),
            ({"type": "polygons", "e7": SQUARE.e7, "name": "x"}, "unknown_field", ""),
            ({"type": "polygons", "e7": []}, "no_polygons", "/e7"),
            ({"type": "line", "e7": [[0, 0]], "width_mm": 1}, "too_few_points", "/e7"),
            ({"type": "line", "e7": None, "width_mm": 1}, "too_few_points", "/e7"),
            ({"type": "line", "e7": [[0, 0], [0, 0]], "width_mm": 1}, "repeated_position", "/e7/1"),
            ({"type": "line", "e7": [[0, 0], [0]], "width_mm": 1}, "no_position", "/e7/1"),
            ({"type": "line", "e7": [[0, 0], [0, 1]], "width_mm": 0}, "reach_out_of_range", "/width_mm"),
            ({"type": "disc", "centre": [0, 0], "radius_mm": -1}, "reach_out_of_range", "/radius_mm"),
            ({"type": "disc", "centre": [0, 0], "radius_mm": 10**9 + 1}, "reach_out_of_range", "/radius_mm"),
            ({"type": "disc", "centre": [0, 0], "radius_mm": 1.5}, "not_a_whole_number", "/radius_mm"),
            ({"type": "disc", "centre": [0, 0], "radius_mm": True}, "not_a_whole_number", "/radius_mm"),
            ({"type": "disc", "centre": [0, 1_330_000_000], "radius_mm": 1}, "latitude_out_of_range", "/centre/1"),
            ({"type": "blob", "sha256": "abc", "bbox": [0, 0, 1, 1]}, "no_blob_id", "/sha256"),
            ({"type": "blob", "sha256": ID.upper(), "bbox": [0, 0, 1, 1]}, "no_blob_id", "/sha256"),
            ({"type": "blob", "sha256": ID + "\n", "bbox": [0, 0, 1, 1]}, "no_blob_id", "/sha256"),
            ({"type": "blob", "sha256": ID, "bbox": [0, 0, 1]}, "no_box", "/bbox"),
            ({"type": "blob", "sha256": ID, "bbox": [0, 0, 1, 0]}, "box_without_area", "/bbox"),
            ({"type": "blob", "sha256": ID, "bbox": [0, 0, 1, 1.5]}, "not_a_whole_number", "/bbox/3"),
            ({"type": "blob", "sha256": ID, "bbox": [0, 0, 1, 10**10]}, "latitude_out_of_range", "/bbox/3"),
            ({"type": "blob", "sha256": ID, "bbox": [-(10**10), 0, 1, 1]}, "longitude_out_of_range", "/bbox/0"),
            ({"type": "unplaced", "within": None}, "no_footprint", "/within"),
            (
                {"type": "unplaced", "within": {"type": "disc", "centre": [0, 0], "radius_mm": 1}},
                "within_not_polygons",
                "/within",
            ),
        ],
    )
    def test_each_reason(self, value, code, pointer):
        assert problems(value) == [(code, "/footprint" + pointer)]

    def test_all_missing_fields_are_named(self):
        assert problems({"type": "disc", "x": 1}) == [
            ("missing_field", "/footprint"),
            ("missing_field", "/footprint"),
            ("unknown_field", "/footprint"),
        ]

    def test_a_within_that_unplaces_again_is_not_followed(self):
        value: dict[str, object] = {"type": "polygons", "e7": SQUARE.e7}
        for _ in range(3):
            value = {"type": "unplaced", "within": value}
        assert problems(value)[0][0] == "within_not_polygons"

    def test_a_box_alone(self):
        assert parse_bbox([0, 1, 2, 3]) == (0, 1, 2, 3)
