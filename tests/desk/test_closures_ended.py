"""The hazard that a public closure implies, and how its end is told in public (DESIGN E, B5, B7)."""

from __future__ import annotations

from clearway.desk.closures import close
from clearway.desk.notices_ended import release_notice, to_part
from clearway.desk.saying import Facts
from clearway.desk.voiding import suspend
from clearway.geometry import box
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.release_notice import ReleasedPart
from clearway.terms import ClosureState, HazardState, Product, Reason
from tests.desk import centre as mines
from tests.refusals import refused


def test_the_hazard_of_a_public_closure_ends_for_others_on_the_authoritys_word() -> None:
    centre = mines.open_centre(None)
    ground = box(mines.BLOCK)
    body = Closure(reasons=(Reason.SHELLING,))
    closed = close(centre, mines.ROOT, ground, body, Facts(event=mines.past(centre)))
    done = mines.clear(centre, closed.id, ground=ground)
    with refused("desk.not_so_released"):
        part = ReleasedPart(footprint=to_part(ground), product=Product.CLEARED, depth_mm=500)
        release_notice(centre, mines.ROOT, [closed.id], [part])
    mines.pass_window(centre)
    assert mines.asked(centre, mines.IN_AREA).hazard is HazardState.RELEASED
    assert mines.asked(centre, mines.IN_AREA, public=True).hazard is HazardState.SUSPECTED
    mines.approve_all(centre, release_notice(centre, mines.ROOT, [closed.id]))
    mines.pass_window(centre)
    told = mines.asked(centre, mines.IN_AREA, public=True)
    assert told.hazard is HazardState.RELEASED
    assert told.on_the_word_of == "centre"
    assert told.closure is ClosureState.CLOSED
    suspend(centre, mines.ROOT, [done.hand_over.id], "doubt")
    assert mines.asked(centre, mines.IN_AREA, public=True).hazard is HazardState.SUSPECTED


def test_a_closure_released_in_part_wants_its_parts() -> None:
    centre = mines.open_centre(None)
    body = Closure(reasons=(Reason.SHELLING,))
    closed = close(centre, mines.ROOT, box(mines.BLOCK), body, Facts(event=mines.past(centre)))
    mines.clear(centre, closed.id, ground=box(mines.AREA))
    with refused("desk.parts_wanted"):
        release_notice(centre, mines.ROOT, [closed.id])
    part = ReleasedPart(footprint=to_part(box(mines.AREA)), product=Product.CLEARED, depth_mm=200)
    mines.approve_all(centre, release_notice(centre, mines.ROOT, [closed.id], [part]))
    mines.pass_window(centre)
    assert mines.asked(centre, mines.IN_AREA, public=True).hazard is HazardState.RELEASED
    assert mines.asked(centre, mines.IN_BLOCK, public=True).hazard is HazardState.SUSPECTED
