"""What opens ground: the one module that can yield ``released`` (rules B1, B2, B4, B5, B6, B7, B10, B12).

For one restriction at one instant it makes the covers: where a release that names the restriction takes it away, and
on what that rests. :func:`opened` is the only place where a covered restriction becomes ``released`` or ``lifted``,
and :func:`verdict_of` the only one that says the verdict ``released``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product as combinations

from clearway.geometry import Region, close_gaps
from clearway.projection.admit import Admitted, body_of
from clearway.projection.authority import Person, Warrant, ancestor_keys, approvals, find_latest_start, find_warrant
from clearway.projection.catalogue import Finding
from clearway.projection.evidence import (
    NO_STANDARD,
    Allowed,
    all_different,
    by_age,
    failed_lots,
    fieldwork_began,
    find_event_end,
    is_search,
    list_controls,
    list_searches,
    list_three_approvals,
    resting,
)
from clearway.projection.rules import axes_of
from clearway.projection.view import View
from clearway.records import region_of
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.non_technical_survey import NonTechnicalSurvey
from clearway.records.kinds.release_notice import ReleaseNotice
from clearway.records.kinds.technical_survey import TechnicalSurvey
from clearway.records.kinds.void import Void
from clearway.situation import Cover
from clearway.terms import (
    SURVEY_ORDER,
    ApprovalRole,
    Axis,
    Bearing,
    ClosureState,
    Doubt,
    HazardState,
    Product,
    Rel,
    Tier,
    Verdict,
)

_NEVER_MADE = frozenset({Product.VOIDED_IN_ERROR, Product.PLACED, Product.GENERALISATION_ENDED})


# --- what a covered restriction becomes ----------------------------------------------------------------------------


def opened(axis: Axis, products: Iterable[Product]) -> tuple[ClosureState | HazardState, Product | None]:
    """What an axis says of a restriction that is covered on all sides of a point by covers of these products.

    A restriction voided in error, placed elsewhere, or a block's part that never held anything, counts as never
    made. Of several products the least searched is said.
    """
    said = list(products)
    if axis is Axis.CLOSURE:
        reopened = [p for p in said if p not in _NEVER_MADE]
        return (ClosureState.LIFTED if reopened else ClosureState.NONE_RECORDED), None
    searched = [p for p in said if p in SURVEY_ORDER]
    if not searched:
        return HazardState.NONE_RECORDED, None
    return HazardState.RELEASED, min(searched, key=SURVEY_ORDER.index)


def verdict_of(
    closure: ClosureState, hazard: HazardState, doubts: tuple[Doubt, ...], permit_barred: bool
) -> tuple[Verdict, tuple[Doubt, ...]]:
    """The verdict of a point, first that fits (DESIGN §3), with the doubts that it rests on.

    ``doubts`` are all reasons that the point's records and logs give, in order. ``permit_barred`` says that a
    permission here is doubtful or an unplaced restriction bars it.
    """
    if closure is ClosureState.CLOSED or hazard not in (HazardState.RELEASED, HazardState.NONE_RECORDED):
        return Verdict.DO_NOT_ENTER, ()
    if closure is ClosureState.CONDITIONAL:
        return (Verdict.DO_NOT_ENTER, doubts) if permit_barred else (Verdict.CONDITIONAL, ())
    if hazard is HazardState.RELEASED and closure in (ClosureState.LIFTED, ClosureState.NONE_RECORDED) and not doubts:
        return Verdict.RELEASED, ()
    return Verdict.NOT_CONFIRMED, doubts


# --- covers --------------------------------------------------------------------------------------------------------


def covers_of(view: View, target: Admitted, at: datetime) -> tuple[Cover, ...]:
    """Every cover that releases in force at ``at`` spread over the restriction, in id order of the releases."""
    found: list[Cover] = []
    for release in view.referring(target.id, Rel.NAMES):
        found.extend(cover for cover in covers_by(view, release, target, at) if isinstance(cover, Cover))
    return tuple(found)


def covers_by(view: View, release: Admitted, target: Admitted, at: datetime) -> Iterator[Cover | Finding]:
    """What one release does to one restriction it names at ``at``: covers, or findings that say why it does nothing."""
    warrant = find_warrant(view, release, at)
    if isinstance(warrant, Finding):
        yield warrant
        return
    if release.loosens is not Bearing.RELEASES:
        yield Finding("A5.no_loosening", release.id)
        return
    if target.kind == "hazard_notice" and release.kind != "release_notice":
        yield Finding("E.notice_ends_by_notice", release.id)
        return
    body = release.record.body
    if isinstance(body, Void):
        drafts = _void(view, release, body, warrant, target, at)
    elif isinstance(body, Decision):
        drafts = decided_by(view, release, body, warrant, target, at)
    elif isinstance(body, HandOver):
        drafts = _handed_over(view, release, body, warrant, target, at)
    elif isinstance(body, ReleaseNotice):
        drafts = _noticed(view, release, body, warrant, target, at)
    elif release.kind == "reopening":
        drafts = _reopened(view, release, warrant, target, at)
    else:
        drafts = iter([Finding("A5.no_loosening", release.id)])
    for draft in drafts:
        yield from _in_force(view, release, draft, at) if isinstance(draft, Draft) else [draft]


@dataclass(frozen=True, slots=True)
class Draft:
    """A cover before the question of time: ``since`` is the latest among all it needs, without the window."""

    axes: frozenset[Axis]
    product: Product
    since: datetime
    all_of: tuple[Region, ...]
    rests_on: tuple[str, ...]
    none_of: tuple[Region, ...] = ()
    depth_mm: int | None = None
    on_the_word_of: str | None = None


def _in_force(view: View, release: Admitted, draft: Draft, at: datetime) -> Iterator[Cover | Finding]:
    """Apply the window: a release waits after its last signature, longer where it touches the hazard (A3)."""
    windows = view.trust.windows
    seconds = windows.hazard_s if Axis.HAZARD in draft.axes else windows.closure_s
    if len(draft.axes) > 1:
        seconds = max(windows.hazard_s, windows.closure_s)
    since = draft.since + timedelta(seconds=seconds)
    if since > at:
        yield Finding("A3.window_open", release.id)
        return
    for axis in sorted(draft.axes):
        yield Cover(
            release=release.id,
            axis=axis,
            product=draft.product,
            since=since,
            all_of=draft.all_of,
            none_of=draft.none_of,
            depth_mm=draft.depth_mm,
            unit=release.record.unit,
            on_the_word_of=draft.on_the_word_of,
            rests_on=draft.rests_on,
        )


def starts_after(view: View, release: Admitted, after: datetime) -> tuple[datetime, ...]:
    """Instants later than ``after`` at which covers of this release may begin, for comparing pictures ahead of time."""
    starts: set[datetime] = set()
    for name in release.record.refs_to(Rel.NAMES):
        target = view.find(name)
        if target:
            starts.update(
                c.since for c in covers_by(view, release, target, view.horizon(after)) if isinstance(c, Cover)
            )
    return tuple(sorted(start for start in starts if start > after))


# --- B4 and B2: reopening, withdrawing, placing --------------------------------------------------------------------


def _of_the_office(view: View, target: Admitted, signed: Admitted, person: Person) -> bool:
    """The office written in the restriction, an ancestor of its grant or, if it has none, the log's owner (B4)."""
    if (signed.place.origin, person.office) == (target.place.origin, target.record.issuer.office):
        return True
    if target.record.refs_to(Rel.UNDER):
        return person.key in ancestor_keys(view, target)
    return signed.place.origin == target.place.origin and person.office == target.log.owner


