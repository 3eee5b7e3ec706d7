"""What a source shows of a log, without desk or disk: taken over, refused, or the proof of a fork."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.ledger.contract import Outcome
from clearway.ledger.memory import MemoryLedger
from clearway.problems import Refused
from clearway.signing import PrivateKey
from clearway.sync import Held, Read, blob_path, log_path, read_blob, read_log, write_cosigned
from clearway.terms import Realm, Tier
from clearway.tlog.checkpoint import Checkpoint, cosign, sign_checkpoint
from clearway.tlog.merkle import Tree, leaf_hash, root_of
from clearway.tlog.note import NoteSigner, SignatureType
from clearway.tlog.tiles import ENTRIES, WIDTH, tiles_of, write_entries, write_hashes
from clearway.trust import AcceptedLog, Root, Trust

ORIGIN = "mines.city.example/public"
START = datetime(2016, 11, 17, 13, 0, tzinfo=UTC)


def key(name: str) -> PrivateKey:
    return PrivateKey.generate(hashlib.sha256(name.encode()).digest())


LOG = NoteSigner(ORIGIN, SignatureType.ED25519, key("log"))
COSIGNER = NoteSigner("mines.city.example/cosigner", SignatureType.COSIGNATURE_V1, key("cosigner"))
STRANGER = NoteSigner(ORIGIN, SignatureType.ED25519, key("stranger"))
ACCEPTED = AcceptedLog(
    origin=ORIGIN,
    owner="mines",
    tier=Tier.PUBLIC,
    key=LOG.verifier.text,
    cosigner=COSIGNER.verifier.text,
    remit=[[[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]],
    max_age_s=3600,
)
ROOT = Root(holder="h", office="mines", organisation="o", key="AAAA", from_=START)
TRUST = Trust(
    clearway_trust=1, realm=Realm.TEST, roots=(ROOT,), threshold=1, organisations=(), logs=(ACCEPTED,), witnesses=()
)


def leaves(count: int, word: str = "leaf") -> list[bytes]:
    return [f"{word} {number}".encode() for number in range(count)]


def note(whole: Sequence[bytes], minutes: int = 0, log: NoteSigner = LOG) -> bytes:
    checkpoint = Checkpoint(ORIGIN, len(whole), root_of(map(leaf_hash, whole)))
    return cosign(sign_checkpoint(checkpoint, log), COSIGNER, START + timedelta(minutes=minutes))


def files(whole: Sequence[bytes], sizes: Sequence[int] = (), log: NoteSigner = LOG) -> dict[str, bytes]:
    """A log as static files, with the checkpoints of ``sizes`` and of the whole."""
    folder = log_path(ORIGIN)
    tree = Tree(map(leaf_hash, whole))
    shown: dict[str, bytes] = {}
    for tile in tiles_of(len(whole)):
        first = tile.index * WIDTH
        entries = write_entries(whole[first : first + tile.width]) if tile.level == ENTRIES else None
        shown[folder + tile.path] = entries if entries is not None else write_hashes(tile, tree.read)
    notes = {size: note(whole[:size], size, log) for size in (*sizes, len(whole))}
    shown |= {folder + path: data for path, data in write_cosigned(notes.items())}
    shown[folder + "checkpoint"] = notes[len(whole)]
    return shown


def source(shown: dict[str, bytes]) -> Read:
    return shown.get


def held_by(ledger: MemoryLedger) -> Held:
    head = ledger.head(ORIGIN)
    hashes = frozenset(hashlib.sha256(each).digest() for each in head.checkpoints)
    return Held(head.size, lambda size: ledger.root(ORIGIN, size), hashes)


def take(ledger: MemoryLedger, shown: dict[str, bytes]) -> Outcome:
    received = read_log(source(shown), ACCEPTED, TRUST, held_by(ledger))
    assert received is not None
    return ledger.adopt(received.offer).outcome


def holding(whole: Sequence[bytes]) -> MemoryLedger:
    ledger = MemoryLedger()
    if whole:
        take(ledger, files(whole))
    return ledger


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 2), (3, 300), (256, 257), (255, 512), (300, 700), (1, 1)])
def test_a_longer_log_is_taken_over_from_where_it_was_left(before, after):
    ledger = holding(leaves(before))
    received = read_log(source(files(leaves(after))), ACCEPTED, TRUST, held_by(ledger))
    assert received is not None
    assert (received.offer.start, len(received.offer.leaves)) == (before, after - before)
    ledger.adopt(received.offer)
    assert [entry.leaf for entry in ledger.entries(ORIGIN)] == leaves(after)


def test_only_what_is_new_is_read():
    ledger = holding(leaves(600))
    shown = files(leaves(700))
    asked = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return shown.get(path)

    assert read_log(read, ACCEPTED, TRUST, held_by(ledger)) is not None
    assert [path for path in asked if "/tile/entries/" in path] == [log_path(ORIGIN) + "tile/entries/002.p/188"]


def test_every_cosigned_checkpoint_comes_along():
    ledger = holding(leaves(2))
    take(ledger, files(leaves(5), [1, 2, 4]))
    assert sorted(ledger.head(ORIGIN).checkpoints) == sorted(note(leaves(size), size) for size in (1, 2, 4, 5))


def test_a_full_tile_stands_in_for_a_partial_one_that_was_removed():
    whole = leaves(300)
    shown = files(whole)
    old = files(leaves(100))
    path = log_path(ORIGIN) + "checkpoint"
    shown[path] = old[path]
    received = read_log(source(shown), ACCEPTED, TRUST, Held(0, lambda _: b""))
    assert received is not None
    assert list(received.offer.leaves) == whole[:100]


def test_the_same_files_again_change_nothing():
    ledger = holding(leaves(7))
    assert take(ledger, files(leaves(7))) is Outcome.UNCHANGED


def test_a_shorter_log_is_refused_and_marked_and_the_mark_goes_when_it_is_whole_again():
    ledger = holding(leaves(7))
    assert take(ledger, files(leaves(4))) is Outcome.SHORTER
    assert ledger.head(ORIGIN).refused == "log.shorter_than_seen"
    assert ledger.head(ORIGIN).size == 7
    assert take(ledger, files(leaves(7))) is Outcome.UNCHANGED
    assert ledger.head(ORIGIN).refused is None


@pytest.mark.parametrize("size", [3, 5, 9, 300])
def test_another_history_is_a_fork_whatever_its_length(size):
    ledger = holding(leaves(5))
    other = [*leaves(2), *leaves(size - 2, "other")]
    assert take(ledger, files(other)) is Outcome.FORKED
    head = ledger.head(ORIGIN)
    assert (head.common, head.size) == (2, 5)
    assert [entry.leaf for entry in ledger.entries(ORIGIN) if entry.branch == 1] == other[2:]


def test_a_checkpoint_that_does_not_fit_its_own_log_proves_a_fork():
    shown = files(leaves(5))
    folder = log_path(ORIGIN)
    lie = note(leaves(3, "other"), 3)
    shown |= {folder + path: data for path, data in write_cosigned([(3, lie), (5, shown[folder + "checkpoint"])])}
    received = read_log(source(shown), ACCEPTED, TRUST, Held(0, lambda _: b""))
    assert received is not None
    assert received.contradicting == (lie,)
    assert lie not in received.offer.checkpoints


def test_a_source_without_the_log_shows_nothing():
    assert read_log(source({}), ACCEPTED, TRUST, Held(0, lambda _: b"")) is None


def refused(shown: dict[str, bytes], ledger: MemoryLedger) -> str:
    with pytest.raises(Refused) as caught:
        read_log(source(shown), ACCEPTED, TRUST, held_by(ledger))
    return caught.value.problems[0].code


def test_a_log_signed_by_somebody_else_is_refused():
    assert refused(files(leaves(5), log=STRANGER), holding(leaves(2))) == "log.not_signed"


def cut(shown: dict[str, bytes], word: str, change: Callable[[bytes], bytes | None]) -> dict[str, bytes]:
    found = {path: change(data) if word in path else data for path, data in shown.items()}
    return {path: data for path, data in found.items() if data is not None}


@pytest.mark.parametrize(
    ("word", "change", "code"),
    [
        ("/checkpoint", lambda data: data[:-9], "log.note_malformed"),
        ("/checkpoint", lambda data: data.replace(b"\n300\n", b"\n299\n"), "log.signature_wrong"),
        ("entries/000", lambda _: None, "sync.file_missing"),
        ("entries/001", lambda _: None, "sync.file_missing"),
        ("entries/001", lambda data: data[:-1], "log.tile_damaged"),
        ("entries/000", lambda data: data.replace(b"leaf 77", b"leaf 78"), "sync.leaves_do_not_fit"),
    ],
    ids=["note cut", "size changed", "first bundle gone", "last bundle gone", "bundle cut", "leaf changed"],
)
def test_what_is_cut_or_damaged_is_refused_with_a_code(word, change, code):
    assert refused(cut(files(leaves(300)), word, change), holding([])) == code


def test_a_log_whose_hash_tiles_are_damaged_is_read_whole_instead():
    ledger = holding(leaves(5))
    shown = cut(files(leaves(300)), "tile/0/", lambda data: bytes(len(data)))
    assert take(ledger, shown) is Outcome.EXTENDED
    assert ledger.head(ORIGIN).size == 300


@pytest.mark.parametrize(
    "change", [lambda _: None, lambda _: b"many\n", lambda data: data[:7]], ids=["gone", "no number", "cut"]
)
def test_a_log_is_taken_over_even_if_its_older_checkpoints_cannot_be_read(change):
    received = read_log(source(cut(files(leaves(5)), "/cosigned/", change)), ACCEPTED, TRUST, Held(0, lambda _: b""))
    assert received is not None
    assert len(received.offer.leaves) == 5
    assert {problem.code for problem in received.problems} <= {"sync.file_missing", "sync.file_damaged"}
    assert received.problems


def test_a_source_that_knows_of_more_than_it_shows_is_told_of():
    shown = files(leaves(5))
    shown |= {p: d for p, d in files(leaves(9)).items() if "/cosigned/" in p}
    received = read_log(source(shown), ACCEPTED, TRUST, Held(0, lambda _: b""))
    assert received is not None
    assert [problem.code for problem in received.problems] == ["sync.checkpoint_ahead"]


def test_lines_of_unknown_keys_under_a_checkpoint_are_not_repeated():
    shown = files(leaves(5))
    junk = NoteSigner("junk", SignatureType.COSIGNATURE_V1, key("junk"))
    path = log_path(ORIGIN) + "checkpoint"
    clean = shown[path]
    shown[path] = cosign(clean, junk, START)
    received = read_log(source(shown), ACCEPTED, TRUST, Held(0, lambda _: b""))
    assert received is not None
    assert received.note == clean
    assert clean in received.offer.checkpoints


def test_a_blob_is_taken_only_if_its_bytes_are_what_its_name_says():
    data = b"a shape"
    name = "sha256:" + hashlib.sha256(data).hexdigest()
    assert read_blob(source({blob_path(name): data}), name) == data
    assert read_blob(source({}), name) is None
    with pytest.raises(Refused, match=r"sync\.file_damaged"):
        read_blob(source({blob_path(name): b"another"}), name)


@pytest.mark.parametrize("origin", ["../../etc", ".hidden", "a b", "", "Ä", "a\nb", "/etc"])
def test_a_log_cannot_be_named_so_that_files_elsewhere_are_read(origin):
    with pytest.raises(Refused, match=r"sync\.bad_origin"):
        log_path(origin)


@given(st.text("ab./:-", max_size=6), st.text("ab./:-", max_size=6))
def test_two_logs_never_share_a_folder(one, other):
    if one != other:
        assert log_path(f"a{one}") != log_path(f"a{other}")


@given(st.data())
def test_whatever_byte_of_a_source_is_changed_nothing_false_is_taken_over(data):
    whole = leaves(5)
    shown = files(whole, [2])
    path = data.draw(st.sampled_from(sorted(shown)))
    at = data.draw(st.integers(0, len(shown[path]) - 1))
    bit = data.draw(st.integers(0, 7))
    shown[path] = shown[path][:at] + bytes([shown[path][at] ^ (1 << bit)]) + shown[path][at + 1 :]
    ledger = holding(whole[:2])
    try:
        received = read_log(source(shown), ACCEPTED, TRUST, held_by(ledger))
        assert received is not None
        ledger.adopt(received.offer)
    except Refused:
        pass
    head = ledger.head(ORIGIN)
    assert not head.forked
    assert [entry.leaf for entry in ledger.entries(ORIGIN)] == whole[: head.size]
