"""Tracks that a team walked become ground: never wider than said, never across a step on which nobody saw them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.desk.tracks import LONGEST_STEP_M, read_tracks
from clearway.geometry import Line, Polygons, Region, contains, inward
from tests.refusals import refused

LON, LAT = 20.07, 32.09
METRE = 1e-5  # of latitude, a little more than one


def gpx(*pieces: Sequence[tuple[float, float]]) -> str:
    """Recorded pieces, each a list of positions in metres from the corner, about."""
    written = "".join(
        "<trkseg>" + "".join(f'<trkpt lat="{LAT + y * METRE:.7f}" lon="{LON + x * METRE:.7f}"/>' for x, y in piece)
        + "</trkseg>"
        for piece in pieces
    )  # fmt: skip
    return f'<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk>{written}</trk></gpx>'


def read(folder: Path, text: str, name: str = "lanes.gpx", width_mm: int = 1000, step: int | None = None):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_tracks(path, width_mm, step)


def e7(x: float, y: float) -> tuple[int, int]:
    return round((LON + x * METRE) * 1e7), round((LAT + y * METRE) * 1e7)


def test_one_track_stays_a_line_with_its_width(tmp_path: Path):
    ground, source = read(tmp_path, gpx([(0, 0), (0, 0), (0, 5), (1, 5)]))
    assert ground == Line((e7(0, 0), e7(0, 5), e7(1, 5)), 1000)
    assert (source.how, source.because) == ("tracks", "1 tracks of lanes.gpx, 1000 mm wide")


def test_pieces_are_never_joined(tmp_path: Path):
    ground, _ = read(tmp_path, gpx([(0, 0), (0, 10)], [(5, 0), (5, 10)]))
    alone = [Line((e7(x, 0), e7(x, 10)), 1000).inward for x in (0, 5)]
    assert ground == Polygons(Region.union(*alone))


def test_a_long_step_is_no_search_and_is_told(tmp_path: Path):
    lanes = [(0, 0), (0, 10), (0, 10 + LONGEST_STEP_M), (0, 20 + LONGEST_STEP_M), (90, 0)]
    ground, source = read(tmp_path, gpx(lanes))
    assert inward(ground) == Region.union(
        Line((e7(0, 0), e7(0, 10)), 1000).inward,
        Line((e7(0, 10 + LONGEST_STEP_M), e7(0, 20 + LONGEST_STEP_M)), 1000).inward,
    )
    assert source.because == f"2 tracks of lanes.gpx, 1000 mm wide; 2 steps longer than {LONGEST_STEP_M} m are left out"
    whole, _ = read(tmp_path, gpx(lanes), step=1000)
    assert isinstance(whole, Line)


def test_drawn_lanes_may_be_long(tmp_path: Path):
    lanes = {"type": "MultiLineString", "coordinates": [[[LON, LAT], [LON, LAT + 50 * METRE]]]}
    ground, _ = read(tmp_path, json.dumps(lanes), "lanes.geojson", 1200)
    assert ground == Line((e7(0, 0), e7(0, 50)), 1200)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "a.gpx"),
        ("<gpx/>", "a.gpx"),
        ("<!DOCTYPE x><gpx/>", "a.gpx"),
        ('<gpx><trk><trkseg><trkpt lat="x" lon="1"/></trkseg></trk></gpx>', "a.gpx"),
        ('<gpx><trk><trkseg><trkpt lat="1"/></trkseg></trk></gpx>', "a.gpx"),
        ('<gpx><trk><trkseg><trkpt lat="1" lon="1e400000"/></trkseg></trk></gpx>', "a.gpx"),
        ('<gpx><trk><trkseg><trkpt lat="1e999999" lon="1"/></trkseg></trk></gpx>', "a.gpx"),
        (gpx([(0, 0)], [(5, 5), (5, 5)]), "a.gpx"),
        ('{"type":"Point","coordinates":[20,32]}', "a.geojson"),
        ('{"type":"LineString","coordinates":[[20,32],["a",32]]}', "a.geojson"),
    ],
)
def test_what_holds_no_track_is_refused(tmp_path: Path, text: str, name: str):
    with refused("desk.shape_unreadable"):
        read(tmp_path, text, name)


metres = st.integers(0, 60)


@given(
    pieces=st.lists(st.lists(st.tuples(metres, metres), min_size=1, max_size=6), min_size=1, max_size=4),
    width_mm=st.integers(200, 3000),
    step=st.integers(1, 60),
)
def test_the_ground_lies_in_what_was_walked(tmp_path_factory, pieces, width_mm: int, step: int):
    """Every polygon of it lies within one step that was short enough, so wide as was said and no wider."""
    folder = tmp_path_factory.mktemp("tracks")
    steps = [(e7(*a), e7(*b)) for piece in pieces for a, b in pairwise(piece) if a != b]
    short = [each for each in steps if _metres(*each) <= step * 1.01]
    if not [each for each in steps if _metres(*each) <= step * 0.99]:
        return
    ground, _ = read(folder, gpx(*pieces), width_mm=width_mm, step=step)
    wide = [Line(each, width_mm).outward for each in short]
    for polygon in inward(ground).polygons:
        assert any(contains(one, Region((polygon,))) for one in wide)


def _metres(a: tuple[int, int], b: tuple[int, int]) -> float:
    return math.hypot((a[0] - b[0]) * 0.009427, (a[1] - b[1]) * 0.011088)
