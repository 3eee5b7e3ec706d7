"""All places of a workspace, found by id, by any usual spelling, or in running text."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from clearway.places.mentions import Mention, Mentions
from clearway.places.place import Place
from clearway.places.spelling import loosened, skeleton, spelled
from clearway.problems import refuse

_SUGGESTIONS = 4
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


@dataclass(frozen=True)
class Gazetteer:
    """Some places, each id once."""

    places: tuple[Place, ...] = ()
    _by_id: Mapping[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {place.id: place for place in self.places})

    # --- looking up ------------------------------------------------------------------------------------------------

    def find_by_id(self, place_id: str) -> Place | None:
        """The place with exactly this id."""
        return self._by_id.get(place_id)

    def find_places(self, words: str) -> tuple[Place, ...]:
        """Every place that ``words`` (an id or a name) may mean: none, one, or several that share the name.

        Looser forms (حي الصابري, Alsabri) are tried only where nothing has the name itself; an unattested
        romanisation finds nothing, see ``suggestions``.
        """
        exact = self._by_id.get(words.strip())
        if exact is not None:
            return (exact,)
        key = spelled(words)
        if key in self._by_spelling:
            return self._by_spelling[key]
        found: dict[str, Place] = {}
        for each in (key, *sorted(loosened(words))):
            same = (*self._by_spelling.get(each, ()), *self._by_looser.get(each, ()))
            found.update((place.id, place) for place in same)
        return tuple(found.values())

    def get_place(self, words: str) -> Place:
        """The one place that ``words`` (an id or a name) mean.

        Raises ``Refused``: ``place.ambiguous`` with the candidates and how they differ, ``place.unknown`` with the
        nearest spellings, ``place.none_listed``.
        """
        if not self.places:
            refuse("place.none_listed", words=words)
        same = self.find_places(words)
        if len(same) > 1:
            refuse(
                "place.ambiguous",
                words=words,
                candidates=", ".join(place.id for place in same),
                candidates_en="; ".join(_described(place, "en") for place in same),
                candidates_ar="؛ ".join(_described(place, "ar") for place in same),
            )
        if not same:
            refuse("place.unknown", words=words, suggestions=", ".join(self.suggestions(words)))
        return same[0]

    def suggestions(self, words: str) -> list[str]:
        """Ids of the places spelled most alike, best first: those of the same consonants, then the nearest letters."""
        key = spelled(words)
        same = self._by_skeleton.get(skeleton(words), ())
        alike = sorted(same, key=lambda each: -difflib.SequenceMatcher(None, key, each).ratio())
        near = difflib.get_close_matches(key, list(self._by_spelling), n=2 * _SUGGESTIONS, cutoff=0.5)
        ids = dict.fromkeys(place.id for each in (*alike, *near) for place in self._by_spelling[each])
        return list(ids or self._by_id)[:_SUGGESTIONS]

    def inside(self, place_id: str) -> tuple[Place, ...]:
        """Every place that lies within this one by what the files say, directly or through others."""
        around = {place_id}
        found: dict[str, Place] = {}
        while around:
            layer = [place for place in self.places if place.within in around and place.id not in found]
            found.update((place.id, place) for place in layer)
            around = {place.id for place in layer}
        return tuple(found.values())

    # --- reading ---------------------------------------------------------------------------------------------------

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every place named in ``text``, in order, none over another, each with the ids of all places of that name.

        ``start`` and ``end`` are code points of ``text`` as given; the span is the name as it stands there with its
        article, without proclitics and without a generic noun before it: of «بالقوارشة» it is «القوارشة», of
        «والقوارشة» «القوارشة», of «للصابري» (where the article has lost its letter) «صابري», of «حي الصابري»
        «الصابري»; but «حي الزيتون» where that is the whole name. Names match whole words only, the longest first, in
        any usual spelling (marks, hamzas, ة or ه, بو عطني or أبوعطني, al-Sabri or El Sabri), through single hyphens,
        quotation marks and brackets, never over other punctuation.

        A spelling that is an everyday word (``Place.ordinary``: البركة, المساكن) is found only behind a noun that
        makes it a place (حي, منطقة, أحياء, محور; in English before district, area, …), or in a list behind another
        place. Nothing here knows people: a surname (الهواري, السلماني) is found as the place it also is, and the
        caller decides by what stands before it. An unknown place is not found. Time grows with the text's length.
        """
        return self._mentions.find(text)

    @cached_property
    def _mentions(self) -> Mentions:
        return Mentions(self.places)

    @cached_property
    def _by_spelling(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, dict[str, Place]] = {}
        for place in self.places:
            names = (*place.names, place.id, place.id.rpartition("/")[2])
            for spelling in {spelled(name) for name in names} - {""}:
                found.setdefault(spelling, {})[place.id] = place
        return {spelling: tuple(same.values()) for spelling, same in found.items()}

    @cached_property
    def _by_looser(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, dict[str, Place]] = {}
        for place in self.places:
            for spelling in {form for name in place.names for form in loosened(name)} - _ordinary(place):
                found.setdefault(spelling, {})[place.id] = place
        return {spelling: tuple(same.values()) for spelling, same in found.items()}

    @cached_property
    def _by_skeleton(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for spelling in self._by_spelling:
            found.setdefault(skeleton(spelling), []).append(spelling)
        found.pop("", None)
        return {consonants: tuple(same) for consonants, same in found.items()}


def _ordinary(place: Place) -> frozenset[str]:
    return frozenset(spelled(name) for name in place.ordinary)


def _described(place: Place, lang: str) -> str:
    """How a place differs from others of its name: id, kind, position, note."""
    parts = [place.kind.name_in(lang)]
    if place.centre is not None:
        lon, lat = (f"{each / 10_000_000:.5f}" for each in place.centre)
        parts.append(_kept(f"{lon}, {lat}", lang))
    if place.note(lang):
        parts.append(place.note(lang))
    return f"{_kept(place.id, lang)} ({('، ' if lang == 'ar' else ', ').join(parts)})"


def _kept(text: str, lang: str) -> str:
    """Ids and numbers in Arabic keep their order."""
    return f"{_LEFT_TO_RIGHT}{text}{_END}" if lang == "ar" else text
