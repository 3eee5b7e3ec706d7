"""The balance of hazardous areas against counting cell by cell, and one story after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.accounting import (
    By,
    Figures,
    Period,
    account,
    balances,
    list_additional,
    list_differing,
    list_families,
    list_overlaps,
)
from clearway.accounting.balance import AreaBalance
from clearway.geometry import Measured, Region, measured
from clearway.geometry import box as square
from clearway.terms import Product
from tests.laws.edges import WHOLE, Clearing
from tests.world import CELL, SOUTH, WEST, Polygons, World, box, disc, shaped, unplaced

HALF, WINDOW = box(0, 0, 4, 10), timedelta(hours=48)
SIDE = 6


def cell(x: int, y: int) -> Region:
    return square((WEST + x * CELL, SOUTH + y * CELL, WEST + (x + 1) * CELL, SOUTH + (y + 1) * CELL))


def about(west: int, east: int) -> object:
    """The square metres of so many columns of cells; whole figures may be rounded up or down to add up."""
    return pytest.approx(sum(measured(cell(x, y)).mm2 for x in range(west, east) for y in range(10)) / 1e6, abs=1)


@pytest.fixture
def world() -> World:
    found = World()
    found.settle()
    found.wait(days=1)
    return found


def the_area(world: World, at: datetime | None = None) -> AreaBalance:
    world.refresh()
    (found,) = balances(world.history(), at or world.now)
    return found


def surveyed(world: World, ground: Polygons, names: list[str], *, product: str = "cancelled") -> str:
    """A survey begun after everything, and the decision that rests on it."""
    begun = world.now + timedelta(minutes=10)
    world.wait(hours=1)
    survey = world.survey(world["survey1"], shaped(ground), begun, technical=product == "reduced")
    return world.decision(world["mac1"], shaped(ground), names, [survey], product)


def area(world: World, ground: Polygons, *replaces: str, **options: Any) -> str:
    """A hazardous area seen just now."""
    refs = [("replaces", each) for each in replaces]
    found = world.area(world["mac1"], shaped(ground), event=(None, world.now), refs=refs, **options)
    world.wait(minutes=10)
    return str(found)


class TestOneArea:
    def test_an_area_nobody_worked_on_remains_whole(self, world):
        area(world, WHOLE)
        found = the_area(world)
        assert found.remaining == found.original
        assert found.original.m2 == about(0, 10)
        assert found.figures == Figures(original=found.original.m2, remaining=found.original.m2)

    def test_cleared_ground_counts_at_the_decision_and_not_at_the_hand_over(self, world):
        done = Clearing(world)
        decided = world.history().get_log_time(world.history().find(done.decision))
        assert the_area(world, decided).figures.cleared > 0
        assert the_area(world, decided - timedelta(seconds=1)).figures.cleared == 0

    def test_only_what_was_searched_counts_as_cleared(self, world):
        Clearing(world, searched=HALF)
        found = the_area(world)
        assert found.figures.cleared == about(0, 4)
        assert found.figures.balances

    def test_only_what_was_controlled_counts_as_cleared(self, world):
        Clearing(world, lot=HALF)
        found = the_area(world)
        assert found.figures.cleared == about(0, 4)
        assert found.figures.balances

    @pytest.mark.parametrize(
        "spoilt", [{"search": {"method": "visual"}}, {"passed": False}, {"search": {"standard": "none"}}]
    )
    def test_what_does_not_clear_counts_nothing(self, world, spoilt):
        Clearing(world, **spoilt)
        assert the_area(world).figures.cleared == 0

    def test_a_lot_whose_control_failed_counts_nothing_until_a_passed_one_answers(self, world):
        done = Clearing(world)
        failed = world.control(world["quality1"], shaped(HALF), [done.search], passed=False)
        found = the_area(world)
        assert found.figures.cleared == about(4, 10)
        assert found.figures.balances
        world.control(world["quality1"], shaped(HALF), [done.search], answers=[failed])
        assert the_area(world).figures.cleared == about(0, 10)

    def test_a_typed_hundred_percent_counts_nothing(self, world):
        Clearing(world, searched=HALF, search={"typed_percent": 100})
        assert the_area(world).figures.remaining > the_area(world).figures.cleared

    def test_overlapping_decisions_count_once_for_the_first(self, world):
        one = area(world, WHOLE)
        first = surveyed(world, HALF, [one])
        second = surveyed(world, WHOLE, [one], product="reduced")
        found = the_area(world)
        assert [piece.decision for piece in found.pieces] == [first, second]
        assert found.figures.remaining == 0
        assert found.figures.cancelled == about(0, 4)
        assert [piece.organisations for piece in found.pieces] == [("surveyors",), ("surveyors",)]

    def test_a_suspended_decision_gives_its_ground_back(self, world):
        one = area(world, WHOLE)
        decision = surveyed(world, WHOLE, [one])
        released = the_area(world).at
        world.wait(hours=1)
        world.suspension(world["mac1"], decision)
        world.wait(hours=1)
        found = account(world.history(), Period(released, world.now)).total
        assert found.returned == found.closing > 0
        assert found.balances

    def test_an_area_made_in_error_counts_as_never_made(self, world):
        one = area(world, WHOLE)
        void = world.void(world["mac1"], None, [one], axes=("hazard",))
        world.approval(world["mac2"], void, "second")
        world.now += WINDOW
        found = the_area(world)
        assert found.figures == Figures()
        assert found.withdrawn.m2 > 0

    def test_an_area_somewhere_has_no_square_metres_and_is_listed(self, world):
        one = world.area(world["mac1"], unplaced(WHOLE))
        found = the_area(world)
        assert found.unshaped == (one,)
        assert found.figures == Figures()

    def test_a_disc_has_the_ground_that_is_drawn_for_it(self, world):
        world.area(world["mac1"], disc(5 * CELL, 5 * CELL, 20_000))
        assert the_area(world).original.m2 == pytest.approx(3.14159 * 400, rel=0.02)


class TestEnlargedSplitMerged:
    def test_enlarging_adds_and_leaves_the_original(self, world):
        first = area(world, HALF)
        before = the_area(world).original
        area(world, box(2, 0, 8, 10), first)
        found = the_area(world)
        assert found.original == before
        assert found.figures.added == about(4, 8)

    def test_ground_in_two_records_remains_until_both_are_released(self, world):
        first = area(world, HALF)
        second = area(world, box(2, 0, 8, 10), first)
        surveyed(world, box(0, 0, 8, 10), [second])
        found = the_area(world)
        assert found.remaining == found.original
        surveyed(world, box(0, 0, 8, 10), [first], product="reduced")
        found = the_area(world)
        assert found.figures.remaining == 0
        assert found.figures.balances
        assert found.figures.cancelled > found.figures.added  # the common part counts as the least searched

    def test_a_merged_area_counts_common_ground_once(self, world):
        one, other = area(world, box(0, 0, 6, 10)), area(world, box(4, 0, 10, 10))
        apart = account(world.history(), Period(None, world.now)).total
        opened = world.now
        world.wait(hours=1)
        area(world, box(0, 0, 10, 10), one, other)
        found = account(world.history(), Period(opened, world.now), By.AREA)
        assert len(list_families(world.history(), world.now)) == 1
        assert found.total.balances
        assert found.total.opening == apart.closing
        assert found.total.closing < apart.closing

    def test_a_new_class_moves_the_area_to_another_line(self, world):
        first = area(world, HALF)
        world.wait(hours=1)
        opened = the_area(world).at
        world.wait(hours=1)
        area(world, HALF, first, classification="confirmed")
        rows = dict(account(world.history(), Period(opened, world.now), By.CLASS).rows)
        assert rows["suspected"].moved == -rows["suspected"].opening
        assert rows["confirmed"].moved == rows["confirmed"].closing > 0
        assert all(row.balances for row in rows.values())


class TestBesideTheBalance:
    def test_ground_released_outside_the_area_is_additional(self, world):
        one = area(world, HALF)
        decision = surveyed(world, WHOLE, [one])
        world.refresh()
        (outside,) = list_additional(world.history(), world.now)
        assert outside.decision == decision
        assert outside.product is Product.CANCELLED
        assert outside.area.m2 == about(4, 10)
        assert the_area(world).figures.remaining == 0

    def test_ground_in_two_areas_is_named(self, world):
        one, other = area(world, box(0, 0, 6, 10)), area(world, box(4, 0, 10, 10))
        (found,) = list_overlaps(balances(world.history(), world.now))
        assert found.areas == tuple(sorted((one, other)))
        assert found.area.m2 == about(4, 6)

    def test_nothing_reported_differs_from_nothing(self, world):
        area(world, HALF)
        assert list_differing(world.history(), world.now) == ()


# --- against counting cell by cell ---------------------------------------------------------------------------------


@dataclass
class Told:
    """An area or a decision on the grid of cells."""

    id: str
    ground: tuple[int, int, int, int]
    old: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    product: str = ""

    def holds(self, x: int, y: int) -> bool:
        west, south, east, north = self.ground
        return west <= x < east and south <= y < north


@st.composite
def _rectangles(draw: st.DrawFn) -> tuple[int, int, int, int]:
    west, east = sorted(draw(st.lists(st.integers(0, SIDE), min_size=2, max_size=2, unique=True)))
    south, north = sorted(draw(st.lists(st.integers(0, SIDE), min_size=2, max_size=2, unique=True)))
    return west, south, east, north


@pytest.mark.law
@settings(max_examples=25)
@given(st.data())
def test_every_figure_is_what_counting_cell_by_cell_gives(data: st.DataObject):
    world = World()
    world.settle()
    world.wait(days=1)
    areas, decisions = list[Told](), list[Told]()
    for _ in range(data.draw(st.integers(1, 3))):
        ground = data.draw(_rectangles())
        old = tuple(data.draw(st.sets(st.sampled_from([a.id for a in areas]), max_size=2))) if areas else ()
        areas.append(Told(area(world, box(*ground), *old), ground, old))
    for _ in range(data.draw(st.integers(0, 4))):
        ground, product = data.draw(_rectangles()), data.draw(st.sampled_from(["cancelled", "reduced"]))
        names = tuple(sorted(data.draw(st.sets(st.sampled_from([a.id for a in areas]), min_size=1))))
        decisions.append(Told(surveyed(world, box(*ground), list(names), product=product), ground, (), names, product))
    world.refresh()
    for found in balances(world.history(), world.now):
        ids = {member.id for member in found.family.members}
        expected = _count([a for a in areas if a.id in ids], decisions)
        for name, counted in expected.items():
            mine = {
                "original": found.original,
                "added": found.added,
                "remaining": found.remaining,
            }.get(name) or sum((p.area for p in found.pieces if p.product.value == name), Measured())
            assert abs(mine.mm2 - counted.mm2) <= mine.error_mm2 + counted.error_mm2, name
        assert found.figures.balances


def _count(areas: list[Told], decisions: list[Told]) -> dict[str, Measured]:
    found = dict.fromkeys(("original", "added", "cancelled", "reduced", "remaining"), Measured())
    for x in range(SIDE):
        for y in range(SIDE):
            over = [a for a in areas if a.holds(x, y)]
            if not over:
                continue
            size = measured(cell(x, y))
            found["original" if any(not a.old for a in over) else "added"] += size
            firsts = [next((d.product for d in decisions if a.id in d.names and d.holds(x, y)), None) for a in over]
            if None in firsts:
                found["remaining"] += size
            else:
                found["cancelled" if "cancelled" in firsts else "reduced"] += size
    return found
