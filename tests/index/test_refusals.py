"""What an index cannot take is refused with the same words by both engines, and never half taken."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from clearway.index import ENGINES, CheckIndex, PlaceIndex
from clearway.problems import Problem, Refused
from tests.index.areas import to_wkb
from tests.refusals import refused
from tests.shapes import SQUARE, ZOO, regions

GOOD = to_wkb(SQUARE)
NEVER = [None]


def index_of(wkb: bytes, engine: str) -> CheckIndex:
    return CheckIndex.from_areas([GOOD, wkb], [1, 1], NEVER * 2, NEVER * 2, engine=engine)


BAD = {
    "index.area_cut_short": [
        b"",
        GOOD[:-1],
        GOOD[:3],
        b"\x02" + GOOD[1:],
        struct.pack("<BII", 1, 6, 2**32 - 1),
        b"WKB",
    ],
    "index.not_an_area": [
        shapely.to_wkb(shapely.Point(1, 2)),
        shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])),
        shapely.to_wkb(shapely.GeometryCollection([shapely.box(0, 0, 1, 1)])),
        struct.pack("<BII", 1, 6, 1) + GOOD,
        struct.pack("<BII", 1, 4003, 0),
    ],
    "index.area_off_earth": [
        shapely.to_wkb(shapely.box(179, 0, 180.1, 1)),
        shapely.to_wkb(shapely.box(0, 0, 1, 91)),
        struct.pack("<BIII8d", 1, 3, 1, 4, 0, 0, np.nan, 1, 1, 1, 0, 0),
        struct.pack("<BIII8d", 1, 3, 1, 4, 0, 0, 1, np.inf, 1, 1, 0, 0),
        struct.pack("<BIII8d", 1, 3, 1, 4, 0, 0, 1, 1e308, 1, 1, 0, 0),
    ],
    "index.ring_not_closed": [
        struct.pack("<BIII8d", 1, 3, 1, 4, 0, 0, 1, 0, 1, 1, 0, 1),
        struct.pack("<BIII6d", 1, 3, 1, 3, 0, 0, 1, 0, 0, 0),
        struct.pack("<BIII", 1, 3, 1, 0),
    ],
}


@pytest.mark.parametrize(("code", "wkb"), [(code, wkb) for code, each in BAD.items() for wkb in each])
def test_an_area_that_cannot_be_read_is_named(engine, code, wkb) -> None:
    with pytest.raises(Refused) as caught:
        index_of(wkb, engine)
    assert caught.value.problems == (Problem(code, "", {"number": 1}),)
    with pytest.raises(Refused) as caught:
        index_of(GOOD, engine).replace(0, wkb, 1)
    assert caught.value.problems == (Problem(code, "", {"number": 0}),)
    with refused(code):
        PlaceIndex([0.0], [0.0], engine=engine).inside(wkb)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("name", ZOO)
def test_every_way_to_write_an_area_is_read(engine, name, order) -> None:
    region = ZOO[name]
    shape = shapely.from_wkb(to_wkb(region))
    flat = to_wkb(region, order=order)
    written = [
        flat,
        shapely.to_wkb(shapely.force_3d(shape, 7), flavor="iso"),
        shapely.to_wkb(shapely.force_3d(shape, 7), flavor="extended"),
        shapely.to_wkb(shapely.set_srid(shape, 4326), include_srid=True),
        flat + b"more",
    ]
    lon, lat = np.random.default_rng(1).integers(-2, 14, (2, 200)) / 1e7
    found = [sorted(zip(*(c.tolist() for c in index_of(w, engine).pairs(lon, lat, 0)), strict=True)) for w in written]
    assert all(each == found[0] for each in found)
    assert found[0]


@given(region=regions(), changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=3), cut=st.data())
def test_broken_bytes_get_the_same_answer_from_both_engines(region, changes, cut) -> None:
    data = bytearray(to_wkb(region))
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    wkb = bytes(data[: cut.draw(st.integers(0, len(data)) | st.just(len(data)))])
    lon, lat = np.random.default_rng(1).integers(-2, 14, (2, 100)) / 1e7
    said = set()
    for engine in ENGINES:
        try:
            found = index_of(wkb, engine).pairs(lon, lat, 0)
            said.add(str(sorted(zip(*(column.tolist() for column in found), strict=True))))
        except Refused as refusal:
            said.add(str(refusal))
    assert len(said) == 1


@pytest.mark.parametrize("position", [(180.00001, 0), (0, -90.1), (np.nan, 0), (0, np.inf)])
def test_a_position_off_the_earth_is_named(engine, position) -> None:
    lon, lat = [0.0, position[0]], [0.0, position[1]]
    index = index_of(GOOD, engine)
    asked = (
        lambda: index.pairs(lon, lat, 0),
        lambda: index.members(lon, lat, 0),
        lambda: index.worst(lon, lat, 0),
        lambda: index.lines(np.transpose([lon, lat]), [0, 2], 0),
        lambda: PlaceIndex(lon, lat, engine=engine),
    )
    for ask in asked:
        with pytest.raises(Refused) as caught:
            ask()
        assert caught.value.problems == (Problem("index.position_off_earth", "", {"number": 1}),)
    with refused("index.position_off_earth"):
        index.one(position[0], position[1], 0)


def test_columns_severities_and_numbers_must_fit(engine) -> None:
    index = index_of(GOOD, engine)
    with refused("index.columns_differ"):
        index.pairs([1.0, 2.0], [1.0], 0)
    with refused("index.columns_differ"):
        CheckIndex.from_areas([GOOD], [1, 2], NEVER, NEVER, engine=engine)
    for severity in (-1, 256, 1.5):
        with refused("index.bad_severity"):
            CheckIndex.from_areas([GOOD], [severity], NEVER, NEVER, engine=engine)
    wrong: list[Any] = [1.5, "yesterday", 2.0**63, 2**70, np.datetime64("2016-11-17")]
    for second in wrong:
        with refused("index.bad_time"):
            CheckIndex.from_areas([GOOD], [1], [second], NEVER, engine=engine)
        with refused("index.bad_time"):
            CheckIndex.from_areas([GOOD], [1], NEVER, [second], engine=engine)
    for area in (-1, 2):
        with refused("index.no_such_area"):
            index.replace(area, GOOD, 1)
    for offsets in ([0, 3], [1, 0], [-1, 1]):
        with refused("index.bad_offsets"):
            index.lines(np.zeros((2, 2)), offsets, 0)
    with refused("index.engine_missing"):
        CheckIndex.from_areas([], [], [], [], engine="abacus")


def test_an_open_end_may_be_said_as_tables_say_it(engine) -> None:
    """Whatever a column leaves out never ends, and a column of floats holds whole seconds."""
    for none in ([None], np.array([None]), [np.nan], [np.inf], np.array([2**64 - 1], np.uint64)):
        index = CheckIndex.from_areas([GOOD], [1], np.array([100.0]), none, engine=engine)
        assert [index.one(5e-7, 5e-7, at) for at in (99, 100, 2**40)] == [[], [0], [0]]
    bounded = CheckIndex.from_areas([GOOD], [1], [np.nan], np.array([None, 7], object)[1:], engine=engine)
    assert [bounded.one(5e-7, 5e-7, at) for at in (-(2**40), 6, 7)] == [[0], [0], []]
