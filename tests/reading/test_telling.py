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
        "اشتباكات عنيفة في قرية العنبر أدت إلى مقتل ستة أشخاص.",
        "اندلعت اشتباكات عنيفة أسفرت عن مقتل ستة أشخاص.",
        "هاجمت القوات مواقع المسلحين وقتلت ستة منهم.",
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
        "قصف المسلحون قرية العنبر بالهاون، مما أدى إلى مقتل ستة أشخاص.",
        "اندلعت اشتباكات في قرية العنبر أسفرت عن مقتل ستة أشخاص.",
    ],
)
def test_an_attack_of_a_named_place_with_a_verb_of_its_own_is_a_fact_beside_the_loss(text: str) -> None:
    attack, loss = drafts(text)
    assert (attack.kind, loss.kind) == (AnnouncementKind.OPERATION, AnnouncementKind.CASUALTIES)
    assert [place.span.words for place in attack.places] == ["العنبر"]
    assert loss.counts.killed == 6


def test_fighting_without_the_article_describes_no_area() -> None:
    (fight,) = drafts("شهدت المحافظة اشتباكات عنيفة بين الجيش والمسلحين.", "operation")
    assert [place.span.words for place in fight.places] == ["المحافظة"]


def test_fighting_that_only_dates_something_does_not_silence_what_is_told_for_itself() -> None:
    (attack,) = drafts("استهدفت المدفعية بلدة العنبر، بالتزامن مع غارات على قرية الزهور.", "operation")
    assert attack.places[0].span.words == "العنبر"


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


def test_fighting_that_activists_are_quoted_for_is_no_second_draft_and_said_by_others() -> None:
    (fight,) = drafts(
        "تدور اشتباكات عنيفة في بلدة العنبر. وقال ناشطون إن اشتباكات عنيفة تدور في بلدة العنبر.", "operation"
    )
    assert fight.modality is Modality.REPORTED_BY_OTHER


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


@pytest.mark.parametrize(
    ("who", "modality"),
    [
        ("قيادي في فصيل النهوض", Modality.REPORTED_BY_OTHER),
        ("موقع «النهار» الإخباري", Modality.REPORTED_BY_OTHER),
        ("المتحدث باسم الجيش", Modality.ASSERTED),
        ("متحدث باسم الجيش", Modality.ASSERTED),
        ("القيادي في فصيل النهوض محمد السالم", Modality.ASSERTED),
    ],
)
def test_what_one_of_several_or_an_outlet_says_is_said_by_others_and_what_a_spokesman_says_is_not(
    who: str, modality: Modality
) -> None:
    (fight,) = drafts(f"قال {who} إن اشتباكات عنيفة تدور في بلدة العنبر.", "operation")
    assert fight.modality is modality


def test_what_goes_on_does_not_hang_on_a_condition_of_another_clause() -> None:
    text = "تدور اشتباكات عنيفة في بلدة العنبر، فيما عرض الجيش على المسلحين الخروج مقابل تسليم السلاح."
    (fight,) = drafts(text, "operation")
    assert fight.modality is Modality.ASSERTED


def test_the_name_of_a_place_tells_of_nobody_harmed() -> None:
    assert not drafts("وصلت القوات إلى مطار الجراح منذ أكثر من شهرين.", "casualties")


def test_a_tally_of_another_speaker_is_another_fact_where_it_differs() -> None:
    text = "قالت وزارة الدفاع إن ثلاثة جنود قتلوا في بلدة العنبر. {} إن ثلاثة جنود قتلوا وأصيب أربعة في بلدة العنبر."
    assert len(drafts(text.format("وقال المرصد الوطني لحقوق الإنسان"), "casualties")) == 2
    assert len(drafts(text.format("وأضافت الوزارة"), "casualties")) == 1


def test_a_quotation_that_a_particle_is_written_onto_ends_where_it_ends() -> None:
    text = 'قال ناشطون إن سكان "العنبر" و"السدرة" نزحوا. تدور اشتباكات عنيفة في ريف الزهور.'
    assert drafts(text, "operation")[0].modality is Modality.ASSERTED


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("أسفر الحادث عن مصرع النقيب أحمد السالم وشرطيين آخرين وإصابة ثلاثة من زملائهم في بلدة العنبر.", 3, 3),
        ("أحصى المستشفى سقوط 12 إصابة بين المدنيين في بلدة العنبر.", None, 12),
        ("قتل شخصان وأصيب ثالث بجروح في قصف على بلدة العنبر.", 2, 1),
        ("أدى انفجار لغم إلى مقتل سالم الأحمد وإصابة محمد السعيد في بلدة العنبر.", 1, 1),
        ("أدى القصف إلى مقتل محمد السالم وسعيد الحمد في بلدة العنبر.", None, None),
        ("قتل اثنا عشر جنديا في بلدة العنبر.", 12, None),
    ],
)
def test_people_are_counted_by_name_by_rank_and_by_what_befell_them(
    text: str, killed: int | None, injured: int | None
) -> None:
    (loss,) = drafts(text, "casualties")
    assert (loss.counts.killed, loss.counts.injured) == (killed, injured)


def test_a_siege_of_one_place_is_one_draft_whatever_else_is_named_with_it() -> None:
    text = "تفرض القوات حصارا على بلدة العنبر. وتحاصر القوات بلدة العنبر وقرية السدرة."
    assert len(drafts(text, "control")) == 1


def test_what_one_side_held_the_other_may_take_and_what_it_took_is_told_again() -> None:
    taken = "سيطر المسلحون على بلدة العنبر. واستعاد الجيش بلدة العنبر."
    assert len(drafts(taken, "control")) == 2
    assert len(drafts(f"{taken} وقالت القيادة إن قوات الجيش استعادت بلدة العنبر.", "control")) == 2


def test_losses_without_a_number_do_not_hide_the_fight_they_were_suffered_in() -> None:
    text = "أعلن الجيش تكبيد المسلحين خسائر فادحة في الأرواح في مواجهات عنيفة في بلدة العنبر."
    assert {draft.kind for draft in drafts(text)} == {AnnouncementKind.CASUALTIES, AnnouncementKind.OPERATION}


def test_an_operation_that_was_launched_is_spoken_of_again_and_launched_once() -> None:
    text = (
        "أعلن الجيش انطلاق عملية عسكرية واسعة في بلدة العنبر. وأضاف أن هذه العملية تشارك فيها قوات من الشرطة. "
        "وقال إن العمليات انطلقت في بلدة العنبر وقرية السدرة."
    )
    assert [draft.state for draft in drafts(text, "operation")] == ["started"]
