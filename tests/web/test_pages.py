"""The pages in a real browser: a resident on a phone, an officer at a desk, with and without scripts, map and mouse."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from clearway.desk import open_office, told
from clearway.desk.files import update_files
from clearway.desk.showing import collect
from clearway.publish import PACKED_FILE, identify, pack, write_packed
from clearway.site import Publication, build_site
from tests.bidi import bare
from tests.web.conftest import DESK, PHONE, UNTIL, serving

LANGUAGES = {"ar": "", "en": "en/"}
QAWARSHA, GANFOUDA = "places/benghazi/qawarsha.html", "places/benghazi/ganfouda.html"
DO_NOT_ENTER = {"ar": "لا تدخل", "en": "Do not enter"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("home", "place", "place of the past", "years", "record", "told", "about", "unknown", "several", "none")
LISTEN = "() => document.addEventListener('clearway:asked', (event) => { window.asked = event.detail; })"


@pytest.fixture(params=LANGUAGES)
def lang(request) -> str:
    return str(request.param)


@pytest.fixture(params=["phone", "desk"])
def screen(request):
    return {"viewport": PHONE if request.param == "phone" else DESK}


def a_record(demonstration) -> str:
    """The page of a closure, whose words are quoted."""
    pages = sorted((demonstration / "site" / "records").glob("*.html"))
    found = next(page for page in pages if "<blockquote" in page.read_text(encoding="utf-8"))
    return f"records/{found.name}"


class TestFinding:
    def test_a_name_in_any_spelling_finds_its_place_while_typing(self, visit, lang, screen):
        page = visit(**screen).go(LANGUAGES[lang])
        for typed in ("القوارشة", "قوارشه", "Qawarsha", "al-Qawarishah"):
            page.locator("#q").fill(typed)
            links = page.locator("ul.places > li:visible a").all()
            assert QAWARSHA.rpartition("/")[2] in [str(each.get_attribute("href")).rpartition("/")[2] for each in links]
            assert len(links) < 5

    def test_a_found_place_opens_and_says_what_is_known(self, visit, lang, screen):
        page = visit(**screen).go(LANGUAGES[lang])
        page.locator("#q").fill("القوارشة")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{LANGUAGES[lang]}{QAWARSHA}")
        assert page.locator("#answer .verdict").inner_text() == DO_NOT_ENTER[lang]

    def test_nothing_that_is_typed_is_sent(self, visit):
        visitor = visit()
        page = visitor.go()
        page.wait_for_load_state("networkidle")
        before = list(visitor.asked)
        page.locator("#q").fill("الصابري")
        page.wait_for_timeout(300)
        assert visitor.asked == before

    @pytest.mark.parametrize("typed", ["القرواشة", "Qawrasha"])
    def test_a_mistyped_name_is_asked_back_and_never_chosen(self, visit, lang, typed):
        page = visit().go(LANGUAGES[lang])
        page.locator("#q").fill(typed)
        page.keyboard.press("Enter")
        assert "?" in page.locator("#search-state").inner_text().replace("؟", "?")
        assert QAWARSHA.rpartition("/")[2] in page.evaluate("() => document.activeElement.href")

    def test_a_name_that_is_nowhere_says_so(self, visit):
        page = visit().go("en/")
        page.locator("#q").fill("Xyzzyx")
        assert page.locator("#search-state").inner_text().startswith("No place here has a name like that")


class TestAPlace:
    def test_the_chain_leads_from_the_verdict_down_to_the_quoted_words(self, visit, lang):
        page = visit(viewport=DESK).go(LANGUAGES[lang] + QAWARSHA)
        chain = page.locator("#why ~ details ol.chain, section[aria-labelledby=why] ol.chain").first
        assert DO_NOT_ENTER[lang] in chain.locator("> li > p.rule").first.inner_text()
        words = chain.locator("blockquote")
        assert words.count() > 0
        assert "تفتيش" in " ".join(words.all_inner_texts())
        link = chain.locator("p.record a").first
        link.click()
        page.wait_for_url("**/records/*.html")
        assert page.locator("h1").inner_text()

    def test_the_other_language_is_one_tap_away_on_the_same_page(self, visit, screen):
        page = visit(**screen).go(QAWARSHA)
        assert page.locator("html").get_attribute("dir") == "rtl"
        page.locator("a.tongue").click()
        page.wait_for_url(f"**/en/{QAWARSHA}")
        assert page.locator("html").get_attribute("dir") == "ltr"
        page.locator("a.tongue").click()
        page.wait_for_url(f"**/{QAWARSHA}")
        assert page.locator("html").get_attribute("lang") == "ar"

    def test_what_was_told_on_the_first_of_october_2017_is_opened(self, visit, lang):
        page = visit().go(LANGUAGES[lang] + GANFOUDA)
        page.locator("#on").fill("2017-10-01")
        page.locator("form.on-day button").click()
        opened = page.locator("#periods details[open]")
        assert opened.count() == 1
        assert opened.get_attribute("data-from-day") <= "2017-10-01"
        assert (opened.get_attribute("data-until-day") or "9999") >= "2017-10-01"
        assert DO_NOT_ENTER[lang] in opened.locator("summary").inner_text()
        assert DO_NOT_ENTER[lang] in page.locator("#on-result").inner_text()

    def test_the_keyboard_slides_through_the_days(self, visit, lang):
        page = visit().go(LANGUAGES[lang] + GANFOUDA)
        slider = page.locator("#scrub")
        slider.focus()
        page.keyboard.press("Home")
        assert page.locator("#before-first").is_visible()
        page.locator("#on").fill("2017-10-01")
        page.locator("form.on-day button").click()
        slider.focus()
        page.keyboard.press("ArrowUp")
        assert page.locator("#on").input_value() == "2017-10-02"
        assert slider.get_attribute("aria-valuetext") == "2017-10-02"
        assert DO_NOT_ENTER[lang] in page.locator("#on-result").inner_text()

    def test_all_places_say_what_was_told_on_a_day(self, visit, lang, screen):
        page = visit(**screen).go(LANGUAGES[lang] + "years.html")
        page.locator("#on").fill("2017-10-20")
        page.locator("form.on-day button").click()
        rows = page.locator("#rows > li")
        told = {row.locator("a").get_attribute("href"): row.locator(".then").inner_text() for row in rows.all()}
        square = next(said for page_of, said in told.items() if "tree-square" in page_of)
        assert square == {"ar": "سُلِّمت بقرار – وقد يبقى خطر", "en": "Handed over: some risk may remain"}[lang]
        assert next(said for page_of, said in told.items() if "ganfouda" in page_of) == DO_NOT_ENTER[lang]

    def test_the_number_to_call_stands_on_the_first_screen(self, visit, lang):
        page = visit(viewport=PHONE).go(LANGUAGES[lang] + QAWARSHA)
        call = page.locator("#answer .call a")
        box = call.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
        assert box["height"] >= 48
        assert call.get_attribute("href").startswith("tel:+218")

    def test_the_scripted_clock_is_said_and_followed(self, visit):
        page = visit().go(f"en/{QAWARSHA}")
        assert "The clock of this demonstration stands at Thursday 15 March 2018" in page.locator("body").inner_text()
        assert "old copy" not in page.locator("#answer").inner_text()

    @pytest.mark.parametrize("path", ["", QAWARSHA, GANFOUDA, "years.html", "about.html", "told/index.html"])
    def test_the_page_fits_the_phone(self, visit, lang, path):
        page = visit(viewport={"width": 320, "height": 640}).go(LANGUAGES[lang] + path)
        widths = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert widths[0] <= widths[1]


class TestTheMap:
    def tap(self, page):
        box = page.locator("#map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.locator("#tapped .verdict").wait_for()

    def test_a_tap_is_answered_on_the_device_and_sends_nothing(self, visit, lang, screen):
        visitor = visit(**screen)
        page = visitor.go_to_map(LANGUAGES[lang])
        page.wait_for_load_state("networkidle")
        page.locator("#map").scroll_into_view_if_needed()
        before = list(visitor.asked)
        self.tap(page)
        page.wait_for_timeout(300)
        assert visitor.asked == before
        assert len(page.locator("#tapped").inner_text()) > 100

    def test_the_answer_to_a_tap_is_the_engines_own(self, visit, lang):
        page = visit(viewport=DESK).go_to_map(LANGUAGES[lang])
        page.evaluate(LISTEN)
        page.locator("#map").scroll_into_view_if_needed()
        self.tap(page)
        asked = page.evaluate("() => window.asked")
        assert isinstance(asked["lonE7"], int)
        assert isinstance(asked["latE7"], int)
        told = page.evaluate(
            """async ({lonE7, latE7, lang}) => {
                const { loadSite } = await import("/assets/engine/index.js");
                const site = await loadSite((path) => fetch("/" + path).then((found) => found.arrayBuffer()));
                const { answer, sentences } = site.ask({ lonE7, latE7, lang });
                return { verdict: answer.verdict, said: sentences.filter((each) => each.role === "sentence") };
            }""",
            {**asked, "lang": lang},
        )
        assert page.locator(f"#tapped .answer.v-{told['verdict']}").count() == 1
        shown = re.sub(r"</?a\b[^>]*>", "", page.locator("#tapped").inner_html())  # numbers are links
        assert all(each["html"] in shown for each in told["said"])

    def test_where_am_i_asks_the_device_and_sends_nothing(self, visit, lang):
        place = {"latitude": 32.0288, "longitude": 20.0178, "accuracy": 25.4}
        visitor = visit(geolocation=place, permissions=["geolocation"])
        page = visitor.go_to_map(LANGUAGES[lang])
        page.wait_for_load_state("networkidle")
        page.evaluate(LISTEN)
        before = list(visitor.asked)
        page.locator(".map-locate").click()
        page.locator("#tapped .verdict").wait_for()
        asked = page.evaluate("() => window.asked")
        assert asked == {"lonE7": 200178000, "latE7": 320288000, "accuracyM": 26, "how": "device"}
        assert page.locator("#tapped .verdict").inner_text() == DO_NOT_ENTER[lang]
        assert visitor.asked == before

    def test_a_device_that_does_not_tell_leads_back_to_the_list(self, visit):
        page = visit(permissions=[]).go_to_map("en/")
        page.locator(".map-locate").click()
        page.get_by_text("Your device did not say where it is").wait_for()

    def test_the_keyboard_alone_asks_about_the_middle(self, visit, lang):
        page = visit(viewport=DESK).go_to_map(LANGUAGES[lang])
        page.locator("#q").focus()
        for _ in range(8):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.id") == "map":
                break
        assert page.evaluate("() => document.activeElement.id") == "map"
        assert page.locator(".map-crosshair").is_visible()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)
        page.keyboard.press("Enter")
        page.locator("#tapped .verdict").wait_for()
        assert page.locator("#map").get_attribute("aria-label")

    def test_both_questions_are_told_apart_without_colour(self, visit):
        page = visit(viewport=DESK).go_to_map()
        fills = page.evaluate(
            """() => ["closure", "hazard"].map((sort) =>
                getComputedStyle(document.querySelector(`#map path.map-${sort}.map-filled`)).fill)"""
        )
        assert fills == ['url("#map-hatch")', 'url("#map-dots")']

    def test_it_is_marked_and_shows_no_flag(self, visit, lang):
        page = visit(viewport=DESK).go_to_map(LANGUAGES[lang])
        mark = {"ar": "تمثيلي – ليس للاستعمال", "en": "Illustrative, not for use"}[lang]
        assert mark in page.locator("#map .map-mark").inner_text()
        assert page.locator("#map .leaflet-attribution-flag").count() == 0

    def test_it_begins_with_the_city_whatever_is_recorded(self, visit, servers, demonstration, tmp_path):
        bounds = """() => { const map = document.getElementById("map");
            return [...map.querySelectorAll(".map-dot:not([hidden])")].map((dot) => dot.textContent).sort(); }"""
        told = visit(viewport=DESK).go_to_map().evaluate(bounds)
        site = tmp_path / "site"
        shutil.copytree(demonstration / "site", site)
        first = json.loads((site / "data" / "told.json").read_bytes())[0]["file"]
        document = (site / first).read_bytes()
        packed = pack(document)
        note = f"clearway-snapshot/1\nanybody\n{identify(document)}\nat\nvalid until\npacked {identify(packed)}\n"
        (site / PACKED_FILE).write_bytes(write_packed(packed, note.encode()))
        other = servers.enter_context(serving("serve", str(site)))
        assert visit(other, viewport=DESK).go_to_map().evaluate(bounds) == told


class TestWithout:
    def test_scripts_a_name_leads_to_its_page_and_a_day_to_what_was_told(self, visit, lang):
        page = visit(java_script_enabled=False).go(LANGUAGES[lang])
        page.locator("#q").fill("Gwarsha")
        page.locator("form[role=search] button").click()
        page.wait_for_url(f"**/{LANGUAGES[lang]}{QAWARSHA}")
        assert page.locator("#answer .verdict").inner_text() == DO_NOT_ENTER[lang]
        page.locator("#on").fill("2017-10-01")
        page.locator("form.on-day button").click()
        page.wait_for_url("**/*?on=2017-10-01#told")
        assert DO_NOT_ENTER[lang] in page.locator("main").inner_text()

    def test_scripts_every_place_is_in_the_list(self, visit, demonstration):
        page = visit(java_script_enabled=False).go()
        places = json.loads((demonstration / "site" / "data" / "places.json").read_bytes())
        assert page.locator("ul.places > li a:visible").count() == len(places)

    @pytest.mark.parametrize("gone", ["never brought", "not at hand"])
    def test_the_maps_files_the_page_works_and_says_so(self, visit, servers, demonstration, tmp_path, lang, gone):
        site = tmp_path / "site"
        shutil.copytree(demonstration / "site", site)
        shutil.rmtree(site / "assets" / "vendor")
        if gone == "never brought":
            rewrite(demonstration, site, map_assets=None)
        other = servers.enter_context(serving("serve", str(site)))
        visitor = visit(other)
        page = visitor.go(LANGUAGES[lang])
        missing = {"ar": "لا توجد خريطة هنا", "en": "There is no map here"}[lang]
        page.get_by_text(missing).wait_for()
        page.locator("#q").fill("Qawarsha")
        assert page.locator("ul.places > li:visible").count() >= 1
        # The browser reports the files that are not there.
        visitor.faults = [each for each in visitor.faults if "leaflet" not in each and "404" not in each]


def rewrite(demonstration, site, **changed) -> None:
    """Write the pages of the demonstration's last publication anew, from a picture that differs."""
    with open_office(demonstration, clock=UNTIL) as office:
        found = told(office, UNTIL)
        publication = Publication.of(found.record.id, found.logged_at, found.snapshot, found.data)
        picture = replace(collect(office, office.public_history(), [publication]), **changed)
        update_files(site, ((name, data) for name, data in build_site(picture) if "vendor" not in name))


