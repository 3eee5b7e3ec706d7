"""Tiles: a log as static files (https://c2sp.org/tlog-tiles), for a web server, a folder or a stick.

``tile/<level>/<index>`` holds up to 256 hashes: level 0 leaf hashes, each level above the roots of full tiles below.
``tile/entries/<index>`` holds the leaves themselves, each after its length in two bytes. The last tile of a level is
partial and carries its width in its name, so that no file of a name ever changes. Only ``checkpoint`` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from clearway.problems import ClearwayBug, refuse
from clearway.tlog.merkle import HASH_SIZE, HashReader, root_of
from clearway.tlog.spelling import LARGEST

CHECKPOINT_PATH = "checkpoint"
WIDTH = 256
ENTRIES = -1
"""The ``level`` of an entry bundle."""

LONGEST_ENTRY = 0xFFFF
_HEIGHT = 8
_LENGTH_SIZE = 2
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One file of a log: its level (0 to 63, or ``ENTRIES``), index in the level, and width (1 to 256)."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The file's path under the log's prefix, with ``/``."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"

    @property
    def full(self) -> Tile:
        """The full tile of the same place, which may stand in for a partial one that was removed."""
        return Tile(self.level, self.index)


def parse_tile_path(path: str) -> Tile:
    """Read a tile's path. Refused: ``log.not_a_tile`` for every other spelling, so that one tile has one name."""
    match = _PATH.fullmatch(path)
    if match is None:
        refuse("log.not_a_tile", path=path)
    level, groups, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(groups.replace("x", "").replace("/", "")),
        int(width or WIDTH),
    )
    if tile.path != path or tile.level > 63 or tile.width > WIDTH or tile.index > LARGEST:
        refuse("log.not_a_tile", path=path)
    return tile


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """The files which a tree of ``size`` leaves has and the tree of its first ``since`` leaves has not.

    Bundles come first, then hash tiles level by level. A full tile replaces the partial ones of its place.
    """
    yield from _level_tiles(ENTRIES, size, since)
    level = 0
    while size >> (_HEIGHT * level):
        yield from _level_tiles(level, size >> (_HEIGHT * level), since >> (_HEIGHT * level))
        level += 1


def _level_tiles(level: int, count: int, before: int) -> Iterator[Tile]:
    for index in range(before // WIDTH, count // WIDTH):
        yield Tile(level, index)
    if count % WIDTH and count != before:
        yield Tile(level, count // WIDTH, count % WIDTH)


def write_hashes(tile: Tile, read: HashReader) -> bytes:
    """The bytes of a hash tile, from a reader of its tree."""
    first = tile.index * WIDTH
    return b"".join(read(_HEIGHT * tile.level, index) for index in range(first, first + tile.width))


def parse_hashes(data: bytes, tile: Tile) -> tuple[bytes, ...]:
    """The hashes of a tile. Refused: ``log.tile_damaged`` unless there are exactly as many as its width."""
    if len(data) != tile.width * HASH_SIZE:
        refuse("log.tile_damaged", path=tile.path)
    return tuple(data[start : start + HASH_SIZE] for start in range(0, len(data), HASH_SIZE))


def write_entries(leaves: Iterable[bytes]) -> bytes:
    """The bytes of an entry bundle. Refused: ``log.entry_too_long`` for a leaf of more than 65,535 bytes."""
    parts: list[bytes] = []
    for leaf in leaves:
        if len(leaf) > LONGEST_ENTRY:
            refuse("log.entry_too_long", size=len(leaf))
        parts += (len(leaf).to_bytes(_LENGTH_SIZE, "big"), leaf)
    return b"".join(parts)


def parse_entries(data: bytes, tile: Tile) -> tuple[bytes, ...]:
    """The leaves of a bundle. Refused: ``log.tile_damaged`` unless there are exactly as many as its width.

    They are proved only when their hashes give the root of a signed checkpoint.
    """
    leaves: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH_SIZE
        at = start + int.from_bytes(data[at:start], "big")
        leaves.append(data[start:at])
        if start > len(data) or at > len(data):
            refuse("log.tile_damaged", path=tile.path)
    if len(leaves) != tile.width:
        refuse("log.tile_damaged", path=tile.path)
    return tuple(leaves)


class TileReader:
    """Reads the hashes of a tree of ``size`` leaves out of its tiles, for making proofs.

    ``fetch`` gives a tile's bytes (it may give the full tile of the same place instead) and refuses what it has not.
    Nothing read is trusted: proofs made from it are verified against a signed checkpoint like any others.
    """

    def __init__(self, size: int, fetch: Callable[[Tile], bytes]) -> None:
        self._size = size
        self._fetch = fetch
        self._tiles: dict[Tile, tuple[bytes, ...]] = {}

    def read(self, level: int, index: int) -> bytes:
        """The hash reader. Refused: ``log.tile_damaged``, and whatever ``fetch`` refuses."""
        if (index + 1) << level > self._size:
            raise ClearwayBug(f"a tree of {self._size} leaves has no complete subtree {index} at level {level}")
        tile_level, height = divmod(level, _HEIGHT)
        place, offset = divmod(index << height, WIDTH)
        width = min(WIDTH, (self._size >> (_HEIGHT * tile_level)) - place * WIDTH)
        hashes = self._hashes(Tile(tile_level, place, width))
        return root_of(hashes[offset : offset + (1 << height)])

    def _hashes(self, tile: Tile) -> tuple[bytes, ...]:
        if tile not in self._tiles:
            data = self._fetch(tile)
            if len(data) == WIDTH * HASH_SIZE:
                data = data[: tile.width * HASH_SIZE]
            self._tiles[tile] = parse_hashes(data, tile)
        return self._tiles[tile]
