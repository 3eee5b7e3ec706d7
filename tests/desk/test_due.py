"""Late orders, open non-conformities, inspections and checks: shown with their age, and gone when they are done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from clearway.desk.due import list_open_about
from clearway.desk.explaining import RecordExplained, explain
from clearway.desk.office import Office
from clearway.desk.registers import register
from clearway.desk.today import MatterKind, today
from clearway.terms import Rel
from tests.desk import centre as mines
from tests.refusals import refused


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def order(centre: Office, **fields: Any) -> dict[str, Any]:
    window = {"from": text(centre.now() - timedelta(days=9)), "until": text(centre.now() + timedelta(days=1))}
    return {
        "number": "T-1", "activity": "clearance", "priority": "high", "organisation": "operator", "standard": "s1",
        "depth_mm": 200, "planned": window, **fields,
    }  # fmt: skip


def visit(centre: Office, **fields: Any) -> dict[str, Any]:
    return {
        "organisation": "operator", "by": "inspector", "visited_at": text(centre.now()), "activity": "clearance",
        **fields,
    }  # fmt: skip


def marking(centre: Office, **fields: Any) -> dict[str, Any]:
    return {
        "occasion": "set_up", "system": "temporary", "condition": "good", "organisation": "operator",
        "seen_at": text(centre.now()), **fields,
    }  # fmt: skip


LANES = {"number": 1, "severity": "major", "what": "lanes not marked"}


def test_a_task_order_is_shown_once_its_time_has_passed_and_no_more_when_a_later_order_says_that_it_is_done():
    centre = mines.open_centre()
    body = order(centre)
    written = register(centre, mines.ROOT, "task_order", body)
    assert today(centre).of(MatterKind.TASK_OVERDUE) == ()
    centre.clock.advance(days=3)
    (matter,) = today(centre).of(MatterKind.TASK_OVERDUE)
    assert (matter.record, matter.said, matter.state, matter.overdue) == (written.id, "T-1", "high", True)
    register(centre, mines.ROOT, "task_order", {**body, "state": "completed"}, {Rel.REPLACES: [written.id]})
    assert today(centre).of(MatterKind.TASK_OVERDUE) == ()


def test_a_non_conformity_is_open_until_a_later_visit_closes_it_and_says_for_how_many_days():
    centre = mines.open_centre()
    due = text(centre.now() + timedelta(days=2))
    area = mines.area(centre)
    body = visit(centre, non_conformities=[{**LANES, "due": due}])
    found = register(centre, mines.ROOT, "quality_visit", body, {Rel.ABOUT: [area.id]})
    centre.clock.advance(days=1)
    (matter,) = today(centre).of(MatterKind.NON_CONFORMITY)
    assert (matter.record, matter.said, matter.state, matter.days) == (found.id, "lanes not marked", "major", 1)
    assert not matter.overdue
    centre.clock.advance(days=4)
    (matter,) = today(centre).of(MatterKind.NON_CONFORMITY)
    assert (matter.days, matter.overdue) == (5, True)
    explained = explain(centre, area.id)
    assert isinstance(explained, RecordExplained)
    assert [each.what for each in explained.open_findings] == ["lanes not marked"]
    closing = visit(centre, closes=[{"visit": found.id, "number": 1}])
    register(centre, mines.ROOT, "quality_visit", closing)
    assert today(centre).of(MatterKind.NON_CONFORMITY) == ()
    assert list_open_about(centre, [area.id], centre.now()) == ()


def test_a_visit_to_another_area_says_nothing_of_this_one():
    centre = mines.open_centre()
    area = mines.area(centre)
    register(centre, mines.ROOT, "quality_visit", visit(centre, non_conformities=[LANES]))
    assert list_open_about(centre, [area.id], centre.now()) == ()


@pytest.mark.parametrize("occasion", ["inspected", "taken_away"])
def test_marking_is_due_by_the_last_look_at_it(occasion):
    centre = mines.open_centre()
    area = mines.area(centre)
    first = marking(centre, next_inspection=text(centre.now() + timedelta(days=1)))
    written = register(centre, mines.ROOT, "marking", first, {Rel.ABOUT: [area.id]})
    assert today(centre).of(MatterKind.INSPECTION_DUE) == ()
    centre.clock.advance(days=2)
    (matter,) = today(centre).of(MatterKind.INSPECTION_DUE)
    assert (matter.record, matter.state, matter.overdue, matter.days) == (written.id, "good", True, 2)
    later = marking(centre, occasion=occasion, next_inspection=text(centre.now() + timedelta(days=9)))
    register(centre, mines.ROOT, "marking", later, {Rel.ABOUT: [area.id]})
    assert today(centre).of(MatterKind.INSPECTION_DUE) == ()
    centre.clock.advance(days=10)
    assert len(today(centre).of(MatterKind.INSPECTION_DUE)) == (occasion == "inspected")


def test_a_report_under_check_waits_for_the_next_step_or_for_its_correction():
    centre = mines.open_centre()
    report = mines.searched(centre)

    def step(of: str, name: str, by: str | None = None, **fields: Any) -> None:
        centre.clock.advance(hours=1)
        by = by or {"supervisor": mines.LEADER, "partner": mines.CONTROLLER, "centre": mines.ROOT}[name]
        register(centre, by, "check_step", {"step": name, "result": "accepted", **fields}, {Rel.ANSWERS: [of]})

    assert today(centre).of(MatterKind.CHECK_OUTSTANDING) == ()
    with refused("desk.own_check"):
        step(report.id, "supervisor", by=mines.SEARCHER)
    step(report.id, "supervisor")
    with refused("desk.own_check"):
        step(report.id, "partner", by=mines.LEADER)
    (matter,) = today(centre).of(MatterKind.CHECK_OUTSTANDING)
    assert (matter.record, matter.state, matter.said) == (report.id, "partner", None)
    step(report.id, "partner", result="returned", to_correct="the shape lies in the sea")
    (matter,) = today(centre).of(MatterKind.CHECK_OUTSTANDING)
    assert (matter.state, matter.said) == ("returned", "the shape lies in the sea")
    for name in ("supervisor", "partner", "centre"):
        step(report.id, name)
    assert today(centre).of(MatterKind.CHECK_OUTSTANDING) == ()
