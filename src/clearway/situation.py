"""What holds at one instant, and the answer to a question about it. Values only; nothing here decides.

A :class:`Situation` (built by ``projection``) lists holds: restrictions that have started, each with the covers
that releases spread over it. An :class:`Answer` is what a question about a shape gets, with its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from clearway.geometry import Region
from clearway.terms import Axis, ClosureState, Doubt, HazardState, Product, Verdict


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words a record rests on: the statement's id, the span in code points, and the words if at hand.

    ``speaker``, ``role`` and ``office`` are who said them, ``source`` where they can be read.
    """

    statement: str
    start: int
    end: int
    words: str | None
    office: str | None = None
    speaker: str | None = None
    said_at: datetime | None = None
    source: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Because:
    """One link of the chain verdict → rule → record → statement: ``rule`` is a code that ``explain`` knows."""

    rule: str
    record: str | None = None
    quotes: tuple[Quote, ...] = ()
    parts: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Where one release takes one restriction away, at the situation's instant.

    The covered ground is the intersection of ``all_of`` less the union of ``none_of``. ``depth_mm`` is None where
    nothing was searched to a depth. ``on_the_word_of`` names the authority when the reader cannot test the
    evidence itself (a public release notice).
    """

    release: str
    axis: Axis
    product: Product
    since: datetime
    all_of: tuple[Region, ...]
    none_of: tuple[Region, ...] = ()
    depth_mm: int | None = None
    unit: str | None = None
    on_the_word_of: str | None = None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """One restriction that has started, as it stands at the situation's instant.

    ``closure`` says how it stands on the closure axis before releases: ``CLOSED``, ``CONDITIONAL`` (permits are
    possible), ``ENDED_BY_ITS_TERM`` (past its ``until`` or outside its hours), or None when it has no closure
    axis; ``hazard`` likewise. ``unplaced`` restrictions bar ``released`` and permits over ``footprint``
    (their ``within``) and hold nowhere in particular.
    """

    record: str
    kind: str
    origin: str
    office: str
    footprint: Region
    since: datetime
    closure: ClosureState | None
    hazard: HazardState | None
    unplaced: bool = False
    unit: str | None = None
    until: datetime | None = None
    next_start: datetime | None = None
    labels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    until_condition: str | None = None
    contact: str | None = None
    place: str | None = None
    error_m: int | None = None
    quotes: tuple[Quote, ...] = ()
    covers: tuple[Cover, ...] = ()

    def with_covers(self, covers: tuple[Cover, ...]) -> Hold:
        """The same restriction with the covers that releases spread over it."""
        return replace(self, covers=covers)


@dataclass(frozen=True, slots=True)
class OpenCorridor:
    """A corridor that every rule of DESIGN C finds open at the instant. ``footprint`` is its buffer."""

    record: str
    footprint: Region
    until: datetime
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class AnnouncedCorridor:
    """A corridor that somebody announced and that does not count as open: who said so, and whose consent is missing.

    ``footprint`` is its buffer, ``starts`` and ``ends`` the window that runs or comes next, ``conditions`` who may pass
    in the announcer's words. ``others`` are the parties that have not consented, None where nobody has said who
    controls the way; ``findings`` the codes of everything that keeps it from being open.
    """

    record: str
    footprint: Region
    announced_by: str
    from_place: str
    to_place: str
    starts: datetime
    ends: datetime
    others: tuple[str, ...] | None
    intermediary: str | None = None
    conditions: str | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogState:
    """What a reader must know about one accepted log: who owns it, its remit, how old the copy is, what is wrong.

    ``fresh_at`` is the newest cosigned time in the frontier; ``stale`` is judged at the situation's instant.
    """

    origin: str
    owner: str
    remit: Region
    fresh_at: datetime | None
    stale: bool
    conflict: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Dangling:
    """A release that names a record not at hand: a conflict over its footprint."""

    record: str
    footprint: Region
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds at ``at``: restrictions begun (``holds``) and announced for later (``upcoming``), and the logs.

    ``corridors`` are open; ``announced`` are those that are not, whose windows are not over, and that are not for
    fighters. ``within`` is the box (west, south, east, north) that was collected, or None when everything was.
    """

    at: datetime
    within: tuple[int, int, int, int] | None
    holds: tuple[Hold, ...]
    upcoming: tuple[Hold, ...]
    corridors: tuple[OpenCorridor, ...]
    logs: tuple[LogState, ...]
    dangling: tuple[Dangling, ...]
    accuracy_limit_m: int
    announced: tuple[AnnouncedCorridor, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """How one hold touches the asked shape: where it still restricts (``holds``) and what released it elsewhere."""

    hold: Hold
    holds_closure: bool
    holds_hazard: bool
    ended: bool
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer about a shape at an instant: verdict, the two axes apart, and everything it rests on.

    ``doubts`` are all reasons for ``not_confirmed`` in the order of :class:`Doubt` (empty when the verdict needs
    none); ``position_unsure`` and ``outside_coverage`` (a part of the shape, at least) hold under every verdict.
    ``product``, ``depth_mm`` and ``on_the_word_of`` speak of the least searched release when the hazard axis is
    ``released``. ``grounds`` lists the restrictions touched, worst first; ``unplaced`` the restrictions somewhere in
    the region; ``upcoming`` those that start later; ``announced`` the corridors through it that do not count as open;
    ``fresh_at`` is the oldest of the newest checkpoints of the logs that cover the shape.
    """

    at: datetime
    verdict: Verdict
    closure: ClosureState
    hazard: HazardState
    doubts: tuple[Doubt, ...]
    product: Product | None
    depth_mm: int | None
    on_the_word_of: str | None
    unit: str | None
    grounds: tuple[Ground, ...]
    unplaced: tuple[Hold, ...]
    upcoming: tuple[Hold, ...]
    corridors: tuple[OpenCorridor, ...]
    logs: tuple[LogState, ...]
    dangling: tuple[Dangling, ...]
    fresh_at: datetime | None
    because: tuple[Because, ...]
    position_unsure: bool = False
    outside_coverage: bool = False
    announced: tuple[AnnouncedCorridor, ...] = ()
