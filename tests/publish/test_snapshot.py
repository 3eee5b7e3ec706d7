"""A snapshot answers as the situation it was made of, gets only worse with age, and has one spelling."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import At, Query, Region, Track, box, disc
from clearway.problems import Refused
from clearway.projection import check
from clearway.publish import FORMATS, Known, Snapshot, read_snapshot, write_snapshot
from clearway.situation import AnnouncedCorridor, Cover, Dangling, Hold, LogState, OpenCorridor, Quote, Situation
from clearway.terms import (
    CLOSURE_ORDER,
    HAZARD_ORDER,
    VERDICT_ORDER,
    Axis,
    ClosureState,
    HazardState,
    Product,
    Realm,
    Verdict,
)
from tests.shapes import regions

AT = datetime(2016, 11, 17, 13, 0, tzinfo=UTC)
SPAN = 12


def identifier(number: int) -> str:
    return f"sha256:{number:064x}"


moments = st.integers(-48, 48).map(lambda hours: AT + timedelta(hours=hours))
past = st.integers(-48, 0).map(lambda hours: AT + timedelta(hours=hours))
future = st.integers(1, 48).map(lambda hours: AT + timedelta(hours=hours))
ids = st.integers(0, 2**32).map(identifier)
units = st.sampled_from([None, None, None, "house 4"])
words = st.none() | st.text(max_size=8)
quotes = st.builds(
    Quote, statement=ids, start=st.integers(0, 9), end=st.integers(9, 20), words=words, said_at=st.none() | past
)
products = {
    Axis.CLOSURE: st.sampled_from([Product.REOPENED, Product.VOIDED_IN_ERROR]),
    Axis.HAZARD: st.sampled_from(
        [Product.CANCELLED, Product.REDUCED, Product.CLEARED, Product.VOIDED_IN_ERROR, Product.GENERALISATION_ENDED]
    ),
}


@st.composite
def covers(draw: st.DrawFn, ground: st.SearchStrategy[Region]) -> Cover:
    axis = draw(st.sampled_from(Axis))
    return Cover(
        release=draw(ids),
        axis=axis,
        product=draw(products[axis]),
        since=draw(past),
        all_of=tuple(draw(st.lists(ground, min_size=1, max_size=2))),
        none_of=tuple(draw(st.lists(ground, max_size=1))),
        depth_mm=draw(st.none() | st.integers(0, 500)),
        unit=draw(units),
        on_the_word_of=draw(st.sampled_from([None, "mac"])),
        rests_on=tuple(draw(st.lists(ids, max_size=2))),
    )


@st.composite
def holds(draw: st.DrawFn, ground: st.SearchStrategy[Region], since: st.SearchStrategy[datetime] = past) -> Hold:
    closure = draw(
        st.sampled_from([None, ClosureState.CLOSED, ClosureState.CONDITIONAL, ClosureState.ENDED_BY_ITS_TERM])
    )
    stages = [HazardState.CONFIRMED, HazardState.SUSPECTED, HazardState.INDICATION, HazardState.PRECAUTIONARY]
    hazard = draw(st.sampled_from(stages if closure is None else [None, *stages]))
    return Hold(
        record=draw(ids),
        kind="closure" if closure else "hazardous_area",
        origin="crisis/public",
        office="crisis-desk",
        footprint=draw(ground),
        since=draw(since),
        closure=closure,
        hazard=hazard,
        unplaced=draw(st.integers(0, 5)) == 0,
        unit=draw(units),
        until=draw(st.none() | moments) if closure else None,
        next_start=draw(st.none() | future) if closure is ClosureState.ENDED_BY_ITS_TERM else None,
        labels=draw(st.sampled_from([(), ("contested",)])),
        reasons=draw(st.sampled_from([(), ("crime",), ("mines", "fighting")])),
        contact=draw(words),
        quotes=tuple(draw(st.lists(quotes, max_size=1))),
        covers=tuple(draw(st.lists(covers(ground), max_size=3))),
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    ground = st.sampled_from(draw(st.lists(regions(), min_size=1, max_size=4)))
    remit = draw(st.sampled_from([box((-1, -1, SPAN + 1, SPAN + 1)), box((0, 0, 6, 6))]))
    logs = st.builds(
        LogState,
        origin=st.sampled_from(["crisis/public", "mac/public"]),
        owner=st.just("crisis"),
        remit=st.just(remit),
        fresh_at=st.none() | past,
        stale=st.booleans(),
        conflict=st.sampled_from([None, None, None, "log.forked"]),
    )
    corridors = st.builds(OpenCorridor, record=ids, footprint=ground, until=future, confirmed_at=past)
    announced = st.builds(
        AnnouncedCorridor,
        record=ids,
        footprint=ground,
        announced_by=st.just("north"),
        from_place=st.just("here"),
        to_place=st.just("there"),
        starts=past | future,
        ends=future,
        others=st.sampled_from([None, (), ("south",)]),
        conditions=words,
    )
    dangling = st.builds(Dangling, record=ids, footprint=ground, missing=ids.map(lambda each: (each,)))
    begun = draw(st.lists(holds(ground), max_size=4, unique_by=lambda hold: hold.record))
    later = draw(st.lists(holds(ground, future), max_size=2, unique_by=lambda hold: hold.record))
    taken = {hold.record for hold in begun}
    return Situation(
        at=AT,
        within=None,
        holds=tuple(sorted(begun, key=lambda hold: hold.record)),
        upcoming=tuple(replace(hold, covers=()) for hold in later if hold.record not in taken),
        corridors=tuple(draw(st.lists(corridors, max_size=1))),
        logs=tuple(draw(st.lists(logs, max_size=2))),
        dangling=tuple(draw(st.lists(dangling, max_size=1))),
        accuracy_limit_m=100,
        announced=tuple(draw(st.lists(announced, max_size=1))),
    )


points = st.tuples(st.integers(0, SPAN), st.integers(0, SPAN))
queries: st.SearchStrategy[Query] = st.one_of(
    points.map(lambda point: At(*point)),
    regions(),
    st.lists(points, min_size=1, max_size=4).map(lambda p: Track(tuple(p))),
)


def taken(situation: Situation, realm: Realm = Realm.DEMONSTRATION) -> Snapshot:
    return Snapshot(
        situation=situation,
        realm=realm,
        publisher="crisis/public",
        frontier={"crisis/public": Known(5, identifier(5)), "mac/public": Known(0, identifier(0))},
        trust=identifier(7),
        valid_until=AT + timedelta(hours=24),
        corridor_s=1800,
    )


@pytest.mark.law
@given(situations(), queries, st.sampled_from([None, 50, 500, "unknown"]), units)
def test_a_question_to_the_snapshot_gets_the_answer_of_the_situation(situation, query, accuracy, unit):
    read = read_snapshot(write_snapshot(taken(situation)))
    assert check(read.situation, query, accuracy, unit) == check(situation, query, accuracy, unit)


@given(situations())
def test_a_snapshot_reads_back_as_it_was_and_has_one_spelling(situation):
    snapshot = taken(situation)
    data = write_snapshot(snapshot)
    assert read_snapshot(data) == snapshot
    assert write_snapshot(read_snapshot(data)) == data


@pytest.mark.law
@given(situations(), queries, future)
def test_an_older_copy_never_opens(situation, query, later):
    snapshot = taken(situation)
    before, after = check(situation, query), check(snapshot.situation_at(later), query)
    assert VERDICT_ORDER.index(after.verdict) <= VERDICT_ORDER.index(before.verdict)
    assert CLOSURE_ORDER.index(after.closure) <= CLOSURE_ORDER.index(before.closure)
    assert HAZARD_ORDER.index(after.hazard) <= HAZARD_ORDER.index(before.hazard)
    if later > snapshot.valid_until:
        assert after.verdict is not Verdict.RELEASED


def hold(**fields: object) -> Hold:
    values = {
        "record": identifier(1),
        "kind": "closure",
        "origin": "crisis/public",
        "office": "crisis-desk",
        "footprint": box((0, 0, 9, 9)),
        "since": AT,
        "closure": ClosureState.CLOSED,
        "hazard": None,
    }
    return Hold(**values | fields)  # type: ignore[arg-type]


def bare(*begun: Hold, upcoming: tuple[Hold, ...] = (), corridors: tuple[OpenCorridor, ...] = ()) -> Situation:
    log = LogState("crisis/public", "crisis", box((-9, -9, 99, 99)), AT, stale=False)
    return Situation(AT, None, begun, upcoming, corridors, (log,), (), 100)


def test_what_was_announced_for_later_has_begun_for_a_later_reader():
    snapshot = taken(bare(upcoming=(hold(since=AT + timedelta(hours=2)),)))
    assert check(snapshot.situation_at(AT + timedelta(hours=1)), At(5, 5)).verdict is Verdict.NOT_CONFIRMED
    assert check(snapshot.situation_at(AT + timedelta(hours=2)), At(5, 5)).verdict is Verdict.DO_NOT_ENTER


def test_a_curfew_comes_back_for_a_later_reader():
    asleep = hold(closure=ClosureState.ENDED_BY_ITS_TERM, next_start=AT + timedelta(hours=3))
    snapshot = taken(bare(asleep))
    assert check(snapshot.situation_at(AT + timedelta(hours=2)), At(5, 5)).closure is ClosureState.ENDED_BY_ITS_TERM
    assert check(snapshot.situation_at(AT + timedelta(hours=3)), At(5, 5)).closure is ClosureState.CLOSED


def test_a_corridor_is_open_in_a_copy_only_as_long_as_its_confirmation_lasts():
    corridor = OpenCorridor(identifier(3), box((0, 0, 9, 9)), AT + timedelta(hours=5), AT - timedelta(minutes=10))
    snapshot = taken(bare(hold(), corridors=(corridor,)))
    assert check(snapshot.situation_at(AT), At(5, 5)).verdict is Verdict.CONDITIONAL
    assert check(snapshot.situation_at(AT + timedelta(minutes=19)), At(5, 5)).verdict is Verdict.CONDITIONAL
    assert check(snapshot.situation_at(AT + timedelta(minutes=20)), At(5, 5)).verdict is Verdict.DO_NOT_ENTER


def test_a_shape_that_many_share_stands_in_the_file_once():
    round_shape = disc((5_000_000, 5_000_000), 100_000)
    shared = [hold(record=identifier(n), footprint=round_shape) for n in range(9)]
    document = json.loads(write_snapshot(taken(bare(*shared))))
    assert document["shapes"].count(round_shape.e7) == 1
    assert {each["footprint"] for each in document["situation"]["holds"]} == {0}


@pytest.mark.parametrize("realm", [each for each in Realm if each is not Realm.ACTUAL])
def test_what_does_not_speak_of_the_world_is_marked(realm):
    snapshot = read_snapshot(write_snapshot(taken(bare(), realm)))
    assert snapshot.is_marked
    assert snapshot.realm is realm
    assert not taken(bare(), Realm.ACTUAL).is_marked


def changed(change: Callable[[dict[str, object]], object]) -> bytes:
    document = json.loads(write_snapshot(taken(bare(hold()))))
    change(document)
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        write_snapshot(taken(bare(hold())))[:-1],
        write_snapshot(taken(bare(hold()))) + b"\n",
        changed(lambda d: d.update(clearway_snapshot=2)),
        changed(lambda d: d.update(more=1)),
        changed(lambda d: d.pop("realm")),
        changed(lambda d: d["shapes"].append(d["shapes"][0])),  # type: ignore[attr-defined, index]
        changed(lambda d: d["shapes"].pop()),  # type: ignore[attr-defined]
        changed(lambda d: d["shapes"][0][0][0].pop()),  # type: ignore[index]
        changed(lambda d: d["shapes"][0][0].clear()),  # type: ignore[index]
        changed(lambda d: d["situation"]["holds"][0].update(footprint=-1)),  # type: ignore[index]
        changed(lambda d: d["situation"]["holds"][0].update(footprint=True)),  # type: ignore[index]
        changed(lambda d: d["situation"]["holds"][0].update(closure="open")),  # type: ignore[index]
        changed(lambda d: d["situation"]["holds"][0].update(note="?")),  # type: ignore[index]
        changed(lambda d: d["situation"].pop("dangling")),  # type: ignore[attr-defined]
    ],
    ids=[f"case {number}" for number in range(18)],
)
def test_bytes_that_are_no_snapshot_are_refused(data):
    with pytest.raises(Refused, match=r"publish\.snapshot_unreadable"):
        read_snapshot(data)


@pytest.mark.parametrize("name", FORMATS)
def test_in_every_format_closed_dangerous_released_and_unknown_ground_can_be_told_apart(name):
    released = Cover(identifier(4), Axis.HAZARD, Product.CANCELLED, AT, (box((0, 0, 9, 9)),))
    pictures: dict[str, Region | Situation] = {
        "closed": bare(hold()),
        "dangerous": bare(hold(closure=None, hazard=HazardState.SUSPECTED)),
        "released": bare(hold(closure=None, hazard=HazardState.SUSPECTED, covers=(released,))),
        "unknown": bare(),
        "stale": replace(bare(), logs=tuple(replace(log, stale=True) for log in bare().logs)),
    }
    written = {FORMATS[name].write(taken(each)) for each in pictures.values() if isinstance(each, Situation)}
    assert len(written) == len(pictures)