def _two_people(
    view: View, release: Admitted, warrant: Warrant, target: Admitted, at: datetime
) -> Iterator[tuple[Admitted, Warrant] | Finding]:
    """Each valid second signature by another person of the restriction's office."""
    if not _of_the_office(view, target, release, warrant.person):
        yield Finding("B4.not_the_office", release.id)
        return
    found = False
    for approval, second in approvals(view, release, ApprovalRole.SECOND, at):
        if second.person.is_other_than(warrant.person) and _of_the_office(view, target, approval, second.person):
            found = True
            yield approval, second
    if not found:
        yield Finding("B4.no_second_person", release.id)


def _reopened(
    view: View, release: Admitted, warrant: Warrant, target: Admitted, at: datetime
) -> Iterator[Draft | Finding]:
    if Axis.CLOSURE not in axes_of(target):
        yield Finding("B1.not_on_this_axis", release.id)
    elif view.is_unplaced(target):
        yield Finding("B10.not_reopened", release.id)
    else:
        yield from _signed_by_two(view, release, warrant, target, at, frozenset({Axis.CLOSURE}), Product.REOPENED)


def _ground(view: View, release: Admitted, target: Admitted) -> Region:
    """The ground of a release; one without a footprint is about the whole of what it names."""
    return view.outward(target) if release.record.footprint is None else view.inward(release)


