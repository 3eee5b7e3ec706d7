"""When, in the words of the text; a day follows from the document's date or is left open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from clearway.reading.lexicon import NUMBER, Lexicon
from clearway.reading.model import Span, TimeSaid
from clearway.reading.tokens import Page

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OFFSETS = {"today": 0, "yesterday": -1, "before_yesterday": -2, "tomorrow": 1}


@dataclass(frozen=True)
class Times:
    """The words of time of one language."""

    offsets: tuple[tuple[int, int], ...]
    months: tuple[int, ...]
    days: tuple[int, ...]
    any: int

    def find(
        self, page: Page, own: tuple[int, int], around: tuple[int, int], published: date | None
    ) -> TimeSaid | None:
        """The time named in the fact's own words, else in its clause."""
        for low, high in (own, around):
            for index in range(low, high):
                if page.masks[index] & self.any:
                    return self._said(page, index, low, high, published)
        return None

    def _said(self, page: Page, index: int, low: int, high: int, published: date | None) -> TimeSaid | None:
        mask = page.masks[index]
        for bit, days in self.offsets:
            if mask & bit:
                return _named(page, index, _shifted(published, days))
        for number, bit in enumerate(self.months, start=1):
            if mask & bit:
                return _dated(page, index, low, high, number, published)
        day = next(number for number, bit in enumerate(self.days) if mask & bit)
        return _named(page, index, _shifted(published, -((published.weekday() - day) % 7)) if published else None)


def build_times(lexicon: Lexicon) -> Times:
    """The words of time that a catalogue names."""
    offsets = tuple((lexicon.bit(name), days) for name, days in _OFFSETS.items())
    months = tuple(lexicon.bit(f"month_{number}") for number in range(1, 13))
    days = tuple(lexicon.bit(name) for name in _DAYS)
    every = 0
    for bit in (*(bit for bit, _ in offsets), *months, *days):
        every |= bit
    return Times(offsets, months, days, every)


def _dated(page: Page, index: int, low: int, high: int, month: int, published: date | None) -> TimeSaid | None:
    begin, end = index, index + 1
    day = year = None
    if index > low and page.masks[index - 1] & NUMBER and (page.forms[index - 1].value or 99) <= 31:
        day, begin = page.forms[index - 1].value, index - 1
    elif end < high and page.masks[end] & NUMBER and (page.forms[end].value or 99) <= 31:
        day, end = page.forms[end].value, end + 1
    if end < high and re.fullmatch(r"(?:19|20)\d\d", page.forms[end].even):
        year, end = int(page.forms[end].even), end + 1
    elif published is not None and day is not None:
        year = published.year if (month, day) <= (published.month, published.day) else published.year - 1
    words = Span(page.starts[begin], page.ends[end - 1], page.words(begin, end))
    if year is None:
        return TimeSaid(words, None)
    if day is None:
        return TimeSaid(words, f"{year:04d}-{month:02d}")
    try:
        return TimeSaid(words, date(year, month, day).isoformat())
    except ValueError:
        return TimeSaid(words, None)


def _named(page: Page, index: int, when: date | None) -> TimeSaid:
    words = Span(page.starts[index], page.ends[index], page.words(index, index + 1))
    return TimeSaid(words, when.isoformat() if when else None)


def _shifted(day: date | None, days: int) -> date | None:
    try:
        return day + timedelta(days) if day else None
    except OverflowError:
        return None
