"""The packed snapshot: the same document to the letter, nothing less than all of it, and nothing that is not signed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import At, Region
from clearway.problems import Refused
from clearway.projection import check
from clearway.publish import (
    Snapshot,
    SnapshotNote,
    identify,
    name_publisher,
    open_packed,
    pack,
    read_snapshot,
    sign_snapshot,
    unpack,
    write_packed,
    write_snapshot,
)
from clearway.publish import packed as packed_file
from clearway.publish import parts as packing_parts
from clearway.publish.outline import MOST_COORDINATE, MOST_POSITIONS, Outlines
from clearway.publish.rangecoder import MOST_BITS, Bits, Damaged, Letters, Number, Reader, Writer
from clearway.signing import PrivateKey
from clearway.situation import Hold
from clearway.tlog.note import NoteSigner, SignatureType, parse_vkey
from tests.engine.strategies import portion, snapshots
from tests.publish import packed_vectors
from tests.publish.packed_vectors import FOLDER, VECTORS
from tests.publish.test_snapshot import AT, bare, hold, queries, taken, units
from tests.shapes import extreme_regions, regions

SIGNER = NoteSigner("crisis/public", SignatureType.ED25519, PrivateKey(bytes([3]) * 32))
OTHER = NoteSigner("crisis/public", SignatureType.ED25519, PrivateKey(bytes([4]) * 32))
UNREADABLE = "publish.snapshot_unreadable"


def signed(snapshot: Snapshot, signer: NoteSigner = SIGNER) -> bytes:
    document = write_snapshot(snapshot)
    return noted(document, pack(document), signer)


def noted(document: bytes, packed: bytes, signer: NoteSigner = SIGNER) -> bytes:
    """Packed bytes under a note that names them and a document."""
    said = SnapshotNote(signer.name, identify(document), AT, AT + timedelta(hours=24), identify(packed))
    return write_packed(packed, sign_snapshot(said, signer))


def refusal(call: Any, *given_: Any) -> str | None:
    try:
        call(*given_)
    except Refused as refused:
        return refused.problems[0].code
    return None


# ------------------------------------------------------------------------------------------------ numbers and rings

wholes = st.integers(-(2**MOST_BITS) + 1, 2**MOST_BITS - 1) | st.integers(-9, 9)
texts = st.binary(max_size=20)


@given(st.lists(st.tuples(st.integers(0, 2), wholes)), st.integers(0, 60), texts, st.lists(st.integers(0, 1)))
def test_what_is_written_is_read_and_nothing_is_left(numbers, guess, text, answers):
    def code(coder: Any) -> list[Any]:
        sorts = [Number(0), Number(guess), Number(9)]
        bits, letters = Bits(3), Letters()
        found: list[Any] = [sorts[sort].code_signed(coder, value) for sort, value in numbers]
        found.append(letters.code(coder, text, len(text)))
        found += [coder.bit(bits, place % 3, answer) for place, answer in enumerate(answers)]
        return [*found, coder.direct(abs(sum(value for _, value in numbers)) % 2**40, 40)]

    writer = Writer()
    written = code(writer)
    reader = Reader(writer.finish())
    assert code(reader) == written
    reader.finish()


def test_a_carry_runs_through_every_byte_that_waits_for_it():
    """Unlikely answers, then likely ones: the low end of the interval passes 2^32 now and then."""
    chance = np.random.default_rng(5)
    for _ in range(200):
        answers = (chance.random(300) < chance.choice([0.001, 0.5, 0.999], 300)).tolist()
        writer, bits = Writer(), Bits(1)
        for answer in answers:
            writer.bit(bits, 0, answer)
            writer.direct(0xFFFF if answer else 0, 16)
        reader, bits = Reader(writer.finish()), Bits(1)
        assert [(reader.bit(bits, 0, 0), reader.direct(0, 16)) for _ in answers] == [
            (int(answer), 0xFFFF if answer else 0) for answer in answers
        ]
        reader.finish()


places = st.integers(-MOST_COORDINATE, MOST_COORDINATE)
steps = st.integers(-40, 40)
rings = st.lists(st.tuples(places, places), min_size=3, max_size=12) | st.builds(
    lambda x, y, way: [(x + sum(w[0] for w in way[:n]), y + sum(w[1] for w in way[:n])) for n in range(len(way))],
    st.integers(-9, 9),
    st.integers(-9, 9),
    st.lists(st.tuples(steps, steps), min_size=3, max_size=60),
)


@pytest.mark.law
@given(st.lists(st.tuples(rings, st.integers(0, 2)), max_size=6))
def test_any_ring_comes_back_as_it_was(given_):
    closed = [((*ring, ring[0]), sort) for ring, sort in given_]
    writer, outlines = Writer(), Outlines()
    for ring, sort in closed:
        outlines.code(writer, ring, sort)
    reader, outlines = Reader(writer.finish()), Outlines()
    assert [outlines.code(reader, ((0, 0),) * 4, sort) for _, sort in closed] == [ring for ring, _ in closed]
    reader.finish()


# ------------------------------------------------------------------------------------------------ documents


@pytest.mark.law
@given(st.lists(regions() | extreme_regions(), max_size=5, unique=True))
def test_any_ground_unpacks_to_the_bytes_that_were_packed(ground: list[Region]):
    document = write_snapshot(taken(bare(*(hold(footprint=each) for each in ground))))
    assert unpack(pack(document)) == document


@pytest.mark.law
@given(snapshots(), queries, st.integers(0, 60), st.sampled_from([None, 50, 500, "unknown"]), units)
def test_the_signed_file_has_the_document_and_answers_as_the_situation_and_never_more_openly(
    snapshot, query, hours, accuracy, unit
):
    at = AT + timedelta(hours=hours)
    _, document = open_packed(signed(snapshot), SIGNER.verifier)
    assert document == write_snapshot(snapshot)
    copy = read_snapshot(document)
    assert copy == snapshot
    assert check(copy.situation_at(at), query, accuracy, unit) == check(
        snapshot.situation_at(at), query, accuracy, unit
    )


def test_it_is_much_smaller_than_the_document():
    document = (FOLDER / "ground.json").read_bytes()
    assert len(pack(document)) * 5 < len(document)


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.law
@portion(60)
@given(snapshots(), st.data())
def test_a_file_that_was_altered_cut_or_added_to_is_refused(snapshot, data):
    file = signed(snapshot)
    at = data.draw(st.integers(0, len(file) - 1))
    other = bytearray(file)
    match data.draw(st.integers(0, 3)):
        case 0:
            other[at] ^= data.draw(st.integers(1, 255))
        case 1:
            del other[at:]
        case 2:
            other[at:at] = data.draw(st.binary(min_size=1, max_size=9))
        case _:
            other += data.draw(st.binary(min_size=1, max_size=9))
    assert refusal(open_packed, bytes(other), SIGNER.verifier) is not None or bytes(other) == file


@given(st.binary(max_size=400))
def test_bytes_that_nobody_packed_are_refused(data):
    assert refusal(unpack, data) == UNREADABLE
    assert refusal(unpack, b"\x01" + data) == UNREADABLE


def test_every_beginning_of_a_packed_document_is_refused():
    packed = pack((FOLDER / "ground.json").read_bytes())
    assert {refusal(unpack, packed[:length]) for length in range(0, len(packed), 9)} == {UNREADABLE}
    assert refusal(unpack, packed + b"\0") == UNREADABLE


@pytest.mark.parametrize("version", [0, 2, 255])
def test_another_version_is_refused(version):
    packed = pack((FOLDER / "empty.json").read_bytes())
    assert refusal(unpack, bytes([version]) + packed[1:]) == UNREADABLE


def test_a_file_that_another_key_signed_or_nobody_is_refused():
    snapshot = taken(bare(hold()))
    file = signed(snapshot)
    assert refusal(open_packed, file, SIGNER.verifier) is None
    assert refusal(open_packed, file, OTHER.verifier) == "log.not_signed"
    assert refusal(open_packed, file[file.index(b"\0") + 1 :], SIGNER.verifier) == "log.note_malformed"
    assert name_publisher(file) == SIGNER.name
    for nothing in (b"", b"x", b"\0", b"a\n\xff\0", file.partition(b"\0")[0]):
        assert refusal(name_publisher, nothing) == "publish.note_unreadable"


def test_a_signature_of_one_snapshot_is_not_under_another():
    opened, closed = taken(bare()), taken(bare(hold()))
    note = signed(closed).partition(b"\0")[0]
    mixed = note + b"\0" + pack(write_snapshot(opened))
    assert refusal(open_packed, mixed, SIGNER.verifier) == "publish.other_snapshot"
    # Signed with a packing that is of another document: the hash of what comes out tells.
    untrue = noted(write_snapshot(closed), pack(write_snapshot(opened)))
    assert refusal(open_packed, untrue, SIGNER.verifier) == "publish.other_snapshot"


def test_nothing_is_unpacked_that_the_publisher_did_not_pack(monkeypatch):
    """Strangers cannot make a reader work: 127 bytes can stand for 300,000 positions."""
    file = signed(taken(bare(hold())))
    monkeypatch.setattr(packed_file, "unpack", lambda _: pytest.fail("it was unpacked"))
    for other in (file[:-1], file + b"\0", file.partition(b"\0")[0] + b"\0\x01" + bytes(9)):
        assert refusal(open_packed, other, SIGNER.verifier) == "publish.other_snapshot"
    assert refusal(open_packed, file, OTHER.verifier) == "log.not_signed"


def test_a_small_file_cannot_ask_for_memory_without_end(monkeypatch):
    many = json.loads(write_snapshot(taken(bare(hold(labels=("contested",) * 3000, contact="x" * 5000)))))
    packed = pack(json.dumps(many).encode())
    assert len(packed) < 700
    for limit, most in (("MOST_ITEMS", 2999), ("MOST_LETTERS", 4999)):
        with monkeypatch.context() as patched:
            patched.setattr(packing_parts, limit, most)
            assert refusal(unpack, packed) == UNREADABLE
            assert refusal(pack, json.dumps(many).encode()) == "publish.too_large"
    assert refusal(unpack, packed) is None


def read_items(reader: Reader) -> None:
    packing_parts.many(packing_parts.flag(), packing_parts.Limits())(reader, None)


def read_ring(reader: Reader) -> None:
    Outlines().code(reader, ((0, 0),) * 4, 0)


def read_text(reader: Reader) -> None:
    packing_parts.Vocabulary(Letters(), packing_parts.Limits()).field()(reader, None)


@pytest.mark.parametrize(("read", "before"), [(read_items, 0), (read_ring, 0), (read_text, 2)])
def test_a_count_beyond_every_limit_is_refused_before_anything_is_made(read, before):
    writer = Writer()
    for answer in (1, 0)[:before]:  # a text that is new, and no hash
        writer.bit(Bits(1), 0, answer)
    Number().code(writer, 2**MOST_BITS - 1)
    with pytest.raises(Damaged, match=r"more (items|positions|text) than a snapshot may have"):
        read(Reader(writer.finish() + bytes(20)))


def test_what_points_nowhere_is_refused(monkeypatch):
    """A text that did not occur, a shape that is not there, a name twice: written by a writer without scruples."""
    document = json.loads(write_snapshot(taken(bare(hold()))))
    document["shapes"] += document["shapes"]
    with pytest.raises(Refused, match=r"a shape that nothing names"):
        pack(json.dumps(document).encode())
    monkeypatch.setattr(packing_parts.Shapes, "finish", lambda _: None)
    packed = pack(json.dumps(document).encode())
    monkeypatch.undo()
    assert refusal(unpack, packed) == UNREADABLE


# ------------------------------------------------------------------------------------------------ vectors


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector_is_read_and_written_as_it_stands(name):
    key = parse_vkey((FOLDER / "publisher.vkey").read_text().strip())
    document, file = ((FOLDER / f"{name}.{suffix}").read_bytes() for suffix in ("json", "packed"))
    said, found = open_packed(file, key)
    assert found == document
    assert said.snapshot == identify(document)
    assert packed_vectors.write(name) == (document, file)


def test_the_ground_of_the_vectors_is_closed_where_it_is():
    snapshot = read_snapshot((FOLDER / "ground.json").read_bytes())
    assert check(snapshot.situation, At(5, 5)).closure == "closed"


def test_the_example_of_the_specification_is_a_vector():
    page = (Path(__file__).parents[2] / "docs/reference/snapshot-format.md").read_text("utf-8")
    assert "\n".join(packed_vectors.trace_of_a_text("empty")) in page
    packed = (FOLDER / "empty.packed").read_bytes().partition(b"\0")[2]
    assert f"`{packed[:9].hex(' ')} …`" in page
    for field in Hold.__dataclass_fields__:
        assert f"`{field}`" in page
    for limit in (packing_parts.MOST_ITEMS, packing_parts.MOST_LETTERS, MOST_POSITIONS, MOST_COORDINATE):
        assert f"{limit:,}" in page
