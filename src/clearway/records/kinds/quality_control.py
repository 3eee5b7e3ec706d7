"""A test of searched ground by somebody else."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from clearway.records.kind import ANY, NO_AXIS, SHAPED, SOME, Kind, on
from clearway.records.types import Area, Identifier, Note, Part
from clearway.terms import Bearing, ControlResult, Rel, Tier


class QualityControl(Part, frozen=True, kw_only=True):
    """A control of a lot (the footprint) of searched ground, by an organisation other than the one that searched.

    A passed control is needed for clearance. A failed one bars clearance and reduction at every point of its lot
    until a passed control answers it.
    """

    result: ControlResult
    organisation: Identifier
    sampled_m2: Annotated[Area, Meta(description="ground searched again as a sample, m²")] | None = None
    note: Note | None = None
    failed_on: Annotated[Note, Meta(description="what the lot failed on")] | None = None


def _bears(body: QualityControl, _record: object) -> Bearing:
    return Bearing.ENABLES if body.result is ControlResult.PASSED else Bearing.VOIDS


KIND = Kind(
    name="quality_control",
    version=1,
    tier=Tier.RESTRICTED,
    body=QualityControl,
    bearings=frozenset({Bearing.ENABLES, Bearing.VOIDS}),
    bears_of=_bears,
    axes_of=on(NO_AXIS),
    footprint_types=SHAPED,
    refs={Rel.RESTS_ON: SOME, Rel.ANSWERS: ANY},
)
