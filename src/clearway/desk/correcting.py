"""Correcting: what an officer reads otherwise in a draft than the rules did, before a record is made of it. Pure.

A correction changes what the words are taken to say, never the words: the evidence stays, a place is words of the text,
and what weakens the words ("almost") stays with them. Where kind, state or modality is read otherwise, a record about
ground takes the officer's reasons (:mod:`clearway.desk.confirming`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import chain

from clearway.places import Gazetteer
from clearway.problems import refuse
from clearway.reading.catalogue import STATES
from clearway.reading.model import AnnouncementKind, Counts, Modality, PlaceNamed, ReadDraft, Reading, Span
from clearway.reading.reader import becomes

COUNTED = ("killed", "injured", "devices")
STATELESS = frozenset({AnnouncementKind.HAZARD, AnnouncementKind.CASUALTIES})
"""The kinds that may have no state."""

FIRMNESS = frozenset({"kind", "state", "modality"})
"""What decides which record may be made of a draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the officer reads otherwise; a field that is None stays as it was read.

    ``state`` goes with ``kind``: where a kind is given, its state is taken with it, None being none. ``places`` are
    words of the text, ``counts`` numbers by ``COUNTED``, None where none is said.
    """

    kind: AnnouncementKind | None = None
    state: str | None = None
    modality: Modality | None = None
    places: tuple[str, ...] | None = None
    counts: Mapping[str, int | None] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is read otherwise."""
        return all(getattr(self, each.name) is None for each in fields(self))


def correct(reading: Reading, number: int, correction: Correction, places: Gazetteer) -> Reading:
    """The reading with one of its drafts as the officer reads it; ``corrected`` names what differs.

    Refused: ``confirm.unknown_draft``, ``confirm.other_state``, ``confirm.not_in_text``.
    """
    draft = get_draft(reading, number)
    changed = _changed(reading, draft, correction, places)
    names = ("kind", "state", "modality", "places", "counts")
    corrected = tuple(name for name in names if getattr(changed, name) != getattr(draft, name))
    hedged = changed.hedge is not None
    settled = replace(
        changed,
        corrected=tuple(dict.fromkeys((*draft.corrected, *corrected))),
        becomes=becomes(changed.kind, changed.state, changed.modality, hedged=hedged),
    )
    return replace(reading, drafts=tuple(settled if each is draft else each for each in reading.drafts))


def get_draft(reading: Reading, number: int) -> ReadDraft:
    """The draft of this number. Refused: ``confirm.unknown_draft``."""
    found = next((draft for draft in reading.drafts if draft.number == number), None)
    return refuse("confirm.unknown_draft", number=number, count=len(reading.drafts)) if found is None else found


def states_of(kind: AnnouncementKind) -> tuple[str | None, ...]:
    """The states that a draft of this kind may be in; None where it may have none."""
    return (None, *STATES[kind]) if kind in STATELESS else STATES[kind]


def _changed(reading: Reading, draft: ReadDraft, correction: Correction, places: Gazetteer) -> ReadDraft:
    kind = correction.kind or draft.kind
    state = correction.state if correction.kind or correction.state else draft.state
    if state not in states_of(kind):
        possible = ", ".join(each or "-" for each in states_of(kind))
        refuse("confirm.other_state", kind=kind.value, state=state or "-", possible=possible)
    named = draft.places
    if correction.places is not None:
        wanted = [" ".join(words.split()) for words in correction.places]
        kept = {" ".join(each.span.words.split()): each for each in draft.places}
        named = tuple(kept.get(words) or _named(reading, draft, words, places) for words in wanted if words)
    counts = draft.counts if correction.counts is None else _counts(draft.counts, correction.counts)
    modality = correction.modality or draft.modality
    return replace(draft, kind=kind, state=state, modality=modality, places=named, counts=counts)


def _named(reading: Reading, draft: ReadDraft, words: str, places: Gazetteer) -> PlaceNamed:
    """The words as a place of the draft: where they stand nearest to its evidence."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    start = draft.evidence[0].start
    standing = re.finditer(pattern, reading.text)
    found = min(standing, key=lambda each: abs(each.start() - start), default=None)
    if found is None:
        refuse("confirm.not_in_text", words=words)
    span = Span(found.start(), found.end(), found[0])
    return PlaceNamed(span, tuple(place.id for place in places.find_places(words)))


def _counts(read: Counts, said: Mapping[str, int | None]) -> Counts:
    """The numbers with those of the officer; a number that he changed is no longer "about" anything."""
    numbers = {name: said.get(name, getattr(read, name)) for name in COUNTED}
    kept = {name: word for name, word in read.qualifiers.items() if numbers.get(name) == getattr(read, name, None)}
    return Counts(**numbers, qualifiers=kept)


READINGS = tuple(chain.from_iterable(((kind, state) for state in states_of(kind)) for kind in AnnouncementKind))
"""Every kind with every state that it may be in."""
