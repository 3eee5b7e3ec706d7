"""The values of coverage: searches and lots as they count, and what follows for an area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from clearway.geometry import NOTHING, Drawn, Measured, Point, Position, Region, close_gaps, germ
from clearway.terms import Method, Purpose


class State(StrEnum):
    """What was done at a point, best first."""

    SEARCHED = "searched"
    INSUFFICIENT = "insufficient"
    UNSEARCHED = "unsearched"


class Why(StrEnum):
    """Why ground does not count as searched; of several that fit the first is said."""

    FAILED_LOT = "failed_lot"
    LEFT_OUT = "left_out"
    NO_LEAVE = "no_leave"
    TOO_OLD = "too_old"
    TOO_SHALLOW = "too_shallow"
    OTHER_STANDARD = "other_standard"
    NO_STANDARD = "no_standard"
    NOT_FOR_EXPLOSIVES = "not_for_explosives"
    BY_EYE = "by_eye"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search must be to count: so deep, to this standard, begun after this moment; gaps up to ``gap_mm`` close.

    None asks for nothing: any standard but none, any time.
    """

    depth_mm: int
    gap_mm: int = 0
    standard: str | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Ground inside a report's shape that the team did not search, and its reason."""

    ground: Region
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One reported search. ``ground`` is never larger than reported; ``leave`` says whether its signer may report."""

    id: str
    ground: Region
    left_out: tuple[LeftOut, ...] = ()
    purpose: Purpose = Purpose.EXPLOSIVES
    method: Method = Method.MANUAL
    depth_mm: int = 0
    standard: str = "none"
    began: datetime
    ended: datetime
    organisation: str = ""
    team: str | None = None
    typed_percent: int | None = None
    leave: bool = True

    def why_not(self, wanted: Wanted) -> Why | None:
        """Why the search does not count for what is wanted, or None if it does (B6, B7)."""
        faults = (
            (self.method is Method.VISUAL, Why.BY_EYE),
            (self.purpose is not Purpose.EXPLOSIVES, Why.NOT_FOR_EXPLOSIVES),
            (self.standard == "none", Why.NO_STANDARD),
            (wanted.standard is not None and self.standard != wanted.standard, Why.OTHER_STANDARD),
            (self.depth_mm < wanted.depth_mm, Why.TOO_SHALLOW),
            (wanted.after is not None and self.began <= wanted.after, Why.TOO_OLD),
            (not self.leave, Why.NO_LEAVE),
        )
        return next((why for fault, why in faults if fault), None)


@dataclass(frozen=True, slots=True)
class Lot:
    """A controlled lot: passed, or failed and not answered by a passed control."""

    id: str
    ground: Region
    passed: bool


@dataclass(frozen=True)
class Part:
    """Ground of the area in one state for one reason. ``said`` is the team's own reason for what it left out."""

    state: State
    why: Why | None
    drawn: Drawn
    area: Measured
    reports: tuple[str, ...] = ()
    said: str | None = None

    @cached_property
    def ground(self) -> Region:
        """Its ground, with corners moved to whole 1e-7 degree."""
        return self.drawn.region()


@dataclass(frozen=True)
class Gap:
    """One connected piece of ground that does not count as searched and is wider than the gap that closes.

    ``inside`` is a position to walk to, as far from the edge as can be; ``width_mm`` the widest circle around it;
    ``ground`` holds the turning points.
    """

    drawn: Drawn
    area: Measured
    inside: Position
    width_mm: int
    why: tuple[Why, ...]

    @cached_property
    def ground(self) -> Region:
        """Its ground, with corners moved to whole 1e-7 degree."""
        return self.drawn.region()

    @property
    def turning_points(self) -> tuple[Position, ...]:
        """The corners of its outer border in order, each once."""
        return self.ground.polygons[0].rings[0][:-1] if self.ground.polygons else ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A percentage that a team typed, beside the part of the area that its report covers, in thousandths."""

    report: str
    percent: int
    computed_permille: int


@dataclass(frozen=True)
class Coverage:
    """What was searched of an area. The parts are disjoint and make up the whole, within the errors stated."""

    area: Region
    wanted: Wanted
    searches: tuple[Search, ...]
    lots: tuple[Lot, ...]
    whole: Measured
    parts: tuple[Part, ...]
    controlled: Measured
    gaps: tuple[Gap, ...]
    narrow: Measured
    """Ground that does not count in pieces too narrow to be listed as gaps."""
    typed: tuple[Typed, ...]

    def measured(self, state: State) -> Measured:
        """The area in this state."""
        return sum((part.area for part in self.parts if part.state is state), NOTHING)

    @property
    def permille(self) -> int:
        """Thousandths of the area that count as searched, rounded down; 1000 is all of it, within the error stated."""
        done = self.measured(State.SEARCHED)
        if done.mm2 + done.error_mm2 + self.whole.error_mm2 >= self.whole.mm2:
            return 1000
        return min(999, done.mm2 * 1000 // self.whole.mm2)

    def find(self, point: Point) -> State | None:
        """What was done at a point, exactly, by rule B6 on the reported shapes; None outside the area."""
        if not _held(point, [self.area]):
            return None
        left = [search for search in self.searches if _held(point, (part.ground for part in search.left_out))]
        if self._is_reached(point, left):
            failed = _held(point, (lot.ground for lot in self.lots if not lot.passed))
            return State.INSUFFICIENT if failed else State.SEARCHED
        if left or not _held(point, (search.ground for search in self.searches)):
            return State.UNSEARCHED
        return State.INSUFFICIENT

    def _is_reached(self, point: Point, left: Sequence[Search]) -> bool:
        """Whether searches that count cover the point: all of them, or those begun after the last that left it out."""
        if not left:
            return _held(point, [self._counting])
        last = max(search.ended for search in left)
        later = [search.ground for search in self.counted if search.began > last]
        return bool(later) and _held(point, [close_gaps(Region.union(*later), self.wanted.gap_mm)])

    @cached_property
    def counted(self) -> tuple[Search, ...]:
        """The searches that count for what is wanted."""
        return tuple(search for search in self.searches if search.why_not(self.wanted) is None)

    @cached_property
    def _counting(self) -> Region:
        return close_gaps(Region.union(*(search.ground for search in self.counted)), self.wanted.gap_mm)


def _held(point: Point, regions: Iterable[Region]) -> bool:
    """Whether the point lies in one of the closed regions."""
    return any(germ(point, [region]).masks[0] for region in regions)
