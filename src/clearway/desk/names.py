"""Names and contacts of people who were harmed: in one sealed file of the office, never in a log, never exported.

Records know a person by an opaque number alone. The file lies beside the keys, sealed under a key of its own that the
office's passphrase opens; it is backed up with them. Forgetting somebody leaves the records, which name nobody.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from clearway.desk.files import read_file, write_file
from clearway.desk.keyring import NAMES
from clearway.desk.office import Office
from clearway.problems import refuse
from clearway.signing import NONCE_SIZE, open_bytes, seal_bytes

FILE = "names.sealed"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who a person is, for those who help. Nothing about where somebody comes from or belongs to."""

    name: str
    contact: str = ""
    note: str = ""


def add_person(office: Office, contact: Contact) -> str:
    """Keep somebody's name; the number by which records may speak of him, drawn by chance. Refused as below."""
    people = _read(office)
    person = "p-" + office.keyring.chance.draw(16).hex()
    _write(office, people | {person: contact})
    return person


def get_person(office: Office, person: str) -> Contact:
    """Who it is. Refused: ``desk.nobody_of_this_number``, ``desk.no_passphrase``, ``signing.sealed_unreadable``."""
    found = _read(office).get(person)
    return refuse("desk.nobody_of_this_number", person=person) if found is None else found


def forget_person(office: Office, person: str) -> None:
    """Delete a name for good. Refused: ``desk.nobody_of_this_number``."""
    people = _read(office)
    if person not in people:
        refuse("desk.nobody_of_this_number", person=person)
    _write(office, {number: contact for number, contact in people.items() if number != person})


def _path(office: Office) -> Path:
    if office.folder is None:
        refuse("desk.only_in_memory")
    return office.folder / office.settings.keys / FILE


def _read(office: Office) -> dict[str, Contact]:
    sealed = read_file(_path(office))
    if sealed is None:
        return {}
    people = json.loads(open_bytes(office.keyring.open(NAMES), sealed))
    return {number: Contact(**contact) for number, contact in people.items()}


def _write(office: Office, people: dict[str, Contact]) -> None:
    if not office.keyring.has(NAMES):
        office.keyring.create(NAMES)
    data = json.dumps({number: asdict(contact) for number, contact in sorted(people.items())}).encode()
    nonce = office.keyring.chance.draw(NONCE_SIZE)
    write_file(_path(office), seal_bytes(office.keyring.open(NAMES), data, nonce), mode=0o600)
