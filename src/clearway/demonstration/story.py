"""The story as data: who takes part, which ground is meant, and what was said and recorded, year by year.

The files lie in ``benghazi/`` and are written to be read: ``offices.toml``, ``grounds.toml`` and one file a year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import msgspec

from clearway.geometry import Disc, Footprint, Polygons, Position, Unplaced, box, normalise, parse_region
from clearway.problems import ClearwayBug
from clearway.records import FootprintSource

YEARS = (2014, 2015, 2016, 2017, 2018)

ILLUSTRATIVE = "تمثيلي: رسمناه للعرض حول نقطة المكان وليس حدًّا حقيقيًا · illustrative: drawn by us, not the real ground"

_E7 = Decimal(10_000_000)
Degrees = tuple[Decimal | int, Decimal | int]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the story's files."""


class Person(Part, frozen=True, kw_only=True):
    """Somebody who signs: an opaque holder, for an organisation and an office, with these powers."""

    holder: str
    organisation: str
    office: str | None = None
    may: tuple[str, ...] = ("*",)


class OfficePlan(Part, frozen=True, kw_only=True):
    """One office: when it begins to keep a log, how its logs are called, and its people, the root first."""

    opens: datetime
    origin: str
    office: str
    name: Mapping[str, str]
    contact: str
    people: tuple[Person, ...]
    intermediaries: tuple[str, ...] = ()


class Ground(Part, frozen=True, kw_only=True):
    """Ground as we drew it, in degrees: a box, a ring, a disc, or somewhere within a box.

    ``error_m`` says how far the edge may be from what the words meant; ``names_all`` that it is all of ``place``, for
    which no open coordinate is known.
    """

    place: str | None = None
    names_all: bool = False
    error_m: int
    box: tuple[Decimal | int, Decimal | int, Decimal | int, Decimal | int] | None = None
    ring: tuple[Degrees, ...] = ()
    disc: Degrees | None = None
    radius_m: int | None = None
    somewhere_in: tuple[Decimal | int, Decimal | int, Decimal | int, Decimal | int] | None = None

    @property
    def footprint(self) -> Footprint:
        """The ground in 1e-7 degree."""
        if self.box:
            west, south, east, north = map(_e7, self.box)
            return Polygons(box((west, south, east, north)))
        if self.somewhere_in:
            west, south, east, north = map(_e7, self.somewhere_in)
            return Unplaced(box((west, south, east, north)))
        if self.disc and self.radius_m:
            return Disc(_position(self.disc), self.radius_m * 1000)
        return Polygons(parse_region(normalise([[[list(_position(each)) for each in self.ring]]]), "/ring"))

    def source(self, because: str | None = None) -> FootprintSource:
        """How the words became this ground: an officer drew it, and it is illustrative."""
        words = ILLUSTRATIVE if because is None else f"{because} · {ILLUSTRATIVE}"
        return FootprintSource(how="officer", because=words, place=self.place, error_m=self.error_m)


class Speaker(Part, frozen=True, kw_only=True):
    """Who spoke, by office and role, each as "Arabic · English"; a name only of a public spokesman."""

    office: str
    role: str | None = None
    name: str | None = None


class Seen(Part, frozen=True, kw_only=True):
    """Evidence that is somebody's own observation."""

    by: str
    at: datetime


class Ended(Part, frozen=True, kw_only=True):
    """When an event had ended, and who saw it."""

    latest: datetime
    by: str
    at: datetime


class Event(Part, frozen=True, kw_only=True):
    """One thing that somebody of an office records; which fields it may have depends on what is done (``acts``).

    ``at`` is when it is recorded (None: together with the one before), ``id`` what later events call it. A restriction
    holds from when it ``starts``, else from when what it speaks of ``began``. ``quote`` maps statements to the exact
    words of theirs that the record rests on. References name ids of earlier events; ``notices`` means the public
    warnings that an earlier event made necessary. ``kind`` is the register that a record goes into, and ``closes`` the
    non-conformities of earlier visits, by number. ``second`` and ``approvals`` sign the record in the same breath.
    """

    do: str
    office: str = "crisis"
    by: str | None = None
    at: datetime | None = None
    id: str | None = None

    url: str | None = None
    speaker: Speaker | None = None
    channel: str | None = None
    said_at: datetime | None = None
    ar: str | None = None
    en: str | None = None

    ground: str | None = None
    because: str | None = None
    starts: datetime | None = None
    until: datetime | None = None
    hours: Mapping[str, Any] | None = None
    began: datetime | None = None
    ended: datetime | None = None
    quote: Mapping[str, tuple[str, ...]] = {}
    seen: Seen | None = None

    target: str | None = None
    names: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    placed_as: tuple[str, ...] = ()
    second: str | None = None
    approvals: Mapping[str, str] = {}

    event_ended: Mapping[str, Ended] = {}
    unsearched: Mapping[str, str] = {}
    kind: str | None = None
    closes: Mapping[str, tuple[int, ...]] = {}
    released: Mapping[str, Mapping[str, Any]] = {}
    body: Mapping[str, Any] = {}

    @property
    def refers(self) -> Iterator[str]:
        """The ids of the records that must be at hand."""
        if self.target:
            yield self.target
        for each in (self.names, self.rests_on, self.disputes, self.replaces, self.about, self.answers, self.placed_as):
            yield from each
        yield from self.quote
        yield from self.closes


class _Year(Part, frozen=True, kw_only=True):
    event: tuple[Event, ...]


@dataclass(frozen=True)
class Story:
    """The whole story: offices by name, grounds by name, events in order, each with its time."""

    offices: Mapping[str, OfficePlan]
    grounds: Mapping[str, Ground]
    events: tuple[tuple[datetime, Event], ...]


def read_story() -> Story:
    """Read the story's files. What is wrong in them is our own mistake, and is named."""
    folder = resources.files("clearway").joinpath("demonstration", "benghazi")
    offices = msgspec.convert(_read(folder / "offices.toml"), dict[str, OfficePlan])
    grounds = msgspec.convert(_read(folder / "grounds.toml"), dict[str, Ground])
    events: list[tuple[datetime, Event]] = []
    for year in YEARS:
        events += _timed(year, msgspec.convert(_read(folder / f"{year}.toml"), _Year).event, events)
    story = Story(offices, grounds, tuple(events))
    _check(story)
    return story


def _timed(
    year: int, told: tuple[Event, ...], before: list[tuple[datetime, Event]]
) -> Iterator[tuple[datetime, Event]]:
    at = before[-1][0] if before else datetime.min.replace(tzinfo=UTC)
    for event in told:
        now = event.at or at
        if now < at or now.year != year:
            raise ClearwayBug(f"the story goes back, or leaves its year: {event.id or event.do} at {now}")
        at = now
        yield at, event


def _check(story: Story) -> None:
    """Every name that an event uses was given before, once."""
    known: set[str] = set()
    for _, event in story.events:
        missing = [each for each in (*event.refers, *event.notices, *event.event_ended) if each not in known]
        grounds = [each for each in (event.ground, *event.unsearched, *event.released) if each is not None]
        missing += [each for each in grounds if each not in story.grounds]
        if missing or event.office not in story.offices or event.id in known:
            raise ClearwayBug(f"the story's {event.id or event.do} names what is not there: {missing}")
        if event.id:
            known.add(event.id)


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)


def _e7(degrees: Decimal | int) -> int:
    return int(Decimal(degrees) * _E7)


def _position(degrees: Degrees) -> Position:
    return _e7(degrees[0]), _e7(degrees[1])
