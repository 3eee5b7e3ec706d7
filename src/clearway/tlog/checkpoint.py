"""Checkpoints: a log's size and root as a signed note (https://c2sp.org/tlog-checkpoint), and their cosignatures.

A checkpoint fixes every leaf of its log up to its size. It has no time of its own: when it was seen stands in the
cosignatures of witnesses (https://c2sp.org/tlog-cosignature). A witness cosigns only what it has verified to
continue all that it cosigned before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clearway.problems import ClearwayBug, refuse
from clearway.tlog.merkle import HASH_SIZE
from clearway.tlog.note import NoteSigner, Signed, VerifierKey, add_signatures, open_note, sign_note, split_note
from clearway.tlog.spelling import find_base64, find_decimal, write_base64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: ``origin`` names it, ``size`` counts its leaves, ``root`` is its 32-byte tree root.

    ``extensions`` are further lines of other people's logs; we never write any.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A verified checkpoint: the log signed it, and ``cosigned`` are the lines of known witnesses, with times."""

    checkpoint: Checkpoint
    cosigned: tuple[Signed, ...]

    def cosigned_at(self, witness: VerifierKey) -> datetime | None:
        """When this witness says it saw the checkpoint: the earliest, if it says so more than once."""
        return min((each.at for each in self.cosigned if each.key == witness and each.at), default=None)


def write_checkpoint(checkpoint: Checkpoint) -> str:
    """Write the text that is signed. Refused: ``log.checkpoint_malformed`` if nobody could read it back."""
    lines = (checkpoint.origin, str(checkpoint.size), write_base64(checkpoint.root), *checkpoint.extensions)
    text = "".join(f"{line}\n" for line in lines)
    if parse_checkpoint(text) != checkpoint:
        refuse("log.checkpoint_malformed")
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's text, which must come from a verified note. Refused: ``log.checkpoint_malformed``."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        refuse("log.checkpoint_malformed")
    origin, size_text, root_text, *extensions = lines
    size, root = find_decimal(size_text), find_base64(root_text)
    if size is None or root is None or len(root) != HASH_SIZE:
        refuse("log.checkpoint_malformed")
    return Checkpoint(origin, size, root, tuple(extensions))


def sign_checkpoint(checkpoint: Checkpoint, log: NoteSigner) -> bytes:
    """Sign a checkpoint as its log. A log must never sign two that are not proved consistent with each other."""
    if log.name != checkpoint.origin:
        raise ClearwayBug(f"the key of {log.name} must not sign for {checkpoint.origin}")
    text = write_checkpoint(checkpoint)
    return sign_note(text, log.sign(text))


def open_checkpoint(note: bytes, log: VerifierKey, witnesses: Iterable[VerifierKey] = ()) -> SignedCheckpoint:
    """Return a checkpoint only if its log signed it; ``log.name`` is the origin it must have.

    Refused: as ``open_note``; ``log.not_signed`` also when only witnesses signed; ``log.checkpoint_malformed``;
    ``log.other_origin``.
    """
    opened = open_note(note, (log, *witnesses))
    if not opened.by(log):
        refuse("log.not_signed")
    checkpoint = parse_checkpoint(opened.text)
    if checkpoint.origin != log.name:
        refuse("log.other_origin", origin=log.name, found=checkpoint.origin)
    return SignedCheckpoint(checkpoint, tuple(each for each in opened.signed if each.at is not None))


def cosign(note: bytes, cosigner: NoteSigner, at: datetime) -> bytes:
    """Add a cosignature that states ``at`` (UTC, whole seconds).

    The caller must have verified the log's signature, and that the checkpoint continues the largest one which this
    cosigner has cosigned for this origin. Refused: ``log.note_malformed``, ``log.checkpoint_malformed``.
    """
    text, _ = split_note(note)
    parse_checkpoint(text)
    return add_signatures(note, cosigner.sign(text, at))


def cosigned_at(note: bytes, witness: VerifierKey) -> datetime | None:
    """When this witness says it saw the checkpoint (the earliest, if more than once); None without a line by it.

    Refused: ``log.note_malformed``; ``log.signature_wrong`` if a line is said to be by this witness and is not.
    """
    _, signatures = split_note(note)
    if not any((each.name, each.key_id) == (witness.name, witness.key_id) for each in signatures):
        return None
    return min((each.at for each in open_note(note, (witness,)).signed if each.at), default=None)
