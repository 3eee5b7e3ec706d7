"""Each condition of a release by itself: with it, without it, and on its very edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from clearway.geometry import At
from tests.laws.edges import EDGE, HALF, HOUR, INSIDE, SECOND, WHOLE, WINDOW, Clearing, ask
from tests.world import CELL, SOUTH, WEST, Json, World, box, disc, shaped, unplaced

pytestmark = pytest.mark.law


@pytest.fixture
def world() -> World:
    found = World()
    found.settle()
    found.people["twice"] = found.empower("sweep1", "quality", "quality", "mac", ["quality_control"])
    found.people["both"] = found.empower("mac1", "town", "town", "mac", ["approval:recipient"])
    found.wait(days=1)
    return found


# --- B5 to B7: what clears, and what does not ----------------------------------------------------------------------

SPOILT: dict[str, Json] = {
    "searched by eye": {"search": {"method": "visual"}},
    "searched for something else": {"search": {"purpose": "security"}},
    "searched for nobody knows what": {"search": {"purpose": "unknown"}},
    "searched less deep than decided": {"search": {"depth_mm": 199}},
    "searched to no standard": {"search": {"standard": "none"}},
    "searched to another standard": {"search": {"standard": "s2"}},
    "nothing to any standard": {
        "search": {"standard": "none"}, "decision": {"standard": "none"}, "hand_over": {"standard": "none"},
    },
    "handed over to no standard": {"hand_over": {"standard": "none"}},
    "handed over less deep than decided": {"hand_over": {"depth_mm": 100}},
    "handed over with larger gaps than decided": {"hand_over": {"gap_mm": 1}},
    "search begun as the event ended": {"begun_after": timedelta()},
    "search begun before the event ended": {"begun_after": -HOUR},
    "searched elsewhere": {"searched": HALF},
    "left out of the search": {"search": {"unsearched": [box(4, 4, 6, 6)]}},
    "left out up to this point": {"search": {"unsearched": [box(5, 5, 6, 6)]}},
    "controlled elsewhere": {"lot": HALF},
    "decided elsewhere": {"decided": HALF},
    "handed over elsewhere": {"handed": HALF},
    "a failed control": {"passed": False},
    "decided about something else": {"decision_names": False},
    "controlled by who searched": {"searcher": "other1", "controller": "other1", "approve": {"operator": "other2"}},
    "controlled by who searched, for another organisation": {"controller": "twice"},
    "controlled by the organisation that searched": {
        "searcher": "other2", "controller": "other1", "approve": {"operator": "other2"},
    },
    "searched by the authority": {"searcher": "mac1"},
    "approved by no operator": {"approve": {"operator": None}},
    "approved by no authority": {"approve": {"authority": None}},
    "approved by no recipient": {"approve": {"recipient": None}},
    "approved by another operator": {"approve": {"operator": "other1"}},
    "approved by another authority": {"approve": {"authority": "desk1"}},
    "approved by one person in two roles": {"approve": {"recipient": "mac1"}},
    "received by a searching organisation": {
        "searcher": "other1", "approve": {"operator": "other2", "recipient": "other1"},
    },
    "received by the deciding organisation": {"approve": {"authority": "mac2", "recipient": "mac1"}},
    "approved by one person for two organisations": {"approve": {"recipient": "both"}},
    "one flat was handed over": {"hand_over": {"unit": "flat 3"}},
}  # fmt: skip


def test_a_whole_clearance_releases_at_the_end_of_its_window_inside_and_at_its_edge(world: World):
    clearing = Clearing(world)
    assert ask(world) == "released"
    assert ask(world, EDGE) == "released"
    world.now = clearing.since + WINDOW - SECOND
    assert ask(world) == "do_not_enter"


@pytest.mark.parametrize("knobs", SPOILT.values(), ids=SPOILT)
def test_a_clearance_with_one_thing_wrong_releases_nothing(world: World, knobs: Json):
    Clearing(world, **knobs)
    assert ask(world) == "do_not_enter"


def test_a_shallower_second_product_is_said(world: World):
    clearing = Clearing(world)
    world.cancel([clearing.target], WHOLE)
    world.wait(hours=49)
    world.refresh()
    assert str(world.history().check(INSIDE, world.now).product) == "cancelled"


def test_a_gap_between_strips_counts_as_searched_up_to_what_was_decided(world: World):
    strips = [box(0, 0, 4.98, 10), box(5.02, 0, 10, 10)]
    between = At(WEST + 5 * CELL, SOUTH + 5 * CELL)
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    world.clear([area], WHOLE, searched=strips, gap_mm=0)
    world.wait(hours=49)
    assert ask(world, between) == "do_not_enter"
    world.clear([area], WHOLE, searched=strips, gap_mm=500)
    world.wait(hours=49)
    assert ask(world, between) == "released"


def test_a_part_left_out_is_cleared_by_a_later_search_of_it(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    first = world.search(world["sweep1"], shaped(WHOLE), world.now, unsearched=[box(4, 4, 6, 6)])
    same_day = world.search(world["sweep1"], shaped(box(4, 4, 6, 6)), world.now - timedelta(minutes=1))
    later = world.search(world["sweep1"], shaped(box(4, 4, 6, 6)), world.now + HOUR)
    for second, expected in ((same_day, "do_not_enter"), (later, "released")):
        control = world.control(world["quality1"], shaped(WHOLE), [first, second])
        evidence = [first, second, control]
        decision = world.decision(world["mac1"], shaped(WHOLE), [area], evidence, "cleared")
        over = world.hand_over(world["mac2"], shaped(WHOLE), [area], [*evidence, decision])
        for name, role in (("sweep2", "operator"), ("mac1", "authority"), ("town1", "recipient")):
            world.approval(world[name], over, role)
        world.wait(hours=49)
        assert ask(world) == expected


@pytest.mark.parametrize("technical", [False, True])
def test_cancelled_and_reduced_ask_for_their_own_survey_by_another_organisation(world: World, technical: bool):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    begun = world.now
    product = "reduced" if technical else "cancelled"
    own = world.survey(world["mac1"], shaped(WHOLE), begun, technical=technical)
    other_kind = world.survey(world["survey1"], shaped(WHOLE), begun, technical=not technical)
    before = world.survey(world["survey1"], shaped(WHOLE), begun - 2 * HOUR, technical=technical)
    elsewhere = world.survey(world["survey1"], shaped(HALF), begun, technical=technical)
    for survey in (own, other_kind, before, elsewhere):
        world.decision(world["mac1"], shaped(WHOLE), [area], [survey], product)
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"
    good = world.survey(world["survey1"], shaped(WHOLE), begun, technical=technical)
    world.decision(world["mac1"], shaped(WHOLE), [area], [good], product)
    world.wait(hours=49)
    assert ask(world) == "released"


def test_fighting_ends_when_somebody_says_so_with_evidence(world: World):
    fighting = world.hostilities(world["desk1"], shaped(WHOLE))
    world.wait(hours=2)
    world.cancel([fighting], WHOLE)
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"
    world.cancel([fighting], WHOLE, ended={fighting: world.now})
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"
    world.cancel([fighting], WHOLE, ended={fighting: world.now - HOUR})
    world.wait(hours=49)
    assert ask(world) == "released"


def test_an_old_claim_does_not_make_a_survey_newer_than_what_was_logged(world: World):
    begun = world.now
    world.wait(hours=2)
    area = world.area(world["mac1"], shaped(WHOLE), recorded_at=begun - HOUR)
    world.cancel([area], WHOLE, begun=begun)
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"


def test_a_failed_control_bars_its_lot_until_a_passed_one_answers(world: World):
    clearing = Clearing(world)
    failed = world.control(world["desk1"], shaped(box(5, 5, 8, 8)), [clearing.search], passed=False)
    assert ask(world) == "do_not_enter"
    world.control(world["quality1"], shaped(WHOLE), [clearing.search])
    assert ask(world) == "do_not_enter"
    world.control(world["quality1"], shaped(box(5, 5, 7, 8)), [clearing.search], answers=[failed])
    assert ask(world) == "do_not_enter"
    world.control(world["quality1"], shaped(WHOLE), [clearing.search], answers=[failed])
    assert ask(world) == "released"


def test_a_failed_control_bars_what_was_reduced(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    world.cancel([area], WHOLE, technical=True)
    world.wait(hours=49)
    assert ask(world) == "released"
    world.control(world["quality1"], shaped(WHOLE), [area], passed=False)
    assert ask(world) == "do_not_enter"


# --- B2, B4, B10: two people ---------------------------------------------------------------------------------------


def test_a_reopening_asks_for_two_people_of_the_office(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    closure = world.closure(world["desk1"], shaped(WHOLE))
    world.wait(hours=1)
    world.cancel([area], WHOLE)
    world.wait(hours=49)
    alone = world.reopening(world["desk1"], shaped(WHOLE), [closure])
    assert ask(world) == "do_not_enter"
    world.approval(world["desk1"], alone, "second")
    world.approval(world["north1"], alone, "second")
    assert ask(world) == "do_not_enter"
    stranger = world.reopening(world["mac1"], shaped(WHOLE), [closure], tier="public")
    world.approval(world["mac2"], stranger, "second")
    world.approval(world["desk2"], stranger, "second")
    assert ask(world) == "do_not_enter"
    world.approval(world["desk2"], alone, "second")
    assert ask(world) == "released"


def test_the_same_holder_with_another_key_is_no_second_person(world: World):
    closure = world.closure(world["desk1"], shaped(WHOLE))
    again = world.empower("twin", "crisis-desk", "municipality", "crisis", ["approval:second"])
    twin = replace(again, holder=world["desk1"].holder)
    body = {"holder": twin.holder, "office": twin.office, "organisation": twin.organisation, "key": twin.raw_key}
    body |= {"may": ["approval:second"], "delegate": False, "from": "2015-01-01T00:00:00Z", "until": None}
    grant = world.write(world.roots["crisis"], "grant", body, bears="enables", footprint=shaped(WHOLE))
    reopening = world.reopening(world["desk1"], shaped(WHOLE), [closure])
    world.approval(replace(twin, grant=grant), reopening, "second")
    assert ask(world) == "do_not_enter"


def test_a_restriction_made_in_error_is_withdrawn_unless_an_accident_refers_to_it(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.withdraw([area], WHOLE)
    world.wait(hours=49)
    assert ask(world) == "not_confirmed"
    assert world.history().check(INSIDE, world.now).hazard.value == "none_recorded"
    world.accident(world["mac1"], disc(19 * CELL, 19 * CELL, 1000), about=[area])
    assert ask(world) == "do_not_enter"


def test_a_withdrawal_of_both_axes_waits_the_longer_window():
    world = World(windows=(3600, 7200))
    world.settle()
    closure = world.closure(world["desk1"], shaped(WHOLE))
    world.withdraw([closure], WHOLE, "desk1", "desk2")
    world.wait(seconds=7199)
    assert ask(world) == "do_not_enter"
    world.wait(seconds=1)
    assert ask(world) == "not_confirmed"


@pytest.mark.parametrize("placed", [True, False])
def test_what_is_somewhere_bars_releases_until_it_is_placed(world: World, placed: bool):
    clearing = Clearing(world)
    somewhere = world.hostilities(world["desk1"], unplaced(WHOLE))
    assert ask(world) == "not_confirmed"
    shape = world.hostilities(world["desk1"], shaped(box(12, 12, 13, 13)) if placed else unplaced(box(12, 12, 13, 13)))
    void = world.void(world["desk1"], shaped(WHOLE), [somewhere], axes=("hazard",), placed_as=[shape])
    world.approval(world["desk2"], void, "second")
    world.wait(hours=49)
    assert clearing.hand_over
    assert ask(world) == ("released" if placed else "not_confirmed")


def test_only_what_is_placed_on_the_same_axes_counts_as_placed(world: World):
    Clearing(world)
    somewhere = world.hostilities(world["desk1"], unplaced(WHOLE))
    shape = world.closure(world["desk1"], shaped(box(12, 12, 13, 13)))
    void = world.void(world["desk1"], shaped(WHOLE), [somewhere], axes=("hazard",), placed_as=[shape])
    world.approval(world["desk2"], void, "second")
    world.wait(hours=49)
    assert ask(world) == "not_confirmed"


# --- E: notices ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "signers", "expected"),
    [
        ("cleared", {"operator": "sweep2", "authority": "mac2", "recipient": "town1"}, "released"),
        ("cleared", {"operator": "sweep2", "authority": "mac2"}, "do_not_enter"),
        ("cleared", {"operator": "other1", "authority": "mac2", "recipient": "other1"}, "do_not_enter"),
        ("cancelled", {"operator": "survey1"}, "released"),
        ("cancelled", {"second": "mac2"}, "do_not_enter"),
        ("generalisation_ended", {"second": "mac2"}, "not_confirmed"),
        ("generalisation_ended", {"second": "mac1"}, "do_not_enter"),
    ],
)  # fmt: skip
def test_a_notice_ends_by_its_own_authority(world: World, product: str, signers: dict[str, str], expected: str):
    notice = world.notice(world["mac1"], WHOLE)
    ended = world.release_notice(world["mac1"], WHOLE, [notice], [(box(4, 4, 10, 10), product)])
    for role, name in signers.items():
        world.approval(world[name], ended, role)
    world.wait(hours=49)
    assert ask(world) == expected
    assert ask(world, EDGE) == "do_not_enter"


def test_another_office_never_releases_a_notice(world: World):
    notice = world.notice(world["mac1"], WHOLE)
    ended = world.release_notice(world["desk1"], WHOLE, [notice], [(WHOLE, "generalisation_ended")])
    world.approval(world["desk2"], ended, "second")
    world.wait(hours=49)
    assert ask(world) == "do_not_enter"
