"""What is written while the process is killed or the disk forgets, and what must be true of whatever is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clearway.ledger.contract import Batch, Ledger
from clearway.ledger.fsck import Keys, fsck
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import Refused
from tests.ledger import build
from tests.ledger.build import MINES, leaf, offer, planned

THEIRS = "theirs.example/public"


def blob_of(step: int) -> bytes:
    return f"photo {step}".encode() * 40


def _append(ledger: Ledger, step: int) -> None:
    """Two logs and a blob in one batch."""
    blob = build.blob_id(blob_of(step))
    ours = (leaf(10 * step, blob=blob), leaf(10 * step + 1))
    theirs = (leaf(10 * step + 2, MINES),)
    ledger.append(Batch((planned(ledger, ours), planned(ledger, theirs, MINES)), (blob_of(step),)))


def _adopt(ledger: Ledger, step: int) -> None:
    """A foreign log with two checkpoints, large enough for the file to grow by several pages."""
    ledger.adopt(offer(tuple(leaf(number, THEIRS) for number in range(9)), origin=THEIRS, also=(5,)))


def _fork(ledger: Ledger, step: int) -> None:
    whole = (*(leaf(number, THEIRS) for number in range(7)), leaf(99, THEIRS))
    ledger.adopt(offer(whole, origin=THEIRS))


def _put(ledger: Ledger, step: int) -> None:
    ledger.put_blob(blob_of(step))


STEPS: tuple[Callable[[Ledger, int], None], ...] = (_append, _put, _adopt, _append, _fork)
REOPEN_BEFORE = frozenset({2, 4})
"""Before these steps the ledger is closed and opened again: closing writes the log of writes back into the file."""


def run(folder: Path, acknowledge: Callable[[int], None]) -> None:
    """Carry out all steps, acknowledging each when it has returned; 0 is the making of the ledger."""
    ledger = SqliteLedger(folder / "ledger.sqlite", create=True, page_size=512)
    acknowledge(0)
    for number, step in enumerate(STEPS):
        if number in REOPEN_BEFORE:
            ledger.close()
            ledger = SqliteLedger(folder / "ledger.sqlite")
        step(ledger, number)
        acknowledge(number + 1)
    ledger.close()


def pictures(folder: Path) -> list[tuple[object, ...]]:
    """What the ledger holds after each number of steps."""
    result: list[tuple[object, ...]] = []
    with SqliteLedger(folder / "ledger.sqlite", create=True, page_size=512) as ledger:
        result.append(_picture(ledger))
        for number, step in enumerate(STEPS):
            step(ledger, number)
            result.append(_picture(ledger))
    return result


def _picture(ledger: Ledger) -> tuple[object, ...]:
    return ledger.frontier(), tuple(ledger.entries()), tuple((each, ledger.blob(each)) for each in ledger.blob_ids())


def judge(folder: Path, acknowledged: int, expected: list[tuple[object, ...]]) -> str | None:
    """What is wrong with the ledger that was left behind after ``acknowledged`` (-1: not even made), or None.

    It must hold exactly what some whole number of steps wrote, at least those acknowledged; it must be sound; and
    the work must go on from there as if nothing had happened.
    """
    try:
        with SqliteLedger(folder / "ledger.sqlite", create=acknowledged < 0, page_size=512) as ledger:
            left = _picture(ledger)
            if left not in expected:
                return "a part of a step is there"
            done = expected.index(left)
            if done < acknowledged:
                return f"step {acknowledged} was acknowledged, only {done} are there"
            if done < len(STEPS):
                STEPS[done](ledger, done)
                if _picture(ledger) != expected[done + 1]:
                    return "the work did not go on as if nothing had happened"
            report = fsck(ledger, Keys(people=None))
    except Refused as refused:
        return str(refused)
    if report.damaged:
        return "; ".join(str(each.problem.sentence()) for each in report.findings if each.grade == "damaged")
    return None
