"""Tables and exports of others as files of places: GeoNames, OpenStreetMap, any CSV or GeoJSON. Pure: texts in and out.

``import_places`` reads one file and gives the files to put into the workspace: ``NAME.csv`` with a disc around each
point (illustrative, by kind, unless a radius is given), and ``NAME.geojson`` for what came as polygons. What has no
name in Arabic or Latin letters is left out and counted; what has a name and no position is kept as a name without
ground. Everything else that is wrong is refused, each entry by its number.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clearway.places.exports import Form, Found, guess_form, read_entries
from clearway.places.files import COLUMNS, ILLUSTRATIVE, Entries
from clearway.problems import Problem, Refused, refuse

_HEADER = (*COLUMNS, "error_m", "kind", "within", "pcode", "extent", "ordinary", "note_ar", "note_en")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_BETWEEN_NAMES = re.compile(r"\.{2,}|[()/|]|[-\u2010-\u2015](?=\s|$)|(?<=\s)[-\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class Imported:
    """The files made of one file, and how many of its entries were read, kept, without name, without position."""

    files: Mapping[str, str]
    read: int
    kept: int
    without_name: int
    without_position: int
    attribution: str


def import_places(
    name: str,
    file: str,
    text: str,
    *,
    form: Form | None = None,
    attribution: str | None = None,
    radius_m: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> Imported:
    """The places of ``file`` as files called ``name``; ids begin with ``name/``.

    ``form`` is guessed where it is not said. ``columns`` says what a CSV or GeoJSON calls ``id``, ``name`` (any
    script), ``name_ar``, ``name_en``, ``alternatives``, ``lon``, ``lat`` and others of a file of places; else they have
    these names or usual ones (``Longitude``, ``الاسم``). Refused: ``place.bad_file_name``, ``place.no_attribution``,
    ``place.unreadable``, ``place.column_not_there``, ``place.no_name_column``, ``place.bad_value`` and
    ``place.repeated_id`` for each entry that is wrong.
    """
    if not _NAME.fullmatch(name):
        refuse("place.bad_file_name", name=name)
    form = form or guess_form(file, text)
    attribution = (attribution or form.attribution or "").strip()
    if not attribution or not attribution.isprintable():
        refuse("place.no_attribution", file=file)
    entries = Entries(file, attribution)
    found = list(read_entries(form, file, text, entries, columns or {}))
    rows: list[dict[str, Any]] = []
    shapes: list[tuple[dict[str, Any], Mapping[str, Any]]] = []
    for each in found:
        row = _row(name, each, radius_m)
        if not (row["name_ar"] or row["name_en"]):
            continue
        if each.geometry:
            shapes.append((row, each.geometry))
            entries.add_shape(each.number, row, each.geometry)
        else:
            rows.append(row)
            entries.add_row(each.number, row)
    kept = entries.result()
    _check_ids(file, [place.id for place in kept])
    return Imported(
        files=_written(name, attribution, rows, shapes),
        read=len(found),
        kept=len(kept),
        without_name=len(found) - len(rows) - len(shapes),
        without_position=sum(not row["lon"] for row in rows),
        attribution=attribution,
    )


# --- names ---------------------------------------------------------------------------------------------------------


def clean(name: str) -> str:
    """A name without marks of direction and other unseen characters, its spaces single."""
    seen = "".join(
        char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char) not in ("Cf", "Cc")
    )
    return " ".join(seen.replace(";", " ").split())


def by_script(name: str) -> tuple[str, str]:
    """The Arabic and the Latin words of a name that may mix scripts; empty where there are none."""
    arabic, latin = [], []
    for word in clean(_BETWEEN_NAMES.sub(" ", name)).split():
        if _ARABIC.search(word):
            arabic.append(word)
        elif _LATIN.search(word) or word[0].isdigit():
            latin.append(word)
    if not any(_LATIN.search(word) for word in latin):  # «عمارات 12»: the number belongs to the Arabic
        return (clean(name), "") if arabic else ("", "")
    return " ".join(arabic), " ".join(latin)


def _row(name: str, found: Found, radius_m: int | None) -> dict[str, Any]:
    arabic, latin = [clean(each) for each in found.arabic], [clean(each) for each in found.english]
    for each in (part for given in found.names for part in given.split(";")):
        in_arabic, in_latin = by_script(each)
        arabic.append(in_arabic)
        latin.append(in_latin)
    arabic, latin = ([each for each in dict.fromkeys(part) if each] for part in (arabic, latin))
    row: dict[str, Any] = {
        "id": found.id if "/" in found.id else f"{name}/{found.id}",
        "name_ar": arabic[0] if arabic else "",
        "name_en": latin[0] if latin else "",
        "alternatives": ";".join((*arabic[1:], *latin[1:])),
        "kind": found.kind.value,
        **found.more,
    }
    radius = row.get("radius_m") or radius_m or found.kind.radius_m
    if found.geometry or not (found.lon or found.lat):
        return {**row, "lon": "", "lat": "", "radius_m": ""}
    if radius is None:  # a point says nothing about a country or a street
        return {**row, "lon": "", "lat": "", "radius_m": ""}
    assumed = {} if row.get("radius_m") else {"extent": ILLUSTRATIVE}
    error = row.get("error_m") or (radius if radius_m or row.get("radius_m") else found.kind.error_m)
    return {**row, "lon": found.lon, "lat": found.lat, "radius_m": radius, "error_m": error, **assumed}


def _check_ids(file: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    problems = []
    for each in ids:
        if each in seen:
            problems.append(Problem("place.repeated_id", params={"id": each, "file": file}))
        seen.add(each)
    if problems:
        raise Refused(*problems)


# --- writing -------------------------------------------------------------------------------------------------------


class _Text(list[str]):
    """A text that grows by what is written."""

    write = list.append


def _written(
    name: str, attribution: str, rows: Sequence[Mapping[str, Any]], shapes: Sequence[tuple[Mapping[str, Any], Any]]
) -> dict[str, str]:
    files: dict[str, str] = {}
    if rows or not shapes:
        text = _Text([f"# attribution: {attribution}\n"])
        writer = csv.DictWriter(text, _HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[f"{name}.csv"] = "".join(text)
    if shapes:
        features = [
            {
                "type": "Feature",
                "id": row["id"],
                "properties": {key: value for key, value in row.items() if key not in ("id", "lon", "lat", "radius_m")},
                "geometry": geometry,
            }
            for row, geometry in shapes
        ]
        document = {"type": "FeatureCollection", "attribution": attribution, "features": features}
        files[f"{name}.geojson"] = json.dumps(document, ensure_ascii=False, default=float, indent=1) + "\n"
    return files
