"""Civilians in an area."""

from __future__ import annotations

from typing import Literal

from clearway.records.kind import ANYWHERE, NO_AXIS, Kind, always, on
from clearway.records.types import Count, Note, Part
from clearway.terms import Bearing, Tier


class CiviliansReport(Part, frozen=True, kw_only=True):
    """Civilians are in an area, trapped, displaced or returning; or somebody says there are none.

    It never leaves the office that keeps it, because where people are is what an attacker would ask.
    """

    state: Literal["present", "trapped", "displaced", "returning", "denied"]
    about_count: Count | None = None
    note: Note | None = None


KIND = Kind(
    name="civilians_report",
    version=1,
    tier=Tier.RESTRICTED,
    body=CiviliansReport,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    footprint_types=ANYWHERE,
    footprint_optional=True,
)
