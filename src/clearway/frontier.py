"""What is at hand: log entries, and how far each log is known. Values only.

The projection is a function of these and the trust file. An entry is a leaf as stored; a frontier says, for each
log, up to which size and root it was verified, with which cosigned checkpoints, and which blobs were missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf at its place: ``origin`` names the log, ``index`` counts from 0, ``leaf`` is the exact bytes.

    ``branch`` is 0 for the log as first seen; a fork's other branches are numbered from 1 and hold only the
    entries after the last size proved common.
    """

    origin: str
    index: int
    leaf: bytes
    branch: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """One side of a log: its size, RFC 6962 root and cosigned checkpoints (signed notes, exact bytes)."""

    number: int
    size: int
    root: bytes
    checkpoints: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class LogFrontier:
    """How far one log is known.

    ``common`` is None for a sound log; for a forked one it is the last size proved common to all branches.
    ``refused`` holds the code of a refusal that stands (for instance ``log.shorter_than_seen``): what was
    accepted before still counts, and every answer in the log's remit is doubtful.
    """

    origin: str
    size: int
    root: bytes
    checkpoints: tuple[bytes, ...] = ()
    missing: frozenset[str] = frozenset()
    common: int | None = None
    branches: tuple[Branch, ...] = ()
    refused: str | None = None

    @property
    def forked(self) -> bool:
        """True when two roots were seen for one origin."""
        return self.common is not None


@dataclass(frozen=True, slots=True)
class Frontier:
    """The frontier of an office: one ``LogFrontier`` a log."""

    logs: Mapping[str, LogFrontier] = field(default_factory=lambda: MappingProxyType({}))

    @staticmethod
    def of(logs: Iterable[LogFrontier]) -> Frontier:
        """Build from log frontiers, in any order."""
        return Frontier(MappingProxyType({log.origin: log for log in sorted(logs, key=lambda log: log.origin)}))
