"""The oracle's reading of the books: which records count, when they were logged, who may loosen (DESIGN §3 A, D, §4).

A second reading of the specification, from the raw bytes. It shares no code with the projection; of the package it
uses only the drawing of discs and lines. It is slow and plain on purpose.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clearway.frontier import Entry, Frontier
from clearway.geometry import Region
from clearway.geometry import disc as draw_disc
from clearway.geometry import line as draw_line
from tests.laws.oracle_ground import Shape

Json = dict[str, Any]

# DESIGN §3 and §4: what each kind is for. None: the body decides (see ``meant``).
BEARINGS: dict[str, str | None] = {
    "statement": "tells",
    "claim": "tells",
    "closure": "restricts",
    "hostilities": "restricts",
    "hazardous_area": "restricts",
    "accident": "restricts",
    "find": "restricts",
    "hazard_notice": "restricts",
    "indication": None,
    "quality_control": None,
    "decision": None,
    "non_technical_survey": "enables",
    "technical_survey": "enables",
    "search_report": "enables",
    "approval": "enables",
    "grant": "enables",
    "consent": "enables",
    "confirmation": "enables",
    "hand_over": "releases",
    "reopening": "releases",
    "void": "releases",
    "release_notice": "releases",
    "corridor": "permits",
    "permit": "permits",
    "revocation": "voids",
    "suspension": "voids",
}
RESTRICTED = {
    "indication", "hazardous_area", "accident", "find", "non_technical_survey", "technical_survey", "search_report",
    "quality_control", "decision", "hand_over", "permit",
}  # fmt: skip
IMPLY_HAZARD = {"fighting", "shelling", "mines", "booby_traps", "explosive_remnants", "military", "evacuation"}
TIGHTENS = {"restricts", "voids"}
LOOSENS = {"releases", "enables", "permits"}


def instant(text: str | None) -> datetime | None:
    """An instant as records write it."""
    return None if text is None else datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def plain(region: Region) -> Shape:
    """A region as JSON would have it."""
    return [[[list(at) for at in ring] for ring in polygon.rings] for polygon in region.polygons]


@dataclass(eq=False)
class Leaf:
    """A record that counts: where it stands, whether its signature is proved, and what it may do."""

    raw: Json
    id: str
    origin: str
    branch: int
    index: int
    verified: bool
    public: bool
    said: str
    meant: str | None

    @property
    def kind(self) -> str:
        return str(self.raw["kind"])

    @property
    def body(self) -> Json:
        body: Json = self.raw["body"]
        return body

    @property
    def key(self) -> str:
        return str(self.raw["issuer"]["key"])

    @property
    def recorded(self) -> datetime:
        found = instant(self.raw["recorded_at"])
        assert found
        return found

    def holds(self, field: str) -> datetime | None:
        return instant((self.raw["holds"] or {}).get(field))

    def refs(self, rel: str) -> list[str]:
        return [ref["id"] for ref in self.raw["refs"] if ref["rel"] == rel]

    # --- what it may do: envelope and kind, whichever tightens; else they must agree -------------------------------

    @property
    def known(self) -> bool:
        """Whether the kind says what the record does."""
        return self.meant is not None

    @property
    def _always(self) -> str | None:
        """What every record of its kind does, even one whose body cannot be read."""
        return BEARINGS.get(self.kind) if self.raw["kind_version"] == 1 else None

    @property
    def restricts(self) -> bool:
        return "restricts" in (self.said, self.meant, self._always)

    @property
    def voids(self) -> bool:
        return "voids" in (self.said, self.meant, self._always)

    @property
    def loosens(self) -> str | None:
        if self.public and self.kind in RESTRICTED:
            return None  # evidence that others cannot test does not loosen by being put before them
        return self.said if self.said == self.meant and self.said in LOOSENS else None

    @property
    def plainly_restricts(self) -> bool:
        """A restriction of a kind that we know to restrict; any other counts as an indication."""
        return self.meant == "restricts"

    @property
    def axes(self) -> set[str]:
        axes = set(self.raw["axes"])
        if self.loosens == "releases":
            return axes
        if not self.plainly_restricts:
            return axes | {"hazard"}
        if self.kind != "closure":
            return axes | {"hazard"}
        implied = bool(IMPLY_HAZARD & set(self.body["reasons"])) or self.body["evacuation"] is not None
        return axes | {"closure"} | ({"hazard"} if implied else set())


def _meant(raw: Json) -> str | None:
    """What the kind makes of the record; None where kind or version are unknown or the record is not sound."""
    kind, body = raw["kind"], raw["body"]
    if kind not in BEARINGS or raw["kind_version"] != 1 or raw["clearway"] != 1 or "broken" in body:
        return None
    meant = BEARINGS[kind]
    if kind == "indication":
        meant = "tells" if body["reported_by"] == "public" else "restricts"
    elif kind == "quality_control":
        meant = "enables" if body["result"] == "passed" else "voids"
    elif kind == "decision":
        meant = "enables" if body["product"] == "cleared" else "releases"
    tightening = {raw["bears"], meant} & TIGHTENS
    if not tightening and {raw["bears"], meant} & LOOSENS and not _sound(raw, kind, meant):
        return None
    return meant


def _sound(raw: Json, kind: str, meant: str | None) -> bool:
    """What loosens must keep every rule of its kind (only those that the generated worlds break)."""
    axes = set(raw["axes"])
    wanted = {"reopening": {"closure"}, "hand_over": {"hazard"}, "release_notice": {"hazard"}}.get(kind, set())
    if kind == "decision" and meant == "releases":
        wanted = {"hazard"}
    good_axes = bool(axes) if kind == "void" else axes == wanted
    nonce = kind not in RESTRICTED or raw["nonce"] is not None
    return raw["bears"] == meant and good_axes and nonce and any(ref["rel"] == "under" for ref in raw["refs"])


@dataclass(frozen=True)
class Person:
    """Two people are two holders with two keys."""

    holder: str
    key: str
    office: str
    organisation: str

    def differs(self, other: Person) -> bool:
        return self.holder != other.holder and self.key != other.key


@dataclass(frozen=True)
class Leave:
    """Leave to loosen: who, on which ground, not before when, and the keys above."""

    person: Person
    limits: tuple[int, ...]
    since: datetime
    above: frozenset[str]


class Books:
    """Everything at hand, read once."""

    def __init__(self, entries: Iterable[Entry], frontier: Frontier, trust: Json, blobs: Mapping[str, bytes]) -> None:
        self.trust = trust
        self.logs = {log["origin"]: log for log in trust["logs"]}
        self.frontier = frontier
        missing = {blob for log in frontier.logs.values() for blob in log.missing}
        self.blobs = {name: data for name, data in blobs.items() if name not in missing}
        self.roots = {self._key_id(base64.b64decode(root["key"])): root for root in trust["roots"]}
        self.times = {origin: self._times(origin) for origin in self.logs}
        self.shapes: list[Shape] = []
        self._shape_numbers: dict[str, int] = {}
        self._leaves: dict[str, Leave | None] = {}
        self.leaves = self._read(entries)
        self.by_id: dict[str, Leaf] = {}
        self.copies: dict[str, list[Leaf]] = {}
        for leaf in sorted(self.leaves, key=lambda one: (not one.verified, one.branch, one.index)):
            self.by_id.setdefault(leaf.id, leaf)
            self.copies.setdefault(leaf.id, []).append(leaf)
        self.records = list(self.by_id.values())

    # --- reading --------------------------------------------------------------------------------------------------

    @staticmethod
    def _key_id(raw: bytes) -> str:
        return "sha256:" + hashlib.sha256(raw).hexdigest()

    def _read(self, entries: Iterable[Entry]) -> list[Leaf]:
        found = []
        for entry in {(e.origin, e.branch, e.index, e.leaf): e for e in entries}.values():
            if entry.origin in self.logs and entry.index < self._size(entry.origin, entry.branch):
                leaf = self._leaf(entry)
                if leaf:
                    found.append(leaf)
        keys = {root_id: base64.b64decode(root["key"]) for root_id, root in self.roots.items()}
        keys |= {name: data for name, data in self.blobs.items() if len(data) == 32}
        for leaf, _ in found:
            if leaf.kind == "grant" and leaf.meant is not None:
                raw = base64.b64decode(leaf.body["key"])
                keys[self._key_id(raw)] = raw
        counted = []
        for leaf, sig in found:
            raw_key = keys.get(leaf.key)
            if raw_key is not None:
                leaf.verified = self._verify(raw_key, leaf.raw, sig)
            # A1: it counts if its signature verifies. While nobody can say, it may count: doubt closes.
            if raw_key is None or leaf.verified:
                counted.append(leaf)
        return counted

    def _leaf(self, entry: Entry) -> tuple[Leaf, bytes] | None:
        try:
            value = json.loads(entry.leaf)
            again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            sig = base64.b64decode(value["sig"], validate=True)
        except (ValueError, KeyError, TypeError, binascii.Error):
            return None
        raw = value["record"]
        if again != entry.leaf or raw["realm"] != self.trust["realm"] or raw["origin"] != entry.origin:
            return None
        data = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        record_id = "sha256:" + hashlib.sha256(data).hexdigest()
        place = (entry.origin, entry.branch, entry.index)
        public = self.logs[entry.origin]["tier"] == "public"
        leaf = Leaf(raw, record_id, *place, False, public, raw["bears"], _meant(raw))
        return leaf, sig

    @staticmethod
    def _verify(raw_key: bytes, record: Json, sig: bytes) -> bool:
        data = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        try:
            Ed25519PublicKey.from_public_bytes(raw_key).verify(sig, b"clearway-record/1\n" + data)
        except (InvalidSignature, ValueError):
            return False
        return True

    # --- logs and time --------------------------------------------------------------------------------------------

    def _size(self, origin: str, branch: int) -> int:
        log = self.frontier.logs.get(origin)
        if log is None:
            return 0
        return log.size if branch == 0 else next((b.size for b in log.branches if b.number == branch), 0)

    def _times(self, origin: str) -> dict[int, list[tuple[int, datetime]]]:
        """By branch, the size and cosigned time of every checkpoint. The notes' text is read, its lines counted."""
        log = self.frontier.logs.get(origin)
        found: dict[int, list[tuple[int, datetime]]] = {}
        if log is None:
            return found
        sides = [(0, log.checkpoints), *((b.number, b.checkpoints) for b in log.branches if b.number)]
        for number, notes in sides:
            for note in notes:
                text, _, lines = note.decode().partition("\n\n")
                for each in lines.splitlines():
                    name, blob = each.split(" ")[1:3]
                    if name.endswith(".cosigner"):
                        seconds = int.from_bytes(base64.b64decode(blob)[4:12], "big")
                        size = int(text.split("\n")[1])
                        found.setdefault(number, []).append((size, datetime.fromtimestamp(seconds, UTC)))
        return found

    def logged(self, leaf: Leaf) -> datetime | None:
        """When its log was first seen with it."""
        times = [at for size, at in self.times[leaf.origin].get(leaf.branch, ()) if size > leaf.index]
        return min(times, default=None)

    def fresh(self, origin: str) -> datetime | None:
        """The newest time at which somebody saw the log."""
        return max((at for _, at in self.times[origin].get(0, ())), default=None)

    def before_any_fork(self, leaf: Leaf) -> bool:
        log = self.frontier.logs[leaf.origin]
        return leaf.branch == 0 and (log.common is None or leaf.index < log.common)

    def begins(self, leaf: Leaf) -> datetime:
        """A3: a restriction starts at ``from_earliest``; if null, at the earlier of ``recorded_at`` and log time."""
        stated = leaf.holds("from_earliest")
        times = [self.logged(copy) for copy in self.copies[leaf.id]]
        return stated or min([leaf.recorded, *(at for at in times if at)])

    # --- ground ---------------------------------------------------------------------------------------------------

    def number(self, shape: Shape) -> int:
        """A number for a shape, so that each is drawn once."""
        name = json.dumps(shape)
        if name not in self._shape_numbers:
            self._shape_numbers[name] = len(self.shapes)
            self.shapes.append(shape)
        return self._shape_numbers[name]

    def ground(self, leaf: Leaf, *, outward: bool) -> int:
        """The ground of a record: never smaller than it says if ``outward``, else never larger."""
        footprint = leaf.raw["footprint"]
        if footprint is None:
            return self.number(self.logs[leaf.origin]["remit"] if outward else [])
        kind = footprint["type"]
        if kind == "polygons":
            return self.number(footprint["e7"])
        if kind == "unplaced":
            return self.number(footprint["within"]["e7"] if outward else [])
        if kind == "disc":
            centre = (footprint["centre"][0], footprint["centre"][1])
            return self.number(plain(draw_disc(centre, footprint["radius_mm"], outward=outward)))
        if kind == "line":
            points = [(x, y) for x, y in footprint["e7"]]
            return self.number(plain(draw_line(points, footprint["width_mm"], outward=outward)))
        data = self.blobs.get(footprint["sha256"])
        if data is not None:
            return self.number(json.loads(data)["e7"])
        west, south, east, north = footprint["bbox"]
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return self.number([[ring]] if outward else [])

    # --- A2 to A4: who may loosen ---------------------------------------------------------------------------------

    def referring(self, record_id: str, rel: str | None = None) -> list[Leaf]:
        """Records that refer to one, by id."""
        found = [
            r for r in self.records if any(x["id"] == record_id and rel in (None, x["rel"]) for x in r.raw["refs"])
        ]
        return sorted(found, key=lambda r: r.id)

    def above(self, leaf: Leaf) -> frozenset[str]:
        """Keys above the signer in the chain the record names, whether or not the grants are valid."""
        keys = set()
        under = leaf.refs("under")
        while len(under) == 1:
            if under[0] in self.roots:
                keys.add(under[0])
                break
            grant = self.by_id.get(under[0])
            if grant is None:
                break
            keys.add(grant.key)
            under = grant.refs("under")
        return frozenset(keys)

    def chain(self, leaf: Leaf) -> list[Leaf]:
        """The record and the grants above it that are at hand."""
        found = [leaf]
        under = leaf.refs("under")
        while len(under) == 1 and under[0] in self.by_id:
            found.append(self.by_id[under[0]])
            under = found[-1].refs("under")
        return found

    def latest(self, leaf: Leaf) -> datetime | None:
        """The latest of log time, ``recorded_at`` and stated start among a record and the grants it needs."""
        times: list[datetime] = []
        for link in self.chain(leaf):
            logged = self.logged(link)
            if logged is None:
                return None
            stated = [link.holds("from_latest"), link.holds("from_earliest")]
            times += [logged, link.recorded, *(at for at in stated if at)]
        return max(times)

    def leave(self, leaf: Leaf, at: datetime, barred: frozenset[str] = frozenset()) -> Leave | None:
        """The leave to loosen that a record has at ``at``; ``barred`` records may not be part of the proof."""
        name = f"{leaf.id} {at} {sorted(barred)}"
        if name not in self._leaves:
            self._leaves[name] = self._leave(leaf, at, barred)
        return self._leaves[name]

    def _leave(self, leaf: Leaf, at: datetime, barred: frozenset[str]) -> Leave | None:
        chain = self.chain(leaf)
        since = self.latest(leaf)
        if since is None or len(chain[-1].refs("under")) != 1 or leaf.loosens is None:
            return None
        root = self.roots.get(chain[-1].refs("under")[0])
        if root is None or not all(link.verified and self.before_any_fork(link) for link in chain):
            return None
        if not self._scope_holds(chain, root) or any(grant.id in barred for grant in chain[1:]):
            return None
        if any(self._ended(link, at) or self._revoked(link) or self._suspended(link, at, barred) for link in chain):
            return None
        person = self._person(chain, root)
        limits = tuple(self.ground(grant, outward=False) for grant in chain[1:])
        return Leave(person, limits, since, self.above(leaf))

    def _person(self, chain: list[Leaf], root: Json) -> Person:
        """Who signed, as the grant (or the trust file, for a root) says."""
        granted = chain[1].body if len(chain) > 1 else root
        return Person(granted["holder"], chain[0].key, granted["office"], granted["organisation"])

    def named_person(self, leaf: Leaf) -> Person | None:
        """Who signed by what stands in the chain it names, valid or not."""
        chain = self.chain(leaf)
        root = self.roots.get(next(iter(chain[-1].refs("under")), ""))
        if len(chain) > 1:
            return self._person(chain, {})
        return self._person(chain, root) if root else None

    def _scope_holds(self, chain: list[Leaf], root: Json) -> bool:
        """Kinds, holders and time shrink along the chain; only a grant that delegates may be granted under."""
        signed_by_root = chain[-1]
        if signed_by_root.raw["issuer"]["holder"] != root["holder"] or self.roots.get(signed_by_root.key) is not root:
            return False
        if any(root.get("only_in") and leaf.origin not in root["only_in"] for leaf in chain):
            return False  # another office's root speaks in its own logs alone
        # What a root signed in its term stands after it.
        return self._in_term([signed_by_root], root) and all(
            self._carries(grant, chain[: number + 1]) for number, grant in enumerate(chain[1:])
        )

    def _carries(self, grant: Leaf, below: list[Leaf]) -> bool:
        """Whether a grant carries the record at the start of ``below`` and the grants between them."""
        leaf, child, body = below[0], below[-1], grant.body
        if grant.loosens != "enables" or grant.kind != "grant":
            return False
        issuer = child.raw["issuer"]
        held = (body["holder"], self._key_id(base64.b64decode(body["key"])), body["office"])
        if (issuer["holder"], issuer["key"], issuer["office"]) != held:
            return False
        action = f"approval:{leaf.body['as']}" if leaf.kind == "approval" else leaf.kind
        passed_on = len(below) > 1 or leaf.kind == "grant"
        organisations = {one["name"] for one in self.trust["organisations"]}
        listed = bool({action, "*"} & set(body["may"])) and body["organisation"] in organisations
        return listed and (body["delegate"] or not passed_on) and self._in_term(below, body)

    def _in_term(self, leaves: list[Leaf], term: Json) -> bool:
        start, end = instant(term["from"]), instant(term["until"])
        times = [time for leaf in leaves for time in (self.logged(leaf), leaf.recorded)]
        return all(time and start and start <= time and (end is None or time < end) for time in times)

    def _ended(self, leaf: Leaf, at: datetime) -> bool:
        """A loosening record that states an end itself loosens no longer."""
        until = leaf.holds("until")
        return until is not None and at >= until

    def _revoked(self, leaf: Leaf) -> bool:
        """A2, A4: by the holder, a root, or a key above in the chain; all that was logged at or after ``since``."""
        logged = self.logged(leaf)
        for other in self.records:
            if other.kind != "revocation" or not other.voids or other.meant is None or other.body["key"] != leaf.key:
                continue
            since = instant(other.body["since"])
            reaches = other.key == leaf.key or other.key in self.roots or other.key in self.above(leaf)
            if reaches and logged and since and logged >= since:
                return True
        return False

    def _suspended(self, leaf: Leaf, at: datetime, barred: frozenset[str]) -> bool:
        """A3: a suspension begun and not lifted by two; A5: what is unknown and voids suspends all it refers to."""
        for other in self.records:
            if not other.voids or self.begins(other) > at:
                continue
            if other.meant is not None and other.kind == "suspension":
                reached = leaf.id in other.refs("suspends")
            elif other.meant is not None and other.kind in ("revocation", "quality_control"):
                reached = False
            else:
                reached = any(ref["id"] == leaf.id for ref in other.raw["refs"])
            if reached and not self._lifted(other, leaf, at, barred | {leaf.id}):
                return True
        return False

    def _lifted(self, suspension: Leaf, target: Leaf, at: datetime, barred: frozenset[str]) -> bool:
        people = []
        for approval in self.referring(suspension.id, "approves"):
            if approval.id in barred or approval.kind != "approval" or approval.meant is None:
                continue
            leave = self.leave(approval, at, barred) if approval.body["as"] == "lift_suspension" else None
            if leave is None or leave.since > at:
                continue
            own = (approval.origin, leave.person.office) == (suspension.origin, suspension.raw["issuer"]["office"])
            if own or leave.person.key in self.above(target):
                people.append(leave.person)
        return any(a.differs(b) for a in people for b in people)

    def approvals(self, target: Leaf, role: str, at: datetime) -> list[Leave]:
        """Valid approvals of a record in a role."""
        found = []
        for approval in self.referring(target.id, "approves"):
            if approval.kind == "approval" and approval.meant is not None and approval.body["as"] == role:
                leave = self.leave(approval, at)
                if leave:
                    found.append(leave)
        return found
