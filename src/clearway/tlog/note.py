"""Signed notes: a text, an empty line, and one line a signature (https://c2sp.org/signed-note).

A note is for machines and operators. Its text must not be used before a known key's signature was verified, so the
one way to read it is ``open_note``. Lines by unknown keys are left alone: keys can change and witnesses can be added
without asking every reader. A wrong line by a *known* key refuses the whole note.

Two of the assigned signature types are known here: Ed25519 over the text (0x01), by which a log signs, and
cosignature/v1 (0x04, https://c2sp.org/tlog-cosignature), by which a witness adds the time at which it saw the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import cached_property, lru_cache

from clearway.problems import ClearwayBug, refuse
from clearway.signing import SIGNATURE_SIZE, PrivateKey, PublicKey
from clearway.tlog.spelling import find_base64, write_base64

MOST_SIGNATURES = 100
"""How many signature lines a note may have (the specification asks for at least 16)."""

MOST_BYTES = 1_000_000

_REMEMBERED = 8192
"""How many notes are kept as they were read, in a process."""

_DASH = "\u2014 "
_KEY_ID_SIZE = 4
_TIME_SIZE = 8
_LAST_SECOND = 253_402_300_799  # the end of the year 9999, the last that datetime can hold


class SignatureType(IntEnum):
    """What a signature line signs, by the identifier bytes of the specification."""

    ED25519 = 0x01
    COSIGNATURE_V1 = 0x04


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name that stands on its signature lines, and the one type of line it is good for.

    Refused: ``log.bad_key_name`` for a name that is empty or holds a space, a control character or a plus sign.
    """

    name: str
    type: SignatureType
    key: PublicKey

    def __post_init__(self) -> None:
        if not _is_name(self.name):
            refuse("log.bad_key_name", name=ascii(self.name))

    @cached_property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, find the key of a line. They are an address, no proof of anything."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed_key).digest()[:_KEY_ID_SIZE]

    @property
    def text(self) -> str:
        """The key as one word, as trust files and other people's tools write it (a "vkey")."""
        return f"{self.name}+{self.key_id.hex()}+{write_base64(self._typed_key)}"

    @property
    def _typed_key(self) -> bytes:
        return bytes([self.type]) + self.key.raw


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A private key with the name and type of line that it signs."""

    name: str
    type: SignatureType
    private: PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """The public half, to be given to others."""
        return VerifierKey(self.name, self.type, self.private.public)

    def sign(self, text: str, at: datetime | None = None) -> Signature:
        """Sign a note's text. A cosignature needs ``at``, the time to state; an Ed25519 line has none."""
        if (at is None) is not (self.type is SignatureType.ED25519):
            raise ClearwayBug("a cosignature states a time, a plain signature does not")
        seconds = None if at is None else _seconds(at)
        signed = self.private.sign(_message(text, seconds))
        stamp = b"" if seconds is None else seconds.to_bytes(_TIME_SIZE, "big")
        return Signature(self.name, self.verifier.key_id, stamp + signed)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line as it stands, verified or not: who is said to have signed, and the bytes."""

    name: str
    key_id: bytes
    data: bytes

    @property
    def line(self) -> str:
        """The line with its newline."""
        return f"{_DASH}{self.name} {write_base64(self.key_id + self.data)}\n"


@dataclass(frozen=True, slots=True)
class Signed:
    """A verified line: this key signed the text, and, if it is a cosignature, at this time by its own clock."""

    key: VerifierKey
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note whose text is proved: ``signed`` holds every line by a known key, in the order of the note."""

    text: str
    signed: tuple[Signed, ...]

    def by(self, key: VerifierKey) -> tuple[Signed, ...]:
        """The lines of one key."""
        return tuple(each for each in self.signed if each.key == key)


@lru_cache(maxsize=256)
def parse_vkey(text: str) -> VerifierKey:
    """Read a verifier key from its one word. Refused: ``log.bad_vkey``, ``log.vkey_type_unknown``."""
    name, first_plus, rest = text.partition("+")
    hexid, second_plus, encoded = rest.partition("+")
    typed_key = find_base64(encoded)
    if not first_plus or not second_plus or not typed_key or not _is_name(name):
        refuse("log.bad_vkey")
    if typed_key[0] not in tuple(SignatureType):
        refuse("log.vkey_type_unknown", type=typed_key[0])
    key = VerifierKey(name, SignatureType(typed_key[0]), PublicKey(typed_key[1:]))
    if key.key_id.hex() != hexid:
        refuse("log.bad_vkey")
    return key