def _signed_by_two(
    view: View,
    release: Admitted,
    warrant: Warrant,
    target: Admitted,
    at: datetime,
    axes: frozenset[Axis],
    product: Product,
) -> Iterator[Draft | Finding]:
    for second in _two_people(view, release, warrant, target, at):
        if isinstance(second, Finding):
            yield second
            continue
        approval, other = second
        yield Draft(
            axes=axes,
            product=product,
            since=max(warrant.since, other.since),
            all_of=(_ground(view, release, target), *warrant.limits, *other.limits),
            rests_on=(approval.id, *warrant.grants, *other.grants),
        )


def _void(
    view: View, release: Admitted, body: Void, warrant: Warrant, target: Admitted, at: datetime
) -> Iterator[Draft | Finding]:
    axes = axes_of(target) & release.record.axes
    if not axes:
        yield Finding("B1.not_on_this_axis", release.id)
    elif body.product is Product.PLACED:
        yield from _placed(view, release, warrant, target, at, axes)
    elif any(other.kind == "accident" and other.restricts for other in view.referring(target.id)):
        yield Finding("B2.accident_refers", release.id)
    else:
        # The window is that of the axes the record itself claims, not only of those it finds.
        drafts = _signed_by_two(view, release, warrant, target, at, release.record.axes, Product.VOIDED_IN_ERROR)
        yield from drafts


def _placed(
    view: View, release: Admitted, warrant: Warrant, target: Admitted, at: datetime, axes: frozenset[Axis]
) -> Iterator[Draft | Finding]:
    """``placed`` counts only while the shaped restriction it also names is at hand and bears on the same axes (B10)."""
    if not view.is_unplaced(target):
        yield Finding("B10.not_unplaced", release.id)
        return
    shaped = [view.find(record_id) for record_id in release.record.refs_to(Rel.PLACED_AS)]
    standing = [s for s in shaped if s is not None and s.restricts and not view.is_unplaced(s)]
    if len(standing) != len(shaped) or not standing or not axes <= frozenset().union(*map(axes_of, standing)):
        yield Finding("B10.no_shaped_restriction", release.id)
        return
    yield from _signed_by_two(view, release, warrant, target, at, release.record.axes, Product.PLACED)


# --- B5, B6, B7: surveys, searches, decisions, hand-overs ----------------------------------------------------------


def _bearing_on_hazard(release: Admitted, target: Admitted) -> bool:
    return Axis.HAZARD in axes_of(target) and Axis.HAZARD in release.axes


