"""A question about a place, a position or a track, at a moment, by what was known or told."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.desk.answers import check
from clearway.desk.asking import find_subject
from clearway.desk.closures import approve, reopen
from clearway.desk.closures import close as close_ground
from clearway.desk.corridors import announce_corridor
from clearway.desk.office import Office
from clearway.desk.syncing import export_log, sync
from clearway.geometry import At, Region, Track, box, contains
from clearway.places import Gazetteer
from clearway.problems import Refused
from clearway.records import Window
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.corridor import Corridor, Segment
from clearway.terms import Doubt, Reason, Verdict
from tests.desk import centre as mines
from tests.desk.released import clear_in_public
from tests.offices import CITY, INSIDE, QUARTER, START, close, open_two, pass_time

OUTSIDE = (200_700_000, 320_700_000)
NEAR = (200_601_000, 320_550_000)
"""About nine metres east of the quarter."""


@pytest.fixture
def office() -> Office:
    crisis, _ = open_two(None)
    close(crisis)
    return crisis


def refused(office: Office, what: object, **how: object) -> str:
    with pytest.raises(Refused) as caught:
        check(office, what, **how)  # type: ignore[arg-type]
    return caught.value.problems[0].code


# ---------------------------------------------------------------------------------------------------- what is asked


@pytest.mark.parametrize(
    "words", ["20.055,32.055", " 20.0550000 , 32.055 ", "20.055;32.055", "٢٠٫٠٥٥،٣٢٫٠٥٥", "+20.055,32.055"]
)
def test_a_position_is_written_longitude_first(office, words):
    result = check(office, words)
    assert result.asked.position == INSIDE
    assert result.query == At(*INSIDE)
    assert result.answer.verdict is Verdict.DO_NOT_ENTER


def test_a_position_is_read_as_papers_and_field_sheets_write_it_and_a_grid_square_is_asked_about_whole():
    for words in ("32.055° N 20.055° E", "32°03′18″ N 20°03′18″ E", "20.055 32.055", "20.055؛32.055"):
        assert find_subject(words, Gazetteer(), CITY).position == (200_550_000, 320_550_000)
    metre, kilometre = (find_subject(words, Gazetteer(), CITY).query for words in ("34S DA 10791 46922", "34SDA1046"))
    assert isinstance(metre, Region)
    assert isinstance(kilometre, Region)
    assert contains(metre, box((*INSIDE, INSIDE[0] + 1, INSIDE[1] + 1)))
    assert contains(kilometre, metre)


def test_negative_positions_are_read():
    region = (-100_000_000, -100_000_000, 100_000_000, 100_000_000)
    for words in ("-5.5,-6.25", "−5.5,−6.25"):
        assert find_subject(words, Gazetteer(), region).position == (-55_000_000, -62_500_000)


@pytest.mark.parametrize(
    ("what", "how", "code"),
    [
        ("20.05,133", {}, "check.bad_position"),
        ("200,32", {}, "check.bad_position"),
        ("99999999999999999999,32", {}, "check.bad_position"),
        ("1.2.3,32", {}, "check.bad_position"),
        ("20.05," + "3" * 5_000, {}, "check.bad_position"),
        ("32.055,20.055", {}, "check.swapped"),
        ([(320_550_000, 200_550_000)], {}, "check.swapped"),
        ([], {}, "check.track_unreadable"),
        ([INSIDE] * 20_001, {}, "check.track_too_long"),
        ("20.05,32.05", {"accuracy_m": -1}, "check.bad_accuracy"),
        ("20.05,32.05", {"accuracy_m": 200_000}, "check.bad_accuracy"),
        ("nowhere.gpx", {}, "check.track_unreadable"),
        ("nowhere", {}, "place.none_listed"),
        (At(*INSIDE), {"claimed": True}, "check.claimed_without_known"),
        (At(*INSIDE), {"known": START + timedelta(days=1)}, "check.known_ahead"),
        (At(*INSIDE), {"known": START - timedelta(days=1)}, "desk.knew_nothing"),
        (At(*INSIDE), {"as_office": "nobody"}, "desk.unknown_office"),
        (At(*INSIDE), {"told_at": START, "known": START}, "check.told_or_known"),
        (At(*INSIDE), {"told_at": START}, "publish.never_published"),
    ],
    ids=range(19),
)
def test_a_question_that_cannot_be_put_is_refused_with_a_code(office, what, how, code):
    assert refused(office, what, **how) == code


def test_an_accuracy_widens_the_position_so_that_the_answer_is_the_worst_nearby(office):
    assert check(office, [NEAR]).answer.verdict is Verdict.NOT_CONFIRMED
    assert check(office, [NEAR], accuracy_m=5).answer.verdict is Verdict.NOT_CONFIRMED
    assert check(office, [NEAR], accuracy_m=15).answer.verdict is Verdict.DO_NOT_ENTER


@given(st.integers(0, 3000), st.integers(0, 3000))
@settings(max_examples=30)
def test_a_coarser_position_asks_about_more_ground(one, other):
    small, large = sorted((one, other))
    queries = [find_subject([INSIDE], Gazetteer(), CITY, accuracy).query for accuracy in (small, large)]
    inner, outer = queries
    if isinstance(outer, Region):
        ground = inner if isinstance(inner, Region) else box((*INSIDE, INSIDE[0] + 1, INSIDE[1] + 1))
        assert contains(outer, ground)


def test_a_position_of_unknown_or_poor_accuracy_is_unsure(office):
    assert Doubt.POSITION_UNSURE in check(office, [OUTSIDE], accuracy_m="unknown").answer.doubts
    assert Doubt.POSITION_UNSURE in check(office, [OUTSIDE], accuracy_m=101).answer.doubts
    assert Doubt.POSITION_UNSURE not in check(office, [OUTSIDE], accuracy_m=100).answer.doubts


def test_a_track_has_the_worst_answer_on_its_way(office):
    across = [(200_400_000, 320_550_000), (200_700_000, 320_550_000)]
    beside = [(200_400_000, 320_700_000), (200_700_000, 320_700_000)]
    assert check(office, across).answer.verdict is Verdict.DO_NOT_ENTER
    assert check(office, beside).answer.verdict is Verdict.NOT_CONFIRMED
    assert check(office, beside).query == Track(tuple(beside))
    passing = [(200_601_000, 320_400_000), (200_601_000, 320_700_000)]
    assert check(office, passing).answer.verdict is Verdict.NOT_CONFIRMED
    assert check(office, passing, accuracy_m=15).answer.verdict is Verdict.DO_NOT_ENTER


GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><trk><trkseg>
<trkpt lat="32.055" lon="20.04"><ele>3</ele></trkpt><trkpt lat="32.055" lon="20.07"/></trkseg></trk></gpx>"""
ROUTE = GPX.replace("<trkseg>", "").replace("</trkseg>", "").replace("trkpt", "rtept").replace("trk>", "rte>")
LINE = {"type": "LineString", "coordinates": [[20.04, 32.055], [20.07, 32.055, 12]]}
AREA = {
    "type": "Polygon",
    "coordinates": [[[20.04, 32.04], [20.07, 32.04], [20.07, 32.07], [20.04, 32.07], [20.04, 32.04]]],
}


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("way.gpx", GPX, Track),
        ("way.gpx", ROUTE, Track),
        ("way.geojson", json.dumps(LINE), Track),
        ("way.json", json.dumps({"type": "Feature", "geometry": LINE, "properties": {}}), Track),
        (
            "way.geojson",
            json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": AREA}]}),
            Region,
        ),
        ("way.geojson", json.dumps({"type": "Point", "coordinates": [20.055, 32.055]}), At),
    ],
    ids=["track", "route", "line", "feature", "area", "point"],
)
def test_a_file_with_a_way_or_an_area_can_be_asked_about(office, tmp_path, name, text, kind):
    result = check(office, written(tmp_path, name, text))
    assert isinstance(result.query, kind)
    assert result.answer.verdict is Verdict.DO_NOT_ENTER


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.gpx", GPX[:-20], "check.track_unreadable"),
        ("a.gpx", "<!DOCTYPE gpx [<!ENTITY a 'b'>]>" + GPX.split("\n", 1)[1], "check.track_unreadable"),
        ("a.gpx", GPX.replace('lat="32.055"', ""), "check.track_unreadable"),
        ("a.gpx", "<gpx/>", "check.track_unreadable"),
        ("a.gpx", GPX.replace("32.055", "nan"), "check.track_unreadable"),
        ("a.gpx", GPX.replace("32.055", "132.055"), "check.bad_position"),
        ("a.geojson", "{", "desk.shape_unreadable"),
        ("a.geojson", json.dumps({"type": "Point", "coordinates": [[1]]}), "desk.shape_unreadable"),
        ("a.geojson", json.dumps({"type": "LineString", "coordinates": [20, 32]}), "check.track_unreadable"),
        ("a.geojson", json.dumps({"type": "Circle", "coordinates": []}), "check.track_unreadable"),
        ("a.geojson", json.dumps({"type": "FeatureCollection", "features": []}), "check.track_unreadable"),
        ("a.geojson", json.dumps({"type": "GeometryCollection", "geometries": [LINE, AREA]}), "check.track_unreadable"),
    ],
    ids=range(12),
)
def test_a_file_that_cannot_be_read_is_refused_with_a_code(office, tmp_path, name, text, code):
    assert refused(office, written(tmp_path, name, text)) == code


