"""Take the pictures of paper that the documentation shows: pages of the demonstration's documents, as they print.

Writes ``docs/images/paper-*.png``. Needs the development requirements and Chromium, which draws the coverage sheet.
``--site FOLDER`` uses a demonstration that was built before (``clearway demo FOLDER --build-only``).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from clearway.coverage import Coverage, Wanted
from clearway.demonstration import END
from clearway.desk.accounts import coverage, write_coverage
from clearway.desk.documents import Document, describe_document
from clearway.desk.numbers import find_by_number
from clearway.desk.office import Office, open_office
from clearway.documents import print_pictures

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
CLEARWAY = str(Path(sys.executable).with_name("clearway"))
LARGEST = 250_000
"""Bytes of a picture that a repository should hold."""
CERTIFICATE, AREA = "DEMO-4", "DEMO-HA-0117"


@dataclass(frozen=True)
class Picture:
    """One page of a document about the record with this number, in a language."""

    name: str
    document: Document
    number: str
    lang: str
    page: int = 1
    ppi: float = 78


PICTURES = (
    Picture("paper-ar-certificate", Document.HANDOVER, CERTIFICATE, "ar"),
    Picture("paper-en-certificate", Document.HANDOVER, CERTIFICATE, "en"),
    Picture("paper-en-figures", Document.HANDOVER, CERTIFICATE, "en", 3),
    Picture("paper-en-completion", Document.COMPLETION, AREA, "en"),
    Picture("paper-ar-map", Document.MAP, AREA, "ar", 1, 56),
)


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a demonstration built before")
    parser.add_argument("--to", type=Path, default=IMAGES, help="where to write them")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = given.site or Path(made, "demonstration")
        subprocess.run([CLEARWAY, "demo", str(folder), "--build-only"], check=True)
        with open_office(folder / "centre", clock=END) as office:
            for picture in PICTURES:
                _write(given.to / f"{picture.name}.png", _page(office, picture))
            sheet = Path(made, "coverage.svg")
            write_coverage(office, _id(office, AREA), _coverage(office), sheet)
        _write(given.to / "paper-coverage.png", _drawn(sheet))


def _page(office: Office, picture: Picture) -> bytes:
    description = describe_document(office, picture.document, [_id(office, picture.number)], picture.lang)
    return print_pictures(description, picture.ppi)[picture.page - 1]


def _coverage(office: Office) -> Coverage:
    """Asked as the order asks, before any decision."""
    return coverage(office, _id(office, AREA), wanted=Wanted(depth_mm=200, gap_mm=0, standard="IMAS 09.10"))


def _drawn(sheet: Path) -> bytes:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1123, "height": 794}, device_scale_factor=0.8)
        page.goto(sheet.as_uri())
        picture = page.screenshot()
        browser.close()
    return picture


def _id(office: Office, number: str) -> str:
    found = find_by_number(office.history(), number)
    if found is None:
        raise SystemExit(f"no record bears the number {number}")
    return found.id


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    print(f"{file.name}: {len(data)} bytes{' (too large)' if len(data) > LARGEST else ''}")


if __name__ == "__main__":
    main()
