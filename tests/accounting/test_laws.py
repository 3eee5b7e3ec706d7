"""Over the worlds of the nine laws: the account always balances, and counts all that is ever released."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.accounting import By, Period, account, balances, list_additional
from clearway.coverage import State, coverage_of, wanted_by
from clearway.geometry import NOTHING, Drawn, Measured, germ
from clearway.projection import project
from clearway.projection.admit import body_of
from clearway.records.kinds.decision import Decision
from clearway.situation import Cover
from clearway.terms import Axis, Product, Rel
from tests.laws.asking import portion, positions
from tests.laws.stories import Story, stories

pytestmark = pytest.mark.law
RELEASED = {Product.CANCELLED, Product.REDUCED, Product.CLEARED}


def drawn(cover: Cover) -> Drawn:
    """The ground of a cover."""
    first, *others = (Drawn.of(region) for region in cover.all_of)
    for other in others:
        first = first.within(other)
    for region in cover.none_of:
        first = first.minus(Drawn.of(region))
    return first


def is_close(one: Measured, other: Measured) -> bool:
    """Whether two areas are the same within what they may be wrong by."""
    return abs(one.mm2 - other.mm2) <= one.error_mm2 + other.error_mm2


@portion(60)
@given(stories())
def test_every_area_balances_and_its_parts_are_disjoint(story: Story):
    for area in balances(story.world.history(), story.at):
        assert area.figures.balances
        assert abs(area.difference.mm2) <= area.difference.error_mm2
        parts = [*(piece.drawn for piece in area.pieces), area.remaining_drawn]
        assert is_close(sum((part.measure() for part in parts), NOTHING), Drawn.union(parts).measure())
        assert min(area.figures.original, area.figures.added, area.figures.remaining) >= 0


@portion(60)
@given(stories())
def test_all_that_is_released_was_counted_before(story: Story):
    history = story.world.history()
    counted = {member.id: area for area in balances(history, story.at) for member in area.family.members}
    for hold in history.at(story.at).holds:
        area = counted.get(hold.record)
        if area is None or len(area.family.members) > 1:
            continue
        for cover in hold.covers:
            if cover.product in RELEASED and cover.axis is Axis.HAZARD:
                still = drawn(cover).within(area.remaining_drawn).measure()
                assert still.mm2 <= area.remaining.error_mm2 + area.original.error_mm2


@portion(40)
@given(stories(), st.randoms())
def test_no_order_of_arrival_changes_a_square_metre(story: Story, chance):
    world = story.world
    entries = list(world.entries())
    chance.shuffle(entries)
    other = project(entries, world.trust, world.frontier(), world.blobs)
    assert balances(other, story.at) == balances(world.history(), story.at)


@portion(60)
@given(stories(), st.integers(0, 200), st.integers(0, 200))
def test_an_account_balances_in_every_line_and_its_lines_add_up(story: Story, one: int, other: int):
    history = story.world.history()
    late, early = (story.at - timedelta(hours=hours) for hours in sorted((one, other)))
    whole = account(history, Period(early, late))
    assert whole.total.balances
    assert whole.unbalanced == ()
    assert whole.figures.balances
    assert whole.total.closing == whole.figures.remaining
    assert whole.total.opening == account(history, Period(None, early)).total.closing
    for by in (By.AREA, By.CLASS, By.DISTRICT):
        rows = account(history, Period(early, late), by, district_of=lambda area: area.id[7]).rows
        assert all(row.balances for _, row in rows)
        assert sum(row.closing for _, row in rows) == whole.total.closing
        assert sum(row.opening for _, row in rows) == whole.total.opening
        assert sum(row.moved for _, row in rows) == 0
    by_operator = dict(account(history, Period(early, late), By.OPERATOR).rows)
    gone = whole.total.cancelled + whole.total.reduced + whole.total.cleared - whole.total.returned
    assert sum(r.cancelled + r.reduced + r.cleared - r.returned for r in by_operator.values()) == gone


@portion(40)
@given(stories(), st.lists(positions(), min_size=8, max_size=8))
def test_a_point_that_was_cleared_was_searched(story: Story, points):
    history = story.world.history()
    for hold in history.at(story.at).holds:
        area = history.find(hold.record)
        if area is None or area.kind != "hazardous_area":
            continue
        for cover in (each for each in hold.covers if each.product is Product.CLEARED):
            over = history.find(cover.release)
            assert over is not None
            reports = set(over.record.refs_to(Rel.RESTS_ON))
            decisions = [history.find(each) for each in cover.rests_on]
            decided = next(d for d in decisions if d is not None and d.kind == "decision")
            wanted = wanted_by(history, area.id, body_of(decided, Decision))
            found = coverage_of(history, area.id, wanted, story.at, reports)
            for at in points:
                point = (at.x, at.y, 1)
                seen = germ(point, [*cover.all_of, *cover.none_of, hold.footprint])
                inside, barring = seen.masks[: len(cover.all_of)], seen.masks[len(cover.all_of) : -1]
                if all(mask == seen.full for mask in inside) and not any(barring) and seen.masks[-1]:
                    assert found.find(point) is State.SEARCHED


@portion(20)
@given(stories())
def test_ground_outside_what_a_decision_names_is_additional_and_in_no_balance(story: Story):
    history = story.world.history()
    for outside in list_additional(history, story.at):
        named = history.find(outside.decision)
        assert named is not None
        shapes = [one for each in named.record.refs_to(Rel.NAMES) if (one := history.find(each))]
        inside = Drawn.union(Drawn.of(history.outward(one)) for one in shapes)
        assert Drawn.of(outside.ground).within(inside).measure().mm2 <= 1000 * outside.area.error_mm2


@settings(max_examples=5)
@given(stories())
def test_an_account_from_the_beginning_opens_with_nothing(story: Story):
    assert account(story.world.history(), Period(None, story.at)).total.opening == 0
