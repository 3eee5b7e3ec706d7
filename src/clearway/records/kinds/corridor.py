"""A way through, offered for some hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, Kind, always, check_distinct, check_window, on
from clearway.records.types import Line, Part, Window
from clearway.terms import Bearing, Tier


class Segment(Part, frozen=True, kw_only=True):
    """A stretch of the way and the parties that control it. An unknown list (null) means it is not open."""

    name: Line
    parties: Annotated[tuple[Line, ...], Meta(min_length=1)] | None = None


class Corridor(Part, frozen=True, kw_only=True):
    """A humanitarian corridor as announced: from where to where, for whom, when.

    An announcement opens nothing. It is open only while every controlling party of every segment consents, now is
    inside a window, no unreleased hazard touches its buffer (the footprint) and somebody confirmed it a short time
    ago. Whoever stays keeps a civilian's protection.
    """

    purpose: Literal["civilians", "wounded", "relief", "fighters"]
    from_place: Line
    to_place: Line
    segments: Annotated[tuple[Segment, ...], Meta(min_length=1, max_length=100)]
    windows: Annotated[tuple[Window, ...], Meta(min_length=1, max_length=200)]
    modes: tuple[Literal["foot", "car", "bus", "ambulance", "truck"], ...]
    announced_by: Line
    conditions: Annotated[Line, Meta(description="who may pass, in the announcer's words")] | None = None
    intermediary: Line | None = None
    contact: Line | None = None


def _check(body: Corridor, _record: Record) -> Iterator[Problem]:
    for number, window in enumerate(body.windows):
        yield from check_window(window, f"/body/windows/{number}")
    yield from check_distinct(body.modes, "/body/modes")
    for number, segment in enumerate(body.segments):
        yield from check_distinct(segment.parties or (), f"/body/segments/{number}/parties")


KIND = Kind(
    name="corridor",
    version=1,
    tier=Tier.PUBLIC,
    body=Corridor,
    bearings=frozenset({Bearing.PERMITS}),
    bears_of=always(Bearing.PERMITS),
    axes_of=on(NO_AXIS),
    footprint_types=frozenset({"polygons", "line", "blob"}),
    check=_check,
)
