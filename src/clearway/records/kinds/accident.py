"""An explosion that harmed somebody."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from clearway.records.kind import HAZARD, Kind, always, on
from clearway.records.types import Count, Line, Note, Part
from clearway.terms import Bearing, Tier


class Harmed(Part, frozen=True, kw_only=True):
    """How many people were killed and injured; null where it is not known."""

    killed: Count | None = None
    injured: Count | None = None


class Accident(Part, frozen=True, kw_only=True):
    """Explosive ordnance harmed people. A disc around the place is a precautionary area at once.

    This holds inside released ground too. No name and no description of a victim stands in a record.
    """

    harmed: Harmed
    what: Annotated[Line, Meta(description="what exploded, as far as known")] | None = None
    activity: Annotated[Line, Meta(description="what people were doing")] | None = None
    marked_before: Annotated[bool, Meta(description="whether the danger was marked; null = not known")] | None = None
    cleared_before: Annotated[bool, Meta(description="whether the ground counted as cleared")] | None = None
    note: Note | None = None


KIND = Kind(
    name="accident",
    version=1,
    tier=Tier.RESTRICTED,
    body=Accident,
    bearings=frozenset({Bearing.RESTRICTS}),
    bears_of=always(Bearing.RESTRICTS),
    axes_of=on(HAZARD),
    footprint_types=frozenset({"disc", "unplaced"}),
)
