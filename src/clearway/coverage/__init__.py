"""Coverage computed: how much of an area was searched so that it counts, what was not enough, what nobody searched.

Nothing typed is believed. The shapes that teams report, less the parts they left out, are held against what is wanted
(depth, standard, the widest gap, when the last event had ended) by rule B6. ``Coverage.find`` answers for one point
exactly; the drawings and square metres are for screens, paper and the team that goes back.
"""

from __future__ import annotations

from clearway.coverage.computed import cover
from clearway.coverage.model import Coverage, Gap, LeftOut, Lot, Part, Search, State, Typed, Wanted, Why
from clearway.coverage.reported import coverage_of, wanted_by

__all__ = [
    "Coverage",
    "Gap",
    "LeftOut",
    "Lot",
    "Part",
    "Search",
    "State",
    "Typed",
    "Wanted",
    "Why",
    "cover",
    "coverage_of",
    "wanted_by",
]
