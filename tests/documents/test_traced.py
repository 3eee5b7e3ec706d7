"""Every figure of a certificate is traced: to the way it was found, to its rule, and to records that are at hand."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from clearway.accounting import balances
from clearway.cli.record_says import says
from clearway.coverage import State
from clearway.desk.accounts import coverage
from clearway.desk.documents import Document, describe_document, trace_hand_over
from clearway.desk.explaining import RecordExplained, explain
from clearway.desk.numbers import find_by_number
from clearway.documents import Figure
from clearway.documents.paper import thousands
from clearway.problems import Refused
from clearway.projection import RULES
from clearway.records import parse_leaf
from clearway.wording import has
from tests.bidi import bare
from tests.desk import centre as mines
from tests.documents.scene import REFERENCE, Scene, play
from tests.refusals import refused

LANGUAGES = ("ar", "en")


@pytest.fixture(scope="module")
def scene() -> Scene:
    return play(signed=True)


def figures(scene: Scene, lang: str = "en") -> list[Figure]:
    return list(trace_hand_over(scene.centre, scene.hand_over.id, lang))


def named(scene: Scene, name: str) -> Figure:
    (found,) = (figure for figure in figures(scene) if figure.name == name)
    return found


def test_every_figure_has_its_words_its_rule_and_records_that_are_at_hand(scene):
    for figure in figures(scene):
        assert has(f"document.trace.{figure.name}")
        assert has(f"document.trace_how.{figure.name}")
        assert figure.rule is None or figure.rule in RULES
        assert figure.records or figure.name == "unsearched", figure.name
        for record in figure.records:
            assert scene.centre.get_record(record).id == record


def test_square_metres_are_those_of_the_account_and_of_the_coverage(scene):
    (area,) = balances(scene.centre.history(), scene.centre.now())
    for name in ("original", "cleared", "remaining"):
        assert thousands(getattr(area.figures, name)) in named(scene, name).value.plain, name
    found = coverage(scene.centre, scene.area.id, decision=scene.decision.id)
    assert thousands(found.measured(State.SEARCHED).m2) in named(scene, "searched").value.plain


def test_figures_lead_to_the_records_that_say_them(scene):
    expected = {
        "certificate": [scene.hand_over],
        "depth": [scene.hand_over, scene.decision],
        "original": [scene.area],
        "cleared": [scene.decision],
        "remaining": [scene.area, scene.decision],
        "searched": [scene.searched],
        "controlled": [scene.control],
        "typed": [scene.searched],
        "find": [scene.searched],
        "sampled": [scene.control],
    }
    for name, records in expected.items():
        assert named(scene, name).records == tuple(record.id for record in records), name
    assert len([figure for figure in figures(scene) if figure.name == "signed"]) == 3
    assert len(named(scene, "in_force").records) == 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_prints_the_same_table(scene, lang):
    blocks = describe_document(scene.centre, Document.HANDOVER, [scene.hand_over.id], lang, REFERENCE)["blocks"]
    printed = Counter(row[1] for block in blocks if block["t"] == "table" for row in block["rows"])
    for figure in figures(scene, lang):
        assert printed[figure.value.terminal], figure.name


def test_an_unsigned_one_is_in_force_since_no_moment():
    scene = play()
    names = {figure.name for figure in figures(scene)}
    assert not names & {"in_force", "signed"}


def test_a_certificate_an_order_and_an_area_are_found_by_their_numbers(scene):
    for words, record in (("c-2017-009 ", scene.hand_over), ("T-2017-014", scene.order), ("LIB-BEN-0412", scene.area)):
        found = explain(scene.centre, words)
        assert isinstance(found, RecordExplained)
        assert found.record.id == record.id
    assert find_by_number(scene.centre.history(), "C-2017-010") is None
    with refused("check.nothing_to_explain"):
        explain(scene.centre, "C-2017-010")


def test_a_number_that_two_records_bear_names_neither():
    centre = mines.open_centre()
    first = mines.area(centre, legacy_id="L-1")
    second = mines.area(centre, legacy_id="l-1")
    with pytest.raises(Refused) as caught:
        explain(centre, "L-1")
    (problem,) = caught.value.problems
    assert problem.code == "check.several_records"
    assert first.id in problem.sentence("en")
    assert second.id in problem.sentence("ar")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_says_what_is_printed_of_it(scene, lang):
    kept = {
        scene.searched: ("200", "Team 3", mines.STANDARD, "100", "mortar bomb 82 mm", "rubble over a collapsed well"),
        scene.control: ("620", "inspector"),
        scene.decision: ("200", mines.STANDARD),
        scene.hand_over: ("C-2017-009", "200", "بلدية بنغازي"),
        scene.area: ("LIB-BEN-0412", thousands(14_000).replace("\u202f", "")),
    }
    for record, wanted in kept.items():
        said = [text.terminal for text in says(record, lang, "Africa/Tripoli")]
        assert all(any(words in line for line in said) for words in wanted), (record.kind, said)
        assert [run for line in said for run in bare(line, lang)] == []


def test_of_kinds_that_no_document_prints_it_says_nothing(scene):
    record = parse_leaf(next(iter(scene.centre.ledger.entries(scene.centre.public_origin))).leaf).record
    assert record.kind == "trust_file" or json.loads(record.canonical)
    assert list(says(record, "en", "Africa/Tripoli")) == []
