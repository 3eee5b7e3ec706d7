"""Accidents and the people harmed, counted by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.reports.worlds import DAY, Centre, row, totals
from tests.world import START


@pytest.fixture
def centre() -> Centre:
    return Centre()


class TestAccidents:
    def test_what_harmed_nobody_is_an_incident(self, centre):
        centre.hurt(0, 2)
        centre.hurt(0, 0, x=2)
        centre.hurt(None, None, x=4)
        found = totals(centre.report("accidents").table("accidents"))
        assert (found["accidents"], found["incidents"]) == (2, 1)
        assert (found["reported_killed"], found["reported_injured"]) == (0, 2)

    def test_work_on_explosives_is_told_apart_by_the_accident_or_by_a_person(self, centre):
        centre.hurt(0, 1, activity="demining")
        other = centre.hurt(0, 1, x=2)
        centre.person(other, "p-1", activity="demining")
        centre.hurt(0, 1, x=4, activity="farming")
        assert totals(centre.report("accidents").table("accidents"))["demining_accidents"] == 2

    def test_the_class_stated_goes_before_what_people_were_doing(self, centre):
        centre.hurt(0, 1, classification="demining")
        centre.person(centre.hurt(0, 1, x=2, classification="mine"), "p-1", activity="demining")
        table = centre.report("accidents", "device_class").table("accidents")
        assert row(table, "demining")["demining_accidents"] == 1
        assert row(table, "mine")["demining_accidents"] == 0

    def test_an_explosion_told_twice_is_one_and_its_people_are_counted_once(self, centre):
        one = centre.hurt(1, 1)
        again = centre.hurt(1, 2, x=1, duplicate_of=one)
        third = centre.hurt(0, 0, x=2, duplicate_of=again)
        for accident in (one, again, third):
            centre.person(accident, "p-1", "killed")
        centre.person(again, "p-2")
        found = centre.report("accidents")
        assert totals(found.table("accidents"))["accidents"] == 1
        assert totals(found.table("accidents"))["reported_injured"] == 1
        assert totals(found.table("victims"))["all_harmed"] == 2
        assert len(centre.report("return").table("return_accidents").lines) == 1

    def test_what_was_told_again_counts_when_the_first_was_made_in_error(self, centre):
        one = centre.hurt(1, 0)
        centre.hurt(1, 3, x=1, duplicate_of=one)
        void = centre.void(centre["mac1"], None, [one], axes=("hazard",))
        centre.approval(centre["mac2"], void, "second")
        centre.wait(days=3)
        centre.refresh()
        assert totals(centre.report("accidents").table("accidents"))["reported_injured"] == 3

    def test_it_is_counted_when_it_happened_also_if_told_late(self, centre):
        centre.hurt(1, 0, at=START)
        late = centre.report("accidents", start=START - DAY, end=START + timedelta(hours=1))
        assert totals(late.table("accidents"))["accidents"] == 1
        assert totals(centre.report("accidents", start=START + DAY / 2).table("accidents"))["accidents"] == 0

    def test_where_nobody_said_when_the_day_of_entry_counts(self, centre):
        before = centre.now
        centre.hurt(1, 0)
        assert totals(centre.report("accidents", start=before).table("accidents"))["accidents"] == 1

    def test_one_made_in_error_is_not_counted(self, centre):
        accident = centre.hurt(1, 0)
        centre.person(accident, "p-1", "killed")
        void = centre.void(centre["mac1"], None, [accident], axes=("hazard",))
        centre.approval(centre["mac2"], void, "second")
        centre.wait(days=3)
        centre.refresh()
        found = centre.report("accidents")
        assert totals(found.table("accidents"))["accidents"] == 0
        assert totals(found.table("victims"))["all_harmed"] == 0

    def test_by_district_and_cause(self, centre):
        centre.hurt(0, 1, x=2, what="Anti-personnel  MINE")
        centre.hurt(0, 3, x=12, what="a tin")
        centre.hurt(0, 1, x=14, what="قنبلة · booby trap")
        by_place = centre.report("accidents", "district").table("accidents")
        assert row(by_place, "West")["reported_injured"] == 1
        assert row(by_place, "East")["reported_injured"] == 4
        by_cause = centre.report("accidents", "cause").table("accidents")
        assert row(by_cause, "anti_personnel_mines")["accidents"] == 1
        assert row(by_cause, "a tin")["reported_injured"] == 3
        assert row(by_cause, "booby_traps")["accidents"] == 1


class TestPeople:
    def test_by_sex_and_age(self, centre):
        accident = centre.hurt(1, 3)
        centre.person(accident, "p-1", "killed", sex="male", age_group="child")
        centre.person(accident, "p-2", sex="male", age_group="child")
        centre.person(accident, "p-3", sex="female", age_group="adult")
        centre.person(accident, "p-4")
        table = centre.report("accidents").table("victims")
        assert row(table, "male")["child_killed"] == 1
        assert row(table, "male")["child_injured"] == 1
        assert row(table, "male")["all_harmed"] == 2
        assert row(table, "female")["adult_injured"] == 1
        assert row(table, "unknown")["age_unknown_injured"] == 1
        assert totals(table)["all_killed"] == 1
        assert totals(table)["all_injured"] == 3

    def test_who_died_later_is_one_person_who_was_killed(self, centre):
        accident = centre.hurt(0, 1)
        centre.person(accident, "p-1", "killed")
        centre.person(accident, "p-1", "injured")
        found = totals(centre.report("accidents").table("victims"))
        assert (found["all_killed"], found["all_injured"]) == (1, 0)

    def test_a_correction_stands_for_what_it_replaces(self, centre):
        accident = centre.hurt(0, 1)
        first = centre.person(accident, "p-1", sex="male")
        centre.person(accident, "p-1", replaces=first, sex="female")
        table = centre.report("accidents").table("victims")
        assert row(table, "male")["all_harmed"] == 0
        assert row(table, "female")["all_harmed"] == 1

    def test_one_person_in_two_accidents_was_harmed_twice(self, centre):
        for x in (0, 2):
            centre.person(centre.hurt(0, 1, x=x), "p-1")
        assert totals(centre.report("accidents").table("victims"))["all_harmed"] == 2

    def test_a_person_is_counted_in_the_period_of_the_accident(self, centre):
        accident = centre.hurt(0, 1, at=START)
        middle = centre.now
        centre.person(accident, "p-1")
        assert totals(centre.report("accidents", start=middle).table("victims"))["all_harmed"] == 0
        assert totals(centre.report("accidents", end=middle).table("victims"))["all_harmed"] == 1

    def test_by_activity_cause_and_what_they_knew(self, centre):
        accident = centre.hurt(0, 2, what="submunition")
        centre.person(accident, "p-1", activity="herding", knew_of_danger=True, had_risk_education=False)
        centre.person(accident, "p-2", knew_of_danger=False)
        found = centre.report("accidents")
        assert row(found.table("victims_by_activity"), "herding")["all_injured"] == 1
        assert row(found.table("victims_by_activity"), "unknown")["all_injured"] == 1
        assert row(found.table("victims_by_cause"), "submunitions")["all_harmed"] == 2
        knew = found.table("victims_knew")
        assert [row(knew, "knew_of_danger")[each] for each in ("yes", "no", "not_known")] == [1, 1, 0]
        assert [row(knew, "had_risk_education")[each] for each in ("yes", "no", "not_known")] == [0, 1, 1]

    def test_nothing_names_or_numbers_anybody(self, centre):
        accident = centre.hurt(0, 1)
        centre.person(accident, "p-secret-17")
        for name in ("accidents", "return"):
            for table in centre.report(name).tables:
                assert not [cell for line in table.lines for cell in line.cells if "p-secret" in str(cell)]
