"""Awkward ground for every test: overlapping, holed, in parts, touching, with shared edges, slivers, extremes.

All strategies give sound regions in whole numbers. Small coordinates make shapes meet in every way; ``scaled`` moves
any of them to a real place.

    @given(regions(), regions())
    def test_something(a, b): ...
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Any

import shapely
from hypothesis import strategies as st

from clearway.geometry import Bbox, Polygon, Position, Region, Track, box, normalise, parse_region
from clearway.problems import Refused

SPAN = 12
BENGHAZI = (200_000_000, 320_000_000)

SQUARE = box((0, 0, 10, 10))
FRAME = parse_region([[[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[3, 3], [3, 7], [7, 7], [7, 3], [3, 3]]]])
TWO_PARTS = Region.union(box((0, 0, 4, 4)), box((6, 6, 9, 9)))
TOUCHING_AT_A_CORNER = Region.union(box((0, 0, 5, 5)), box((5, 5, 10, 10)))
SHARING_AN_EDGE = Region.union(box((0, 0, 5, 10)), box((5, 0, 10, 10)))
OVERLAPPING = Region.union(box((0, 0, 7, 7)), box((3, 3, 10, 10)))
HOLE_AT_THE_BORDER = parse_region([[[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[0, 5], [4, 7], [4, 3], [0, 5]]]])
SLIVER = parse_region([[[[0, 0], [12, 1], [11, 1], [0, 0]]]])
WHOLE_MAP = box((-1_800_000_000, -900_000_000, 1_800_000_000, 900_000_000))

ZOO: dict[str, Region] = {
    "square": SQUARE,
    "frame": FRAME,
    "two parts": TWO_PARTS,
    "touching at a corner": TOUCHING_AT_A_CORNER,
    "sharing an edge": SHARING_AN_EDGE,
    "overlapping": OVERLAPPING,
    "hole at the border": HOLE_AT_THE_BORDER,
    "sliver": SLIVER,
    "whole map": WHOLE_MAP,
}


def drawn(rings: Sequence[Sequence[Position]]) -> Region | None:
    """A region of one polygon from rings in any order and direction, or None if they bound no ground."""
    try:
        return parse_region(normalise([[[list(position) for position in ring] for ring in rings]]))
    except Refused:
        return None


def from_shapely(geometry: Any) -> list[Region]:
    """The polygons of a drawing whose corners are whole numbers, each as a region."""
    found = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = [part.exterior, *part.interiors]
            region = drawn([[(round(x), round(y)) for x, y in ring.coords] for ring in rings])
            if region is not None:
                found.append(region)
    return found


def to_shapely(region: Region) -> Any:
    """The region as shapely sees it: the union of its polygons."""
    return shapely.union_all([shapely.Polygon(p.rings[0], p.rings[1:]) for p in region.polygons])


def scaled(region: Region, by: int = 1_000, to: Position = BENGHAZI) -> Region:
    """The same shape with coordinates multiplied and moved."""
    return Region(
        tuple(
            Polygon(tuple(tuple((to[0] + by * x, to[1] + by * y) for x, y in ring) for ring in polygon.rings))
            for polygon in region.polygons
        )
    )


def positions(span: int = SPAN) -> st.SearchStrategy[Position]:
    """Positions from 0 to ``span`` on both axes."""
    return st.tuples(st.integers(0, span), st.integers(0, span))


@st.composite
def boxes(draw: st.DrawFn, span: int = SPAN) -> Bbox:
    """Closed boxes with an area."""
    west, east = sorted(draw(st.lists(st.integers(0, span), min_size=2, max_size=2, unique=True)))
    south, north = sorted(draw(st.lists(st.integers(0, span), min_size=2, max_size=2, unique=True)))
    return (west, south, east, north)


def triangles(span: int = SPAN) -> st.SearchStrategy[Region]:
    """Triangles, slivers among them."""
    corners = st.lists(positions(span), min_size=3, max_size=3, unique=True)
    return corners.map(lambda ring: drawn([ring])).filter(bool).map(_present)


@st.composite
def outlines(draw: st.DrawFn, span: int = SPAN, most: int = 9) -> Region:
    """Simple rings that are mostly not convex: corners in the order of their angle around a middle point."""
    corners = draw(st.lists(positions(span), min_size=3, max_size=most, unique=True))
    middle = shapely.MultiPoint(corners).centroid
    turned = sorted(corners, key=lambda p: (shapely.Point(p).distance(middle) == 0, _angle(p, middle), p))
    return drawn([turned]) or box(draw(boxes(span)))


def _angle(position: Position, middle: Any) -> float:
    dx, dy = float(position[0] - middle.x), float(position[1] - middle.y)
    length = hypot(dx, dy) or 1.0
    return dx / length if dy >= 0 else 2 - dx / length


@st.composite
def tiles(draw: st.DrawFn, span: int = SPAN) -> Region:
    """Connected or scattered tiles of a slanted grid, joined: holes, parts, corners that touch, holes that touch."""
    size = draw(st.integers(2, 4))
    some = draw(st.sets(st.integers(0, size * size - 1), max_size=5))
    taken = set(range(size * size)) - some if draw(st.booleans()) else some
    a, b, c, d = draw(st.sampled_from([(3, 0, 0, 3), (2, 1, -1, 2), (3, 1, 0, 2), (2, -1, 1, 1), (1, 0, 2, 3)]))
    squares = [shapely.box(n % size, n // size, n % size + 1, n // size + 1) for n in sorted(taken)]
    joined = shapely.transform(shapely.union_all(squares), lambda xy: xy @ [[a, b], [c, d]] + [span // 3, span // 3])
    parts = from_shapely(joined)
    return Region.union(*parts) if parts else box(draw(boxes(span)))


@st.composite
def sharing_edges(draw: st.DrawFn, span: int = SPAN) -> Region:
    """Some triangles of a triangulation, so that neighbours share whole edges and corners."""
    corners = draw(st.lists(positions(span), min_size=4, max_size=8, unique=True))
    parts = from_shapely(shapely.delaunay_triangles(shapely.MultiPoint(corners)))
    chosen = [part for part in parts if draw(st.booleans())]
    return Region.union(*chosen) if chosen else box(draw(boxes(span)))


@st.composite
def holed(draw: st.DrawFn, span: int = SPAN) -> Region:
    """A shape with holes cut out wherever they fit, touching its border or not."""
    outer = draw(st.one_of(st.just(box((0, 0, span, span))), boxes(span).map(box), outlines(span)))
    rings = [outer.polygons[0].rings[0]]
    for _ in range(draw(st.integers(1, 3))):
        x, y = draw(positions(span))
        corners = draw(st.lists(positions(min(5, span)), min_size=3, max_size=4, unique=True))
        with_hole = drawn([*rings, [(x + dx, y + dy) for dx, dy in corners]])
        if with_hole is not None:
            rings = list(with_hole.polygons[0].rings)
    return drawn(rings) or outer


def parts(span: int = SPAN) -> st.SearchStrategy[Region]:
    """One awkward shape of any kind."""
    return st.one_of(
        boxes(span).map(box), triangles(span), outlines(span), holed(span), tiles(span), sharing_edges(span)
    )


def regions(span: int = SPAN, most: int = 3) -> st.SearchStrategy[Region]:
    """The union of up to ``most`` awkward shapes, which overlap, touch or lie apart."""
    several = st.lists(parts(span), min_size=1, max_size=most).map(lambda found: Region.union(*found))
    return st.one_of(parts(span), several, st.sampled_from([r for name, r in ZOO.items() if name != "whole map"]))


def extreme_regions() -> st.SearchStrategy[Region]:
    """Shapes of any size anywhere on the map, out to its corners."""
    xs, ys = st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000)
    corners = st.lists(st.tuples(xs, ys), min_size=3, max_size=3, unique=True)
    found = corners.map(lambda ring: drawn([ring])).filter(bool).map(_present)
    return st.one_of(found, st.just(WHOLE_MAP))


def tracks(span: int = SPAN) -> st.SearchStrategy[Track]:
    """Ways of one position or more, which may turn back and cross themselves."""
    return st.lists(positions(span), min_size=1, max_size=5).map(lambda points: Track(tuple(points)))


def _present(region: Region | None) -> Region:
    assert region is not None
    return region
