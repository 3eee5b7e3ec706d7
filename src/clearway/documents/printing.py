"""Paper from values: a description in, the bytes of a PDF or of pictures out; the same in, the same out.

The only door to the typesetter. The font comes with the program (IBM Plex Sans Arabic, under the SIL Open Font
License); the system's are never looked at, so that a page is the same on every machine.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

FONT = "IBM Plex Sans Arabic"


def print_pdf(description: dict[str, Any]) -> bytes:
    """The document as PDF (PDF/A-2b, so that an archive can keep it)."""
    found: bytes = _compile(description, format="pdf", pdf_standards=["a-2b"])
    return found


def print_pictures(description: dict[str, Any], ppi: float = 96) -> list[bytes]:
    """Its pages as PNG pictures."""
    found = _compile(description, format="png", ppi=ppi)
    return [found] if isinstance(found, bytes) else list(found)


def _compile(description: dict[str, Any], **how: Any) -> Any:
    # Loading the typesetter takes longer than a check: only whoever prints waits for it.
    import fontpkg_ibm_plex_sans_arabic as font  # noqa: PLC0415
    import typst  # noqa: PLC0415

    data = json.dumps({**description, "fonts": [FONT]}, ensure_ascii=False, sort_keys=True)
    return typst.compile(
        _template(),
        font_paths=[f"{font.ROOT}/files"],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        **how,
    )


@cache
def _template() -> bytes:
    return resources.files("clearway.documents").joinpath("templates", "document.typ").read_bytes()
