"""A map as plain numbers: ground in millimetres of paper, at a round scale, on the UTM grid, with its scale bar.

Nothing is drawn here: a drawing is a dictionary that the template draws. North of the grid is up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from clearway.geometry import Position, Region
from clearway.perimeter import Border
from clearway.perimeter.geodesy import convergence, to_degrees, to_grid
from clearway.perimeter.notation import zone_of

_SCALES = tuple(step * 10**power for power in range(2, 7) for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5))
_LEFT_MM, _TOP_MM, _RIGHT_MM, _BOTTOM_MM = 16.0, 14.0, 24.0, 21.0
"""Kept free of ground on each side: for the figures of the grid, the north arrow, the scale bar."""
_LEAST_STEP_MM = 24.0
_MOST_LABELS = 60
"""More turning points than this are small and not numbered on the map; the table has them all."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Ground to be drawn in a style of the template."""

    ground: Region
    style: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What a map shows, before it has a size. ``borders`` are numbered at their turning points."""

    layers: tuple[Layer, ...]
    borders: tuple[Border, ...] = ()
    reference: Position | None = None
    spots: tuple[tuple[Position, str], ...] = field(default=())
    """Places with a name beside them: gaps, finds left in place."""


def draw(chart: Chart, width_mm: float, height_mm: float) -> dict[str, Any]:
    """The drawing on a sheet of this size; ``{}`` if there is no ground to draw."""
    positions = [position for layer in chart.layers for position in layer.ground.positions()]
    if not positions:
        return {}
    zone = zone_of(_middle(positions))
    north = _middle(positions)[1] >= 0
    reference = chart.reference
    if reference is not None and not _is_near(reference, positions, zone, north=north):
        reference = None
    shown = [*positions, *([reference] if reference is not None else [])]
    sheet = _Sheet.around([to_grid(to_degrees(p), zone, north=north) for p in shown], width_mm, height_mm)

    def put(position: Position) -> tuple[float, float]:
        return sheet.put(*to_grid(to_degrees(position), zone, north=north))

    turn = convergence(to_degrees(_middle(positions)), zone, north=north)
    return {
        "width": width_mm,
        "height": height_mm,
        "scale": round(sheet.scale),
        "zone": f"{zone}{'N' if north else 'S'}",
        "convergence": round(turn, 2),
        "shapes": [
            {"style": layer.style, "rings": [[put(p) for p in ring[:-1]] for ring in polygon.rings]}
            for layer in chart.layers
            for polygon in layer.ground.polygons
        ],
        "grid": sheet.grid(),
        "bar": sheet.bar(),
        "points": list(_labels(chart.borders, put)),
        "reference": None if reference is None else put(reference),
        "lead": None if reference is None else _lead(chart, put),
        "spots": [{"at": put(position), "text": text} for position, text in chart.spots],
    }


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A rectangle of paper over the grid."""

    west: float
    south: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]], width: float, height: float) -> _Sheet:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        across, up = max(xs) - min(xs), max(ys) - min(ys)
        room_x, room_y = (width - _LEFT_MM - _RIGHT_MM) / 1000, (height - _TOP_MM - _BOTTOM_MM) / 1000
        needed = max(across / room_x, up / room_y)
        scale = next((s for s in _SCALES if s >= needed), needed)
        west = (min(xs) + max(xs)) / 2 - (width + _LEFT_MM - _RIGHT_MM) / 2000 * scale
        south = (min(ys) + max(ys)) / 2 - (height + _BOTTOM_MM - _TOP_MM) / 2000 * scale
        return cls(west, south, scale, width, height)

    def put(self, easting: float, northing: float) -> tuple[float, float]:
        """Millimetres from the left and the top edge."""
        x = (easting - self.west) / self.scale * 1000
        return round(x, 3), round(self.height - (northing - self.south) / self.scale * 1000, 3)

    def grid(self) -> dict[str, Any]:
        """Lines at round metres, with what is written at their ends."""
        step = next(s for s in _round_steps() if s / self.scale * 1000 >= _LEAST_STEP_MM)
        eastings = _multiples(self.west, self.west + self.width / 1000 * self.scale, step)
        northings = _multiples(self.south, self.south + self.height / 1000 * self.scale, step)
        return {
            "x": [{"at": self.put(e, self.south)[0], "text": str(e)} for e in eastings],
            "y": [{"at": self.put(self.west, n)[1], "text": str(n)} for n in northings],
            "step": step,
        }

    def bar(self) -> dict[str, Any]:
        """A scale bar of two to five round parts, together at most 60 mm."""
        part = max(s for s in _round_steps() if s / self.scale * 1000 <= 15 or s == 1)
        length = part / self.scale * 1000
        count = max(2, min(5, int(60 / length)))
        return {"part_mm": round(length, 3), "parts": count, "part_m": part}


def _round_steps() -> Iterator[int]:
    for power in range(7):
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def _multiples(least: float, most: float, step: int) -> list[int]:
    return list(range(math.ceil(least / step) * step, math.floor(most / step) * step + 1, step))


def _middle(positions: Sequence[Position]) -> Position:
    xs, ys = [x for x, _ in positions], [y for _, y in positions]
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2


def _is_near(reference: Position, positions: Sequence[Position], zone: int, *, north: bool) -> bool:
    """Whether showing the reference point too leaves the ground large enough to be read."""
    points = [to_grid(to_degrees(p), zone, north=north) for p in positions]
    x, y = to_grid(to_degrees(reference), zone, north=north)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    return min(xs) - size < x < max(xs) + size and min(ys) - size < y < max(ys) + size


def _labels(borders: Iterable[Border], put: Any) -> Iterator[dict[str, Any]]:
    """Turning points with their numbers, written away from the middle of their border."""
    borders = tuple(borders)
    crowded = sum(len(border.turnings) for border in borders) > _MOST_LABELS
    for border in borders:
        places = [put(turning.position) for turning in border.turnings]
        middle = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
        for number, (turning, (x, y)) in enumerate(zip(border.turnings, places, strict=True)):
            off = math.hypot(x - middle[0], y - middle[1]) or 1.0
            yield {
                "at": (x, y),
                "text": "" if crowded and number else turning.name,
                "away": (round((x - middle[0]) / off, 3), round((y - middle[1]) / off, 3)),
                "start": number == 0,
                "small": crowded,
            }


def _lead(chart: Chart, put: Any) -> list[tuple[float, float]] | None:
    """The line from the reference point to the first start."""
    if chart.reference is None or not chart.borders:
        return None
    return [put(chart.reference), put(chart.borders[0].turnings[0].position)]
