"""What a restriction does at an instant, before any release: its axes, start, term, hours, event (A3, B7, B9-B12).

These rules move ground between states that forbid entry. None of them can open it; that is ``release``'s alone.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clearway.geometry import Region, Unplaced, contains
from clearway.projection.admit import Admitted
from clearway.projection.view import View
from clearway.records.envelope import FileEvidence, ObservationEvidence, StatementEvidence
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.hostilities import Hostilities
from clearway.records.kinds.statement import Statement
from clearway.records.types import Hours
from clearway.situation import Hold, Quote
from clearway.terms import IMPLY_HAZARD, Axis, ClosureState, HazardState, Rel

_DAY = timedelta(days=1)


def axes_of(admitted: Admitted) -> frozenset[Axis]:
    """The axes a restriction bears on: those of envelope and kind, and hazard wherever the words imply it (B7)."""
    body = admitted.record.body
    implied = isinstance(body, Hostilities) or (
        isinstance(body, Closure) and (bool(IMPLY_HAZARD & set(body.reasons)) or body.evacuation is not None)
    )
    return admitted.axes | {Axis.HAZARD} if implied else admitted.axes


def hazard_of(admitted: Admitted) -> HazardState | None:
    """How strongly the restriction's evidence speaks of a hazard; None without a hazard axis."""
    if Axis.HAZARD not in axes_of(admitted):
        return None
    body = admitted.record.body
    if not admitted.known:
        return HazardState.INDICATION
    if isinstance(body, HazardousArea):
        return HazardState.CONFIRMED if body.classification == "confirmed" else HazardState.SUSPECTED
    if admitted.kind in ("accident", "find"):
        return HazardState.PRECAUTIONARY
    return HazardState.INDICATION if admitted.kind == "indication" else HazardState.SUSPECTED


def closure_of(admitted: Admitted, at: datetime) -> ClosureState | None:
    """How the restriction stands on the closure axis at ``at`` before releases; None without that axis."""
    if Axis.CLOSURE not in axes_of(admitted):
        return None
    body = admitted.record.body
    if has_ended(admitted, at):
        return ClosureState.ENDED_BY_ITS_TERM
    return ClosureState.CONDITIONAL if isinstance(body, Closure) and body.permit_possible else ClosureState.CLOSED


def has_ended(admitted: Admitted, at: datetime) -> bool:
    """Past its own ``until``, or outside its hours.

    A closure until a condition is met never ends by date, only rests outside its hours; nor does one that we cannot
    read, which may have such a condition.
    """
    holds, body = admitted.record.holds, admitted.record.body
    if not admitted.known:
        return False
    conditional = isinstance(body, Closure) and body.until_condition is not None
    if holds.until is not None and at >= holds.until and not conditional:
        return True
    return holds.hours is not None and not inside_hours(holds.hours, holds.zone, at, unknown=True)


def next_start(admitted: Admitted, at: datetime) -> datetime | None:
    """When a closure that is outside its hours holds again; None if it does not, or holds now."""
    holds = admitted.record.holds
    if holds.hours is None or not has_ended(admitted, at):
        return None
    if holds.until is not None and at >= holds.until:
        return None
    zone = _zone(holds.zone)
    if zone is None:
        return None
    local = at.astimezone(zone)
    for days in range(8):
        day = (local + days * _DAY).date()
        start = datetime.combine(day, _clock(holds.hours.from_), zone)
        if start > at and _on_day(holds.hours, start):
            found = start.astimezone(at.tzinfo)
            return found if holds.until is None or found < holds.until else None
    return None


def inside_hours(hours: Hours, zone_name: str | None, at: datetime, *, unknown: bool) -> bool:
    """Whether the local time lies in the daily hours, which may cross midnight; ``unknown`` if the zone is.

    A restriction with an unknown zone holds at all hours, a permit with one at none.
    """
    zone = _zone(zone_name)
    if zone is None:
        return unknown
    local = at.astimezone(zone)
    start, end = _clock(hours.from_), _clock(hours.to)
    now = local.time().replace(tzinfo=None)
    if start < end:
        return start <= now < end and _on_day(hours, local)
    # Crossing midnight: the evening belongs to its own day, the early morning to the day before.
    return (now >= start and _on_day(hours, local)) or (now < end and _on_day(hours, local - _DAY))


def _on_day(hours: Hours, local: datetime) -> bool:
    return hours.days is None or local.weekday() in hours.days


