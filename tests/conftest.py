"""Shared set-up: how hard hypothesis tries, and which real parts a test needs."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

import clearway
from tests import parts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Generated cases must not fail because a machine was busy, and CI must give the same result twice.
settings.register_profile(
    "default",
    deadline=None,
    print_blob=True,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", parent=settings.get_profile("default"), max_examples=15)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; only one can be started in a process. Skips the test where there is none."""
    from playwright.sync_api import sync_playwright

    path = parts.need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def pytest_collection_finish() -> None:
    """Import every module before the first test, because hypothesis draws from constants of the modules it finds.

    Else what a test draws in CI would depend on which tests its worker happened to run before.
    """
    if "CI" in os.environ:
        for module in pkgutil.walk_packages(clearway.__path__, "clearway."):
            importlib.import_module(module.name)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Add up what the workers of a parallel run counted."""
    from tests.laws.asking import TALLY

    TALLY.update(getattr(node, "workeroutput", {}).get("stories", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker of a parallel run tell what it counted."""
    from tests.laws.asking import TALLY

    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["stories"] = dict(TALLY)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many stories of the laws held a valid release, because laws over nothing prove nothing."""
    from tests.laws.asking import TALLY

    stories, released = TALLY["stories"], TALLY["with a valid release"]
    if stories:
        share = 100 * released // stories
        terminalreporter.write_line(f"laws: {released} of {stories} stories held a valid release ({share} %)")