class TestEveryPage:
    @pytest.fixture(params=PAGES)
    def path(self, request, demonstration) -> str:
        return {
            "home": "",
            "place": QAWARSHA,
            "place of the past": f"{GANFOUDA}?on=2017-10-01",
            "record": a_record(demonstration),
            "years": "years.html",
            "told": "told/index.html",
            "about": "about.html",
            "unknown": "search?q=Xyzzyx",
            "several": "search?q=الحليس",
            "none": "nowhere",
        }[request.param]

    def open(self, visit, lang, path, **options):
        visitor = visit(**options)
        page = visitor.go(LANGUAGES[lang] + path)
        page.wait_for_load_state("networkidle")
        # The browser reports the status of a page that says that something is missing.
        visitor.faults = [each for each in visitor.faults if "404 (Not Found)" not in each]
        return page

    def test_it_has_no_barrier_that_a_program_can_find(self, visit, lang, path):
        # The policy of the pages forbids foreign scripts; the tester's own is let in for this test alone.
        page = self.open(visit, lang, path, bypass_csp=True)
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true; }")
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
            assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == []

    def test_letters_of_twice_the_size_stay_on_the_page(self, visit, lang, path):
        page = self.open(visit, lang, path, viewport=PHONE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    def test_arabic_has_nothing_bare(self, visit, path):
        page = self.open(visit, "ar", path)
        if page.locator("#map.leaflet-container").count():
            TestTheMap().tap(page)
        html = page.evaluate(
            """() => { for (const part of document.querySelectorAll(
                "script, style, svg, [lang=en], blockquote, .other-name, template")) part.remove();
                return document.body.innerHTML; }"""
        )
        assert bare(html) == []

    def test_it_shows_no_green_and_no_percentage(self, visit, lang, path):
        page = self.open(visit, lang, path, viewport=DESK)
        greens = page.evaluate(
            """() => [...document.querySelectorAll("body, body *")].flatMap((element) => {
                const style = getComputedStyle(element);
                return [style.color, style.backgroundColor, style.fill, style.stroke, style.borderTopColor];
            }).filter((colour) => {
                const [red, green, blue] = (colour.match(/[\\d.]+/g) ?? []).map(Number);
                return green > red + 25 && green > blue + 25;
            })"""
        )
        assert greens == []
        assert not re.search(r"\d\s*[%٪]", page.locator("body").inner_text())
