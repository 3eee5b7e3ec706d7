"""From nested lists to a region, and from what people draw to lists that can be read.

``parse_region`` refuses whatever is not in the one written form, so that equal ground drawn by equal rings has one
id. ``normalise`` brings rings into that form where this changes no ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from clearway.geometry.shapes import MAX_LATITUDE, MAX_LONGITUDE, Polygon, Position, Region, Ring
from clearway.geometry.validity import area2, faults
from clearway.problems import Problem, Refused

_CLOSED_RING = Annotated[
    tuple[
        tuple[
            Annotated[int, Meta(ge=-MAX_LONGITUDE, le=MAX_LONGITUDE)],
            Annotated[int, Meta(ge=-MAX_LATITUDE, le=MAX_LATITUDE)],
        ],
        ...,
    ],
    Meta(min_length=4),
]


def parse_region(e7: Any, pointer: str = "") -> Region:
    """Read polygons as records write them: lists of rings of ``[longitude, latitude]`` in whole 1e-7 degree.

    As in a GeoJSON MultiPolygon the first ring is the outer one, counter-clockwise, and holes run clockwise; each ring
    MUST be closed and start at its least position (by longitude, then latitude). Polygons may overlap and touch.
    Raises ``Refused`` with every problem found; ``pointer`` says where the lists stand.
    """
    problems = list[Problem]()
    if not _is_list(e7) or not e7:
        raise Refused(Problem("geometry.no_polygons", pointer))
    polygons = [_polygon(rings, f"{pointer}/{number}", problems) for number, rings in enumerate(e7)]
    if problems:
        raise Refused(*problems)
    return Region(tuple(polygon for polygon in polygons if polygon))


def parse_position(value: Any, pointer: str = "") -> Position:
    """Read one ``[longitude, latitude]``. Raises ``Refused``."""
    problems = list(_position_problems(value, pointer))
    if problems:
        raise Refused(*problems)
    return (value[0], value[1])


def normalise(e7: Any) -> Any:
    """Close, orient and rotate rings and drop repeated positions, as ``parse_region`` asks; no ground changes.

    What is not made of lists of whole numbers comes back as it is, for ``parse_region`` to refuse.
    """
    if not _is_list(e7):
        return e7
    return [_normalised(rings) if _is_list(rings) else rings for rings in e7]


def normalised_ring(ring: Sequence[Position], *, outer: bool) -> Ring:
    """The same ring closed, turning as an outer ring or a hole does, starting at its least position."""
    positions = [b for a, b in zip([None, *ring], ring, strict=False) if a != b]
    if len(positions) > 1 and positions[0] == positions[-1]:
        positions.pop()
    start = positions.index(min(positions))
    closed = (*positions[start:], *positions[:start], positions[start])
    return closed if (area2(closed) > 0) == outer else closed[::-1]


def _normalised(rings: Sequence[Any]) -> list[Any]:
    return [
        [list(position) for position in normalised_ring([tuple(p) for p in ring], outer=number == 0)]
        if _is_list(ring) and ring and all(_is_pair(p) for p in ring)
        else ring
        for number, ring in enumerate(rings)
    ]


def _find_convex(rings: Any) -> Polygon | None:
    """The polygon, if it is one strictly convex ring in the written form: most are, and need no other test."""
    if not _is_list(rings) or len(rings) != 1:
        return None
    try:
        ring: Ring = msgspec.convert(rings[0], _CLOSED_RING)
    except msgspec.ValidationError:
        return None
    if ring[0] != ring[-1] or ring[0] != min(ring):
        return None
    edges = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    around = [*edges, edges[0]]
    # Left at every corner, and round once: from the lower half of all directions to the upper only one time.
    if any(dx * ey - dy * ex <= 0 for (dx, dy), (ex, ey) in pairwise(around)):
        return None
    rises = sum(not _is_upper(d) and _is_upper(e) for d, e in pairwise(around))
    return Polygon((ring,)) if rises == 1 else None


def _is_upper(direction: Position) -> bool:
    return direction[1] > 0 or (direction[1] == 0 and direction[0] > 0)


def _polygon(rings: Any, pointer: str, problems: list[Problem]) -> Polygon | None:
    convex = _find_convex(rings)
    return convex or _any_polygon(rings, pointer, problems)


def _any_polygon(rings: Any, pointer: str, problems: list[Problem]) -> Polygon | None:
    if not _is_list(rings) or not rings:
        problems.append(Problem("geometry.no_rings", pointer))
        return None
    before = len(problems)
    for number, ring in enumerate(rings):
        problems += _ring_problems(ring, f"{pointer}/{number}", outer=number == 0)
    if len(problems) > before:
        return None
    read = tuple(tuple((x, y) for x, y in ring) for ring in rings)
    problems += [Problem(code, f"{pointer}/{number}") for code, number in faults(read)]
    return Polygon(read)


def _ring_problems(ring: Any, pointer: str, *, outer: bool) -> Iterator[Problem]:
    if not _is_list(ring):
        yield Problem("geometry.no_ring", pointer)
        return
    found = [p for n, position in enumerate(ring) for p in _position_problems(position, f"{pointer}/{n}")]
    if found:
        yield from found
        return
    positions = [tuple(position) for position in ring]
    if len(positions) < 4:
        yield Problem("geometry.too_few_positions", pointer, {"count": len(positions)})
        return
    yield from _form_problems(positions, pointer, outer=outer)


def _form_problems(positions: list[Position], pointer: str, *, outer: bool) -> Iterator[Problem]:
    repeated = next((n for n in range(1, len(positions)) if positions[n] == positions[n - 1]), None)
    if repeated is not None:
        yield Problem("geometry.repeated_position", f"{pointer}/{repeated}")
    if positions[0] != positions[-1]:
        yield Problem("geometry.ring_not_closed", pointer)
        return
    area = area2(tuple(positions))
    if area == 0:
        yield Problem("geometry.no_area", pointer)
    elif (area > 0) != outer:
        yield Problem("geometry.outer_ring_clockwise" if outer else "geometry.hole_counter_clockwise", pointer)
    if positions[0] != min(positions):
        yield Problem("geometry.ring_starts_elsewhere", pointer)


def _position_problems(value: Any, pointer: str) -> Iterator[Problem]:
    if not (_is_list(value) and len(value) == 2):
        yield Problem("geometry.no_position", pointer)
        return
    limits = (("geometry.longitude_out_of_range", MAX_LONGITUDE), ("geometry.latitude_out_of_range", MAX_LATITUDE))
    for number, (coordinate, (code, limit)) in enumerate(zip(value, limits, strict=True)):
        if not _is_whole(coordinate):
            yield Problem("geometry.not_a_whole_number", f"{pointer}/{number}", {"value": shown(coordinate)})
        elif abs(coordinate) > limit:
            yield Problem(code, f"{pointer}/{number}", {"value": degrees(coordinate)})


def degrees(e7: int) -> str:
    """The number in degrees, exactly, as people write it: 1330000000 is 133, -5 is -0.0000005."""
    whole, part = divmod(abs(e7), 10_000_000)
    fraction = f".{part:07d}".rstrip("0").rstrip(".")
    return f"{'-' if e7 < 0 else ''}{whole}{fraction}"


def shown(value: Any) -> str:
    """A refused value, short enough for a sentence."""
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _is_pair(value: Any) -> bool:
    return _is_list(value) and len(value) == 2 and all(_is_whole(coordinate) for coordinate in value)
