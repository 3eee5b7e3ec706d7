"""The envelope: what every record says in the same words, whatever its kind. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from clearway.geometry import Footprint
from clearway.problems import Problem
from clearway.records.types import Code, ContentId, Hours, Identifier, Instant, Line, Note, Part, Zone
from clearway.terms import Axis, Bearing, Realm, Rel

ENVELOPE_VERSION = 1


class Issuer(Part, frozen=True, kw_only=True):
    """Who says it: the office, the holder (an opaque id of the person) and the id of the key that signs."""

    office: Identifier
    holder: Identifier
    key: ContentId


class Holds(Part, frozen=True, kw_only=True):
    """When the record holds: an uncertain start, an end or none, and local hours within.

    With nothing known, all of it is written as one ``null``.
    """

    from_earliest: Instant | None = None
    from_latest: Instant | None = None
    until: Instant | None = None
    hours: Hours | None = None
    zone: Zone | None = None


class Event(Part, frozen=True, kw_only=True):
    """When the thing spoken of happened: earliest beginning, latest end; null where it is not known."""

    from_earliest: Instant | None = None
    until_latest: Instant | None = None


class FootprintSource(Part, frozen=True, kw_only=True):
    """How the words became ground: by whom or what, why so, the place named, and the error of the edge in metres."""

    how: Code
    because: Note
    place: Line | None = None
    error_m: Annotated[int, Meta(ge=0, le=1_000_000, description="error of the edge, m")] | None = None


class Ref(Part, frozen=True, kw_only=True):
    """A reference to another record, with its meaning."""

    rel: Rel
    id: ContentId


_Offset = Annotated[int, Meta(ge=0, le=200_000_000)]


class StatementEvidence(Part, frozen=True, kw_only=True, tag_field="type", tag="statement"):
    """Exact words of a statement: spans of code points of its stored text, [start, end)."""

    id: ContentId
    spans: tuple[tuple[_Offset, _Offset], ...]


class FileEvidence(Part, frozen=True, kw_only=True, tag_field="type", tag="file"):
    """A stored file, or one feature in it."""

    blob: ContentId
    feature: Line | None = None


class ObservationEvidence(Part, frozen=True, kw_only=True, tag_field="type", tag="observation"):
    """What somebody saw, and when."""

    by: Line
    at: Instant


Evidence = StatementEvidence | FileEvidence | ObservationEvidence


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What was said, by whom, about which ground and time. Two records are equal if their bytes are.

    ``canonical`` are the exact bytes that were signed and ``id`` their hash. ``body`` is None when the kind or its
    version is unknown, when the body is invalid, or when a record that loosens breaks any rule of its kind;
    ``unreadable`` then says why. It also lists envelope fields that could not be read: they stand here with the
    value that restricts most (no end, no hours, both axes), and ``footprint`` None. ``unknown_refs`` are the ids
    referred to under relations that this version does not know.
    """

    clearway: int
    kind: str
    kind_version: int
    bears: Bearing
    axes: frozenset[Axis]
    realm: Realm
    origin: str
    nonce: str | None
    issuer: Issuer
    recorded_at: datetime
    holds: Holds
    footprint: Footprint | None
    unit: str | None
    event: Event
    footprint_source: FootprintSource | None
    refs: tuple[Ref, ...]
    evidence: tuple[Evidence, ...]
    body: Part | None
    raw_body: Mapping[str, Any]
    id: str
    canonical: bytes = field(repr=False)
    unreadable: tuple[Problem, ...] = ()
    unknown_refs: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def refs_to(self, rel: Rel) -> tuple[str, ...]:
        """The ids referred to with this meaning, in the order written."""
        return tuple(ref.id for ref in self.refs if ref.rel is rel)

    @property
    def all_refs(self) -> tuple[str, ...]:
        """Every id referred to, under known and unknown relations."""
        return tuple(ref.id for ref in self.refs) + self.unknown_refs

    @property
    def footprint_unreadable(self) -> bool:
        """True when the record has a footprint that could not be read, so that its ground is not known."""
        return any(problem.pointer.startswith("/footprint") for problem in self.unreadable) and self.footprint is None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A record and the signature over it, as they stand in a log."""

    record: Record
    sig: bytes
