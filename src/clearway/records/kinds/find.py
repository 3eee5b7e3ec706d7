"""An explosive item found outside a search."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from clearway.records.kind import HAZARD, Kind, always, on
from clearway.records.types import Line, Part
from clearway.terms import Bearing, Tier


class Find(Part, frozen=True, kw_only=True):
    """Somebody found explosive ordnance outside a search. A disc around the place is a precautionary area at once.

    This holds inside released ground too, and also after the item was taken away: where one was, there may be more.
    """

    what: Line
    quantity: Annotated[int, Meta(ge=1, le=1_000_000, description="number of items")] = 1
    condition: Line | None = None
    left_in_place: bool


KIND = Kind(
    name="find",
    version=1,
    tier=Tier.RESTRICTED,
    body=Find,
    bearings=frozenset({Bearing.RESTRICTS}),
    bears_of=always(Bearing.RESTRICTS),
    axes_of=on(HAZARD),
    footprint_types=frozenset({"disc", "unplaced"}),
)
