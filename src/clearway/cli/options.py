"""Options that many commands share, and the values they make: ground, facts, evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from clearway.cli.misuse import Misused
from clearway.cli.parameters import DISC, HOURS, INSTANT, TypedDisc
from clearway.cli.session import Session
from clearway.desk.blobs import blob_id
from clearway.desk.files import read_file
from clearway.desk.grounds import ground_of_place, read_ground, read_way
from clearway.desk.perimeters import read_perimeter, source_of
from clearway.desk.saying import Facts
from clearway.desk.statements import quote
from clearway.desk.tracks import LONGEST_STEP_M, read_tracks
from clearway.geometry import Disc, Footprint, Line, Polygons, Region, Unplaced, parse_position
from clearway.problems import refuse
from clearway.records import (
    Event,
    Evidence,
    FileEvidence,
    FootprintSource,
    Holds,
    Hours,
    ObservationEvidence,
)

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]

FILE = click.Path(path_type=Path)


def together(*decorators: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Several options as one decorator, in this order."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def ids(name: str, help: str, *, required: bool = False) -> Callable[[Command], Command]:  # noqa: A002 - click's word
    """An option that takes ids of records, repeated."""
    flag = f"--{name.replace('_', '-')}"
    return click.option(flag, name, multiple=True, required=required, metavar="ID", help=help)


REPORTED_M2 = click.option(
    "--reported-m2",
    type=click.IntRange(0, 10**15),
    help="Its area as reported: kept and shown beside the computed one.",
)


# --- ground --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypedGround:
    """The ground as given on the command line: at most one way of saying it."""

    place: str | None = None
    file: Path | None = None
    disc: TypedDisc | None = None
    unplaced: str | None = None
    line: Path | None = None
    width_m: int | None = None
    perimeter: Path | None = None
    tracks: Path | None = None
    width_mm: int | None = None
    longest_step_m: int | None = None

    @property
    def given(self) -> int:
        """How many ways of saying the ground were used."""
        ways = (self.place, self.file, self.disc, self.unplaced, self.line, self.perimeter, self.tracks)
        return sum(each is not None for each in ways)


_PLACE = click.option("--place", "ground_place", metavar="PLACE", help="The ground of a place, by id or name.")
_FILE = click.option(
    "--footprint", "ground_file", type=FILE, metavar="FILE", help="The ground as polygons in a GeoJSON file."
)
_DISC = click.option("--disc", "ground_disc", type=DISC, help="The ground as a disc: longitude,latitude,metres.")
_UNPLACED = click.option(
    "--unplaced-within",
    "ground_unplaced",
    metavar="PLACE|FILE",
    help="Somewhere within a place or the polygons of a file; where exactly is not known.",
)
_PERIMETER = click.option(
    "--perimeter", "ground_perimeter", type=FILE, metavar="FILE", help="The ground as a team's field sheet."
)
_LINE = click.option("--line", "ground_line", type=FILE, metavar="FILE", help="A way: a LineString in a GeoJSON file.")
_WIDTH = click.option("--width-m", "ground_width_m", type=click.IntRange(1, 100_000), default=50, help="Its width.")

_TRACKS = click.option(
    "--tracks", "ground_tracks", type=FILE, metavar="FILE", help="Tracks that were walked: GPX, or lines in GeoJSON."
)
_SWEPT = click.option(
    "--width-mm", "ground_width_mm", type=click.IntRange(1, 100_000), help="How wide the team searched along them, mm."
)
_STEP = click.option(
    "--longest-step-m",
    "ground_longest_step_m",
    type=click.IntRange(1, 100_000),
    help=f"Longer steps of a track are no search; {LONGEST_STEP_M} in a GPX, no limit in GeoJSON.",
)

ground_options = together(_PLACE, _FILE, _PERIMETER, _DISC, _UNPLACED)
"""``--place``, ``--footprint``, ``--perimeter``, ``--disc``, ``--unplaced-within``."""

polygon_options = together(_PLACE, _FILE, _PERIMETER)
"""Only ``--place``, ``--footprint`` and ``--perimeter``."""

track_options = together(_TRACKS, _SWEPT, _STEP)
"""``--tracks`` with ``--width-mm`` and ``--longest-step-m``, beside the others."""

line_options = together(_LINE, _WIDTH)
"""``--line`` and ``--width-m``, beside the others."""

way_options = together(_FILE, _LINE, _WIDTH)
"""``--footprint``, or ``--line`` and ``--width-m``."""


def take_ground(options: dict[str, Any]) -> TypedGround:
    """The typed ground, taken out of a command's options. A file of tracks is kept whole as evidence too."""
    tracks = options.pop("ground_tracks", None)
    if tracks is not None:
        options["evidence_files"] = (*options["evidence_files"], tracks)
    return TypedGround(
        place=options.pop("ground_place", None),
        file=options.pop("ground_file", None),
        disc=options.pop("ground_disc", None),
        unplaced=options.pop("ground_unplaced", None),
        line=options.pop("ground_line", None),
        width_m=options.pop("ground_width_m", None),
        perimeter=options.pop("ground_perimeter", None),
        tracks=tracks,
        width_mm=options.pop("ground_width_mm", None),
        longest_step_m=options.pop("ground_longest_step_m", None),
    )


