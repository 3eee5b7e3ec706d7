"""What the site answers over HTTP: files, names, days; strictly, and without keeping anything of what was asked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clearway import desk
from clearway.desk import Office, init_office, open_office
from clearway.desk.files import write_file
from clearway.places import SHIPPED, shipped_places
from clearway.records.kinds.closure import Closure
from clearway.terms import Realm, Reason
from clearway.web.application import make_application
from clearway.web.headers import HEADERS
from tests.bidi import bare
from tests.web.wsgi import ask

START = datetime(2016, 11, 17, 11, tzinfo=UTC)
QAWARSHA = "benghazi/qawarsha"
FILES = {
    "index.html": "<!doctype html><p>الأولى</p>",
    "en/index.html": "<!doctype html>first",
    "assets/page.js": "export {};",
    "assets/site.css": "body {}",
    "data/site.json": "{}",
    "checkpoint": "clearway",
    ".hidden": "secret",
    **{f"{lang}places/benghazi/{name}.html": name for lang in ("", "en/") for name in ("qawarsha", "hallis", "kish")},
}
REFUSED_PATHS = (
    *("/../secret", "/../../etc/passwd", "/places/../../secret", "/.hidden", "/.git/config", "/places/.hidden"),
    *("//etc/passwd", "/assets//page.js", "/assets/page.js/", "/..\\secret", "/places/\0", "/link", "/nowhere", "/én"),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crisis desk that published on 17 November, closed Qawarsha, and published again on the 19th."""
    folder = tmp_path_factory.mktemp("web") / "crisis"
    write_file(folder / "places" / SHIPPED["benghazi"], shipped_places("benghazi").encode())
    region = (198_000_000, 318_000_000, 206_000_000, 325_000_000)
    office = init_office(
        folder,
        "crisis.benghazi.example",
        office="crisis-desk",
        organisation="municipality",
        holder="h-1",
        region=region,
        realm=Realm.DEMONSTRATION,
        clock=START,
    )
    with office:
        desk.publish(office, "h-1", None)
        office.clock.set_to(START + timedelta(days=2))
        ground, source = desk.ground_of_place(office, QAWARSHA)
        desk.close(office, "h-1", ground, Closure(reasons=(Reason.FIGHTING,)), desk.Facts(source=source))
        desk.publish(office, "h-1", None)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text("secret")
    site = tmp_path / "site"
    for name, words in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(words, encoding="utf-8")
    (site / "link").symlink_to(tmp_path / "secret")
    return site


@pytest.fixture
def site(folder, workspace):
    def opened() -> Office:
        return open_office(workspace, clock=START + timedelta(days=3))

    return make_application(folder, opened)


class TestFiles:
    @pytest.mark.parametrize(
        ("address", "content_type", "words"),
        [
            ("/", "text/html; charset=utf-8", "الأولى"),
            ("/en/", "text/html; charset=utf-8", "first"),
            ("/index.html", "text/html; charset=utf-8", "الأولى"),
            ("/places/benghazi/qawarsha.html", "text/html; charset=utf-8", "qawarsha"),
            ("/assets/page.js", "text/javascript; charset=utf-8", "export {};"),
            ("/assets/site.css", "text/css; charset=utf-8", "body {}"),
            ("/data/site.json", "application/json", "{}"),
            ("/checkpoint", "text/plain; charset=utf-8", "clearway"),
        ],
    )
    def test_every_file_is_answered_as_what_it_is(self, site, address, content_type, words):
        told = ask(site, address)
        assert (told.status, told.headers["content-type"]) == (200, content_type)
        assert words in told.text

    @pytest.mark.parametrize("address", REFUSED_PATHS)
    def test_nothing_outside_and_nothing_hidden_is_ever_answered(self, site, address):
        told = ask(site, address)
        assert told.status == 404
        assert "secret" not in told.text

    def test_a_folder_without_its_slash_is_elsewhere(self, site):
        told = ask(site, "/en")
        assert (told.status, told.headers["location"]) == (301, "en/")

    def test_a_file_that_has_not_changed_is_not_sent_again(self, site, folder):
        first = ask(site, "/index.html")
        again = ask(site, "/index.html", if_none_match=first.headers["etag"])
        since = ask(site, "/index.html", if_modified_since=first.headers["last-modified"])
        assert (again.status, again.data) == (since.status, since.data) == (304, b"")
        (folder / "index.html").write_text("<!doctype html>new", encoding="utf-8")
        changed = ask(site, "/index.html", if_none_match=first.headers["etag"])
        assert (changed.status, changed.text) == (200, "<!doctype html>new")

    def test_what_is_long_travels_packed_and_is_still_asked_for_by_its_tag(self, site, folder):
        (folder / "long.html").write_text("كلمة " * 5000, encoding="utf-8")
        told = ask(site, "/long.html", accept_encoding="gzip")
        assert told.headers["content-encoding"] == "gzip"
        assert int(told.headers["content-length"]) < 2000
        assert told.text == "كلمة " * 5000
        assert ask(site, "/long.html", accept_encoding="gzip", if_none_match=told.headers["etag"]).status == 304

    def test_the_server_says_that_it_answers(self, site):
        assert ask(site, "/healthz").text == "ok\n"


