"""Say in one line which refusal a test expects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from clearway.problems import Refused


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """Pass only if the block is refused with exactly these codes, in their order."""
    with pytest.raises(Refused) as caught:
        yield
    assert [problem.code for problem in caught.value.problems] == list(codes)
