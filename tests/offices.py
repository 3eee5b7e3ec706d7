"""Two offices on a scripted clock, each with its own workspace, that accept each other's public logs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from clearway.desk.drafts import Draft
from clearway.desk.files import write_file
from clearway.desk.office import Office, init_office, trust_file_draft
from clearway.geometry import Polygons, Region, box
from clearway.records import Event, Holds, Record
from clearway.records.kinds.closure import Closure
from clearway.terms import Realm, Reason, Tier
from clearway.trust import trust_id, write_trust

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
    crisis = _open(folder, "crisis", at)
    centre = _open(folder, "centre", at)
    introduce(crisis, centre)
    introduce(centre, crisis)
    return crisis, centre


def _open(folder: Path | None, name: str, at: datetime) -> Office:
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
    """Let ``office`` accept the public log, the roots and the organisation of ``other``, and record that it does."""
    log = next(log for log in other.trust.logs if log.tier is Tier.PUBLIC)
    previous = trust_id(write_trust(office.trust))
    trust = msgspec.structs.replace(
        office.trust,
        logs=(*office.trust.logs, log),
        roots=(*office.trust.roots, *other.trust.roots),
        organisations=(*office.trust.organisations, *other.trust.organisations),
    )
    office.append([trust_file_draft(trust, f"{office.name.split('.')[0]}-root", previous)])
    office.use_trust(trust)
    if office.folder is not None:
        write_file(office.folder / office.settings.trust, write_trust(trust))


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
