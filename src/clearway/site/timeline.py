"""Rows of periods on a line of years, as the numbers that an SVG needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from clearway.site.told import Period

WIDTH = 1000
_LEAST = 4
"""No bar is narrower: a closure of one day must be seen among years."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the line in which one thing was told: where it begins, how wide it is, and what."""

    x: int
    width: int
    state: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year and where it begins."""

    x: int
    year: int


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of whole years, from the one of the first moment to the one of the last; days as they are in ``zone``.

    ``mirrored`` where time runs from right to left.
    """

    first: datetime
    last: datetime
    zone: str
    mirrored: bool

    @property
    def first_day(self) -> date:
        """The day of the first moment."""
        return self.first.astimezone(ZoneInfo(self.zone)).date()

    @property
    def last_day(self) -> date:
        """The day of the last moment."""
        return self.last.astimezone(ZoneInfo(self.zone)).date()

    @property
    def begins(self) -> date:
        """The first day of the line."""
        return date(self.first_day.year, 1, 1)

    @property
    def ends(self) -> date:
        """The last day of the line."""
        return date(self.last_day.year, 12, 31)

    @property
    def days(self) -> int:
        """How many days the line has."""
        return (self.ends - self.begins).days + 1

    @property
    def years(self) -> tuple[Year, ...]:
        """The years of the line."""
        years = range(self.begins.year, self.ends.year + 1)
        return tuple(Year(self.mark(self._midnight(date(year, 1, 1))), year) for year in years)

    def bars(self, periods: Sequence[Period], told: Callable[[Period], str]) -> tuple[Bar, ...]:
        """What was told, as ``told`` names it; neighbours of one name become one. A wider bar hides none after it."""
        changes = [each for n, each in enumerate(periods) if n == 0 or told(periods[n - 1]) != told(each)]
        ends = [each.starts for each in changes[1:]] + [min(periods[-1].ends or self.last, self.last)]
        return tuple(self._bar(each.starts, end, told(each)) for each, end in zip(changes, ends, strict=True))

    def mark(self, at: datetime) -> int:
        """Where a moment stands as one sees it; one outside the line at its nearer end."""
        x = self._place(at)
        return WIDTH - x if self.mirrored else x

    def _place(self, at: datetime) -> int:
        """How far a moment is from the beginning of the line, 0 to :data:`WIDTH`."""
        start = self._midnight(self.begins)
        found = round(WIDTH * ((at - start) / (self._midnight(self.ends + timedelta(days=1)) - start)))
        return min(max(found, 0), WIDTH)

    def _bar(self, starts: datetime, ends: datetime, state: str) -> Bar:
        x = self._place(starts)
        width = max(_LEAST, self._place(ends) - x)
        return Bar(WIDTH - x - width if self.mirrored else x, width, state)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def days_of(period: Period, zone: str) -> tuple[date, date | None]:
    """The first and the last day of a period, as days are where the place is; None for one that goes on."""
    tz = ZoneInfo(zone)
    return period.starts.astimezone(tz).date(), period.ends.astimezone(tz).date() if period.ends else None
