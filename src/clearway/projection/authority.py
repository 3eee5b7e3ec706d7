"""Who may loosen (rules A2, A3, A4): grants as a chain, revocations, suspensions.

Tightening asks for no authority and appears here only as what takes authority away. Everything is a question about
one record at one instant; nothing depends on the order in which records arrived.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from clearway.geometry import Region
from clearway.projection.admit import Admitted, body_of, key_id_of
from clearway.projection.catalogue import Finding
from clearway.projection.view import View
from clearway.records.kinds.approval import Approval
from clearway.records.kinds.grant import Grant
from clearway.records.kinds.revocation import Revocation
from clearway.terms import ApprovalRole, Rel
from clearway.trust import Root

_DEEPEST_CHAIN = 16


@dataclass(frozen=True, slots=True)
class Person:
    """Who signed, as a grant or root vouches: ``office`` and ``organisation`` are granted, not claimed."""

    holder: str
    key: str
    office: str
    organisation: str

    def is_other_than(self, other: Person) -> bool:
        """Two people are two holders with two keys."""
        return self.holder != other.holder and self.key != other.key


@dataclass(frozen=True, slots=True)
class Warrant:
    """Leave to loosen: by whom, under whose keys, on which ground (all of ``limits``), and not before ``since``."""

    person: Person
    ancestors: frozenset[str]
    limits: tuple[Region, ...]
    since: datetime
    grants: tuple[str, ...]


def action_of(admitted: Admitted) -> str:
    """What a grant must list for this record: its kind, or ``approval:<role>``."""
    body = admitted.record.body
    return f"approval:{body.as_.value}" if isinstance(body, Approval) else admitted.kind


def ancestor_keys(view: View, admitted: Admitted) -> frozenset[str]:
    """Keys above the signer in the chain the record names, whether or not those grants are valid."""
    keys: set[str] = set()
    child: Admitted | None = admitted
    for _ in range(_DEEPEST_CHAIN):
        under = _under(child) if child else None
        if under is None:
            break
        if under in view.trust.roots_by_id:
            keys.add(under)
            break
        child = view.find(under)
        if child:
            keys.add(child.record.issuer.key)
    return frozenset(keys)


def find_warrant(
    view: View, admitted: Admitted, at: datetime, barred: frozenset[str] = frozenset()
) -> Warrant | Finding:
    """The record's leave to loosen at ``at``, or why it has none.

    ``barred`` are records that may not be part of the proof: a suspended grant cannot pay for the lifting of its
    own suspension.
    """
    return view.remember(("warrant", admitted.id, at, barred), lambda: _find_warrant(view, admitted, at, barred))


def _find_warrant(view: View, admitted: Admitted, at: datetime, barred: frozenset[str]) -> Warrant | Finding:
    log_time = view.log_time(admitted)
    if admitted.loosens is None:
        return Finding("A5.no_loosening", admitted.id)
    if not admitted.verified:
        return Finding("A5.unverified", admitted.id)
    if log_time is None:
        return Finding("A3.not_logged", admitted.id)
    if not view.may_loosen(admitted):
        return Finding("A4.after_fork", admitted.id)
    chain = _walk(view, admitted, log_time, barred)
    if isinstance(chain, Finding):
        return chain
    person, grants, root, limits = chain
    ancestors = frozenset(grant.record.issuer.key for grant in grants) | {root.key_id}
    for link in (admitted, *grants):
        above = ancestor_keys(view, link)
        finding = _ended(link, at) or _revoked(view, link, above) or _suspended(view, link, at, above, barred)
        if finding:
            return finding
    if person.key == root.key_id and not grants:
        ancestors = frozenset()
    since = max(_start(view.get_log_time(link), link) for link in (admitted, *grants))
    return Warrant(person, ancestors, tuple(limits), since, tuple(grant.id for grant in grants))


def _start(log_time: datetime, admitted: Admitted) -> datetime:
    """The latest of the times by which a loosening record may have begun."""
    record = admitted.record
    stated = (record.holds.from_earliest, record.holds.from_latest)
    return max(log_time, record.recorded_at, *(time for time in stated if time))


def _ended(admitted: Admitted, at: datetime) -> Finding | None:
    until = admitted.record.holds.until
    return Finding("A3.past_its_end", admitted.id) if until is not None and at >= until else None


def _named_chain(view: View, admitted: Admitted) -> list[Admitted]:
    """The record and the grants it names that are at hand, whether or not they are valid."""
    chain = [admitted]
    for _ in range(_DEEPEST_CHAIN):
        grant = view.find(_under(chain[-1]) or "")
        if grant is None:
            break
        chain.append(grant)
    return chain


def find_latest_start(view: View, admitted: Admitted) -> datetime | None:
    """The latest start of the record and of the grants it names; None while one of them is not logged.

    Whether they are valid does not matter: were it so, taking authority away from one of several records that a
    release rests on would let the release begin earlier (law 3).
    """
    starts: list[datetime] = []
    for link in _named_chain(view, admitted):
        log_time = view.log_time(link)
        if log_time is None:
            return None
        starts.append(_start(log_time, link))
    return max(starts)


def find_named_person(view: View, admitted: Admitted) -> Person | None:
    """Who signed, as the grant or root named by the record says, whether or not it is valid.

    Who is too close to approve or control must not depend on validity either (law 3).
    """
    chain = _named_chain(view, admitted)
    if len(chain) > 1:
        return replace(_person(chain[1]), key=admitted.record.issuer.key) if _is_grant(chain[1]) else None
    root = view.trust.roots_by_id.get(_under(admitted) or "")
    return Person(root.holder, root.key_id, root.office, root.organisation) if root else None


def _is_grant(admitted: Admitted) -> bool:
    return isinstance(admitted.record.body, Grant)


_Chain = tuple[Person, list[Admitted], Root, list[Region]]
_Times = list[tuple[datetime, datetime]]


def _walk(view: View, admitted: Admitted, log_time: datetime, barred: frozenset[str]) -> _Chain | Finding:
    """Follow ``under`` to a root; check kind, key, delegation and time at every link."""
    times: _Times = [(log_time, admitted.record.recorded_at)]
    grants: list[Admitted] = []
    child = admitted
    for _ in range(_DEEPEST_CHAIN):
        under = _under(child)
        if under is None:
            return Finding("A3.no_grant", child.id)
        root = view.trust.roots_by_id.get(under)
        if root:
            person = _person(grants[0]) if grants else Person(root.holder, root.key_id, root.office, root.organisation)
            fault = _root_fault(child, root, times) or _elsewhere(root, [admitted, *grants])
            return fault or (person, grants, root, [view.inward(grant) for grant in grants])
        grant = view.find(under)
        if grant is None or grant.id in barred:
            return Finding("A3.grant_not_at_hand", child.id)
        fault = _grant_fault(view, child, grant, times) or _scope_fault(admitted, grant, first=not grants)
        if fault:
            return fault
        grants.append(grant)
        times.append((view.get_log_time(grant), grant.record.recorded_at))
        child = grant
    return Finding("A2.chain_too_deep", admitted.id)


def _person(grant: Admitted) -> Person:
    body = body_of(grant, Grant)
    # A grant of no readable key is held by nobody.
    return Person(body.holder, key_id_of(body) or "", body.office, body.organisation)


def _root_fault(child: Admitted, root: Root, times: _Times) -> Finding | None:
    if child.record.issuer.key != root.key_id or child.record.issuer.holder != root.holder:
        return Finding("A2.not_the_holder", child.id)
    # What a root signed in its term stands after it: a lost root is retired, not undone.
    return None if _within(times[-1:], root.from_, root.until) else Finding("A3.outside_term", child.id)


def _elsewhere(root: Root, chain: list[Admitted]) -> Finding | None:
    """A root of another office speaks for that office's logs alone."""
    outside = (link for link in chain if root.only_in and link.place.origin not in root.only_in)
    return next((Finding("A2.other_log", link.id) for link in outside), None)


