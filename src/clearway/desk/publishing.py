"""Publication: the public picture, signed, recorded in the public log, and only then written where people read it.

What was told can be given back to the letter (``told``), and projected again from the logs as they were known then
(``verify_publication``): it must give the same bytes. ``desk/published.py`` reads what was written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from clearway import site
from clearway.desk.drafts import Draft
from clearway.desk.files import prepare_folder, write_file
from clearway.desk.knowledge import public_history_at
from clearway.desk.office import Office
from clearway.desk.showing import write_pages
from clearway.desk.syncing import newest_note, say_received
from clearway.desk.transaction import check_time, is_due
from clearway.desk.view import OfficeView
from clearway.problems import ClearwayBug, refuse
from clearway.projection import Admitted, History
from clearway.publish import (
    FORMATS,
    PACKED_FILE,
    Known,
    Snapshot,
    SnapshotNote,
    identify,
    open_packed,
    pack,
    read_snapshot,
    sign_snapshot,
    write_packed,
    write_snapshot,
)
from clearway.records import Record
from clearway.records.kinds import publication
from clearway.situation import Situation
from clearway.tlog.merkle import Tree
from clearway.tlog.note import parse_vkey
from clearway.tlog.proof import build_proof, write_proof
from clearway.trust import Trust, write_trust

NOTE_FILE = "snapshot.note"
CHECKPOINT_FILE = "checkpoint"
LEAF_FILE = "publication.json"
PROOF_FILE = "publication.tlog-proof"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the record that says so, the snapshot's id, and the files written, by name."""

    record: Record
    snapshot: Snapshot
    snapshot_id: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the public was told: the publication's record, when its log had it, the snapshot and its exact bytes."""

    record: Record
    logged_at: datetime
    snapshot: Snapshot
    data: bytes


def publish(office: Office, by: str, folder: Path | str | None) -> Published:
    """Publish the public picture of this moment into a folder of static files. ``by`` signs the record.

    ``folder`` None signs and records it and writes no file: for whoever plays years in one go and writes once.

    The order is: project, sign, record, write. Whatever fails stops what follows, so nothing is told that is not
    signed and on record; and the folder is tried before, so that nothing is on record as told that nobody could read.
    Refused: ``publish.not_signed``, ``desk.clock_went_back``, ``desk.file_unwritable``, what signing and recording
    refuse.
    """
    check_time(office, office.now())
    say_received(office, by)
    now = office.now()
    origin = office.public_origin
    if is_due(office, origin, now):
        office.freshen()  # otherwise an office that was silent for a day would publish that its own log is old
    history, trust = public_history_at(office, origin, now)
    _check_whole(office, history)
    snapshot = take_snapshot(history, origin, now, trust)
    data = write_snapshot(snapshot)
    if read_snapshot(data) != snapshot:
        raise ClearwayBug("a snapshot does not read back as it was written")
    snapshot_id = identify(data)
    packing = pack(data)
    said = SnapshotNote(origin, snapshot_id, now, snapshot.valid_until, identify(packing))
    note = sign_snapshot(said, office.log_signer(origin))
    packed = write_packed(packing, note)
    if open_packed(packed, parse_vkey(office.trust.logs_by_origin[origin].key)) != (said, data):
        raise ClearwayBug("a snapshot does not unpack as it was packed")
    body = publication.Publication(
        frontier={log: publication.Known(size=known.size, root=known.root) for log, known in snapshot.frontier.items()},
        at=now,
        trust=snapshot.trust,
        snapshot=snapshot_id,
        valid_until=snapshot.valid_until,
    )
    blobs = (data, write_trust(office.trust))
    if folder is not None:
        prepare_folder(Path(folder))
    record = office.append([Draft(kind="publication", body=body, by=by, blobs=blobs)])[0]
    if folder is None:
        return Published(record, snapshot, snapshot_id, ())
    others = {each.file: each.write(snapshot) for name, each in FORMATS.items() if name != "snapshot"}
    signed = {FORMATS["snapshot"].file: data, NOTE_FILE: note, PACKED_FILE: packed}
    files = {**signed, **others, **_proof_files(office, record)}
    for name, content in files.items():
        write_file(Path(folder) / name, content)
    write_pages(office, history, _told_so_far(office), Path(folder))
    return Published(record, snapshot, snapshot_id, tuple(files))


def take_snapshot(history: History, publisher: str, at: datetime, trust: str) -> Snapshot:
    """The snapshot of a public history at ``at``; ``trust`` is the id of the trust file that it was projected by.

    The same history and moment give the same snapshot.
    """
    situation = history.at(at)
    return Snapshot(
        situation=situation,
        realm=history.trust.realm,
        publisher=publisher,
        frontier={
            origin: Known(log.size, f"sha256:{log.root.hex()}")
            for origin, log in sorted(history.frontier.logs.items())
            if origin in history.trust.logs_by_origin
        },
        trust=trust,
        valid_until=_valid_until(situation, history.trust, publisher),
        corridor_s=history.trust.ages.corridor_s,
    )


