"""Small worlds to ask questions of: logs in memory with real keys, real signatures and real cosigned checkpoints.

Two authorities run a public and a restricted log each: ``crisis`` (closures, corridors, permits) and ``mac`` (hazards
and their release). Their roots are in the trust file; everybody else acts under grants. A world writes JSON by hand,
not through ``clearway.records``, so that it can also write what nobody should: forged signatures, unknown kinds,
envelopes that contradict their bodies. Everything that happens is an event; the first ``n`` of them are the world as it
was then.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from clearway.frontier import Branch, Entry, Frontier, LogFrontier
from clearway.projection import History, project
from clearway.signing import PrivateKey
from clearway.tlog.checkpoint import Checkpoint, cosign, sign_checkpoint
from clearway.tlog.merkle import CompactRange, leaf_hash
from clearway.tlog.note import NoteSigner, SignatureType
from clearway.trust import Trust, parse_trust

START = datetime(2016, 11, 1, tzinfo=UTC)
WEST, SOUTH = 200_000_000, 321_000_000
CELL = 1000
"""About eleven metres, in 1e-7 degree. Worlds lie on a grid of cells from (0, 0)."""

Json = dict[str, Any]
Polygons = list[list[list[list[int]]]]


def polygon(*rings: Sequence[tuple[int, int]]) -> Polygons:
    """One polygon from rings in units of 1e-7 degree east and north of the world's corner, in any order and sense."""
    return [[_ring(ring, hole=number > 0) for number, ring in enumerate(rings)]]


def box(west: float, south: float, east: float, north: float) -> Polygons:
    """A rectangle, in cells."""
    w, s, e, n = (round(each * CELL) for each in (west, south, east, north))
    return polygon([(w, s), (e, s), (e, n), (w, n)])


def _ring(ring: Sequence[tuple[int, int]], *, hole: bool) -> list[list[int]]:
    points = [(WEST + x, SOUTH + y) for x, y in ring]
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))
    if (doubled > 0) == hole:
        points.reverse()
    first = points.index(min(points))
    points = points[first:] + points[:first]
    return [list(point) for point in [*points, points[0]]]


def shaped(polygons: Polygons) -> Json:
    """A footprint of these polygons."""
    return {"type": "polygons", "e7": polygons}


def disc(x: int, y: int, radius_mm: int) -> Json:
    """A footprint around a place given in units east and north of the corner."""
    return {"type": "disc", "centre": [WEST + x, SOUTH + y], "radius_mm": radius_mm}


def line(points: Sequence[tuple[int, int]], width_mm: int) -> Json:
    """A footprint along a way given in units east and north of the corner."""
    return {"type": "line", "e7": [[WEST + x, SOUTH + y] for x, y in points], "width_mm": width_mm}


def unplaced(polygons: Polygons) -> Json:
    """Somewhere within these polygons."""
    return {"type": "unplaced", "within": shaped(polygons)}


