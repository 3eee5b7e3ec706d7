"""What the ledger reads of a leaf agrees with what ``records`` says, and bytes of any kind are taken as they are."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.ledger.leaves import blobs_named, name_from, name_of, origin_named
from clearway.records.envelope import FileEvidence, Issuer, Record
from clearway.records.parsing import build_record, leaf_bytes, read_leaf
from clearway.terms import Realm
from tests.ledger import build
from tests.ledger.build import CITY

TEXT, TRUST, SNAPSHOT, SHAPE, PHOTO = (build.blob_id(name) for name in (b"text", b"trust", b"snap", b"shape", b"photo"))
_ISSUER = Issuer(office="crisis-desk", holder="h-1", key=build.key("officer").public.id)


def record(kind: str, body: dict[str, Any], **more: Any) -> Record:
    return build_record(kind, body, realm=Realm.TEST, origin=CITY, issuer=_ISSUER, recorded_at=build.SEEN_AT, **more)


RECORDS = [
    (record("claim", {"topic": "other", "says": '","sig":"', "counts": {}}), set()),
    (record("claim", {"topic": "other", "says": PHOTO, "counts": {}}, evidence=(FileEvidence(blob=PHOTO),)), {PHOTO}),
    (
        record(
            "hostilities",
            {"activities": ["shelling"]},
            footprint={"type": "blob", "sha256": SHAPE, "bbox": [0, 0, 10, 10]},
            evidence=(FileEvidence(blob=PHOTO),),
        ),
        {SHAPE, PHOTO},
    ),
]


@pytest.mark.parametrize(("one", "blobs"), RECORDS)
def test_names_origins_and_blobs_of_records(one: Record, blobs: set[str]):
    leaf = leaf_bytes(one, b"\1" * 64)
    read = read_leaf(leaf)
    assert read is not None
    assert name_of(leaf) == name_from(read.record.id)
    assert origin_named(leaf) == CITY
    assert blobs_named(leaf) == blobs


@pytest.mark.parametrize(
    ("body", "blobs"),
    [
        ({"text_blob": TEXT}, {TEXT}),
        ({"text_blob": TEXT, "file_blob": SHAPE}, {TEXT, SHAPE}),
        ({"trust": TRUST, "snapshot": SNAPSHOT, "frontier": {}}, {TRUST, SNAPSHOT}),
        ({"unsearched": [{"footprint": {"type": "blob", "sha256": SHAPE}}]}, {SHAPE}),
        ({"names": TEXT, "text_blob": "sha256:short", "trust": None, "snapshot": 5}, set()),
    ],
)
def test_blobs_are_found_in_kinds_that_are_not_known_too(body: dict[str, object], blobs: set[str]):
    import json

    one = json.dumps({"record": {"body": body, "kind": "later"}, "sig": "x"}, separators=(",", ":")).encode()
    assert blobs_named(one) == blobs
    assert origin_named(one) is None


@given(st.binary(max_size=80) | st.binary(max_size=80).map(lambda data: b'{"record":' + data + b',"sig":""}'))
def test_bytes_of_any_kind_are_named_without_a_fault(data: bytes):
    assert len(name_of(data)) == 32
    assert blobs_named(data) == frozenset()
    origin_named(data)


def test_what_is_no_leaf_is_named_by_its_own_hash():
    assert name_of(b"no leaf") == hashlib.sha256(b"no leaf").digest()
    deep = b'{"record":' + b"[" * 5000 + b'"sha256:"' + b"]" * 5000 + b',"sig":""}'
    assert blobs_named(deep) == frozenset()
    assert origin_named(deep) is None