def test_a_place_is_asked_about_by_id_or_by_any_spelling_of_its_name_and_over_its_whole_extent(tmp_path):
    crisis, centre = open_two(tmp_path)
    edge = (200_555_000, 320_500_000, 200_600_000, 320_600_000)
    close(crisis, edge)
    for words in ("quarter", "The Quarter", "الحي"):
        result = check(crisis, words, accuracy_m=5000)
        assert result.asked.place is not None
        assert result.asked.place.id == "quarter"
        assert result.answer.verdict is Verdict.DO_NOT_ENTER
        assert Doubt.POSITION_UNSURE not in result.answer.doubts
    assert refused(crisis, "quartr") == "place.unknown"
    crisis.close()
    centre.close()


# ---------------------------------------------------------------------------------------------------- when


def test_at_asks_what_held_then_by_what_is_known_now(office):
    later = START + timedelta(hours=2)
    assert check(office, [INSIDE], at=START - timedelta(seconds=1)).answer.verdict is Verdict.NOT_CONFIRMED
    assert check(office, [INSIDE], at=later).answer.at == later
    assert check(office, [INSIDE], at=later).answer.verdict is Verdict.DO_NOT_ENTER


def test_known_asks_by_what_the_office_knew_and_by_its_trust_file_of_that_day(tmp_path):
    crisis, centre = open_two(None)
    close(centre)
    pass_time(crisis, centre, hours=1)
    export_log(centre, tmp_path)
    sync(crisis, "crisis-root", tmp_path)
    before, after = START + timedelta(minutes=59), crisis.now()
    result = check(crisis, [INSIDE], known=before)
    assert result.answer.verdict is Verdict.NOT_CONFIRMED
    assert (result.asked.known, result.asked.known_by) == (before, "crisis-desk")
    assert centre.public_origin not in result.frontier
    assert check(crisis, [INSIDE], known=after).answer.verdict is Verdict.DO_NOT_ENTER
    theirs = check(crisis, [INSIDE], known=before, as_office="centre-desk")
    assert theirs.answer.verdict is Verdict.DO_NOT_ENTER
    assert theirs.asked.known_by == "centre-desk"
    assert theirs.trust != result.trust


