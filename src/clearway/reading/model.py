"""What reading an announcement gives: drafts that point at the exact words. Values only.

The kinds, states and modalities are those of the annotation guide of announcements; positions count code points of the
text that was read. A draft says what the words say, never what is so: an officer confirms it, and says which ground
they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class AnnouncementKind(StrEnum):
    """What an announcement speaks of."""

    CLOSURE = "closure"
    REOPENING = "reopening"
    EVACUATION = "evacuation"
    HAZARD = "hazard"
    CLEARANCE = "clearance"
    CORRIDOR = "corridor"
    OPERATION = "operation"
    CONTROL = "control"
    CASUALTIES = "casualties"
    CIVILIANS = "civilians"


class Modality(StrEnum):
    """How the words hold: the first that fits."""

    NEGATED = "negated"
    CONDITIONAL = "conditional"
    PLANNED = "planned"
    REPORTED_BY_OTHER = "reported-by-other"
    ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Span:
    """Exact words of the text: from ``start`` up to ``end``, in code points; ``words == text[start:end]``."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place as it is named, and the ids of the gazetteer it may mean (none: not known; several: asked back)."""

    span: Span
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so, as far as the text names them."""

    person: Span | None = None
    role: Span | None = None
    organisation: Span | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers stated; ``qualifiers`` by field: about, at_least, more_than, dozens, hundreds, many, a_number."""

    killed: int | None = None
    injured: int | None = None
    devices: int | None = None
    qualifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """When, in the text's words; ``iso`` a day, a month or ``from/to``, only if it follows from the document's date."""

    span: Span
    iso: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDraft:
    """One fact that the words state, and the record that it could become.

    ``number`` counts from 1 in the order of the text. ``evidence`` are the clauses that carry the fact. ``hedge`` are
    the words that weaken it ("to a large degree"). ``becomes`` is the kind of record that an officer may make of it;
    ``rules`` are the ids of the catalogue's rules that found it, for whoever wants to know why. ``corrected`` names the
    fields that an officer reads otherwise than the rules did.
    """

    number: int
    kind: AnnouncementKind
    state: str | None
    modality: Modality
    evidence: tuple[Span, ...]
    places: tuple[PlaceNamed, ...] = ()
    counts: Counts = Counts()
    cause: str | None = None
    time: TimeSaid | None = None
    source: Source = Source()
    actor: Span | None = None
    hedge: Span | None = None
    becomes: str
    rules: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was read: ``published`` is the day it is dated, if known."""

    text: str
    lang: str
    published: date | None
    drafts: tuple[ReadDraft, ...]
