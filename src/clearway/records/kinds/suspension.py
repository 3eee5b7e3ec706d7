"""A stop, by one person, of something that loosens."""

from __future__ import annotations

from clearway.records.kind import NO_AXIS, SOME, Kind, always, on
from clearway.records.types import Note, Part
from clearway.terms import Bearing, Rel


class Suspension(Part, frozen=True, kw_only=True):
    """The records it names stop loosening at once. Any office with an accepted log may do it, alone.

    It has no term. Two people of the suspending office, or of one above the suspended grant, end it by approving it
    as ``lift_suspension``.
    """

    reason: Note


KIND = Kind(
    name="suspension",
    version=1,
    tier=None,
    body=Suspension,
    bearings=frozenset({Bearing.VOIDS}),
    bears_of=always(Bearing.VOIDS),
    axes_of=on(NO_AXIS),
    refs={Rel.SUSPENDS: SOME},
)
