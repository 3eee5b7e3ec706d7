"""Every test of the contract runs on both engines; where the compiled one is not built, that run is skipped."""

from __future__ import annotations

import shutil

import pytest

from clearway.index import ENGINES
from tests import parts


@pytest.fixture(scope="session", params=["native", "shapely"])
def engine(request) -> str:
    if request.param not in ENGINES:
        if shutil.which("cargo") is None:
            pytest.skip("there is no Rust toolchain, so no compiled engine")
        parts.lack("clearway_native is missing: make native")
    name: str = request.param
    return name
