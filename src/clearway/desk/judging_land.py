"""What the desk has against decisions and hand-overs, before people read them for more than counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from clearway.accounting import released_ground
from clearway.geometry import Drawn, to_m2
from clearway.problems import Problem
from clearway.projection import Admitted, Finding, History
from clearway.projection.counted import Counted, counted_by
from clearway.projection.evidence import failed_lots, resting
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.quality_control import QualityControl
from clearway.terms import Product, Rel

_FOLLOWS = ("B5.no_search", "B5.no_passed_control", "B5.control_of_another")
"""Findings that say what is wanting because of another one."""


def counts_nothing(owner: History, decision: Admitted, at: datetime) -> Iterator[Finding]:
    """Why a decision of ``cleared`` counts nothing of a record it names, by the evidence that it brings itself.

    A control may still come: a hand-over can bring it. What is named here and does not count is refused at once.
    """
    body = decision.record.body
    if not isinstance(body, Decision) or body.product is not Product.CLEARED:
        return
    controlled = any(isinstance(each.record.body, QualityControl) for each in resting(owner, decision))
    for name in decision.record.refs_to(Rel.NAMES):
        target = owner.find(name)
        results = [] if target is None else list(counted_by(owner, decision, target, at))
        findings = [result for result in results if isinstance(result, Finding)]
        if not findings or len(findings) < len(results):
            continue
        if not controlled and all(finding.code == "B5.no_passed_control" for finding in findings):
            continue
        yield most_telling(findings) or findings[0]


def wider_than_work(owner: History, admitted: Admitted, at: datetime) -> Iterator[Problem]:
    """Ground that a hand-over or decision speaks of although no work that counts covers it, or a control failed there.

    The projection would count only what is covered; people would read the paper for all of it (B5, B6). A decision
    of ``cleared`` opens nothing by itself, so that it is held against failed controls alone.
    """
    body = admitted.record.body
    if isinstance(body, HandOver):
        decisions = [each for each in resting(owner, admitted) if isinstance(each.record.body, Decision)]
    elif isinstance(body, Decision) and body.product is not Product.CANCELLED:
        decisions = [admitted]
    elif isinstance(body, Decision):
        yield from _uncovered(owner, admitted, [admitted], Drawn(), at)
        return
    else:
        return
    failed = Drawn.union(Drawn.of(lot) for lot in failed_lots(owner, admitted, at))
    yield from _uncovered(owner, admitted, decisions, failed, at)


def _uncovered(
    owner: History, admitted: Admitted, decisions: list[Admitted], failed: Drawn, at: datetime
) -> Iterator[Problem]:
    body, said = admitted.record.body, Drawn.of(owner.inward(admitted))
    wider = "desk.wider_than_search" if isinstance(body, HandOver) else "desk.wider_than_survey"
    for name in admitted.record.refs_to(Rel.NAMES):
        target = owner.find(name)
        if target is None or owner.is_unplaced(target):
            continue
        counts = [c for d in decisions for c in counted_by(owner, d, target, at) if isinstance(c, Counted)]
        if not counts:
            continue
        covered = Drawn.union(released_ground(counted) for counted in counts)
        left = said.within(Drawn.of(owner.outward(target))).minus(covered)
        found = {"desk.control_failed": left.within(failed)}
        if not isinstance(body, Decision) or body.product is not Product.CLEARED:
            found[wider] = left.minus(failed)
        for code, ground in found.items():
            area = ground.measure()
            if to_m2(area.mm2 - area.error_mm2) > 0:
                yield Problem(code, "/footprint", {"id": name, "m2": area.m2})


def most_telling(findings: list[Finding]) -> Finding | None:
    """Of several findings the cause rather than what follows from it."""
    return next((finding for finding in findings if finding.code not in _FOLLOWS), None)
