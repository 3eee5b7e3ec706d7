"""Two pictures side by side (DESIGN E): the public one may never be more open than its owner's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from clearway.geometry import Query, cells
from clearway.projection.collected import Box, Collected
from clearway.projection.moment import situation_at
from clearway.projection.release import starts_after
from clearway.projection.verdict import Point, Question
from clearway.situation import Situation
from clearway.terms import HazardState, Verdict

_OPENNESS = {
    Verdict.DO_NOT_ENTER: 0,
    Verdict.CONDITIONAL: 1,
    Verdict.NOT_CONFIRMED: 2,
    Verdict.RELEASED: 3,
}
_HAZARD_OPENNESS = {HazardState.NONE_RECORDED: 1, HazardState.RELEASED: 2}


def is_more_open(public: Situation, owner: Situation, query: Query) -> bool:
    """Whether any point of the shape is more open in the public picture, by verdict or on the hazard axis."""
    left, right = Question(public, query), Question(owner, query)
    shapes = [*left.shapes.regions, *right.shapes.regions]
    split = len(left.shapes.regions)
    for cell in cells(query, shapes):
        told = left.point(cell.only(slice(0, split)))
        known = right.point(cell.only(slice(split, None)))
        if _openness(told) > _openness(known) or _hazard(told) > _hazard(known):
            return True
    return False


def _as_if_fresh(history: Collected, time: datetime, box: Box) -> Situation:
    """The situation with every log just checkpointed: the age of a copy must neither hide a difference nor make one."""
    situation = situation_at(history, time, box)
    return replace(situation, logs=tuple(replace(log, stale=False) for log in situation.logs))


def _openness(point: Point) -> int:
    return _OPENNESS[point.verdict]


def _hazard(point: Point) -> int:
    return _HAZARD_OPENNESS.get(point.hazard, 0)


def changes_after(history: Collected, box: Box, after: datetime) -> tuple[datetime, ...]:
    """Instants later than ``after`` at which the picture in the box may change by what is already recorded."""
    times: set[datetime] = set()
    for restriction in history.restrictions_near(box):
        times.add(history.begins(restriction))
        if restriction.record.holds.until:
            times.add(restriction.record.holds.until)
        for release in history.referring(restriction.id):
            times.update(starts_after(history, release, after))
    for control in history.controls_near(box):
        times.add(history.begins(control))
    for suspension in (*history.list_kind("suspension"),):
        times.add(history.begins(suspension))
    return tuple(sorted(time for time in times if time > after))


def more_open_at(public: Collected, owner: Collected, query: Query, box: Box, now: datetime) -> tuple[datetime, ...]:
    """The instants, now or later, at which the public picture would be more open than the owner's in the shape."""
    times = {now, *changes_after(public, box, now), *changes_after(owner, box, now)}
    return tuple(
        time
        for time in sorted(times | {t - timedelta(seconds=1) for t in times if t > now})
        if is_more_open(_as_if_fresh(public, time, box), _as_if_fresh(owner, time, box), query)
    )
