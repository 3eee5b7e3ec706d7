"""One hazardous area at one instant: every part measured from its own shape, and whole square metres that add up.

Where records overlap, ground counts for the decision that was taken first. A point that lies in several records of one
area (it was enlarged or merged) remains until it was released in each of them, and counts as the least searched.

Square metres are rounded along the sum, in the order of decisions: the first k parts together are rounded, not each of
them. So whole figures always add up, and a decision taken later changes none of those before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from clearway.accounting.families import Family, ground_of, list_families
from clearway.geometry import Drawn, Measured, Region, measure_each, to_m2
from clearway.projection import History
from clearway.projection.counted import Counted, list_counted, list_withdrawn
from clearway.terms import SURVEY_ORDER, Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Square metres: original + added = cancelled + reduced + cleared + remaining, always."""

    original: int = 0
    added: int = 0
    cancelled: int = 0
    reduced: int = 0
    cleared: int = 0
    remaining: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def balances(self) -> bool:
        """Whether the two sides are equal."""
        return self.original + self.added == self.cancelled + self.reduced + self.cleared + self.remaining


@dataclass(frozen=True, slots=True)
class Piece:
    """Ground that one decision released, without what an earlier one had released. ``m2`` is its share of the sum."""

    decision: str
    product: Product
    since: datetime
    organisations: tuple[str, ...]
    drawn: Drawn
    area: Measured
    m2: int

    @property
    def ground(self) -> Region:
        """Its ground, with corners moved to whole 1e-7 degree."""
        return self.drawn.region()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the balance of an area follows from: its records, what decisions count of each, what was withdrawn."""

    members: tuple[str, ...]
    roots: frozenset[str]
    counted: tuple[tuple[Counted, ...], ...]
    withdrawn: tuple[tuple[tuple[Region, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class AreaBalance:
    """One hazardous area at one instant. ``withdrawn`` was recorded in error and counts as never made.

    ``remaining`` and the pieces are each measured from their own shapes; ``difference`` is what the sum of them misses
    of the whole, which the errors stated must explain. ``unshaped`` are records of which no shape is known.
    """

    family: Family
    at: datetime
    original: Measured
    added: Measured
    withdrawn: Measured
    pieces: tuple[Piece, ...]
    remaining: Measured
    remaining_drawn: Drawn
    drawn: Drawn
    unshaped: tuple[str, ...]
    evidence: Evidence

    @property
    def remaining_ground(self) -> Region:
        """What remains, with corners moved to whole 1e-7 degree."""
        return self.remaining_drawn.region()

    @property
    def difference(self) -> Measured:
        """Original and added, less all parts: zero but for the error that it carries."""
        return self.original + self.added - sum((piece.area for piece in self.pieces), self.remaining)

    @property
    def figures(self) -> Figures:
        """Whole square metres, which add up."""
        by = {product: sum(p.m2 for p in self.pieces if p.product is product) for product in SURVEY_ORDER}
        total = to_m2(self.original.mm2 + self.added.mm2)
        return Figures(
            original=self.original.m2,
            added=total - self.original.m2,
            cancelled=by[Product.CANCELLED],
            reduced=by[Product.REDUCED],
            cleared=by[Product.CLEARED],
            remaining=total - sum(by.values()),
        )


def balances(
    history: History, at: datetime, families: Sequence[Family] | None = None, known: Iterable[AreaBalance] = ()
) -> tuple[AreaBalance, ...]:
    """Every hazardous area in the books at ``at`` (or these), as its decisions in force then leave it.

    ``known`` are balances by the same history at other instants: where the same decisions count, so do their figures.
    """
    chosen = list_families(history, at) if families is None else families
    found = [(family, _evidence(history, family, at)) for family in chosen]
    by_evidence = {balance.evidence: balance for balance in known}
    fresh = [_draft(history, family, evidence) for family, evidence in found if evidence not in by_evidence]
    areas = iter(measure_each([drawn for draft in fresh for drawn in draft.drawn]))
    by_evidence |= {draft.evidence: _balance(draft, at, [next(areas) for _ in draft.drawn]) for draft in fresh}
    return tuple(replace(by_evidence[evidence], family=family, at=at) for family, evidence in found)


def _evidence(history: History, family: Family, at: datetime) -> Evidence:
    members = family.members
    return Evidence(
        members=tuple(one.id for one in members),
        roots=family.roots,
        counted=tuple(list_counted(history, one, at) for one in members),
        withdrawn=tuple(list_withdrawn(history, one, at) for one in members),
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """What one decision released of one record, less what earlier decisions had."""

    counted: Counted
    ground: Drawn


@dataclass(frozen=True, slots=True)
class _Draft:
    """An area before it is measured: many are measured at once."""

    family: Family
    evidence: Evidence
    original: Drawn
    added: Drawn
    withdrawn: Drawn
    remaining: Drawn
    everything: Drawn
    shares: tuple[_Share, ...]
    unshaped: tuple[str, ...]

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """All that must be measured."""
        return (self.original, self.added, self.withdrawn, self.remaining, *(share.ground for share in self.shares))


def _draft(history: History, family: Family, evidence: Evidence) -> _Draft:
    grounds = {one.id: ground for one in family.members if (ground := ground_of(history, one)) is not None}
    whole = {each: Drawn.of(ground) for each, ground in grounds.items()}
    live, shares, left = dict[str, Drawn](), list[_Share](), list[Drawn]()
    for each, counted, withdrawn in zip(evidence.members, evidence.counted, evidence.withdrawn, strict=True):
        if each not in whole:
            continue
        error = Drawn.union(_cut(whole[each], common, ()) for common in withdrawn)
        live[each] = rest = whole[each].minus(error)
        for share in _shares(counted, rest):
            shares.append(share)
            rest = rest.minus(share.ground)
        left.append(rest)
    remaining = Drawn.union(left)
    original = Drawn.union(live[each] for each in live if each in family.roots)
    everything = Drawn.union(live.values())
    return _Draft(
        family=family,
        evidence=evidence,
        original=original,
        added=everything.minus(original) if len(live) > 1 else Drawn(),
        withdrawn=Drawn.union(whole.values()).minus(everything) if any(evidence.withdrawn) else Drawn(),
        remaining=remaining,
        everything=everything,
        shares=tuple(sorted(_pieces(shares, remaining, alone=len(live) == 1), key=_order)),
        unshaped=tuple(one.id for one in family.members if one.id not in whole),
    )


def _balance(draft: _Draft, at: datetime, areas: Sequence[Measured]) -> AreaBalance:
    original, added, withdrawn, remaining, *parts = areas
    return AreaBalance(
        family=draft.family,
        at=at,
        original=original,
        added=added,
        withdrawn=withdrawn,
        pieces=tuple(_rounded(draft.shares, parts)),
        remaining=remaining,
        remaining_drawn=draft.remaining,
        drawn=draft.everything,
        unshaped=draft.unshaped,
        evidence=draft.evidence,
    )


def released_ground(counted: Counted) -> Drawn:
    """All that a decision's evidence carries, also outside the record that it was counted for."""
    first, *others = counted.all_of
    return _cut(Drawn.of(first), others, counted.none_of)


