"""A mine-action centre in memory, on a scripted clock, with the people that land release needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clearway.desk.authority import Powers, grant_here
from clearway.desk.closures import approve
from clearway.desk.hazards import declare_area, report_accident
from clearway.desk.keys import new_key
from clearway.desk.land_release import control, decide, hand_over, search, survey
from clearway.desk.office import Office, init_office
from clearway.desk.saying import Facts
from clearway.desk.trusting import add_organisation
from clearway.geometry import At, Disc, Region, box
from clearway.records import BothLanguages, Event, Fieldwork, ObservationEvidence, Record
from clearway.records.kinds.accident import Accident, Harmed
from clearway.records.kinds.decision import Decision, EventEnded
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.non_technical_survey import NonTechnicalSurvey
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.technical_survey import TechnicalSurvey
from clearway.situation import Answer
from clearway.terms import ApprovalRole, ControlResult, Method, Product, Purpose, Realm

START = datetime(2017, 1, 2, 8, 0, tzinfo=UTC)
CITY = (200_000_000, 320_000_000, 202_000_000, 322_000_000)

BLOCK = (200_500_000, 320_500_000, 200_550_000, 320_550_000)
"""One whole grid cell."""

AREA = (200_510_000, 320_510_000, 200_540_000, 320_540_000)
"""Ground well inside the block."""

IN_AREA = At(200_525_000, 320_525_000)
IN_BLOCK = At(200_505_000, 320_545_000)
"""Ground in the block, outside the area."""

OUTSIDE = At(201_225_000, 321_225_000)

ROOT, SECOND, SEARCHER, LEADER, CONTROLLER, RECIPIENT = (
    "h-root",
    "h-second",
    "h-search",
    "h-lead",
    "h-control",
    "h-town",
)

STANDARD = "IMAS 09.10"

_PEOPLE = {
    SECOND: "authority",
    SEARCHER: "operator",
    LEADER: "operator",
    CONTROLLER: "inspector",
    RECIPIENT: "town",
}


def open_centre(folder: Path | None = None, **options: object) -> Office:
    """The centre with everybody's key, and grants for all that its people may do."""
    centre = init_office(
        folder,
        "centre.example",
        office="centre",
        organisation="authority",
        holder=ROOT,
        region=CITY,
        realm=Realm.DEMONSTRATION,
        clock=START,
        **options,  # type: ignore[arg-type]
    )
    for organisation in dict.fromkeys(_PEOPLE.values()):
        if organisation != "authority":
            add_organisation(centre, ROOT, organisation)
    for holder, organisation in _PEOPLE.items():
        new_key(centre, holder)
        own = "centre" if organisation == "authority" else organisation
        grant_here(centre, ROOT, holder, box(CITY), Powers(may=("*",), organisation=organisation, office=own))
    centre.clock.advance(hours=1)
    return centre


def asked(centre: Office, where: At, at: datetime | None = None, *, public: bool = False) -> Answer:
    history = centre.public_history() if public else centre.history()
    return history.check(where, at or centre.now())


def area(centre: Office, ground: Region | None = None, **fields: object) -> Record:
    body = HazardousArea(classification="confirmed", contamination=("unexploded_ordnance",), **fields)  # type: ignore[arg-type]
    return declare_area(centre, ROOT, ground or box(AREA), body)


def accident(centre: Office, centre_at: tuple[int, int] = (200_525_000, 320_525_000), **options: object) -> Record:
    body = Accident(harmed=Harmed(injured=1), what="unknown item")
    return report_accident(centre, ROOT, Disc(centre_at, 20_000), body, **options)  # type: ignore[arg-type]


@dataclass
class Cleared:
    """The records by which ground was cleared and handed over."""

    names: tuple[str, ...]
    search: Record
    control: Record
    decision: Record
    hand_over: Record
    approvals: list[Record] = field(default_factory=list)


