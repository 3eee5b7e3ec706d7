"""The demonstration, built once for all workers and served as anybody would; a browser that tells what it did."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from clearway.demonstration import PUBLISHER, build

UNTIL = datetime(2018, 3, 15, 9, tzinfo=UTC)
"""Every verdict is told by then, and so is the day in October 2017."""

CLEARWAY = str(Path(sys.executable).with_name("clearway"))
PATIENCE_MS = 15_000
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the office that publishes, with its site."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / PUBLISHER / "site" / "data" / "site.json").is_file():
            build(folder, UNTIL)
    return folder / PUBLISHER


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """The address at which ``clearway serve`` answers while the block lasts."""
    command = [CLEARWAY, *words, "--port", "0", "--no-browser", "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            found = re.search(r"http://[^ ]+/", said)
            assert found, said + server.stdout.read()
            yield found[0]
        finally:
            server.kill()


@pytest.fixture(scope="session")
def address(demonstration) -> Iterator[str]:
    with serving("--workspace", str(demonstration), "serve") as found:
        yield found


@dataclass
class Visitor:
    """Somebody with a browser: where he goes, and everything that his browser asked for or complained of."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def note_failed(self, request: Request) -> None:
        """What did not load, unless the visitor went on before it could."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.faults.append(f"failed: {request.url}")

    def go(self, path: str = "") -> Page:
        self.page.goto(self.address + path)
        return self.page

    def go_to_map(self, path: str = "") -> Page:
        """Open a page and wait for its map."""
        self.go(path).locator("#map.leaflet-container").wait_for()
        return self.page


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    """The servers of one test. They end after its browsers: a page that is cut off while it loads is a fault."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def visit(chromium: Browser, address: str, servers: ExitStack) -> Iterator[Callable[..., Visitor]]:
    """Open a browser of some kind at the demonstration. At the end, as :func:`visiting`, and before ``servers``."""
    with visiting(chromium) as opened:
        yield lambda at=address, **options: opened(at, **options)


@contextmanager
def visiting(chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open browsers at addresses. At the end: no fault, no cookie, nothing kept, nobody else asked."""
    visitors: list[Visitor] = []

    def opened(at: str, **options: Any) -> Visitor:
        context = chromium.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options})
        visitor = Visitor(context.new_page(), at)
        page = visitor.page
        page.on("request", lambda request: visitor.asked.append(request.url))
        page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        page.on("console", lambda said: visitor.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("requestfailed", visitor.note_failed)
        page.set_default_timeout(PATIENCE_MS)
        visitors.append(visitor)
        return visitor

    yield opened
    for visitor in visitors:
        kept = None
        if visitor.page.url.startswith("http"):
            visitor.page.wait_for_load_state("load")
            kept = visitor.page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
        cookies = visitor.context.cookies()
        visitor.context.close()
        assert visitor.faults == []
        assert [each for each in visitor.asked if not each.startswith((visitor.address, "data:", "blob:"))] == []
        assert cookies == []
        assert kept in (None, [0, 0, ""])
