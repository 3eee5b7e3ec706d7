"""Ground in words: a small map of letters, and expressions over it such as ``A + B`` or ``the west half of A``.

Each letter or dot of the map is a cell of about ten metres. Everything is kept as rectangles in units of 1e-7 degree
east and north of the corner of the world, so that no shape is ever rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from clearway.geometry import At, Query, Track, disc, parse_region
from clearway.geometry import Region as Ground
from tests.world import CELL, SOUTH, WEST, Json, Polygons, polygon, shaped, unplaced
from tests.world import disc as disc_shape
from tests.world import line as line_shape

Rect: TypeAlias = tuple[int, int, int, int]
Spot: TypeAlias = tuple[int, int]

FIRST_CELL = 2
"""The map's lower left cell, so that there is ground around it that every log still speaks for."""
SIDES = {"west": 0, "south": 1, "east": 2, "north": 3}
UNITS_A_CM = CELL / 944
"""Along a parallel at the latitude of Benghazi; a little less along a meridian."""


class UnknownGround(ValueError):
    """Words that name no ground."""


def read_map(rows: Sequence[str]) -> dict[str, list[Rect]]:
    """The rectangles of every letter on the map, with the ground that needs no drawing."""
    cells: dict[str, set[Spot]] = {}
    plain = [row.replace(" ", "") for row in rows]
    for up, row in enumerate(reversed(plain)):
        for along, letter in enumerate(row):
            if letter.isascii() and letter.isupper():
                cells.setdefault(letter, set()).add((FIRST_CELL + along, FIRST_CELL + up))
            elif letter != ".":
                raise UnknownGround(f"a map has capital letters and dots, not {letter!r}")
    if len(plain) > 16 or any(len(row) > 16 for row in plain):
        raise UnknownGround("a map has at most 16 cells each way")
    found = {letter: _rectangles(spots) for letter, spots in cells.items()}
    return found | {"Beyond": [_cells(25, 25, 27, 27)], "Everywhere": [_cells(0, 0, 20, 20)]}


def _cells(west: int, south: int, east: int, north: int) -> Rect:
    return (west * CELL, south * CELL, east * CELL, north * CELL)


def _rectangles(spots: set[Spot]) -> list[Rect]:
    """As few rectangles as come from runs of cells in a row, joined upward where the runs are the same."""
    open_runs: dict[tuple[int, int], tuple[int, int]] = {}
    done: list[Rect] = []
    rows = {y for _, y in spots}
    for y in range(min(rows), max(rows) + 2):
        runs = set(_runs(sorted(x for x, row in spots if row == y)))
        for run in [run for run in open_runs if run not in runs]:
            south, north = open_runs.pop(run)
            done.append(_cells(run[0], south, run[1], north))
        for run in runs:
            open_runs[run] = (open_runs.get(run, (y, y))[0], y + 1)
    return sorted(done)


def _runs(along: list[int]) -> Iterable[tuple[int, int]]:
    start = None
    for at, x in enumerate(along):
        start = x if start is None else start
        if at + 1 == len(along) or along[at + 1] != x + 1:
            yield start, x + 1
            start = None


def rectangles(words: str, known: Mapping[str, list[Rect]]) -> list[Rect]:
    """The ground that an expression names, as rectangles."""
    found: list[Rect] = []
    for term in re.split(r"\s*\+\s*", words.strip()):
        found += _term(term, known)
    return found


def _term(words: str, known: Mapping[str, list[Rect]]) -> list[Rect]:
    if words in known:
        return known[words]
    if half := re.fullmatch(r"the (west|east|north|south) half of (.+)", words):
        whole = _term(half[2], known)
        return _cut(whole, half[1], _bounds(whole))
    if short := re.fullmatch(r"(\w+) short of its (west|east|north|south) edge by (\d+) cm", words):
        whole = _term(short[1], known)
        return _shorten(whole, SIDES[short[2]], round(int(short[3]) * UNITS_A_CM))
    raise UnknownGround(f"{words!r} is no ground on the map")


def _bounds(rects: Sequence[Rect]) -> Rect:
    west, south, east, north = zip(*rects, strict=True)
    return (min(west), min(south), max(east), max(north))


