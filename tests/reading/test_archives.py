"""Archives in several processes: the same output, also after being killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clearway.desk.archives import read_archive
from clearway.places import Gazetteer
from clearway.problems import Refused

TEXT = "أعلن الناطق إغلاق منطقة القوارشة أمام السكان. وقال إن سبعة عشر جنديا قتلوا في مدينة سرت أمس. "
CLEARWAY = str(Path(sys.executable).with_name("clearway"))


def archive(folder: Path, count: int) -> Path:
    path = folder / "in.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = TEXT * (1 + number % 9) if number % 97 else None
            out.write(json.dumps({"id": str(number), "lang": "ar", "date": "2016-11-17", "text": text}) + "\n")
    return path


def read_in(folder: Path, lines: Path, name: str, *, processes: int) -> tuple[bytes, list[int], int]:
    told: list[Refused] = []
    behind: list[int] = []
    read_archive(lines, folder / name, Gazetteer(), told.append, processes=processes, done=behind.append)
    numbers = [int(problem.params["line"]) for each in told for problem in each.problems]
    return (folder / name).read_bytes(), numbers, sum(behind)


def test_however_many_processes_read_the_output_and_what_is_told_are_the_same(tmp_path):
    lines = archive(tmp_path, 700)
    one = read_in(tmp_path, lines, "one.jsonl", processes=1)
    assert read_in(tmp_path, lines, "two.jsonl", processes=2) == one
    assert one[1] == [number + 1 for number in range(0, 700, 97)]
    assert one[2] == lines.stat().st_size


@pytest.mark.slow
def test_a_run_that_was_killed_is_taken_up_where_it_ended(tmp_path):
    lines, out = archive(tmp_path, 3000), tmp_path / "out.jsonl"
    command = [CLEARWAY, "--workspace", str(tmp_path), "--json", "read", "--batch", str(lines), "--out", str(out)]
    command += ["--processes", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while not (out.is_file() and out.stat().st_size) and running.poll() is None:
            time.sleep(0.01)
        workers = children_of(running.pid)
        running.send_signal(signal.SIGKILL)
    assert len(out.read_bytes().splitlines()) < 3000
    assert workers
    wait_for_end(workers)
    again = subprocess.run([*command, "--resume"], capture_output=True, check=False)
    told = json.loads(again.stdout)
    assert told["kept"] > 0
    assert told["read"] + told["kept"] + told["left_out"] == 3000
    fresh = subprocess.run([*command[:-3], str(tmp_path / "fresh.jsonl")], capture_output=True, check=False)
    assert fresh.returncode == again.returncode == 3
    assert out.read_bytes() == (tmp_path / "fresh.jsonl").read_bytes()


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(each) for each in found]


def wait_for_end(pids: list[int]) -> None:
    """The processes of a killed run end by themselves."""
    until = time.monotonic() + 30
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
