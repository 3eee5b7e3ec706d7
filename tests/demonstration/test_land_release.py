"""In the story one field goes through the whole of the work; beside it, a second one is refused at each gate."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clearway import desk
from clearway.accounting import By, Period
from clearway.coverage import State
from clearway.demonstration import END, Built
from clearway.desk import Facts, Office
from clearway.desk.accounts import account_of, coverage, to_search
from clearway.desk.documents import Document, print_document
from clearway.desk.due import list_open_about
from clearway.geometry import Region, box
from clearway.problems import Refused
from clearway.records import BothLanguages, Event, ObservationEvidence, Record
from clearway.records.kinds.decision import Decision, EventEnded
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.hostilities import Hostilities
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.search_report import SearchReport
from clearway.records.types import Fieldwork
from clearway.terms import ApprovalRole, ControlResult, Method, Product, Purpose, Verdict
from tests.refusals import refused

pytestmark = pytest.mark.slow

STANDARD = "IMAS 09.10"
LANE_1, LANE_2, STRIP, HEAP = "20.2403,32.0505", "20.2410,32.0518", "20.2417,32.0510", "20.2403,32.0518"


@pytest.fixture
def centre(built: Built, tmp_path: Path) -> Iterator[Office]:
    """A copy of the mine action centre's workspace, opened where the story ends."""
    folder = shutil.copytree(built.offices["centre"], tmp_path / "centre")
    with desk.open_office(folder, clock=END) as office:
        yield office


# --- the field of the story ----------------------------------------------------------------------------------------


