"""Void, suspend, lift, place: undoing one's own wrong record."""

from __future__ import annotations

import pytest

from clearway.desk.authority import lift, revoke
from clearway.desk.closures import approve, close, reopen
from clearway.desk.hazards import declare_area
from clearway.desk.notices_ended import release_notice
from clearway.desk.office import Office
from clearway.desk.voiding import place_unplaced, suspend, void
from clearway.geometry import Unplaced, box
from clearway.problems import Refused
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.terms import ClosureState, Doubt, HazardState, Reason, Tier, Verdict
from tests.desk.centre import (
    AREA,
    BLOCK,
    IN_AREA,
    IN_BLOCK,
    RECIPIENT,
    ROOT,
    SEARCHER,
    SECOND,
    accident,
    area,
    asked,
    open_centre,
    pass_window,
)

CRIME = Closure(reasons=(Reason.CRIME,))
SUSPECTED = HazardousArea(classification="suspected", contamination=("unknown",))


@pytest.fixture
def centre() -> Office:
    return open_centre()


def findings(refused: pytest.ExceptionInfo[Refused]) -> list[object]:
    return [problem.params.get("finding") or problem.code for problem in refused.value.problems]


def test_a_closure_made_in_error_counts_as_never_made_once_two_have_said_so(centre: Office):
    shut = close(centre, ROOT, box(AREA), CRIME)
    undone = void(centre, ROOT, [shut.id], "the wrong quarter was typed")
    assert undone.origin == centre.public_origin
    assert asked(centre, IN_AREA).closure is ClosureState.CLOSED
    approve(centre, SECOND, undone.id)
    told = asked(centre, IN_AREA)
    assert (told.closure, told.verdict, told.doubts) == (
        ClosureState.NONE_RECORDED,
        Verdict.NOT_CONFIRMED,
        (Doubt.NO_RECORD,),
    )


def test_a_hazard_made_in_error_is_undone_in_its_own_log_and_waits_the_window(centre: Office):
    hazard = area(centre)
    (notice,) = centre.notices
    undone = void(centre, ROOT, [hazard.id], "the coordinates were of another city")
    assert undone.origin == centre.restricted_origin
    approve(centre, SECOND, undone.id)
    pass_window(centre)
    ended = release_notice(centre, ROOT, [notice.id])
    approve(centre, SECOND, ended.id)
    pass_window(centre)
    for public in (True, False):
        told = asked(centre, IN_AREA, public=public)
        assert (told.hazard, told.verdict) == (HazardState.NONE_RECORDED, Verdict.NOT_CONFIRMED)


def test_nothing_is_undone_while_an_accident_refers_to_it(centre: Office):
    hazard = area(centre)
    accident(centre, about=[hazard.id])
    with pytest.raises(Refused) as refused:
        void(centre, ROOT, [hazard.id], "…")
    assert findings(refused) == ["B2.accident_refers"]


def test_another_office_does_not_undo_it(centre: Office):
    shut = close(centre, SEARCHER, box(AREA), CRIME)
    with pytest.raises(Refused) as refused:
        void(centre, RECIPIENT, [shut.id], "…")
    assert findings(refused) == ["B4.not_the_office"]


def test_void_on_what_loosens_suspends_it_at_once_and_alone(centre: Office):
    shut = close(centre, ROOT, box(AREA), CRIME)
    opened = reopen(centre, ROOT, [shut.id])
    approve(centre, SECOND, opened.id)
    assert asked(centre, IN_AREA).closure is ClosureState.LIFTED
    stopped = void(centre, SECOND, [opened.id], "signed by mistake")
    assert stopped.kind == "suspension"
    assert asked(centre, IN_AREA).closure is ClosureState.CLOSED
    lift(centre, ROOT, stopped.id)
    assert asked(centre, IN_AREA).closure is ClosureState.CLOSED
    lift(centre, SECOND, stopped.id)
    assert asked(centre, IN_AREA).closure is ClosureState.LIFTED


