"""From the records at hand to the coverage of an area: the searches and lots there, and what is wanted of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from clearway.coverage.computed import cover
from clearway.coverage.model import Coverage, LeftOut, Lot, Search, Wanted
from clearway.geometry import Bbox, Region, boxes_meet
from clearway.problems import ClearwayBug
from clearway.projection import Admitted, Finding, History
from clearway.projection.authority import find_warrant
from clearway.projection.evidence import find_event_end, list_failed, own_control
from clearway.projection.rules import event_end
from clearway.records import region_of
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.search_report import SearchReport
from clearway.terms import ControlResult, Rel

_AROUND = 100
"""Searches so near to the area, in 1e-7 degree, may close a gap at its edge."""


def coverage_of(
    history: History, area: str, wanted: Wanted, at: datetime, reports: Collection[str] | None = None
) -> Coverage:
    """The coverage of the area of this id by what was reported up to ``at``, or by some of the ``reports`` alone.

    Every report near the area speaks, also one that no release names: what it left out stays left out until somebody
    searches it later. Raises ``ClearwayBug`` if the area is not at hand.
    """
    target = history.find(area)
    if target is None:
        raise ClearwayBug(f"{area} is not at hand")
    ground = history.outward(target)
    near = [report for report in _reports(history, ground, at) if reports is None or report.id in reports]
    searches = [_search(history, report, at) for report in near]
    counted = {search.id for search in searches if search.why_not(wanted) is None}
    return cover(ground, searches, list(_lots(history, target, counted, at)), wanted)


def wanted_by(history: History, area: str, decision: Decision | None, wanted: Wanted | None = None) -> Wanted:
    """What a decision asks of the searches of an area; without one what ``wanted`` says, after the area's own event."""
    target = history.find(area)
    if target is None:
        raise ClearwayBug(f"{area} is not at hand")
    if decision is not None:
        return Wanted(
            depth_mm=decision.depth_mm or 0,
            gap_mm=decision.gap_mm,
            standard=decision.standard,
            after=find_event_end(history, target, decision),
        )
    given = wanted or Wanted(depth_mm=0)
    after = given.after or event_end(history, target)
    return Wanted(depth_mm=given.depth_mm, gap_mm=given.gap_mm, standard=given.standard, after=after)


def _reports(history: History, ground: Region, at: datetime) -> Iterator[Admitted]:
    """Search reports near the ground that are in a log by ``at``."""
    if ground.is_empty:
        return
    west, south, east, north = ground.bbox
    near: Bbox = (west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND)
    for report in history.list_kind("search_report"):
        logged = history.log_time(report)
        if not isinstance(report.record.body, SearchReport) or logged is None or logged > at:
            continue
        if report.box is not None and boxes_meet(report.box, near):
            yield report


def _search(history: History, report: Admitted, at: datetime) -> Search:
    body = report.record.body
    if not isinstance(body, SearchReport):
        raise ClearwayBug(f"{report.id} is no search report")
    leave = find_warrant(history, report, at)
    return Search(
        id=report.id,
        ground=history.inward(report),
        left_out=tuple(LeftOut(region_of(part.footprint), part.reason) for part in body.unsearched),
        purpose=body.purpose,
        method=body.method,
        depth_mm=body.depth_mm,
        standard=body.standard,
        began=body.fieldwork.from_earliest,
        ended=body.fieldwork.to_latest,
        organisation=body.organisation,
        team=body.team,
        typed_percent=body.typed_percent,
        leave=not isinstance(leave, Finding),
    )


def _lots(history: History, target: Admitted, counted: set[str], at: datetime) -> Iterator[Lot]:
    """Failed lots over the area, and passed ones of searches that count, by an organisation that did not search."""
    for failed in list_failed(history, target, at):
        yield Lot(failed.id, history.outward(failed), passed=False)
    box = target.box
    for control in history.list_kind("quality_control"):
        body = control.record.body
        if not isinstance(body, QualityControl) or body.result is not ControlResult.PASSED:
            continue
        if box is None or control.box is None or not boxes_meet(control.box, box):
            continue
        if not counted & set(control.record.refs_to(Rel.RESTS_ON)):
            continue
        leave = find_warrant(history, control, at)
        if isinstance(leave, Finding) or leave.since > at:
            continue
        if own_control(history, control, leave.person) is None:
            yield Lot(control.id, history.inward(control), passed=True)
