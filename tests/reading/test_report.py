"""The report that the project grew from is read as it was annotated, and what is read follows its words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.places import Gazetteer
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft
from tests.reading.scoring import GAZETTEER, announcements, matched, reader, score
from tests.reading.split import ALREADY_READ, load_examples

KINDS = ("closure", "hazard", "clearance", "corridor", "evacuation", "control", "casualties", "civilians")
OLD_PLACE, OLD_SPEAKER = "القوارشة", "المسماري"


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    examples = load_examples(announcements() / "examples.jsonl", aside=False)
    return next(each for each in examples if each["id"] == ALREADY_READ)


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_of_the_annotation_is_found_with_its_fields(report: dict[str, Any], kind: str) -> None:
    pairs = matched(report, kind)
    assert pairs
    for wanted, found in pairs:
        assert found is not None, wanted["evidence"]
        assert (found["state"], found["modality"]) == (wanted["state"], wanted["modality"])
        assert score().counts_of(found) == score().counts_of(wanted)
        if wanted["places"]:
            assert score().place_stats(wanted["places"], found["places"])[0], (wanted["places"], found["places"])
        for field in ("person", "organisation"):
            if wanted["source"][field] and kind != "evacuation":
                assert score().same_name(wanted["source"][field], found["source"][field])


def _read(text: str, gazetteer: Gazetteer = GAZETTEER) -> tuple[ReadDraft, ...]:
    return reader("ar", gazetteer).read(text, None).drafts


def _of(drafts: tuple[ReadDraft, ...], kind: AnnouncementKind) -> list[ReadDraft]:
    return [draft for draft in drafts if draft.kind is kind]


@pytest.mark.parametrize("place", ["الصابري", "الهواري", "سوق الحوت", "الزهيراتية", "أبو سنينة", "المقرطم"])
def test_another_place_in_the_text_is_the_place_of_the_drafts(report: dict[str, Any], place: str) -> None:
    before, after = _read(report["text"]), _read(report["text"].replace(OLD_PLACE, place))
    assert [(draft.kind, draft.state, draft.modality) for draft in before] == [
        (draft.kind, draft.state, draft.modality) for draft in after
    ]
    for old, new in zip(before, after, strict=True):
        names = [named.span.words for named in new.places]
        assert OLD_PLACE not in names
        if OLD_PLACE in [named.span.words for named in old.places]:
            assert any(place.endswith(name) or name.endswith(place) for name in names), names


@given(count=st.integers(min_value=3, max_value=5000))
def test_another_number_in_the_text_is_the_number_of_the_draft(count: int) -> None:
    text = f"وكشف الناطق أن قوات الجيش تمكنت من قتل نحو {count} مسلحا في محور الهضبة."
    (draft,) = _of(_read(text), AnnouncementKind.CASUALTIES)
    assert (draft.counts.killed, dict(draft.counts.qualifiers)) == (count, {"killed": "about"})


@pytest.mark.parametrize(("word", "count"), [("خمسة وعشرين", 25), ("مئة وثلاثة", 103), ("عشرات", None), ("14", 14)])
def test_another_number_in_the_report(report: dict[str, Any], word: str, count: int | None) -> None:
    text = report["text"].replace("نحو 27 إرهابياً", f"نحو {word} إرهابياً")
    assert text != report["text"]
    killed = {draft.counts.killed for draft in _of(_read(text), AnnouncementKind.CASUALTIES)}
    assert 27 not in killed
    assert count in killed


@pytest.mark.parametrize("name", ["الورفلي", "خليفة الدرسي", "بن عيسى"])
def test_another_speaker_in_the_text_is_the_speaker_of_the_drafts(report: dict[str, Any], name: str) -> None:
    drafts = _read(report["text"].replace(OLD_SPEAKER, name))
    people = {draft.source.person.words for draft in drafts if draft.source.person is not None}
    assert not any(OLD_SPEAKER in person for person in people)
    assert any(name in person for person in people)


def test_a_denial_in_the_place_of_an_assertion_is_no_longer_asserted(report: dict[str, Any]) -> None:
    text = report["text"].replace("إن القوارشة تعتبر تحت سيطرة", "إن القوارشة ليست تحت سيطرة")
    assert text != report["text"]
    controls = [
        draft for draft in _of(_read(text), AnnouncementKind.CONTROL) if "ليست تحت سيطرة" in draft.evidence[0].words
    ]
    assert [draft.modality for draft in controls] == [Modality.NEGATED]


def test_a_finished_search_in_the_place_of_one_to_come_is_no_longer_planned(report: dict[str, Any]) -> None:
    text = report["text"].replace(
        "قبل أن يتم تمشيطها بالكامل للتأكد من خلوها من المفخخات", "وقد تم تمشيطها من المفخخات"
    )
    assert text != report["text"]
    (clearance,) = _of(_read(text), AnnouncementKind.CLEARANCE)
    assert (clearance.state, clearance.modality) == ("finished", Modality.ASSERTED)
