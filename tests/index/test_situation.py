"""Questions to the index of a situation get the answers that ``check`` gives, to the last word."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import At, disc
from clearway.index import HistoryIndex, SituationIndex
from clearway.projection import check
from tests.index.test_contract import probes
from tests.laws.asking import holds_a_release, portion
from tests.laws.stories import Story, stories
from tests.publish.test_snapshot import SPAN, queries, situations, units

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
