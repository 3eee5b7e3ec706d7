"""Runs in a mount namespace of its own: what a ledger says on a read-only disk and on a full one.

``python -m tests.ledger.trouble_driver CASE FOLDER`` prints the codes of the refusals as JSON. FOLDER is mounted over
with a small disk in memory. Exit status 77 says that this machine permits no mounts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from clearway.ledger.backup import backup
from clearway.ledger.fsck import fsck
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import Refused
from tests.ledger.build import append, leaf, leaves, offer, picture

NO_MOUNTS = 77


def mount(*arguments: str) -> None:
    if subprocess.run(["mount", *arguments], check=False).returncode:
        sys.exit(NO_MOUNTS)


def code(call: Callable[[], object]) -> str | None:
    try:
        call()
    except Refused as refused:
        return refused.problems[0].code
    return None


def writes(ledger: SqliteLedger, folder: Path) -> dict[str, str | None]:
    """How each way of writing is refused."""
    return {
        "append": code(lambda: append(ledger, leaf(99, text="x" * 2000), blobs=[b"y" * 2000])),
        "adopt": code(lambda: ledger.adopt(offer(tuple(leaf(n, text="x" * 500) for n in range(200)), start=0))),
        "put_blob": code(lambda: ledger.put_blob(b"z" * 200_000)),
        "mark": code(lambda: ledger.mark_refused("other", "log.forked")),
        "backup": code(lambda: backup(ledger, folder / "backup.tar")),
    }


def read_only(folder: Path) -> dict[str, object]:
    mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder))
    file = folder / "ledger.sqlite"
    with SqliteLedger(file, create=True) as ledger:
        append(ledger, *leaves(1, 2), blobs=[b"photo"])
        before = picture(ledger)
    mount("-o", "remount,ro", str(folder))
    with SqliteLedger(file) as ledger:
        refused = writes(ledger, folder)
        same = picture(ledger) == before and not fsck(ledger).damaged
    return {"refused": refused, "same": same, "make": code(lambda: SqliteLedger(folder / "new.sqlite", create=True))}


def read_only_with_unfinished_writes(folder: Path) -> dict[str, object]:
    """The disk became read-only while a writer was killed: reading would have to write first."""
    mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder))
    process = os.fork()
    if process == 0:
        append(SqliteLedger(folder / "ledger.sqlite", create=True), *leaves(1, 2))
        os._exit(0)
    os.waitpid(process, 0)
    (folder / "ledger.sqlite-shm").unlink()
    mount("-o", "remount,ro", str(folder))
    opened = code(lambda: SqliteLedger(folder / "ledger.sqlite"))
    mount("-o", "remount,rw", str(folder))
    with SqliteLedger(folder / "ledger.sqlite") as ledger:
        return {"refused": {"open": opened}, "same": len(list(ledger.entries())) == 2}


def fill(folder: Path) -> None:
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        try:
            while ballast.write(b"\0" * 4096):
                pass
        except OSError:
            return


def full(folder: Path) -> dict[str, object]:
    """Writing goes on until the disk is full; then some space is freed and it goes on again."""
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder))
    with SqliteLedger(folder / "ledger.sqlite", create=True) as ledger:
        append(ledger, *leaves(1, 2), blobs=[b"photo"])
        fill(folder)
        before = picture(ledger)
        refused = writes(ledger, folder)
        same = picture(ledger) == before and not fsck(ledger).damaged
        (folder / "ballast").unlink()
        append(ledger, leaf(3), blobs=[b"again"])
        same = same and len(list(ledger.entries())) == 3 and not fsck(ledger).damaged
    return {"refused": refused, "same": same}


def full_when_opened(folder: Path) -> dict[str, object]:
    """A full disk can still be read, although SQLite would like to make a file for it."""
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder))
    with SqliteLedger(folder / "ledger.sqlite", create=True) as ledger:
        append(ledger, *leaves(1, 2), blobs=[b"photo"])
        before = picture(ledger)
    fill(folder)
    with SqliteLedger(folder / "ledger.sqlite") as ledger:
        same = picture(ledger) == before
        refused = writes(ledger, folder)
    return {"refused": refused, "same": same}


CASES = {each.__name__: each for each in (read_only, read_only_with_unfinished_writes, full, full_when_opened)}

if __name__ == "__main__":
    print(json.dumps(CASES[sys.argv[1]](Path(sys.argv[2]))))
