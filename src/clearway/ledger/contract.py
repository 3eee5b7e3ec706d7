"""What every store of logs promises, and the values that go in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from clearway.frontier import Entry, Frontier, LogFrontier
from clearway.ledger.shelf import Shelf
from clearway.problems import Problem

__all__ = ["Addition", "Adoption", "Batch", "Ledger", "Offer", "Outcome", "Place", "Plan"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf stands: the log's origin and the index, counted from 0, on branch 0."""

    origin: str
    index: int


@dataclass(frozen=True, slots=True)
class Addition:
    """New leaves for one log, and the cosigned checkpoint over the log with them.

    ``expected_size`` is the size of the log when the checkpoint was prepared. ``checkpoint`` is a signed note, exact
    bytes. ``leaves`` may be empty: a fresh checkpoint over the log as it is, to show that it is still looked after.
    """

    origin: str
    expected_size: int
    leaves: tuple[bytes, ...]
    checkpoint: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """What a checkpoint must state so that ``leaves`` can be appended: the new ``size`` and RFC 6962 ``root``.

    ``places`` says where each leaf will stand, in the order given; a leaf that the log already holds keeps its place
    and does not make the log grow.
    """

    origin: str
    expected_size: int
    leaves: tuple[bytes, ...]
    size: int
    root: bytes
    places: tuple[Place, ...]

    def addition(self, checkpoint: bytes) -> Addition:
        """The addition to append, once ``checkpoint`` (a signed note over ``size`` and ``root``) is made."""
        return Addition(self.origin, self.expected_size, self.leaves, checkpoint)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one append writes together: at most one addition a log, and blobs that the leaves name."""

    additions: tuple[Addition, ...]
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A log as some source shows it. The signatures of ``checkpoints`` were verified by whoever makes the offer.

    ``leaves`` are the entries from index ``start`` on; what comes before is taken from the ledger. The newest of
    ``checkpoints`` (signed notes, exact bytes, at least one) states how long the source says the log is; the others
    are older ones of the same log. ``leaves`` may be empty if the ledger holds that many already.
    """

    origin: str
    start: int
    leaves: tuple[bytes, ...]
    checkpoints: tuple[bytes, ...]


class Outcome(StrEnum):
    """What became of an offer."""

    EXTENDED = "extended"
    UNCHANGED = "unchanged"
    SHORTER = "shorter"
    FORKED = "forked"


@dataclass(frozen=True, slots=True)
class Adoption:
    """What an offer changed.

    ``entries`` are those newly kept. ``outcome`` says how the offered log stands to what was seen: ``EXTENDED`` and
    ``UNCHANGED`` continue it (on ``branch``); ``SHORTER`` is refused, the log stays marked ``log.shorter_than_seen``
    until a source shows it in full again; ``FORKED`` means two roots at one origin: both branches are kept and the
    caller MUST raise an alarm.
    """

    outcome: Outcome
    branch: int
    entries: tuple[Entry, ...] = ()


