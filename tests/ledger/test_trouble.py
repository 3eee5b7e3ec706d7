"""A disk that cannot be written, and another program in the way: refused by name, and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from clearway.ledger.shelf import verified
from clearway.ledger.sqlite import SqliteLedger
from clearway.ledger.trouble import refusing
from clearway.problems import ClearwayBug, Refused
from tests import parts
from tests.ledger import trouble_driver
from tests.ledger.build import append, leaf, leaves, picture
from tests.ledger.trouble_driver import code

REPOSITORY = Path(__file__).resolve().parents[2]


def on_small_disk(case: str, folder: Path) -> tuple[set[str | None], bool]:
    """The codes of all refusals, and whether everything that was kept before is as it was."""
    parts.need("mount")
    alone = [parts.need("unshare"), "--mount", *(() if os.geteuid() == 0 else ("--user", "--map-root-user"))]
    command = [*alone, sys.executable, "-m", "tests.ledger.trouble_driver", case, str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if done.returncode == trouble_driver.NO_MOUNTS or done.stderr.startswith("unshare:"):
        parts.lack(f"no disk can be mounted here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return set(said["refused"].values()) | ({said["make"]} if "make" in said else set()), said["same"]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("read_only", "ledger.read_only"),
        ("read_only_with_unfinished_writes", "ledger.read_only"),
        ("full", "ledger.disk_full"),
        ("full_when_opened", "ledger.disk_full"),
    ],
)
def test_a_disk_that_cannot_be_written_is_named_and_loses_nothing(tmp_path: Path, case: str, expected: str):
    assert on_small_disk(case, tmp_path) == ({expected}, True)


def test_a_lock_held_by_another_program_is_named_and_then_gone(tmp_path: Path):
    file = tmp_path / "ledger.sqlite"
    with SqliteLedger(file, create=True, wait_s=0.05) as ledger:
        append(ledger, leaf(1))
        before = picture(ledger)
        script = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('BEGIN IMMEDIATE'); "
        script += "print('held', flush=True); sys.stdin.read()"
        other = subprocess.Popen(
            [sys.executable, "-c", script, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert code(lambda: append(ledger, leaf(2), blobs=[b"photo"])) == "ledger.locked"
        assert code(lambda: ledger.put_blob(b"photo")) == "ledger.locked"
        assert picture(ledger) == before
        assert list((tmp_path / "blobs").iterdir()) == []
        other.communicate("")
        append(ledger, leaf(2), blobs=[b"photo"])
        assert len(list(ledger.entries())) == 2


def test_a_reader_is_not_in_the_way_of_a_writer(tmp_path: Path):
    file = tmp_path / "ledger.sqlite"
    with SqliteLedger(file, create=True, wait_s=0.05) as ledger, SqliteLedger(file) as reader:
        append(ledger, *leaves(1, 2, 3))
        reading = reader.entries()
        assert next(reading).leaf == leaf(1)
        append(ledger, leaf(4))
        assert [entry.leaf for entry in reading] == list(leaves(2, 3))
        assert len(list(reader.entries())) == 4
        with reader.shelf() as shelf:
            size = shelf.trees(shelf.origins()[0])[0].size
            append(ledger, leaf(5))
            assert shelf.trees(shelf.origins()[0])[0].size == size


def test_several_threads_may_use_one_ledger(tmp_path: Path):
    with SqliteLedger(tmp_path / "ledger.sqlite", create=True) as ledger:
        origins = [f"log-{number}.example/public" for number in range(4)]

        def work(origin: str) -> None:
            for number in range(8):
                append(ledger, leaf(number, origin), origin=origin)
                list(ledger.entries())

        threads = [threading.Thread(target=work, args=(origin,)) for origin in origins]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {origin: ledger.head(origin).size for origin in origins} == dict.fromkeys(origins, 8)


def test_an_append_between_two_looks_is_no_damage(tmp_path: Path):
    file = tmp_path / "ledger.sqlite"
    with SqliteLedger(file, create=True) as ledger, SqliteLedger(file) as reader:
        append(ledger, leaf(1))
        with reader.shelf() as rows:
            (tree,) = rows.trees(rows.origins()[0])

        class Interrupted:
            """A shelf in whose every look at checkpoints or heads another program appends before the next."""

            def __getattr__(self, name: str) -> Any:
                look = getattr(rows, name)
                if name not in ("notes", "head_rows"):
                    return look

                def looked(*asked: Any) -> list[Any]:
                    found = list(look(*asked))
                    append(ledger, leaf(ledger.head(tree.origin).size + 1))
                    return found

                return looked

        assert [entry.leaf for entry in verified(Interrupted(), tree, 0)] == [leaf(1)]
        assert ledger.head(tree.origin).size == 3


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 84])
def test_a_file_that_is_no_ledger_is_not_touched(tmp_path: Path, content: bytes):
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(content)
    with pytest.raises(Refused, match=r"ledger\.not_a_ledger|ledger\.store_damaged"):
        SqliteLedger(file)
    assert file.read_bytes() == content


def test_another_programs_database_and_a_newer_format_are_refused(tmp_path: Path):
    file = tmp_path / "ledger.sqlite"
    assert code(lambda: SqliteLedger(file)) == "ledger.not_found"
    assert not file.exists()
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE other (x)")
    db.close()
    assert code(lambda: SqliteLedger(file, create=True)) == "ledger.not_a_ledger"
    file.unlink()
    with SqliteLedger(file, create=True):
        pass
    db = sqlite3.connect(file)
    db.execute("PRAGMA user_version = 2")
    db.close()
    assert code(lambda: SqliteLedger(file)) == "ledger.newer_format"


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path):
    (tmp_path / "ledger.sqlite").mkdir()
    assert code(lambda: SqliteLedger(tmp_path / "ledger.sqlite")) == "ledger.unwritable"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, "x"), "ledger.disk_full"),
        (OSError(errno.EDQUOT, "x"), "ledger.disk_full"),
        (OSError(errno.EROFS, "x"), "ledger.read_only"),
        (OSError(errno.EACCES, "x"), "ledger.read_only"),
        (OSError(errno.EIO, "x"), "ledger.unwritable"),
        (OSError("no number"), "ledger.unwritable"),
        (sqlite3.DatabaseError("no name"), "ledger.store_damaged"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), "ledger.store_damaged"),
    ],
)
def test_what_the_system_says_is_said_again_as_a_refusal(tmp_path: Path, error: Exception, expected: str):
    def fail() -> None:
        with refusing(tmp_path / "ledger.sqlite"):
            raise error

    assert code(fail) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SQLITE_BUSY_SNAPSHOT", "ledger.locked"),
        ("SQLITE_FULL", "ledger.disk_full"),
        ("SQLITE_READONLY_DIRECTORY", "ledger.read_only"),
        ("SQLITE_CORRUPT_INDEX", "ledger.store_damaged"),
        ("SQLITE_NOTADB", "ledger.not_a_ledger"),
        ("SQLITE_IOERR_FSYNC", "ledger.unwritable"),
    ],
)
def test_what_sqlite_says_is_said_again_as_a_refusal(tmp_path: Path, name: str, expected: str):
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = name
    test_what_the_system_says_is_said_again_as_a_refusal(tmp_path, error, expected)


def test_a_write_within_a_reading_is_a_fault_of_the_program(tmp_path: Path):
    with SqliteLedger(tmp_path / "ledger.sqlite", create=True) as ledger, ledger.shelf(), pytest.raises(ClearwayBug):
        ledger.put_blob(b"photo")
