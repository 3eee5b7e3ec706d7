"""What changed between two moments, by what held and by what was known."""

from __future__ import annotations

from datetime import timedelta

from clearway.desk.closures import approve, reopen
from clearway.desk.closures import close as close_ground
from clearway.desk.difference import HowChanged, diff
from clearway.desk.saying import Facts
from clearway.desk.syncing import export_log, sync
from clearway.geometry import box
from clearway.records import Event, Holds
from clearway.records.kinds.closure import Closure
from clearway.terms import Reason, Verdict
from tests.desk import centre as mines
from tests.desk.released import clear_in_public
from tests.offices import QUARTER, START, close, open_two, pass_time


def test_nothing_changes_between_a_moment_and_itself():
    crisis, _ = open_two(None)
    close(crisis)
    assert diff(crisis, START, START).is_empty


def test_a_closure_begins_and_a_place_closes(tmp_path):
    crisis, centre = open_two(tmp_path)
    closure = close(crisis)
    found = diff(crisis, START - timedelta(hours=1), START)
    (change,) = found.restrictions
    assert (change.record, change.how) == (closure.id, HowChanged.BEGUN)
    (place,) = found.places
    assert (place.place.id, place.opened) == ("quarter", False)
    assert (place.before.verdict, place.after.verdict) == (Verdict.NOT_CONFIRMED, Verdict.DO_NOT_ENTER)
    backwards = diff(crisis, START, START - timedelta(hours=1))
    assert [each.how for each in backwards.restrictions] == [HowChanged.ANNOUNCED]
    assert [each.place.id for each in backwards.opened] == ["quarter"]
    for office in (crisis, centre):
        office.close()


def test_an_announced_closure_is_told_before_it_begins():
    centre = mines.open_centre()
    later = centre.now() + timedelta(hours=5)
    holds = Holds(from_earliest=later, from_latest=later)
    close_ground(centre, mines.ROOT, box(QUARTER), Closure(reasons=(Reason.CRIME,)), Facts(holds=holds, event=Event()))
    now = centre.now()
    assert [c.how for c in diff(centre, now, later).restrictions] == [HowChanged.BEGUN]
    known = diff(centre, now - timedelta(minutes=1), now, by_knowledge=True)
    assert [c.how for c in known.restrictions] == [HowChanged.ANNOUNCED]


def test_a_reopening_is_seen_on_the_closure_that_it_lifts():
    centre = mines.open_centre()
    closure = close_ground(centre, mines.ROOT, box(QUARTER), Closure(reasons=(Reason.CRIME,)))
    before = centre.now()
    centre.clock.advance(hours=1)
    lifted = reopen(centre, mines.ROOT, [closure.id])
    approve(centre, mines.SECOND, lifted.id)
    found = diff(centre, before, centre.now())
    (change,) = found.restrictions
    assert (change.record, change.how) == (closure.id, HowChanged.CHANGED)
    assert [cover.release for cover in change.released] == [lifted.id]
    assert found.releases == (lifted.id,)


def test_ground_that_is_closed_again_after_its_release_says_so():
    centre = mines.open_centre()
    hazard, done = clear_in_public(centre)
    released = centre.now()
    found = diff(centre, mines.START, released)
    assert done.hand_over.id in found.releases
    centre.clock.advance(hours=1)
    mines.accident(centre)
    again = diff(centre, released, centre.now())
    assert {change.how for change in again.restrictions} == {HowChanged.BEGUN}
    assert hazard.id not in {change.record for change in again.restrictions}


def test_what_came_late_shows_when_it_came_if_knowledge_is_asked_for(tmp_path):
    crisis, centre = open_two(None)
    closure = close(centre)
    pass_time(crisis, centre, hours=3)
    export_log(centre, tmp_path)
    sync(crisis, "crisis-root", tmp_path)
    now = crisis.now()
    two, one = now - timedelta(hours=2), now - timedelta(hours=1)
    assert diff(crisis, two, now).is_empty
    known = diff(crisis, two, now, by_knowledge=True)
    assert [change.record for change in known.restrictions] == [closure.id]
    assert diff(crisis, two, one, by_knowledge=True).is_empty
    (log,) = [each for each in known.logs if each.origin == centre.public_origin]
    assert (log.size_before, log.size_after) == (0, 3)
    assert diff(crisis, two, now, as_office="centre-desk").is_empty
