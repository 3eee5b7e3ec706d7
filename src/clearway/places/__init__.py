"""Places by id or by name, and the ground each name stands for. Pure: the desk reads the files.

A file is CSV with the columns ``id, name_ar, name_en, alternatives, lon, lat, radius_m`` and optionally ``error_m``
(alternatives separated by semicolons, degrees, metres; a place is a disc), or a GeoJSON FeatureCollection whose
features have ``id`` or ``properties.id``, the same names as properties and a Polygon or MultiPolygon. A line
``# attribution: …`` before the CSV header, or a member ``attribution`` of the collection, is shown with every answer
that used the file.

Spelling varies: الصابري, صابري, صابرى and Al-Sabri, SABRI are found alike. Nothing is guessed beyond that: two places
of one name are refused with both ids, an unknown name with the nearest spellings.
"""

from __future__ import annotations

import csv
import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from importlib import resources
from typing import Any

from clearway.geometry import Footprint, normalise, parse_footprint
from clearway.problems import Problem, Refused, refuse

COLUMNS = ("id", "name_ar", "name_en", "alternatives", "lon", "lat", "radius_m")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
_ATTRIBUTION = re.compile(r"#\s*attribution:\s*(.+)")
_LATIN_ARTICLES = frozenset({"al", "el"})
_SAME_LETTER = str.maketrans(
    {"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": "", "'": "", "’": "", "‘": "", "`": "", "ʿ": "", "ʾ": ""}
)
_WORD = re.compile(r"[^\W_]+")
_SUGGESTIONS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A name for ground: its ``extent``, and by how many metres the extent's edge may be wrong."""

    id: str
    name_ar: str
    name_en: str
    alternatives: tuple[str, ...]
    extent: Footprint
    error_m: int
    attribution: str | None = None

    def name(self, lang: str) -> str:
        """What the place is called in ``lang``; where one language has no name, the other's."""
        wanted, other = (self.name_ar, self.name_en) if lang == "ar" else (self.name_en, self.name_ar)
        return wanted or other or self.id


@dataclass(frozen=True)
class Gazetteer:
    """All places of a workspace."""

    places: tuple[Place, ...] = ()
    _by_id: Mapping[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {place.id: place for place in self.places})

    @cached_property
    def _by_spelling(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, dict[str, Place]] = {}
        for place in self.places:
            names = (place.name_ar, place.name_en, *place.alternatives, place.id, place.id.rpartition("/")[2])
            for spelling in {spelled(name) for name in names} - {""}:
                found.setdefault(spelling, {})[place.id] = place
        return {spelling: tuple(same.values()) for spelling, same in found.items()}

    def find_by_id(self, place_id: str) -> Place | None:
        """The place with exactly this id."""
        return self._by_id.get(place_id)

    def get_place(self, words: str) -> Place:
        """The one place that ``words`` (an id or a name) mean.

        Raises ``Refused``: ``place.ambiguous`` with the candidates, ``place.unknown`` with the nearest spellings.
        """
        exact = self._by_id.get(words.strip())
        if exact is not None:
            return exact
        if not self.places:
            refuse("place.none_listed", words=words)
        same = self._by_spelling.get(spelled(words), ())
        if len(same) > 1:
            refuse("place.ambiguous", words=words, candidates=", ".join(place.id for place in same))
        if not same:
            refuse("place.unknown", words=words, suggestions=", ".join(self._nearest(words)))
        return same[0]

    def _nearest(self, words: str) -> list[str]:
        """Ids of places spelled most alike, best first; never empty."""
        spellings = list(self._by_spelling)
        near = difflib.get_close_matches(spelled(words), spellings, n=2 * _SUGGESTIONS, cutoff=0.5)
        ids = dict.fromkeys(place.id for spelling in near for place in self._by_spelling[spelling])
        return list(ids or self._by_id)[:_SUGGESTIONS]


def spelled(name: str) -> str:
    """A spelling without what varies: vowel marks, hamzas, ة or ه, ى or ي, the article, case, hyphens, spaces."""
    base = unicodedata.normalize("NFKD", name.translate(_SAME_LETTER))
    plain = "".join(char for char in base if unicodedata.category(char) != "Mn").casefold()
    return "".join(_without_article(word) for word in _WORD.findall(_digits(plain)))


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


def demonstration_places() -> str:
    """The text of the small file of places of Benghazi that ``clearway demo`` puts into its workspace."""
    return resources.files("clearway").joinpath("demonstration", "places.csv").read_text(encoding="utf-8")


def parse_csv(file: str, text: str) -> tuple[Place, ...]:
    """The places of a CSV file. Raises ``Refused`` with every entry that is wrong."""
    lines = text.removeprefix("\ufeff").splitlines()
    attribution = next((found[1].strip() for line in lines if (found := _ATTRIBUTION.match(line))), None)
    try:
        rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), strict=True))
    except csv.Error as error:
        refuse("place.unreadable", file=file, because=str(error))
    header = rows[0].keys() if rows else ()
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise Refused(*(Problem("place.missing_column", params={"file": file, "column": each}) for each in missing))
    reader = _Reader(file, attribution)
    for number, row in enumerate(rows, start=1):
        reader.read_row(number, row)
    return reader.result()


