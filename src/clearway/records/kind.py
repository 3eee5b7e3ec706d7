"""What a kind of record is: its body, what it may do to the picture, and the rules of its own.

A kind is one file in ``records/kinds/`` and one line in ``KINDS``. Its body's docstring is the paragraph of meaning
in the reference; its fields carry their units.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clearway.geometry import Region, parse_region
from clearway.problems import Problem, Refused
from clearway.records.canonical import join
from clearway.records.envelope import Record
from clearway.records.types import BothLanguages, Fieldwork, Hours, Part, Polygons, Window
from clearway.terms import Axis, Bearing, Product, Rel, Tier

SHAPED = frozenset({"polygons", "line", "disc", "blob"})
ANYWHERE = SHAPED | {"unplaced"}
POLYGONS = frozenset({"polygons", "blob"})
NO_FOOTPRINT: frozenset[str] = frozenset()

CLOSURE = frozenset({Axis.CLOSURE})
HAZARD = frozenset({Axis.HAZARD})
BOTH = frozenset(Axis)
NO_AXIS: frozenset[Axis] = frozenset()


@dataclass(frozen=True, slots=True)
class Many:
    """How often a relation may stand in a record: at least ``least`` times, at most ``most`` (None: any number)."""

    least: int = 0
    most: int | None = None


ONE = Many(1, 1)
SOME = Many(1)
ANY = Many()

# Relations that every kind may have: a grant, a link to what it replaces, to its public notice, to what it is about.
COMMON_REFS: Mapping[Rel, Many] = {
    Rel.UNDER: Many(0, 1),
    Rel.REPLACES: ANY,
    Rel.NOTICE: ANY,
    Rel.ABOUT: ANY,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    ``tier`` says which of an authority's two logs it belongs to; None leaves it to the author. ``bears_of`` and
    ``axes_of`` say what a record of this kind does, from its body; ``bearings`` lists all that ``bears_of`` may say,
    and where ``axes_by_envelope`` the record chooses among ``axes_of``. ``footprint_types`` may be empty: the kind has
    no ground of its own; ``footprint_optional`` allows null all the same. ``refs`` adds to ``COMMON_REFS``.
    ``free_keys`` says that the body has a field whose keys the author chooses. ``check`` yields what is wrong beyond
    the types of single fields.
    """

    name: str
    version: int
    tier: Tier | None
    body: type[Part]
    bearings: frozenset[Bearing]
    bears_of: Callable[[Any, Any], Bearing]
    axes_of: Callable[[Any], frozenset[Axis]]
    footprint_types: frozenset[str] = NO_FOOTPRINT
    footprint_optional: bool = False
    refs: Mapping[Rel, Many] = field(default_factory=dict)
    axes_by_envelope: bool = False
    free_keys: bool = False
    check: Callable[[Any, Record], Iterable[Problem]] = lambda _body, _record: ()

    @property
    def may_restrict(self) -> bool:
        """Whether a record of this kind can restrict."""
        return Bearing.RESTRICTS in self.bearings

    @property
    def all_refs(self) -> Mapping[Rel, Many]:
        """Every relation a record of this kind may have."""
        return {**COMMON_REFS, **self.refs}


def always(bearing: Bearing) -> Callable[[Any, Any], Bearing]:
    """A bearing that does not depend on the body."""
    return lambda _body, _record: bearing


def on(axes: frozenset[Axis]) -> Callable[[Any], frozenset[Axis]]:
    """Axes that do not depend on the body."""
    return lambda _body: axes


def wrong_order(pointer: str, first: str, second: str) -> Problem:
    """The field ``second`` must not lie before ``first``."""
    return Problem("record.wrong_order", pointer, {"first": first, "second": second})


def check_window(window: Window, pointer: str) -> Iterator[Problem]:
    """A window ends after it begins."""
    if window.until <= window.from_:
        yield wrong_order(pointer, "from", "until")


def check_fieldwork(fieldwork: Fieldwork, pointer: str) -> Iterator[Problem]:
    """Fieldwork does not end before it begins."""
    if fieldwork.to_latest < fieldwork.from_earliest:
        yield wrong_order(pointer, "from_earliest", "to_latest")


def check_hours(hours: Hours | None, pointer: str) -> Iterator[Problem]:
    """Hours have a length, and name each weekday once."""
    if hours is None:
        return
    if hours.from_ == hours.to:
        yield Problem("record.no_length", pointer)
    if hours.days is not None and len(set(hours.days)) < len(hours.days):
        yield Problem("record.repeated", join(pointer, "days"))


def check_distinct(values: Iterable[object], pointer: str) -> Iterator[Problem]:
    """A list names each thing once."""
    seen = list(values)
    if len(set(seen)) < len(seen):
        yield Problem("record.repeated", pointer)


def check_polygons(polygons: Polygons, pointer: str) -> Iterator[Problem]:
    """A shape in a body is as sound as a footprint."""
    try:
        region_of(polygons, pointer)
    except Refused as refused:
        yield from refused.problems


def region_of(polygons: Polygons, pointer: str = "") -> Region:
    """The ground of a shape in a body. Raises ``Refused`` if it is not sound."""
    return parse_region(polygons.e7, join(pointer, "e7"))


def check_product(product: Product, allowed: tuple[Product, ...], pointer: str) -> Iterator[Problem]:
    """The product is one that this kind can yield."""
    if product not in allowed:
        yield Problem("record.unknown_word", pointer, {"value": product.value})


def check_cleared_depth(product: Product, depth_mm: int | None, pointer: str) -> Iterator[Problem]:
    """Cleared ground was cleared to a depth."""
    if product is Product.CLEARED and depth_mm is None:
        yield Problem("record.no_depth", pointer)


def check_one_language(text: BothLanguages, pointer: str) -> Iterator[Problem]:
    """A text for the public stands in one of the two languages at least."""
    if not text.ar and not text.en:
        yield Problem("record.no_words", pointer)


def find_base64(text: str, length: int) -> bytes | None:
    """The ``length`` bytes that ``text`` writes in canonical base64, else None."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if len(data) == length and base64.b64encode(data).decode() == text else None
