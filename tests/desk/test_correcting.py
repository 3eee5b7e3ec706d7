"""Correcting: an officer reads a draft otherwise than the rules did, and what that may and may not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.desk.becoming import becoming
from clearway.desk.correcting import COUNTED, FIRMNESS, READINGS, Correction, correct, get_draft
from clearway.places import build_gazetteer, shipped_places
from clearway.reading import read
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft, Reading
from tests.refusals import refused

TEXT = (
    "أعلن الناطق باسم غرفة الطوارئ خالد الزوي إغلاق منطقة القوارشة بسبب المعارك. وقال إن ثلاثة جنود قُتلوا "
    "وأصيب نحو عشرين آخرين في الصابري. وفي حال نجحت المفاوضات يُفتح ممر آمن من قنفودة."
)
PLACES = build_gazetteer([("benghazi.csv", shipped_places("benghazi"))])
READ = read(TEXT, "ar", date(2016, 11, 17), PLACES)
NUMBERS = [draft.number for draft in READ.drafts]


def now(reading: Reading, number: int) -> ReadDraft:
    return get_draft(reading, number)


def corrected(number: int, **fields: Any) -> ReadDraft:
    return now(correct(READ, number, Correction(**fields), PLACES), number)


def of(kind: str) -> ReadDraft:
    return next(draft for draft in READ.drafts if draft.kind == kind)


CORRECTIONS = st.builds(
    lambda reading, modality, places, counts: Correction(
        kind=reading and reading[0], state=reading and reading[1], modality=modality, places=places, counts=counts
    ),
    st.none() | st.sampled_from(READINGS),
    st.none() | st.sampled_from(list(Modality)),
    st.none() | st.lists(st.sampled_from(["القوارشة", "قنفودة", "الصابري"]), unique=True).map(tuple),
    st.none() | st.dictionaries(st.sampled_from(COUNTED), st.none() | st.integers(0, 10**6)),
)


class TestLaws:
    @given(st.sampled_from(NUMBERS), CORRECTIONS)
    def test_words_speaker_and_what_weakens_them_stay(self, number, correction):
        before = now(READ, number)
        reading = correct(READ, number, correction, PLACES)
        after = now(reading, number)
        for name in ("number", "evidence", "hedge", "source", "time", "rules"):
            assert getattr(after, name) == getattr(before, name)
        assert all(each.span.words == TEXT[each.span.start : each.span.end] for each in after.places)
        assert [each for each in reading.drafts if each.number != number] == [
            each for each in READ.drafts if each.number != number
        ]

    @given(st.sampled_from(NUMBERS), CORRECTIONS)
    def test_what_differs_is_named_and_nothing_else(self, number, correction):
        before, after = now(READ, number), now(correct(READ, number, correction, PLACES), number)
        names = {"kind", "state", "modality", "places", "counts"}
        assert set(after.corrected) == {name for name in names if getattr(after, name) != getattr(before, name)}

    @given(st.sampled_from(NUMBERS), CORRECTIONS)
    def test_another_record_than_before_is_never_made_without_the_officers_reasons(self, number, correction):
        before, after = now(READ, number), now(correct(READ, number, correction, PLACES), number)
        if becoming(after) != becoming(before):
            assert FIRMNESS & set(after.corrected)

    @given(st.sampled_from(NUMBERS))
    def test_nothing_said_changes_nothing(self, number):
        assert correct(READ, number, Correction(), PLACES) == READ


class TestFields:
    def test_a_place_is_found_in_the_words_nearest_to_the_draft(self):
        draft = corrected(of("casualties").number, places=("القوارشة",))
        (place,) = draft.places
        assert place.span.words == "القوارشة"
        assert place.places == ("benghazi/qawarsha",)

    def test_a_place_that_the_text_does_not_name_is_refused(self):
        with refused("confirm.not_in_text"):
            corrected(1, places=("طرابلس",))

    @pytest.mark.parametrize(("kind", "state"), [("closure", "reopened"), ("corridor", None), ("casualties", "opened")])
    def test_a_state_of_another_kind_is_refused(self, kind, state):
        with refused("confirm.other_state"):
            corrected(1, kind=AnnouncementKind(kind), state=state)

    def test_a_number_that_is_put_right_is_no_longer_about_anything(self):
        first = of("casualties")
        assert (first.counts.killed, first.counts.injured, dict(first.counts.qualifiers)) == (
            3,
            20,
            {"injured": "about"},
        )
        kept = corrected(first.number, counts={"killed": 4, "injured": 20, "devices": None})
        assert (kept.counts.killed, dict(kept.counts.qualifiers)) == (4, {"injured": "about"})
        assert not corrected(first.number, counts={"injured": 21}).counts.qualifiers

    def test_what_it_would_become_follows(self):
        first = of("corridor")
        assert (first.modality, first.becomes) == (Modality.CONDITIONAL, "claim")
        assert (
            corrected(first.number, kind=first.kind, state="opened", modality=Modality.ASSERTED).becomes == "corridor"
        )

    def test_an_unknown_draft_is_refused(self):
        with refused("confirm.unknown_draft"):
            correct(READ, len(NUMBERS) + 1, Correction(), PLACES)

    def test_corrections_of_one_draft_add_up(self):
        once = correct(READ, 1, Correction(modality=Modality.PLANNED), PLACES)
        twice = correct(once, 1, Correction(counts={"killed": 1}), PLACES)
        assert set(now(twice, 1).corrected) == {"modality", "counts"}
        assert replace(now(twice, 1), counts=READ.drafts[0].counts).modality is Modality.PLANNED