class TestSearch:
    @pytest.mark.parametrize(
        ("address", "page"),
        [
            ("/search?q=القوارشة", "/places/benghazi/qawarsha.html"),
            ("/search?q=قوارشه", "/places/benghazi/qawarsha.html"),
            ("/search?q=  Gwarsha ", "/places/benghazi/qawarsha.html"),
            ("/search?q=Qawarsha&lang=en", "/en/places/benghazi/qawarsha.html"),
            ("/en/search?q=Qawarsha", "/en/places/benghazi/qawarsha.html"),
            ("/search?q=benghazi/qawarsha&lang=fr", "/places/benghazi/qawarsha.html"),
            ("/search?q=", "/"),
            ("/en/search", "/en/"),
        ],
    )
    def test_a_name_leads_to_its_page_in_the_language_asked_in(self, site, address, page):
        told = ask(site, address)
        assert (told.status, told.headers["location"]) == (303, page)

    @pytest.mark.parametrize(("lang", "words"), [("ar", "أكثر من مكان"), ("en", "Several places")])
    def test_a_name_of_several_places_is_asked_back(self, site, folder, lang, words):
        prefix = "" if lang == "ar" else "en/"
        (folder / prefix / "places" / "benghazi" / "hallis-south.html").write_text("x")
        told = ask(site, f"/{prefix}search?q=الحليس")
        assert told.status == 300
        assert words in told.text
        links = re.findall(r'<li><a href="([^"]+)">(.*?)</a>', told.text)[:-1]
        assert [address for address, _ in links] == [
            f"/{prefix}places/benghazi/{name}.html" for name in ("hallis", "hallis-south")
        ]
        assert len({label for _, label in links}) == 2

    @pytest.mark.parametrize("prefix", ["", "en/"])
    def test_an_unknown_name_is_answered_with_names_that_are_alike(self, site, prefix):
        told = ask(site, f"/{prefix}search?q=Qawarscha")
        assert told.status == 404
        assert f'href="/{prefix}places/benghazi/qawarsha.html"' in told.text

    def test_a_name_without_ground_says_so(self, site):
        told = ask(site, "/en/search?q=Souq al-Hout")
        assert told.status == 404
        assert "ground is not recorded" in told.text

    @pytest.mark.parametrize("words", ["20.0667,32.0333", "32.0333 20.0667", "20٫07، 32٫03"])
    def test_a_position_is_not_asked_about_here(self, site, words):
        told = ask(site, f"/en/search?q={words}")
        assert told.status == 404
        assert "it would leave your device" in told.text

    def test_without_an_office_it_says_what_can_be_done(self, folder):
        told = ask(make_application(folder), "/en/search?q=Qawarsha")
        assert told.status == 404
        assert "Choose the place from the list" in told.text

    def test_what_is_asked_cannot_put_anything_into_the_page(self, site):
        told = ask(site, '/en/search?q=<script>alert(1)</script>"')
        assert "<script" not in told.text


