"""Sentences of many hands, written for these tests: each is read as what it says, and other subjects are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearway.places import Gazetteer
from clearway.reading.catalogue import LANGUAGES
from clearway.reading.model import AnnouncementKind, Modality
from tests.reading.scoring import reader

HERE = Path(__file__).parent
FACT = (Modality.ASSERTED, Modality.REPORTED_BY_OTHER)


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


CASES = [(lang, *line.split(" | ", 2)) for lang in LANGUAGES for line in _lines(f"sentences-{lang}.txt")]


@pytest.mark.parametrize(("lang", "wanted", "place", "sentence"), CASES)
def test_a_sentence_is_read_as_what_it_says(lang: str, wanted: str, place: str, sentence: str) -> None:
    drafts = reader(lang, Gazetteer()).read(sentence, None).drafts
    if wanted == "none":
        assert not drafts
        return
    found = [draft for draft in drafts if f"{draft.kind}/{draft.state or ''}/{draft.modality}" == wanted]
    assert any(place in named.span.words for draft in found for named in draft.places), drafts


@pytest.mark.parametrize("sentence", _lines("no-fact-ar.txt"))
def test_what_is_denied_conditional_or_planned_is_never_read_as_fact(sentence: str) -> None:
    assert not [draft for draft in reader("ar").read(sentence, None).drafts if draft.modality in FACT]


@pytest.mark.parametrize("text", _lines("elsewhere-ar.txt"))
def test_other_subjects_in_the_words_of_war_are_left_alone(text: str) -> None:
    assert not reader("ar").read(text, None).drafts


COUNTED = [(lang, *line.split(" | ", 1)) for lang in ("ar", "en") for line in _lines(f"counts-{lang}.txt")]


@pytest.mark.parametrize(("lang", "wanted", "sentence"), COUNTED)
def test_people_are_counted_as_the_sentence_says(lang: str, wanted: str, sentence: str) -> None:
    drafts = reader(lang, Gazetteer()).read(sentence, None).drafts
    counts = [draft.counts for draft in drafts if draft.kind is AnnouncementKind.CASUALTIES]
    told = [[str(number) for number in (each.killed, each.injured)] for each in counts]
    assert [[number.replace("None", "-") for number in each] for each in told] == [
        each.split("/") for each in wanted.split() if each != "none"
    ]


@pytest.mark.parametrize(("wanted", "sentence"), [line.split(" | ", 1) for line in _lines("devices-ar.txt")])
def test_devices_are_counted_as_the_sentence_says(wanted: str, sentence: str) -> None:
    drafts = reader("ar", Gazetteer()).read(sentence, None).drafts
    assert {str(draft.counts.devices).replace("None", "-") for draft in drafts} == {wanted}


def test_what_was_expected_only_in_a_comparison_is_no_plan() -> None:
    drafts = reader("en").read("The brigades reached the town of Sirte more swiftly than many expected.", None).drafts
    assert not [draft for draft in drafts if draft.modality is Modality.PLANNED]


@pytest.mark.parametrize(
    "dateline",
    ["TUNIS ", "TUNIS (Reuters) - ", "TUNIS, Nov 18 (Agency) – ", "CAMP HOPE, Tunisia ", "Tunis / Sfax — ", "TUNIS: "],
)
def test_where_a_report_was_written_is_no_place_of_its_facts(dateline: str) -> None:
    text = f"{dateline}The army captured the town of Nalut in clashes with the militia on Friday."
    drafts = reader("en", Gazetteer()).read(text, None).drafts
    assert [[place.span.words for place in draft.places] for draft in drafts] == [["Nalut"]]


def test_who_is_named_is_no_place() -> None:
    text = "Heavy fighting erupted in Juba near a base of Vice President Salva Deng on Sunday. Troops of Deng fled."
    drafts = reader("en", Gazetteer()).read(text, None).drafts
    assert "Vice" not in {place.span.words for draft in drafts for place in draft.places}
    assert "Deng" not in {place.span.words for draft in drafts for place in draft.places}


def test_a_battle_told_step_by_step_in_english_is_a_draft_for_each_step() -> None:
    text = "The army attacked Derna on Monday. A bridge was mined. Its troops pushed into Derna again on Tuesday."
    drafts = reader("en", Gazetteer()).read(text, None).drafts
    assert sum(draft.kind is AnnouncementKind.OPERATION for draft in drafts) == 2


@pytest.mark.parametrize("sent", ["صنعاء الخليج وكالات ", "الخرطوم - (د ب أ): ", "غزة - وفا: "])
def test_where_a_report_was_sent_from_is_not_where_its_facts_are(sent: str) -> None:
    (draft,) = reader("ar", Gazetteer()).read(f"{sent}قتل سبعة جنود في هجوم على بلدة العنبر.", None).drafts
    assert [each.span.words for each in draft.places] == ["العنبر"]
