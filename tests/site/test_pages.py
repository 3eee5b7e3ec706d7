"""The pages as files: whole, linked, isolated, marked, and without anything that was restricted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag

import pytest
from markupsafe import Markup

from clearway.desk import publishing
from clearway.desk.knowledge import public_history_at
from clearway.desk.showing import collect, write_pages
from clearway.records.kinds.publication import Publication as PublicationBody
from clearway.site import build_site
from clearway.site.recorded import mark_spans
from clearway.site.voice import dialled
from clearway.wording import term
from tests.bidi import bare
from tests.site.markup import read_page
from tests.site.town import QUOTED, Town

LANGUAGES = ("ar", "en")
_NEVER_OURS = re.compile(r"\b(safe|safely|safety|cleared area|all clear)\b|آمن|آمنة|محررة|محرّرة|%", re.IGNORECASE)


def pages(town: Town) -> Iterator[tuple[str, str]]:
    for path in sorted(town.site.rglob("*.html")):
        yield path.relative_to(town.site).as_posix(), path.read_text(encoding="utf-8")


def read(town: Town, path: str) -> str:
    return (town.site / path).read_text(encoding="utf-8")


def test_every_page_is_whole_and_there_is_one_in_each_language(town):
    names = {path for path, _ in pages(town)}
    arabic = {path for path in names if not path.startswith("en/")}
    assert {f"en/{path}" for path in arabic} == names - arabic
    assert {
        "index.html",
        "search.html",
        "about.html",
        "years.html",
        "told/index.html",
        "places/town/field.html",
    } <= arabic
    for path, text in pages(town):
        page = read_page(text)
        assert page.faults == [], path
        lang = "en" if path.startswith("en/") else "ar"
        assert page.attributes["html"] == {"lang": lang, "dir": "ltr" if lang == "en" else "rtl"}, path


def test_no_link_inside_the_folder_leads_nowhere_and_nothing_is_fetched_from_elsewhere(town):
    known = {path: set(read_page(text).ids) for path, text in pages(town)}
    for path, text in pages(town):
        for link in read_page(text).links:
            target, anchor = urldefrag(link)
            if target.startswith(("https://", "tel:", "data:")):
                assert f'src="{target}' not in text
                continue
            found = (town.site / path).parent / unquote(target) if target else town.site / path
            assert found.resolve().is_file(), (path, link)
            name = found.resolve().relative_to(town.site.resolve()).as_posix()
            assert not anchor or anchor in known[name], (path, link)
    assert not re.search(r'(src|<link[^>]*href)="(https?:)?//', "".join(text for _, text in pages(town)))


def test_no_number_date_or_latin_word_stands_bare_in_arabic(town):
    for path, text in pages(town):
        lang = "en" if path.startswith("en/") else "ar"
        assert bare(_BLOCKS.sub("\n", _SAID.sub("\n", _UNSEEN.sub("", text))), lang) == [], path
        for direction, words in _SAID.findall(text):
            assert bare(words, "ar" if direction == "rtl" else "en") == [], path
        assert [run for spoken in read_page(text).spoken for run in bare(spoken, lang)] == [], path


_UNSEEN = re.compile(r"<title>.*?</title>|<svg.*?</svg>", re.DOTALL)
_SAID = re.compile(r'<blockquote lang="[^"]*" dir="(ltr|rtl)">(.*?)</blockquote>', re.DOTALL)
"""Somebody's words: a block in a direction of its own, which disturbs nothing around it."""
_BLOCKS = re.compile(r"</?(?:figure|figcaption|summary|label|button|a|ol|ul|dl|main|nav)\b[^>]*>")
"""What begins a line of its own on the page (a link in a caption does), beside what every text has."""


def test_a_page_says_that_it_is_illustrative_of_when_it_is_and_until_when_it_may_be_relied_on(town):
    mark = {lang: term("mark", "demonstration", lang).plain for lang in LANGUAGES}
    for path, text in pages(town):
        words = read_page(text).text
        lang = "en" if path.startswith("en/") else "ar"
        assert mark[lang] in words, path
        assert ("Do not rely on this copy after" if lang == "en" else "لا تعتمد على هذه النسخة بعد") in words, path
        assert ("clock of this demonstration" if lang == "en" else "ساعة هذا العرض") in words, path


def test_the_pages_never_say_that_a_place_is_free_of_danger(town):
    for path, text in pages(town):
        words = re.sub(r"<blockquote.*?</blockquote>", "", text, flags=re.DOTALL)
        assert not _NEVER_OURS.search(re.sub(r"<[^>]+>", "", words)), path


