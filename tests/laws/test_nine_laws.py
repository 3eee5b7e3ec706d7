"""The nine laws of DESIGN §2, as far as a projection over logs can break them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from clearway.frontier import Frontier
from clearway.geometry import At, cells
from clearway.projection import RULES, History, check_permit, more_open_at, project
from clearway.records import leaf_bytes, read_leaf
from clearway.situation import Answer, Because
from clearway.terms import Product, Rel, Verdict
from tests.laws.asking import holds_a_release, opens, portion, region, said, several_positions
from tests.laws.oracle import VERDICT
from tests.laws.stories import Story, ground, stories
from tests.world import World, box, content_id, shaped

pytestmark = pytest.mark.law


def answers(history: History, story: Story, points: Iterable[At]) -> list[Answer]:
    return [history.check(point, story.at) for point in points]


MISSING = "sha256:" + "ab" * 32
"""The record that ``Story`` has releases name though nobody has seen it."""


def referring(world: World, record: str) -> set[str]:
    """All records that refer to one, and to those, and so on: without them a set still holds all that it names."""
    found: set[str] = set()
    waiting = {record}
    while waiting:
        waiting = {w.id for w in world.written.values() if waiting & {target for _, target in w.refs}} - found
        found |= waiting
    return found


# --- 1: nothing said is lost or altered ----------------------------------------------------------------------------


@portion(20)
@given(stories())
def test_1_bytes_survive_reading_and_an_id_is_their_hash(story: Story):
    history = story.world.history()
    for written in story.world.written.values():
        leaf = read_leaf(written.entry.leaf)
        assert leaf is not None
        assert leaf.record.id == written.id == content_id(leaf.record.canonical)
        assert leaf_bytes(leaf.record, leaf.sig) == written.entry.leaf
        counted = history.find(written.id)
        assert counted is None or counted.record.canonical == leaf.record.canonical


# --- 2: same inputs, same picture ----------------------------------------------------------------------------------


@portion(50)
@given(stories(), several_positions(3), st.integers(0, 2**32), st.integers(1, 3))
def test_2_order_and_repetition_change_nothing(story: Story, points: list[At], chance: int, times: int):
    world = story.world
    entries = sorted(list(world.entries()) * times, key=lambda e: hashlib.sha256(b"%d" % chance + e.leaf).digest())
    backwards = {
        origin: replace(log, checkpoints=tuple(reversed(log.checkpoints)) * times)
        for origin, log in reversed(world.frontier().logs.items())
    }
    whole = world.history()
    other = project(entries, world.trust, Frontier.of(backwards.values()), world.blobs)
    assert other.at(story.at) == whole.at(story.at)
    assert answers(other, story, points) == answers(whole, story, points)


@portion(50)
@given(stories(), several_positions(3), st.data())
def test_2_one_by_one_gives_the_same_as_all_at_once(story: Story, points: list[At], data: st.DataObject):
    world = story.world
    everything = len(world.events)
    stops = [*sorted(data.draw(st.sets(st.integers(0, everything), max_size=4))), everything]
    early = data.draw(st.booleans())
    history, seen = History(world.trust), 0
    for stop in stops:
        # Entries may also arrive before the checkpoints that cover them.
        entries = world.entries(everything if early else stop)[len(world.entries(seen)) :]
        before, now = world.frontier(seen), world.frontier(stop)
        new = [
            replace(
                log, checkpoints=log.checkpoints[len(before.logs[origin].checkpoints) if origin in before.logs else 0 :]
            )
            for origin, log in now.logs.items()
        ]
        history, seen = history.extend(entries, Frontier.of(new), world.blobs), stop
        history.at(story.at)
    whole = world.history()
    assert history.at(story.at) == whole.at(story.at)
    assert answers(history, story, points) == answers(whole, story, points)


# --- 3: only a release opens ground --------------------------------------------------------------------------------


@portion(200)
@given(stories(), several_positions(4), st.data())
def test_3_a_record_that_tightens_never_opens(story: Story, points: list[At], data: st.DataObject):
    world = story.world
    tightening = [w for w in world.written.values() if w.tightens and not w.entry.branch]
    assume(tightening)
    # Later ones stand more often between a release and its effect.
    record = data.draw(st.sampled_from(list(reversed(tightening)))).id
    others = referring(world, record)
    with_it, without = world.history(without=others), world.history(without=others | {record})
    for before, after in zip(answers(without, story, points), answers(with_it, story, points), strict=True):
        assert not opens(said(before), said(after))


@portion(200)
@given(stories(), several_positions(4), st.data())
def test_3_taking_away_what_loosens_never_opens(story: Story, points: list[At], data: st.DataObject):
    world = story.world
    # The law is about sets that hold every record they name: what names a record nobody has seen is left out.
    unwhole = referring(world, MISSING)
    loosening = [w for w in world.written.values() if w.loosens and not w.entry.branch and w.id not in unwhole]
    record = data.draw(st.sampled_from(list(reversed(loosening)))).id
    others = referring(world, record)
    only_loosening = all(world.written[each].loosens for each in others)
    with_it = world.history(without=unwhole if only_loosening else others | unwhole)
    without = world.history(without=others | unwhole | {record})
    for before, after in zip(answers(with_it, story, points), answers(without, story, points), strict=True):
        assert not opens(said(before), said(after))


@portion(150)
@given(stories(), several_positions(4), st.data())
def test_3_a_new_suspension_or_revocation_never_opens(story: Story, points: list[At], data: st.DataObject):
    world = story.world
    before = answers(world.history(), story, points)
    loosening = [w.id for w in world.written.values() if w.loosens]
    target = data.draw(st.sampled_from(list(reversed(loosening))))
    begins = {"from_earliest": world.now - timedelta(days=60)}
    if data.draw(st.booleans()):
        world.suspension(world["desk1"], target, tier="restricted", **begins)
    else:
        key = data.draw(st.sampled_from(sorted(one.key_id for one in world.people.values())))
        world.revocation(world["lead"], key, world.now - timedelta(days=30))
    for old, new in zip(before, answers(world.history(), story, points), strict=True):
        assert not opens(said(old), said(new))


# --- 4: searched is computed, not declared -------------------------------------------------------------------------


@portion(20)
@given(ground(), ground(), several_positions(6), st.sampled_from([None, 0, 1, 100, 1000]))
def test_4_a_typed_percentage_is_ignored_and_coverage_is_measured(searched, left_out, points: list[At], percent):
    whole = box(0, 0, 14, 14)
    histories = []
    for typed in (percent, 100):
        world = World()
        world.settle()
        area = world.area(world["mac1"], shaped(whole))
        world.wait(days=1)
        world.clear([area], whole, searched=[searched], lot=whole, unsearched=[left_out], typed_percent=typed)
        world.wait(hours=49)
        world.refresh()
        histories.append(world.history())
    at = world.now
    for point in points:
        first, second = (said(history.check(point, at)) for history in histories)
        assert first == second
        covered = _interior(region(searched), point) and not _touches(region(left_out), point)
        # At the area's own border there is nothing outside to clear.
        if _interior(region(whole), point):
            assert (first.verdict == "released") == covered


def _touches(shape, point: At) -> bool:
    return any(cell.masks[0] & cell.star for cell in cells(point, [shape]))


def _interior(shape, point: At) -> bool:
    return all(cell.masks[0] & cell.star == cell.star for cell in cells(point, [shape]))


@portion(40)
@given(stories(), several_positions(3))
def test_4_a_visual_search_never_clears(story: Story, points: list[At]):
    world = story.world
    seen = [
        w.id for w in world.written.values() if w.kind == "search_report" and b'"method":"visual"' not in w.entry.leaf
    ]
    history = world.history(without=seen)
    for answer in answers(history, story, points):
        by_search = [
            c for g in answer.grounds for c in g.covers if c.product is Product.CLEARED and not c.on_the_word_of
        ]
        assert not by_search


# --- 5: never "safe" -----------------------------------------------------------------------------------------------


@portion(40)
@given(stories(), several_positions(3), st.lists(st.integers(0, 5000), min_size=1, max_size=3))
def test_5_time_alone_never_releases(story: Story, points: list[At], later: list[int]):
    world = story.world
    releases = {w.id for w in world.written.values() if w.bears == "releases"}
    history = world.history(without=releases)
    hazards = [history.check(point, world.now).hazard for point in points]
    for hours in sorted(later):
        at = world.now + timedelta(hours=hours)
        for point, before in zip(points, hazards, strict=True):
            answer = history.check(point, at)
            assert answer.verdict is not Verdict.RELEASED
            # What the ground may hold never ends by time.
            assert answer.hazard == before or answer.hazard.value not in ("released", "none_recorded")


@portion(40)
@given(stories(), several_positions(3))
def test_5_doubt_only_worsens(story: Story, points: list[At]):
    history = story.world.history()
    for point in points:
        sure = history.check(point, story.at)
        for accuracy in ("unknown", 101, 5000):
            unsure = history.check(point, story.at, accuracy)
            assert VERDICT.index(unsure.verdict.value) <= VERDICT.index(sure.verdict.value)
            assert unsure.verdict not in (Verdict.RELEASED, Verdict.CONDITIONAL)
        stale = history.check(point, story.at + timedelta(days=3650))
        assert stale.verdict not in (Verdict.RELEASED, Verdict.CONDITIONAL)


@portion(40)
@given(stories(), several_positions(3), st.sampled_from(["entry", "escorted_entry"]))
def test_5_a_doubtful_permission_serves_nobody(story: Story, points: list[At], form: str):
    world = story.world
    world.closure(world["desk1"], shaped(box(-2, -2, 14, 14)), permit_possible=True)
    closures = [w.id for w in world.written.values() if w.kind in ("closure", "hostilities")]
    valid = (story.at - timedelta(days=1), story.at + timedelta(days=4000))
    permit = world.permit(world["desk1"], shaped(box(-2, -2, 14, 14)), closures, valid, form=form)
    history = world.history()
    held = history.find(permit)
    assert held is not None
    for point in points:
        for later in (timedelta(), timedelta(days=3650)):
            for accuracy in ("unknown", 101, None):
                at = story.at + later
                ground = history.check(point, at, accuracy)
                doubtful = accuracy is not None or not ground.logs or any(log.stale for log in ground.logs)
                if check_permit(history, held, point, at, ground).valid:
                    event("a permit serves")
                    assert not doubtful


# --- 6: two questions, two answers ---------------------------------------------------------------------------------


@portion(40)
@given(stories(), several_positions(4))
def test_6_lifting_one_axis_never_lifts_the_other(story: Story, points: list[At]):
    world = story.world
    whole = answers(world.history(), story, points)
    lifts = {w.id for w in world.written.values() if w.kind == "reopening" and w.loosens}
    clears = {
        w.id for w in world.written.values() if w.kind in ("decision", "hand_over", "release_notice") and w.loosens
    }
    not_lifted = answers(world.history(without=lifts), story, points)
    assert [a.hazard for a in whole] == [a.hazard for a in not_lifted]
    ways = {w.id for w in world.written.values() if w.kind == "corridor"}
    no_ways = answers(world.history(without=ways), story, points)
    not_cleared = answers(world.history(without=clears | ways), story, points)
    assert [a.closure for a in no_ways] == [a.closure for a in not_cleared]


# --- 7: every answer shows its evidence ----------------------------------------------------------------------------


@given(stories(), several_positions(6))
def test_7_every_answer_shows_its_evidence(story: Story, points: list[At]):
    history = story.world.history()
    holds_a_release(history, story.at)
    for point in points:
        answer = history.check(point, story.at)
        chain = {link.record: link for link in answer.because}
        for link in answer.because:
            _check_link(history, link)
        touched = [g for g in answer.grounds if g.holds_closure or g.holds_hazard]
        if answer.verdict is Verdict.DO_NOT_ENTER:
            assert touched
            assert all(g.hold.record in chain and history.find(g.hold.record) for g in touched)
        if answer.verdict is Verdict.RELEASED:
            covers = [(g, c) for g in answer.grounds for c in g.covers]
            kinds = {history.find(c.release).kind for _, c in covers}
            assert kinds & {"decision", "hand_over", "release_notice"}
            for g, c in covers:
                assert [part for part in chain[g.hold.record].parts if part.record == c.release]
                assert c.since <= story.at
                assert g.hold.record in history.find(c.release).record.refs_to(Rel.NAMES)


def _check_link(history: History, link: Because) -> None:
    assert link.rule in RULES
    assert link.record is not None
    assert history.find(link.record)
    for part in link.parts:
        _check_link(history, part)


# --- 8: the past is reproducible -----------------------------------------------------------------------------------


@portion(50)
@given(stories(), several_positions(3), st.data())
def test_8_an_older_frontier_gives_what_was_said_then(story: Story, points: list[At], data: st.DataObject):
    world = story.world
    stop = data.draw(st.integers(0, len(world.events)))
    then = world.history(stop)
    again = project(world.entries(), world.trust, world.frontier(stop), world.blobs)
    assert again.at(story.at) == then.at(story.at)
    assert answers(again, story, points) == answers(then, story, points)


# --- 9: private stays private --------------------------------------------------------------------------------------


@portion(40)
@given(stories(), several_positions(3))
def test_9_nothing_public_comes_from_a_restricted_log(story: Story, points: list[At]):
    world = story.world
    private = {w.id for w in world.written.values() if w.entry.origin.endswith("/restricted")}
    history = world.history(trust=world.trust.public_only())
    shown = repr(history.at(story.at)) + "".join(repr(answer) for answer in answers(history, story, points))
    assert not [record for record in private if record in shown]
    assert "restricted" not in shown


@portion(10)
@given(stories(), ground().map(region))
def test_9_a_more_open_public_picture_is_noticed_and_a_notice_mends_it(story: Story, query):
    world = story.world
    owner, public = world.history(), world.history(trust=world.trust.public_only())
    if not more_open_at(public, owner, query, query.bbox, world.now):
        return
    world.notice(world["mac1"], box(-2, -2, 30, 30))
    mended = world.history(trust=world.trust.public_only())
    assert not more_open_at(mended, world.history(), query, query.bbox, world.now)