class TestOnADay:
    def test_it_says_what_had_been_told_by_the_end_of_that_day(self, site):
        before = ask(site, f"/en/places/{QAWARSHA}.html?on=2016-11-17").text
        after = ask(site, f"/en/places/{QAWARSHA}.html?on=2016-11-19").text
        assert "Not known: ask before entering" in before
        assert "Do not enter" in after
        assert "Saturday 19 November 2016" in after
        assert re.search(r'href="\.\./\.\./\.\./told/[0-9a-f]{12}\.json"', after)

    def test_it_is_told_in_arabic_too_and_marked(self, site):
        told = ask(site, f"/places/{QAWARSHA}.html?on=2016-11-19").text
        assert "لا تدخل" in told
        assert "تمثيلي – ليس للاستعمال" in told

    @pytest.mark.parametrize(
        ("on", "words"),
        [
            ("2016-11-16", "Choose a day from 2016-11-17 on"),
            ("0001-01-01", "nothing had been published yet"),
            ("2016-11-21", "has not come yet"),
            ("yesterday", "is not a day"),
            ("", "is not a day"),
            ("9999-12-31", "is not a day"),
        ],
    )
    def test_a_day_that_cannot_be_answered_is_refused_in_a_sentence(self, site, on, words):
        told = ask(site, f"/en/places/{QAWARSHA}.html?on={on}")
        assert told.status == 404
        assert words in told.text

    def test_a_place_that_nobody_knows_is_no_page(self, site):
        assert ask(site, "/places/benghazi/nowhere.html?on=2016-11-19").status == 404


ADDRESSES = (
    *("/", "/en", "/nowhere", "/healthz", "/search?q=Qawarsha", "/search?q=nowhere", "/search?q=الحليس"),
    *(f"/places/{QAWARSHA}.html?on=2016-11-19", f"/places/{QAWARSHA}.html?on=x"),
)


class TestEveryAnswer:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_it_is_strict_and_leaves_nothing_on_the_device(self, site, address):
        told = ask(site, address)
        assert {name: told.headers[name.lower()] for name in HEADERS} == HEADERS
        assert told.headers["cache-control"] in ("no-cache", "no-store")
        assert "set-cookie" not in told.headers
        assert re.findall(r"<script(?! src=)|style=|<style| on\w+=", told.text) == []

    @pytest.mark.parametrize("address", [each for each in ADDRESSES if "search" in each])
    def test_the_answer_to_a_name_is_not_kept(self, site, address):
        assert ask(site, address).headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_arabic_has_nothing_bare(self, site, address):
        assert bare(ask(site, address).text) == []

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    @pytest.mark.parametrize("address", ["/", "/search", "/nowhere"])
    def test_nothing_can_be_sent(self, site, method, address):
        told = ask(site, address, method, b"x=1")
        assert (told.status, told.headers["allow"]) == (405, "GET, HEAD")

    def test_nothing_of_a_request_is_written_anywhere(self, site, capfd, caplog):
        for address in (*ADDRESSES, "/secret-path", "/search?q=secret-name"):
            ask(site, address)
        out, err = capfd.readouterr()
        assert out + err + caplog.text == ""


class TestFaults:
    def test_a_fault_of_ours_is_a_page_in_both_languages_and_one_line_without_the_question(self, folder, capfd):
        def broken() -> Office:
            raise ZeroDivisionError("of my street")

        told = ask(make_application(folder, broken), "/search?q=my street")
        assert told.status == 500
        assert "تعذّر إعداد هذه الصفحة" in told.text
        assert "This page could not be made" in told.text
        assert {name: told.headers[name.lower()] for name in HEADERS} == HEADERS
        out, err = capfd.readouterr()
        assert re.fullmatch(r"A page failed: .*ZeroDivisionError \(test_answers\.py:\d+\).*\n", out + err)
        assert "street" not in told.text + out + err
