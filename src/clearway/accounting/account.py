"""What changed between two instants: opening + new + added + returned + moved = all that left + closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from clearway.accounting.balance import AreaBalance, Figures, balances
from clearway.projection import Admitted, History
from clearway.terms import SURVEY_ORDER

UNKNOWN = ""
"""The key of what has no district or names no organisation."""


class By(StrEnum):
    """How an account is broken down."""

    AREA = "area"
    DISTRICT = "district"
    OPERATOR = "operator"
    CLASS = "class"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Period:
    """After ``start`` (None: from the beginning) up to and with ``end``."""

    start: datetime | None
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Square metres of one line: opening + new + added + returned + moved = the four that left + closing.

    ``returned`` was released and is so no more (a decision was suspended, a control failed). ``moved`` came from
    another line, or went there when negative: an area was classed anew, or merged. ``withdrawn`` was recorded in error.
    Of an operator only what he released is known; the balances of his line are 0.
    """

    opening: int = 0
    new: int = 0
    added: int = 0
    returned: int = 0
    moved: int = 0
    cancelled: int = 0
    reduced: int = 0
    cleared: int = 0
    withdrawn: int = 0
    closing: int = 0
    areas: int = 0
    open_areas: int = 0

    def __add__(self, other: Row) -> Row:
        return Row(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def balances(self) -> bool:
        """Whether the two sides are equal."""
        came = self.opening + self.new + self.added + self.returned + self.moved
        return came == self.cancelled + self.reduced + self.cleared + self.withdrawn + self.closing


@dataclass(frozen=True, slots=True)
class Account:
    """An account: its lines in the order of their keys, their sum, and the areas as they stand at the end."""

    period: Period
    by: By
    rows: tuple[tuple[str, Row], ...]
    total: Row
    closing: tuple[AreaBalance, ...]

    @property
    def figures(self) -> Figures:
        """All areas together at the end of the period, since the beginning."""
        return sum((balance.figures for balance in self.closing), Figures())

    @property
    def unbalanced(self) -> tuple[AreaBalance, ...]:
        """Areas whose parts miss their whole by more than the errors stated: there must be none."""
        return tuple(b for b in self.closing if abs(b.difference.mm2) > b.difference.error_mm2)


def account(
    history: History,
    period: Period,
    by: By = By.TOTAL,
    areas: Collection[str] | None = None,
    district_of: Callable[[Admitted], str | None] = lambda _area: None,
) -> Account:
    """The account of all areas, or of those that have one of ``areas`` among their records.

    ``district_of`` says in which district a record of an area lies; the latest record that lies in one decides.
    """
    wanted = None if areas is None else frozenset(areas)
    everything = balances(history, period.end)
    closing = [b for b in everything if wanted is None or not wanted.isdisjoint(b.evidence.members)]
    opening = () if period.start is None else balances(history, period.start, known=everything)
    before = _grouped(opening, closing)
    rows: dict[str, Row] = defaultdict(Row)
    for balance in closing:
        old = before.get(balance.family.first, [])
        if by is By.OPERATOR:
            for key, row in _operators(old, balance):
                rows[key] += row
            continue
        key = _key(balance, by, district_of)
        rows[key] += _change(old, balance)
        for one in old:
            was = _key(one, by, district_of)
            if was != key:
                rows[was] += Row(opening=one.figures.remaining, moved=-one.figures.remaining)
                rows[key] += Row(opening=-one.figures.remaining, moved=one.figures.remaining)
    total = sum((_change(before.get(b.family.first, []), b) for b in closing), Row())
    return Account(period, by, tuple(sorted(rows.items())), total, tuple(closing))


def _grouped(opening: Iterable[AreaBalance], closing: Iterable[AreaBalance]) -> dict[str, list[AreaBalance]]:
    """The areas at the start by the area that they are at the end."""
    now = {member.id: balance.family.first for balance in closing for member in balance.family.members}
    found: dict[str, list[AreaBalance]] = defaultdict(list)
    for balance in opening:
        if balance.family.first in now:
            found[now[balance.family.first]].append(balance)
    return found


def _change(old: list[AreaBalance], new: AreaBalance) -> Row:
    """The line of one area."""
    was = sum((balance.figures for balance in old), Figures())
    now = new.figures
    gone = {product: getattr(now, product.value) - getattr(was, product.value) for product in SURVEY_ORDER}
    original, added = now.original - was.original, now.added - was.added
    return Row(
        opening=was.remaining,
        new=max(original, 0),
        added=max(added, 0),
        returned=sum(max(-change, 0) for change in gone.values()),
        **{product.value: max(change, 0) for product, change in gone.items()},
        withdrawn=max(-original, 0) + max(-added, 0),
        closing=now.remaining,
        areas=1,
        open_areas=int(now.remaining > 0 or bool(new.unshaped)),
    )


def _operators(old: list[AreaBalance], new: AreaBalance) -> Iterable[tuple[str, Row]]:
    """What each operator, or several who worked together, released in the period; less what came back."""
    change: dict[tuple[str, str], int] = defaultdict(int)
    for sign, balance in (*((-1, one) for one in old), (1, new)):
        for piece in balance.pieces:
            change[" + ".join(piece.organisations) or UNKNOWN, piece.product.value] += sign * piece.m2
    for (operator, product), m2 in change.items():
        yield operator, Row(**{product: max(m2, 0), "returned": max(-m2, 0)})


def _key(balance: AreaBalance, by: By, district_of: Callable[[Admitted], str | None]) -> str:
    if by is By.AREA:
        return balance.family.first
    if by is By.CLASS:
        return balance.family.last.classification
    if by is By.DISTRICT:
        found = (district_of(member) for member in reversed(balance.family.members))
        return next((district for district in found if district), UNKNOWN)
    return By.TOTAL.value
