"""Logs to test stores with: small leaves, and checkpoints that their log and a witness signed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from clearway.ledger.contract import Addition, Batch, Ledger, Offer, Place
from clearway.signing import PrivateKey
from clearway.tlog.checkpoint import Checkpoint, cosign, sign_checkpoint
from clearway.tlog.merkle import leaf_hash, root_of
from clearway.tlog.note import NoteSigner, SignatureType

CITY = "crisis.city.example/public"
MINES = "mines.centre.example/public"
SEEN_AT = datetime(2016, 11, 17, 13, 6, tzinfo=UTC)


@cache
def key(name: str) -> PrivateKey:
    return PrivateKey.generate(hashlib.sha256(name.encode()).digest())


@cache
def log_signer(origin: str) -> NoteSigner:
    return NoteSigner(origin, SignatureType.ED25519, key(origin))


WITNESS = NoteSigner("witness.example", SignatureType.COSIGNATURE_V1, key("witness.example"))


def leaf(number: int, origin: str = CITY, blob: str | None = None, text: str = "") -> bytes:
    """A leaf of the right form with a record of no kind: stores keep bytes and judge nothing."""
    record: dict[str, object] = {"body": {"number": number, "text": text}, "origin": origin}
    if blob is not None:
        record["evidence"] = [{"blob": blob, "type": "file"}]
    sig = base64.b64encode(hashlib.sha512(str(number).encode()).digest()).decode()
    return json.dumps({"record": record, "sig": sig}, sort_keys=True, separators=(",", ":")).encode()


def leaves(*numbers: int, origin: str = CITY) -> tuple[bytes, ...]:
    return tuple(leaf(number, origin) for number in numbers)


def record_id(one: bytes) -> str:
    record = json.dumps(json.loads(one)["record"], sort_keys=True, separators=(",", ":")).encode()
    return "sha256:" + hashlib.sha256(record).hexdigest()


def blob_id(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


@cache
def note(origin: str, size: int, root: bytes, at: datetime = SEEN_AT) -> bytes:
    return cosign(sign_checkpoint(Checkpoint(origin, size, root), log_signer(origin)), WITNESS, at)


def note_over(whole: Sequence[bytes], origin: str = CITY, at: datetime = SEEN_AT) -> bytes:
    """The checkpoint of the log that holds exactly these leaves."""
    return note(origin, len(whole), root_of(leaf_hash(each) for each in whole), at)


def offer(whole: Sequence[bytes], start: int = 0, origin: str = CITY, also: Sequence[int] = ()) -> Offer:
    """A log as its source shows it: its newest checkpoint, older ones of the sizes ``also``, leaves from ``start``."""
    notes = [note_over(whole[:size], origin) for size in (*also, len(whole))]
    return Offer(origin, start, tuple(whole[start:]), tuple(notes))


def planned(ledger: Ledger, new: Sequence[bytes], origin: str = CITY, at: datetime = SEEN_AT) -> Addition:
    plan = ledger.plan(origin, new)
    return plan.addition(note(origin, plan.size, plan.root, at))


def append(ledger: Ledger, *new: bytes, origin: str = CITY, blobs: Sequence[bytes] = ()) -> tuple[Place, ...]:
    return ledger.append(Batch((planned(ledger, new, origin),), tuple(blobs)))


@dataclass(frozen=True)
class Picture:
    """Everything that a ledger says, to compare two of them."""

    frontier: object
    entries: tuple[object, ...]
    blobs: tuple[tuple[str, bytes | None], ...]


def picture(ledger: Ledger) -> Picture:
    blobs = tuple((each, ledger.blob(each)) for each in ledger.blob_ids())
    return Picture(ledger.frontier(), tuple(ledger.entries()), blobs)
