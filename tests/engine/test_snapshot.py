"""What Python refuses as a snapshot the engine refuses, and what it reads the engine reads: never a partial picture."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import box
from clearway.problems import Refused
from clearway.publish import Snapshot, read_snapshot, write_snapshot
from clearway.publish.snapshot import _plain
from clearway.records import canonical_json
from tests.engine.browser import Engine
from tests.engine.expected import instant, shape_numbers
from tests.engine.strategies import moments, portion, snapshots
from tests.publish.test_snapshot import AT, bare, hold, identifier, taken

REFUSED = "publish.snapshot_unreadable"
SOUND = write_snapshot(taken(bare(hold())))


def refusal(data: str) -> str | None:
    """What Python makes of the bytes."""
    try:
        read_snapshot(data.encode())
    except Refused as refused:
        return refused.problems[0].code
    return None


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every part of a document, as the container and the key in it."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@portion(20)
@given(snapshots(), st.lists(moments, min_size=1, max_size=6))
def test_an_older_copy_is_the_same_picture(engine: Engine, snapshot: Snapshot, instants: list[datetime]):
    shapes = shape_numbers(snapshot)
    asked = {"snapshot": write_snapshot(snapshot).decode(), "instants": [instant(at) for at in instants]}
    expected = [json.loads(json.dumps(_plain(snapshot.situation_at(at), shapes))) for at in instants]
    assert engine.call("situations", asked) == expected


def renumbered(*order: int) -> str:
    """Four restrictions whose footprints stand under these numbers, each of them another box or the same."""
    grounds = [box((0, 0, 1 + number, 9)) for number in order]
    holds = (hold(record=identifier(number), footprint=ground) for number, ground in enumerate(grounds))
    plain = json.loads(write_snapshot(taken(bare(*holds))))
    by_number = {number: ground.e7 for number, ground in zip(order, grounds, strict=True)}
    remit = plain["shapes"][-1]
    plain["shapes"] = [by_number[number] for number in sorted(by_number)] + [remit]
    for restriction, number in zip(plain["situation"]["holds"], order, strict=True):
        restriction["footprint"] = number
    return canonical_json(plain).decode()


def test_a_shape_stands_once_and_in_the_order_of_its_first_use(engine: Engine):
    written = [renumbered(0, 1, 2, 1), renumbered(0, 2, 1, 2), renumbered(1, 0, 1, 0)]
    twice = json.loads(written[0])
    twice["shapes"][2] = twice["shapes"][1]
    written.append(canonical_json(twice).decode())
    assert [refusal(each) for each in written] == [None, REFUSED, REFUSED, REFUSED]
    assert engine.call("refusals", written) == [None, REFUSED, REFUSED, REFUSED]


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        1,
        -1,
        2**53,
        1_800_000_001,
        "",
        "x",
        "closed",
        "2016-11-31T00:00:00Z",
        "2016-11-17T13:00:00Z",
        [],
        {},
    ],
)


@portion(40)
@given(snapshots(), st.data())
def test_a_document_with_a_change_anywhere_is_refused_as_in_python(
    engine: Engine, snapshot: Snapshot, data: st.DataObject
):
    written = []
    for _ in range(12):
        document = json.loads(write_snapshot(snapshot))
        container, key = data.draw(st.sampled_from(places(document)))
        match data.draw(st.integers(0, 3)):
            case 0:
                container.pop(key)
            case 1 if isinstance(container, dict):
                container["another"] = container[key]
            case 2 if isinstance(container, list):
                container.append(container[key])
            case _:
                container[key] = data.draw(ODD)
        try:
            written.append(canonical_json(document).decode())
        except Refused:
            written.append(json.dumps(document))
    assert engine.call("refusals", written) == [refusal(each) for each in written]


def test_bytes_that_are_no_snapshot_are_refused(engine: Engine):
    text = SOUND.decode()
    wrong = [
        "",
        "{}",
        "[]",
        "null",
        '"x"',
        text[:-1],
        text + "\n",
        " " + text,
        text.replace(":0,", ":0.0,", 1),
        text.replace(":100,", ":1e2,", 1),
        text.replace('"realm"', '"realm":"actual","realm"', 1),
        text.replace('"crisis"', '"\\ud800"', 1),
        text.replace('"clearway_snapshot":1', '"clearway_snapshot":2'),
    ]
    assert refusal(text) is None
    assert all(each != text for each in wrong)
    assert engine.call("refusals", [text, *wrong]) == [None, *[REFUSED] * len(wrong)]
    assert [refusal(each) for each in wrong] == [REFUSED] * len(wrong)


def test_a_parsed_document_is_read_as_its_text(engine: Engine):
    document = json.loads(SOUND)
    more = document | {"more": 1}
    assert engine.call("refusals", [document, more, None, 7]) == [None, REFUSED, REFUSED, REFUSED]


def test_no_instant_is_taken_for_another_day(engine: Engine):
    text = SOUND.decode()
    moments = ["2016-11-31T13:00:00Z", "2017-02-29T13:00:00Z", "2016-11-17T24:00:00Z", "2016-11-17T13:60:00Z"]
    written = [text.replace(AT.strftime("%Y-%m-%dT%H:%M:%SZ"), moment) for moment in moments]
    assert engine.call("refusals", written) == [REFUSED] * 4
