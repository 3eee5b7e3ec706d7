"""Tiles: the specification's examples, one name for one tile, and proofs made from files alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.problems import ClearwayBug
from clearway.tlog.merkle import Tree, consistency_proof, inclusion_proof, leaf_hash, root_at, root_of
from clearway.tlog.tiles import (
    ENTRIES,
    Tile,
    TileReader,
    parse_entries,
    parse_hashes,
    parse_tile_path,
    tiles_of,
    write_entries,
    write_hashes,
)
from tests.refusals import refused

LEAVES = [b"leaf %d" % number for number in range(70_000)]
TREE = Tree(map(leaf_hash, LEAVES))

TILES = st.builds(
    Tile,
    st.just(ENTRIES) | st.integers(0, 63),
    st.integers(0, 2**63 - 1) | st.integers(0, 5000),
    st.integers(1, 256),
)


def files_of(size: int, since: int = 0) -> dict[str, bytes]:
    files = {}
    for tile in tiles_of(size, since):
        first = tile.index * 256
        entries = tile.level == ENTRIES
        data = write_entries(LEAVES[first : first + tile.width]) if entries else write_hashes(tile, TREE.read)
        files[tile.path] = data
    return files


def test_the_published_examples() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    tiles = list(tiles_of(70_000))
    for level, full, partial in ((ENTRIES, 273, 112), (0, 273, 112), (1, 1, 17), (2, 0, 1)):
        here = [tile for tile in tiles if tile.level == level]
        assert [tile.width for tile in here] == [256] * full + [partial]
        assert [tile.index for tile in here] == list(range(full + 1))
    assert max(tile.level for tile in tiles) == 2
    assert [tile.path for tile in tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == []


@given(TILES)
def test_a_path_is_read_back(tile: Tile) -> None:
    assert parse_tile_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/999",
        "tile/0/000.p/",
        "tile/0/000/",
        "tile/0/../000",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/" + "x999/" * 7 + "999",
    ],
)
def test_no_other_name_is_a_tile(path: str) -> None:
    with refused("log.not_a_tile"):
        parse_tile_path(path)


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_what_is_new_and_what_was_there_make_the_whole(one: int, other: int) -> None:
    since, size = sorted((one, other))
    new, before, whole = set(tiles_of(size, since)), set(tiles_of(since)), set(tiles_of(size))
    assert new == whole - before
    # What is no longer named was partial and grew; nothing full is ever replaced.
    assert all(tile.width < 256 for tile in before - whole)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 70_000])
def test_roots_and_proofs_come_from_the_files_alone(size: int) -> None:
    files = files_of(size)
    reader = TileReader(size, lambda tile: files[tile.path])
    assert root_at(size, reader.read) == TREE.root(size)
    for index in {0, 1, size // 2, size - 1} & set(range(size)):
        assert inclusion_proof(index, size, reader.read) == TREE.inclusion(index, size)
    for old in {1, 2, size // 3, 256, size} & set(range(1, size + 1)):
        assert consistency_proof(old, size, reader.read) == TREE.consistency(old, size)
    leaves = [
        leaf for tile in tiles_of(size) if tile.level == ENTRIES for leaf in parse_entries(files[tile.path], tile)
    ]
    assert leaves == LEAVES[:size]
    assert root_of(map(leaf_hash, leaves)) == TREE.root(size)


def test_a_full_tile_may_stand_in_for_a_partial_one() -> None:
    files = files_of(300) | files_of(512)
    del files["tile/0/001.p/44"]

    def fetch(tile: Tile) -> bytes:
        return files.get(tile.path) or files[tile.full.path]

    assert inclusion_proof(299, 300, TileReader(300, fetch).read) == TREE.inclusion(299, 300)


def test_a_reader_does_not_answer_beyond_its_size() -> None:
    reader = TileReader(300, lambda tile: files_of(300)[tile.path])
    for level, index in ((0, 300), (8, 1), (9, 0), (2, 75)):
        with pytest.raises(ClearwayBug):
            reader.read(level, index)


def test_a_damaged_tile_is_refused() -> None:
    tile = Tile(0, 0, 3)
    good = write_hashes(tile, TREE.read)
    assert parse_hashes(good, tile) == tuple(TREE.read(0, index) for index in range(3))
    for bad in (b"", good[:-1], good + b"\0", good[32:]):
        with refused("log.tile_damaged"):
            parse_hashes(bad, tile)
        with refused("log.tile_damaged"):
            TileReader(3, {tile: bad}.__getitem__).read(0, 0)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_entries_are_read_back(leaves: list[bytes]) -> None:
    assert parse_entries(write_entries(leaves), Tile(ENTRIES, 0, len(leaves))) == tuple(leaves)


def test_the_longest_entry_and_one_more() -> None:
    leaf = bytes(65_535)
    assert parse_entries(write_entries([leaf, b""]), Tile(ENTRIES, 0, 2)) == (leaf, b"")
    with refused("log.entry_too_long"):
        write_entries([leaf + b"\0"])


def test_a_damaged_bundle_is_refused() -> None:
    tile = Tile(ENTRIES, 0, 2)
    good = write_entries([b"one", b"two"])
    for bad in (b"", good[:-1], good[:5], good[:6], good + b"\0", good + b"\0\0", good[5:], b"\xff\xff" + good):
        with refused("log.tile_damaged"):
            parse_entries(bad, tile)