def search_report(centre: Office, **fields: object) -> SearchReport:
    now = centre.now()
    given = {
        "organisation": "operator",
        "purpose": Purpose.EXPLOSIVES,
        "method": Method.DETECTOR,
        "depth_mm": 200,
        "standard": STANDARD,
        "fieldwork": Fieldwork(from_earliest=now - timedelta(hours=6), to_latest=now - timedelta(hours=1)),
        **fields,
    }
    return SearchReport(**given)  # type: ignore[arg-type]


def searched(centre: Office, over: Region | None = None, **fields: object) -> Record:
    return search(centre, SEARCHER, over or box(AREA), search_report(centre, **fields))


def surveyed(centre: Office, over: Region, *, technical: bool) -> Record:
    now = centre.now()
    worked = Fieldwork(from_earliest=now - timedelta(hours=6), to_latest=now - timedelta(hours=1))
    said = {"organisation": "operator", "fieldwork": worked, "conclusion": "no sign of explosives"}
    if technical:
        body = TechnicalSurvey(**said, method=Method.DETECTOR, depth_mm=200, standard=STANDARD)  # type: ignore[arg-type]
        return survey(centre, SEARCHER, over, body)
    return survey(centre, SEARCHER, over, NonTechnicalSurvey(**said))  # type: ignore[arg-type]


def controlled(centre: Office, report: Record, ground: Region | None = None, **options: object) -> Record:
    result = options.pop("result", ControlResult.PASSED)
    assert isinstance(result, ControlResult)
    by = options.pop("by", CONTROLLER)
    body = QualityControl(result=result, organisation="inspector")
    return control(centre, str(by), ground or box(AREA), body, [report.id], **options)  # type: ignore[arg-type]


def decision(
    centre: Office, names: tuple[str, ...], rests_on: list[str], ground: Region | None = None, *, force: bool = False
) -> Record:
    ended = tuple(
        EventEnded(id=name, latest=centre.now() - timedelta(days=1), evidence=(_seen(centre),)) for name in names
    )
    body = Decision(
        product=Product.CLEARED, depth_mm=200, gap_mm=0, standard=STANDARD, reason="searched", event_ended=ended
    )
    return decide(centre, ROOT, names, rests_on, body, ground, Facts(force=force))


def handed_over(
    centre: Office, names: tuple[str, ...], rests_on: list[str], ground: Region | None = None, **fields: object
) -> Record:
    given = {
        "depth_mm": 200,
        "standard": STANDARD,
        "residual_risk": BothLanguages(en="report what you find"),
        "certificate": "C-1",
        "recipient": "town",
        **fields,
    }
    return hand_over(centre, ROOT, names, rests_on, HandOver(**given), ground)  # type: ignore[arg-type]


def approve_all(centre: Office, record: Record, *, skip: tuple[ApprovalRole, ...] = ()) -> list[Record]:
    people = {ApprovalRole.OPERATOR: LEADER, ApprovalRole.AUTHORITY: SECOND, ApprovalRole.RECIPIENT: RECIPIENT}
    return [approve(centre, holder, record.id, role) for role, holder in people.items() if role not in skip]


def clear(centre: Office, *names: str, ground: Region | None = None, approved: bool = True) -> Cleared:
    """The whole way of clearance over the area; the window passes after it, not here."""
    centre.clock.advance(hours=8)
    report = searched(centre, ground)
    checked = controlled(centre, report, ground)
    decided = decision(centre, names, [report.id, checked.id], ground)
    given = handed_over(centre, names, [decided.id, report.id, checked.id], ground)
    return Cleared(names, report, checked, decided, given, approve_all(centre, given) if approved else [])


def past(centre: Office) -> Event:
    """An event that ended two days ago."""
    return Event(from_earliest=centre.now() - timedelta(days=3), until_latest=centre.now() - timedelta(days=2))


def pass_window(centre: Office) -> datetime:
    """Let the waiting time of a hazard release pass, and checkpoint the logs."""
    centre.clock.advance(hours=48, seconds=1)
    centre.freshen()
    return centre.now()


def _seen(centre: Office) -> ObservationEvidence:
    return ObservationEvidence(by="survey team", at=centre.now() - timedelta(hours=8))
