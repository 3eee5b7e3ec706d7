"""Every test of the contract runs on both engines; where the compiled one is not built, that run says what it lacks."""

from __future__ import annotations

import pytest

from clearway.index import ENGINES
from tests import parts


@pytest.fixture(scope="session", params=["native", "shapely"])
def engine(request) -> str:
    if request.param not in ENGINES:
        parts.lack("clearway_native is missing: make native")
    name: str = request.param
    return name
