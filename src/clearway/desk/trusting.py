"""The trust file: changed by its roots together, and the cards by which offices make each other's acquaintance."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

import msgspec

from clearway.desk.blobs import blob_id
from clearway.desk.closures import approve
from clearway.desk.office import Office, trust_file_draft
from clearway.desk.saying import get_kind
from clearway.problems import refuse
from clearway.records import Record, canonical_json
from clearway.records.kinds.trust_file import TrustFile
from clearway.terms import ApprovalRole, Realm, Rel, Tier
from clearway.trust import AcceptedLog, Organisation, Root, Trust, parse_trust, trust_id, write_trust


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an office tells others so that they can accept its log: hand it over in person, and compare its id."""

    clearway_card: int = 1
    realm: Realm
    log: AcceptedLog
    roots: tuple[Root, ...]
    organisations: tuple[Organisation, ...]


def office_card(office: Office) -> bytes:
    """This office's card as canonical JSON; ``card_id`` is what to read to each other over the telephone."""
    own = office.trust.logs_by_origin[office.public_origin]
    card = Card(realm=office.realm, log=own, roots=office.trust.own_roots, organisations=office.trust.organisations)
    return canonical_json(msgspec.to_builtins(card))


def card_id(card: bytes) -> str:
    """The fingerprint of a card."""
    return blob_id(card)


def parse_card(data: bytes) -> Card:
    """Read a card. Refused: ``trust.bad_card``."""
    try:
        card = msgspec.json.decode(data, type=Card)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        refuse("trust.bad_card", detail=str(error))
    if card.clearway_card != 1 or card.log.tier is not Tier.PUBLIC:
        refuse("trust.bad_card", detail="not the card of a public log")
    return card


def accept_card(office: Office, by: str, card: bytes, *, roots: bool = True) -> Record:
    """Accept another office's public log, and with ``roots`` what its roots grant, in that log alone.

    Without its roots the log can restrict here and loosens nothing. Refused: ``trust.other_realm``,
    ``trust.origin_taken``.
    """
    other = parse_card(card)
    trust = office.trust
    if other.realm is not trust.realm:
        refuse("trust.other_realm", realm=other.realm.value, own=trust.realm.value)
    known = trust.logs_by_origin.get(other.log.origin)
    if other.log.origin in office.own_origins or (known is not None and known.key != other.log.key):
        refuse("trust.origin_taken", origin=other.log.origin)
    logs = {log.origin: log for log in trust.logs} | {other.log.origin: other.log}
    names = {o.name: o for o in (*other.organisations, *trust.organisations)}
    only_in = (other.log.origin,)
    new = (root for root in other.roots if root.key_id not in trust.roots_by_id)
    added = tuple(msgspec.structs.replace(root, only_in=only_in) for root in new) if roots else ()
    changed = msgspec.structs.replace(
        trust, logs=tuple(logs.values()), organisations=tuple(names.values()), roots=(*trust.roots, *added)
    )
    return change_trust(office, by, changed)


def add_root(office: Office, by: str, root: Root, threshold: int | None = None) -> Record:
    """Add a person whose grants need no parent; ``threshold`` changes how many roots must sign from then on."""
    trust = office.trust
    named = {o.name for o in trust.organisations}
    organisations = trust.organisations
    if root.organisation not in named:
        organisations = (*organisations, Organisation(name=root.organisation))
    roots = (*trust.roots, root)
    changed = msgspec.structs.replace(
        trust, roots=roots, organisations=organisations, threshold=threshold or trust.threshold
    )
    return change_trust(office, by, changed)


def retire_root(office: Office, by: str, holder: str, until: datetime | None = None) -> Record:
    """Say that a root grants no more from ``until`` on (None: now). What it granted before stands.

    A lost key is retired so; a stolen one is revoked as well (``revoke``), which reaches back.
    """
    if holder not in {root.holder for root in office.trust.roots}:
        refuse("trust.unknown_root", holder=holder)
    end = until or office.now()
    roots = tuple(msgspec.structs.replace(r, until=end) if r.holder == holder else r for r in office.trust.roots)
    return change_trust(office, by, msgspec.structs.replace(office.trust, roots=roots))


def add_organisation(office: Office, by: str, name: str, *, intermediary: bool = False) -> Record:
    """List an organisation that grants may name."""
    others = tuple(o for o in office.trust.organisations if o.name != name)
    added = Organisation(name=name, intermediary=intermediary)
    return change_trust(office, by, msgspec.structs.replace(office.trust, organisations=(*others, added)))


