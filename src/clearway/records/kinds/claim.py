"""What somebody says about control, losses or access."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from clearway.records.kind import ANY, NO_AXIS, Kind, always, on
from clearway.records.types import Code, Count, Part
from clearway.terms import Bearing, Rel, Tier


class Claim(Part, frozen=True, kw_only=True):
    """Somebody claims something: who controls a place, how many died, that a road is open.

    It is kept as attributed text, without any shape, and changes nothing: "under control" lifts neither a closure nor
    a hazard. Claims that contradict each other stand side by side.
    """

    topic: Literal["control", "casualties", "access", "other"]
    says: Annotated[str, Meta(min_length=1, max_length=4000, description="the claim, in one or two sentences")]
    counts: Annotated[Mapping[Code, Count], Meta(description="numbers claimed, by what they count")] = msgspec.field(
        default_factory=dict
    )


KIND = Kind(
    name="claim",
    version=1,
    tier=Tier.PUBLIC,
    body=Claim,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    refs={Rel.DISPUTES: ANY},
    free_keys=True,
)
