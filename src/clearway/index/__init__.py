"""The check index: which areas hold a point, which a line passes, which places an area holds. Exact, at any instant.

    index = CheckIndex.from_areas(wkb, severity, valid_from, valid_until)
    points, areas = index.pairs(lon, lat, at)

Everything is decided on whole numbers of 1e-7 degree, edges straight in longitude and latitude; an area's border
belongs to it, and longitude 180 is longitude -180. Two engines keep the same contract: the compiled one
(``clearway_native``, built by ``make native``) and, where it is not built, one on Shapely. ``ENGINE`` says which runs.

``HistoryIndex(history).at(instant)`` and ``SituationIndex(situation)`` answer as ``clearway.projection.check`` does.
"""

from __future__ import annotations

from clearway.index.areas import NOWHERE, CheckIndex
from clearway.index.engine import ENGINE, ENGINES
from clearway.index.places import PlaceIndex
from clearway.index.situation import HistoryIndex, SituationIndex, Surroundings

__all__ = ["ENGINE", "ENGINES", "NOWHERE", "CheckIndex", "HistoryIndex", "PlaceIndex", "SituationIndex", "Surroundings"]