def canonical(value: object) -> bytes:
    """Canonical JSON of what worlds are made of (ASCII and integers)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_id(data: bytes) -> str:
    """The id that content goes by."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def instant(at: datetime) -> str:
    """The instant as records write it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def key_of(name: str) -> PrivateKey:
    """The key that goes with a name in every world."""
    return PrivateKey.generate(hashlib.sha256(name.encode()).digest())


@dataclass(frozen=True)
class Person:
    """Somebody who signs: ``authority`` says in whose logs, ``grant`` under what (a grant's or a root's id)."""

    holder: str
    office: str
    organisation: str
    authority: str
    key: PrivateKey
    grant: str | None = None

    @property
    def key_id(self) -> str:
        return self.key.public.id

    @property
    def raw_key(self) -> str:
        return base64.b64encode(self.key.public.raw).decode()


def person(holder: str, office: str, organisation: str, authority: str) -> Person:
    """Somebody without any grant."""
    return Person(holder, office, organisation, authority, key_of(holder))


@dataclass(frozen=True)
class Written:
    """A record of the world: what it is, where it stands, and at which event it was written."""

    id: str
    kind: str
    bears: str
    entry: Entry
    refs: tuple[tuple[str, str], ...]
    event: int

    @property
    def tightens(self) -> bool:
        """Whether it may tighten: by its envelope or by its kind, whichever does."""
        return self.bears in ("restricts", "voids") or self.kind in ALWAYS_TIGHTEN

    @property
    def loosens(self) -> bool:
        return self.bears in ("releases", "enables", "permits") and not self.tightens


@dataclass
class _Side:
    tree: CompactRange = field(default_factory=CompactRange)

    def add(self, leaf: bytes) -> int:
        self.tree.append(leaf_hash(leaf))
        return self.tree.size - 1


@dataclass
class _Log:
    origin: str
    owner: str
    max_age_s: int
    sides: list[_Side] = field(default_factory=lambda: [_Side()])
    common: _Side | None = None

    @property
    def signer(self) -> NoteSigner:
        return NoteSigner(self.origin, SignatureType.ED25519, key_of(self.origin))

    @property
    def cosigner(self) -> NoteSigner:
        return NoteSigner(f"{self.origin}.cosigner", SignatureType.COSIGNATURE_V1, key_of(self.origin + " cosigner"))


@dataclass(frozen=True)
class _Noted:
    origin: str
    branch: int
    size: int
    root: bytes
    note: bytes


@dataclass(frozen=True)
class _Changed:
    """A fork (``common``), a standing refusal (``refused``), a blob that is missing or has arrived."""

    origin: str
    common: int | None = None
    refused: str | None = None
    missing: str | None = None
    arrived: str | None = None


REMIT = {"crisis": box(0, 0, 20, 20), "mac": box(0, 0, 20, 20)}
OFFICES = {"crisis": "crisis-desk", "mac": "mac"}
ALWAYS_TIGHTEN = {
    "closure",
    "hostilities",
    "hazardous_area",
    "accident",
    "find",
    "hazard_notice",
    "revocation",
    "suspension",
}
NEED_A_NONCE = {"decision", "hand_over", "search_report", "quality_control", "technical_survey", "non_technical_survey"}
ORGANISATIONS = ("municipality", "mac", "sweepers", "sweepers-two", "quality", "surveyors", "town", "north", "south")


class Logs:
    """Everything at hand at one office, and how it came. ``now`` moves by a minute with each record.

    The root of the authority ``neighbour`` speaks in its own logs alone.
    """

    def __init__(
        self,
        remits: Mapping[str, Polygons] = REMIT,
        *,
        max_age_s: int = 7 * 86400,
        windows: tuple[int, int] = (172800, 0),
        neighbour: str | None = None,
    ) -> None:
        self.now = START
        self.remits = remits
        self.windows = windows
        self.neighbour = neighbour
        self.logs: dict[str, _Log] = {}
        self.events: list[Entry | _Noted | _Changed] = []
        self.written: dict[str, Written] = {}
        self.blobs: dict[str, bytes] = {}
        self.nonces = 0
        for authority, office in OFFICES.items():
            for tier in ("public", "restricted"):
                origin = f"{authority}.test/{tier}"
                self.logs[origin] = _Log(origin, office, max_age_s)
        self.roots = {
            name: replace(one, grant=one.key_id)
            for name, one in {
                "crisis": person("h-root-crisis", "crisis-desk", "municipality", "crisis"),
                "mac": person("h-root-mac", "mac", "mac", "mac"),
            }.items()
        }

    # --- what an office takes on trust ----------------------------------------------------------------------------

    @property
    def trust_json(self) -> Json:
        """The trust file as JSON."""
        return {
            "clearway_trust": 1,
            "realm": "test",
            "threshold": 1,
            "roots": [
                {
                    "holder": root.holder,
                    "office": root.office,
                    "organisation": root.organisation,
                    "key": root.raw_key,
                    "from": "2010-01-01T00:00:00Z",
                    "until": None,
                    "only_in": [each for each in self.logs if each.startswith(name)] if self.neighbour == name else [],
                }
                for name, root in self.roots.items()
            ],
            "organisations": [
                *({"name": name, "intermediary": False} for name in ORGANISATIONS),
                {"name": "relief", "intermediary": True},
            ],
            "logs": [
                {
                    "origin": log.origin,
                    "owner": log.owner,
                    "tier": log.origin.rpartition("/")[2],
                    "key": log.signer.verifier.text,
                    "cosigner": log.cosigner.verifier.text,
                    "remit": self.remits[log.origin.partition(".")[0]],
                    "max_age_s": log.max_age_s,
                    "contact": None,
                }
                for log in self.logs.values()
            ],
            "witnesses": [],
            "windows": {"hazard_s": self.windows[0], "closure_s": self.windows[1]},
            "limits": {"accuracy_m": 100, "large_m2": 5_000_000},
            "ages": {"corridor_s": 1800, "triage_s": 7200, "second_s": 7200},
        }

    @property
    def trust(self) -> Trust:
        """The trust file."""
        return parse_trust(canonical(self.trust_json))

    # --- what is at hand ------------------------------------------------------------------------------------------

    def entries(self, events: int | None = None) -> tuple[Entry, ...]:
        """Log entries in the order of arrival, after the first ``events`` events."""
        return tuple(event for event in self.events[:events] if isinstance(event, Entry))

    def frontier(self, events: int | None = None) -> Frontier:
        """How far each log was known after the first ``events`` events."""
        logs: dict[str, LogFrontier] = {}
        branches: dict[str, dict[int, Branch]] = {}
        for event in self.events[:events]:
            if isinstance(event, Entry):
                continue
            log = logs.get(event.origin, LogFrontier(event.origin, 0, b""))
            if isinstance(event, _Changed):
                missing = (log.missing | {event.missing}) - {event.arrived, None}
                log = replace(
                    log,
                    common=log.common if event.common is None else event.common,
                    refused=event.refused or log.refused,
                    missing=frozenset(each for each in missing if each),
                )
            elif event.branch:
                sides = branches.setdefault(event.origin, {})
                known = sides[event.branch].checkpoints if event.branch in sides else ()
                sides[event.branch] = Branch(event.branch, event.size, event.root, (*known, event.note))
                log = replace(log, branches=tuple(sides.values()))
            else:
                log = replace(log, size=event.size, root=event.root, checkpoints=(*log.checkpoints, event.note))
            logs[event.origin] = log
        return Frontier.of(logs.values())

    def history(self, events: int | None = None, *, without: Iterable[str] = (), trust: Trust | None = None) -> History:
        """The projection of everything at hand, or of the first ``events``, or of all but some records."""
        left_out = frozenset(without)
        places = {(w.entry.origin, w.entry.branch, w.entry.index) for w in self.written.values() if w.id in left_out}
        entries = [e for e in self.entries(events) if (e.origin, e.branch, e.index) not in places]
        return project(entries, trust or self.trust, self.frontier(events), self.blobs)

    # --- time, keys, blobs ----------------------------------------------------------------------------------------

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def put(self, data: bytes) -> str:
        """Keep a blob."""
        blob_id = content_id(data)
        self.blobs[blob_id] = data
        return blob_id

    def publish_key(self, one: Person) -> None:
        """Make the public key of somebody without a grant known."""
        self.put(one.key.public.raw)

    def blob_shape(self, polygons: Polygons, *, missing_in: str | None = None) -> Json:
        """A footprint whose shape is a blob; ``missing_in`` names a log whose source has not sent it."""
        data = canonical(shaped(polygons))
        if missing_in:
            self.events.append(_Changed(missing_in, missing=content_id(data)))
        xs, ys = zip(*(point for rings in polygons for ring in rings for point in ring), strict=True)
        return {"type": "blob", "sha256": self.put(data), "bbox": [min(xs), min(ys), max(xs), max(ys)]}

    def arrive(self, origin: str, blob_id: str) -> None:
        """A blob that a log's source had not sent arrives."""
        self.events.append(_Changed(origin, arrived=blob_id))

    def refuse(self, origin: str, code: str = "log.shorter_than_seen") -> None:
        """Something a log's source sent was refused, and that stands."""
        self.events.append(_Changed(origin, refused=code))

    def fork(self, origin: str) -> int:
        """From here on the log may have a second branch; the number of entries common to both."""
        log = self.logs[origin]
        common = log.sides[0].tree.size
        log.sides.append(_Side(log.sides[0].tree.copy()))
        self.events.append(_Changed(origin, common=common))
        return common

    def seal(self, origin: str, branch: int = 0, *, seen: bool = True) -> None:
        """Sign the log as it is now, and have it cosigned if it is ``seen``."""
        log = self.logs[origin]
        tree = log.sides[branch].tree
        note = sign_checkpoint(Checkpoint(origin, tree.size, tree.root), log.signer)
        if seen:
            note = cosign(note, log.cosigner, self.now)
        self.events.append(_Noted(origin, branch, tree.size, tree.root, note))

    def refresh(self) -> None:
        """Every log shows a fresh checkpoint, whether or not it has grown."""
        for log in self.logs.values():
            self.seal(log.origin)

    # --- writing --------------------------------------------------------------------------------------------------

    def write(
        self,
        by: Person,
        kind: str,
        body: Json,
        *,
        bears: str,
        axes: Sequence[str] = (),
        tier: str = "public",
        footprint: Json | None = None,
        refs: Iterable[tuple[str, str]] = (),
        under: str | None = "own",
        recorded_at: datetime | None = None,
        from_earliest: datetime | None = None,
        from_latest: datetime | None = None,
        until: datetime | None = None,
        hours: Json | None = None,
        zone: str | None = None,
        event: tuple[datetime | None, datetime | None] = (None, None),
        unit: str | None = None,
        evidence: Sequence[Json] = (),
        source: Json | None = None,
        kind_version: int = 1,
        realm: str = "test",
        claimed_origin: str | None = None,
        forged: bool = False,
        branch: int = 0,
        seal: bool = True,
        seen: bool = True,
    ) -> str:
        """Write a record, signed by ``by``, into its authority's log of the tier; its id.

        ``under`` names a grant other than the signer's own; None names none. ``forged`` spoils the signature. Without
        ``seal`` no checkpoint covers the record yet, without ``seen`` none that a witness cosigned.
        """
        self.wait(minutes=1)
        origin = f"{by.authority}.test/{tier}"
        written = [*refs]
        grant = by.grant if under == "own" else under
        if grant and (bears in ("releases", "enables", "permits") or under != "own"):
            written.append(("under", grant))
        holds = (from_earliest, from_latest, until)
        record = {
            "clearway": 1,
            "kind": kind,
            "kind_version": kind_version,
            "bears": bears,
            "axes": sorted(axes),
            "realm": realm,
            "origin": claimed_origin or origin,
            "nonce": self._nonce() if tier == "restricted" or kind in NEED_A_NONCE else None,
            "issuer": {"office": by.office, "holder": by.holder, "key": by.key_id},
            "recorded_at": instant(recorded_at or self.now),
            "holds": None
            if not any(holds) and hours is None and zone is None
            else {
                **{n: t and instant(t) for n, t in zip(("from_earliest", "from_latest", "until"), holds, strict=True)},
                "hours": hours,
                "zone": zone,
            },
            "footprint": footprint,
            "unit": unit,
            "event": None
            if not any(event)
            else {n: t and instant(t) for n, t in zip(("from_earliest", "until_latest"), event, strict=True)},
            "footprint_source": source,
            "refs": [{"rel": rel, "id": target} for rel, target in written],
            "evidence": list(evidence),
            "body": body,
        }
        data = canonical(record)
        sig = by.key.sign(b"clearway-record/1\n" + data)
        if forged:
            sig = bytes([sig[0] ^ 1]) + sig[1:]
        leaf = canonical({"record": record, "sig": base64.b64encode(sig).decode()})
        index = self.logs[origin].sides[branch].add(leaf)
        entry = Entry(origin, index, leaf, branch)
        self.events.append(entry)
        record_id = content_id(data)
        self.written.setdefault(record_id, Written(record_id, kind, bears, entry, tuple(written), len(self.events) - 1))
        if seal:
            self.seal(origin, branch, seen=seen)
        return record_id

    def _nonce(self) -> str:
        self.nonces += 1
        return hashlib.sha256(b"nonce %d" % self.nonces).hexdigest()[:32]
