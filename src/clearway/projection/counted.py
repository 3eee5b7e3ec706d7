"""What a decision counts in square metres: the ground that its evidence carries, from the moment it was taken (B5).

Ground is counted as cancelled, reduced or cleared at the decision; what it is on the hazard axis changes later, with
the window and, where it was cleared, the hand-over. The tests are those of ``release``, less approvals and windows, so
that all that is ever released was counted before, and as the same product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clearway.geometry import Region, close_gaps
from clearway.projection.admit import Admitted, body_of
from clearway.projection.authority import find_warrant
from clearway.projection.catalogue import Finding
from clearway.projection.evidence import (
    NO_STANDARD,
    Allowed,
    by_age,
    failed_lots,
    find_event_end,
    is_search,
    list_controls,
    list_searches,
    resting,
)
from clearway.projection.release import covers_of, decided_by
from clearway.projection.rules import axes_of
from clearway.projection.view import View
from clearway.records import Part
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.hand_over import HandOver
from clearway.terms import Axis, Product, Rel


@dataclass(frozen=True, slots=True)
class Counted:
    """Ground that a decision takes out of one restriction: all of ``all_of`` without ``none_of``, since ``since``.

    ``organisations`` did the work that it rests on, in the order of their names.
    """

    decision: str
    product: Product
    since: datetime
    all_of: tuple[Region, ...]
    none_of: tuple[Region, ...]
    organisations: tuple[str, ...]
    rests_on: tuple[str, ...]


def list_counted(view: View, target: Admitted, at: datetime) -> tuple[Counted, ...]:
    """What decisions in force at ``at`` count of the restriction, the first decision first."""
    found = [
        counted
        for decision in view.referring(target.id, Rel.NAMES)
        for counted in counted_by(view, decision, target, at)
        if isinstance(counted, Counted) and counted.since <= at
    ]
    return tuple(sorted(found, key=lambda counted: (counted.since, counted.decision, counted.rests_on)))


def counted_by(view: View, decision: Admitted, target: Admitted, at: datetime) -> Iterator[Counted | Finding]:
    """What one decision counts of one restriction that it names, or why it counts nothing."""
    body = decision.record.body
    if not isinstance(body, Decision):
        return
    warrant = find_warrant(view, decision, at)
    if isinstance(warrant, Finding):
        yield warrant
    elif Axis.HAZARD not in axes_of(target):
        yield Finding("B1.not_on_this_axis", decision.id)
    elif body.product is Product.CLEARED:
        yield from _cleared(view, Allowed(decision, warrant), target, at)
    else:
        for draft in decided_by(view, decision, body, warrant, target, at):
            if isinstance(draft, Finding):
                yield draft
                continue
            surveys = draft.rests_on[:1]
            yield Counted(
                decision=decision.id,
                product=draft.product,
                since=draft.since,
                all_of=draft.all_of,
                none_of=draft.none_of,
                organisations=_organisations(view, surveys),
                rests_on=surveys,
            )


def list_withdrawn(view: View, target: Admitted, at: datetime) -> tuple[tuple[Region, ...], ...]:
    """Where the restriction was made in error and counts as never made (B2): each the ground common to some regions."""
    if all(other.kind != "void" for other in view.referring(target.id, Rel.NAMES)):
        return ()
    covers = covers_of(view, target, at)
    return tuple(c.all_of for c in covers if c.product is Product.VOIDED_IN_ERROR and c.axis is Axis.HAZARD)


def _cleared(view: View, decision: Allowed, target: Admitted, at: datetime) -> Iterator[Counted | Finding]:
    """By the searches and controls that the decision rests on, or that a hand-over brings which rests on it."""
    decided = body_of(decision.admitted, Decision)
    if decided.standard == NO_STANDARD:
        yield Finding("B6.no_standard", decision.admitted.id)
        return
    ended = find_event_end(view, target, decided)
    if ended is None:
        yield Finding("B7.event_not_ended", target.id)
        return
    yield from _cleared_with(view, decision, decision.admitted, decided.gap_mm, ended, at)
    for other in view.referring(decision.admitted.id, Rel.RESTS_ON):
        body = other.record.body
        if isinstance(body, HandOver):
            yield from _cleared_with(view, decision, other, min(body.gap_mm, decided.gap_mm), ended, at)


def _cleared_with(
    view: View, decision: Allowed, bearer: Admitted, gap_mm: int, ended: datetime, at: datetime
) -> Iterator[Counted | Finding]:
    """What the evidence that ``bearer`` names carries, the decision or a hand-over."""
    decided = body_of(decision.admitted, Decision)
    searches, faults = list_searches(view, bearer, decision, decided, ended, at)
    yield from faults
    controls, faults = list_controls(view, bearer, searches, at)
    yield from faults
    if not searches or not controls:
        yield Finding("B5.no_search" if not searches else "B5.no_passed_control", bearer.id)
        return
    barred = failed_lots(view, decision.admitted, at)
    lots = Region.union(*(view.inward(control.admitted) for control in controls))
    reports = [report for report in resting(view, bearer) if is_search(report)]
    for used, unsearched in by_age(searches, reports):
        ids = tuple(sorted(search.admitted.id for search in used))
        yield Counted(
            decision=decision.admitted.id,
            product=Product.CLEARED,
            since=max(each.warrant.since for each in (decision, *used, *controls)),
            all_of=(
                view.inward(decision.admitted),
                close_gaps(Region.union(*(view.inward(search.admitted) for search in used)), gap_mm),
                lots,
                *decision.warrant.limits,
            ),
            none_of=(*unsearched, *barred),
            organisations=_organisations(view, ids),
            rests_on=ids,
        )


def _organisations(view: View, reports: tuple[str, ...]) -> tuple[str, ...]:
    found = (view.find(report) for report in reports)
    bodies: list[Part | None] = [report.record.body for report in found if report is not None]
    return tuple(sorted({organisation for body in bodies if (organisation := getattr(body, "organisation", None))}))
