"""What an append, an offer of a log, or a lone checkpoint changes. Pure: reads a shelf, returns the rows to write.

A store calls these within its write transaction and writes the change, or lets the refusal out and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from clearway.frontier import Entry
from clearway.ledger.contract import Addition, Adoption, Batch, Offer, Outcome, Place, Plan
from clearway.ledger.leaves import LARGEST_LEAF, blobs_named, name_of
from clearway.ledger.shelf import UNPLACED, Change, HeadRow, NoteRow, Row, Shelf, Tree, all_hashes, note_key, range_at
from clearway.problems import ClearwayBug, Problem, Refused, refuse
from clearway.tlog.checkpoint import Checkpoint, parse_checkpoint
from clearway.tlog.merkle import CompactRange, leaf_hash
from clearway.tlog.note import split_note


def plan(shelf: Shelf, origin: str, leaves: Sequence[bytes]) -> Plan:
    """The size and root that a checkpoint must state so that the leaves can be appended."""
    tree = _main(shelf, origin)
    growing = range_at(shelf, tree, tree.size)
    places, fresh = _places(shelf, tree, leaves)
    growing.extend(leaf_hash(leaf) for leaf in fresh)
    return Plan(origin, tree.size, tuple(leaves), growing.size, growing.root, places)


def append(shelf: Shelf, batch: Batch) -> tuple[Change, tuple[Place, ...]]:
    """What a batch changes in the logs, and the places of its leaves. Its blobs are the store's own business."""
    origins = [addition.origin for addition in batch.additions]
    if len(set(origins)) != len(origins):
        raise ClearwayBug("a batch may hold one addition a log")
    change = Change()
    places: list[Place] = []
    for addition in batch.additions:
        added, stand = _append(shelf, addition)
        change = _joined(change, added)
        places += stand
    return change, tuple(places)


def adopt(shelf: Shelf, offer: Offer) -> tuple[Change, Adoption]:
    """What an offered log changes, and how it stands to what was seen."""
    claims = stated(offer.origin, offer.checkpoints)
    trees = {tree.branch: tree for tree in shelf.trees(offer.origin)}
    filled = [tree for tree in trees.values() if tree.branch >= 0] or [Tree(offer.origin, 0)]
    waiting = tuple(shelf.notes(offer.origin, UNPLACED, 0)) if UNPLACED in trees else ()
    side = _find_side(shelf, filled, offer, claims, waiting)
    for tree in filled:
        if tree.size == 0 or _same_line(shelf, tree, side):
            return _continue(shelf, tree, side, claims, waiting)
    return _fork(shelf, filled, side, claims, waiting)


def keep_checkpoints(shelf: Shelf, origin: str, notes: Sequence[bytes]) -> tuple[Change, Adoption]:
    """What checkpoints learned without the log change: kept beside the branch that they fit, or proof of a fork."""
    filled = [tree for tree in shelf.trees(origin) if tree.branch >= 0]
    kept: list[NoteRow] = []
    for note, checkpoint in stated(origin, notes).items():
        branch = _branch_of(shelf, filled, checkpoint)
        kept.append(NoteRow(origin, branch, checkpoint.size, note_key(note), note))
    change = Change(
        trees=_unplaced_tree(shelf, origin, kept), heads=new_heads(shelf, kept), notes=_new_notes(shelf, kept)
    )
    forked = any(row.branch == UNPLACED for row in kept)
    return change, Adoption(Outcome.FORKED, UNPLACED) if forked else Adoption(Outcome.UNCHANGED, 0)


# ------------------------------------------------------------------------------------------------ append


def _append(shelf: Shelf, addition: Addition) -> tuple[Change, tuple[Place, ...]]:
    origin = addition.origin
    tree = _main(shelf, origin)
    places, fresh = _places(shelf, tree, addition.leaves)
    if (fresh or not addition.leaves) and addition.expected_size != tree.size:
        refuse("log.moved_on", origin=origin, size=tree.size, expected=addition.expected_size)
    ((note, checkpoint),) = stated(origin, (addition.checkpoint,)).items()
    size = tree.size + len(fresh)
    least = max((place.index + 1 for place in places), default=tree.size)
    if checkpoint.size != size and (fresh or not least <= checkpoint.size <= tree.size):
        refuse("log.checkpoint_does_not_fit", origin=origin, size=checkpoint.size)
    growing = range_at(shelf, tree, tree.size if fresh else checkpoint.size)
    rows = tuple(_rows(tree, tree.size, fresh))
    growing.extend(row.hash for row in rows)
    if growing.root != checkpoint.root:
        refuse("log.checkpoint_does_not_fit", origin=origin, size=checkpoint.size)
    kept = [NoteRow(origin, 0, checkpoint.size, note_key(note), note)]
    head = HeadRow(origin, 0, growing.size, growing.hashes)
    change = Change(
        trees=() if shelf.trees(origin) else (Tree(origin, 0),),
        rows=rows,
        heads=() if _has_head(shelf, head) else (head,),
        notes=_new_notes(shelf, kept),
        missing=new_missing(shelf, origin, rows),
    )
    return change, places