class TestTheFieldOfTheStory:
    def test_its_account_balances_and_only_the_heap_remains(self, centre: Office, built: Built) -> None:
        found = account_of(centre, Period(None, END), By.TOTAL, [built.ids["r-field"]]).account
        assert found.total.balances
        assert found.figures.balances
        assert not found.unbalanced
        (balance,) = found.closing
        released = {piece.decision: piece.product for piece in balance.pieces}
        assert released == {
            built.ids["d-field-strip"]: Product.REDUCED,
            built.ids["d-field-lanes"]: Product.CLEARED,
        }
        whole = found.figures.original
        assert found.figures.cleared > found.figures.reduced > found.figures.remaining > 0
        assert found.figures.cancelled == 0
        assert whole == found.figures.cleared + found.figures.reduced + found.figures.remaining
        lanes = coverage(centre, built.ids["r-field"], decision=built.ids["d-field-lanes"])
        assert abs(lanes.measured(State.SEARCHED).m2 - found.figures.cleared) <= 1

    def test_no_team_is_sent_back_to_the_strip_that_was_reduced(self, centre: Office, built: Built) -> None:
        found = coverage(centre, built.ids["r-field"])
        left, gone = to_search(centre, built.ids["r-field"], found)
        assert gone.m2 == 12_567
        assert len(found.gaps) == len(left.gaps) + 1
        assert [gap.area.m2 for gap in left.gaps] == [3142]

    @pytest.mark.parametrize("lang", ["ar", "en"])
    def test_its_certificate_is_printed_with_both_its_numbers(self, centre: Office, built: Built, lang: str) -> None:
        printed = print_document(centre, Document.HANDOVER, [built.ids["g-field"]], lang)
        assert printed.startswith(b"%PDF-")
        lines = (page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
        text = "".join("".join(lines).split())  # a number may be divided between two lines of its column
        assert "DEMO-4" in text
        assert "DEMO-HA-0117" in text
        assert "DEMO-CHA-42" in text

    def test_every_step_of_the_work_is_in_the_books(self, centre: Office, built: Built) -> None:
        wanted = {
            "n-field": "numbering", "e-field": "education_session", "m-field": "marking", "t-field": "task_order",
            "m-field-heap": "marking", "f-field": "release_notice",
            "t-field-completed": "task_order", "u-field-strip": "technical_survey", "v-field": "quality_visit",
            "v-field-again": "quality_visit", "k-lane-1-returned": "check_step", "k-lane-1-supervisor": "check_step",
            "k-lane-1-centre": "check_step", "x-lane-1": "search_report", "q-lane-2-failed": "quality_control",
            "q-field": "quality_control", "d-field-strip": "decision", "d-field-lanes": "decision",
            "g-field": "hand_over",
        }  # fmt: skip
        assert {name: centre.get_record(built.ids[name]).kind for name in wanted} == wanted

    def test_what_the_visit_found_was_open_until_the_next_visit(self, centre: Office, built: Built) -> None:
        area = [built.ids["r-field"]]
        visits = [centre.get_record(built.ids[name]).record.raw_body for name in ("v-field", "v-field-again")]
        assert visits[0]["non_conformities"][0]["corrective_action"]
        assert visits[1]["closes"] == [{"visit": built.ids["v-field"], "number": 1}]
        between = datetime.fromisoformat("2018-04-20T12:00:00Z")
        assert [each.visit for each in list_open_about(centre, area, between)] == [built.ids["v-field"]]
        assert not list_open_about(centre, area, END)

    def test_the_lanes_and_the_strip_are_released_and_the_heap_is_not(self, centre: Office, built: Built) -> None:
        hand_over = centre.history().standing(built.ids["g-field"], END)
        assert hand_over is not None
        assert hand_over.effective
        told = {where: self._check(centre, where) for where in (LANE_1, LANE_2, STRIP, HEAP)}
        assert told == {
            LANE_1: Verdict.RELEASED, LANE_2: Verdict.RELEASED, STRIP: Verdict.RELEASED, HEAP: Verdict.DO_NOT_ENTER
        }  # fmt: skip

    @staticmethod
    def _check(centre: Office, where: str) -> Verdict:
        return desk.check(centre, where, at=END).answer.verdict


# --- a second field, refused at each gate --------------------------------------------------------------------------

SECOND = box((202_600_000, 320_500_000, 202_610_000, 320_510_000))
HALF = box((202_600_000, 320_500_000, 202_605_000, 320_510_000))
RISK = BothLanguages(ar="لم تُفتَّش البيوت من الداخل.", en="The houses were not searched inside.")


@contextmanager
def without_effect(finding: str) -> Iterator[None]:
    """Pass only if the desk refuses because the record would have no effect, for exactly this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert [(p.code, p.params["finding"]) for p in caught.value.problems] == [("desk.no_effect", finding)]


class Field:
    """The second field, and the steps of its release; each test does one of them wrong."""

    def __init__(self, centre: Office) -> None:
        self.centre = centre
        body = HazardousArea(classification="confirmed", contamination=("unexploded_ordnance",))
        self.area = desk.declare_area(centre, "centre-1", SECOND, body)
        self.names = [self.area.id]
        centre.clock.advance(hours=24)
        self.began = centre.now()
        centre.clock.advance(hours=48)
        self.worked = Fieldwork(from_earliest=self.began, to_latest=centre.now())

    def search(self, ground: Region = SECOND, **other: Any) -> Record:
        said: Mapping[str, Any] = {
            "organisation": "survey-organisation",
            "purpose": Purpose.EXPLOSIVES,
            "method": Method.DETECTOR,
            "depth_mm": 200,
            "standard": STANDARD,
            "fieldwork": self.worked,
        }
        return desk.search(self.centre, "surveyor-1", ground, SearchReport(**{**said, **other}))

    def control(self, *of: Record, result: ControlResult = ControlResult.PASSED, ground: Region = SECOND) -> Record:
        body = QualityControl(result=result, organisation="inspection-body", sampled_m2=1000)
        return desk.control(self.centre, "inspector-1", ground, body, [each.id for each in of])

    def decide(self, *rests_on: Record, **other: Any) -> Record:
        body = Decision(product=Product.CLEARED, depth_mm=200, standard=STANDARD, reason="searched", **other)
        return desk.decide(self.centre, "centre-1", self.names, [each.id for each in rests_on], body, SECOND)

    def hand_over(self, *rests_on: Record) -> Record:
        body = HandOver(
            depth_mm=200, standard=STANDARD, residual_risk=RISK, certificate="DEMO-5", recipient="residents"
        )
        return desk.hand_over(self.centre, "centre-1", self.names, [each.id for each in rests_on], body, SECOND)

    def release(self, *reports: Record, **decided: Any) -> Record:
        return self.hand_over(self.decide(*reports, **decided), *reports)

    def findings(self, release: Record) -> set[str]:
        """Why the hand-over takes nothing away yet, once the two days for objections are over."""
        self.centre.clock.advance(hours=49)
        self.centre.freshen()
        standing = self.centre.history().standing(release.id, self.centre.now())
        assert standing is not None
        return {finding.code for finding in standing.findings}

    def verdict(self) -> Verdict:
        return desk.check(self.centre, "20.2605,32.0505", at=self.centre.now()).answer.verdict


@pytest.fixture
def second(centre: Office) -> Iterator[Field]:
    """The second field; whatever was tried at a gate, nobody may enter it."""
    field = Field(centre)
    yield field
    assert field.verdict() is Verdict.DO_NOT_ENTER


class TestTheSecondFieldIsRefused:
    @pytest.mark.parametrize(
        ("wrong", "finding"),
        [
            ({"method": Method.VISUAL}, "B6.visual_only"),
            ({"standard": "none"}, "B6.no_standard"),
        ],
    )
    def test_when_it_was_searched_by_eye_only_or_to_no_standard(
        self, second: Field, wrong: dict[str, Any], finding: str
    ) -> None:
        report = second.search(**wrong)
        checked = second.control(report)
        with without_effect(finding):
            second.release(report, checked)

    def test_when_nobody_controlled_it(self, second: Field) -> None:
        with without_effect("B5.no_passed_control"):
            second.release(second.search())

    def test_when_its_control_failed(self, second: Field) -> None:
        report = second.search()
        passed = second.control(report)
        second.control(report, result=ControlResult.FAILED)
        with refused("desk.control_failed"):
            second.release(report, passed)

    def test_when_the_work_is_older_than_the_last_fighting(self, second: Field) -> None:
        report = second.search()
        checked = second.control(report)
        shelled = second.centre.now()
        fought = desk.declare_hostilities(
            second.centre, "centre-1", SECOND, Hostilities(activities=("shelling",)),
            Facts(event=Event(from_earliest=shelled, until_latest=shelled)),
        )  # fmt: skip
        second.names.append(fought.id)
        seen = ObservationEvidence(by="survey team", at=shelled)
        ended = (EventEnded(id=fought.id, latest=shelled, evidence=(seen,)),)
        second.centre.clock.advance(hours=1)
        with without_effect("B7.older_than_event"):
            second.release(report, checked, event_ended=ended)

    def test_when_the_hand_over_is_wider_than_the_search(self, second: Field) -> None:
        report = second.search(HALF)
        checked = second.control(report)
        with refused("desk.wider_than_search"):
            second.release(report, checked)

    def test_when_one_person_signs_twice(self, second: Field) -> None:
        report = second.search()
        given = second.release(report, second.control(report))
        desk.approve(second.centre, "centre-2", given.id, ApprovalRole.AUTHORITY)
        with refused("desk.same_person"):
            desk.approve(second.centre, "centre-2", given.id, ApprovalRole.OPERATOR)

    def test_while_the_recipient_has_not_signed(self, second: Field) -> None:
        report = second.search()
        given = second.release(report, second.control(report))
        desk.approve(second.centre, "surveyor-2", given.id, ApprovalRole.OPERATOR)
        desk.approve(second.centre, "centre-2", given.id, ApprovalRole.AUTHORITY)
        assert second.findings(given) == {"B5.no_recipient"}

    def test_but_with_every_step_done_the_hand_over_stands(self, centre: Office) -> None:
        """The gates above refuse for what was done wrong: the same steps done right pass all of them."""
        field = Field(centre)
        report = field.search()
        given = field.release(report, field.control(report))
        roles = (("surveyor-2", "operator"), ("centre-2", "authority"), ("residents-1", "recipient"))
        for holder, role in roles:
            desk.approve(centre, holder, given.id, ApprovalRole(role))
        centre.clock.advance(hours=49)
        centre.freshen()
        standing = centre.history().standing(given.id, centre.now())
        assert standing is not None
        assert standing.effective
