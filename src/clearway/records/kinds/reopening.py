"""The lifting of a closure."""

from __future__ import annotations

from clearway.records.kind import CLOSURE, SHAPED, SOME, Kind, always, on
from clearway.records.types import Line, Note, Part
from clearway.terms import Bearing, Rel, Tier


class Reopening(Part, frozen=True, kw_only=True):
    """The office that closed an area, or one above it, lifts the closures it names, inside the footprint.

    It takes a second person. It says nothing about explosives: the hazard axis stays as it was.
    """

    note: Note | None = None
    order_no: Line | None = None


KIND = Kind(
    name="reopening",
    version=1,
    tier=Tier.PUBLIC,
    body=Reopening,
    bearings=frozenset({Bearing.RELEASES}),
    bears_of=always(Bearing.RELEASES),
    axes_of=on(CLOSURE),
    footprint_types=SHAPED,
    refs={Rel.NAMES: SOME},
)
