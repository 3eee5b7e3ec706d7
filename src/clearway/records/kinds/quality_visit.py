"""A look at how work is done, before and while it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANYWHERE, NO_AXIS, Kind, always, check_distinct, on
from clearway.records.types import ContentId, Identifier, Instant, Line, Note, Part
from clearway.terms import Bearing, Tier

Number = Annotated[int, Meta(ge=1, le=1_000, description="number of the non-conformity in its visit")]


class NonConformity(Part, frozen=True, kw_only=True):
    """Something that is not done as the standard asks, and what is to be done about it until when."""

    number: Number
    severity: Literal["observation", "minor", "major", "critical"]
    what: Note
    corrective_action: Note | None = None
    due: Instant | None = None


class Closed(Part, frozen=True, kw_only=True):
    """A non-conformity of an earlier visit that was put right, as seen on this visit."""

    visit: ContentId
    number: Number


class QualityVisit(Part, frozen=True, kw_only=True):
    """Quality assurance (IMAS 07.40): an inspector looks at a team at work and says what does not conform.

    A non-conformity stays open until a later visit closes it. A visit is no control of a lot: it clears nothing and
    bars nothing; a failed ``quality_control`` does.
    """

    organisation: Annotated[Identifier, Meta(description="the organisation that was visited")]
    team: Line | None = None
    by: Annotated[Identifier, Meta(description="the organisation that visited")]
    visited_at: Instant
    activity: Line
    non_conformities: tuple[NonConformity, ...] = ()
    closes: tuple[Closed, ...] = ()
    note: Note | None = None


def _check(body: QualityVisit, _record: Record) -> Iterator[Problem]:
    yield from check_distinct((found.number for found in body.non_conformities), "/body/non_conformities")
    yield from check_distinct(body.closes, "/body/closes")


KIND = Kind(
    name="quality_visit",
    version=1,
    tier=Tier.RESTRICTED,
    body=QualityVisit,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    footprint_types=ANYWHERE,
    footprint_optional=True,
    check=_check,
)
