"""Putting the same question to the projection and to the oracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st

from clearway.geometry import At, Region, Track, parse_region
from clearway.projection import History
from clearway.situation import Answer
from clearway.terms import Verdict
from tests.laws.oracle import CLOSURE, DOUBTS, HAZARD, SEARCHED, VERDICT, Picture, Said
from tests.laws.oracle_books import Books, Json
from tests.laws.oracle_ground import Point, points_of_shape, points_of_track
from tests.laws.stories import Story
from tests.world import CELL, SOUTH, WEST, Polygons, World

TALLY: Counter[str] = Counter()
"""How many stories were asked about, and how many of them held a valid release."""


def portion(percent: int) -> settings:
    """A share of the examples of the profile in force, for the dearer properties."""
    return settings(max_examples=max(3, settings.default.max_examples * percent // 100))


def public_trust(world: World) -> Json:
    """The trust file of somebody to whom only public logs come."""
    trust = world.trust_json
    return trust | {"logs": [log for log in trust["logs"] if log["tier"] == "public"]}


def picture_of(story: Story, trust: Json | None = None, at: datetime | None = None) -> Picture:
    """The oracle's picture at the story's instant."""
    world = story.world
    books = Books(world.entries(), world.frontier(), trust or world.trust_json, world.blobs)
    return Picture(books, at or story.at)


def holds_a_release(history: History, at: datetime) -> bool:
    """Whether a release is in force, and counts it."""
    found = any(hold.covers for hold in history.at(at).holds)
    TALLY["stories"] += 1
    TALLY["with a valid release"] += found
    return found


def said(answer: Answer) -> Said:
    """An answer in the oracle's words. Doubts are listed where nothing is confirmed."""
    doubts = tuple(doubt.value for doubt in answer.doubts) if answer.verdict is Verdict.NOT_CONFIRMED else ()
    product = answer.product.value if answer.product else None
    return Said(answer.verdict.value, answer.closure.value, answer.hazard.value, doubts, product)


def shown(point: Said) -> Said:
    """What the oracle says of a point, with the doubts that an answer lists."""
    doubts = point.doubts if point.verdict == "not_confirmed" else ()
    return Said(point.verdict, point.closure, point.hazard, doubts, point.product)


def worst(points: Iterable[Said]) -> Said:
    """The worst of several points: on each axis, and for the verdict with all doubts of the points that have it."""
    found = list(points)
    verdict = min((p.verdict for p in found), key=VERDICT.index)
    doubts = {d for p in found if p.verdict == verdict for d in p.doubts}
    hazard = min((p.hazard for p in found), key=HAZARD.index)
    products = [p.product for p in found if p.product] if hazard == "released" else []
    return Said(
        verdict,
        min((p.closure for p in found), key=CLOSURE.index),
        hazard,
        tuple(d for d in DOUBTS if d in doubts) if verdict == "not_confirmed" else (),
        min(products, key=SEARCHED.index, default=None),
    )


def sampled(picture: Picture, query: Region | Track) -> list[Point]:
    """Points of the query among which every piece of ground that differs has one."""
    if isinstance(query, Track):
        return points_of_track(query.points, picture.shapes)
    shape = [[[list(at) for at in ring] for ring in polygon.rings] for polygon in query.polygons]
    return points_of_shape(shape, picture.shapes)


@st.composite
def positions(draw: st.DrawFn) -> At:
    """Positions on the world's grid, on its half cells, and a hair beside."""
    x, y = draw(st.integers(-1, 27)) * CELL // 2, draw(st.integers(-1, 27)) * CELL // 2
    aside = draw(st.sampled_from([0, 0, 0, 1, -1]))
    return At(WEST + x + aside, SOUTH + y)


def several_positions(count: int = 6) -> st.SearchStrategy[Sequence[At]]:
    """Some positions at once."""
    return st.lists(positions(), min_size=count, max_size=count)


def region(polygons: Polygons) -> Region:
    """The region of these polygons."""
    return parse_region(polygons)


_OPENNESS = {word: number for number, word in enumerate(VERDICT)}
_CLOSURE = {"closed": 0, "conditional": 1, "ended_by_its_term": 2, "lifted": 3, "none_recorded": 3}
_HAZARD = {"confirmed": 0, "suspected": 1, "indication": 2, "precautionary": 3, "none_recorded": 4, "released": 5}


def opens(before: Said, after: Said) -> bool:
    """Whether anything that is said after is more open than before: the verdict, or either axis."""
    return (
        _OPENNESS[after.verdict] > _OPENNESS[before.verdict]
        or _CLOSURE[after.closure] > _CLOSURE[before.closure]
        or _HAZARD[after.hazard] > _HAZARD[before.hazard]
    )