def sign_note(text: str, *signatures: Signature) -> bytes:
    """Write a note from its text, which ends in a newline, and at least one line. Refused: ``log.note_malformed``."""
    note = (text + "\n" + "".join(each.line for each in signatures)).encode()
    if split_note(note) != (text, signatures):
        refuse("log.note_malformed")
    return note


def add_signatures(note: bytes, *signatures: Signature) -> bytes:
    """The same note with more lines at its end; a line that it has already is not repeated.

    Refused: ``log.note_malformed``, also when the lines become too many.
    """
    text, present = split_note(note)
    new = [each for each in dict.fromkeys(signatures) if each not in present]
    return sign_note(text, *present, *new)


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> Note:
    """Return the text only if a known key signed it and no known key's line is wrong.

    Refused: ``log.note_malformed``; ``log.signature_wrong`` (the text was changed, or another key signed);
    ``log.not_signed`` (no line by any of ``keys``).
    """
    return _open(note, tuple(dict.fromkeys(keys)))


@lru_cache(maxsize=_REMEMBERED)
def _open(note: bytes, keys: tuple[VerifierKey, ...]) -> Note:
    """The same. An office looks at the checkpoints of its logs at every step; each is verified once a process."""
    text, signatures = split_note(note)
    known: dict[tuple[str, bytes], list[VerifierKey]] = {}
    for key in keys:
        known.setdefault((key.name, key.key_id), []).append(key)
    signed: list[Signed] = []
    for signature in signatures:
        candidates = known.get((signature.name, signature.key_id))
        if candidates:
            signed.append(_verified(text, signature, candidates))
    if not signed:
        refuse("log.not_signed")
    return Note(text, tuple(signed))


@lru_cache(maxsize=_REMEMBERED)
def split_note(note: bytes) -> tuple[str, tuple[Signature, ...]]:
    """Take a note apart without verifying anything: for storing and passing on, never for believing.

    Refused: ``log.note_malformed``.
    """
    if len(note) > MOST_BYTES:
        refuse("log.note_malformed")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        refuse("log.note_malformed")
    if any(char < " " and char != "\n" for char in whole):
        refuse("log.note_malformed")
    cut = whole.rfind("\n\n")
    if cut < 0 or not whole.endswith("\n"):
        refuse("log.note_malformed")
    lines = whole[cut + 2 : -1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        refuse("log.note_malformed")
    return whole[: cut + 1], tuple(_parse_line(line) for line in lines)


def _parse_line(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    data = find_base64(encoded)
    if not line.startswith(_DASH) or not space or not _is_name(name) or data is None or len(data) <= _KEY_ID_SIZE:
        refuse("log.note_malformed")
    return Signature(name, data[:_KEY_ID_SIZE], data[_KEY_ID_SIZE:])


def _verified(text: str, signature: Signature, candidates: Sequence[VerifierKey]) -> Signed:
    for key in candidates:
        stamp, signed = signature.data[:-SIGNATURE_SIZE], signature.data[-SIGNATURE_SIZE:]
        timed = key.type is SignatureType.COSIGNATURE_V1
        if len(stamp) != (_TIME_SIZE if timed else 0):
            continue
        seconds = int.from_bytes(stamp, "big") if timed else None
        if key.key.verify(signed, _message(text, seconds)):
            return Signed(key, None if seconds is None else _instant(seconds, key.name))
    return refuse("log.signature_wrong", name=signature.name)


def _message(text: str, seconds: int | None) -> bytes:
    header = "" if seconds is None else f"cosignature/v1\ntime {seconds}\n"
    return (header + text).encode()


def _seconds(at: datetime) -> int:
    if at.tzinfo is None or at.microsecond or at.year < 1970:
        raise ClearwayBug("an instant is in UTC and whole seconds, from 1970 on")
    return int(at.timestamp())


def _instant(seconds: int, name: str) -> datetime:
    if seconds > _LAST_SECOND:
        refuse("log.time_out_of_range", name=name)
    return datetime.fromtimestamp(seconds, UTC)


def _is_name(name: str) -> bool:
    return bool(name) and not any(char.isspace() or char == "+" or char < " " for char in name)
