"""Take the pictures of the pages that the documentation shows: build the demonstration, serve it, look at it.

Writes ``docs/images/page-*.png``. Needs the development requirements and Chromium. ``--site FOLDER`` uses a
demonstration that was built before (``clearway demo FOLDER --build-only``).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
CLEARWAY = str(Path(sys.executable).with_name("clearway"))
LARGEST = 250_000
"""Bytes of a picture that a repository should hold."""


@dataclass(frozen=True)
class Picture:
    """A page as one sees it: where, on how large a screen (width, height), how sharp, and what is scrolled to.

    ``day`` is picked on the line of years; ``tapped`` touches the middle of the map.
    """

    name: str
    path: str
    size: tuple[int, int]
    scale: float = 1.0
    to: str | None = None
    tapped: bool = False
    day: str | None = None


PHONE, DESK = (390, 844), (1120, 800)
PICTURES = (
    Picture("page-ar-phone", "places/benghazi/qawarsha.html", PHONE, 1.5),
    Picture("page-ar-phone-map", "", PHONE, 1.5, to="#map-section"),
    Picture("page-ar-phone-tapped", "", PHONE, 1.5, to="#tapped", tapped=True),
    Picture("page-en-phone", "en/places/benghazi/ganfouda.html", PHONE, 1.5),
    Picture("page-en-desk", "en/places/benghazi/qawarsha.html", DESK),
    Picture("page-ar-desk", "index.html", DESK),
    Picture("page-en-desk-map", "en/index.html", DESK, to="#map-section"),
    Picture("page-en-desk-chain", "en/places/benghazi/qawarsha.html", DESK, to="#why"),
    Picture("page-ar-desk-told", "places/benghazi/tree-square.html", DESK, to="#told", day="2017-10-20"),
    Picture("page-ar-phone-years", "years.html", PHONE, 1.5, day="2017-10-01"),
    Picture("page-en-desk-years", "en/years.html", DESK, to=".on-day", day="2017-10-20"),
    Picture("page-ar-phone-day", "places/benghazi/ganfouda.html?on=2017-10-01", PHONE, 1.5),
)


def main() -> None:
    """Take every picture, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to take; else all")
    parser.add_argument("--site", type=Path, help="a demonstration built before")
    parser.add_argument("--to", type=Path, default=IMAGES, help="where to write them")
    given = parser.parse_args()
    wanted = [each for each in PICTURES if not given.names or each.name in given.names]
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = given.site or Path(made, "demonstration")
        subprocess.run([CLEARWAY, "demo", str(folder), "--build-only"], check=True)
        with _serving(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for picture in wanted:
                file = given.to / f"{picture.name}.png"
                _take(browser, address, picture, file)
                size = file.stat().st_size
                print(f"{file.name}: {size} bytes{' (too large)' if size > LARGEST else ''}")
            browser.close()


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    command = [CLEARWAY, "demo", str(folder), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            said = iter(server.stdout or ())
            yield next(found[0] for line in said if (found := re.search(r"http://[^ ]+/", line)))
        finally:
            server.terminate()


def _take(browser: Browser, address: str, picture: Picture, file: Path) -> None:
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=picture.scale, reduced_motion="reduce"
    )
    page.goto(address + picture.path)
    page.wait_for_load_state("networkidle")
    if picture.tapped:
        _tap(page)
    if picture.day:
        page.locator("#on").fill(picture.day)
        page.locator("form.on-day button").click()
    if picture.to:
        page.locator(picture.to).first.evaluate("element => element.scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(500)
    page.screenshot(path=file)
    page.close()


def _tap(page: Page) -> None:
    """Touch the middle of the map."""
    page.locator("#map.leaflet-container").click()
    page.locator("#tapped .verdict").wait_for()


if __name__ == "__main__":
    main()
