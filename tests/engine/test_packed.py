"""The packed snapshot in the browser: the same document to the letter as in Python, and the same refusals."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import Region, box, normalise, parse_region
from clearway.index import SituationIndex
from clearway.problems import Refused
from clearway.publish import Snapshot, pack, read_snapshot, unpack, write_snapshot
from clearway.situation import Cover, Dangling, Hold, OpenCorridor
from clearway.terms import Axis, ClosureState, HazardState, Product
from tests.engine.browser import Engine
from tests.engine.expected import answer_json, instant, shape_numbers
from tests.engine.strategies import portion, snapshots
from tests.publish.packed_vectors import FOLDER, VECTORS
from tests.publish.test_packed import noted, signed
from tests.publish.test_snapshot import AT, bare, hold, identifier, taken
from tests.shapes import extreme_regions, regions

UNREADABLE = "publish.snapshot_unreadable"


def sent(*files: bytes) -> list[str]:
    return [base64.b64encode(each).decode() for each in files]


def test_the_hash_is_sha_256(engine: Engine):
    data = [bytes([length % 251]) * length for length in (0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 100_003)]
    assert engine.call("hashes", sent(*data)) == [f"sha256:{hashlib.sha256(each).hexdigest()}" for each in data]


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector_is_read_to_the_letter(engine: Engine, name: str):
    document, file = ((FOLDER / f"{name}.{suffix}").read_bytes() for suffix in ("json", "packed"))
    assert engine.call("unpacked", sent(file.partition(b"\0")[2])) == [document.decode()]
    assert engine.call("refusedFiles", sent(file)) == [None]


@pytest.mark.law
@portion(25)
@given(st.lists(snapshots(), min_size=1, max_size=3), st.lists(regions() | extreme_regions(), max_size=6, unique=True))
def test_any_snapshot_unpacks_to_the_same_document(engine: Engine, several: list[Snapshot], ground: list[Region]):
    drawn = taken(bare(*(hold(footprint=each) for each in ground)))
    documents = [write_snapshot(each) for each in (*several, drawn)]
    assert engine.call("unpacked", sent(*map(pack, documents))) == [each.decode() for each in documents]


@pytest.mark.law
@portion(30)
@given(snapshots(), st.data())
def test_packed_bytes_that_were_altered_are_read_as_in_python_or_refused_as_there(
    engine: Engine, snapshot: Snapshot, data: st.DataObject
):
    packed = pack(write_snapshot(snapshot))
    altered = []
    for _ in range(8):
        other, at = bytearray(packed), data.draw(st.integers(0, len(packed) - 1))
        match data.draw(st.integers(0, 2)):
            case 0:
                other[at] ^= data.draw(st.integers(1, 255))
            case 1:
                del other[at:]
            case _:
                other[at:at] = data.draw(st.binary(min_size=1, max_size=9))
        altered.append(bytes(other))
    expected: list[Any] = []
    for each in altered:
        try:
            expected.append(unpack(each).decode())
        except Refused as refused:
            expected.append({"refused": refused.problems[0].code})
    assert engine.call("unpacked", sent(*altered)) == expected


def test_a_file_that_is_not_what_its_note_names_is_refused(engine: Engine):
    open_, closed = taken(bare()), taken(bare(hold()))
    file = signed(closed)
    note, _, packed = file.partition(b"\0")
    mixed = note + b"\0" + pack(write_snapshot(open_))
    other_version = note + b"\0\x02" + packed[1:]
    foreign = file.replace(b"clearway-snapshot/1", b"clearway-snapshot/2", 1)
    cut = [file[:-1], file + b"\0", other_version]
    unpackable = noted(write_snapshot(closed), packed[:-1])
    wrong = [b"", b"\0", note, foreign, b"\xff" + file, packed, unpackable]
    untrue = noted(write_snapshot(closed), pack(write_snapshot(open_)))
    other = [mixed, untrue, *cut]
    assert engine.call("refusedFiles", sent(file, *other)) == [None, *["publish.other_snapshot"] * len(other)]
    assert engine.call("refusedFiles", sent(*wrong)) == [UNREADABLE] * len(wrong)


# ------------------------------------------------------------------------------------------------ many points

HOUR = timedelta(hours=1)
EXTENT = 4_000
CORNER = (200_000_000, 321_000_000)


def blob(chance: np.random.Generator) -> Region | None:
    """An irregular area, one in three with a hole, one in five in two parts."""
    x, y, size = chance.uniform(0, EXTENT), chance.uniform(0, EXTENT), chance.uniform(40, 700)
    count = int(chance.integers(3, 24))
    angles = np.sort(chance.uniform(0, 2 * np.pi, count))

    def ring(x: float, y: float, size: float) -> list[list[int]]:
        reach = size * chance.uniform(0.5, 1.0, count)
        places = np.rint(np.c_[x + reach * np.cos(angles), y + reach * np.sin(angles)]).astype(int) + CORNER
        return [*places.tolist(), places[0].tolist()]

    polygons = [[ring(x, y, size)]]
    if chance.random() < 0.33:
        polygons[0].append(ring(x, y, size / 3))
    if chance.random() < 0.2:
        polygons.append([ring(x + 3 * size, y, size / 2)])
    try:
        return parse_region(normalise(polygons))
    except Refused:
        return None


def areas(chance: np.random.Generator, count: int) -> list[Region]:
    """So many areas, some of which share edges and corners with another."""
    found = [each for _ in range(6 * count) if (each := blob(chance)) is not None][: count - 8]
    x, y = CORNER
    return found + [box((x + 500 * n, y + 100, x + 500 * (n + 1), y + 600)) for n in range(8)]


CLOSURES = [ClosureState.CLOSED, None, ClosureState.CONDITIONAL, ClosureState.ENDED_BY_ITS_TERM]
HAZARDS = [None, HazardState.SUSPECTED, HazardState.CONFIRMED, None]
RELEASES = [
    (Axis.HAZARD, Product.CLEARED),
    (Axis.HAZARD, Product.CANCELLED),
    (Axis.CLOSURE, Product.REOPENED),
    (Axis.CLOSURE, Product.VOIDED_IN_ERROR),
]


def restriction(number: int, ground: list[Region], chance: np.random.Generator) -> Hold:
    """One of the areas closed or dangerous; two in three are covered in part by a release."""
    other, third = (ground[int(n)] for n in chance.integers(0, len(ground), 2))
    axis, product = RELEASES[int(chance.integers(4))]
    cover = Cover(identifier(900 + number), axis, product, AT - HOUR, (ground[number], other), (third,), 200)
    closure = CLOSURES[number % 4]
    return hold(
        record=identifier(number),
        footprint=ground[number],
        since=AT - number * HOUR,
        closure=closure,
        hazard=HAZARDS[number % 4],
        unplaced=number == 6,
        next_start=AT + 25 * HOUR if closure is ClosureState.ENDED_BY_ITS_TERM else None,
        covers=(cover,) if number % 3 else (),
    )


def city() -> Snapshot:
    """A situation of eighty areas with everything that bears on an answer."""
    chance = np.random.default_rng(20_261_130)
    ground = areas(chance, 80)
    later = (
        hold(record=identifier(200 + n), footprint=each, since=AT + 20 * HOUR) for n, each in enumerate(ground[70:74])
    )
    remit = box((CORNER[0] - 300, CORNER[1] - 300, CORNER[0] + EXTENT - 300, CORNER[1] + EXTENT))
    situation = bare(
        *(restriction(number, ground, chance) for number in range(70)),
        upcoming=tuple(later),
        corridors=(OpenCorridor(identifier(300), ground[75], AT + 40 * HOUR, AT + 25.7 * HOUR),),
    )
    return taken(
        replace(
            situation,
            logs=tuple(replace(log, remit=remit) for log in situation.logs),
            dangling=(Dangling(identifier(4), ground[76], (identifier(5),)),),
        )
    )


def awkward(snapshot: Snapshot) -> Any:
    """Every vertex and all positions next to it, and the middle of every edge."""
    rings = [ring for shape in shape_numbers(snapshot) for polygon in shape.polygons for ring in polygon.rings]
    found = {(x + dx, y + dy) for ring in rings for x, y in ring for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    found |= {((a[0] + b[0]) // 2, (a[1] + b[1]) // 2) for ring in rings for a, b in pairwise(ring)}
    return np.array(sorted(found))


def different(engine: Engine, snapshot: Snapshot, at: datetime, points: Any) -> tuple[int, list[Any]]:
    """How many different answers there are in Python, and the points that the browser answers otherwise."""
    said, numbers = SituationIndex(read_snapshot(write_snapshot(snapshot)).situation_at(at)).look_up(points)
    given_ = {"file": sent(signed(snapshot))[0], "at": instant(at), "points": points.tolist()}
    found = engine.call("askPoints", given_)
    shapes = shape_numbers(snapshot)
    pairs = sorted(set(zip(numbers.tolist(), found["numbers"], strict=True)))
    wrong = [(a, b) for a, b in pairs if answer_json(said[a], shapes) != found["answers"][b]]
    return len({json.dumps(answer_json(said[a], shapes)) for a, _ in pairs}), wrong


def test_a_hundred_thousand_points_and_all_awkward_ones_are_answered_as_in_python(engine: Engine):
    snapshot = city()
    chance = np.random.default_rng(7)
    anywhere = np.array(CORNER) + chance.integers(-500, EXTENT + 500, (100_000, 2))
    points = np.vstack([anywhere, awkward(snapshot)])
    answers, wrong = different(engine, snapshot, AT, points)
    assert not wrong
    assert answers > 250
    # The copy is too old by then, what was announced has begun, a curfew is back.
    answers, wrong = different(engine, snapshot, AT + 26 * HOUR, points[::10])
    assert not wrong
    assert answers > 150
