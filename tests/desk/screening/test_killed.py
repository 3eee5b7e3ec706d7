"""A screening that was killed goes on, in every format and with several processes, and comes out the same."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from clearway.desk.screening import screen, workers
from tests import parts
from tests.offices import START, pass_time
from tests.refusals import refused
from tests.tables import ENDINGS, columns, scattered

RUN = """
import sys, time
from pathlib import Path
from clearway.desk.office import open_office
from clearway.desk.screening import rows, run
from tests.offices import START
first, folder = rows.Screener.answer, Path(sys.argv[1])
def slowly(self, given):
    time.sleep(0.02)
    return first(self, given)
rows.Screener.answer = slowly
with open_office(folder / "crisis", clock=START) as office:
    told = lambda rows: print(rows, flush=True)
    run.screen(office, folder / sys.argv[2], folder / sys.argv[3], rows=10, processes=int(sys.argv[4]), tell=told)
"""


def start(folder: Path, table: Path, out: Path, processes: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", RUN, str(folder), table.name, out.name, str(processes)]
    root = parts.__file__.rpartition("/tests/")[0]
    return subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, text=True)


def wait_for_rows(run: subprocess.Popen[str], rows: int) -> int:
    assert run.stdout is not None
    for line in run.stdout:
        if int(line) >= rows:
            return int(line)
    raise AssertionError("it ended by itself")


def kill(run: subprocess.Popen[str]) -> None:
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@pytest.mark.parametrize("ending", ENDINGS)
def test_killed_again_and_again_it_comes_out_the_same_as_of_the_same_moment(office, tmp_path, ending) -> None:
    table, out = scattered(tmp_path / f"in{ending}", 400, seed=5), tmp_path / f"out{ending}"
    whole = tmp_path / f"whole{ending}"
    screen(office, table, whole, rows=10)
    rng = np.random.default_rng(6)
    done = 0
    for processes in (2, 1, 2):
        run = start(tmp_path, table, out, processes)
        told = wait_for_rows(run, done + int(rng.integers(20, 90)))
        kill(run)
        assert told >= done, "what was done was not done again"
        assert not out.exists()
        done = told - told % 10
    with (tmp_path / f".out{ending}.pieces" / "journal.jsonl").open("ab") as journal:
        journal.write(b'\n{"piece": 99, "cou')
    pass_time(office, hours=1)
    heard: list[int] = []
    assert screen(office, table, out, rows=10, tell=heard.append).at == START
    assert heard[0] >= done
    assert columns(out, "id", "clearway_verdict", "clearway_as_of") == columns(
        whole, "id", "clearway_verdict", "clearway_as_of"
    )
    if ending != ".gpkg":  # a database keeps count of its changes
        assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_processes_end_when_the_one_that_started_them_is_killed(office, tmp_path) -> None:
    table = scattered(tmp_path / "in.csv", 5000, seed=5)
    run = start(tmp_path, table, tmp_path / "out.csv", 2)
    wait_for_rows(run, 20)
    started = children(run.pid)
    assert len(started) >= 2
    kill(run)
    while any(Path(f"/proc/{pid}").exists() for pid in started):
        time.sleep(0.05)


def test_a_process_that_is_killed_is_told_and_its_part_done_when_it_goes_on(office, tmp_path, monkeypatch) -> None:
    table, out = scattered(tmp_path / "in.csv", 600, seed=5), tmp_path / "out.csv"
    monkeypatch.setattr(workers, "_start_method", lambda: "spawn")

    def end_one(_: int) -> None:
        for pid in children(os.getpid()):
            # A child that was ended before may be gone between the list and the look at it.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    return

    with refused("screen.worker_lost"):
        screen(office, table, out, rows=10, processes=2, tell=end_one)
    monkeypatch.undo()
    assert screen(office, table, out, rows=10).rows == 600


@pytest.mark.parametrize(("ending", "method"), [*((ending, "fork") for ending in ENDINGS), (".csv", "spawn")])
def test_pieces_and_processes_change_nothing(office, tmp_path, monkeypatch, ending, method) -> None:
    monkeypatch.setattr(workers, "_start_method", lambda: method)
    table = scattered(tmp_path / f"in{ending}", 500, seed=3)
    outs = [tmp_path / f"{number}{ending}" for number in range(3)]
    screen(office, table, outs[0])
    screen(office, table, outs[1], rows=17)
    screen(office, table, outs[2], rows=99, processes=2)
    names = ("id", "clearway_verdict", "clearway_records")
    assert columns(outs[0], *names) == columns(outs[1], *names) == columns(outs[2], *names)
    assert [each for (each,) in columns(outs[0], "id")] == [str(number) for number in range(500)]
    assert {each for (each,) in columns(outs[0], "clearway_verdict")} == {"do_not_enter", "not_confirmed"}
    if ending == ".csv":
        assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()
