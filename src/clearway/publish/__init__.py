"""What leaves the house: a picture of the ground, from public logs alone, as bytes that anybody can keep and check.

One file a format, one pure function from a :class:`~clearway.publish.snapshot.Snapshot` to bytes, one line in
``FORMATS``. The table is closed: what is not in it is not published, but for the snapshot once more in the signed file
``snapshot.packed``, small enough for a phone on a bad network. Whoever publishes signs the bytes and records
their hash first (``desk/publishing.py``); a format never decides anything about the ground.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clearway.publish.note import SnapshotNote, identify, parse_snapshot_note, sign_snapshot, verify_snapshot
from clearway.publish.packed import PACKED_FILE, name_publisher, open_packed, write_packed
from clearway.publish.packing import pack, unpack
from clearway.publish.snapshot import Known, Snapshot, read_snapshot, write_snapshot

__all__ = [
    "FORMATS",
    "PACKED_FILE",
    "Format",
    "Known",
    "Snapshot",
    "SnapshotNote",
    "identify",
    "name_publisher",
    "open_packed",
    "pack",
    "parse_snapshot_note",
    "read_snapshot",
    "sign_snapshot",
    "unpack",
    "verify_snapshot",
    "write_packed",
    "write_snapshot",
]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a snapshot: the file's name, its media type, and the function."""

    file: str
    media_type: str
    write: Callable[[Snapshot], bytes]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "snapshot": Format("snapshot.json", "application/json", write_snapshot),
    }
)
