"""A sign that explosives may be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANY, ANYWHERE, HAZARD, NO_AXIS, Kind, check_distinct
from clearway.records.types import HowKnown, Note, Part
from clearway.terms import Axis, Bearing, Rel, Tier


class Indication(Part, frozen=True, kw_only=True):
    """Somebody reports that there may be explosives.

    A report of the public tells until an officer has looked at it (within two hours) and made an indication of his
    own that refers to it (``triages``); every other report restricts at once.
    """

    reported_by: Literal["public", "officer", "team", "statement"]
    what: Annotated[
        tuple[Literal["mines", "booby_traps", "explosive_remnants", "ied", "unknown"], ...],
        Meta(min_length=1, max_length=5),
    ]
    how_known: HowKnown
    note: Note | None = None


def _bears(body: Indication, _record: object) -> Bearing:
    return Bearing.TELLS if body.reported_by == "public" else Bearing.RESTRICTS


def _axes(body: Indication) -> frozenset[Axis]:
    return NO_AXIS if body.reported_by == "public" else HAZARD


def _check(body: Indication, _record: Record) -> Iterator[Problem]:
    yield from check_distinct(body.what, "/body/what")


KIND = Kind(
    name="indication",
    version=1,
    tier=Tier.RESTRICTED,
    body=Indication,
    bearings=frozenset({Bearing.TELLS, Bearing.RESTRICTS}),
    bears_of=_bears,
    axes_of=_axes,
    footprint_types=ANYWHERE,
    refs={Rel.TRIAGES: ANY},
    check=_check,
)
