"""The pages' script in a chromium, on the files as they lie in a folder, without a server."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from clearway.places import build_gazetteer, shipped_places, spelled
from clearway.places.spelling import loosened
from tests.site.town import Town

_LETTERS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىپچڤگٱیېکھہەـ"
    "aAbdehiklmnorstuzßıéâ0123456789٠٣٩۱۴ -'’.()_،"
    "\u200f\u064b\u0651\u0670"
)
NAMES = st.text(_LETTERS, max_size=24) | st.lists(
    st.sampled_from(
        [
            "ال",
            "بو",
            "ابو",
            "أبو",
            "Abu",
            "Bu",
            "al-",
            "el",
            "as-",
            "ash-",
            "حي",
            "قرية",
            "Hai",
            "district",
            "الصابري",
            "sabri",
            "Assabri",
        ]
    ),
    max_size=4,
).map(" ".join)


@pytest.fixture(scope="module")
def script(chromium: Browser) -> Page:
    page = chromium.new_page()
    page.add_script_tag(content=resources.files("clearway.site").joinpath("assets", "page.js").read_text("utf-8"))
    return page


def opened(chromium: Browser, town: Town, path: str, at: datetime | None = None) -> Page:
    """A page of the folder, as a device shows it whose clock stands at ``at``."""
    page: Page = chromium.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    if at is not None:
        page.clock.install(time=at)
        page.route("**/*.html", lambda route: route.fulfill(body=_without_clock(town, path), content_type="text/html"))
    page.goto((town.site / path).as_uri())
    return page


def _without_clock(town: Town, path: str) -> str:
    """The page as it is outside the demonstration: its now is the device's."""
    before, _, rest = (town.site / path).read_text("utf-8").partition(' data-clock="')
    return before + rest.partition('"')[2]


def in_script(script: Page, names: list[str]) -> list[list[str]]:
    found = script.evaluate("(names) => names.map((each) => [clearwaySpelled(each), ...clearwayLoosened(each)])", names)
    return list(found)


def in_python(names: list[str]) -> list[list[str]]:
    return [[spelled(each), *sorted(loosened(each))] for each in names]


def test_every_name_that_ships_is_spelled_in_the_browser_as_it_is_here(script):
    places = build_gazetteer([("benghazi.csv", shipped_places("benghazi"))]).places
    names = [name for place in places for name in place.names]
    assert len(names) > 200
    assert in_script(script, names) == in_python(names)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=20, max_size=40))
def test_any_name_is_spelled_in_the_browser_as_it_is_here(script, names):
    assert in_script(script, names) == in_python(names)


def test_a_copy_older_than_it_may_be_says_so_on_a_stick_and_opens_nothing(chromium, town):
    site = json.loads((town.site / "data/site.json").read_text("utf-8"))
    until = datetime.fromisoformat(site["valid_until"])
    for wanted, at in (("released", until - timedelta(hours=1)), ("not_confirmed", until + timedelta(hours=1))):
        page = opened(chromium, town, "en/places/town/field.html", at)
        assert page.locator("#answer .answer").get_attribute("class") == f"answer v-{wanted}"
        assert ("old copy" in page.locator("#answer").inner_text()) is (wanted == "not_confirmed")
    page = opened(chromium, town, "en/places/town/old-market.html", until + timedelta(days=400))
    assert page.locator("#answer .answer").get_attribute("class") == "answer v-do_not_enter"
    home = opened(chromium, town, "en/index.html", until + timedelta(hours=1))
    assert home.locator("#old-copy").is_visible()
    rows = home.locator(".places .said").all_inner_texts()
    assert "Handed over: some risk may remain" not in rows
    assert "Do not enter" in rows


def test_a_page_that_stays_open_grows_old_by_itself(chromium, town):
    site = json.loads((town.site / "data/site.json").read_text("utf-8"))
    page = opened(
        chromium, town, "places/town/field.html", datetime.fromisoformat(site["valid_until"]) - timedelta(hours=1)
    )
    assert page.locator("#answer .v-released").count() == 1
    page.clock.run_for(2 * 3600 * 1000)
    assert page.locator("#answer .v-not_confirmed").count() == 1


def test_the_scripted_clock_of_a_demonstration_is_the_pages_now(chromium, town):
    page = chromium.new_page()
    page.clock.install(time=datetime(2031, 5, 1, tzinfo=UTC))
    page.goto((town.site / "places/town/field.html").as_uri())
    assert page.evaluate("new Date().getFullYear()") == 2031
    assert page.locator("#answer .v-released").count() == 1


def test_a_name_typed_in_any_usual_spelling_leaves_its_places(chromium, town):
    page = opened(chromium, town, "index.html")
    market = ["السوق القديم"]
    for typed, names in (("السُّوق القديم", market), ("souq", market), ("حقل", ["الحقل"]), ("zzz", [])):
        page.fill("#q", typed)
        assert page.locator(".places .name:visible").all_inner_texts() == names, typed
        assert page.locator("#search-state").inner_text() != ""
    page.fill("#q", "old market")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/town/old-market.html")


def test_a_day_shows_what_was_told_on_it(chromium, town):
    page = opened(chromium, town, "en/places/town/old-market.html")
    days = page.locator("#periods details").evaluate_all("all => all.map((each) => each.dataset.fromDay)")
    page.fill("#on", days[0])
    page.click(".on-day button")
    assert page.locator("#periods details[open]").first.get_attribute("data-from-day") == days[0]
    assert "Do not enter" in page.locator("#on-result").inner_text()
    page.evaluate("document.getElementById('on').min = ''")
    page.fill("#on", "2010-01-01")
    page.click(".on-day button")
    assert page.locator("#periods details[open]").count() == 0
    assert page.locator("#before-first").is_visible()


def test_without_scripts_the_page_has_the_answer_its_age_the_history_and_the_chain(chromium, town):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((town.site / "en/places/town/old-market.html").as_uri())
    text = page.locator("main").inner_text()
    for words in ("Do not enter", "In their words", "Why this answer", "What was told about this place"):
        assert words in text
    assert page.locator("#periods summary").count() > 1
    assert page.locator(".chain").count() > 1
    context.close()


@pytest.mark.parametrize("home", ["index.html", "en/index.html"])
def test_without_scripts_and_without_a_server_a_name_leads_to_the_list_and_a_day_to_what_was_told(chromium, town, home):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((town.site / home).as_uri())
    page.locator("#q").fill("old market")
    page.locator("form[role=search] button").click()
    page.wait_for_url("**/search.html?q=old+market")
    assert page.locator("ul.places > li a:visible").count() > 1
    page.locator('a[href$="old-market.html"]').click()
    page.locator("#on").fill(page.locator("#on").get_attribute("min"))
    page.locator("form.on-day button").click()
    page.wait_for_url("**/old-market.html?on=*#told")
    assert page.locator("#told").is_visible()
    context.close()
