"""Scanned papers (PDF) without what a scanner, program or camera wrote into them: who, where, when, with what.

The pages stay as they look. What a page is not made of goes: the document's own descriptions, attached files, scripts,
the names of those who made notes on it, and in every photo on a page all but the photo.
"""

from __future__ import annotations

from clearway.desk.apart import run_apart
from clearway.problems import refuse

_APART = "clearway.desk.papers_apart"


def stripped_paper(data: bytes) -> bytes:
    """The same pages without what the file says of its making. Refused: ``desk.paper_unreadable``."""
    clean = run_apart(_APART, data)
    return clean or refuse("desk.paper_unreadable")