def parse_geojson(file: str, text: str) -> tuple[Place, ...]:
    """The places of a GeoJSON FeatureCollection. Raises ``Refused`` with every feature that is wrong."""
    try:
        document = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        refuse("place.unreadable", file=file, because=str(error))
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        refuse("place.unreadable", file=file, because="it has no list of features")
    attribution = document.get("attribution")
    reader = _Reader(file, attribution if isinstance(attribution, str) else None)
    for number, feature in enumerate(features, start=1):
        reader.read_feature(number, feature if isinstance(feature, dict) else {})
    return reader.result()


class _Reader:
    """Collects the places of one file and everything that is wrong in it."""

    def __init__(self, file: str, attribution: str | None) -> None:
        self.file = file
        self.attribution = attribution
        self.places: list[Place] = []
        self.problems: list[Problem] = []

    def result(self) -> tuple[Place, ...]:
        if self.problems:
            raise Refused(*self.problems)
        return tuple(self.places)

    def read_row(self, number: int, row: Mapping[str, Any]) -> None:
        before = len(self.problems)
        lon = self._number(number, row, "lon", 180)
        lat = self._number(number, row, "lat", 90)
        radius = self._number(number, row, "radius_m", 100_000, least=1)
        error = self._number(number, row, "error_m", 100_000, least=0) if row.get("error_m") else radius
        if len(self.problems) == before:
            disc = {"type": "disc", "centre": [_e7(lon), _e7(lat)], "radius_mm": int(radius * 1000)}
            self._add(number, row, disc, int(error))

    def read_feature(self, number: int, feature: Mapping[str, Any]) -> None:
        properties = feature.get("properties")
        row = {"id": feature.get("id"), **(properties if isinstance(properties, dict) else {})}
        shape = feature.get("geometry")
        geometry = shape if isinstance(shape, dict) else {}
        coordinates = geometry.get("coordinates")
        if geometry.get("type") == "Polygon":
            coordinates = [coordinates]
        elif geometry.get("type") != "MultiPolygon":
            self._problem(number, "geometry", geometry.get("type"), "a Polygon or MultiPolygon")
            return
        before = len(self.problems)
        error = self._number(number, row, "error_m", 100_000, least=0) if row.get("error_m") is not None else Decimal(0)
        try:
            footprint = {"type": "polygons", "e7": normalise(_all_e7(coordinates))}
        except (TypeError, ValueError, ArithmeticError):
            self._problem(number, "coordinates", "…", "rings of longitude and latitude in degrees")
            return
        if len(self.problems) == before:
            self._add(number, row, footprint, int(error))

    def _add(self, number: int, row: Mapping[str, Any], footprint: Mapping[str, Any], error_m: int) -> None:
        place_id = str(row.get("id") or "").strip()
        if not _ID.fullmatch(place_id):
            self._problem(number, "id", place_id, "small letters, digits, - and /")
            return
        names = [str(row.get(column) or "").strip() for column in ("name_ar", "name_en")]
        if not any(names):
            self._problem(number, "name_ar", "", "a name in one language at least")
            return
        try:
            extent = parse_footprint(footprint, f"/{self.file}/{number}")
        except Refused as refused:
            self.problems.extend(refused.problems)
            return
        given = row.get("alternatives") or ""
        words = given.split(";") if isinstance(given, str) else map(str, given)
        alternatives = tuple(word.strip() for word in words if word.strip())
        self.places.append(Place(place_id, names[0], names[1], alternatives, extent, error_m, self.attribution))

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
        self._problem(number, column, written, f"a number from {least} to {limit}")
        return Decimal(1)

    def _problem(self, entry: int, column: str, value: object, expected: str) -> None:
        shown = "nothing" if value in (None, "") else str(value)[:80]
        params: dict[str, str | int] = {
            "file": self.file,
            "entry": entry,
            "column": column,
            "value": shown,
            "expected": expected,
        }
        self.problems.append(Problem("place.bad_value", params=params))


def _e7(degrees: Decimal) -> int:
    return int((degrees * 10_000_000).to_integral_value())


def _all_e7(coordinates: Any) -> Any:
    """Nested lists of degrees as the same lists of 1e-7 degree; a third number of a position (height) is left out."""
    if isinstance(coordinates, list):
        if coordinates and not isinstance(coordinates[0], list):
            lon, lat = (Decimal(each) for each in coordinates[:2] if type(each) in (int, Decimal))
            return [_e7(lon), _e7(lat)]
        return [_all_e7(each) for each in coordinates]
    raise TypeError("not a list of positions")


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)


def _without_article(word: str) -> str:
    if word in _LATIN_ARTICLES:
        return ""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
