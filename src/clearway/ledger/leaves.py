"""What the ledger must know of a leaf without judging it: the name to find it by, and the blobs that it names.

Leaves of foreign logs are kept whatever they hold, so nothing here refuses. Whether a leaf is a record, and what it
means, is for ``records`` and ``projection``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import msgspec

LARGEST_LEAF = 65535
"""The length of an entry in a tile is written in 16 bits (C2SP tlog-tiles)."""

_START, _SIGNATURE, _END = b'{"record":', b',"sig":"', b'"}'
_ID = re.compile(r"sha256:[0-9a-f]{64}")
_BLOB_FIELDS = frozenset({"text_blob", "file_blob", "snapshot", "trust", "previous"})
_decode = msgspec.json.Decoder().decode


def record_bytes(leaf: bytes) -> bytes | None:
    """The bytes of the record within a canonical leaf, or None if it does not look like one."""
    end = leaf.rfind(_SIGNATURE)
    if end < 0 or not leaf.startswith(_START) or not leaf.endswith(_END):
        return None
    return leaf[len(_START) : end]


def name_of(leaf: bytes) -> bytes:
    """The 32 bytes under which a leaf is found: the hash of its record, else of itself."""
    record = record_bytes(leaf)
    return hashlib.sha256(leaf if record is None else record).digest()


def name_from(record_id: str) -> bytes | None:
    """The name of the record with this id, or None if it is not an id."""
    return bytes.fromhex(record_id[7:]) if _ID.fullmatch(record_id) else None


def blob_id(data: bytes) -> str:
    """The id of a blob: "sha256:" and the hash of its bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def is_id(text: object) -> bool:
    """True for "sha256:" and 64 hexadecimal digits."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def blobs_named(leaf: bytes) -> frozenset[str]:
    """Ids of the blobs that a record needs: footprints and files anywhere in it, texts, snapshots, trust files.

    Also of kinds that are not known here, so that a newer office's blobs are fetched and kept.
    """
    record = record_bytes(leaf)
    if record is None or b'"sha256:' not in record:
        return frozenset()
    try:
        value = _decode(record)
    except (msgspec.DecodeError, RecursionError):
        return frozenset()
    return frozenset(each for each in _named(value) if is_id(each))


def origin_named(leaf: bytes) -> str | None:
    """The log that a record says it belongs to."""
    record = record_bytes(leaf)
    try:
        value = None if record is None else _decode(record)
    except (msgspec.DecodeError, RecursionError):
        return None
    origin = value.get("origin") if isinstance(value, dict) else None
    return origin if isinstance(origin, str) else None


def _named(record: Any) -> Iterator[Any]:
    body = record.get("body") if isinstance(record, dict) else None
    if isinstance(body, dict):
        yield from (value for key, value in body.items() if key in _BLOB_FIELDS)
    waiting = [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.get("type") == "blob":
                yield value.get("sha256")
            if value.get("type") == "file":
                yield value.get("blob")
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(each for each in value if isinstance(each, dict | list))
