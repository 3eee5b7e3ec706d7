"""One person whom an explosion harmed, without a name."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from clearway.records.kind import NO_AXIS, ONE, Kind, always, on
from clearway.records.types import Identifier, Part
from clearway.terms import Bearing, Rel, Tier

_ACTIVITIES = Literal[
    "playing", "walking", "farming", "herding", "collecting", "building", "returning_home", "demining", "other"
]
Person = Annotated[Identifier, Meta(description="opaque number of the person, drawn by the desk")]
"""Names, ages and addresses stand in a sealed store of the office alone, by this number; in no log and no export."""


class Victim(Part, frozen=True, kw_only=True):
    """A person harmed in the accident that the record is ``about``: what helps to prevent the next and to get help.

    No name, no address, nothing about where somebody comes from or belongs to. Null is not known.
    """

    person: Person
    harm: Literal["killed", "injured"]
    sex: Literal["female", "male"] | None = None
    age_group: Literal["child", "adult", "older"] | None = None
    living_here_as: Literal["resident", "displaced", "returned", "refugee", "worker", "passing"] | None = None
    activity: (
        Literal[
            "playing", "walking", "farming", "herding", "collecting", "building", "returning_home", "demining", "other"
        ]
        | None
    ) = None
    knew_of_danger: bool | None = None
    saw_item: bool | None = None
    touched_item: bool | None = None
    had_risk_education: bool | None = None
    injuries: tuple[Literal["limb_lost", "sight", "hearing", "burns", "other"], ...] = ()


KIND = Kind(
    name="victim",
    version=1,
    tier=Tier.RESTRICTED,
    body=Victim,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    refs={Rel.ABOUT: ONE},
)