def _grant_fault(view: View, child: Admitted, grant: Admitted, times: _Times) -> Finding | None:
    """Why a grant does not carry the record that names it, or the times of all below it."""
    body = grant.record.body
    if isinstance(body, Grant) and body.organisation not in view.trust.organisation_names:
        return Finding("A2.unknown_organisation", grant.id)
    if not isinstance(body, Grant) or grant.loosens is None or not grant.verified or not view.may_loosen(grant):
        return Finding("A3.not_a_grant", child.id)
    if not _held_by(child, body):
        return Finding("A2.not_the_holder", child.id)
    if view.log_time(grant) is None:
        return Finding("A3.not_logged", grant.id)
    return None if _within(times, body.from_, body.until) else Finding("A3.outside_term", child.id)


def _scope_fault(admitted: Admitted, grant: Admitted, *, first: bool) -> Finding | None:
    body = body_of(grant, Grant)
    if (admitted.kind == "grant" or not first) and not body.delegate:
        return Finding("A2.no_delegation", grant.id)
    return None if {"*", action_of(admitted)} & set(body.may) else Finding("A2.not_in_scope", grant.id)


def _held_by(child: Admitted, grant: Grant) -> bool:
    issuer = child.record.issuer
    return issuer.holder == grant.holder and issuer.key == key_id_of(grant) and issuer.office == grant.office


