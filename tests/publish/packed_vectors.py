"""The test vectors of the packed snapshot: what is in them, and (run as a program) how their files are written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clearway.geometry import Polygon, Region, box
from clearway.publish import (
    Known,
    Snapshot,
    SnapshotNote,
    identify,
    pack,
    sign_snapshot,
    write_packed,
    write_snapshot,
)
from clearway.publish.parts import Limits, Vocabulary
from clearway.publish.rangecoder import Bits, Letters, Reader
from clearway.signing import PrivateKey
from clearway.situation import (
    AnnouncedCorridor,
    Cover,
    Dangling,
    Hold,
    LogState,
    OpenCorridor,
    Quote,
    Situation,
)
from clearway.terms import Axis, ClosureState, HazardState, Product, Realm
from clearway.tlog.note import NoteSigner, SignatureType
from tests.shapes import ZOO

FOLDER = Path(__file__).with_name("vectors")
AT = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PUBLISHER = NoteSigner("crisis.example/public", SignatureType.ED25519, PrivateKey(bytes([7]) * 32))
MAC = "mac.example/public"


def identifier(number: int) -> str:
    return f"sha256:{number * 0x9E3779B97F4A7C15F39CC0605CEDC8341082276BF3A27251 % 2**256:064x}"


def taken(situation: Situation, **fields: object) -> Snapshot:
    values = {
        "realm": Realm.TEST,
        "publisher": PUBLISHER.name,
        "frontier": {PUBLISHER.name: Known(12, identifier(1))},
        "trust": identifier(2),
        "valid_until": situation.at + 24 * HOUR,
        "corridor_s": 1800,
    }
    return Snapshot(situation=situation, **values | fields)  # type: ignore[arg-type]


def empty() -> Snapshot:
    return taken(Situation(AT, None, (), (), (), (), (), 100))


def log(remit: Region, **fields: object) -> LogState:
    values = {"origin": PUBLISHER.name, "owner": "crisis-desk", "remit": remit, "fresh_at": AT, "stale": False}
    return LogState(**values | fields)  # type: ignore[arg-type]


def words() -> Snapshot:
    square = box((200_000_000, 321_000_000, 200_100_000, 321_100_000))
    part = box((200_000_000, 321_000_000, 200_050_000, 321_100_000))
    said = Quote(
        identifier(9), 3, 41, "لا تدخلوا قبل التفتيش", "غرفة العمليات", "ناطق", AT - HOUR, "https://a.example/1", "ناطق"
    )
    seen = Quote("", 0, 0, None, None, "𐤀 <b>", None, None, None)
    reduced = Cover(
        identifier(5),
        Axis.HAZARD,
        Product.REDUCED,
        AT - HOUR,
        (part, square),
        (part,),
        300,
        "house 4",
        "mac",
        (identifier(6),),
    )
    closed = Hold(
        identifier(3), "closure", PUBLISHER.name, "crisis-desk", square, AT - 90 * HOUR + timedelta(microseconds=7),
        ClosureState.CLOSED, HazardState.SUSPECTED, False, "house 4", AT + 5 * HOUR, None, ("contested",),
        ("fighting", "booby_traps"), "fully_searched", "+218 91 000 0001", "القوارشة", 100, (said, seen), (reduced,),
    )  # fmt: skip
    asleep = Hold(
        identifier(4),
        "curfew",
        PUBLISHER.name,
        "crisis-desk",
        part,
        AT - timedelta(seconds=30),
        ClosureState.ENDED_BY_ITS_TERM,
        None,
        next_start=AT + HOUR,
    )
    later = Hold(
        identifier(8),
        "closure",
        MAC,
        "mac",
        square,
        AT + HOUR,
        ClosureState.CONDITIONAL,
        None,
        unplaced=True,
    )
    way = AnnouncedCorridor(
        identifier(10), part, "a", "b", "", AT, AT + HOUR, ("c", ""), "red-crescent", "d", ("corridor.no_parties",)
    )
    unknown = AnnouncedCorridor(identifier(11), square, "a", "b", "c", AT, AT + HOUR, None)
    return taken(
        Situation(
            AT, (199_000_000, 320_000_000, 201_000_000, 322_000_000), (closed, asleep), (later,),
            (OpenCorridor(identifier(12), part, AT + HOUR, AT),),
            (log(square), log(part, origin=MAC, fresh_at=None, stale=True, conflict="log.forked", contact="1")),
            (Dangling(identifier(13), square, (identifier(14), identifier(3))),), 250, (way, unknown),
        ),
        realm=Realm.DEMONSTRATION,
        frontier={PUBLISHER.name: Known(12, identifier(1)), MAC: Known(0, identifier(0))},
    )  # fmt: skip


def straight() -> Region:
    """Positions along straight lines: each guess is right."""
    along = [(1_000 * number, 0) for number in range(40)]
    return Region((Polygon(((*along, (39_000, 500), (0, 500), (0, 0)),)),))


def round_with_a_hole() -> Region:
    outer = ((-500, 0), (-400, -300), (0, -500), (300, -400), (500, 0), (300, 400), (0, 500), (-300, 400), (-500, 0))
    hole = ((-100, 0), (0, 120), (90, 10), (10, -100), (-100, 0))
    return Region((Polygon((outer, hole)), Polygon((((600, 0), (700, 0), (650, 3), (600, 0)),))))


def ground() -> Snapshot:
    shapes = [*ZOO.values(), straight(), round_with_a_hole(), ZOO["frame"]]
    holds = [
        Hold(identifier(number), "closure", PUBLISHER.name, "crisis-desk", shape, AT, ClosureState.CLOSED, None)
        for number, shape in enumerate(shapes)
    ]
    return taken(Situation(AT, None, tuple(holds), (), (), (log(ZOO["whole map"]),), (), 100))


VECTORS = {"empty": empty, "words": words, "ground": ground}


def write(name: str) -> tuple[bytes, bytes]:
    """The document and the signed file of a vector."""
    snapshot = VECTORS[name]()
    document = write_snapshot(snapshot)
    packed = pack(document)
    at, until = snapshot.situation.at, snapshot.valid_until
    note = SnapshotNote(PUBLISHER.name, identify(document), at, until, identify(packed))
    return document, write_packed(packed, sign_snapshot(note, PUBLISHER))


class Traced(Reader):
    """A reader that says of each answer how it came about, as the example of the specification does."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.lines: list[str] = []

    def bit(self, bits: Bits, at: int, value: int) -> int:
        chance, width, code = bits.chances[at], self._range, self._code
        found = super().bit(bits, at, value)
        learned = bits.chances[at]
        self.lines.append(
            f"| {width:08x} | {code:08x} | {chance} | {(width >> 12) * (chance >> 4):08x} | {found:d} | {learned} |"
        )
        return found


def trace_of_a_text(name: str) -> list[str]:
    """The answers that give the first text of a vector."""
    document, file = write(name)
    traced = Traced(file.partition(b"\0")[2][1:])
    realm = Vocabulary(Letters(), Limits()).field()
    assert realm(traced, None) == json.loads(document)["realm"]
    return traced.lines


if __name__ == "__main__":
    for each in VECTORS:
        document, packed = write(each)
        (FOLDER / f"{each}.json").write_bytes(document)
        (FOLDER / f"{each}.packed").write_bytes(packed)
    (FOLDER / "publisher.vkey").write_text(PUBLISHER.verifier.text + "\n")
