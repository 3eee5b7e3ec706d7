"""What an office must look at today: what is overdue, what waits for a second person, what is doubtful, what ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clearway.desk.due import list_due
from clearway.desk.judging import WAITING
from clearway.desk.matters import Matter, MatterKind
from clearway.desk.office import Office
from clearway.geometry import measured
from clearway.projection import Admitted, History, check
from clearway.projection.authority import approvals
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.indication import Indication
from clearway.records.kinds.release_notice import ReleaseNotice
from clearway.records.kinds.trust_file import TrustFile
from clearway.situation import Hold, Situation
from clearway.terms import ApprovalRole, Bearing, ClosureState, HazardState, Product, Rel

__all__ = ["Matter", "MatterKind", "Today", "today"]

_WINDOW = "A3.window_open"
_SEVERAL_HANDS = (ApprovalRole.OPERATOR, ApprovalRole.AUTHORITY, ApprovalRole.RECIPIENT)
_OPEN_CLOSURES = (ClosureState.LIFTED, ClosureState.NONE_RECORDED)
_OPEN_HAZARDS = (HazardState.RELEASED, HazardState.NONE_RECORDED)


@dataclass(frozen=True, slots=True)
class Today:
    """Everything to look at, as of ``at``: by kind, then by when it is due."""

    at: datetime
    matters: tuple[Matter, ...]

    def of(self, kind: MatterKind) -> tuple[Matter, ...]:
        """The matters of one kind."""
        return tuple(each for each in self.matters if each.kind is kind)

    @property
    def overdue(self) -> tuple[Matter, ...]:
        """What should have been done by now."""
        return tuple(each for each in self.matters if each.overdue)


def today(office: Office) -> Today:
    """What this office must look at now.

    Doubtful and old logs of everybody; of this office's own records those that wait: reports of the public without
    triage, large closures without a second person, records without their approvals, releases in their waiting time,
    closures past a date that they name; orders past their time, what quality visits found and nobody put right,
    marking to be looked at again, reports between two checks. Contested ones of everybody, since two offices must
    speak to each other.
    """
    office.refresh()
    look = _Look(office, office.history(), office.now())
    order = list(MatterKind)
    never = look.at + timedelta(days=100_000)
    found = [matter for part in look.parts for matter in part()]
    return Today(
        look.at, tuple(sorted(found, key=lambda m: (order.index(m.kind), m.due or never, m.record or m.origin or "")))
    )


class _Look:
    def __init__(self, office: Office, history: History, at: datetime) -> None:
        self.office = office
        self.history = history
        self.at = at
        self.situation = history.at(at)
        self.parts: tuple[Callable[[], Iterator[Matter]], ...] = (
            self.logs,
            self.untriaged,
            self.closures,
            self.contested,
            self.releases,
            self.trust_files,
            lambda: list_due(office, at),
        )

    def is_own(self, admitted: Admitted) -> bool:
        return admitted.place.origin in self.office.own_origins

    # ------------------------------------------------------------------------------------------ logs

    def logs(self) -> Iterator[Matter]:
        """Logs that are forked or refused, too old, or whose blobs are missing."""
        for log in self.situation.logs:
            age = timedelta(seconds=self.history.trust.logs_by_origin[log.origin].max_age_s)
            if log.conflict:
                yield Matter(kind=MatterKind.CONFLICT, origin=log.origin, code=log.conflict, overdue=True)
            if log.stale:
                due = log.fresh_at + age if log.fresh_at else None
                yield Matter(kind=MatterKind.STALE_LOG, origin=log.origin, since=log.fresh_at, due=due, overdue=True)
            known = self.history.frontier.logs.get(log.origin)
            if known and known.missing:
                yield Matter(kind=MatterKind.MISSING_BLOBS, origin=log.origin, count=len(known.missing))
        for dangling in self.situation.dangling:
            count = len(dangling.missing)
            yield Matter(kind=MatterKind.CONFLICT, record=dangling.record, code="B1.not_at_hand", count=count)

    # ------------------------------------------------------------------------------------------ reports and closures

    def untriaged(self) -> Iterator[Matter]:
        """Reports of the public that no officer has looked at (B9)."""
        wait = timedelta(seconds=self.history.trust.ages.triage_s)
        for admitted in self.history.list_kind("indication"):
            body = admitted.record.body
            if not isinstance(body, Indication) or body.reported_by != "public" or not self.is_own(admitted):
                continue
            if not any(True for _ in self.history.referring(admitted.id, Rel.TRIAGES)):
                yield self._timed(MatterKind.UNTRIAGED, admitted, self.history.log_time(admitted), wait)

    def closures(self) -> Iterator[Matter]:
        """Closures in force that lack a second person (B9) or are past a date that they name."""
        wait = timedelta(seconds=self.history.trust.ages.second_s)
        for hold in self.situation.holds:
            admitted = self.history.find(hold.record)
            body = admitted.record.body if admitted else None
            if admitted is None or not isinstance(body, Closure) or not self.is_own(admitted) or not self._stands(hold):
                continue
            if self._asks_for_second(body, hold) and not self._has_second(admitted):
                begun = max(hold.since, self.history.log_time(admitted) or hold.since)
                yield self._timed(MatterKind.SECOND_MISSING, admitted, begun, wait)
            for kind, due in (
                (MatterKind.REVIEW_DUE, body.review_due),
                (MatterKind.LEAVE_BY_PASSED, body.leave_by),
            ):
                if due is not None and due <= self.at:
                    yield self._matter(kind, admitted, since=hold.since, due=due, overdue=True)

    def _asks_for_second(self, body: Closure, hold: Hold) -> bool:
        large = body.large or body.cuts_hospital
        return large or measured(hold.footprint).m2 > self.history.trust.limits.large_m2

    def _has_second(self, admitted: Admitted) -> bool:
        issuer = admitted.record.issuer
        return any(
            warrant.person.holder != issuer.holder and warrant.person.key != issuer.key
            for _, warrant in approvals(self.history, admitted, ApprovalRole.SECOND, self.at)
        )

    def _stands(self, hold: Hold) -> bool:
        """Whether any of its ground is still closed or dangerous by this restriction alone."""
        if not hold.covers or hold.unplaced:
            return True
        alone = check(Situation(self.at, None, (hold,), (), (), (), (), 0), hold.footprint)
        return alone.closure not in _OPEN_CLOSURES or alone.hazard not in _OPEN_HAZARDS

    def contested(self) -> Iterator[Matter]:
        """Restrictions of which another office says otherwise (B11)."""
        for hold in self.situation.holds:
            admitted = self.history.find(hold.record)
            if admitted is not None and "contested" in hold.labels and self._stands(hold):
                yield self._matter(MatterKind.CONTESTED, admitted, since=hold.since)

    # ------------------------------------------------------------------------------------------ what waits

    def releases(self) -> Iterator[Matter]:
        """This office's releases that lack approvals, or are in their waiting time."""
        for admitted in self.history.releases_near(None):
            if not self.is_own(admitted) or admitted.loosens is not Bearing.RELEASES:
                continue
            standing = self.history.standing(admitted.id, self.at)
            findings = standing.findings if standing else ()
            lacking = tuple(f for f in findings if f.code in WAITING and f.code != _WINDOW)
            logged = self.history.log_time(admitted)
            if lacking:
                matter = self._matter(MatterKind.WAITING, admitted, since=logged)
                yield replace(matter, findings=lacking, roles=tuple(self._roles_wanted(admitted)))
            elif any(f.code == _WINDOW for f in findings):
                yield self._matter(MatterKind.IN_WINDOW, admitted, since=logged, due=self._begins(admitted))

    def _roles_wanted(self, admitted: Admitted) -> Iterator[ApprovalRole]:
        """As what nobody who may has approved the release yet (B4, B5)."""
        body = admitted.record.body
        parts = body.parts if isinstance(body, ReleaseNotice) else ()
        cleared = isinstance(body, HandOver) or any(part.product is Product.CLEARED for part in parts)
        for role in _SEVERAL_HANDS if cleared else (ApprovalRole.SECOND,):
            if not approvals(self.history, admitted, role, self.at):
                yield role

    def _begins(self, admitted: Admitted) -> datetime | None:
        """When the first of what it releases will be released, if nobody objects."""
        later = self.history.standing(admitted.id, self.history.horizon(self.at))
        return min((cover.since for _, cover in later.covers), default=None) if later else None

    def trust_files(self) -> Iterator[Matter]:
        """Trust files put down that not enough roots have signed yet."""
        signed = {link.record for link in self.office.recorded_trust()}
        for admitted in self.history.list_kind("trust_file"):
            body = admitted.record.body
            mine = admitted.place.origin == self.office.public_origin and admitted.id not in signed
            if mine and isinstance(body, TrustFile) and body.previous == self.office.trust_id:
                yield self._matter(MatterKind.WAITING, admitted, since=self.history.log_time(admitted))

    # ------------------------------------------------------------------------------------------ matters

    def _timed(self, kind: MatterKind, admitted: Admitted, since: datetime | None, wait: timedelta) -> Matter:
        due = None if since is None else since + wait
        return self._matter(kind, admitted, since=since, due=due, overdue=due is not None and due < self.at)

    def _matter(
        self,
        kind: MatterKind,
        admitted: Admitted,
        *,
        since: datetime | None = None,
        due: datetime | None = None,
        overdue: bool = False,
    ) -> Matter:
        return Matter(
            kind=kind,
            record=admitted.id,
            record_kind=admitted.kind,
            origin=admitted.place.origin,
            since=since,
            due=due,
            overdue=overdue,
        )
