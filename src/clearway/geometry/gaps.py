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
_QUARTER_CIRCLE = 16


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
        return shapely.union_all([_drawn(polygon, (0, 0)) for polygon in region.polygons])
    ground, filler, origin = found
    return shapely.transform(shapely.union(ground, filler), lambda units: units + np.array(origin))


def _find_filler(region: Region, gap_mm: int) -> tuple[shapely.Geometry, shapely.Geometry, Position] | None:
    """The region and its filler in units from an origin; None where nothing can be filled, or a parallel is a pole."""
    if region.is_empty or gap_mm <= 0:
        return None
    west, south, east, north = region.bbox
    scale = _Scale.of(south, north)
    if scale is None:
        return None
    origin = ((west + east) // 2, (south + north) // 2)
    drawn = shapely.union_all([_drawn(polygon, origin) for polygon in region.polygons])
    ground = shapely.transform(drawn, lambda units: units * [scale.x, scale.y])
    radius = gap_mm / 2000 * scale.worst
    closed = ground.buffer(radius, quad_segs=_QUARTER_CIRCLE).buffer(-radius, quad_segs=_QUARTER_CIRCLE)
    unit = _LATITUDE_MOST
    gaps = closed.difference(ground).buffer(-unit / 2).buffer(unit * (_OVERLAP + 0.5))
    return drawn, scale.to_units(closed.buffer(-unit * _DRAWN_BACK).intersection(gaps)), origin


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
        drawn = shapely.transform(ground, lambda metres: metres / [self.x, self.y])
        return shapely.set_precision(drawn, 1)


def _drawn(polygon: Polygon, origin: Position) -> shapely.Geometry:
    shell, *holes = ([(x - origin[0], y - origin[1]) for x, y in ring] for ring in polygon.rings)
    return shapely.Polygon(shell, holes)


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
