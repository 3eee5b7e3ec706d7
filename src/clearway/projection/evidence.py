"""Which evidence counts for a release (rules B5, B6, B7): searches, controls, approvals, failed lots.

Each function takes away what does not count and says why. None of them opens ground; ``release`` does, with these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product as combinations

from clearway.geometry import Region, contains
from clearway.problems import ClearwayBug
from clearway.projection.admit import Admitted, body_of
from clearway.projection.authority import Person, Warrant, approvals, find_named_person, find_warrant
from clearway.projection.catalogue import Finding
from clearway.projection.rules import event_end
from clearway.projection.view import View
from clearway.records import region_of
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.non_technical_survey import NonTechnicalSurvey
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.technical_survey import TechnicalSurvey
from clearway.terms import ApprovalRole, ControlResult, Method, Purpose, Rel

NO_STANDARD = "none"

_WORK = SearchReport | TechnicalSurvey | NonTechnicalSurvey


@dataclass(frozen=True, slots=True)
class Allowed:
    """A record that counts, with its leave to loosen."""

    admitted: Admitted
    warrant: Warrant


def resting(view: View, admitted: Admitted) -> list[Admitted]:
    """What the record rests on that is at hand, in the order written."""
    found = (view.find(record_id) for record_id in admitted.record.refs_to(Rel.RESTS_ON))
    return [other for other in found if other is not None]


def is_search(admitted: Admitted) -> bool:
    """Whether the record is a search report that can be read."""
    return isinstance(admitted.record.body, SearchReport)


def find_event_end(view: View, target: Admitted, decision: Decision) -> datetime | None:
    """When the restriction's event had ended, by its own words or by what the decision states with evidence (B7)."""
    own = event_end(view, target)
    if own is not None:
        return own
    stated = [ended.latest for ended in decision.event_ended if ended.id == target.id and ended.evidence]
    return max(stated) if stated else None


def fieldwork_began(report: Admitted) -> datetime:
    """When work on the ground began, at the earliest, by the report itself."""
    body = report.record.body
    if not isinstance(body, _WORK):
        raise ClearwayBug(f"{report.id} reports no fieldwork")
    return body.fieldwork.from_earliest


def list_searches(
    view: View, release: Admitted, decision: Allowed, decided: Decision, ended: datetime, at: datetime
) -> tuple[list[Allowed], list[Finding]]:
    """The search reports that count: for explosives, not by eye only, deep enough, begun after the event."""
    known = frozenset(decision.admitted.record.refs_to(Rel.RESTS_ON))
    counted: list[Allowed] = []
    faults: list[Finding] = []
    for search in resting(view, release):
        body = search.record.body
        if not isinstance(body, SearchReport):
            continue
        leave = find_warrant(view, search, at)
        if isinstance(leave, Finding):
            faults.append(leave)
            continue
        fault = _search_fault(body, decided, ended)
        if search.id not in known:
            fault = "B5.decision_rests_on_another"
        elif leave.person.organisation == decision.warrant.person.organisation:
            fault = "B5.one_organisation"
        elif not all(contains(limit, view.inward(search)) for limit in leave.limits):
            fault = "A2.outside_ground"
        if fault:
            faults.append(Finding(fault, search.id))
        else:
            counted.append(Allowed(search, leave))
    return counted, faults


def _search_fault(body: SearchReport, decided: Decision, ended: datetime) -> str | None:
    if body.purpose is not Purpose.EXPLOSIVES:
        return "B6.not_for_explosives"
    if body.method is Method.VISUAL:
        return "B6.visual_only"
    if body.standard == NO_STANDARD:
        return "B6.no_standard"
    if body.standard != decided.standard or decided.depth_mm is None or body.depth_mm < decided.depth_mm:
        return "B6.looser_than_decision"
    return "B7.older_than_event" if body.fieldwork.from_earliest <= ended else None


def by_age(searches: list[Allowed], reports: list[Admitted]) -> Iterator[tuple[list[Allowed], tuple[Region, ...]]]:
    """Sets of searches with the unsearched parts that bar them.

    A part left unsearched stays barred until a search that began after that report's fieldwork ended covers it. So:
    all searches with every unsearched part and, for each report's end, the searches begun later with the parts left
    by reports that ended later.
    """
    cuts: list[datetime | None] = [None]
    cuts += sorted({_ended(report) for report in reports if _body(report).unsearched})
    for cut in cuts:
        used = [s for s in searches if cut is None or fieldwork_began(s.admitted) > cut]
        if used:
            parts = (p for r in reports if cut is None or _ended(r) > cut for p in _body(r).unsearched)
            yield used, tuple(region_of(part.footprint) for part in parts)


def _body(report: Admitted) -> SearchReport:
    return body_of(report, SearchReport)


