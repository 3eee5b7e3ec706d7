"""What people read: both languages complete, nothing bare in Arabic, and never a word that promises too much."""

from __future__ import annotations

import re
import string
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway import terms
from clearway.problems import ClearwayBug
from clearway.wording import (
    LANGUAGES,
    Text,
    age,
    catalogue,
    has,
    isolated,
    listing,
    office,
    position,
    render,
    term,
    verbatim,
)
from tests.bidi import bare
from tools import generate_glossary

AT = datetime(2016, 11, 17, 13, 5, tzinfo=UTC)


def placeholders(template: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name is not None}


def letters(template: str) -> str:
    """Arabic without vowel marks and without what stands in braces."""
    text = re.sub(r"\{[^}]*\}", "", template)
    return "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")


def value_for(spec: str, name: str) -> str | int | datetime:
    if spec:
        return AT
    known: dict[str, str | int] = {"depth_cm": 20, "count": 7, "number": "+218 91 234 5678", "place": "شارع 12"}
    return known.get(name, "Office 3")


class TestBothLanguages:
    def test_the_same_keys(self):
        assert catalogue("ar").keys() == catalogue("en").keys()

    @pytest.mark.parametrize("key", sorted(catalogue("en")))
    def test_the_same_placeholders(self, key):
        if key.startswith(("age.", "date.")):
            return  # plural forms drop the number where Arabic has a word of its own
        assert placeholders(catalogue("ar")[key]) == placeholders(catalogue("en")[key])

    def test_a_sentence_without_a_value_does_not_ask_for_it(self):
        for key, template in catalogue("ar").items():
            base, _, without = key.partition("_without_")
            if without:
                names = {name for name, _ in placeholders(template)}
                assert not names & set(re.findall("updated|office|number|place$|others|intermediary|area|age", without))
                assert base in catalogue("ar")

    @pytest.mark.parametrize(
        ("group", "codes"),
        [
            ("verdict", terms.Verdict),
            ("doubt", terms.Doubt),
            ("doubt_label", terms.Doubt),
            ("closure", terms.ClosureState),
            ("hazard", terms.HazardState),
            ("axis", terms.Axis),
            ("product", terms.Product),
            ("reason", terms.Reason),
            ("method", terms.Method),
            ("purpose", terms.Purpose),
            ("control", terms.ControlResult),
            ("approval", terms.ApprovalRole),
            ("realm", terms.Realm),
            ("tier", terms.Tier),
            ("bearing", terms.Bearing),
        ],
    )
    def test_every_code_has_words(self, group, codes):
        for code in codes:
            assert has(f"{group}.{code}"), f"{group}.{code}"

    def test_every_kind_of_record_has_a_name(self):
        from clearway.records.kinds import KINDS

        for name in KINDS:
            assert has(f"kind.{name}"), f"kind.{name} is missing in locale/"


class TestWords:
    def test_never_safe(self):
        for key, template in catalogue("en").items():
            assert not re.search(r"\bsafe|\bclean\b|all.clear|danger zone", template, re.IGNORECASE), key
        for key, template in catalogue("ar").items():
            words = re.findall(r"[\u0621-\u064a]+", letters(template))
            for word in words:
                bare_word = re.sub(r"^(?:[وفبكل]?ال|[وفبلك])", "", word)
                assert bare_word not in {"امن", "امنة", "امنه", "امان", "سليم", "سليمة"}, (key, word)
                assert "محرر" not in word, (key, word)

    @pytest.mark.parametrize("misread", ["غير مؤكد", "حتى تاريخ", "تصريح", "ادعاء", "ضحايا", "ممر آمن", "تمشيط"])
    def test_words_that_libyans_would_misread(self, misread):
        for key, template in catalogue("ar").items():
            assert letters(misread) not in letters(template), key

    def test_no_green_and_no_percentage(self):
        for lang in LANGUAGES:
            for key, template in catalogue(lang).items():
                assert not re.search(r"%|\bgreen\b|أخضر", template), (lang, key)

    def test_arabic_sentences_hold_no_digit_or_latin_letter_of_their_own(self):
        for key, template in catalogue("ar").items():
            assert not re.search(r"[A-Za-z0-9٠-٩]", re.sub(r"\{[^}]*\}", "", template)), key

    def test_confirmed_and_suspected_read_the_same(self):
        for lang in LANGUAGES:
            assert term("hazard", "confirmed", lang) == term("hazard", "suspected", lang)


