"""Which records count, and as what (rules A1 and A5).

A leaf counts if it is a readable record of the trust file's realm, in an accepted log whose origin it names, and
its signature verifies. What the envelope and the kind say of its bearing must agree; where they differ, whichever
tightens counts, otherwise the record has no effect. A kind or version we do not know can only tighten.
"""

from __future__ import annotations

from dataclasses import dataclass

from clearway.frontier import Entry
from clearway.geometry import Footprint, Unplaced
from clearway.records import KINDS, Record, read_leaf, signed_message
from clearway.signing import PublicKey
from clearway.terms import Axis, Bearing, Tier
from clearway.trust import AcceptedLog, Trust


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
        """The footprint as recorded. A restriction whose footprint is missing is somewhere in its log's remit."""
        if self.record.footprint is None and self.restricts:
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
    return key.verify(admitted.sig, signed_message(admitted.record.canonical))


def _effect(record: Record) -> tuple[bool, bool, Bearing | None, frozenset[Axis], bool]:
    """What the record restricts, voids, loosens, on which axes, and whether its kind is known."""
    said = record.bears
    kind = KINDS.get(record.kind)
    if kind is None or record.body is None:
        restricts = said is Bearing.RESTRICTS
        axes = frozenset({Axis.HAZARD}) | record.axes if restricts else frozenset[Axis]()
        # A known kind with an unreadable body may have meant to tighten whatever its envelope says.
        if kind is not None and not restricts and kind.may_restrict and not said.loosens:
            restricts, axes = True, frozenset({Axis.HAZARD}) | record.axes
        return restricts, said is Bearing.VOIDS, None, axes, False
    meant = kind.bears_of(record.body, record)
    restricts = Bearing.RESTRICTS in (said, meant)
    voids = Bearing.VOIDS in (said, meant)
    axes = kind.axes_of(record.body)
    if restricts:
        # Where envelope and kind disagree that it restricts, we know only that something is wrong there.
        known = meant is Bearing.RESTRICTS
        return True, voids, None, (axes if known else frozenset({Axis.HAZARD})) | record.axes, known
    loosens = meant if said is meant and meant.loosens else None
    if axes and loosens is Bearing.RELEASES:
        axes &= record.axes
    elif loosens is Bearing.RELEASES:
        axes = record.axes
    return False, voids, loosens, axes, meant is said or voids
