"""What the desk refuses by its own view. The projection judges everything again, here and at every reader's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from clearway.desk.judging_land import counts_nothing, most_telling, wider_than_work
from clearway.desk.view import OfficeView
from clearway.geometry import Bbox, Region, cells, intersects
from clearway.problems import Problem
from clearway.projection import FINDINGS, Admitted, Finding, History
from clearway.projection.authority import approvals, find_warrant
from clearway.projection.release import covers_by
from clearway.projection.verdict import Question
from clearway.records import Record, check_times, region_of
from clearway.records.kinds.approval import Approval
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.release_notice import ReleasedPart, ReleaseNotice
from clearway.situation import Cover, Hold, Situation
from clearway.terms import SURVEY_ORDER, ApprovalRole, Bearing, Product, Rel
from clearway.wording import kind_name, term

WAITING = frozenset(
    {
        "A3.window_open",
        "B4.no_second_person",
        "B5.no_operator",
        "B5.no_authority",
        "B5.no_recipient",
        "B5.notice_not_approved",
    }
)
"""Findings that only say that something is still to come: approvals, or the end of the waiting time."""

_SEVERAL_HANDS = (ApprovalRole.OPERATOR, ApprovalRole.AUTHORITY, ApprovalRole.RECIPIENT)


def judge(
    view: OfficeView, owner: History, records: Sequence[Record], now: datetime, *, force: bool
) -> tuple[Problem, ...]:
    """Everything this desk has against the records, given the owner's history as it would be with them.

    ``force`` lets pass what merely would have no effect.
    """
    problems: list[Problem] = []
    for record in records:
        problems += check_times(record, now)
        problems += _outside_region(view, record)
        problems += _references(view, owner, record)
        if not problems and not force:
            problems += _without_effect(view, owner, record, now)
    return tuple(problems)


# --- the ground ----------------------------------------------------------------------------------------------------


def _outside_region(view: OfficeView, record: Record) -> Iterator[Problem]:
    if record.footprint is not None:
        yield from outside_region(record.footprint.bbox, view.settings.region, "/footprint")


def outside_region(box: Bbox, region: Bbox, pointer: str = "") -> Iterator[Problem]:
    """What is wrong with coordinates that do not lie in a workspace's region; nothing if they do."""
    if _box_inside(box, region):
        return
    west, south, east, north = box
    swapped = _box_inside((south, west, north, east), region)
    code = "desk.swapped_coordinates" if swapped else "desk.outside_region"
    yield Problem(code, pointer, {"found": _degrees(box), "region": _degrees(region)})


def _box_inside(box: Bbox, region: Bbox) -> bool:
    return region[0] <= box[0] and region[1] <= box[1] and box[2] <= region[2] and box[3] <= region[3]


def _degrees(box: Bbox) -> str:
    return ", ".join(f"{value / 10_000_000:.4f}" for value in box)


# --- references ----------------------------------------------------------------------------------------------------


def _references(view: OfficeView, owner: History, record: Record) -> Iterator[Problem]:
    """Everything referred to is at hand, and what is public refers to nothing restricted."""
    for number, ref in enumerate(record.refs):
        if ref.rel is Rel.UNDER and ref.id in view.trust.roots_by_id:
            continue
        target = owner.find(ref.id)
        if target is None:
            yield Problem("desk.not_at_hand", f"/refs/{number}", {"id": ref.id})
        elif record.origin == view.public_origin and target.place.origin == view.restricted_origin:
            params = {"kind": record.kind, "target": target.kind, "id": ref.id}
            yield Problem("desk.public_refers_to_restricted", f"/refs/{number}", params)


# --- effect --------------------------------------------------------------------------------------------------------


def _without_effect(view: OfficeView, owner: History, record: Record, now: datetime) -> Iterator[Problem]:
    admitted = owner.find(record.id)
    if admitted is None or not record.bears.loosens:
        return
    at = owner.horizon(now)
    warrant = find_warrant(owner, admitted, at)
    if isinstance(warrant, Finding):
        yield _no_effect(owner, record, warrant)
        return
    if isinstance(record.body, Approval):
        twice = list(_same_person(owner, admitted, record.body, at))
        yield from twice or _other_side(owner, record, record.body, at)
    if admitted.loosens is Bearing.RELEASES:
        nothing = list(_releases_nothing(owner, admitted, at))
        yield from nothing or wider_than_work(owner, admitted, at)
    if isinstance(record.body, Decision) and admitted.loosens is Bearing.ENABLES:
        nothing = [_no_effect(owner, record, finding) for finding in counts_nothing(owner, admitted, at)]
        yield from nothing or wider_than_work(owner, admitted, at)
    if isinstance(record.body, ReleaseNotice):
        named = frozenset(record.refs_to(Rel.NAMES))
        for number, part in enumerate(record.body.parts):
            yield from _part_problems(view, owner, part, at, f"/body/parts/{number}", named)


def _releases_nothing(owner: History, admitted: Admitted, at: datetime) -> Iterator[Problem]:
    """For each record named: either it covers something, or only approvals and time are wanting."""
    for name in admitted.record.refs_to(Rel.NAMES):
        target = owner.find(name)
        if target is None:
            continue
        results = list(covers_by(owner, admitted, target, at))
        findings = [result for result in results if isinstance(result, Finding)]
        if any(isinstance(result, Cover) for result in results) or any(f.code in WAITING for f in findings):
            continue
        if findings and all(f.code == "E.own_evidence" for f in findings):
            continue  # it speaks to others; what it says of the evidence here is judged part by part
        finding = findings[0] if findings else Finding("A5.no_loosening", admitted.id)
        yield _no_effect(owner, admitted.record, most_telling(findings) or finding)


