"""Sync through a folder: one's own public log out as static files, other offices' public logs in, verified.

What was received is said in one's own public log (a ``receipt`` a log), so that it can be told later what this office
knew at an hour. Nothing that a source shows can take anything away: what is cut or damaged is refused log by log,
a shorter log is refused and marked, a second history is kept beside the first and alarmed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from clearway.desk.drafts import Draft
from clearway.desk.files import read_file, sync_folder, write_file
from clearway.desk.office import Office
from clearway.desk.transaction import is_due
from clearway.desk.view import OfficeView
from clearway.frontier import Entry, LogFrontier
from clearway.ledger.contract import Outcome
from clearway.problems import Problem, Refused, refuse
from clearway.records import Record
from clearway.records.kinds.receipt import Receipt
from clearway.sync import (
    LARGEST_FILE,
    Held,
    Received,
    blob_path,
    blobs_wanted,
    checkpoint_told,
    log_path,
    read_blob,
    read_log,
    witnesses_of,
    write_cosigned,
)
from clearway.terms import Tier
from clearway.tlog.checkpoint import Checkpoint, cosigned_at, parse_checkpoint
from clearway.tlog.merkle import Tree
from clearway.tlog.note import split_note
from clearway.tlog.tiles import CHECKPOINT_PATH, ENTRIES, WIDTH, tiles_of, write_entries, write_hashes
from clearway.trust import AcceptedLog

_NEVER = datetime.min.replace(tzinfo=UTC)

MOST_MISSING = 500
"""How many missing blobs one receipt can list."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the log and its size, how many files are new or changed, and blobs not at hand."""

    origin: str
    size: int
    written: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogSynced:
    """What became of one log of a source.

    ``outcome`` is None where the log was refused (``problems`` says why) and nothing of it taken over. ``entries``
    counts new entries, ``missing`` lists blobs that neither the source nor the ledger has. ``alarm`` is set when two
    histories of the log were signed, and when it is shorter than seen before: other offices should be told.
    """

    origin: str
    outcome: Outcome | None
    size: int
    entries: int = 0
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    alarm: Problem | None = None
    receipt: Record | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, log by log; ``notices`` are public warnings that what was received made necessary."""

    logs: tuple[LogSynced, ...]
    notices: tuple[Record, ...] = ()

    @property
    def alarms(self) -> tuple[Problem, ...]:
        """Everything that other offices should be told at once."""
        return tuple(log.alarm for log in self.logs if log.alarm)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything of the source that could not be used."""
        return tuple(problem for log in self.logs for problem in log.problems)


# ---------------------------------------------------------------------------------------------------- out


def export_log(office: Office, folder: Path | str) -> Exported:
    """Write this office's public log into a folder, as static files for a stick or any web server.

    Files that are there already stay; the checkpoint comes last, so that a copy cut off half-way still is the log as
    it was before. A checkpoint that is getting old is renewed first. The restricted log never leaves the office.
    Refused: ``desk.file_unwritable``.
    """
    if is_due(office, office.public_origin, office.now()):
        office.freshen()
    return _Export(office, Path(folder)).run()


