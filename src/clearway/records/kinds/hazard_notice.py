"""A public warning over whole blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import HAZARD, POLYGONS, Kind, always, check_distinct, on
from clearway.records.types import Identifier, Note, Part
from clearway.terms import Bearing, Tier


class HazardNotice(Part, frozen=True, kw_only=True):
    """A suspected hazard somewhere in whole blocks drawn beforehand, never around an item.

    The owner's desk logs it wherever the public picture would otherwise be more open than the owner's own. It ends
    only by a release notice of the same authority.
    """

    block_ids: Annotated[tuple[Identifier, ...], Meta(min_length=1, max_length=400)]
    note: Note | None = None


def _check(body: HazardNotice, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.block_ids, "/body/block_ids")


KIND = Kind(
    name="hazard_notice",
    version=1,
    tier=Tier.PUBLIC,
    body=HazardNotice,
    bearings=frozenset({Bearing.RESTRICTS}),
    bears_of=always(Bearing.RESTRICTS),
    axes_of=on(HAZARD),
    footprint_types=POLYGONS,
    check=_check,
)
