"""A party's consent to a corridor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, ONE, Kind, always, check_distinct, on
from clearway.records.types import Line, Note, Part
from clearway.terms import Bearing, Rel, Tier


class Consent(Part, frozen=True, kw_only=True):
    """A party that controls ground along a corridor agrees to it, for all segments (null) or those it lists.

    It ends with ``holds.until``, or by a suspension.
    """

    party: Annotated[Line, Meta(description="the party, spelled as in the corridor's segments")]
    segments: (
        Annotated[
            tuple[Annotated[int, Meta(ge=0, le=99)], ...], Meta(min_length=1, description="segments, counted from 0")
        ]
        | None
    ) = None
    conditions: Note | None = None


def _check(body: Consent, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.segments or (), "/body/segments")


KIND = Kind(
    name="consent",
    version=1,
    tier=Tier.PUBLIC,
    body=Consent,
    bearings=frozenset({Bearing.ENABLES}),
    bears_of=always(Bearing.ENABLES),
    axes_of=on(NO_AXIS),
    refs={Rel.CONSENTS_TO: ONE},
    check=_check,
)
