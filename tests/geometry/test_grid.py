"""The index of boxes finds what meets a box, whatever was added and in which order; squares tile what they cover."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import (
    EMPTY,
    WORLD,
    Bbox,
    Grid,
    Region,
    box,
    boxes_meet,
    contains,
    grid_cells,
    intersects,
)
from clearway.problems import ClearwayBug
from tests.shapes import SQUARE, regions, scaled


@st.composite
def any_box(draw: st.DrawFn) -> Bbox:
    """Boxes of every size, points and lines among them, often on the borders of cells."""
    size = st.sampled_from([0, 1, 2, 7, 8, 1000, 4096, 10**6, 10**9])
    x = draw(st.one_of(st.integers(-20, 20), st.integers(-(10**9), 10**9), st.sampled_from([-4096, 4096, -(2**20)])))
    y = draw(st.one_of(st.integers(-20, 20), st.integers(-(10**8), 10**8), st.sampled_from([-4096, 4096, -(2**20)])))
    return (x, y, x + draw(size), y + draw(size))


def grown(boxes: list[Bbox]) -> Grid[int]:
    grid: Grid[int] = Grid()
    for number, bounds in enumerate(boxes):
        grid = grid.add(number, bounds)
    return grid


class TestGrid:
    @given(st.lists(any_box(), max_size=30), any_box())
    def test_it_finds_each_key_that_meets_once_and_no_other(self, boxes, asked):
        found = list(grown(boxes).query(asked))
        assert sorted(found) == [number for number, bounds in enumerate(boxes) if boxes_meet(bounds, asked)]

    @given(st.lists(any_box(), max_size=10), any_box())
    def test_an_older_grid_stays_as_it_was(self, boxes, asked):
        before = grown(boxes)
        found = set(before.query(asked))
        after = before.add(-1, asked)
        assert set(before.query(asked)) == found
        assert set(after.query(asked)) == found | {-1}
        assert (-1 in after, -1 in before) == (True, False)
        assert len(after) == len(before) + 1

    @given(st.lists(any_box(), max_size=10))
    def test_the_whole_map_finds_all(self, boxes):
        assert sorted(grown(boxes).query(WORLD)) == sorted(grown(boxes).keys()) == list(range(len(boxes)))

    def test_adding_again_changes_nothing(self):
        grid = Grid[str]().add("a", (0, 0, 1, 1))
        assert grid.add("a", (0, 0, 1, 1)) is grid
        with pytest.raises(ClearwayBug):
            grid.add("a", (0, 0, 1, 2))

    @given(any_box())
    def test_a_box_lies_in_four_cells_at_most(self, bounds):
        ((_, cells),) = Grid[int]().add(1, bounds)._levels.items()
        assert len(cells) <= 4

    def test_a_large_question_over_small_boxes_does_not_visit_every_cell(self):
        grid = grown([(x, 0, x + 1, 1) for x in range(100)])
        assert sorted(grid.query(WORLD)) == list(range(100))


class TestSquares:
    @given(regions().map(lambda region: scaled(region, 7, (-40, -30))), st.integers(5, 60))
    def test_they_are_those_that_meet_the_region(self, region, size):
        squares = grid_cells(region, size)
        west, south, east, north = region.bbox
        every = [
            box((x * size, y * size, (x + 1) * size, (y + 1) * size))
            for x in range(west // size - 2, east // size + 3)
            for y in range(south // size - 2, north // size + 3)
        ]
        assert list(squares) == [square for square in every if intersects(square, region)]
        assert contains(Region.union(*squares), region)

    def test_a_region_on_their_borders_takes_the_neighbours_too(self):
        assert len(grid_cells(SQUARE, 10)) == 9
        assert len(grid_cells(box((1, 1, 9, 9)), 10)) == 1

    def test_they_end_with_the_map(self):
        corner = grid_cells(box((1_799_999_999, 899_999_999, 1_800_000_000, 900_000_000)), 700_000_000)
        assert [square.bbox for square in corner] == [(1_400_000_000, 700_000_000, 1_800_000_000, 900_000_000)]

    def test_nothing_has_none(self):
        assert grid_cells(EMPTY, 10) == ()
        with pytest.raises(ClearwayBug):
            grid_cells(SQUARE, 0)
