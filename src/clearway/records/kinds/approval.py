"""A second person's signature."""

from __future__ import annotations

from clearway.records.kind import NO_AXIS, ONE, Kind, always, on
from clearway.records.types import Note, Part
from clearway.terms import ApprovalRole, Bearing, Rel


class Approval(Part, frozen=True, kw_only=True, rename={"as_": "as"}):
    """A person other than the author approves one record, in a stated role.

    A second signature is a record of its own, so that the approved record keeps its id.
    """

    as_: ApprovalRole
    note: Note | None = None


KIND = Kind(
    name="approval",
    version=1,
    tier=None,
    body=Approval,
    bearings=frozenset({Bearing.ENABLES}),
    bears_of=always(Bearing.ENABLES),
    axes_of=on(NO_AXIS),
    refs={Rel.APPROVES: ONE},
)
