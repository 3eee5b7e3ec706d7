"""What was searched and what was released, in square metres: the questions of an information officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clearway.accounting import (
    Account,
    Additional,
    By,
    Differing,
    Overlap,
    Period,
    account,
    balances,
    list_additional,
    list_differing,
    list_families,
    list_overlaps,
)
from clearway.coverage import Coverage, Wanted, coverage_of, wanted_by
from clearway.desk.coverage_picture import picture_of
from clearway.desk.files import write_file
from clearway.desk.office import Office
from clearway.desk.saying import get_kind
from clearway.documents.paper import gaps_left, surveyed
from clearway.geometry import Drawn, Measured, contains, outward
from clearway.geometry import box as square
from clearway.places import Place, PlaceKind
from clearway.projection import Admitted
from clearway.projection.admit import body_of
from clearway.records.kinds.decision import Decision
from clearway.terms import Rel

_DISTRICTS = (
    PlaceKind.SUBURB,
    PlaceKind.TOWN,
    PlaceKind.VILLAGE,
    PlaceKind.MUHALLA,
    PlaceKind.CITY,
    PlaceKind.MUNICIPALITY,
    PlaceKind.DISTRICT,
)
"""Kinds of places by which an account may be broken down; the smallest that holds an area is its district."""


@dataclass(frozen=True, slots=True)
class Accounted:
    """An account, and what must be read beside it."""

    account: Account
    differing: tuple[Differing, ...]
    additional: tuple[Additional, ...]
    overlaps: tuple[Overlap, ...]


def account_of(office: Office, period: Period, by: By = By.TOTAL, areas: Sequence[str] = ()) -> Accounted:
    """The account of this office's hazardous areas, or of those named.

    Refused: ``desk.not_at_hand``, ``desk.wrong_kind``.
    """
    history = office.history()
    named = [get_kind(office, each, "hazardous_area").id for each in areas]
    found = account(history, period, by, named or None, lambda one: find_district(office, one))
    return Accounted(
        account=found,
        differing=list_differing(history, period.end),
        additional=list_additional(history, period.end),
        overlaps=list_overlaps(found.closing),
    )


def coverage(office: Office, area: str, wanted: Wanted | None = None, decision: str | None = None) -> Coverage:
    """How much of an area was searched so that it counts, and what is left.

    With a ``decision`` by what it asks, and of the reports that it and its hand-overs rest on; else by ``wanted``, of
    all reports near the area. Refused: ``desk.not_at_hand``, ``desk.wrong_kind``.
    """
    history, now = office.history(), office.now()
    target = office.get_record(area)
    if not target.restricts:
        target = get_kind(office, area, "hazardous_area")
    if decision is None:
        return coverage_of(history, target.id, wanted_by(history, target.id, None, wanted), now)
    decided = get_kind(office, decision, "decision")
    bearers = (decided, *history.referring(decided.id, Rel.RESTS_ON))
    reports = {each for bearer in bearers for each in bearer.record.refs_to(Rel.RESTS_ON)}
    asked = wanted_by(history, target.id, body_of(decided, Decision))
    return coverage_of(history, target.id, asked, now, reports)


def to_search(office: Office, area: str, found: Coverage) -> tuple[Coverage, Measured]:
    """The same with the gaps alone in which somebody is still to search, and what decisions cancelled or reduced of it.

    ``area`` is one of the records of the area that ``found`` is about.
    """
    history, now = office.history(), office.now()
    record = office.get_record(area).id
    families = [each for each in list_families(history, now) if record in {member.id for member in each.members}]
    counted = balances(history, now, families)
    gone = Drawn.of(found.area).within(surveyed(counted)).measure()
    return replace(found, gaps=tuple(gaps_left(counted, found))), gone


def write_coverage(office: Office, area: str, found: Coverage, file: Path) -> None:
    """Write the picture of a coverage as SVG. Refused: ``desk.file_unwritable``."""
    record = office.get_record(area).record
    name = getattr(record.body, "legacy_id", None) or record.id[: len("sha256:") + 12]
    drawn = picture_of(found, name, office.now(), office.settings.zone, office.realm)
    write_file(file, drawn.encode())


def find_district(office: Office, area: Admitted) -> str | None:
    """The id of the place by which an area is accounted for: the one its author named, else the smallest around it.

    A place of another kind (a street, a farm) stands for the district that the files of places say it lies in.
    """
    source = area.record.footprint_source
    place = office.places.find_by_id(source.place) if source is not None and source.place else None
    while place is not None and place.kind not in _DISTRICTS:
        place = office.places.find_by_id(place.within) if place.within else None
    if place is None:
        place = _around(office, area)
    return place.id if place else None


def _around(office: Office, area: Admitted) -> Place | None:
    history = office.history()
    ground = history.outward(area)
    if ground.is_empty or history.is_unplaced(area):
        return None
    x, y = Drawn.of(ground).deepest()[0]
    spot = square((x, y, x + 1, y + 1))
    found = [(_size(p), p.id, p) for p in office.places.places if p.kind in _DISTRICTS and p.extent is not None]
    return next((place for _, _, place in sorted(found) if contains(outward(place.get_extent()), spot)), None)


def _size(place: Place) -> int:
    west, south, east, north = place.get_extent().bbox
    return (east - west) * (north - south)
