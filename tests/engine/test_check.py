"""A question gets the same answer in the browser as in Python: at points, over discs and shapes, now and later."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from math import gcd
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import At, Position, Region, cells, disc
from clearway.publish import Known, Snapshot
from clearway.site.data import messages_for
from clearway.situation import Situation
from clearway.terms import Realm
from clearway.wording import LANGUAGES
from tests.engine.browser import Engine
from tests.engine.expected import Questions, query_json
from tests.engine.strategies import moments, portion, snapshots, triangle, ways_of_asking
from tests.laws.stories import Story, stories
from tests.publish.test_snapshot import AT, SPAN, identifier, units
from tests.shapes import extreme_regions, regions

MESSAGES = {lang: messages_for(lang) for lang in LANGUAGES}
accuracies = st.sampled_from([None, 5, 500, "unknown"])
GRID = [At(x, y) for x in range(-1, SPAN + 2) for y in range(-1, SPAN + 2)]


def same(engine: Engine, questions: Questions) -> None:
    differences = questions.differences(engine.call("ask", questions.put()))
    assert not differences[:1]


@portion(30)
@given(snapshots(), moments, accuracies, units, st.data())
def test_every_point_of_a_grid(engine: Engine, snapshot: Snapshot, at: datetime, accuracy: Any, unit: Any, data: Any):
    questions = Questions(snapshot, MESSAGES)
    told = data.draw(st.sets(st.sampled_from(GRID), max_size=4))
    for point in GRID:
        asked = data.draw(ways_of_asking(snapshot)) if point in told else None
        questions.ask(point, at if asked else AT, accuracy=accuracy, unit=unit, asked=asked)
    same(engine, questions)


@portion(60)
@given(snapshots(), st.lists(regions(), min_size=1, max_size=4), moments, accuracies, units, st.data())
def test_shapes_that_cross_and_touch(
    engine: Engine, snapshot: Snapshot, shapes: list[Region], at: datetime, accuracy: Any, unit: Any, data: Any
):
    questions = Questions(snapshot, MESSAGES)
    for shape in shapes:
        asked = data.draw(ways_of_asking(snapshot))
        questions.ask(shape, at, accuracy=accuracy, unit=unit, asked=asked)
    same(engine, questions)


def awkward_points(situation: Situation, chance: Any, count: int) -> list[Position]:
    """Vertices and the positions next to them, middles of edges, and anywhere around."""
    grounds = [hold.footprint for hold in situation.holds]
    grounds += [
        ground for hold in situation.holds for cover in hold.covers for ground in (*cover.all_of, *cover.none_of)
    ]
    rings = [ring for ground in grounds for polygon in ground.polygons for ring in polygon.rings]
    found = {(x + dx, y + dy) for ring in rings for x, y in ring for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    found |= {((a[0] + b[0]) // 2, (a[1] + b[1]) // 2) for ring in rings for a, b in pairwise(ring)}
    found = {(x, y) for x, y in found if abs(x) <= 1_800_000_000 and abs(y) <= 900_000_000}
    if not found:
        return []
    xs, ys = [x for x, _ in found], [y for _, y in found]
    anywhere = [(chance.randint(min(xs), max(xs)), chance.randint(min(ys), max(ys))) for _ in range(count // 2)]
    chosen: list[Position] = chance.sample(sorted(found), min(len(found), count))
    return chosen + anywhere


@pytest.mark.law
@portion(25)
@given(stories(), st.randoms(use_true_random=False), st.booleans())
def test_what_offices_made_of_the_ground(engine: Engine, story: Story, chance: Any, whole: bool):
    """Releases that rest on surveys, searches and decisions, from stories; the owner's picture or the public one."""
    history = story.world.history()
    snapshot = Snapshot(
        situation=history.at(story.at),
        realm=Realm.TEST,
        publisher="crisis/public",
        frontier={"crisis/public": Known(1, identifier(1))},
        trust=identifier(2),
        valid_until=story.at,
        corridor_s=1800,
    )
    questions = Questions(snapshot, MESSAGES)
    records = {} if whole else {each.id: each.record for each in map(history.find, story.world.written) if each}
    for number, (x, y) in enumerate(awkward_points(snapshot.situation, chance, 60)):
        asked = questions.asked(position=(x, y), records=records) if number % 8 == 0 else None
        questions.ask(At(x, y), story.at, asked=asked)
        if number % 10 == 0:
            questions.ask_disc((x, y), chance.choice([1, 7, 30, 200]), story.at)
    same(engine, questions)


@given(
    st.lists(regions() | extreme_regions(), max_size=6), st.lists(regions() | extreme_regions(), min_size=1, max_size=3)
)
def test_the_ground_is_cut_into_the_same_cells_in_the_same_order(
    engine: Engine, ground: list[Region], shapes: list[Region]
):
    for shape in shapes:
        given_ = {"query": query_json(shape), "regions": [region.e7 for region in ground]}
        expected = [[format(mask, "x") for mask in (cell.star, *cell.masks)] for cell in cells(shape, ground)]
        assert engine.call("patterns", given_) == expected


@portion(50)
@given(st.integers(-1_800_000_000, 0), st.integers(-900_000_000, 0), st.data())
def test_a_hair_beside_a_long_edge_is_beside_it(engine: Engine, x: int, y: int, data: st.DataObject):
    """Points so near to an edge of thousands of kilometres that a double cannot tell on which side they are."""
    dx = data.draw(st.integers(900_000_000, 1_800_000_000 - x))
    dy = data.draw(st.integers(450_000_000, 900_000_000 - y).filter(lambda step: gcd(dx, step) == 1))
    # dx · py − dy · px = 1: no whole number lies nearer to the edge on its left; mirrored, none on its right.
    px = -pow(dy, -1, dx) % dx
    py = (1 + dy * px) // dx
    edge = triangle((x, y), (x + dx, y), (x + dx, y + dy))
    for point in ((x + px, y + py), (x + dx - px, y + dy - py), (x, y), (x + px, y + py - 1)):
        beside = triangle(point, (point[0] + 7, point[1] - 9), (point[0] + 9, point[1] + 5))
        for query in (At(*point), beside):
            expected = [[format(mask, "x") for mask in (c.star, *c.masks)] for c in cells(query, [edge])]
            assert engine.call("patterns", {"query": query_json(query), "regions": [edge.e7]}) == expected


@portion(25)
@given(
    st.lists(
        st.tuples(st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000)), min_size=20
    ),
    st.integers(1, 100_000),
)
def test_a_position_with_its_accuracy_is_the_same_polygon(engine: Engine, centres: list[Position], metres: int):
    # Also where a disc reaches over the 180th meridian, and over a pole.
    asked = [(x, y, metres * 1000) for x, y in (*centres, (1_799_999_000, 5), (-1_799_999_999, 5), (7, 899_999_999))]
    assert engine.call("discs", asked) == [disc((x, y), radius).e7 for x, y, radius in asked]