def test_a_closed_place_leads_down_to_the_words_and_the_number_to_call(town):
    for path in ("places/town/old-market.html", "en/places/town/old-market.html"):
        text = read(town, path)
        assert 'class="answer v-do_not_enter"' in text
        assert text.index('class="verdict"') < text.index("<blockquote") < text.index('class="chain"')
        assert QUOTED in text
        assert 'href="tel:+218610000001"' in text
        assert f"records/{town.closure.id[7:19]}.html" in text
        assert f"records/{town.statement.id[7:19]}.html" in text
        assert 'rel="noreferrer" href="https://news.example/2017/1?id=7&amp;x=&lt;y&gt;"' in text


def test_a_corridor_of_one_side_is_told_and_said_not_to_count(town):
    text = read(town, "places/town/old-market.html")
    assert "النساء والأطفال" in read(town, _page_of(town, "corridor"))
    assert "لا نعدّه مفتوحًا" in text


def _page_of(town: Town, kind: str) -> str:
    (found,) = town.office.public_history().list_kind(kind)
    return f"records/{found.id[7:19]}.html"


def test_released_ground_is_said_with_what_remains_and_never_alone(town):
    text = read(town, "en/places/town/field.html")
    assert 'class="answer v-released"' in text
    assert "may remain undiscovered" in text


def test_a_record_page_shows_its_words_marked_in_the_whole_statement(town):
    for path in (f"records/{town.closure.id[7:19]}.html", f"records/{town.statement.id[7:19]}.html"):
        text = read(town, path)
        assert f"<mark>{QUOTED}</mark>" in text
        assert "<b>" not in text


def test_words_in_another_language_lead_to_their_translation_and_back(town):
    (translation,) = [
        each.id
        for each in town.office.public_history().list_kind("statement")
        if getattr(each.record.body, "translation_of", None) == town.statement.id
    ]
    page = f"records/{translation[7:19]}.html"
    assert page in read(town, "en/places/town/old-market.html")
    assert page not in read(town, "places/town/old-market.html")
    assert f"{town.statement.id[7:19]}.html" in read(town, page)
    assert page.rpartition("/")[2] in read(town, f"records/{town.statement.id[7:19]}.html")


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([], "abc &lt;def"),
        ([(0, 3)], "<mark>abc</mark> &lt;def"),
        ([(4, 8), (0, 1)], "<mark>a</mark>bc <mark>&lt;def</mark>"),
        ([(0, 3), (1, 5)], "<mark>abc &lt;</mark>def"),
        ([(0, 2), (2, 3), (3, 3)], "<mark>abc</mark> &lt;def"),
        ([(5, 90), (60, 70)], "abc &lt;<mark>def</mark>"),
    ],
)
def test_passages_are_marked_once_whatever_their_order_and_overlap(spans, marked):
    assert mark_spans("abc <def", spans, "en") == marked


def test_names_of_people_who_sign_stand_on_no_page(town):
    everything = "".join(text for _, text in pages(town))
    for holder in ("h-root", "h-second", "h-search", "h-lead", "h-control", "h-town"):
        assert holder not in everything


def test_nothing_restricted_is_in_any_file(town):
    restricted = [a for a in town.office.history().records.values() if a.place.origin.endswith("/restricted")]
    assert town.secret.id in {each.id for each in restricted}
    for path in town.site.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for each in restricted:
                assert each.id[7:19].encode() not in data or each.id in _named_in_public(town), path


def _named_in_public(town: Town) -> set[str]:
    """Ids that public records themselves name: a notice says what it is a notice of."""
    return {ref for a in town.office.public_history().records.values() for ref in a.record.all_refs}


def test_the_list_of_publications_has_the_bytes_of_each(town):
    told = json.loads(read(town, "data/told.json"))
    assert len(told) == 6
    for each, (logged_at, admitted) in zip(told, publishing.list_publications(town.office), strict=True):
        assert (town.site / each["file"]).read_bytes() == town.office.ledger.blob(each["id"])
        assert each["logged_at"] == logged_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert each["file"] in read(town, "told/index.html")
        assert isinstance(admitted.record.body, PublicationBody)
        assert admitted.record.body.snapshot == each["id"]
    assert (town.site / told[-1]["file"]).read_bytes() == (town.site / "snapshot.json").read_bytes()


def test_the_home_page_names_every_script_that_the_map_needs_so_that_all_come_at_once(town):
    asked = re.search(r'data-modules="([^"]*)"', read(town, "index.html"))
    if asked is None:
        assert "map-section" not in read(town, "index.html")  # the map's files were not brought
        return
    scripts = {str(path.relative_to(town.site)) for path in (town.site / "assets").rglob("*.js")}
    assert set(asked[1].split(" ")) == {path for path in scripts if path != "assets/page.js"}


