"""Records of every kind survive the way to bytes and back; whatever lies in a log is read without a fault of ours."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.problems import Problem, Refused
from clearway.records import (
    KINDS,
    MAX_LEAF,
    canonical_json,
    leaf_bytes,
    parse_leaf,
    parse_record,
    read_leaf,
    record_id,
    signed_message,
)
from clearway.records.envelope import Record
from clearway.terms import Axis, Bearing, Rel
from tests.record_strategies import BODIES, records

SIG = bytes(range(64))
# Tests that run once for each kind or field share what one test may try among them.
SHARE = settings(max_examples=max(10, (settings.default or settings()).max_examples // 5))


def test_every_kind_has_a_strategy() -> None:
    assert not KINDS.keys() - BODIES.keys(), "add these kinds to BODIES in tests/record_strategies.py"
    assert not BODIES.keys() - KINDS.keys()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_bytes_survive_parse_and_write(name: str) -> None:
    @SHARE
    @given(records(name))
    def survive(record: Record) -> None:
        assert parse_record(record.canonical) == record
        leaf = leaf_bytes(record, SIG)
        assert json.loads(leaf)["record"] == json.loads(record.canonical)
        for read in (parse_leaf(leaf), read_leaf(leaf)):
            assert read is not None
            assert read.sig == SIG
            assert read.record.canonical == record.canonical
            assert read.record.id == record_id(record.canonical) == record.id
            assert read.record.body == record.body
            assert read.record.footprint == record.footprint
            assert not read.record.unreadable
        assert record.body is not None
        assert canonical_json(msgspec.to_builtins(record.body)) == canonical_json(record.raw_body)
        assert signed_message(record.canonical) == b"clearway-record/1\n" + record.canonical

    survive()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_kinds_keep_what_they_promise(name: str) -> None:
    kind = KINDS[name]

    @SHARE
    @given(BODIES[name])
    def keep(body: Any) -> None:
        bearing = kind.bears_of(body, None)
        assert bearing in kind.bearings
        # An axis belongs to restrictions and releases, and to all of them.
        assert bool(kind.axes_of(body)) is (bearing in (Bearing.RESTRICTS, Bearing.RELEASES))

    keep()
    assert kind.name == name
    assert kind.may_restrict is (Bearing.RESTRICTS in kind.bearings)


@given(st.binary(max_size=400))
def test_no_bytes_make_lenient_reading_raise(data: bytes) -> None:
    assert read_leaf(data) is None


@given(records(), st.data())
def test_a_damaged_byte_is_never_read_as_the_record(record: Record, data: st.DataObject) -> None:
    leaf = bytearray(leaf_bytes(record, SIG))
    place = data.draw(st.integers(0, len(leaf) - 1))
    leaf[place] ^= data.draw(st.integers(1, 255))
    read = read_leaf(bytes(leaf))
    assert read is None or read.record.id != record.id or read.sig != SIG


FAR_AWAY = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z"]
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [None, True, 0, -1, 7, 2**53 - 1, "", "x", "names", [], {}, [[]], [{}], {"x": 1}, [1], ["x", None]]
    ),
    st.sampled_from(["2016-11-17T13:00:00+02:00", "2016-11-17 11:00:00Z", *FAR_AWAY]),
    st.sampled_from(
        [{"rel": "hears_of", "id": "sha256:" + "0" * 64}, [{"rel": "hears_of", "id": "sha256:" + "1" * 64}]]
    ),
    st.sampled_from([{"type": "polygons", "e7": [[[[0, 0], [1, 1], [0, 0]]]]}, {"type": "cube"}, {"type": "disc"}]),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, ...]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        inner += [(*path, key), *_places(part, (*path, key))]
    return inner


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """The JSON of a sound record with some parts replaced, added or taken away."""
    value = json.loads(draw(records()).canonical)
    for _ in range(draw(st.integers(1, 3))):
        places = _places(value)
        *path, last = draw(st.sampled_from(places))
        holder = value
        for step in path:
            holder = holder[step]
        change = draw(st.sampled_from(["replace", "remove", "add"]))
        if change == "remove":
            del holder[last]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(st.sampled_from(["extra", "tribe", "rel", "type"]))] = deepcopy(draw(JUNK))
        else:
            holder[last] = deepcopy(draw(JUNK))
    return value


def _judged(data: bytes) -> tuple[Record | None, tuple[Problem, ...]]:
    try:
        return parse_record(data), ()
    except Refused as refused:
        return None, refused.problems


@given(mutated())
def test_mutated_records_are_read_leniently_and_judged_strictly(value: Any) -> None:
    data = canonical_json(value)
    leaf = canonical_json({"record": value, "sig": "A" * 86 + "=="})
    read = read_leaf(leaf)
    strict, problems = _judged(data)
    for problem in problems:
        assert problem.sentence("en")
        assert problem.sentence("ar")
    if strict is not None:
        assert read is not None
        assert read.record == strict
        assert read.record.unreadable == ()
        return
    if read is None:
        return
    record = read.record
    assert record.canonical == data
    assert record.recorded_at.utcoffset() is not None
    assert record.recorded_at.microsecond == 0
    # Whatever strict reading refuses and does not tighten has no effect.
    if record.body is not None:
        kind = KINDS[record.kind]
        bearings = {record.bears, kind.bears_of(record.body, record)}
        assert any(one.tightens for one in bearings) or not any(one.loosens for one in bearings)


def _lenient(record: Record, **changes: Any) -> Record:
    leaf = canonical_json({"record": json.loads(record.canonical) | changes, "sig": "A" * 86 + "=="})
    assert len(leaf) <= MAX_LEAF
    read = read_leaf(leaf)
    assert read is not None
    return read.record


@given(records())
def test_unknown_kind_version_envelope_and_body_stay_readable(record: Record) -> None:
    for changes, code in (
        ({"kind": "flood"}, "record.unknown_kind"),
        ({"kind_version": 2}, "record.unknown_version"),
        ({"clearway": 2}, "record.unknown_envelope"),
        ({"body": {"no_such_field": 1}}, "record.unknown_field"),
    ):
        read = _lenient(record, **changes)
        assert read.body is None
        assert code in [problem.code for problem in read.unreadable]
        assert (read.bears, read.axes, read.footprint, read.refs) == (
            record.bears,
            record.axes,
            record.footprint,
            record.refs,
        )


@given(records("closure"))
def test_what_restricts_is_kept_with_the_strictest_value_for_what_cannot_be_read(record: Record) -> None:
    read = _lenient(
        record,
        axes=["closure", "moon"],
        event="yesterday",
        footprint={"type": "cube"},
        holds={"until": "2016-11-18T00:00:00Z", "hours": {"from": "25:00"}, "zone": None, "from_earliest": "x"},
        refs=[{"rel": "hears_of", "id": "sha256:" + "1" * 64}, {"rel": "about", "id": "sha256:" + "2" * 64}, 3],
        evidence=[{"type": "rumour"}],
        extra=1,
    )
    assert read.body == record.body
    assert read.axes == frozenset(Axis)
    assert read.holds.hours is None
    assert read.holds.from_earliest is None
    assert read.event.until_latest is None
    assert read.footprint is None
    assert read.footprint_unreadable
    assert read.unknown_refs == ("sha256:" + "1" * 64,)
    assert read.refs_to(Rel.ABOUT) == ("sha256:" + "2" * 64,)
    assert set(read.all_refs) == {"sha256:" + "1" * 64, "sha256:" + "2" * 64}
    assert read.evidence == ()


@given(records("closure"))
def test_instants_in_another_zone_are_brought_to_utc_and_noted(record: Record) -> None:
    read = _lenient(record, recorded_at="2016-11-17T13:00:00.5+02:00")
    assert read.recorded_at.isoformat() == "2016-11-17T11:00:00+00:00"
    assert [problem.code for problem in read.unreadable] == ["record.wrong_instant"]
    assert read.body == record.body


@given(records("reopening"), st.sampled_from(["refs", "holds", "axes", "bears"]))
def test_what_loosens_and_is_not_sound_loses_its_body(record: Record, fault: str) -> None:
    changes: dict[str, Any] = {
        "refs": [],
        "holds": {"from_earliest": "2016-11-18T00:00:00Z"},
        "axes": ["closure", "hazard"],
        "bears": "enables",
    }
    read = _lenient(record, **{fault: changes[fault]})
    assert read.body is None
    assert read.unreadable


@given(records("closure"))
def test_a_restriction_that_calls_itself_a_release_keeps_its_body(record: Record) -> None:
    assert _lenient(record, bears="releases").body == record.body
    assert _lenient(record, bears="of_another_world").body == record.body


@pytest.mark.parametrize("field", ["kind", "realm", "origin", "issuer", "recorded_at"])
def test_without_what_every_record_needs_there_is_no_record(field: str) -> None:
    @SHARE
    @given(records(), st.booleans())
    def none(record: Record, absent: bool) -> None:
        value = json.loads(record.canonical)
        if absent:
            del value[field]
        else:
            value[field] = 7
        assert read_leaf(canonical_json({"record": value, "sig": "A" * 86 + "=="})) is None

    none()


@given(records())
def test_a_leaf_is_a_record_and_its_signature_and_nothing_else(record: Record) -> None:
    value = json.loads(record.canonical)
    whole = {"record": value, "sig": "A" * 86 + "=="}
    assert read_leaf(canonical_json(whole)) is not None
    for leaf in (
        {**whole, "more": 1},
        {"record": value},
        {**whole, "sig": "A" * 85 + "B=="},
        {**whole, "sig": "A" * 87 + "="},
        {**whole, "sig": "A" * 84},
        {**whole, "sig": "ä" * 88},
        {**whole, "sig": None},
        {**whole, "record": [value]},
        [whole],
        None,
    ):
        data = canonical_json(leaf)
        assert read_leaf(data) is None
        with pytest.raises(Refused):
            parse_leaf(data)