class _Export:
    def __init__(self, office: OfficeView, folder: Path) -> None:
        self.office = office
        self.folder = folder
        self.origin = office.public_origin
        self.prefix = log_path(self.origin)
        self.written = 0
        self.grown: set[Path] = set()

    def run(self) -> Exported:
        ledger = self.office.ledger
        log = self.office.trust.logs_by_origin[self.origin]
        head = ledger.head(self.origin)
        leaves = [entry.leaf for entry in ledger.entries(self.origin) if not entry.branch]
        missing = tuple(self._blobs(blobs_wanted(leaves)))
        self._tiles(leaves)
        sizes = {note: stated_by(note).size for note in head.checkpoints}
        for path, data in write_cosigned((size, note) for note, size in sizes.items()):
            self._put(self.prefix + path, data)
        self._sync_names()
        self._put(self.prefix + CHECKPOINT_PATH, newest_note(self.office, log, head.checkpoints))
        return Exported(self.origin, head.size, self.written, missing)

    def _blobs(self, wanted: Iterable[str]) -> Iterator[str]:
        """Write the blobs that are at hand; yields the others."""
        for name in sorted(wanted):
            if (self.folder / blob_path(name)).exists() and self._is_whole(name):
                continue
            data = self.office.ledger.blob(name)
            if data is None:
                yield name
            else:
                self._put(blob_path(name), data)

    def _is_whole(self, name: str) -> bool:
        try:
            return read_blob(folder_source(self.folder), name) is not None
        except Refused:
            return False

    def _tiles(self, leaves: list[bytes]) -> None:
        tree = Tree(self.office.ledger.leaf_hashes(self.origin))
        for tile in tiles_of(len(leaves)):
            first = tile.index * WIDTH
            entries = tile.level == ENTRIES
            data = write_entries(leaves[first : first + tile.width]) if entries else write_hashes(tile, tree.read)
            self._put(self.prefix + tile.path, data)

    def _put(self, path: str, data: bytes) -> None:
        file = self.folder / path
        if not file.is_file() or read_file(file) != data:
            write_file(file, data)
            self.written += 1
            self.grown |= {above for above in file.parents if above.is_relative_to(self.folder)}

    def _sync_names(self) -> None:
        """Make the names of new folders durable too, before the checkpoint speaks of what they hold."""
        for folder in sorted(self.grown):
            sync_folder(folder)


# ---------------------------------------------------------------------------------------------------- in


def folder_source(folder: Path) -> Callable[[str], bytes | None]:
    """A folder as a source. Refused while reading: ``desk.file_unreadable``, ``sync.file_too_large``."""

    def read(path: str) -> bytes | None:
        file = folder / path
        if not file.is_file():
            return None
        size = file.stat().st_size
        if size > LARGEST_FILE:
            refuse("sync.file_too_large", file=path, size=size, limit=LARGEST_FILE)
        return read_file(file)

    return read


def sync(office: Office, by: str, folder: Path | str) -> Synced:
    """Take over other offices' public logs from a folder, and say in the own log what was received.

    ``by`` signs the receipts and, if what came makes them necessary, public notices. What cannot be verified is
    refused log by log and reported; the other logs are taken over all the same. Syncing the same folder again
    changes nothing. Refused as a whole: ``sync.no_folder``, ``sync.nothing_here``, and what a ledger that cannot
    be written refuses.
    """
    source = Path(folder)
    if not source.is_dir():
        refuse("sync.no_folder", folder=str(source))
    return _Sync(office, folder_source(source), by).run(str(source))


def say_received(office: Office, by: str) -> tuple[Record, ...]:
    """Say in the own log what was taken over of other logs and is not said yet: a sync may have been cut off.

    Returns the receipts. Refused: ``sync.missing_too_many``.
    """
    one = _Sync(office, lambda _path: None, by)
    for log in office.trust.logs:
        head = office.ledger.head(log.origin)
        if log.tier is Tier.PUBLIC and head.checkpoints and log.origin not in office.own_origins:
            note = newest_note(office, log, head.checkpoints)
            one.results[log.origin] = LogSynced(log.origin, Outcome.UNCHANGED, head.size)
            one.told.append((log.origin, stated_by(note), note))
    synced = one.say()
    if synced.problems:
        raise Refused(*synced.problems)
    return tuple(log.receipt for log in synced.logs if log.receipt)


