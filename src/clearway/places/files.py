"""Files of places, read and written. Pure: the desk brings their texts.

A file is CSV with the columns ``id, name_ar, name_en, alternatives, lon, lat, radius_m`` and, where wanted, ``error_m,
kind, within, pcode, extent, ordinary, note_ar, note_en, attribution`` (alternatives and ordinary spellings separated by
semicolons, degrees, metres; a place is a disc; one without lon, lat and radius_m is a name without ground; ``extent``
is ``illustrative`` or empty). Or it is a GeoJSON FeatureCollection whose features have ``id`` or ``properties.id``, the
same names as properties and a Polygon or MultiPolygon. A line ``# attribution: …`` before the CSV header, or a member
``attribution`` of the collection, is shown with every answer that used the file; that of an entry goes before.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from clearway.geometry import Footprint, e7_of, normalise, parse_footprint
from clearway.places.gazetteer import Gazetteer
from clearway.places.kinds import PlaceKind
from clearway.places.place import Place
from clearway.problems import Problem, Refused, refuse

COLUMNS = ("id", "name_ar", "name_en", "alternatives", "lon", "lat", "radius_m")
ILLUSTRATIVE = "illustrative"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
_PCODE = re.compile(r"[A-Z]{2}\d{0,12}")
_ATTRIBUTION = re.compile(r"#\s*attribution:\s*(.+)")


def build_gazetteer(files: Iterable[tuple[str, str]]) -> Gazetteer:
    """All places of the given files, each a name (ending in ``.csv``, ``.json`` or ``.geojson``) and its text.

    Raises ``Refused`` with everything that is wrong in any of them.
    """
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    for name, text in files:
        try:
            found = parse_csv(name, text) if name.endswith(".csv") else parse_geojson(name, text)
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        for place in found:
            if place.id in places:
                problems.append(Problem("place.repeated_id", params={"id": place.id, "file": name}))
            places.setdefault(place.id, place)
    if problems:
        raise Refused(*problems)
    return Gazetteer(tuple(places.values()))


def parse_csv(file: str, text: str) -> tuple[Place, ...]:
    """The places of a CSV file. Raises ``Refused`` with every entry that is wrong."""
    lines = text.removeprefix("\ufeff").splitlines()
    attribution = next((found[1].strip() for line in lines if (found := _ATTRIBUTION.match(line))), None)
    header, rows = read_rows(file, [line for line in lines if not line.startswith("#")])
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise Refused(*(Problem("place.missing_column", params={"file": file, "column": each}) for each in missing))
    entries = Entries(file, attribution)
    for number, row in enumerate(rows, start=1):
        entries.add_row(number, row)
    return entries.result()


def read_rows(file: str, lines: Iterable[str], delimiter: str = ",") -> tuple[list[str], list[dict[str, Any]]]:
    """The names of the columns of a table, and its rows; cells beyond them stand under the name "".

    Refused: ``place.unreadable``.
    """
    reader = csv.DictReader(lines, strict=True, delimiter=delimiter, restkey="")
    try:
        rows = list(reader)
    except csv.Error as error:
        refuse("place.unreadable", file=file, because=f"entry {reader.line_num}: {error}")
    return list(reader.fieldnames or ()), rows


def parse_geojson(file: str, text: str) -> tuple[Place, ...]:
    """The places of a GeoJSON FeatureCollection. Raises ``Refused`` with every feature that is wrong."""
    document = read_json(file, text)
    features = document.get("features")
    if not isinstance(features, list):
        refuse("place.unreadable", file=file, because="it has no list of features")
    attribution = document.get("attribution")
    entries = Entries(file, attribution if isinstance(attribution, str) else None)
    for number, feature in enumerate(features, start=1):
        given = feature if isinstance(feature, dict) else {}
        properties, shape = given.get("properties"), given.get("geometry")
        row = {"id": given.get("id"), **(properties if isinstance(properties, dict) else {})}
        entries.add_shape(number, row, shape if isinstance(shape, dict) else {})
    return entries.result()


def read_json(file: str, text: str) -> dict[str, Any]:
    """The one JSON object of a file, its numbers exact; empty for anything else. Refused: ``place.unreadable``."""
    try:
        document = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        refuse("place.unreadable", file=file, because=str(error))
    return document if isinstance(document, dict) else {}


class Entries:
    """Collects the places of one file and everything that is wrong in it."""

    def __init__(self, file: str, attribution: str | None) -> None:
        self.file = file
        self.attribution = attribution
        self.places: list[Place] = []
        self.problems: list[Problem] = []

    def result(self) -> tuple[Place, ...]:
        """Every place read. Raises ``Refused`` with everything that is wrong."""
        if self.problems:
            raise Refused(*self.problems)
        return tuple(self.places)

    def add_row(self, number: int, row: Mapping[str, Any]) -> None:
        """A place as a disc, or a name without ground where longitude, latitude and radius are all left out."""
        if any(row.get("", ())):  # a comma too many, and every cell behind it is another's
            self.wrong(number, "columns", ", ".join(row[""]), "no more cells than columns")
            return
        if not any(str(row.get(column) or "").strip() for column in ("lon", "lat", "radius_m")):
            self._add(number, row, None, 0)
            return
        before = len(self.problems)
        lon = self._number(number, row, "lon", 180)
        lat = self._number(number, row, "lat", 90)
        radius = self._number(number, row, "radius_m", 100_000, least=1)
        error = self._number(number, row, "error_m", 100_000, least=0) if row.get("error_m") else radius
        if len(self.problems) == before:
            disc = {"type": "disc", "centre": [e7_of(lon), e7_of(lat)], "radius_mm": int(radius * 1000)}
            self._add(number, row, disc, int(error))

    def add_shape(self, number: int, row: Mapping[str, Any], geometry: Mapping[str, Any]) -> None:
        """A place with the polygons of a GeoJSON geometry."""
        coordinates = geometry.get("coordinates")
        if geometry.get("type") == "Polygon":
            coordinates = [coordinates]
        elif geometry.get("type") != "MultiPolygon":
            self.wrong(number, "geometry", geometry.get("type"), "a Polygon or MultiPolygon")
            return
        before = len(self.problems)
        error = self._number(number, row, "error_m", 100_000, least=0) if row.get("error_m") is not None else Decimal(0)
        try:
            footprint = {"type": "polygons", "e7": normalise(_all_e7(coordinates))}
        except (TypeError, ValueError, ArithmeticError):
            self.wrong(number, "coordinates", "…", "rings of longitude and latitude in degrees")
            return
        if len(self.problems) == before:
            self._add(number, row, footprint, int(error))

    def _add(self, number: int, row: Mapping[str, Any], footprint: Mapping[str, Any] | None, error_m: int) -> None:
        texts = {name: value.strip() for name, value in row.items() if isinstance(value, str)}
        place_id = str(row.get("id") or "").strip()
        before = len(self.problems)
        if not _ID.fullmatch(place_id):
            self.wrong(number, "id", place_id, "small letters, digits, - and /")
        if not (texts.get("name_ar") or texts.get("name_en")):
            self.wrong(number, "name_ar", "", "a name in one language at least")
        for column, form in (("within", _ID), ("pcode", _PCODE), ("extent", re.compile(ILLUSTRATIVE))):
            if texts.get(column) and not form.fullmatch(texts[column]):
                self.wrong(number, column, texts[column], _EXPECTED[column])
        kind = texts.get("kind") or PlaceKind.PLACE.value
        if kind not in _KINDS:
            self.wrong(number, "kind", kind, " or ".join(PlaceKind))
        extent = self._extent(number, footprint)
        if len(self.problems) > before:
            return
        self.places.append(
            Place(
                id=place_id,
                name_ar=texts.get("name_ar", ""),
                name_en=texts.get("name_en", ""),
                alternatives=_several(row.get("alternatives")),
                extent=extent,
                error_m=error_m,
                attribution=texts.get("attribution") or self.attribution,
                kind=PlaceKind(kind),
                within=texts.get("within") or None,
                pcode=texts.get("pcode") or None,
                illustrative=texts.get("extent") == ILLUSTRATIVE,
                ordinary=_several(row.get("ordinary")),
                note_ar=texts.get("note_ar", ""),
                note_en=texts.get("note_en", ""),
            )
        )

    def _extent(self, number: int, footprint: Mapping[str, Any] | None) -> Footprint | None:
        try:
            return None if footprint is None else parse_footprint(footprint, f"/{self.file}/{number}")
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def _number(
        self, number: int, row: Mapping[str, Any], column: str, limit: int, least: int | None = None
    ) -> Decimal:
        least = -limit if least is None else least
        written = row.get(column)
        try:
            value = Decimal(str(written).strip())
            if value.is_finite() and least <= value <= limit:
                return value
        except InvalidOperation:
            pass
        self.wrong(number, column, written, f"a number from {least} to {limit}")
        return Decimal(1)

    def wrong(self, entry: int, column: str, value: object, expected: str) -> None:
        """Remember that an entry (from 1, without the header) is wrong."""
        shown = "nothing" if value in (None, "") else str(value)[:80]
        params: dict[str, str | int] = {
            "file": self.file,
            "entry": entry,
            "column": column,
            "value": shown,
            "expected": expected,
        }
        self.problems.append(Problem("place.bad_value", params=params))


_KINDS = frozenset(kind.value for kind in PlaceKind)
_EXPECTED = {
    "within": "the id of a place",
    "pcode": "two capital letters and digits",
    "extent": f"{ILLUSTRATIVE} or nothing",
}


def _several(given: Any) -> tuple[str, ...]:
    words = given.split(";") if isinstance(given, str) else map(str, given or ())
    return tuple(word.strip() for word in words if word.strip())


def _all_e7(coordinates: Any) -> Any:
    """Nested lists of degrees as the same lists of 1e-7 degree; a third number of a position (height) is left out."""
    if isinstance(coordinates, list):
        if coordinates and not isinstance(coordinates[0], list):
            lon, lat = (Decimal(each) for each in coordinates[:2] if type(each) in (int, Decimal))
            return [e7_of(lon), e7_of(lat)]
        return [_all_e7(each) for each in coordinates]
    raise TypeError("not a list of positions")
