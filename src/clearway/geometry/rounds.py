"""Discs and lines with a breadth, as polygons that err to a known side.

Everything is done in whole numbers and fractions, so each machine draws the same polygon. ``outward`` is never
smaller than the true shape on the ellipsoid WGS 84, inward never larger:

- A piece of way on the ground has the length √(M² dφ² + (N cos φ)² dλ²). With the least radii of curvature the way is
  taken for shorter than it is, so that all ground within a distance lies in an ellipse in longitude and latitude; with
  the greatest it is taken for longer, so that a smaller ellipse lies within the distance.
- The ellipse becomes a polygon of 32 sides around it, or inside it, whose corners are rounded away from the centre,
  or towards it. The four-fold symmetry of the corners makes each such rounding safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from clearway.geometry.shapes import (
    EMPTY,
    MAX_LATITUDE,
    MAX_LONGITUDE,
    WORLD,
    Bbox,
    Polygon,
    Position,
    Region,
    box,
    clip_boxes,
)

# WGS 84, metres: the radius of curvature along the meridian is least at the equator and greatest at the poles; that
# across it lies between the equatorial radius and the same greatest value.
_MERIDIAN_LEAST = 6_335_439
_ACROSS_LEAST = 6_378_137
_GREATEST = 6_399_594

_SCALE = 10**40
_PI = 31_415_926_535_897_932_384_626_433_832_795_028_841_971  # times _SCALE, rounded down
_ERROR = 1_000  # far more than the roundings of the series below can add up to, in units of 1 / _SCALE
_HALF_TURN = 1_800_000_000

_QUARTER = 900_000_000
_SIDE = 112_500_000  # 11.25 degrees, between two corners
_HALF_SIDE = _SIDE // 2


def disc(centre: Position, radius_mm: int, outward: bool = True) -> Region:
    """The ground within ``radius_mm`` of ``centre``: never smaller than that, or never larger.

    Inward it is empty when no whole-number polygon fits. Outward it may be in two parts at the 180th meridian.
    """
    return _swept([centre], Fraction(radius_mm), outward)


def line(points: Sequence[Position], width_mm: int, outward: bool = True) -> Region:
    """The ground within half of ``width_mm`` of a line with straight edges: never smaller, or never larger.

    One convex polygon for each edge; outward two where it reaches over the 180th meridian.
    """
    radius = Fraction(width_mm, 2)
    steps = [[a, b] for a, b in pairwise(points) if a != b] or [list(points[:1])]
    return Region.union(*(_swept(step, radius, outward) for step in steps))


def metres_e7(metres: int, latitude_e7: int) -> tuple[int, int]:
    """How many units of longitude and of latitude surely span so many metres around a latitude."""
    reach_y = _ceil(_angle(metres * 1000, _MERIDIAN_LEAST, outward=True))
    least = cosine(abs(latitude_e7) + reach_y)[0] if abs(latitude_e7) + reach_y < _QUARTER else 0
    if least <= 0:
        return 2 * MAX_LONGITUDE, reach_y
    reach_x = _ceil(_angle(metres * 1000, _ACROSS_LEAST, outward=True) / Fraction(least, _SCALE))
    return min(reach_x, 2 * MAX_LONGITUDE), reach_y


def cosine(angle_e7: int) -> tuple[int, int]:
    """Bounds of the cosine of an angle from 0 to 90 degrees, times 10^40: one not above it, one not below."""
    radians = angle_e7 * _PI // _HALF_TURN
    total, term, factor = 0, _SCALE, 0
    square = radians * radians // _SCALE
    while term:
        total += term
        factor += 2
        term = -(term * square // _SCALE) // (factor * (factor - 1))
        if abs(term) <= 1:
            break
    return max(total - _ERROR, 0), min(total + _ERROR, _SCALE)


def hull(positions: Sequence[Position]) -> Polygon | None:
    """The smallest convex polygon that holds the positions, or None if they lie on a line."""
    ordered = sorted(set(positions))
    if len(ordered) < 3:
        return None
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    ring = (*lower[:-1], *upper[:-1])
    return Polygon(((*ring, ring[0]),)) if len(ring) > 2 else None


def _chain(positions: Sequence[Position]) -> list[Position]:
    chain = list[Position]()
    for x, y in positions:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain


def _swept(centres: Sequence[Position], radius_mm: Fraction, outward: bool) -> Region:
    """The ground within the radius of a straight edge between the centres (or of the one centre)."""
    lowest = min(abs(y) for _, y in centres) if len({y > 0 for _, y in centres}) == 1 else 0
    highest = max(abs(y) for _, y in centres)
    return _around(centres, radius_mm, highest) if outward else _within(centres, radius_mm, lowest)


def _around(centres: Sequence[Position], radius_mm: Fraction, highest: int) -> Region:
    half_height = _angle(radius_mm, _MERIDIAN_LEAST, outward=True)
    reach_y = max(y for _, y in _corners(half_height, half_height, outward=True))
    xs, ys = [x for x, _ in centres], [y for _, y in centres]
    least = cosine(highest + reach_y)[0] if highest + reach_y < _QUARTER else 0
    if least <= 0:
        # Near a pole every meridian may be within reach.
        band = clip_boxes((-MAX_LONGITUDE, min(ys) - reach_y, MAX_LONGITUDE, max(ys) + reach_y), WORLD)
        return box(band) if band else EMPTY
    half_width = _angle(radius_mm, _ACROSS_LEAST, outward=True) / Fraction(least, _SCALE)
    corners = _corners(half_width, half_height, outward=True)
    reach_x = max(x for x, _ in corners)
    bounds = (min(xs) - reach_x, min(ys) - reach_y, max(xs) + reach_x, max(ys) + reach_y)
    if bounds[0] < -MAX_LONGITUDE or bounds[2] > MAX_LONGITUDE:
        return Region.union(*_wrapped(bounds))
    found = hull([p for centre in centres for p in _placed(centre, corners)])
    return Region((found,)) if found else EMPTY


def _within(centres: Sequence[Position], radius_mm: Fraction, lowest: int) -> Region:
    half_height = _angle(radius_mm, _GREATEST, outward=False)
    nearest = max(0, lowest - _ceil(_angle(radius_mm, _MERIDIAN_LEAST, outward=True)))
    half_width = half_height * Fraction(_SCALE, cosine(min(nearest, _QUARTER - 1))[1])
    # Cut at the edges of the map: a corner moved straight back towards the centre stays inside the symmetric shape.
    corners = [
        (min(max(x, -MAX_LONGITUDE), MAX_LONGITUDE), min(max(y, -MAX_LATITUDE), MAX_LATITUDE))
        for centre in centres
        for x, y in _placed(centre, _corners(half_width, half_height, outward=False))
    ]
    found = hull(corners)
    return Region((found,)) if found else EMPTY


def _wrapped(bounds: Bbox) -> list[Region]:
    """A box that reaches over the 180th meridian, as boxes on the map."""
    west, south, east, north = bounds
    if east - west >= 2 * MAX_LONGITUDE:
        return [box((-MAX_LONGITUDE, south, MAX_LONGITUDE, north))]
    if west < -MAX_LONGITUDE:
        west, east = west + 2 * MAX_LONGITUDE, east + 2 * MAX_LONGITUDE
    parts = [(west, south, MAX_LONGITUDE, north), (-MAX_LONGITUDE, south, east - 2 * MAX_LONGITUDE, north)]
    return [box(part) for part in parts if part[0] < part[2]]


def _angle(radius_mm: Fraction | int, curvature_m: int, *, outward: bool) -> Fraction:
    """The angle in 1e-7 degree that a length spans on a circle: not below it outward, not above it inward."""
    pi = Fraction(_PI if outward else _PI + 1, _SCALE)
    return Fraction(radius_mm) * _HALF_TURN / (pi * curvature_m * 1000)


def _corners(half_width: Fraction, half_height: Fraction, *, outward: bool) -> list[Position]:
    """Corners in the first quarter of a 32-gon around or inside an ellipse, relative to its centre."""
    scale, unit_circle = _unit_corners(outward)
    if outward:
        return [(_ceil(half_width * c * scale), _ceil(half_height * s * scale)) for c, s in unit_circle]
    return [(int(half_width * c * scale), int(half_height * s * scale)) for c, s in unit_circle]


@lru_cache(maxsize=2)
def _unit_corners(outward: bool) -> tuple[Fraction, tuple[tuple[int, int], ...]]:
    bound = 1 if outward else 0
    cosines = [cosine(k * _SIDE)[bound] for k in range(8)] + [0]
    pairs = tuple((cosines[k], cosines[8 - k]) for k in range(9))
    return (Fraction(1, cosine(_HALF_SIDE)[0]) if outward else Fraction(1, _SCALE)), pairs


def _placed(centre: Position, corners: Sequence[Position]) -> list[Position]:
    x, y = centre
    return [(x + sx * dx, y + sy * dy) for dx, dy in corners for sx in (1, -1) for sy in (1, -1)]


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
