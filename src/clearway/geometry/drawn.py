"""Ground cut, joined and measured: drawings of regions, and their areas with what they may be wrong by.

A drawing is for pictures and square metres. Whether a point lies in ground is asked of the regions themselves, which
are exact; a drawing's edges lie within ``DRAWN_WITHIN`` of the true ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from clearway.geometry.gaps import closed_shape, drawing_of
from clearway.geometry.parsing import normalised_ring
from clearway.geometry.shapes import EMPTY, Bbox, Polygon, Position, Region

DRAWN_WITHIN = 0.002
"""How far an edge of a drawing may lie from the true one, in 1e-7 degree: 0.02 mm on the ground. The overlay computes
with doubles, of which the coarsest is 2.4e-7 here, and where that fails snaps within a billionth of a thousandth."""

_ECCENTRICITY = 0.0818191908426215
_EQUATOR_M = 6_378_137
_POLAR_M = 6_356_752.314_245
_GREATEST_M = 6_399_594
_RADIANS = math.pi / 1.8e9
_MM2 = 1_000_000
_FINE, _COARSE = np.polynomial.legendre.leggauss(6), np.polynomial.legendre.leggauss(4)

_Floats = NDArray[np.float64]
_BLANK = shapely.Polygon()


@dataclass(frozen=True, slots=True)
class Measured:
    """An area on the ellipsoid WGS 84 in square millimetres, and by how much it may be wrong.

    Edges are straight in longitude and latitude, so the area is that of exactly the ground which the records name.
    """

    mm2: int = 0
    error_mm2: int = 0

    @property
    def m2(self) -> int:
        """Square metres, to the nearest, halves up."""
        return to_m2(self.mm2)

    def __add__(self, other: Measured) -> Measured:
        return Measured(self.mm2 + other.mm2, self.error_mm2 + other.error_mm2)

    def __sub__(self, other: Measured) -> Measured:
        return Measured(self.mm2 - other.mm2, self.error_mm2 + other.error_mm2)


NOTHING = Measured()


def to_m2(mm2: int) -> int:
    """Square millimetres as square metres, to the nearest, halves up."""
    return (mm2 + _MM2 // 2) // _MM2


class Drawn:
    """A drawing of ground, without lines and points. Immutable; two drawings may be joined and cut at will."""

    __slots__ = ("_shape",)

    def __init__(self, shape: shapely.Geometry | None = None) -> None:
        self._shape = _BLANK if shape is None else _areal(shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawn) and bool(shapely.equals_identical(self._shape, other._shape))

    def __hash__(self) -> int:
        return hash(shapely.to_wkb(self._shape))

    @classmethod
    def of(cls, region: Region) -> Drawn:
        """The drawing of a region; what its polygons have in common is drawn once."""
        return cls(drawing_of(region))

    @classmethod
    def closed(cls, region: Region, gap_mm: int) -> Drawn:
        """The drawing of a region whose gaps up to ``gap_mm`` are filled, as ``close_gaps`` does."""
        return cls(closed_shape(region, gap_mm)) if gap_mm > 0 else cls.of(region)

    @classmethod
    def union(cls, drawings: Iterable[Drawn]) -> Drawn:
        """All of the ground together."""
        shapes = [drawing._shape for drawing in drawings if not drawing.is_empty]  # noqa: SLF001 - of its own kind
        if not shapes:
            return cls()
        return cls(shapes[0] if len(shapes) == 1 else shapely.union_all(shapes))

    @property
    def is_empty(self) -> bool:
        """True if nothing is drawn."""
        return bool(shapely.is_empty(self._shape))

    def minus(self, other: Drawn) -> Drawn:
        """This ground without the other."""
        if self.is_empty or other.is_empty or not _boxes_meet(self._shape, other._shape):
            return self
        return Drawn(shapely.difference(self._shape, other._shape))

    def within(self, other: Drawn) -> Drawn:
        """What the two have in common."""
        if self.is_empty or other.is_empty or not _boxes_meet(self._shape, other._shape):
            return Drawn()
        return Drawn(shapely.intersection(self._shape, other._shape))

    def parts(self) -> tuple[Drawn, ...]:
        """The pieces that do not touch along an edge, from west to east, south to north."""
        pieces = shapely.get_parts(self._shape)
        order = np.lexsort(shapely.bounds(pieces).T[::-1])
        return tuple(Drawn(pieces[number]) for number in order if not shapely.is_empty(pieces[number]))

    @property
    def bbox(self) -> Bbox:
        """The smallest box of whole 1e-7 degree that holds the drawing. Of an empty drawing: ``ValueError``."""
        if self.is_empty:
            raise ValueError("an empty drawing has no box")
        west, south, east, north = shapely.bounds(self._shape).tolist()
        return math.floor(west), math.floor(south), math.ceil(east), math.ceil(north)

    def measure(self) -> Measured:
        """The area on WGS 84, with the most it can be wrong by."""
        return measure_each([self])[0]

    def region(self) -> Region:
        """The drawing with its corners moved to whole 1e-7 degree; slivers that this swallows are left out."""
        if self.is_empty:
            return EMPTY
        corners = shapely.get_coordinates(self._shape)
        whole = bool((corners == np.round(corners)).all())
        snapped = self._shape if whole else _areal(shapely.set_precision(self._shape, 1))
        polygons = (_polygon(part) for part in shapely.get_parts(snapped) if not shapely.is_empty(part))
        return Region.union(Region(tuple(polygons)))

    def deepest(self) -> tuple[Position, int]:
        """A position inside, as far from the edge as can be, and the width there in mm: of the widest circle inside.

        In a piece narrower than the grid of positions it may lie a unit outside. Of an empty drawing: ``ValueError``.
        """
        if self.is_empty:
            raise ValueError("an empty drawing has no inside")
        return deepest_each([self])[0]


def deepest_each(drawings: Sequence[Drawn]) -> list[tuple[Position, int]]:
    """:meth:`Drawn.deepest` of each drawing, for many at once. None MUST be empty."""
    shapes = np.array([drawing._shape for drawing in drawings], object)  # noqa: SLF001 - of its own kind
    parts, owner = shapely.get_parts(shapes, return_index=True)
    west_south_east_north = shapely.bounds(shapes)
    middle = (west_south_east_north[:, 1] + west_south_east_north[:, 3]) / 2 * _RADIANS
    stretch = np.array([_metres_a_unit(float(latitude)) for latitude in middle]).reshape(-1, 2)[owner]
    corners, of_corner = shapely.get_coordinates(parts, return_index=True)
    circles = shapely.maximum_inscribed_circle(shapely.set_coordinates(parts, corners * stretch[of_corner]))
    widths = 2000 * shapely.length(circles)
    centres = np.round(shapely.get_coordinates(shapely.get_point(circles, 0)) / stretch)
    found: list[tuple[Position, int]] = [((0, 0), -1)] * len(drawings)
    best = np.full(len(drawings), -1.0)
    for number, each in enumerate(owner.tolist()):
        if widths[number] > best[each]:
            best[each] = widths[number]
            x, y = centres[number]
            found[each] = (int(x), int(y)), round(float(widths[number]))
    return found


def list_owners(pieces: Sequence[Drawn], parts: Sequence[Drawn]) -> list[list[int]]:
    """For each piece the numbers of the drawings that have ground in it.

    Each connected part of a drawing MUST lie whole in one piece, or in none.
    """
    grounds = [shapely.get_parts(part._shape) for part in parts]  # noqa: SLF001 - of its own kind
    of_part = np.repeat(np.arange(len(parts)), [len(ground) for ground in grounds])
    spots = shapely.point_on_surface(np.concatenate([*grounds, np.empty(0, object)]))
    found: list[list[int]] = [[] for _ in pieces]
    tree = shapely.STRtree([piece._shape for piece in pieces])  # noqa: SLF001 - likewise
    for spot, piece in tree.query(spots, predicate="intersects").T.tolist():
        if of_part[spot] not in found[piece]:
            found[piece].append(int(of_part[spot]))
    return [sorted(numbers) for numbers in found]


def measure_each(drawings: Sequence[Drawn]) -> list[Measured]:
    """The area of each drawing, for many at once."""
    return _measure(np.array([drawing._shape for drawing in drawings], object))  # noqa: SLF001 - of its own kind


def measured(region: Region) -> Measured:
    """The area of a region on WGS 84; overlaps count once."""
    return Drawn.of(region).measure()


def _metres_a_unit(latitude: float) -> _Floats:
    """Metres in 1e-7 degree of longitude and of latitude, near a parallel."""
    bent = 1 - (_ECCENTRICITY * math.sin(latitude)) ** 2
    across, along = _EQUATOR_M / math.sqrt(bent), _EQUATOR_M * (1 - _ECCENTRICITY**2) / bent**1.5
    return np.array([across * math.cos(latitude), along]) * _RADIANS


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _boxes_meet(a: shapely.Geometry, b: shapely.Geometry) -> bool:
    west, south, east, north = a.bounds
    other = b.bounds
    return bool(west <= other[2] and other[0] <= east and south <= other[3] and other[1] <= north)


def _polygon(part: shapely.Geometry) -> Polygon:
    rings = [part.exterior, *part.interiors]
    return Polygon(tuple(normalised_ring(_positions(ring), outer=n == 0) for n, ring in enumerate(rings)))


def _positions(ring: shapely.Geometry) -> list[Position]:
    return [(round(x), round(y)) for x, y in shapely.get_coordinates(ring).tolist()]


def _measure(shapes: NDArray[np.object_]) -> list[Measured]:
    """The area of each shape: for each ring the integral, along its edges, of the area below them."""
    parts, of_shape = shapely.get_parts(shapes, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return [NOTHING] * len(shapes)
    corners, of_corner = shapely.get_coordinates(rings, return_index=True)
    follows = of_corner[1:] == of_corner[:-1]
    start, end, of_edge = corners[:-1][follows], corners[1:][follows], of_corner[1:][follows]
    owner = of_shape[of_part]
    first = np.ones(len(rings), dtype=bool)
    first[1:] = of_part[1:] != of_part[:-1]
    across, up = (end - start).T * _RADIANS
    low = start[:, 1] * _RADIANS
    # Each ring is measured from the parallel of its first corner, so that no large numbers cancel.
    begins = np.ones(len(of_corner), dtype=bool)
    begins[1:] = ~follows
    base = _below(corners[begins, 1] * _RADIANS)[of_edge]
    fine, coarse = (across * _mean(low, up, nodes, base) for nodes in (_FINE, _COARSE))
    areas = np.abs(np.bincount(of_edge, weights=fine, minlength=len(rings)))
    total = np.bincount(owner, weights=np.where(first, areas, -areas), minlength=len(shapes))
    drawn = np.hypot(across * np.cos(low + up / 2), up) * _GREATEST_M * DRAWN_WITHIN * _RADIANS * _GREATEST_M
    rounded = np.abs(across) * (np.abs(base) * 1e-15) + np.abs(fine) * 1e-14
    errors = np.bincount(owner[of_edge], weights=drawn + rounded + np.abs(fine - coarse), minlength=len(shapes))
    pairs = zip((total * _MM2).tolist(), (errors * _MM2).tolist(), strict=True)
    return [Measured(round(area), math.ceil(error)) for area, error in pairs]


def _mean(low: _Floats, up: _Floats, nodes: tuple[_Floats, _Floats], base: _Floats) -> _Floats:
    """The mean along each edge of the area between it and the parallel whose own area is ``base``."""
    total = np.zeros_like(low)
    for place, weight in zip(*nodes, strict=True):
        total += weight / 2 * (_below(low + up * (place + 1) / 2) - base)
    return total


def _below(latitude: _Floats) -> _Floats:
    """The area from the equator to a parallel, for one radian of longitude, in square metres."""
    sine = np.sin(latitude)
    stretched = _ECCENTRICITY * sine
    area: _Floats = _POLAR_M**2 / 2 * (sine / (1 - stretched**2) + np.arctanh(stretched) / _ECCENTRICITY)
    return area
