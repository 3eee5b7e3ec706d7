"""Which letters the bytes are. UTF-8 is recognised by its form; Windows-1256 only where common Arabic words prove it.

A wrong guess would put other letters into a signed statement, so what is not clear is asked back.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from clearway.problems import refuse

ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16", "windows-1256": "cp1256", "iso-8859-6": "iso8859-6"}
"""The encodings that may be asked for, with Python's names."""

_DECLARED = {
    **{codecs.lookup(codec).name: (name, codec) for name, codec in ENCODINGS.items()},
    # The web reads every declaration of these as Windows-1252.
    **dict.fromkeys(("cp1252", "iso8859-1", "ascii"), ("windows-1252", "cp1252")),
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_COMMON = frozenset(
    "في من على إلى الى أن ان إن التي الذي عن مع هذا هذه بعد قبل كل لا أو تم كما قال وقال كان بين حتى أي لم".split()  # noqa: SIM905
)
_WORD = re.compile(r"\w+")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{1,40})""")
_HEAD = 4096


def decode(data: bytes, *, asked: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """The letters of ``data`` and the name of their encoding; a byte order mark is taken away.

    ``asked`` is what the person says, ``declared`` what the file says of itself; UTF-8 that is whole goes before what
    a file declares. Refused: ``intake.wrong_encoding``, ``intake.encoding_unclear``.
    """
    if asked is not None:
        return _strictly(data, asked, ENCODINGS[asked])
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name, codec)
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        pass
    by_words = proven_by_words(data)
    known = _DECLARED.get(_python_name(declared)) if declared else None
    if known is not None and by_words in (None, known[0]):
        return _strictly(data, *known)
    if by_words is None or declared is not None:
        refuse("intake.encoding_unclear", possible=", ".join(ENCODINGS))
    return _strictly(data, by_words, ENCODINGS[by_words])


def declared_in(data: bytes) -> str | None:
    """The encoding that a page or an XML document declares at its head."""
    found = _XML.search(data[:_HEAD]) or _META.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def proven_by_words(data: bytes) -> str | None:
    """Windows-1256 or ISO 8859-6 where the commonest Arabic words stand there in the one and not in the other."""
    names = ("windows-1256", "iso-8859-6")
    seen = {name: _common_words(data, ENCODINGS[name]) for name in names}
    for name, other in (names, names[::-1]):
        if len(seen[name]) >= 3 and seen[name].total() >= 3 * max(seen[other].total(), 1):
            return name
    return None


def _common_words(data: bytes, codec: str) -> Counter[str]:
    """The common words in ``data``; none where most of what is not ASCII is no Arabic letter."""
    text = data.decode(codec, "replace")
    beyond = [char for char in text if char > "\x7f"]
    if sum("\u0600" <= char <= "\u06ff" for char in beyond) < 0.9 * len(beyond):
        return Counter()
    return Counter(word for word in _WORD.findall(text) if word in _COMMON)


def _python_name(declared: str) -> str:
    try:
        return codecs.lookup(declared).name
    except LookupError:
        return declared


def _strictly(data: bytes, name: str, codec: str) -> tuple[str, str]:
    try:
        return data.decode(codec).removeprefix("\ufeff"), name
    except UnicodeDecodeError as error:
        return refuse("intake.wrong_encoding", encoding=name, position=error.start)
