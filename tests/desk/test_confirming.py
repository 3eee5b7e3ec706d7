"""Confirming: what an officer may make of the words of an announcement, and what stays only words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clearway.desk.closures import approve, close
from clearway.desk.confirming import Confirmed, Decision, confirm, propose
from clearway.desk.office import Office
from clearway.desk.said import Said
from clearway.desk.saying import Facts
from clearway.desk.statements import add_statement
from clearway.desk.voiding import void
from clearway.geometry import Region, Unplaced, box
from clearway.reading.model import (
    AnnouncementKind,
    Counts,
    Modality,
    PlaceNamed,
    ReadDraft,
    Reading,
    Source,
    Span,
    TimeSaid,
)
from clearway.records import FootprintSource, Record
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.corridor import Corridor
from clearway.records.kinds.statement import Speaker, Statement
from clearway.records.types import Window
from clearway.situation import Quote
from clearway.terms import ClosureState, HazardState, Reason, Tier, Verdict
from tests.desk.centre import AREA, IN_AREA, OUTSIDE, ROOT, SECOND, asked, open_centre
from tests.refusals import refused

TEXT = (
    "قال الناطق باسم غرفة الطوارئ سالم الورفلي إن على السكان عدم دخول مناطق العمليات العسكرية قبل أن تُفتَّش بالكامل "
    "من الألغام. ولا يُسمح لأحد بدخول حي الزهور دون إذن. وأضاف الورفلي أن خمسة أشخاص قُتلوا هناك."
)
CLOSURE_WORDS = "عدم دخول مناطق العمليات العسكرية قبل أن تُفتَّش بالكامل من الألغام"
GROUND = box(AREA)
WHY = "the quarter of flowers is where the operations are"


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


SOURCE = Source(span("سالم الورفلي"), span("الناطق باسم غرفة الطوارئ"), span("غرفة الطوارئ"))


def draft(kind: str, **fields: Any) -> ReadDraft:
    given: dict[str, Any] = {
        "number": 1,
        "kind": AnnouncementKind(kind),
        "state": None,
        "modality": Modality.ASSERTED,
        "evidence": (span(CLOSURE_WORDS),),
        "places": (PlaceNamed(span("مناطق العمليات العسكرية")), PlaceNamed(span("حي الزهور"), ("city/flowers",))),
        "source": SOURCE,
        "becomes": "",
    }
    return ReadDraft(**{**given, **fields})


def reading(*drafts: ReadDraft, text: str = TEXT) -> Reading:
    return Reading(text, "ar", None, drafts)


CLOSED = draft("closure", state="in_force", cause="mine")
HEDGE = span("بالكامل")


@pytest.fixture
def centre() -> Iterator[Office]:
    with open_centre() as office:
        yield office


def on_ground(because: str | None = WHY, **fields: Any) -> Decision:
    return Decision(footprint=GROUND, because=because, **fields)


def made(centre: Office, read: ReadDraft, decision: Decision | None = None, **options: Any) -> Confirmed:
    return confirm(centre, ROOT, reading(read), read.number, decision or on_ground(), **options)


def unchanged(centre: Office) -> bool:
    return asked(centre, IN_AREA).grounds == () and asked(centre, IN_AREA).verdict is Verdict.NOT_CONFIRMED


def quotes(centre: Office) -> tuple[Quote, ...]:
    return asked(centre, IN_AREA).grounds[0].hold.quotes


class TestAClosure:
    def test_it_closes_the_officers_ground_and_quotes_the_words_their_speaker_and_office(self, centre):
        made(centre, CLOSED)
        assert asked(centre, IN_AREA).verdict is Verdict.DO_NOT_ENTER
        assert asked(centre, OUTSIDE).verdict is Verdict.NOT_CONFIRMED
        (quote,) = quotes(centre)
        assert quote.words == CLOSURE_WORDS
        assert (quote.speaker, quote.role, quote.office) == (
            "سالم الورفلي",
            "الناطق باسم غرفة الطوارئ",
            "غرفة الطوارئ",
        )

    def test_its_reasons_and_its_end_are_taken_from_the_words(self, centre):
        body = made(centre, CLOSED).record.body
        assert isinstance(body, Closure)
        assert body.reasons == (Reason.FIGHTING, Reason.MINES, Reason.MILITARY)
        assert body.until_condition == "fully_searched"
        assert not body.permit_possible

    def test_a_spokesmans_title_is_no_reason(self, centre):
        text = "قال الناطق العسكري في غرفة عمليات المدينة إن السوق مغلق بسبب الألغام."
        read = draft("closure", evidence=(span("السوق مغلق بسبب الألغام", text),), source=Source(), places=())
        body = confirm(centre, ROOT, reading(read, text=text), 1, on_ground()).record.body
        assert isinstance(body, Closure)
        assert body.reasons == (Reason.MINES,)

    def test_words_about_a_permit_make_one_possible(self, centre):
        read = draft("closure", evidence=(span(CLOSURE_WORDS), span("ولا يُسمح لأحد بدخول حي الزهور دون إذن")))
        body = made(centre, read).record.body
        assert isinstance(body, Closure)
        assert body.permit_possible
        assert asked(centre, IN_AREA).closure is ClosureState.CONDITIONAL
        assert asked(centre, IN_AREA).verdict is Verdict.DO_NOT_ENTER

    def test_weak_words_make_no_permit_possible(self, centre):
        words = span("ولا يُسمح لأحد بدخول حي الزهور دون إذن")
        body = made(centre, draft("closure", cause="mine", evidence=(words,), hedge=HEDGE)).record.body
        assert isinstance(body, Closure)
        assert not body.permit_possible

    def test_the_officer_may_put_it_otherwise(self, centre):
        says = {"reasons": (Reason.CURFEW,), "until_condition": None, "contact": "091"}
        body = made(centre, CLOSED, on_ground(says=says)).record.body
        assert isinstance(body, Closure)
        assert (body.reasons, body.until_condition, body.contact) == ((Reason.CURFEW,), None, "091")

    def test_what_its_kind_does_not_say_is_refused(self, centre):
        with refused("confirm.other_field"):
            made(centre, CLOSED, on_ground(says={"from_place": "A"}))

    def test_without_any_reason_the_officer_must_give_one(self, centre):
        read = draft("closure", evidence=(span("ولا يُسمح لأحد بدخول حي الزهور دون إذن"),))
        with refused("confirm.no_reason"):
            made(centre, read)
        made(centre, read, on_ground(says={"reasons": (Reason.CRIME,)}))
        assert asked(centre, IN_AREA).closure is ClosureState.CONDITIONAL

    def test_firm_words_hold_since_they_were_said(self, centre):
        said_at = centre.now() - timedelta(hours=5)
        made(centre, CLOSED, said=Said(said_at=said_at))
        assert asked(centre, IN_AREA).grounds[0].hold.since == said_at

    def test_planned_words_hold_from_the_day_they_announce(self, centre):
        read = draft("closure", cause="mine", modality=Modality.PLANNED, time=TimeSaid(span("هناك"), "2017-01-04"))
        made(centre, read, said=Said(said_at=centre.now() - timedelta(hours=5)))
        answer = asked(centre, IN_AREA)
        assert answer.grounds == ()
        assert answer.upcoming[0].since == datetime(2017, 1, 3, 22, 0, tzinfo=UTC)

    def test_an_evacuation_closes_and_says_that_it_is_one(self, centre):
        body = made(centre, draft("evacuation", state="advised")).record.body
        assert isinstance(body, Closure)
        assert body.evacuation == "advised"
        assert Reason.EVACUATION in body.reasons


class TestGround:
    def test_nothing_without_it(self, centre):
        for kind, state in (("closure", None), ("hazard", None), ("operation", "started"), ("evacuation", "ordered")):
            with refused("confirm.no_ground"):
                made(centre, draft(kind, state=state), Decision())

    def test_words_that_describe_ground_need_a_reason(self, centre):
        with refused("confirm.because_needed"):
            made(centre, CLOSED, on_ground(because=None))

    def test_a_place_that_the_words_name_needs_none(self, centre):
        source = FootprintSource(how="place", because="the file of places", place="city/flowers", error_m=300)
        record = made(centre, CLOSED, on_ground(because=None), facts=Facts(source=source)).record
        assert record.footprint_source == source

    def test_another_place_does(self, centre):
        source = FootprintSource(how="place", because="the file of places", place="city/other", error_m=300)
        with refused("confirm.because_needed"):
            made(centre, CLOSED, on_ground(because=None), facts=Facts(source=source))
        record = made(centre, CLOSED, on_ground(), facts=Facts(source=source)).record
        assert record.footprint_source == FootprintSource(how="officer", because=WHY, place="city/other", error_m=300)

    def test_somewhere_within_bars_and_closes_nothing_in_particular(self, centre):
        made(centre, CLOSED, Decision(footprint=Unplaced(GROUND), because=WHY))
        assert asked(centre, IN_AREA).unplaced


class TestWordsThatOnlyTell:
    @pytest.mark.parametrize(
        "read",
        [
            draft("control", state="controls"),
            draft("casualties"),
            draft("clearance", state="finished"),
            draft("clearance", state="planned", modality=Modality.PLANNED),
            draft("operation", state="ended"),
            draft("corridor", state="refused"),
            draft("corridor", state="offered", modality=Modality.CONDITIONAL),
            draft("corridor", state="opened", hedge=HEDGE),
            draft("corridor", state="opened", modality=Modality.REPORTED_BY_OTHER),
            draft("reopening", state="reopened", hedge=HEDGE),
            draft("reopening", state="planned", modality=Modality.PLANNED),
            draft("reopening", state="reopened", modality=Modality.CONDITIONAL),
            *(draft(kind, modality=Modality.NEGATED) for kind in AnnouncementKind if kind != "civilians"),
        ],
        ids=lambda read: f"{read.kind}-{read.state}-{read.modality}{'-hedged' if read.hedge else ''}",
    )
    def test_are_kept_and_no_record_about_ground_is_made_of_them(self, centre, read):
        with refused("confirm.only_kept"):
            made(centre, read)
        confirmed = made(centre, read, Decision())
        assert confirmed.record.kind == "claim"
        assert confirmed.record.footprint is None
        assert unchanged(centre)

    @pytest.mark.parametrize("kind", ["closure", "hazard", "operation", "evacuation"])
    @pytest.mark.parametrize(
        "weakness",
        [{"modality": Modality.CONDITIONAL}, {"modality": Modality.REPORTED_BY_OTHER}, {"hedge": HEDGE}],
        ids=["conditional", "reported", "hedged"],
    )
    def test_weak_words_are_kept_unless_the_officer_says_why_they_close(self, centre, kind, weakness):
        states = {"operation": "started", "evacuation": "ordered"}
        read = draft(kind, state=states.get(kind), **weakness)
        source = FootprintSource(how="place", because="the file of places", place="city/flowers")
        with refused("confirm.weak_words"):
            made(centre, read, on_ground(because=None), facts=Facts(source=source))
        assert made(centre, read, Decision()).record.kind == "claim"
        assert unchanged(centre)
        made(centre, read)
        assert asked(centre, IN_AREA).verdict is Verdict.DO_NOT_ENTER

    def test_any_draft_may_be_kept(self, centre):
        confirmed = made(centre, CLOSED, Decision(keep=True))
        assert isinstance(confirmed.record.body, Claim)
        assert confirmed.record.body.topic == "access"
        assert confirmed.record.body.says == CLOSURE_WORDS
        assert unchanged(centre)

    def test_a_claim_keeps_its_numbers(self, centre):
        read = draft("casualties", counts=Counts(killed=5, injured=0))
        body = made(centre, read, Decision()).record.body
        assert isinstance(body, Claim)
        assert (body.topic, body.counts) == ("casualties", {"killed": 5, "injured": 0})

    def test_a_search_has_a_form_of_its_own(self, centre):
        with refused("confirm.own_form"):
            made(centre, draft("clearance", state="finished"), on_ground(kind="search_report"))


class TestOtherKinds:
    def test_a_hazard_is_an_indication_or_an_area(self, centre):
        hazard = draft("hazard", cause="booby_trap")
        assert made(centre, hazard).record.kind == "indication"
        assert HazardState.INDICATION in {ground.hold.hazard for ground in asked(centre, IN_AREA).grounds}
        assert made(centre, hazard, on_ground(kind="hazardous_area")).record.kind == "hazardous_area"
        assert asked(centre, IN_AREA).hazard is HazardState.SUSPECTED
        assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER

    def test_another_kind_than_the_words_allow_is_refused(self, centre):
        with refused("confirm.other_kind"):
            made(centre, draft("hazard"), on_ground(kind="closure"))

    def test_an_operation_is_fighting_on_the_officers_ground(self, centre):
        assert made(centre, draft("operation", state="ongoing")).record.kind == "hostilities"
        assert asked(centre, IN_AREA).hazard is HazardState.SUSPECTED

    def test_civilians_are_never_in_public(self, centre):
        for read in (
            draft("civilians", state="denied", modality=Modality.NEGATED),
            draft("civilians", state="trapped", evidence=(span("خمسة أشخاص"),)),
        ):
            record = made(centre, read, Decision(keep=True)).record
            assert (record.kind, record.origin) == ("civilians_report", centre.restricted_origin)
        assert unchanged(centre)

    def test_a_corridor_needs_its_way_and_is_not_open(self, centre):
        read = draft("corridor", state="opened")
        with refused("confirm.corridor_incomplete"):
            made(centre, read)
        window = Window(from_=centre.now(), until=centre.now() + timedelta(hours=3))
        says = {"from_place": "A", "to_place": "B", "windows": (window,)}
        body = made(centre, read, on_ground(says=says)).record.body
        assert isinstance(body, Corridor)
        assert body.announced_by == "غرفة الطوارئ"
        assert body.segments[0].parties is None
        answer = asked(centre, IN_AREA)
        assert answer.verdict is Verdict.NOT_CONFIRMED
        assert not answer.corridors

    def test_a_reopening_names_what_it_lifts_and_waits_for_a_second_person(self, centre):
        closed = close(centre, ROOT, GROUND, Closure(reasons=(Reason.CRIME,)))
        read = draft("reopening", state="reopened")
        with refused("confirm.names_nothing"):
            made(centre, read, Decision(kind="reopening"))
        reopening = made(centre, read, Decision(names=(closed.id,))).record
        assert asked(centre, IN_AREA).closure is ClosureState.CLOSED
        approve(centre, SECOND, reopening.id)
        assert asked(centre, IN_AREA).closure is ClosureState.LIFTED


class TestTheStatement:
    def test_two_drafts_of_one_speaker_rest_on_one_statement(self, centre):
        full = draft("closure", cause="mine")
        short = draft("casualties", number=2, evidence=(span("خمسة أشخاص قُتلوا"),), source=Source(span("الورفلي")))
        whole = reading(full, short)
        first = confirm(centre, ROOT, whole, 1, on_ground())
        second = confirm(centre, ROOT, whole, 2, Decision())
        assert first.new_statement is not None
        assert (second.new_statement, second.statement) == (None, first.statement)

    def test_words_of_the_text_itself_are_not_put_into_the_speakers_mouth(self, centre):
        own = draft("hazard", number=2, source=Source())
        whole = reading(CLOSED, own)
        first = confirm(centre, ROOT, whole, 1, on_ground())
        second = confirm(centre, ROOT, whole, 2, on_ground())
        assert second.statement != first.statement
        assert speaker(second) == Speaker()

    def test_the_statement_named_serves_where_it_can_be_the_same_speaker(self, centre):
        kept = statement(centre, Speaker(name="الورفلي", role="spokesman"))
        confirmed = made(centre, CLOSED, statement=kept.id)
        assert (confirmed.statement, confirmed.new_statement) == (kept.id, None)

    def test_and_not_where_another_speaks(self, centre):
        kept = statement(centre, Speaker(name="كريم المسلاتي"))
        assert made(centre, CLOSED, statement=kept.id).statement != kept.id

    def test_a_surname_stands_for_whom_the_text_names_in_full(self, centre):
        short = draft("closure", cause="mine", number=2, source=Source(span("الورفلي"), span("السكان")))
        confirmed = confirm(centre, ROOT, reading(draft("casualties"), short), 2, on_ground())
        assert speaker(confirmed).name == "سالم الورفلي"
        assert speaker(confirmed).role == "الناطق باسم غرفة الطوارئ"

    def test_whoever_is_no_spokesman_stays_unnamed(self, centre):
        text = "قال مدير المستشفى سالم إن مناطق العمليات العسكرية ملغومة."
        source = Source(span("سالم", text), span("مدير المستشفى", text))
        read = draft("hazard", evidence=(span("ملغومة", text),), source=source, places=())
        confirmed = confirm(centre, ROOT, reading(read, text=text), 1, on_ground())
        assert speaker(confirmed) == Speaker(role="مدير المستشفى")

    def test_what_the_officer_knows_of_it_is_kept(self, centre):
        said = Said(name="سالم", channel="radio", url="https://a.example/1", said_at=centre.now())
        body = made(centre, CLOSED, said=said).new_statement
        assert body is not None
        assert isinstance(body.body, Statement)
        assert (body.body.speaker.name, body.body.channel, body.body.url) == ("سالم", "radio", "https://a.example/1")

    def test_a_public_record_does_not_quote_a_restricted_statement(self, centre):
        kept = statement(centre, Speaker(), Tier.RESTRICTED)
        with refused("confirm.restricted_words"):
            made(centre, CLOSED, statement=kept.id)
        assert made(centre, draft("hazard"), statement=kept.id).statement == kept.id

    def test_a_refused_record_leaves_no_statement(self, centre):
        before = centre.history().list_kind("statement")
        far = box((100_000_000, 100_000_000, 100_001_000, 100_001_000))
        with refused("desk.outside_region"):
            made(centre, CLOSED, Decision(footprint=far, because=WHY))
        assert centre.history().list_kind("statement") == before


class TestTwice:
    def test_the_same_words_on_the_same_ground_are_recognised(self, centre):
        made(centre, CLOSED)
        with refused("confirm.already"):
            made(centre, CLOSED)
        made(centre, CLOSED, Decision(footprint=box((200_560_000, 320_510_000, 200_580_000, 320_540_000)), because=WHY))

    def test_claims_too(self, centre):
        made(centre, CLOSED, Decision(keep=True))
        with refused("confirm.already"):
            made(centre, CLOSED, Decision(keep=True))
        made(centre, CLOSED)

    def test_what_was_withdrawn_may_be_made_again(self, centre):
        first = made(centre, CLOSED).record
        void(centre, ROOT, [first.id], "the wrong quarter")
        made(centre, CLOSED)


def test_nothing_is_written_by_proposing(centre):
    before = centre.ledger.head(centre.public_origin)
    proposed = propose(centre, ROOT, reading(CLOSED), 1, on_ground())
    assert proposed.draft.kind == "closure"
    assert proposed.tier is Tier.PUBLIC
    assert centre.ledger.head(centre.public_origin) == before


def test_a_number_that_no_draft_has_is_refused(centre):
    with refused("confirm.unknown_draft"):
        confirm(centre, ROOT, reading(CLOSED), 2, Decision())


def statement(centre: Office, by: Speaker, tier: Tier = Tier.PUBLIC) -> Record:
    body = Statement(text_blob="sha256:" + "0" * 64, language="ar", speaker=by)
    return add_statement(centre, ROOT, TEXT.encode(), body, tier)


def speaker(confirmed: Confirmed) -> Speaker:
    assert confirmed.new_statement is not None
    body = confirmed.new_statement.body
    assert isinstance(body, Statement)
    return body.speaker


def test_ground_given_as_a_region_or_a_footprint_is_the_same(centre):
    assert isinstance(GROUND, Region)
    made(centre, CLOSED, Decision(footprint=GROUND, because=WHY))
    assert asked(centre, IN_AREA).verdict is Verdict.DO_NOT_ENTER
