"""How a question was put, and what is known beside its answer. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from clearway.places import Place
from clearway.records import Record
from clearway.terms import Realm
from clearway.wording import ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question beside the answer.

    ``now`` is when it was put (None: age is not told); ``contact`` a number for where no record names one;
    ``records`` those at hand by id, from which a release's people are named. ``known`` and ``known_by`` say whose
    knowledge of which moment was asked for, ``claimed`` that it went by the times that authors wrote.
    ``published_at`` and ``valid_until`` are those of the publication whose bytes answered.
    """

    realm: Realm
    zone: str = ZONE
    now: datetime | None = None
    place: Place | None = None
    position: tuple[int, int] | None = None
    accuracy_m: int | Literal["unknown"] | None = None
    contact: str | None = None
    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    known: datetime | None = None
    known_by: str | None = None
    claimed: bool = False
    published_at: datetime | None = None
    valid_until: datetime | None = None
