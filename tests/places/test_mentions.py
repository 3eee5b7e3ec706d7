"""Places named in running text: whole words, the longest name, the bare span; everyday words only in context."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.places import Gazetteer, build_gazetteer, shipped_places, spelled

BENGHAZI = build_gazetteer([("benghazi.csv", shipped_places("benghazi"))])
PLAIN = [
    (place, name)
    for place in BENGHAZI.places
    for name in place.names
    if not place.ordinary and name[0] >= "\u0620" and not spelled(name).startswith("حي")
]


def named(text: str, gazetteer: Gazetteer = BENGHAZI) -> list[tuple[str, str]]:
    """The words and the ids of every mention."""
    return [
        (text[each.start : each.end], " ".join(place.rpartition("/")[2] for place in each.places))
        for each in gazetteer.mentions(text)
    ]


class TestSpans:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("دخلوا القوارشة أمس", [("القوارشة", "qawarsha")]),
            ("بالقوارشة وللصابري", [("القوارشة", "qawarsha"), ("صابري", "sabri")]),
            ("والقوارشة فالصابري كالهواري", [("القوارشة", "qawarsha"), ("الصابري", "sabri"), ("الهواري", "hawari")]),
            ("وبقنفودة ولقنفودة", [("قنفودة", "ganfouda"), ("قنفودة", "ganfouda")]),
            ("لليثي واللثامة وللثامة", [("ليثي", "laithi"), ("اللثامة", "lathamah"), ("لثامة", "lathamah")]),
            ("وَبِالقَوارِشَةِ", [("القَوارِشَةِ", "qawarsha")]),
            ("حي الصابري ومنطقة الهواري", [("الصابري", "sabri"), ("الهواري", "hawari")]),
            ("حي الزيتون وحي الكرامة", [("حي الزيتون", "hai-zaytun"), ("حي الكرامة", "hay-al-karama")]),
            ("مستشفى الهواري العام", [("مستشفى الهواري العام", "hawari-hospital")]),
            ("الليثي القديم ثم الليثي", [("الليثي القديم", "old-laithi"), ("الليثي", "laithi")]),
            ("عمارات الـ(12) وعمارات ١٢", [("عمارات الـ(12", "twelve-blocks"), ("عمارات ١٢", "twelve-blocks")]),
            ("بو عطني وأبوعطنى وبوعطني", [("بو عطني", "bu-atni"), ("أبوعطنى", "bu-atni"), ("بوعطني", "bu-atni")]),
            ("في الكيش", [("الكيش", "kish kish-north")]),
            ("fighting in al-Sabri and El Hawari", [("al-Sabri", "sabri"), ("El Hawari", "hawari")]),
            ("As-Sabiri, not as Sabri", [("As-Sabiri", "sabri"), ("Sabri", "sabri")]),
            ("Gwarsha's farms; Alsabri", [("Gwarsha", "qawarsha"), ("Alsabri", "sabri")]),
            ("except the 12 Blocks", [("12 Blocks", "twelve-blocks")]),
            ("at Bu Sneib (Bosnaib)", [("Bu Sneib", "bu-sneib"), ("Bosnaib", "bu-sneib")]),
        ],
    )
    def test_the_bare_name_as_it_stands(self, text, expected):
        assert named(text) == expected

    def test_marks_of_direction_do_not_hide_a_name(self):
        assert [ids for _, ids in named("\u2067القوارشة\u2069 \u200fسيدي\u200f فرج")] == ["qawarsha", "sidi-faraj"]

    def test_presentation_forms(self):
        assert named("ﺍﻟﺼﺎﺑﺮﻱ") == [("ﺍﻟﺼﺎﺑﺮﻱ", "sabri")]


class TestWhatIsNoMention:
    @pytest.mark.parametrize(
        "text",
        [
            "القوارشيون",
            "xSabrix Sabrina",
            "سيدي، فرج",
            "سوق. الحوت",
            "ولا في بلد آخر",
            "as of now, at the al",
            "ال",
            "",
            "12 buildings burnt",
            "القرواشة",
        ],
    )
    def test_parts_of_words_and_other_words(self, text):
        assert named(text) == []


class TestEverydayWords:
    @pytest.mark.parametrize(
        "text",
        [
            "حدائق البيوت والحدائق",
            "المساكن مغلقة",
            "عملية الكرامة",
            "المهندسين العسكريين",
            "بركة ماء",
            "حلت البركة على أهلها",
            "دولة قطر ولبنان",
            "أنحاء البلاد",
            "سكان البلاد ومناطق البلاد",
            "وسط المدينة in the city centre",
            "السلام عليكم",
            "the gardens of Venice",
            "رئيس الحكومة السراج",
        ],
    )
    def test_alone_they_name_no_place(self, text):
        assert named(text) == []

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("حي البركة", [("البركة", "birkah")]),
            ("بحي البركة", [("البركة", "birkah")]),
            ("منطقتي المساكن والبركة", [("المساكن", "masakin"), ("البركة", "birkah")]),
            ("أحياء الصابري والبركة، والحدائق", [("الصابري", "sabri"), ("البركة", "birkah"), ("الحدائق", "hadaeq")]),
            ("منطقة فينيسيا", [("فينيسيا", "venezia")]),
            ("the Gardens district", [("Gardens", "hadaeq")]),
        ],
    )
    def test_behind_a_noun_or_in_a_list_of_places_they_do(self, text, expected):
        assert named(text) == expected

    def test_without_the_article_only_if_marked_so(self):
        text = "id,name_ar,name_en,alternatives,lon,lat,radius_m,ordinary\na,الرحبة,,,,,,رحبة\n"
        gazetteer = build_gazetteer([("p.csv", text)])
        assert named("في رحبة الدار", gazetteer) == []
        assert named("في الرحبة وللرحبة", gazetteer) == [("الرحبة", "a"), ("رحبة", "a")]
        assert gazetteer.places[0].needs_context


class TestLaws:
    @pytest.mark.parametrize("before", ["", "في ", "و", "ب", "وب", "ف", "ول", "«", "\n", "إلى: "])
    def test_every_name_is_found_in_a_sentence(self, before):
        missed = []
        for place, name in PLAIN:
            text = f"قالوا {before}{name}، ثم سكتوا"
            found = [each for each in BENGHAZI.mentions(text) if place.id in each.places]
            words, rest = (text[found[-1].start : found[-1].end], text[found[-1].end :]) if found else ("", "")
            if rest != "، ثم سكتوا" or spelled(words) not in map(spelled, place.names):
                missed.append(text)
        assert missed == []

    @given(
        st.lists(st.sampled_from([name for _, name in PLAIN] + ["، ", " و", "ال", " ", "بال", "x", "."]), max_size=12)
    )
    def test_mentions_are_whole_words_in_order_and_mean_what_the_span_says(self, pieces):
        text = "".join(pieces)
        ended = 0
        for each in BENGHAZI.mentions(text):
            assert ended <= each.start < each.end
            assert not re.match(r"\w", text[each.end : each.end + 1])
            assert set(each.places) <= {place.id for place in BENGHAZI.find_places(text[each.start : each.end])}
            ended = each.end

    @given(st.text())
    def test_any_text_may_be_read(self, text):
        for each in BENGHAZI.mentions(text):
            assert each.places
