"""From searches, lots and what is wanted to the coverage of an area: drawn, measured, with its gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from clearway.coverage.model import Coverage, Gap, Lot, Part, Search, State, Typed, Wanted, Why
from clearway.geometry import (
    NOTHING,
    WORLD,
    Bbox,
    Drawn,
    Measured,
    Region,
    deepest_each,
    list_owners,
    measure_each,
    overlapping,
)

NARROWEST_MM = 30
"""Narrower than this is the grain of the coordinates, not a gap that somebody could be sent to."""

_NOWHERE = (4 * WORLD[2], 4 * WORLD[2], 4 * WORLD[2], 4 * WORLD[2])
_NEAR = 100
"""Ground so far apart, in 1e-7 degree (more than a metre of latitude), is not joined by closing a gap."""


def cover(area: Region, searches: Sequence[Search], lots: Sequence[Lot], wanted: Wanted) -> Coverage:
    """The coverage of the area by the searches. Order and repetition of searches and lots change nothing."""
    searches = tuple(sorted(set(searches), key=lambda search: search.id))
    lots = tuple(sorted(set(lots), key=lambda lot: lot.id))
    whole = Drawn.of(area)
    reached = _reached(whole, searches, wanted)
    failed = Drawn.union(Drawn.of(lot.ground) for lot in lots if not lot.passed)
    counts, unreached = reached.minus(failed), whole.minus(reached)
    kinds = [
        _Kind(State.SEARCHED, None, counts, [search for search in searches if search.why_not(wanted) is None]),
        _Kind(State.INSUFFICIENT, Why.FAILED_LOT, reached.within(failed), [lot for lot in lots if not lot.passed]),
        *_rest(unreached, searches, wanted),
    ]
    kinds = [kind for kind in kinds if not kind.ground.is_empty]
    missing = unreached if failed.is_empty else whole.minus(counts)
    gaps, narrow = _gaps(missing, kinds[not counts.is_empty :], max(wanted.gap_mm, NARROWEST_MM))
    passed = Drawn.union(Drawn.of(lot.ground) for lot in lots if lot.passed)
    return Coverage(
        area=area,
        wanted=wanted,
        searches=searches,
        lots=lots,
        whole=whole.measure(),
        parts=tuple(_parts(kinds)),
        controlled=counts.within(passed).measure(),
        gaps=gaps,
        narrow=narrow,
        typed=tuple(_typed(whole, searches)),
    )


def _reached(whole: Drawn, searches: Sequence[Search], wanted: Wanted) -> Drawn:
    """What searches that count cover, gaps closed, less what was left out and not searched later (B6).

    What was searched later is part of the whole, so only the rest of what was left out is cut from it.
    """
    counted = [search for search in searches if search.why_not(wanted) is None]
    ground = Drawn.closed(Region.union(*(search.ground for search in counted)), wanted.gap_mm).within(whole)
    left = [(part.ground, search) for search in searches for part in search.left_out]
    if not left or ground.is_empty:
        return ground
    out = Drawn.of(Region.union(*(part for part, _ in left)))
    return ground.minus(out.minus(Drawn.union(_searched_later(left, counted, wanted))))


def _searched_later(
    left: Sequence[tuple[Region, Search]], counted: Sequence[Search], wanted: Wanted
) -> Iterator[Drawn]:
    """Of each part left out, what work covered that began after that report had ended, and did not leave out again."""
    others, near = _meeting([part for part, _ in left], [part for part, _ in left], 0), defaultdict(list)
    for number, search in _meeting([part for part, _ in left], [search.ground for search in counted], _NEAR):
        if counted[search].began > left[number][1].ended:
            near[number].append(counted[search].ground)
    again = defaultdict(list)
    for number, other in others:
        if left[other][1].ended > left[number][1].ended:
            again[number].append(Drawn.of(left[other][0]))
    for number, later in near.items():
        part, ground = Drawn.of(left[number][0]), Region.union(*later)
        found = part.within(Drawn.of(ground))
        if wanted.gap_mm and not part.minus(found).is_empty:
            found = part.within(Drawn.closed(ground, wanted.gap_mm))
        yield found.minus(Drawn.union(again[number]))


def _meeting(a: Sequence[Region], b: Sequence[Region], around: int) -> Iterator[tuple[int, int]]:
    """Numbers of the regions whose boxes meet, those of ``a`` drawn wider by so many units on each side."""
    wider = [
        (west - around, south - around, east + around, north + around) for west, south, east, north in map(_box, a)
    ]
    left, right = overlapping(np.array(wider, np.int64), np.array([_box(region) for region in b], np.int64))
    yield from zip(left.tolist(), right.tolist(), strict=True)


def _box(region: Region) -> Bbox:
    return _NOWHERE if region.is_empty else region.bbox


@dataclass(frozen=True, slots=True)
class _Kind:
    """A part while it is still a drawing."""

    state: State
    why: Why | None
    ground: Drawn
    reports: Sequence[Search | Lot]
    said: str | None = None


def _parts(kinds: Sequence[_Kind]) -> Iterator[Part]:
    for kind, area in zip(kinds, measure_each([kind.ground for kind in kinds]), strict=True):
        yield Part(kind.state, kind.why, kind.ground, area, tuple(report.id for report in kind.reports), kind.said)


def _rest(rest: Drawn, searches: Sequence[Search], wanted: Wanted) -> Iterator[_Kind]:
    """What no search that counts covers: left out with a reason, searched but not so that it counts, or not at all."""
    for said, ground, reports in _left_out(searches):
        yield _Kind(State.UNSEARCHED, Why.LEFT_OUT, ground.within(rest), reports, said)
        rest = rest.minus(ground)
    faulty: dict[Why, list[Search]] = defaultdict(list)
    for search in searches:
        why = search.why_not(wanted)
        if why is not None:
            faulty[why].append(search)
    for why in (why for why in Why if why in faulty):
        ground = Drawn.of(Region.union(*(search.ground for search in faulty[why])))
        yield _Kind(State.INSUFFICIENT, why, ground.within(rest), faulty[why])
        rest = rest.minus(ground)
    yield _Kind(State.UNSEARCHED, Why.NOT_REPORTED, rest, ())


def _left_out(searches: Sequence[Search]) -> Iterator[tuple[str, Drawn, list[Search]]]:
    """What was left out, by the reason given."""
    said: dict[str, list[tuple[Region, Search]]] = defaultdict(list)
    for search in searches:
        for part in search.left_out:
            said[part.reason].append((part.ground, search))
    for reason in sorted(said):
        grounds, reports = zip(*said[reason], strict=True)
        yield reason, Drawn.of(Region.union(*grounds)), list(dict.fromkeys(reports))


def _gaps(missing: Drawn, kinds: Sequence[_Kind], least_mm: int) -> tuple[tuple[Gap, ...], Measured]:
    """The pieces wider than ``least_mm``, largest first, and how much lies in narrower ones."""
    gaps, narrow = list[Gap](), NOTHING
    pieces = missing.parts()
    owned = list_owners(pieces, [kind.ground for kind in kinds])
    for piece, owners, area, (inside, width_mm) in zip(
        pieces, owned, measure_each(pieces), deepest_each(pieces), strict=True
    ):
        if width_mm <= least_mm:
            narrow += area
            continue
        why = tuple(dict.fromkeys(why for number in owners if (why := kinds[number].why)))
        gaps.append(Gap(piece, area, inside, width_mm, why))
    return tuple(sorted(gaps, key=lambda gap: (-gap.area.mm2, gap.inside))), narrow


def _typed(whole: Drawn, searches: Sequence[Search]) -> Iterator[Typed]:
    total = whole.measure().mm2
    for search in searches:
        if search.typed_percent is not None and total:
            left = Drawn.union(Drawn.of(part.ground) for part in search.left_out)
            covered = Drawn.of(search.ground).minus(left).within(whole).measure()
            yield Typed(search.id, search.typed_percent, covered.mm2 * 1000 // total)
