"""What an office may have to look at: one value for each thing, whatever found it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clearway.projection import Finding
from clearway.terms import ApprovalRole


class MatterKind(StrEnum):
    """Why something is on the list, in the order in which it should be looked at."""

    CONFLICT = "conflict"
    STALE_LOG = "stale_log"
    UNTRIAGED = "untriaged"
    SECOND_MISSING = "second_missing"
    LEAVE_BY_PASSED = "leave_by_passed"
    REVIEW_DUE = "review_due"
    CONTESTED = "contested"
    WAITING = "waiting"
    IN_WINDOW = "in_window"
    MISSING_BLOBS = "missing_blobs"
    NON_CONFORMITY = "non_conformity"
    TASK_OVERDUE = "task_overdue"
    INSPECTION_DUE = "inspection_due"
    CHECK_OUTSTANDING = "check_outstanding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing to look at: a record, or a log (``origin``).

    ``since`` is when it arose, ``due`` when it should be (or will be) done; ``overdue`` when that has passed.
    ``findings`` are why a waiting record has no effect yet, and ``roles`` as what somebody must still approve it;
    ``code`` is why something is doubtful, ``count`` of how many. ``said`` is what the record's author wrote of it,
    ``state`` how grave it is or for whom it waits, ``days`` how many whole days it has stood.
    """

    kind: MatterKind
    record: str | None = None
    record_kind: str | None = None
    origin: str | None = None
    since: datetime | None = None
    due: datetime | None = None
    overdue: bool = False
    findings: tuple[Finding, ...] = ()
    roles: tuple[ApprovalRole, ...] = ()
    code: str | None = None
    count: int | None = None
    said: str | None = None
    state: str | None = None
    days: int | None = None
