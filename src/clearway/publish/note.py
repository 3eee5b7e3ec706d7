"""The signature under a snapshot: a signed note (C2SP) that names the snapshot by its hash. Pure.

The log's own key signs it. The text begins with a word that no log's checkpoint begins with, so one signature can
never be taken for the other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from clearway.problems import refuse
from clearway.tlog.note import NoteSigner, VerifierKey, open_note, sign_note

_HEADER = "clearway-snapshot/1"
_FORM = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class SnapshotNote:
    """What the signature says: whose snapshot it is, its id, the moment it is of, and how long to rely on it.

    ``packed`` is the id of its packed bytes, None where there are none.
    """

    publisher: str
    snapshot: str
    at: datetime
    valid_until: datetime
    packed: str | None = None


def sign_snapshot(said: SnapshotNote, signer: NoteSigner) -> bytes:
    """The signed note under a snapshot. Refused: ``publish.not_signed`` if it does not verify at once."""
    times = f"at {said.at.strftime(_FORM)}\nvalid until {said.valid_until.strftime(_FORM)}\n"
    packed = "" if said.packed is None else f"packed {said.packed}\n"
    text = f"{_HEADER}\n{said.publisher}\n{said.snapshot}\n{times}{packed}"
    note = sign_note(text, signer.sign(text))
    if parse_snapshot_note(note, signer.verifier) != said:
        refuse("publish.not_signed", publisher=said.publisher)
    return note


def parse_snapshot_note(note: bytes, publisher: VerifierKey) -> SnapshotNote:
    """What the note says, if the publisher's key signed it. Refused: as ``open_note``; ``publish.note_unreadable``."""
    lines = open_note(note, (publisher,)).text.splitlines()
    if len(lines) not in (5, 6) or lines[0] != _HEADER or lines[1] != publisher.name:
        refuse("publish.note_unreadable")
    at, until = lines[3].removeprefix("at "), lines[4].removeprefix("valid until ")
    packed = lines[5].removeprefix("packed ") if len(lines) == 6 else None
    try:
        return SnapshotNote(lines[1], lines[2], _instant(at), _instant(until), packed)
    except ValueError:
        refuse("publish.note_unreadable")


def verify_snapshot(data: bytes, note: bytes, publisher: VerifierKey) -> SnapshotNote:
    """Return what the note says only if it is signed and speaks of exactly these bytes.

    Refused: as ``parse_snapshot_note``; ``publish.other_snapshot``.
    """
    said = parse_snapshot_note(note, publisher)
    if said.snapshot != identify(data):
        refuse("publish.other_snapshot", publisher=publisher.name)
    return said


def identify(data: bytes) -> str:
    """The id of some bytes: "sha256:" and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _instant(text: str) -> datetime:
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
