"""Pictures made by hand, with what generated ones rarely hold: ties, instants just reached, odd crossings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations, product

import pytest

from clearway.geometry import At, box
from clearway.publish import Snapshot
from clearway.situation import AnnouncedCorridor, Cover, Dangling, Hold, OpenCorridor, Quote, Situation
from clearway.terms import Axis, ClosureState, HazardState, Product
from tests.engine.browser import Engine
from tests.engine.expected import Questions
from tests.engine.strategies import triangle
from tests.engine.test_check import MESSAGES
from tests.publish.test_snapshot import AT, bare, hold, identifier, taken
from tests.shapes import FRAME, HOLE_AT_THE_BORDER, SHARING_AN_EDGE, SLIVER, TOUCHING_AT_A_CORNER

HOUR = timedelta(hours=1)
WHOLE = box((0, 0, 9, 9))


CROSSING = triangle((0, 0), (10, 3), (1, 9))
"""Its edges cross those of the others between whole numbers."""


def danger(*covers: Cover, **fields: object) -> Hold:
    values = {"closure": None, "hazard": HazardState.SUSPECTED, "covers": covers}
    return hold(**values | fields)


def cover(product_: Product, *, number: int = 9, axis: Axis = Axis.HAZARD, **fields: object) -> Cover:
    values = {"all_of": (WHOLE,), "rests_on": (identifier(77),)}
    return Cover(identifier(number), axis, product_, AT - HOUR, **values | fields)  # type: ignore[arg-type]


def pictures() -> dict[str, Situation]:
    deep, shallow = cover(Product.CLEARED, depth_mm=300), cover(Product.CLEARED, number=8, depth_mm=90)
    told = cover(Product.CLEARED, number=7, depth_mm=90, on_the_word_of="mac")
    reduced = cover(Product.REDUCED, number=6, all_of=(box((0, 0, 5, 9)),))
    void = cover(Product.VOIDED_IN_ERROR, number=5, all_of=(CROSSING,))
    searched = {
        f"searched {number}": bare(danger(*order, reduced))
        for number, order in enumerate(permutations([deep, shallow, told]))
    }
    ended = cover(Product.GENERALISATION_ENDED, number=4, all_of=(box((2, 2, 9, 9)),), none_of=(box((4, 4, 6, 6)),))
    lifted = cover(Product.REOPENED, number=3, axis=Axis.CLOSURE, none_of=(SLIVER,))
    placed = cover(Product.PLACED, number=2, axis=Axis.CLOSURE, all_of=(box((3, 0, 9, 9)),))
    closed = hold(hazard=HazardState.INDICATION, covers=(lifted, void, placed, reduced), footprint=CROSSING)
    open_way = OpenCorridor(identifier(50), box((2, 2, 7, 7)), AT + 5 * HOUR, AT)
    permit = bare(hold(closure=ClosureState.CONDITIONAL))
    over = hold(closure=ClosureState.ENDED_BY_ITS_TERM, until=AT - HOUR)
    asleep = hold(record=identifier(2), closure=ClosureState.ENDED_BY_ITS_TERM, next_start=AT + HOUR)
    return searched | {
        "withdrawn": bare(danger(void, reduced, ended)),
        "withdrawn twice": bare(danger(void, ended)),
        "several axes": bare(closed, danger(ended, record=identifier(2), footprint=FRAME)),
        "units": bare(
            danger(replace(deep, unit="house 4"), unit="house 4"),
            danger(replace(deep, unit="house 4"), record=identifier(2)),
        ),
        "a corridor": bare(hold(), hold(record=identifier(2), footprint=TOUCHING_AT_A_CORNER), corridors=(open_way,)),
        "a corridor and a permit": bare(hold(closure=ClosureState.CONDITIONAL), corridors=(open_way,)),
        "a permit that is barred": replace(
            permit,
            logs=(replace(permit.logs[0], stale=True, remit=box((0, 0, 4, 9))), replace(permit.logs[0], owner="b")),
        ),
        "a permit in conflict": replace(permit, logs=(replace(permit.logs[0], conflict="log.forked"),)),
        "ended in part": bare(
            hold(closure=ClosureState.ENDED_BY_ITS_TERM, covers=(replace(lifted, all_of=(box((3, 0, 9, 9)),)),))
        ),
        "ended": bare(over, asleep, danger(deep, record=identifier(3))),
        "one since another": bare(hold(since=AT - HOUR), hold(record=identifier(0), since=AT - 2 * HOUR)),
        "worse and later": bare(
            danger(hazard=HazardState.PRECAUTIONARY, kind="accident"),
            danger(record=identifier(2), labels=("unknown_kind",)),
        ),
        "somewhere": bare(
            hold(unplaced=True, place="شارع 12", covers=(replace(placed, all_of=(SHARING_AN_EDGE,)),)),
            danger(deep, record=identifier(2)),
        ),
        "never held anything": bare(
            hold(covers=(cover(Product.GENERALISATION_ENDED, axis=Axis.CLOSURE, all_of=(CROSSING,)),)),
        ),
        "dangling": replace(
            bare(danger(deep)), dangling=(Dangling(identifier(4), HOLE_AT_THE_BORDER, (identifier(5),)),)
        ),
        "quoted": bare(hold(quotes=(Quote(identifier(4), 0, 3, "\ufeffa\x85b \x1cc", "ab", "bc", AT, "x", role="b"),))),
    }


@pytest.mark.parametrize("picture", pictures().values(), ids=list(pictures()))
def test_every_point_and_every_box(engine: Engine, picture: Situation):
    questions = Questions(taken(picture), MESSAGES)
    for x, y in product(range(-1, 11), repeat=2):
        questions.ask(At(x, y), AT, asked=questions.asked() if x == y else None)
    for west, south, side in product((0, 3), (1, 4), (1, 4, 20)):
        ground = box((west, south, west + side, south + side))
        questions.ask(ground, AT, unit="house 4" if side == 4 else None, asked=questions.asked() if west else None)
    for shape in (CROSSING, FRAME, SLIVER, TOUCHING_AT_A_CORNER, HOLE_AT_THE_BORDER):
        questions.ask(shape, AT, asked=questions.asked())
    assert not questions.differences(engine.call("ask", questions.put()))[:1]


def later() -> Snapshot:
    """A copy in which something changes at every hour from 1 to 6."""
    asleep = hold(closure=ClosureState.ENDED_BY_ITS_TERM, next_start=AT + HOUR, until=AT + 3 * HOUR)
    soon = hold(record=identifier(0), closure=ClosureState.ENDED_BY_ITS_TERM, since=AT + HOUR, until=AT + 2 * HOUR)
    way = OpenCorridor(identifier(50), WHOLE, AT + 5 * HOUR, AT + 4 * HOUR - timedelta(seconds=1800))
    short = replace(way, record=identifier(51), until=AT + 2 * HOUR, confirmed_at=AT + 9 * HOUR)
    told = AnnouncedCorridor(identifier(52), WHOLE, "a", "b", "c", AT, AT + 4 * HOUR, None)
    picture = bare(asleep, hold(record=identifier(7)), upcoming=(soon,), corridors=(way, short))
    return replace(taken(replace(picture, announced=(told,))), valid_until=AT + 6 * HOUR)


def test_every_instant_that_is_just_reached(engine: Engine):
    questions = Questions(later(), MESSAGES)
    moment = timedelta(microseconds=1)
    for hour, aside in product(range(8), (-moment, timedelta(0), moment)):
        at = AT + hour * HOUR + aside
        questions.ask(At(5, 5), at, asked=replace(questions.asked(), now=at))
    assert not questions.differences(engine.call("ask", questions.put()))[:1]
    assert len({str(each["answer"]) for each in questions.expected}) > 8


@pytest.mark.parametrize("accuracy", [None, 0, 99, 100, 101, "unknown"])
def test_the_limit_of_accuracy_itself_is_still_sure(engine: Engine, accuracy: int | None):
    questions = Questions(taken(bare(danger(cover(Product.CANCELLED)))), MESSAGES)
    questions.ask(At(5, 5), AT, accuracy=accuracy, asked=questions.asked())
    assert not questions.differences(engine.call("ask", questions.put()))
    assert questions.expected[0]["answer"]["position_unsure"] is (accuracy in (101, "unknown"))
