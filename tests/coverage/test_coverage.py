"""What was searched of an area: disjoint parts that make up the whole, whatever the order of the reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.coverage import Coverage, LeftOut, Lot, Search, State, Wanted, Why, cover
from clearway.geometry import Measured, Region, box, contains, intersects, measured
from clearway.terms import Method, Purpose
from tests.coverage.searches import DAY, WANTED, grounds, lots, search, searches, several
from tests.geometry.test_gaps import metres
from tests.shapes import BENGHAZI

AREA = metres(0, 0, 100, 100)


def close(a: Measured, b: Measured) -> bool:
    """Whether two areas are the same within what they may be wrong by."""
    return abs(a.mm2 - b.mm2) <= a.error_mm2 + b.error_mm2


def why(found: Coverage) -> dict[Why | None, int]:
    """Square metres by reason; None is searched."""
    return {part.why: part.area.m2 for part in found.parts}


class TestOneArea:
    def test_nothing_reported_is_nothing_searched(self):
        found = cover(AREA, [], [], WANTED)
        assert why(found) == {Why.NOT_REPORTED: measured(AREA).m2}
        assert found.permille == 0
        assert len(found.gaps) == 1

    def test_a_typed_hundred_stands_beside_what_was_computed(self):
        found = cover(AREA, [search("a", metres(0, 0, 83, 100), typed_percent=100)], [], WANTED)
        assert found.permille == 830
        assert [(t.percent, t.computed_permille) for t in found.typed] == [(100, 830)]

    def test_the_whole_area_searched_is_a_thousand_and_has_no_gap(self):
        found = cover(AREA, [search("a", metres(-5, -5, 50, 105)), search("b", metres(50, -5, 105, 105))], [], WANTED)
        assert found.permille == 1000
        assert found.gaps == ()

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"method": Method.VISUAL}, Why.BY_EYE),
            ({"purpose": Purpose.SECURITY}, Why.NOT_FOR_EXPLOSIVES),
            ({"purpose": Purpose.UNKNOWN}, Why.NOT_FOR_EXPLOSIVES),
            ({"depth_mm": 199}, Why.TOO_SHALLOW),
            ({"standard": "none"}, Why.NO_STANDARD),
            ({"standard": "s2"}, Why.OTHER_STANDARD),
            ({"began": DAY}, Why.TOO_OLD),
            ({"leave": False}, Why.NO_LEAVE),
        ],
    )
    def test_what_does_not_count_is_insufficient_and_says_why(self, fields, expected):
        found = cover(AREA, [search("a", metres(0, 0, 40, 100), **fields)], [], WANTED)
        part = next(part for part in found.parts if part.state is State.INSUFFICIENT)
        assert (part.why, part.reports) == (expected, ("a",))
        assert found.measured(State.SEARCHED) == Measured()
        assert part.area.m2 == measured(metres(0, 0, 40, 100)).m2

    def test_a_part_left_out_keeps_the_teams_reason(self):
        rubble = LeftOut(metres(10, 10, 20, 20), "rubble")
        found = cover(AREA, [search("a", AREA, left_out=(rubble,))], [], WANTED)
        part = next(part for part in found.parts if part.why is Why.LEFT_OUT)
        assert (part.state, part.said, part.area.m2) == (State.UNSEARCHED, "rubble", 100)

    def test_a_part_left_out_is_searched_once_somebody_begins_after_that_report_ended(self):
        rubble = LeftOut(metres(10, 10, 20, 20), "rubble")
        first = search("a", AREA, left_out=(rubble,))
        same_day = search("b", metres(5, 5, 25, 25), began=first.ended)
        later = search("c", metres(5, 5, 25, 25), began=first.ended + timedelta(seconds=1))
        assert cover(AREA, [first, same_day], [], WANTED).permille < 1000
        assert cover(AREA, [first, later], [], WANTED).permille == 1000

    def test_what_the_later_search_leaves_out_again_stays_left_out(self):
        first = search("a", AREA, left_out=(LeftOut(metres(10, 10, 20, 20), "rubble"),))
        began = first.ended + timedelta(hours=1)
        again = LeftOut(metres(10, 10, 15, 20), "a wall")
        later = search("c", metres(5, 5, 25, 25), began=began, ended=began + timedelta(hours=1), left_out=(again,))
        found = cover(AREA, [first, later], [], WANTED)
        assert sum(part.area.m2 for part in found.parts if part.why is Why.LEFT_OUT) == 50

    def test_a_failed_lot_is_insufficient_and_a_passed_one_only_shown(self):
        failed, passed = Lot("f", metres(0, 0, 10, 100), False), Lot("p", metres(0, 0, 50, 100), True)
        found = cover(AREA, [search("a", AREA)], [failed, passed], WANTED)
        assert why(found)[Why.FAILED_LOT] == measured(metres(0, 0, 10, 100)).m2
        assert found.controlled.m2 == measured(metres(10, 0, 50, 100)).m2

    def test_a_gap_up_to_what_is_wanted_closes_and_a_wider_one_is_listed(self):
        def strips(gap_m: float) -> list[Search]:
            return [
                search("a", metres(-5, -5, 50, 105)),
                search("b", metres(50 + gap_m, -5, 105, 105)),
            ]

        assert cover(AREA, strips(0.28), [], replace(WANTED, gap_mm=300)).gaps == ()
        assert cover(AREA, strips(0.28), [], replace(WANTED, gap_mm=300)).permille == 1000
        (gap,) = cover(AREA, strips(0.4), [], replace(WANTED, gap_mm=300)).gaps
        assert gap.width_mm == pytest.approx(400, rel=0.05)
        assert gap.why == (Why.NOT_REPORTED,)
        assert len(gap.turning_points) == 4
        assert contains(gap.ground, box((*gap.inside, gap.inside[0] + 1, gap.inside[1] + 1)))

    def test_a_gap_is_sent_with_all_its_reasons(self):
        found = cover(
            AREA,
            [search("a", metres(0, 0, 50, 100)), search("b", metres(50, 0, 70, 100), method=Method.VISUAL)],
            [],
            WANTED,
        )
        (gap,) = found.gaps
        assert set(gap.why) == {Why.BY_EYE, Why.NOT_REPORTED}
        assert gap.area.m2 == measured(metres(50, 0, 100, 100)).m2

    def test_an_area_without_ground_has_no_coverage(self):
        found = cover(Region(), [search("a", AREA)], [], WANTED)
        assert found.parts == ()
        assert found.permille == 1000


@pytest.mark.law
class TestLaws:
    @settings(max_examples=60)
    @given(grounds(), several(searches(), 4), several(lots(), 2))
    def test_the_parts_are_disjoint_and_make_up_the_whole(self, area, reports, controls):
        found = cover(area, reports, controls, WANTED)
        total = sum((part.area for part in found.parts), Measured())
        assert close(total, found.whole)

    @settings(max_examples=60)
    @given(grounds(), several(searches(), 4), several(lots(), 2), st.randoms())
    def test_order_and_repetition_change_nothing(self, area, reports, controls, chance):
        turned = [*reports, *reports[:1]]
        chance.shuffle(turned)
        assert cover(area, turned, controls[::-1], WANTED) == cover(area, reports, controls, WANTED)

    @settings(max_examples=60)
    @given(grounds(), several(searches(), 3), searches(left_out=False))
    def test_one_search_more_never_makes_less_searched(self, area, reports, more):
        before = cover(area, reports, [], WANTED).measured(State.SEARCHED)
        after = cover(area, [*reports, more], [], WANTED).measured(State.SEARCHED)
        assert after.mm2 + after.error_mm2 + before.error_mm2 >= before.mm2

    @settings(max_examples=60)
    @given(grounds(), several(searches(), 3), lots())
    def test_a_failed_control_never_makes_more_searched(self, area, reports, lot):
        before = cover(area, reports, [], WANTED).measured(State.SEARCHED)
        after = cover(area, reports, [replace(lot, passed=False)], WANTED).measured(State.SEARCHED)
        assert after.mm2 <= before.mm2 + after.error_mm2 + before.error_mm2

    @settings(max_examples=60)
    @given(grounds(), several(searches(), 3), st.integers(0, 300), st.integers(0, 300))
    def test_asking_for_more_depth_never_makes_more_searched(self, area, reports, one, other):
        less, more = (
            cover(area, reports, [], replace(WANTED, depth_mm=depth)).measured(State.SEARCHED)
            for depth in sorted((one, other))
        )
        assert more.mm2 <= less.mm2 + less.error_mm2 + more.error_mm2

    @settings(max_examples=60)
    @given(grounds(), searches())
    def test_a_search_reported_twice_is_searched_once(self, area, report):
        twice = cover(area, [report, replace(report, id="again")], [], WANTED)
        assert close(twice.measured(State.SEARCHED), cover(area, [report], [], WANTED).measured(State.SEARCHED))

    @settings(max_examples=80)
    @given(
        grounds(),
        several(searches(), 4, 1),
        several(lots(), 2),
        st.lists(st.tuples(st.integers(-500, 12_500), st.integers(-500, 12_500)), min_size=25, max_size=25),
    )
    def test_the_drawing_says_of_a_point_what_the_exact_rule_says(self, area, reports, controls, offsets):
        found = cover(area, reports, controls, WANTED)
        shapes = [area, *(s.ground for s in reports), *(p.ground for s in reports for p in s.left_out)]
        shapes += [lot.ground for lot in controls]
        for dx, dy in offsets:
            x, y = BENGHAZI[0] + dx, BENGHAZI[1] + dy
            near = box((x - 3, y - 3, x + 3, y + 3))
            if all(contains(shape, near) or not intersects(shape, near) for shape in shapes):
                drawn = {part.state for part in found.parts if intersects(part.ground, near)}
                assert drawn == {state for state in [found.find((x, y, 1))] if state}
                assert found.find((x, y, 1)) == _by_hand((x, y), area, reports, controls, WANTED)


def _by_hand(at: tuple[int, int], area: Region, reports: list[Search], controls: list[Lot], wanted: Wanted):
    """Rule B6 at a point well away from every edge, written out, where no gaps close."""

    def held(shape: Region) -> bool:
        return contains(shape, box((*at, at[0] + 1, at[1] + 1)))

    if not held(area):
        return None
    over = [s for s in reports if held(s.ground)]
    left = [s.ended for s in reports if any(held(part.ground) for part in s.left_out)]
    counting = [
        s
        for s in over
        if s.method is not Method.VISUAL
        and s.purpose is Purpose.EXPLOSIVES
        and s.standard == wanted.standard
        and s.depth_mm >= wanted.depth_mm
        and wanted.after is not None
        and s.began > wanted.after
        and s.leave
        and all(s.began > end for end in left)
    ]
    if counting:
        failed = any(held(lot.ground) for lot in controls if not lot.passed)
        return State.INSUFFICIENT if failed else State.SEARCHED
    return State.INSUFFICIENT if over and not left else State.UNSEARCHED
