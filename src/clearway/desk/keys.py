"""Keys of people: made, shown, replaced. One key a person; a sealed file each."""

from __future__ import annotations

from dataclasses import dataclass

from clearway.desk.authority import revoke, write_key
from clearway.desk.leave import key_id_of
from clearway.desk.office import Office
from clearway.records import Record
from clearway.records.kinds.grant import Grant


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A holder's public key: its id, the key in base64 as grants write it, and the grants made to it."""

    holder: str
    id: str
    key: str
    is_root: bool
    grants: tuple[str, ...]


def new_key(office: Office, holder: str) -> KeyShown:
    """Make a key for a person and seal it. It may restrict at once, and loosen once somebody grants it to.

    ``holder`` is an opaque id, not a name. Refused: ``desk.key_exists``, ``desk.bad_holder``.
    """
    office.keyring.create(holder)
    return show_key(office, holder)


def show_key(office: Office, holder: str) -> KeyShown:
    """The public half of a holder's key here. Refused: ``desk.no_key``."""
    key = office.keyring.get_public(holder)
    grants = ((g.id, g.record.body) for g in office.history().list_kind("grant"))
    mine = tuple(name for name, body in grants if isinstance(body, Grant) and key_id_of(body) == key.id)
    return KeyShown(holder, key.id, write_key(key), key.id in office.trust.roots_by_id, mine)


def list_keys(office: Office) -> tuple[KeyShown, ...]:
    """Everybody whose key is here."""
    return tuple(show_key(office, holder) for holder in office.keyring.list_holders())


def rotate(office: Office, holder: str, by: str | None = None, reason: str = "replaced by a new key") -> KeyShown:
    """Put the holder's key aside and make a new one. The old grants stay those of the old key.

    With ``by`` (another person, or the holder before the key is put aside) the old key is revoked from now on;
    without, its grants are left to expire. The new key loosens nothing until its grantor grants it anew.
    """
    if by is not None:
        _revoke_old(office, by, holder, reason)
    office.keyring.put_aside(holder)
    return new_key(office, holder)


def _revoke_old(office: Office, by: str, holder: str, reason: str) -> Record:
    return revoke(office, by, office.keyring.get_public(holder).id, None, reason)
