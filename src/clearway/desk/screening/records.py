"""Where the records of a text file begin and end: cut by bytes, so that each process reads its own part."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np

_BLOCK = 1 << 20


def cut_records(path: Path, separator: str, start: int, rows: int) -> Iterator[tuple[int, int]]:
    """From ``start`` to the end of the file the bytes of every ``rows`` records (blank lines may count as some).

    Records are exactly those that Python's ``csv`` reads, whatever is quoted. Raises ``csv.Error`` as it does.
    """
    with path.open("rb") as file:
        while (end := _end_of_lines(file, start, rows) or end_of_records(file, separator, start, rows)) > start:
            yield start, end
            start = end


def end_of_records(file: BinaryIO, separator: str, start: int, rows: int) -> int:
    """Where so many records end, found by reading them.

    Everything that parts cells and records is one byte in UTF-8 and part of no other letter, so letters do not matter.
    """
    file.seek(start)
    text = io.TextIOWrapper(file, encoding="latin-1", newline="")
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in text:
            taken += len(line)
            yield line

    try:
        for _ in islice(csv.reader(lines(), delimiter=separator), rows):
            pass
    finally:
        text.detach()
    return start + taken


def _end_of_lines(file: BinaryIO, start: int, rows: int) -> int | None:
    """Where so many lines end, if nothing in them is quoted: then each of them is a record. None if something is."""
    file.seek(start)
    position, left = start, rows
    while block := file.read(_BLOCK):
        if block.endswith(b"\r"):
            block += file.read(1)
        if b'"' in block or block.count(b"\r") != block.count(b"\r\n"):
            return None
        found = block.count(b"\n")
        if found >= left:
            return position + int(np.flatnonzero(np.frombuffer(block, np.uint8) == 10)[left - 1]) + 1
        position, left = position + len(block), left - found
    return position
