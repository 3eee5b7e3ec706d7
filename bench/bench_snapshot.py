"""The packed snapshot of a city's areas against formats in use for shapes, in bytes; and how long each takes to load.

The workload is the peer benchmark's (``../shared/bench/gen.py``): 2,000 areas with kind and times. Every peer holds the
same integers (1e-7 degree), kinds and times; ours holds a whole snapshot, once with areas named by a short word as the
peers' are, once with records' ids of 32 bytes, the note and all fields. Compressed by deflate (zlib, level 9), and by
brotli where its module is installed. Loading ends where a question can be asked: a situation; for peers the shapes.

    python bench/bench_snapshot.py [--quick]        --quick: without Chromium
"""

from __future__ import annotations

import base64
import importlib
import json
import shutil
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from clearway.geometry import Region, box, normalise, parse_region
from clearway.publish import (
    Known,
    Snapshot,
    SnapshotNote,
    identify,
    open_packed,
    pack,
    read_snapshot,
    sign_snapshot,
    write_packed,
    write_snapshot,
)
from clearway.signing import PrivateKey
from clearway.situation import Hold, LogState, Situation
from clearway.terms import ClosureState, HazardState, Realm
from clearway.tlog.note import NoteSigner, SignatureType

ROOT = Path(__file__).resolve().parents[1]
GENERATOR = ROOT.parent / "shared" / "bench"
SEED = 20_230_911
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT = 1_748_736_000
OPEN_END = 2**62
HAZARDS = (None, HazardState.SUSPECTED, HazardState.CONFIRMED, HazardState.INDICATION)
SIGNER = NoteSigner("city.example/public", SignatureType.ED25519, PrivateKey(bytes([1]) * 32))
REPEATS = 3


class Work:
    """The areas, as columns and as snapshots."""

    def __init__(self) -> None:
        sys.path.insert(0, str(GENERATOR))
        self.shapes, self.kind, self.since, self.until, _ = importlib.import_module("gen").polygons("city", SEED)
        self.open = self.until == OPEN_END
        self.regions = [region(shape) for shape in self.shapes]

    def snapshot(self, name: Callable[[int], str]) -> Snapshot:
        """The areas as a whole snapshot; ``name`` gives the id of a record."""
        holds = [self._hold(number, name(number)) for number in range(len(self.regions))]
        at = moment(AT)
        log = LogState(SIGNER.name, "crisis-desk", box((190_000_000, 310_000_000, 210_000_000, 330_000_000)), at, False)
        ordered = tuple(sorted(holds, key=lambda hold: hold.record))
        return Snapshot(
            situation=Situation(at, None, ordered, (), (), (log,), (), 100),
            realm=Realm.TEST,
            publisher=SIGNER.name,
            frontier={SIGNER.name: Known(2_000, identify(b"root"))},
            trust=identify(b"trust"),
            valid_until=at + timedelta(days=1),
            corridor_s=1800,
        )

    def _hold(self, number: int, record: str) -> Hold:
        kind = int(self.kind[number])
        return Hold(
            record=record,
            kind="hazardous_area" if kind else "closure",
            origin=SIGNER.name,
            office="crisis-desk",
            footprint=self.regions[number],
            since=moment(self.since[number]),
            closure=None if kind else ClosureState.CLOSED,
            hazard=HAZARDS[kind],
            until=None if self.open[number] else moment(self.until[number]),
            reasons=("mines",) if kind else ("fighting",),
        )

    def columns(self) -> bytes:
        """Kinds and times as plain columns, for peers whose format has none: seconds in 32 bits, an open end as 0."""
        until = np.where(self.open, 0, self.until)
        columns = (self.kind, self.since.astype("<u4"), until.astype("<u4"))
        return b"".join(bytes(each.tobytes()) for each in columns)


def moment(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=int(seconds))


def region(shape: Any) -> Region:
    parts = [[part.exterior, *part.interiors] for part in shapely.get_parts(shape)]
    e7 = [[np.rint(np.array(ring.coords) * 1e7).astype(int).tolist() for ring in rings] for rings in parts]
    return parse_region(normalise(e7))


def signed(snapshot: Snapshot) -> bytes:
    document = write_snapshot(snapshot)
    packed, at, until = pack(document), snapshot.situation.at, snapshot.valid_until
    said = SnapshotNote(SIGNER.name, identify(document), at, until, identify(packed))
    return write_packed(packed, sign_snapshot(said, SIGNER))


# ------------------------------------------------------------------------------------------------ peers


def geojson(work: Work) -> bytes:
    rows = zip(work.shapes, work.kind.tolist(), work.since.tolist(), work.until.tolist(), work.open, strict=True)
    features = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(shape),
            "properties": {"kind": kind, "from": since, "until": None if ends else until},
        }
        for shape, kind, since, until, ends in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def twkb(work: Work) -> bytes:
    """Tiny WKB: zigzag varints of steps, carried on from ring to ring, precision 7."""
    return b"".join(map(_twkb, work.regions)) + work.columns()


