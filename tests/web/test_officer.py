"""The officer's page in a real browser: drafts beside their words, keys, and who may not speak to it."""

from __future__ import annotations

import http.client
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from clearway.desk import open_office
from clearway.records.kinds.closure import Closure
from tests.cli.terminal import Terminal, instant
from tests.cli.test_confirming import WORDS, open_desk
from tests.web.conftest import CLEARWAY, DESK, PHONE, Visitor, visiting
from tests.web.test_pages import TAGS

WRITE = {"ar": "اكتب", "en": "Write it"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> أُغلقت منطقة القوارشة أمام المدنيين بسبب الألغام."


@pytest.fixture
def desk(tmp_path: Path) -> Terminal:
    return open_desk(tmp_path)


@pytest.fixture
def officer(servers) -> Callable[..., str]:
    """The address of an officer's page, which is there until the browsers of the test are closed."""
    return lambda *given: servers.enter_context(officer_page(*given))


@pytest.fixture
def visit(chromium, officer) -> Iterator[Callable[..., Visitor]]:
    """As everywhere, ended before the page's server."""
    with visiting(chromium) as opened:
        yield opened


@contextmanager
def officer_page(desk: Terminal, words: str = WORDS) -> Iterator[str]:
    """The address of the page while the block lasts."""
    file = desk.folder.parent / "announcement.txt"
    file.write_text(words, encoding="utf-8")
    command = [CLEARWAY, "--workspace", str(desk.folder), "--lang", "en", "--clock", instant(desk.at)]
    command += ["confirm", str(file), "--page", "--no-browser", "--by", desk.holder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:[0-9]+/[0-9a-f]{48}/", said)
            assert found, said + server.stdout.read()
            yield found[0]
        finally:
            server.kill()


def kinds(desk: Terminal) -> list[str]:
    with open_office(desk.folder, clock=desk.at) as office:
        known = ("closure", "claim", "statement", "hostilities", "indication")
        return sorted(kind for kind in known for _ in office.history().list_kind(kind))


class TestWorking:
    def test_a_closure_is_made_by_the_keyboard_alone_and_only_at_the_end(self, desk, officer, visit):
        address = officer(desk)
        page = visit(address, viewport=DESK).go("?lang=en")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == "draft-1"
        lit = page.locator("mark.here")
        assert lit.count() >= 1
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "ground-1"
        page.keyboard.press("Control+a")
        page.keyboard.type("القوارشة")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("the place that is meant")
        page.keyboard.press("Enter")
        page.locator("#write").wait_for()
        assert "Closure" in page.locator("main").inner_text()
        assert kinds(desk) == []
        assert page.evaluate("document.activeElement.tagName") == "BODY"
        page.locator("#write").focus()
        page.keyboard.press("Enter")
        page.locator("#draft-1.settled").wait_for()
        assert kinds(desk) == ["closure", "statement"]
        desk.wait(minutes=1)
        assert desk.run("check", "القوارشة").exit_code == 10

    def test_keys_go_on_back_and_leave_aside(self, desk, officer, visit):
        address = officer(desk)
        page = visit(address, viewport=DESK).go("?lang=en")
        numbers = [each.get_attribute("data-draft") for each in page.locator("article.draft").all()]
        for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.dataset.draft") == numbers[at]
        page.keyboard.press("d")
        page.locator(f"#draft-{numbers[0]}.settled").wait_for()
        assert "Nothing was written" in page.locator(f"#draft-{numbers[0]}").inner_text()
        assert page.evaluate("document.activeElement.dataset.draft") == numbers[0]
        page.keyboard.press("e")
        page.keyboard.press("Enter")
        page.locator(f"#draft-{numbers[0]}:not(.settled)").wait_for()
        assert kinds(desk) == []

    def test_a_reading_is_corrected_by_the_keyboard_and_taken_back(self, desk, officer, visit):
        address = officer(desk)
        page = visit(address, viewport=DESK).go("?lang=en")
        number = page.locator("article", has=page.locator("h4", has_text="Control")).get_attribute("data-draft")
        page.locator(f"#draft-{number}").focus()
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.id") == f"what-of-{number}"
        page.locator(f"#what-of-{number}").select_option("casualties:")
        page.locator(f"#killed-{number}").fill("٣")
        page.locator(f"#killed-{number}").press("Enter")
        page.locator(f"#draft-{number} .otherwise").wait_for()
        draft = page.locator(f"#draft-{number}").inner_text()
        assert "Casualties, asserted" in draft
        assert "The rules read: Control of a place, holds, asserted." in draft
        assert "Killed: 3" in draft
        page.locator(f"#draft-{number} .keep button").click()
        page.locator("#write").click()
        page.locator(f"#draft-{number}.settled").wait_for()
        assert kinds(desk) == ["claim", "statement"]

    def test_a_correction_is_taken_back_and_a_wrong_one_refused(self, desk, officer, visit):
        address = officer(desk)
        visitor = visit(address, java_script_enabled=False)
        page = visitor.go("?lang=en")
        page.locator("#draft-1 .correct summary").click()
        page.locator("#modality-1").select_option("conditional")
        page.locator("#draft-1 .correct form > button").first.click()
        page.locator("#draft-1 .otherwise").wait_for()
        page.locator("#draft-1 .correct summary").click()
        page.locator("button[name=as_read]").click()
        page.locator("#draft-1 .otherwise").wait_for(state="detached")
        page.locator("#draft-1 .correct summary").click()
        page.locator("#places-1").fill("Atlantis")
        page.locator("#draft-1 .correct form > button").first.click()
        page.locator("a.back").wait_for()
        assert "Atlantis" in page.locator("main").inner_text()
        visitor.faults.clear()  # the browser notes the refusal's status
        assert kinds(desk) == []

    def test_reasons_and_times_of_a_closure_are_put_otherwise(self, desk, officer, visit):
        address = officer(desk)
        page = visit(address, viewport=DESK).go("?lang=en")
        page.locator("#draft-1 .make summary").click()
        page.locator("#ground-1").fill("القوارشة")
        page.locator("#because-1").fill("the place that is meant")
        page.locator("#reason-1-fighting").uncheck()
        page.locator("#reason-1-curfew").check()
        page.locator("#condition-1").select_option("further_notice")
        page.locator("#until-1").fill("2016-11-20T08:00")
        page.locator("#draft-1 .make form > button").click()
        page.locator("#write").wait_for()
        said = page.locator("main").inner_text()
        for part in ("Curfew.", "Until further notice", "Holds until"):
            assert part in said
        assert "Fighting" not in said
        page.locator("#write").click()
        page.locator("#draft-1.settled").wait_for()
        with open_office(desk.folder, clock=desk.at) as office:
            (made,) = office.history().list_kind("closure")
        assert isinstance(made.record.body, Closure)
        assert "curfew" in made.record.body.reasons
        assert "fighting" not in made.record.body.reasons
        assert made.record.holds.until == datetime(2016, 11, 20, 6, tzinfo=UTC)

    def test_without_scripts_words_are_kept(self, desk, officer, visit):
        address = officer(desk)
        page = visit(address, java_script_enabled=False).go("?lang=ar")
        page.locator("form.keep button").first.click()
        page.get_by_role("button", name=WRITE["ar"]).click()
        page.locator("article.settled").wait_for()
        assert kinds(desk) == ["claim", "statement"]

    def test_what_is_refused_says_what_to_do_and_writes_nothing(self, desk, officer, visit):
        address = officer(desk)
        visitor = visit(address, viewport=DESK)
        page = visitor.go("?lang=en")
        page.locator("#draft-1 .make summary").click()
        page.locator("#ground-1").fill("Xyzzyx")
        page.locator("#draft-1 .make form > button").click()
        page.locator("a.back").wait_for()
        assert "Nothing was written" in page.locator("h1").inner_text()
        page.wait_for_load_state("networkidle")
        visitor.faults.clear()  # the browser notes the refusal's status
        assert kinds(desk) == []

    def test_the_words_of_an_announcement_are_words_on_the_page(self, desk, officer, visit):
        address = officer(desk, HOSTILE)
        page = visit(address).go()
        assert page.locator(".words img, .words script").count() == 0
        assert "<script>" in page.locator(".words").inner_text()


class TestShown:
    @pytest.mark.parametrize("lang", ["ar", "en"])
    @pytest.mark.parametrize("view", [PHONE, DESK])
    def test_everybody_can_use_it(self, desk, officer, visit, lang, view):
        address = officer(desk)
        page = visit(address, viewport=view).go(f"?lang={lang}")
        page.locator("#draft-1 .make summary").click()
        found: Any = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.response["violations"] == []
        widths = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert widths[0] <= widths[1]

    def test_drafts_stand_under_their_places_and_lead_to_their_words(self, desk, officer, visit):
        address = officer(desk)
        page = visit(address, viewport=DESK).go()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator(".drafts h3").first.inner_text() == "القوارشة"
        page.locator("mark a.to").first.click()
        assert page.url.endswith("#draft-1")
        assert "تمثيلي" in page.locator(".mark").inner_text()


class TestWhoMayNot:
    def ask(self, address: str, method: str = "GET", path: str | None = None, form: Any = None, **headers: str) -> int:
        url = urlsplit(address)
        connection = http.client.HTTPConnection("127.0.0.1", url.port, timeout=30)
        body = urlencode(form) if form is not None else None
        given = {"Host": url.netloc, "Content-Type": "application/x-www-form-urlencoded", **headers}
        connection.request(method, path or url.path, body, given)
        status = connection.getresponse().status
        connection.close()
        return status

    def token(self, address: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(address).port, timeout=30)
        connection.request("GET", urlsplit(address).path)
        page = connection.getresponse().read().decode()
        connection.close()
        found = re.search(r'name="form" value="([0-9a-f]+)"', page)
        assert found
        return found[1]

    def test_without_the_secret_there_is_nothing(self, desk, officer):
        address = officer(desk)
        assert self.ask(address) == 200
        for path in ("/", "/healthz", "/search?q=x", "/index.html", f"/{'0' * 48}/", f"/{'0' * 48}/1/write"):
            assert self.ask(address, path=path) == 404

    def test_under_another_name_there_is_nothing(self, desk, officer):
        address = officer(desk)
        assert self.ask(address, Host=f"evil.example:{urlsplit(address).port}") == 404

    def test_another_page_s_form_writes_nothing(self, desk, officer):
        address = officer(desk)
        origin, token = address.rsplit("/", 2)[0], self.token(address)
        path = urlsplit(address).path + "1/write"
        keep = {"keep": "1", "form": token}
        assert self.ask(address, "POST", path, keep) == 403
        assert self.ask(address, "POST", path, keep, Origin="https://evil.example") == 403
        assert self.ask(address, "POST", path, keep, Origin="null") == 403
        assert self.ask(address, "POST", path, {**keep, "form": "0"}, Origin=origin) == 403
        assert self.ask(address, "POST", path, keep, Origin=origin, **{"Sec-Fetch-Site": "cross-site"}) == 403
        assert self.ask(address, "GET", path) == 405
        assert kinds(desk) == []
        assert self.ask(address, "POST", path, keep, Origin=origin) == 303
        assert self.ask(address, "POST", path, keep, Origin=origin) == 422
        assert kinds(desk) == ["claim", "statement"]

    def test_it_listens_on_this_machine_alone(self, desk, officer):
        address = officer(desk)
        port = f":{urlsplit(address).port:04X} "
        held = [line.split()[1] for line in Path("/proc/net/tcp").read_text("ascii").splitlines() if port in line]
        assert "0100007F" + port.strip() in held
        assert "00000000" + port.strip() not in held
