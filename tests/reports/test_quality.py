"""Quality: sampled of what, failed and not answered, non-conformities open and how long."""

from __future__ import annotations

import pytest

from clearway.geometry import measured
from tests.accounting.test_balance import cell
from tests.reports.worlds import DAY, Centre, row, totals

LOT = sum(measured(cell(x, y)).mm2 for x in range(4) for y in range(4)) / 1e6


@pytest.fixture
def centre() -> Centre:
    return Centre()


class TestControls:
    def test_sampled_ground_stands_beside_the_lot(self, centre):
        search = centre.swept({})
        centre.lot([search], sampled=150)
        centre.lot([search])
        found = centre.report("quality").table("controls")
        assert row(found, "passed")["sampled_m2"] == 150
        assert row(found, "passed")["lots"] == 2
        assert row(found, "passed")["without_sample"] == 1
        assert row(found, "passed")["lot_m2"] == pytest.approx(2 * LOT, abs=2)
        assert row(found, "failed")["lots"] == 0

    def test_a_failed_lot_is_open_until_a_passed_control_answers_it(self, centre):
        search = centre.swept({})
        failed = centre.lot([search], passed=False)
        assert totals(centre.report("quality").table("controls"))["failed_open"] == 1
        middle = centre.now
        centre.lot([search], answers=[failed])
        assert totals(centre.report("quality").table("controls"))["failed_open"] == 0
        assert totals(centre.report("quality", end=middle).table("controls"))["failed_open"] == 1

    def test_by_who_had_searched(self, centre):
        centre.lot([centre.swept({}), centre.swept({}, by="other1")])
        assert row(centre.report("quality", "operator").table("controls"), "sweepers + sweepers-two")["lots"] == 1
        assert row(centre.report("quality", "inspector").table("controls"), "quality")["lots"] == 1


class TestNonConformities:
    def test_one_is_open_until_a_later_visit_closes_it(self, centre):
        visit = centre.visit({1: "major", 2: "critical"}, due=centre.now + DAY)
        centre.wait(days=4)
        table = centre.report("quality").table("non_conformities")
        assert [getattr(each, "code", None) for each in table.column("severity")] == ["critical", "major"]
        assert table.column("days") == [4, 4]
        assert table.column("overdue_days") == [3, 3]
        centre.visit(closes=[(visit, 2)])
        assert centre.report("quality").table("non_conformities").column("number_of") == [1]

    def test_a_visit_made_before_cannot_have_seen_it_put_right(self, centre):
        early = (centre.now - DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
        visit = centre.visit({1: "minor"})
        centre.visit(closes=[(visit, 1)], visited_at=early)
        assert len(centre.report("quality").table("non_conformities").lines) == 1

    def test_visits_are_counted_by_whom_they_visited(self, centre):
        visit = centre.visit({1: "major", 2: "major", 3: "observation"})
        centre.visit(closes=[(visit, 1)])
        found = row(centre.report("quality").table("visits"), "sweepers")
        assert (found["visits"], found["major"], found["observation"], found["closed"]) == (2, 2, 1, 1)

    def test_how_it_stood_at_the_end_of_an_earlier_period(self, centre):
        visit = centre.visit({1: "major"})
        middle = centre.now
        centre.wait(days=1)
        centre.visit(closes=[(visit, 1)])
        assert len(centre.report("quality", end=middle).table("non_conformities").lines) == 1
        assert not centre.report("quality").table("non_conformities").lines


class TestChecks:
    def test_three_looks_accept_a_report(self, centre):
        report = centre.swept({})
        for step, waits in (("supervisor", "partner"), ("partner", "centre")):
            centre.step(report, step)
            assert totals(centre.report("checks").table("checks"))[f"at_{waits}"] == 1
        centre.step(report, "centre")
        assert totals(centre.report("checks").table("checks"))["at_accepted"] == 1
        assert not centre.report("checks").table("waiting_checks").lines

    def test_one_sent_back_waits_for_its_correction_which_is_looked_at_from_the_start(self, centre):
        report = centre.swept({})
        centre.step(report, "supervisor")
        centre.step(report, "partner", "returned", "the shape lies in the sea")
        (line,) = centre.report("checks").table("waiting_checks").lines
        assert "the shape lies in the sea" in line.cells
        assert len(line.records) == 3
        correction = centre.swept({}, refs=[("replaces", report)])
        table = centre.report("checks").table("waiting_checks")
        assert table.column("record") == [correction]
        assert [getattr(each, "code", None) for each in table.column("state")] == ["supervisor"]

    def test_what_was_accepted_before_it_came_back_is_looked_at_again(self, centre):
        report = centre.swept({})
        centre.step(report, "supervisor")
        centre.step(report, "partner", "returned", "the date is missing")
        centre.step(report, "partner")
        centre.step(report, "centre")
        assert totals(centre.report("checks").table("checks"))["at_supervisor"] == 1

    @pytest.mark.parametrize("author", ["sweep1", "mac1"])
    def test_one_person_is_one_look_and_nobody_looks_at_his_own(self, centre, author):
        report = centre.swept({}, by=author)
        centre.step(report, "supervisor")
        centre.step(report, "partner", by="quality1")
        centre.step(report, "centre", by="mac1")
        assert totals(centre.report("checks").table("checks"))["at_partner"] == 1
        centre.step(report, "partner")
        accepted = "at_accepted" if author == "sweep1" else "at_centre"
        assert totals(centre.report("checks").table("checks"))[accepted] == 1

    def test_by_kind(self, centre):
        centre.teach((1, 0, 0, 0), (1, 0, 0, 0))
        centre.swept({})
        table = centre.report("checks", "kind").table("checks")
        assert row(table, "education_session")["reports"] == row(table, "search_report")["reports"] == 1
