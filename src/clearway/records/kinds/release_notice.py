"""The public word that a warning over blocks has ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import (
    HAZARD,
    POLYGONS,
    SOME,
    Kind,
    always,
    check_cleared_depth,
    check_polygons,
    check_product,
    on,
)
from clearway.records.types import Depth, Line, Part, Polygons
from clearway.terms import SURVEY_ORDER, Bearing, Product, Rel, Tier

_PRODUCTS = (*SURVEY_ORDER, Product.GENERALISATION_ENDED)


class ReleasedPart(Part, frozen=True, kw_only=True):
    """A part of the ground and what was done there.

    ``generalisation_ended``: the part lay in a block but never under an exact restriction; it becomes ground with
    nothing recorded, never released ground.
    """

    footprint: Polygons
    product: Annotated[Product, Meta(extra_json_schema={"enum": [product.value for product in _PRODUCTS]})]
    depth_mm: Annotated[Depth, Meta(description="depth to which the part was cleared, mm")] | None = None


class ReleaseNotice(Part, frozen=True, kw_only=True):
    """The authority ends the hazard notices it names, part by part.

    The evidence lies in its restricted log; others read this on its word.
    """

    parts: Annotated[tuple[ReleasedPart, ...], Meta(min_length=1)]
    authority: Line


def _check(body: ReleaseNotice, _record: Record) -> Iterator[Problem]:
    for number, part in enumerate(body.parts):
        pointer = f"/body/parts/{number}"
        yield from check_product(part.product, _PRODUCTS, f"{pointer}/product")
        yield from check_cleared_depth(part.product, part.depth_mm, f"{pointer}/depth_mm")
        yield from check_polygons(part.footprint, f"{pointer}/footprint")


KIND = Kind(
    name="release_notice",
    version=1,
    tier=Tier.PUBLIC,
    body=ReleaseNotice,
    bearings=frozenset({Bearing.RELEASES}),
    bears_of=always(Bearing.RELEASES),
    axes_of=on(HAZARD),
    footprint_types=POLYGONS,
    refs={Rel.NAMES: SOME},
    check=_check,
)