def decided_by(
    view: View, release: Admitted, body: Decision, warrant: Warrant, target: Admitted, at: datetime
) -> Iterator[Draft | Finding]:
    """``cancelled`` by non-technical survey, ``reduced`` by technical survey, and the authority's decision (B5)."""
    if not _bearing_on_hazard(release, target) or body.product not in (Product.CANCELLED, Product.REDUCED):
        yield Finding("B1.not_on_this_axis", release.id)
        return
    ended = find_event_end(view, target, body)
    if ended is None:
        yield Finding("B7.event_not_ended", target.id)
        return
    reduced = body.product is Product.REDUCED
    wanted = TechnicalSurvey if reduced else NonTechnicalSurvey
    barred = failed_lots(view, release, at) if reduced else ()
    surveys = [s for s in resting(view, release) if isinstance(s.record.body, wanted)]
    if not surveys:
        yield Finding("B5.no_survey", release.id)
    for survey in surveys:
        leave = find_warrant(view, survey, at)
        if isinstance(leave, Finding):
            yield leave
        elif leave.person.organisation == warrant.person.organisation or not leave.person.is_other_than(warrant.person):
            yield Finding("B5.one_organisation", release.id)
        elif fieldwork_began(survey) <= ended:
            yield Finding("B7.older_than_event", survey.id)
        else:
            yield Draft(
                axes=frozenset({Axis.HAZARD}),
                product=body.product,
                since=max(warrant.since, leave.since),
                all_of=(view.inward(release), view.inward(survey), *warrant.limits, *leave.limits),
                none_of=barred,
                depth_mm=body.depth_mm,
                rests_on=(survey.id, *warrant.grants, *leave.grants),
            )


def _handed_over(
    view: View, release: Admitted, body: HandOver, warrant: Warrant, target: Admitted, at: datetime
) -> Iterator[Draft | Finding]:
    """``cleared``: searches, passed control, decision and hand-over with three approvals (B5), per point (B6, B7)."""
    if not _bearing_on_hazard(release, target):
        yield Finding("B1.not_on_this_axis", release.id)
        return
    decisions = [d for d in resting(view, release) if isinstance(d.record.body, Decision)]
    if not decisions:
        yield Finding("B5.no_decision", release.id)
    for decision in decisions:
        decided = find_warrant(view, decision, at)
        finding = decided if isinstance(decided, Finding) else _decision_fault(release, body, decision, target)
        if finding or isinstance(decided, Finding):
            yield finding or decided  # type: ignore[misc]
            continue
        yield from _cleared(view, release, warrant, target, Allowed(decision, decided), at)


def _decision_fault(release: Admitted, body: HandOver, decision: Admitted, target: Admitted) -> Finding | None:
    """Why this decision cannot carry this hand-over for this restriction."""
    decided = body_of(decision, Decision)
    if decided.product is not Product.CLEARED or body.product is not Product.CLEARED:
        return Finding("B5.decision_does_not_clear", decision.id)
    if target.id not in decision.record.refs_to(Rel.NAMES):
        return Finding("B1.decision_does_not_name", decision.id)
    if NO_STANDARD in (decided.standard, body.standard):
        return Finding("B6.no_standard", release.id)
    if decided.standard != body.standard or decided.depth_mm != body.depth_mm or body.gap_mm > decided.gap_mm:
        return Finding("B6.looser_than_decision", release.id)
    return None


def _cleared(
    view: View, release: Admitted, warrant: Warrant, target: Admitted, decision: Allowed, at: datetime
) -> Iterator[Draft | Finding]:
    body, decided = body_of(release, HandOver), body_of(decision.admitted, Decision)
    ended = find_event_end(view, target, decided)
    if ended is None:
        yield Finding("B7.event_not_ended", target.id)
        return
    searches, faults = list_searches(view, release, decision, decided, ended, at)
    yield from faults
    controls, faults = list_controls(view, release, searches, at)
    yield from faults
    if not searches or not controls:
        yield Finding("B5.no_search" if not searches else "B5.no_passed_control", release.id)
        return
    signed, faults = list_three_approvals(view, release, searches, decision, at)
    yield from faults
    barred = failed_lots(view, release, at)
    lots = Region.union(*(view.inward(control.admitted) for control in controls))
    reports = [s for s in resting(view, release) if is_search(s)]
    starts = [find_latest_start(view, each) for each in resting(view, release)]
    if None in starts:
        yield Finding("A3.not_logged", release.id)
        return
    for used, unsearched in by_age(searches, reports):
        parts = (decision, *used, *controls)
        searched = close_gaps(
            Region.union(*(view.inward(search.admitted) for search in used)), min(body.gap_mm, decided.gap_mm)
        )
        for three in signed:
            everyone = (*parts, *three)
            yield Draft(
                axes=frozenset({Axis.HAZARD}),
                product=Product.CLEARED,
                since=max(warrant.since, *(part.warrant.since for part in three), *(s for s in starts if s)),
                all_of=(
                    view.inward(release),
                    view.inward(decision.admitted),
                    searched,
                    lots,
                    *warrant.limits,
                    *decision.warrant.limits,
                    *(limit for part in three for limit in part.warrant.limits),
                ),
                none_of=(*unsearched, *barred),
                depth_mm=decided.depth_mm,
                rests_on=tuple(part.admitted.id for part in everyone),
            )


