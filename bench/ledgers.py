"""Synthetic ledgers for the benchmarks: signed, checkpointed, the same for one seed. Nothing here is a real place."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from clearway.frontier import Entry, Frontier, LogFrontier
from clearway.geometry import Disc, Footprint, Polygons, box
from clearway.records import Event, Issuer, Record, Ref, build_record, leaf_bytes, signed_message
from clearway.signing import PrivateKey
from clearway.terms import Realm, Rel, Tier
from clearway.tlog.checkpoint import Checkpoint, cosign, sign_checkpoint
from clearway.tlog.merkle import CompactRange, leaf_hash
from clearway.tlog.note import NoteSigner, SignatureType
from clearway.trust import AcceptedLog, Organisation, Root, Trust

ORIGIN = "bench.example/restricted"
START = datetime(2020, 1, 1, tzinfo=UTC)
WORLD = box((198_000_000, 318_000_000, 205_000_000, 325_000_000))
PER_CHECKPOINT = 100
# Each family: a hazardous area, a survey of it, the decision that cancels it, a closure, and an area never released.
FAMILY = 5


class Ledger:
    """A growing synthetic ledger. ``grow`` makes entries, and the frontier that holds the checkpoints over them."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.keys = {name: PrivateKey(name.encode().ljust(32, b".")) for name in ("root", "team", "log", "cosigner")}
        self.log = NoteSigner(ORIGIN, SignatureType.ED25519, self.keys["log"])
        self.cosigner = NoteSigner("bench.example/cosigner", SignatureType.COSIGNATURE_V1, self.keys["cosigner"])
        self.trust = self._trust()
        self.range = CompactRange()
        self.now = START
        self.made: list[Entry] = []
        self.under: dict[str, str] = {"root": self.keys["root"].public.id}

    def _trust(self) -> Trust:
        root = Root(
            holder="root",
            office="bench",
            organisation="authority",
            from_=START,
            key=base64.b64encode(self.keys["root"].public.raw).decode(),
        )
        log = AcceptedLog(
            origin=ORIGIN,
            owner="bench",
            tier=Tier.RESTRICTED,
            key=self.log.verifier.text,
            cosigner=self.cosigner.verifier.text,
            remit=WORLD.e7,
            max_age_s=10**9,
        )
        return Trust(
            clearway_trust=1,
            realm=Realm.TEST,
            roots=(root,),
            threshold=1,
            organisations=(Organisation(name="authority"), Organisation(name="operator")),
            logs=(log,),
        )

    @property
    def blobs(self) -> dict[str, bytes]:
        """The public keys, by id."""
        return {key.public.id: key.public.raw for key in self.keys.values()}

    def grow(self, count: int) -> tuple[list[Entry], Frontier]:
        """``count`` more entries and the frontier with the new checkpoints over them."""
        entries: list[Entry] = []
        notes: list[bytes] = []
        source = self._records()
        while len(entries) < count:
            leaf = next(source)
            self.range.append(leaf_hash(leaf))
            entries.append(Entry(ORIGIN, len(self.made), leaf))
            self.made.append(entries[-1])
            if len(entries) % PER_CHECKPOINT == 0 or len(entries) == count:
                self.now += timedelta(seconds=1)
                notes.append(self._checkpoint())
        log = LogFrontier(ORIGIN, self.range.size, self.range.root, tuple(notes))
        return entries, Frontier.of([log])

    def _checkpoint(self) -> bytes:
        note = sign_checkpoint(Checkpoint(ORIGIN, self.range.size, self.range.root), self.log)
        return cosign(note, self.cosigner, self.now)

    def _records(self) -> Iterator[bytes]:
        if "team" not in self.under:
            team = base64.b64encode(self.keys["team"].public.raw).decode()
            yield self._leaf(
                "root",
                "grant",
                {
                    "holder": "team",
                    "office": "survey",
                    "organisation": "operator",
                    "key": team,
                    "may": ["non_technical_survey"],
                    "from": _text(START),
                },
                Polygons(WORLD),
                named={Rel.UNDER: ["root"]},
            )
            self.under["team"] = self.last.id
        while True:
            yield from self._family()

    def _family(self) -> Iterator[bytes]:
        ground = self._place()
        seen = self.now - timedelta(days=10)
        event = Event(from_earliest=seen, until_latest=seen)
        area = {"classification": "suspected", "contamination": ["anti_personnel_mines"]}
        yield self._leaf("team", "hazardous_area", area, ground, event=event)
        named = self.last.id
        worked = {"from_earliest": _text(seen + timedelta(days=1)), "to_latest": _text(seen + timedelta(days=2))}
        survey = {"organisation": "operator", "fieldwork": worked, "conclusion": "no evidence"}
        yield self._leaf("team", "non_technical_survey", survey, ground, named={Rel.UNDER: ["team"]})
        refs = {Rel.UNDER: ["root"], Rel.NAMES: [named], Rel.RESTS_ON: [self.last.id]}
        decision = {"product": "cancelled", "standard": "national", "reason": "survey"}
        yield self._leaf("root", "decision", decision, ground, named=refs)
        yield self._leaf("team", "hazardous_area", area, self._place(), event=event)
        yield self._leaf(
            "root",
            "accident",
            {"harmed": {"killed": 0, "injured": 1}, "what": "explosion"},
            Disc(self._position(), 20_000),
            event=event,
        )

    def _position(self) -> tuple[int, int]:
        west, south, east, north = WORLD.bbox
        return self.random.randrange(west, east), self.random.randrange(south, north)

    def _place(self) -> Polygons:
        x, y = self._position()
        return Polygons(box((x, y, x + self.random.randrange(500, 20_000), y + self.random.randrange(500, 20_000))))

    def _leaf(
        self,
        who: str,
        kind: str,
        body: dict[str, Any],
        ground: Footprint,
        *,
        named: dict[Rel, list[str]] | None = None,
        event: Event | None = None,
    ) -> bytes:
        key = self.keys[who]
        record: Record = build_record(
            kind,
            body,
            realm=Realm.TEST,
            origin=ORIGIN,
            recorded_at=self.now,
            footprint=ground,
            event=event,
            issuer=Issuer(office="bench" if who == "root" else "survey", holder=who, key=key.public.id),
            refs=[Ref(rel=rel, id=self.under.get(i, i)) for rel, ids in (named or {}).items() for i in ids],
            nonce=self.random.randbytes(16).hex(),
        )
        self.last = record
        return leaf_bytes(record, key.sign(signed_message(record.canonical)))


def _text(instant: datetime) -> str:
    return str(msgspec.to_builtins(instant))