def _cut(rects: Sequence[Rect], side: str, bounds: Rect) -> list[Rect]:
    axis = SIDES[side] % 2
    middle = (bounds[axis] + bounds[axis + 2]) // 2
    limit = list(bounds)
    limit[axis + 2 if SIDES[side] < 2 else axis] = middle
    clipped = [_meet(rect, (limit[0], limit[1], limit[2], limit[3])) for rect in rects]
    return [(w, s, e, n) for w, s, e, n in clipped if w < e and s < n]


def _meet(a: Rect, b: Rect) -> Rect:
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def _shorten(rects: Sequence[Rect], side: int, by: int) -> list[Rect]:
    bounds = list(_bounds(rects))
    bounds[side] += by if side < 2 else -by
    return [_meet(rect, (bounds[0], bounds[1], bounds[2], bounds[3])) for rect in rects]


def polygons(rects: Iterable[Rect]) -> Polygons:
    """Rectangles as the polygons of a footprint."""
    return [polygon([(w, s), (e, s), (e, n), (w, n)])[0] for w, s, e, n in rects]


def middle(words: str, known: Mapping[str, list[Rect]]) -> Spot:
    """The middle of some ground; where that lies outside it, the middle of its first rectangle."""
    rects = rectangles(words, known)
    spot = _centre(_bounds(rects))
    inside = any(w < spot[0] < e and s < spot[1] < n for w, s, e, n in rects)
    return spot if inside or (len(rects) > 1 and any(_holds(rect, spot) for rect in rects)) else _centre(rects[0])


def _centre(rect: Rect) -> Spot:
    return ((rect[0] + rect[2]) // 2, (rect[1] + rect[3]) // 2)


def _holds(rect: Rect, spot: Spot) -> bool:
    return rect[0] <= spot[0] <= rect[2] and rect[1] <= spot[1] <= rect[3]


def footprint(words: str, known: Mapping[str, list[Rect]]) -> Json:
    """The footprint that words describe: ground, ``somewhere in``, ``N m around``, or a way of some width."""
    if found := re.fullmatch(r"somewhere in (.+)", words):
        return unplaced(polygons(rectangles(found[1], known)))
    if found := re.fullmatch(r"(\d+) m around the middle of (.+)", words):
        return disc_shape(*middle(found[2], known), int(found[1]) * 1000)
    if found := re.fullmatch(r"a way (\d+) m wide from (.+)", words):
        return line_shape(_stations(found[2], known), int(found[1]) * 1000)
    return shaped(polygons(rectangles(words, known)))


def query(words: str, known: Mapping[str, list[Rect]]) -> Query:
    """What a check asks about: ground, a point, a way, or a position with its accuracy."""
    if found := re.fullmatch(r"the middle of the (west|east|north|south) edge of (.+)", words):
        return _at(_on_edge(rectangles(found[2], known), SIDES[found[1]]))
    if found := re.fullmatch(r"the middle of (.+)", words):
        return _at(middle(found[1], known))
    if found := re.fullmatch(r"(\d+) m around the middle of (.+)", words):
        x, y = middle(found[2], known)
        return disc((WEST + x, SOUTH + y), int(found[1]) * 1000)
    if found := re.fullmatch(r"the way from (.+)", words):
        return Track(tuple((WEST + x, SOUTH + y) for x, y in _stations(found[1], known)))
    return region(words, known)


def region(words: str, known: Mapping[str, list[Rect]]) -> Ground:
    """Ground as a region."""
    return parse_region(polygons(rectangles(words, known)), "")


def _at(spot: Spot) -> At:
    return At(WEST + spot[0], SOUTH + spot[1])


def _on_edge(rects: Sequence[Rect], side: int) -> Spot:
    bounds = _bounds(rects)
    x, y = _centre(bounds)
    return (bounds[side], y) if side % 2 == 0 else (x, bounds[side])


def _stations(words: str, known: Mapping[str, list[Rect]]) -> list[Spot]:
    return [middle(each, known) for each in re.split(r" over | to ", words)]