def _clock(text: str) -> time:
    return time.fromisoformat(text)


@lru_cache(maxsize=64)
def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def event_end(view: View, admitted: Admitted) -> datetime | None:
    """When the event behind a restriction had ended, at the latest; None if only a decision can say it (B7).

    An accident, find, indication or hazardous area was when it was observed. Fighting, a closure or an evacuation
    goes on until somebody says with evidence that it ended.
    """
    if admitted.record.event.until_latest:
        return admitted.record.event.until_latest
    body = admitted.record.body
    if isinstance(body, Closure | Hostilities) or not admitted.known:
        return None
    log_time = view.log_time(admitted)
    return max(admitted.record.recorded_at, log_time or admitted.record.recorded_at)


def hold_of(view: View, admitted: Admitted, at: datetime) -> Hold:
    """The restriction as it stands at ``at``, without covers. Its ground is the outward one, its start the earliest."""
    record, body = admitted.record, admitted.record.body
    footprint = admitted.footprint
    closure = body if isinstance(body, Closure) else None
    source = record.footprint_source
    return Hold(
        record=admitted.id,
        kind=admitted.kind,
        origin=admitted.place.origin,
        office=record.issuer.office,
        footprint=view.outward(admitted),
        since=view.begins(admitted),
        closure=closure_of(admitted, at),
        hazard=hazard_of(admitted),
        unplaced=isinstance(footprint, Unplaced),
        unit=record.unit,
        until=None if closure and closure.until_condition else record.holds.until,
        next_start=next_start(admitted, at),
        labels=_labels(view, admitted),
        reasons=tuple(reason.value for reason in closure.reasons) if closure else (),
        until_condition=closure.until_condition if closure else None,
        contact=(closure.contact if closure else None) or admitted.log.contact,
        place=source.place if source else None,
        error_m=source.error_m if source else None,
        quotes=quotes_of(view, admitted),
    )


def _labels(view: View, admitted: Admitted) -> tuple[str, ...]:
    labels = []
    if _contested(view, admitted):
        labels.append("contested")
    if not admitted.verified:
        labels.append("unverified_key")
    if not admitted.known:
        labels.append("unknown_kind")
    if not _in_remit(view.outward(admitted), admitted.log.ground):
        labels.append("outside_remit")
    return tuple(labels)


@lru_cache(maxsize=4096)
def _in_remit(ground: Region, remit: Region) -> bool:
    """Whether a log speaks for the whole ground of what stands in it (A1)."""
    return contains(remit, ground)


def _contested(view: View, admitted: Admitted) -> bool:
    """Another office says otherwise (B11): a claim that disputes it, or a reopening that is not its own to give."""
    office = (admitted.place.origin, admitted.record.issuer.office)
    for other in view.referring(admitted.id):
        if (other.place.origin, other.record.issuer.office) == office:
            continue
        disputes = isinstance(other.record.body, Claim) and any(
            ref.rel == Rel.DISPUTES and ref.id == admitted.id for ref in other.record.refs
        )
        if disputes or other.kind == "reopening":
            return True
    return False


def quotes_of(view: View, admitted: Admitted) -> tuple[Quote, ...]:
    """The exact words, files and observations the record rests on; words only where the statement is at hand."""
    quotes: list[Quote] = []
    for evidence in admitted.record.evidence:
        if isinstance(evidence, StatementEvidence):
            quotes.extend(_spans(view, evidence))
        elif isinstance(evidence, FileEvidence):
            quotes.append(Quote(evidence.blob, 0, 0, None, source=evidence.feature))
        elif isinstance(evidence, ObservationEvidence):
            quotes.append(Quote("", 0, 0, None, speaker=evidence.by, said_at=evidence.at))
    return tuple(quotes)


def _spans(view: View, evidence: StatementEvidence) -> list[Quote]:
    statement = view.find(evidence.id)
    body = statement.record.body if statement else None
    if not isinstance(body, Statement):
        return [Quote(evidence.id, start, end, None) for start, end in evidence.spans]
    text = view.statement_text(body)
    return [
        Quote(
            statement=evidence.id,
            start=start,
            end=end,
            words=text[start:end] if text is not None and end <= len(text) else None,
            office=body.speaker.office,
            speaker=body.speaker.name,
            said_at=body.said_at,
            source=body.url,
            role=body.speaker.role,
        )
        for start, end in evidence.spans
    ]
