"""Corridors: announced, consented to, confirmed (DESIGN C). An announcement opens nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clearway.desk.office import Office
from clearway.desk.saying import NO_FACTS, Facts, get_kind, refs_to, say, shape
from clearway.geometry import Footprint, Region
from clearway.projection import CorridorStanding, corridor_standing
from clearway.records import Record
from clearway.records.kinds.confirmation import Confirmation
from clearway.records.kinds.consent import Consent
from clearway.records.kinds.corridor import Corridor
from clearway.terms import Rel


def announce_corridor(
    office: Office, by: str, footprint: Footprint | Region, body: Corridor, facts: Facts = NO_FACTS
) -> Record:
    """Announce a corridor; the footprint is its buffer."""
    return say(office, "corridor", body, by, facts, footprint=shape(footprint))


def consent(
    office: Office,
    by: str,
    corridor: str,
    party: str,
    segments: Sequence[int] | None = None,
    conditions: str | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """Record that a controlling party agrees, for some segments or (None) all of them."""
    target = get_kind(office, corridor, "corridor")
    body = Consent(party=party, segments=None if segments is None else tuple(segments), conditions=conditions)
    return say(office, "consent", body, by, facts, refs=refs_to(Rel.CONSENTS_TO, [target.id]))


def confirm_corridor(
    office: Office, by: str, corridor: str, at: datetime | None = None, note: str | None = None, facts: Facts = NO_FACTS
) -> Record:
    """Record that somebody on the spot found the corridor open at ``at`` (None: now)."""
    target = get_kind(office, corridor, "corridor")
    body = Confirmation(at=at or office.now(), note=note)
    return say(office, "confirmation", body, by, facts, refs=refs_to(Rel.CONFIRMS, [target.id]))


def check_corridor(office: Office, corridor: str, at: datetime | None = None) -> CorridorStanding:
    """Whether the corridor is open at ``at`` (None: now), and everything that keeps it from being so."""
    target = get_kind(office, corridor, "corridor")
    return corridor_standing(office.history(), target, at or office.now())
