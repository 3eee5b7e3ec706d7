"""Ground: polygons, discs and lines on WGS 84 in whole numbers of 1e-7 degree, and exact questions about them.

Edges are straight in longitude and latitude. Every predicate is decided in whole numbers; numpy and shapely only
narrow down what must be decided. This package alone imports shapely.
"""

from __future__ import annotations

from clearway.geometry.cells import At, Cell, Query, Track, cells
from clearway.geometry.drawn import (
    NOTHING,
    Drawn,
    Measured,
    deepest_each,
    list_owners,
    measure_each,
    measured,
    to_m2,
)
from clearway.geometry.footprint import (
    Blob,
    Disc,
    Footprint,
    Line,
    Polygons,
    Unplaced,
    find_shape,
    inward,
    outward,
    parse_bbox,
    parse_footprint,
    to_json,
    write_blob,
)
from clearway.geometry.gaps import close_gaps
from clearway.geometry.germ import Direction, Germ, germ
from clearway.geometry.grid import Grid, grid_cells
from clearway.geometry.parsing import normalise, parse_position, parse_region
from clearway.geometry.passages import passages, place_on
from clearway.geometry.predicates import contains, intersects
from clearway.geometry.rounds import disc, line, metres_e7
from clearway.geometry.segments import Point, overlapping
from clearway.geometry.shapes import EMPTY, WORLD, Bbox, Polygon, Position, Region, box, boxes_meet, clip_boxes
from clearway.geometry.written import e7_of

__all__ = [
    "EMPTY",
    "NOTHING",
    "WORLD",
    "At",
    "Bbox",
    "Blob",
    "Cell",
    "Direction",
    "Disc",
    "Drawn",
    "Footprint",
    "Germ",
    "Grid",
    "Line",
    "Measured",
    "Point",
    "Polygon",
    "Polygons",
    "Position",
    "Query",
    "Region",
    "Track",
    "Unplaced",
    "box",
    "boxes_meet",
    "cells",
    "clip_boxes",
    "close_gaps",
    "contains",
    "deepest_each",
    "disc",
    "e7_of",
    "find_shape",
    "germ",
    "grid_cells",
    "intersects",
    "inward",
    "line",
    "list_owners",
    "measure_each",
    "measured",
    "metres_e7",
    "normalise",
    "outward",
    "overlapping",
    "parse_bbox",
    "parse_footprint",
    "parse_position",
    "parse_region",
    "passages",
    "place_on",
    "to_json",
    "to_m2",
    "write_blob",
]
