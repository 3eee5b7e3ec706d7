"""DOCX: the paragraphs of the document, as they stand after accepted changes. Nothing else in the file is read."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from clearway.intake.feeds import parse_xml
from clearway.intake.model import LARGEST_UNPACKED
from clearway.problems import refuse

DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        # A drawing's second copy, for programs that do not know the first.
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def docx_text(data: bytes) -> str:
    """The words, a line a paragraph. Refused: ``intake.damaged``, ``intake.unpacks_too_large``, ``intake.locked``."""
    root = parse_xml(unpack(data, DOCUMENT))
    lines: list[str] = []
    line: list[str] = []
    skipping = 0
    for event, each in etree.iterwalk(root, events=("start", "end")):
        if each.tag in _SKIPPED:
            skipping += 1 if event == "start" else -1
        elif skipping:
            continue
        elif event == "start":
            if each.tag == f"{_W}t":
                line.append(each.text or "")
            elif each.tag in _SIGNS:
                line.append(_SIGNS[each.tag])
        elif each.tag == f"{_W}p":
            lines.append("".join(line).strip())
            line = []
    return "\n".join(each for each in lines if each)


def names_in(data: bytes) -> tuple[str, ...]:
    """The names of the files in a packed file. Refused: ``intake.damaged``."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return tuple(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RecursionError):
        return refuse("intake.damaged", form="ZIP")


def unpack(data: bytes, name: str) -> bytes:
    """One file of a packed file. Refused: as ``docx_text``."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if packed.getinfo(name).flag_bits & 1:
                refuse("intake.locked")
            with packed.open(name) as part:
                found = part.read(LARGEST_UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, EOFError, zlib.error):
        refuse("intake.damaged", form="ZIP")
    if len(found) > LARGEST_UNPACKED:
        refuse("intake.unpacks_too_large", limit=LARGEST_UNPACKED)
    return found