def _shares(decided: Sequence[Counted], rest: Drawn) -> Iterator[_Share]:
    """What each decision takes of the record's ground, the first decision first."""
    for counted in decided:
        if rest.is_empty:
            return
        ground = _cut(rest, counted.all_of, counted.none_of)
        if not ground.is_empty:
            yield _Share(counted, ground)
            rest = rest.minus(ground)


def _cut(ground: Drawn, all_of: Sequence[Region], none_of: Sequence[Region]) -> Drawn:
    """The part of the ground that lies in each of some regions and in none of others."""
    for region in dict.fromkeys(all_of):
        if region.is_empty:
            return Drawn()
        ground = ground.within(Drawn.of(region))
    for region in none_of:
        ground = ground.minus(Drawn.of(region))
    return ground


def _pieces(shares: Sequence[_Share], remaining: Drawn, *, alone: bool) -> Iterator[_Share]:
    """What is released of the area as a whole: in no record remaining, and counted once, as the least searched."""
    if alone:
        yield from shares
        return
    done = remaining
    for share in sorted(shares, key=lambda s: (SURVEY_ORDER.index(s.counted.product), *_order(s))):
        ground = share.ground.minus(done)
        if not ground.is_empty:
            yield _Share(share.counted, ground)
            done = Drawn.union([done, ground])


def _order(share: _Share) -> tuple[datetime, str, tuple[str, ...]]:
    return share.counted.since, share.counted.decision, share.counted.rests_on


def _rounded(shares: Sequence[_Share], areas: Sequence[Measured]) -> Iterator[Piece]:
    total = 0
    for share, area in zip(shares, areas, strict=True):
        before, total = total, total + area.mm2
        counted = share.counted
        yield Piece(
            decision=counted.decision,
            product=counted.product,
            since=counted.since,
            organisations=counted.organisations,
            drawn=share.ground,
            area=area,
            m2=to_m2(total) - to_m2(before),
        )