def test_what_is_known_is_asked_of_its_own_moment_unless_another_is_named(office):
    known = START + timedelta(minutes=10)
    pass_time(office, hours=5)
    assert check(office, [INSIDE], known=known).answer.at == known
    assert check(office, [INSIDE], known=known, at=START + timedelta(hours=3)).answer.at == START + timedelta(hours=3)


def test_claimed_times_are_used_only_when_asked_for_and_it_is_said(office):
    result = check(office, [INSIDE], known=START, claimed=True)
    assert result.asked.claimed
    assert result.answer.verdict is Verdict.DO_NOT_ENTER
    assert not check(office, [INSIDE]).asked.claimed


def test_an_answer_leaves_no_trace_in_any_log(office):
    before = [office.ledger.head(origin).size for origin in office.own_origins]
    check(office, "20.0551234,32.0551234", accuracy_m=20)
    check(office, [INSIDE, OUTSIDE], known=START)
    assert [office.ledger.head(origin).size for origin in office.own_origins] == before


# --------------------------------------------------------------------------------------------- what comes with it


def test_it_says_whom_to_ask_and_what_would_change_it(office):
    result = check(office, [INSIDE])
    assert result.contacts[0].office == "crisis-desk"
    assert result.contacts[0].number == "0800 1"
    assert [change.code for change in result.changes] == ["closure"]
    assert result.changes[0].record in result.asked.records
    unknown = check(office, [OUTSIDE])
    assert [change.code for change in unknown.changes] == ["no_record", "stale"]
    assert {contact.office for contact in unknown.contacts} == {"crisis-desk", "centre-desk"}