def _main(shelf: Shelf, origin: str) -> Tree:
    return next((tree for tree in shelf.trees(origin) if tree.branch == 0), Tree(origin, 0))


def _places(shelf: Shelf, tree: Tree, leaves: Sequence[bytes]) -> tuple[tuple[Place, ...], list[bytes]]:
    """Where each leaf stands or will stand, and those that are new, each once."""
    known: dict[bytes, int] = {}
    fresh: list[bytes] = []
    for leaf in leaves:
        if len(leaf) > LARGEST_LEAF:
            refuse("log.entry_too_long", size=len(leaf))
        if leaf in known:
            continue
        found = (row.index for row in shelf.named(name_of(leaf)) if _holds(row, tree, leaf))
        index = next(found, None)
        if index is None:
            index = tree.size + len(fresh)
            fresh.append(leaf)
        known[leaf] = index
    return tuple(Place(tree.origin, known[leaf]) for leaf in leaves), fresh


def _holds(row: Row, tree: Tree, leaf: bytes) -> bool:
    return (row.origin, row.branch, row.leaf) == (tree.origin, 0, leaf)


# ------------------------------------------------------------------------------------------------ offers


@dataclass(frozen=True, slots=True)
class _Side:
    """An offered log made whole: the first ``start`` entries of ``tree``, then ``leaves``; ``size`` in all.

    ``ranges`` holds its compact ranges at the sizes that matter: of checkpoints, and of the branches held.
    """

    tree: Tree
    start: int
    leaves: tuple[bytes, ...]
    size: int
    ranges: Mapping[int, CompactRange]

    def fits(self, checkpoint: Checkpoint) -> bool:
        at = self.ranges.get(checkpoint.size)
        return at is not None and at.root == checkpoint.root


def _find_side(
    shelf: Shelf,
    filled: Sequence[Tree],
    offer: Offer,
    claims: Mapping[bytes, Checkpoint],
    waiting: Sequence[NoteRow],
) -> _Side:
    """The whole log that the offer speaks of. Refused if its leaves, on no branch held, make the stated roots."""
    newest = max(checkpoint.size for checkpoint in claims.values())
    sizes = {checkpoint.size for checkpoint in claims.values()}
    sizes |= {row.size for row in waiting} | {tree.size for tree in filled}
    for tree in filled if offer.start or not offer.leaves else filled[:1]:
        side = _side_on(shelf, tree, offer, newest, sizes)
        if side is not None and all(side.fits(each) for each in claims.values()):
            return side
    held = max(tree.size for tree in filled)
    if offer.leaves and offer.start <= held:
        held = offer.start + len(offer.leaves)
    if newest > held:
        refuse("log.leaves_missing", origin=offer.origin, size=newest, held=held)
    problem = Problem("log.checkpoint_does_not_fit", params={"origin": offer.origin, "size": newest})
    raise Refused(problem)


def _side_on(shelf: Shelf, tree: Tree, offer: Offer, newest: int, sizes: Iterable[int]) -> _Side | None:
    """The offered log if it goes on from this branch; None if entries are missing, or more than were checkpointed."""
    start = offer.start if offer.leaves else newest
    if start > tree.size or start + len(offer.leaves) != newest:
        return None
    return _Side(tree, start, offer.leaves, newest, _walk(shelf, tree, start, offer.leaves, sizes))


def _walk(
    shelf: Shelf, tree: Tree, start: int, leaves: Sequence[bytes], sizes: Iterable[int]
) -> dict[int, CompactRange]:
    """Compact ranges of (the first ``start`` entries of ``tree``, then ``leaves``) at the given sizes within it."""
    ranges = {size: range_at(shelf, tree, size) for size in sizes if size <= start}
    wanted = {size for size in sizes if size > start} | {start + len(leaves)}
    growing = range_at(shelf, tree, start)
    for leaf in leaves:
        if len(leaf) > LARGEST_LEAF:
            refuse("log.entry_too_long", size=len(leaf))
        growing.append(leaf_hash(leaf))
        if growing.size in wanted:
            ranges[growing.size] = growing.copy()
    ranges.setdefault(growing.size, growing)
    return ranges


