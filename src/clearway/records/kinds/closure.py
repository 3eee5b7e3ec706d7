"""An order or advice to stay out of an area, or to leave it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANYWHERE, BOTH, CLOSURE, Kind, always, check_distinct
from clearway.records.types import Instant, Line, Part
from clearway.terms import IMPLY_HAZARD, Axis, Bearing, Reason, Tier


class Closure(Part, frozen=True, kw_only=True):
    """An office says that people must not be in an area: a military zone, a curfew, an order or advice to leave.

    It holds from the earliest start. It ends by its own term only if it has an ``until`` and no
    ``until_condition``; everything else ends only by a reopening that names it. Fighting, shelling, explosives, a
    military order and an evacuation mean that the ground may kill, so such a closure bears on the hazard axis too,
    and lifting it does not lift that.
    """

    reasons: Annotated[tuple[Reason, ...], Meta(min_length=1, max_length=12)]
    until_condition: Literal["fully_searched", "further_notice", "decision"] | None = None
    applies_to: Literal["all", "non_residents", "vehicles"] = "all"
    permit_possible: Annotated[bool, Meta(description="whether the office may let people in by permit")] = False
    leave_by: Annotated[Instant, Meta(description="when everybody must have left")] | None = None
    review_due: Annotated[Instant, Meta(description="when the office will look at the closure again")] | None = None
    contact: Annotated[Line, Meta(description="whom to ask")] | None = None
    large: Annotated[bool, Meta(description="a whole quarter or more: a second person confirms within two hours")] = (
        False
    )
    cuts_hospital: Annotated[bool, Meta(description="cuts people off from a hospital: a second person confirms")] = (
        False
    )
    order_no: Line | None = None
    evacuation: (
        Annotated[Literal["ordered", "advised"], Meta(description="people were ordered or advised to leave")] | None
    ) = None


def _axes(body: Closure) -> frozenset[Axis]:
    return BOTH if body.evacuation is not None or IMPLY_HAZARD.intersection(body.reasons) else CLOSURE


def _check(body: Closure, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.reasons, "/body/reasons")


KIND = Kind(
    name="closure",
    version=1,
    tier=Tier.PUBLIC,
    body=Closure,
    bearings=frozenset({Bearing.RESTRICTS}),
    bears_of=always(Bearing.RESTRICTS),
    axes_of=_axes,
    footprint_types=ANYWHERE,
    check=_check,
)
