"""Names of places in running text: the longest first, whole words only, with proclitics set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from clearway.places.place import Place
from clearway.places.spelling import GENERIC, GENERIC_BEHIND, letters, normal_words, spelled, unglued, without_generic

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|[{_UNSEEN}'’‘`ʼʿʾ]+(?=[^\W_{_MARKS}]))*")
_GAP = re.compile(rf"[\s\-\u2010-\u2015()«»\"“”{_UNSEEN}]*")
_BETWEEN = re.compile(rf"[\s,،/{_UNSEEN}]*")
_POSSESSIVE = re.compile(r"['’]s$")
_LATIN = re.compile(r"[a-z]")
_LONE_ARTICLES = frozenset({"al", "el"})
_AND, _TO = "وف", "بكل"
_TRIGGERS = GENERIC | {
    spelled(noun)
    for noun in ("أحياء", "حيي", "حيا", "منطقتي", "منطقتا", "قريتي", "محور", "محاور", "محوري", "ضاحيتي", "ضواحي")
}
"""Nouns that make a place of the ordinary word behind them, spelled. Not مناطق or سكان: a country has them, too."""
_NOUNS_BEHIND = GENERIC_BEHIND | {"districts", "neighbourhoods", "neighborhoods", "areas", "quarters", "suburbs"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: ``text[start:end]`` in code points, and the ids of all places of that name."""

    start: int
    end: int
    places: tuple[str, ...]


class _Ordinary(IntEnum):
    """When a spelling is an everyday word, and so names a place only in context."""

    NEVER = 0
    WITHOUT_ARTICLE = 1
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a token: the ``letters`` that are left from ``offset`` on, and whether they had an article."""

    offset: int
    letters: str
    article: bool


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    raw: str
    letters: str
    readings: tuple[_Reading, ...]


class Mentions:
    """The names of some places, ready to be found in texts."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._names: dict[str, dict[str, _Ordinary]] = {}
        self._longest = 1
        for place in places:
            self._add(place)

    def _add(self, place: Place) -> None:
        ordinary = {spelled(name): _how(name) for name in place.ordinary}
        keys = {spelled(name): name for name in place.names}
        for key, name in keys.items():
            # «حي الصابري» is found as «الصابري»: the noun is no part of the name, or is its context.
            if key and without_generic(name) not in keys.keys() - {key}:
                self._names.setdefault(key, {})[place.id] = ordinary.get(key, _Ordinary.NEVER)
                self._longest = max(self._longest, len(_TOKEN.findall(name)) + 1)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every mention in ``text``, in order, none over another."""
        tokens = [_token(found) for found in _TOKEN.finditer(text)]
        mentions: list[Mention] = []
        index, ended = 0, -1
        while index < len(tokens):
            found = self._longest_at(text, tokens, index, after_name=ended == index)
            if found is None:
                index += 1
                continue
            mention, index = found
            mentions.append(mention)
            ended = index
        return tuple(mentions)

    def _longest_at(
        self, text: str, tokens: Sequence[_Token], first: int, *, after_name: bool
    ) -> tuple[Mention, int] | None:
        run = _run(text, tokens, first, self._longest)
        for count in range(len(run), 0, -1):
            rest = [token.letters for token in run[1:count]]
            behind = tokens[first + count] if first + count < len(tokens) else None
            for reading in run[0].readings:
                key = _joined([reading.letters, *rest])
                known = self._names.get(key) if key else None
                if known is None or not _begins_well(reading.letters, rest, text, run):
                    continue
                before = tokens[first - 1] if first else None
                listed = after_name and _BETWEEN.fullmatch(text, tokens[first - 1].end, run[0].start) is not None
                context = listed or _triggered(before, behind) or _numbered(run[:count])
                ids = _allowed(known, context=context, article=reading.article)
                if ids:
                    return Mention(run[0].start + reading.offset, run[count - 1].end, ids), first + count
        return None


def _how(name: str) -> _Ordinary:
    return (
        _Ordinary.ALWAYS if letters(name).startswith("ال") or _LATIN.match(letters(name)) else _Ordinary.WITHOUT_ARTICLE
    )


def _token(found: re.Match[str]) -> _Token:
    raw = _POSSESSIVE.sub("", found[0])
    return _Token(found.start(), found.start() + len(raw), raw, *_read(raw))


@lru_cache(maxsize=4096)  # words repeat, and taking them apart is most of the work
def _read(raw: str) -> tuple[str, tuple[_Reading, ...]]:
    plain = letters(raw)
    return plain, tuple(_readings(raw, plain))


def _run(text: str, tokens: Sequence[_Token], first: int, most: int) -> list[_Token]:
    """The token and those behind it that only spaces, hyphens, quotation marks or brackets part from it."""
    run = [tokens[first]]
    for token in tokens[first + 1 : first + most]:
        if _GAP.fullmatch(text, run[-1].end, token.start) is None:
            break
        run.append(token)
    return run


def _joined(words: list[str]) -> str:
    """The spelling of the words; empty if the last is only an article."""
    normal = normal_words(words)
    return "".join(normal) if normal[-1] else ""


def _begins_well(first: str, rest: Sequence[str], text: str, run: Sequence[_Token]) -> bool:
    """Whether a first word that drops out is an article: al-, el-, or another one with a hyphen («at Tika» is none)."""
    if not rest or normal_words([first, *rest])[0] or first in _LONE_ARTICLES or first == "ال":
        return True
    return text[run[0].end] in "-\u2010\u2011"


def _allowed(known: Mapping[str, _Ordinary], *, context: bool, article: bool) -> tuple[str, ...]:
    """The places meant; those that need context only with it, and never beside one that does not need it."""
    least = _Ordinary.WITHOUT_ARTICLE if article else _Ordinary.NEVER
    return tuple(known) if context else tuple(place for place, how in known.items() if how <= least)


def _triggered(before: _Token | None, behind: _Token | None) -> bool:
    if before is not None and any("".join(normal_words([r.letters])) in _TRIGGERS for r in before.readings):
        return True
    return behind is not None and behind.letters in _NOUNS_BEHIND


def _numbered(run: Sequence[_Token]) -> bool:
    """Whether a number makes a name with a capital behind it: 12 Blocks, unlike 12 blocks."""
    return len(run) > 1 and run[0].letters.isdigit() and run[1].raw[0].isupper()


def _readings(raw: str, plain: str) -> Iterator[_Reading]:
    """The token itself, then without و or ف, without ب, ك or ل, without both; of «لل» the second ل is the article's."""
    yield _Reading(0, plain, plain.startswith("ال"))
    if unglued(plain) != plain:
        yield _Reading(0, unglued(plain), article=True)
    if not plain or plain[0] not in _AND + _TO:
        return
    starts = _letter_starts(raw)
    if len(starts) != len(plain):  # a ligature: nothing is taken apart
        return
    skips = [1, 2] if plain[0] in _AND and plain[1:2] and plain[1] in _TO else [1]
    for skip in skips:
        rest = plain[skip:]
        to_the = plain[skip - 1] == "ل" and rest.startswith("ل")
        if len(rest) > 1:
            yield _Reading(starts[skip], rest, to_the or rest.startswith("ال"))
        if to_the and len(rest) > 2:
            yield _Reading(starts[skip + 1], rest[1:], article=True)


def _letter_starts(raw: str) -> list[int]:
    """Where in the token each of its letters stands."""
    return [at for at, char in enumerate(raw) if letters(char) and unicodedata.category(char) != "Mn"]