def _same_line(shelf: Shelf, tree: Tree, side: _Side) -> bool:
    """True if one of the two is the beginning of the other."""
    if side.size < tree.size:
        return range_at(shelf, tree, side.size).root == side.ranges[side.size].root
    return side.ranges[tree.size].root == range_at(shelf, tree, tree.size).root


def _continue(
    shelf: Shelf, tree: Tree, side: _Side, claims: Mapping[bytes, Checkpoint], waiting: Sequence[NoteRow]
) -> tuple[Change, Adoption]:
    """The offered log is the branch ``tree``, further on, as it was, or shorter than seen."""
    origin = tree.origin
    fresh = side.leaves[max(tree.size - side.start, 0) :]
    rows = tuple(_rows(tree, tree.size, fresh)) if side.size > tree.size else ()
    placed = _placed(side, waiting, tree)
    kept = [_note(tree, note, checkpoint.size) for note, checkpoint in claims.items()]
    shorter = side.size < tree.size
    known = shelf.trees(origin)
    mark = _main(shelf, origin).refused
    now = "log.shorter_than_seen" if shorter else None
    change = Change(
        trees=() if known else (Tree(origin, 0),),
        rows=rows,
        heads=tuple(head for head in _heads(tree, side, [*kept, *placed]) if not _has_head(shelf, head)),
        notes=_new_notes(shelf, kept, placed),
        placed=placed,
        missing=new_missing(shelf, origin, rows),
        marks={origin: now} if now != mark else {},
    )
    if shorter:
        return change, Adoption(Outcome.SHORTER, tree.branch)
    return change, Adoption(Outcome.EXTENDED if rows else Outcome.UNCHANGED, tree.branch, tuple(_entries(rows)))


def _fork(
    shelf: Shelf,
    filled: Sequence[Tree],
    side: _Side,
    claims: Mapping[bytes, Checkpoint],
    waiting: Sequence[NoteRow],
) -> tuple[Change, Adoption]:
    """The offered log is another one than those held: it is kept as a new branch, from where it leaves branch 0."""
    origin = side.tree.origin
    base = _common(shelf, filled[0], side)
    branch = Tree(origin, 1 + max(tree.branch for tree in filled), base)
    rows = tuple(_side_rows(shelf, side, branch))
    placed = _placed(side, waiting, branch)
    kept = [_note(branch, note, checkpoint.size) for note, checkpoint in claims.items()]
    change = Change(
        trees=(branch,),
        rows=rows,
        heads=tuple(head for head in _heads(branch, side, [*kept, *placed]) if not _has_head(shelf, head)),
        notes=_new_notes(shelf, kept, placed),
        placed=placed,
        missing=new_missing(shelf, origin, rows),
    )
    return change, Adoption(Outcome.FORKED, branch.branch, tuple(_entries(rows)))


def _common(shelf: Shelf, main: Tree, side: _Side) -> int:
    """How many first entries branch 0 and the offered log share."""
    same = 0
    theirs = _side_hashes(shelf, side)
    for ours, their in zip(shelf.hashes(main.origin, 0, 0, main.size), theirs, strict=False):
        if ours != their:
            break
        same += 1
    return same


def _side_hashes(shelf: Shelf, side: _Side) -> Iterator[bytes]:
    yield from all_hashes(shelf, side.tree, 0, side.start)
    yield from (leaf_hash(leaf) for leaf in side.leaves)


def _side_rows(shelf: Shelf, side: _Side, branch: Tree) -> Iterator[Row]:
    """The rows of a new branch: those after ``base`` that another branch holds already are kept here again."""
    for row in shelf.rows(side.tree.origin, side.tree.branch, branch.base, side.start):
        yield replace(row, branch=branch.branch)
    start = max(branch.base, side.start)
    yield from _rows(branch, start, islice(side.leaves, start - side.start, None))


# ------------------------------------------------------------------------------------------------ checkpoints


def stated(origin: str, notes: Iterable[bytes]) -> dict[bytes, Checkpoint]:
    """What each note states. Refused: notes that are none, and checkpoints of another log."""
    result: dict[bytes, Checkpoint] = {}
    for note in notes:
        text, _ = split_note(note)
        checkpoint = parse_checkpoint(text)
        if checkpoint.origin != origin:
            refuse("log.other_origin", origin=origin, found=checkpoint.origin)
        result[note] = checkpoint
    if not result:
        raise ClearwayBug("an offer needs a checkpoint")
    return result


