"""One of the three looks at a report before it is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, SOME, Kind, always, on
from clearway.records.types import Note, Part
from clearway.terms import Bearing, Rel, Tier


class CheckStep(Part, frozen=True, kw_only=True):
    """A supervisor, the partner or the centre looked at the report that it ``answers``, and took it or sent it back.

    A report sent back is not gone: its correction is a new record that ``replaces`` it. Nothing here loosens; the
    approvals of a hand-over are records of their own.
    """

    step: Literal["supervisor", "partner", "centre"]
    result: Literal["accepted", "returned"]
    to_correct: Annotated[Note, Meta(description="what must be corrected")] | None = None


def _check(body: CheckStep, _record: Record) -> Iterator[Problem]:
    if body.result == "returned" and not body.to_correct:
        yield Problem("record.missing_field", "/body/to_correct", {"field": "to_correct"})


KIND = Kind(
    name="check_step",
    version=1,
    tier=Tier.RESTRICTED,
    body=CheckStep,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    refs={Rel.ANSWERS: SOME},
    check=_check,
)
