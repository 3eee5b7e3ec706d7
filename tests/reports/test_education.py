"""Risk education: persons are not attendances, and women are women whatever a form calls them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from clearway.records.kinds.education_session import People
from clearway.reports.education import GROUPS, IMAS
from clearway.wording import render
from tests.reports.worlds import ZONE, Centre, row, totals


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_persons_are_those_who_came_for_the_first_time(centre):
    centre.teach((3, 1, 5, 4), (10, 2, 9, 8), sessions=2)
    centre.teach((0, 0, 0, 0), (10, 2, 9, 8))
    found = totals(centre.report("education").table("education"))
    assert found["sessions"] == 3
    assert found["first_time_all"] == 13
    assert found["attended_all"] == 58
    assert [found[f"first_time_{group}"] for group in GROUPS] == [3, 1, 5, 4]
    assert [found[f"attended_{group}"] for group in GROUPS] == [20, 4, 18, 16]


@pytest.mark.parametrize(
    ("group", "imas", "english", "arabic"),
    [
        ("women", "adult_female", "Female persons of eighteen years or more", "إناث بلغن"),
        ("men", "adult_male", "Male persons of eighteen years or more", "ذكور بلغوا"),
        ("girls", "girl", "Female persons under eighteen", "إناث لم يبلغن"),
        ("boys", "boy", "Male persons under eighteen", "ذكور لم يبلغوا"),
    ],
)
def test_a_group_is_counted_from_its_own_field_named_and_defined_as_itself(group, imas, english, arabic):
    one = People(**{group: 7})
    assert {name: of(one) for name, of in GROUPS.items()} == {**dict.fromkeys(GROUPS, 0), group: 7}
    assert IMAS[group] == imas
    assert render(f"report.define.first_time_{group}", "en").plain.startswith(english)
    assert render(f"report.define.first_time_{group}", "ar").plain.startswith(arabic)


def test_the_return_names_the_fields_by_their_meaning(centre):
    centre.teach((1, 0, 0, 0), (1, 0, 0, 0))
    table = centre.report("return").table("education")
    names = {column.name: column.imas for column in table.columns}
    assert names["first_time_women"] == "first_time_adult_female"
    assert names["attended_boys"] == "attended_boy"


def test_a_session_until_midnight_belongs_to_the_day_before(centre):
    midnight = datetime(2016, 11, 2, tzinfo=ZoneInfo(ZONE)).astimezone(centre.now.tzinfo)
    centre.teach((1, 0, 0, 0), (1, 0, 0, 0), ended=midnight)
    before = datetime(2016, 11, 1, 23, 59, 59, tzinfo=ZoneInfo(ZONE)).astimezone(centre.now.tzinfo)
    assert totals(centre.report("education", end=before).table("education"))["sessions"] == 1


def test_a_correction_stands_for_the_session_it_replaces(centre):
    first = centre.teach((9, 0, 0, 0), (9, 0, 0, 0))
    centre.teach((0, 0, 9, 0), (0, 0, 9, 0), replaces=first)
    found = totals(centre.report("education").table("education"))
    assert (found["sessions"], found["first_time_women"], found["first_time_girls"]) == (1, 0, 9)


def test_by_method_and_organisation(centre):
    centre.teach((1, 0, 0, 0), (1, 0, 0, 0), method="media")
    centre.teach((2, 0, 0, 0), (2, 0, 0, 0), organisation="red-crescent")
    assert row(centre.report("education", "method").table("education"), "media")["first_time_all"] == 1
    assert row(centre.report("education", "organisation").table("education"), "red-crescent")["first_time_all"] == 2
