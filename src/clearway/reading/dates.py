"""When, in the words of the text; a day follows from the document's date or is left open."""

from __future__ import annotations

import re
from datetime import date, timedelta

from clearway.reading.lexicon import NUMBER
from clearway.reading.model import Span, TimeSaid
from clearway.reading.tokens import Page

_DAYS = {0: "monday", 1: "tuesday", 2: "wednesday", 3: "thursday", 4: "friday", 5: "saturday", 6: "sunday"}
_OFFSETS = {"today": 0, "yesterday": -1, "before_yesterday": -2, "tomorrow": 1}
_MONTHS = tuple(f"month_{number}" for number in range(1, 13))


def find_time(page: Page, own: tuple[int, int], around: tuple[int, int], published: date | None) -> TimeSaid | None:
    """The time named in the fact's own words, else in its clause."""
    for low, high in (own, around):
        for index in range(low, high):
            found = _at(page, index, low, high, published)
            if found is not None:
                return found
    return None


def _at(page: Page, index: int, low: int, high: int, published: date | None) -> TimeSaid | None:
    bit = page.lexicon.bit
    mask = page.masks[index]
    for name, days in _OFFSETS.items():
        if mask & bit(name):
            return _said(page, index, index + 1, published + timedelta(days) if published else None)
    for number, month in enumerate(_MONTHS, start=1):
        if mask & bit(month):
            return _dated(page, index, low, high, number, published)
    if mask & bit("weekday"):
        day = next((number for number, name in _DAYS.items() if mask & bit(name)), None)
        when = None
        if day is not None and published is not None:
            when = published - timedelta((published.weekday() - day) % 7)
        return _said(page, index, index + 1, when)
    return None


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


def _said(page: Page, low: int, high: int, when: date | None) -> TimeSaid:
    words = Span(page.starts[low], page.ends[high - 1], page.words(low, high))
    return TimeSaid(words, when.isoformat() if when else None)
