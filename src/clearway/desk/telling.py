"""What is told and changes nothing: claims, and where civilians are (DESIGN 4)."""

from __future__ import annotations

from collections.abc import Sequence

from clearway.desk.office import Office
from clearway.desk.saying import NO_FACTS, Facts, get_all, refs_to, say, shape
from clearway.geometry import Footprint, Region
from clearway.records import Record
from clearway.records.kinds.civilians_report import CiviliansReport
from clearway.records.kinds.claim import Claim
from clearway.terms import Rel


def claim(office: Office, by: str, body: Claim, disputes: Sequence[str] = (), facts: Facts = NO_FACTS) -> Record:
    """Keep what somebody claims, as text without any shape; ``disputes`` names records that it contradicts."""
    disputed = get_all(office, disputes) if disputes else ()
    return say(office, "claim", body, by, facts, refs=refs_to(Rel.DISPUTES, (each.id for each in disputed)))


def report_civilians(
    office: Office, by: str, body: CiviliansReport, footprint: Footprint | Region | None = None, facts: Facts = NO_FACTS
) -> Record:
    """Keep where civilians are, in the restricted log only: nobody else ever receives it."""
    ground = None if footprint is None else shape(footprint)
    return say(office, "civilians_report", body, by, facts, footprint=ground)
