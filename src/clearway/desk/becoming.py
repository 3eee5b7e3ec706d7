"""What an officer may make of the words of an announcement: the table of kinds and how the words hold.

Firm words are asserted or planned and not weakened ("to a large degree"). Weak words are weakened, conditional, or
reported by another: they may tighten, on the officer's word and with his reasons, and never loosen. Words that deny
change nothing.

============  ==========================  =============================  ======================================
announcement  firm                        weak                           denied, or in any other state
============  ==========================  =============================  ======================================
closure       ``closure``                 kept; ``closure`` with reasons kept
evacuation    ordered, advised:           kept; ``closure`` with reasons kept; in another state (requested,
              ``closure``                                                planned …) as weak words
hazard        ``indication``, or          kept; both with reasons        kept
              ``hazardous_area``
operation     started, ongoing:           kept; ``hostilities`` with     kept; planned as weak words; ended: kept
              ``hostilities``             reasons
reopening     asserted and reopened:      kept                           kept (planned: nothing is open yet)
              ``reopening``
corridor      offered, opened:            kept                           kept (requested, refused, used, closed)
              ``corridor``
clearance     kept; a search goes in with kept                           kept
              the form of those who
              searched (``search``)
control       kept                        kept                           kept
casualties    kept                        kept                           kept
civilians     ``civilians_report``        ``civilians_report``           ``civilians_report``
============  ==========================  =============================  ======================================

*Kept* is a claim: the words, who said them, the numbers in them, no ground. Where civilians are is never a public
claim: whatever is said of them is a report in the restricted log, with or without ground. Every record about ground
takes the officer's own ground. A reopening takes a second person, a corridor the consent of all parties: those rules
are elsewhere and hold for whatever is confirmed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clearway.reading.model import AnnouncementKind, Modality, ReadDraft

Topic = Literal["control", "casualties", "access", "other"]

TOPICS: dict[AnnouncementKind, Topic] = {
    AnnouncementKind.CONTROL: "control",
    AnnouncementKind.CASUALTIES: "casualties",
    AnnouncementKind.CLOSURE: "access",
    AnnouncementKind.REOPENING: "access",
    AnnouncementKind.EVACUATION: "access",
    AnnouncementKind.CORRIDOR: "access",
}
"""What a claim that is kept of these words is about; ``other`` for the rest."""

_WEAK = frozenset({Modality.CONDITIONAL, Modality.REPORTED_BY_OTHER})
_FIRM_STATES = {
    AnnouncementKind.EVACUATION: frozenset({"ordered", "advised"}),
    AnnouncementKind.OPERATION: frozenset({"started", "ongoing"}),
}
_TIGHTENING = {
    AnnouncementKind.CLOSURE: ("closure",),
    AnnouncementKind.EVACUATION: ("closure",),
    AnnouncementKind.HAZARD: ("indication", "hazardous_area"),
    AnnouncementKind.OPERATION: ("hostilities",),
}


@dataclass(frozen=True, slots=True)
class Becoming:
    """The kinds of record that may be made of a draft, the usual one first; none where the words are only kept.

    ``weak`` says that keeping is the usual thing, and that a record takes the officer's reasons.
    """

    kinds: tuple[str, ...] = ()
    weak: bool = False


def becoming(draft: ReadDraft) -> Becoming:
    """What may be made of a draft, by the table above."""
    kind, modality = draft.kind, draft.modality
    if kind is AnnouncementKind.CIVILIANS:
        return Becoming(("civilians_report",))
    if modality is Modality.NEGATED:
        return Becoming()
    weak = modality in _WEAK or draft.hedge is not None
    if kind in _TIGHTENING:
        return _tightening(draft, weak)
    if weak:
        return Becoming()
    if kind is AnnouncementKind.REOPENING and modality is Modality.ASSERTED and draft.state == "reopened":
        return Becoming(("reopening",))
    if kind is AnnouncementKind.CORRIDOR and draft.state in ("offered", "opened"):
        return Becoming(("corridor",))
    return Becoming()


def _tightening(draft: ReadDraft, weak: bool) -> Becoming:
    states = _FIRM_STATES.get(draft.kind)
    if draft.kind is AnnouncementKind.OPERATION and draft.state == "ended":
        return Becoming()
    firm = states is None or draft.state in states
    return Becoming(_TIGHTENING[draft.kind], weak or not firm)
