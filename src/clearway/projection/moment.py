"""The situation at an instant: every restriction begun, with its covers, and the logs' state."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearway.projection.collected import Box, Collected
from clearway.projection.corridor import corridor_standing, missing_parties
from clearway.projection.release import covers_of
from clearway.projection.rules import hold_of
from clearway.records.kinds.corridor import Corridor
from clearway.situation import AnnouncedCorridor, Dangling, Hold, LogState, OpenCorridor, Situation
from clearway.terms import Rel


def situation_at(history: Collected, at: datetime, within: Box | None = None) -> Situation:
    """What holds at ``at``, everywhere or for restrictions and releases whose box meets ``within``."""
    begun: list[Hold] = []
    upcoming: list[Hold] = []
    for admitted in history.restrictions_near(within):
        hold = hold_of(history, admitted, at)
        if hold.since <= at:
            begun.append(hold.with_covers(covers_of(history, admitted, at)))
        else:
            upcoming.append(hold)
    corridors, announced = _corridors(history, at, within)
    return Situation(
        at=at,
        within=within,
        holds=tuple(begun),
        upcoming=tuple(sorted(upcoming, key=lambda hold: (hold.since, hold.record))),
        corridors=corridors,
        logs=log_states(history, at),
        dangling=_dangling(history, within),
        accuracy_limit_m=history.trust.limits.accuracy_m,
        announced=announced,
    )


def _corridors(
    history: Collected, at: datetime, within: Box | None
) -> tuple[tuple[OpenCorridor, ...], tuple[AnnouncedCorridor, ...]]:
    """The corridors that are open, and those announced to civilians that are not, with what is missing."""
    opened: list[OpenCorridor] = []
    announced: list[AnnouncedCorridor] = []
    for admitted in history.corridors_near(within):
        standing = corridor_standing(history, admitted, at)
        body = admitted.record.body
        if standing.open is not None:
            opened.append(standing.open)
            continue
        if not isinstance(body, Corridor) or body.purpose == "fighters":
            continue
        window = next((each for each in body.windows if at < each.until), None)
        if window is not None:
            announced.append(
                AnnouncedCorridor(
                    record=admitted.id,
                    footprint=history.outward(admitted),
                    announced_by=body.announced_by,
                    from_place=body.from_place,
                    to_place=body.to_place,
                    starts=window.from_,
                    ends=window.until,
                    others=missing_parties(history, admitted, at),
                    intermediary=body.intermediary,
                    conditions=body.conditions,
                    findings=tuple(finding.code for finding in standing.findings),
                )
            )
    return tuple(opened), tuple(announced)


def log_states(history: Collected, at: datetime) -> tuple[LogState, ...]:
    """Every accepted log: how old the copy is at ``at``, and whether it is forked, refused or missing."""
    states = []
    for log in sorted(history.trust.logs, key=lambda log: log.origin):
        known = history.frontier.logs.get(log.origin)
        fresh = history.clock.fresh_at(log.origin)
        conflict = None
        if known and known.forked:
            conflict = "log.forked"
        elif known and known.refused:
            conflict = known.refused
        states.append(
            LogState(
                origin=log.origin,
                owner=log.owner,
                remit=log.ground,
                fresh_at=fresh,
                stale=fresh is None or fresh < at - timedelta(seconds=log.max_age_s),
                conflict=conflict,
                contact=log.contact,
            )
        )
    return tuple(states)


def _dangling(history: Collected, within: Box | None) -> tuple[Dangling, ...]:
    """Releases that name a record not at hand: a conflict over their footprint."""
    found = []
    for admitted in history.releases_near(within):
        missing = tuple(i for i in admitted.record.refs_to(Rel.NAMES) if history.find(i) is None)
        if missing:
            found.append(Dangling(admitted.id, history.outward(admitted), missing))
    return tuple(found)
