"""What holds of every report over any world: lines make totals, months meet, and no order of arrival matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clearway.accounting import Period
from clearway.projection import project
from clearway.reports import Report, Table, report
from clearway.reports.areas import MONTH
from clearway.reports.harm import ACTIVITIES, AGES, SEXES
from tests.laws.edges import HALF, Clearing
from tests.reports.worlds import ALL, Centre
from tests.world import START, disc, shaped
from tests.world import box as cells

FLOWS = [
    ("items", "items"),
    ("accidents", "accidents"),
    ("accidents", "victims"),
    ("accidents", "victims_by_activity"),
    ("education", "education"),
    ("quality", "controls"),
    ("quality", "visits"),
    ("return", "return_progress"),
    ("return", "return_accidents"),
]
"""Tables that count what happened in a period, by report."""
BALANCES = {"failed_open"}
LENGTH = timedelta(days=60)


@cache
def a_world(seed: int) -> Centre:
    """A centre's two months, with something of everything; the seed turns what is said."""
    centre = Centre()
    Clearing(centre, searched=HALF)
    turn = iter(range(seed, seed + 10_000))
    last = centre.now
    for number in range(12):
        pick = [next(turn) * 7919 % many for many in (3, 4, 5, 9, 2, 60)]
        centre.wait(hours=pick[5] + 1)
        accident = centre.hurt(pick[0], pick[1], x=number, what=["tin", None, "ied"][pick[0]], at=last)
        for each in range(pick[1]):
            centre.person(
                accident, f"p-{number}-{each}", ["killed", "injured"][pick[4]], sex=[*SEXES, None][pick[0]],
                age_group=[*AGES, None][pick[1]], activity=ACTIVITIES[pick[3]],
            )  # fmt: skip
        centre.teach((pick[0], 0, pick[1], 1), (pick[0] + 2, 5, pick[1], 1), method=["group", "peer", "media"][pick[0]])
        find = centre.found(["shell", "rocket", "ied"][pick[0]], pick[2] + 1, x=number)
        centre.wait(hours=pick[5])
        if pick[4]:
            centre.spot(find, {"shell": (pick[2] + 1, "destroyed_in_place")})
        report_id = centre.swept({"mortar": (pick[1], bool(pick[4]))}, by=["sweep1", "other1"][pick[4]])
        centre.lot([report_id], passed=bool(pick[1]), sampled=pick[2] * 10)
        visit = centre.visit({1: "major", 2: "minor"})
        centre.visit(closes=[(visit, 1 + pick[4])])
        centre.order(f"T-{number}", centre.now + timedelta(days=pick[2] - 2))
        centre.area(centre["mac1"], shaped(cells(number, 12, number + 1 + pick[4], 14)), event=(None, last))
        centre.indication(centre["mac1"], disc(number * 1000, 18000, 5000), reported_by="public")
        last = centre.now
    centre.refresh()
    return centre


WORLDS = st.integers(0, 3).map(a_world)


def numbers(table: Table, name: str) -> list[int]:
    return [cell for cell in table.column(name) if isinstance(cell, int)]


@pytest.mark.law
@pytest.mark.parametrize(("name", "by"), ALL)
@given(centre=WORLDS, start=st.none() | st.integers(0, 40))
@settings(max_examples=6, deadline=None)
def test_every_total_is_the_sum_of_its_lines(name, by, centre, start):
    begins = None if start is None else START + timedelta(days=start)
    assume(begins is None or begins < centre.now)
    found = centre.report(name, by, begins)
    for table in found.tables:
        for column, total in zip(table.columns, table.total or (), strict=False):
            if column.summed:
                assert total == sum(numbers(table, column.name)), (table.name, column.name)


@pytest.mark.law
@pytest.mark.parametrize(("name", "table"), FLOWS)
@given(centre=WORLDS, cut=st.integers(0, 24 * 60))
@settings(max_examples=8, deadline=None)
def test_two_periods_that_meet_are_one(name, table, centre, cut):
    middle = START + timedelta(hours=cut)
    assume(middle < centre.now)
    whole, first, second = (
        column_totals(centre.report(name, None, start, end).table(table))
        for start, end in ((None, None), (None, middle), (middle, None))
    )
    for column, total in whole.items():
        if column not in BALANCES:
            assert total == first[column] + second[column], column


def net(table: Table) -> dict[str, int]:
    """The flows of an account. What left and came back within one period shows in neither column of its line."""
    found = column_totals(table)
    left = found["cancelled"] + found["reduced"] + found["cleared"] - found["returned"]
    return {"left": left, **{name: found[name] for name in ("new", "added", "withdrawn")}}


@pytest.mark.law
@given(centre=WORLDS, cut=st.integers(0, 24 * 60))
@settings(max_examples=20, deadline=None)
def test_an_account_continues_where_the_last_one_closed(centre, cut):
    middle = START + timedelta(hours=cut)
    assume(middle < centre.now)
    whole, first, second = (
        centre.report("account", None, start, end).table("account")
        for start, end in ((None, None), (None, middle), (middle, None))
    )
    assert column_totals(second)["opening"] == column_totals(first)["closing"]
    assert column_totals(second)["closing"] == column_totals(whole)["closing"]
    assert {name: net(first)[name] + net(second)[name] for name in net(whole)} == net(whole)


@pytest.mark.law
@given(centre=WORLDS)
@settings(max_examples=4, deadline=None)
def test_months_are_the_whole_period(centre):
    by_month = centre.report("account", MONTH).table("account")
    assert len(by_month.lines) > 1
    assert net(by_month) == net(centre.report("account").table("account"))


def column_totals(table: Table) -> dict[str, int]:
    return {c.name: t for c, t in zip(table.columns, table.total or (), strict=False) if t is not None}


@pytest.mark.law
@pytest.mark.parametrize(("name", "by"), ALL)
@given(seed=st.integers(0, 3), order=st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None)
def test_no_order_of_arrival_matters(name, by, seed, order):
    centre = a_world(seed)
    entries = list(centre.entries())
    order.shuffle(entries)
    shuffled = project([*entries, *entries[:5]], centre.trust, centre.frontier(), centre.blobs)
    books = centre.books()
    assert report(name, replace(books, history=shuffled), by) == report(name, books, by)


@pytest.mark.law
@pytest.mark.parametrize(("name", "by"), ALL)
@given(centre=WORLDS)
@settings(max_examples=2, deadline=None)
def test_every_figure_rests_on_records_at_hand(name, by, centre):
    found: Report = centre.report(name, by)
    for table in found.tables:
        for line in table.lines if table.name not in ("codes", "victims_knew") else ():
            counted = any(isinstance(cell, int) and cell for cell in line.cells)
            assert line.records or not counted, (table.name, line)
            assert set(line.records) <= centre.written.keys()


@given(centre=WORLDS, days=st.integers(0, 60))
@settings(max_examples=10, deadline=None)
def test_what_is_read_later_of_an_earlier_period_changes_only_by_what_came_late(centre, days):
    """Nothing here happened before it was written by more than an hour: an old period read again says the same."""
    end: datetime = START + timedelta(days=days)
    assume(end < centre.now)
    books = replace(centre.books(end=end), as_of=centre.now)
    early = replace(books, as_of=end + timedelta(days=8), period=Period(None, end))
    assume(early.as_of <= centre.now)
    assert report("education", early).tables == report("education", books).tables