class TestIsolation:
    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("key", sorted(catalogue("en")))
    def test_nothing_stands_bare(self, key, lang):
        if key == "date.moment":
            return
        needed = placeholders(catalogue(lang)[key])
        values: dict[str, Any] = {name: value_for(spec, name) for name, spec in needed}
        text = render(key, lang, **values)
        assert bare(text.terminal, lang) == []
        assert bare(text.html, lang) == []

    def test_a_date_in_arabic(self):
        text = render("answer.do_not_enter.closure", "ar", office=office("crisis-desk", "ar"), date=AT)
        assert text.plain == "لا تدخل. المكان مغلق بأمر من مكتب الأزمات منذ الخميس 17 نوفمبر 2016."
        assert '<bdi dir="rtl">الخميس 17 نوفمبر 2016</bdi>' in text.html
        assert "\u2067الخميس 17 نوفمبر 2016\u2069" in text.terminal

    def test_a_date_in_english_stands_as_it_is(self):
        text = render("answer.do_not_enter.closure", "en", office=office("crisis-desk", "en"), date=AT)
        assert text.terminal == "Do not enter. Closed by order of the crisis desk since Thursday 17 November 2016."

    def test_the_hour_is_libyan(self):
        assert render("common.as_of", "ar", at=AT).html.endswith('الساعة <bdi dir="ltr">15:05</bdi></bdi>.')
        assert render("common.as_of", "en", at=AT).plain == "As recorded on Thursday 17 November 2016, 15:05."

    def test_a_day_turns_at_midnight_in_libya(self):
        late = datetime(2016, 11, 17, 22, 30, tzinfo=UTC)
        assert "Friday 18 November" in render("common.as_of", "en", at=late).plain
        assert "Thursday 17 November" in render("common.as_of", "en", at=late, zone="UTC").plain

    def test_a_phone_number(self):
        text = render("answer.do_not_enter.inside_closure", "ar", number="+218 91 234 5678")
        assert '<bdi dir="ltr">+218 91 234 5678</bdi>' in text.html

    def test_a_position_keeps_longitude_first(self):
        assert position(200685900, -321148600, "ar").terminal == "\u206620.06859, -32.11486\u2069"
        assert position(-5, 0, "en").plain == "-0.0000005, 0.0"

    def test_arabic_names_are_isolated_in_english(self):
        text = render("doubt.unplaced", "en", area="شارع 12")
        assert text.html.startswith('A danger or closure is recorded somewhere in <bdi dir="rtl">شارع ')

    def test_html_is_escaped(self):
        text = render("doubt.unplaced", "en", area="<script>alert('ا')</script>")
        assert "<script>" not in text.html

    def test_a_finished_sentence_from_elsewhere(self):
        text = isolated("في السجل 12 قيداً، آخرها sha256:ab12 عند \u206833.5, 36.3\u2069.", "ar")
        assert bare(text.terminal) == []
        assert text.plain == "في السجل 12 قيداً، آخرها sha256:ab12 عند 33.5, 36.3."

    @given(st.text(alphabet="ابت 0123456789.,:/-abc\u2068\u2069", max_size=30))
    def test_isolating_loses_no_letter(self, sentence):
        marks = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
        assert isolated(sentence, "ar").plain.translate(marks) == sentence.translate(marks)

    @given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=20))
    def test_whatever_is_inserted_stays_whole(self, words):
        text = render("doubt.unplaced", "ar", area=words)
        assert words in text.plain

    @pytest.mark.parametrize("mark", ["\u202e", "\u2069", "\u2067", "\u200f"])
    def test_somebody_elses_words_cannot_break_out(self, mark):
        text = render("doubt.unplaced", "ar", area=f"a{mark}12")
        assert text.plain == render("doubt.unplaced", "ar", area="a12").plain


