"""Authority given to a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, ONE, POLYGONS, Kind, always, check_distinct, find_base64, on, wrong_order
from clearway.records.types import Identifier, Instant, Part
from clearway.terms import Bearing, Rel, Tier

_Power = Annotated[
    str,
    Meta(
        pattern=r"^(\*|[a-z][a-z_]{0,63}|approval:[a-z_]{1,63})$(?!\n)",
        description="a kind of record, approval:<role>, or * for all",
    ),
]


class Grant(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A holder may loosen: with this key, these kinds of record, this ground, this time.

    Grants form a chain from a root of the trust file, and each lies within its parent. Restricting needs no grant.
    """

    holder: Identifier
    office: Identifier
    organisation: Identifier
    key: Annotated[str, Meta(min_length=44, max_length=44, description="the raw public key, 32 bytes in base64")]
    may: Annotated[tuple[_Power, ...], Meta(min_length=1, max_length=100)]
    delegate: Annotated[bool, Meta(description="whether the holder may grant within this grant")] = False
    from_: Instant
    until: Instant | None = None


def _check(body: Grant, _record: Record) -> Iterator[Problem]:
    if find_base64(body.key, 32) is None:
        yield Problem("record.not_a_key", "/body/key")
    yield from check_distinct(body.may, "/body/may")
    if body.until is not None and body.until <= body.from_:
        yield wrong_order("/body", "from", "until")


KIND = Kind(
    name="grant",
    version=1,
    tier=Tier.PUBLIC,
    body=Grant,
    bearings=frozenset({Bearing.ENABLES}),
    bears_of=always(Bearing.ENABLES),
    axes_of=on(NO_AXIS),
    footprint_types=POLYGONS,
    refs={Rel.UNDER: ONE},
    check=_check,
)
