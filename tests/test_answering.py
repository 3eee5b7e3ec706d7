"""An answer written out: every part is told in both languages, nothing stands bare, and JSON keeps everything."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clearway.answering import Asked, Role, document, quote_sentence, sentences
from clearway.answering.document import FIELDS
from clearway.geometry import Disc, Region, box
from clearway.places import Place
from clearway.situation import (
    AnnouncedCorridor,
    Answer,
    Because,
    Cover,
    Dangling,
    Ground,
    Hold,
    LogState,
    OpenCorridor,
    Quote,
)
from clearway.terms import Axis, ClosureState, Doubt, HazardState, Product, Realm, Verdict
from tests.bidi import bare

AT = datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
GROUND: Region = box((200_400_000, 320_100_000, 200_900_000, 320_500_000))
PLACE = Place(
    "benghazi/qawarsha",
    "القوارشة",
    "Qawarsha",
    (),
    Disc((200_600_000, 320_300_000), 1000),
    2000,
    "© X 1.0",
    illustrative=True,
)
WORDS = "يمنع الدخول إلى مناطق العمليات\nقبل تمشيطها بالكامل من الألغام 100"
QUOTE = Quote(
    "sha256:" + "5" * 64, 3, 66, WORDS, "القيادة العامة", None, AT - timedelta(hours=2), "https://a.example/1"
)
LOG = LogState(
    "crisis.benghazi.example/public", "crisis-desk", GROUND, AT - timedelta(minutes=7), False, None, "+218 91 1"
)
HOLD = Hold(
    record="sha256:" + "a" * 64,
    kind="closure",
    origin="crisis.benghazi.example/public",
    office="crisis-desk",
    footprint=GROUND,
    since=AT - timedelta(hours=2),
    closure=ClosureState.CLOSED,
    hazard=HazardState.SUSPECTED,
    labels=("contested", "unverified_key", "unknown_kind"),
    reasons=("fighting", "booby_traps"),
    contact="+218 91 234 5678",
    quotes=(QUOTE, replace(QUOTE, words=None, said_at=None), Quote("", 0, 0, None, None, "team 3", AT)),
)
CLEARED = Cover("sha256:" + "c" * 64, Axis.HAZARD, Product.CLEARED, AT, (GROUND,), depth_mm=209)


def answered(verdict, closure=ClosureState.NONE_RECORDED, hazard=HazardState.NONE_RECORDED, **more) -> Answer:
    grounds = more.pop("grounds", ())
    values = {
        "doubts": (),
        "product": None,
        "depth_mm": None,
        "on_the_word_of": None,
        "unit": None,
        "unplaced": (),
        "upcoming": (),
        "corridors": (),
        "logs": (LOG,),
        "dangling": (),
        "fresh_at": LOG.fresh_at,
        "because": tuple(Because("B7", g.hold.record, g.hold.quotes) for g in grounds),
        **more,
    }
    return Answer(at=AT, verdict=verdict, closure=closure, hazard=hazard, grounds=grounds, **values)


BOTH = answered(
    Verdict.DO_NOT_ENTER,
    ClosureState.CLOSED,
    HazardState.SUSPECTED,
    grounds=(Ground(HOLD, holds_closure=True, holds_hazard=True, ended=False, covers=()),),
)
ASKED = Asked(realm=Realm.DEMONSTRATION, now=AT, place=PLACE, position=(-15_000_000, 32_500_000))


def said(answer: Answer, lang: str, role: Role | None = None, asked: Asked = ASKED) -> list[str]:
    return [s.text.plain for s in sentences(answer, asked, lang) if role in (None, s.role)]


def searched(hold: Hold = HOLD) -> Hold:
    return replace(hold, until_condition="fully_searched")


def released(product: Product = Product.CLEARED, word: str | None = None, unit: str | None = None) -> Answer:
    cover = replace(CLEARED, product=product, on_the_word_of=word)
    ground = Ground(HOLD, holds_closure=False, holds_hazard=False, ended=False, covers=(cover,))
    return answered(
        Verdict.RELEASED,
        ClosureState.LIFTED,
        HazardState.RELEASED,
        grounds=(ground,),
        product=product,
        depth_mm=209 if product is Product.CLEARED else None,
        on_the_word_of=word,
        unit=unit,
    )


ANNOUNCED = AnnouncedCorridor(
    "sha256:" + "e" * 64,
    GROUND,
    "القيادة العامة",
    "Ganfouda",
    "Sidi Faraj",
    AT,
    AT + timedelta(hours=3),
    ("Party 2",),
    conditions="نساء وأطفال دون 15 سنة",
)
CONDITIONAL_HOLD = replace(HOLD, closure=ClosureState.CONDITIONAL, hazard=None, labels=())
CONDITIONAL = answered(
    Verdict.CONDITIONAL,
    ClosureState.CONDITIONAL,
    grounds=(Ground(CONDITIONAL_HOLD, holds_closure=True, holds_hazard=False, ended=False, covers=()),),
)
LIFTED = Cover("sha256:" + "d" * 64, Axis.CLOSURE, Product.REOPENED, AT - timedelta(days=1), (GROUND,))
ENDED = replace(HOLD, closure=ClosureState.ENDED_BY_ITS_TERM, until=AT, next_start=AT + timedelta(hours=9))
ALL_DOUBTS = answered(
    Verdict.NOT_CONFIRMED,
    ClosureState.ENDED_BY_ITS_TERM,
    doubts=tuple(Doubt),
    grounds=(Ground(ENDED, holds_closure=False, holds_hazard=False, ended=True, covers=(LIFTED,)),),
    unplaced=(replace(HOLD, unplaced=True, place="شارع 12"),),
    upcoming=(HOLD,),
    dangling=(Dangling("sha256:" + "f" * 64, GROUND, ("sha256:" + "0" * 64,)),),
)
EVERYTHING = {
    "both": BOTH,
    "searched": replace(BOTH, grounds=(replace(BOTH.grounds[0], hold=searched()),)),
    "hazard": answered(
        Verdict.DO_NOT_ENTER,
        hazard=HazardState.CONFIRMED,
        grounds=(Ground(HOLD, holds_closure=False, holds_hazard=True, ended=False, covers=(LIFTED,)),),
        unplaced=(HOLD,),
    ),
    "conditional": CONDITIONAL,
    "corridor": answered(
        Verdict.CONDITIONAL,
        ClosureState.CONDITIONAL,
        grounds=BOTH.grounds,
        corridors=(OpenCorridor("sha256:" + "1" * 64, GROUND, AT, AT),),
    ),
    "doubts": ALL_DOUBTS,
    "nothing": answered(
        Verdict.NOT_CONFIRMED, doubts=(Doubt.OUTSIDE_COVERAGE, Doubt.NO_RECORD), logs=(), fresh_at=None
    ),
    "never synced": answered(Verdict.NOT_CONFIRMED, doubts=(Doubt.STALE,), fresh_at=None),
    "cleared": released(),
    "cleared on word": released(word="mine-action-centre"),
    "reduced": released(Product.REDUCED),
    "cancelled on word": released(Product.CANCELLED, word="mine-action-centre"),
    "unit": released(unit="house 12, flat 3"),
    "corridors announced": replace(
        BOTH,
        announced=(
            ANNOUNCED,
            replace(ANNOUNCED, others=None, intermediary="Red Crescent"),
            replace(ANNOUNCED, others=(), findings=("C.outside_window", "C.not_confirmed_lately")),
        ),
    ),
}
ASKS = {
    "all": replace(
        ASKED,
        known=AT,
        known_by="crisis-desk",
        claimed=True,
        published_at=AT,
        valid_until=AT + timedelta(days=1),
    ),
    "bare": Asked(realm=Realm.ACTUAL),
    "own": Asked(realm=Realm.EXERCISE, known=AT, contact="112"),
}


class TestEveryAnswer:
    @pytest.mark.parametrize("lang", ["ar", "en"])
    @pytest.mark.parametrize("asked", ASKS.values(), ids=list(ASKS))
    @pytest.mark.parametrize("answer", EVERYTHING.values(), ids=list(EVERYTHING))
    def test_it_is_told_and_nothing_stands_bare(self, answer, asked, lang):
        told = sentences(answer, asked, lang)
        for sentence in told:
            assert bare(sentence.text.terminal, lang) == []
            assert bare(sentence.text.html, lang) == []
        order = [role for role in Role if role is not Role.QUOTE]  # a quotation stands behind its record
        roles = [order.index(sentence.role) for sentence in told if sentence.role is not Role.QUOTE]
        assert roles == sorted(roles)
        assert {Role.VERDICT, Role.SENTENCE, Role.AXIS, Role.AGE, Role.SCOPE} <= {s.role for s in told}

    @pytest.mark.parametrize("asked", ASKS.values(), ids=list(ASKS))
    @pytest.mark.parametrize("answer", EVERYTHING.values(), ids=list(EVERYTHING))
    def test_the_document_is_json_and_keeps_every_id(self, answer, asked):
        written = json.loads(json.dumps(document(answer, asked, "ar"), allow_nan=False))
        assert written["verdict"] == answer.verdict.value
        assert [g["record"] for g in written["grounds"]] == [g.hold.record for g in answer.grounds]
        assert written["because"] == document(answer, asked, "ar")["because"]

    def test_every_field_is_said_to_mean_something(self):
        assert list(document(BOTH, ASKED, "en")) == list(FIELDS)


class TestDoNotEnter:
    def test_it_says_who_since_when_and_both_questions_apart(self):
        assert "by order of the crisis desk since Thursday 17 November 2016" in said(BOTH, "en", Role.SENTENCE)[0]
        assert said(BOTH, "en", Role.AXIS) == ["Closure: Closed", "Explosive hazard: Explosive hazard recorded"]

    def test_until_searched_names_the_place(self):
        answer = EVERYTHING["searched"]
        assert said(answer, "ar", Role.SENTENCE)[0].startswith("لا تدخل القوارشة. أُغلق بإعلان من مكتب الأزمات")

    def test_whoever_is_inside_is_told_what_to_do(self):
        assert "touch nothing" in said(BOTH, "en", Role.INSIDE)[0]
        only = replace(BOTH, grounds=(replace(BOTH.grounds[0], holds_hazard=False),))
        assert said(only, "en", Role.INSIDE) == ["If you are inside: call +218 91 234 5678 before you move."]

    @pytest.mark.parametrize(
        ("who", "said_by"),
        [
            (
                {"speaker": "Colonel A", "role": "spokesman of the army", "office": "the army"},
                "Colonel A, spokesman of the army",
            ),
            ({"speaker": "Colonel A", "role": "spokesman", "office": "the army"}, "Colonel A, spokesman, the army"),
            ({"role": "duty officer", "office": "the army"}, "duty officer, the army"),
            ({"office": None}, "the crisis desk"),
        ],
    )
    def test_a_quote_names_who_spoke(self, who, said_by):
        quote = replace(QUOTE, said_at=None, source=None, **who)
        text = quote_sentence(quote, "en", "Africa/Tripoli", "crisis-desk").text.plain
        assert text.startswith(f"Words of the announcement ({said_by}): “")

    def test_the_words_stand_in_their_own_language(self):
        quotes = said(BOTH, "en", Role.QUOTE)
        assert "يمنع الدخول إلى مناطق العمليات قبل تمشيطها بالكامل من الألغام 100" in quotes[0]
        assert "القيادة العامة" in quotes[0]
        assert "Thursday 17 November 2016, 13:05" in quotes[0]
        assert "https://a.example/1" in quotes[0]
        assert "not at hand" in quotes[1]
        assert quotes[2].startswith("Seen by team 3")

    def test_the_document_keeps_the_words_to_the_letter(self):
        assert document(BOTH, ASKED, "en")["because"][0]["quotes"][0]["words"] == WORDS

    def test_whoever_stays_keeps_his_protection(self):
        assert said(BOTH, "en", Role.PROTECTION) == ["Staying does not remove your protection as a civilian."]


class TestTheRest:
    def test_every_doubt_has_its_sentence_the_first_first(self):
        told = said(ALL_DOUBTS, "en", Role.DOUBT)
        assert len(told) == len(Doubt)
        assert told[0].startswith("A danger or closure is recorded somewhere in")
        assert len(said(ALL_DOUBTS, "en", Role.CHANGE)) == len(Doubt)

    def test_what_lies_somewhere_is_told_whatever_the_verdict(self):
        assert said(EVERYTHING["hazard"], "en", Role.DOUBT) == [
            "A danger or closure is recorded somewhere in this area; where exactly is not known."
        ]

    def test_hours_that_were_lifted_are_not_said_to_come_back(self):
        def told(*, ended: bool) -> str:
            ground = Ground(ENDED, holds_closure=False, holds_hazard=False, ended=ended, covers=(LIFTED,))
            return " ".join(said(answered(Verdict.NOT_CONFIRMED, ClosureState.LIFTED, grounds=(ground,)), "en"))

        assert "starts again" in told(ended=True)
        assert "starts again" not in told(ended=False)

    def test_a_permit_is_told_where_the_closure_allows_one(self):
        assert "ask for the house to be checked first" in said(CONDITIONAL, "en", Role.PERMIT)[0]
        assert said(EVERYTHING["corridor"], "en", Role.PERMIT) == []

    def test_a_corridor_of_one_side(self):
        told = said(EVERYTHING["corridors announced"], "en", Role.CORRIDOR)
        assert "Only \u2067القيادة العامة\u2069".translate({0x2067: "", 0x2069: ""}) in told[0]
        assert "We have no consent from Party 2." in told[0]
        assert told[1].startswith("Who may pass, as announced: ")
        assert "We do not know who else must agree." in told[2]

    def test_a_corridor_that_all_agreed_to_and_that_is_not_open(self):
        told = said(EVERYTHING["corridors announced"], "en", Role.CORRIDOR)[4]
        assert told.endswith("open. It is outside its hours of passage. Nobody has confirmed it lately.")

    def test_released_ground_keeps_its_risk(self):
        told = said(released(), "en", Role.SENTENCE)
        assert "to 20 cm" in told[0]
        assert any("digging deeper than 20 cm" in sentence for sentence in told)
        assert said(released(word="mine-action-centre"), "en", Role.SENTENCE)[0].startswith("On the word of")
        assert "any digging" in said(released(Product.REDUCED), "en", Role.SENTENCE)[1]
        assert "about house 12, flat 3 alone" in said(released(unit="house 12, flat 3"), "en", Role.SENTENCE)[1]

    def test_what_is_not_the_world_is_marked_first(self):
        assert said(BOTH, "ar")[0] == "تمثيلي – ليس للاستعمال"
        assert said(BOTH, "en")[0] == "Illustrative, not for use"
        assert said(BOTH, "en", Role.MARK, ASKS["bare"]) == []

    def test_how_old_the_data_is(self):
        assert said(BOTH, "en", Role.AGE)[1].endswith("(7 minutes ago).")
        assert said(BOTH, "en", Role.AGE, ASKS["bare"])[1] == "Last updated: Thursday 17 November 2016, 14:58."
        assert said(EVERYTHING["never synced"], "en", Role.AGE)[1] == "Last updated: not known."

    def test_outdoors_is_said(self):
        assert said(BOTH, "en", Role.SCOPE)[0] == "This answer is about the outside only, not the inside of buildings."

    def test_a_drawn_extent_is_said_to_be_illustrative_with_its_error(self):
        assert said(BOTH, "en", Role.SCOPE)[1:] == ["The extent of Qawarsha is illustrative (± 2000 m)."]
        assert said(BOTH, "ar", Role.SCOPE)[1:] == ["حدود القوارشة للتوضيح فقط (± 2000 م)."]
        surveyed = replace(ASKED, place=replace(PLACE, illustrative=False))
        assert said(BOTH, "en", Role.SCOPE, surveyed)[1:] == []
