"""Authority: grants, revocations, the lifting of suspensions (DESIGN A2 to A4)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from clearway.desk.closures import approve
from clearway.desk.leave import key_id_of
from clearway.desk.office import Office
from clearway.desk.saying import NO_FACTS, Facts, get_kind, say, shape
from clearway.geometry import Footprint, Region
from clearway.problems import refuse
from clearway.records import Record
from clearway.records.kinds.grant import Grant
from clearway.records.kinds.revocation import Revocation
from clearway.signing import PublicKey
from clearway.terms import ApprovalRole


def grant(office: Office, by: str, footprint: Footprint | Region, body: Grant, facts: Facts = NO_FACTS) -> Record:
    """Let a holder sign what loosens: these kinds, this ground, this time, with this key.

    Refused: ``desk.unknown_organisation`` if the trust file does not list it; ``desk.key_of_another`` if the key is
    another holder's, for two people are two holders with two keys.
    """
    if body.organisation not in {organisation.name for organisation in office.trust.organisations}:
        known = ", ".join(sorted(organisation.name for organisation in office.trust.organisations))
        refuse("desk.unknown_organisation", organisation=body.organisation, known=known)
    _check_owner(office, body)
    return say(office, "grant", body, by, facts, footprint=shape(footprint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """What a grant gives: kinds of record, ``approval:<role>`` or ``*``; for which organisation and office; how long.

    ``office`` None is the workspace's own, ``start`` None is now, ``until`` None has no end.
    """

    may: tuple[str, ...]
    organisation: str
    office: str | None = None
    start: datetime | None = None
    until: datetime | None = None
    delegate: bool = False


def grant_here(office: Office, by: str, holder: str, footprint: Footprint | Region, powers: Powers) -> Record:
    """The same for a holder whose key is in this workspace."""
    body = Grant(
        holder=holder,
        office=powers.office or office.office,
        organisation=powers.organisation,
        key=write_key(office.keyring.get_public(holder)),
        may=powers.may,
        delegate=powers.delegate,
        from_=powers.start or office.now(),
        until=powers.until,
    )
    return grant(office, by, footprint, body)


def revoke(
    office: Office,
    by: str,
    key_or_holder: str,
    since: datetime | None = None,
    reason: str = "",
    facts: Facts = NO_FACTS,
) -> Record:
    """Say that a key is no longer to be believed: what it loosened at or after ``since`` (None: now) has no effect.

    What it restricted stays. It is never undone; whoever is to act again gets a new grant. A holder's name means
    the key of that holder here.
    """
    key = key_or_holder if key_or_holder.startswith("sha256:") else office.keyring.get_public(key_or_holder).id
    body = Revocation(key=key, since=since or office.now(), reason=reason)
    return say(office, "revocation", body, by, facts)


def lift(office: Office, by: str, suspension: str, note: str | None = None, facts: Facts = NO_FACTS) -> Record:
    """Approve the end of a suspension; it ends when two people have."""
    target = get_kind(office, suspension, "suspension")
    return approve(office, by, target.id, ApprovalRole.LIFT_SUSPENSION, note, facts)


def write_key(key: PublicKey) -> str:
    """A public key as grants and trust files write it."""
    return base64.b64encode(key.raw).decode("ascii")


def _check_owner(office: Office, body: Grant) -> None:
    """One key a person: refuse a key that another holder has by a root or a grant."""
    if len(body.key) != 44:
        return  # building the record says what is wrong with it
    key_id = key_id_of(body)
    root = office.trust.roots_by_id.get(key_id)
    holders = {root.holder} if root else set()
    for admitted in office.history().list_kind("grant"):
        other = admitted.record.body
        if isinstance(other, Grant) and other.key == body.key:
            holders.add(other.holder)
    if holders - {body.holder}:
        refuse("desk.key_of_another", holder=body.holder, other=min(holders - {body.holder}))
