"""How one office learns another's public log: what a source shows, verified. Pure: no socket, no disk, no clock.

A source is a function from a path to bytes: a folder on a stick, or a web server that holds the same files. It may lie,
be cut or be old; what it cannot do is sign. So everything is verified here against the keys of the trust file and
against what was seen before, and what remains is an *offer*: leaves and checkpoints that the ledger may adopt. The
ledger computes the roots again and decides whether the offer continues the log, is shorter than seen, or forks it.

The files of a source (C2SP tlog-tiles under a folder a log, with all cosigned checkpoints and the blobs beside them)::

    logs/<log>/checkpoint              the newest cosigned checkpoint
    logs/<log>/tile/…                  hashes and entries
    logs/<log>/cosigned/count          how many cosigned checkpoints there are
    logs/<log>/cosigned/<number>       up to 256 of them, by size, in the form of an entry bundle
    blobs/<two digits>/<sha256>        blobs that the entries name, and the signers' public keys

``<log>`` is the log's origin with ``/`` written ``+`` and ``:`` written ``=``, so that it is one folder on any disk.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from clearway.ledger.contract import Offer
from clearway.ledger.leaves import blobs_named
from clearway.problems import Problem, Refused, refuse
from clearway.records import read_leaf
from clearway.records.kinds.receipt import Receipt
from clearway.tlog.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from clearway.tlog.merkle import CompactRange, leaf_hash
from clearway.tlog.note import VerifierKey, parse_vkey, sign_note, split_note
from clearway.tlog.spelling import find_decimal
from clearway.tlog.tiles import CHECKPOINT_PATH, ENTRIES, WIDTH, Tile, TileReader, parse_entries, write_entries
from clearway.trust import AcceptedLog, Trust

COUNT_PATH = "cosigned/count"
LARGEST_FILE = 20_000_000
"""Bytes of the largest file that is read from a source: the largest bundle of entries is smaller."""

Read = Callable[[str], bytes | None]
"""A source: the bytes at a path with ``/``, or None if there is nothing."""

_ORIGIN = re.compile(r"[a-z0-9][a-z0-9._:/-]{0,199}")
_ID = re.compile(r"sha256:[0-9a-f]{64}")
_NAMED_BY = str.maketrans({"/": "+", ":": "="})


@dataclass(frozen=True, slots=True)
class Held:
    """What is at hand of a log: its size, the RFC 6962 root of any size up to it, and the hashes of kept notes."""

    size: int
    root: Callable[[int], bytes]
    notes: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Received:
    """What a source shows of one log, verified as far as it can be without the ledger.

    ``contradicting`` are checkpoints that the log signed and that do not fit the entries shown with them: each proves
    a fork. ``problems`` are parts of the source that could not be used; the offer stands without them. ``newest`` is
    the checkpoint that the offer ends with, and ``note`` its bytes with the verified lines alone.
    """

    offer: Offer
    newest: Checkpoint
    note: bytes
    contradicting: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()


def log_path(origin: str) -> str:
    """The folder of a log in a source, with its final ``/``. Refused: ``sync.bad_origin``."""
    if not _ORIGIN.fullmatch(origin):
        refuse("sync.bad_origin", origin=ascii(origin))
    return f"logs/{origin.translate(_NAMED_BY)}/"


def blob_path(blob_id: str) -> str:
    """The file of a blob in a source. Refused: ``sync.bad_blob_id``."""
    if not _ID.fullmatch(blob_id):
        refuse("sync.bad_blob_id", blob=ascii(blob_id[:100]))
    digits = blob_id.removeprefix("sha256:")
    return f"blobs/{digits[:2]}/{digits}"


def write_cosigned(notes: Iterable[tuple[int, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files that hold all cosigned checkpoints of a log, from their sizes and bytes; the count comes last."""
    ordered = [note for _, note in sorted(set(notes))]
    for first in range(0, len(ordered), WIDTH):
        yield f"cosigned/{first // WIDTH}", write_entries(ordered[first : first + WIDTH])
    yield COUNT_PATH, b"%d\n" % len(ordered)


def witnesses_of(log: AcceptedLog, trust: Trust) -> tuple[VerifierKey, ...]:
    """Whose cosignatures of this log count: its own cosigner's and those of the trust file's witnesses."""
    return tuple(map(parse_vkey, dict.fromkeys((log.cosigner, *trust.witnesses))))


