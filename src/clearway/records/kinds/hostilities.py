"""Fighting in an area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANYWHERE, HAZARD, Kind, always, check_distinct, on
from clearway.records.types import Note, Part
from clearway.terms import Bearing, Tier


class Hostilities(Part, frozen=True, kw_only=True):
    """Fighting, shelling, air strikes or the laying of mines in an area.

    Afterwards the ground may kill, whatever was cleared before: releases count against this record only if the
    search or survey began after the fighting had ended (``event.until_latest``). It holds no positions of forces.
    """

    activities: Annotated[
        tuple[Literal["fighting", "shelling", "airstrike", "mine_laying"], ...], Meta(min_length=1, max_length=4)
    ]
    note: Note | None = None


def _check(body: Hostilities, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.activities, "/body/activities")


KIND = Kind(
    name="hostilities",
    version=1,
    tier=Tier.PUBLIC,
    body=Hostilities,
    bearings=frozenset({Bearing.RESTRICTS}),
    bears_of=always(Bearing.RESTRICTS),
    axes_of=on(HAZARD),
    footprint_types=ANYWHERE,
    check=_check,
)
