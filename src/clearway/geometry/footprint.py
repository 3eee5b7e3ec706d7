"""Which ground a record speaks of, in the five ways a record can say it, and the regions that follow.

A record that tightens covers ``outward`` of its footprint, which is never smaller than the shape; one that loosens
covers ``inward``, which is never larger. Where a shape is not at hand, the first is all ground it may be, the second
none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from clearway.geometry.parsing import degrees, parse_position, parse_region, shown
from clearway.geometry.rounds import disc, line
from clearway.geometry.shapes import EMPTY, MAX_LATITUDE, MAX_LONGITUDE, Bbox, Position, Region, box
from clearway.problems import Problem, Refused, refuse

MAX_REACH_MM = 1_000_000_000
"""The greatest radius of a disc and width of a line: 1,000 km. More is a mistake in the unit."""

_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Polygons:
    """Exactly these polygons."""

    region: Region

    @property
    def bbox(self) -> Bbox:
        """The smallest box that holds the shape."""
        return self.region.bbox


@dataclass(frozen=True)
class Line:
    """All ground within half of ``width_mm`` of a line through ``points``, straight in longitude and latitude."""

    points: tuple[Position, ...]
    width_mm: int

    @property
    def bbox(self) -> Bbox:
        """A box that surely holds the shape."""
        return self.outward.bbox

    @cached_property
    def outward(self) -> Region:
        """The line drawn never smaller than it is."""
        return line(self.points, self.width_mm)

    @cached_property
    def inward(self) -> Region:
        """The line drawn never larger than it is."""
        return line(self.points, self.width_mm, outward=False)


@dataclass(frozen=True)
class Disc:
    """All ground within ``radius_mm`` of ``centre``."""

    centre: Position
    radius_mm: int

    @property
    def bbox(self) -> Bbox:
        """A box that surely holds the shape."""
        return self.outward.bbox

    @cached_property
    def outward(self) -> Region:
        """The disc drawn never smaller than it is."""
        return disc(self.centre, self.radius_mm)

    @cached_property
    def inward(self) -> Region:
        """The disc drawn never larger than it is."""
        return disc(self.centre, self.radius_mm, outward=False)


@dataclass(frozen=True, slots=True)
class Blob:
    """Polygons too large for a record: the id of the stored bytes, and the box in which they lie."""

    sha256: str
    bbox: Bbox


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somewhere within a region; where exactly is not known."""

    within: Region

    @property
    def bbox(self) -> Bbox:
        """The smallest box that holds the region."""
        return self.within.bbox


Footprint: TypeAlias = Polygons | Line | Disc | Blob | Unplaced


def outward(footprint: Footprint, blob: bytes | None = None) -> Region:
    """The ground that a tightening record covers, never smaller than its footprint.

    ``blob`` is the stored shape of a ``Blob``, None if not at hand. Without it, or if it is not what the record says,
    the whole box counts; if it reaches over its box, both do.
    """
    match footprint:
        case Polygons(region) | Unplaced(region):
            return region
        case Blob(_, bbox):
            shape = find_shape(footprint, blob)
            if shape is None:
                return box(bbox)
            return shape if _inside(shape.bbox, bbox) else Region.union(box(bbox), shape)
        case _:
            return footprint.outward


def inward(footprint: Footprint, blob: bytes | None = None) -> Region:
    """The ground that a loosening record covers, never larger than its footprint.

    It is empty for an ``Unplaced`` and for a ``Blob`` that is not at hand or not what the record says; if the shape
    reaches over its box, too.
    """
    match footprint:
        case Polygons(region):
            return region
        case Line() | Disc():
            return footprint.inward
        case Blob(_, bbox):
            shape = find_shape(footprint, blob)
            return shape if shape is not None and _inside(shape.bbox, bbox) else EMPTY
        case Unplaced():
            return EMPTY


