"""The authority's decision on land release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Evidence, Record
from clearway.records.kind import (
    HAZARD,
    NO_AXIS,
    SHAPED,
    SOME,
    Kind,
    check_cleared_depth,
    check_distinct,
    check_product,
)
from clearway.records.types import Area, ContentId, Depth, Gap, Instant, Line, Note, Part
from clearway.terms import SURVEY_ORDER, Axis, Bearing, Product, Rel, Tier


class EventEnded(Part, frozen=True, kw_only=True):
    """For one restriction: the latest moment at which its event had ended, with the evidence for saying so."""

    id: ContentId
    latest: Instant
    evidence: Annotated[tuple[Evidence, ...], Meta(min_length=1)]


class Decision(Part, frozen=True, kw_only=True):
    """The authority decides that the areas it names are cancelled, reduced or cleared inside the footprint.

    Cancelled and reduced release by the decision itself; cleared enables a hand-over, which releases. It rests on
    the survey, search and control reports it refers to.
    """

    product: Annotated[Product, Meta(extra_json_schema={"enum": [product.value for product in SURVEY_ORDER]})]
    depth_mm: Annotated[Depth, Meta(description="depth to which the ground was cleared, mm")] | None = None
    gap_mm: Gap = 0
    standard: Line
    reason: Note
    reported_m2: Annotated[Area, Meta(description="area as reported, m²; shown beside the computed one")] | None = None
    event_ended: tuple[EventEnded, ...] = ()


def _clears(body: Decision) -> bool:
    return body.product is Product.CLEARED


def _bears(body: Decision, _record: object) -> Bearing:
    return Bearing.ENABLES if _clears(body) else Bearing.RELEASES


def _axes(body: Decision) -> frozenset[Axis]:
    return NO_AXIS if _clears(body) else HAZARD


def _check(body: Decision, _record: Record) -> Iterator[Problem]:
    yield from check_product(body.product, SURVEY_ORDER, "/body/product")
    yield from check_cleared_depth(body.product, body.depth_mm, "/body/depth_mm")
    yield from check_distinct((ended.id for ended in body.event_ended), "/body/event_ended")


KIND = Kind(
    name="decision",
    version=1,
    tier=Tier.RESTRICTED,
    body=Decision,
    bearings=frozenset({Bearing.ENABLES, Bearing.RELEASES}),
    bears_of=_bears,
    axes_of=_axes,
    footprint_types=SHAPED,
    refs={Rel.NAMES: SOME, Rel.RESTS_ON: SOME},
    check=_check,
)
