"""The process in which what a scanner or program wrote about itself is taken out of one PDF.

It is not imported by the desk: loading the reader of PDF takes longer than a check.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from clearway.desk.apart import read_bounded

MOST_PAGES = 500

_OF_ANY = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/AF", "/Names", "/Thumb")
_OF_NOTES = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj", "/A", "/IRT")
_NO_NOTES = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Popup"})
_JPEG, _JPEG_2000 = "/DCTDecode", "/JPXDecode"
_UNTOLD = frozenset({b"uuid", b"xml ", b"asoc", b"uinf", b"ulst", b"url "})
"""Boxes of a JPEG 2000 picture that say things about it; the rest are the picture."""


def clean_paper(data: bytes) -> bytes:
    """The same pages without what the file says of its making.

    Raises whatever the reader raises, and ``ValueError`` for what cannot be cleaned.
    """
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted or not 0 < len(reader.pages) <= MOST_PAGES:
        raise ValueError("locked, empty or too long")
    # Twice: the second time only what is left is carried over.
    return _written(PdfReader(BytesIO(_written(reader))))


def _written(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    for each in writer._objects:  # noqa: SLF001 - every object of the new file, whoever refers to it
        value = each.get_object() if each is not None else None
        if isinstance(value, DictionaryObject):
            _clean(value)
    writer.metadata = None
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _clean(found: DictionaryObject) -> None:
    for key in _OF_ANY:
        found.pop(key, None)
    notes = found.get("/Annots")
    notes = notes.get_object() if notes is not None else None
    if isinstance(notes, ArrayObject):
        kept = [note for note in notes if note.get_object().get("/Subtype") not in _NO_NOTES]
        for note in kept:
            for key in _OF_NOTES:
                note.get_object().pop(key, None)
        found[NameObject("/Annots")] = ArrayObject(kept)
    if isinstance(found, StreamObject) and found.get("/Subtype") == "/Image":
        _clean_picture(found)


def _clean_picture(found: StreamObject) -> None:
    packed = found.get("/Filter")
    filters = [str(each) for each in packed] if isinstance(packed, ArrayObject) else [str(packed)]
    if not {_JPEG, _JPEG_2000} & set(filters):
        return
    if len(filters) != 1:
        raise ValueError("a picture is packed twice")
    raw: Any = found._data  # noqa: SLF001 - the bytes as they are packed; decoded and packed again they would lose
    found._data = b"".join(_jpeg(raw) if filters == [_JPEG] else _jpeg_2000(raw))  # noqa: SLF001


def _jpeg(data: bytes) -> Iterator[bytes]:
    """A JPEG's segments without comments and what applications wrote; JFIF's and Adobe's say how to show it."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    yield data[:2]
    at = 2
    while data[at + 1] != 0xDA:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if data[at] != 0xFF or length < 2 or len(segment) != 2 + length:
            raise ValueError("a JPEG is cut off")
        told = 0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE) or (marker == 0xE0 and segment[4:8] != b"JFIF")
        if not told:
            yield segment
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    yield data[at : end + 2 if end > at else None]


def _jpeg_2000(data: bytes) -> Iterator[bytes]:
    """A JPEG 2000 picture's boxes without those that say things about it; a bare codestream as it is."""
    if data[:4] == b"\xff\x4f\xff\x51":
        yield data
        return
    at = 0
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        size = int.from_bytes(data[at + 8 : at + 16], "big") if length == 1 else length or len(data) - at
        if size < 8 or at + size > len(data):
            raise ValueError("a JPEG 2000 picture is cut off")
        if kind not in _UNTOLD:
            yield data[at : at + size]
        at += size


def main() -> None:
    """Read a PDF from standard input and write it clean; any fault ends with a traceback and status 1."""
    sys.stdout.buffer.write(clean_paper(read_bounded()))


if __name__ == "__main__":
    main()
