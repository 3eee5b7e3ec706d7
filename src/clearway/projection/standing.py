"""Why one record has the effect it has, or has none: what ``explain`` shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clearway.projection.admit import Admitted
from clearway.projection.authority import Warrant, find_warrant
from clearway.projection.catalogue import Finding
from clearway.projection.collected import Collected
from clearway.projection.corridor import corridor_standing
from clearway.projection.release import covers_by, starts_after
from clearway.situation import Cover
from clearway.terms import Bearing, Rel


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands at ``at``: when it begins, what it covers, and every finding that keeps it from more.

    ``effective`` is True for a restriction that has begun, for a release that covers something, and for an enabling
    record in force.
    """

    record: str
    at: datetime
    logged_at: datetime | None
    begins: datetime | None
    effective: bool
    covers: tuple[tuple[str, Cover], ...]
    findings: tuple[Finding, ...]


def standing_of(history: Collected, admitted: Admitted, at: datetime) -> Standing:
    """Judge one record at ``at``."""
    logged = history.log_time(admitted)
    if admitted.restricts or admitted.voids:
        begins = history.begins(admitted)
        findings = () if admitted.verified else (Finding("A5.unverified_restricts", admitted.id),)
        return Standing(admitted.id, at, logged, begins, begins <= at, (), findings)
    if admitted.loosens is None:
        tells = admitted.known and admitted.record.bears is Bearing.TELLS
        findings = () if tells else (Finding("A5.no_loosening", admitted.id),)
        return Standing(admitted.id, at, logged, None, False, (), findings)
    if admitted.loosens is Bearing.PERMITS and admitted.kind == "corridor":
        corridor = corridor_standing(history, admitted, at)
        return Standing(admitted.id, at, logged, None, corridor.open is not None, (), corridor.findings)
    leave = find_warrant(history, admitted, at)
    if isinstance(leave, Finding):
        return Standing(admitted.id, at, logged, None, False, (), (leave,))
    if admitted.loosens is not Bearing.RELEASES:
        return Standing(admitted.id, at, logged, leave.since, leave.since <= at, (), ())
    return _release_standing(history, admitted, leave, logged, at)


def _release_standing(
    history: Collected, admitted: Admitted, leave: Warrant, logged: datetime | None, at: datetime
) -> Standing:
    covers: list[tuple[str, Cover]] = []
    findings: list[Finding] = []
    for name in admitted.record.refs_to(Rel.NAMES):
        target = history.find(name)
        if target is None:
            findings.append(Finding("B1.not_at_hand", name))
            continue
        for result in covers_by(history, admitted, target, at):
            if isinstance(result, Cover):
                covers.append((name, result))
            elif result not in findings:
                findings.append(result)
    # A release in its waiting time begins when that has passed, not when it was signed.
    starts = [cover.since for _, cover in covers] or starts_after(history, admitted, at) or [leave.since]
    return Standing(admitted.id, at, logged, min(starts), bool(covers), tuple(covers), tuple(findings))
