"""Each condition of authority, of time and doubt, and of a permission by itself, and on its very edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from clearway.geometry import At, Region
from clearway.projection import Accuracy, History, check_permit, is_more_open
from clearway.records import parse_leaf
from clearway.trust import Trust
from tests.laws.asking import region
from tests.laws.edges import DAY, EDGE, HALF, HOUR, INSIDE, SECOND, WHOLE, Clearing, ask
from tests.world import CELL, SOUTH, WEST, Json, Person, Polygons, World, box, line, shaped, unplaced

pytestmark = pytest.mark.law


@pytest.fixture
def world() -> World:
    found = World()
    found.settle()
    found.wait(days=1)
    return found


# --- A2 to A4: authority -------------------------------------------------------------------------------------------


def cancelled_by(world: World, decider: Person, **decision: Any) -> str:
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    survey = world.survey(world["survey1"], shaped(WHOLE), world.now)
    return world.decision(decider, shaped(WHOLE), [area], [survey], "cancelled", **decision)


GRANTS: dict[str, tuple[Json, bool]] = {
    "as before": ({}, True),
    "of this kind only": ({"may": ["decision"]}, True),
    "of another kind": ({"may": ["hand_over", "approval:second"]}, False),
    "for elsewhere": ({"ground": HALF}, False),
    "from later on": ({"since": timedelta(hours=2)}, False),
    "until before": ({"until": timedelta(minutes=30)}, False),
    "from a person who may not pass it on": ({"by": "mac1"}, False),
    "from a person who may": ({"by": "lead"}, True),
    "with a spoilt signature": ({"forged": True}, False),
    "seen in its log only later": ({"seal": False}, False),
}


@pytest.mark.parametrize(("given", "enough"), GRANTS.values(), ids=GRANTS)
def test_a_decision_stands_on_its_grant(world: World, given: Json, enough: bool):
    options = dict(given)
    for name in ("since", "until"):
        if name in options:
            options[name] = world.now + options[name]
    if "by" in options:
        options["by"] = world[options["by"]]
    may = options.pop("may", ["*"])
    decider = world.empower("decider", "mac", "mac", "mac", may, **options)
    cancelled_by(world, decider)
    world.wait(hours=49)
    assert ask(world) == ("released" if enough else "do_not_enter")


def test_a_decision_counts_in_the_restricted_log_alone(world: World):
    cancelled_by(world, world["mac1"], tier="public")
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"


def test_a_decision_without_its_nonce_loosens_nothing(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(World, "_nonce", lambda _self: None)
    cancelled_by(world, world["mac1"])
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"


def test_a_whole_world_is_understood(world: World):
    cancelled_by(world, world["mac1"])
    history = world.history()
    for record in world.written:
        found = history.find(record)
        assert found
        assert found.verified
        assert parse_leaf(world.written[record].entry.leaf).record == found.record


@pytest.mark.parametrize(("neighbour", "expected"), [("mac", "released"), ("crisis", "do_not_enter")])
def test_a_neighbours_root_speaks_in_its_own_logs_alone(neighbour: str, expected: str):
    world = World(neighbour=neighbour)
    world.settle()
    world.wait(days=1)
    decider = world.empower("decider", "mac", "mac", "mac", ["*"], by=world.roots["crisis"])
    cancelled_by(world, decider if neighbour == "crisis" else world["mac1"])
    world.wait(hours=49)
    assert ask(world) == expected


def test_a_grant_reaches_as_far_as_its_parent(world: World):
    lead = world.empower("lead2", "mac", "mac", "mac", ["decision"], delegate=True, ground=box(4, 0, 10, 10))
    decider = world.empower("decider", "mac", "mac", "mac", ["*"], by=lead)
    cancelled_by(world, decider)
    world.wait(hours=49)
    # A grant under a grant needs leave to grant and must delegate.
    assert ask(world) == "released"
    assert ask(world, EDGE) == "do_not_enter"


@pytest.mark.parametrize("field", ["holder", "office", "key"])
def test_a_grant_serves_only_whom_it_was_given_to(world: World, field: str):
    other = {"holder": "h-else", "office": "else", "key": world["town1"].key}[field]
    cancelled_by(world, replace(world["mac1"], **{field: other}))
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"


@pytest.mark.parametrize("ahead", [DAY, -2 * DAY])
def test_the_claimed_time_must_lie_in_the_grant_too(world: World, ahead: timedelta):
    term = {"since": world.now, "until": world.now + 5 * HOUR}
    decider = world.empower("decider", "mac", "mac", "mac", ["*"], **term)
    cancelled_by(world, decider, recorded_at=world.now + ahead)
    world.wait(days=5)
    assert ask(world) == "do_not_enter"


@pytest.mark.parametrize(("before", "expected"), [(SECOND, "released"), (timedelta(), "do_not_enter")])
@pytest.mark.parametrize("by", ["root", "lead", "own"])
def test_a_revocation_reaches_what_was_logged_at_its_moment(world: World, before: timedelta, expected: str, by: str):
    decider = world.empower("decider", "mac", "mac", "mac", ["*"], by=world["lead"])
    cancelled_by(world, decider)
    signer = {"root": world.roots["crisis"], "lead": world["lead"], "own": decider}[by]
    world.revocation(signer, decider.key_id, world.now + before)
    world.wait(hours=49)
    assert ask(world) == expected


def test_a_revocation_by_somebody_else_reaches_nothing(world: World):
    cancelled_by(world, world["mac1"])
    world.revocation(world["mac2"], world["mac1"].key_id, world.now - DAY)
    world.wait(hours=49)
    assert ask(world) == "released"


def test_a_revoked_grantor_takes_down_what_rests_on_his_grants(world: World):
    decider = world.empower("decider", "mac", "mac", "mac", ["*"], by=world["lead"])
    cancelled_by(world, decider)
    world.revocation(world.roots["mac"], world["lead"].key_id, world.now - DAY)
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"


def test_a_revocation_leaves_restrictions_standing(world: World):
    world.area(world["mac1"], shaped(WHOLE))
    world.revocation(world["mac1"], world["mac1"].key_id, world.now - 2 * DAY)
    assert ask(world) == "do_not_enter"


def test_a_suspension_stands_until_two_of_the_office_lift_it(world: World):
    decision = cancelled_by(world, world["mac1"])
    world.wait(hours=49)
    stop = world.suspension(world["desk1"], decision, tier="public")
    assert ask(world) == "do_not_enter"
    world.approval(world["desk1"], stop, "lift_suspension")
    world.approval(world["desk1"], stop, "lift_suspension", tier="public")
    stranger = world.empower("visitor", "visitors", "north", "crisis", ["approval:lift_suspension"])
    world.approval(stranger, stop, "lift_suspension")
    assert ask(world) == "do_not_enter"
    world.approval(world["desk2"], stop, "lift_suspension")
    assert ask(world) == "released"


def test_a_suspension_begins_when_it_says(world: World):
    decision = cancelled_by(world, world["mac1"])
    world.wait(hours=49)
    world.suspension(world["mac2"], decision, from_earliest=world.now + HOUR)
    assert ask(world) == "released"
    world.wait(hours=1)
    assert ask(world) == "do_not_enter"


def test_a_suspended_grant_cannot_pay_for_the_lifting_of_its_own_suspension(world: World):
    decision = cancelled_by(world, world["mac1"])
    stop = world.suspension(world["mac1"], world["mac1"].grant or "", tier="public")
    for name in ("mac1", "mac2"):
        world.approval(world[name], stop, "lift_suspension")
    world.wait(hours=49)
    assert decision
    assert ask(world) == "do_not_enter"


def test_nothing_loosens_after_a_fork_and_both_branches_tighten(world: World):
    decision = cancelled_by(world, world["mac1"])
    world.fork("mac.test/restricted")
    world.wait(hours=49)
    assert decision
    assert ask(world) == "not_confirmed"
    world.area(world["mac1"], shaped(HALF), branch=1)
    assert ask(world, EDGE) == "do_not_enter"
    late = world.area(world["mac1"], shaped(box(12, 0, 14, 10)))
    world.wait(hours=1)
    world.cancel([late], box(12, 0, 14, 10))
    world.wait(hours=49)
    assert ask(world, At(WEST + 13 * CELL, SOUTH + 5 * CELL)) == "do_not_enter"


def test_a_record_that_nobody_saw_in_its_log_loosens_nothing(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    survey = world.survey(world["survey1"], shaped(WHOLE), world.now)
    world.decision(world["mac1"], shaped(WHOLE), [area], [survey], "cancelled", seen=False)
    world.wait(hours=49)
    assert ask(world, fresh=False) == "do_not_enter"


# --- A5: what must not count ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options", [{"forged": True}, {"realm": "exercise"}, {"claimed_origin": "mac.test/restricted"}]
)
def test_what_is_forged_or_foreign_restricts_nothing(world: World, options: Json):
    world.hostilities(world["desk1"], shaped(WHOLE), **options)
    assert ask(world) == "not_confirmed"


@pytest.mark.parametrize("bears", ["releases", "permits", "tells"])
def test_a_kind_we_do_not_know_loosens_nothing(world: World, bears: str):
    area = world.area(world["mac1"], shaped(WHOLE))
    names = [("names", area), ("approves", area)]
    world.write(world["mac1"], "amnesty", {}, bears=bears, axes=("hazard",), footprint=shaped(WHOLE), refs=names)
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"


def test_a_kind_we_do_not_know_restricts_as_an_indication_or_suspends_what_it_names(world: World):
    decision = cancelled_by(world, world["mac1"])
    world.wait(hours=49)
    assert ask(world) == "released"
    world.write(world["desk1"], "flood", {}, bears="restricts", axes=("closure",), footprint=shaped(HALF))
    answer = world.history().check(EDGE, world.now)
    assert (answer.hazard.value, answer.closure.value) == ("indication", "closed")
    world.write(world["desk1"], "objection", {}, bears="voids", refs=[("about", decision)])
    assert ask(world) == "do_not_enter"


# --- restrictions, time and doubt ----------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["fighting", "shelling", "mines", "booby_traps", "military", "evacuation"])
def test_a_reason_that_implies_explosives_bears_on_the_hazard_axis(world: World, reason: str):
    closure = world.closure(world["desk1"], shaped(WHOLE), reasons=[reason], axes=("closure",))
    world.reopen([closure], WHOLE)
    answer = world.history().check(INSIDE, world.now)
    assert (answer.closure.value, answer.hazard.value) == ("lifted", "suspected")


def test_a_restriction_begins_at_its_earliest(world: World):
    start = world.now + HOUR
    world.area(world["mac1"], shaped(WHOLE), from_earliest=start, from_latest=start + DAY)
    assert ask(world) == "not_confirmed"
    world.now = start
    assert ask(world) == "do_not_enter"
    claimed = world.now - timedelta(days=3)
    world.hostilities(world["desk1"], shaped(box(12, 0, 14, 10)), recorded_at=claimed)
    history = world.history()
    there = At(WEST + 13 * CELL, SOUTH + 5 * CELL)
    assert history.check(there, claimed).verdict.value == "do_not_enter"
    assert history.check(there, claimed - SECOND).hazard.value == "none_recorded"


def test_a_closure_ends_by_its_term_only_without_a_condition(world: World):
    until = world.now + HOUR
    world.closure(world["desk1"], shaped(HALF), until=until, until_condition="fully_searched")
    world.closure(world["desk1"], shaped(box(5, 0, 10, 10)), until=until)
    world.now = until - SECOND
    assert ask(world) == "do_not_enter"
    world.now = until
    assert ask(world) == "not_confirmed"
    assert ask(world, EDGE) == "do_not_enter"
    assert world.history().check(INSIDE, world.now).doubts[0].value == "ended_by_term"


@pytest.mark.parametrize(
    ("hour", "day", "inside"),
    [(17, 0, False), (18, 0, True), (23, 4, True), (5, 5, True), (6, 5, False), (19, 5, False), (3, 0, False)],
)
def test_hours_cross_midnight_with_the_day_they_began_on(world: World, hour: int, day: int, inside: bool):
    hours = {"from": "18:00", "to": "06:00", "days": [0, 1, 2, 3, 4]}
    world.closure(world["desk1"], shaped(WHOLE), hours=hours, zone="Africa/Tripoli")
    monday = world.now.replace(day=7, hour=0)
    world.now = monday + timedelta(days=day, hours=hour - 2)
    assert ask(world) == ("do_not_enter" if inside else "not_confirmed")


def test_a_copy_is_stale_after_its_age(world: World):
    Clearing(world)
    world.refresh()
    world.wait(days=7)
    assert ask(world, fresh=False) == "released"
    world.wait(seconds=1)
    assert ask(world, fresh=False) == "not_confirmed"


@pytest.mark.parametrize(
    ("accuracy", "expected"),
    [(None, "released"), (100, "released"), (101, "not_confirmed"), ("unknown", "not_confirmed")],
)
def test_a_position_is_unsure_above_the_limit(world: World, accuracy: Any, expected: str):
    Clearing(world)
    assert ask(world, accuracy_m=accuracy) == expected


def test_a_refused_log_and_a_release_of_nothing_are_conflicts(world: World):
    Clearing(world)
    world.reopening(world["desk1"], shaped(HALF), ["sha256:" + "ab" * 32])
    assert ask(world, EDGE) == "not_confirmed"
    assert ask(world) == "released"
    world.refuse("crisis.test/public")
    assert ask(world) == "not_confirmed"


def test_a_unit_is_released_for_itself_alone(world: World):
    clearing = Clearing(world, hand_over={"unit": "flat 3"})
    assert ask(world, unit="flat 3") == "released"
    assert ask(world, unit="flat 4") == "do_not_enter"
    assert ask(world) == "do_not_enter"
    assert clearing.target
    outdoors = World()
    outdoors.settle()
    outdoors.wait(days=1)
    Clearing(outdoors)
    assert ask(outdoors, unit="flat 3") == "do_not_enter"


def test_a_missing_shape_tightens_over_its_box_and_loosens_nowhere(world: World):
    corner: Polygons = [[[[WEST, SOUTH], [WEST + 100, SOUTH], [WEST + 10 * CELL, SOUTH + 10 * CELL], [WEST, SOUTH]]]]
    there = At(WEST + 1 * CELL, SOUTH + 9 * CELL)
    footprint = world.blob_shape(corner, missing_in="mac.test/public")
    area = world.area(world["mac1"], footprint)
    assert ask(world, there) == "do_not_enter"
    world.wait(hours=1)
    survey = world.survey(world["survey1"], footprint, world.now)
    world.decision(world["mac1"], shaped(WHOLE), [area], [survey], "cancelled")
    world.wait(hours=49)
    assert ask(world, At(WEST + 50, SOUTH)) == "do_not_enter"
    world.arrive("mac.test/public", footprint["sha256"])
    assert ask(world, At(WEST + 50, SOUTH)) == "released"
    assert ask(world, there) == "not_confirmed"


def test_the_public_picture_is_more_open_until_a_notice_covers_what_is_not_public(world: World):
    everywhere = region(WHOLE)

    def more_open(a: Trust, b: Trust) -> bool:
        one, other = (world.history(trust=trust).at(world.now) for trust in (a, b))
        return is_more_open(one, other, everywhere)

    whole, public = world.trust, world.trust.public_only()
    assert not more_open(public, whole)
    world.area(world["mac1"], shaped(HALF))
    assert more_open(public, whole)
    assert not more_open(whole, public)
    world.notice(world["mac1"], box(0, 0, 20, 20))
    assert not more_open(public, whole)


# --- C: permissions ------------------------------------------------------------------------------------------------


def corridor(world: World, **options: Any) -> str:
    window = (world.now, world.now + options.pop("open_for", 2 * HOUR))
    by = world[options.pop("by", "relief1")]
    return world.corridor(by, options.pop("way", shaped(WHOLE)), [window], **options)


def test_a_corridor_is_open_while_agreed_confirmed_and_in_its_window(world: World):
    world.closure(world["desk1"], shaped(WHOLE))
    way = corridor(world, open_for=timedelta(minutes=40))
    end = world.now + timedelta(minutes=39)
    assert ask(world) == "do_not_enter"
    world.confirmation(world["north1"], way)
    assert ask(world) == "do_not_enter"
    world.consent(world["north1"], way)
    assert ask(world) == "conditional"
    # At the edge the closure stands on its own ground outside.
    assert ask(world, At(WEST + 10 * CELL, SOUTH + 5 * CELL)) == "do_not_enter"
    said = world.now
    world.wait(minutes=29)
    assert ask(world) == "do_not_enter"
    world.now = said
    world.wait(minutes=20)
    world.confirmation(world["relief1"], way)
    world.now = end - SECOND
    assert ask(world) == "conditional"
    world.now = end
    assert ask(world) == "do_not_enter"


OTHERWISE: dict[str, Json] = {
    "for fighters": {"purpose": "fighters"},
    "nobody says who controls it": {"segments": [None]},
    "one party has not agreed": {"segments": [("north",), ("south",)]},
    "one office alone says who controls it": {"by": "desk1"},
}


@pytest.mark.parametrize("options", OTHERWISE.values(), ids=OTHERWISE)
def test_a_corridor_that_is_not_open(world: World, options: Json):
    world.closure(world["desk1"], shaped(WHOLE))
    way = corridor(world, **options)
    world.consent(world["north1"], way)
    world.confirmation(world["north1"], way)
    assert ask(world) == "do_not_enter"


def test_a_party_consents_for_itself(world: World):
    world.closure(world["desk1"], shaped(WHOLE))
    way = corridor(world, segments=[("south",)])
    world.confirmation(world["north1"], way)
    world.consent(world["north1"], way, party="south")
    assert ask(world) == "do_not_enter"
    world.consent(world["relief1"], way, party="south")
    assert ask(world) == "conditional"


@pytest.mark.parametrize("what", ["hazard at the edge", "somewhere in its region"])
def test_no_hazard_touches_an_open_corridor(world: World, what: str):
    world.closure(world["desk1"], shaped(WHOLE))
    way = corridor(world, way=line([(CELL, 5 * CELL), (9 * CELL, 5 * CELL)], 20_000))
    world.consent(world["north1"], way)
    world.confirmation(world["north1"], way)
    assert ask(world) == "conditional"
    if what == "hazard at the edge":
        world.area(world["mac1"], shaped(box(1, 0, 2, 4.5)))
    else:
        world.hostilities(world["desk1"], unplaced(box(8, 0, 12, 10)))
    assert ask(world) == "do_not_enter"


def test_a_conditional_place_is_closed_in_doubt(world: World):
    world.closure(world["desk1"], shaped(WHOLE), permit_possible=True)
    assert ask(world) == "conditional"
    assert ask(world, accuracy_m="unknown") == "do_not_enter"
    world.refuse("mac.test/public")
    assert ask(world) == "do_not_enter"


def test_no_permission_stands_beyond_the_remit_of_every_log(world: World):
    """No copy can be too old there, so nobody would notice that the permission was taken back."""
    border = box(18, 4, 22, 6)
    closure = world.closure(world["desk1"], shaped(border), permit_possible=True)
    inside, beyond = At(WEST + 19 * CELL, SOUTH + 5 * CELL), At(WEST + 21 * CELL, SOUTH + 5 * CELL)
    assert ask(world, inside) == "conditional"
    assert ask(world, beyond) == "do_not_enter"
    assert ask(world, region(border)) == "do_not_enter"
    valid = (world.now, world.now + 5 * HOUR)
    permit = world.permit(world["desk1"], shaped(border), [closure], valid)
    history = world.history()
    assert permit_holds(history, permit, world, inside)
    assert not permit_holds(history, permit, world, beyond)
    assert not permit_holds(history, permit, world, region(border))


def permit_holds(history: History, permit: str, world: World, at: At | Region = INSIDE, accuracy: Accuracy = None):
    found = history.find(permit)
    assert found
    return check_permit(history, found, at, world.now, history.check(at, world.now, accuracy)).valid


def test_a_permit_serves_for_its_place_and_time_and_the_closures_it_names(world: World):
    closure = world.closure(world["desk1"], shaped(WHOLE), permit_possible=True)
    valid = (world.now, world.now + 5 * HOUR)
    permit = world.permit(world["desk1"], shaped(box(4, 4, 6, 6)), [closure], valid)
    world.refresh()
    history = world.history()
    assert permit_holds(history, permit, world)
    assert history.check(INSIDE, world.now).verdict.value == "conditional"
    assert not permit_holds(history, permit, world, EDGE)
    assert not permit_holds(history, permit, world, region(box(4, 4, 7, 6)))
    world.now = valid[1]
    assert not permit_holds(history, permit, world)
    world.now = valid[1] - SECOND
    assert permit_holds(history, permit, world)
    world.closure(world["desk1"], shaped(WHOLE), permit_possible=True, from_earliest=valid[0])
    world.now = valid[1] - HOUR
    assert not permit_holds(world.history(), permit, world)


def test_only_escorted_entry_serves_on_hazardous_ground(world: World):
    closure = world.closure(world["desk1"], shaped(WHOLE), permit_possible=True)
    world.area(world["mac1"], shaped(WHOLE))
    valid = (world.now, world.now + 5 * HOUR)
    entry = world.permit(world["desk1"], shaped(WHOLE), [closure], valid)
    escorted = world.permit(world["desk1"], shaped(WHOLE), [closure], valid, form="escorted_entry")
    world.refresh()
    history = world.history()
    assert not permit_holds(history, entry, world)
    assert permit_holds(history, escorted, world)
    assert permit_holds(history, escorted, world, accuracy=100)
    assert not permit_holds(history, escorted, world, accuracy=101)
    assert not permit_holds(history, escorted, world, accuracy="unknown")
    assert history.check(INSIDE, world.now).verdict.value == "do_not_enter"
    world.hostilities(world["desk1"], unplaced(WHOLE))
    assert not permit_holds(world.history(), escorted, world)
