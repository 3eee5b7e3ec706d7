"""The units of a building, so that one can say which of them nobody has released yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANYWHERE, NO_AXIS, Kind, always, check_distinct, on
from clearway.records.types import Line, Name, Part
from clearway.terms import Bearing, Tier

Unit = Annotated[Name, Meta(description="the unit as releases name it: building, floor, flat or room")]


class Building(Part, frozen=True, kw_only=True):
    """The units of a building on the ground of the areas that the record is ``about``.

    Each unit is released by its own name, one by one; ground released around the building says nothing of its inside.
    The list opens and closes nothing: a unit that it leaves out is no less dangerous. A later list ``replaces`` it.
    """

    building: Annotated[Line, Meta(description="what people call it: a number and street, a block")]
    units: Annotated[tuple[Unit, ...], Meta(min_length=1, max_length=500)]


def _check(body: Building, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.units, "/body/units")


KIND = Kind(
    name="building",
    version=1,
    tier=Tier.RESTRICTED,
    body=Building,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    footprint_types=ANYWHERE,
    footprint_optional=True,
    check=_check,
)
