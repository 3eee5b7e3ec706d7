"""Who says it: sentences written for these tests, in the forms in which armies, offices and the press name speakers."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearway.places import Gazetteer
from clearway.reading.catalogue import LANGUAGES
from clearway.reading.model import Modality
from tests.reading.scoring import reader

HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


CASES = [
    (lang, *(part.strip() for part in line.split("|", 2)))
    for lang in LANGUAGES
    for line in _lines(f"speakers-{lang}.txt")
]


@pytest.mark.parametrize(("lang", "person", "organisation", "sentence"), CASES)
def test_a_speaker_is_read_as_he_is_named(lang: str, person: str, organisation: str, sentence: str) -> None:
    drafts = reader(lang, Gazetteer()).read(sentence, None).drafts
    assert drafts
    source = drafts[0].source
    assert (source.person.words if source.person else "") == person
    named = source.organisation.words if source.organisation else ""
    assert named.startswith(organisation) if organisation else not named


def test_a_verb_that_names_nobody_goes_on_with_the_speaker_before() -> None:
    text = "قال العميد سالم الورفلي إن القوات سيطرت على حي السلام. وأضاف أن الألغام تنتشر في حي الزهور."
    drafts = reader("ar", Gazetteer()).read(text, None).drafts
    assert [draft.source.person.words for draft in drafts if draft.source.person] == ["سالم الورفلي"] * len(drafts)
    assert len(drafts) > 1


def test_what_unnamed_people_say_is_told_by_others() -> None:
    text = "قال سكان في المدينة إن ثلاثة أشخاص قتلوا في قصف على حي الزهور."
    assert [draft.modality for draft in reader("ar", Gazetteer()).read(text, None).drafts] == [
        Modality.REPORTED_BY_OTHER
    ]


def _bodies(text: str) -> list[str]:
    drafts = reader("ar", Gazetteer()).read(text, None).drafts
    return [draft.source.organisation.words for draft in drafts if draft.source.organisation]


def test_who_issued_a_statement_is_who_warns_in_it() -> None:
    text = "أصدر جيش العنبر بيانا عاجلا، محذرا السكان من العودة إلى حي الزهور."
    assert _bodies(text) == ["جيش العنبر"]


def test_a_source_that_was_of_a_body_stays_so_whoever_it_speaks_to() -> None:
    named = "أعلن مصدر في شرطة العنبر أن القوات سيطرت على حي السلام. "
    told = "وقال المصدر لوكالة النهار إن عبوة زرعت على جانب الطريق في حي الزهور."
    assert _bodies(named + told) == ["شرطة العنبر"] * 2


def test_who_tells_the_same_in_the_next_sentence_says_what_is_told_first() -> None:
    told = "قُتل ثلاثة مدنيين بانفجار لغم في حي الزهور. "
    again = "وقال مدير المستشفى سالم الورفلي إن المدنيين الثلاثة قتلوا بانفجار اللغم أثناء عودتهم."
    drafts = reader("ar", Gazetteer()).read(told + again, None).drafts
    assert drafts[0].source.person
    assert drafts[0].source.person.words == "سالم الورفلي"


def test_who_tells_something_else_in_the_next_sentence_does_not_say_what_is_told_first() -> None:
    told = "قُتل ثلاثة مدنيين بانفجار لغم في حي الزهور. "
    other = "وقال مدير المستشفى سالم الورفلي إن القوات سيطرت على بلدة العنبر."
    drafts = reader("ar", Gazetteer()).read(told + other, None).drafts
    assert drafts[0].source.person is None
    tolls = told + "وقال مدير المستشفى سالم الورفلي إن خمسة مدنيين قتلوا بانفجار لغم في بلدة العنبر."
    assert reader("ar", Gazetteer()).read(tolls, None).drafts[0].source.person is None


def test_who_speaks_goes_before_a_body_that_only_acts() -> None:
    text = "فككت الشرطة 12 لغما في حي الزهور. وقال العقيد سالم الورفلي إن الشرطة فككت 12 لغما في حي الزهور."
    drafts = reader("ar", Gazetteer()).read(text, None).drafts
    assert len(drafts) == 1
    assert drafts[0].source.person
    assert drafts[0].source.organisation is None


def test_more_of_an_order_is_the_order_of_the_same_body() -> None:
    text = "مددت الحكومة حالة الطوارئ في مدينة العنبر. كما شمل القرار تمديد حظر التجول في حي الزهور."
    assert _bodies(text) == ["الحكومة"] * len(reader("ar", Gazetteer()).read(text, None).drafts)


def test_the_text_names_a_speaker_in_full_and_its_headline_in_short() -> None:
    text = "الجيش يحذر السكان من دخول حي الزهور\nحذرت قيادة اللواء الساحلي السكان من دخول حي الزهور."
    assert _bodies(text) == ["قيادة اللواء الساحلي"]


@pytest.mark.parametrize(
    ("who", "joint", "goes_on"),
    [
        ("قالت مصادر مطلعة لصحيفة «الزهور»", "و", True),
        ("قالت مصادر مطلعة لصحيفة «الزهور»", "", False),
        ("قال العقيد سالم حسن", "و", False),
    ],
)
def test_sources_of_an_outlet_go_on_where_the_next_sentence_goes_on(who: str, joint: str, goes_on: bool) -> None:
    text = f"{who} إن الجيش دخل بلدة الكفرة. {joint}قتل ثلاثة مدنيين في بلدة السدرة."
    source = reader("ar", Gazetteer()).read(text, None).drafts[-1].source
    assert (source.organisation is not None) == goes_on
    assert source.person is None


def test_who_is_named_behind_a_clause_says_that_clause_and_not_those_before() -> None:
    said = "قالت مصادر في المعارضة إن القوات سيطرت على حي السلام، فيما "
    text = said + "دارت اشتباكات في حي الزهور، حسب ما أعلنه جيش العنبر."
    assert _bodies(text)[-1] == "جيش العنبر"
    assert _bodies(text)[0] != "جيش العنبر"


def test_a_loss_told_again_with_its_other_victim_is_one() -> None:
    text = "مقتل رجل وإصابة آخر في العنبر\n\nأعلنت وزارة الساحل مقتل رجل وإصابة آخر في بلدة العنبر."
    (draft,) = reader("ar", Gazetteer()).read(text, None).drafts
    assert draft.source.organisation is not None