def read_footprint(session: Session, typed: TypedGround) -> tuple[Footprint, FootprintSource | None]:
    """The footprint that was typed, and where it came from where that is known. Exactly one way must be used."""
    if typed.given != 1:
        raise Misused("usage.ground_once")
    if typed.place is not None:
        ground, source = ground_of_place(session.office, typed.place)
        return Polygons(ground), source
    if typed.disc is not None:
        return Disc(parse_position(typed.disc.centre, "/footprint/centre"), typed.disc.radius_mm), None
    if typed.line is not None:
        return Line(read_way(typed.line), (typed.width_m or 0) * 1000), None
    if typed.file is not None:
        return read_ground(typed.file), None
    if typed.perimeter is not None:
        measured = read_perimeter(typed.perimeter, closes_one_in=session.office.settings.closes_one_in)
        return Polygons(measured.region), source_of(measured)
    if typed.tracks is not None:
        if typed.width_mm is None:
            raise Misused("usage.tracks_width")
        return read_tracks(typed.tracks, typed.width_mm, typed.longest_step_m)
    within, origin = region_named(session, typed.unplaced or "")
    return Unplaced(within), origin


def find_footprint(session: Session, typed: TypedGround) -> tuple[Footprint | None, FootprintSource | None]:
    """The same where it may be left out."""
    return read_footprint(session, typed) if typed.given else (None, None)


def region_named(session: Session, words: str) -> tuple[Region, FootprintSource | None]:
    """The ground of a place, or of a GeoJSON file if there is one of that name."""
    path = Path(words)
    if path.suffix in (".json", ".geojson") and path.is_file():
        return read_ground(path).region, None
    return ground_of_place(session.office, words)


# --- facts ---------------------------------------------------------------------------------------------------------

signing_options = together(
    click.option("--statement", "evidence_statement", metavar="ID", help="The statement it rests on."),
    click.option("--quote", "evidence_quotes", multiple=True, metavar="WORDS", help="Its exact words, repeatable."),
    click.option("--file", "evidence_files", type=FILE, multiple=True, help="A file it rests on, kept whole."),
    click.option("--seen-by", "evidence_by", metavar="WHO", help="Who saw it (an office or a team, no name)."),
    click.option("--seen-at", "evidence_at", type=INSTANT, help="When."),
    click.option("--recorded-at", type=INSTANT, help="When its author recorded it (archives)."),
    click.option("--office", "acting_office", metavar="OFFICE", help="The office the signer acts for."),
    click.option("--force", is_flag=True, help="Keep it although it would have no effect."),
)
"""What may be said of any record, also of one that is only about other records: on what it rests, for whom it is."""