def _twkb(shape: Region) -> bytes:
    several = len(shape.polygons) > 1
    # Type and precision (7 as zigzag 14), no bounding box, size, ids or third axis.
    head = bytes([(14 << 4) | (6 if several else 3), 0])
    out = bytearray(head + (varint(len(shape.polygons)) if several else b""))
    x = y = 0
    for polygon in shape.polygons:
        out += varint(len(polygon.rings))
        for ring in polygon.rings:
            out += varint(len(ring))
            for east, north in ring:
                out += varint(zigzag(east - x)) + varint(zigzag(north - y))
                x, y = east, north
    return bytes(out)


def zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def flatgeobuf(work: Work, *, index: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "areas.fgb"
        pyogrio.raw.write(
            path,
            shapely.to_wkb(np.array([shapely.MultiPolygon(list(shapely.get_parts(each))) for each in work.shapes])),
            [work.kind.astype(np.int32), work.since, np.where(work.open, 0, work.until)],
            ["kind", "since", "until"],
            geometry_type="MultiPolygon",
            crs="EPSG:4326",
            SPATIAL_INDEX="YES" if index else "NO",
        )
        return path.read_bytes()


def peers(work: Work) -> Iterator[tuple[str, bytes]]:
    yield "GeoJSON", geojson(work)
    yield "WKB and columns", b"".join(shapely.to_wkb(work.shapes)) + work.columns()
    yield "TWKB and columns", twkb(work)
    yield "FlatGeobuf with its index", flatgeobuf(work, index=True)
    yield "FlatGeobuf", flatgeobuf(work, index=False)
    document = write_snapshot(work.snapshot(str))
    yield "snapshot.json, short names", document
    if cbor := installed("cbor2"):
        yield "the same as CBOR", cbor.dumps(json.loads(document))


def installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


# ------------------------------------------------------------------------------------------------ figures


def tell(**figures: object) -> None:
    print(json.dumps({"bench": "snapshot", **figures}), flush=True)


def sizes(work: Work) -> None:
    brotli = installed("brotli")
    ours = len(signed(work.snapshot(str)))
    for name, data in peers(work):
        small = {"deflate": len(zlib.compress(data, 9))}
        if brotli:
            small["brotli"] = len(brotli.compress(data, quality=11))
        ratios = {f"times_ours_{each}": round(size / ours, 2) for each, size in small.items()}
        tell(format=name, bytes=len(data), **small, **ratios)
    tell(format="snapshot.packed, short names", bytes=ours)


def seconds(task: Callable[[], object]) -> float:
    """The processor's time, which other programs lengthen less than the clock's."""
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        task()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def loading(work: Work, file: bytes, document: bytes) -> None:
    wkb = shapely.to_wkb(work.shapes)
    text = geojson(work)
    tell(
        loading="python",
        packed_ms=round(1e3 * seconds(lambda: read_snapshot(open_packed(file, SIGNER.verifier)[1]))),
        json_ms=round(1e3 * seconds(lambda: read_snapshot(document))),
        packing_ms=round(1e3 * seconds(lambda: pack(document))),
        geojson_shapes_ms=round(1e3 * seconds(lambda: shapely.from_geojson(text.decode()))),
        wkb_shapes_ms=round(1e3 * seconds(lambda: shapely.from_wkb(wkb)), 1),
    )


def in_chromium(work: Work, file: bytes) -> None:
    sys.path.insert(0, str(ROOT))
    browser = importlib.import_module("tests.engine.browser")
    playwright = importlib.import_module("playwright.sync_api")
    chance = np.random.default_rng(3)
    west, south, east, north = shapely.total_bounds(work.shapes)
    points = np.c_[chance.uniform(west, east, 2_000), chance.uniform(south, north, 2_000)]
    given = {
        "file": base64.b64encode(file).decode(),
        "at": moment(AT).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "points": np.rint(points * 1e7).astype(int).tolist(),
    }
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        tell(loading="chromium", skipped="no chromium")
        return
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for engine in browser.start_engine(chromium):
            found = engine.call("time", given)
            tell(loading="chromium", **{f"{name}_ms": round(value, 2) for name, value in found.items()})


def main() -> None:
    """Print one JSON line a figure."""
    if not (GENERATOR / "gen.py").is_file():
        tell(skipped=f"no workload: {GENERATOR} is missing")
        return
    work = Work()
    whole = work.snapshot(lambda number: identify(str(number).encode()))
    file, document = signed(whole), write_snapshot(whole)
    tell(format="snapshot.packed, whole", bytes=len(file), json=len(document), deflate=len(zlib.compress(document, 9)))
    sizes(work)
    loading(work, file, document)
    if "--quick" not in sys.argv:
        in_chromium(work, file)


if __name__ == "__main__":
    main()
