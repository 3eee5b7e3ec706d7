"""The index and PostGIS give the same pairs: a server of its own on a socket in a folder, for these tests alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from clearway.geometry import Region
from clearway.index import CheckIndex
from tests import parts
from tests.index.areas import holds, to_wkb
from tests.index.test_contract import outline
from tests.shapes import BENGHAZI, ZOO, scaled

Ints = NDArray[np.int64]
MILLION = 1_000_000
ASKED_OF_POSTGIS = 300_000
"""A million agree as well, as was seen; copying them to the server and back takes a minute of every run."""


def unprivileged() -> dict[str, Any]:
    """PostgreSQL does not run as root; somebody else then."""
    if os.getuid() != 0:
        return {}
    names = {each.pw_name for each in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def server() -> Iterator[list[str]]:
    """The words that start psql on a fresh server with PostGIS, which listens on no network."""
    programs, who = parts.postgis(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="clearway-postgis-", dir="/tmp"))
    if who:
        shutil.chown(folder, who["user"])
    data = folder / "data"

    def run(*words: object) -> None:
        subprocess.run(
            [*map(str, words)], check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who
        )

    run(programs / "initdb", "--pgdata", data, "--auth", "trust", "--username", "clearway", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run(programs / "pg_ctl", "--pgdata", data, "--wait", "--log", folder / "log", "--options", options, "start")
    psql = [str(programs / "psql"), "-h", str(folder), "-U", "clearway", "-d", "postgres", "-qAtX", "-F", " "]
    try:
        subprocess.run([*psql, "-c", "create extension postgis"], check=True, cwd=folder, capture_output=True)
        yield psql
    finally:
        run(programs / "pg_ctl", "--pgdata", data, "--wait", "--mode", "immediate", "stop")
        shutil.rmtree(folder)


def ask(psql: list[str], areas: list[Region], points: Ints) -> Ints:
    """The pairs that PostGIS finds, as rows of point and area, sorted."""
    lon, lat = points.T / 1e7
    sql = [
        "create temp table a (n int, g geometry);",
        "copy a from stdin;",
        *(f"{n}\t{to_wkb(area).hex()}" for n, area in enumerate(areas)),
        "\\.",
        "create temp table xy (n int, x float8, y float8);",
        "copy xy from stdin;",
        *(f"{n}\t{x!r}\t{y!r}" for n, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True))),
        "\\.",
        "create temp table p as select n, st_makepoint(x, y) as g from xy;",
        "create index on p using gist (g);",
        "analyze;",
        "select p.n, a.n from a join p on st_intersects(a.g, p.g);",
    ]
    said = subprocess.run(psql, input="\n".join(sql) + "\n", capture_output=True, text=True, check=True, cwd="/tmp")
    assert said.stderr == ""
    return ordered(np.array(said.stdout.split(), dtype=np.int64).reshape(-1, 2))


def ordered(pairs: Ints) -> Ints:
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


def make(count: int) -> tuple[list[Region], Ints, int]:
    """Areas, so many points among them, and how many of these are corners and middles of edges, which come first."""
    rng = np.random.default_rng(7)
    middles = (BENGHAZI + rng.integers(-3_000_000, 3_000_000, (200, 2))).tolist()
    areas = [outline(rng, (x, y), int(rng.integers(3, 300))) for x, y in middles]
    # PostGIS asks for parts that do not overlap; where ours do, the definition alone is compared (test_contract).
    areas += [scaled(region) for name, region in ZOO.items() if name not in {"whole map", "overlapping"}]
    edges = np.array([edge for area in areas for polygon in area.polygons for edge in polygon.edges], dtype=np.int64)
    awkward = np.concatenate([edges[:, :2], (edges[:, :2] + edges[:, 2:]) // 2])
    near = BENGHAZI + rng.integers(-3_500_000, 3_500_000, (count - len(awkward), 2))
    return areas, np.concatenate([awkward, near]), len(awkward)


@pytest.fixture(scope="module")
def told(server: list[str]) -> tuple[list[Region], Ints, int, Ints]:
    """The same, and what PostGIS says of it, asked once for both engines."""
    areas, points, awkward = make(ASKED_OF_POSTGIS)
    return areas, points, awkward, ask(server, areas, points)


def test_hundreds_of_thousands_of_points_agree_with_postgis(engine, told) -> None:
    areas, points, awkward, theirs = told
    never = [None] * len(areas)
    index = CheckIndex.from_areas(list(map(to_wkb, areas)), [1] * len(areas), never, never, engine=engine)
    found = index.pairs(points[:, 0] / 1e7, points[:, 1] / 1e7, 0)
    ours = ordered(np.stack(found, axis=1).astype(np.int64))
    keys = [pairs[:, 0] * len(areas) + pairs[:, 1] for pairs in (ours, theirs)]
    different = np.setxor1d(keys[0], keys[1])
    # PostGIS decides on doubles of degrees. Where the two differ, the definition on whole numbers says who is right.
    for key in different.tolist():
        point, area = divmod(key, len(areas))
        assert holds(areas[area], tuple(points[point].tolist())) == (key in keys[0])
        assert point < awkward, "they differ on edges alone"
    assert len(np.unique(keys[0])) == len(keys[0])
    assert len(ours) > 50_000
    assert np.count_nonzero(ours[:, 0] < awkward) > 30_000


def test_a_million_points_agree_with_shapely_itself(engine) -> None:
    areas, points, _ = make(MILLION)
    never = [None] * len(areas)
    index = CheckIndex.from_areas(list(map(to_wkb, areas)), [1] * len(areas), never, never, engine=engine)
    ours = ordered(np.stack(index.pairs(points[:, 0] / 1e7, points[:, 1] / 1e7, 0), axis=1).astype(np.int64))
    # Each part by itself, on doubles that are whole numbers.
    parts_of = [(number, polygon) for number, area in enumerate(areas) for polygon in area.polygons]
    drawn = [shapely.Polygon(polygon.rings[0], polygon.rings[1:]) for _, polygon in parts_of]
    tree = shapely.STRtree(shapely.points(points.astype(np.float64)))
    part, point = tree.query(drawn, predicate="intersects")
    owners = np.array([number for number, _ in parts_of])
    theirs = np.unique(np.stack([point, owners[part]], axis=1), axis=0)
    assert np.array_equal(ours, theirs)
