"""Every record at hand, found by id, by reference and by place. Immutable.

Nothing derived is stored. Adding records adds to a few persistent maps (O(log n) each), so that one record more costs
the same in a small ledger and in a large one; what follows from the records is asked for a place and an instant.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar, cast

from immutables import Map

from clearway.frontier import Entry, Frontier, LogFrontier
from clearway.geometry import EMPTY, Blob, Footprint, Grid, Region, Unplaced, inward, outward
from clearway.problems import ClearwayBug
from clearway.projection.admit import Admitted, Place, admit, granted_key, read_key, signature_holds
from clearway.projection.clock import LogClock
from clearway.records.kinds.grant import Grant
from clearway.records.kinds.revocation import Revocation
from clearway.records.kinds.statement import Statement
from clearway.signing import PublicKey
from clearway.terms import Bearing, Rel
from clearway.trust import Trust

T = TypeVar("T")
Box = tuple[int, int, int, int]
Ids = Map[str, None]
_REMEMBERED = 100_000
_NOT_SUSPENDING = frozenset({"quality_control", "revocation"})


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """Records at hand and where they stand; grow with ``extend``."""

    trust: Trust
    frontier: Frontier = field(default_factory=Frontier)
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    records: Map[str, Admitted] = Map()
    places: Map[str, Map[Place, Admitted]] = Map()
    referrers: Map[str, Ids] = Map()
    voiders: Map[str, Ids] = Map()
    kinds: Map[str, Ids] = Map()
    revoked: Map[str, Ids] = Map()
    unverified: Map[str, Map[Place, Admitted]] = Map()
    keys: Map[str, PublicKey] = Map()
    restricting: Grid[str] = field(default_factory=Grid)
    releasing: Grid[str] = field(default_factory=Grid)
    controls: Grid[str] = field(default_factory=Grid)
    corridors: Grid[str] = field(default_factory=Grid)
    ahead: Map[Place, Entry] = Map()
    clock: LogClock = field(default_factory=LogClock)
    last_start: datetime | None = None
    _memory: dict[Hashable, Any] = field(default_factory=dict)

    # --- growing -----------------------------------------------------------------------------------------------

    def extend(self, entries: Iterable[Entry], frontier: Frontier, blobs: Mapping[str, bytes] | None = None) -> Self:
        """The collection with more entries, at a later frontier.

        ``frontier.logs[...].checkpoints`` may hold only checkpoints that are new. ``blobs`` is everything at hand.
        Which entries came first, and how often one came, changes nothing.
        """
        blobs = self.blobs if blobs is None else blobs
        merged = Frontier.of({**self.frontier.logs, **frontier.logs}.values())
        builder = _Builder(self, blobs, merged)
        for entry in (*self.ahead.values(), *entries):
            builder.add(entry)
        builder.learn_keys_from_blobs()
        clock = self.clock.extend(frontier, self.trust)
        return cast("Self", builder.build(clock))

    # --- looking up --------------------------------------------------------------------------------------------

    def find(self, record_id: str) -> Admitted | None:
        """The admitted record of this id, or None."""
        return self.records.get(record_id)

    def list_kind(self, kind: str) -> tuple[Admitted, ...]:
        """All admitted records of a kind, in id order."""
        return self._admitted(self.kinds.get(kind, Map()))

    def referring(self, record_id: str, rel: Rel | None = None) -> Iterator[Admitted]:
        """Admitted records that refer to the id (by ``rel``, or by any), in id order."""
        for admitted in self._admitted(self.referrers.get(record_id, Map())):
            if rel is None or any(ref.id == record_id and ref.rel == rel for ref in admitted.record.refs):
                yield admitted

    def voiding(self, record_id: str) -> Iterator[Admitted]:
        """Suspensions of the record, and unknown records that void it, in id order."""
        # Apart from the other referrers: a grant may be named by every record of an office.
        for admitted in self._admitted(self.voiders.get(record_id, Map())):
            if not admitted.voids or (admitted.known and admitted.kind in _NOT_SUSPENDING):
                continue
            named = any(ref.id == record_id and ref.rel == Rel.SUSPENDS for ref in admitted.record.refs)
            if named or not admitted.known or admitted.kind != "suspension":
                yield admitted

    def revocations(self, key: str) -> tuple[Admitted, ...]:
        """Revocations of the key, in id order."""
        return self._admitted(self.revoked.get(key, Map()))

    def restrictions_near(self, box: Box | None) -> tuple[Admitted, ...]:
        """Restrictions whose box meets the box (all for None), in id order."""
        return self._near(self.restricting, box)

    def releases_near(self, box: Box | None) -> tuple[Admitted, ...]:
        """Records that may release, whose box meets the box (all for None), in id order."""
        return self._near(self.releasing, box)

    def controls_near(self, box: Box | None) -> tuple[Admitted, ...]:
        """Failed quality controls whose lot's box meets the box, in id order."""
        return self._near(self.controls, box)

    def corridors_near(self, box: Box | None) -> tuple[Admitted, ...]:
        """Corridors whose box meets the box (all for None), in id order."""
        return self._near(self.corridors, box)

    def _near(self, grid: Grid[str], box: Box | None) -> tuple[Admitted, ...]:
        found = grid.query(box) if box is not None else grid.keys()
        return self._admitted(found)

    def _admitted(self, ids: Iterable[str]) -> tuple[Admitted, ...]:
        found = (self.records.get(record_id) for record_id in sorted(ids))
        return tuple(admitted for admitted in found if admitted is not None)

    # --- time --------------------------------------------------------------------------------------------------

    def log_time(self, admitted: Admitted) -> datetime | None:
        """When its log is first proved to have held it, by a trusted cosignature; None if not proved."""
        return self.clock.time_of(admitted.place)

    def get_log_time(self, admitted: Admitted) -> datetime:
        """The same for a record known to be logged."""
        time = self.log_time(admitted)
        if time is None:
            raise ClearwayBug(f"{admitted.id} has no log time")
        return time

    def begins(self, admitted: Admitted) -> datetime:
        """When a tightening record starts: ``from_earliest``, else the earlier of ``recorded_at`` and log time."""
        if admitted.record.holds.from_earliest:
            return admitted.record.holds.from_earliest
        times = [self.clock.time_of(place) for place in self.places[admitted.id]]
        return min([admitted.record.recorded_at, *(time for time in times if time)])

    def may_loosen(self, admitted: Admitted) -> bool:
        """False for what lies after the last common size of a forked log."""
        log = self.frontier.logs.get(admitted.place.origin)
        if log is None or admitted.place.branch:
            return False
        return log.common is None or admitted.place.index < log.common

    def horizon(self, after: datetime) -> datetime:
        """An instant by which everything now at hand that can come into force has done so."""
        fresh = (self.clock.fresh_at(origin) for origin in self.frontier.logs)
        latest = max([after, *(time for time in (self.last_start, *fresh) if time)])
        return latest + timedelta(seconds=self.trust.windows.hazard_s + self.trust.windows.closure_s)

    # --- ground ------------------------------------------------------------------------------------------------

    def blob(self, blob_id: str) -> bytes | None:
        """A blob at hand at this frontier, or None."""
        if any(blob_id in log.missing for log in self.frontier.logs.values()):
            return None
        return self.blobs.get(blob_id)

    def outward(self, admitted: Admitted) -> Region:
        """Ground that a tightening record covers: never smaller than its footprint."""
        footprint = admitted.footprint
        return EMPTY if footprint is None else outward(footprint, self._shape(footprint))

    def inward(self, admitted: Admitted) -> Region:
        """Ground that a loosening record covers: never larger than its footprint."""
        footprint = admitted.footprint
        return EMPTY if footprint is None else inward(footprint, self._shape(footprint))

    def is_unplaced(self, admitted: Admitted) -> bool:
        """Whether the restriction is somewhere in a region, where exactly is not known."""
        return isinstance(admitted.footprint, Unplaced)

    def _shape(self, footprint: Footprint) -> bytes | None:
        return self.blob(footprint.sha256) if isinstance(footprint, Blob) else None

    def statement_text(self, statement: Statement) -> str | None:
        """The statement's text, or None while its blob is not at hand or is not UTF-8."""
        if statement.text is not None or statement.text_blob is None:
            return statement.text
        data = self.blob(statement.text_blob)
        try:
            return None if data is None else data.decode()
        except UnicodeDecodeError:
            return None

    def remember(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Compute once per view."""
        if key not in self._memory:
            if len(self._memory) > _REMEMBERED:
                self._memory.clear()
            value = compute()
            self._memory[key] = value
            return value
        return cast("T", self._memory[key])


class _Builder:
    """Adds entries to a collection's maps and makes the next one."""

    def __init__(self, base: Collected, blobs: Mapping[str, bytes], frontier: Frontier) -> None:
        self.base = base
        self.trust = base.trust
        self.blobs = blobs
        self.frontier = frontier
        self.ahead: Map[Place, Entry] = Map()
        self.records = base.records
        self.places = base.places
        self.referrers = base.referrers
        self.voiders = base.voiders
        self.kinds = base.kinds
        self.revoked = base.revoked
        self.unverified = base.unverified
        self.keys = base.keys
        self.restricting, self.releasing = base.restricting, base.releasing
        self.controls, self.corridors = base.controls, base.corridors
        self.last_start = base.last_start
        for key_id, root in self.trust.roots_by_id.items():
            if key_id not in self.keys:
                self.keys = self.keys.set(key_id, PublicKey(root.raw_key))

    def add(self, entry: Entry) -> None:
        """Admit one entry, if it can count. Entries beyond the frontier are kept until it reaches them."""
        if entry.index >= _size(self.frontier.logs.get(entry.origin), entry.branch):
            self.ahead = self.ahead.set(Place(entry.origin, entry.branch, entry.index), entry)
            return
        admitted = admit(entry, self.trust)
        if admitted is None:
            return
        if isinstance(admitted.record.body, Grant):
            # A key is known by its hash, so whoever writes it down teaches it; else order of arrival would matter.
            self._teach(granted_key(admitted.record.body))
        key = self._key(admitted.record.issuer.key)
        if key is None:
            waiting = self.unverified.get(admitted.record.issuer.key, Map())
            self.unverified = self.unverified.set(admitted.record.issuer.key, waiting.set(admitted.place, admitted))
            self._index(admitted)
        elif signature_holds(admitted, key):
            self._index(replace(admitted, verified=True))

    def learn_keys_from_blobs(self) -> None:
        """Verify what waited for a public key that is at hand now."""
        for key_id in list(self.unverified):
            self._key(key_id)

    def _key(self, key_id: str) -> PublicKey | None:
        key = self.keys.get(key_id)
        if key is None and (raw := self._blob(key_id)) is not None and (key := read_key(raw)) is not None:
            self._learn(key)
        return key

    def _blob(self, blob_id: str) -> bytes | None:
        missing = any(blob_id in log.missing for log in self.frontier.logs.values())
        return None if missing else self.blobs.get(blob_id)

    def _learn(self, key: PublicKey) -> None:
        self.keys = self.keys.set(key.id, key)
        waiting = self.unverified.get(key.id)
        if waiting is None:
            return
        self.unverified = self.unverified.delete(key.id)
        for place, admitted in waiting.items():
            if signature_holds(admitted, key):
                self._index(replace(admitted, verified=True))
            else:
                self._forget(admitted.id, place)

    def _forget(self, record_id: str, place: Place) -> None:
        """A signature that turned out forged: the leaf never counted."""
        here = self.places[record_id].delete(place)
        self.places = self.places.set(record_id, here)
        self.records = self.records.set(record_id, _first(here)) if here else self.records.delete(record_id)

    def _index(self, admitted: Admitted) -> None:
        here = self.places.get(admitted.id, Map()).set(admitted.place, admitted)
        self.places = self.places.set(admitted.id, here)
        self.records = self.records.set(admitted.id, _first(here))
        record = admitted.record
        self.kinds = _put(self.kinds, admitted.kind, admitted.id)
        starts = (self.last_start, record.recorded_at, record.holds.from_latest)
        self.last_start = max(time for time in starts if time)
        for target in record.all_refs:
            self.referrers = _put(self.referrers, target, admitted.id)
            if admitted.voids:
                self.voiders = _put(self.voiders, target, admitted.id)
        if isinstance(record.body, Revocation) and admitted.voids:
            self.revoked = _put(self.revoked, record.body.key, admitted.id)
        self._index_ground(admitted)

    def _teach(self, key: PublicKey | None) -> None:
        if key is not None and key.id not in self.keys:
            self._learn(key)

    def _index_ground(self, admitted: Admitted) -> None:
        box = admitted.box
        if box is None:
            return
        if admitted.restricts:
            self.restricting = self.restricting.add(admitted.id, box)
        if admitted.loosens is Bearing.RELEASES or admitted.kind == "hand_over":
            self.releasing = self.releasing.add(admitted.id, box)
        if admitted.voids and admitted.kind == "quality_control":
            self.controls = self.controls.add(admitted.id, box)
        if admitted.loosens is Bearing.PERMITS and admitted.kind == "corridor":
            self.corridors = self.corridors.add(admitted.id, box)

    def build(self, clock: LogClock) -> Collected:
        """The next collection, of the same class as the first."""
        return type(self.base)(
            trust=self.trust,
            frontier=self.frontier,
            blobs=self.blobs,
            records=self.records,
            places=self.places,
            referrers=self.referrers,
            voiders=self.voiders,
            kinds=self.kinds,
            revoked=self.revoked,
            unverified=self.unverified,
            keys=self.keys,
            restricting=self.restricting,
            releasing=self.releasing,
            controls=self.controls,
            corridors=self.corridors,
            ahead=self.ahead,
            last_start=self.last_start,
            clock=clock,
        )


def _size(log: LogFrontier | None, branch: int) -> int:
    if log is None:
        return 0
    return next((side.size for side in log.branches if side.number == branch), 0) if branch else log.size


def _put(index: Map[str, Ids], key: str, value: str) -> Map[str, Ids]:
    return index.set(key, index.get(key, Map()).set(value, None))


def _first(here: Map[Place, Admitted]) -> Admitted:
    """The place that stands for a record: verified first, then the lowest branch and index."""
    return min(here.values(), key=lambda admitted: (not admitted.verified, admitted.place.branch, admitted.place.index))
