"""Files of others become files of places, with their quirks; what is wrong in them is named entry by entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from clearway.geometry import Disc, Polygons
from clearway.places import Form, Gazetteer, Imported, PlaceKind, build_gazetteer, import_places
from clearway.places.importing import by_script, clean
from clearway.problems import Refused
from tests import parts
from tests.refusals import refused

GEONAME = "\t".join(
    [
        *("88319", "Banghāzī", "Banghazi", "Bengasi,بنغازي,Бенгази", "32.11486", "20.06859", "P", "PPLA", "LY", ""),
        *("63", "", "", "", "650629", "", "2", "Africa/Tripoli", "2024-01-01"),
    ]
)
SQUARE = [[[20.0, 32.0], [20.1, 32.0], [20.1, 32.1], [20.0, 32.1], [20.0, 32.0]]]


def places_of(made: Imported) -> Gazetteer:
    return build_gazetteer(made.files.items())


def node(tags: Mapping[str, Any], key: object = "node/7", point: tuple[float, float] = (20.5, 32.25)) -> dict[str, Any]:
    return {"type": "Feature", "id": key, "properties": tags, "geometry": {"type": "Point", "coordinates": point}}


def exported(*features: Mapping[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def wrong(**given: Any) -> list[tuple[str, object, object]]:
    """Code, entry and column of everything that is refused."""
    with pytest.raises(Refused) as caught:
        import_places("x", **given)
    return [(each.code, each.params.get("entry"), each.params.get("column")) for each in caught.value.problems]


class TestRealFiles:
    @pytest.mark.parametrize(
        ("file", "read", "kept", "without_position", "words", "found"),
        [
            ("lby_places_osm_2019.geojson", 1080, 1038, 27, "الليثي القديم", "x/node-3318826195"),
            ("lby_places_osm_2025.geojson", 910, 892, 0, "قنفوده", "x/node-1565511866"),
            ("lby_places_geonames500.csv", 119, 119, 0, "Al Bardiyah", "x/80509"),
            ("benghazi_pois_osm_2019.geojson", 586, 393, 0, "Jarir Mosque", "x/node-1170070266"),
        ],
    )
    def test_the_open_data_of_libya(self, file, read, kept, without_position, words, found):
        text = (parts.shared("geodata") / "libya" / file).read_text(encoding="utf-8")
        made = import_places("x", file, text)
        assert (made.read, made.kept, made.without_name) == (read, kept, read - kept)
        assert made.without_position == without_position
        gazetteer = places_of(made)
        assert gazetteer.get_place(words).id == found
        assert len(gazetteer.places) == kept
        for place in gazetteer.places:
            assert place.attribution == made.attribution
            assert place.illustrative == (place.extent is not None)
            for name in place.names:
                assert name == clean(name)
                assert "\u200e" not in name
                assert place in gazetteer.find_places(name)


class TestGeoNames:
    def test_the_dump(self):
        made = import_places("libya", "LY.txt", f"{GEONAME}\n" + GEONAME.replace("88319", "9").replace("PPLA", "PPLX"))
        first, second = places_of(made).places
        assert (first.id, first.name_ar, first.name_en, first.kind) == (
            "libya/88319",
            "بنغازي",
            "Banghāzī",
            PlaceKind.CITY,
        )
        assert first.alternatives == ("Banghazi", "Bengasi")
        assert first.attribution == "Place data © GeoNames, CC BY 4.0"
        assert isinstance(first.extent, Disc)
        assert first.extent.centre == (200_685_900, 321_148_600)
        assert (second.id, second.kind) == ("libya/9", PlaceKind.SUBURB)

    @pytest.mark.parametrize(
        ("group", "code", "people", "kind"),
        [
            ("P", "PPL", "120000", PlaceKind.CITY),
            ("P", "PPL", "20000", PlaceKind.TOWN),
            ("P", "PPL", "", PlaceKind.VILLAGE),
            ("A", "ADM1", "", PlaceKind.DISTRICT),
            ("R", "RD", "", PlaceKind.STREET),
            ("S", "HSP", "", PlaceKind.LANDMARK),
        ],
    )
    def test_what_a_place_is(self, group, code, people, kind):
        line = GEONAME.replace("\tP\tPPLA\t", f"\t{group}\t{code}\t").replace("650629", people)
        (place,) = places_of(import_places("x", "LY.txt", line)).places
        assert place.kind is kind
        assert (place.extent is None) == (kind.radius_m is None)

    def test_bad_rows_are_named_by_number(self):
        text = "\n".join([GEONAME, "88320\tShort", GEONAME.replace("32.11486", "132")])
        assert wrong(file="LY.txt", text=text, form=Form.GEONAMES) == [
            ("place.bad_value", 2, "columns"),
            ("place.bad_value", 3, "lat"),
        ]
        assert wrong(file="c.csv", text="geonameid,name\n,Nowhere\n") == [("place.bad_value", 1, "geonameid")]

    def test_an_id_stands_once(self):
        assert wrong(file="LY.txt", text=f"{GEONAME}\n{GEONAME}") == [("place.repeated_id", None, None)]


class TestOpenStreetMap:
    def test_names_of_both_scripts_are_told_apart_and_marks_taken_away(self):
        text = exported(
            node({"name": "العوينات\u200e", "name:ber": "ⵜ", "place": "town"}),
            node({"name": "Kamb al ...كامبو", "place": "village"}, "node/8"),
            node({"name": "Takbal- ⵜⴰⴽⴱⴰⵍ", "alt_name": "Tekbal;تكبال", "place": "hamlet"}, "node/9"),
            node({"name": "Бенгази", "place": "city"}, "node/10"),
            node({"place": "bay"}, "node/11"),
        )
        made = import_places("osm", "places.geojson", text)
        assert [(place.name_ar, place.name_en, place.alternatives) for place in places_of(made).places] == [
            ("العوينات", "", ()),
            ("كامبو", "Kamb al", ()),
            ("تكبال", "Takbal", ("Tekbal",)),
        ]
        assert (made.read, made.kept, made.without_name, made.without_position) == (5, 3, 2, 0)

    def test_polygons_stay_what_they_are(self):
        area = {
            **node({"name": "حي", "place": "suburb"}, "way/5"),
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
        made = import_places("osm", "places.geojson", exported(area, node({"name": "Point", "place": "yes"})))
        assert list(made.files) == ["osm.csv", "osm.geojson"]
        point, drawn = places_of(made).places
        assert isinstance(drawn.extent, Polygons)
        assert drawn.extent.region.bbox == (200_000_000, 320_000_000, 201_000_000, 321_000_000)
        assert (drawn.id, drawn.kind, drawn.illustrative, drawn.error_m) == ("osm/way-5", PlaceKind.SUBURB, False, 0)
        assert (point.kind, point.illustrative) == (PlaceKind.PLACE, True)

    def test_overpass(self):
        ring = [{"lon": lon, "lat": lat} for lon, lat in SQUARE[0]]
        elements = [
            {"type": "node", "id": 1, "lon": 20.1, "lat": 32.1, "tags": {"name": "One", "place": "village"}},
            {"type": "way", "id": 2, "geometry": ring, "tags": {"name": "Two", "amenity": "school"}},
            {"type": "way", "id": 3, "geometry": ring[:2], "tags": {"name": "Three", "highway": "residential"}},
            {"type": "relation", "id": 4, "center": {"lon": 20.1, "lat": 32.2}, "tags": {"name": "Four"}},
        ]
        made = import_places("o", "answer.json", json.dumps({"elements": elements}))
        kinds = {place.id: (place.kind.value, type(place.extent)) for place in places_of(made).places}
        assert kinds == {
            "o/node-1": ("village", Disc),
            "o/way-2": ("landmark", Polygons),
            "o/way-3": ("street", type(None)),
            "o/relation-4": ("landmark", Disc),
        }
        assert made.without_position == 1

    def test_what_is_no_export(self):
        with refused("place.unreadable"):
            import_places("x", "a.json", '{"places": []}', attribution="u")
        assert wrong(
            file="a.geojson", text=exported(node({"name": "X"}, "7"), node({"name": "Y"}, point=(20, 133)))
        ) == [
            ("place.bad_value", 1, "id"),
            ("place.bad_value", 2, "lat"),
        ]
        assert wrong(file="a.json", text='{"elements": [7]}') == [("place.bad_value", 1, "id")]


class TestTables:
    def test_any_names_of_columns(self):
        text = "\ufeffcode;quartier;x;y;typ\nA1;Sabri صابري;20,08;32,13;Suburb\nB2;عمارات 12;٢٠٫١;٣٢٫١;\n"
        columns = {"id": "code", "name": "quartier", "lon": "x", "lat": "y", "kind": "typ"}
        made = import_places("zones", "t.csv", text, columns=columns, attribution="© Us")
        first, second = places_of(made).places
        assert (first.id, first.name_ar, first.name_en, first.kind.value) == ("zones/a1", "صابري", "Sabri", "suburb")
        assert (second.name_ar, second.name_en) == ("عمارات 12", "")
        assert second.centre == (201_000_000, 321_000_000)
        assert first.attribution == "© Us"

    @pytest.mark.parametrize(
        "header",
        [
            "name_ar,name_en,lon,lat",
            "Name_AR,Name_EN,Longitude,LATITUDE",
            "الاسم العربي; Name (EN) ;خط الطول;خط العرض",
            "ar\ten\tX\tY",
        ],
    )
    def test_what_a_column_is_usually_called(self, header):
        between = max(",;\t", key=header.count)
        row = between.join(["السوق", "Souq", "٢٠٫٠٧" if between == ";" else "20.07", "32.1"])
        (place,) = places_of(import_places("m", "t.csv", f"{header}\n{row}\n", attribution="u")).places
        assert (place.name_ar, place.name_en, place.centre) == ("السوق", "Souq", (200_700_000, 321_000_000))

    def test_a_table_whose_names_nobody_can_tell_says_its_columns(self):
        with pytest.raises(Refused) as caught:
            import_places("m", "t.csv", "quartier,x,y\nA,20,32\n", attribution="u")
        (problem,) = caught.value.problems
        assert problem.code == "place.no_name_column"
        assert "quartier, x, y" in problem.sentence("ar")

    def test_a_quotation_mark_out_of_place_is_named_by_its_entry(self):
        with pytest.raises(Refused) as caught:
            import_places("m", "t.csv", 'name,lon,lat\nA,20,32\n"B" ,20,32\n', attribution="u")
        assert "entry 2" in caught.value.problems[0].sentence("en")

    def test_a_radius_for_all_is_the_extent_and_its_error(self):
        (place,) = places_of(
            import_places("z", "t.csv", "name,lon,lat\nX,20,32\n", attribution="u", radius_m=70)
        ).places
        assert isinstance(place.extent, Disc)
        assert (place.extent.radius_mm, place.error_m, place.illustrative, place.id) == (70_000, 70, True, "z/1")

    def test_radii_and_levels_of_the_table_are_kept(self):
        text = "id,name_en,lon,lat,radius_m,error_m,within,pcode\nq/1,X,20,32,50,5,q/0,LY0103\n"
        (place,) = places_of(import_places("z", "t.csv", text, attribution="u")).places
        assert (place.id, place.error_m, place.within, place.pcode) == ("q/1", 5, "q/0", "LY0103")
        assert not place.illustrative

    def test_every_wrong_row_is_named(self):
        text = "id,name,lon,lat,kind\na,A,20,32,\nb,B,east,32,\nc!,C,20,32,\nd,D,20,,\ne,E,20,32,palace\n"
        assert sorted(wrong(file="t.csv", text=text, attribution="u"), key=str) == [
            ("place.bad_value", 2, "lon"),
            ("place.bad_value", 3, "id"),
            ("place.bad_value", 4, "lat"),
            ("place.bad_value", 5, "kind"),
        ]

    def test_a_comma_too_many(self):
        assert wrong(file="t.csv", text="name,lon,lat\nA,20,32,\nB, b,20,32\n", attribution="u") == [
            ("place.bad_value", 2, "columns")
        ]

    def test_a_table_in_which_nothing_has_a_name(self):
        made = import_places("z", "t.csv", "name,lon,lat\n,20,32\n", attribution="u")
        assert (made.read, made.kept, made.without_name) == (1, 0, 1)
        assert places_of(made).places == ()

    def test_columns_that_are_not_there(self):
        assert wrong(file="t.csv", text="a,b\n1,2\n", attribution="u", columns={"id": "code"}) == [
            ("place.column_not_there", None, "code"),
        ]


class TestGeoJson:
    def test_properties_are_columns_and_polygons_stay_what_they_are(self):
        zone = {
            "type": "Feature",
            "properties": {"ADM3_EN": "Zone 1", "ADM3_AR": "المنطقة 1", "pcode": "LY0101", "x": 999, "people": 12},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
        columns = {"name_en": "ADM3_EN", "name_ar": "adm3_ar"}
        made = import_places("adm", "zones.geojson", exported(zone), columns=columns, attribution="u")
        (place,) = places_of(made).places
        assert (place.id, place.name_ar, place.name_en, place.pcode) == ("adm/1", "المنطقة 1", "Zone 1", "LY0101")
        assert isinstance(place.extent, Polygons)
        assert not place.illustrative

    def test_points_are_discs_and_lines_are_names_alone(self):
        way = {**node({"name": "Road"}, "B-2"), "geometry": {"type": "LineString", "coordinates": SQUARE[0]}}
        features = (node({"name": "Market سوق", "lon": "east"}, 7), way, node({"name": None}, 9))
        made = import_places("m", "p.json", exported(*features), attribution="u")
        point, road = places_of(made).places
        assert (point.id, point.name_ar, point.name_en) == ("m/7", "سوق", "Market")
        assert point.centre == (205_000_000, 322_500_000)
        assert (road.id, road.extent) == ("m/b-2", None)
        assert (made.read, made.kept, made.without_name, made.without_position) == (3, 2, 1, 1)

    def test_whose_they_are_must_be_said_and_which_property_is_the_name(self):
        features = exported(node({"shape": "A"}, 1))
        with refused("place.no_attribution"):
            import_places("m", "p.geojson", features)
        assert wrong(file="p.geojson", text=features, attribution="u") == [("place.no_name_column", None, None)]

    def test_what_is_wrong_is_named_by_its_entry(self):
        bent = {**node({"name": "A"}, 1), "geometry": {"type": "Polygon", "coordinates": "here"}}
        features = exported(bent, node({"name": "B"}, 2, point=(20, 133)), {})
        assert wrong(file="p.geojson", text=features, attribution="u") == [
            ("place.bad_value", 1, "coordinates"),
            ("place.bad_value", 2, "lat"),
        ]


class TestWhoseData:
    @pytest.mark.parametrize("said", [None, "", "  ", "two\nlines"])
    def test_a_table_without_attribution_is_refused(self, said):
        with refused("place.no_attribution"):
            import_places("x", "t.csv", "name\nA\n", attribution=said)

    @pytest.mark.parametrize("name", ["", "A", "../x", "a b", "حي"])
    def test_a_name_that_is_no_file(self, name):
        with refused("place.bad_file_name"):
            import_places(name, "t.csv", "name\nA\n", attribution="u")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Al Marj المرج", ("المرج", "Al Marj")),
        ("المرج (Marj)", ("المرج", "Marj")),
        ("شارع 12", ("شارع 12", "")),
        ("Street 12", ("", "Street 12")),
        ("Триполи", ("", "")),
        ("12", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_name_by_its_scripts(name, expected):
    assert by_script(name) == expected
