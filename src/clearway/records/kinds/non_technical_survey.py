"""A survey without entering the ground."""

from __future__ import annotations

from collections.abc import Iterator

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, SHAPED, Kind, always, check_fieldwork, on
from clearway.records.types import Fieldwork, Identifier, Line, Note, Part
from clearway.terms import Bearing, Tier


class NonTechnicalSurvey(Part, frozen=True, kw_only=True):
    """A survey team collected and weighed the evidence about an area without technical means on the ground.

    With a decision of the authority it can cancel a suspicion inside both footprints, for what happened before its
    fieldwork began.
    """

    organisation: Identifier
    fieldwork: Fieldwork
    sources: tuple[Line, ...] = ()
    conclusion: Note


def _check(body: NonTechnicalSurvey, _record: Record) -> Iterator[Problem]:
    yield from check_fieldwork(body.fieldwork, "/body/fieldwork")


KIND = Kind(
    name="non_technical_survey",
    version=1,
    tier=Tier.RESTRICTED,
    body=NonTechnicalSurvey,
    bearings=frozenset({Bearing.ENABLES}),
    bears_of=always(Bearing.ENABLES),
    axes_of=on(NO_AXIS),
    footprint_types=SHAPED,
    check=_check,
)
