"""The check index: which areas hold a point, which a line passes, which places an area holds. Exact, at any instant.

    index = CheckIndex.from_areas(wkb, severity, valid_from, valid_until)
    points, areas = index.pairs(lon, lat, at)

Everything is decided on whole numbers of 1e-7 degree, edges straight in longitude and latitude; an area's border
belongs to it, and longitude 180 is longitude -180. Two engines keep the same contract: the compiled one
(``clearway_native``, built by ``make native``) and, where it is not built, one on Shapely. ``ENGINE`` says which runs.

``HistoryIndex(history)`` is asked about any instant, ``SituationIndex(situation)`` about one; both answer as
``clearway.projection.check`` does, and say where a track enters and leaves. ``Surroundings`` is what lies near.
"""

from __future__ import annotations

from clearway.index.areas import NOWHERE, CheckIndex
from clearway.index.engine import ENGINE, ENGINES
from clearway.index.history import HistoryIndex
from clearway.index.places import PlaceIndex
from clearway.index.situation import SituationIndex, Surroundings
from clearway.index.tracks import Passed, Stretch

__all__ = [
    "ENGINE",
    "ENGINES",
    "NOWHERE",
    "CheckIndex",
    "HistoryIndex",
    "Passed",
    "PlaceIndex",
    "SituationIndex",
    "Stretch",
    "Surroundings",
]
