"""Nothing acknowledged is lost and nothing half-written counts: killed at every write, and after every power cut."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251 - a seeded choice of what a disk forgets
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import parts
from tests.ledger.crash import model, work

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
KINDS_OF_CALL = {"create", "folder", "mark", "rename", "sync", "truncate", "unlink", "write"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("disk") / "disk.so"
    compiler = parts.need("gcc")
    command = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(built), str(HERE / "disk.c"), "-ldl"]
    subprocess.run(command, check=True)
    return built


def driver(library: Path, folder: Path, what: str, wrapped: tuple[str, ...] = ()) -> str:
    command = [*wrapped, sys.executable, "-m", "tests.ledger.crash.kill", str(library), str(folder), what]
    environment = os.environ | {"LD_PRELOAD": str(library), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def trace(library: Path, tmp_path_factory: pytest.TempPathFactory) -> list[model.Call]:
    folder = tmp_path_factory.mktemp("trace") / "work"
    driver(library, folder, "trace")
    return model.parse(Path(f"{folder}.trace").read_bytes())


@pytest.mark.slow
def test_a_process_killed_at_any_write_loses_nothing_it_acknowledged(library: Path, quick_folder: Path):
    runs = [json.loads(line) for line in driver(library, quick_folder / "kill", "kill").splitlines()]
    assert [run for run in runs if run["wrong"]] == []
    for half in (0, 1):
        series = [run for run in runs if run["half"] == half]
        assert [run["at"] for run in series] == list(range(1, len(series) + 1))
        assert len(series) > 60
        assert not series[-1]["died"]
        assert all(run["died"] for run in series[:-1])
        # The kill came before, between and after all acknowledgements.
        assert {run["acknowledged"] for run in series} == set(range(-1, len(work.STEPS) + 1))


def test_the_recorder_sees_every_call_that_the_kernel_sees(library: Path, tmp_path: Path):
    strace = parts.need("strace")
    seen = tmp_path / "strace"
    names = {"write": "write", "pwrite64": "write", "ftruncate": "truncate", "fsync": "sync", "fdatasync": "sync"}
    names |= {"rename": "rename", "unlink": "unlink", "mkdir": "folder"}
    calls = "trace=write,pwrite64,pwritev,pwritev2,writev,ftruncate,fallocate,fsync,fdatasync,sync_file_range,rename,"
    calls += "renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,copy_file_range,sendfile"
    folder = tmp_path / "work"
    wrapped = (strace, "-f", "-y", "-qq", "-o", str(seen), "-E", f"LD_PRELOAD={library}", "-e", calls)
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    command = [*wrapped, sys.executable, "-m", "tests.ledger.crash.kill", str(library), str(folder), "trace"]
    subprocess.run(command, env=environment | {"PYTHONPATH": str(REPOSITORY)}, cwd=REPOSITORY, check=True)
    kernel = [line for line in seen.read_text().splitlines() if f"{folder}/" in line or f"{folder}>" in line]
    kernel = [line for line in kernel if ".trace>" not in line and "-shm" not in line and ") = -1" not in line]
    ours = []
    path: dict[str, str] = {}  # by inode, which the next file may be given again
    for call in model.parse(Path(f"{folder}.trace").read_bytes())[1:]:
        path |= {call.target: call.other} if call.what in ("create", "folder") else {}
        if call.what not in ("create", "mark") and not path.get(call.target, call.target).endswith("-shm"):
            ours.append(call)
    assert [names[re.sub(r"^\d+ +(\w+)\(.*", r"\1", line)] for line in kernel] == [call.what for call in ours]


def nothing(_: model.Call) -> float:
    return 0


def any_part(chance: random.Random, share: float, _: model.Call) -> float:
    """A call arrives with the chance ``share``; one in ten is torn."""
    return 0.5 if chance.random() < 0.1 else float(chance.random() < share)


def faults_after_each(
    calls: list[model.Call], folder: Path, series: tuple[model.Arrived, ...]
) -> Iterator[tuple[int, model.Call, int, str]]:
    """Cut the power after each call in turn, and judge what is left."""
    (folder / "expected").mkdir()
    expected = work.pictures(folder / "expected")
    disk, acknowledged = model.Disk(), -1
    for number, call in enumerate(calls):
        disk.do(call)
        if call.what == "mark":
            acknowledged = int(call.target)
        for arrived in series:
            disk.leave(folder / "left", arrived)
            wrong = work.judge(folder / "left", acknowledged, expected)
            shutil.rmtree(folder / "left")
            if wrong:
                yield number, call, acknowledged, wrong
    assert acknowledged == len(work.STEPS)


@pytest.mark.slow
def test_when_nothing_unsynced_arrives_nothing_acknowledged_is_lost(trace: list[model.Call], quick_folder: Path):
    assert {call.what for call in trace} == KINDS_OF_CALL
    assert list(faults_after_each(trace, quick_folder, (nothing,))) == []


@pytest.mark.slow
def test_whatever_part_arrives_nothing_acknowledged_is_lost(trace: list[model.Call], quick_folder: Path):
    chance = random.Random(20161117)
    series = tuple(partial(any_part, chance, share) for share in (0.2, 0.5, 0.8))
    assert list(faults_after_each(trace, quick_folder, series)) == []


@pytest.mark.parametrize("unsynced", [r"/blobs$", r"/work$", r"/[0-9a-f]{64}\.part$", r"-wal$", r"\.sqlite$"])
def test_every_kind_of_sync_is_needed(trace: list[model.Call], quick_folder: Path, unsynced: str):
    """Without the syncs of one kind of file or folder the same check does find something lost."""
    path: dict[str, str] = {}
    calls = []
    for call in trace:
        if call.what in ("create", "folder"):
            path[call.target] = call.other
        if not (call.what == "sync" and re.search(unsynced, path[call.target])):
            calls.append(call)
    assert len(calls) < len(trace)
    assert next(faults_after_each(calls, quick_folder, (nothing,)), None) is not None
