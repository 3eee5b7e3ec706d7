"""The law of DESIGN E over whole histories of an office: the public picture is never more open than the owner's.

The desk compares the pictures with the projection's own comparison; here they are compared by asking both histories
about many points, at many later instants, after every step of generated stories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.desk import approve, close, release_notice, revoke, suspend, void
from clearway.desk.office import Office
from clearway.geometry import At, Disc, Region, box
from clearway.problems import Refused
from clearway.records import Event
from clearway.records.kinds.closure import Closure
from clearway.terms import ControlResult, HazardState, Reason, Verdict
from tests.desk import centre as mines

pytestmark = pytest.mark.law

WEST, SOUTH = mines.BLOCK[:2]
STEP = 12_500  # a quarter of a block
SIDE = 8  # two blocks by two
OPENNESS = list(Verdict)
FOREVER = 10**9


def _square(x: int, y: int, width: int, height: int) -> Region:
    return box((WEST + x * STEP, SOUTH + y * STEP, WEST + (x + width) * STEP, SOUTH + (y + height) * STEP))


squares = st.builds(_square, st.integers(0, 6), st.integers(0, 6), st.integers(1, 4), st.integers(1, 4)) | st.just(
    box(mines.BLOCK)
)
"""Ground on a lattice of quarter blocks, so that edges often coincide; and one whole block."""


class Story:
    """An office and what has been recorded in it; each step may be refused, which changes nothing."""

    def __init__(self) -> None:
        self.office: Office = mines.open_centre(None, max_age_s=FOREVER)
        self.hazards: list[str] = []
        self.loosened: list[str] = []
        self.released = 0

    def area(self, ground: Region, _: int) -> None:
        self.hazards.append(mines.area(self.office, ground).id)

    def accident(self, ground: Region, _: int) -> None:
        west, south, east, north = ground.bbox
        self.hazards.append(mines.accident(self.office, ((west + east) // 2, (south + north) // 2)).id)

    def closure(self, ground: Region, number: int) -> None:
        body = Closure(reasons=(Reason.CURFEW if number % 2 else Reason.SHELLING,))
        self.hazards.append(close(self.office, mines.ROOT, ground, body).id)

    def clear(self, ground: Region, number: int) -> None:
        names = self.hazards[-1 - number % 2 :] or self.hazards
        if names:
            done = mines.clear(self.office, *names, ground=ground)
            self.loosened += [done.search.id, done.control.id, done.decision.id, done.hand_over.id]

    def failed_control(self, ground: Region, _: int) -> None:
        report = mines.searched(self.office, ground)
        mines.controlled(self.office, report, ground, result=ControlResult.FAILED)

    def tell(self, _: Region, __: int) -> None:
        notices = [notice.id for notice in self.office.public_history().list_kind("hazard_notice")]
        if notices:
            told = release_notice(self.office, mines.ROOT, notices)
            mines.approve_all(self.office, told)
            approve(self.office, mines.SECOND, told.id)
            self.loosened.append(told.id)
            self.released += 1

    def withdraw(self, _: Region, number: int) -> None:
        if self.hazards:
            undone = void(self.office, mines.ROOT, [self.hazards[number % len(self.hazards)]], "an error")
            approve(self.office, mines.SECOND, undone.id)
            self.loosened.append(undone.id)

    def suspension(self, _: Region, number: int) -> None:
        if self.loosened:
            suspend(self.office, mines.ROOT, [self.loosened[number % len(self.loosened)]], "doubt")

    def revocation(self, _: Region, number: int) -> None:
        holder = (mines.SEARCHER, mines.CONTROLLER, mines.LEADER)[number % 3]
        revoke(self.office, mines.ROOT, holder, self.office.now() - timedelta(hours=number * 10))

    def wait(self, _: Region, number: int) -> None:
        self.office.clock.advance(hours=(1, 48, 60)[number % 3], seconds=1)
        self.office.freshen()


Step = Callable[[Story, Region, int], None]
STEPS: list[Step] = [
    Story.area, Story.area, Story.accident, Story.closure, Story.clear, Story.clear, Story.failed_control, Story.tell,
    Story.tell, Story.withdraw, Story.suspension, Story.revocation, Story.wait, Story.wait,
]  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(STEPS), squares, st.integers(0, 9)), min_size=3, max_size=9)
WAY = [Story.area, Story.clear, Story.wait, Story.tell, Story.wait]
"""The way by which ground opens in public; generated stories begin with it as often as not."""


def _points() -> Iterator[At]:
    """Corners, edges and insides of the quarter blocks around the area."""
    for x in range(-1, 2 * SIDE + 2, 3):
        for y in range(-1, 2 * SIDE + 2, 3):
            yield At(WEST + x * STEP // 2, SOUTH + y * STEP // 2)


def _hazard_openness(hazard: HazardState) -> int:
    return {HazardState.NONE_RECORDED: 1, HazardState.RELEASED: 2}.get(hazard, 0)


def _assert_never_more_open(office: Office) -> int:
    """Compare both pictures now and later; the number of points that are released in public."""
    public, owner, released = office.public_history(), office.history(), 0
    for hours in (0, 47, 49, 97, 150):
        at = office.now() + timedelta(hours=hours)
        for point in _points():
            told, known = public.check(point, at), owner.check(point, at)
            assert OPENNESS.index(told.verdict) <= OPENNESS.index(known.verdict), (hours, point)
            assert _hazard_openness(told.hazard) <= _hazard_openness(known.hazard), (hours, point)
            released += told.verdict is Verdict.RELEASED
    return released


@settings(max_examples=12)
@given(st.booleans(), squares, steps)
def test_the_public_picture_is_never_more_open_than_its_owners(
    way: bool, ground: Region, story: list[tuple[Step, Region, int]]
) -> None:
    told = Story()
    first = [(step, ground, 0 if step is not Story.wait else 2) for step in WAY] if way else []
    for step, where, number in [*first, *story]:
        with suppress(Refused):
            step(told, where, number)
    _assert_never_more_open(told.office)


def test_the_way_of_a_whole_block_does_open_it_in_public() -> None:
    """The law above would be empty if nothing ever opened."""
    told = Story()
    for step in WAY:
        step(told, box(mines.BLOCK), 2 if step is Story.wait else 0)
    assert _assert_never_more_open(told.office) > 0


def test_what_is_published_does_not_tell_where_in_the_block_an_item_lies() -> None:
    told = []
    for where in ((200_525_000, 320_525_000), (200_512_000, 320_541_000)):
        office = mines.open_centre(None)
        mines.accident(office, where)
        told.append([(n.record.footprint, n.record.body) for n in office.public_history().list_kind("hazard_notice")])
    assert told[0] == told[1]
    assert told[0]


def test_a_second_item_in_a_warned_block_leaves_the_public_picture_as_it_was() -> None:
    office = mines.open_centre(None)
    mines.accident(office)
    before = office.public_history().at(office.now()).holds
    mines.accident(office, (200_512_000, 320_541_000))
    assert office.public_history().at(office.now()).holds == before


def test_no_notice_is_centred_on_its_item() -> None:
    office = mines.open_centre(None)
    item = (200_525_001, 320_525_001)
    mines.accident(office, item, facts=_facts(office))
    for notice in office.public_history().list_kind("hazard_notice"):
        west, south, east, north = office.public_history().outward(notice).bbox
        assert ((west + east) // 2, (south + north) // 2) != item
        assert isinstance(office.history().list_kind("accident")[0].record.footprint, Disc)


def _facts(office: Office) -> object:
    from clearway.desk.saying import Facts

    return Facts(event=Event(from_earliest=office.now(), until_latest=office.now()))