def parse_footprint(value: Any, pointer: str = "") -> Footprint:
    """Read a footprint from a record's JSON. Raises ``Refused`` with the problems found; ``pointer`` says where."""
    if not isinstance(value, Mapping):
        refuse("geometry.no_footprint", pointer)
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in _FIELDS:
        refuse("geometry.unknown_footprint_type", f"{pointer}/type", value=shown(kind))
    problems = [
        Problem("geometry.missing_field", pointer, {"field": field}) for field in sorted(_FIELDS[kind] - value.keys())
    ]
    problems += [
        Problem("geometry.unknown_field", pointer, {"field": shown(field)})
        for field in sorted(map(str, value.keys() - _FIELDS[kind]))
    ]
    if problems:
        raise Refused(*problems)
    match kind:
        case "polygons":
            return Polygons(parse_region(value["e7"], f"{pointer}/e7"))
        case "line":
            width = _reach(value["width_mm"], f"{pointer}/width_mm")
            return Line(_way(value["e7"], f"{pointer}/e7"), width)
        case "disc":
            radius = _reach(value["radius_mm"], f"{pointer}/radius_mm")
            return Disc(parse_position(value["centre"], f"{pointer}/centre"), radius)
        case "blob":
            return Blob(_blob_id(value["sha256"], f"{pointer}/sha256"), parse_bbox(value["bbox"], f"{pointer}/bbox"))
        case _:
            within = parse_footprint(value["within"], f"{pointer}/within")
            if not isinstance(within, Polygons):
                refuse("geometry.within_not_polygons", f"{pointer}/within")
            return Unplaced(within.region)


def to_json(footprint: Footprint) -> dict[str, Any]:
    """The footprint as records write it; ``parse_footprint`` reads it back as an equal value."""
    match footprint:
        case Polygons(region):
            return {"type": "polygons", "e7": region.e7}
        case Line(points, width_mm):
            return {"type": "line", "e7": [list(point) for point in points], "width_mm": width_mm}
        case Disc(centre, radius_mm):
            return {"type": "disc", "centre": list(centre), "radius_mm": radius_mm}
        case Blob(sha256, bbox):
            return {"type": "blob", "sha256": sha256, "bbox": list(bbox)}
        case Unplaced(within):
            return {"type": "unplaced", "within": {"type": "polygons", "e7": within.e7}}


def write_blob(region: Region) -> tuple[Blob, bytes]:
    """The bytes to store for a region too large for a record, and the footprint that names them."""
    data = _canonical(to_json(Polygons(region)))
    return Blob("sha256:" + hashlib.sha256(data).hexdigest(), region.bbox), data


@lru_cache(maxsize=128)
def find_shape(footprint: Blob, data: bytes | None) -> Region | None:
    """The region that a blob holds, or None if the bytes are missing, are others, or hold no sound polygons."""
    if data is None or "sha256:" + hashlib.sha256(data).hexdigest() != footprint.sha256:
        return None
    try:
        value = json.loads(data)
        shape = parse_footprint(value)
    except (ValueError, RecursionError, Refused):
        return None
    return shape.region if isinstance(shape, Polygons) and _canonical(value) == data else None


def parse_bbox(value: Any, pointer: str = "") -> Bbox:
    """Read a box ``[west, south, east, north]`` with an area, in whole 1e-7 degree. Raises ``Refused``."""
    if not isinstance(value, list | tuple) or len(value) != 4:
        refuse("geometry.no_box", pointer)
    for number, (code, limit) in enumerate(_BOX_LIMITS):
        if not isinstance(value[number], int) or isinstance(value[number], bool):
            refuse("geometry.not_a_whole_number", f"{pointer}/{number}", value=shown(value[number]))
        if abs(value[number]) > limit:
            refuse(code, f"{pointer}/{number}", value=degrees(value[number]))
    west, south, east, north = value
    if west >= east or south >= north:
        refuse("geometry.box_without_area", pointer)
    return (west, south, east, north)


_FIELDS = {
    "polygons": {"type", "e7"},
    "line": {"type", "e7", "width_mm"},
    "disc": {"type", "centre", "radius_mm"},
    "blob": {"type", "sha256", "bbox"},
    "unplaced": {"type", "within"},
}
_BOX_LIMITS = (("geometry.longitude_out_of_range", MAX_LONGITUDE), ("geometry.latitude_out_of_range", MAX_LATITUDE)) * 2


def _reach(value: Any, pointer: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        refuse("geometry.not_a_whole_number", pointer, value=shown(value))
    if not 1 <= value <= MAX_REACH_MM:
        refuse("geometry.reach_out_of_range", pointer, value=shown(value))
    return value


def _way(value: Any, pointer: str) -> tuple[Position, ...]:
    if not isinstance(value, list | tuple) or len(value) < 2:
        refuse("geometry.too_few_points", pointer)
    points = tuple(parse_position(position, f"{pointer}/{number}") for number, position in enumerate(value))
    for number in range(1, len(points)):
        if points[number] == points[number - 1]:
            refuse("geometry.repeated_position", f"{pointer}/{number}")
    return points


def _blob_id(value: Any, pointer: str) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        refuse("geometry.no_blob_id", pointer)
    return value


def _canonical(value: Any) -> bytes:
    # The keys are ASCII and the numbers whole, so that sorting and no spaces is all that RFC 8785 asks for.
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


def _inside(inner: Bbox, outer: Bbox) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
