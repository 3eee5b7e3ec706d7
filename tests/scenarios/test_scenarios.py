"""Every scenario plays as written, a fault in one names its line, and together they show every rule and finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clearway.projection import FINDINGS, RULES
from tests.scenarios.form import Scenario, ScenarioError, list_scenarios, parse_scenario, read_scenario
from tests.scenarios.language import ADDITIONS, EXPECTATIONS, SENTENCES, parse_story
from tests.scenarios.player import Player
from tests.scenarios.stage import PEOPLE, ROOTS
from tools.generate_scenarios import ROOT, pages

PATHS = list_scenarios()
SCENARIOS = [read_scenario(path) for path in PATHS]
pytestmark = pytest.mark.scenario

NEVER_FOUND = {
    "A3.no_grant": "a loosening record that names no grant is not of its kind, and is found as A5.no_loosening",
}
"""Findings that no record can come to, with the reason why they are there all the same."""


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_it_plays_as_written(scenario: Scenario) -> None:
    player = Player(scenario)
    player.play()
    shown = {*scenario.applies, *scenario.spares}
    assert {code.partition(".")[0] for code in player.codes} <= shown, "name the rules of the findings in the heading"


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_shown_to_apply_and_not_to(rule: str) -> None:
    assert any(rule in scenario.applies for scenario in SCENARIOS), f"no scenario shows that {rule} applies"
    assert any(rule in scenario.spares for scenario in SCENARIOS), f"no scenario shows where {rule} does not apply"


def test_every_finding_is_shown() -> None:
    told = {code for scenario in SCENARIOS for step in parse_story(scenario) for code in _codes(step.expected)}
    assert FINDINGS.keys() - NEVER_FOUND.keys() - told == set()
    assert NEVER_FOUND.keys() & told == set(), "found after all"
    assert NEVER_FOUND.keys() <= FINDINGS.keys()


def _codes(expected: dict[str, list[str]]) -> list[str]:
    return [*expected.get("fails", []), *expected.get("noting", [])]


def test_every_law_but_the_first_is_shown() -> None:
    # Law 1, that nothing is lost or altered, is about bytes; the ledger's tests prove it.
    assert {law for scenario in SCENARIOS for law in scenario.laws} == set("23456789")


def test_numbers_and_titles_are_given_once() -> None:
    numbers = [scenario.name.partition("-")[0] for scenario in SCENARIOS]
    titles = [scenario.title for scenario in SCENARIOS]
    assert len(set(numbers)) == len(numbers)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_it_can_be_read_by_a_person(scenario: Scenario) -> None:
    assert all(len(line) <= 140 for line in scenario.path.read_text(encoding="utf-8").splitlines())
    assert len(re.findall(r"[.:;?!\"](?:\s|$)", " ".join(scenario.shows))) >= 2
    assert any(step.sentence.asks for step in parse_story(scenario)), "it asks nothing"


def test_every_part_of_the_language_is_used() -> None:
    steps = [step for scenario in SCENARIOS for step in parse_story(scenario)]
    methods = {step.method for step in steps}
    assert {s.method for sentences in SENTENCES.values() for s in sentences} - methods == set()
    assert {addition.name for addition in ADDITIONS} - {name for step in steps for name in step.added} == set()
    for question, table in EXPECTATIONS.items():
        used = {name for step in steps if step.method == question for name in step.expected}
        assert {each.name for each in table} - used == set(), question


def test_every_role_acts() -> None:
    words = " ".join(step.text for scenario in SCENARIOS for step in scenario.steps)
    for role in (*(f"the {name}" for name in PEOPLE), *ROOTS):
        assert role in words, role


@pytest.mark.parametrize("path", pages(), ids=str)
def test_the_generated_page_is_current(path: Path) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], "run make generate"


# --- scenarios that cannot be read ---------------------------------------------------------------------------------

GOOD = """A title

It shows something. Indeed.

Applies: A1

Ground:
    A A

Story:
    at 2016-11-17 13:05
    Field: the centre declares A suspected
    check A → do_not_enter
"""


def play(text: str) -> None:
    Player(parse_scenario(Path("99-bad.txt"), text)).play()


def test_the_good_one_plays() -> None:
    play(GOOD)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("A title", "", 1, "title"),
        ("It shows something. Indeed.", "", 2, "two or three sentences"),
        ("Applies: A1\n", "", 6, "rules or laws"),
        ("Applies: A1", "Applies: B13", 5, "no rule"),
        ("Ground:\n    A A\n", "", 11, "'Ground'"),
        ("    A A\n", "    A a\n", 8, "'a'"),
        ("    A A\n", "    A A\nGround:\n", 9, "second part"),
        ("at 2016-11-17", "→ released\n    at 2016-11-17", 11, "no step above"),
        ("the centre declares", "the centre hopes", 12, "no sentence of the language"),
        ("the centre", "the pope", 12, "nobody is called 'the pope'"),
        ("declares A", "declares Z", 12, "'Z' is no ground"),
        ("suspected", "suspected; at midnight", 12, "says nothing that is known"),
        ("suspected", "suspected; from 2016-11-31", 12, "day is out of range"),
        ("suspected", "suspected; gaps up to 300 mm", 12, "gap_mm"),
        ("suspected", "suspected; in flat-3; in flat-3", 12, "second time"),
        ("suspected", "suspected; replacing Nothing", 12, "nothing is labelled 'Nothing'"),
        ("suspected", "suspected → released", 12, "only a question"),
        ("check A → do_not_enter", "check A", 13, "ends with →"),
        ("check A → do_not_enter", "Why: check A → do_not_enter", 13, "no label"),
        ("check A → do_not_enter", "check A → safe", 13, "'safe'"),
        ("check A → do_not_enter", "check A → hazard green", 13, "'green'"),
        ("check A → do_not_enter", "ask about Field → does not count: B5.no_luck", 13, "no finding"),
        ("check A → do_not_enter", "at 2016-11-16", 13, "does not go back"),
        ("check A → do_not_enter", "Field: the centre declares A confirmed", 13, "a Field already"),
        ("check A → do_not_enter", "Late: at 2016-11-18", 13, "no record to label"),
    ],
)
def test_a_fault_names_its_file_and_line(old: str, new: str, line: int, what: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        play(GOOD.replace(old, new, 1))
    assert str(refused.value).startswith(f"99-bad.txt:{line}: ")
    assert what in str(refused.value)


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("check A → released", "verdict released, found do_not_enter"),
        ("check A → do_not_enter; hazard confirmed", "hazard confirmed, found suspected"),
        ("check A → do_not_enter; under nothing", "under nothing, found Field"),
        ("check A → do_not_enter; because stale", "doubts stale, found nothing"),
        ("check A → do_not_enter; rule B7 for Field", "rule B7 for Field"),
        ("check A → do_not_enter; label contested on Field", "label contested on Field"),
        ('check A → do_not_enter; quoting "mines"', "quoting 'mines'"),
        ("check A → do_not_enter; next start 2016-11-18", "next start"),
        ("ask about Field → does not count: A5.unverified", "A5.unverified; found no finding"),
    ],
)
def test_a_wrong_answer_names_its_line_and_what_was_found(new: str, found: str) -> None:
    with pytest.raises(AssertionError) as failed:
        play(GOOD.replace("check A → do_not_enter", new))
    assert str(failed.value).startswith("99-bad.txt:13: ")
    assert found in str(failed.value)
