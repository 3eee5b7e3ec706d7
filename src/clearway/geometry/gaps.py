"""Closing narrow gaps between searched strips. It may round, but only to the side that covers less ground."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import shapely

from clearway.geometry.parsing import normalised_ring
from clearway.geometry.rounds import cosine
from clearway.geometry.shapes import MAX_LATITUDE, Polygon, Position, Region
from clearway.geometry.validity import area2, faults

# Metres in a 1e-7 degree of latitude, at the equator and at the poles of WGS 84; of longitude at the equator, times
# the cosine of the latitude, and the greatest value that factor can have.
_LATITUDE_LEAST, _LATITUDE_MOST = 6_335_439 * math.pi / 1.8e9, 6_399_594 * math.pi / 1.8e9
_LONGITUDE_LEAST, _LONGITUDE_MOST = 6_378_137 * math.pi / 1.8e9, 6_399_594 * math.pi / 1.8e9

# The closing is drawn back by so many units, more than snapping to whole numbers and the sides of drawn circles can
# add, and reaches so far into the region, so that no slit is left between the region and the filler.
_DRAWN_BACK = 3
_OVERLAP = 5
_FEWEST_SIDES = 4
_MOST_SIDES = 64


@lru_cache(maxsize=256)
def close_gaps(region: Region, gap_mm: int) -> Region:
    """The region with gaps up to ``gap_mm`` filled: what no disc of that diameter outside the region can reach.

    The filler is never larger than the true closing by ground distance; where drawing it soundly fails, it is left
    out. The same input gives the same region with one version of GEOS.
    """
    found = _find_filler(region, gap_mm)
    if found is None:
        return region
    _, filler, origin = found
    polygons = tuple(_polygons(filler, origin))
    return Region.union(region, Region(polygons)) if polygons else region


def closed_shape(region: Region, gap_mm: int) -> shapely.Geometry:
    """The same ground as one drawing, for pictures and areas: its filler is not tested piece by piece."""
    found = _find_filler(region, gap_mm)
    if found is None:
        return drawing_of(region)
    ground, filler, origin = found
    return shapely.transform(shapely.union(ground, filler), lambda units: units + np.array(origin))


def drawing_of(region: Region, origin: Position = (0, 0)) -> shapely.Geometry:
    """The ground of a region as one shape, in 1e-7 degree from an origin; what is drawn twice is in it once."""
    rings = [ring for polygon in region.polygons for ring in polygon.rings]
    if not rings:
        return shapely.Polygon()
    corners = np.array([position for ring in rings for position in ring], float) - origin
    if len(rings) == 1:
        return shapely.Polygon(corners)
    of_corner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    of_ring = np.repeat(np.arange(len(region.polygons)), [len(polygon.rings) for polygon in region.polygons])
    drawn = shapely.polygons(shapely.linearrings(corners, indices=of_corner), indices=of_ring)
    return drawn[0] if len(drawn) == 1 else shapely.union_all(drawn)


def _find_filler(region: Region, gap_mm: int) -> tuple[shapely.Geometry, shapely.Geometry, Position] | None:
    """The region and its filler in units from an origin; None where nothing can be filled, or a parallel is a pole."""
    if region.is_empty or gap_mm <= 0:
        return None
    west, south, east, north = region.bbox
    scale = _Scale.of(south, north)
    if scale is None:
        return None
    origin = ((west + east) // 2, (south + north) // 2)
    drawn = drawing_of(region, origin)
    ground = shapely.transform(drawn, lambda units: units * [scale.x, scale.y])
    radius, unit = gap_mm / 2000 * scale.worst, _LATITUDE_MOST
    sides = _sides(radius)
    closed = ground.buffer(radius, quad_segs=sides).buffer(-radius, quad_segs=sides)
    # Drawn back first: what sticks out of the ground then is gaps alone, and no borders run side by side.
    inner = closed.buffer(-unit * _DRAWN_BACK, quad_segs=_FEWEST_SIDES)
    return drawn, scale.to_units(inner.intersection(_reaching_in(inner.difference(ground), unit))), origin


def _reaching_in(gaps: shapely.Geometry, unit: float) -> shapely.Geometry:
    """The gaps, each enlarged so that it reaches into the ground around it; slivers left out.

    Piece by piece, and only those joined that meet: thousands of scattered pieces at once take many times as long.
    """
    pieces = shapely.buffer(shapely.get_parts(gaps), -unit / 8, quad_segs=1)
    pieces = shapely.buffer(pieces[~shapely.is_empty(pieces)], unit * (_OVERLAP + 0.5), quad_segs=2)
    one, other = shapely.STRtree(pieces).query(pieces, predicate="intersects")
    meets = np.zeros(len(pieces), dtype=bool)
    meets[one[one != other]] = True
    joined = shapely.get_parts(shapely.union_all(pieces[meets]))
    return shapely.multipolygons(np.concatenate([pieces[~meets], joined]))


def _sides(radius: float) -> int:
    """In how many sides a quarter circle is drawn, so that none lies more than half a unit off the circle."""
    if radius <= _LATITUDE_MOST:
        return _FEWEST_SIDES
    needed = math.ceil(math.pi / 4 / math.acos(1 - _LATITUDE_MOST / 2 / radius))
    return min(max(needed, _FEWEST_SIDES), _MOST_SIDES)


class _Scale:
    """Metres in a unit of longitude and of latitude, greater than they are anywhere between two parallels.

    Distances then seem longer than they are, so that a gap seems wider. ``worst`` is by how much a disc must be drawn
    smaller so that, however it is stretched on the ground, the true disc can be swept by it.
    """

    def __init__(self, x: float, y: float, worst: float) -> None:
        self.x, self.y, self.worst = x, y, worst

    @classmethod
    def of(cls, south: int, north: int) -> _Scale | None:
        """The scale between two parallels, or None where a parallel is a pole."""
        highest = max(abs(south), abs(north))
        lowest = 0 if south <= 0 <= north else min(abs(south), abs(north))
        if highest >= MAX_LATITUDE:
            return None
        least, most = cosine(highest)[0] / 10**40, cosine(lowest)[1] / 10**40
        if least <= 0:
            return None
        x, y = _LONGITUDE_MOST * most, _LATITUDE_MOST
        return cls(x, y, min(_LONGITUDE_LEAST * least / x, _LATITUDE_LEAST / y) * (1 - 1e-9))

    def to_units(self, ground: shapely.Geometry) -> shapely.Geometry:
        """Ground in metres, snapped to whole units from the origin."""
        return shapely.set_precision(shapely.transform(ground, lambda metres: metres / [self.x, self.y]), 1)


def _polygons(drawn: shapely.Geometry, origin: Position) -> Iterator[Polygon]:
    """The sound polygons of a drawing in whole units."""
    for part in shapely.get_parts(drawn):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        rings = tuple(
            normalised_ring(_positions(ring, origin), outer=number == 0)
            for number, ring in enumerate([part.exterior, *part.interiors])
        )
        if all(len(ring) > 3 and area2(ring) for ring in rings) and not any(faults(rings)):
            yield Polygon(rings)


def _positions(ring: shapely.Geometry, origin: Position) -> list[Position]:
    return [(round(x) + origin[0], round(y) + origin[1]) for x, y in shapely.get_coordinates(ring).tolist()]
