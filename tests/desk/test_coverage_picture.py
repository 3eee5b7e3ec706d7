"""The picture of a coverage: states told apart by pattern, gaps numbered where they are, words in two languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from clearway.coverage import Coverage, LeftOut, cover
from clearway.desk.coverage_picture import picture_of
from clearway.geometry import Region
from clearway.terms import Method, Realm
from clearway.wording import position
from tests.coverage.searches import WANTED, search
from tests.coverage.test_coverage import AREA
from tests.geometry.test_gaps import metres

AT = datetime(2017, 3, 10, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def draw(found: Coverage, realm: Realm = Realm.DEMONSTRATION) -> ET.Element:
    return ET.fromstring(picture_of(found, "HA-17", AT, "Africa/Tripoli", realm))


def patterns(picture: ET.Element) -> set[str]:
    """Patterns of the shapes on the map."""
    filled = (path.get("fill", "") for path in picture.iter(f"{SVG}path"))
    return {found[1] for fill in filled if (found := re.fullmatch(r"url\(#(\w+)\)", fill))}


def words(picture: ET.Element) -> str:
    return "\n".join(text.text or "" for text in picture.iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def found() -> Coverage:
    rubble = LeftOut(metres(10, 10, 20, 20), "rubble")
    by_eye = search("b", metres(50, 0, 70, 100), method=Method.VISUAL)
    return cover(AREA, [search("a", metres(0, 0, 50, 100), left_out=(rubble,)), by_eye], [], WANTED)


def test_every_state_has_its_pattern_and_its_square_metres_in_the_key(found):
    picture = draw(found)
    assert patterns(picture) == {"searched", "insufficient", "left_out", "unsearched"}
    assert all(f"{part.area.m2} m²" in words(picture) for part in found.parts)


def test_it_speaks_both_languages_and_says_that_it_is_illustrative(found):
    said = words(draw(found))
    assert "تمثيلي" in said
    assert "Illustrative" in said
    assert "Illustrative" not in words(draw(found, Realm.ACTUAL))


def test_every_gap_is_numbered_on_the_map_and_its_position_listed(found):
    picture = draw(found)
    numbered = [text.text for text in picture.iter(f"{SVG}text") if text.get("text-anchor") == "middle"]
    assert numbered == [str(number) for number, _ in enumerate(found.gaps, start=1)]
    for gap in found.gaps:
        x, y = gap.inside
        assert position(x, y, "en").plain in words(picture)


def test_the_map_lies_inside_its_frame(found):
    _, frame = draw(found).iter(f"{SVG}svg")
    width, height = float(frame.get("width", 0)), float(frame.get("height", 0))
    shapes = [path.get("d", "") for path in frame.iter(f"{SVG}path") if "z" in path.get("d", "")]
    corners = [tuple(map(float, pair)) for d in shapes for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", d)]
    assert len(corners) > 12
    assert all(0 < x < width and 0 < y < height for x, y in corners)


def test_an_area_without_ground_is_a_sheet_without_a_map():
    picture = draw(cover(Region(), [], [], WANTED))
    assert patterns(picture) == set()
    assert "HA-17" in words(picture)


def test_it_is_the_same_each_time_and_needs_nothing_beside_it(found):
    one = picture_of(found, "HA-17", AT, "Africa/Tripoli", Realm.ACTUAL)
    assert one == picture_of(found, "HA-17", AT, "Africa/Tripoli", Realm.ACTUAL)
    assert "href" not in one
    assert "<script" not in one


def test_what_an_area_is_called_cannot_break_the_picture(found):
    text = picture_of(found, "<b>&", AT, "Africa/Tripoli", Realm.ACTUAL)
    assert "<b>&" in words(ET.fromstring(text))
