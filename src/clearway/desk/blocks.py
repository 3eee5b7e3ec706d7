"""The pre-drawn blocks over which a public notice may speak, and grid cells where nobody drew any (DESIGN E).

A notice covers whole blocks, so that its shape says nothing about where in it the item lies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from clearway.geometry import Grid, Region, e7_of, grid_cells, intersects, normalise, parse_region
from clearway.problems import Refused, refuse

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]{0,199}")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its id, as notices write it, and its ground."""

    id: str
    ground: Region


@dataclass(frozen=True)
class Blocks:
    """All blocks of a workspace. ``grid_e7`` is the side of the grid cells that serve where there is no block."""

    drawn: tuple[Block, ...]
    grid_e7: int

    @cached_property
    def _grid(self) -> Grid[int]:
        grid: Grid[int] = Grid()
        for number, block in enumerate(self.drawn):
            grid = grid.add(number, block.ground.bbox)
        return grid

    def drawn_over(self, ground: Region) -> Iterator[Block]:
        """The drawn blocks that the ground touches, in the order drawn."""
        for number in sorted(self._grid.query(ground.bbox)):
            if intersects(self.drawn[number].ground, ground):
                yield self.drawn[number]

    def cells_over(self, ground: Region) -> Iterator[Block]:
        """The grid cells that the ground touches; their ids hold the grid's side, column and row."""
        for cell in grid_cells(ground, self.grid_e7):
            west, south = cell.bbox[:2]
            yield Block(f"grid/{self.grid_e7}/{west // self.grid_e7}/{south // self.grid_e7}", cell)


def parse_blocks(file: str, text: str) -> tuple[Block, ...]:
    """The blocks of a GeoJSON FeatureCollection; each feature has an ``id`` and a Polygon or MultiPolygon.

    Refused: ``desk.blocks_unreadable``, naming the feature.
    """
    try:
        document = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        refuse("desk.blocks_unreadable", file=file, because=str(error))
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        refuse("desk.blocks_unreadable", file=file, because="no list of features")
    blocks: dict[str, Block] = {}
    for number, feature in enumerate(features, start=1):
        block = _parse_block(file, number, feature)
        if block.id in blocks:
            refuse("desk.blocks_unreadable", file=file, because=f"two features have the id {block.id}")
        blocks[block.id] = block
    return tuple(blocks.values())


def _parse_block(file: str, number: int, feature: Any) -> Block:
    try:
        properties = feature.get("properties") or {}
        name = str(feature.get("id") or properties.get("id") or "")
        shape = feature["geometry"]
        rings = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        ground = parse_region(normalise(_in_e7(rings)), f"/{file}/{number}")
    except Refused as refused:
        refuse("desk.blocks_unreadable", file=file, because=f"feature {number}: {refused}")
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
        refuse("desk.blocks_unreadable", file=file, because=f"feature {number} is not a polygon")
    if not _ID.fullmatch(name):
        refuse("desk.blocks_unreadable", file=file, because=f"feature {number} has no id that can stand in a record")
    return Block(name, ground)


def _in_e7(value: Any) -> Any:
    if isinstance(value, list) and value and not isinstance(value[0], list):
        return [e7_of(each) for each in value[:2]]
    return [_in_e7(each) for each in value]
