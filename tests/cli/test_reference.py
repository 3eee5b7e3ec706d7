"""The page of commands is what the code says."""

from __future__ import annotations

from tools.generate_commands import PAGE, ROOT, page


def test_the_page_is_current():
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(), "run make generate"
