"""The gazetteers that ship: what they promise, and that they are what the script makes of the open data."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

import clearway
from clearway.places import Gazetteer, PlaceKind, build_gazetteer, shipped_places
from clearway.problems import Refused
from tests import parts
from tests.refusals import refused

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(clearway.__file__).parent / "gazetteers"


@pytest.fixture(scope="module")
def benghazi() -> Gazetteer:
    return build_gazetteer([("benghazi.csv", shipped_places("benghazi"))])


@pytest.fixture(scope="module")
def districts() -> Gazetteer:
    return build_gazetteer([("libya_districts.csv", shipped_places("libya-districts"))])


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_gazetteers", ROOT / "tools" / "generate_gazetteers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestWhatTheScriptMakes:
    def test_the_files_are_current(self, script):
        data = parts.shared("geodata")
        assert script.benghazi(data) == (FOLDER / "benghazi.csv").read_text(encoding="utf-8")
        assert script.districts(data) == (FOLDER / "libya_districts.csv").read_text(encoding="utf-8")

    def test_every_spelling_of_the_compiled_list_finds_its_place(self, benghazi):
        with (parts.shared("geodata") / "benghazi_places.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 119
        columns = ("name_ar_alt_attested", "name_ar_alt_generated", "name_en_alt")
        lost = []
        for row, place in zip(rows, benghazi.places, strict=False):
            spellings = [
                row["name_ar"],
                row["name_en"],
                *(name for column in columns for name in row[column].split(";")),
            ]
            lost += [name for name in spellings if name and "(" not in name and place not in benghazi.find_places(name)]
        assert lost == []


class TestBenghazi:
    @pytest.mark.parametrize(
        ("place", "spellings"),
        [
            ("qawarsha", "القوارشة|Gwarsha|Guwarsha|Qawarsha|Al-Qwarsha"),
            ("ganfouda", "قنفودة|قنفوذة|Ganfouda|Ganfuda|Qanfouda"),
            ("twelve-blocks", "عمارات 12|عمارات ١٢|عمارات الـ12|12 Blocks|12 Flats|12 Apartments|Buildings 12"),
            ("bu-sneib", "بوسنيب|بوصنيب|أبو سنيب|Bosnaib|Bu Sneib|Abu Saneeb"),
            ("sabri", "الصابري|Sabri|Saberi|al-Sabri|As-Sabri|ELSABRI"),
            ("souq-al-hout", "سوق الحوت|Souq al-Hout|Suq Al-Hut"),
            ("sidi-khreibish", "سيدي اخريبيش|سيدي خريبيش|اخريبيش|Sidi Khreibish|Akribesh|Khreibish"),
            ("city-centre", "وسط البلاد|البلاد|downtown|El-Blad"),
            ("laithi", "الليثي|Laithi|Leithi"),
            ("hawari", "الهواري|Hawari|Huwari"),
            ("sidi-faraj", "سيدي فرج|Sidi Faraj"),
            ("bu-atni", "بوعطني|أبو عطني|Bouatni|Bu Atni"),
            ("nawaqiya", "النواقية|Nawaqiya"),
            ("qawarsha-gate", "Gwarsha gate"),
            ("baladi-hotel", "Funduq al-Baladi"),
            ("nouran-hotel", "Nouran hotel"),
            ("gamal-abdel-nasser-street", "Gamal Abdel Nasser st."),
        ],
    )
    def test_the_spellings_of_the_sources(self, benghazi, place, spellings):
        found = {benghazi.get_place(words).id for words in spellings.split("|")}
        assert found == {f"benghazi/{place}"}

    @pytest.mark.parametrize(
        ("words", "candidates"),
        [
            ("الحليس", ["benghazi/hallis", "benghazi/hallis-south"]),
            ("Al-Halis", ["benghazi/hallis", "benghazi/hallis-south"]),
            ("الكيش", ["benghazi/kish", "benghazi/kish-north"]),
            ("حي الكيش", ["benghazi/kish", "benghazi/kish-north"]),
            ("تيكا", ["benghazi/tika", "benghazi/tika-south"]),
        ],
    )
    def test_a_name_of_two_places_is_asked_back_with_what_tells_them_apart(self, benghazi, words, candidates):
        with pytest.raises(Refused) as caught:
            benghazi.get_place(words)
        (problem,) = caught.value.problems
        assert problem.code == "place.ambiguous"
        assert problem.params["candidates"] == ", ".join(candidates)
        for lang in ("ar", "en"):
            for place in (benghazi.find_by_id(each) for each in candidates):
                assert place.id in problem.sentence(lang)
                assert place.kind.name_in(lang) in problem.sentence(lang)
                assert f"{place.centre[0] / 1e7:.5f}, {place.centre[1] / 1e7:.5f}" in problem.sentence(lang)
                assert place.note(lang)
                assert place.note(lang) in problem.sentence(lang)

    def test_no_other_names_are_shared(self, benghazi):
        shared = {
            tuple(place.id for place in same)
            for place in benghazi.places
            for name in place.names
            if len(same := benghazi.find_places(name)) > 1
        }
        assert {ids[0] for ids in shared} == {"benghazi/hallis", "benghazi/kish", "benghazi/tika"}

    def test_a_name_without_ground_is_found_and_has_no_answer(self, benghazi):
        place = benghazi.get_place("سوق الحوت")
        assert place.extent is None
        assert place.centre is None
        with refused("place.no_ground"):
            place.get_extent()

    def test_every_extent_is_a_disc_said_to_be_illustrative_with_its_error(self, benghazi):
        placed = [place for place in benghazi.places if place.extent is not None]
        assert all(place.illustrative and place.error_m > 0 and place.kind.radius_m for place in placed)
        assert not any(place.illustrative for place in benghazi.places if place.extent is None)
        assert benghazi.get_place("كامبو العجاج").error_m == 6000

    def test_what_lies_within_what(self, benghazi):
        assert {place.id for place in benghazi.inside("benghazi/laithi")} == {"benghazi/old-laithi"}
        inside = {place.id for place in benghazi.inside("libya/benghazi")}
        assert inside == {place.id for place in benghazi.places}
        city = {place.id for place in benghazi.inside("benghazi/benghazi")}
        assert {"benghazi/sabri", "benghazi/old-laithi"} <= city
        assert "benghazi/daryanah" not in city

    def test_the_data_of_others_are_attributed(self, benghazi):
        assert "Open Database License 1.0" in shipped_places("benghazi")
        notice = (FOLDER / "NOTICE").read_text(encoding="utf-8")
        for place in benghazi.places:
            assert place.attribution in notice


class TestTheDistricts:
    def test_three_regions_and_twenty_two_districts_with_their_codes(self, districts):
        assert Counter(place.kind for place in districts.places) == {PlaceKind.REGION: 3, PlaceKind.DISTRICT: 22}
        assert len({place.pcode for place in districts.places}) == 25
        for place in districts.places:
            above = districts.find_by_id(place.within) if place.within else None
            assert (above is None) == (place.kind is PlaceKind.REGION)
            assert above is None or place.pcode.startswith(above.pcode)
            assert place.name_ar
            assert place.extent is None

    def test_a_town_and_its_district_are_asked_apart(self, benghazi, districts):
        both = Gazetteer(benghazi.places + districts.places)
        assert [place.id for place in both.find_places("بنغازي")] == ["benghazi/benghazi", "libya/benghazi"]
        assert both.get_place("benghazi/benghazi").within == "libya/benghazi"

    def test_the_levels_are_called_as_in_libya(self):
        assert PlaceKind.MUNICIPALITY.name_in("ar") == "بلدية"
        assert PlaceKind.MUHALLA.name_in("ar") == "محلة"
        assert not {kind.name_in("ar") for kind in PlaceKind} & {"محافظة", "ناحية"}