def read_log(read: Read, log: AcceptedLog, trust: Trust, held: Held) -> Received | None:
    """What the source shows of an accepted log; None if it does not carry it.

    Refused: ``log.*`` for a checkpoint that is none, is another log's or is not signed by the log;
    ``sync.file_missing`` and ``log.tile_damaged`` for a source that is cut; ``sync.leaves_do_not_fit`` for entries
    that are not those of the checkpoint.
    """
    return _LogReader(read, log, trust, held).received()


class _LogReader:
    """Reads one log from one source."""

    def __init__(self, read: Read, log: AcceptedLog, trust: Trust, held: Held) -> None:
        self.folder = log_path(log.origin)
        self.source = read
        self.log = log
        self.key = _log_key(log)
        self.witnesses = witnesses_of(log, trust)
        self.held = held
        self.problems: list[Problem] = []

    def received(self) -> Received | None:
        note = self.source(self.folder + CHECKPOINT_PATH)
        if note is None:
            return None
        newest = self._open(note)
        notes = {note: newest.checkpoint, **self._older(newest.checkpoint.size)}
        start, leaves, roots = self._leaves(newest.checkpoint, {each.size for each in notes.values()})
        note_verified = _only_verified(note, newest, self.key)
        notes[note_verified] = newest.checkpoint
        fits = {each for each, stated in notes.items() if roots.get(stated.size) == stated.root}
        offered = sorted(fits, key=lambda each: (notes[each].size, each))
        return Received(
            offer=Offer(self.log.origin, start, leaves, tuple(offered)),
            newest=newest.checkpoint,
            note=note_verified,
            contradicting=tuple(each for each in notes if each not in fits),
            problems=tuple(self.problems),
        )

    def _open(self, note: bytes) -> SignedCheckpoint:
        return open_checkpoint(note, self.key, self.witnesses)

    def _get(self, path: str) -> bytes:
        data = self.source(self.folder + path)
        if data is None:
            refuse("sync.file_missing", file=self.folder + path)
        return data

    # ------------------------------------------------------------------------------------------ checkpoints

    def _older(self, size: int) -> dict[bytes, Checkpoint]:
        """The cosigned checkpoints up to ``size`` that are not kept yet; what cannot be read is a problem."""
        found: dict[bytes, Checkpoint] = {}
        ahead = 0
        for note in self._cosigned():
            if hashlib.sha256(note).digest() in self.held.notes:
                continue
            try:
                checkpoint = self._open(note).checkpoint
            except Refused as refused:
                self.problems.extend(refused.problems)
                continue
            if checkpoint.size <= size:
                found[note] = checkpoint
            ahead = max(ahead, checkpoint.size)
        if ahead > size:
            self._problem("sync.checkpoint_ahead", origin=self.log.origin, size=ahead, shown=size)
        return found

    def _cosigned(self) -> Iterator[bytes]:
        """All cosigned checkpoints that the source shows, as far as they can be read."""
        try:
            number, end, rest = self._get(COUNT_PATH).decode("ascii", "replace").partition("\n")
            count = find_decimal(number)
            if count is None or not end or rest:
                refuse("sync.file_damaged", file=self.folder + COUNT_PATH)
            for first in range(0, count, WIDTH):
                width = min(WIDTH, count - first)
                path = f"cosigned/{first // WIDTH}"
                yield from _parse_cosigned(self._get(path), self.folder + path, width)
        except Refused as refused:
            self.problems.extend(refused.problems)

    def _problem(self, code: str, **params: str | int) -> None:
        self.problems.append(Problem(code, "", params))

    # ------------------------------------------------------------------------------------------ leaves

    def _leaves(self, newest: Checkpoint, sizes: set[int]) -> tuple[int, tuple[bytes, ...], dict[int, bytes]]:
        """Where the new leaves start, the leaves, and the log's roots at ``sizes``; all proved by ``newest``."""
        going_on = self._after_held(newest, sizes)
        if going_on is not None:
            return going_on
        # Another history than the one held, or damaged tiles: only the whole log can tell which.
        leaves = tuple(self._entries(0, newest.size))
        roots = _walk(CompactRange(), leaves, sizes)
        if roots[newest.size] != newest.root:
            refuse("sync.leaves_do_not_fit", origin=self.log.origin, size=newest.size)
        return 0, leaves, roots

    def _after_held(
        self, newest: Checkpoint, sizes: set[int]
    ) -> tuple[int, tuple[bytes, ...], dict[int, bytes]] | None:
        """The leaves after those held, if the source's log continues them or is the beginning of them."""
        held = self.held
        roots = {size: held.root(size) for size in sizes if size <= held.size}
        if newest.size <= held.size:
            return (newest.size, (), roots) if roots[newest.size] == newest.root else None
        if held.size == 0:
            return None
        try:
            growing = _range_at(held.size, TileReader(newest.size, self._tile).read)
            if growing.root != held.root(held.size):
                return None
            leaves = tuple(self._entries(held.size, newest.size))
        except Refused:
            return None
        roots |= _walk(growing, leaves, sizes)
        return (held.size, leaves, roots) if roots[newest.size] == newest.root else None

    def _entries(self, start: int, end: int) -> Iterator[bytes]:
        for index in range(start // WIDTH, -(-end // WIDTH)):
            first = index * WIDTH
            tile = Tile(ENTRIES, index, min(WIDTH, end - first))
            data = self.source(self.folder + tile.path)
            if data is None and tile != tile.full:
                whole = self.source(self.folder + tile.full.path)
                leaves = () if whole is None else parse_entries(whole, tile.full)[: tile.width]
            else:
                leaves = () if data is None else parse_entries(data, tile)
            if not leaves:
                refuse("sync.file_missing", file=self.folder + tile.path)
            yield from leaves[max(start - first, 0) :]

    def _tile(self, tile: Tile) -> bytes:
        data = self.source(self.folder + tile.path)
        return self._get(tile.full.path) if data is None else data


def _parse_cosigned(data: bytes, path: str, width: int) -> tuple[bytes, ...]:
    try:
        return parse_entries(data, Tile(ENTRIES, 0, width))
    except Refused as refused:
        raise Refused(Problem("sync.file_damaged", params={"file": path})) from refused


def _log_key(log: AcceptedLog) -> VerifierKey:
    key = parse_vkey(log.key)
    if key.name != log.origin:
        refuse("log.other_origin", origin=log.origin, found=key.name)
    return key


def _range_at(size: int, read: Callable[[int, int], bytes]) -> CompactRange:
    """The compact range of the first ``size`` leaves, from a reader of the tree. It is proved by its root."""
    hashes: list[bytes] = []
    start = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            hashes.append(read(level, start >> level))
            start += 1 << level
    return CompactRange(size, hashes)


def _walk(growing: CompactRange, leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The roots at ``sizes`` beyond those of ``growing``, as the leaves are appended to it."""
    wanted = set(sizes)
    roots = {growing.size: growing.root}
    for leaf in leaves:
        growing.append(leaf_hash(leaf))
        if growing.size in wanted:
            roots[growing.size] = growing.root
    return roots


def _only_verified(note: bytes, opened: SignedCheckpoint, log: VerifierKey) -> bytes:
    """The note with the lines of known keys alone: what a receipt keeps, whatever else was written under it."""
    text, lines = split_note(note)
    known = {(each.key.name, each.key.key_id) for each in opened.cosigned} | {(log.name, log.key_id)}
    return sign_note(text, *dict.fromkeys(line for line in lines if (line.name, line.key_id) in known))


# ---------------------------------------------------------------------------------------------------- blobs


def blobs_wanted(leaves: Iterable[bytes]) -> frozenset[str]:
    """Ids of everything that the leaves need: texts, shapes, files, and the public keys of their signers."""
    wanted: set[str] = set()
    for leaf in leaves:
        wanted |= blobs_named(leaf)
        signed = read_leaf(leaf)
        if signed is not None:
            wanted.add(signed.record.issuer.key)
    return frozenset(wanted)


def read_blob(read: Read, blob_id: str) -> bytes | None:
    """A blob from the source; None if it is not there. Refused: ``sync.file_damaged``, ``sync.file_too_large``."""
    path = blob_path(blob_id)
    data = read(path)
    if data is None:
        return None
    if len(data) > LARGEST_FILE:
        refuse("sync.file_too_large", file=path, size=len(data), limit=LARGEST_FILE)
    if "sha256:" + hashlib.sha256(data).hexdigest() != blob_id:
        refuse("sync.file_damaged", file=path)
    return data


# ---------------------------------------------------------------------------------------------------- gossip


def checkpoint_told(receipt: Receipt, trust: Trust) -> bytes | None:
    """The checkpoint in another office's receipt, if it is of an accepted log and that log signed it; else None.

    Two offices that were shown different histories of one log find it out by comparing their receipts.
    """
    log = trust.logs_by_origin.get(receipt.log)
    if log is None:
        return None
    note = receipt.checkpoint.encode()
    try:
        opened = open_checkpoint(note, _log_key(log), witnesses_of(log, trust))
    except Refused:
        return None
    return note if opened.checkpoint.size == receipt.size else None
