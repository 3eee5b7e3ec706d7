"""What the rules ask of the collected records. :class:`clearway.projection.collected.Collected` answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from clearway.geometry import Region
from clearway.projection.admit import Admitted
from clearway.records.kinds.statement import Statement
from clearway.terms import Rel
from clearway.trust import Trust

T = TypeVar("T")


class View(Protocol):
    """Look-ups over a set of admitted records; every answer is independent of the order of arrival."""

    @property
    def trust(self) -> Trust:
        """The trust file in force."""

    def find(self, record_id: str) -> Admitted | None:
        """The admitted record of this id, or None."""

    def referring(self, record_id: str, rel: Rel | None = None) -> Iterable[Admitted]:
        """Admitted records that refer to the id (by ``rel``, or by any), in id order."""

    def voiding(self, record_id: str) -> Iterable[Admitted]:
        """Suspensions of the record, and unknown records that void it, in id order."""

    def revocations(self, key: str) -> Iterable[Admitted]:
        """Revocations of the key, in id order."""

    def log_time(self, admitted: Admitted) -> datetime | None:
        """When its log is first proved to have held it, by a trusted cosignature; None if not proved."""

    def get_log_time(self, admitted: Admitted) -> datetime:
        """The same for a record known to be logged."""

    def begins(self, admitted: Admitted) -> datetime:
        """When a tightening record starts: ``from_earliest``, else the earlier of ``recorded_at`` and log time."""

    def may_loosen(self, admitted: Admitted) -> bool:
        """False for what lies after the last common size of a forked log."""

    def inward(self, admitted: Admitted) -> Region:
        """Ground that a loosening record covers: never larger than its footprint."""

    def outward(self, admitted: Admitted) -> Region:
        """Ground that a tightening record covers: never smaller than its footprint."""

    def controls_near(self, box: tuple[int, int, int, int]) -> Iterable[Admitted]:
        """Failed quality controls whose lot's box meets the box, in id order."""

    def statement_text(self, statement: Statement) -> str | None:
        """The statement's text if it is at hand."""

    def is_unplaced(self, admitted: Admitted) -> bool:
        """Whether the restriction is somewhere in a region, where exactly is not known."""

    def horizon(self, after: datetime) -> datetime:
        """An instant by which everything now at hand that can come into force has done so."""

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Compute once per view."""
