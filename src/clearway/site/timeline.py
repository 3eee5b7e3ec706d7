"""A row of periods on a line of years, as the numbers that an SVG needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from clearway.site.told import Period

WIDTH = 1000
_LEAST = 4
"""No period is narrower: a closure of one day must be seen among years."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: where it begins, how wide it is, and the verdict that was told."""

    x: int
    width: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year: where it begins and where its name stands."""

    x: int
    middle: int
    year: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars of what was told, and the years; ``mirrored`` where time runs from right to left."""

    bars: tuple[Bar, ...]
    years: tuple[Year, ...]


def draw_timeline(periods: Sequence[Period], until: datetime, zone: str, *, mirrored: bool) -> Timeline:
    """The line of whole years from the first period to ``until``. Periods that are drawn wider hide none after them."""
    tz = ZoneInfo(zone)
    first, last = periods[0].starts.astimezone(tz).year, until.astimezone(tz).year
    start = datetime(first, 1, 1, tzinfo=tz).astimezone(UTC)
    whole = datetime(last + 1, 1, 1, tzinfo=tz).astimezone(UTC) - start

    def place(at: datetime) -> int:
        return round(WIDTH * ((at - start) / whole))

    bars = []
    for period in periods:
        x = place(period.starts)
        width = max(_LEAST, place(min(period.ends or until, until)) - x)
        bars.append(Bar(WIDTH - x - width if mirrored else x, width, period.answer.verdict.value))
    years = []
    for year in range(first, last + 1):
        x, end = (place(datetime(each, 1, 1, tzinfo=tz).astimezone(UTC)) for each in (year, year + 1))
        years.append(Year(WIDTH - x if mirrored else x, WIDTH - (x + end) // 2 if mirrored else (x + end) // 2, year))
    return Timeline(tuple(bars), tuple(years))


def days_of(period: Period, zone: str) -> tuple[date, date | None]:
    """The first and the last day of a period, as days are where the place is; None for one that goes on."""
    tz = ZoneInfo(zone)
    return period.starts.astimezone(tz).date(), period.ends.astimezone(tz).date() if period.ends else None