class TestTheChecker:
    @pytest.mark.parametrize(
        "line",
        [
            "المكان مغلق منذ 2016-11-17.",
            "الموقع 33.53, 36.30",
            "اسأل crisis-desk",
            "<p>المكان 12</p>",
            "\u2067الخميس 2016-11-17\u2069 ا",
            "مغلق \u2066 12",
        ],
    )
    def test_it_sees_what_stands_bare(self, line):
        assert bare(line)

    @pytest.mark.parametrize("line", ["2016-11-17", "المكان \u206612\u2069", '<p>المكان <bdi dir="ltr">1.5</bdi></p>'])
    def test_it_passes_what_does_not(self, line):
        assert bare(line) == []

    def test_arabic_in_english(self):
        assert bare("Only القيادة has", "en") == ["القيادة"]
        assert bare("Only \u2067القيادة\u2069 has", "en") == []


class TestValuesNobodyRecorded:
    def test_without_a_number(self):
        text = render("answer.not_confirmed.sentence", "en", office="the desk", number=None)
        assert text.plain.endswith("Do not enter before asking the desk.")

    def test_without_a_number_and_an_office(self):
        text = render("answer.not_confirmed.sentence", "ar", office=None, number=None)
        assert text.plain.endswith("قبل أن تسأل الجهة المسؤولة عنه.")

    def test_a_value_that_was_forgotten_is_our_fault(self):
        with pytest.raises(ClearwayBug):
            render("answer.do_not_enter.closure", "en", date=AT)

    def test_an_unknown_key_is_our_fault(self):
        with pytest.raises(ClearwayBug):
            render("verdict.fine", "en")
        with pytest.raises(ClearwayBug):
            render("verdict.released", "fr")

    def test_a_moment_without_zone_is_our_fault(self):
        with pytest.raises(ClearwayBug):
            render("common.as_of", "en", at=datetime(2016, 11, 17))  # noqa: DTZ001

    def test_a_plain_date_can_be_a_day_but_no_hour(self):
        assert "Thursday 17" in render("doubt.ended_by_term", "en", date=date(2016, 11, 17)).plain
        with pytest.raises(ClearwayBug):
            render("common.as_of", "en", at=date(2016, 11, 17))

    def test_a_date_is_never_inserted_raw(self):
        with pytest.raises(ClearwayBug):
            render("doubt.unplaced", "en", area=AT)


class TestSmallThings:
    def test_an_unknown_office_is_shown_by_its_code(self):
        assert office("mahalla-desk", "ar").terminal == "\u2066mahalla-desk\u2069"

    def test_lists(self):
        assert listing(["أ", "B"], "ar").plain == "أ، B"
        assert listing(["A", "B"], "en").plain == "A, B"

    def test_two_sentences(self):
        both = verbatim("One.", "en") + verbatim("Two.", "en")
        assert isinstance(both, Text)
        assert both.plain == "One. Two."

    def test_a_quotation_in_the_other_language(self):
        assert render("common.word_of", "en", authority=verbatim("بلدية", "ar")).html.count('dir="rtl"') == 1

    @pytest.mark.parametrize(
        ("span", "arabic", "english"),
        [
            (timedelta(seconds=30), "الآن", "just now"),
            (timedelta(minutes=1), "منذ دقيقة", "1 minute ago"),
            (timedelta(minutes=2), "منذ دقيقتين", "2 minutes ago"),
            (timedelta(minutes=7), "منذ 7 دقائق", "7 minutes ago"),
            (timedelta(minutes=15), "منذ 15 دقيقة", "15 minutes ago"),
            (timedelta(hours=3), "منذ 3 ساعات", "3 hours ago"),
            (timedelta(hours=47), "منذ 47 ساعة", "47 hours ago"),
            (timedelta(days=2), "منذ يومين", "2 days ago"),
            (timedelta(days=100), "منذ 100 يوم", "100 days ago"),
            (timedelta(days=103), "منذ 103 أيام", "103 days ago"),
            (timedelta(days=-1), "الآن", "just now"),
        ],
    )
    def test_ages(self, span, arabic, english):
        assert age(span, "ar").plain == arabic
        assert age(span, "en").plain == english

    def test_the_glossary_is_current(self):
        assert generate_glossary.PAGE.read_text(encoding="utf-8") == generate_glossary.page(), "make generate"
