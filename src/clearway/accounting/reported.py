"""What does not go into the balance but must stand beside it: typed figures, ground released outside, ground twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import numpy as np

from clearway.accounting.balance import AreaBalance, released_ground
from clearway.accounting.families import entered_at, ground_of
from clearway.geometry import NOTHING, Drawn, Measured, Region, overlapping
from clearway.projection import Admitted, History
from clearway.projection.counted import Counted, list_counted
from clearway.terms import Product, Rel

TOLERANCE = Fraction(1, 20)
"""A reported area that differs from the computed one by more than this share of it is flagged."""

_KINDS = ("hazardous_area", "search_report", "technical_survey", "decision")


@dataclass(frozen=True, slots=True)
class Differing:
    """A record whose reported square metres differ from those of its shape. Both are kept; neither is corrected."""

    record: str
    kind: str
    reported_m2: int
    computed: Measured


@dataclass(frozen=True, slots=True)
class Additional:
    """Ground that a decision released outside every record it names: additional area, in no balance."""

    decision: str
    product: Product
    area: Measured
    ground: Region


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that stands in the books of two areas, each of which has to be released by its own name (B1)."""

    areas: tuple[str, str]
    area: Measured


def list_differing(history: History, at: datetime) -> tuple[Differing, ...]:
    """Every record in the books whose reported area differs by more than five per cent from its shape's."""
    found = []
    for kind in _KINDS:
        for admitted in history.list_kind(kind):
            reported = getattr(admitted.record.body, "reported_m2", None)
            if reported is None or entered_at(history, admitted) > at:
                continue
            ground = ground_of(history, admitted) if kind == "hazardous_area" else history.inward(admitted)
            computed = NOTHING if ground is None else Drawn.of(ground).measure()
            if abs(reported * 1_000_000 - computed.mm2) > TOLERANCE * computed.mm2:
                found.append(Differing(admitted.id, kind, reported, computed))
    return tuple(sorted(found, key=lambda each: each.record))


def list_additional(history: History, at: datetime) -> tuple[Additional, ...]:
    """Ground that decisions in force released outside what they name, each piece for the first decision."""
    found = list[tuple[datetime, str, Product, Drawn]]()
    for decision in history.list_kind("decision"):
        named = [one for each in decision.record.refs_to(Rel.NAMES) if (one := history.find(each)) is not None]
        counts = [counted for one in named for counted in _reaching_out(history, decision, one, at)]
        if not counts:
            continue
        inside = Drawn.union(Drawn.of(history.outward(one)) for one in named)
        ground = Drawn.union(released_ground(counted) for counted in counts).minus(inside)
        if not ground.is_empty:
            found.append((min(counted.since for counted in counts), decision.id, counts[0].product, ground))
    done, additional = Drawn(), list[Additional]()
    for _, decision_id, product, ground in sorted(found, key=lambda each: each[:2]):
        piece, done = ground.minus(done), Drawn.union([done, ground])
        if not piece.is_empty:
            additional.append(Additional(decision_id, product, piece.measure(), piece.region()))
    return tuple(additional)


def list_overlaps(areas: Sequence[AreaBalance]) -> tuple[Overlap, ...]:
    """Each pair of areas that have ground in common, in the order of their ids."""
    placed = sorted((one for one in areas if not one.drawn.is_empty), key=lambda one: one.family.first)
    if not placed:
        return ()
    boxes = np.array([one.drawn.bbox for one in placed], np.int64)
    left, right = overlapping(boxes, boxes)
    first = left < right
    found = list[Overlap]()
    for i, j in zip(left[first].tolist(), right[first].tolist(), strict=True):
        common = placed[i].drawn.within(placed[j].drawn)
        if not common.is_empty:
            found.append(Overlap((placed[i].family.first, placed[j].family.first), common.measure()))
    return tuple(found)


def _reaching_out(history: History, decision: Admitted, one: Admitted, at: datetime) -> Iterator[Counted]:
    """What a decision counts of one record, unless it surely stays inside it."""
    own = set(history.outward(one).polygons)
    for counted in list_counted(history, one, at):
        if counted.decision == decision.id and not any(own >= set(region.polygons) for region in counted.all_of):
            yield counted
