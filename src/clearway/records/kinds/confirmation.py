"""Word that a corridor is open now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, ONE, Kind, always, on, wrong_order
from clearway.records.types import Instant, Note, Part
from clearway.terms import Bearing, Rel, Tier


class Confirmation(Part, frozen=True, kw_only=True):
    """Somebody on the spot confirms that a corridor is open. It is worth something only for a short time."""

    at: Annotated[Instant, Meta(description="when it was so, on the spot")]
    note: Note | None = None


def _check(body: Confirmation, record: Record) -> Iterator[Problem]:
    # Dated ahead it would keep a corridor open for longer than anybody looked.
    if body.at > record.recorded_at + timedelta(minutes=5):
        yield wrong_order("/body/at", "at", "recorded_at")


KIND = Kind(
    name="confirmation",
    version=1,
    tier=Tier.PUBLIC,
    body=Confirmation,
    bearings=frozenset({Bearing.ENABLES}),
    bears_of=always(Bearing.ENABLES),
    axes_of=on(NO_AXIS),
    refs={Rel.CONFIRMS: ONE},
    check=_check,
)
