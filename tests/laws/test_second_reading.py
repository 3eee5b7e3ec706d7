"""Every rule of DESIGN §3 at once: the projection answers as a second, naive reading of the specification does.

What holds, who may loosen, what a release takes away, on which point: the oracle recomputes all of it from the raw
records (A1 to A6, B1 to B12, C), and the answers must be the same, point by point and for whole shapes.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, event, given, seed, settings
from hypothesis import strategies as st

from clearway.geometry import At, Region
from tests.laws.asking import (
    TALLY,
    holds_a_release,
    picture_of,
    portion,
    positions,
    public_trust,
    region,
    said,
    sampled,
    several_positions,
    shown,
    worst,
)
from tests.laws.stories import Story, ground, stories
from tests.shapes import Track, scaled, tracks
from tests.world import CELL, SOUTH, WEST

pytestmark = pytest.mark.law


def moved(track: Track) -> Track:
    return Track(tuple((WEST + x * CELL, SOUTH + y * CELL) for x, y in track.points))


@portion(250)
@given(stories(), several_positions())
def test_a_point_gets_what_the_specification_says(story: Story, points: list[At]):
    history, picture = story.world.history(), picture_of(story)
    event("a valid release is in force" if holds_a_release(history, story.at) else "no release is in force")
    for point in points:
        assert said(history.check(point, story.at)) == shown(picture.at_point((point.x, point.y, 1)))


@portion(40)
@given(
    stories(), several_positions(4), st.sampled_from([None, "house 7", "house 8"]), st.sampled_from([None, 100, 101])
)
def test_indoors_and_with_a_bad_position(story: Story, points: list[At], unit: str | None, accuracy: int | None):
    history, picture = story.world.history(), picture_of(story)
    for point in points:
        answer = history.check(point, story.at, accuracy, unit)
        expected = picture.at_point((point.x, point.y, 1), unsure=accuracy == 101, unit=unit)
        assert said(answer) == shown(expected)


@portion(40)
@given(stories(), several_positions(4))
def test_whoever_has_public_logs_alone_gets_what_they_say(story: Story, points: list[At]):
    picture = picture_of(story, public_trust(story.world))
    history = story.world.history(trust=story.world.trust.public_only())
    for point in points:
        assert said(history.check(point, story.at)) == shown(picture.at_point((point.x, point.y, 1)))


@portion(20)
@given(stories(), ground().map(region))
def test_a_shape_gets_the_worst_of_its_points(story: Story, query: Region):
    history, picture = story.world.history(), picture_of(story)
    assert said(history.check(query, story.at)) == worst(map(picture.at_point, sampled(picture, query)))


@portion(30)
@given(stories(), tracks().map(moved))
def test_a_way_gets_the_worst_of_its_points(story: Story, way: Track):
    history, picture = story.world.history(), picture_of(story)
    assert said(history.check(way, story.at)) == worst(map(picture.at_point, sampled(picture, way)))


@portion(30)
@given(stories(), positions(), st.integers(1, 6), st.integers(1, 6))
def test_a_larger_shape_never_opens(story: Story, corner: At, width: int, height: int):
    history = story.world.history()
    small = scaled(Region.union(region_box(0, 0, width, height)), CELL // 2, (corner.x, corner.y))
    large = scaled(Region.union(region_box(-1, 0, width + 1, height)), CELL // 2, (corner.x, corner.y))
    inside, outside = (worst([said(history.check(query, story.at))]) for query in (small, large))
    assert worst([inside, outside]).verdict == outside.verdict
    assert worst([inside, outside]).hazard == outside.hazard
    assert worst([inside, outside]).closure == outside.closure


def region_box(west: int, south: int, east: int, north: int) -> Region:
    return region([[[[west, south], [east, south], [east, north], [west, north], [west, south]]]])


def test_at_least_a_fifth_of_the_stories_hold_a_valid_release():
    found = [0, 0]

    @seed(2016)
    @settings(max_examples=100, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(stories())
    def count(story: Story) -> None:
        found[0] += 1
        found[1] += holds_a_release(story.world.history(), story.at)

    count()
    print(f"{found[1]} of {found[0]} stories hold a valid release")
    assert found[1] * 5 >= found[0]
    assert TALLY["stories"] >= found[0]
