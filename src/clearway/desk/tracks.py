"""Tracks that a team walked or drove, from a GPX or GeoJSON file, as ground: each so wide as the team says it searched.

The ground is never larger than what was walked: nothing is filled in between two tracks, and a long step of a recorded
track, where the receiver was off or the team moved on, is no search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from clearway.desk.files import read_file
from clearway.desk.grounds import in_e7, read_geometries
from clearway.geometry import Footprint, Line, Polygons, Position, Region, e7_of, parse_position
from clearway.perimeter.geodesy import leg_between, to_degrees
from clearway.problems import refuse
from clearway.records import FootprintSource

LONGEST_STEP_M = 20
"""Between two points of a recorded track that lie farther apart nobody knows what was searched."""

MOST_POINTS = 100_000
_LONGEST_LINE = 1_000
"""A track of more points becomes polygons, which a record can keep outside itself."""


def read_tracks(path: Path, width_mm: int, longest_step_m: int | None = None) -> tuple[Footprint, FootprintSource]:
    """The ground within half of ``width_mm`` of the tracks in a file, and how it came to be.

    ``longest_step_m`` (None: ``LONGEST_STEP_M`` for a recorded GPX, no limit for drawn GeoJSON lines) breaks a track
    at every longer step. Refused: ``desk.file_unreadable``, ``desk.shape_unreadable``.
    """
    recorded = path.suffix.lower() == ".gpx"
    tracks = _recorded(path) if recorded else _drawn(path)
    if sum(map(len, tracks)) > MOST_POINTS:
        refuse("desk.shape_unreadable", file=str(path), because=f"more than {MOST_POINTS} points")
    limit = longest_step_m or (LONGEST_STEP_M if recorded else None)
    pieces = [piece for track in tracks for piece in _unbroken(track, limit)]
    lines = [piece for piece in pieces if len(piece) > 1]
    if not lines:
        refuse("desk.shape_unreadable", file=str(path), because="it holds no track of two points or more")
    broken = len(pieces) - len(tracks)
    because = f"{len(lines)} tracks of {path.name}, {width_mm} mm wide"
    if broken and limit:
        because += f"; {broken} steps longer than {limit} m are left out"
    return _ground(lines, width_mm), FootprintSource(how="tracks", because=because)


def gpx_lines(data: bytes) -> list[list[Position]]:
    """Positions in 1e-7 degree: a list for each recorded piece, else for each route, else of all waypoints.

    On the earth or not is not looked at. Raises ``ValueError``, ``KeyError`` or ``ParseError`` for what is no GPX.
    """
    text = data.decode("utf-8-sig")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a GPX file declares no entities")
    # Without a document type there are no entities, which are what makes reading strangers' XML dangerous.
    root = ET.fromstring(text)  # noqa: S314
    for parent, name in (("trkseg", "trkpt"), ("rte", "rtept"), ("gpx", "wpt")):
        found = [_named(each, name) for each in root.iter() if _name(each) == parent]
        lines = [[(e7_of(each.attrib["lon"]), e7_of(each.attrib["lat"])) for each in line] for line in found if line]
        if lines:
            return lines
    return []


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _named(parent: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in parent if _name(each) == name]


def _recorded(path: Path) -> list[list[Position]]:
    data = read_file(path)
    if data is None:
        refuse("desk.file_unreadable", file=str(path), because="there is none")
    try:
        return [[parse_position(point, "/footprint/e7") for point in line] for line in gpx_lines(data)]
    except (ValueError, KeyError, ET.ParseError) as error:
        refuse("desk.shape_unreadable", file=str(path), because=str(error)[:200])


def _drawn(path: Path) -> list[list[Position]]:
    lines: list[Any] = []
    for geometry in read_geometries(path):
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if kind == "LineString":
            lines.append(coordinates)
        elif kind == "MultiLineString" and isinstance(coordinates, list):
            lines.extend(coordinates)
        else:
            refuse("desk.shape_unreadable", file=str(path), because=f"{kind} is neither LineString nor MultiLineString")
    read = in_e7(path, lines)
    return [[parse_position(point, f"/{number}") for number, point in enumerate(line)] for line in read]


def _unbroken(track: Sequence[Position], longest_m: int | None) -> Iterator[list[Position]]:
    """The pieces of a track between its long steps; a point that repeats the one before is left out."""
    points = [*track[:1], *(b for a, b in pairwise(track) if a != b)]
    piece = points[:1]
    for a, b in pairwise(points):
        if longest_m is not None and leg_between(to_degrees(a), to_degrees(b)).distance_m > longest_m:
            yield piece
            piece = []
        piece.append(b)
    if piece:
        yield piece


def _ground(lines: Sequence[Sequence[Position]], width_mm: int) -> Footprint:
    if len(lines) == 1 and len(lines[0]) <= _LONGEST_LINE:
        return Line(tuple(lines[0]), width_mm)
    return Polygons(Region.union(*_swept(lines, width_mm)))


def _swept(lines: Iterable[Sequence[Position]], width_mm: int) -> Iterator[Region]:
    for line in lines:
        yield Line(tuple(line), width_mm).inward
