"""How far another office's log was known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, Kind, always, check_distinct, on
from clearway.records.types import ContentId, Origin, Part, Size
from clearway.terms import Bearing, Tier


class Receipt(Part, frozen=True, kw_only=True):
    """An office received a log up to a size. From the log time of this record on, it knew those entries.

    The checkpoint is kept to the letter; blobs that had not arrived are listed.
    """

    log: Annotated[Origin, Meta(description="name of the log that was received")]
    size: Size
    root: Annotated[ContentId, Meta(description="RFC 6962 root over that many leaves")]
    missing: Annotated[tuple[ContentId, ...], Meta(max_length=500, description="blobs not yet at hand")] = ()
    checkpoint: Annotated[str, Meta(min_length=1, max_length=8000, description="the signed note, to the letter")]


def _check(body: Receipt, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.missing, "/body/missing")


KIND = Kind(
    name="receipt",
    version=1,
    tier=Tier.PUBLIC,
    body=Receipt,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    check=_check,
)
