"""Keys and signatures, and keys sealed under a passphrase."""

from __future__ import annotations

import json
from contextlib import suppress
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.problems import ClearwayBug, Refused
from clearway.signing import PrivateKey, PublicKey, open_key, public_key_of, seal_key
from tests.refusals import refused

# RFC 8032 §7.1, tests 1 to 3 and SHA(abc): secret, public, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2"
            "4655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302ae"
            "eb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28"
            "dc027beceea1ec40a"
        ),
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80"
            "e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17"
            "ad9bef1177331a704"
        ),
    ),
]

SEED, SALT, NONCE = bytes(range(32)), bytes(16), bytes(12)
SEALED = seal_key(PrivateKey(SEED), b"a good phrase", SALT, NONCE, work=14)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_published_vectors(secret: str, public: str, message: str, signature: str) -> None:
    private = PrivateKey.generate(bytes.fromhex(secret))
    assert private.public == PublicKey(bytes.fromhex(public))
    assert private.sign(bytes.fromhex(message)).hex() == signature
    assert private.public.verify(bytes.fromhex(signature), bytes.fromhex(message))


@given(st.binary(max_size=200), st.data())
def test_only_the_signed_bytes_and_the_signing_key_verify(message: bytes, data: st.DataObject) -> None:
    private = PrivateKey(SEED)
    signature = private.sign(message)
    assert private.public.verify(signature, message)
    bit = data.draw(st.integers(0, 511))
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << (bit % 8)
    assert not private.public.verify(bytes(changed), message)
    assert not private.public.verify(signature, message + b"\n")
    assert not PrivateKey(bytes(32)).public.verify(signature, message)


@pytest.mark.parametrize("signature", [b"", b"\x00", bytes(63), bytes(64), bytes(65), b"\xff" * 64])
def test_a_signature_of_any_shape_is_only_wrong(signature: bytes) -> None:
    assert not PrivateKey(SEED).public.verify(signature, b"x")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        bytes(31),
        bytes(33),
        bytes(32),
        bytes(31) + b"\x80",
        b"\x01" + bytes(31),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
        b"\xec" + b"\xff" * 30 + b"\x7f",
    ],
)
def test_a_key_under_which_anybody_could_sign_is_refused(raw: bytes) -> None:
    with refused("signing.bad_public_key"):
        PublicKey(raw)


def test_ids_are_hashes_and_new_keys_differ() -> None:
    public = PrivateKey(SEED).public
    assert public.id == "sha256:56475aa75463474c0285df5dbf2bcab73da651358839e9b77481b2eab107708c"
    assert PrivateKey.generate().public != PrivateKey.generate().public
    with pytest.raises(ClearwayBug):
        PrivateKey(bytes(31))


def test_a_private_key_shows_itself_nowhere() -> None:
    private = PrivateKey(SEED)
    assert SEED.hex() not in repr(private)
    assert repr(SEED) not in repr(private)
    assert SEED not in SEALED


def test_a_sealed_key_opens_with_its_passphrase_only() -> None:
    assert open_key(SEALED, b"a good phrase") == PrivateKey(SEED)
    assert public_key_of(SEALED) == PrivateKey(SEED).public
    for wrong in (b"", b"a good phrase ", b"A good phrase", "عبارة".encode()):
        with refused("signing.wrong_passphrase"):
            open_key(SEALED, wrong)


def test_sealing_refuses_an_empty_passphrase_and_bad_chance() -> None:
    with refused("signing.empty_passphrase"):
        seal_key(PrivateKey(SEED), b"", SALT, NONCE)
    for salt, nonce, work in ((b"", NONCE, 14), (SALT, b"", 14), (SALT, NONCE, 13), (SALT, NONCE, 21)):
        with pytest.raises(ClearwayBug):
            seal_key(PrivateKey(SEED), b"x", salt, nonce, work)


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_a_key_file_with_any_bit_flipped_never_opens_to_another_key(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << (bit % 8)
    try:
        fields = json.loads(bytes(changed))
        if fields.get("work", 14) not in (14, 15):
            return  # a dear cost would only make the test slow
    except ValueError:
        pass
    # A flip may touch the mere spelling of the file: its last newline, or bits that base64 does not use.
    with suppress(Refused):
        assert open_key(bytes(changed), b"a good phrase") == PrivateKey(SEED)


@pytest.mark.parametrize(
    "change",
    [
        {"clearway_key": 2},
        {"kdf": "none"},
        {"work": 40},
        {"work": "14"},
        {"work": True},
        {"salt": ""},
        {"salt": 5},
        {"nonce": "%%"},
        {"sealed": "é"},
        {"more": 1},
    ],
)
def test_other_key_files_are_refused(change: dict[str, object]) -> None:
    with refused("signing.key_file_unreadable"):
        open_key(json.dumps(json.loads(SEALED) | change).encode(), b"a good phrase")


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"\xff", b"{}", b"[" * 3000, b" " * 5000])
def test_what_is_no_key_file_is_refused(data: bytes) -> None:
    with refused("signing.key_file_unreadable"):
        open_key(data, b"x")
    with refused("signing.key_file_unreadable"):
        public_key_of(data)


@pytest.mark.parametrize("seed", [SEED, SEED[:-1]])
def test_a_key_file_that_holds_another_key_than_it_says_is_refused(seed: bytes) -> None:
    liar = cast("PrivateKey", SimpleNamespace(seed=seed, public=PrivateKey(bytes(32)).public))
    with refused("signing.key_file_unreadable"):
        open_key(seal_key(liar, b"a good phrase", SALT, NONCE, work=14), b"a good phrase")


def test_a_key_file_whose_public_half_was_changed_is_refused() -> None:
    fields = json.loads(SEALED)
    other = json.loads(seal_key(PrivateKey(bytes(32)), b"a good phrase", SALT, NONCE, work=14))
    with refused("signing.wrong_passphrase"):
        open_key(json.dumps(fields | {"public": other["public"]}).encode(), b"a good phrase")
