"""The trust file that an office uses from now on."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from clearway.records.kind import NO_AXIS, Kind, always, on
from clearway.records.types import ContentId, Part
from clearway.terms import Bearing, Tier


class TrustFile(Part, frozen=True, kw_only=True):
    """From its log time on, the office judges by this trust file, whose bytes are a blob."""

    trust: Annotated[ContentId, Meta(description="the blob that holds trust.json")]
    previous: Annotated[ContentId, Meta(description="the trust file used until then")] | None = None


KIND = Kind(
    name="trust_file",
    version=1,
    tier=Tier.PUBLIC,
    body=TrustFile,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
)
