"""Losses told twice are one draft, those of another event, day or side are not; numbers that are lost stay unsaid."""

from __future__ import annotations

import pytest

from clearway.places import Gazetteer
from clearway.reading.model import AnnouncementKind, Counts, ReadDraft
from tests.reading.scoring import reader


def losses(text: str) -> list[ReadDraft]:
    drafts = reader("ar", Gazetteer()).read(text, None).drafts
    return [draft for draft in drafts if draft.kind is AnnouncementKind.CASUALTIES]


def told(text: str) -> list[tuple[int | None, int | None]]:
    return [(draft.counts.killed, draft.counts.injured) for draft in losses(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "قتل مدني بانفجار لغم في قرية العنبر بمديرية الساحل. وفي حادثة منفصلة قتل مسن بانفجار لغم في قرية العنبر.",
            [(1, None), (1, None)],
        ),
        ("قتل عدد منهم برصاص قناص في مدينة الساحل. وقتل آخرون بالألغام في مدينة الساحل.", [(None, None)] * 2),
        ("سقط 65 قتيلا أمس في مدينة الساحل. وسقط اليوم سبعة قتلى في مدينة الساحل.", [(65, None), (7, None)]),
        ("قتل سبعة جنود في هجوم على مدينة الساحل. وقتل في الهجوم أربعون إرهابيا.", [(7, None), (40, None)]),
        (
            "كما قتل طفل في قرية العنبر بمديرية الساحل. كما أصيبت امرأة في قرية الزهور بمديرية الساحل.",
            [(1, None), (None, 1)],
        ),
    ],
)
def test_losses_of_another_event_day_or_side_stay_apart(text: str, wanted: list[tuple[int | None, int | None]]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "قتل عشرات في هجوم على مدينة الساحل. وأعلنت الشرطة مقتل 18 شخصا وإصابة ثلاثين في هجوم مدينة الساحل.",
            (18, 30),
        ),
        (
            "قتل سبعة جنود عندما هاجم مسلحون نقطة في الريف. إن سبعة جنود قتلوا عندما هاجم مسلحون نقطة في العنبر.",
            (7, None),
        ),
    ],
)
def test_a_loss_told_again_in_a_number_or_in_the_same_words_is_one(text: str, wanted: tuple[int, int | None]) -> None:
    assert told(text) == [wanted]


def test_dozens_that_are_told_in_a_number_later_lose_their_qualifier() -> None:
    text = "قتل عشرات في هجوم على مدينة الساحل. وأعلنت الشرطة مقتل 18 شخصا في هجوم مدينة الساحل."
    assert losses(text)[0].counts == Counts(killed=18)


@pytest.mark.parametrize("text", ["أعلن الجيش مقتل  عنصرا من التنظيم في مدينة الساحل.", "سقط  قتيلا في مدينة الساحل."])
def test_a_number_whose_digits_are_lost_is_no_number(text: str) -> None:
    assert [(draft.counts.killed, draft.counts.qualifiers.get("killed")) for draft in losses(text)] == [
        (None, "a_number")
    ]


def test_blanks_in_a_text_with_digits_are_no_lost_number() -> None:
    assert told("قتل  جندي في مدينة الساحل عام 2016.") == [(1, None)]


def test_what_is_not_divided_between_killed_and_injured_does_not_hide_another_number() -> None:
    assert told("قتل قائد الكتيبة سالم الأحمد إضافة إلى سقوط 20 بين قتيل وجريح في مدينة الساحل.") == [(1, None)]


def test_a_number_of_a_unit_is_no_number_of_people_but_people_behind_a_hospital_are() -> None:
    assert told("قتل ضابط من اللواء 35 مدرع في مدينة الساحل.") == [(1, None)]
    assert told("استقبل المستشفى 17 جريحا من قصف مدينة الساحل.") == [(None, 17)]