class _Sync:
    """One sync from one source."""

    def __init__(self, office: Office, read: Callable[[str], bytes | None], by: str) -> None:
        self.office = office
        self.read = read
        self.by = by
        self.results: dict[str, LogSynced] = {}
        self.entries: list[Entry] = []
        self.told: list[tuple[str, Checkpoint, bytes]] = []

    def run(self, folder: str) -> Synced:
        own = self.office.public_origin
        for log in self.office.trust.logs:
            if log.tier is Tier.PUBLIC and log.origin != own:
                self._log(log)
        self._own_log(self.office.trust.logs_by_origin[own])
        if not self.results:
            refuse("sync.nothing_here", folder=folder)
        self._compare_receipts()
        self.office.refresh()
        self._fetch_keys()
        return self.say()

    def say(self) -> Synced:
        """Write the receipts, and what they make necessary."""
        said = self._said()
        receipts = list(self._receipts(said))
        entries = tuple(self._not_said(said))
        written: tuple[Record, ...] = ()
        notices: tuple[Record, ...] = ()
        if entries or receipts:
            written = self.office.received(entries, self.by, tuple(draft for _, draft in receipts))
            notices = self.office.notices
        for (origin, _), record in zip(receipts, written, strict=True):
            self.results[origin] = replace(self.results[origin], receipt=record)
        return Synced(tuple(self.results[origin] for origin in sorted(self.results)), notices)

    def _not_said(self, said: Mapping[str, Receipt]) -> Iterator[Entry]:
        """What came now, and what an earlier sync adopted before it was cut off: no receipt speaks of it yet."""
        yield from self.entries
        new = {(entry.origin, entry.branch, entry.index) for entry in self.entries}
        for origin, _, _ in self.told:
            size = said[origin].size if origin in said else 0
            for entry in self.office.ledger.entries(origin, size):
                if (origin, entry.branch, entry.index) not in new:
                    yield entry

    # ------------------------------------------------------------------------------------------ one log

    def _log(self, log: AcceptedLog) -> None:
        head = self.office.ledger.head(log.origin)
        try:
            received = read_log(self.read, log, self.office.trust, self._held(head))
            if received is not None:
                self._adopt(log.origin, received)
        except Refused as refused:
            if refused.problems[0].code.startswith("ledger."):
                raise
            self.results[log.origin] = LogSynced(log.origin, None, head.size, problems=refused.problems)

    def _held(self, head: LogFrontier) -> Held:
        notes = [*head.checkpoints, *(note for branch in head.branches for note in branch.checkpoints)]
        hashes = frozenset(hashlib.sha256(note).digest() for note in notes)
        return Held(head.size, lambda size: self.office.ledger.root(head.origin, size), hashes)

    def _adopt(self, origin: str, received: Received) -> None:
        ledger = self.office.ledger
        adoption = ledger.adopt(received.offer)
        outcome, alarm = adoption.outcome, None
        if outcome is Outcome.SHORTER:
            seen = ledger.head(origin).size
            alarm = _problem("log.shorter_than_seen", origin=origin, offered=received.newest.size, seen=seen)
        self.told.append((origin, received.newest, received.note))
        for note in received.contradicting:
            if ledger.keep_checkpoints(origin, (note,)).outcome is Outcome.FORKED:
                outcome = Outcome.FORKED
                self.told.append((origin, stated_by(note), note))
        self.entries += adoption.entries
        head = ledger.head(origin)
        if head.forked:
            alarm = _forked(head)
        problems = [*received.problems, *self._fetch(head.missing | blobs_wanted(e.leaf for e in adoption.entries))]
        self.results[origin] = LogSynced(
            origin,
            outcome,
            head.size,
            entries=len(adoption.entries),
            problems=tuple(problems),
            alarm=alarm,
        )

    def _fetch(self, wanted: Iterable[str]) -> Iterator[Problem]:
        """Put what the source has of the wanted blobs; yields what is wrong with those it cannot give rightly."""
        for name in sorted(wanted):
            if name in self.office.blobs:
                continue
            try:
                data = read_blob(self.read, name)
            except Refused as refused:
                yield from refused.problems
                continue
            if data is not None:
                self.office.ledger.put_blob(data)

    def _fetch_keys(self) -> None:
        """Keys that were missing at an earlier sync and may have come now."""
        waiting = tuple(self.office.history().unverified)
        before = [name for name in waiting if name not in self.office.blobs]
        tuple(self._fetch(before))
        if any(name in self.office.blobs for name in waiting):
            self.office.refresh()

    # ------------------------------------------------------------------------------------------ forks seen elsewhere

    def _own_log(self, log: AcceptedLog) -> None:
        """A source that shows more of this office's own log than the ledger has: it was restored from an old backup."""
        head = self.office.ledger.head(log.origin)
        try:
            received = read_log(self.read, log, self.office.trust, self._held(head))
        except Refused:
            return  # a bad copy of what is here in full
        if received is None:
            return
        alarm = None
        if received.offer.leaves:
            shown = received.newest.size
            alarm = _problem("sync.own_log_ahead", origin=log.origin, shown=shown, held=head.size)
        self.results[log.origin] = LogSynced(log.origin, Outcome.UNCHANGED, head.size, alarm=alarm)

    def _compare_receipts(self) -> None:
        """Other offices' receipts say what they were shown; another root of the same size proves a fork."""
        self.office.refresh()
        known: dict[str, set[bytes]] = {}
        for admitted in self.office.history().list_kind("receipt"):
            body = admitted.record.body
            if not isinstance(body, Receipt) or admitted.place.origin == self.office.public_origin:
                continue
            note = checkpoint_told(body, self.office.trust)
            if body.log not in known:
                known[body.log] = self._notes(body.log)
            if note is None or note in known[body.log]:
                continue
            known[body.log].add(note)
            self._compare(body.log, note)

    def _notes(self, origin: str) -> set[bytes]:
        head = self.office.ledger.head(origin)
        return {*head.checkpoints, *(note for branch in head.branches for note in branch.checkpoints)}

    def _compare(self, origin: str, note: bytes) -> None:
        try:
            outcome = self.office.ledger.keep_checkpoints(origin, (note,)).outcome
        except Refused as refused:
            if refused.problems[0].code != "log.leaves_missing":
                raise
            return  # of a size not seen here yet: compared when the log has come so far
        if outcome is Outcome.FORKED:
            head = self.office.ledger.head(origin)
            known = self.results.get(origin, LogSynced(origin, None, head.size))
            self.results[origin] = replace(known, outcome=Outcome.FORKED, alarm=_forked(head))
            self.told.append((origin, stated_by(note), note))

    # ------------------------------------------------------------------------------------------ receipts

    def _receipts(self, said: Mapping[str, Receipt]) -> Iterator[tuple[str, Draft]]:
        """What to say in the own log: what was shown of each log, unless it was said last."""
        for origin, checkpoint, note in self.told:
            missing = self._missing(origin)
            self.results[origin] = replace(self.results[origin], missing=missing)
            if len(missing) > MOST_MISSING:
                problem = _problem("sync.missing_too_many", origin=origin, count=len(missing), limit=MOST_MISSING)
                before = self.results[origin].problems
                self.results[origin] = replace(self.results[origin], problems=(*before, problem))
                continue
            body = Receipt(
                log=origin,
                size=checkpoint.size,
                root=f"sha256:{checkpoint.root.hex()}",
                missing=missing,
                checkpoint=note.decode(),
            )
            if said.get(origin) != body:
                yield origin, Draft(kind="receipt", body=body, by=self.by)

    def _said(self) -> dict[str, Receipt]:
        """The last receipt of each log in the own log."""
        own = self.office.public_origin
        last: dict[str, tuple[int, Receipt]] = {}
        for admitted in self.office.history().list_kind("receipt"):
            body, place = admitted.record.body, admitted.place
            if isinstance(body, Receipt) and place.origin == own and place.index >= last.get(body.log, (0, None))[0]:
                last[body.log] = (place.index, body)
        return {origin: body for origin, (_, body) in last.items()}

    def _missing(self, origin: str) -> tuple[str, ...]:
        """Blobs that the log names and that are not at hand, and public keys of its signers."""
        head = self.office.ledger.head(origin)
        keys = {
            key
            for key, waiting in self.office.history().unverified.items()
            if any(place.origin == origin for place in waiting)
        }
        return tuple(sorted(head.missing | keys))


def newest_note(office: OfficeView, log: AcceptedLog, notes: Iterable[bytes]) -> bytes:
    """The checkpoint of the largest size; of several, the one that was cosigned last."""
    witnesses = witnesses_of(log, office.trust)
    sizes = {note: stated_by(note).size for note in notes}
    largest = [note for note, size in sizes.items() if size == max(sizes.values())]
    times = {note: [at for key in witnesses if (at := cosigned_at(note, key))] for note in largest}
    return max(largest, key=lambda note: (bool(times[note]), min(times[note], default=None) or _NEVER, note))


def stated_by(note: bytes) -> Checkpoint:
    """What a checkpoint that was verified before states."""
    return parse_checkpoint(split_note(note)[0])


def _forked(head: LogFrontier) -> Problem:
    return _problem("log.forked", origin=head.origin, common=head.common or 0)


def _problem(code: str, **params: str | int) -> Problem:
    return Problem(code, "", params)
