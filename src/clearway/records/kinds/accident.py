"""An explosion that harmed somebody."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from clearway.records.kind import HAZARD, Kind, always, on
from clearway.records.types import ContentId, Count, Identifier, Line, Note, Part
from clearway.terms import Bearing, Tier


class Harmed(Part, frozen=True, kw_only=True):
    """How many people were killed and injured; null where it is not known."""

    killed: Count | None = None
    injured: Count | None = None


class Accident(Part, frozen=True, kw_only=True):
    """Explosive ordnance harmed people. A disc around the place is a precautionary area at once.

    This holds inside released ground too. No name and no description of a victim stands in a record. Where it is known
    that nobody was killed and nobody injured it is an incident, and the ground is no less dangerous. A second record
    of the same explosion names the first as ``duplicate_of``; both hold, people are counted once. How far the place
    may be wrong is the ``error_m`` of the shape's source.
    """

    harmed: Harmed
    what: Annotated[Line, Meta(description="what exploded, as far as known")] | None = None
    activity: Annotated[Line, Meta(description="what people were doing")] | None = None
    marked_before: Annotated[bool, Meta(description="whether the danger was marked; null = not known")] | None = None
    cleared_before: Annotated[bool, Meta(description="whether the ground counted as cleared")] | None = None
    note: Note | None = None
    classification: (
        Annotated[
            Literal["demining", "mine", "erw", "ied", "other", "unknown"],
            Meta(description="demining = at work on explosives; else by what exploded"),
        ]
        | None
    ) = None
    suspected_cause: Annotated[Line, Meta(description="what is thought to have set it off")] | None = None
    marked_by: Annotated[Identifier, Meta(description="the organisation that had marked the danger")] | None = None
    cleared_by: Annotated[Identifier, Meta(description="the organisation that had cleared the ground")] | None = None
    duplicate_of: Annotated[ContentId, Meta(description="the record that told of this explosion first")] | None = None

    @property
    def is_incident(self) -> bool:
        """Whether it is known that it harmed nobody."""
        return self.harmed.killed == 0 and self.harmed.injured == 0


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