facts_options = together(
    click.option("--from", "holds_from", type=INSTANT, help="From when it holds, at the earliest."),
    click.option("--from-latest", "holds_latest", type=INSTANT, help="From when it surely holds."),
    click.option("--until", "holds_until", type=INSTANT, help="Until when it holds."),
    click.option("--hours", "holds_hours", type=HOURS, help="Only in these hours: 20:00-06:00, 20:00-06:00/4,5."),
    click.option("--event-from", type=INSTANT, help="When the thing happened or began, at the earliest."),
    click.option("--event-until", type=INSTANT, help="When it had surely ended."),
    click.option("--because", "source_because", help="Why the words mean this ground."),
    click.option("--error-m", "source_error_m", type=click.IntRange(0, 1_000_000), help="Error of the edge."),
    click.option("--unit", "unit", metavar="UNIT", help="The building, floor, flat or room it is about."),
    signing_options,
)
"""What may be said of a record about ground: its times, the event behind it, where its shape comes from, and the
``signing_options``."""


def take_facts(session: Session, options: dict[str, Any], source: FootprintSource | None = None) -> Facts:
    """The typed facts, taken out of a command's options. ``source`` is where the ground came from."""
    hours: Hours | None = options.pop("holds_hours", None)
    start: datetime | None = options.pop("holds_from", None)
    latest, until = options.pop("holds_latest", None), options.pop("holds_until", None)
    holds = None
    if start or latest or until or hours:
        zone = session.office.settings.zone if hours else None
        holds = Holds(from_earliest=start, from_latest=latest or start, until=until, hours=hours, zone=zone)
    began, ended = options.pop("event_from", None), options.pop("event_until", None)
    evidence, blobs = _take_evidence(session, options)
    return Facts(
        holds=holds,
        event=Event(from_earliest=began, until_latest=ended) if began or ended else None,
        source=_take_source(options, source),
        evidence=evidence,
        blobs=blobs,
        unit=options.pop("unit", None),
        recorded_at=options.pop("recorded_at"),
        office=options.pop("acting_office"),
        force=options.pop("force"),
    )


def _take_source(options: dict[str, Any], source: FootprintSource | None) -> FootprintSource | None:
    because, error_m = options.pop("source_because", None), options.pop("source_error_m", None)
    if because is None and error_m is None:
        return source
    return FootprintSource(
        how="officer",
        because=because or (source.because if source else "drawn by the officer"),
        place=source.place if source else None,
        error_m=error_m if error_m is not None else (source.error_m if source else None),
    )


def _take_evidence(session: Session, options: dict[str, Any]) -> tuple[tuple[Evidence, ...], tuple[bytes, ...]]:
    evidence: list[Evidence] = []
    blobs: list[bytes] = []
    statement, quotes = options.pop("evidence_statement"), options.pop("evidence_quotes")
    if quotes and statement is None:
        raise Misused("usage.quote_of")
    if statement is not None:
        if not quotes:
            raise Misused("usage.which_words")
        evidence.append(quote(session.office, statement, quotes))
    for path in options.pop("evidence_files"):
        data = read_given(path)
        evidence.append(FileEvidence(blob=blob_id(data)))
        blobs.append(data)
    by, at = options.pop("evidence_by"), options.pop("evidence_at")
    if by is not None:
        evidence.append(ObservationEvidence(by=by, at=at or session.office.now()))
    elif at is not None:
        raise Misused("usage.seen_by")
    return tuple(evidence), tuple(blobs)


def read_given(path: Path) -> bytes:
    """The bytes of a file that the person named. Refused: ``desk.file_unreadable``."""
    data = read_file(path)
    return refuse("desk.file_unreadable", file=str(path), because="there is none") if data is None else data
