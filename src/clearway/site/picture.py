"""What a site is made from. Values only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from clearway.geometry import Bbox
from clearway.places import Place
from clearway.projection import Standing
from clearway.publish import Snapshot
from clearway.records import Record
from clearway.situation import Hold, Quote
from clearway.terms import Realm
from clearway.wording import ZONE

SHORT = 12
"""How many digits of an id name its file."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication: the id of its record, when the log had it, what was told, and its exact bytes."""

    record: str
    logged_at: datetime
    snapshot: Snapshot
    data: bytes
    id: str

    @staticmethod
    def of(record: str, logged_at: datetime, snapshot: Snapshot, data: bytes) -> Publication:
        """The publication of these bytes, which the snapshot was read from."""
        return Publication(record, logged_at, snapshot, data, "sha256:" + hashlib.sha256(data).hexdigest())

    @property
    def file(self) -> str:
        """Where the bytes stand in the site."""
        return f"told/{short(self.id)}.json"

    @property
    def at(self) -> datetime:
        """The moment that the picture is of."""
        return self.snapshot.situation.at


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """A record of a public log: how it stands now, how it restricts, what it quotes, and what refers to it.

    ``words`` is the text of a statement, None if it is not at hand; ``referred_by`` pairs of meaning and id.
    """

    record: Record
    standing: Standing
    hold: Hold | None = None
    quotes: tuple[Quote, ...] = ()
    words: str | None = None
    referred_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePicture:
    """Everything that the pages show.

    ``publications`` are all of the office's, oldest first, at least one; the last is what the pages say now. ``clock``
    is the scripted now of a demonstration, None where the reader's own clock counts. ``map_assets`` is the folder of
    the map's files inside the site, None without a map.
    """

    office: str
    origin: str
    realm: Realm
    region: Bbox
    places: tuple[Place, ...]
    publications: tuple[Publication, ...]
    records: tuple[PublicRecord, ...]
    zone: str = ZONE
    contact: str | None = None
    clock: datetime | None = None
    map_assets: str | None = None

    @property
    def latest(self) -> Publication:
        """The publication that the pages are of."""
        return self.publications[-1]


def short(record_id: str) -> str:
    """The first digits of an id, as files and people name it."""
    return record_id.removeprefix("sha256:")[:SHORT]
