"""Leave for somebody to enter a closed area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, SHAPED, SOME, Kind, always, check_hours, on, wrong_order
from clearway.records.types import Hours, Identifier, Instant, Line, Note, Part
from clearway.terms import Bearing, Rel, Tier


class Permit(Part, frozen=True, kw_only=True):
    """An office lets somebody into ground under the closures it names, for a place and a time.

    It never changes what the ground is. ``escorted_entry`` (house check, escort, hours) is the only entry onto
    ground that was not released. The holder is a serial number: no name, origin or belonging stands here.
    """

    serial: Annotated[Identifier, Meta(description="number on the permit; says nothing about the holder")]
    form: Literal["entry", "escorted_entry"]
    valid_from: Instant
    valid_until: Instant
    hours: Hours | None = None
    persons: Annotated[int, Meta(ge=1, le=1000, description="number of people")] = 1
    purpose: Line
    entry_points: tuple[Line, ...] = ()
    conditions: Note | None = None


def _check(body: Permit, record: Record) -> Iterator[Problem]:
    if body.valid_until <= body.valid_from:
        yield wrong_order("/body", "valid_from", "valid_until")
    yield from check_hours(body.hours, "/body/hours")
    if body.hours is not None and record.holds.zone is None:
        yield Problem("record.hours_without_zone", "/holds/zone")


KIND = Kind(
    name="permit",
    version=1,
    tier=Tier.RESTRICTED,
    body=Permit,
    bearings=frozenset({Bearing.PERMITS}),
    bears_of=always(Bearing.PERMITS),
    axes_of=on(NO_AXIS),
    footprint_types=SHAPED,
    refs={Rel.NAMES: SOME},
    check=_check,
)
