"""What was told, from when to when: as if every copy had been asked at every moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from clearway.desk import publishing
from clearway.geometry import outward
from clearway.places import Place
from clearway.projection import check
from clearway.site import Publication
from clearway.site.timeline import WIDTH, Axis
from clearway.site.told import Period, Told
from clearway.situation import Answer
from clearway.terms import Doubt
from tests.site.town import Town

SECOND = timedelta(seconds=1)


@pytest.fixture(scope="session")
def publications(town) -> list[Publication]:
    return publishing._told_so_far(town.office)


@pytest.fixture(scope="session")
def told(publications) -> Told:
    return Told(publications)


def grounded(town: Town) -> list[Place]:
    return [place for place in town.office.places.places if place.extent is not None]


def asked(publications, place: Place, at) -> tuple[Publication, Answer]:
    """What the copy of that moment says, asked from the beginning."""
    by_then = [each for each in publications if each.logged_at <= at]
    return by_then[-1], check(by_then[-1].snapshot.situation_at(at), outward(place.get_extent()))


def test_each_moment_is_told_what_its_copy_says_asked_from_the_beginning(town, publications, told):
    for place in grounded(town):
        periods = told.periods(place)
        moments = [each.logged_at for each in publications]
        moments += [each.snapshot.valid_until + SECOND for each in publications[:-1]]
        moments += [at + timedelta(hours=1) for at in moments if at < moments[len(publications) - 1]]
        for at in moments:
            if at > publications[-1].logged_at:
                continue
            (period,) = [p for p in periods if p.starts <= at and (p.ends is None or at < p.ends)]
            _, answer = asked(publications, place, at)
            assert (period.answer.verdict, period.answer.doubts) == (answer.verdict, answer.doubts), (place.id, at)
            assert (period.answer.closure, period.answer.hazard) == (answer.closure, answer.hazard)
            assert period.answer.announced == answer.announced
            assert [g.hold.record for g in period.answer.grounds] == [g.hold.record for g in answer.grounds]
        for period in periods:
            by, answer = asked(publications, place, period.starts)
            assert (period.publication, period.answer) == (by, answer)


def test_periods_follow_each_other_without_a_gap_from_the_first_publication_on(town, publications, told):
    for place in grounded(town):
        periods = told.periods(place)
        assert periods[0].starts == publications[0].logged_at
        assert [each.ends for each in periods[:-1]] == [each.starts for each in periods[1:]]
        assert periods[-1].ends is None
        assert len(periods) > 1


def test_a_copy_that_nobody_renewed_was_old_until_the_next_one(town, publications, told):
    place = town.office.places.get_place("town/field")
    old = [each for each in told.periods(place) if Doubt.STALE in each.answer.doubts]
    assert [each.starts for each in old] == [
        before.snapshot.valid_until + SECOND
        for before, after in pairwise(publications)
        if before.snapshot.valid_until + SECOND < after.logged_at
    ]
    assert {each.answer.verdict.value for each in old} == {"not_confirmed"}


def test_what_is_told_again_names_when_it_was_told_first(town, told):
    place = town.office.places.get_place("town/field")
    periods = told.periods(place)
    again = [each for each in periods if each.again]
    assert again
    for each in again:
        (first,) = [p for p in periods if p.starts == each.again]
        assert first.again is None
        assert first.answer.verdict is each.answer.verdict
        assert first.ends is not None
        assert first.ends < each.starts


def test_the_last_copy_says_by_itself_when_it_grows_old_and_when_a_curfew_returns(town, publications, told):
    last = publications[-1]
    for place in grounded(town):
        later = told.later(place)
        assert later[0][0] == last.logged_at
        for at, answer in later:
            expected = check(last.snapshot.situation_at(at), outward(place.get_extent()))
            assert answer == expected
        assert all(answer.verdict.value != "released" for at, answer in later if at > last.snapshot.valid_until)
    curfewed = told.later(town.office.places.get_place("town/north"))
    assert [answer.verdict.value for _, answer in curfewed] == ["not_confirmed", "do_not_enter"]
    released = told.later(town.office.places.get_place("town/field"))
    assert [answer.verdict.value for _, answer in released] == ["released", "not_confirmed"]
    assert released[1][0] == last.snapshot.valid_until + SECOND


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_line_of_years_draws_every_change_inside_it_and_time_runs_with_the_script(town, told, mirrored):
    place = town.office.places.get_place("town/field")
    periods = told.periods(place)
    axis = Axis(periods[0].starts, periods[-1].starts, "Africa/Tripoli", mirrored)
    verdicts = [period.answer.verdict.value for period in periods]
    bars = axis.bars(periods, lambda period: period.answer.verdict.value)
    assert [bar.state for bar in bars] == [each for n, each in enumerate(verdicts) if n == 0 or verdicts[n - 1] != each]
    assert len(bars) > 2
    assert all(bar.x >= -4 and bar.width >= 4 and bar.x + bar.width <= WIDTH + 4 for bar in bars)
    edges = [bar.x + bar.width if mirrored else bar.x for bar in bars]
    assert edges == sorted(edges, reverse=mirrored)
    assert [year.year for year in axis.years] == [2017]
    assert (axis.begins.isoformat(), axis.ends.isoformat(), axis.days) == ("2017-01-01", "2017-12-31", 365)
    assert axis.mark(axis.last + timedelta(days=400)) == (0 if mirrored else WIDTH)


def test_the_two_questions_have_lines_of_their_own(town, told):
    periods = told.periods(town.office.places.get_place("town/field"))
    axis = Axis(periods[0].starts, periods[-1].starts, "Africa/Tripoli", mirrored=False)
    closure = axis.bars(periods, lambda period: period.answer.closure.value)
    hazard = axis.bars(periods, lambda period: period.answer.hazard.value)
    assert "released" not in {bar.state for bar in closure}
    assert "released" in {bar.state for bar in hazard}


def test_years_share_the_line_evenly_and_a_short_period_stays_visible(told, town):
    place = town.office.places.get_place("town/field")
    first = told.periods(place)[0]
    years = [replace(first, starts=first.starts + timedelta(days=365 * n), ends=None) for n in range(4)]
    years = [replace(before, ends=after.starts) for before, after in pairwise(years)]
    day = Period(first.starts, first.starts + timedelta(hours=5), first.publication, first.answer)
    axis = Axis(first.starts, years[-1].starts, "Africa/Tripoli", mirrored=False)
    rest = replace(years[0], starts=day.ends)
    bars = axis.bars([day, rest, *years[1:]], lambda period: period.starts.isoformat())
    assert [year.year for year in axis.years] == [2017, 2018, 2019]
    assert [round(year.x / 10) for year in axis.years] == [0, 33, 67]
    assert bars[0].width == 4
