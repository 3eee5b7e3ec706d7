"""The check index against an STRtree of prepared shapely areas, the prototype where its source lies beside the
project, and PostGIS where it is installed; same questions.

The workload is the peer benchmark's (``../shared/bench/gen.py``): areas with kinds and times in a city and in a
country, points and lines. Whoever answers must give the same pairs. All take turns in every repeat; a ratio is the
median over repeats. The clock is the processor's time of the thread that asks, so that what else runs on the machine
does not count; where another process or thread works too (PostGIS, two threads), it is the wall's. Ready outside the
clock: indexes of areas, shapely's point and line objects, PostGIS's table of points with its GiST index. Ours begins
with columns of longitude and latitude.

    python bench/bench_index.py [--quick] [--native] [--no-postgis] [city|country …]

``--native`` leaves the slower engine out. BENCH_DATA: where the workload is, or goes.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import prototype
import shapely

from clearway.index import ENGINES, CheckIndex, PlaceIndex

AT = 1_748_736_000
GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "bench" / "gen.py"
DATA = Path(os.environ.get("BENCH_DATA", "build/bench"))
SEVERITY = np.array([3, 1, 2, 0], np.uint8)
REPEATS = 5
ASKED = [each for each in ENGINES if each == "native" or "--native" not in sys.argv] or list(ENGINES)
ELSEWHERE = {"PostGIS", "two threads", "one thread"}


class Work:
    """One scenario, with all its peers ready."""

    def __init__(self, name: str) -> None:
        areas = np.load(DATA / f"polys_{name}.npz")
        data, offsets = areas["wkb"].tobytes(), areas["off"].tolist()
        self.name = name
        self.wkb = [data[a:b] for a, b in pairwise(offsets)]
        self.since, self.until = areas["vf"].astype(np.int64), areas["vt"].astype(np.int64)
        self.severity = SEVERITY[areas["kind"]]
        e7 = np.load(DATA / f"points_{name}.npy")[:1_000_000]
        self.lon, self.lat = e7[:, 0] / 1e7, e7[:, 1] / 1e7
        lines = np.load(DATA / f"lines_{name}.npy")[:5_000]
        self.coords, self.offsets = np.ascontiguousarray(lines.reshape(-1, 2) / 1e7), np.arange(0, 1_000_001, 200)
        self.active = np.flatnonzero((self.since <= AT) & (self.until > AT) & (self.severity > 0))
        self.indexes = {engine: self.build(engine) for engine in ASKED}
        self.shapes = shapely.from_wkb(np.array(self.wkb, dtype=object))
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)
        self.points = shapely.points(self.lon, self.lat)
        self.lines = shapely.linestrings(lines[:500] / 1e7)
        self.e7 = np.ascontiguousarray(lines, dtype=np.int32)
        library = prototype.find()
        grades = np.where((self.since <= AT) & (self.until > AT), self.severity, 0).astype(np.uint8)
        self.prototype = prototype.Prototype(library, name, self.wkb, grades) if library else None

    def build(self, engine: str) -> CheckIndex:
        return CheckIndex.from_areas(self.wkb, self.severity, self.since, self.until, engine=engine)

    def tree_pairs(self, points: Any, x: Any, y: Any) -> tuple[Any, Any]:
        """The best way that shapely was found to have: boxes, then what counts, by area, then exactly."""
        point, area = self.tree.query(points)
        counts = np.isin(area, self.active, kind="table")
        point, area = point[counts], area[counts]
        order = np.argsort(area, kind="stable")
        point, area = point[order], area[order]
        held = shapely.intersects_xy(self.shapes[area], x[point], y[point])
        return point[held], area[held]

    def tree_lines(self) -> tuple[Any, Any, Any]:
        line, area = self.tree.query(self.lines)
        counts = np.isin(area, self.active, kind="table")
        line, area = line[counts], area[counts]
        order = np.argsort(area, kind="stable")
        line, area = line[order], area[order]
        touches = shapely.intersects(self.shapes[area], self.lines[line])
        line, area = line[touches], area[touches]
        return line, area, shapely.length(shapely.intersection(self.lines[line], self.shapes[area]))


def seconds(task: Callable[[], Any], count: int = 1) -> tuple[float, float, Any]:
    """The wall's and this thread's seconds for one of so many things, and what was found."""
    wall, thread = time.perf_counter(), time.thread_time()
    found = task()
    return (time.perf_counter() - wall) / count, (time.thread_time() - thread) / count, found


def digest(pairs: tuple[Any, ...]) -> tuple[int, int, int]:
    """Order does not matter, and two different sets hardly ever agree."""
    point, area = (np.asarray(column, dtype=np.uint64) for column in pairs[:2])
    return len(point), int((point * 2_654_435_761 % 1_000_003).sum()), int(((point + 7) * (area + 13) % 999_983).sum())


def compare(work: Work, task: str, peers: Mapping[str, tuple[Callable[[], Any], int]], same: bool = True) -> None:
    """Run the peers in turns and tell what each took for one thing, and how often the first fits into it."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in peers}
    for _ in range(REPEATS):
        digests = set()
        for name, (ask, count) in peers.items():
            wall, thread, found = seconds(ask, count)
            took[name].append((wall, thread))
            if same:
                digests.add(digest(found))
        if len(digests) > 1:
            raise SystemExit(f"{task}: the answers differ: {digests}")
    first = next(iter(peers))
    for name, each in took.items():
        clock = 0 if name in ELSEWHERE else 1
        ratios = [a[clock] / b[clock] for a, b in zip(each, took[first], strict=True)]
        us = 1e6 * statistics.median(spent[clock] for spent in each)
        tell(work, task, who=name, us=round(us, 4), times=round(statistics.median(ratios), 2))


