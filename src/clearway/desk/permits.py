"""Permits: leave for somebody to enter, and the guard's question whether one is genuine, for this place, now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clearway.desk.office import Office
from clearway.desk.saying import NO_FACTS, Facts, get_kind, get_restrictions, refs_to, say, shape
from clearway.geometry import Footprint, Query, Region
from clearway.projection import PermitAnswer, check_permit
from clearway.projection.verdict import Accuracy
from clearway.records import Record
from clearway.records.kinds.permit import Permit
from clearway.terms import Rel


def issue_permit(
    office: Office,
    by: str,
    closures: Sequence[str],
    footprint: Footprint | Region,
    body: Permit,
    facts: Facts = NO_FACTS,
) -> Record:
    """Let somebody enter under the closures named. The ground's own answer stays what it is."""
    named = get_restrictions(office, closures)
    refs = refs_to(Rel.NAMES, (each.id for each in named))
    return say(office, "permit", body, by, facts, footprint=shape(footprint), refs=refs)


def check_permit_at(
    office: Office, permit: str, query: Query, at: datetime | None = None, accuracy_m: Accuracy = None
) -> PermitAnswer:
    """Whether the permit (its id or its serial number) is genuine, for this place, at ``at`` (None: now).

    Refused: ``desk.not_at_hand``, ``desk.wrong_kind``.
    """
    history, moment = office.history(), at or office.now()
    by_serial = (p for p in history.list_kind("permit") if getattr(p.record.body, "serial", None) == permit)
    target = next(by_serial, None) or get_kind(office, permit, "permit")
    ground = history.check(query, moment, accuracy_m, target.record.unit)
    return check_permit(history, target, query, moment, ground)
