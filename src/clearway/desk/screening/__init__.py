"""Screening a table: the same rows with what holds at each position. Millions of rows, with little memory.

``run`` is the use case; ``opening`` finds the format (``text``, ``arrow``), and ``tables`` says what all of them do;
``rows`` answers for one piece of the table; ``journal`` remembers which pieces are done, so that a run that was killed
goes on where it was.
"""

from __future__ import annotations

from clearway.desk.screening.run import Screened, screen

__all__ = ["Screened", "screen"]
