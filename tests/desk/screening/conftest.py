"""An office that has closed some ground, to screen tables by."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearway.desk.office import Office
from tests.offices import close, open_two


@pytest.fixture
def office(tmp_path: Path) -> Office:
    crisis, _ = open_two(tmp_path)
    close(crisis)
    return crisis
