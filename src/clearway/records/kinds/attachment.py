"""A picture or a paper that belongs to a record."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from clearway.records.kind import NO_AXIS, SOME, Kind, always, on
from clearway.records.types import ContentId, Instant, Line, Part
from clearway.terms import Bearing, Rel, Tier


class Attachment(Part, frozen=True, kw_only=True):
    """A photo, sketch or scan is kept with the records that it is ``about``.

    ``blob`` names the bytes kept: of a picture those without the place, time and device that a camera writes into it.
    """

    blob: ContentId
    media_type: Annotated[str, Meta(pattern=r"^(image/(jpeg|png)|application/pdf|text/plain)$(?!\n)")]
    what: Literal["photo", "sketch", "form", "map", "letter", "other"]
    caption: Line | None = None
    taken_at: Annotated[Instant, Meta(description="when it was taken, as a person says")] | None = None


KIND = Kind(
    name="attachment",
    version=1,
    tier=Tier.RESTRICTED,
    body=Attachment,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    refs={Rel.ABOUT: SOME},
)
