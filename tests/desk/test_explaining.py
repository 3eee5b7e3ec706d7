"""What a code or an id means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearway.desk.answers import check
from clearway.desk.explaining import (
    CodeExplained,
    CodeKind,
    KindExplained,
    RecordExplained,
    explain,
    find_code,
    list_codes,
)
from clearway.desk.publishing import publish
from clearway.desk.statements import add_statement, quote
from clearway.problems import CATALOGUE, Refused
from clearway.projection import FINDINGS, RULES
from clearway.records import KINDS
from tests.desk import centre as mines
from tests.offices import INSIDE, close, closure, open_two


def test_every_code_is_explained_in_both_languages():
    for code in (*RULES, *FINDINGS, *CATALOGUE):
        found = find_code(code)
        assert found is not None
        assert found.sentence_en
        assert found.sentence_ar
        assert (found.remedy_en is not None) == (found.kind is CodeKind.REFUSAL)
    assert set(list_codes()) >= {*RULES, *FINDINGS, *CATALOGUE, *KINDS}


def test_a_finding_names_the_rule_behind_it():
    crisis, _ = open_two(None)
    found = explain(crisis, "B6.visual_only")
    assert isinstance(found, CodeExplained)
    assert found.rule == "B6"
    for code in FINDINGS:
        assert isinstance(explain(crisis, code.partition(".")[0]), CodeExplained)


def test_every_kind_is_explained_with_what_is_at_hand_of_it(tmp_path):
    crisis, _ = open_two(None)
    record = publish(crisis, "crisis-root", tmp_path).record
    for name in KINDS:
        found = explain(crisis, name)
        assert isinstance(found, KindExplained)
        assert found.meaning
    found = explain(crisis, "publication")
    assert isinstance(found, KindExplained)
    assert (found.count, [each for _, each in found.newest]) == (1, [record.id])


def test_words_that_mean_nothing_are_refused_with_the_nearest():
    crisis, _ = open_two(None)
    with pytest.raises(Refused) as caught:
        explain(crisis, "B6.visual")
    assert "B6.visual_only" in caught.value.problems[0].remedy()


def test_a_restriction_is_explained_by_its_full_or_shortened_id():
    crisis, _ = open_two(None)
    record = close(crisis)
    for words in (record.id.removeprefix("sha256:"), record.id[7:17]):
        shortened = explain(crisis, words)
        assert isinstance(shortened, RecordExplained)
        assert shortened.record == record
    found = explain(crisis, record.id)
    assert isinstance(found, RecordExplained)
    assert found.standing.effective
    assert found.hold is not None
    (place,) = found.places
    assert (place.origin, place.index, place.logged_at) == (crisis.public_origin, 2, crisis.now())


def test_a_release_without_effect_says_what_it_lacks_and_who_refers_to_it():
    centre = mines.open_centre()
    hazard = mines.area(centre)
    done = mines.clear(centre, hazard.id, approved=False)
    found = explain(centre, done.hand_over.id)
    assert isinstance(found, RecordExplained)
    assert not found.standing.effective
    assert {f.code for f in found.standing.findings} == {"B5.no_operator", "B5.no_authority", "B5.no_recipient"}
    assert ("names", hazard.id, "hazardous_area") in found.refers_to
    report = explain(centre, done.search.id)
    assert isinstance(report, RecordExplained)
    assert {(r.rel, r.kind) for r in report.referred_by} >= {
        ("rests_on", "decision"),
        ("rests_on", "hand_over"),
        ("rests_on", "quality_control"),
    }


def test_every_answer_can_be_followed_down_to_the_words():
    """Law 7: verdict, rule, record, statement, the quoted words."""
    crisis, _ = open_two(None)
    text = b"Residents must stay out of the quarter until it is searched."
    statement = add_statement(crisis, "crisis-root", text, language="en")
    evidence = quote(crisis, statement.id, ["stay out of the quarter"])
    crisis.append([replace(closure(crisis), evidence=(evidence,))])
    answer = check(crisis, [INSIDE]).answer
    (because,) = answer.because
    assert because.record is not None
    found = explain(crisis, because.record)
    assert isinstance(found, RecordExplained)
    (words,) = found.quotes
    assert words.words == "stay out of the quarter"
    source = explain(crisis, words.statement)
    assert isinstance(source, RecordExplained)
    assert source.words is not None
    assert source.words[words.start : words.end] == words.words
    assert isinstance(explain(crisis, because.rule), CodeExplained)
