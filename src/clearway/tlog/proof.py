"""Proof that one leaf stands in a log, as one small text to hand over and check offline.

The format is https://c2sp.org/tlog-proof: the index, the inclusion proof, and the signed and cosigned checkpoint.
Who checks it needs the leaf's bytes, the log's key and the keys of witnesses, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.problems import ClearwayBug, refuse
from clearway.tlog.checkpoint import SignedCheckpoint, open_checkpoint, parse_checkpoint
from clearway.tlog.merkle import HASH_SIZE, HashReader, inclusion_proof, leaf_hash, verify_inclusion
from clearway.tlog.note import VerifierKey, split_note
from clearway.tlog.spelling import LARGEST, find_base64, find_decimal, write_base64

_HEADER = "c2sp.org/tlog-proof@v1"
_MOST_HASHES = 63
_MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class LogProof:
    """A proof as it stands in its text, not yet verified.

    ``index`` counts leaves from 0; ``hashes`` lead from the leaf's sibling to the root's child; ``checkpoint`` is a
    signed note's exact bytes. ``extra`` is for the application and is *not* protected by the proof.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def build_proof(index: int, checkpoint: bytes, read: HashReader, extra: bytes | None = None) -> LogProof:
    """Prove the leaf at ``index`` under a checkpoint (a signed note), from a reader of the log's tree.

    Refused: ``log.no_such_entry`` beyond the checkpoint's size, ``log.note_malformed``, ``log.checkpoint_malformed``.
    """
    text, _ = split_note(checkpoint)
    return LogProof(index, inclusion_proof(index, parse_checkpoint(text).size, read), checkpoint, extra)


def write_proof(proof: LogProof) -> bytes:
    """Write the text of a proof (files of it end in ``.tlog-proof``)."""
    if not 0 <= proof.index <= LARGEST or proof.extra == b"" or any(len(each) != HASH_SIZE for each in proof.hashes):
        raise ClearwayBug("this is not a proof that can be written")
    extra = [] if proof.extra is None else [f"extra {write_base64(proof.extra)}"]
    lines = [_HEADER, *extra, f"index {proof.index}", *map(write_base64, proof.hashes), ""]
    return "".join(f"{line}\n" for line in lines).encode("ascii") + proof.checkpoint


def parse_proof(data: bytes) -> LogProof:
    """Read the text of a proof without believing it. Refused: ``log.proof_malformed``."""
    head, gap, checkpoint = data.partition(b"\n\n")
    if len(data) > _MOST_BYTES or not gap or not head.isascii():
        refuse("log.proof_malformed")
    header, *lines = head.decode("ascii").split("\n")
    if header != _HEADER:
        refuse("log.proof_malformed")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = find_base64(lines.pop(0).removeprefix("extra "))
        if not extra:
            refuse("log.proof_malformed")
    if not lines or not lines[0].startswith("index ") or len(lines) > _MOST_HASHES + 1:
        refuse("log.proof_malformed")
    index = find_decimal(lines[0].removeprefix("index "))
    if index is None:
        refuse("log.proof_malformed")
    return LogProof(index, tuple(_parse_hash(line) for line in lines[1:]), checkpoint, extra)


def verify_proof(
    proof: LogProof, leaf: bytes, log: VerifierKey, witnesses: Sequence[VerifierKey] = (), least: int = 0
) -> SignedCheckpoint:
    """Return the checkpoint only if the log signed it, ``least`` different witnesses cosigned it, and it has the leaf.

    Witnesses are counted by their keys: one key under two names is one witness. Times are returned for the caller
    to judge. Refused: as ``open_checkpoint``; ``log.too_few_witnesses``; ``log.not_included``.
    """
    signed = open_checkpoint(proof.checkpoint, log, witnesses)
    found = len({each.key.key.raw for each in signed.cosigned})
    if found < least:
        refuse("log.too_few_witnesses", found=found, least=least)
    checkpoint = signed.checkpoint
    verify_inclusion(proof.index, checkpoint.size, leaf_hash(leaf), proof.hashes, checkpoint.root)
    return signed


def _parse_hash(line: str) -> bytes:
    value = find_base64(line)
    if value is None or len(value) != HASH_SIZE:
        refuse("log.proof_malformed")
    return value
