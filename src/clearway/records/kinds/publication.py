"""What was told to the public, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, Kind, always, on, wrong_order
from clearway.records.types import ContentId, Instant, Origin, Part, Size
from clearway.terms import Bearing, Tier


class Known(Part, frozen=True, kw_only=True):
    """How far one log was known: its size and the RFC 6962 root over that many leaves."""

    size: Size
    root: ContentId


class Publication(Part, frozen=True, kw_only=True):
    """A picture of the ground was published: from which logs, at which moment, by which trust file.

    The snapshot's bytes are a blob, so that what the public was told can be given back to the letter and projected
    again.
    """

    frontier: Annotated[Mapping[Origin, Known], Meta(description="how far each log was known")]
    at: Annotated[Instant, Meta(description="the moment the picture is of")]
    trust: Annotated[ContentId, Meta(description="the trust file used")]
    snapshot: Annotated[ContentId, Meta(description="the published bytes")]
    valid_until: Annotated[Instant, Meta(description="do not rely on this copy after")]


def _check(body: Publication, _record: Record) -> Iterator[Problem]:
    if body.valid_until <= body.at:
        yield wrong_order("/body", "at", "valid_until")


KIND = Kind(
    name="publication",
    version=1,
    tier=Tier.PUBLIC,
    body=Publication,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    free_keys=True,
    check=_check,
)
