"""The small types that envelopes and bodies share. Each says its unit and its limits; the schema is made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

# A bare ``$`` would also match before a final line break.
_END = r"$(?!\n)"

Instant = Annotated[datetime, Meta(tz=True, description="UTC instant in whole seconds, YYYY-MM-DDTHH:MM:SSZ")]
ContentId = Annotated[
    str, Meta(pattern=rf"^sha256:[0-9a-f]{{64}}{_END}", description="SHA-256 of the bytes it names, sha256:<64 hex>")
]
Code = Annotated[str, Meta(pattern=rf"^[a-z][a-z0-9_]{{0,63}}{_END}", description="lower-case code word")]
Name = Annotated[str, Meta(min_length=1, max_length=200, description="name as its owner writes it")]
Identifier = Annotated[
    str, Meta(pattern=rf"^[A-Za-z0-9][A-Za-z0-9._:@/-]{{0,199}}{_END}", description="opaque identifier, no spaces")
]
Origin = Annotated[
    str,
    Meta(pattern=rf"^[a-z0-9][a-z0-9.:_-]*(/[a-z0-9._-]+)*{_END}", max_length=200, description="name of a log"),
]
Note = Annotated[str, Meta(max_length=4000, description="free text for people")]
Line = Annotated[str, Meta(min_length=1, max_length=1000, description="one line of free text")]
ClockTime = Annotated[
    str, Meta(pattern=rf"^([01][0-9]|2[0-3]):[0-5][0-9]{_END}", description="local time of day, HH:MM")
]
Weekday = Annotated[int, Meta(ge=0, le=6, description="day of the week, 0 = Monday … 6 = Sunday")]
Zone = Annotated[
    str, Meta(pattern=rf"^[A-Za-z]+(/[A-Za-z0-9_+-]+)*{_END}", max_length=60, description="IANA time zone")
]
Language = Annotated[str, Meta(pattern=rf"^[a-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*{_END}", description="BCP 47 tag")]
Count = Annotated[int, Meta(ge=0, le=10_000_000, description="number of people or things")]
Some = Annotated[int, Meta(ge=1, le=1_000_000, description="number of things, at least one")]
Depth = Annotated[int, Meta(ge=0, le=20_000, description="depth below the surface, mm")]
Gap = Annotated[int, Meta(ge=0, le=500, description="gap between searched strips counted as searched, mm")]
Area = Annotated[int, Meta(ge=0, le=10**15, description="area, m²")]
Size = Annotated[int, Meta(ge=0, le=2**53 - 1, description="number of leaves in a log")]
E7 = Annotated[int, Meta(ge=-1_800_000_000, le=1_800_000_000, description="degrees × 10^7, longitude first")]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value made of named fields, as it stands in a record."""


class Hours(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Local times of day, in a named zone, between which something is in force; may cross midnight."""

    from_: ClockTime
    to: ClockTime
    days: Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7)] | None = None


class Window(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """From one instant to another, the second not included."""

    from_: Instant
    until: Instant


class Fieldwork(Part, frozen=True, kw_only=True):
    """When people worked on the ground: the earliest possible beginning and the latest possible end."""

    from_earliest: Instant
    to_latest: Instant


class BothLanguages(Part, frozen=True, kw_only=True):
    """The same text in Arabic and in English; either may be missing, not both."""

    ar: Note | None = None
    en: Note | None = None


class Polygons(Part, frozen=True, kw_only=True):
    """A shape written into a body: polygons as rings of longitude and latitude in 1e-7 degree."""

    type: Literal["polygons"] = "polygons"
    e7: Annotated[
        tuple[tuple[tuple[tuple[E7, E7], ...], ...], ...],
        Meta(min_length=1, description="polygons, each an outer ring and its holes, degrees × 10^7"),
    ]


Contamination = Literal[
    "anti_personnel_mines",
    "anti_vehicle_mines",
    "submunitions",
    "unexploded_ordnance",
    "abandoned_ordnance",
    "booby_traps",
    "ied",
    "unknown",
]
HowKnown = Literal["seen", "told", "records"]
