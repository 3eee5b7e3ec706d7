"""The resident's pages of a publication: what they show is collected here, laid out by ``site``, and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from clearway.desk.files import update_files
from clearway.desk.view import OfficeView
from clearway.projection import Admitted, History
from clearway.projection.rules import hold_of, quotes_of
from clearway.records.kinds.statement import Statement
from clearway.site import Publication, PublicRecord, SitePicture, build_site, find_map
from clearway.situation import Hold


def write_pages(office: OfficeView, history: History, publications: Sequence[Publication], folder: Path) -> None:
    """Write the pages into a folder. ``history`` is the public one that the last of the publications was made from.

    A file that is there already with the same bytes is left as it is. Refused: ``desk.file_unwritable``.
    """
    update_files(folder, build_site(collect(office, history, publications)))


def collect(office: OfficeView, history: History, publications: Sequence[Publication]) -> SitePicture:
    """What the pages of a publication show: public records alone, and places whose ground is known."""
    at = publications[-1].at
    return SitePicture(
        office=office.office,
        origin=office.public_origin,
        realm=office.realm,
        region=office.settings.region,
        places=tuple(place for place in office.places.places if place.extent is not None),
        publications=tuple(publications),
        records=tuple(_records(history, at)),
        zone=office.settings.zone,
        contact=office.settings.contact,
        clock=at if office.clock.is_scripted else None,
        map_assets=find_map(),
    )


def _records(history: History, at: datetime) -> Iterator[PublicRecord]:
    """Every record of the history, oldest first."""
    situation = history.at(at)
    holds = {hold.record: hold for hold in (*situation.holds, *situation.upcoming)}
    for admitted in sorted(history.records.values(), key=lambda each: (each.record.recorded_at, each.id)):
        standing = history.standing(admitted.id, at)
        if standing is None:
            continue
        body = admitted.record.body
        yield PublicRecord(
            record=admitted.record,
            standing=standing,
            hold=_hold(history, admitted, at, holds.get(admitted.id)),
            quotes=quotes_of(history, admitted),
            words=history.statement_text(body) if isinstance(body, Statement) else None,
            referred_by=tuple(_referred_by(history, admitted.id)),
        )


def _hold(history: History, admitted: Admitted, at: datetime, found: Hold | None) -> Hold | None:
    return found or hold_of(history, admitted, at) if admitted.restricts else None


def _referred_by(history: History, record_id: str) -> Iterator[tuple[str, str]]:
    for other in history.referring(record_id):
        rels = [ref.rel.value for ref in other.record.refs if ref.id == record_id] or ["unknown"]
        yield from ((rel, other.id) for rel in rels)
