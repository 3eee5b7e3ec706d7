"""A field sheet as text: lines of ``# setting: value``, then a table of points with bearing, distance, position.

Columns are separated by commas, semicolons or tabs, decimals are written with a point, and the head line names the
columns in English or Arabic. The line of the reference point is named ``RP``; the first other line is the start.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from clearway.perimeter.bearing import Bearings, North, Unit
from clearway.perimeter.notation import read_fix
from clearway.perimeter.traverse import CLOSES, Limit, Perimeter, Station, walk
from clearway.problems import refuse

_COLUMNS = {
    "point": "point",
    "النقطة": "point",
    "bearing": "bearing",
    "الاتجاه": "bearing",
    "distance_m": "distance_m",
    "distance": "distance_m",
    "المسافة": "distance_m",
    "position": "position",
    "الموقع": "position",
}
_SETTINGS = ("north", "unit", "declination", "reference", "accuracy_m")
_REFERENCE = ("rp", "reference", "نقطة مرجعية")
_SETTING = re.compile(r"#\s*([a-z_]+)\s*[:=]\s*(.+)")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫\u2212", "01234567890123456789.-")
Choice = TypeVar("Choice", bound=StrEnum)


def read_perimeter(text: str, given: Mapping[str, str] | None = None, limit: Limit = CLOSES) -> Perimeter:
    """The perimeter of a field sheet. ``given`` are settings said beside it; they go before those of its head lines.

    Settings: ``north`` (true, magnetic, grid), ``unit`` (degrees, mils, mils_6000), ``declination`` in degrees, east
    positive, ``reference`` (a position), ``accuracy_m``. Refused: ``perimeter.*``, with the line as its pointer.
    """
    settings, lines = _split(text.removeprefix("\ufeff"))
    settings |= given or {}
    declination = settings.get("declination")
    bearings = Bearings(
        _choice(North, "north", settings.get("north", "true")),
        _choice(Unit, "unit", settings.get("unit", "degrees")),
        None if declination is None else _number("declination", declination),
    )
    stations = list(_stations(lines))
    reference = next((station for station in stations if station.name.casefold() in _REFERENCE), None)
    if "reference" in settings:
        reference = Station("RP", fix=read_fix(settings["reference"]))
    accuracy = settings.get("accuracy_m")
    return walk(
        [station for station in stations if station.name.casefold() not in _REFERENCE],
        bearings,
        reference=reference,
        limit=limit,
        accuracy_m=None if accuracy is None else abs(_number("accuracy_m", accuracy)),
    )


def _split(text: str) -> tuple[dict[str, str], list[str]]:
    """The settings at the head, and the lines of the table."""
    settings: dict[str, str] = {}
    lines = []
    for line in text.splitlines():
        stripped = line.strip()
        match = _SETTING.fullmatch(stripped)
        if match is not None:
            if match[1] not in _SETTINGS:
                refuse("perimeter.unknown_setting", name=match[1], known=", ".join(_SETTINGS))
            settings[match[1]] = match[2].strip()
        elif stripped and not stripped.startswith("#"):
            lines.append(line)
    return settings, lines


def _stations(lines: Sequence[str]) -> Iterator[Station]:
    if not lines:
        refuse("perimeter.no_columns")
    head = lines[0]
    mark = max(",;\t", key=head.count)
    columns = [_COLUMNS.get(cell.strip().casefold()) for cell in head.split(mark)]
    if "point" not in columns or not {"bearing", "position"} & set(columns):
        refuse("perimeter.no_columns")
    for number, row in enumerate(csv.reader(lines[1:], delimiter=mark), start=1):
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
        pointer = f"/{number}"
        if len(row) > len(columns):
            refuse("perimeter.too_many_cells", pointer, point=cells.get("point") or "—")
        position = cells.get("position")
        yield Station(
            name=cells.get("point") or str(number),
            bearing=_cell("bearing", cells, pointer),
            distance_m=_cell("distance_m", cells, pointer),
            fix=read_fix(position) if position else None,
        )


def _cell(name: str, cells: Mapping[str, str], pointer: str) -> float | None:
    words = cells.get(name)
    return _number(name, words, pointer) if words else None


def _number(name: str, words: str, pointer: str = "") -> float:
    match = re.fullmatch(r"[+-]?\d{1,7}(?:\.\d{1,9})?", words.translate(_DIGITS).strip().rstrip("°").strip())
    return refuse("perimeter.no_number", pointer, name=name, read=words) if match is None else float(match[0])


def _choice(kind: type[Choice], name: str, words: str) -> Choice:
    try:
        return kind(words.strip().lower())
    except ValueError:
        return refuse("perimeter.bad_setting", name=name, read=words, known=", ".join(kind))
