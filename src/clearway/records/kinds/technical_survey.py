"""A survey with technical means on part of the ground."""

from __future__ import annotations

from collections.abc import Iterator

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, SHAPED, Kind, always, check_fieldwork, on
from clearway.records.types import Depth, Fieldwork, Identifier, Line, Note, Part
from clearway.terms import Bearing, Method, Tier


class TechnicalSurvey(Part, frozen=True, kw_only=True):
    """A survey team searched parts of an area with technical means and found no evidence in them.

    With a decision of the authority it can reduce a hazardous area inside both footprints, for what happened before
    its fieldwork began.
    """

    organisation: Identifier
    fieldwork: Fieldwork
    sources: tuple[Line, ...] = ()
    conclusion: Note
    method: Method
    depth_mm: Depth
    standard: Line


def _check(body: TechnicalSurvey, _record: Record) -> Iterator[Problem]:
    yield from check_fieldwork(body.fieldwork, "/body/fieldwork")


KIND = Kind(
    name="technical_survey",
    version=1,
    tier=Tier.RESTRICTED,
    body=TechnicalSurvey,
    bearings=frozenset({Bearing.ENABLES}),
    bears_of=always(Bearing.ENABLES),
    axes_of=on(NO_AXIS),
    footprint_types=SHAPED,
    check=_check,
)
