"""A question about a shape: the worst answer over its points, exactly.

The ground is cut by the edges of the asked shape and of everything near it. Within each piece nothing changes, so the
question is put once to every vertex of that arrangement inside the shape, and to every sector around it. No edge is
rounded, no remainder polygon is drawn; a larger shape has every cell of a smaller one and can only answer worse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from clearway.geometry import Cell, Query, Region, cells
from clearway.problems import ClearwayBug
from clearway.projection.release import opened, verdict_of
from clearway.situation import (
    AnnouncedCorridor,
    Answer,
    Because,
    Cover,
    Dangling,
    Ground,
    Hold,
    OpenCorridor,
    Situation,
)
from clearway.terms import (
    CLOSURE_ORDER,
    HAZARD_ORDER,
    SURVEY_ORDER,
    VERDICT_ORDER,
    Axis,
    ClosureState,
    Doubt,
    HazardState,
    Product,
    Verdict,
)

Accuracy = int | Literal["unknown"] | None

_BAR_PERMISSION = frozenset(
    {Doubt.UNPLACED, Doubt.OUTSIDE_COVERAGE, Doubt.CONFLICT, Doubt.STALE, Doubt.POSITION_UNSURE}
)
"""Outside every remit no log can be stale, so that nobody would notice a permission that was taken back."""


@dataclass(slots=True)
class _Shapes:
    """The regions that matter for a question, each once, by number."""

    regions: list[Region] = field(default_factory=list)
    numbers: dict[Region, int] = field(default_factory=dict)

    def number(self, region: Region) -> int:
        """The region's number among those that the cells give masks for."""
        found = self.numbers.get(region)
        if found is None:
            found = self.numbers[region] = len(self.regions)
            self.regions.append(region)
        return found


@dataclass(frozen=True, slots=True)
class _Cover:
    cover: Cover
    all_of: tuple[int, ...]
    none_of: tuple[int, ...]

    def mask(self, cell: Cell) -> int:
        """The sectors that the release covers."""
        mask = cell.star
        for number in self.all_of:
            mask &= cell.masks[number]
        for number in self.none_of:
            mask &= ~cell.masks[number]
        return mask


@dataclass(frozen=True, slots=True)
class _Hold:
    hold: Hold
    ground: int
    covers: tuple[_Cover, ...]


