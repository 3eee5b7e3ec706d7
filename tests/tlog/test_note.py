"""Signed notes: the specification's example, the round trip, and everything that must be refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.problems import ClearwayBug, Refused
from clearway.signing import PrivateKey, PublicKey
from clearway.tlog.note import (
    MOST_SIGNATURES,
    Note,
    NoteSigner,
    Signature,
    SignatureType,
    Signed,
    VerifierKey,
    add_signatures,
    open_note,
    parse_vkey,
    sign_note,
    split_note,
)
from tests.refusals import refused

# https://c2sp.org/signed-note, "Example"
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n"
    "\n"
    "\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()

# The same specification's first example: a text with empty lines and letters beyond ASCII.
QUASIMODO = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "\u2014 quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
).encode()

LOG = NoteSigner("crisis.example/public", SignatureType.ED25519, PrivateKey(bytes([1]) * 32))
WITNESS = NoteSigner("un.example/witness", SignatureType.COSIGNATURE_V1, PrivateKey(bytes([2]) * 32))
AT = datetime(2016, 11, 17, 13, 5, tzinfo=UTC)

NAMES = st.text(st.characters(exclude_categories=("Z", "C"), exclude_characters="+"), min_size=1, max_size=20).filter(
    lambda name: not any(char.isspace() for char in name)
)
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=60).map(
    lambda text: text + "\n"
)


def test_the_published_example_verifies() -> None:
    key = parse_vkey(EXAMPLE_KEY)
    assert key.text == EXAMPLE_KEY
    assert open_note(EXAMPLE, [key]) == Note("This is an example message.\n", (Signed(key, None),))
    with refused("log.signature_wrong"):
        open_note(EXAMPLE.replace(b"an example", b"no example"), [key])


def test_the_text_ends_at_the_last_empty_line() -> None:
    text, signatures = split_note(QUASIMODO)
    assert text.endswith("sole:\n\ned è subito sera.\n")
    assert [signature.name for signature in signatures] == ["quasimodo.example/salvatore"]
    assert sign_note(text, *signatures) == QUASIMODO
    with refused("log.not_signed"):
        open_note(QUASIMODO, [parse_vkey(EXAMPLE_KEY)])


@given(TEXTS, NAMES, st.binary(min_size=32, max_size=32), st.sampled_from(SignatureType))
def test_what_was_signed_is_what_is_opened(text: str, name: str, seed: bytes, kind: SignatureType) -> None:
    signer = NoteSigner(name, kind, PrivateKey(seed))
    at = AT if kind is SignatureType.COSIGNATURE_V1 else None
    note = sign_note(text, signer.sign(text, at))
    key = parse_vkey(signer.verifier.text)
    assert key == signer.verifier
    assert open_note(note, [key]) == Note(text, (Signed(key, at),))
    again, signatures = split_note(note)
    assert sign_note(again, *signatures) == note


@pytest.mark.law
@given(st.data())
def test_a_note_with_any_bit_flipped_is_refused(data: st.DataObject) -> None:
    text = "crisis.example/public\n3\nabc\n"
    note = bytearray(sign_note(text, LOG.sign(text), WITNESS.sign(text, AT)))
    bit = data.draw(st.integers(0, len(note) * 8 - 1))
    note[bit // 8] ^= 1 << (bit % 8)
    with suppress(Refused):
        opened = open_note(bytes(note), [LOG.verifier, WITNESS.verifier])
        # A line whose name or key id changed is somebody else's and ignored; the other line still holds.
        assert opened.text == text
        assert len(opened.signed) == 1


def test_lines_by_unknown_keys_are_ignored_even_with_a_known_name() -> None:
    text = "a text\n"
    stranger = Signature(LOG.name, b"\0\0\0\0", b"of a type that nobody knows yet")
    same_id = Signature("other.example", LOG.verifier.key_id, bytes(64))
    note = sign_note(text, stranger, same_id, LOG.sign(text))
    assert open_note(note, [LOG.verifier]).signed == (Signed(LOG.verifier, None),)
    with refused("log.not_signed"):
        open_note(sign_note(text, stranger, same_id), [LOG.verifier])
    with refused("log.not_signed"):
        open_note(note, [])


def test_a_wrong_line_by_a_known_key_refuses_the_whole_note() -> None:
    text = "a text\n"
    good = LOG.sign(text)
    for forged in (
        Signature(WITNESS.name, WITNESS.verifier.key_id, bytes(72)),
        Signature(WITNESS.name, WITNESS.verifier.key_id, bytes(64)),
        Signature(WITNESS.name, WITNESS.verifier.key_id, b"\0"),
        Signature(WITNESS.name, WITNESS.verifier.key_id, WITNESS.private.sign(text.encode())),
        Signature(LOG.name, LOG.verifier.key_id, bytes(8) + good.data),
        Signature(LOG.name, LOG.verifier.key_id, good.data[:-1]),
        LOG.sign("another text\n"),
    ):
        with refused("log.signature_wrong"):
            open_note(sign_note(text, good, forged), [LOG.verifier, WITNESS.verifier])


def test_wrong_key_and_wrong_name_are_refused() -> None:
    text = "a text\n"
    note = sign_note(text, LOG.sign(text))
    other_key = VerifierKey(LOG.name, LOG.type, PrivateKey(bytes([3]) * 32).public)
    other_name = VerifierKey("crisis.example/restricted", LOG.type, LOG.private.public)
    other_type = VerifierKey(LOG.name, SignatureType.COSIGNATURE_V1, LOG.private.public)
    for key in (other_key, other_name, other_type):
        assert key.key_id != LOG.verifier.key_id
        with refused("log.not_signed"):
            open_note(note, [key])


def test_two_keys_that_share_name_and_id_are_each_tried() -> None:
    text = "a text\n"
    twin = VerifierKey(LOG.name, LOG.type, WITNESS.private.public)
    twin.__dict__["key_id"] = LOG.verifier.key_id
    note = sign_note(text, LOG.sign(text))
    assert open_note(note, [twin, LOG.verifier]).signed == (Signed(LOG.verifier, None),)
    with refused("log.signature_wrong"):
        open_note(note, [twin])


def test_a_cosignature_is_over_its_time_and_states_it() -> None:
    text = "crisis.example/public\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    line = WITNESS.sign(text, AT)
    assert line.data[:8] == int(AT.timestamp()).to_bytes(8, "big")
    message = f"cosignature/v1\ntime 1479387900\n{text}".encode()
    assert WITNESS.private.public.verify(line.data[8:], message)
    later = Signature(line.name, line.key_id, (int(AT.timestamp()) + 1).to_bytes(8, "big") + line.data[8:])
    with refused("log.signature_wrong"):
        open_note(sign_note(text, later), [WITNESS.verifier])


def test_a_time_beyond_the_calendar_is_refused() -> None:
    text = "a text\n"
    for seconds in (253_402_300_800, 2**63 - 1, 2**64 - 1):
        signed = WITNESS.private.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        line = Signature(WITNESS.name, WITNESS.verifier.key_id, seconds.to_bytes(8, "big") + signed)
        with refused("log.time_out_of_range"):
            open_note(sign_note(text, line), [WITNESS.verifier])
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert open_note(sign_note(text, WITNESS.sign(text, last)), [WITNESS.verifier]).signed[0].at == last


@pytest.mark.parametrize(
    ("signer", "at"),
    [
        (LOG, AT),
        (WITNESS, None),
        (WITNESS, AT.replace(tzinfo=None)),
        (WITNESS, AT + timedelta(microseconds=1)),
        (WITNESS, datetime(1969, 12, 31, tzinfo=UTC)),
    ],
)
def test_times_that_cannot_be_stated_are_bugs(signer: NoteSigner, at: datetime | None) -> None:
    with pytest.raises(ClearwayBug):
        signer.sign("a text\n", at)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        EXAMPLE[:-1],
        EXAMPLE + b"\n",
        EXAMPLE + b"text\n",
        EXAMPLE.replace(b"\n\n", b"\n"),
        EXAMPLE.replace("\u2014 ".encode(), b"- "),
        EXAMPLE.replace("\u2014 ".encode(), "\u2014".encode()),
        EXAMPLE.replace(b"example.com/foo ", b" "),
        EXAMPLE.replace(b"example.com/foo ", b"example.com/foo"),
        EXAMPLE.replace(b"example.com/foo ", b"exam+ple "),
        EXAMPLE.replace(b"example.com/foo ", "exam\u2003ple ".encode()),
        EXAMPLE.replace(b"example.com/foo ", b"example.com/foo  "),
        EXAMPLE.replace(b"=\n", b"\n"),
        EXAMPLE.replace(b"M=\n", b"N=\n"),
        EXAMPLE.replace(b"M=\n", b"*=\n"),
        EXAMPLE.replace(b"This", b"Th\xffs"),
        EXAMPLE.replace(b"This", b"Th\ts"),
        EXAMPLE.replace(b"This", b"Th\0s"),
        EXAMPLE.replace(b"\n", b"\r\n"),
        "text\n\n\u2014 name AAAAAA==\n".encode(),
        b"x" * 1_000_000 + EXAMPLE,
        b"text\n\n" + EXAMPLE.splitlines(keepends=True)[-1] * (MOST_SIGNATURES + 1),
    ],
)
def test_malformed_notes_are_refused(note: bytes) -> None:
    with refused("log.note_malformed"):
        split_note(note)
    with refused("log.note_malformed"):
        open_note(note, [parse_vkey(EXAMPLE_KEY)])


@pytest.mark.parametrize("text", ["", "no newline", "a tab\t\n", "a\rreturn\n"])
def test_what_cannot_be_read_back_is_not_written(text: str) -> None:
    with refused("log.note_malformed"):
        sign_note(text, LOG.sign(text))
    with refused("log.note_malformed"):
        sign_note("a text\n")
    with refused("log.note_malformed"):
        sign_note("a text\n", Signature("a.example", b"\0", bytes(70)))


def test_lines_are_added_once_and_up_to_the_limit() -> None:
    text = "a text\n"
    note = sign_note(text, LOG.sign(text))
    line = WITNESS.sign(text, AT)
    more = add_signatures(note, line, line, LOG.sign(text))
    assert split_note(more) == (text, (LOG.sign(text), line))
    assert add_signatures(more, line) == more
    others = [Signature(f"witness.example/{number}", b"\0\0\0\1", bytes(72)) for number in range(MOST_SIGNATURES - 1)]
    full = add_signatures(note, *others)
    assert len(split_note(full)[1]) == MOST_SIGNATURES
    with refused("log.note_malformed"):
        add_signatures(full, line)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "log.bad_vkey"),
        ("example.com/foo", "log.bad_vkey"),
        ("example.com/foo+530d903a", "log.bad_vkey"),
        ("example.com/foo+530d903a+", "log.bad_vkey"),
        (EXAMPLE_KEY.replace("530d903a", "530d903b"), "log.bad_vkey"),
        (EXAMPLE_KEY.replace("530d903a", "530D903A"), "log.bad_vkey"),
        (EXAMPLE_KEY.replace("foo", "fop"), "log.bad_vkey"),
        (EXAMPLE_KEY.replace("foo", "f o"), "log.bad_vkey"),
        (EXAMPLE_KEY[len("example.com/foo") :], "log.bad_vkey"),
        (EXAMPLE_KEY + "=", "log.bad_vkey"),
        (EXAMPLE_KEY[:-1] + "l", "log.bad_vkey"),
        ("example.com/foo+530d903a+AekyeRrm", "signing.bad_public_key"),
        ("example.com/foo+530d903a+Bukyeg==", "log.vkey_type_unknown"),
    ],
)
def test_bad_verifier_keys_are_refused(text: str, code: str) -> None:
    with refused(code):
        parse_vkey(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\0b"])
def test_bad_key_names_are_refused(name: str) -> None:
    key: PublicKey = LOG.private.public
    with refused("log.bad_key_name"):
        VerifierKey(name, SignatureType.ED25519, key)
