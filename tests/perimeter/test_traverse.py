"""Perimeters from field sheets: where the corners lie, by how much the walk misses its start, what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import Region, measured, normalise, parse_region
from clearway.perimeter import (
    Bearings,
    Closing,
    Leg,
    Limit,
    North,
    Station,
    Unit,
    go,
    leg_between,
    read_fix,
    read_perimeter,
    tabulate,
    walk,
)
from clearway.perimeter.geodesy import to_degrees
from clearway.problems import Refused
from tests.refusals import refused

SHEET = """# north: magnetic
# declination: 4.1
point;bearing;distance_m;position
RP;;;34S 411875 3544507
SP;40;25
TP1;90;100
TP2;180;50.5
TP3;270;99
SP;358;50
"""


def changed(*changes: tuple[str, str]) -> str:
    text = SHEET
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_sheet_gives_the_ground_and_its_closing_error():
    perimeter = read_perimeter(SHEET)
    assert [corner.name for corner in perimeter.corners] == ["SP", "TP1", "TP2", "TP3"]
    assert measured(perimeter.region).m2 == pytest.approx(5000, abs=60)
    assert perimeter.closing is not None
    assert perimeter.closing.length_m == pytest.approx(299.5)
    assert perimeter.closing.error_m == pytest.approx(0.915, abs=0.001)
    assert perimeter.closing.one_in == 327
    assert perimeter.error_m == 1


def test_magnetic_bearings_are_turned_by_the_declination_and_mils_are_parts_of_a_turn():
    leg = read_perimeter(SHEET).corners[1].leg
    assert leg is not None
    assert leg.bearing == pytest.approx(94.1)
    mils = walk_of(Bearings(unit=Unit.MILS), 1600, 3200, 4800)
    eastern = walk_of(Bearings(unit=Unit.MILS_6000), 1500, 3000, 4500)
    assert mils == eastern == walk_of(Bearings(), 90, 180, 270)


def walk_of(bearings: Bearings, *read: float) -> Region:
    stations = [Station("SP", fix=read_fix("20.0667,32.0333"))]
    stations += [Station(f"TP{n}", bearing, 50.0) for n, bearing in enumerate(read, start=1)]
    return walk([*stations, Station("sp", 0.0, 50.0)], bearings).region


def test_bearings_from_the_grid_are_turned_by_the_convergence():
    here = (20.0667, 32.0333)
    assert Bearings(North.GRID).true(90, here) == pytest.approx(90 - 0.495, abs=0.001)
    assert Bearings(North.GRID).true(0, (23.0, 32.0)) == pytest.approx(1.06, abs=0.01)


def test_magnetic_bearings_need_their_declination():
    with refused("perimeter.no_declination"):
        read_perimeter(changed(("# declination: 4.1\n", "")))
    assert read_perimeter(changed(("# declination: 4.1\n", "")), {"declination": "4.1"}) == read_perimeter(SHEET)


@pytest.mark.parametrize(
    ("error_m", "length_m", "allowed"),
    [(2.0, 10.0, True), (2.01, 200.0, False), (2.01, 201.0, True), (10.0, 1000.0, True), (10.1, 1000.0, False)],
)
def test_a_walk_may_miss_its_start_by_one_in_a_hundred_or_two_metres(error_m, length_m, allowed):
    assert Limit().allows(Closing(error_m, length_m)) is allowed


def test_a_walk_that_does_not_close_is_refused_unless_the_limit_is_set_wider():
    wrong = changed(("TP1;90;100", "TP1;90;110"))
    with refused("perimeter.does_not_close", "perimeter.look_at"):
        read_perimeter(wrong)
    assert read_perimeter(wrong, limit=Limit(one_in=25)).error_m == 10


def test_without_the_leg_back_nobody_knows_the_error_unless_somebody_answers_for_it():
    open_ended = changed(("SP;358;50\n", ""))
    with refused("perimeter.not_closed"):
        read_perimeter(open_ended)
    said = read_perimeter(open_ended, {"accuracy_m": "7"})
    assert (said.closing, said.error_m) == (None, 7)


def test_turning_points_given_by_positions_alone_have_no_closing_error():
    perimeter = read_perimeter("point,position\nA,34SDA11874450\nB,34SDA11954450\nC,34SDA11954455\n")
    assert perimeter.closing is None
    assert perimeter.error_m == 8  # a square of ten metres, half its diagonal, rounded up


def test_a_position_beside_a_leg_checks_it():
    perimeter = read_perimeter(changed(("TP1;90;100", "TP1;90;100;34S 411990 3544518")))
    assert perimeter.corners == read_perimeter(SHEET).corners
    assert perimeter.checked_m is not None
    assert 2 < perimeter.checked_m < 3
    assert perimeter.error_m == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("RP;;;34S 411875 3544507\n", ""), "perimeter.no_start"),
        (("RP;;;34S 411875 3544507", "RP"), "perimeter.no_reference"),
        (("TP2;180;50.5", "TP2;180"), "perimeter.no_leg"),
        (("TP2;180;50.5", "TP2"), "perimeter.no_leg"),
        (("TP2;180;50.5", "TP2;361;50.5"), "perimeter.bad_bearing"),
        (("TP2;180;50.5", "TP2;180;0"), "perimeter.bad_distance"),
        (("TP2;180;50.5", "TP2;180;50 m"), "perimeter.no_number"),
        (("TP2;180;50.5", "TP2;180;50;;;"), "perimeter.too_many_cells"),
        (("point;bearing;distance_m;position", "a;b;c;d"), "perimeter.no_columns"),
        (("# north: magnetic", "# north: up"), "perimeter.bad_setting"),
        (("# north", "# south"), "perimeter.unknown_setting"),
        (("TP2;180;50.5\nTP3;270;99\n", ""), "perimeter.too_few_points"),
    ],
)
def test_what_a_sheet_leaves_out_or_says_wrongly_is_refused(change, code):
    with refused(code):
        read_perimeter(changed(change))


def test_sides_that_cross_bound_no_ground():
    corners = "point,position\nA,34S 411870 3544500\nB,34S 411970 3544600\nC,34S 411970 3544500\nD,34S 411870 3544600\n"
    with pytest.raises(Refused) as caught:
        _ = read_perimeter(corners).region
    (problem,) = caught.value.problems
    assert problem.code == "perimeter.sides_cross"
    assert (problem.params["first"], problem.params["second"]) == ("A–B", "C–D")


def test_corners_on_one_line_bound_no_ground():
    corners = "point,position\nA,34S 411870 3544500\nB,34S 411970 3544500\nA2,34S 411870 3544500\n"
    with pytest.raises(Refused):
        _ = read_perimeter(corners).region


class TestOneMistake:
    """A walk that closes, and one thing written wrongly: it is refused, and the refusal says where to look."""

    @staticmethod
    def codes(perimeter_of: Callable[[], object]) -> list[str]:
        with pytest.raises(Refused) as caught:
            perimeter_of()
        return [problem.code for problem in caught.value.problems]

    def test_bearings_and_distances_in_each_others_columns(self):
        turned = "point;bearing;distance_m;position\nRP;;;34S 411875 3544507\n"
        turned += "SP;25;40\nTP1;100;90\nTP2;50.5;180\nTP3;99;270\nSP;50;358\n"
        assert self.codes(lambda: read_perimeter(turned)) == ["perimeter.does_not_close", "perimeter.columns_swapped"]

    def test_degrees_taken_for_mils(self):
        sheet = changed(("# declination: 4.1\n", "# declination: 4.1\n# unit: mils\n"))
        with pytest.raises(Refused) as caught:
            read_perimeter(sheet)
        assert [problem.code for problem in caught.value.problems][1:] == ["perimeter.other_unit"]
        assert caught.value.problems[1].params == {"unit": "degrees", "stated": "mils"}

    @given(st.lists(st.integers(20, 400), min_size=4, max_size=9), st.data())
    def test_a_wrong_leg_is_among_those_to_look_at(self, radii, data):
        stations = around(radii)
        at = data.draw(st.integers(1, len(stations) - 1))
        leg = stations[at]
        assert leg.bearing is not None
        assert leg.distance_m is not None
        if data.draw(st.booleans()):
            by = data.draw(st.sampled_from([30.0, 77.5]))
            stations[at] = Station(leg.name, leg.bearing, leg.distance_m + by)
        else:
            stations[at] = Station(
                leg.name, (leg.bearing + data.draw(st.sampled_from([90, 180]))) % 360, leg.distance_m
            )
        with pytest.raises(Refused) as caught:
            walk(stations, Bearings(), limit=Limit(one_in=1000))
        hints = {problem.code: problem.params for problem in caught.value.problems[1:]}
        if "perimeter.look_at" in hints:
            assert leg.name in str(hints["perimeter.look_at"]["points"]).split(", ")
        else:
            assert hints  # another reading closes it by chance

    def test_two_wrong_legs_leave_no_hint(self):
        wrong = changed(("TP1;90;100", "TP1;90;163"), ("TP2;180;50.5", "TP2;211;150.5"))
        assert self.codes(lambda: read_perimeter(wrong)) == ["perimeter.does_not_close"]


def around(radii: list[int]) -> list[Station]:
    """A walk around a star of these radii, in metres, which closes within millimetres."""
    turn = 2 * math.pi / len(radii)
    start = (20.2, 32.2)
    ring = [
        (start[0] + r / 94_000 * math.cos(n * turn), start[1] + r / 111_000 * math.sin(n * turn))
        for n, r in enumerate(radii)
    ]
    fixes = [read_fix("{:.9f},{:.9f}".format(*point)) for point in (*ring, ring[0])]
    names = ["SP", *(f"TP{n}" for n in range(1, len(ring))), "SP"]
    stations = [Station("SP", fix=fixes[0])]
    for name, before, after in zip(names[1:], fixes, fixes[1:], strict=False):
        leg = leg_between(before.degrees, after.degrees)
        stations.append(Station(name, leg.bearing, leg.distance_m))
    return stations


degrees = st.tuples(st.floats(-179, 179), st.floats(-79, 83))


@given(degrees, st.floats(0, 359.99), st.floats(0.01, 5000))
def test_a_leg_leads_where_the_leg_between_its_ends_says(start, bearing, distance_m):
    end = go(start, Leg(bearing, distance_m))
    back = leg_between(start, end)
    assert back.distance_m == pytest.approx(distance_m, abs=1e-6)
    assert math.remainder(back.bearing - bearing, 360) == pytest.approx(0, abs=1e-5 / distance_m * 60)


@given(
    st.tuples(st.integers(195_000_000, 205_000_000), st.integers(300_000_000, 330_000_000)),
    st.lists(st.integers(3_000, 60_000), min_size=3, max_size=9),
)
def test_a_table_of_turning_points_walks_back_to_the_same_ground(centre, radii):
    """Corners around a centre: whatever the ground, its own table leads around it and closes within a millimetre."""
    turn = 2 * math.pi / len(radii)
    ring = [
        [centre[0] + round(r * math.cos(n * turn)), centre[1] + round(r * math.sin(n * turn))]
        for n, r in enumerate(radii)
    ]
    region = parse_region(normalise([[ring]]))
    reference = (centre[0] + 100_000, centre[1])
    (border,) = tabulate(region, reference)
    stations = [
        Station(turning.name, turning.leg.bearing, turning.leg.distance_m) for turning in border.turnings if turning.leg
    ]
    stations.append(Station(border.turnings[0].name, border.back.bearing, border.back.distance_m))
    walked = walk(stations, Bearings(), reference=Station("RP", fix=read_fix("{},{}".format(*to_degrees(reference)))))
    assert walked.region == region
    assert walked.closing is not None
    assert walked.closing.error_m < 0.001
    assert walked.closing.length_m == pytest.approx(border.length_m)


def test_a_table_starts_at_the_corner_nearest_the_reference_point_and_numbers_all_borders():
    outer = [
        [200_000_000, 320_000_000],
        [200_010_000, 320_000_000],
        [200_010_000, 320_010_000],
        [200_000_000, 320_010_000],
    ]
    hole = [[200_003_000, 320_003_000], [200_007_000, 320_003_000], [200_007_000, 320_007_000]]
    outside, inside = tabulate(parse_region(normalise([[outer, hole]])), (200_012_000, 320_012_000))
    assert outside.turnings[0].position == (200_010_000, 320_010_000)
    assert [turning.name for turning in (*outside.turnings, *inside.turnings)] == [
        "SP1", "TP1", "TP2", "TP3", "SP2", "TP4", "TP5",
    ]  # fmt: skip
    assert (outside.hole, inside.hole) == (False, True)
    assert outside.turnings[0].mgrs.startswith("34S ")
