"""Field sheets of perimeters as ground: read by this office's limit, and written out as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from clearway.desk.files import read_text
from clearway.desk.judging import outside_region
from clearway.geometry import Bbox, Region
from clearway.perimeter import CLOSES, Limit, Perimeter
from clearway.perimeter import read_perimeter as read_sheet
from clearway.problems import Refused, refuse
from clearway.records import FootprintSource

# A record keeps its words for both readers: whoever explains it cannot write them anew.
_BECAUSE = "المحيط الذي قاسه الفريق · the perimeter that the team measured"
_MISSED = (
    "المحيط الذي قاسه الفريق، ويخطئ بدايته بـ {error} م من {length} م"
    " · the perimeter that the team measured; it misses its start by {error} m of {length} m"
)


def read_perimeter(
    path: Path, given: Mapping[str, str] | None = None, closes_one_in: float = CLOSES.one_in, within: Bbox | None = None
) -> Perimeter:
    """The perimeter of a field sheet, which must lie ``within`` a region if one is given.

    Refused: ``desk.file_unreadable``, ``desk.outside_region``, ``desk.swapped_coordinates``, and as
    ``perimeter.read_perimeter`` does.
    """
    text = read_text(path)
    if text is None:
        refuse("desk.file_unreadable", file=str(path), because="there is none")
    read = read_sheet(text, given, Limit(one_in=closes_one_in))
    outside = [] if within is None else list(outside_region(read.region.bbox, within))
    if outside:
        raise Refused(*outside)
    return read


def source_of(perimeter: Perimeter) -> FootprintSource:
    """Where the ground came from, with the closing error as the error of its edge."""
    closing = perimeter.closing
    because = _BECAUSE
    if closing is not None:
        because = _MISSED.format(error=f"{closing.error_m:.2f}", length=f"{closing.length_m:.1f}")
    return FootprintSource(how="perimeter", because=because, error_m=perimeter.error_m)


def to_geojson(region: Region, properties: Mapping[str, str | int | float | None], mark: str = "") -> str:
    """The ground as GeoJSON, which ``--footprint`` reads back as the same ground.

    ``mark`` is what exports must say that do not speak of the world; it stands with the ground, where maps show it.
    """
    coordinates = [[[[x / 1e7, y / 1e7] for x, y in ring] for ring in polygon] for polygon in region.e7]
    feature = {
        "type": "Feature",
        "properties": {**({"mark": mark} if mark else {}), **properties},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False, indent=1) + "\n"
