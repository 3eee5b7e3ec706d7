"""Positions as people write them lead to one place, whatever the notation; what is no position is refused."""

from __future__ import annotations

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import Position
from clearway.perimeter import leg_between, read_fix, to_utm, write_degrees, write_dms, write_mgrs, write_utm
from clearway.perimeter.geodesy import convergence, to_degrees
from tests.refusals import refused

positions = st.tuples(st.integers(-1_799_999_999, 1_799_999_999), st.integers(-799_000_000, 835_000_000))


def apart_m(a: Position, b: Position) -> float:
    return leg_between(to_degrees(a), to_degrees(b)).distance_m


@pytest.mark.parametrize(
    "words",
    [
        "20.0667,32.0333",
        "20.0667 32.0333",
        "32.0333 N, 20.0667 E",
        "N 32.0333° E 20.0667°",
        "E20.0667 N32.0333",
        "32°01'59.88\"N 20°04'00.12\"E",
        "32°01′59.880″ N 20°04′00.120″ E",
        "N32 01.998 E20 04.002",
        "٢٠٫٠٦٦٧، ٣٢٫٠٣٣٣",
        "34S 411874.98 3544507.48",
        "34 north 411874.98 3544507.48",
        "34N 411874.98E 3544507.48N",
    ],
)
def test_every_notation_of_one_place_is_read_as_that_place(words):
    assert apart_m(read_fix(words).position, (200_667_000, 320_333_000)) < 0.02


@pytest.mark.parametrize(
    ("words", "within_m"),
    [("34S DA 11874 44507", 0.71), ("34SDA1187444507", 0.71), ("34SDA11874450", 7.1), ("34sda118445", 70.8)],
)
def test_a_grid_square_is_read_as_its_middle_and_says_how_large_it_is(words, within_m):
    fix = read_fix(words)
    assert fix.within_m == pytest.approx(within_m, rel=0.01)
    assert apart_m(fix.position, (200_667_000, 320_333_000)) <= fix.within_m + 0.02


@pytest.mark.parametrize(
    "words",
    [
        "",
        "here",
        "20.0667",
        "32°61'00\"N 20°04'00\"E",
        "32.0333 N 20.0667 N",
        "200.5, 32",
        "20, 91",
        "61S 411875 3544507",
        "34I 411875 3544507",
        "34S 11 3544507",
        "34S DA 1187 44507",
        "34S II 11874 44507",
    ],
)
def test_what_is_no_position_is_refused(words):
    with refused("perimeter.bad_position"):
        read_fix(words)


@pytest.mark.parametrize("words", ["34R 411875 3544507", "34S DA 11870 04450"])
def test_a_band_that_the_northing_contradicts_is_refused(words):
    with refused("perimeter.wrong_band"):
        read_fix(words)


def test_the_grid_ends_before_the_poles():
    with refused("perimeter.polar"):
        to_utm((200_000_000, 850_000_000))


@given(positions)
def test_what_is_written_is_read_back(position):
    assert read_fix(write_degrees(position)).position == position
    assert apart_m(read_fix(write_dms(position)).position, position) < 0.04
    assert apart_m(read_fix(write_utm(position)).position, position) < 0.1
    square = read_fix(write_mgrs(position))
    assert apart_m(square.position, position) <= square.within_m + 0.02


@given(positions)
def test_the_grid_agrees_with_the_official_definition_of_its_zone(position):
    utm = to_utm(position)
    code = (32600 if position[1] >= 0 else 32700) + utm.zone
    official = pyproj.Transformer.from_crs(4326, code, always_xy=True).transform(*to_degrees(position))
    assert (utm.easting, utm.northing) == pytest.approx(official, abs=0.001)


@pytest.mark.parametrize("longitude", [18.5, 20.0667, 21.0, 23.4])
def test_convergence_is_the_angle_between_both_norths(longitude):
    here = (longitude, 32.0333)
    transform = pyproj.Transformer.from_crs(4326, 32634, always_xy=True)
    easting, northing = transform.transform(*here)
    up = transform.transform(easting, northing + 10, direction="INVERSE")
    turned = leg_between(here, up).bearing
    assert (turned + 180) % 360 - 180 == pytest.approx(convergence(here, 34, north=True), abs=1e-3)
