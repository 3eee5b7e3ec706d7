"""Chromium with the engine's modules loaded, and calls into them. Nothing leaves the machine: files are handed over."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

HARNESS = Path(__file__).with_name("harness.js")
ORIGIN = "http://engine.test"


@dataclass(frozen=True)
class Engine:
    """A page in which the engine's modules run."""

    page: Page

    def call(self, name: str, given: Any = None) -> Any:
        """What a function of the harness gives; arguments and results travel as JSON."""
        return json.loads(self.page.evaluate("([name, given]) => call(name, given)", [name, json.dumps(given)]))


def start_engine(browser: Browser) -> Iterator[Engine]:
    """A page with the engine in it, for as long as it is needed."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/*", _serve)
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("globalThis.call !== undefined || document.title === 'fault'", timeout=20_000)
    assert not faults
    yield Engine(page)
    page.close()


def _serve(route: Route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        script = '<script type="module" src="/harness.js" onerror="document.title = \'fault\'"></script>'
        route.fulfill(body=f'<!doctype html><meta charset="utf-8">{script}', content_type="text/html")
        return
    name = path.rpartition("/")[2]
    if path == "/harness.js":
        body = HARNESS.read_bytes()
    elif path == f"/engine/{name}":
        body = resources.files("clearway").joinpath("site", "assets", "engine", name).read_bytes()
    else:
        route.fulfill(status=404)
        return
    route.fulfill(body=body, content_type=mimetypes.types_map[".js"])
