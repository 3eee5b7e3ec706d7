"""What a team searched, how, and what it left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, SHAPED, Kind, always, check_fieldwork, check_polygons, on
from clearway.records.types import Area, Count, Depth, Fieldwork, Identifier, Line, Note, Part, Polygons
from clearway.terms import Bearing, Method, Purpose, Tier


class Unsearched(Part, frozen=True, kw_only=True):
    """Ground inside the footprint that was left out, and why (water, rubble, a find left in place)."""

    footprint: Polygons
    reason: Note


class Found(Part, frozen=True, kw_only=True):
    """What was found and what became of it, without any procedure."""

    what: Line
    quantity: Count
    destroyed: bool


class SearchReport(Part, frozen=True, kw_only=True):
    """A team reports the ground it searched: the footprint less the parts it left out.

    Coverage is measured from these shapes; a typed percentage is kept to be shown and never used. A visual search,
    a search that was not for explosives or one to no standard (``none``) cannot clear.
    """

    organisation: Identifier
    purpose: Purpose
    method: Method
    depth_mm: Depth
    standard: Annotated[Line, Meta(description="the standard searched to; none = to no standard")]
    fieldwork: Fieldwork
    unsearched: tuple[Unsearched, ...] = ()
    finds: tuple[Found, ...] = ()
    typed_percent: Annotated[int, Meta(ge=0, le=1000, description="percentage as typed; ignored")] | None = None
    reported_m2: Annotated[Area, Meta(description="area as reported, m²; shown beside the computed one")] | None = None
    team: Line | None = None


def _check(body: SearchReport, _record: Record) -> Iterator[Problem]:
    yield from check_fieldwork(body.fieldwork, "/body/fieldwork")
    for number, part in enumerate(body.unsearched):
        yield from check_polygons(part.footprint, f"/body/unsearched/{number}/footprint")


KIND = Kind(
    name="search_report",
    version=1,
    tier=Tier.RESTRICTED,
    body=SearchReport,
    bearings=frozenset({Bearing.ENABLES}),
    bears_of=always(Bearing.ENABLES),
    axes_of=on(NO_AXIS),
    footprint_types=SHAPED,
    check=_check,
)
