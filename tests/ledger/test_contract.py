"""What every store promises: one suite, run over each. A new store adds one line to ``ledger``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from clearway.frontier import Entry
from clearway.ledger.contract import Addition, Batch, Ledger, Offer, Outcome, Place
from clearway.ledger.memory import MemoryLedger
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import ClearwayBug, Refused
from clearway.tlog.merkle import EMPTY_ROOT, leaf_hash, root_of
from tests.ledger import build
from tests.ledger.build import CITY, MINES, SEEN_AT, append, leaf, leaves, note, note_over, offer, picture, planned


def in_memory(_: Path) -> Ledger:
    return MemoryLedger()


def in_sqlite(folder: Path) -> Ledger:
    return SqliteLedger(folder / "ledger.sqlite", create=True)


@pytest.fixture(params=[in_memory, in_sqlite])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    made = request.param(tmp_path)
    yield made
    assert list(made.check_store()) == []
    made.close()


def codes(call: Callable[[], object]) -> tuple[str, ...]:
    """The codes with which a call is refused, none if it is not."""
    try:
        call()
    except Refused as refused:
        return tuple(problem.code for problem in refused.problems)
    return ()


# ------------------------------------------------------------------------------------------------ append


def test_a_new_ledger_holds_nothing(ledger: Ledger):
    assert ledger.origins() == ()
    assert list(ledger.entries()) == []
    assert ledger.head(CITY).size == 0
    assert ledger.head(CITY).root == EMPTY_ROOT == ledger.root(CITY, 0)
    assert list(ledger.blob_ids()) == []
    assert ledger.frontier().logs == {}


def test_what_was_appended_comes_back_byte_for_byte_in_order(ledger: Ledger):
    given = leaves(1, 2, 3)
    assert append(ledger, *given[:2]) == (Place(CITY, 0), Place(CITY, 1))
    assert append(ledger, given[2]) == (Place(CITY, 2),)
    assert list(ledger.entries()) == [Entry(CITY, index, each) for index, each in enumerate(given)]
    assert [entry.index for entry in ledger.entries(CITY, 1)] == [1, 2]
    assert list(ledger.entries(CITY, 3)) == []
    assert list(ledger.entries(MINES)) == []
    assert list(ledger.leaf_hashes(CITY, 1)) == [leaf_hash(each) for each in given[1:]]
    for size in range(4):
        assert ledger.root(CITY, size) == root_of(map(leaf_hash, given[:size]))
    assert codes(lambda: ledger.root(CITY, 4)) == ("log.no_such_tree",)


def test_the_head_states_size_root_and_every_checkpoint(ledger: Ledger):
    given = leaves(1, 2, 3)
    append(ledger, *given[:2])
    append(ledger, given[2])
    head = ledger.head(CITY)
    assert (head.size, head.root) == (3, root_of(map(leaf_hash, given)))
    assert head.checkpoints == (note_over(given[:2]), note_over(given))
    assert (head.common, head.branches, head.refused, head.missing) == (None, (), None, frozenset())
    assert ledger.head(CITY, since=3).checkpoints == (note_over(given),)
    assert ledger.frontier().logs == {CITY: head}


def test_the_same_entry_twice_has_the_same_place(ledger: Ledger):
    one, two = leaves(1, 2)
    append(ledger, one)
    assert append(ledger, two, one, two) == (Place(CITY, 1), Place(CITY, 0), Place(CITY, 1))
    assert ledger.head(CITY).size == 2


def test_a_batch_may_be_repeated_when_nobody_knows_whether_it_was_written(ledger: Ledger):
    batch = Batch((planned(ledger, leaves(1, 2)), planned(ledger, leaves(3, origin=MINES), MINES)), (b"blob",))
    places = ledger.append(batch)
    before = picture(ledger)
    assert ledger.append(batch) == places
    assert picture(ledger) == before
    append(ledger, leaf(4))
    assert ledger.append(batch) == places
    assert ledger.head(CITY).size == 3


def test_a_log_that_moved_on_is_not_appended_to(ledger: Ledger):
    late = planned(ledger, leaves(1))
    append(ledger, leaf(2))
    before = picture(ledger)
    assert codes(lambda: ledger.append(Batch((late,)))) == ("log.moved_on",)
    stale = Addition(CITY, 0, (), note_over(leaves(2)))
    assert codes(lambda: ledger.append(Batch((stale,)))) == ("log.moved_on",)
    assert picture(ledger) == before


@pytest.mark.parametrize(
    "wrong",
    [
        note_over(leaves(1)),
        note_over(leaves(1, 3)),
        note_over(leaves(2, 1)),
        note_over(leaves(1, 2, 3)),
        note(CITY, 3, root_of(map(leaf_hash, leaves(1, 2)))),
        note(CITY, 1, root_of(map(leaf_hash, leaves(1, 2)))),
        note(CITY, 0, EMPTY_ROOT),
    ],
)
def test_a_checkpoint_must_fit_the_leaves(ledger: Ledger, wrong: bytes):
    append(ledger, leaf(1))
    before = picture(ledger)
    assert codes(lambda: ledger.append(Batch((Addition(CITY, 1, leaves(2), wrong),)))) == (
        "log.checkpoint_does_not_fit",
    )
    assert picture(ledger) == before


def test_a_checkpoint_must_be_one_of_this_log(ledger: Ledger):
    other = Addition(CITY, 0, leaves(1), note_over(leaves(1), MINES))
    assert codes(lambda: ledger.append(Batch((other,)))) == ("log.other_origin",)
    none = Addition(CITY, 0, leaves(1), b"no note")
    assert codes(lambda: ledger.append(Batch((none,)))) == ("log.note_malformed",)
    assert ledger.origins() == ()


def test_all_logs_of_a_batch_or_none(ledger: Ledger):
    fits = planned(ledger, leaves(1))
    does_not = Addition(MINES, 0, leaves(2, origin=MINES), note_over(leaves(3, origin=MINES), MINES))
    for batch in (Batch((fits, does_not), (b"blob",)), Batch((does_not, fits), (b"blob",))):
        assert codes(partial(ledger.append, batch)) == ("log.checkpoint_does_not_fit",)
        assert ledger.origins() == ()
        assert list(ledger.blob_ids()) == []
    ledger.append(Batch((fits, planned(ledger, leaves(2, origin=MINES), MINES)), (b"blob",)))
    assert ledger.origins() == (CITY, MINES)
    assert [entry.origin for entry in ledger.entries()] == [CITY, MINES]


def test_two_additions_to_one_log_in_one_batch_are_a_fault_of_the_program(ledger: Ledger):
    one = planned(ledger, leaves(1))
    with pytest.raises(ClearwayBug):
        ledger.append(Batch((one, one)))


def test_a_fresh_checkpoint_needs_no_leaf(ledger: Ledger):
    append(ledger, leaf(1))
    later = note_over(leaves(1), at=SEEN_AT + timedelta(hours=1))
    assert ledger.append(Batch((Addition(CITY, 1, (), later),))) == ()
    assert set(ledger.head(CITY).checkpoints) == {note_over(leaves(1)), later}
    assert codes(lambda: ledger.append(Batch((Addition(CITY, 1, (), note(CITY, 0, EMPTY_ROOT)),)))) == (
        "log.checkpoint_does_not_fit",
    )


def test_a_log_may_begin_with_the_checkpoint_of_nothing(ledger: Ledger):
    append(ledger)
    assert ledger.origins() == (CITY,)
    assert ledger.head(CITY).checkpoints == (note(CITY, 0, EMPTY_ROOT),)
    append(ledger, leaf(1))
    assert [entry.leaf for entry in ledger.entries()] == [leaf(1)]


def test_a_leaf_that_no_tile_can_carry_is_refused(ledger: Ledger):
    big = leaf(1, text="x" * 65536)
    assert codes(lambda: ledger.plan(CITY, (big,))) == ("log.entry_too_long",)
    assert codes(lambda: ledger.adopt(offer((big,)))) == ("log.entry_too_long",)
    assert ledger.origins() == ()


def test_records_are_found_by_their_id(ledger: Ledger):
    append(ledger, leaf(1), b"no record at all")
    append(ledger, leaf(2, MINES), origin=MINES)
    assert ledger.find(build.record_id(leaf(1))) == Entry(CITY, 0, leaf(1))
    assert ledger.find(build.record_id(leaf(2, MINES))) == Entry(MINES, 0, leaf(2, MINES))
    assert ledger.find(build.record_id(leaf(3))) is None
    assert ledger.find("sha256:nonsense") is None


def test_a_record_copied_into_a_foreign_log_is_found_at_home(ledger: Ledger):
    append(ledger, leaf(1, MINES))
    copied = build.record_id(leaf(1, MINES))
    assert ledger.find(copied) == Entry(CITY, 0, leaf(1, MINES))
    append(ledger, leaf(1, MINES), origin=MINES)
    assert ledger.find(copied) == Entry(MINES, 0, leaf(1, MINES))


# ------------------------------------------------------------------------------------------------ blobs


def test_blobs_are_kept_by_hash(ledger: Ledger):
    assert ledger.put_blob(b"words") == build.blob_id(b"words")
    assert ledger.put_blob(b"words") == build.blob_id(b"words")
    assert ledger.put_blob(b"") == build.blob_id(b"")
    assert ledger.blob(build.blob_id(b"words")) == b"words"
    assert ledger.blob(build.blob_id(b"")) == b""
    assert ledger.blob(build.blob_id(b"other")) is None
    assert ledger.blob("../../etc/passwd") is None
    assert list(ledger.blob_ids()) == sorted([build.blob_id(b"words"), build.blob_id(b"")])


def test_a_blob_that_an_entry_names_is_missing_until_it_comes(ledger: Ledger):
    append(ledger, leaf(1, blob=build.blob_id(b"photo")), leaf(2, blob=build.blob_id(b"scan")), blobs=[b"scan"])
    assert ledger.head(CITY).missing == {build.blob_id(b"photo")}
    append(ledger, leaf(3, blob=build.blob_id(b"photo")))
    assert ledger.head(CITY).missing == {build.blob_id(b"photo")}
    ledger.put_blob(b"photo")
    assert ledger.head(CITY).missing == frozenset()


# ------------------------------------------------------------------------------------------------ what sync brings


def test_an_offered_log_is_adopted_and_extended(ledger: Ledger):
    whole = leaves(1, 2, 3, 4, 5)
    first = ledger.adopt(offer(whole[:3], also=(1, 2)))
    assert first.outcome is Outcome.EXTENDED
    assert first.entries == tuple(Entry(CITY, index, each) for index, each in enumerate(whole[:3]))
    assert ledger.head(CITY).checkpoints == tuple(note_over(whole[:size]) for size in (1, 2, 3))
    assert ledger.adopt(offer(whole[:3])).outcome is Outcome.UNCHANGED
    second = ledger.adopt(offer(whole, start=3))
    assert [entry.index for entry in second.entries] == [3, 4]
    assert ledger.adopt(offer(whole, start=5)).outcome is Outcome.UNCHANGED
    assert ledger.adopt(offer(whole, start=2)).outcome is Outcome.UNCHANGED
    assert [entry.leaf for entry in ledger.entries()] == list(whole)


def test_a_foreign_log_may_hold_one_leaf_twice(ledger: Ledger):
    whole = leaves(1, 2, 1)
    ledger.adopt(offer(whole))
    assert [entry.leaf for entry in ledger.entries()] == list(whole)


def test_a_log_shorter_than_seen_is_refused_and_stays_marked(ledger: Ledger):
    whole = leaves(1, 2, 3)
    ledger.adopt(offer(whole))
    shorter = ledger.adopt(offer(whole[:2]))
    assert (shorter.outcome, shorter.entries) == (Outcome.SHORTER, ())
    head = ledger.head(CITY)
    assert (head.size, head.refused, head.forked) == (3, "log.shorter_than_seen", False)
    assert head.checkpoints == (note_over(whole[:2]), note_over(whole))
    assert ledger.adopt(Offer(CITY, 2, (), (note_over(whole[:2]),))).outcome is Outcome.SHORTER
    assert ledger.adopt(offer(whole, start=3)).outcome is Outcome.UNCHANGED
    assert ledger.head(CITY).refused is None


def test_another_refusal_stands_until_the_log_is_shown_in_full(ledger: Ledger):
    ledger.mark_refused(CITY, "log.signature_wrong")
    assert ledger.head(CITY).refused == "log.signature_wrong"
    ledger.adopt(offer(leaves(1)))
    assert ledger.head(CITY).refused is None
    ledger.mark_refused(CITY, "log.signature_wrong")
    ledger.mark_refused(CITY, None)
    assert ledger.head(CITY).refused is None
    with pytest.raises(ClearwayBug):
        ledger.mark_refused(CITY, "log.nonsense")


@pytest.mark.parametrize("start", [0, 1, 2])
def test_leaves_that_do_not_make_the_root_are_refused(ledger: Ledger, start: int):
    whole = leaves(1, 2, 3, 4)
    ledger.adopt(offer(whole[:2]))
    before = picture(ledger)
    forged = Offer(CITY, start, (*whole[start:3], leaf(9)), (note_over(whole),))
    assert codes(lambda: ledger.adopt(forged)) == ("log.checkpoint_does_not_fit",)
    more = Offer(CITY, start, (*whole[start:], leaf(9)), (note_over(whole),))
    assert codes(lambda: ledger.adopt(more)) == ("log.checkpoint_does_not_fit",)
    one_wrong = Offer(CITY, start, whole[start:], (note_over(leaves(7)), note_over(whole)))
    assert codes(lambda: ledger.adopt(one_wrong)) == ("log.checkpoint_does_not_fit",)
    assert picture(ledger) == before


@pytest.mark.parametrize("unheld", [Offer(CITY, 3, leaves(4), (note_over(leaves(1, 2, 3, 4)),))])
def test_a_checkpoint_over_leaves_that_are_not_at_hand_is_refused(ledger: Ledger, unheld: Offer):
    assert codes(lambda: ledger.adopt(unheld)) == ("log.leaves_missing",)
    ledger.adopt(offer(leaves(1, 2)))
    before = picture(ledger)
    assert codes(lambda: ledger.adopt(unheld)) == ("log.leaves_missing",)
    short = Offer(CITY, 2, leaves(3), unheld.checkpoints)
    assert codes(lambda: ledger.adopt(short)) == ("log.leaves_missing",)
    none = Offer(CITY, 2, (), unheld.checkpoints)
    assert codes(lambda: ledger.adopt(none)) == ("log.leaves_missing",)
    assert codes(lambda: ledger.keep_checkpoints(CITY, unheld.checkpoints)) == ("log.leaves_missing",)
    assert codes(lambda: ledger.keep_checkpoints(MINES, (note(MINES, 0, EMPTY_ROOT),))) == ("log.leaves_missing",)
    assert picture(ledger) == before


# ------------------------------------------------------------------------------------------------ forks


def test_both_branches_of_a_fork_are_kept(ledger: Ledger):
    one, two = leaves(1, 2, 3, 4), leaves(1, 2, 8, 9, 10)
    ledger.adopt(offer(one, also=(1,)))
    forked = ledger.adopt(offer(two, also=(2, 3)))
    assert (forked.outcome, forked.branch) == (Outcome.FORKED, 1)
    assert forked.entries == tuple(Entry(CITY, index, two[index], 1) for index in (2, 3, 4))
    head = ledger.head(CITY)
    assert (head.size, head.root, head.common) == (4, root_of(map(leaf_hash, one)), 2)
    assert head.checkpoints == (note_over(one[:1]), note_over(one[:2]), note_over(one))
    (other,) = head.branches
    assert (other.number, other.size, other.root) == (1, 5, root_of(map(leaf_hash, two)))
    assert other.checkpoints == (note_over(two[:3]), note_over(two))
    assert list(ledger.entries()) == [
        *(Entry(CITY, index, each) for index, each in enumerate(one)),
        *forked.entries,
    ]
    assert [(entry.branch, entry.index) for entry in ledger.entries(CITY, 3)] == [(0, 3), (1, 3), (1, 4)]


def test_both_branches_of_a_fork_go_on(ledger: Ledger):
    one, two = leaves(1, 2, 3, 4, 5), leaves(1, 2, 8, 9, 10)
    ledger.adopt(offer(one[:4]))
    ledger.adopt(offer(two[:3]))
    assert ledger.adopt(offer(two, start=3)).branch == 1
    assert ledger.adopt(offer(one, start=4)).branch == 0
    assert ledger.adopt(offer(two[:4])).outcome is Outcome.SHORTER
    assert ledger.adopt(offer(one)).outcome is Outcome.UNCHANGED
    assert append(ledger, leaf(6)) == (Place(CITY, 5),)
    head = ledger.head(CITY)
    assert (head.size, head.branches[0].size, head.common) == (6, 5, 2)
    assert note_over(two[:4]) in head.branches[0].checkpoints


def test_a_third_branch_lowers_what_is_common(ledger: Ledger):
    ledger.adopt(offer(leaves(1, 2, 3, 4)))
    ledger.adopt(offer(leaves(1, 2, 3, 5, 6)))
    assert ledger.head(CITY).common == 3
    third = ledger.adopt(offer(leaves(1, 7)))
    assert (third.outcome, third.branch) == (Outcome.FORKED, 2)
    fourth = ledger.adopt(offer(leaves(1, 2, 3, 5, 9), start=4))
    assert (fourth.outcome, fourth.branch) == (Outcome.FORKED, 3)
    assert [entry.index for entry in fourth.entries] == [3, 4]
    assert ledger.head(CITY).common == 1
    assert [branch.size for branch in ledger.head(CITY).branches] == [5, 2, 5]
    list(ledger.entries())


def test_a_second_root_without_its_leaves_is_a_fork_from_the_beginning(ledger: Ledger):
    one, two = leaves(1, 2, 3), leaves(1, 8)
    ledger.adopt(offer(one))
    learned = ledger.keep_checkpoints(CITY, (note_over(two),))
    assert learned.outcome is Outcome.FORKED
    head = ledger.head(CITY)
    assert (head.common, [(branch.number, branch.size) for branch in head.branches]) == (0, [(1, 2)])
    assert head.branches[0].root == root_of(map(leaf_hash, two))
    assert head.branches[0].checkpoints == (note_over(two),)
    assert ledger.keep_checkpoints(CITY, (note_over(two),)).outcome is Outcome.FORKED
    assert ledger.head(CITY) == head

    longer = (*two, leaf(9))
    assert ledger.adopt(offer(longer)).branch == 1
    head = ledger.head(CITY)
    assert (head.common, [(branch.number, branch.size) for branch in head.branches]) == (1, [(1, 3)])
    assert head.branches[0].checkpoints == (note_over(two), note_over(longer))


def test_the_leaves_of_a_checkpoint_that_was_learned_before_them(ledger: Ledger):
    two = leaves(1, 8)
    ledger.adopt(offer(leaves(1, 2, 3)))
    ledger.keep_checkpoints(CITY, (note_over(two),))
    assert ledger.adopt(offer(two)).outcome is Outcome.FORKED
    (other,) = ledger.head(CITY).branches
    assert (other.size, other.checkpoints) == (2, (note_over(two),))
    assert ledger.head(CITY).common == 1


def test_checkpoints_learned_elsewhere_are_kept_beside_those_of_the_log(ledger: Ledger):
    whole = leaves(1, 2, 3)
    ledger.adopt(offer(whole))
    again = note_over(whole[:2], at=SEEN_AT + timedelta(days=1))
    assert ledger.keep_checkpoints(CITY, (again, note_over(whole[:2]), note_over(whole))).outcome is Outcome.UNCHANGED
    head = ledger.head(CITY)
    assert set(head.checkpoints) == {note_over(whole[:2]), again, note_over(whole)}
    assert (head.forked, head.refused) == (False, None)
    append(ledger, leaf(4))
    list(ledger.entries(CITY, 1))
