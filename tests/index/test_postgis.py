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

from clearway.geometry import Region
from clearway.index import CheckIndex
from tests import parts
from tests.index.areas import degrees, holds, to_wkb
from tests.index.test_contract import outline
from tests.shapes import BENGHAZI, ZOO, scaled


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


def ask(psql: list[str], areas: list[Region], points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    lon, lat = degrees(points)
    sql = [
        "create temp table a (n int, g geometry);",
        "create temp table p (n int, g geometry);",
        "copy a from stdin;",
        *(f"{n}\t{to_wkb(area).hex()}" for n, area in enumerate(areas)),
        "\\.",
        "create temp table xy (n int, x float8, y float8);",
        "copy xy from stdin;",
        *(f"{n}\t{x!r}\t{y!r}" for n, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True))),
        "\\.",
        "insert into p select n, st_makepoint(x, y) from xy;",
        "create index on p using gist (g);",
        "analyze;",
        "select p.n, a.n from a join p on st_intersects(a.g, p.g);",
    ]
    said = subprocess.run(psql, input="\n".join(sql) + "\n", capture_output=True, text=True, check=True, cwd="/tmp")
    assert said.stderr == ""
    return sorted((int(p), int(a)) for p, a in (line.split() for line in said.stdout.splitlines()))


def test_a_hundred_thousand_points_agree_with_postgis(engine, server) -> None:
    rng = np.random.default_rng(7)
    middles = (BENGHAZI + rng.integers(-3_000_000, 3_000_000, (200, 2))).tolist()
    areas = [outline(rng, (x, y), int(rng.integers(3, 300))) for x, y in middles]
    # PostGIS asks for parts that do not overlap; where ours do, the definition alone is compared (test_contract).
    areas += [scaled(region) for name, region in ZOO.items() if name not in {"whole map", "overlapping"}]
    corners = [each for area in areas[:50] for each in area.positions()]
    points = [*corners, *((x, y) for x, y in (BENGHAZI + rng.integers(-3_500_000, 3_500_000, (100_000, 2))).tolist())]
    index = CheckIndex.from_areas(
        [to_wkb(area) for area in areas], [1] * len(areas), [None] * len(areas), [None] * len(areas), engine=engine
    )
    found = index.pairs(*degrees(points), 0)
    pairs = sorted(zip(found[0].tolist(), found[1].tolist(), strict=True))
    theirs = ask(server, areas, points)
    # PostGIS decides on doubles of degrees. Where the two differ, the definition on whole numbers says who is right.
    for point, area in set(pairs) ^ set(theirs):
        assert holds(areas[area], points[point]) == ((point, area) in set(pairs))
    assert len(set(pairs) ^ set(theirs)) < len(corners)
    assert len(pairs) > 10_000
