"""The signed file that a phone fetches: a signed note, a zero byte, the packed snapshot. Pure.

The note is the one that stands beside ``snapshot.json`` too. It names the document by its hash, which the packed bytes
give back, so the small form proves itself to be the same; and it names the packed bytes by theirs, so nothing is
unpacked that the publisher did not pack: strangers cannot send a small file that takes a long time and much memory.
"""

from __future__ import annotations

from clearway.problems import refuse
from clearway.publish.note import SnapshotNote, identify, parse_snapshot_note, verify_snapshot
from clearway.publish.packing import unpack
from clearway.tlog.note import VerifierKey

PACKED_FILE = "snapshot.packed"

_LONGEST_NOTE = 65_536
_END_OF_NOTE = b"\0"


def write_packed(packed: bytes, note: bytes) -> bytes:
    """The file of packed bytes and the signed note about them."""
    return note + _END_OF_NOTE + packed


def open_packed(data: bytes, publisher: VerifierKey) -> tuple[SnapshotNote, bytes]:
    """What the note says and the snapshot's document, only if the publisher signed it and it is the one he signed.

    Refused: as ``verify_snapshot``; ``publish.note_unreadable``, ``publish.snapshot_unreadable``.
    """
    end = data.find(_END_OF_NOTE, 0, _LONGEST_NOTE)
    if end < 0:
        refuse("publish.note_unreadable")
    note, packed = data[:end], data[end + 1 :]
    if parse_snapshot_note(note, publisher).packed != identify(packed):
        refuse("publish.other_snapshot", publisher=publisher.name)
    document = unpack(packed)
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
