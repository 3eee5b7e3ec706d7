"""Every byte of a small ledger is changed in turn: that is found and named, or the byte carried nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from clearway.frontier import Entry, Frontier
from clearway.ledger.fsck import Grade, Keys, fsck
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import Refused
from tests.ledger import build
from tests.ledger.build import CITY, MINES, append, leaf, note_over, offer, picture
from tests.ledger.build import Picture as Kept

_KEYS = Keys(people=None)


def make(folder: Path) -> Kept:
    """Something in every table: a log that is forked and marked, checkpoints without leaves, blobs held and missing."""
    with SqliteLedger(folder / "ledger.sqlite", create=True, page_size=512) as ledger:
        append(ledger, leaf(1, blob=build.blob_id(b"held")), leaf(2, blob=build.blob_id(b"absent")), blobs=[b"held"])
        whole = (leaf(1, MINES), leaf(2, MINES))
        ledger.adopt(offer(whole, origin=MINES))
        ledger.adopt(offer((whole[0], leaf(3, MINES)), origin=MINES))
        ledger.adopt(offer(whole[:1], origin=MINES))
        ledger.keep_checkpoints(CITY, (note_over((b"z",)),))
        return picture(ledger)


def flips(file: Path) -> Iterator[int]:
    """Change one byte after the other, by one bit (another one each time), and put it back."""
    handle = os.open(file, os.O_RDWR)
    try:
        for at in range(os.fstat(handle).st_size):
            (was,) = os.pread(handle, 1, at)
            os.pwrite(handle, bytes([was ^ 1 << at % 8]), at)
            yield at
            os.pwrite(handle, bytes([was]), at)
    finally:
        os.close(handle)


def judge(file: Path, kept: Kept) -> str:
    """ "named", or "same" when everything reads as it was kept; anything else is what must not happen."""
    try:
        with SqliteLedger(file) as ledger:
            report = fsck(ledger, _KEYS)
            if report.damaged:
                damage = [finding.problem for finding in report.findings if finding.grade is Grade.DAMAGED]
                return "named" if all(problem.sentence() for problem in damage) else "damage without a name"
            return "same" if picture(ledger) == kept else "changed and not found"
    except Refused as refused:
        return "named" if all(problem.code.startswith("ledger.") for problem in refused.problems) else str(refused)


@pytest.mark.slow
def test_every_byte_of_the_file_is_watched_or_carries_nothing(quick_folder: Path):
    kept = make(quick_folder)
    file = quick_folder / "ledger.sqlite"
    whole = file.read_bytes()
    assert judge(file, kept) == "same"
    outcome: dict[str, list[int]] = {}
    for at in flips(file):
        outcome.setdefault(judge(file, kept), []).append(at)
    assert set(outcome) == {"named", "same"}, {
        key: each for key, each in outcome.items() if key not in ("named", "same")
    }
    assert file.read_bytes() == whole
    # The bytes that carry nothing are counters in the header, and space that no row uses.
    carry = set(range(100, len(whole))) - set(outcome["same"])
    for said in statements(kept):
        # What does not fit on a page of 512 bytes goes on elsewhere; old copies may stand in space that is free now.
        begins = [found.start() for found in re.finditer(re.escape(said[:100]), whole)]
        assert any(set(range(at, at + 100)) <= carry for at in begins)


def statements(kept: Kept) -> Iterator[bytes]:
    """Every leaf and every checkpoint."""
    assert isinstance(kept.frontier, Frontier)
    for log in kept.frontier.logs.values():
        yield from log.checkpoints
        yield from (note for branch in log.branches for note in branch.checkpoints)
    yield from (entry.leaf for entry in kept.entries if isinstance(entry, Entry))


def test_every_byte_of_a_blob_is_watched(quick_folder: Path):
    kept = make(quick_folder)
    (blob,) = (quick_folder / "blobs").iterdir()
    for _ in flips(blob):
        assert judge(quick_folder / "ledger.sqlite", kept) == "named"
    assert judge(quick_folder / "ledger.sqlite", kept) == "same"


def test_a_file_cut_anywhere_is_found(quick_folder: Path):
    kept = make(quick_folder)
    file = quick_folder / "ledger.sqlite"
    whole = file.read_bytes()
    for length in range(0, len(whole), 512 // 3):
        file.write_bytes(whole[:length])
        # A cut in the last page may still take nothing but space that no row uses.
        assert judge(file, kept) in ({"named"} if length <= len(whole) - 512 else {"named", "same"}), length
