"""What the tests of single conditions share: one place to ask about, and a clearance that can be spoilt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from clearway.geometry import At, Region
from tests.world import CELL, SOUTH, WEST, World, box, shaped

WHOLE = box(0, 0, 10, 10)
HALF = box(0, 0, 4, 10)
INSIDE = At(WEST + 5 * CELL, SOUTH + 5 * CELL)
EDGE = At(WEST, SOUTH + 5 * CELL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
WINDOW = timedelta(hours=48)


def ask(world: World, at: At | Region = INSIDE, *, fresh: bool = True, **options: Any) -> str:
    if fresh:
        world.refresh()
    return world.history().check(at, world.now, **options).verdict.value


class Clearing:
    """One clearance, every part of which can be said otherwise."""

    def __init__(self, world: World, **knobs: Any) -> None:
        self.world = world
        pick: Callable[[str, Any], Any] = knobs.get
        event_end = world.now
        self.target = world.area(world["mac1"], shaped(WHOLE), event=(None, event_end))
        world.wait(hours=1)
        begun = event_end + pick("begun_after", HOUR)
        searcher = world[pick("searcher", "sweep1")]
        self.search = world.search(searcher, shaped(pick("searched", WHOLE)), begun, **pick("search", {}))
        lot = shaped(pick("lot", WHOLE))
        passed = pick("passed", True)
        self.control = world.control(world[pick("controller", "quality1")], lot, [self.search], passed=passed)
        evidence = [self.search, self.control]
        names = [self.target] if pick("decision_names", True) else [self.control]
        self.decision = world.decision(
            world["mac1"], shaped(pick("decided", WHOLE)), names, pick("decision_rests_on", evidence), "cleared",
            **pick("decision", {}),
        )  # fmt: skip
        self.hand_over = world.hand_over(
            world["mac2"], shaped(pick("handed", WHOLE)), [self.target], [*evidence, self.decision],
            **pick("hand_over", {}),
        )  # fmt: skip
        people = {"operator": "sweep2", "authority": "mac1", "recipient": "town1"} | pick("approve", {})
        for role, name in people.items():
            if name:
                self.last = world.approval(world[name], self.hand_over, role)
        self.since = world.now
        world.now = self.since + WINDOW
