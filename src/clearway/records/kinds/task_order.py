"""What a team is asked to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANYWHERE, NO_AXIS, Kind, always, check_window, on
from clearway.records.types import Depth, Gap, Identifier, Line, Note, Part, Window
from clearway.terms import Bearing, Tier


class TaskOrder(Part, frozen=True, kw_only=True):
    """The authority asks an organisation to work on the areas that the order is ``about``, or on one spot.

    It says how deep, to which standard and when. It allows nothing and changes nothing on the ground: only what the
    team then reports does. A later order that ``replaces`` this one changes it, or says how far it came.
    """

    number: Annotated[Line, Meta(description="the order's number as the office writes it")]
    activity: Literal[
        "non_technical_survey", "technical_survey", "clearance", "battle_area_clearance", "spot_task", "marking"
    ]
    priority: Literal["emergency", "high", "medium", "low"]
    state: Literal["planned", "ordered", "suspended", "completed", "aborted"] = "ordered"
    organisation: Identifier
    team: Line | None = None
    standard: Line
    depth_mm: Depth | None = None
    gap_mm: Gap = 0
    planned: Window
    note: Note | None = None


def _check(body: TaskOrder, _record: Record) -> Iterator[Problem]:
    yield from check_window(body.planned, "/body/planned")


KIND = Kind(
    name="task_order",
    version=1,
    tier=Tier.RESTRICTED,
    body=TaskOrder,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    footprint_types=ANYWHERE,
    footprint_optional=True,
    check=_check,
)
