"""Canonical JSON: one byte string for one value, the same as RFC 8785's own writer makes."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from clearway.problems import Refused
from clearway.records import canonical_json, find_canonical, read_canonical
from clearway.records.canonical import MAX_DEPTH, MAX_INTEGER, join
from tests.refusals import refused

keys = st.text(max_size=6) | st.text(alphabet="a\ue000\uffee\U00010000\U0001f600é", max_size=4)
integers = st.integers(-MAX_INTEGER, MAX_INTEGER)
plain = st.none() | st.booleans() | integers | st.text()
values = st.recursive(plain, lambda part: st.lists(part, max_size=4) | st.dictionaries(keys, part, max_size=5))


@given(values)
@example({"\uffee": 1, "\U00010000": 2})
@example('\x00\x1f\x7f\b\t\n\f\r"\\/\u2028\u2029')
@example([MAX_INTEGER, -MAX_INTEGER, 0, 10**15, 10**16 - 10**15])
def test_written_as_rfc_8785_says(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(values)
def test_what_is_written_is_read_back(value: Any) -> None:
    data = canonical_json(value)
    assert read_canonical(data) == value
    assert find_canonical(data) == value


@given(values, st.sampled_from([None, 0, 1]), st.booleans(), st.booleans())
def test_other_spellings_are_read_only_if_they_are_the_canonical_one(
    value: Any, indent: int | None, sort: bool, ascii_only: bool
) -> None:
    separators = None if indent else (",", ":")
    data = json.dumps(value, indent=indent, sort_keys=sort, ensure_ascii=ascii_only, separators=separators).encode()
    canonical = data == rfc8785.dumps(value)
    assert (find_canonical(data) == value) is canonical or value is None
    if not canonical:
        with refused("record.not_canonical"):
            read_canonical(data)


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:-+.eE0123456789 tfn\\u', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = read_canonical(data)
    except Refused:
        assert find_canonical(data) is None
    else:
        assert rfc8785.dumps(value) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "record.not_json"),
        (b"closure", "record.not_json"),
        (b'{"a":1', "record.not_json"),
        (b"\xef\xbb\xbf{}", "record.not_json"),
        (b'"\xff"', "record.not_utf8"),
        (b'"\xed\xa0\x80"', "record.not_utf8"),
        (b'"\\ud800"', "record.not_utf8"),
        (b'{"\\ud800":1}', "record.not_utf8"),
        (b'{"a":1.0}', "record.float"),
        (b'{"a":1e2}', "record.float"),
        (b'{"a":1E400}', "record.float"),
        (b'{"a":NaN}', "record.float"),
        (b'{"a":9007199254740992}', "record.integer_too_large"),
        (b'{"a":-9007199254740992}', "record.integer_too_large"),
        (b'{"a":' + b"1" * 5000 + b"}", "record.integer_too_large"),
        (b'{"a":1,"a":1}', "record.duplicate_key"),
        (b'{"a":{"b":1,"b":2}}', "record.duplicate_key"),
        (b'{"b":1,"a":2}', "record.not_canonical"),
        (b'{ "a":1}', "record.not_canonical"),
        (b'{"a":1}\n', "record.not_canonical"),
        (b'{"a":-0}', "record.not_canonical"),
        (b'"\\u0061"', "record.not_canonical"),
        (b'"\\/"', "record.not_canonical"),
        (b"[" * 60_000, "record.too_deep"),
        (b"[" * 300 + b"]" * 300, "record.too_deep"),
        ('{"\uffee":1,"\U00010000":2}'.encode(), "record.not_canonical"),
    ],
)
def test_what_is_not_canonical_json(data: bytes, code: str) -> None:
    assert find_canonical(data) is None
    with refused(code):
        read_canonical(data)


@pytest.mark.parametrize("text", ["", "]", "[", "[{", '"', "\\"])
@pytest.mark.parametrize("keyed", [True, False])
def test_nesting_is_limited_exactly_whatever_the_texts_hold(text: str, keyed: bool) -> None:
    def nested(depth: int) -> Any:
        value: Any = text
        for _ in range(depth):
            value = {text: value} if keyed else [text, value, text]
        return value

    assert read_canonical(rfc8785.dumps(nested(MAX_DEPTH))) == nested(MAX_DEPTH)
    assert canonical_json(nested(MAX_DEPTH)) == rfc8785.dumps(nested(MAX_DEPTH))
    assert find_canonical(rfc8785.dumps(nested(MAX_DEPTH + 1))) is None
    with refused("record.too_deep"):
        read_canonical(rfc8785.dumps(nested(MAX_DEPTH + 1)))
    with refused("record.too_deep"):
        canonical_json(nested(MAX_DEPTH + 1))


def test_every_fault_is_named_with_its_place() -> None:
    with pytest.raises(Refused) as caught:
        read_canonical(b'{"a":[1,2.5],"b":{"c":1,"c":3},"d~/":1e9}')
    assert [(problem.code, problem.pointer) for problem in caught.value.problems] == [
        ("record.float", "/a/1"),
        ("record.duplicate_key", "/b/c"),
        ("record.float", "/d~0~1"),
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"a": 1.5}, "record.float"),
        ([float("nan")], "record.float"),
        ({"a": 2**53}, "record.integer_too_large"),
        ({"a": 10**5000}, "record.integer_too_large"),
        ({1: 2}, "record.wrong_type"),
        ({"a": {1}}, "record.wrong_type"),
        ("\ud800", "record.not_utf8"),
    ],
)
def test_what_cannot_be_written(value: Any, code: str) -> None:
    with refused(code):
        canonical_json(value)


def test_a_pointer_escapes_what_it_must() -> None:
    assert join("", "a/b", 3, "~") == "/a~1b/3/~0"
