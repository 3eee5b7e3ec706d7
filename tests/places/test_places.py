"""Places by name: spelled as people spell them, never guessed, and a wrong file named entry by entry."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.geometry import Disc, Polygons
from clearway.places import Gazetteer, build_gazetteer, parse_csv, parse_geojson, shipped_places, spelled
from clearway.problems import Refused

HEADER = "id,name_ar,name_en,alternatives,lon,lat,radius_m,error_m\n"
SQUARE = [[[20.0, 32.0], [20.1, 32.0], [20.1, 32.1], [20.0, 32.1], [20.0, 32.0]]]


@pytest.fixture(scope="module")
def benghazi() -> Gazetteer:
    return build_gazetteer([("places.csv", shipped_places("benghazi"))])


def collection(*features: Mapping[str, Any], **members: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members})


def feature(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "type": "Feature",
        "id": "a/b",
        "properties": {"name_en": "B"},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    return {**base, **changes}


def problems_of(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str | int | None]]:
    return [(problem.code, problem.params.get("column")) for problem in refused.value.problems]


class TestBenghazi:
    def test_a_dozen_places_with_their_attribution(self, benghazi):
        assert len(benghazi.places) >= 12
        others = {
            place.id for place in benghazi.places if place.attribution != "© OpenStreetMap contributors, ODbL 1.0"
        }
        assert others == {"benghazi/benghazi"}

    def test_a_place_is_a_disc_with_its_error(self, benghazi):
        qawarsha = benghazi.get_place("benghazi/qawarsha")
        assert isinstance(qawarsha.extent, Disc)
        assert qawarsha.extent.centre == (200_666_670, 320_333_330)
        assert qawarsha.extent.radius_mm == 1_500_000
        assert qawarsha.error_m == 2000
        assert (qawarsha.name("ar"), qawarsha.name("en")) == ("القوارشة", "Qawarsha")

    def test_all_lie_in_benghazi(self, benghazi):
        placed = [place.centre for place in benghazi.places if place.centre]
        assert len(placed) == 74
        for lon, lat in placed:
            assert 199_000_000 < lon < 205_000_000
            assert 318_000_000 < lat < 325_000_000


class TestNames:
    @pytest.mark.parametrize(
        "words",
        [
            "benghazi/qawarsha",
            "qawarsha",
            " Qawarsha ",
            "القوارشة",
            "القوارشه",
            "قوارشه",
            "قوارشة",
            "القَوارِشة",
            "القـوارشة",
            "AL-QAWARISHAH",
            "Al Qawarishah",
            "Qaryat al Qawarishah",
            "Qaryat al-Qawārishah",
        ],
    )
    def test_one_place_spelled_in_many_ways(self, benghazi, words):
        assert benghazi.get_place(words).id == "benghazi/qawarsha"

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("أبو عطني", "bu-atni"),
            ("ابوعطنى", "bu-atni"),
            ("bu atni", "bu-atni"),
            ("الليثى", "laithi"),
            ("حي الصابري", "sabri"),
            ("as sabiri", "sabri"),
            ("ليثي القديم", "old-laithi"),
        ],
    )
    def test_usual_variants(self, benghazi, words, expected):
        assert benghazi.get_place(words).id == f"benghazi/{expected}"

    def test_digits_of_both_kinds(self):
        assert spelled("شارع ١٢") == spelled("شارع 12")

    def test_a_short_word_keeps_its_letters(self):
        assert spelled("الم") != spelled("م")

    @given(st.text())
    def test_a_spelling_has_no_marks_gaps_or_capitals(self, name):
        assert all(char.isalnum() and not unicodedata.combining(char) for char in spelled(name))
        assert spelled(name.replace("a", "A")) == spelled(name.replace("A", "a"))

    def test_two_places_of_one_name_are_never_guessed(self, benghazi):
        with pytest.raises(Refused) as refused:
            benghazi.get_place("الكيش")
        (problem,) = refused.value.problems
        assert problem.code == "place.ambiguous"
        assert problem.params["candidates"] == "benghazi/kish, benghazi/kish-north"
        assert benghazi.get_place("benghazi/kish").name_en == "Al Kish"

    @pytest.mark.parametrize("words", ["Qawarsa", "القورشة", "القرواشة", "qowrsha"])
    def test_an_unknown_name_gets_the_nearest(self, benghazi, words):
        with pytest.raises(Refused) as refused:
            benghazi.get_place(words)
        (problem,) = refused.value.problems
        assert problem.code == "place.unknown"
        assert "benghazi/qawarsha" in str(problem.params["suggestions"]).split(", ")

    @pytest.mark.parametrize("words", ["", "   ", "---", "Z", "日本"])
    def test_whatever_is_asked_gets_suggestions(self, benghazi, words):
        with pytest.raises(Refused) as refused:
            benghazi.get_place(words)
        assert refused.value.problems[0].params["suggestions"]

    def test_an_empty_workspace(self):
        with pytest.raises(Refused) as refused:
            Gazetteer().get_place("القوارشة")
        assert refused.value.problems[0].code == "place.none_listed"

    def test_by_id(self, benghazi):
        assert benghazi.find_by_id("benghazi/sabri") is benghazi.get_place("sabri")
        assert benghazi.find_by_id("sabri") is None

    def test_a_place_with_one_name(self):
        (place,) = parse_csv("p.csv", HEADER + "x,,Only,,20,32,10,\n")
        assert place.name("ar") == "Only"


class TestCsvFiles:
    def test_an_error_that_is_not_said_is_the_radius(self):
        (place,) = parse_csv("p.csv", HEADER + "x,,X,,20,32,10.5,\n")
        assert place.error_m == 10
        assert isinstance(place.extent, Disc)
        assert place.extent.radius_mm == 10_500

    def test_a_byte_order_mark_is_nothing(self):
        assert parse_csv("p.csv", "\ufeff" + HEADER + "x,,X,,20,32,10,\n")[0].id == "x"

    def test_every_missing_column_is_named(self):
        with pytest.raises(Refused) as refused:
            parse_csv("p.csv", "id,name_ar,lon,lat\nx,y,1,2\n")
        assert [column for _, column in problems_of(refused)] == ["name_en", "alternatives", "radius_m"]

    def test_an_empty_file(self):
        with pytest.raises(Refused):
            parse_csv("p.csv", "")

    def test_a_file_without_places_is_one(self):
        assert parse_csv("p.csv", HEADER) == ()

    def test_a_comma_too_many(self):
        with pytest.raises(Refused) as refused:
            parse_csv("p.csv", HEADER + "x,,X, Y,,20,32,10,5\ny,,Y,,20,32,10,5,\n")
        assert problems_of(refused) == [("place.bad_value", "columns")]

    def test_a_cut_file(self):
        with pytest.raises(Refused) as refused:
            parse_csv("p.csv", HEADER + 'x,"unfinished')
        assert refused.value.problems[0].code == "place.unreadable"

    def test_every_wrong_value_is_named(self):
        rows = "X!,,X,,20,32,10,\ny,,,,20,32,10,\nz,,Z,,200,133,nan,-1\nw,,W,,east,,0,x\n"
        with pytest.raises(Refused) as refused:
            parse_csv("p.csv", HEADER + rows)
        assert [column for _, column in problems_of(refused)] == [
            "id",
            "name_ar",
            *("lon", "lat", "radius_m", "error_m"),
            *("lon", "lat", "radius_m", "error_m"),
        ]

    def test_an_id_stands_once(self):
        row = HEADER + "x,,X,,20,32,10,\n"
        with pytest.raises(Refused) as refused:
            build_gazetteer([("a.csv", row), ("b.csv", row)])
        assert refused.value.problems[0].code == "place.repeated_id"
        assert refused.value.problems[0].params["file"] == "b.csv"

    def test_several_wrong_files_are_all_named(self):
        with pytest.raises(Refused) as refused:
            build_gazetteer([("a.csv", ""), ("b.geojson", "{")])
        assert {problem.params["file"] for problem in refused.value.problems} == {"a.csv", "b.geojson"}

    def test_what_else_may_be_said_of_a_place(self):
        header = HEADER.strip() + ",kind,within,pcode,extent,ordinary,note_ar,note_en,attribution\n"
        text = (
            "# attribution: all\n" + header + "x/y,ا,X,B;C,20,32,10,5,suburb,x/z,LY0103,illustrative,B,هنا,here,one\n"
        )
        (place,) = parse_csv("p.csv", text)
        assert (place.kind, place.within, place.pcode, place.illustrative) == ("suburb", "x/z", "LY0103", True)
        assert (place.note("ar"), place.note("en"), place.ordinary, place.attribution) == ("هنا", "here", ("B",), "one")
        assert place.names == ("ا", "X", "B", "C")
        assert place.needs_context

    def test_a_place_without_position_and_radius_is_a_name(self):
        (place,) = parse_csv("p.csv", HEADER + "x,ا,,,,,,\n")
        assert place.extent is None
        assert not place.needs_context

    @pytest.mark.parametrize("row", ["x,,X,,20,,,", "x,,X,,,,10,", "x,,X,,20,32,,"])
    def test_half_a_position_is_none(self, row):
        with pytest.raises(Refused):
            parse_csv("p.csv", HEADER + row + "\n")

    def test_wrong_levels_are_named(self):
        header = HEADER.strip() + ",kind,within,pcode,extent\n"
        with pytest.raises(Refused) as refused:
            parse_csv("p.csv", header + "x,,X,,,,,,palace,Two Words,12,wide\n")
        assert sorted(str(column) for _, column in problems_of(refused)) == ["extent", "kind", "pcode", "within"]


class TestGeoJsonFiles:
    def test_an_extent_is_polygons(self):
        text = collection(
            feature(properties={"name_ar": "ب", "alternatives": ["Bee"], "error_m": 30}), attribution="us"
        )
        (place,) = parse_geojson("p.geojson", text)
        assert isinstance(place.extent, Polygons)
        assert place.extent.region.bbox == (200_000_000, 320_000_000, 201_000_000, 321_000_000)
        assert place.centre == (200_500_000, 320_500_000)
        assert place.get_extent() is place.extent
        assert (place.error_m, place.attribution, place.alternatives) == (30, "us", ("Bee",))

    def test_several_parts_heights_and_orientation(self):
        clockwise = [[[x, y, 7.5] for x, y in reversed(SQUARE[0])]]
        geometry = {"type": "MultiPolygon", "coordinates": [clockwise]}
        (place,) = parse_geojson("p.geojson", collection(feature(geometry=geometry)))
        assert isinstance(place.extent, Polygons)
        assert place.error_m == 0

    def test_degrees_are_never_rounded_by_floating_point(self):
        ring = "[[0.0000001,0],[0.3,0],[0.3,0.3],[0.0000001,0]]"
        text = (
            '{"features":[{"id":"a","properties":{"name_en":"A"},'
            f'"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}'
        )
        (place,) = parse_geojson("p.geojson", text)
        assert isinstance(place.extent, Polygons)
        assert place.extent.region.bbox == (1, 0, 3_000_000, 3_000_000)

    @pytest.mark.parametrize("text", ["{", "[]", "{}", '{"features": 3}', "[" * 100_000])
    def test_what_is_no_collection(self, text):
        with pytest.raises(Refused) as refused:
            parse_geojson("p.geojson", text)
        assert refused.value.problems[0].code == "place.unreadable"

    @pytest.mark.parametrize(
        "changes",
        [
            {"geometry": None},
            {"geometry": {"type": "Point", "coordinates": [20, 32]}},
            {"geometry": {"type": "Polygon"}},
            {"geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}},
            {"geometry": {"type": "Polygon", "coordinates": [[[20], [21]]]}},
            {"geometry": {"type": "Polygon", "coordinates": [[[20, 32], [20, 32], [20, 32]]]}},
            {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}},
            {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 133], [0, 0]]]}},
            {"geometry": {"type": "Polygon", "coordinates": [[[True, 0], [1, 0], [1, 1], [True, 0]]]}},
            {"id": None},
            {"id": 7.5},
            {"properties": None},
            {"properties": {"name_en": "B", "error_m": "wide"}},
        ],
    )
    def test_a_wrong_feature_is_refused(self, changes):
        with pytest.raises(Refused):
            parse_geojson("p.geojson", collection(feature(**changes)))

    def test_a_feature_that_is_no_object(self):
        with pytest.raises(Refused):
            parse_geojson("p.geojson", '{"features": [3]}')
