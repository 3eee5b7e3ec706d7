"""The real parts that some tests need beside Python: programs of the operating system.

A test says ``parts.need("strace")``. Where the program is missing the test is skipped and says so, except when
``CLEARWAY_TEST_ALL`` is 1: then everything is said to be installed, and a missing part is a failure.
``python3 tests/parts.py`` prints the Debian packages that would bring what is missing; it imports nothing else, so
that it runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil

# program -> the Debian package that brings it
PARTS = {
    "gcc": "gcc libc6-dev",
    "git": "git",
    "go": "golang-go",
    "make": "make",
    "mount": "mount",
    "strace": "strace",
    "unshare": "util-linux",
}


def missing() -> list[str]:
    """The programs of ``PARTS`` that are not on the path."""
    return [program for program in PARTS if shutil.which(program) is None]


def need(program: str) -> str:
    """The path of ``program``; skips the test without it, or fails where everything was to be installed."""
    import pytest

    if program not in PARTS:
        raise KeyError(f"name {program} in tests/parts.py first, with its Debian package")
    path = shutil.which(program)
    if path is None and os.environ.get("CLEARWAY_TEST_ALL") == "1":
        pytest.fail(f"{program} is missing: apt-get install {PARTS[program]}")
    if path is None:
        pytest.skip(f"needs {program} (Debian: {PARTS[program]})")
    return path


if __name__ == "__main__":
    print(" ".join(PARTS[program] for program in missing()))
