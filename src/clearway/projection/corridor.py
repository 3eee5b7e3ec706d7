"""Permissions (DESIGN C): corridors and permits. They never change what the ground is, only who may cross it when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clearway.geometry import Query, cells
from clearway.projection.admit import Admitted, body_of
from clearway.projection.authority import Warrant, approvals, find_warrant
from clearway.projection.catalogue import Finding
from clearway.projection.collected import Collected
from clearway.projection.release import covers_of
from clearway.projection.rules import hold_of, inside_hours
from clearway.projection.verdict import Question
from clearway.records.kinds.confirmation import Confirmation
from clearway.records.kinds.consent import Consent
from clearway.records.kinds.corridor import Corridor
from clearway.records.kinds.permit import Permit
from clearway.situation import Answer, Hold, OpenCorridor, Situation
from clearway.terms import ApprovalRole, ClosureState, HazardState, Rel


@dataclass(frozen=True, slots=True)
class CorridorStanding:
    """Whether a corridor is open, and everything that keeps it from being so."""

    record: str
    open: OpenCorridor | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PermitAnswer:
    """Whether a permit is genuine, for this place, now; ``ground`` is the ground's own answer, never changed."""

    record: str
    valid: bool
    findings: tuple[Finding, ...]
    ground: Answer


def corridor_standing(history: Collected, admitted: Admitted, at: datetime) -> CorridorStanding:
    """Judge a corridor at ``at``: agreed by all, in its window, confirmed lately, touching no unreleased hazard."""
    body = admitted.record.body
    leave = find_warrant(history, admitted, at)
    if not isinstance(body, Corridor) or isinstance(leave, Finding):
        finding = leave if isinstance(leave, Finding) else Finding("A5.no_loosening", admitted.id)
        return CorridorStanding(admitted.id, None, (finding,))
    findings: list[Finding] = []
    if leave.since > at:
        findings.append(Finding("C.not_begun", admitted.id))
    if body.purpose == "fighters":
        findings.append(Finding("C.not_for_civilians", admitted.id))
    findings += _party_findings(history, admitted, body, leave, at)
    window = next((w for w in body.windows if w.from_ <= at < w.until), None)
    if window is None:
        findings.append(Finding("C.outside_window", admitted.id))
    confirmed = _confirmed_at(history, admitted, at)
    if confirmed is None or at - confirmed >= timedelta(seconds=history.trust.ages.corridor_s):
        findings.append(Finding("C.not_confirmed_lately", admitted.id))
    findings += _ground_findings(history, admitted, at)
    if findings or window is None or confirmed is None:
        return CorridorStanding(admitted.id, None, tuple(findings))
    return CorridorStanding(
        admitted.id, OpenCorridor(admitted.id, history.inward(admitted), window.until, confirmed), ()
    )


def _party_findings(
    history: Collected, admitted: Admitted, body: Corridor, leave: Warrant, at: datetime
) -> list[Finding]:
    """The list of parties must be known and vouched for by an intermediary or a second office; each must consent."""
    intermediaries = history.trust.intermediaries
    vouched = leave.person.organisation in intermediaries or any(
        second.since <= at
        and second.person.is_other_than(leave.person)
        and (second.person.office != leave.person.office or second.person.organisation in intermediaries)
        for _, second in approvals(history, admitted, ApprovalRole.SECOND, at)
    )
    findings = [] if vouched else [Finding("C.parties_of_one_office", admitted.id)]
    if not body.segments or any(not segment.parties for segment in body.segments):
        return [*findings, Finding("C.parties_unknown", admitted.id)]
    consents = _consents(history, admitted, at)
    wanted = {(number, party) for number, segment in enumerate(body.segments) for party in segment.parties or ()}
    if not wanted <= consents:
        findings.append(Finding("C.consent_missing", admitted.id))
    return findings


def missing_parties(history: Collected, admitted: Admitted, at: datetime) -> tuple[str, ...] | None:
    """The parties that have not consented on some segment, in the order written; None where no list is known."""
    body = admitted.record.body
    if not isinstance(body, Corridor) or any(not segment.parties for segment in body.segments):
        return None
    given = _consents(history, admitted, at)
    wanted = [(number, party) for number, segment in enumerate(body.segments) for party in segment.parties or ()]
    return tuple(dict.fromkeys(party for number, party in wanted if (number, party) not in given))


