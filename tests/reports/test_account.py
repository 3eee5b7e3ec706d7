"""The account in reports: the figures of accounting, by every key, month meeting month; and the return's areas."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearway.accounting import By, account, balances
from clearway.reports.areas import MONTH
from tests.laws.edges import HALF, Clearing
from tests.reports.worlds import DAY, Centre, row, totals
from tests.world import START, shaped
from tests.world import box as cells

CAME = ("opening", "new", "added", "returned", "moved")
WENT = ("cancelled", "reduced", "cleared", "withdrawn", "closing")


@pytest.fixture
def centre() -> Centre:
    """Two areas, half of one cleared; another a month later."""
    found = Centre()
    Clearing(found, searched=HALF)
    found.area(found["mac1"], shaped(cells(12, 0, 16, 4)), classification="confirmed")
    found.wait(days=40)
    found.area(found["mac1"], shaped(cells(16, 8, 18, 10)))
    found.refresh()
    return found


@pytest.mark.parametrize("by", [*By, MONTH])
def test_every_breakdown_has_the_total_of_the_account(centre, by):
    wanted = account(centre.history(), centre.books().period).total
    table = centre.report("account", str(by)).table("account")
    found = totals(table)
    released = ("cancelled", "reduced", "cleared", "returned")
    for name in released if by is By.OPERATOR else (*released, "new", "added", "withdrawn"):
        assert found[name] == getattr(wanted, name) == sum(v for v in table.column(name) if isinstance(v, int)), name


@pytest.mark.parametrize("by", [By.TOTAL, By.AREA, By.DISTRICT, By.CLASS])
def test_each_line_balances(centre, by):
    table = centre.report("account", by).table("account")
    assert len(table.lines) == {By.TOTAL: 1, By.AREA: 3, By.DISTRICT: 2, By.CLASS: 2}[by]
    for line in table.lines:
        cells_of = dict(zip([column.name for column in table.columns], line.cells, strict=True))
        assert sum(_number(cells_of[each]) for each in CAME) == sum(_number(cells_of[each]) for each in WENT)


def _number(cell: object) -> int:
    assert isinstance(cell, int)
    return cell


def test_each_month_opens_where_the_last_one_closed(centre):
    table = centre.report("account", MONTH).table("account")
    assert table.column(MONTH) == ["2016-11", "2016-12"]
    assert table.column("opening")[1] == table.column("closing")[0]
    assert table.at("opening") not in {n for n, total in enumerate(table.total or ()) if total is not None}


def test_a_line_names_the_records_and_decisions_behind_it(centre):
    (line,) = centre.report("account").table("account").lines
    kinds = sorted(centre.written[each].kind for each in line.records)
    assert kinds == ["decision", "hazardous_area", "hazardous_area", "hazardous_area"]


def test_areas_stand_with_their_numbers_and_districts(centre):
    (first, *_) = balances(centre.history(), centre.now)
    body = {"system": "imsma", "number": "HA-77"}
    centre.tell("numbering", body, refs=[("about", first.family.first)])
    table = centre.report("account").table("areas")
    assert row(table, first.family.first)["numbers"] == "imsma:HA-77"
    assert sorted(getattr(each, "en", "") for each in table.column("district")) == ["East", "East", "West"]
    assert totals(table)["original"] == sum(
        balance.figures.original for balance in balances(centre.history(), centre.now)
    )


class TestTheReturn:
    def test_areas_have_the_codes_and_the_balance(self, centre):
        table = centre.report("return").table("return_areas")
        assert sorted(map(str, table.column("class"))) == ["CHA", "SHA", "SHA"]
        assert sorted(map(str, table.column("state"))) == ["open", "open", "worked_on"]
        assert {c.imas for c in table.columns if c.form == "m2"} >= {
            "computed_area", "cancelled_area", "reduced_area", "cleared_area", "remaining_area",
        }  # fmt: skip
        found = totals(table)
        parts = (found[each] for each in ("cancelled", "reduced", "cleared", "remaining"))
        assert found["original"] + found["added"] == sum(parts)

    def test_an_area_under_an_order_is_worked_on(self, centre):
        open_ones = [
            line.cells[0] for line in centre.report("return").table("return_areas").lines if "open" in line.cells
        ]
        centre.order("T-1", centre.now + DAY, about=str(open_ones[0]))
        assert row(centre.report("return").table("return_areas"), str(open_ones[0]))["state"] == "worked_on"

    def test_search_and_decision_stand_with_what_they_measure(self, centre):
        found = centre.report("return")
        (search,) = found.table("return_progress").lines
        decisions = found.table("return_decisions")
        assert decisions.column("product") == ["cleared"]
        assert decisions.column("certificate") == ["C-1"]
        assert totals(decisions)["counted_m2"] == totals(found.table("return_areas"))["cleared"]
        assert totals(found.table("return_progress"))["searched_m2"] == pytest.approx(
            totals(decisions)["counted_m2"], abs=1
        )
        assert len(search.records) == 1

    def test_what_a_team_left_out_is_not_searched(self):
        centre = Centre()
        whole, part = cells(0, 0, 4, 4), cells(0, 0, 4, 1)
        centre.search(centre["sweep1"], shaped(whole), START, unsearched=[part])
        table = centre.report("return").table("return_progress")
        found = totals(table)
        assert found["searched_m2"] == pytest.approx(3 * found["unsearched_m2"], abs=3)
        assert table.column("reasons") == ["rubble"]

    def test_only_what_was_decided_in_the_period(self, centre):
        late = centre.report("return", start=START + timedelta(days=30))
        assert not late.table("return_decisions").lines
        assert not late.table("return_progress").lines
        assert len(late.table("return_areas").lines) == 3

    def test_accidents_stand_one_by_one_without_people(self):
        centre = Centre()
        accident = centre.hurt(1, 0, marked_before=True, at=START)
        centre.person(accident, "p-1", "killed", activity="demining")
        found = row(centre.report("return").table("return_accidents"), accident)
        assert found["class"] == "demining_accident"
        assert (found["marked_before"], found["cleared_before"], found["date_known"]) == ("yes", None, "yes")
        assert (found["reported_killed"], found["recorded_killed"]) == (1, 1)

    def test_every_code_that_can_stand_there_is_explained(self, centre):
        centre.order("T-1", centre.now + DAY)
        centre.lot([centre.swept({})])
        centre.hurt(0, 1)
        found = centre.report("return")
        explained = {
            (name, code) for line in found.table("codes").lines for name in str(line.cells[0]).split(", ")
            for code in [line.cells[1]]
        }  # fmt: skip
        coded = {name for name, _ in explained}
        seen = 0
        for table in found.tables:
            for number, column in enumerate(table.columns):
                for line in table.lines if column.imas in coded else ():
                    for code in str(line.cells[number]).split() if line.cells[number] else ():
                        assert (column.imas, code) in explained
                        seen += 1
        assert seen > 15
