"""The transaction: what is signed goes into both logs at once, with the public warnings that it makes necessary.

The new records are first projected in memory, as if checkpointed now. The desk judges them by that view; then it holds
the public picture against the owner's and adds notices until the public one is nowhere more open, now or at any
change already recorded. Only then is anything written, in one append.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clearway.desk.drafts import Draft, Signed, sign_draft
from clearway.desk.judging import judge
from clearway.desk.notices import find_notices
from clearway.desk.reach import reach_of
from clearway.desk.view import OfficeView
from clearway.frontier import Entry, Frontier, LogFrontier
from clearway.ledger.contract import Addition, Batch
from clearway.ledger.leaves import blobs_named
from clearway.problems import ClearwayBug, Refused, refuse
from clearway.projection import Admitted, History
from clearway.records import Record
from clearway.tlog.checkpoint import Checkpoint, cosign, sign_checkpoint

Following = Callable[[tuple[Record, ...]], Draft]
"""A draft that names records of the same transaction: it is made when those before it are signed."""

_MOST_ROUNDS = 6
_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Ahead:
    """A batch that is not written yet, and both histories as they will be once it is."""

    batch: Batch
    owner: History
    public: History


@dataclass(frozen=True, slots=True)
class Written:
    """What an append wrote: the records asked for, the notices added to them, and the histories that follow."""

    records: tuple[Record, ...]
    notices: tuple[Record, ...]
    owner: History
    public: History


def write_drafts(
    view: OfficeView,
    drafts: Sequence[Draft | Following],
    *,
    force: bool = False,
    touched: Iterable[Admitted] = (),
    by: str = "",
) -> Written:
    """Sign, judge, compare and write. ``touched`` are records newly received, whose ground is compared too.

    ``force`` keeps a record that loosens nothing yet. ``by`` signs notices where there are no drafts.
    """
    now = view.now()
    check_time(view, now)
    signed: list[Signed] = []
    for each in drafts:
        draft = each if isinstance(each, Draft) else each(tuple(before.record for before in signed))
        signed.append(sign_draft(view, draft, now))
    signer = signed[0].record.issuer.holder if signed and not by else by
    for attempt in range(_MOST_TRIES):
        try:
            return _write(view, signed, signer, now, force=force, touched=tuple(touched))
        except Refused as refused:
            # Another program appended first; what it wrote is taken in, and everything is judged again.
            if refused.problems[0].code != "log.moved_on" or attempt == _MOST_TRIES - 1:
                raise
            view.refresh()
    raise ClearwayBug("unreachable: the last try either writes or refuses")


def check_time(view: OfficeView, now: datetime) -> None:
    """Cosigned time never goes back. Refused: ``desk.clock_went_back``."""
    clock = view.history().clock
    last = max((at for origin in view.own_origins if (at := clock.fresh_at(origin))), default=None)
    if last is not None and now < last:
        refuse("desk.clock_went_back", now=_text(now), last=_text(last))


def _write(
    view: OfficeView, signed: list[Signed], by: str, now: datetime, *, force: bool, touched: tuple[Admitted, ...]
) -> Written:
    ahead = look_ahead(view, signed, now)
    problems = judge(view, ahead.owner, [each.record for each in signed], now, force=force)
    if problems:
        raise Refused(*problems)
    notices: list[Signed] = []
    reach = reach_of(ahead.owner, [*_admitted(ahead.owner, signed), *touched])
    for attempt in range(_MOST_ROUNDS):
        wanted = find_notices(view, ahead.owner, ahead.public, reach, now, by=by, coarse=attempt > 0)
        if not wanted:
            break
        notices += [sign_draft(view, draft, now) for draft in wanted]
        ahead = look_ahead(view, [*signed, *notices], now)
    else:
        raise ClearwayBug("the public picture stays more open than the owner's, whatever is warned of")
    view.ledger.append(ahead.batch)
    return Written(
        tuple(each.record for each in signed), tuple(each.record for each in notices), ahead.owner, ahead.public
    )


def look_ahead(view: OfficeView, signed: Sequence[Signed], now: datetime, *, always: bool = False) -> Ahead:
    """The batch for these records, and the histories with them as if it were written.

    A log without new records gets a fresh checkpoint when it is due, or ``always``.
    """
    blobs = {name: data for each in signed for name, data in each.blobs.items()}
    known = view.history().frontier.logs
    heads: dict[str, LogFrontier] = {}
    additions: list[Addition] = []
    entries: list[Entry] = []
    for origin in view.own_origins:
        leaves = tuple(each.leaf for each in signed if each.record.origin == origin)
        if not leaves and not always and not is_due(view, origin, now):
            continue
        plan = view.ledger.plan(origin, leaves)
        before = known.get(origin)
        if plan.expected_size != (before.size if before else 0):
            refuse("log.moved_on", origin=origin, size=plan.expected_size, expected=before.size if before else 0)
        checkpoint = sign_checkpoint(Checkpoint(origin, plan.size, plan.root), view.log_signer(origin))
        note = cosign(checkpoint, view.cosigner(), now)
        additions.append(plan.addition(note))
        entries += [Entry(p.origin, p.index, leaf) for p, leaf in zip(plan.places, leaves, strict=True)]
        missing = before.missing if before else frozenset()
        named = frozenset[str]().union(*map(blobs_named, leaves))
        missing = (missing | {name for name in named if name not in view.blobs}) - blobs.keys()
        old = before or LogFrontier(origin, 0, plan.root)
        heads[origin] = replace(old, size=plan.size, root=plan.root, checkpoints=(note,), missing=missing)
    for origin, log in known.items():
        if origin not in heads and log.missing & blobs.keys():
            heads[origin] = replace(log, checkpoints=(), missing=log.missing - blobs.keys())
    batch = Batch(tuple(additions), tuple(blobs.values()))
    frontier, at_hand = Frontier.of(heads.values()), view.blobs.with_coming(blobs)
    return Ahead(
        batch,
        view.history().extend(entries, frontier, at_hand),
        view.public_history().extend(entries, frontier, at_hand),
    )


def is_due(view: OfficeView, origin: str, now: datetime) -> bool:
    """Whether one of the office's logs needs a fresh checkpoint: it has none, or its age is a quarter of the limit."""
    log = view.trust.logs_by_origin.get(origin)
    fresh = view.history().clock.fresh_at(origin)
    return fresh is None or (log is not None and now - fresh > timedelta(seconds=log.max_age_s) / 4)


def _admitted(history: History, signed: Iterable[Signed]) -> list[Admitted]:
    found = (history.find(each.record.id) for each in signed)
    return [admitted for admitted in found if admitted is not None]


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
