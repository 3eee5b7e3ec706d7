"""What documents are made of: facts already found in the records, each with the id of the record that says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clearway.accounting import Figures, Piece
from clearway.coverage import Coverage
from clearway.geometry import NOTHING, Measured, Position, Region
from clearway.records import BothLanguages
from clearway.records.kinds.marking import Marking
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.task_order import TaskOrder
from clearway.terms import ApprovalRole, ControlResult, Product, Realm


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every document says of itself. ``proof`` is the text of its QR code."""

    realm: Realm
    zone: str
    office: str
    issued_at: datetime
    record: str
    origin: str
    logged_at: datetime | None = None
    contact: str | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """One hazardous area, as its latest record describes it; ``figures`` are those of the whole area.

    ``members`` are all its records, ``roots`` those whose ground is its original ground.
    """

    id: str
    members: tuple[str, ...]
    roots: tuple[str, ...]
    ground: Region
    classification: str
    contamination: tuple[str, ...] = ()
    name: BothLanguages | None = None
    place: BothLanguages | None = None
    numbers: tuple[str, ...] = ()
    figures: Figures | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A report of work, and how much of its shape lies in the ground that the document is about."""

    id: str
    report: SearchReport
    inside: Measured
    typed_computed_permille: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A quality control of a lot."""

    id: str
    organisation: str
    result: ControlResult
    sampled_m2: int | None
    lot: Measured
    failed_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Marks in the ground, or signs around it, as somebody last saw them."""

    id: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Indoors:
    """A building on the ground: its units, and those of them that are handed over, each by its own name."""

    id: str
    name: str
    units: tuple[str, ...]
    released: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A role in which somebody signs, and whether he did: for which organisation, and when it was logged."""

    role: ApprovalRole
    organisation: str | None = None
    at: datetime | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a certificate or a completion report says.

    ``ground`` is what is handed over, or the area worked on. ``hindrances`` are sentences of what keeps a hand-over
    from having effect; none, and it is in force since ``since``.
    """

    head: Head
    lands: tuple[Land, ...]
    ground: Region
    area: Measured
    figures: Figures
    works: tuple[Work, ...]
    controls: tuple[Control, ...]
    coverage: Coverage
    signatures: tuple[Signature, ...]
    rests_on: tuple[tuple[str, str], ...]
    """Kind and id of every record that the document rests on."""
    product: Product | None = None
    standard: str | None = None
    recipient: str | None = None
    certificate: str | None = None
    residual_risk: BothLanguages | None = None
    since: datetime | None = None
    hindrances: tuple[tuple[str, str], ...] = ()
    """Each in Arabic and in English."""
    reference: Position | None = None
    unit: str | None = None
    """The building, floor, flat or room that alone is released; None: the ground outdoors."""
    outside: Measured = NOTHING
    """Of ``ground``, what lies in none of the areas."""
    edge_error_m: int | None = None
    """By how much the border may be wrong, as the record ``edge_said_by`` says; None where none says it."""
    edge_said_by: str | None = None
    marked: tuple[Marked, ...] = ()
    buildings: tuple[Indoors, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What a task order says."""

    head: Head
    order: TaskOrder
    lands: tuple[Land, ...]
    ground: Region
    area: Measured
    reference: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a field map shows: areas as they are in the books, and what was searched of them."""

    head: Head
    lands: tuple[Land, ...]
    ground: Region
    area: Measured
    coverage: Coverage | None = None
    reference: Position | None = None