def _branch_of(shelf: Shelf, filled: Sequence[Tree], checkpoint: Checkpoint) -> int:
    origin, size = checkpoint.origin, checkpoint.size
    for tree in filled:
        if size <= tree.size and range_at(shelf, tree, size).root == checkpoint.root:
            return 0 if size <= tree.base else tree.branch
    held = min((tree.size for tree in filled), default=0)
    if size > held or not filled:
        refuse("log.leaves_missing", origin=origin, size=size, held=held)
    return UNPLACED


def _placed(side: _Side, waiting: Iterable[NoteRow], tree: Tree) -> tuple[NoteRow, ...]:
    """The checkpoints that waited for leaves and turn out to be of the offered log."""
    found = []
    for row in waiting:
        (checkpoint,) = stated(tree.origin, (row.note,)).values()
        if side.fits(checkpoint):
            found.append(_note(tree, row.note, row.size))
    return tuple(found)


def _note(tree: Tree, note: bytes, size: int) -> NoteRow:
    return NoteRow(tree.origin, 0 if size <= tree.base else tree.branch, size, note_key(note), note)


def _new_notes(shelf: Shelf, kept: Iterable[NoteRow], placed: Iterable[NoteRow] = ()) -> tuple[NoteRow, ...]:
    """Those that are not held yet, and do not come to their branch as ``placed``."""
    waited = {row.key for row in placed}
    return tuple(row for row in kept if row.key not in waited and not _has_note(shelf, row))


def _has_note(shelf: Shelf, row: NoteRow) -> bool:
    for each in shelf.notes(row.origin, row.branch, row.size):
        if each.size > row.size:
            return False
        if each.key == row.key:
            return True
    return False


def _heads(tree: Tree, side: _Side, kept: Iterable[NoteRow]) -> Iterator[HeadRow]:
    """A head for every checkpointed size."""
    branches = {row.size: row.branch for row in kept}
    for size in sorted(branches):
        yield HeadRow(tree.origin, branches[size], size, side.ranges[size].hashes)


def new_heads(shelf: Shelf, kept: Iterable[NoteRow]) -> tuple[HeadRow, ...]:
    """Heads at the sizes of checkpoints that came without leaves, where there are none yet."""
    heads: dict[tuple[int, int], HeadRow] = {}
    trees: dict[int, Tree] = {}
    for row in kept:
        if row.branch == UNPLACED:
            continue
        trees = trees or {tree.branch: tree for tree in shelf.trees(row.origin)}
        nodes = range_at(shelf, trees[row.branch], row.size).hashes
        head = HeadRow(row.origin, row.branch, row.size, nodes)
        if not _has_head(shelf, head):
            heads[row.branch, row.size] = head
    return tuple(heads.values())


def _has_head(shelf: Shelf, head: HeadRow) -> bool:
    found = shelf.head_row(head.origin, head.branch, head.size)
    return found is not None and found.size == head.size


def _unplaced_tree(shelf: Shelf, origin: str, kept: Iterable[NoteRow]) -> tuple[Tree, ...]:
    known = any(tree.branch == UNPLACED for tree in shelf.trees(origin))
    return (Tree(origin, UNPLACED),) if not known and any(row.branch == UNPLACED for row in kept) else ()


# ------------------------------------------------------------------------------------------------ rows


def _rows(tree: Tree, start: int, leaves: Iterable[bytes]) -> Iterator[Row]:
    for index, leaf in enumerate(leaves, start):
        yield Row(tree.origin, tree.branch, index, leaf_hash(leaf), name_of(leaf), leaf)


def _entries(rows: Iterable[Row]) -> Iterator[Entry]:
    for row in rows:
        yield Entry(row.origin, row.index, row.leaf, row.branch)


def new_missing(shelf: Shelf, origin: str, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """The blobs that new entries name, that are not at hand and were not missed before."""
    named: set[str] = set()
    for row in rows:
        named |= blobs_named(row.leaf)
    missing = {each for each in named if not shelf.has_blob(each)}
    return tuple((origin, each) for each in sorted(missing - shelf.missing(origin))) if missing else ()


def _joined(one: Change, two: Change) -> Change:
    return Change(
        one.trees + two.trees,
        one.rows + two.rows,
        one.heads + two.heads,
        one.notes + two.notes,
        one.placed + two.placed,
        one.missing + two.missing,
        {**one.marks, **two.marks},
    )