def _within(times: _Times, start: datetime, end: datetime | None) -> bool:
    return all(start <= time and (end is None or time < end) for both in times for time in both)


def _under(admitted: Admitted | None) -> str | None:
    if admitted is None:
        return None
    named = admitted.record.refs_to(Rel.UNDER)
    return named[0] if len(named) == 1 else None


def _revoked(view: View, admitted: Admitted, above: frozenset[str]) -> Finding | None:
    """A revocation by the holder, a root or an ancestor, valid or not, reaches what was logged since (A2, A4)."""
    log_time = view.get_log_time(admitted)
    issuer = admitted.record.issuer
    for revocation in view.revocations(issuer.key):
        body = revocation.record.body
        if not isinstance(body, Revocation) or log_time < body.since:
            continue
        signer = revocation.record.issuer.key
        if signer == issuer.key or signer in view.trust.roots_by_id or signer in above:
            return Finding("A4.revoked", revocation.id)
    return None


def find_suspension(
    view: View, admitted: Admitted, at: datetime, above: frozenset[str], barred: frozenset[str] = frozenset()
) -> Admitted | None:
    """A suspension of the record that stands at ``at``: begun and not lifted by two people."""
    for voiding in view.voiding(admitted.id):
        if view.begins(voiding) > at:
            continue
        if not _lifted(view, voiding, at, above, barred | {admitted.id}):
            return voiding
    return None


def _suspended(
    view: View, admitted: Admitted, at: datetime, above: frozenset[str], barred: frozenset[str]
) -> Finding | None:
    voiding = find_suspension(view, admitted, at, above, barred)
    return Finding("A3.suspended", voiding.id) if voiding else None


def _lifted(view: View, voiding: Admitted, at: datetime, above: frozenset[str], barred: frozenset[str]) -> bool:
    """Two people of the suspending office, or ancestors of the suspended record's grant, approve the lifting."""
    people: list[Person] = []
    for approval, warrant in approvals(view, voiding, ApprovalRole.LIFT_SUSPENSION, at, barred):
        person = warrant.person
        same_office = (approval.place.origin, person.office) == (voiding.place.origin, voiding.record.issuer.office)
        if (same_office or person.key in above) and warrant.since <= at:
            people.append(person)
    return any(a.is_other_than(b) for i, a in enumerate(people) for b in people[i + 1 :])


def approvals(
    view: View, target: Admitted, role: ApprovalRole, at: datetime, barred: frozenset[str] = frozenset()
) -> list[tuple[Admitted, Warrant]]:
    """The valid approvals of a record in one role, in id order, each with its warrant."""
    found: list[tuple[Admitted, Warrant]] = []
    for approval in view.referring(target.id, Rel.APPROVES):
        body = approval.record.body
        if approval.kind != "approval" or not isinstance(body, Approval) or body.as_ is not role:
            continue
        if approval.id in barred:
            continue
        warrant = find_warrant(view, approval, at, barred)
        if isinstance(warrant, Warrant):
            found.append((approval, warrant))
    return found
