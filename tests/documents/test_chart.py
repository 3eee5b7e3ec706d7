"""A map on paper is true to its scale and grid, and holds all that it is to show."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.documents.chart import Chart, Layer, draw
from clearway.geometry import EMPTY, Region, normalise, parse_region
from clearway.perimeter import leg_between, tabulate, to_utm
from clearway.perimeter.geodesy import to_degrees

WIDTH, HEIGHT = 178.0, 118.0

corners = st.lists(st.integers(300, 80_000), min_size=3, max_size=10)
centres = st.tuples(st.integers(186_000_000, 234_000_000), st.integers(290_000_000, 330_000_000))


def star(centre: tuple[int, int], radii: list[int]) -> Region:
    turn = 2 * math.pi / len(radii)
    ring = [
        [centre[0] + round(r * math.cos(n * turn)), centre[1] + round(r * math.sin(n * turn))]
        for n, r in enumerate(radii)
    ]
    return parse_region(normalise([[ring]]))


@given(centres, corners)
def test_all_ground_is_on_the_sheet_and_true_to_scale(centre, radii):
    ground = star(centre, radii)
    drawn = draw(Chart((Layer(ground, "confirmed"),), tabulate(ground)), WIDTH, HEIGHT)
    ((shape,),) = ([s["rings"] for s in drawn["shapes"]],)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for ring in shape for x, y in ring)
    ring, on_paper = ground.polygons[0].rings[0][:-1], shape[0]
    for a, b, p, q in zip(ring, ring[1:], on_paper, on_paper[1:], strict=False):
        metres = leg_between(to_degrees(a), to_degrees(b)).distance_m
        millimetres = math.dist(p, q)
        assert millimetres * drawn["scale"] / 1000 == pytest.approx(metres, rel=2e-3, abs=0.002 * drawn["scale"] / 1000)


@given(centres, corners)
def test_no_ground_lies_under_the_scale_bar_or_the_north_arrow(centre, radii):
    drawn = draw(Chart((Layer(star(centre, radii), "confirmed"),)), WIDTH, HEIGHT)
    bar = drawn["bar"]["part_mm"] * drawn["bar"]["parts"]
    for x, y in (point for shape in drawn["shapes"] for ring in shape["rings"] for point in ring):
        assert not (x > WIDTH - bar - 14 and y > HEIGHT - 13), "under the bar"
        assert not (x > WIDTH - 13 and y < 19), "under the arrow"


@given(centres, corners)
def test_grid_lines_stand_where_their_figures_say(centre, radii):
    ground = star(centre, radii)
    drawn = draw(Chart((Layer(ground, "confirmed"),), tabulate(ground)), WIDTH, HEIGHT)
    utm = to_utm(ground.polygons[0].rings[0][0])
    x, y = drawn["shapes"][0]["rings"][0][0]
    for line, value, at in (("x", utm.easting, x), ("y", utm.northing, y)):
        for each in drawn["grid"][line]:
            metres = abs(float(each["text"]) - value)
            assert abs(each["at"] - at) * drawn["scale"] / 1000 == pytest.approx(
                metres, abs=0.002 * drawn["scale"] / 1000
            )
            assert int(each["text"]) % drawn["grid"]["step"] == 0


def test_the_scale_is_round_and_the_largest_that_fits():
    ground = star((200_000_000, 320_000_000), [9_000] * 8)
    assert draw(Chart((Layer(ground, "confirmed"),)), WIDTH, HEIGHT)["scale"] == 2500
    assert draw(Chart((Layer(ground, "confirmed"),)), 2 * WIDTH, 2 * HEIGHT)["scale"] == 1000


def test_a_reference_point_far_away_does_not_shrink_the_ground():
    ground = star((200_000_000, 320_000_000), [10_000] * 8)
    near, far = (draw(Chart((Layer(ground, "area"),), tabulate(ground, at), at), WIDTH, HEIGHT) for at in (
        (200_012_000, 320_000_000), (201_000_000, 320_000_000)))  # fmt: skip
    assert near["reference"] is not None
    assert near["lead"] is not None
    assert far["reference"] is None
    assert far["scale"] <= near["scale"]


def test_without_ground_there_is_no_map():
    assert draw(Chart((Layer(EMPTY, "area"),)), WIDTH, HEIGHT) == {}
