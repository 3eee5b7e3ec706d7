"""A key is no longer to be believed."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from clearway.records.kind import NO_AXIS, Kind, always, on
from clearway.records.types import ContentId, Instant, Note, Part
from clearway.terms import Bearing, Tier


class Revocation(Part, frozen=True, kw_only=True):
    """From a moment on, nothing that this key signed may loosen. What it restricted stays.

    It is never undone: whoever is to act again gets a new grant.
    """

    key: Annotated[ContentId, Meta(description="id of the revoked public key")]
    since: Annotated[Instant, Meta(description="loosening logged at or after this moment has no effect")]
    reason: Note


KIND = Kind(
    name="revocation",
    version=1,
    tier=Tier.PUBLIC,
    body=Revocation,
    bearings=frozenset({Bearing.VOIDS}),
    bears_of=always(Bearing.VOIDS),
    axes_of=on(NO_AXIS),
)
