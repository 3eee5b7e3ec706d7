from __future__ import annotations

import pytest

from tests.site.town import Town, build_town


@pytest.fixture(scope="session")
def town(tmp_path_factory) -> Town:
    return build_town(tmp_path_factory.mktemp("town") / "site")