def change_trust(office: Office, by: str, trust: Trust) -> Record:
    """Put a new trust file down, signed by one root, and adopt it if that is enough.

    Where the present file asks for more roots, each of the others signs with ``approve_trust``; until then the
    present file stays in force. Refused: ``trust.not_a_root``, ``trust.root_removed``, ``trust.own_log_changed``,
    ``trust.other_realm``, and what ``parse_trust`` refuses.
    """
    _check_root(office, by)
    checked = parse_trust(write_trust(trust))
    _check_successor(office, checked)
    (record,) = office.append([trust_file_draft(checked, by, office.trust_id)])
    _adopt_if_signed(office, by, checked)
    return record


def approve_trust(office: Office, by: str, trust_file: str) -> Record:
    """Another root signs a trust file that was put down; it is adopted as soon as enough have."""
    _check_root(office, by)
    target = get_kind(office, trust_file, "trust_file")
    body = target.record.body
    data = office.blobs.get(body.trust) if isinstance(body, TrustFile) else None
    if data is None:
        refuse("desk.trust_not_at_hand", id=target.id)
    if isinstance(body, TrustFile) and body.previous != office.trust_id:
        refuse("trust.not_the_successor", id=target.id)
    record = approve(office, by, target.id, ApprovalRole.SECOND)
    _adopt_if_signed(office, by, parse_trust(data))
    return record


def adopt_trust(office: Office, by: str, trust_file: str) -> None:
    """Adopt a trust file that was put down. Refused: ``trust.too_few_signatures``, ``trust.not_the_successor``.

    ``approve_trust`` does so by itself; this is for one whose last signature came otherwise.
    """
    target = get_kind(office, trust_file, "trust_file")
    body = target.record.body
    if not isinstance(body, TrustFile) or body.previous != office.trust_id:
        refuse("trust.not_the_successor", id=target.id)
    if office.recorded_trust()[-1].id != body.trust:
        refuse("trust.too_few_signatures", found=_signed_by(office, target.id), needed=office.trust.threshold)
    office.adopt_trust(office.recorded_trust()[-1].trust, by)


def root_of(office: Office, holder: str, organisation: str, granted_office: str | None = None) -> Root:
    """A root for a holder whose key is in this workspace, from now on."""
    key = base64.b64encode(office.keyring.get_public(holder).raw).decode("ascii")
    name = granted_office or office.office
    return Root(holder=holder, office=name, organisation=organisation, key=key, from_=office.now())


def parse_root(data: bytes) -> Root:
    """Read a root from JSON, as another workspace gave it. Refused: ``trust.bad_card``."""
    try:
        return msgspec.json.decode(data, type=Root)
    except (msgspec.DecodeError, msgspec.ValidationError, binascii.Error) as error:
        refuse("trust.bad_card", detail=str(error))


def _adopt_if_signed(office: Office, by: str, trust: Trust) -> None:
    last = office.recorded_trust()[-1]
    if last.id == trust_id(write_trust(trust)):
        office.adopt_trust(last.trust, by)


def _check_root(office: Office, by: str) -> None:
    root = office.trust.roots_by_id.get(office.keyring.get_public(by).id)
    now = office.now()
    if root is None or root.holder != by or now < root.from_ or (root.until is not None and root.until <= now):
        refuse("trust.not_a_root", holder=by)


def _check_successor(office: Office, trust: Trust) -> None:
    """A new file keeps the realm, the own logs and every root, retired or not."""
    if trust.realm is not office.realm:
        refuse("trust.other_realm", realm=trust.realm.value, own=office.realm.value)
    for root in office.trust.roots:
        new = trust.roots_by_id.get(root.key_id)
        if new is None or (new.holder, new.from_) != (root.holder, root.from_):
            refuse("trust.root_removed", holder=root.holder)
    for origin in office.own_origins:
        log, old = trust.logs_by_origin.get(origin), office.trust.logs_by_origin[origin]
        if log is None or (log.key, log.cosigner, log.owner, log.tier) != (old.key, old.cosigner, old.owner, old.tier):
            refuse("trust.own_log_changed", origin=origin)


def _signed_by(office: Office, trust_file: str) -> int:
    """How many roots have signed it so far."""
    history = office.history()
    records = [history.find(trust_file), *history.referring(trust_file, Rel.APPROVES)]
    keys = {each.record.issuer.key for each in records if each is not None}
    return len(keys & office.trust.roots_by_id.keys())
