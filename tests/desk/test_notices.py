"""DESIGN E at the desk: the public picture is never more open than the owner's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearway.desk.authority import lift
from clearway.desk.closures import approve
from clearway.desk.hazards import indicate
from clearway.desk.notices_ended import release_notice, to_part
from clearway.desk.saying import Facts
from clearway.desk.voiding import suspend
from clearway.geometry import Region, Unplaced, box, contains, normalise, outward, parse_region
from clearway.problems import Refused
from clearway.records import FootprintSource, Holds, Record
from clearway.records.kinds.hazard_notice import HazardNotice
from clearway.records.kinds.indication import Indication
from clearway.records.kinds.release_notice import ReleasedPart
from clearway.terms import ApprovalRole, HazardState, Product, Verdict
from tests.desk.centre import (
    AREA,
    BLOCK,
    CITY,
    IN_AREA,
    IN_BLOCK,
    OUTSIDE,
    ROOT,
    SECOND,
    accident,
    approve_all,
    area,
    asked,
    clear,
    open_centre,
    pass_window,
)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def covers_blocks(notice: Record, *blocks: tuple[int, int, int, int]) -> bool:
    assert notice.footprint is not None
    ground = outward(notice.footprint, None)
    return contains(ground, Region.union(*map(box, blocks))) and ground.bbox == (
        min(b[0] for b in blocks),
        min(b[1] for b in blocks),
        max(b[2] for b in blocks),
        max(b[3] for b in blocks),
    )


def test_an_accident_outside_any_notice_warns_the_public_over_the_whole_block_in_the_same_transaction():
    centre = open_centre()
    before = centre.ledger.head(centre.public_origin).size
    report = accident(centre)
    (notice,) = centre.notices
    assert notice.kind == "hazard_notice"
    assert covers_blocks(notice, BLOCK)
    assert report.origin == centre.restricted_origin
    assert centre.ledger.head(centre.public_origin).size == before + 1
    assert isinstance(notice.body, HazardNotice)
    assert notice.body.block_ids == ("grid/50000/4010/6410",)
    for where in (IN_AREA, IN_BLOCK):
        assert asked(centre, where, public=True).verdict is Verdict.DO_NOT_ENTER
    assert asked(centre, IN_BLOCK, public=True).hazard is HazardState.SUSPECTED
    assert asked(centre, OUTSIDE, public=True).verdict is Verdict.NOT_CONFIRMED


def test_a_second_accident_in_a_block_already_warned_of_adds_nothing():
    centre = open_centre()
    accident(centre)
    accident(centre, (200_515_000, 320_512_000))
    assert centre.notices == ()


def test_a_drawn_block_is_taken_before_the_grid(tmp_path):
    ring = [[20.052, 32.052], [20.054, 32.052], [20.054, 32.054], [20.052, 32.054], [20.052, 32.052]]
    feature = {"type": "Feature", "id": "b-17", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    import json

    (tmp_path / "blocks.json").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    centre = open_centre(tmp_path / "w", blocks=str(tmp_path / "blocks.json"))
    accident(centre)
    (notice,) = centre.notices
    assert isinstance(notice.body, HazardNotice)
    assert notice.body.block_ids == ("b-17",)


def test_ground_that_no_drawn_block_holds_wholly_gets_grid_cells_too(tmp_path):
    ring = [[20.0525, 32.052], [20.054, 32.052], [20.054, 32.054], [20.0525, 32.054], [20.0525, 32.052]]
    feature = {"type": "Feature", "id": "b-17", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    import json

    (tmp_path / "blocks.json").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    centre = open_centre(tmp_path / "w", blocks=str(tmp_path / "blocks.json"))
    accident(centre)
    assert [notice.body.block_ids for notice in centre.notices] == [("b-17",), ("grid/50000/4010/6410",)]  # type: ignore[union-attr]


def test_a_restriction_that_starts_later_is_warned_of_from_then():
    centre = open_centre()
    later = centre.now() + timedelta(days=2)
    body = Indication(reported_by="officer", what=("mines",), how_known="told")
    indicate(centre, ROOT, box(AREA), body, Facts(holds=Holds(from_earliest=later, from_latest=later)))
    (notice,) = centre.notices
    assert notice.holds.from_earliest == later
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.NOT_CONFIRMED
    assert asked(centre, IN_AREA, later, public=True).verdict is Verdict.DO_NOT_ENTER


def test_a_hand_over_does_not_open_the_public_picture_until_a_release_notice():
    centre = open_centre()
    hazard = area(centre, box(BLOCK))
    (notice, *others) = centre.notices
    clear(centre, hazard.id, ground=box(BLOCK))
    pass_window(centre)
    assert centre.history().standing(hazard.id, centre.now()) is not None
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER
    ended = release_notice(centre, ROOT, [notice.id, *(other.id for other in others)])
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER
    approve_all(centre, ended)
    assert centre.notices == ()
    pass_window(centre)
    told = asked(centre, IN_AREA, public=True)
    assert (told.verdict, told.product, told.on_the_word_of) == (Verdict.RELEASED, Product.CLEARED, "centre")
    assert asked(centre, IN_AREA).verdict is Verdict.RELEASED


def released_in_public(centre):
    hazard = area(centre, box(BLOCK))
    notices = centre.notices
    records = clear(centre, hazard.id, ground=box(BLOCK))
    pass_window(centre)
    approve_all(centre, release_notice(centre, ROOT, [notice.id for notice in notices]))
    pass_window(centre)
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.RELEASED
    return records


def test_a_suspended_hand_over_after_a_public_release_makes_a_new_notice():
    centre = open_centre()
    records = released_in_public(centre)
    suspend(centre, SECOND, [records.hand_over.id], "a team doubts the depth")
    (notice, *_) = centre.notices
    assert notice.kind == "hazard_notice"
    for public in (True, False):
        assert asked(centre, IN_AREA, public=public).verdict is Verdict.DO_NOT_ENTER


@pytest.mark.parametrize("what", ["search", "decision", "control"])
def test_whatever_the_hand_over_rests_on_reaches_the_public_when_it_is_suspended(what):
    centre = open_centre()
    records = released_in_public(centre)
    suspend(centre, SECOND, [getattr(records, what).id], "doubted")
    assert centre.notices
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER


def test_an_accident_in_ground_released_in_public_closes_it_again_at_once():
    centre = open_centre()
    released_in_public(centre)
    accident(centre)
    assert len(centre.notices) == 1
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER


def test_a_notice_does_not_end_while_exact_restrictions_hold():
    centre = open_centre()
    accident(centre)
    (notice,) = centre.notices
    with pytest.raises(Refused) as refused:
        release_notice(centre, ROOT, [notice.id])
    assert codes(refused) == {"desk.still_restricted"}


def test_a_public_release_says_no_more_than_was_done():
    centre = open_centre()
    hazard = area(centre)
    (notice,) = centre.notices
    clear(centre, hazard.id)
    pass_window(centre)
    whole = ReleasedPart(footprint=to_part(box(BLOCK)), product=Product.CLEARED, depth_mm=200)
    deeper = ReleasedPart(footprint=to_part(box(AREA)), product=Product.CLEARED, depth_mm=500)
    for part in (whole, deeper):
        with pytest.raises(Refused) as refused:
            release_notice(centre, ROOT, [notice.id], [part])
        assert codes(refused) == {"desk.not_so_released"}


def test_a_block_that_was_only_partly_cleared_ends_with_nothing_recorded_not_released():
    centre = open_centre()
    hazard = area(centre)
    (notice,) = centre.notices
    clear(centre, hazard.id)
    pass_window(centre)
    approve(centre, SECOND, release_notice(centre, ROOT, [notice.id]).id, ApprovalRole.SECOND)
    assert centre.notices == ()
    pass_window(centre)
    told = asked(centre, IN_BLOCK, public=True)
    assert (told.verdict, told.hazard) == (Verdict.NOT_CONFIRMED, HazardState.NONE_RECORDED)
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.NOT_CONFIRMED
    assert asked(centre, IN_AREA).verdict is Verdict.RELEASED


def test_notices_are_never_drawn_around_an_item():
    centre = open_centre()
    shapes: set[object] = set()
    for offset in (0, 3_000, 7_000):
        fresh = open_centre()
        accident(fresh, (200_515_000 + offset, 320_515_000 + offset))
        shapes.update(notice.footprint for notice in fresh.notices)
    assert len(shapes) == 1
    assert centre.settings.region == CITY


def test_exact_edges_are_public_where_the_centre_decides_with_its_reasons():
    centre = open_centre()
    hazard = area(centre)
    (notice,) = centre.notices
    clear(centre, hazard.id)
    pass_window(centre)
    around = parse_region(normalise([[_ring(BLOCK), _ring(AREA)]]), "")
    parts = [
        ReleasedPart(footprint=to_part(box(AREA)), product=Product.CLEARED, depth_mm=200),
        ReleasedPart(footprint=to_part(around), product=Product.GENERALISATION_ENDED),
    ]
    why = FootprintSource(how="exact_edges", because="the field was fenced and known to all its neighbours")
    approve_all(centre, release_notice(centre, ROOT, [notice.id], parts, Facts(source=why)))
    assert centre.notices == ()
    pass_window(centre)
    for public in (True, False):
        assert asked(centre, IN_AREA, public=public).verdict is Verdict.RELEASED
        assert asked(centre, IN_BLOCK, public=public).hazard is HazardState.NONE_RECORDED


def _ring(bbox: tuple[int, int, int, int]) -> list[list[int]]:
    west, south, east, north = bbox
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_a_hazard_that_is_somewhere_in_a_quarter_bars_what_the_public_was_told_was_released():
    centre = open_centre()
    released_in_public(centre)
    body = Indication(reported_by="officer", what=("unknown",), how_known="told")
    indicate(centre, ROOT, Unplaced(box((200_400_000, 320_400_000, 200_700_000, 320_700_000))), body)
    (notice,) = centre.notices
    assert covers_blocks(notice, BLOCK)
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER


def test_a_public_suspension_that_is_lifted_does_not_open_over_a_newer_accident():
    centre = open_centre()
    released_in_public(centre)
    told = next(r for r in centre.history().list_kind("release_notice"))
    stopped = suspend(centre, SECOND, [told.id], "somebody saw wires")
    accident(centre)
    warned = len(centre.notices)
    assert warned == 0
    for holder in (ROOT, SECOND):
        lift(centre, holder, stopped.id)
    assert len(centre.notices) == 1
    assert asked(centre, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER
