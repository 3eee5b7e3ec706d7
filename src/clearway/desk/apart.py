"""A process of its own for a stranger's file, with bounds: some formats can keep a reader busy for ever."""

from __future__ import annotations

import logging
import resource
import subprocess
import sys

LONGEST_S = 60
"""Seconds that one file may take."""

MOST_MEMORY = 1 << 30
"""Bytes of memory for one file."""


def run_apart(module: str, data: bytes) -> bytes | None:
    """What ``module``, run as a program, makes of the bytes; None if it took too long, too much memory, or failed."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module; nothing of the file stands on the command line
            [sys.executable, "-I", "-m", module], input=data, capture_output=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def read_bounded() -> bytes:
    """For the process apart: the bytes of its standard input, once the bounds are set and nothing is logged."""
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_S, LONGEST_S))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    logging.disable(logging.CRITICAL)
    return sys.stdin.buffer.read()
