"""Any course of events: both stores say the same, and what a list of lists would say."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from clearway.frontier import LogFrontier
from clearway.ledger.contract import Ledger, Outcome
from clearway.ledger.fsck import Keys, fsck
from clearway.ledger.memory import MemoryLedger
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import Refused
from clearway.tlog.merkle import leaf_hash, root_of
from tests.ledger.build import CITY, append, leaf, note_over, offer, picture

# What a source may show: a common beginning, then one of three histories.
_histories = st.builds(
    lambda common, side, more: tuple(leaf(n) for n in range(common)) + tuple(leaf(100 * side + n) for n in range(more)),
    st.integers(0, 5),
    st.integers(1, 3),
    st.integers(0, 4),
).filter(bool)

_events = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.lists(st.integers(0, 5).map(leaf), max_size=3)),
        st.tuples(st.just("offer"), _histories),
        st.tuples(st.just("note"), _histories),
    ),
    max_size=8,
)


def carry_out(ledger: Ledger, event: tuple[str, Sequence[bytes]], start: int) -> str:
    what, shown = event
    try:
        if what == "append":
            return str([place.index for place in append(ledger, *shown)])
        if what == "offer":
            return ledger.adopt(offer(tuple(shown), start=min(start, len(shown)), also=range(1, len(shown)))).outcome
        return ledger.keep_checkpoints(CITY, (note_over(shown),)).outcome
    except Refused as refused:
        return refused.problems[0].code


def whole_branches(ledger: Ledger) -> dict[int, list[bytes]]:
    """Each branch as the list of all its leaves, those that it shares with branch 0 included."""
    branches: dict[int, list[bytes]] = {}
    for entry in ledger.entries():
        branch = branches.setdefault(entry.branch, branches.get(0, [])[: entry.index])
        assert len(branch) == entry.index
        branch.append(entry.leaf)
    return branches


def sides(head: LogFrontier) -> list[tuple[int, int, bytes, tuple[bytes, ...]]]:
    main = (0, head.size, head.root, head.checkpoints)
    return [main, *((each.number, each.size, each.root, each.checkpoints) for each in head.branches)]


def hold_to_lists(ledger: Ledger, noted: Sequence[Sequence[bytes]]) -> None:
    """What the ledger says is what the lists of its branches say."""
    head = ledger.head(CITY)
    branches = whole_branches(ledger)
    for number, size, root, _ in sides(head):
        if number in branches or size == 0:
            assert root == root_of(map(leaf_hash, branches.get(number, [])))
            assert size == len(branches.get(number, []))
    kept = {note for _, _, _, notes in sides(head) for note in notes}
    assert {note_over(each) for each in noted} <= kept
    others = [branch for number, branch in branches.items() if number]
    unplaced = [number for number, *_ in sides(head) if number and number not in branches]
    shared = [common(branches[0], branch) for branch in others] + [0 for _ in unplaced]
    assert head.common == min(shared, default=None)


def common(one: Sequence[bytes], two: Sequence[bytes]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


@given(_events, st.integers(0, 6))
def test_both_stores_say_what_lists_would_say(events: list[tuple[str, Sequence[bytes]]], start: int):
    noted: list[Sequence[bytes]] = []
    shorter = False
    with tempfile.TemporaryDirectory() as folder, MemoryLedger() as memory:
        file = Path(folder) / "ledger.sqlite"
        with SqliteLedger(file, create=True) as sqlite:
            for event in events:
                before = picture(memory)
                said = carry_out(memory, event, start)
                assert carry_out(sqlite, event, start) == said
                assert picture(sqlite) == picture(memory)
                if said.startswith("log."):
                    assert picture(memory) == before
                elif event[0] != "append":
                    noted.append(event[1])
                shorter = shorter or said == Outcome.SHORTER
                hold_to_lists(memory, noted)
                assert memory.head(CITY).refused is None or shorter
        with SqliteLedger(file) as sqlite:
            assert picture(sqlite) == picture(memory)
            assert not fsck(sqlite, Keys(people=None)).damaged
            assert not fsck(memory, Keys(people=None)).damaged


@given(_histories, _histories, st.booleans())
def test_the_order_in_which_two_histories_arrive_changes_no_statement(
    one: tuple[bytes, ...], two: tuple[bytes, ...], shorter_first: bool
):
    """Which history is branch 0 depends on which came first; what is held and what is common does not."""

    def known(*order: tuple[bytes, ...]) -> tuple[object, ...]:
        ledger = MemoryLedger()
        for each in order:
            carry_out(ledger, ("offer", each), 0)
        head = ledger.head(CITY)
        notes = {note for _, _, _, notes in sides(head) for note in notes}
        leaves = {tuple(branch) for branch in whole_branches(ledger).values()}
        return head.common, {(size, root) for _, size, root, _ in sides(head)}, notes, leaves

    assert known(one, two) == known(two, one)