def test_it_says_of_a_lifted_closure_what_is_still_wanting():
    centre = mines.open_centre()
    closure = close_ground(centre, mines.ROOT, box(QUARTER), Closure(reasons=(Reason.CRIME,)))
    centre.clock.advance(minutes=5)
    approve(centre, mines.SECOND, reopen(centre, mines.ROOT, [closure.id]).id)
    centre.clock.advance(minutes=5)
    result = check(centre, [INSIDE])
    assert result.answer.doubts[0] is Doubt.LIFTED_UNSURVEYED
    assert [change.code for change in result.changes] == ["lifted_unsurveyed"]


def test_of_released_ground_everything_it_rests_on_is_named():
    centre = mines.open_centre()
    hazard, done = clear_in_public(centre)
    result = check(centre, mines.IN_AREA)
    assert result.answer.verdict is Verdict.RELEASED
    assert {hazard.id, done.hand_over.id, done.decision.id, done.search.id} <= result.asked.records.keys()
    assert [change.code for change in result.changes] == ["released"]


def test_a_corridor_that_is_announced_and_not_open_is_told_with_what_is_missing(office):
    def corridor(purpose: str) -> Corridor:
        return Corridor(
            purpose=purpose,  # type: ignore[arg-type]
            from_place="here",
            to_place="there",
            segments=(Segment(name="all", parties=("north", "south")),),
            windows=(Window(from_=START + timedelta(hours=1), until=START + timedelta(hours=2)),),
            modes=("foot",),
            announced_by="north",
            conditions="on foot, before dark",
        )

    announce_corridor(office, "crisis-root", box(QUARTER), corridor("civilians"))
    announce_corridor(office, "crisis-root", box(QUARTER), corridor("fighters"))
    (told,) = check(office, [INSIDE]).answer.announced
    assert told.others == ("north", "south")
    assert told.conditions == "on foot, before dark"
    assert "C.consent_missing" in told.findings
    assert check(office, [OUTSIDE]).answer.announced == ()
    assert check(office, [INSIDE], at=START + timedelta(hours=2)).answer.announced == ()
    assert check(office, [INSIDE]).answer.verdict is Verdict.DO_NOT_ENTER
