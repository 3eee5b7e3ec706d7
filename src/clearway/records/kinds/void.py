"""The withdrawal of a restriction made in error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANY, BOTH, SHAPED, SOME, Kind, always, check_product, on
from clearway.records.types import Note, Part
from clearway.terms import Bearing, Product, Rel

_PRODUCTS = (Product.VOIDED_IN_ERROR, Product.PLACED)


class Void(Part, frozen=True, kw_only=True):
    """Restrictions were made in error, or their ground is now known. It releases them and takes a second person.

    ``voided_in_error``: they count as never made. ``placed``: a restriction without a shape stops barring the region
    it lay in, as long as the shaped restriction that took its place (``placed_as``) is at hand.
    """

    product: Annotated[Product, Meta(extra_json_schema={"enum": [product.value for product in _PRODUCTS]})]
    because: Note


def _check(body: Void, record: Record) -> Iterator[Problem]:
    yield from check_product(body.product, _PRODUCTS, "/body/product")
    if (body.product is Product.PLACED) != bool(record.refs_to(Rel.PLACED_AS)):
        code = "record.ref_missing" if body.product is Product.PLACED else "record.ref_not_allowed"
        yield Problem(code, "/refs", {"kind": "void", "rel": Rel.PLACED_AS.value})


KIND = Kind(
    name="void",
    version=1,
    tier=None,
    body=Void,
    bearings=frozenset({Bearing.RELEASES}),
    bears_of=always(Bearing.RELEASES),
    axes_of=on(BOTH),
    axes_by_envelope=True,
    footprint_types=SHAPED,
    footprint_optional=True,
    refs={Rel.NAMES: SOME, Rel.PLACED_AS: ANY},
    check=_check,
)
