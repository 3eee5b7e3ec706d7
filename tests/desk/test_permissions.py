"""Corridors and permits through the desk (DESIGN C)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearway.desk.closures import approve, close
from clearway.desk.corridors import announce_corridor, check_corridor, confirm_corridor, consent
from clearway.desk.office import Office
from clearway.desk.permits import check_permit_at, issue_permit
from clearway.desk.telling import report_civilians
from clearway.desk.trusting import add_organisation
from clearway.desk.voiding import suspend
from clearway.geometry import At, Line, box
from clearway.problems import Refused
from clearway.records import Record, Window
from clearway.records.kinds.civilians_report import CiviliansReport
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.corridor import Corridor, Segment
from clearway.records.kinds.permit import Permit
from clearway.terms import ClosureState, Reason, Verdict
from tests.desk.centre import (
    AREA,
    BLOCK,
    IN_AREA,
    LEADER,
    OUTSIDE,
    RECIPIENT,
    ROOT,
    SECOND,
    accident,
    asked,
    open_centre,
)

WAY = Line(((200_700_000, 320_700_000), (200_800_000, 320_800_000)), 20_000)
ON_THE_WAY = At(200_750_000, 320_750_000)


@pytest.fixture
def centre() -> Office:
    return open_centre()


def announced(centre: Office) -> Record:
    add_organisation(centre, ROOT, "town", intermediary=True)
    now = centre.now()
    body = Corridor(
        purpose="civilians",
        from_place="quarter",
        to_place="hospital",
        segments=(Segment(name="road", parties=("north", "south")),),
        windows=(Window(from_=now, until=now + timedelta(hours=4)),),
        modes=("foot",),
        announced_by="centre",
    )
    return announce_corridor(centre, RECIPIENT, WAY, body)


def missing(centre: Office, corridor: Record) -> set[str]:
    return {finding.code for finding in check_corridor(centre, corridor.id).findings}


def test_a_corridor_opens_only_when_everybody_has_agreed_and_somebody_has_just_looked(centre: Office):
    close(centre, ROOT, box((200_650_000, 320_650_000, 200_850_000, 320_850_000)), Closure(reasons=(Reason.CRIME,)))
    corridor = announced(centre)
    assert missing(centre, corridor) == {"C.consent_missing", "C.not_confirmed_lately"}
    consent(centre, RECIPIENT, corridor.id, "north")
    assert "C.consent_missing" in missing(centre, corridor)
    agreed = consent(centre, RECIPIENT, corridor.id, "south", [0])
    assert missing(centre, corridor) == {"C.not_confirmed_lately"}
    assert asked(centre, ON_THE_WAY).closure is ClosureState.CLOSED
    confirm_corridor(centre, RECIPIENT, corridor.id)
    assert check_corridor(centre, corridor.id).open is not None
    assert asked(centre, ON_THE_WAY, public=True).closure is ClosureState.CONDITIONAL
    centre.clock.advance(minutes=31)
    centre.freshen()
    assert missing(centre, corridor) == {"C.not_confirmed_lately"}
    confirm_corridor(centre, RECIPIENT, corridor.id)
    suspend(centre, SECOND, [agreed.id], "the party took its word back")
    assert missing(centre, corridor) == {"C.consent_missing"}


def test_an_accident_in_the_buffer_shuts_the_corridor_in_public_too(centre: Office):
    corridor = announced(centre)
    for party in ("north", "south"):
        consent(centre, RECIPIENT, corridor.id, party)
    confirm_corridor(centre, RECIPIENT, corridor.id)
    accident(centre, (200_750_000, 320_750_000))
    assert centre.notices
    assert missing(centre, corridor) == {"C.hazard_in_buffer"}
    assert not centre.public_history().at(centre.now()).corridors


def permitted(centre: Office, **fields: object) -> tuple[Record, Record]:
    shut = close(centre, ROOT, box(BLOCK), Closure(reasons=(Reason.CRIME,), permit_possible=True))
    given = {
        "serial": "P-1",
        "form": "entry",
        "valid_from": centre.now(),
        "valid_until": centre.now() + timedelta(days=1),
        "purpose": "repair of the pump",
        **fields,
    }
    permit = issue_permit(centre, ROOT, [shut.id], box(AREA), Permit(**given))  # type: ignore[arg-type]
    return shut, permit


def test_a_permit_is_genuine_for_its_place_and_time_and_changes_no_answer(centre: Office):
    _, permit = permitted(centre)
    assert permit.origin == centre.restricted_origin
    answer = check_permit_at(centre, "P-1", IN_AREA)
    assert answer.valid
    assert answer.ground.verdict is Verdict.CONDITIONAL
    assert {f.code for f in check_permit_at(centre, permit.id, OUTSIDE).findings} == {"C.permit_elsewhere"}
    late = centre.now() + timedelta(days=1)
    assert not check_permit_at(centre, "P-1", IN_AREA, late).valid
    assert asked(centre, IN_AREA).verdict is Verdict.CONDITIONAL


def test_a_permit_holder_asked_about_mined_ground_gets_the_grounds_answer(centre: Office):
    permitted(centre)
    accident(centre)
    answer = check_permit_at(centre, "P-1", IN_AREA)
    assert not answer.valid
    assert {f.code for f in answer.findings} == {"C.hazard_without_escort"}
    assert answer.ground.verdict is Verdict.DO_NOT_ENTER


def test_a_suspended_permit_is_none(centre: Office):
    _, permit = permitted(centre)
    suspend(centre, SECOND, [permit.id], "lost")
    assert {f.code for f in check_permit_at(centre, "P-1", IN_AREA).findings} == {"A3.suspended"}


def test_a_permit_nobody_issued_is_refused(centre: Office):
    with pytest.raises(Refused) as refused:
        check_permit_at(centre, "P-99", IN_AREA)
    assert refused.value.problems[0].code == "desk.not_at_hand"


def test_where_civilians_are_stays_in_the_restricted_log(centre: Office):
    record = report_civilians(centre, LEADER, CiviliansReport(state="trapped", about_count=12), box(AREA))
    assert record.origin == centre.restricted_origin
    assert record.nonce is not None
    assert centre.public_history().find(record.id) is None
    assert not centre.notices


def test_an_approval_of_a_permit_goes_where_the_permit_is(centre: Office):
    _, permit = permitted(centre)
    assert approve(centre, SECOND, permit.id).origin == centre.restricted_origin
