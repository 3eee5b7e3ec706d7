"""What makes the ground dangerous: fighting, indications, hazardous areas, accidents, finds (DESIGN B7 to B10)."""

from __future__ import annotations

from collections.abc import Sequence

from clearway.desk.office import Office
from clearway.desk.saying import NO_FACTS, Facts, get_all, get_kind, refs_to, say, shape
from clearway.geometry import Disc, Footprint, Region, Unplaced
from clearway.records import Record
from clearway.records.kinds.accident import Accident
from clearway.records.kinds.find import Find
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.hostilities import Hostilities
from clearway.records.kinds.indication import Indication
from clearway.terms import Rel


def declare_hostilities(
    office: Office, by: str, footprint: Footprint | Region, body: Hostilities, facts: Facts = NO_FACTS
) -> Record:
    """Say that there is fighting, shelling or mine-laying: earlier releases of that ground no longer count."""
    return say(office, "hostilities", body, by, facts, footprint=shape(footprint))


def indicate(
    office: Office, by: str, footprint: Footprint | Region, body: Indication, facts: Facts = NO_FACTS
) -> Record:
    """Report a sign of explosives. A report of the public restricts only after ``triage``, any other at once."""
    return say(office, "indication", body, by, facts, footprint=shape(footprint))


def triage(
    office: Office,
    by: str,
    report: str,
    body: Indication,
    footprint: Footprint | Region | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """An officer takes up a public report: an indication of his own, over the report's ground or another."""
    target = get_kind(office, report, "indication")
    ground = target.record.footprint if footprint is None else shape(footprint)
    return say(office, "indication", body, by, facts, footprint=ground, refs=refs_to(Rel.TRIAGES, [target.id]))


def declare_area(
    office: Office,
    by: str,
    footprint: Footprint | Region,
    body: HazardousArea,
    replaces: Sequence[str] = (),
    facts: Facts = NO_FACTS,
) -> Record:
    """Declare a hazardous area. What it ``replaces`` holds until it is released itself (B3)."""
    old = get_all(office, replaces) if replaces else ()
    refs = refs_to(Rel.REPLACES, (each.id for each in old))
    return say(office, "hazardous_area", body, by, facts, footprint=shape(footprint), refs=refs)


def report_accident(
    office: Office,
    by: str,
    footprint: Disc | Unplaced,
    body: Accident,
    about: Sequence[str] = (),
    facts: Facts = NO_FACTS,
) -> Record:
    """Report an accident: a precautionary area at once. The areas it is ``about`` can no longer be voided."""
    areas = get_all(office, about) if about else ()
    refs = refs_to(Rel.ABOUT, (each.id for each in areas))
    return say(office, "accident", body, by, facts, footprint=footprint, refs=refs)


def report_find(office: Office, by: str, footprint: Disc | Unplaced, body: Find, facts: Facts = NO_FACTS) -> Record:
    """Report an item found outside a search: a precautionary area at once."""
    return say(office, "find", body, by, facts, footprint=footprint)
