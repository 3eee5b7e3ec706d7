"""Keys and signatures: Ed25519 (RFC 8032), and private keys sealed under a passphrase. The only door to cryptography.

Chance comes in as an argument, so that everything else can be tested; the desk draws it from the system. A private
key never appears in a ``repr``, in a message or in a log.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from clearway.problems import ClearwayBug, refuse

KEY_SIZE = 32
SIGNATURE_SIZE = 64
SALT_SIZE = 16
NONCE_SIZE = 12

WORK = 17
"""Scrypt's cost as a power of two (N = 2**17, r = 8, p = 1: 128 MiB, about half a second; RFC 7914, OWASP 2023)."""

_LEAST_WORK, _MOST_WORK = 14, 20
_BLOCK_SIZE, _PARALLEL = 8, 1
_FILE_FIELDS = frozenset({"clearway_key", "kdf", "work", "salt", "cipher", "nonce", "public", "sealed"})
_STORE = b"clearway-sealed-store/1\n"
_LARGEST_KEY_FILE = 4096

# Points of small order, and other encodings of them: a signature under such a "key" can be made by anybody. The
# top bit is the sign of x and is masked off before comparing. Table as in libsodium's has_small_order.
_SMALL_ORDER = frozenset(
    bytes.fromhex(text)
    for text in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key: 32 bytes as RFC 8032 encodes them.

    Refused: ``signing.bad_public_key`` if it is not 32 bytes, or is one under which anybody could sign.
    """

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_SIZE or self.raw[:-1] + bytes([self.raw[-1] & 0x7F]) in _SMALL_ORDER:
            refuse("signing.bad_public_key")

    @property
    def id(self) -> str:
        """The key's name in records: ``sha256:`` and the hash of its 32 bytes."""
        return "sha256:" + hashlib.sha256(self.raw).hexdigest()

    def verify(self, signature: bytes, message: bytes) -> bool:
        """True if this key signed exactly these bytes. Never raises, whatever the signature's bytes are."""
        try:
            _loaded(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """An Ed25519 private key, held by one person (or by a log or a witness for its notes)."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != KEY_SIZE:
            raise ClearwayBug(f"a private key is {KEY_SIZE} bytes, not {len(self.seed)}")

    @staticmethod
    def generate(seed: bytes | None = None) -> PrivateKey:
        """Make a key from 32 bytes of chance; without them they are drawn from the operating system."""
        return PrivateKey(Ed25519PrivateKey.generate().private_bytes_raw() if seed is None else seed)

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Sign these bytes: 64 bytes, the same each time."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


@lru_cache(maxsize=4096)
def _loaded(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def seal_key(private: PrivateKey, passphrase: bytes, salt: bytes, nonce: bytes, work: int = WORK) -> bytes:
    """Seal a private key under a passphrase, as one line of JSON for a key file.

    ``salt`` is 16 and ``nonce`` 12 bytes of fresh chance; ``passphrase`` is normalised by the caller (Unicode NFC,
    UTF-8) so that two keyboards give the same bytes. ``work`` is scrypt's cost as a power of two, 14 to 20.
    Refused: ``signing.empty_passphrase``.
    """
    if not passphrase:
        refuse("signing.empty_passphrase")
    if len(salt) != SALT_SIZE or len(nonce) != NONCE_SIZE or not _LEAST_WORK <= work <= _MOST_WORK:
        raise ClearwayBug("a key is sealed with a salt of 16 bytes, a nonce of 12, and work from 14 to 20")
    header: dict[str, Any] = {
        "clearway_key": 1,
        "kdf": "scrypt",
        "work": work,
        "salt": _base64(salt),
        "cipher": "chacha20-poly1305",
        "nonce": _base64(nonce),
        "public": _base64(private.public.raw),
    }
    cipher = ChaCha20Poly1305(_stretched(passphrase, salt, work))
    sealed = cipher.encrypt(nonce, private.seed, _json(header))
    return _json(header | {"sealed": _base64(sealed)}) + b"\n"


def open_key(data: bytes, passphrase: bytes) -> PrivateKey:
    """Open a key file. Refused: ``signing.key_file_unreadable``; ``signing.wrong_passphrase`` if nothing opens it.

    A changed file and a wrong passphrase cannot be told apart, and the sentence says so.
    """
    fields = _read_key_file(data)
    header = {name: value for name, value in fields.items() if name != "sealed"}
    salt, nonce, sealed = (_unbase64(fields[name]) for name in ("salt", "nonce", "sealed"))
    if len(salt) != SALT_SIZE or len(nonce) != NONCE_SIZE:
        refuse("signing.key_file_unreadable")
    try:
        seed = ChaCha20Poly1305(_stretched(passphrase, salt, fields["work"])).decrypt(nonce, sealed, _json(header))
    except InvalidTag:
        refuse("signing.wrong_passphrase")
    if len(seed) != KEY_SIZE or PrivateKey(seed).public.raw != _unbase64(fields["public"]):
        refuse("signing.key_file_unreadable")
    return PrivateKey(seed)


def seal_bytes(private: PrivateKey, data: bytes, nonce: bytes) -> bytes:
    """Bytes that only this key opens again, for what stands in no log. ``nonce`` is 12 bytes of fresh chance."""
    if len(nonce) != NONCE_SIZE:
        raise ClearwayBug("bytes are sealed with a nonce of 12")
    return nonce + ChaCha20Poly1305(_store_key(private)).encrypt(nonce, data, _STORE)


def open_bytes(private: PrivateKey, sealed: bytes) -> bytes:
    """The bytes that ``seal_bytes`` sealed. Refused: ``signing.sealed_unreadable`` if they were changed."""
    try:
        return ChaCha20Poly1305(_store_key(private)).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], _STORE)
    except (InvalidTag, ValueError):
        refuse("signing.sealed_unreadable")


def _store_key(private: PrivateKey) -> bytes:
    return hashlib.sha256(_STORE + private.seed).digest()


def public_key_of(data: bytes) -> PublicKey:
    """The public half that a key file states, without its passphrase: to show a person which key a file is.

    Nothing vouches for it until the file is opened. Refused: ``signing.key_file_unreadable``.
    """
    return PublicKey(_unbase64(_read_key_file(data)["public"]))


def _read_key_file(data: bytes) -> dict[str, Any]:
    if len(data) > _LARGEST_KEY_FILE:
        refuse("signing.key_file_unreadable")
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        refuse("signing.key_file_unreadable")
    if not isinstance(fields, dict) or fields.keys() != _FILE_FIELDS:
        refuse("signing.key_file_unreadable")
    known = (fields["clearway_key"], fields["kdf"], fields["cipher"]) == (1, "scrypt", "chacha20-poly1305")
    work = fields["work"]
    if not known or type(work) is not int or not _LEAST_WORK <= work <= _MOST_WORK:
        refuse("signing.key_file_unreadable")
    return fields


def _stretched(passphrase: bytes, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=salt, length=KEY_SIZE, n=1 << work, r=_BLOCK_SIZE, p=_PARALLEL).derive(passphrase)


def _json(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: object) -> bytes:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else refuse("signing.key_file_unreadable")
    except (binascii.Error, ValueError):
        refuse("signing.key_file_unreadable")
