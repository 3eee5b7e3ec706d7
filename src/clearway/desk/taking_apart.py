"""The process in which one PDF is read: its bytes come in, what was taken or refused goes out, nothing is kept."""

from __future__ import annotations

import logging
import resource
import sys

import msgspec

from clearway.desk.taking import LONGEST_S, Told
from clearway.intake import take_in
from clearway.problems import Refused

MOST_MEMORY = 1 << 30
"""Bytes of memory for reading one file."""


def main() -> None:
    """Read standard input, write what was found as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_S, LONGEST_S))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    logging.disable(logging.CRITICAL)
    data = sys.stdin.buffer.read()
    try:
        told = Told(taken=take_in(data, "file.pdf"))
    except Refused as refused:
        told = Told(refused=[(each.code, dict(each.params)) for each in refused.problems])
    sys.stdout.buffer.write(msgspec.json.encode(told))


if __name__ == "__main__":
    main()