def _same_person(owner: History, admitted: Admitted, body: Approval, at: datetime) -> Iterator[Problem]:
    """Two people are two holders with two keys (DESIGN §4)."""
    issuer = admitted.record.issuer
    for target_id in admitted.record.refs_to(Rel.APPROVES):
        target = owner.find(target_id)
        if target is None:
            continue
        others = []
        if body.as_ is ApprovalRole.SECOND:
            others = [target.record.issuer]
        elif body.as_ in _SEVERAL_HANDS:
            roles = [role for role in _SEVERAL_HANDS if role is not body.as_]
            others = [a.record.issuer for role in roles for a, _ in approvals(owner, target, role, at)]
        if any(issuer.holder == other.holder or issuer.key == other.key for other in others):
            said = {f"role_{lang}": term("approval", body.as_.value, lang).plain for lang in ("en", "ar")}
            yield Problem("desk.same_person", "", {"holder": issuer.holder, **said})


def _other_side(owner: History, record: Record, body: Approval, at: datetime) -> Iterator[Problem]:
    """Operator, authority and recipient are three sides of a hand-over: not everybody may sign for each (B5)."""
    for target_id in record.refs_to(Rel.APPROVES):
        target = owner.find(target_id)
        if target is None or not isinstance(target.record.body, HandOver) or body.as_ not in _SEVERAL_HANDS:
            continue
        named = [owner.find(name) for name in target.record.refs_to(Rel.NAMES)]
        found = [f for area in named if area is not None for f in covers_by(owner, target, area, at)]
        finding = Finding(f"B5.other_{body.as_.value}", target.id)
        if finding in found:
            yield _no_effect(owner, record, finding)


def _part_problems(
    view: OfficeView, owner: History, part: ReleasedPart, at: datetime, pointer: str, named: frozenset[str]
) -> Iterator[Problem]:
    """A public release says no more than the exact records behind it, and of closures and fighting than they (E).

    Nothing restricted may hold in the part, and at every point of it the exact records must have been released by the
    product that it states, to its depth, or by more. For the end of a generalisation it is enough that nothing holds.
    """
    ground = region_of(part.footprint)
    bare = _exact_alone(view, owner, ground, at, named)
    holding = _still_holding(bare, ground)
    if holding:
        yield Problem("desk.still_restricted", pointer, {"count": len(holding), "id": holding[0]})
    elif part.product is not Product.GENERALISATION_ENDED:
        product, depth = _least_released(bare, ground)
        said = SURVEY_ORDER.index(part.product)
        if product is None or SURVEY_ORDER.index(product) < said or (depth or 0) < (part.depth_mm or 0):
            yield Problem("desk.not_so_released", pointer, {"product": part.product.value})


def _still_holding(situation: Situation, ground: Region) -> list[str]:
    """What restricts inside the ground now or later. On its edge what lies beside it may hold, here as in public."""
    question = Question(situation, ground)
    for cell in cells(ground, question.shapes.regions):
        if cell.off_edges:
            question.point(cell)
    unplaced = {hold.record for hold in situation.holds if hold.unplaced}
    holding = [r for r, t in question.touched.items() if t.hazard or (r in unplaced and t.closure)]
    later = [hold for hold in situation.upcoming if intersects(hold.footprint, ground)]
    return sorted(holding) + [hold.record for hold in later]


def released_here(
    view: OfficeView, owner: History, ground: Region, named: frozenset[str] = frozenset()
) -> tuple[Product | None, int | None]:
    """The least searched product by which the exact records released every point of the ground, with its depth.

    ``named`` are public closures and fighting whose hazard must have been released there too.

    (None, None) where some point was never under an exact restriction, or is not released, or not to be.
    """
    at = owner.horizon(view.now())
    bare = _exact_alone(view, owner, ground, at, named)
    return (None, None) if _still_holding(bare, ground) else _least_released(bare, ground)


def _exact_alone(view: OfficeView, owner: History, ground: Region, at: datetime, named: frozenset[str]) -> Situation:
    """The situation by the restricted log and what is named alone, as if everything at hand had come into force."""
    situation = owner.at(at, ground.bbox)

    def counts(hold: Hold) -> bool:
        exact = hold.origin == view.restricted_origin or (hold.record in named and hold.kind != "hazard_notice")
        return exact and hold.hazard is not None

    exact = tuple(hold for hold in situation.holds if counts(hold))
    later = tuple(hold for hold in situation.upcoming if counts(hold))
    return Situation(at, None, exact, later, (), (), (), 0)


def _least_released(situation: Situation, ground: Region) -> tuple[Product | None, int | None]:
    question = Question(situation, ground)
    least: tuple[int, int] | None = None
    for cell in cells(ground, question.shapes.regions):
        if not cell.off_edges:
            continue  # on somebody's edge; the ground on both sides of it is asked apart
        point = question.point(cell)
        if point.product is None:
            return None, None
        here = (SURVEY_ORDER.index(point.product), point.depth_mm or 0)
        least = here if least is None else min(least, here)
    if least is None:
        return None, None
    product = SURVEY_ORDER[least[0]]
    return product, least[1] if product is Product.CLEARED else None


def _no_effect(owner: History, record: Record, finding: Finding) -> Problem:
    """The refusal, with the finding as a sentence and the record that it is about."""
    said, about = FINDINGS[finding.code], owner.find(finding.record)
    params: dict[str, str | int] = {"finding": finding.code, "record": finding.record}
    for lang, sentence in (("en", said.sentence_en), ("ar", said.sentence_ar)):
        params[f"because_{lang}"] = sentence.removesuffix(".")
        params[f"kind_{lang}"] = kind_name(record.kind, lang).plain
        params[f"about_{lang}"] = kind_name(about.kind if about else record.kind, lang).plain
    return Problem("desk.no_effect", "", params)
