"""Questions to the index of a situation get the answers that ``check`` gives, to the last word."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import At, Track, disc, passages, place_on
from clearway.index import CheckIndex, HistoryIndex, SituationIndex
from clearway.index.wkb import write_wkb
from clearway.projection import check
from tests.index.test_contract import probes
from tests.laws.asking import holds_a_release, portion
from tests.laws.stories import Story, stories
from tests.offices import ELSEWHERE, QUARTER, close, open_two
from tests.publish.test_snapshot import SPAN, queries, situations, units
from tests.shapes import positions

GRID = [(x, y) for x in range(-2, SPAN + 3) for y in range(-2, SPAN + 3)]
accuracies = st.sampled_from([None, 5, 500, "unknown"])


@pytest.mark.law
@given(situation=situations(), accuracy=accuracies, unit=units, asked=st.lists(queries, max_size=3))
def test_every_question_about_a_situation_is_answered_as_the_exact_way_does(
    engine, situation, accuracy, unit, asked
) -> None:
    index = SituationIndex(situation, engine=engine)
    for query in (*asked, disc((6, 6), 100), disc((0, 0), 20)):
        assert index.check(query, accuracy, unit) == check(situation, query, accuracy, unit)
    for _ in ("at first", "from memory"):
        answers, numbers = index.look_up(np.array(GRID), accuracy, unit)
        for position, number in zip(GRID[::3], numbers.tolist()[::3], strict=True):
            assert answers[number] == check(situation, At(*position), accuracy, unit)


@pytest.mark.law
@portion(20)
@given(story=stories())
def test_every_place_of_a_story_is_answered_as_its_history_does(engine, story: Story) -> None:
    history = story.world.history()
    holds_a_release(history, story.at)
    situation = history.at(story.at)
    index = SituationIndex(situation, engine=engine)
    regions = [hold.footprint for hold in situation.holds]
    positions = probes(regions)[::7]
    answers, numbers = index.look_up(np.array(positions))
    for position, number in zip(positions, numbers.tolist(), strict=True):
        assert answers[number] == check(situation, At(*position))


@pytest.mark.law
@given(situation=situations(), way=st.lists(positions(), min_size=1, max_size=5))
def test_a_track_enters_and_leaves_what_it_touches(engine, situation, way) -> None:
    index = SituationIndex(situation, engine=engine)
    passed = index.track(way)
    touched = [hold for hold in situation.holds if passages(way, hold.footprint)]
    assert sorted(each.hold.record for each in passed) == sorted(hold.record for hold in touched)
    assert {ground.hold.record for ground in index.check(Track(tuple(way))).grounds} <= {h.record for h in touched}
    never = [None] * len(passed)
    wkb = [write_wkb(each.hold.footprint) for each in passed]
    areas = CheckIndex.from_areas(wkb, [1] * len(wkb), never, never, engine=engine)
    line, area, metres = areas.lines(np.array(way) / 1e7, [0, len(way)], 0)
    assert sorted(area.tolist()) == list(range(len(passed)))
    assert set(line.tolist()) <= {0}
    for number, length in zip(area.tolist(), metres.tolist(), strict=True):
        assert passed[number].metres == pytest.approx(length, rel=1e-6, abs=1e-6)
        for stretch in passed[number].stretches:
            assert [stretch.begins, stretch.ends] == sorted([stretch.begins, stretch.ends])
            for place, position in ((stretch.begins, stretch.enters), (stretch.ends, stretch.leaves)):
                assert place_on(way, place) == pytest.approx(position, abs=0.5)


@given(story=stories())
@portion(5)
def test_a_history_keeps_the_indexes_of_the_last_instants(story: Story) -> None:
    index = HistoryIndex(story.world.history())
    first = index.at(story.at)
    assert index.at(story.at) is first
    assert first.situation == index.history.at(story.at)
    for hours in range(1, 6):
        index.at(story.at + timedelta(hours=hours))
    assert index.at(story.at) is not first


@pytest.mark.law
@portion(20)
@given(story=stories(), hours=st.lists(st.integers(-72, 200), min_size=1, max_size=3))
def test_one_index_of_a_history_answers_at_any_instant(engine, story: Story, hours) -> None:
    history = story.world.history()
    index = HistoryIndex(history, engine=engine)
    built = index.nbytes
    for at in (story.at, *(story.at + timedelta(hours=each) for each in hours)):
        situation = history.at(at)
        positions = probes([hold.footprint for hold in situation.holds])[::9]
        answers, numbers = index.look_up(np.array(positions), at)
        for position, number in zip(positions, numbers.tolist(), strict=True):
            assert answers[number] == check(situation, At(*position))
        way = positions[:4]
        assert index.track(way, at) == SituationIndex(situation).track(way)
        around = disc(positions[0], 5_000)
        assert index.check(around, at, 5) == check(situation, around, 5)
    assert index.nbytes == built


def test_an_index_takes_later_records_in_without_being_built_again(engine, monkeypatch) -> None:
    monkeypatch.setattr("clearway.index.history._SPARE", 3)
    crisis = open_two(None)[0]
    close(crisis, QUARTER)
    first = HistoryIndex(crisis.history(), engine=engine)
    place = np.array([[(ELSEWHERE[0] + ELSEWHERE[2]) // 2, (ELSEWHERE[1] + ELSEWHERE[3]) // 2]])
    index, at = first, crisis.now()
    for number in range(6):  # more than places are kept free
        x, y = ELSEWHERE[0] + number * 100, ELSEWHERE[1]
        close(crisis, (x, y, *ELSEWHERE[2:]))
        crisis.refresh()
        index = index.extended(crisis.history())
        answers, numbers = index.look_up(place, crisis.now())
        assert answers[numbers[0]] == crisis.history().check(At(*place[0].tolist()), crisis.now())
        assert len(answers[0].grounds) == number + 1
    assert first.look_up(place, at)[0][0].grounds == (), "the one before is as it was"
