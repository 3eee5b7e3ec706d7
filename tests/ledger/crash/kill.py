"""Runs under LD_PRELOAD with ``disk.c``: does the work again and again, killed at each call in turn.

``python kill.py LIBRARY FOLDER kill`` prints one JSON line a call: its number, how it was cut, and what was wrong.
``python kill.py LIBRARY FOLDER trace`` does the work once and writes what reached the disk to FOLDER.trace.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from tests.ledger.crash import work


def child(library: ctypes.CDLL, folder: Path, at: int, half: int, acknowledgements: int) -> None:
    """Do the work in this process, which ends here."""
    library.disk_arm(os.fsencode(folder), ctypes.c_long(at), half, -1)
    work.run(folder, lambda step: void(os.write(acknowledgements, bytes([step]))))
    os._exit(0)


def void(_: object) -> None:
    return None


def run_killed(library: ctypes.CDLL, folder: Path, at: int, half: int) -> tuple[bool, int]:
    """Do the work in a child that dies at call ``at``: whether it died, and the last step it acknowledged."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            child(library, folder, at, half, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        acknowledged = pipe.read()
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"the work itself failed at call {at}")
    died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return died, acknowledged[-1] if acknowledged else -1


def kill_at_each(library: ctypes.CDLL, folder: Path) -> None:
    expected_in = folder / "expected"
    expected_in.mkdir(parents=True)
    expected = work.pictures(expected_in)
    for half in (0, 1):
        died, at = True, 0
        while died:
            at += 1
            place = folder / "work"
            place.mkdir()
            died, acknowledged = run_killed(library, place, at, half)
            wrong = work.judge(place, acknowledged, expected)
            print(json.dumps({"at": at, "half": half, "died": died, "acknowledged": acknowledged, "wrong": wrong}))
            shutil.rmtree(place)


def trace_once(library: ctypes.CDLL, folder: Path) -> None:
    folder.mkdir(parents=True)
    with Path(f"{folder}.trace").open("wb") as trace:
        trace.write(f"folder {folder.stat().st_ino} {folder}\n".encode())
        trace.flush()
        library.disk_arm(os.fsencode(folder), ctypes.c_long(0), 0, trace.fileno())
        work.run(folder, lambda step: void(library.disk_mark(ctypes.c_long(step))))
    print(library.disk_calls())


if __name__ == "__main__":
    shim, where, what = ctypes.CDLL(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    (kill_at_each if what == "kill" else trace_once)(shim, where)
