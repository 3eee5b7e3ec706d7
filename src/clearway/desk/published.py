"""What somebody published, read from its folder or its signed file by the keys of a trust file, without a ledger."""

from __future__ import annotations

from pathlib import Path

from clearway.desk.files import read_file
from clearway.desk.keeping import Proven, verify_proof
from clearway.desk.publishing import LEAF_FILE, NOTE_FILE, PROOF_FILE
from clearway.problems import refuse
from clearway.publish import (
    FORMATS,
    PACKED_FILE,
    Snapshot,
    SnapshotNote,
    name_publisher,
    open_packed,
    read_snapshot,
    verify_snapshot,
)
from clearway.records import Record
from clearway.records.kinds import publication
from clearway.tlog.note import VerifierKey, parse_vkey
from clearway.trust import Trust


def verify_folder(trust: Trust, folder: Path | str) -> tuple[Proven, SnapshotNote]:
    """Verify what ``publish`` wrote into a folder, with the keys of a trust file alone and without a ledger.

    The snapshot is signed by its publisher's log, in both its forms if the note names both, and the record that it was
    published stands in that log. Returns the record's proof and what the signature says. Refused:
    ``desk.file_unreadable``, whatever does not hold as in ``verify_proof``, ``verify_snapshot`` and ``open_packed``,
    and ``publish.other_snapshot`` if the record or the other form speaks of another one.
    """
    proven, said, _ = _folder(trust, Path(folder))
    return proven, said


def verify_file(trust: Trust, file: Path | str) -> SnapshotNote:
    """Verify the signed file away from its folder: signed, not shown to be on record. Refused: as ``read_copy``."""
    return _file(trust, Path(file))[0]


def read_copy(trust: Trust, path: Path | str) -> tuple[Snapshot, Record | None]:
    """The snapshot of a published folder, with the record of its publication, or of its signed file (None).

    Nothing is read that is not signed by a log of the trust file. Refused: as ``verify_folder``; ``desk.unknown_log``,
    ``publish.snapshot_unreadable``.
    """
    if Path(path).is_dir():
        proven, _, document = _folder(trust, Path(path))
        return read_snapshot(document), proven.record
    return read_snapshot(_file(trust, Path(path))[1]), None


def _folder(trust: Trust, folder: Path) -> tuple[Proven, SnapshotNote, bytes]:
    leaf, proof = (_read(folder / name) for name in (LEAF_FILE, PROOF_FILE))
    proven = verify_proof(trust, proof, leaf_bytes=leaf)
    body = proven.record.body
    if not isinstance(body, publication.Publication):
        refuse("publish.no_such_publication", record=proven.record.id)
    said, document = _both(folder, parse_vkey(trust.logs_by_origin[proven.origin].key))
    if (said.snapshot, said.at, said.valid_until) != (body.snapshot, body.at, body.valid_until):
        refuse("publish.other_snapshot", publisher=said.publisher)
    return proven, said, document


def _both(folder: Path, key: VerifierKey) -> tuple[SnapshotNote, bytes]:
    """The snapshot, which the packed form must repeat. Notes of before there was one do not name it."""
    document = _read(folder / FORMATS["snapshot"].file)
    said = verify_snapshot(document, _read(folder / NOTE_FILE), key)
    if said.packed is not None and open_packed(_read(folder / PACKED_FILE), key) != (said, document):
        refuse("publish.other_snapshot", publisher=said.publisher)
    return said, document


def _file(trust: Trust, file: Path) -> tuple[SnapshotNote, bytes]:
    data = _read(file)
    origin = name_publisher(data)
    log = trust.logs_by_origin.get(origin)
    return refuse("desk.unknown_log", origin=origin) if log is None else open_packed(data, parse_vkey(log.key))


def _read(path: Path) -> bytes:
    data = read_file(path)
    if data is None:
        refuse("desk.file_unreadable", file=str(path), because="there is none")
    return data
