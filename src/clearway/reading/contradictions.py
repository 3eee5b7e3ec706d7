"""Which two facts cannot both be so: a list of rules over pairs of drafts about the same place.

A contradiction is a thing to look at, never a verdict: places change hands and roads reopen, so each pair is shown with
both its times. Each rule has its meaning, a pair that it finds and a pair that it must not; both are tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clearway.reading.letters import even
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft, Reading

_SAID_SO = frozenset({Modality.ASSERTED, Modality.REPORTED_BY_OTHER})
_COUNTED = ("killed", "injured", "devices")

K = AnnouncementKind
Fact = tuple[AnnouncementKind, str | None]


@dataclass(frozen=True, slots=True)
class Opposed:
    """A rule: where one side states one of ``facts`` and the other one of ``against``, they differ."""

    id: str
    meaning: str
    facts: frozenset[Fact]
    against: frozenset[Fact]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two drafts, of a text and of an earlier one, and the rule by which they differ."""

    rule: str
    draft: ReadDraft
    earlier: ReadDraft


def _facts(kind: AnnouncementKind, *states: str | None) -> frozenset[Fact]:
    return frozenset((kind, state) for state in states)


OPPOSED: tuple[Opposed, ...] = (
    Opposed(
        "closed-and-open",
        "One says that a place is closed, the other that it is open again.",
        _facts(K.CLOSURE, "in_force", "extended", None),
        _facts(K.REOPENING, "reopened"),
    ),
    Opposed(
        "searched-and-dangerous",
        "One says that a place has been searched or cleared, the other that explosives are there.",
        _facts(K.CLEARANCE, "finished"),
        _facts(K.HAZARD, "planted", None),
    ),
    Opposed(
        "passable-and-not",
        "One says that people can leave by a corridor, the other that it is refused or closed.",
        _facts(K.CORRIDOR, "opened", "used"),
        _facts(K.CORRIDOR, "refused", "closed"),
    ),
    Opposed(
        "fighting-and-ended",
        "One says that an operation goes on, the other that it has ended.",
        _facts(K.OPERATION, "started", "ongoing"),
        _facts(K.OPERATION, "ended"),
    ),
    Opposed(
        "people-and-none",
        "One says that civilians are in a place, the other that none are.",
        _facts(K.CIVILIANS, "present", "trapped"),
        _facts(K.CIVILIANS, "denied"),
    ),
    Opposed(
        "left-and-could-not",
        "One says that people were brought out, the other that they were kept from leaving.",
        _facts(K.EVACUATION, "carried_out"),
        _facts(K.EVACUATION, "blocked"),
    ),
    Opposed(
        "held-and-left",
        "One says that somebody holds a place, the other that he has left it.",
        _facts(K.CONTROL, "controls"),
        _facts(K.CONTROL, "withdrew"),
    ),
)
DENIED = "said-and-denied"
"""The same kind and state, asserted by one and denied by the other."""
COUNTS = "other-numbers"
"""The same kind on the same day, with another exact number of the same thing."""

RULES: tuple[str, ...] = (*(rule.id for rule in OPPOSED), DENIED, COUNTS)


def contradictions(reading: Reading, earlier: Reading) -> Iterator[Contradiction]:
    """The pairs of a text's drafts and an earlier text's that cannot both be so, about a place that both name."""
    for draft in reading.drafts:
        for other in earlier.drafts:
            rule = _rule(draft, other, reading, earlier) if _same_place(draft, other) else None
            if rule is not None:
                yield Contradiction(rule, draft, other)


def _rule(draft: ReadDraft, other: ReadDraft, reading: Reading, earlier: Reading) -> str | None:
    if draft.kind is other.kind and {draft.modality, other.modality} == {Modality.NEGATED, Modality.ASSERTED}:
        return DENIED if draft.state == other.state else None
    if draft.modality not in _SAID_SO or other.modality not in _SAID_SO or draft.hedge or other.hedge:
        return None
    one, two = (draft.kind, draft.state), (other.kind, other.state)
    for rule in OPPOSED:
        if (one in rule.facts and two in rule.against) or (two in rule.facts and one in rule.against):
            return rule.id
    return COUNTS if draft.kind is other.kind and _counts_differ(draft, other, reading, earlier) else None


def _same_place(draft: ReadDraft, other: ReadDraft) -> bool:
    ids, others = ({each for named in one.places for each in named.places} for one in (draft, other))
    if ids & others:
        return True
    words, theirs = ({_spelled(n.span.words) for n in one.places if not n.places} for one in (draft, other))
    return bool(words & theirs)


def _spelled(words: str) -> str:
    return " ".join(even(word) for word in words.split())


def _counts_differ(draft: ReadDraft, other: ReadDraft, reading: Reading, earlier: Reading) -> bool:
    days = (_day(draft, reading), _day(other, earlier))
    if days[0] is None or days[0] != days[1]:
        return False
    for name in _COUNTED:
        if name in draft.counts.qualifiers or name in other.counts.qualifiers:
            continue
        one, two = getattr(draft.counts, name), getattr(other.counts, name)
        if one is not None and two is not None and one != two:
            return True
    return False


def _day(draft: ReadDraft, reading: Reading) -> str | None:
    if draft.time is not None:
        return draft.time.iso
    return reading.published.isoformat() if reading.published else None
