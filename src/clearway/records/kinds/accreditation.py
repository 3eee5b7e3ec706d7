"""Whether an organisation or a team is accredited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, Kind, always, check_distinct, check_window, on
from clearway.records.types import Identifier, Line, Note, Part, Window
from clearway.terms import Bearing, Method, Tier


class Accreditation(Part, frozen=True, kw_only=True):
    """The authority accredits an organisation, or one of its teams, for some work, or takes that back.

    It tells who is fit for a task. Leave to report, control or decide comes from a ``grant`` alone.
    """

    number: Line
    organisation: Identifier
    team: Line | None = None
    state: Literal["accredited", "suspended", "withdrawn"] = "accredited"
    activities: tuple[
        Literal[
            "non_technical_survey",
            "technical_survey",
            "clearance",
            "battle_area_clearance",
            "spot_task",
            "marking",
            "risk_education",
            "quality_control",
        ],
        ...,
    ]
    methods: tuple[Method, ...] = ()
    term: Window
    note: Note | None = None


def _check(body: Accreditation, _record: Record) -> Iterator[Problem]:
    yield from check_window(body.term, "/body/term")
    yield from check_distinct(body.activities, "/body/activities")
    yield from check_distinct(body.methods, "/body/methods")


KIND = Kind(
    name="accreditation",
    version=1,
    tier=Tier.RESTRICTED,
    body=Accreditation,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    check=_check,
)
