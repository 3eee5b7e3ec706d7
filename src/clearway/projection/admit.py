"""Which records count, and as what (rules A1 and A5).

A leaf counts if it is a readable record of the trust file's realm, in an accepted log whose origin it names, and
its signature verifies. What the envelope and the kind say of its bearing must agree; where they differ, whichever
tightens counts, otherwise the record has no effect. A kind or version we do not know can only tighten.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from clearway.frontier import Entry
from clearway.geometry import Footprint, Unplaced
from clearway.problems import ClearwayBug, Refused
from clearway.records import KINDS, Kind, Part, Record, find_kind, read_leaf, signed_message
from clearway.records.kinds.grant import Grant
from clearway.signing import PublicKey
from clearway.terms import Axis, Bearing, Tier
from clearway.trust import AcceptedLog, Trust

B = TypeVar("B", bound=Part)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf stands: the log's origin, the branch of it (0 but for forks), and the index."""

    origin: str
    branch: int
    index: int


@dataclass(frozen=True, slots=True)
class Admitted:
    """A record that counts, with what it may do.

    ``restricts`` and ``voids`` are what it tightens; ``loosens`` is what it may loosen if the rules of authority
    agree, else None. ``known`` is False for kinds and versions that we do not know and bodies that we cannot read.
    ``verified`` is False while the signer's public key is not at hand: such a record tightens and never loosens.
    """

    record: Record
    place: Place
    sig: bytes
    log: AcceptedLog
    restricts: bool
    voids: bool
    loosens: Bearing | None
    axes: frozenset[Axis]
    known: bool
    verified: bool

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def kind(self) -> str:
        """The record's kind, as the envelope names it."""
        return self.record.kind

    @property
    def footprint(self) -> Footprint | None:
        """The footprint as recorded; what restricts or fails without one is somewhere in its log's remit."""
        if self.record.footprint is None and (self.restricts or (self.voids and self.kind == "quality_control")):
            return Unplaced(self.log.ground)
        return self.record.footprint

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """The footprint's bounding box, west, south, east, north; None if it has no footprint."""
        footprint = self.footprint
        return None if footprint is None else footprint.bbox


def admit(entry: Entry, trust: Trust) -> Admitted | None:
    """Judge one leaf before its signature is looked at; None if it carries no record that can ever count here."""
    log = trust.logs_by_origin.get(entry.origin)
    leaf = read_leaf(entry.leaf) if log else None
    if log is None or leaf is None:
        return None
    record = leaf.record
    if record.realm is not trust.realm or record.origin != entry.origin:
        return None
    restricts, voids, loosens, axes, known = _effect(record)
    if log.tier is Tier.PUBLIC and known and KINDS[record.kind].tier is Tier.RESTRICTED:
        # The kind decides the log: evidence that others cannot test does not loosen by being put before them.
        loosens = None
    return Admitted(
        record=record,
        place=Place(entry.origin, entry.branch, entry.index),
        sig=leaf.sig,
        log=log,
        restricts=restricts,
        voids=voids,
        loosens=loosens,
        axes=axes,
        known=known,
        verified=False,
    )


def signature_holds(admitted: Admitted, key: PublicKey) -> bool:
    """Whether the signature over the record verifies under the key."""
    return _verifies(key, admitted.sig, admitted.record.canonical)


@lru_cache(maxsize=4096)
def _verifies(key: PublicKey, sig: bytes, canonical: bytes) -> bool:
    """The same, remembered: every publication projects the public logs anew."""
    return key.verify(sig, signed_message(canonical))


def body_of(admitted: Admitted, form: type[B]) -> B:
    """The record's body, where the caller knows its form."""
    body = admitted.record.body
    if not isinstance(body, form):
        raise ClearwayBug(f"{admitted.id} is no {form.__name__}")
    return body


@lru_cache(maxsize=4096)
def read_key(raw: bytes) -> PublicKey | None:
    """The public key of these bytes, or None for bytes under which anybody, or nobody, could sign."""
    try:
        return PublicKey(raw)
    except Refused:
        return None


def granted_key(grant: Grant) -> PublicKey | None:
    """The public key that a grant's ``key`` field writes in base64, if it is one."""
    try:
        return read_key(base64.b64decode(grant.key, validate=True))
    except binascii.Error:
        return None


def key_id_of(grant: Grant) -> str | None:
    """The id of the key granted, or None if no key can be read."""
    key = granted_key(grant)
    return key.id if key else None


def _effect(record: Record) -> tuple[bool, bool, Bearing | None, frozenset[Axis], bool]:
    """What the record restricts, voids, loosens, on which axes, and whether its kind means what it does."""
    kind = find_kind(record.kind, record.kind_version)
    if kind is None or record.body is None:
        return _effect_unread(record, kind)
    meant = kind.bears_of(record.body, record)
    said = {record.bears, meant}
    if Bearing.RESTRICTS in said:
        known = meant is Bearing.RESTRICTS
        # Where only the envelope says that it restricts, we know no more than that something is wrong there.
        axes = kind.axes_of(record.body) if known else frozenset({Axis.HAZARD})
        return True, Bearing.VOIDS in said, None, record.axes | axes, known
    if Bearing.VOIDS in said:
        return False, True, None, frozenset(), meant is Bearing.VOIDS
    loosens = meant if len(said) == 1 and meant.loosens else None
    axes = record.axes & kind.axes_of(record.body) if loosens is Bearing.RELEASES else frozenset[Axis]()
    return False, False, loosens, axes, True


def _effect_unread(record: Record, kind: Kind | None) -> tuple[bool, bool, None, frozenset[Axis], bool]:
    """An unknown kind or version, or an unreadable body, tightens as its envelope says or its kind always does."""
    said = {record.bears} | (kind.bearings if kind is not None and len(kind.bearings) == 1 else frozenset())
    restricts = Bearing.RESTRICTS in said
    axes = record.axes | {Axis.HAZARD} if restricts else frozenset[Axis]()
    return restricts, Bearing.VOIDS in said, None, axes, False
