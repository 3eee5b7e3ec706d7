"""The way of a harmed person to help."""

from __future__ import annotations

from typing import Literal

from clearway.records.kind import NO_AXIS, Kind, always, on
from clearway.records.kinds.victim import Person
from clearway.records.types import Identifier, Instant, Note, Part
from clearway.terms import Bearing, Tier


class Referral(Part, frozen=True, kw_only=True):
    """A person, known by an opaque number alone, was sent to a service, or the service took him in or could not."""

    person: Person
    service: Literal["medical", "prosthetic", "rehabilitation", "psychosocial", "economic", "legal", "other"]
    to: Identifier
    state: Literal["referred", "received", "declined", "completed"] = "referred"
    at: Instant
    note: Note | None = None


KIND = Kind(
    name="referral",
    version=1,
    tier=Tier.RESTRICTED,
    body=Referral,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
)
