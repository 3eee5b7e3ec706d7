"""The engine of the pages in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.engine.browser import Engine, start_engine


@pytest.fixture(scope="session")
def engine(chromium: Browser) -> Iterator[Engine]:
    yield from start_engine(chromium)