def _consents(history: Collected, admitted: Admitted, at: datetime) -> set[tuple[int, str]]:
    """Segment and party of every consent that stands: told by the party itself or by an intermediary."""
    body = body_of(admitted, Corridor)
    given: set[tuple[int, str]] = set()
    for consent in history.referring(admitted.id, Rel.CONSENTS_TO):
        said = consent.record.body
        leave = find_warrant(history, consent, at)
        if not isinstance(said, Consent) or isinstance(leave, Finding) or leave.since > at:
            continue
        if leave.person.organisation != said.party and leave.person.organisation not in history.trust.intermediaries:
            continue
        segments = range(len(body.segments)) if said.segments is None else said.segments
        given.update((number, said.party) for number in segments)
    return given


def _confirmed_at(history: Collected, admitted: Admitted, at: datetime) -> datetime | None:
    """The last confirmation, at the earliest of the times it may have been true."""
    times = []
    for confirmation in history.referring(admitted.id, Rel.CONFIRMS):
        said = confirmation.record.body
        leave = find_warrant(history, confirmation, at)
        if isinstance(said, Confirmation) and isinstance(leave, Warrant) and leave.since <= at:
            times.append(min(said.at, confirmation.record.recorded_at, history.get_log_time(confirmation)))
    return max(times, default=None)


def _ground_findings(history: Collected, admitted: Admitted, at: datetime) -> list[Finding]:
    """No unreleased hazard may touch the buffer, and no unplaced restriction may lie in its region."""
    buffer = history.outward(admitted)
    if buffer.is_empty or history.inward(admitted).is_empty:
        return [Finding("C.no_ground", admitted.id)]
    holds = _holds(history, admitted, at)
    bare = Situation(at, None, holds, (), (), (), (), 0)
    answer = Question(bare, buffer).answer()
    findings = []
    if answer.hazard not in (HazardState.RELEASED, HazardState.NONE_RECORDED):
        findings.append(Finding("C.hazard_in_buffer", admitted.id))
    if answer.unplaced:
        findings.append(Finding("C.unplaced_in_region", admitted.id))
    return findings


def _holds(history: Collected, admitted: Admitted, at: datetime) -> tuple[Hold, ...]:
    holds = []
    for restriction in history.restrictions_near(admitted.box):
        hold = hold_of(history, restriction, at)
        if hold.since <= at:
            holds.append(hold.with_covers(covers_of(history, restriction, at)))
    return tuple(holds)


def check_permit(history: Collected, admitted: Admitted, query: Query, at: datetime, ground: Answer) -> PermitAnswer:
    """Whether a permit is genuine, for this place, now. ``ground`` is the answer about the same shape and instant."""
    body = admitted.record.body
    leave = find_warrant(history, admitted, at)
    if isinstance(leave, Finding) or not isinstance(body, Permit):
        finding = leave if isinstance(leave, Finding) else Finding("A5.no_loosening", admitted.id)
        return PermitAnswer(admitted.id, False, (finding,), ground)
    findings: list[Finding] = []
    if leave.since > at or not body.valid_from <= at < body.valid_until:
        findings.append(Finding("C.permit_not_now", admitted.id))
    if body.hours is not None and not inside_hours(body.hours, admitted.record.holds.zone, at, unknown=False):
        findings.append(Finding("C.permit_not_now", admitted.id))
    regions = [history.inward(admitted), *leave.limits]
    # The permit's edge belongs to it: a guard asks about the very place that is written in it.
    if not all(mask & cell.star for cell in cells(query, regions) for mask in cell.masks):
        findings.append(Finding("C.permit_elsewhere", admitted.id))
    findings += _permit_ground(admitted, body, ground)
    return PermitAnswer(admitted.id, not findings, tuple(findings), ground)


def _permit_ground(admitted: Admitted, body: Permit, ground: Answer) -> list[Finding]:
    """A permit serves only closures it names that allow permits; a doubtful permission is ignored."""
    findings = []
    named = set(admitted.record.refs_to(Rel.NAMES))
    closed = [g.hold for g in ground.grounds if g.holds_closure]
    if any(hold.record not in named or hold.closure is not ClosureState.CONDITIONAL for hold in closed):
        findings.append(Finding("C.closure_not_named", admitted.id))
    if any(g.holds_hazard for g in ground.grounds) and body.form != "escorted_entry":
        findings.append(Finding("C.hazard_without_escort", admitted.id))
    doubtful = any(log.conflict or log.stale for log in ground.logs) or bool(ground.dangling)
    if doubtful or ground.outside_coverage or ground.position_unsure:
        findings.append(Finding("C.doubtful", admitted.id))
    if ground.unplaced:
        findings.append(Finding("B10.bars_permits", admitted.id))
    return findings
