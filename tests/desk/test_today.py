"""What an office must look at: found when it arises, overdue when its time has passed, gone when it is done."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from clearway.desk.closures import approve, reopen
from clearway.desk.closures import close as close_ground
from clearway.desk.hazards import indicate, triage
from clearway.desk.notices_ended import release_notice
from clearway.desk.syncing import export_log, sync
from clearway.desk.telling import claim
from clearway.desk.today import MatterKind, today
from clearway.desk.trusting import add_root, change_trust, root_of
from clearway.geometry import box
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.indication import Indication
from clearway.terms import ApprovalRole, Reason
from tests.desk import centre as mines
from tests.offices import START, close, open_two, pass_time

CRIME = (Reason.CRIME,)
WIDE = (200_500_000, 320_500_000, 200_900_000, 320_900_000)
SMALL = (200_500_000, 320_500_000, 200_510_000, 320_510_000)


def kinds(office) -> list[MatterKind]:
    return [matter.kind for matter in today(office).matters]


def test_a_quiet_office_has_nothing_to_look_at():
    assert today(mines.open_centre()).matters == ()


def test_a_report_of_the_public_waits_for_triage_and_is_overdue_after_two_hours():
    centre = mines.open_centre()
    body = Indication(reported_by="public", what=("mines",), how_known="told")
    report = indicate(centre, mines.ROOT, box(SMALL), body)
    (matter,) = today(centre).of(MatterKind.UNTRIAGED)
    assert (matter.record, matter.due, matter.overdue) == (report.id, centre.now() + timedelta(hours=2), False)
    centre.clock.advance(hours=2, seconds=1)
    assert [each.kind for each in today(centre).overdue] == [MatterKind.UNTRIAGED]
    triage(centre, mines.ROOT, report.id, Indication(reported_by="officer", what=("mines",), how_known="told"))
    assert today(centre).of(MatterKind.UNTRIAGED) == ()


def test_a_large_closure_waits_for_a_second_person_and_is_overdue_after_two_hours():
    centre = mines.open_centre()
    large = close_ground(centre, mines.ROOT, box(WIDE), Closure(reasons=CRIME))
    close_ground(centre, mines.ROOT, box(SMALL), Closure(reasons=CRIME))
    cut = close_ground(centre, mines.ROOT, box(SMALL), Closure(reasons=CRIME, cuts_hospital=True))
    assert {matter.record for matter in today(centre).of(MatterKind.SECOND_MISSING)} == {large.id, cut.id}
    approve(centre, mines.SECOND, cut.id)
    centre.clock.advance(hours=2, seconds=1)
    (matter,) = today(centre).overdue
    assert (matter.kind, matter.record) == (MatterKind.SECOND_MISSING, large.id)


def test_a_closure_past_the_dates_that_it_names_is_shown_until_it_is_lifted():
    centre = mines.open_centre()
    soon = centre.now() + timedelta(hours=1)
    body = Closure(reasons=CRIME, review_due=soon, leave_by=soon)
    closure = close_ground(centre, mines.ROOT, box(SMALL), body)
    assert kinds(centre) == []
    centre.clock.advance(hours=1)
    assert kinds(centre) == [MatterKind.LEAVE_BY_PASSED, MatterKind.REVIEW_DUE]
    lifted = reopen(centre, mines.ROOT, [closure.id])
    (waiting,) = today(centre).of(MatterKind.WAITING)
    assert (waiting.record, [f.code for f in waiting.findings]) == (lifted.id, ["B4.no_second_person"])
    approve(centre, mines.SECOND, lifted.id)
    assert kinds(centre) == []


def test_a_release_waits_for_its_approvals_then_for_its_window():
    centre = mines.open_centre()
    hazard = mines.area(centre, box(mines.BLOCK))
    notices = [notice.id for notice in centre.notices]
    done = mines.clear(centre, hazard.id, ground=box(mines.BLOCK), approved=False)
    (waiting,) = today(centre).of(MatterKind.WAITING)
    assert waiting.record == done.hand_over.id
    assert waiting.roles == (ApprovalRole.OPERATOR, ApprovalRole.AUTHORITY, ApprovalRole.RECIPIENT)
    assert "B5.no_operator" in {f.code for f in waiting.findings}
    mines.approve_all(centre, done.hand_over, skip=(ApprovalRole.RECIPIENT,))
    assert today(centre).of(MatterKind.WAITING)[0].roles == (ApprovalRole.RECIPIENT,)
    mines.approve_all(centre, done.hand_over, skip=(ApprovalRole.OPERATOR, ApprovalRole.AUTHORITY))
    assert today(centre).of(MatterKind.WAITING) == ()
    (window,) = today(centre).of(MatterKind.IN_WINDOW)
    assert (window.record, window.due) == (done.hand_over.id, centre.now() + timedelta(hours=48))
    mines.pass_window(centre)
    ended = release_notice(centre, mines.ROOT, notices)
    assert [matter.record for matter in today(centre).of(MatterKind.WAITING)] == [ended.id]
    mines.approve_all(centre, ended)
    mines.pass_window(centre)
    assert kinds(centre) == []


def test_logs_that_are_old_or_shorter_than_seen_come_first(tmp_path):
    crisis, centre = open_two(None)
    (never_seen,) = today(crisis).of(MatterKind.STALE_LOG)
    assert (never_seen.origin, never_seen.since, never_seen.due) == (centre.public_origin, None, None)
    export_log(centre, tmp_path / "old")
    pass_time(crisis, centre, hours=1)
    close(centre)
    export_log(centre, tmp_path / "new")
    sync(crisis, "crisis-root", tmp_path / "new")
    assert kinds(crisis) == []
    sync(crisis, "crisis-root", tmp_path / "old")
    pass_time(crisis, centre, hours=24, seconds=1)
    crisis.freshen()
    first, second = today(crisis).matters
    assert (first.kind, first.origin, first.code) == (
        MatterKind.CONFLICT,
        centre.public_origin,
        "log.shorter_than_seen",
    )
    assert (second.kind, second.since, second.due) == (
        MatterKind.STALE_LOG,
        START + timedelta(hours=1),
        START + timedelta(hours=25),
    )


def test_two_offices_that_disagree_must_speak_to_each_other(tmp_path):
    crisis, centre = open_two(None)
    closure = close(centre, SMALL)
    export_log(centre, tmp_path)
    sync(crisis, "crisis-root", tmp_path)
    claim(crisis, "crisis-root", Claim(topic="access", says="the road is open"), [closure.id])
    (matter,) = today(crisis).of(MatterKind.CONTESTED)
    assert (matter.record, matter.origin) == (closure.id, centre.public_origin)


def test_blobs_that_did_not_come_are_counted(tmp_path):
    crisis, centre = open_two(None)
    export_log(centre, tmp_path)
    blob = next(
        path for path in (tmp_path / "blobs").rglob("*") if path.is_file() and b"clearway_trust" in path.read_bytes()
    )
    blob.unlink()
    sync(crisis, "crisis-root", tmp_path)
    (matter,) = today(crisis).of(MatterKind.MISSING_BLOBS)
    assert (matter.origin, matter.count) == (centre.public_origin, 1)


def test_a_trust_file_that_another_root_must_sign_is_waiting():
    crisis, _ = open_two(None)
    crisis.keyring.create("second-root")
    add_root(crisis, "crisis-root", root_of(crisis, "second-root", "crisis-organisation"), threshold=2)
    trust = msgspec.structs.replace(crisis.trust, witnesses=())
    record = change_trust(crisis, "crisis-root", msgspec.structs.replace(trust, threshold=1))
    assert [matter.record for matter in today(crisis).of(MatterKind.WAITING)] == [record.id]
