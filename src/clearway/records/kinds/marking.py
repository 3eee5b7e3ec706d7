"""Signs and fences around danger, and who looked after them."""

from __future__ import annotations

from typing import Literal

from clearway.records.kind import ANYWHERE, NO_AXIS, SOME, Kind, always, on
from clearway.records.types import Count, Identifier, Instant, Line, Note, Part
from clearway.terms import Bearing, Rel, Tier


class Marking(Part, frozen=True, kw_only=True):
    """The marking of the areas that the record is ``about`` was set up, inspected, repaired or taken away.

    Ground without signs is no less dangerous: what was marked once may have been stolen since. Taking signs away
    releases nothing.
    """

    occasion: Literal["set_up", "inspected", "repaired", "taken_away"]
    system: Literal["permanent", "temporary", "improvised", "none"]
    signs: Count | None = None
    condition: Literal["good", "damaged", "missing"]
    organisation: Identifier
    team: Line | None = None
    seen_at: Instant
    next_inspection: Instant | None = None
    note: Note | None = None


KIND = Kind(
    name="marking",
    version=1,
    tier=Tier.RESTRICTED,
    body=Marking,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    footprint_types=ANYWHERE,
    footprint_optional=True,
    refs={Rel.ABOUT: SOME},
)