class Ledger(Protocol):
    """A store of logs, cosigned checkpoints and blobs. Nothing in it is ever altered or removed.

    **Append.** Every store MUST keep these sentences; one suite of tests holds all stores to them.

    1. What was appended MUST be durable when ``append`` returns: a crash or a power cut one instant later loses
       nothing of it. The same holds for ``adopt``, ``keep_checkpoints``, ``mark_refused`` and ``put_blob``.
    2. A batch MUST be written wholly or not at all: all additions to all its logs, all checkpoints, all blobs. After
       a refusal or a crash no reader may see a part of it.
    3. The same leaf appended twice MUST get the same place, and MUST not make the log grow. A caller that does not
       know whether a batch was written may append the same batch again.
    4. New leaves MUST be refused (``log.moved_on``) when the log's size is not the ``expected_size`` of the addition.
    5. A checkpoint MUST be refused (``log.checkpoint_does_not_fit``) unless it states the log's origin and the size
       and root of exactly the leaves that the log holds with the addition.
    6. Leaves MUST come back byte for byte, in their order; indexes MUST start at 0 and have no gaps.
    7. Every checkpoint ever accepted MUST be kept, of own and of foreign logs, also several of one size.
    8. Nothing MUST be returned as an entry, a checkpoint or a blob that does not match its hash: that is refused
       (``ledger.damaged``, ``ledger.blob_damaged``), naming what is damaged. An absent blob is None, never empty.

    A store that cannot write refuses with ``ledger.read_only``, ``ledger.disk_full``, ``ledger.locked`` or
    ``ledger.unwritable`` and has then changed nothing.
    """

    def origins(self) -> tuple[str, ...]:
        """The origins of all logs held, sorted."""
        ...

    def head(self, origin: str, since: int = 0) -> LogFrontier:
        """How far one log is known; ``checkpoints`` holds those of size ``since`` or more, smallest first.

        A log that was never seen has size 0 and no checkpoints. Of a forked log the fields speak of branch 0, and
        ``branches`` lists the others from 1; one of which only checkpoints were seen comes last, without entries.
        """
        ...

    def frontier(self) -> Frontier:
        """How far every log is known."""
        ...

    def entries(self, origin: str | None = None, start: int = 0) -> Iterator[Entry]:
        """All entries from index ``start`` on, of one log or of all; after branch 0 the other branches of a fork.

        A branch from 1 on holds the entries after its last one in common with branch 0. Each leaf is checked against
        its hash before it is given out, and all of a branch against its checkpointed root at its end: only an
        iteration that ended without a refusal has proved what it gave.
        """
        ...

    def root(self, origin: str, size: int) -> bytes:
        """RFC 6962 root of the first ``size`` entries of branch 0. Refused: ``log.no_such_tree`` beyond its end."""
        ...

    def leaf_hashes(self, origin: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """RFC 6962 leaf hashes of branch 0 from ``start`` up to ``end``, for proofs and tiles."""
        ...

    def find(self, record_id: str) -> Entry | None:
        """The entry that holds the record with this id, or None.

        A record copied into several logs is found in the log that the record itself names.
        """
        ...

    def blob(self, blob_id: str) -> bytes | None:
        """The blob with this id ("sha256:" and 64 hexadecimal digits), or None if it is not at hand."""
        ...

    def blob_ids(self) -> Iterator[str]:
        """Ids of all blobs at hand, sorted."""
        ...

    def put_blob(self, data: bytes) -> str:
        """Keep a blob and return its id. The same bytes twice are kept once."""
        ...

    def plan(self, origin: str, leaves: Sequence[bytes]) -> Plan:
        """What a checkpoint over the log with ``leaves`` must state. Writes nothing and locks nothing."""
        ...

    def append(self, batch: Batch) -> tuple[Place, ...]:
        """Append to one's own logs; the places of all leaves, addition by addition. See the class for what MUST hold.

        Refused: ``log.moved_on`` (plan again), ``log.checkpoint_does_not_fit``, ``ledger.leaf_too_large``, and what a
        store that cannot write refuses.
        """
        ...

    def adopt(self, offer: Offer) -> Adoption:
        """Keep what sync verified of a log. The roots are computed here again, from the leaves.

        Refused, with nothing kept: ``log.checkpoint_does_not_fit`` (the leaves do not make the stated root; a source
        that left out entries which the ledger holds should be asked for the log from entry 0, which then shows a
        fork) and ``log.leaves_missing`` (the checkpoint speaks of more entries than are at hand).
        """
        ...

    def keep_checkpoints(self, origin: str, checkpoints: Sequence[bytes]) -> Adoption:
        """Keep cosigned checkpoints that were learned without the log: from a witness, or in another office's receipt.

        They may be of any size that the ledger holds. One with another root is the proof of a fork (``FORKED``):
        until its leaves are adopted nothing is proved common, so the log's ``common`` size is 0.
        Refused: ``log.leaves_missing`` for a size that cannot be compared yet.
        """
        ...

    def mark_refused(self, origin: str, code: str | None) -> None:
        """Note that what a source offers of this log is refused, by the code of the refusal, or (None) no longer.

        The next offer that continues the log to its full size takes the mark away by itself.
        """
        ...

    def shelf(self) -> AbstractContextManager[Shelf]:
        """The stored rows as they are, unverified, as of one moment: for ``fsck`` and ``backup``."""
        ...

    def check_store(self) -> Iterator[Problem]:
        """What is wrong with the store beyond what its rows say: files, indexes, rows that were lost."""
        ...

    def close(self) -> None:
        """Let go of files and locks. Nothing waits to be written."""
        ...
