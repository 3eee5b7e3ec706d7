"""What the laws found, each as the smallest story that showed it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from clearway.geometry import At
from clearway.projection import project
from clearway.signing import PrivateKey
from tests.world import CELL, SOUTH, WEST, Person, World, box, shaped, unplaced

pytestmark = pytest.mark.law

WHOLE = box(0, 0, 10, 10)
INSIDE = At(WEST + 5 * CELL, SOUTH + 5 * CELL)
NOBODY_SIGNS = b"\x01" + b"\x00" * 31
"""A point of small order: anybody can sign under this "key"."""


@pytest.fixture
def world() -> World:
    found = World()
    found.settle()
    found.wait(days=1)
    return found


def verdict(world: World, **options: object) -> str:
    world.refresh()
    return world.history(**options).check(INSIDE, world.now).verdict.value  # type: ignore[arg-type]


def after_the_window(world: World) -> None:
    world.wait(hours=49)


def hand_over(
    world: World, searchers: list[str], controller: str, recipient: str, before: Callable[[], None] = lambda: None
) -> tuple[list[str], str]:
    """A clearance by these people; the searches and the hand-over."""
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    begun = world.now
    searches = [world.search(world[name], shaped(WHOLE), begun) for name in searchers]
    before()
    control = world.control(world[controller], shaped(WHOLE), searches)
    decision = world.decision(world["mac1"], shaped(WHOLE), [area], [*searches, control], "cleared")
    over = world.hand_over(world["mac2"], shaped(WHOLE), [area], [*searches, control, decision])
    for name, role in (("sweep2", "operator"), ("mac1", "authority"), (recipient, "recipient")):
        world.approval(world[name], over, role)
    after_the_window(world)
    return searches, over


@pytest.mark.parametrize(
    ("controller", "recipient"),
    [
        pytest.param("other1", "town1", id="its searcher controls"),
        pytest.param("quality1", "other1", id="its searcher receives"),
    ],
)  # fmt: skip
def test_suspending_one_of_two_searches_opens_nothing(world: World, controller: str, recipient: str):
    searches, _ = hand_over(world, ["sweep1", "other1"], controller, recipient)
    assert verdict(world) == "do_not_enter"
    world.suspension(world["mac1"], searches[1])
    assert verdict(world) == "do_not_enter"


def test_a_release_begins_no_earlier_because_part_of_its_evidence_is_suspended(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    search = world.search(world["sweep1"], shaped(WHOLE), world.now)
    control = world.control(world["quality1"], shaped(WHOLE), [search])
    late = world.control(
        world["quality1"], shaped(WHOLE), [search], recorded_at=world.now, from_latest=world.now + timedelta(days=5)
    )
    decision = world.decision(world["mac1"], shaped(WHOLE), [area], [search, control, late], "cleared")
    over = world.hand_over(world["mac2"], shaped(WHOLE), [area], [search, control, late, decision])
    for name, role in (("sweep2", "operator"), ("mac1", "authority"), ("town1", "recipient")):
        world.approval(world[name], over, role)
    after_the_window(world)
    assert verdict(world) == "do_not_enter"
    world.suspension(world["mac1"], late)
    assert verdict(world) == "do_not_enter"
    world.wait(days=6)
    assert verdict(world) == "released"


@pytest.mark.parametrize("field", ["from_latest", "from_earliest"])
def test_a_release_begins_no_earlier_than_it_says(world: World, field: str):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    survey = world.survey(world["survey1"], shaped(WHOLE), world.now)
    start = {field: world.now + timedelta(days=5)}
    world.decision(world["mac1"], shaped(WHOLE), [area], [survey], "cancelled", **start)
    after_the_window(world)
    assert verdict(world) == "do_not_enter"
    world.wait(days=5)
    assert verdict(world) == "released"


def test_a_release_waits_for_the_start_of_the_grant_it_needs(world: World):
    world.people["mac1"] = world.empower(
        "mac1", "mac", "mac", "mac", ["*"], from_latest=world.now + timedelta(days=5)
    )  # fmt: skip
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    world.cancel([area], WHOLE)
    after_the_window(world)
    assert verdict(world) == "do_not_enter"
    world.wait(days=5)
    assert verdict(world) == "released"


def test_a_release_that_states_an_end_ends(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    world.wait(hours=1)
    survey = world.survey(world["survey1"], shaped(WHOLE), world.now)
    ends = world.now + timedelta(days=5)
    world.decision(world["mac1"], shaped(WHOLE), [area], [survey], "cancelled", until=ends)
    after_the_window(world)
    assert verdict(world) == "released"
    world.now = ends
    assert verdict(world) == "do_not_enter"


def test_a_consent_that_states_an_end_ends(world: World):
    world.closure(world["desk1"], shaped(WHOLE))
    window = (world.now, world.now + timedelta(hours=5))
    corridor = world.corridor(world["relief1"], shaped(box(1, 1, 9, 9)), [window])
    world.consent(world["north1"], corridor, until=world.now + timedelta(minutes=10))
    world.confirmation(world["north1"], corridor)
    assert verdict(world) == "conditional"
    world.wait(minutes=9)
    assert verdict(world) == "do_not_enter"


def test_who_teaches_a_key_first_changes_nothing(world: World):
    """A forged grant makes a key known; whether its own signer is known by then must not matter."""
    forger = Person("h-f", "f", "f", "mac", PrivateKey.generate(b"f" * 32), grant=world.roots["mac"].grant)
    stranger = Person("h-s", "s", "s", "mac", PrivateKey.generate(b"s" * 32))
    body = {"holder": "h-s", "office": "s", "organisation": "s", "key": stranger.raw_key, "may": ["*"],
            "delegate": False, "from": "2016-01-01T00:00:00Z", "until": None}  # fmt: skip
    world.write(forger, "grant", body, bears="enables", footprint=shaped(WHOLE), forged=True)
    world.empower("x", "f", "f", "mac", ["*"], ground=WHOLE)
    body = body | {"holder": "h-f", "key": forger.raw_key}
    world.write(world.roots["mac"], "grant", body, bears="enables", footprint=shaped(WHOLE))
    world.hostilities(stranger, shaped(WHOLE), under=None, forged=True)
    world.refresh()
    last = list(world.entries())[-4:]
    answers = set()
    for order in permutations(last):
        history = project([*world.entries()[:-4], *order], world.trust, world.frontier(), {})
        answers.add(history.check(INSIDE, world.now).verdict)
    assert len(answers) == 1


@pytest.mark.parametrize("how", ["granted", "as a blob"])
def test_a_key_under_which_anybody_could_sign_stops_nothing(world: World, how: str):
    weak = Person("h-w", "w", "w", "mac", PrivateKey.generate(b"w" * 32))
    if how == "granted":
        body = {"holder": "h-w", "office": "w", "organisation": "w", "key": base64.b64encode(NOBODY_SIGNS).decode(),
                "may": ["*"], "delegate": False, "from": "2016-01-01T00:00:00Z", "until": None}  # fmt: skip
        world.write(world.roots["mac"], "grant", body, bears="enables", footprint=shaped(WHOLE))
    else:
        world.blobs[weak.key_id] = NOBODY_SIGNS
    world.hostilities(weak, shaped(WHOLE), under=None)
    assert verdict(world) == "do_not_enter"


def test_a_closure_that_we_cannot_read_never_ends_by_date(world: World):
    """Of a version we do not know: it may hold until a condition is met."""
    until = world.now + timedelta(hours=1)
    record = world.closure(world["desk1"], shaped(WHOLE), kind_version=2, until=until)
    world.wait(hours=2)
    history = world.history()
    hold = next(h for h in history.at(world.now).holds if h.record == record)
    assert hold.closure == "closed"


def test_a_curfew_until_further_notice_rests_outside_its_hours(world: World):
    hours = {"from": "18:00", "to": "06:00", "days": None}
    world.closure(
        world["desk1"], shaped(WHOLE), reasons=("curfew",), until_condition="further_notice", hours=hours,
        zone="Africa/Tripoli", until=world.now + timedelta(days=1),
    )  # fmt: skip
    world.wait(days=3)
    world.now = world.now.replace(hour=10)
    assert verdict(world) == "not_confirmed"
    world.now = world.now.replace(hour=20)
    assert verdict(world) == "do_not_enter"


def test_an_unplaced_closure_is_not_reopened(world: World):
    area = world.area(world["mac1"], shaped(WHOLE))
    closure = world.closure(world["desk1"], unplaced(WHOLE))
    world.wait(hours=1)
    world.cancel([area], WHOLE)
    world.reopen([closure], WHOLE)
    after_the_window(world)
    assert verdict(world) == "not_confirmed"


def test_a_notice_ends_by_a_release_notice_alone(world: World):
    notice = world.notice(world["mac1"], WHOLE)
    world.wait(hours=1)
    world.clear([notice], WHOLE)
    world.withdraw([notice], WHOLE)
    after_the_window(world)
    assert verdict(world) == "do_not_enter"
    ended = world.release_notice(world["mac1"], WHOLE, [notice], [(WHOLE, "generalisation_ended")])
    world.approval(world["mac2"], ended, "second")
    after_the_window(world)
    assert verdict(world) == "not_confirmed"


def test_whoever_holds_the_evidence_does_not_take_a_public_word_for_it(world: World):
    fighting = world.hostilities(world["mac1"], shaped(WHOLE), event=(None, world.now))
    released = world.release_notice(world["mac1"], WHOLE, [fighting], [(WHOLE, "cancelled")])
    world.approval(world["survey1"], released, "operator")
    after_the_window(world)
    assert verdict(world) == "do_not_enter"
    assert verdict(world, trust=world.trust.public_only()) == "released"


def test_a_failed_control_without_ground_bars_everything(world: World):
    hand_over(world, ["sweep1"], "quality1", "town1")
    assert verdict(world) == "released"
    world.control(world["quality1"], None, [next(iter(world.written))], passed=False)
    assert verdict(world) == "do_not_enter"


def test_a_key_that_was_missing_then_is_missing_in_the_picture_of_then(world: World):
    stranger = Person("h-s", "s", "s", "mac", PrivateKey.generate(b"s" * 32))
    world.hostilities(stranger, shaped(WHOLE), under=None, forged=True)
    frontier = world.frontier()
    log = frontier.logs["mac.test/public"]
    missing = replace(log, missing=log.missing | {stranger.key_id})
    then = type(frontier).of([*(each for each in frontier.logs.values() if each.origin != log.origin), missing])
    world.publish_key(stranger)
    history = project(world.entries(), world.trust, then, world.blobs)
    assert history.check(INSIDE, world.now).verdict.value == "do_not_enter"
    assert verdict(world) == "not_confirmed"


def test_a_forged_leaf_is_forgotten_when_its_signer_becomes_known(world: World):
    stranger = Person("h-s", "s", "s", "mac", PrivateKey.generate(b"s" * 32))
    world.hostilities(stranger, shaped(WHOLE), under=None, forged=True)
    world.refresh()
    history = world.history()
    assert history.check(INSIDE, world.now).verdict.value == "do_not_enter"
    world.publish_key(stranger)
    assert history.extend([], world.frontier(), world.blobs).check(INSIDE, world.now).verdict.value == "not_confirmed"
