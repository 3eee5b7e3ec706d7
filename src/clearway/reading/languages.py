"""Which language words are in: by their letters, and where several catalogues share letters, by the words they know."""

from __future__ import annotations

from clearway.reading.catalogue import LANGUAGES, load_catalogue
from clearway.reading.lexicon import CAPITAL, MARK, NUMBER
from clearway.reading.tokens import build_page

_ENOUGH = 4_000
"""Code points that tell a language."""


def language_of(words: str) -> str:
    """The language of the catalogue that fits best. Of words without letters: the first."""
    arabic = sum("\u0600" <= char <= "\u06ff" for char in words)
    latin = sum(char.isascii() and char.isalpha() for char in words)
    fitting = [lang for lang in LANGUAGES if is_written_from_right(lang) == (arabic >= latin)]
    return fitting[0] if len(fitting) == 1 else max(fitting or LANGUAGES, key=lambda lang: _known(words, lang))


def is_written_from_right(lang: str) -> bool:
    """Whether a language is written from right to left."""
    return load_catalogue(lang).lexicon.joined


def _known(words: str, lang: str) -> int:
    page = build_page(words[:_ENOUGH], load_catalogue(lang).lexicon)
    return sum(1 for mask in page.masks if mask & ~(CAPITAL | MARK | NUMBER))
