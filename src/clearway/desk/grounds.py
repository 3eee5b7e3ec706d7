"""Shapes from files that people bring: GeoJSON in degrees, as whole 1e-7 degree. Nothing is repaired or guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from clearway.desk.files import read_text
from clearway.desk.office import Office
from clearway.geometry import Polygons, Position, Region, e7_of, normalise, outward, parse_position, parse_region
from clearway.problems import refuse
from clearway.records import FootprintSource


def read_ground(path: Path | str) -> Polygons:
    """The polygons of a GeoJSON file, all together. Their rings are closed and oriented; no corner is moved.

    Refused: ``desk.shape_unreadable`` for what is no GeoJSON of polygons, ``geometry.*`` for polygons that say no
    clear piece of ground.
    """
    polygons: list[Any] = []
    for geometry in read_geometries(path):
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if kind == "Polygon":
            polygons.append(coordinates)
        elif kind == "MultiPolygon" and isinstance(coordinates, list):
            polygons.extend(coordinates)
        else:
            _refuse(path, f"{kind} is neither Polygon nor MultiPolygon")
    if not polygons:
        _refuse(path, "it holds no polygon")
    return Polygons(parse_region(normalise(in_e7(path, polygons)), "/footprint/e7"))


def read_way(path: Path | str) -> tuple[Position, ...]:
    """The points of the one LineString of a GeoJSON file, in order. Refused as above."""
    ways = [g for g in read_geometries(path) if g.get("type") == "LineString"]
    if len(ways) != 1 or not isinstance(ways[0].get("coordinates"), list):
        _refuse(path, f"it holds {len(ways)} LineStrings, not one")
    points = in_e7(path, ways[0]["coordinates"])
    return tuple(parse_position(point, f"/{number}") for number, point in enumerate(points))


def ground_of_place(office: Office, words: str) -> tuple[Region, FootprintSource]:
    """The ground that a place's name stands for, never smaller than its extent, and where that came from.

    Refused: ``place.unknown`` with the nearest spellings, ``place.ambiguous``, ``place.no_ground``.
    """
    place = office.places.get_place(words)
    source = FootprintSource(
        how="place", because="the ground that the file of places gives this name", place=place.id, error_m=place.error_m
    )
    return outward(place.get_extent()), source


def read_geometries(path: Path | str) -> tuple[Mapping[str, Any], ...]:
    """Every geometry of a GeoJSON file, as written. Refused: ``desk.shape_unreadable``, ``desk.file_unreadable``."""
    return tuple(_geometries(_read(Path(path))))


def _read(path: Path) -> Any:
    text = read_text(path)
    if text is None:
        refuse("desk.file_unreadable", file=str(path), because="there is none")
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        _refuse(path, str(error))


def _geometries(document: Any) -> Iterator[Mapping[str, Any]]:
    """Every geometry of a GeoJSON document, however it is wrapped."""
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        inner = document.get("features")
    elif kind == "GeometryCollection":
        inner = document.get("geometries")
    elif kind == "Feature":
        inner = [document.get("geometry")]
    else:
        yield document if isinstance(document, dict) else {}
        return
    for each in inner if isinstance(inner, list) else ():
        yield from _geometries(each)


def in_e7(path: Path | str, value: Any) -> Any:
    """Nested lists of degrees as the same lists of 1e-7 degree; a third number of a position (height) is left out."""
    if not isinstance(value, list):
        _refuse(path, "its coordinates are not lists of longitude and latitude")
    if value and not isinstance(value[0], list):
        if len(value) < 2 or any(type(each) not in (int, Decimal) for each in value):
            _refuse(path, "a position is not longitude and latitude in degrees")
        try:
            return [e7_of(each) for each in value[:2]]
        except ValueError:
            _refuse(path, "a position is not longitude and latitude in degrees")
    return [in_e7(path, each) for each in value]


def _refuse(path: Path | str, because: str) -> NoReturn:
    refuse("desk.shape_unreadable", file=str(path), because=because)
