"""Every scenario plays as written; a scenario that cannot be read names its line; together they show every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearway.projection import FINDINGS, RULES
from tests.scenarios.form import ScenarioError, list_scenarios, parse_scenario, read_scenario
from tests.scenarios.player import Player

PATHS = list_scenarios()
pytestmark = pytest.mark.scenario


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_plays_as_written(path: Path) -> None:
    scenario = read_scenario(path)
    player = Player(scenario)
    player.play()
    shown = {*scenario.applies, *scenario.spares}
    assert {code.partition(".")[0] for code in player.codes} <= shown, "name the rules of the findings in the heading"