def tell(work: Work, task: str, **figures: object) -> None:
    print(json.dumps({"bench": "index", "work": work.name, "task": task, **figures}), flush=True)


def points(work: Work) -> None:
    lon, lat, count = work.lon, work.lat, len(work.lon)
    peers: dict[str, tuple[Callable[[], Any], int]] = {
        e: (partial(index.pairs, lon, lat, AT), count) for e, index in work.indexes.items()
    }
    peers["STRtree"] = (lambda: work.tree_pairs(work.points, lon, lat), count)
    if work.prototype is not None:
        peers["prototype"] = (partial(work.prototype.pairs, lon, lat), count)
    with postgis(work) as ask:
        if ask is not None:
            peers["PostGIS"] = (lambda: ask(JOIN), count)
            found = ask(JOIN)
            if digest(found) != digest(work.indexes[ASKED[0]].pairs(lon, lat, AT)):
                raise SystemExit("PostGIS gives other pairs")
        compare(work, "a point among a million", peers)
    threads(work)
    worst = {e: (partial(index.worst, lon, lat, AT), count) for e, index in work.indexes.items()}
    compare(work, "the worst area of a point among a million", worst, same=False)


def threads(work: Work) -> None:
    """Two Python threads, each asking about half of the points; both wait for the wall's clock."""
    index, half = work.indexes[ASKED[0]], len(work.lon) // 2
    parts = [(work.lon[:half], work.lat[:half], AT), (work.lon[half:], work.lat[half:], AT)]
    with ThreadPoolExecutor(2) as pool:
        peers: dict[str, tuple[Callable[[], Any], int]] = {
            "two threads": (lambda: list(pool.map(lambda part: index.pairs(*part), parts)), len(work.lon)),
            "one thread": (lambda: [index.pairs(*part) for part in parts], len(work.lon)),
        }
        compare(work, "a point among a million, by two threads", peers, same=False)


