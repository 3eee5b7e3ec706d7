"""Texts that are alike, and facts that cannot both be so: each rule with what it finds and what it must not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.reading import contradictions as rules
from clearway.reading.contradictions import RULES, contradictions
from clearway.reading.likeness import INSIDE, LIKE, likeness, runs_of
from clearway.reading.model import (
    AnnouncementKind,
    Counts,
    Modality,
    PlaceNamed,
    ReadDraft,
    Reading,
    Span,
    TimeSaid,
)

TEXT = (
    "أعلن الناطق باسم غرفة الطوارئ إغلاق منطقة القوارشة أمام السكان بسبب المعارك وقال إن الدخول إليها ممنوع "
    "قبل أن يتم تفتيشها بالكامل من الألغام والعبوات وطلب من الجميع الاتصال بالغرفة قبل التوجه إلى بيوتهم"
)
OTHER = (
    "زار وفد من الأمم المتحدة مخيم النازحين في المدينة وبحث مع المجلس البلدي أوضاع المدارس والمياه والكهرباء "
    "واتفق الطرفان على لقاء جديد في نهاية الشهر لمتابعة ما تقرر"
)


class TestLikeness:
    def test_the_same_words_in_another_spelling_are_the_same(self):
        spelled = TEXT.replace("أ", "ا").replace("إ", "ا").replace("القوارشة", "القَوَارشه")
        assert likeness(runs_of(TEXT), runs_of(spelled)) == 1

    def test_a_text_within_a_longer_one_is_like_it(self):
        assert likeness(runs_of(TEXT), runs_of(f"{OTHER} {TEXT} {OTHER}")) >= INSIDE

    def test_other_news_is_not(self):
        assert likeness(runs_of(TEXT), runs_of(OTHER)) < LIKE / 5

    def test_a_few_common_words_are_not(self):
        assert likeness(runs_of("يمنع دخول المنطقة"), runs_of(f"يمنع دخول المنطقة {OTHER}")) == 0

    @given(st.text(max_size=80), st.text(max_size=80))
    def test_it_is_the_same_both_ways_and_a_share(self, one, other):
        there, back = likeness(runs_of(one), runs_of(other)), likeness(runs_of(other), runs_of(one))
        assert there == back
        assert 0 <= there <= 1


def fact(
    kind: str,
    state: str | None = None,
    *,
    place: str = "benghazi/qawarsha",
    modality: Modality = Modality.ASSERTED,
    killed: int | None = None,
    about: bool = False,
    day: str | None = None,
    hedge: bool = False,
) -> ReadDraft:
    words = Span(0, 1, "x")
    return ReadDraft(
        number=1,
        kind=AnnouncementKind(kind),
        state=state,
        modality=modality,
        evidence=(words,),
        places=(PlaceNamed(Span(0, len(place), place), (place,) if "/" in place else ()),),
        counts=Counts(killed=killed, qualifiers={"killed": "about"} if about else {}),
        time=TimeSaid(words, day) if day else None,
        hedge=words if hedge else None,
        becomes="claim",
    )


def found(one: ReadDraft, other: ReadDraft, published: tuple[date | None, date | None] = (None, None)) -> list[str]:
    first, second = (Reading("x", "ar", day, (each,)) for each, day in zip((one, other), published, strict=True))
    ways = [[each.rule for each in contradictions(*pair)] for pair in ((first, second), (second, first))]
    assert ways[0] == ways[1]
    return ways[0]


NEGATED, PLANNED, REPORTED = Modality.NEGATED, Modality.PLANNED, Modality.REPORTED_BY_OTHER
PAIRS = {
    "closed-and-open": (fact("closure", "in_force"), fact("reopening", "reopened"), fact("reopening", "planned")),
    "searched-and-dangerous": (
        fact("clearance", "finished"),
        fact("hazard", "planted"),
        fact("hazard", "planted", place="benghazi/sabri"),
    ),
    "passable-and-not": (fact("corridor", "opened"), fact("corridor", "refused"), fact("corridor", "requested")),
    "fighting-and-ended": (
        fact("operation", "ongoing"),
        fact("operation", "ended", modality=REPORTED),
        fact("operation", "ended", modality=PLANNED),
    ),
    "people-and-none": (fact("civilians", "trapped"), fact("civilians", "denied"), fact("civilians", "present")),
    "left-and-could-not": (
        fact("evacuation", "carried_out"),
        fact("evacuation", "blocked"),
        fact("evacuation", "blocked", hedge=True),
    ),
    "held-and-left": (fact("control", "controls"), fact("control", "withdrew"), fact("control", "besieges")),
    "said-and-denied": (
        fact("closure", "in_force"),
        fact("closure", "in_force", modality=NEGATED),
        fact("closure", "extended", modality=NEGATED),
    ),
    "other-numbers": (
        fact("casualties", killed=7, day="2016-11-17"),
        fact("casualties", killed=9, day="2016-11-17"),
        fact("casualties", killed=9, about=True, day="2016-11-17"),
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_pair_and_not_the_other(rule):
    one, against, apart = PAIRS[rule]
    assert found(one, against) == [rule]
    assert found(one, apart) == []
    assert found(one, one) == []


@pytest.mark.parametrize("rule", rules.OPPOSED, ids=lambda rule: rule.id)
def test_every_rule_has_states_that_the_guide_knows(rule):
    for kind, state in (*rule.facts, *rule.against):
        assert state is None or state in rules_states(kind)
    assert rule.meaning.endswith(".")


def rules_states(kind: AnnouncementKind) -> tuple[str, ...]:
    from clearway.reading.catalogue import STATES

    return STATES[kind]


def test_numbers_of_different_days_are_no_contradiction():
    one, other = fact("casualties", killed=7, day="2016-11-17"), fact("casualties", killed=9, day="2016-11-18")
    assert found(one, other) == []
    assert found(fact("casualties", killed=7), fact("casualties", killed=9)) == []
    days = (date(2016, 11, 17), date(2016, 11, 17))
    assert found(fact("casualties", killed=7), fact("casualties", killed=9), days) == ["other-numbers"]


def test_an_unknown_place_is_the_same_in_another_spelling():
    one, other = fact("closure", "in_force", place="حيّ الأندلس"), fact("reopening", "reopened", place="حي الاندلس")
    assert found(one, other) == ["closed-and-open"]