def _ended(report: Admitted) -> datetime:
    return _body(report).fieldwork.to_latest


def list_controls(
    view: View, release: Admitted, searches: list[Allowed], at: datetime
) -> tuple[list[Allowed], list[Finding]]:
    """Passed controls of the searches used, by an organisation that did not search."""
    counted: list[Allowed] = []
    faults: list[Finding] = []
    for control in resting(view, release):
        body = control.record.body
        if not isinstance(body, QualityControl):
            continue
        leave = find_warrant(view, control, at)
        if isinstance(leave, Finding):
            faults.append(leave)
            continue
        of = [s for s in searches if s.admitted.id in control.record.refs_to(Rel.RESTS_ON)]
        own = own_control(view, control, leave.person)
        if body.result is not ControlResult.PASSED or not of:
            faults.append(Finding("B5.control_of_another", control.id))
        elif own is not None:
            faults.append(own)
        elif not all(contains(limit, view.inward(control)) for limit in leave.limits):
            faults.append(Finding("A2.outside_ground", control.id))
        else:
            counted.append(Allowed(control, leave))
    return counted, faults


def own_control(view: View, control: Admitted, controller: Person) -> Finding | None:
    """Why the controller is too close to the work: he searched or surveyed himself, or his organisation did (B5).

    Work that does not count is looked at too: else voiding one could make its searcher a controller (law 3).
    """
    work = [each for each in resting(view, control) if isinstance(each.record.body, _WORK)]
    searchers = [find_named_person(view, each) for each in work]
    if not all(s is None or s.is_other_than(controller) for s in searchers):
        return Finding("B5.own_control", control.id)
    if any(s is not None and s.organisation == controller.organisation for s in searchers):
        return Finding("B5.control_of_own_organisation", control.id)
    return None


def list_three_approvals(
    view: View, release: Admitted, searches: list[Allowed], decision: Allowed, at: datetime
) -> tuple[list[tuple[Allowed, ...]], list[Finding]]:
    """Operator, authority and recipient: three people of the searcher's, the decider's and a third organisation."""
    decider = decision.warrant.person.organisation
    searchers = {s.warrant.person.organisation for s in searches}
    named = [find_named_person(view, s) for s in resting(view, release) if is_search(s)]
    involved = {decider, *(person.organisation for person in named if person)}
    sides: dict[ApprovalRole, Callable[[str], bool]] = {
        ApprovalRole.OPERATOR: lambda organisation: organisation in searchers,
        ApprovalRole.AUTHORITY: lambda organisation: organisation == decider,
        ApprovalRole.RECIPIENT: lambda organisation: organisation not in involved,
    }
    roles, faults = list[list[Allowed]](), list[Finding]()
    for role, is_of_side in sides.items():
        signed = [Allowed(a, w) for a, w in approvals(view, release, role, at)]
        roles.append([a for a in signed if is_of_side(a.warrant.person.organisation)])
        if not roles[-1]:
            faults.append(Finding(f"B5.other_{role.value}" if signed else f"B5.no_{role.value}", release.id))
    three = [people for people in combinations(*roles) if all_different([a.warrant.person for a in people])]
    return three, faults if three or faults else [Finding("B5.same_person", release.id)]


def all_different(people: list[Person]) -> bool:
    """Whether no two of the people share a holder or a key."""
    return all(a.is_other_than(b) for i, a in enumerate(people) for b in people[i + 1 :])


def failed_lots(view: View, release: Admitted, at: datetime) -> tuple[Region, ...]:
    """Lots of failed controls that bar ``cleared`` and ``reduced`` here until a passed control answers (B6)."""
    return tuple(view.outward(control) for control in list_failed(view, release, at))


def list_failed(view: View, near: Admitted, at: datetime) -> list[Admitted]:
    """Failed controls whose lot may reach the record's ground and that no passed control answers at ``at``."""
    box = near.box
    if box is None:
        return []
    failed = (control for control in view.controls_near(box) if view.begins(control) <= at)
    return [control for control in failed if not _answered(view, control, at)]


def _answered(view: View, failed: Admitted, at: datetime) -> bool:
    """Whether a passed control in force refers to the failed one and covers its whole lot."""
    for control in view.referring(failed.id, Rel.ANSWERS):
        body = control.record.body
        if not isinstance(body, QualityControl) or body.result is not ControlResult.PASSED:
            continue
        leave = find_warrant(view, control, at)
        if isinstance(leave, Finding) or leave.since > at:
            continue
        if own_control(view, control, leave.person) is not None:
            continue
        ground = view.inward(control)
        if contains(ground, view.outward(failed)) and all(contains(limit, ground) for limit in leave.limits):
            return True
    return False