def growth(work: Work) -> None:
    """How the cost of a point, and of the build, grows with areas, with their positions, and with points."""
    index, lon, lat = work.indexes[ASKED[0]], work.lon, work.lat

    def told(what: str, size: int, built: CheckIndex | None, points: int) -> None:
        built = built or index
        spent = [seconds(partial(built.pairs, lon[:points], lat[:points], AT), points)[1] for _ in range(REPEATS)]
        tell(work, f"growth with {what}", who=ASKED[0], size=size, us=round(1e6 * statistics.median(spent), 4))

    for count in (1_000, 10_000, 100_000, len(lon)):
        told("points", count, None, count)
    for count in (len(index) // 100, len(index) // 10, len(index)):
        columns = work.wkb[:count], work.severity[:count], work.since[:count], work.until[:count]
        built = [seconds(partial(CheckIndex.from_areas, *columns, engine=ASKED[0])) for _ in range(3)]
        spent = statistics.median(each[1] for each in built)
        tell(work, "growth of the build with areas", who=ASKED[0], size=count, us=round(1e6 * spent / count, 3))
        told("areas", count, built[0][2], len(lon))
    middle = float(np.median(lon)), float(np.median(lat))
    for count in (64, 1_024, 16_384, 262_144):
        angles = np.arange(count) * 2 * np.pi / count
        reach = 0.05 * (1 + 0.2 * np.sin(5 * angles) + 0.01 * np.sin(count / 7 * angles))
        ring = np.stack([middle[0] + reach * np.cos(angles), middle[1] + reach * np.sin(angles)], 1)
        wkb = shapely.to_wkb(shapely.Polygon(np.round(ring, 7)))
        built = [seconds(partial(CheckIndex.from_areas, [wkb], [1], [None], [None], engine=ASKED[0])) for _ in range(3)]
        spent = statistics.median(each[1] for each in built)
        tell(work, "growth of the build with positions", who=ASKED[0], size=count, us=round(1e6 * spent / count, 3))
        told("positions of one area", count, built[0][2], len(lon))


def one(work: Work) -> None:
    asked = list(zip(work.lon[:2000].tolist(), work.lat[:2000].tolist(), strict=True))

    def ours(index: CheckIndex) -> None:
        for x, y in asked:
            index.one(x, y, AT)

    def tree() -> None:
        for x, y in asked:
            near = work.tree.query(shapely.Point(x, y))
            near = near[(work.severity[near] > 0) & (work.since[near] <= AT) & (work.until[near] > AT)]
            near[shapely.intersects_xy(work.shapes[near], x, y)]

    peers = {e: (partial(ours, index), len(asked)) for e, index in work.indexes.items()}
    compare(work, "one point", {**peers, "STRtree": (tree, len(asked))}, same=False)


def lines(work: Work) -> None:
    few = 500 * 200
    all_lines = {
        e: (partial(index.lines, work.coords[:few], work.offsets[:501], AT), 500) for e, index in work.indexes.items()
    }
    compare(work, "a line of 200 positions, with metres", {**all_lines, "STRtree": (work.tree_lines, 500)})
    proto = work.prototype
    native = work.indexes.get("native")
    if native is not None:
        many: dict[str, tuple[Callable[[], Any], int]] = {
            "native": (lambda: native.lines(work.coords, work.offsets, AT), 5000)
        }
        if proto is not None:
            many["prototype"] = (lambda: proto.lines(work.e7), 5000)
        compare(work, "the same among 5,000", many)


def changes(work: Work) -> None:
    builds: dict[str, tuple[Callable[[], Any], int]] = {e: (partial(work.build, e), 1) for e in ASKED}

    def tree() -> Any:
        shapes = shapely.from_wkb(np.array(work.wkb, dtype=object))
        shapely.prepare(shapes)
        built = shapely.STRtree(shapes)
        built.query(shapely.Point(0, 0))
        return built

    if work.prototype is not None:
        builds["prototype"] = (work.prototype.build, 1)
    compare(work, "build", {**builds, "STRtree": (tree, 1)}, same=False)
    x, y = float(work.lon[0]), float(work.lat[0])

    def replace(index: CheckIndex, count: int) -> None:
        for number in range(count):
            index = index.replace(number, work.wkb[number], 3)
            index.one(x, y, AT)

    peers = {
        e: (partial(replace, work.indexes[e], 200 if e == "native" else 1), 200 if e == "native" else 1) for e in ASKED
    }

    def rebuild() -> None:
        shapely.STRtree(work.shapes).query(shapely.Point(x, y))

    compare(work, "a changed area, ready to be asked", {**peers, "STRtree": (rebuild, 1)}, same=False)
    for engine, index in work.indexes.items():
        tell(work, "memory", who=engine, megabytes=round(index.nbytes / 1e6, 2), areas=len(index))


def places(work: Work) -> None:
    rng = np.random.default_rng(1)
    angles = np.arange(64) * 2 * np.pi / 64
    new = []
    for number in rng.integers(0, len(work.lon), 60).tolist():
        reach = 564 * (1 + 0.2 * np.sin(5 * angles)) / 111_000
        ring = np.stack(
            [work.lon[number] + reach * np.cos(angles) / 0.85, work.lat[number] + reach * np.sin(angles)], 1
        )
        new.append(shapely.to_wkb(shapely.Polygon(np.round(ring, 7))))

    def held(index: PlaceIndex) -> list[int]:
        return [len(index.inside(each)) for each in new]

    peers: dict[str, tuple[Callable[[], Any], int]] = {}
    for engine in ASKED:
        index = PlaceIndex(work.lon, work.lat, engine=engine)
        peers[engine] = (partial(held, index), len(new))
    tree = shapely.STRtree(work.points)
    tree.query(shapely.Point(0, 0))
    peers["STRtree"] = (
        lambda: [len(tree.query(shapely.from_wkb(each), predicate="intersects")) for each in new],
        len(new),
    )
    compare(work, "a new area of 1 km2 among a million places", peers, same=False)


JOIN = f"""copy (select p.n, a.n from a join p on st_intersects(a.g, p.g)
    where a.severity > 0 and a.since <= {AT} and a.until > {AT}) to stdout with binary"""


@contextmanager
def postgis(work: Work) -> Iterator[Callable[[str], Any] | None]:
    """Ask a PostgreSQL of its own on a socket in a folder, if PostGIS is installed; its pairs come as binary rows."""
    found = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
    if not found or "--no-postgis" in sys.argv:
        yield None
        return
    programs = Path("/usr/lib/postgresql") / found[-1].parents[1].name / "bin"
    folder = Path(tempfile.mkdtemp(prefix="clearway-bench-", dir="/tmp"))
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")

    def run(*words: object, **more: Any) -> Any:
        return subprocess.run([*map(str, words)], check=True, cwd=folder, capture_output=True, **more)

    psql = [programs / "psql", "-h", folder, "-U", "bench", "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1"]
    run(programs / "initdb", "--pgdata", folder / "data", "--auth", "trust", "--username", "bench", "--no-sync", **who)
    options = (
        f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c jit=off -c shared_buffers=2GB "
        "-c work_mem=256MB -c maintenance_work_mem=512MB -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
    )
    server = [programs / "pg_ctl", "--pgdata", folder / "data", "--wait", "--log", folder / "log"]
    subprocess.run([*map(str, server), "--options", options, "start"], check=True, stdout=subprocess.DEVNULL, **who)
    try:
        sql = [
            "create extension postgis; create table xy (n int, x float8, y float8);",
            "create table a (n int, g geometry, severity int, since bigint, until bigint); copy a from stdin;",
            *(
                f"{n}\t{wkb.hex()}\t{s}\t{f}\t{u}"
                for n, (wkb, s, f, u) in enumerate(zip(work.wkb, work.severity, work.since, work.until, strict=True))
            ),
            "\\.\ncopy xy from stdin;",
            *(f"{n}\t{x!r}\t{y!r}" for n, (x, y) in enumerate(zip(work.lon.tolist(), work.lat.tolist(), strict=True))),
            "\\.\ncreate table p as select n, st_makepoint(x, y) as g from xy;",
            "create index on p using gist (g); vacuum analyze a; vacuum analyze p;",
        ]
        run(*psql, input="\n".join(sql).encode())

        def ask(query: str) -> Any:
            data = run(*psql, "-c", query).stdout
            rows = np.frombuffer(data[19:-2], dtype=[("", ">i2"), ("", ">i4"), ("n", ">i4"), ("", ">i4"), ("m", ">i4")])
            return rows["n"], rows["m"]

        ask(JOIN)
        yield ask
    finally:
        subprocess.run([*map(str, server), "--mode", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, **who)
        shutil.rmtree(folder)


def main() -> None:
    quick = "--quick" in sys.argv
    chosen = [each for each in sys.argv[1:] if not each.startswith("-")] or (["city"] if quick else ["city", "country"])
    if not all((DATA / f"lines_{name}.npy").exists() for name in chosen):
        if not GENERATOR.exists():
            print(json.dumps({"bench": "index", "skipped": f"no workload: {GENERATOR} is missing"}))
            return
        words = [sys.executable, GENERATOR, DATA, "--points", "1000000", "--lines", "5000"]
        subprocess.run(list(map(str, words)), check=True, stdout=subprocess.DEVNULL)
    for name in chosen:
        work = Work(name)
        tell(work, "machine", load=os.getloadavg()[0], engines=list(ENGINES), shapely=shapely.__version__)
        for task in (points, one, lines, places, changes, growth):
            task(work)


if __name__ == "__main__":
    main()
