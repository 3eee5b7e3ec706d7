"""What others call a record."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from clearway.records.kind import NO_AXIS, ONE, Kind, always, on
from clearway.records.types import Code, Name, Part
from clearway.terms import Bearing, Rel, Tier


class Numbering(Part, frozen=True, kw_only=True):
    """The number that a record bears elsewhere: in IMSMA, in the books of a partner, on a paper form.

    Numbers of others are kept as they are, never used as ours; one record may bear several.
    """

    system: Annotated[Code, Meta(description="whose numbers they are: imsma, local, a partner")]
    number: Name


KIND = Kind(
    name="numbering",
    version=1,
    tier=Tier.RESTRICTED,
    body=Numbering,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    refs={Rel.ABOUT: ONE},
)
