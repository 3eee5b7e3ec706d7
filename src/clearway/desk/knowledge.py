"""What an office knew at a moment (DESIGN D): its own log by log time, the others' by its receipts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from clearway.desk.trust_chain import chain_of_trust
from clearway.desk.view import OfficeView
from clearway.frontier import Branch, Entry, Frontier, LogFrontier
from clearway.problems import Refused, refuse
from clearway.projection import History, project
from clearway.records import read_leaf
from clearway.records.kinds.receipt import Receipt
from clearway.terms import Tier
from clearway.tlog.checkpoint import open_checkpoint, parse_checkpoint
from clearway.tlog.note import parse_vkey, split_note
from clearway.trust import AcceptedLog, Trust

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
    trust = _trust_of_the_day(view, entries, own[0].owner)
    receipts = list(_bodies(entries, Receipt))
    logs = {each.origin: _with_forks(view, each, receipts, whole=owner != view.office) for each in logs.values()}
    for origin in sorted({receipt.log for receipt in receipts} - logs.keys()):
        logs[origin] = _known_by_receipts(view, origin, [r for r in receipts if r.log == origin])
        entries += _first(view, logs[origin])
    return project(entries, trust, Frontier.of(logs.values()), view.blobs)


def public_history_at(view: OfficeView, origin: str, at: datetime, size: int | None = None) -> tuple[History, str]:
    """What followed from public logs alone, as the office with the public log ``origin`` knew them at ``at``.

    With the history comes the id of the trust file that it was projected by. ``size`` cuts that log there (None: where
    it was at ``at``). Every publication is of such a history, so that it can be projected again.
    Refused: ``desk.unknown_office``, ``desk.knew_nothing``, ``desk.trust_not_at_hand``.
    """
    log = view.trust.logs_by_origin.get(origin)
    if log is None or log.tier is not Tier.PUBLIC:
        refuse("desk.unknown_office", office=origin, offices=", ".join(sorted({log.owner for log in view.trust.logs})))
    own = _known_of_own(view, log, at, size)
    if not own.size:
        refuse("desk.knew_nothing", office=log.owner, at=at.strftime("%Y-%m-%d %H:%M UTC"))
    entries = _first(view, own)
    chain = chain_of_trust(entries, view.blobs)
    trust = (chain[-1].trust if chain else view.trust).public_only()
    receipts = list(_bodies(entries, Receipt))
    logs = [_with_forks(view, own, receipts, whole=origin != view.public_origin)]
    for other in sorted({receipt.log for receipt in receipts} & trust.logs_by_origin.keys() - {origin}):
        logs.append(_known_by_receipts(view, other, [each for each in receipts if each.log == other]))
        entries += _first(view, logs[-1])
    return project(entries, trust, Frontier.of(logs), view.blobs), chain[-1].id if chain else view.trust_id


def _claimed(view: OfficeView, known: datetime, owner: str) -> History:
    """Everything at hand that its author says was recorded by then."""
    entries = [e for e in view.ledger.entries() if (leaf := read_leaf(e.leaf)) and leaf.record.recorded_at <= known]
    return project(entries, view.trust.without_restricted_of(owner), view.ledger.frontier(), view.blobs)


def _known_of_own(view: OfficeView, log: AcceptedLog, known: datetime, size: int | None = None) -> LogFrontier:
    """One of the office's own logs as its newest checkpoint of that time states it, up to ``size`` entries."""
    head = view.ledger.head(log.origin)
    notes = [
        note
        for note in _notes(log, head.checkpoints, view.trust)
        if note.at is not None and note.at <= known and (size is None or note.size <= size)
    ]
    if not notes:
        return LogFrontier(log.origin, 0, view.ledger.root(log.origin, 0))
    last = max(notes, key=lambda note: note.size)
    return LogFrontier(log.origin, last.size, last.root, tuple(n.text for n in notes), head.missing)


def _with_forks(view: OfficeView, log: LogFrontier, receipts: Iterable[Receipt], *, whole: bool) -> LogFrontier:
    """An office's own log with the forks that its receipts tell of; ``whole`` adds all that are known here."""
    head = view.ledger.head(log.origin)
    told = [each for each in receipts if each.log == log.origin]
    sides = head.branches if whole else _sides(head, told)
    return replace(log, common=head.common, branches=sides) if sides else log


def _known_by_receipts(view: OfficeView, origin: str, receipts: list[Receipt]) -> LogFrontier:
    """Another office's log as the receipts tell of it: the largest size shown, forks, and whether it got shorter.

    A receipt of fewer entries than an earlier one says that a shorter log was shown and refused; the next one of
    the full size takes that back.
    """
    head = view.ledger.head(origin)
    main = [each for each in receipts if _is_of(view, head, each)]
    size = max((each.size for each in main), default=0)
    sides = _sides(head, receipts)
    return LogFrontier(
        origin=origin,
        size=size,
        root=view.ledger.root(origin, size),
        checkpoints=_seen_by_then(view, head, size, {each.checkpoint.encode() for each in main}),
        missing=frozenset(receipts[-1].missing),
        common=head.common if sides else None,
        branches=sides,
        refused="log.shorter_than_seen" if main and main[-1].size < size else None,
    )


def _is_of(view: OfficeView, head: LogFrontier, receipt: Receipt) -> bool:
    """Whether the receipt is of the log as first seen, not of another branch."""
    return receipt.size <= head.size and f"sha256:{view.ledger.root(head.origin, receipt.size).hex()}" == receipt.root


def _sides(head: LogFrontier, receipts: Sequence[Receipt]) -> tuple[Branch, ...]:
    """A fork's other branches as far as the receipts tell of them."""
    return tuple(side for branch in head.branches if (side := _side_by_receipts(branch, receipts)) is not None)


def _side_by_receipts(branch: Branch, receipts: Iterable[Receipt]) -> Branch | None:
    """The part of a fork's other branch that the receipts tell of; None if none does."""
    shown = set(branch.checkpoints)
    told = [each for each in receipts if each.checkpoint.encode() in shown]
    if not told:
        return None
    last = max(told, key=lambda each: each.size)
    notes = tuple(note for note in branch.checkpoints if _size_of(note) <= last.size)
    return Branch(branch.number, last.size, bytes.fromhex(last.root.removeprefix("sha256:")), notes)


def _seen_by_then(view: OfficeView, head: LogFrontier, size: int, received: set[bytes]) -> tuple[bytes, ...]:
    """The checkpoints that came with those received: all of smaller size, and of this size those not cosigned later."""
    log = view.trust.logs_by_origin.get(head.origin)
    kept = [note for note in head.checkpoints if _size_of(note) < size or note in received]
    if log is None:
        return tuple(kept)
    times = [note.at for note in _notes(log, received, view.trust) if note.at is not None]
    latest = max(times, default=None)
    same = (note for note in head.checkpoints if _size_of(note) == size and note not in received)
    seen = (note for note in _notes(log, same, view.trust) if note.at and latest and note.at <= latest)
    return (*kept, *(note.text for note in seen))


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


def _trust_of_the_day(view: OfficeView, entries: Iterable[Entry], owner: str) -> Trust:
    """The last trust file that enough roots of the office had signed by then, as far as its logs are at hand here."""
    chain = chain_of_trust(entries, view.blobs)
    trust = chain[-1].trust if chain else view.trust
    return trust.without_restricted_of(owner) if owner == view.office else trust.public_only()


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
