"""Workers of a Dask cluster give the same table, also when one of them is killed; of positions they keep nothing."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clearway.desk.office import Office
from clearway.desk.screening import screen
from tests.offices import close
from tests.refusals import refused
from tests.tables import columns, optional, read, scattered

STOP_S = 60


@dataclass
class Running:
    """A scheduler and its workers, each a process of its own."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    folder: Path

    def written(self) -> bytes:
        """All that they have written, on their outputs and elsewhere."""
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Running]:
    optional("distributed")
    folder = tmp_path / "cluster"
    folder.mkdir()
    file = folder / "scheduler.json"
    settings = {"DASK_LOGGING__DISTRIBUTED": "debug", "DASK_TEMPORARY_DIRECTORY": str(folder)}

    def start(kind: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", kind, "--scheduler-file", str(file), "--no-dashboard", *words]
        with (folder / f"{kind}.log").open("ab") as log:
            return subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log, cwd=folder)

    with ExitStack() as started:
        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        started.callback(end, scheduler)
        workers = [start("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1") for _ in range(2)]
        for each in workers:
            started.callback(end, each)
        while not file.exists():
            assert scheduler.poll() is None
        distributed = optional("distributed")
        with distributed.Client(scheduler_file=str(file)) as client:
            client.wait_for_workers(2)
            address = client.scheduler.address
        yield Running(address, workers, folder)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def busy_office(office: Office) -> Office:
    """Enough restrictions for several cells."""
    for x in range(200_100_000, 201_900_000, 300_000):
        close(office, (x, 321_000_000, x + 100_000, 321_500_000))
    return office


def test_two_processes_of_a_cluster_one_of_them_killed_lose_nothing(busy_office, cluster, tmp_path) -> None:
    table, whole, out = scattered(tmp_path / "in.csv", 4000, seed=8), tmp_path / "whole.csv", tmp_path / "out.csv"
    screen(busy_office, table, whole)
    told: list[int] = []

    def hear(rows: int) -> None:
        told.append(rows)
        if rows >= 500 and cluster.workers[0].poll() is None:
            cluster.workers[0].send_signal(signal.SIGKILL)
            cluster.workers[0].wait()

    screen(busy_office, table, out, rows=100, cluster=cluster.address, tell=hear)
    assert cluster.workers[0].returncode == -signal.SIGKILL
    assert len([rows for rows in told if rows > 500]) > 10, "most of the work was done by the one that was left"
    assert out.read_bytes() == whole.read_bytes()
    written = cluster.written()
    assert len(written) > 1000, "they were asked to tell everything"
    for row in read(table)[:1000]:
        x, y = (round(float(row[name]) * 1e7) for name in ("Lon", "Lat"))
        for shown in (row["Lon"], str(x), x.to_bytes(8, "little"), y.to_bytes(8, "little")):
            assert (shown.encode() if isinstance(shown, str) else shown) not in written


def test_workers_that_are_started_here_give_the_same_table(busy_office, tmp_path) -> None:
    optional("distributed")
    table = scattered(tmp_path / "in.parquet", 300, seed=9)
    outs = [tmp_path / f"{number}.parquet" for number in range(2)]
    screen(busy_office, table, outs[0], accuracy_m=500)
    run_alone(tmp_path, table, outs[1])
    names = ("id", "clearway_verdict", "clearway_records", "clearway_reasons")
    assert columns(outs[0], *names) == columns(outs[1], *names)


ALONE = """
import sys
from pathlib import Path
from clearway.desk.office import open_office
from clearway.desk.screening import screen
from tests.offices import START
if __name__ == "__main__":
    folder, table, out = map(Path, sys.argv[1:])
    with open_office(folder / "crisis", clock=START) as office:
        screen(office, table, out, rows=40, cluster=2, accuracy_m=500)
"""
"""In a process of its own: what starts workers leaves threads and open files for the collector to find."""


def run_alone(folder: Path, table: Path, out: Path) -> None:
    script = folder / "alone.py"
    script.write_text(ALONE, encoding="utf-8")
    root = str(Path(__file__).parents[3])
    said = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", str(script), str(folder), str(table), str(out)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_nobody_at_an_address_is_said(office, tmp_path, monkeypatch) -> None:
    optional("distributed")
    from clearway.desk.screening import cluster as module

    monkeypatch.setattr(module, "_PATIENCE_S", 1)
    table, out = scattered(tmp_path / "in.csv", 3, seed=1), tmp_path / "out.csv"
    for address in ("tcp://127.0.0.1:9", "nonsense://here", "127.0.0.1:9"):
        with refused("screen.no_scheduler"):
            screen(office, table, out, cluster=address)
    assert not out.exists()


def test_without_the_package_it_is_said(office, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "clearway.desk.screening.cluster", raising=False)
    with refused("screen.needs_cluster"):
        screen(office, scattered(tmp_path / "in.csv", 3, seed=1), tmp_path / "out.csv", cluster=2)


def test_what_fails_on_a_worker_is_told_by_its_kind_alone() -> None:
    optional("distributed")
    from clearway.desk.screening.cluster import Fault, Sealed, answer_cell, open_part

    secret: Any = Sealed(b"20.0551234")
    assert "20.0551234" not in repr(secret)
    assert open_part(secret) == Fault("UnpicklingError")
    assert answer_cell(Fault("UnpicklingError"), secret, "0") == Fault("UnpicklingError")
    part = open_part(Sealed(pickle.dumps("no question")))
    assert part == Fault("AttributeError")
