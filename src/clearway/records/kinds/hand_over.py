"""The hand-over of cleared ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import HAZARD, SHAPED, SOME, Kind, always, check_one_language, check_product, on
from clearway.records.types import BothLanguages, Depth, Gap, Line, Part
from clearway.terms import Bearing, Product, Rel, Tier


class HandOver(Part, frozen=True, kw_only=True):
    """Cleared ground is handed over, with its certificate and what risk remains.

    It releases the areas and accidents it names, at each point that the decision, the searches and a passed control
    cover, once operator, authority and recipient have each approved it.
    """

    product: Annotated[Product, Meta(extra_json_schema={"enum": [Product.CLEARED.value]})] = Product.CLEARED
    depth_mm: Depth
    gap_mm: Gap = 0
    standard: Line
    residual_risk: BothLanguages
    certificate: Annotated[Line, Meta(description="number of the certificate")]
    recipient: Line


def _check(body: HandOver, _record: Record) -> Iterator[Problem]:
    yield from check_product(body.product, (Product.CLEARED,), "/body/product")
    yield from check_one_language(body.residual_risk, "/body/residual_risk")


KIND = Kind(
    name="hand_over",
    version=1,
    tier=Tier.RESTRICTED,
    body=HandOver,
    bearings=frozenset({Bearing.RELEASES}),
    bears_of=always(Bearing.RELEASES),
    axes_of=on(HAZARD),
    footprint_types=SHAPED,
    refs={Rel.NAMES: SOME, Rel.RESTS_ON: SOME},
    check=_check,
)
