"""Perimeters as teams record them: a reference point, bearings and distances, turning points, grid references.

``read_perimeter`` turns the text of a field sheet into corners on WGS 84 and says by how much the walk around them
misses its start; ``tabulate`` writes ground out the same way, for documents and for the team that goes back. Nothing
is adjusted: the corners are where the team's own figures put them, and the error is stated beside them.
"""

from __future__ import annotations

from clearway.perimeter.bearing import Bearings, North, Unit
from clearway.perimeter.field_sheet import read_perimeter
from clearway.perimeter.geodesy import Leg, go, leg_between
from clearway.perimeter.notation import Fix, Utm, read_fix, to_utm, write_degrees, write_dms, write_mgrs, write_utm
from clearway.perimeter.table import Border, Turning, tabulate
from clearway.perimeter.traverse import CLOSES, Closing, Corner, Limit, Perimeter, Station, walk

__all__ = [
    "CLOSES",
    "Bearings",
    "Border",
    "Closing",
    "Corner",
    "Fix",
    "Leg",
    "Limit",
    "North",
    "Perimeter",
    "Station",
    "Turning",
    "Unit",
    "Utm",
    "go",
    "leg_between",
    "read_fix",
    "read_perimeter",
    "tabulate",
    "to_utm",
    "walk",
    "write_degrees",
    "write_dms",
    "write_mgrs",
    "write_utm",
]
