"""What the desk refuses by its own view: coded, with nothing written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearway.desk.closures import approve, close, evacuate, reopen
from clearway.desk.drafts import Draft
from clearway.desk.hazards import declare_area, indicate
from clearway.desk.land_release import decide
from clearway.desk.office import Office, init_office, open_office
from clearway.desk.permits import issue_permit
from clearway.desk.saying import Facts
from clearway.desk.statements import add_statement, quote
from clearway.desk.telling import claim
from clearway.geometry import Blob, box, normalise, parse_region
from clearway.problems import Refused
from clearway.records import Holds, ObservationEvidence, Record, Ref
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.indication import Indication
from clearway.records.kinds.permit import Permit
from clearway.terms import ApprovalRole, ControlResult, Method, Product, Purpose, Realm, Reason, Rel, Verdict
from tests.desk.centre import (
    AREA,
    BLOCK,
    CITY,
    CONTROLLER,
    IN_AREA,
    LEADER,
    RECIPIENT,
    ROOT,
    SEARCHER,
    SECOND,
    START,
    approve_all,
    area,
    asked,
    clear,
    controlled,
    decision,
    handed_over,
    open_centre,
    searched,
    surveyed,
)

CRIME = Closure(reasons=(Reason.CRIME,))
MINES = HazardousArea(classification="suspected", contamination=("unknown",))


@pytest.fixture
def centre() -> Office:
    return open_centre()


class Untouched:
    """Refused with these codes, and nothing written to any log."""

    def __init__(self, office: Office, *codes: str) -> None:
        self.office, self.expected = office, set(codes)

    def __enter__(self) -> None:
        self.before = self.office.ledger.frontier()

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        assert isinstance(error, Refused), f"not refused: {error!r}"
        assert {problem.code for problem in error.problems} == self.expected, str(error)
        assert self.office.ledger.frontier() == self.before
        for problem in error.problems:
            assert problem.sentence("en")
            assert problem.sentence("ar")
            assert problem.remedy("ar")
        return True


def test_coordinates_outside_the_region(centre: Office):
    with Untouched(centre, "desk.outside_region"):
        close(centre, ROOT, box((130_000_000, 320_000_000, 131_000_000, 321_000_000)), CRIME)


def test_longitude_and_latitude_swapped(centre: Office):
    west, south, east, north = AREA
    with Untouched(centre, "desk.swapped_coordinates"):
        close(centre, ROOT, box((south, west, north, east)), CRIME)


def test_a_latitude_of_133_degrees():
    with pytest.raises(Refused) as refused:
        parse_region(
            [[[[200_000_000, 1_330_000_000], [200_000_001, 0], [200_000_002, 1], [200_000_000, 1_330_000_000]]]], ""
        )
    assert "geometry.latitude_out_of_range" in {problem.code for problem in refused.value.problems}


def test_a_release_that_names_nothing(centre: Office):
    with Untouched(centre, "desk.names_nothing"):
        reopen(centre, ROOT, [])


def test_a_release_of_what_is_not_at_hand(centre: Office):
    with Untouched(centre, "desk.not_at_hand"):
        reopen(centre, ROOT, ["sha256:" + "0" * 64])


def test_a_claimed_time_ahead(centre: Office):
    with Untouched(centre, "record.time_ahead"):
        close(centre, ROOT, box(AREA), CRIME, Facts(recorded_at=centre.now() + timedelta(minutes=6)))
    seen = ObservationEvidence(by="patrol", at=centre.now() + timedelta(hours=1))
    with Untouched(centre, "record.time_ahead"):
        close(centre, ROOT, box(AREA), CRIME, Facts(evidence=(seen,)))
    start = centre.now() + timedelta(days=9)
    assert close(centre, ROOT, box(AREA), CRIME, Facts(holds=Holds(from_earliest=start, from_latest=start))).id


def test_a_text_of_200_megabytes(centre: Office):
    with Untouched(centre, "desk.text_too_large"):
        add_statement(centre, ROOT, bytes(200_000_000))


def test_a_text_that_is_not_utf8(centre: Office):
    with Untouched(centre, "desk.text_not_utf8"):
        add_statement(centre, ROOT, b"\xff\xfe")


def test_words_that_the_statement_does_not_hold_or_holds_twice(centre: Office):
    said = add_statement(centre, ROOT, "لا تدخلوا. لا تدخلوا قبل التفتيش".encode())
    evidence = quote(centre, said.id, ["قبل التفتيش"])
    assert evidence.spans == ((21, 32),)
    with Untouched(centre, "desk.quote_not_found"):
        quote(centre, said.id, ["ادخلوا الآن"])
    with Untouched(centre, "desk.quote_ambiguous"):
        quote(centre, said.id, ["لا تدخلوا"])


def test_a_key_that_is_not_the_granted_one(centre: Office):
    from clearway.desk.keys import rotate

    shut = close(centre, SEARCHER, box(AREA), CRIME)
    rotate(centre, SEARCHER)
    with Untouched(centre, "desk.wrong_key"):
        reopen(centre, SEARCHER, [shut.id])
    assert close(centre, SEARCHER, box(AREA), CRIME).id


def test_a_person_without_a_key_and_one_without_a_grant(centre: Office):
    from clearway.desk.keys import new_key

    with Untouched(centre, "desk.no_key"):
        close(centre, "h-nobody", box(AREA), CRIME)
    shut = close(centre, ROOT, box(AREA), CRIME)
    new_key(centre, "h-new")
    with Untouched(centre, "desk.no_grant"):
        reopen(centre, "h-new", [shut.id])


def test_a_permit_without_a_grant(centre: Office):
    from clearway.desk.keys import new_key

    shut = close(centre, ROOT, box(AREA), Closure(reasons=(Reason.CRIME,), permit_possible=True))
    new_key(centre, "h-new")
    body = Permit(
        serial="P-1",
        form="entry",
        valid_from=centre.now(),
        valid_until=centre.now() + timedelta(days=1),
        purpose="repair",
    )
    with Untouched(centre, "desk.no_grant"):
        issue_permit(centre, "h-new", [shut.id], box(AREA), body)


def test_a_public_record_that_refers_to_a_restricted_one(centre: Office):
    hazard = area(centre)
    with Untouched(centre, "desk.public_refers_to_restricted"):
        claim(centre, ROOT, Claim(topic="access", says="the road is open"), disputes=[hazard.id])


def test_a_forbidden_field(centre: Office):
    body = {"topic": "other", "says": "…", "counts": {"tribe": 3}}
    with Untouched(centre, "record.forbidden_field"):
        centre.append([Draft(kind="claim", body=body, by=ROOT)])


def test_a_self_crossing_ring():
    with pytest.raises(Refused) as refused:
        parse_region([[[[0, 0], [10, 10], [10, 0], [0, 10], [0, 0]]]], "")
    assert all(problem.code.startswith("geometry.") for problem in refused.value.problems)


# --- releases that the projection would find without effect -----------------------------------------------------


def finding(office: Office, refused: Refused) -> set[object]:
    return {problem.params.get("finding") for problem in refused.problems}


def refused_twice(centre: Office, hazard: Record, *reports: Record) -> set[object]:
    """What the desk finds at the decision, and again at the hand-over if somebody insists on the decision."""
    names, rests_on = (hazard.id,), [each.id for each in reports]
    with pytest.raises(Refused) as at_decision:
        decision(centre, names, rests_on)
    decided = decision(centre, names, rests_on, force=True)
    with pytest.raises(Refused) as at_hand_over:
        handed_over(centre, names, [decided.id, *rests_on])
    assert not centre.history().list_kind("hand_over")
    assert finding(centre, at_hand_over.value) == finding(centre, at_decision.value)
    return finding(centre, at_decision.value)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({"method": Method.VISUAL}, "B6.visual_only"),
        ({"standard": "none"}, "B6.no_standard"),
        ({"purpose": Purpose.SECURITY}, "B6.not_for_explosives"),
        ({"depth_mm": 50}, "B6.looser_than_decision"),
    ],
)
def test_a_hand_over_on_a_search_that_never_clears(centre: Office, search: dict[str, object], expected: str):
    hazard = area(centre)
    centre.clock.advance(hours=8)
    report = searched(centre, box(AREA), **search)
    assert refused_twice(centre, hazard, report, controlled(centre, report)) == {expected}


def test_a_hand_over_without_control(centre: Office):
    hazard = area(centre)
    centre.clock.advance(hours=8)
    report = searched(centre)
    decided = decision(centre, (hazard.id,), [report.id])
    with pytest.raises(Refused) as refused:
        handed_over(centre, (hazard.id,), [decided.id, report.id])
    assert finding(centre, refused.value) == {"B5.no_passed_control"}


def test_a_search_older_than_what_happened(centre: Office):
    hazard = area(centre)
    report = searched(centre)
    checked = controlled(centre, report)
    assert refused_twice(centre, hazard, report, checked) == {"B7.older_than_event"}


def test_the_same_person_who_searched_controls(centre: Office):
    hazard = area(centre)
    centre.clock.advance(hours=8)
    report = searched(centre)
    checked = controlled(centre, report, by=SEARCHER)
    assert refused_twice(centre, hazard, report, checked) == {"B5.own_control"}


@pytest.mark.parametrize("technical", [False, True])
def test_a_decision_that_releases_is_not_wider_than_its_survey(centre: Office, technical: bool):
    hazard = area(centre)
    centre.clock.advance(hours=8)
    west, south, east, north = AREA
    half = box((west, south, (west + east) // 2, north))
    report = surveyed(centre, half, technical=technical)
    product = Product.REDUCED if technical else Product.CANCELLED
    body = Decision(product=product, standard="IMAS 08.10", reason="no sign of explosives")
    with Untouched(centre, "desk.wider_than_survey"):
        decide(centre, ROOT, [hazard.id], [report.id], body)
    assert decide(centre, ROOT, [hazard.id], [report.id], body, half).id


def test_a_cancellation_without_survey(centre: Office):
    hazard = area(centre)
    report = searched(centre)
    body = Decision(product=Product.CANCELLED, standard="IMAS 08.10", reason="…")
    with pytest.raises(Refused) as refused:
        decide(centre, ROOT, [hazard.id], [report.id], body)
    assert finding(centre, refused.value) == {"B5.no_survey"}


def test_another_offices_closure_is_not_for_this_office_to_end(centre: Office):
    shut = close(centre, SEARCHER, box(AREA), CRIME)
    with pytest.raises(Refused) as refused:
        reopen(centre, RECIPIENT, [shut.id])
    assert finding(centre, refused.value) == {"B4.not_the_office"}


def test_what_has_no_effect_is_kept_only_with_force(centre: Office):
    shut = close(centre, SEARCHER, box(AREA), CRIME)
    record = reopen(centre, RECIPIENT, [shut.id], facts=Facts(force=True))
    approve(centre, SECOND, record.id)
    assert asked(centre, IN_AREA).verdict is Verdict.DO_NOT_ENTER


# --- two people --------------------------------------------------------------------------------------------------


def test_a_reopening_waits_for_its_second_person_who_is_another(centre: Office):
    shut = close(centre, ROOT, box(AREA), CRIME)
    reopened = reopen(centre, ROOT, [shut.id])
    assert asked(centre, IN_AREA).verdict is Verdict.DO_NOT_ENTER
    with Untouched(centre, "desk.same_person"):
        approve(centre, ROOT, reopened.id)
    approve(centre, SECOND, reopened.id)
    assert asked(centre, IN_AREA).verdict is Verdict.NOT_CONFIRMED


def test_one_person_does_not_approve_in_two_roles(centre: Office):
    hazard = area(centre)
    records = clear(centre, hazard.id, approved=False)
    approve(centre, LEADER, records.hand_over.id, ApprovalRole.OPERATOR)
    with Untouched(centre, "desk.same_person"):
        approve(centre, LEADER, records.hand_over.id, ApprovalRole.AUTHORITY)
    approve_all(centre, records.hand_over, skip=(ApprovalRole.OPERATOR,))
    standing = centre.history().standing(records.hand_over.id, centre.now() + timedelta(hours=49))
    assert standing is not None
    assert standing.effective


@pytest.mark.parametrize("role", [ApprovalRole.AUTHORITY, ApprovalRole.RECIPIENT])
def test_nobody_approves_for_a_side_that_is_not_his(centre: Office, role: ApprovalRole):
    records = clear(centre, area(centre).id, approved=False)
    with pytest.raises(Refused) as refused:
        approve(centre, LEADER, records.hand_over.id, role)
    assert finding(centre, refused.value) == {f"B5.other_{role.value}"}


def test_a_large_closure_is_marked_as_asking_for_a_second_person(centre: Office):
    assert close(centre, ROOT, box(CITY), CRIME).raw_body["large"] is True
    assert close(centre, ROOT, box(AREA), CRIME).raw_body["large"] is False


def test_an_evacuation_bears_on_the_hazard(centre: Office):
    evacuate(centre, ROOT, box(AREA), CRIME)
    told = asked(centre, IN_AREA)
    assert (told.closure.value, told.hazard.value) == ("closed", "suspected")


# --- workspaces, clock -------------------------------------------------------------------------------------------


def test_a_scripted_clock_is_for_the_demonstration(tmp_path):
    with pytest.raises(Refused) as refused:
        init_office(
            None,
            "a.example",
            office="a",
            organisation="a",
            holder="h",
            region=CITY,
            realm=Realm.EXERCISE,
            passphrase="p",
            clock=START,
        )
    assert refused.value.problems[0].code == "desk.clock_not_allowed"


def test_time_never_goes_back(centre: Office):
    centre.clock.set_to(START - timedelta(days=1))
    with Untouched(centre, "desk.clock_went_back"):
        close(centre, ROOT, box(AREA), CRIME)


def test_opening_nothing_and_making_twice(tmp_path):
    with pytest.raises(Refused) as refused:
        open_office(tmp_path)
    assert refused.value.problems[0].code == "desk.no_workspace"
    open_centre(tmp_path / "w").close()
    with pytest.raises(Refused) as refused:
        open_centre(tmp_path / "w")
    assert refused.value.problems[0].code == "desk.workspace_exists"


def test_a_workspace_opened_again_says_the_same(tmp_path):
    centre = open_centre(tmp_path / "w")
    hazard = area(centre)
    now, before = centre.now(), centre.history().at(centre.now())
    centre.close()
    with open_office(tmp_path / "w", clock=now) as again:
        assert again.history().at(now) == before
        assert again.public_history().at(now).holds
        assert again.find_record(hazard.id[7:17]) is not None
        close(again, SECOND, box(AREA), CRIME)


def test_a_wrong_passphrase(tmp_path):
    centre = open_centre(tmp_path / "w", passphrase="right")
    centre.close()
    with open_office(tmp_path / "w", "wrong", clock=centre.now()) as again, pytest.raises(Refused) as refused:
        close(again, ROOT, box(AREA), CRIME)
    assert refused.value.problems[0].code == "signing.wrong_passphrase"


def test_a_new_key_is_not_sealed_with_a_mistyped_passphrase(tmp_path):
    from clearway.desk.keys import new_key

    centre = open_centre(tmp_path / "w", passphrase="right")
    centre.close()
    with open_office(tmp_path / "w", "rihgt", clock=centre.now()) as again, pytest.raises(Refused) as refused:
        new_key(again, "newcomer")
    assert refused.value.problems[0].code == "signing.wrong_passphrase"
    assert not (tmp_path / "w" / "keys" / "newcomer.key").exists()


def test_a_short_id_that_two_records_share_is_refused(centre: Office, monkeypatch):
    hazard = area(centre)
    assert centre.get_record(hazard.id.removeprefix("sha256:")[:12]).id == hazard.id
    with Untouched(centre, "desk.not_at_hand"):
        centre.get_record("ffffffff" * 8)


def test_a_draft_may_name_its_grant_itself(centre: Office):
    shut = close(centre, ROOT, box(AREA), CRIME)
    own = Ref(rel=Rel.UNDER, id=centre.trust.roots[0].key_id)
    assert reopen(centre, ROOT, [shut.id], facts=Facts(refs=(own,))).id


def test_public_reports_restrict_only_after_triage(centre: Office):
    from clearway.desk.hazards import triage

    body = Indication(reported_by="public", what=("unknown",), how_known="seen")
    report = indicate(centre, ROOT, box(AREA), body)
    assert not centre.notices
    assert asked(centre, IN_AREA).verdict is Verdict.NOT_CONFIRMED
    triage(centre, ROOT, report.id, Indication(reported_by="officer", what=("unknown",), how_known="told"))
    assert asked(centre, IN_AREA).verdict is Verdict.DO_NOT_ENTER
    assert centre.notices


def test_a_very_detailed_shape_becomes_a_blob(centre: Office):
    west, south, east, _ = BLOCK
    teeth = [[west + i * 10, south + (i % 2) * 20_000 + 1_000] for i in range(3_000)]
    ring = [[west, south], [east, south], *reversed(teeth[1:]), [west, south]]
    ground = parse_region(normalise([[ring]]), "")
    record = declare_area(centre, ROOT, ground, MINES)
    assert isinstance(record.footprint, Blob)
    assert centre.history().outward(centre.get_record(record.id)) == ground
    assert CONTROLLER in centre.keyring.list_holders()


# --- a release that an officer would misread -----------------------------------------------------------------------


def test_a_hand_over_wider_than_the_search(centre: Office):
    west, south, east, north = AREA
    hazard = area(centre)
    centre.clock.advance(hours=8)
    report = searched(centre, box((west, south, (west + east) // 2, north)))
    checked = controlled(centre, report)
    decided = decision(centre, (hazard.id,), [report.id, checked.id])
    with Untouched(centre, "desk.wider_than_search"):
        handed_over(centre, (hazard.id,), [decided.id, report.id, checked.id])
    half = box((west, south, (west + east) // 2, north))
    assert handed_over(centre, (hazard.id,), [decided.id, report.id, checked.id], half).id


def test_a_hand_over_where_a_control_failed_and_nobody_answers(centre: Office):
    west, south, _, north = AREA
    hazard = area(centre)
    centre.clock.advance(hours=8)
    report = searched(centre)
    lot = box((west, south, west + 1_000, north))
    failed = controlled(centre, report, lot, result=ControlResult.FAILED)
    checked = controlled(centre, report)
    with Untouched(centre, "desk.control_failed"):
        decision(centre, (hazard.id,), [report.id, checked.id])
    decided = decision(centre, (hazard.id,), [report.id, checked.id], force=True)
    with Untouched(centre, "desk.control_failed"):
        handed_over(centre, (hazard.id,), [decided.id, report.id, checked.id])
    answer = controlled(centre, report, lot, answers=[failed.id])
    assert handed_over(centre, (hazard.id,), [decided.id, report.id, checked.id, answer.id]).id


def test_the_sentence_of_a_release_without_effect_begins_with_its_cause(centre: Office):
    hazard = area(centre)
    centre.clock.advance(hours=8)
    report = searched(centre, method=Method.VISUAL)
    checked = controlled(centre, report)
    with pytest.raises(Refused) as refused:
        decision(centre, (hazard.id,), [report.id, checked.id])
    assert refused.value.problems[0].sentence("en").startswith("The search was by eye only (Search report, ")
    assert refused.value.problems[0].sentence("ar").lstrip("\u2068").startswith("كان التفتيش بالنظر فقط")
