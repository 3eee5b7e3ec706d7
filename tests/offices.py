"""Two offices on a scripted clock, each with its own workspace, that accept each other's public logs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from clearway.desk.drafts import Draft
from clearway.desk.office import Office, init_office
from clearway.desk.trusting import accept_card, office_card
from clearway.geometry import Polygons, Region, box
from clearway.records import Event, Holds, Record
from clearway.records.kinds.closure import Closure
from clearway.terms import Realm, Reason

START = datetime(2016, 11, 17, 13, 0, tzinfo=UTC)
CITY = (200_000_000, 320_000_000, 202_000_000, 322_000_000)
QUARTER = (200_500_000, 320_500_000, 200_600_000, 320_600_000)
ELSEWHERE = (201_500_000, 321_500_000, 201_600_000, 321_600_000)
INSIDE = (200_550_000, 320_550_000)

PLACES = """id,name_ar,name_en,alternatives,lon,lat,radius_m
quarter,الحي,The Quarter,,20.055,32.055,100
elsewhere,مكان آخر,Elsewhere,,20.155,32.155,100
"""


def open_two(folder: Path | None, at: datetime = START) -> tuple[Office, Office]:
    """A crisis desk and a mine-action centre that accept each other, as of ``at``."""
    crisis = open_one(folder, "crisis", at)
    centre = open_one(folder, "centre", at)
    introduce(crisis, centre)
    introduce(centre, crisis)
    return crisis, centre


def open_one(folder: Path | None, name: str, at: datetime) -> Office:
    workspace = None if folder is None else folder / name
    if workspace is not None:
        (workspace / "places").mkdir(parents=True)
        (workspace / "places" / "city.csv").write_text(PLACES, encoding="utf-8")
    return init_office(
        workspace,
        f"{name}.city.example",
        office=f"{name}-desk",
        organisation=f"{name}-organisation",
        holder=f"{name}-root",
        region=CITY,
        realm=Realm.DEMONSTRATION,
        contact="0800 1",
        clock=at,
    )


def introduce(office: Office, other: Office) -> None:
    """Let ``office`` accept the public log, the roots and the organisation of ``other``."""
    accept_card(office, root_of(office), office_card(other))


def root_of(office: Office) -> str:
    return f"{office.name.split('.')[0]}-root"


def ground(bbox: tuple[int, int, int, int] = QUARTER) -> Region:
    return box(bbox)


def closure(
    office: Office, bbox: tuple[int, int, int, int] = QUARTER, *reasons: Reason, by: str | None = None, **fields: object
) -> Draft:
    return Draft(
        kind="closure",
        body=Closure(reasons=reasons or (Reason.CRIME,), **fields),  # type: ignore[arg-type]
        by=by or root_of(office),
        footprint=Polygons(box(bbox)),
        holds=Holds(from_earliest=office.now(), from_latest=office.now()),
        event=Event(from_earliest=office.now()),
    )


def close(office: Office, bbox: tuple[int, int, int, int] = QUARTER, *reasons: Reason) -> Record:
    return office.append([closure(office, bbox, *reasons)])[0]


def both_to(at: datetime, *offices: Office) -> None:
    for office in offices:
        office.clock.set_to(at)


def pass_time(*offices: Office, **parts: float) -> datetime:
    """Move the clocks on together; the new time."""
    at = max(office.now() for office in offices) + timedelta(**parts)
    both_to(at, *offices)
    return at
