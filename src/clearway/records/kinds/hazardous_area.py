"""An area that a survey found to be hazardous."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANYWHERE, HAZARD, Kind, always, check_distinct, on
from clearway.records.types import Area, BothLanguages, Contamination, HowKnown, Line, Name, Part
from clearway.terms import Bearing, Tier


class EvidenceItem(Part, frozen=True, kw_only=True):
    """One piece of evidence of contamination. Direct evidence was seen or met; indirect evidence points to it."""

    kind: Line
    directness: Literal["direct", "indirect"]
    how_known: HowKnown


class HazardousArea(Part, frozen=True, kw_only=True):
    """A suspected or confirmed hazardous area (IMAS 07.11).

    The classification is the strength of the evidence, not of the danger: both mean that nobody enters. It ends only
    by land release.
    """

    classification: Literal["confirmed", "suspected"]
    name: BothLanguages | None = None
    contamination: Annotated[tuple[Contamination, ...], Meta(min_length=1, max_length=8)]
    evidence_items: tuple[EvidenceItem, ...] = ()
    reported_m2: Annotated[Area, Meta(description="area as reported, m²; shown beside the computed one")] | None = None
    legacy_id: Annotated[Name, Meta(description="the area's number in the system it came from")] | None = None


def _check(body: HazardousArea, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.contamination, "/body/contamination")


KIND = Kind(
    name="hazardous_area",
    version=1,
    tier=Tier.RESTRICTED,
    body=HazardousArea,
    bearings=frozenset({Bearing.RESTRICTS}),
    bears_of=always(Bearing.RESTRICTS),
    axes_of=on(HAZARD),
    footprint_types=ANYWHERE,
    check=_check,
)