def test_void_of_both_kinds_together_is_refused(centre: Office):
    shut = close(centre, ROOT, box(AREA), CRIME)
    opened = reopen(centre, ROOT, [shut.id])
    with pytest.raises(Refused) as refused:
        void(centre, ROOT, [shut.id, opened.id], "…")
    assert findings(refused) == ["desk.wrong_kind"]


def test_any_office_suspends_alone(centre: Office):
    shut = close(centre, ROOT, box(AREA), CRIME)
    opened = reopen(centre, ROOT, [shut.id])
    approve(centre, SECOND, opened.id)
    suspend(centre, RECIPIENT, [opened.id], "people were seen laying mines")
    assert asked(centre, IN_AREA).closure is ClosureState.CLOSED


def test_a_place_is_given_to_what_had_none(centre: Office):
    somewhere = declare_area(centre, ROOT, Unplaced(box(BLOCK)), SUSPECTED)
    assert asked(centre, IN_BLOCK).unplaced
    found = area(centre)
    placed = place_unplaced(centre, ROOT, [somewhere.id], [found.id], "the team walked there with the witness")
    assert asked(centre, IN_BLOCK).unplaced
    approve(centre, SECOND, placed.id)
    pass_window(centre)
    assert not asked(centre, IN_BLOCK).unplaced
    assert asked(centre, IN_AREA).hazard is HazardState.CONFIRMED


def test_placing_needs_something_unplaced_and_something_shaped(centre: Office):
    somewhere = declare_area(centre, ROOT, Unplaced(box(BLOCK)), SUSPECTED)
    elsewhere = declare_area(centre, ROOT, Unplaced(box(BLOCK)), SUSPECTED)
    found = area(centre)
    with pytest.raises(Refused) as refused:
        place_unplaced(centre, ROOT, [somewhere.id], [elsewhere.id], "…")
    assert findings(refused) == ["B10.no_shaped_restriction"]
    with pytest.raises(Refused) as refused:
        place_unplaced(centre, ROOT, [found.id], [found.id], "…")
    assert findings(refused) == ["desk.wrong_kind"]


def test_a_hand_over_by_a_key_revoked_since_before_releases_nothing(centre: Office):
    shut = close(centre, ROOT, box(AREA), CRIME)
    before = centre.now()
    centre.clock.advance(hours=1)
    opened = reopen(centre, SECOND, [shut.id])
    approve(centre, ROOT, opened.id)
    assert asked(centre, IN_AREA).closure is ClosureState.LIFTED
    revoke(centre, ROOT, SECOND, before, "the phone with the key was taken")
    assert asked(centre, IN_AREA).closure is ClosureState.CLOSED
    with pytest.raises(Refused) as refused:
        reopen(centre, SECOND, [shut.id])
    assert findings(refused) == ["A4.revoked"]
    assert close(centre, SECOND, box(BLOCK), CRIME).kind == "closure"


def test_what_a_revoked_key_had_released_in_public_is_warned_of_again(centre: Office):
    hazard = area(centre)
    (notice,) = centre.notices
    moment = centre.now()
    centre.clock.advance(hours=1)
    undone = void(centre, SECOND, [hazard.id], "…")
    assert undone.origin == centre.restricted_origin
    approve(centre, ROOT, undone.id)
    pass_window(centre)
    ended = release_notice(centre, ROOT, [notice.id])
    approve(centre, RECIPIENT, ended.id)
    pass_window(centre)
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.NOT_CONFIRMED
    revoke(centre, ROOT, SECOND, moment, "compromised")
    assert centre.notices
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER


def test_the_tier_of_a_suspension_follows_what_it_stops(centre: Office):
    hazard = area(centre)
    undone = void(centre, ROOT, [hazard.id], "…")
    assert suspend(centre, SECOND, [undone.id], "…").origin == centre.origin_of(Tier.RESTRICTED)
