"""Risk education given to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import ANYWHERE, NO_AXIS, Kind, always, check_window, on
from clearway.records.types import Count, Identifier, Line, Note, Part, Some, Window
from clearway.terms import Bearing, Tier


class People(Part, frozen=True, kw_only=True):
    """How many people, by sex and age."""

    women: Count = 0
    men: Count = 0
    girls: Count = 0
    boys: Count = 0


class EducationSession(Part, frozen=True, kw_only=True):
    """Explosive ordnance risk education (IMAS 12.10). Sessions are not persons: who came twice attended twice.

    ``first_time`` are those of ``attended`` who had never been reached before; only they are counted as persons.
    """

    organisation: Identifier
    team: Line | None = None
    method: Literal["group", "house_to_house", "peer", "school", "media", "other"]
    held: Window
    sessions: Some = 1
    attended: People
    first_time: People
    note: Note | None = None


def _check(body: EducationSession, _record: Record) -> Iterator[Problem]:
    yield from check_window(body.held, "/body/held")
    for group in ("women", "men", "girls", "boys"):
        if getattr(body.first_time, group) > getattr(body.attended, group):
            yield Problem(
                "record.more_than_all", f"/body/first_time/{group}", {"part": "first_time", "all": "attended"}
            )


KIND = Kind(
    name="education_session",
    version=1,
    tier=Tier.RESTRICTED,
    body=EducationSession,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    footprint_types=ANYWHERE,
    footprint_optional=True,
    check=_check,
)
