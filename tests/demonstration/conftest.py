"""The whole story, played once for every test that reads it."""

from __future__ import annotations

import pytest

from clearway.demonstration import Built, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The whole story, played once; whoever writes on works on a copy."""
    return build(tmp_path_factory.mktemp("benghazi"), write_site=False)
