"""What an office knew at a moment (DESIGN D): its own log by log time, the others' by its receipts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from clearway.desk.view import OfficeView
from clearway.frontier import Branch, Entry, Frontier, LogFrontier
from clearway.problems import Refused, refuse
from clearway.projection import History, project
from clearway.records import read_leaf
from clearway.records.kinds.receipt import Receipt
from clearway.records.kinds.trust_file import TrustFile
from clearway.terms import Tier
from clearway.tlog.checkpoint import open_checkpoint, parse_checkpoint
from clearway.tlog.note import parse_vkey, split_note
from clearway.trust import AcceptedLog, Trust, parse_trust

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Note:
    """A checkpoint of a log: its size, its root, when it was first cosigned, its exact bytes."""

    size: int
    root: bytes
    at: datetime | None
    text: bytes


def history_at_knowledge(
    view: OfficeView, known: datetime, as_office: str | None = None, *, claimed: bool = False
) -> History:
    """What followed from all that ``as_office`` (None: this one) knew at ``known``, by the trust file of that day.

    An office knew an entry of its own logs at its log time, one of another's when its own log knew the receipt. Of
    another office only the public log is at hand. ``claimed`` goes by what the authors say (``recorded_at``) instead
    of by log times, for archives that were logged late; the caller must say so.
    Refused: ``desk.unknown_office``, ``desk.knew_nothing``, ``desk.trust_not_at_hand``.
    """
    owner = view.office if as_office is None else as_office
    own = [log for log in view.trust.logs if owner in (log.owner, log.origin.rpartition("/")[0])]
    if owner != view.office:
        own = [log for log in own if log.tier is Tier.PUBLIC]
    if not own:
        refuse("desk.unknown_office", office=owner, offices=", ".join(sorted({log.owner for log in view.trust.logs})))
    if claimed:
        return _claimed(view, known, own[0].owner)
    logs = {log.origin: _known_of_own(view, log, known) for log in own}
    if not any(log.size for log in logs.values()):
        refuse("desk.knew_nothing", office=owner, at=known.strftime("%Y-%m-%d %H:%M UTC"))
    entries = [entry for log in logs.values() for entry in _first(view, log)]
    trust = _trust_of_the_day(view, list(_bodies(entries, TrustFile)))
    receipts = list(_bodies(entries, Receipt))
    for origin in sorted({receipt.log for receipt in receipts} - logs.keys()):
        logs[origin] = _known_by_receipts(view, origin, [r for r in receipts if r.log == origin])
        entries += _first(view, logs[origin])
    return project(entries, trust.without_restricted_of(own[0].owner), Frontier.of(logs.values()), view.blobs)


def _claimed(view: OfficeView, known: datetime, owner: str) -> History:
    """Everything at hand that its author says was recorded by then."""
    entries = [e for e in view.ledger.entries() if (leaf := read_leaf(e.leaf)) and leaf.record.recorded_at <= known]
    return project(entries, view.trust.without_restricted_of(owner), view.ledger.frontier(), view.blobs)


def _known_of_own(view: OfficeView, log: AcceptedLog, known: datetime) -> LogFrontier:
    """One of the office's own logs as its newest checkpoint of that time states it."""
    head = view.ledger.head(log.origin)
    notes = [note for note in _notes(log, head.checkpoints, view.trust) if note.at is not None and note.at <= known]
    if not notes:
        return LogFrontier(log.origin, 0, view.ledger.root(log.origin, 0))
    last = max(notes, key=lambda note: note.size)
    return LogFrontier(
        log.origin, last.size, last.root, tuple(n.text for n in notes), head.missing, refused=head.refused
    )


def _known_by_receipts(view: OfficeView, origin: str, receipts: list[Receipt]) -> LogFrontier:
    """Another office's log up to the largest size that a receipt states, with every fork that the receipts show."""
    head = view.ledger.head(origin)
    largest = max(receipts, key=lambda receipt: receipt.size)
    received = {receipt.checkpoint.encode() for receipt in receipts}
    branches = tuple(b for b in head.branches if received & set(b.checkpoints))
    size = min(largest.size, head.size)
    older = (note for note in head.checkpoints if _size_of(note) < size)
    return LogFrontier(
        origin=origin,
        size=size,
        root=view.ledger.root(origin, size),
        checkpoints=tuple(dict.fromkeys([*older, *sorted(received & set(head.checkpoints))])),
        missing=frozenset(receipts[-1].missing),
        common=head.common if branches else None,
        branches=tuple(Branch(b.number, b.size, b.root, b.checkpoints) for b in branches),
        refused=head.refused if largest.size < head.size else None,
    )


def _first(view: OfficeView, log: LogFrontier) -> list[Entry]:
    """The entries of a log that its frontier covers."""
    sizes = {0: log.size, **{branch.number: branch.size for branch in log.branches}}
    return [e for e in view.ledger.entries(log.origin) if e.index < sizes.get(e.branch, 0)] if log.size else []


def _bodies(entries: Iterable[Entry], kind: type[T]) -> Iterator[T]:
    """The bodies of one kind, in the order of the log."""
    for entry in entries:
        leaf = read_leaf(entry.leaf)
        if leaf is not None and isinstance(leaf.record.body, kind):
            yield leaf.record.body


def _trust_of_the_day(view: OfficeView, files: list[TrustFile]) -> Trust:
    """The last trust file that the office had recorded by then."""
    if not files:
        return view.trust
    if files[-1].trust == view.trust_id:
        return view.trust
    data = view.blobs.get(files[-1].trust)
    return refuse("desk.trust_not_at_hand", id=files[-1].trust) if data is None else parse_trust(data)


def _notes(log: AcceptedLog, notes: Iterable[bytes], trust: Trust) -> Iterator[_Note]:
    """Checkpoints that the log signed, with the earliest time at which somebody trusted saw each."""
    keys = [parse_vkey(text) for text in (log.cosigner, *trust.witnesses)]
    for text in notes:
        try:
            signed = open_checkpoint(text, parse_vkey(log.key), keys)
        except Refused:
            continue
        times = [each.at for each in signed.cosigned if each.at is not None]
        yield _Note(signed.checkpoint.size, signed.checkpoint.root, min(times, default=None), text)


def _size_of(note: bytes) -> int:
    return parse_checkpoint(split_note(note)[0]).size