# --- DESIGN E: public release notices ------------------------------------------------------------------------------


def _noticed(
    view: View, release: Admitted, body: ReleaseNotice, warrant: Warrant, target: Admitted, at: datetime
) -> Iterator[Draft | Finding]:
    """A public notice ends only by its own authority's release notice; others take it on that authority's word.

    The hazard that a public closure or fighting implies is no office's own: as with B5, whoever may decide says that
    it ended, inside the remit of the log he says it in.
    """
    if not _bearing_on_hazard(release, target):
        yield Finding("B1.not_on_this_axis", release.id)
        return
    if target.kind == "hazard_notice" and not _of_the_office(view, target, release, warrant.person):
        yield Finding("B4.not_the_office", release.id)
        return
    if target.kind != "hazard_notice" and _holds_evidence(view, release):
        yield Finding("E.own_evidence", release.id)
        return
    for part in body.parts:
        if part.product is Product.GENERALISATION_ENDED and target.kind != "hazard_notice":
            continue  # only a block is drawn larger than what it warns of
        signed = list(_notice_signatures(view, release, warrant, part.product, at))
        if not signed:
            yield Finding("B5.notice_not_approved", release.id)
        for people in signed:
            yield Draft(
                axes=frozenset({Axis.HAZARD}),
                product=part.product,
                since=max(warrant.since, *(p.warrant.since for p in people)),
                all_of=(
                    view.inward(release),
                    region_of(part.footprint),
                    release.log.ground,
                    *warrant.limits,
                    *(limit for p in people for limit in p.warrant.limits),
                ),
                depth_mm=part.depth_mm,
                on_the_word_of=body.authority,
                rests_on=tuple(p.admitted.id for p in people),
            )


def _holds_evidence(view: View, release: Admitted) -> bool:
    """Whether the reader has a restricted log of the authority: he tests the evidence, its word is for others."""
    owner = release.log.owner
    return any(log.owner == owner and log.tier is Tier.RESTRICTED for log in view.trust.logs)


def _notice_signatures(
    view: View, release: Admitted, warrant: Warrant, product: Product, at: datetime
) -> Iterator[tuple[Allowed, ...]]:
    """Approvals as B5 asks: three people for cleared, another organisation for survey, or a second."""
    by_role = {
        role: [Allowed(a, w) for a, w in approvals(view, release, role, at)]
        for role in (ApprovalRole.OPERATOR, ApprovalRole.AUTHORITY, ApprovalRole.RECIPIENT, ApprovalRole.SECOND)
    }
    if product is Product.CLEARED:
        roles = (by_role[r] for r in (ApprovalRole.OPERATOR, ApprovalRole.AUTHORITY, ApprovalRole.RECIPIENT))
        for three in combinations(*roles):
            if len({p.warrant.person.organisation for p in three}) == len(three) and all_different(
                [p.warrant.person for p in three]
            ):
                yield three
        return
    for seconds in by_role.values():
        for second in seconds:
            person = second.warrant.person
            other = product is Product.GENERALISATION_ENDED or person.organisation != warrant.person.organisation
            if person.is_other_than(warrant.person) and other:
                yield (second,)