def test_the_data_says_what_the_pages_say(town):
    site = json.loads(read(town, "data/site.json"))
    assert site["clearway_site"] == 1
    assert site["clock"] == site["published_at"]
    assert site["realm"] == "demonstration"
    assert site["mark"] == "تمثيلي – ليس للاستعمال / Illustrative, not for use"
    places = {place["id"]: place for place in json.loads(read(town, "data/places.json"))}
    assert set(places) == {"town/field", "town/old-market", "town/north"}
    assert "سوققديم" in places["town/old-market"]["spellings"]
    for lang in LANGUAGES:
        messages = json.loads(read(town, f"data/messages.{lang}.json"))
        assert messages["verdict.released"] == term("verdict", "released", lang).plain
        assert "finding.C.consent_missing" in messages


def test_the_same_picture_gives_the_same_files_and_what_did_not_change_is_not_written_again(town):
    publications = publishing._told_so_far(town.office)
    history, _ = public_history_at(town.office, town.office.public_origin, publications[-1].at)
    picture = collect(town.office, history, publications)
    once, twice = dict(build_site(picture)), dict(build_site(picture))
    assert once == twice
    before = {name: (town.site / name).stat().st_mtime_ns for name in once}
    for name, data in once.items():
        assert (town.site / name).read_bytes() == data
    write_pages(town.office, history, publications, town.site)
    assert {name: (town.site / name).stat().st_mtime_ns for name in once} == before


def test_a_place_without_ground_has_no_page(town):
    assert town.office.places.find_by_id("town/nowhere") is not None
    assert not list(town.site.rglob("*nowhere*"))


def test_what_tells_a_place_from_others_of_its_name_stands_beside_the_name(town):
    for prefix, note in (("", "قرب الطريق"), ("en/", "near road 7")):
        for path in (f"{prefix}index.html", f"{prefix}places/town/north.html"):
            assert note in read(town, path)
    assert 'class="note"' not in read(town, "places/town/field.html")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_home_page_lists_every_place_with_its_verdict_in_words_and_shape(town, lang):
    text = read(town, "index.html" if lang == "ar" else "en/index.html")
    for place, verdict in (("field", "released"), ("old-market", "do_not_enter"), ("north", "not_confirmed")):
        row = re.search(rf'<a data-grows href="[^"]*places/town/{place}\.html">(.*?)</a>', text, re.DOTALL)
        assert row is not None
        assert term("verdict", verdict, lang).plain in row[1]
        assert f'href="#v-{verdict}"' in row[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_years_show_each_place_of_which_something_was_known_and_the_words_of_orders(town, lang):
    text = read(town, "years.html" if lang == "ar" else "en/years.html")
    told = dict(re.findall(r'<li data-told="([^"]*)"><a href="[^"]*places/town/([a-z-]+)\.html#told">', text))
    by_place = {place: periods for periods, place in told.items()}
    assert set(by_place) == {"field", "old-market"}
    verdicts = [each.split()[1] for each in by_place["field"].split(";")]
    assert verdicts[0] == "not_confirmed"
    assert "released" in verdicts
    assert [each.split()[1] for each in by_place["old-market"].split(";")] == ["not_confirmed", "do_not_enter"]
    assert f'aria-label="{term("verdict", "not_confirmed", lang).plain}' in text
    assert QUOTED in text
    assert f"records/{town.closure.id[7:19]}.html" in text


def test_a_number_that_is_named_is_dialled_and_kept_on_one_line(town):
    for path in ("places/town/old-market.html", "en/places/town/old-market.html"):
        text = read(town, path)
        inside = re.search(r'<p class="inside">(.*?)</p>', text)
        assert inside is not None
        assert '<a class="number" href="tel:+218610000001">' in inside[1]
        call = re.search(r'<p class="call"><a href="tel:\+218610000001">(.*?)</a></p>', text)
        assert call is not None
        assert '<span class="number">' in call[1]
        assert "<a " not in call[1]


@pytest.mark.parametrize(
    ("said", "number", "found"),
    [
        ("call 0910000001.", "0910000001", 1),
        ("in 2016, call 201", "201", 1),
        ("since 20:16 and 2016", "201", 0),
        ("to 20 cm", "20", 0),
        ("call &lt;b&gt; 0910 or 091", "<b> 0910", 1),
        ("nobody", None, 0),
    ],
)
def test_only_a_whole_number_is_dialled(said, number, found):
    assert dialled(Markup(said), number, link=True).count("<a ") == found
