"""The contract of the index, for both engines: exact answers, at any instant, after any change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import EMPTY, Position, Region, box
from clearway.index import NOWHERE, CheckIndex, PlaceIndex
from clearway.index.stretches import lengths_m
from tests.index.areas import DAY, E7, degrees, holds, share_inside, to_wkb
from tests.shapes import BENGHAZI, ZOO, drawn, extreme_regions, from_shapely, positions, regions, scaled

NOW = 1_480_000_000
ANYWHERE = st.sampled_from([(1, (0, 0)), (1, BENGHAZI), (977, BENGHAZI), (40_000_000, (-1_800_000_000, -200_000_000))])
"""How much the small shapes are scaled, and where they are put: as fine as can be, in a town, over a hemisphere."""
UNIVERSAL = [(180 * E7, 0), (-180 * E7, 0), (0, 90 * E7), (0, -90 * E7), (180 * E7, 90 * E7), (0, 0), BENGHAZI]


def indexed(areas: Sequence[Region], engine: str) -> CheckIndex:
    return CheckIndex.from_areas(
        [to_wkb(area) for area in areas], [1] * len(areas), [None] * len(areas), [None] * len(areas), engine=engine
    )


def pairs_of(index: CheckIndex, points: Sequence[Position], at: int = NOW) -> list[tuple[int, int]]:
    """The pairs, sorted; a pair that comes twice stays twice."""
    found = index.pairs(*degrees(points), at)
    assert [each.dtype for each in found] == [np.uint32, np.uint32]
    return sorted(zip(found[0].tolist(), found[1].tolist(), strict=True))


def brute_pairs(areas: Sequence[Region], points: Sequence[Position]) -> list[tuple[int, int]]:
    return [(p, a) for p, point in enumerate(points) for a, area in enumerate(areas) if holds(area, point)]


def probes(areas: Sequence[Region]) -> list[Position]:
    """Corners, their neighbours, middles of edges, and places far away."""
    found = dict.fromkeys(UNIVERSAL)
    for area in areas:
        for polygon in area.polygons:
            for ax, ay, bx, by in polygon.edges:
                middle = (ax + bx) // 2, (ay + by) // 2
                for x, y in ((ax, ay), middle):
                    found.update(dict.fromkeys((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)))
    return [(x, y) for x, y in found if abs(x) <= 180 * E7 and abs(y) <= 90 * E7]


# ------------------------------------------------------------------------------------------------ points


@pytest.mark.law
@given(areas=st.lists(regions(), min_size=1, max_size=6), place=ANYWHERE, more=st.lists(positions(), max_size=20))
def test_a_point_is_in_an_area_exactly_if_the_definition_says_so(engine, areas, place, more) -> None:
    by, to = place
    areas = [scaled(area, by, to) for area in areas]
    points = [*probes(areas), *((to[0] + by * x, to[1] + by * y) for x, y in more)]
    assert pairs_of(indexed(areas, engine), points) == brute_pairs(areas, points)


@pytest.mark.law
@given(areas=st.lists(extreme_regions(), min_size=1, max_size=3))
def test_the_largest_areas_and_the_ends_of_the_map_are_exact(engine, areas) -> None:
    points = probes(areas)
    assert pairs_of(indexed(areas, engine), points) == brute_pairs(areas, points)


@pytest.mark.parametrize("name", ZOO)
@pytest.mark.parametrize("by", [1, 977])
def test_awkward_areas_are_exact_at_every_place_of_a_grid(engine, name, by) -> None:
    if name == "whole map":
        area, points = ZOO[name], UNIVERSAL
    else:
        area = scaled(ZOO[name], by)
        span = range(-by, 14 * by, 1 if by == 1 else 331)
        points = [(BENGHAZI[0] + x, BENGHAZI[1] + y) for x in span for y in span]
        points += probes([area])
    assert pairs_of(indexed([area], engine), points) == brute_pairs([area], points)


def test_the_180th_meridian_is_both_ends_of_the_map(engine) -> None:
    east, west = box((1_799_000_000, 0, 180 * E7, E7)), box((-180 * E7, 0, -1_799_000_000, E7))
    areas = [east, west, Region.union(east, west)]
    points = [(180 * E7, 5), (-180 * E7, E7), (180 * E7, E7 + 1), (1_799_500_000, 5)]
    index = indexed(areas, engine)
    assert pairs_of(index, points) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (3, 0), (3, 2)]
    assert sorted(index.one(180, 0, NOW)) == [0, 1, 2]
    assert index.worst(*degrees(points), NOW).tolist() == [0, 0, NOWHERE, 0]
    way = lengths_m(np.array([[0, 0]]), np.array([[0, 1000]]))[0]
    found = index.lines(np.transpose(degrees([(180 * E7, 0), (180 * E7, 1000)])), [0, 2], NOW)
    assert sorted(found[1].tolist()) == [0, 1, 2]
    assert found[2] == pytest.approx([way] * 3, rel=1e-6), "a way along it counts once"
    places = PlaceIndex(*degrees(points), engine=engine)
    assert sorted(places.inside(to_wkb(west)).tolist()) == [0, 1]


def test_ten_thousand_corners_are_as_exact_as_four(engine) -> None:
    reach = [3_000_000 + (k * 7919) % 500_000 for k in range(10_000)]
    ring = [(round(r * cos(2 * pi * k / 1e4)), round(r * sin(2 * pi * k / 1e4))) for k, r in enumerate(reach)]
    area = drawn([[(BENGHAZI[0] + x, BENGHAZI[1] + y) for x, y in ring]])
    assert area is not None
    corners = list(area.positions())
    points = [(x + dx, y) for x, y in corners[::37] for dx in (-1, 0, 1)]
    assert pairs_of(indexed([area, area], engine), points) == [
        (p, a) for p, point in enumerate(points) if holds(area, point) for a in (0, 1)
    ]


def test_an_index_may_hold_nothing_and_empty_areas_hold_nothing(engine) -> None:
    nothing = indexed([], engine)
    assert len(nothing) == 0
    assert pairs_of(nothing, UNIVERSAL) == []
    assert nothing.worst(*degrees(UNIVERSAL), NOW).tolist() == [NOWHERE] * len(UNIVERSAL)
    assert nothing.one(20, 32, NOW) == []
    for line in ([[20, 32], [21, 33]], [[-1, -1], [1, 1]]):
        assert nothing.lines(line, [0, 2], NOW)[0].tolist() == []
    around = box((BENGHAZI[0] - 5, BENGHAZI[1] - 5, BENGHAZI[0] + 5, BENGHAZI[1] + 5))
    index = indexed([EMPTY, around, EMPTY], engine)
    assert pairs_of(index, UNIVERSAL) == [(UNIVERSAL.index(BENGHAZI), 1)]
    assert pairs_of(index, []) == []
    assert PlaceIndex([], [], engine=engine).inside(to_wkb(around)).tolist() == []
    assert PlaceIndex([20.0], [32.0], engine=engine).inside(to_wkb(EMPTY)).tolist() == []


def test_a_sliver_that_rounding_draws_to_a_line_is_still_closed_ground(engine) -> None:
    flat = shapely.to_wkb(shapely.Polygon([(20, 32), (20.001, 32), (20.0005, 32.00000001)]))
    spot = shapely.to_wkb(shapely.Polygon([(20, 33), (20.00000001, 33), (20, 33.00000001)]))
    index = CheckIndex.from_areas([flat, spot], [1, 1], [None, None], [None, None], engine=engine)
    points = [(200_005_000, 320_000_000), (200_005_000, 320_000_001), (200_000_000, 330_000_000)]
    assert pairs_of(index, points) == [(0, 0), (2, 1)]
    assert sorted(index.lines(np.array([[20.0003, 31], [20.0003, 33], [20, 33]]), [0, 3], NOW)[1].tolist()) == [0, 1]


def test_parts_that_overlap_or_touch_are_one_area(engine) -> None:
    area = Region.union(*(scaled(box((k, k, k + 4, k + 4)), 10_000) for k in range(0, 40, 2)))
    points = [(BENGHAZI[0] + x, BENGHAZI[1] + y) for x in range(0, 440_000, 9999) for y in range(0, 440_000, 9999)]
    assert pairs_of(indexed([area], engine), points) == brute_pairs([area], points)


def test_thousands_of_random_points_agree_with_shapely_on_whole_numbers(engine) -> None:
    rng = np.random.default_rng(11)
    middles = BENGHAZI + rng.integers(-3_000_000, 3_000_000, (150, 2))
    areas = [outline(rng, tuple(middle.tolist()), int(rng.integers(3, 200))) for middle in middles]
    points = (BENGHAZI + rng.integers(-3_500_000, 3_500_000, (20_000, 2))).astype(np.int64)
    shapes = [shapely.union_all([shapely.Polygon(p.rings[0], p.rings[1:]) for p in area.polygons]) for area in areas]
    point, area = shapely.STRtree(shapes).query(shapely.points(points.astype(np.float64)), predicate="intersects")
    expected = sorted(zip(point.tolist(), area.tolist(), strict=True))
    assert pairs_of(indexed(areas, engine), [(x, y) for x, y in points.tolist()]) == expected
    assert len(expected) > 1000


def outline(rng: np.random.Generator, middle: tuple[int, int], count: int) -> Region:
    """A ring that wavers around a middle; where it crosses itself, the parts that shapely makes of it."""
    reach = rng.integers(20_000, 600_000, count)
    angles = np.sort(rng.random(count)) * 2 * pi
    ring = np.rint(np.stack([middle[0] + reach * np.cos(angles), middle[1] + reach * np.sin(angles)], axis=1))
    return Region.union(*from_shapely(shapely.set_precision(shapely.make_valid(shapely.Polygon(ring)), 1)))


# ------------------------------------------------------------------------------------------------ instants


@pytest.mark.law
@given(
    terms=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6),
    at=st.integers(-1, 10),
)
def test_an_area_counts_from_its_first_second_and_before_its_last_unless_its_severity_is_nothing(
    engine, terms, at
) -> None:
    areas = [box((k, 0, k + 3, 3)) for k in range(len(terms))]
    grades, since, until = zip(*terms, strict=True)
    starts = [None if each == 9 else each for each in since]
    ends = [None if each == 9 else each for each in until]
    index = CheckIndex.from_areas([to_wkb(area) for area in areas], grades, starts, ends, engine=engine)
    points = [(x, 1) for x in range(10)]
    counts = {
        n
        for n, (grade, start, end) in enumerate(zip(grades, starts, ends, strict=True))
        if grade and (start is None or start <= at) and (end is None or at < end)
    }
    expected = [(p, a) for p, a in brute_pairs(areas, points) if a in counts]
    assert pairs_of(index, points, at) == expected
    assert pairs_of(index, points, at) == expected, "the same instant again"
    ranked = {p: max((grades[a], -a) for q, a in expected if q == p) for p, _ in expected}
    worst = [-ranked[p][1] if p in ranked else NOWHERE for p in range(len(points))]
    assert index.worst(*degrees(points), at).tolist() == worst
    for number, (x, y) in enumerate(points):
        assert sorted(index.one(x / E7, y / E7, at)) == [a for p, a in expected if p == number]


def test_one_index_answers_every_instant(engine) -> None:
    index = CheckIndex.from_areas([to_wkb(scaled(ZOO["square"]))] * 2, [1, 2], [0, DAY], [2 * DAY, None], engine=engine)
    point = degrees([BENGHAZI])
    found = [sorted(index.pairs(*point, at)[1].tolist()) for at in (-1, 0, DAY - 1, DAY, 2 * DAY - 1, 2 * DAY)]
    assert found == [[], [0], [0], [0, 1], [0, 1], [1]]
    assert [int(index.worst(*point, at)[0]) for at in (0, DAY, 3 * DAY)] == [0, 1, 1]


@pytest.mark.law
@given(
    areas=st.lists(regions(), min_size=1, max_size=4),
    changes=st.lists(st.tuples(st.integers(0, 3), regions(), st.integers(0, 3)), min_size=1, max_size=8),
)
def test_a_changed_area_is_answered_as_if_it_had_always_been_so(engine, areas, changes) -> None:
    grades = [1] * len(areas)
    changed, index = list(areas), indexed(areas, engine)
    points = [(x, y) for x in range(-1, 14) for y in range(-1, 14)]
    for number, area, grade in changes:
        at = number % len(areas)
        changed[at], grades[at] = area, grade
        before = pairs_of(index, points)
        later = index.replace(at, to_wkb(area), grade)
        assert pairs_of(index, points) == before, "an index never changes"
        index = later
    fresh = CheckIndex.from_areas(
        [to_wkb(area) for area in changed], grades, [None] * len(areas), [None] * len(areas), engine=engine
    )
    assert pairs_of(index, points) == pairs_of(fresh, points)
    assert index.worst(*degrees(points), NOW).tolist() == fresh.worst(*degrees(points), NOW).tolist()
    for x, y in points[::7]:
        assert sorted(index.one(x / E7, y / E7, NOW)) == sorted(fresh.one(x / E7, y / E7, NOW))
    way = np.transpose(degrees([(0, 0), (12, 5), (3, 12)]))
    assert stretches(index, way, [0, 3]) == pytest.approx(stretches(fresh, way, [0, 3]), abs=1e-9)


def test_many_changes_one_after_the_other_stay_exact(engine) -> None:
    areas = [scaled(box((k, 0, k + 2, 2)), 1000) for k in range(60)]
    index = indexed(areas, engine)
    for k in range(0, 60, 2):
        areas[k] = scaled(box((k, 5, k + 2, 7)), 1000)
        index = index.replace(k, to_wkb(areas[k]), 1)
    points = [(BENGHAZI[0] + x, BENGHAZI[1] + y) for x in range(0, 62_000, 500) for y in range(0, 8_000, 500)]
    assert pairs_of(index, points) == brute_pairs(areas, points)


# ------------------------------------------------------------------------------------------------ lines and shapes


def stretches(index: CheckIndex, coords: object, offsets: list[int]) -> dict[tuple[int, int], float]:
    of, areas, metres = index.lines(np.asarray(coords), offsets, NOW)
    found = dict(zip(zip(of.tolist(), areas.tolist(), strict=True), metres.tolist(), strict=True))
    assert len(found) == len(of), "each pair once"
    return found


@pytest.mark.law
@given(
    areas=st.lists(regions(), min_size=1, max_size=4),
    ways=st.lists(st.lists(positions(), min_size=1, max_size=7), min_size=1, max_size=4),
    place=ANYWHERE,
)
def test_a_line_touches_an_area_exactly_if_the_definition_says_so_and_metres_are_its_share(
    engine, areas, ways, place
) -> None:
    by, to = place
    areas = [scaled(area, by, to) for area in areas]
    lines = [[(to[0] + by * x, to[1] + by * y) for x, y in way] for way in ways]
    check_lines(indexed(areas, engine), areas, lines)


@pytest.mark.law
@given(areas=st.lists(extreme_regions(), min_size=1, max_size=2), way=st.data())
def test_lines_along_the_ends_of_the_map_are_exact(engine, areas, way) -> None:
    corners = [each for area in areas for each in area.positions()] + UNIVERSAL
    corners_of_way = way.draw(st.lists(st.sampled_from(corners), min_size=2, max_size=5))
    check_lines(indexed(areas, engine), areas, [corners_of_way])


def check_lines(index: CheckIndex, areas: Sequence[Region], lines: Sequence[Sequence[Position]]) -> None:
    """Compare with fractions: touching must be equal, metres nearly so."""
    offsets = np.cumsum([0, *(len(way) for way in lines)])
    found = stretches(index, np.transpose(degrees([each for way in lines for each in way])), offsets.tolist())
    for number, way in enumerate(lines):
        for area, region in enumerate(areas):
            touched, metres, whole = holds(region, way[0]), 0.0, 0.0
            for start, end in pairwise(way):
                touches, share = share_inside(region, start, end)
                length = float(lengths_m(np.array([start]), np.array([end]))[0])
                touched, metres, whole = touched or touches, metres + float(share) * length, whole + length
            assert ((number, area) in found) == touched
            if touched:
                assert found[number, area] == pytest.approx(metres, rel=2e-5, abs=1e-5 + 1e-9 * whole)


def test_a_stretch_walked_twice_counts_twice_and_a_way_along_the_border_lies_inside(engine) -> None:
    area = scaled(box((0, 0, 10, 10)))
    (x, y), side = BENGHAZI, 10_000
    there_and_back = [(x - 500, y + 5000), (x + 500, y + 5000), (x - 500, y + 5000)]
    border = [(x, y - 500), (x, y + side + 500)]
    beside = [(x - 1, y), (x - 1, y + side)]
    found = stretches(indexed([area], engine), np.transpose(degrees([*there_and_back, *border, *beside])), [0, 3, 5, 7])
    half = lengths_m(np.array([[x, y + 5000]]), np.array([[x + 500, y + 5000]]))[0]
    edge = lengths_m(np.array([[x, y]]), np.array([[x, y + side]]))[0]
    assert found == pytest.approx({(0, 0): 2 * half, (1, 0): edge}, rel=1e-6)


def test_lines_may_be_few_positions_of_many_and_none(engine) -> None:
    index = indexed([scaled(ZOO["square"])], engine)
    coords = np.transpose(degrees([BENGHAZI] * 5))
    assert stretches(index, coords, []) == {}
    assert stretches(index, coords, [0]) == {}
    assert stretches(index, coords, [1, 1, 2, 2, 4]) == {(1, 0): 0.0, (3, 0): 0.0}


# ------------------------------------------------------------------------------------------------ places


@pytest.mark.law
@given(areas=st.lists(regions(), min_size=1, max_size=3), place=ANYWHERE)
def test_an_area_holds_exactly_the_places_that_the_definition_says(engine, areas, place) -> None:
    by, to = place
    areas = [scaled(area, by, to) for area in areas]
    points = [*probes(areas), *probes(areas)]
    places = PlaceIndex(*degrees(points), engine=engine)
    for area in areas:
        found = places.inside(to_wkb(area))
        assert found.dtype == np.uint32
        assert sorted(found.tolist()) == [n for n, point in enumerate(points) if holds(area, point)]


def test_places_in_towns_far_apart_are_found(engine) -> None:
    rng = np.random.default_rng(5)
    towns = rng.integers(-500_000_000, 500_000_000, (20, 2))
    points = (towns[rng.integers(0, 20, 5000)] + rng.integers(-20_000, 20_000, (5000, 2))).tolist()
    places = PlaceIndex(*degrees([(x, y) for x, y in points]), engine=engine)
    for x, y in towns.tolist():
        area = outline(rng, (x, y), 30)
        expected = [n for n, (px, py) in enumerate(points) if holds(area, (px, py))]
        assert sorted(places.inside(to_wkb(area)).tolist()) == expected
    assert places.nbytes > 0
