"""What a question is about: a place, a position, a track; read from words or a file. Nothing of it is kept anywhere."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree as ET

from clearway.desk.files import read_file
from clearway.desk.grounds import in_e7, read_geometries
from clearway.desk.tracks import gpx_lines
from clearway.geometry import At, Position, Query, Region, Track, disc, e7_of, line, normalise, outward, parse_region
from clearway.perimeter import Fix, read_fix
from clearway.places import Gazetteer, Place
from clearway.problems import Refused, refuse
from clearway.projection import Accuracy

Bbox = tuple[int, int, int, int]
What = str | Query | Sequence[Position]
"""Words (a place's id or name, ``lon,lat``, a position as papers write it, the path of a GPX or GeoJSON file), a shape,
or positions in 1e-7 degree.

The positions are longitude and latitude; several make a track.
"""

MOST_POINTS = 20_000
MOST_ACCURACY_M = 100_000
LARGEST_FILE = 20_000_000

_PAIR = re.compile(r"\s*([-+−]?[\d.٫]+)\s*[,،;؛]\s*([-+−]?[\d.٫]+)\s*")
_WRITTEN = str.maketrans({"−": "-", "٫": "."})
_DIGIT = re.compile(r"\d")
_FILES = (".gpx", ".geojson", ".json")
_LINES = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2}
"""How deep the positions of a geometry are nested."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What was asked about: the shape that is looked at, the place it came from, or the position before widening."""

    query: Query
    place: Place | None = None
    position: Position | None = None


def find_subject(what: What, places: Gazetteer, region: Bbox, accuracy_m: Accuracy = None) -> Subject:
    """The ground that is asked about. A measured accuracy widens a position or a track by that many metres, outward.

    Refused: ``check.bad_position``, ``check.swapped``, ``check.bad_accuracy``, ``check.track_unreadable``,
    ``check.track_too_long``, ``desk.file_unreadable``, and an unknown place as ``place.*`` with suggestions.
    """
    _check_accuracy(accuracy_m)
    if isinstance(what, At | Track | Region):
        return Subject(what)
    if not isinstance(what, str):
        return _around(tuple(_checked(lon, lat, region) for lon, lat in what), accuracy_m)
    pair = _PAIR.fullmatch(what)
    if pair:
        return _around((_position(pair[1], pair[2], region),), accuracy_m)
    if what.lower().endswith(_FILES):
        return _from_file(Path(what), region, accuracy_m)
    fix = _as_teams_write(what)
    if fix is not None:
        # A grid reference names a square, so the position may be anywhere in it.
        within_m = math.ceil(fix.within_m)
        wide = max(within_m, accuracy_m or 0) if accuracy_m != "unknown" and within_m else accuracy_m
        return _around((_checked(*fix.position, region),), wide)
    place = places.get_place(what)
    return Subject(outward(place.get_extent(), None), place=place)


def _check_accuracy(accuracy_m: int | Literal["unknown"] | None) -> None:
    if isinstance(accuracy_m, int) and not 0 <= accuracy_m <= MOST_ACCURACY_M:
        refuse("check.bad_accuracy", accuracy=accuracy_m, limit=MOST_ACCURACY_M)


def _around(points: tuple[Position, ...], accuracy_m: Accuracy) -> Subject:
    """A position or a track, widened to everywhere that it may be."""
    if len(points) > MOST_POINTS:
        refuse("check.track_too_long", count=len(points), limit=MOST_POINTS)
    if not points:
        refuse("check.track_unreadable", file="", detail="no position")
    wide = isinstance(accuracy_m, int) and accuracy_m > 0
    if len(points) == 1:
        (point,) = points
        around = disc(point, int(accuracy_m or 0) * 1000, outward=True) if wide else At(*point)
        return Subject(around, position=point)
    return Subject(line(points, 2 * int(accuracy_m or 0) * 1000, outward=True) if wide else Track(points))


# ------------------------------------------------------------------------------------------------ positions


def _position(lon_text: str, lat_text: str, region: Bbox) -> Position:
    try:
        lon, lat = (e7_of(text.translate(_WRITTEN)) for text in (lon_text, lat_text))
    except ValueError:
        refuse("check.bad_position", lon=lon_text[:40], lat=lat_text[:40])
    return _checked(lon, lat, region)


def _as_teams_write(words: str) -> Fix | None:
    """The position in words that are one, as papers and field sheets write it; None for what is none."""
    if not _DIGIT.search(words):
        return None
    try:
        return read_fix(words)
    except Refused:
        return None


def _checked(lon: int, lat: int, region: Bbox) -> Position:
    shown = {"lon": _degrees(lon), "lat": _degrees(lat)}
    if not _within(lon, lat, region) and _within(lat, lon, region):
        refuse("check.swapped", **shown)
    if abs(lon) > 1_800_000_000 or abs(lat) > 900_000_000:
        refuse("check.bad_position", **shown)
    return lon, lat


def _within(lon: int, lat: int, region: Bbox) -> bool:
    return region[0] <= lon <= region[2] and region[1] <= lat <= region[3]


def _degrees(e7: int) -> str:
    return f"{Decimal(e7).scaleb(-7).normalize():f}"


# ------------------------------------------------------------------------------------------------ files


def _from_file(path: Path, region: Bbox, accuracy_m: Accuracy) -> Subject:
    """The track (or shape) in a GPX or GeoJSON file. Gaps between its pieces are crossed in a straight line."""
    data = read_file(path)
    if data is None:
        refuse("check.track_unreadable", file=str(path), detail="there is no such file")
    if len(data) > LARGEST_FILE:
        refuse("check.track_unreadable", file=str(path), detail=f"more than {LARGEST_FILE} bytes")
    if path.suffix.lower() == ".gpx":
        try:
            return _around(tuple(_gpx(data, region)), accuracy_m)
        except (ValueError, KeyError, ArithmeticError, ET.ParseError) as error:
            refuse("check.track_unreadable", file=str(path), detail=str(error)[:200])
    try:
        shape, points = _geojson(path, region)
    except (TypeError, ValueError) as error:
        refuse("check.track_unreadable", file=str(path), detail=f"a position is not as it should be: {error}"[:200])
    if shape is not None and not points:
        return Subject(shape)
    if shape is not None or not points:
        refuse("check.track_unreadable", file=str(path), detail="neither one track nor one area")
    return _around(tuple(points), accuracy_m)


def _gpx(data: bytes, region: Bbox) -> Iterator[Position]:
    for piece in gpx_lines(data):
        yield from (_checked(lon, lat, region) for lon, lat in piece)


def _geojson(path: Path, region: Bbox) -> tuple[Region | None, list[Position]]:
    """The area and the positions of lines in a file, in the order written."""
    polygons: list[Any] = []
    points: list[Position] = []
    for geometry in read_geometries(path):
        kind, e7 = geometry.get("type"), in_e7(path, geometry.get("coordinates"))
        if kind in ("Polygon", "MultiPolygon"):
            polygons += [e7] if kind == "Polygon" else e7
        elif kind in _LINES:
            points += [_checked(lon, lat, region) for lon, lat in _flat(e7, _LINES[kind])]
        else:
            refuse("check.track_unreadable", file=str(path), detail=f"it holds a {kind}")
    if not polygons:
        return None, points
    for lon, lat in _flat(polygons, 3):
        _checked(lon, lat, region)
    return parse_region(normalise(polygons), ""), points


def _flat(e7: Any, depth: int) -> list[Any]:
    """The positions in lists that are nested ``depth`` deep."""
    return [e7] if depth == 0 else [each for part in e7 for each in _flat(part, depth - 1)]
