"""Which facts a text tells for their own sake, which words tell them, and what it tells twice."""

from __future__ import annotations

import pytest

from clearway.places import Gazetteer
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft
from tests.reading.scoring import reader


def drafts(text: str, kind: str | None = None) -> list[ReadDraft]:
    """What is read of a text, or only one kind of it."""
    read = reader("ar", Gazetteer()).read(text, None).drafts
    return [draft for draft in read if kind is None or draft.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "قصف المسلحون قرية العنبر بالهاون، مما أدى إلى مقتل ستة أشخاص.",
        "اندلعت اشتباكات في قرية العنبر أسفرت عن مقتل ستة أشخاص.",
        "هاجمت القوات مواقع المسلحين في قرية العنبر وقتلت ستة منهم.",
    ],
)
def test_an_attack_that_is_told_with_those_it_killed_is_one_fact_with_both_their_words(text: str) -> None:
    (loss,) = drafts(text)
    assert loss.kind is AnnouncementKind.CASUALTIES
    assert loss.counts.killed == 6
    assert loss.evidence[0].words == text.removesuffix(".")


@pytest.mark.parametrize(
    "text",
    [
        "قصف المسلحون قرية العنبر بالهاون، ولم يصب أحد.",
        "قصف المسلحون قرية العنبر بالهاون. وفي مدينة أخرى أدى انفجار لغم إلى مقتل ستة أشخاص.",
        "تدور اشتباكات في قرية العنبر، والتي أوقعت قتلى وجرحى.",
    ],
)
def test_an_attack_that_harmed_nobody_or_whose_toll_is_told_apart_is_a_fact_of_its_own(text: str) -> None:
    assert [draft.kind for draft in drafts(text)].count(AnnouncementKind.OPERATION) == 1


def test_two_facts_of_one_clause_have_each_its_own_words() -> None:
    fight, held = drafts("قصفت الطائرات أهدافا في ناحية الزهور، بعد سيطرة المسلحين على بلدة العنبر.")
    assert (fight.kind, fight.evidence[0].words) == ("operation", "قصفت الطائرات أهدافا في ناحية الزهور")
    assert (held.kind, held.evidence[0].words) == ("control", "بعد سيطرة المسلحين على بلدة العنبر")
    assert [place.span.words for place in held.places] == ["العنبر"]


def test_what_a_relative_clause_tells_is_not_planned_with_what_it_stands_in() -> None:
    (held,) = drafts("يستعد السكان لمغادرة بلدة العنبر التي يسيطر عليها المسلحون.", "control")
    assert held.modality is Modality.ASSERTED


@pytest.mark.parametrize(
    "again",
    [
        "وقال مصدر طبي إن شرطيا قتل في بلدة العنبر.",
        "وقال مصدر طبي إن الرصاص أدى إلى مقتله.",
    ],
)
def test_a_loss_that_somebody_unnamed_is_quoted_for_is_one_draft_and_said_by_others(again: str) -> None:
    (loss,) = drafts(f"قتل شرطي برصاص مسلحين في بلدة العنبر. {again}", "casualties")
    assert loss.modality is Modality.REPORTED_BY_OTHER
    assert loss.counts.killed == 1
    assert len(loss.evidence) == 2


def test_a_loss_of_as_many_in_the_same_place_is_told_again_further_on_but_not_in_another() -> None:
    between = "وصلت فرق الإسعاف. وبدأ التحقيق. ولم يعلن أحد مسؤوليته. "
    told = f"قتل سبعة جنود في هجوم في بلدة العنبر. {between}"
    assert len(drafts(f"{told}وكان سبعة جنود قتلوا في بلدة العنبر.", "casualties")) == 1
    assert len(drafts(f"{told}وكان سبعة جنود قتلوا في بلدة السدرة.", "casualties")) == 2
    assert len(drafts(f"{told}وكان ستة جنود قتلوا في بلدة العنبر.", "casualties")) == 2


def test_fighting_that_activists_tell_of_again_is_no_second_draft() -> None:
    (fight,) = drafts(
        "تدور اشتباكات عنيفة في بلدة العنبر. وقال ناشطون إن اشتباكات عنيفة تدور في بلدة العنبر.", "operation"
    )
    assert fight.modality is Modality.ASSERTED


def test_one_sides_claim_of_a_place_and_the_others_stay_apart() -> None:
    text = "قالت وزارة الدفاع إن الجيش سيطر على بلدة العنبر. وزعمت حركة النهوض أن مقاتليها سيطروا على بلدة العنبر."
    assert [draft.modality for draft in drafts(text, "control")] == [Modality.ASSERTED, Modality.REPORTED_BY_OTHER]


def test_a_sentence_without_commas_is_parted_at_meanwhile() -> None:
    text = (
        "تمكن ألف مدني من الفرار من المعارك العنيفة في بلدة العنبر خلال شهر من القتال "
        "في وقت تواصلت المعارك في أنحاء متفرقة من ريف الزهور"
    )
    (fight,) = [draft for draft in drafts(text, "operation") if "الزهور" in draft.evidence[0].words]
    assert fight.evidence[0].words.startswith("في وقت تواصلت")
