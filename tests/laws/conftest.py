"""How many stories of a run held a valid release: printed after it, because laws over nothing prove nothing."""

from __future__ import annotations

import pytest

from tests.laws.asking import TALLY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stories, released = TALLY["stories"], TALLY["with a valid release"]
    if stories:
        share = 100 * released // stories
        terminalreporter.write_line(f"laws: {released} of {stories} stories held a valid release ({share} %)")
