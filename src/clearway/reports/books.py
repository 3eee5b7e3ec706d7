"""What the reports read: the office's own records that count, each with the moment at which it is counted.

A record is counted if its signature verifies, it stands in a restricted log (a neighbour's public log fills no books
of ours), a later record of its kind did not replace it, and it was not withdrawn as made in error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar, get_args
from zoneinfo import ZoneInfo

from clearway.accounting import Period
from clearway.accounting.families import entered_at
from clearway.places import Gazetteer
from clearway.projection import Admitted, History
from clearway.projection.counted import list_withdrawn
from clearway.records import KINDS, Part
from clearway.records.kinds.education_session import EducationSession
from clearway.records.kinds.marking import Marking
from clearway.records.kinds.quality_visit import QualityVisit
from clearway.records.kinds.referral import Referral
from clearway.records.types import Contamination, Fieldwork
from clearway.reports.model import Both, Cell, Said
from clearway.terms import Rel, Tier

B = TypeVar("B", bound=Part)

UNKNOWN = ""
"""The key of what nobody recorded."""

UNSAID = Said("report.unknown")

CATEGORIES: tuple[str, ...] = get_args(Contamination)
"""Categories of explosive ordnance as areas have them; items are described in free words, which may name one."""

_SECOND = timedelta(seconds=1)
_KIND_OF = {kind.body: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Entry(Generic[B]):
    """A record that counts. ``at`` is when what it tells happened, at the latest; ``dated`` whether anybody says."""

    admitted: Admitted
    body: B
    at: datetime
    dated: bool
    entered: datetime

    @property
    def id(self) -> str:
        """The record's id."""
        return self.admitted.id


@dataclass(frozen=True)
class Books:
    """An office's records, a period, and ``as_of``: the moment at which the books are read.

    What happened in a period is counted as it stands in the books ``as_of``, also what was reported late; how things
    stood is told as the books were at the period's end.
    """

    history: History
    period: Period
    as_of: datetime
    zone: str
    places: Gazetteer
    district_of: Callable[[Admitted], str | None]
    stale_days: int = 365

    def happened(self, form: type[B]) -> tuple[Entry[B], ...]:
        """What happened in the period, in the order of ids."""
        return tuple(entry for entry in self.known(form, self.as_of) if self.covers(entry.at))

    def standing(self, form: type[B]) -> tuple[Entry[B], ...]:
        """What stood in the books at the period's end, in the order of ids."""
        return self.known(form, self.period.end)

    def known(self, form: type[B], by: datetime) -> tuple[Entry[B], ...]:
        """What counts of the records that were in the books by a moment, in the order of ids."""
        return self.history.remember(("reports", form, by), lambda: tuple(self._list_known(form, by)))

    def _list_known(self, form: type[B], by: datetime) -> Iterator[Entry[B]]:
        for admitted in self.history.list_kind(_KIND_OF[form]):
            body = admitted.record.body
            if isinstance(body, form) and admitted.verified and self.is_ours(admitted):
                entered = entered_at(self.history, admitted)
                if entered <= by and not self.is_replaced(admitted, by) and not self.is_withdrawn(admitted, by):
                    at, dated = when(admitted, body, entered)
                    yield Entry(admitted, body, at, dated, entered)

    def covers(self, at: datetime) -> bool:
        """Whether a moment lies in the period: after its start, and up to and with its end."""
        return (self.period.start is None or self.period.start < at) and at <= self.period.end

    def is_ours(self, admitted: Admitted) -> bool:
        """Whether it stands in a restricted log: those of others reach nobody."""
        return admitted.log.tier is Tier.RESTRICTED

    def is_replaced(self, admitted: Admitted, by: datetime) -> bool:
        """Whether a later record of the same kind stands in for it."""
        return any(
            other.kind == admitted.kind
            and other.verified
            and self.is_ours(other)
            and entered_at(self.history, other) <= by
            for other in self.history.referring(admitted.id, Rel.REPLACES)
        )

    def is_withdrawn(self, admitted: Admitted, by: datetime) -> bool:
        """Whether two people said that it was made in error (B2)."""
        return admitted.restricts and bool(list_withdrawn(self.history, admitted, by))

    # --- names ---------------------------------------------------------------------------------------------------

    def month(self, at: datetime) -> str:
        """The month in which a moment lies where the office is."""
        return at.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m")

    def district(self, admitted: Admitted) -> str:
        """The id of the district in which a record lies, or nothing."""
        return self.district_of(admitted) or UNKNOWN

    def place(self, place_id: str) -> Cell:
        """A place by its names."""
        found = self.places.find_by_id(place_id)
        return Both(found.name_ar, found.name_en) if found else place_id or UNSAID

    def days_until_end(self, at: datetime) -> int:
        """Whole days from a moment to the period's end."""
        return max(0, (self.period.end - at).days)


def when(admitted: Admitted, body: Part, entered: datetime) -> tuple[datetime, bool]:
    """When what a record tells happened, at the latest; else when it came into the books, and that nobody said."""
    if isinstance(body, QualityVisit):
        return body.visited_at, True
    if isinstance(body, Marking):
        return body.seen_at, True
    if isinstance(body, Referral):
        return body.at, True
    if isinstance(body, EducationSession):
        return body.held.until - _SECOND, True
    fieldwork = getattr(body, "fieldwork", None)
    if isinstance(fieldwork, Fieldwork):
        return fieldwork.to_latest, True
    event = admitted.record.event
    at = event.until_latest or event.from_earliest
    return (at, True) if at else (entered, False)


def category(words: str | None) -> str:
    """The category that free words name, in one of their parts, or else the words in one spelling; or nothing."""
    spelled = " ".join((words or UNKNOWN).split()).casefold()
    codes = (re.sub(r"[ -]", "_", part.strip()) for part in re.split(r"[·/;]", spelled))
    return next((each for code in codes for each in (code, f"{code}s") if each in CATEGORIES), spelled)


def show_category(key: str) -> Cell:
    """A category by its name; words of others as they are."""
    return Said(f"report.category.{key}") if key in CATEGORIES else key or UNSAID


def show_words(key: str) -> Cell:
    """Words of others, or that nobody said them."""
    return key or UNSAID