@dataclass(slots=True)
class _Touched:
    """What the cells of the question say of one hold."""

    closure: bool = False
    hazard: bool = False
    ended: bool = False
    covers: dict[Cover, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """The answer in one cell."""

    verdict: Verdict
    closure: ClosureState
    hazard: HazardState
    doubts: tuple[Doubt, ...]
    product: Product | None
    depth_mm: int | None
    word_of: str | None


class Question:
    """A situation prepared for one shape, indoors or out: ``points`` answers cell by cell, ``answer`` the whole."""

    def __init__(
        self, situation: Situation, query: Query, accuracy_m: Accuracy = None, unit: str | None = None
    ) -> None:
        self.situation = situation
        self.query = query
        self.unit = unit
        self.unsure = accuracy_m == "unknown" or (
            isinstance(accuracy_m, int) and accuracy_m > situation.accuracy_limit_m
        )
        self.shapes = _Shapes()
        self.holds = [self._prepare(hold) for hold in situation.holds]
        self.corridors = [(self.shapes.number(c.footprint), c) for c in situation.corridors]
        self.logs = [(self.shapes.number(log.remit), log) for log in situation.logs]
        self.dangling = [(self.shapes.number(d.footprint), d) for d in situation.dangling]
        self.touched: dict[str, _Touched] = {}
        self.near: dict[str, None] = {}
        self.outside = False

    def _prepare(self, hold: Hold) -> _Hold:
        # B12: outdoors only releases without a unit count; indoors only those of that unit. A restriction that
        # itself names a unit is met by a release of the same unit.
        counted = (c for c in hold.covers if c.unit == self.unit or (c.unit is not None and c.unit == hold.unit))
        number = self.shapes.number
        return _Hold(
            hold=hold,
            ground=number(hold.footprint),
            covers=tuple(_Cover(c, tuple(map(number, c.all_of)), tuple(map(number, c.none_of))) for c in counted),
        )

    def points(self) -> Iterable[Point]:
        """The answer in every cell of the shape."""
        for cell in cells(self.query, self.shapes.regions):
            yield self.point(cell)

    def point(self, cell: Cell) -> Point:
        """The answer in one cell, whose masks follow ``shapes.regions``."""
        closure, hazard = ClosureState.NONE_RECORDED, HazardState.NONE_RECORDED
        product: Product | None = None
        depth, word = None, None
        unplaced = False
        in_corridor = any(cell.masks[n] & cell.star == cell.star for n, _ in self.corridors)
        for prepared in self.holds:
            ground = cell.masks[prepared.ground] & cell.star
            if not ground:
                continue
            hold = prepared.hold
            touched = self.touched.setdefault(hold.record, _Touched())
            for axis in _axes(hold):
                left, over = _covered(prepared, axis, ground, cell)
                touched.covers.update(dict.fromkeys(over))
                if hold.unplaced:
                    unplaced = unplaced or bool(left)
                    touched.closure |= bool(left)
                    continue
                state = _state(hold, axis, over, bool(left))
                if isinstance(state, ClosureState):
                    if in_corridor and state is ClosureState.CLOSED:
                        state = ClosureState.CONDITIONAL
                    closure = min(closure, state, key=CLOSURE_ORDER.index)
                    touched.closure |= state in (ClosureState.CLOSED, ClosureState.CONDITIONAL)
                    touched.ended |= state is ClosureState.ENDED_BY_ITS_TERM
                else:
                    hazard = min(hazard, state, key=HAZARD_ORDER.index)
                    touched.hazard |= bool(left)
                    if state is HazardState.RELEASED:
                        product, depth, word = _least_searched(over, product, depth, word)
        doubts = self._doubts(cell, closure, hazard, unplaced)
        barred = bool(_BAR_PERMISSION & set(doubts))
        verdict, reasons = verdict_of(closure, hazard, doubts, barred)
        if hazard is not HazardState.RELEASED:
            product, depth, word = None, None, None
        return Point(verdict, closure, hazard, reasons, product, depth, word)

    def _doubts(self, cell: Cell, closure: ClosureState, hazard: HazardState, unplaced: bool) -> tuple[Doubt, ...]:
        """Everything that keeps this cell from being ``released``, in the order of :class:`Doubt`."""
        logs = [log for n, log in self.logs if cell.masks[n] & cell.star]
        self.outside |= not logs
        for log in logs:
            self.near[log.origin] = None
        dangling = any(cell.masks[n] & cell.star for n, _ in self.dangling)
        found = {
            Doubt.UNPLACED: unplaced,
            Doubt.ENDED_BY_TERM: closure is ClosureState.ENDED_BY_ITS_TERM,
            Doubt.LIFTED_UNSURVEYED: closure is ClosureState.LIFTED and hazard is HazardState.NONE_RECORDED,
            Doubt.OUTSIDE_COVERAGE: not logs,
            Doubt.NO_RECORD: closure is ClosureState.NONE_RECORDED and hazard is HazardState.NONE_RECORDED,
            Doubt.CONFLICT: dangling or any(log.conflict for log in logs),
            Doubt.STALE: any(log.stale for log in logs),
            Doubt.POSITION_UNSURE: self.unsure,
        }
        return tuple(doubt for doubt in Doubt if found[doubt])

    def answer(self) -> Answer:
        """The worst answer over the shape, with all it rests on."""
        points = list(self.points())
        if not points:
            raise ClearwayBug("a question needs ground to be about")
        worst = min((p.verdict for p in points), key=VERDICT_ORDER.index)
        at_worst = [p for p in points if p.verdict is worst]
        released = [p for p in points if p.product is not None]
        hazard = min((p.hazard for p in points), key=HAZARD_ORDER.index)
        least = _least_of(released) if hazard is HazardState.RELEASED else None
        grounds = self._grounds()
        logs = tuple(log for log in self.situation.logs if log.origin in self.near)
        ages = [log.fresh_at for log in logs]
        doubts = {doubt for p in at_worst for doubt in p.doubts}
        return Answer(
            at=self.situation.at,
            verdict=worst,
            closure=min((p.closure for p in points), key=CLOSURE_ORDER.index),
            hazard=hazard,
            doubts=tuple(doubt for doubt in Doubt if doubt in doubts),
            product=least.product if least else None,
            depth_mm=least.depth_mm if least else None,
            on_the_word_of=least.word_of if least else None,
            unit=self.unit,
            grounds=tuple(ground for ground in grounds if not ground.hold.unplaced),
            unplaced=tuple(g.hold for g in grounds if g.hold.unplaced and g.holds_closure),
            upcoming=self._upcoming(),
            corridors=self._touching_corridors(),
            logs=logs,
            dangling=self._touching_dangling(),
            fresh_at=None if not ages or None in ages else min(age for age in ages if age),
            because=tuple(_because(ground) for ground in grounds),
            position_unsure=self.unsure,
            outside_coverage=self.outside,
            announced=self._touching_announced(),
        )

    def _grounds(self) -> list[Ground]:
        grounds = [
            Ground(p.hold, t.closure, t.hazard, t.ended, tuple(t.covers))
            for p in self.holds
            if (t := self.touched.get(p.hold.record))
        ]
        return sorted(grounds, key=_worst_first)

    def _upcoming(self) -> tuple[Hold, ...]:
        return tuple(h for h in self.situation.upcoming if _touches(self.query, h.footprint))

    def _touching_corridors(self) -> tuple[OpenCorridor, ...]:
        return tuple(c for _, c in self.corridors if _touches(self.query, c.footprint))

    def _touching_announced(self) -> tuple[AnnouncedCorridor, ...]:
        return tuple(c for c in self.situation.announced if _touches(self.query, c.footprint))

    def _touching_dangling(self) -> tuple[Dangling, ...]:
        return tuple(d for _, d in self.dangling if _touches(self.query, d.footprint))


def check(situation: Situation, query: Query, accuracy_m: Accuracy = None, unit: str | None = None) -> Answer:
    """The answer about ``query`` in ``situation``.

    ``accuracy_m`` is the position's accuracy in metres if it was measured, "unknown" if it was measured without
    saying how well, None for a place or a tapped point. The caller widens the shape by it; above the trust file's
    limit the position is unsure. ``unit`` names the building, floor, flat or room asked about; None is outdoors.
    """
    return Question(situation, query, accuracy_m, unit).answer()


def _axes(hold: Hold) -> tuple[Axis, ...]:
    axes = []
    if hold.closure is not None:
        axes.append(Axis.CLOSURE)
    if hold.hazard is not None:
        axes.append(Axis.HAZARD)
    return tuple(axes)


def _covered(prepared: _Hold, axis: Axis, ground: int, cell: Cell) -> tuple[int, list[Cover]]:
    """The sectors where the hold still stands, and the covers that say what it became where it does not.

    Where survey, search or reopening alone take it away, that is said; a withdrawal beside them adds nothing, so that
    taking the withdrawal away could not open more than it. Otherwise ground that was withdrawn counts as never made.
    """
    masks = [(c.cover, c.mask(cell) & ground) for c in prepared.covers if c.cover.axis is axis]
    left, done, withdrawn = ground, [], []
    for cover, mask in masks:
        if not mask:
            continue
        if opened(axis, [cover.product])[0] in (_NO_CLOSURE, _NO_HAZARD):
            withdrawn.append((cover, mask))
        else:
            done.append(cover)
            left &= ~mask
    if not left or not withdrawn:
        return left, done
    for _, mask in withdrawn:
        left &= ~mask
    return left, [cover for cover, _ in withdrawn]


_NO_CLOSURE, _NO_HAZARD = ClosureState.NONE_RECORDED, HazardState.NONE_RECORDED


def _state(hold: Hold, axis: Axis, over: list[Cover], holds: bool) -> ClosureState | HazardState:
    """What one hold makes of its axis in a cell."""
    if holds:
        return hold.closure or _NO_CLOSURE if axis is Axis.CLOSURE else hold.hazard or _NO_HAZARD
    return opened(axis, [cover.product for cover in over])[0]


def _least_searched(
    over: list[Cover], product: Product | None, depth: int | None, word: str | None
) -> tuple[Product | None, int | None, str | None]:
    """Of several products the least searched is said, and with it the shallowest depth."""
    for cover in over:
        if cover.product not in SURVEY_ORDER:
            continue
        rank = SURVEY_ORDER.index(cover.product)
        known = SURVEY_ORDER.index(product) if product else len(SURVEY_ORDER)
        if rank < known or (rank == known and (cover.depth_mm or 0) < (depth or 0)):
            product, depth, word = cover.product, cover.depth_mm, cover.on_the_word_of or word
        word = cover.on_the_word_of or word
    return product, depth, word


def _least_of(points: list[Point]) -> Point:
    return min(points, key=lambda p: (SURVEY_ORDER.index(p.product or Product.CLEARED), p.depth_mm or 0))


def _touches(query: Query, region: Region) -> bool:
    return any(cell.masks[0] & cell.star for cell in cells(query, [region]))


def _worst_first(ground: Ground) -> tuple[bool, bool, int, datetime, str]:
    hold = ground.hold
    hazard = HAZARD_ORDER.index(hold.hazard) if hold.hazard else len(HAZARD_ORDER)
    return (not ground.holds_closure, not ground.holds_hazard, hazard, hold.since, hold.record)


def _because(ground: Ground) -> Because:
    """The chain from what a ground says down to the words: the rule, the record, its quotes, what released it."""
    hold = ground.hold
    return Because(
        rule=_rule(ground),
        record=hold.record,
        quotes=hold.quotes,
        parts=tuple(
            Because(_COVER_RULE[c.product], c.release, (), tuple(Because("B5", r) for r in c.rests_on))
            for c in ground.covers
        ),
    )


def _rule(ground: Ground) -> str:
    """The rule by which a ground says what it says."""
    hold = ground.hold
    if hold.unplaced:
        return "B10"
    if "unknown_kind" in hold.labels:
        return "A5"
    if hold.kind in ("accident", "find"):
        return "B8"
    if hold.kind in ("closure", "hostilities") and ground.holds_hazard:
        return "B7"
    return "B4" if ground.ended and not ground.holds_closure else "A1"


_COVER_RULE = {
    Product.CANCELLED: "B5",
    Product.REDUCED: "B5",
    Product.CLEARED: "B6",
    Product.REOPENED: "B4",
    Product.VOIDED_IN_ERROR: "B2",
    Product.PLACED: "B10",
    Product.GENERALISATION_ENDED: "E",
}
