"""What became of explosive items at one spot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from clearway.problems import Problem
from clearway.records.envelope import Record
from clearway.records.kind import NO_AXIS, SOME, Kind, always, check_fieldwork, on
from clearway.records.types import Fieldwork, Identifier, Line, Note, Part, Some
from clearway.terms import Bearing, Rel, Tier


class Disposed(Part, frozen=True, kw_only=True):
    """Items of one sort and what became of them, without any procedure."""

    what: Line
    quantity: Some
    outcome: Literal["destroyed_in_place", "removed", "left_in_place", "not_found", "not_explosive"]


class SpotTask(Part, frozen=True, kw_only=True):
    """An explosive ordnance disposal team reports about the finds, reports or orders that its task was ``about``.

    The precautionary area of a find stays until it is released: where one item was, there may be more.
    """

    organisation: Identifier
    team: Line | None = None
    fieldwork: Fieldwork
    items: tuple[Disposed, ...] = ()
    note: Note | None = None


def _check(body: SpotTask, _record: Record) -> Iterator[Problem]:
    yield from check_fieldwork(body.fieldwork, "/body/fieldwork")


KIND = Kind(
    name="spot_task",
    version=1,
    tier=Tier.RESTRICTED,
    body=SpotTask,
    bearings=frozenset({Bearing.TELLS}),
    bears_of=always(Bearing.TELLS),
    axes_of=on(NO_AXIS),
    footprint_types=frozenset({"disc", "unplaced"}),
    refs={Rel.ABOUT: SOME},
    check=_check,
)
