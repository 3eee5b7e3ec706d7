"""The signed file that a phone fetches: a signed note, a zero byte, the packed snapshot. Pure.

The note is the one that stands beside ``snapshot.json`` too: it names the snapshot by the hash of its document, which
the packed bytes give back. So one signature is under both forms, and the small one proves itself to be the same.
"""

from __future__ import annotations

from clearway.problems import refuse
from clearway.publish.note import SnapshotNote, parse_snapshot_note, verify_snapshot
from clearway.publish.packing import pack, unpack
from clearway.tlog.note import VerifierKey

PACKED_FILE = "snapshot.packed"

_LONGEST_NOTE = 65_536
_END_OF_NOTE = b"\0"


def write_packed(document: bytes, note: bytes) -> bytes:
    """The file of a snapshot's document and the signed note about it. Refused: ``publish.too_large``."""
    return note + _END_OF_NOTE + pack(document)


def open_packed(data: bytes, publisher: VerifierKey) -> tuple[SnapshotNote, bytes]:
    """What the note says and the snapshot's document, only if the publisher signed it and it is the one he signed.

    The signature is verified before anything is unpacked. Refused: as ``verify_snapshot``;
    ``publish.note_unreadable``, ``publish.snapshot_unreadable``.
    """
    note, end, packed = data[:_LONGEST_NOTE].partition(_END_OF_NOTE)
    if not end:
        refuse("publish.note_unreadable")
    parse_snapshot_note(note, publisher)
    document = unpack(packed + data[_LONGEST_NOTE:])
    return verify_snapshot(document, note, publisher), document


def name_publisher(data: bytes) -> str:
    """The log whose signature the file is said to bear. Refused: ``publish.note_unreadable``."""
    note, end, _ = data[:_LONGEST_NOTE].partition(_END_OF_NOTE)
    lines = note.split(b"\n")
    if not end or len(lines) < 2:
        refuse("publish.note_unreadable")
    try:
        return lines[1].decode()
    except UnicodeDecodeError:
        refuse("publish.note_unreadable")