def list_publications(office: OfficeView, as_office: str | None = None) -> tuple[tuple[datetime, Admitted], ...]:
    """All publications in an office's public log (None: this one's) with their log times, oldest first."""
    return tuple(sorted(_publications(office, as_office), key=lambda each: (each[0], each[1].place.index)))


def told(office: OfficeView, at: datetime, as_office: str | None = None) -> Told:
    """What an office (None: this one) had told the public by ``at``: the last publication in its log by then.

    Refused: ``publish.never_published``, ``publish.bytes_missing``, ``publish.snapshot_unreadable``.
    """
    by_then = [each for each in list_publications(office, as_office) if each[0] <= at]
    if not by_then:
        refuse("publish.never_published", at=at.strftime("%Y-%m-%d %H:%M UTC"))
    logged_at, admitted = by_then[-1]
    data = _bytes_of(office, admitted)
    return Told(admitted.record, logged_at, read_snapshot(data), data)


def verify_publication(office: OfficeView, record_id: str) -> Told:
    """Project again what a publication was made from; return it only if that gives the published bytes.

    Refused: ``publish.no_such_publication``, ``publish.bytes_missing``, ``publish.not_reproduced``.
    """
    admitted = office.find_record(record_id)
    body = admitted.record.body if admitted else None
    logged_at = office.history().log_time(admitted) if admitted else None
    if admitted is None or not isinstance(body, publication.Publication) or logged_at is None:
        refuse("publish.no_such_publication", record=record_id)
    data = _bytes_of(office, admitted)
    origin = admitted.place.origin
    own = body.frontier.get(origin)
    if own is None:
        refuse("publish.not_reproduced", record=admitted.id)
    history, trust = public_history_at(office, origin, body.at, own.size)
    again = take_snapshot(history, origin, body.at, trust)
    stated = {log: (known.size, known.root) for log, known in body.frontier.items()}
    found = {log: (known.size, known.root) for log, known in again.frontier.items()}
    same = (body.trust, body.valid_until, stated) == (again.trust, again.valid_until, found)
    if not same or write_snapshot(again) != data:
        refuse("publish.not_reproduced", record=admitted.id)
    return Told(admitted.record, logged_at, again, data)


def _check_whole(office: OfficeView, history: History) -> None:
    """Everything in the ledger that may be published is known by receipts; if not, the picture may be too open."""
    for log in history.trust.logs:
        head, known = office.ledger.head(log.origin), history.frontier.logs.get(log.origin)
        if head.size > (known.size if known else 0) or len(head.branches) > len(known.branches if known else ()):
            raise ClearwayBug(f"the receipts do not speak of all that is at hand of {log.origin}")


def _valid_until(situation: Situation, trust: Trust, publisher: str) -> datetime:
    """When the first of the logs that are fresh now will be too old, unless its office is heard of again."""
    ages = {log.origin: timedelta(seconds=log.max_age_s) for log in trust.logs}
    ends = [log.fresh_at + ages[log.origin] for log in situation.logs if log.fresh_at and not log.stale]
    return max(min(ends, default=situation.at + ages[publisher]), situation.at + timedelta(seconds=1))


def _publications(office: OfficeView, as_office: str | None) -> Iterator[tuple[datetime, Admitted]]:
    wanted = office.office if as_office is None else as_office
    history = office.history()
    for admitted in history.list_kind("publication"):
        log, logged_at = admitted.log, history.log_time(admitted)
        named = wanted in (log.owner, log.origin, log.origin.rpartition("/")[0])
        if named and logged_at is not None and isinstance(admitted.record.body, publication.Publication):
            yield logged_at, admitted


def _told_so_far(office: OfficeView) -> list[site.Publication]:
    """Everything that this office has told, oldest first. What is not at hand any more cannot be shown."""
    found = []
    for logged_at, admitted in list_publications(office):
        data = _bytes_of(office, admitted)
        found.append(site.Publication.of(admitted.id, logged_at, read_snapshot(data), data))
    return found


def _bytes_of(office: OfficeView, admitted: Admitted) -> bytes:
    body = admitted.record.body
    if not isinstance(body, publication.Publication):
        raise ClearwayBug(f"{admitted.id} is no publication")
    data = office.ledger.blob(body.snapshot)
    return refuse("publish.bytes_missing", snapshot=body.snapshot) if data is None else data


def _proof_files(office: OfficeView, record: Record) -> dict[str, bytes]:
    """The record's leaf, the newest checkpoint, and the proof that the log holds the leaf."""
    entry = office.ledger.find(record.id)
    if entry is None:
        raise ClearwayBug("the publication that was just recorded is not there")
    head = office.ledger.head(entry.origin)
    checkpoint = newest_note(office, office.trust.logs_by_origin[entry.origin], head.checkpoints)
    proof = build_proof(entry.index, checkpoint, Tree(office.ledger.leaf_hashes(entry.origin)).read)
    return {LEAF_FILE: entry.leaf, PROOF_FILE: write_proof(proof), CHECKPOINT_FILE: checkpoint}
