"""How the words hold: denied, conditional, announced for later, reported by others, weakened; the first that fits."""

from __future__ import annotations

from dataclasses import dataclass, field

from clearway.reading.catalogue import Catalogue, Marker, Rule
from clearway.reading.clauses import Clause
from clearway.reading.model import AnnouncementKind, Modality, Span
from clearway.reading.pattern import Found
from clearway.reading.tokens import Page

_ORDER = (Modality.NEGATED, Modality.CONDITIONAL, Modality.PLANNED, Modality.REPORTED_BY_OTHER)
_CLAUSE_OPENS = 2
"""So many words behind «التي» stands the verb of its clause."""
_TOLD = frozenset({AnnouncementKind.OPERATION, AnnouncementKind.CONTROL, AnnouncementKind.CIVILIANS})
"""What is told as going on does not hang on a condition of another clause, unless it is only planned."""
_ORDERS = frozenset({"closure", "evacuation", "corridor.requested"})
"""An order or appeal was made, whoever tells of it."""


@dataclass
class Marked:
    """The markers of one clause, and what they do to a fact whose key word is ``key``."""

    page: Page
    found: list[tuple[Marker, Found, bool]] = field(default_factory=list)

    def effects(self, key: int, rule: Rule, *, negation_inside: tuple[int, int]) -> dict[str, Marker]:
        """The effects that reach the word of a fact that ``rule`` found, by name."""
        kind = rule.kind
        reached: dict[str, Marker] = {}
        elsewhere: Marker | None = None
        for marker, place, own in self.found:
            if marker.kinds and not marker.kinds & rule.states:
                continue
            if not own and marker.reach != "sentence":
                continue
            inside = negation_inside[0] <= place.start < negation_inside[1]
            if marker.effect == "negated" and marker.reach == "after" and inside:
                continue
            if _reaches(marker, place, key) and not self._barred(marker, place, key):
                if marker.effect == "conditional" and not own and kind in _TOLD:
                    elsewhere = elsewhere or marker
                else:
                    reached.setdefault(marker.effect, marker)
        if elsewhere is not None and "planned" in reached:
            reached.setdefault("conditional", elsewhere)
        return reached

    def _barred(self, marker: Marker, place: Found, key: int) -> bool:
        """A denial does not reach over "until": «لا عودة قبل تطهيره» denies the return, not the clearing."""
        if marker.effect not in ("negated", "planned", "silenced") or marker.reach != "after":
            return False
        barrier = self.page.lexicon.bit("barrier_plan" if marker.effect == "planned" else "barrier")
        behind = place.end if place.key == place.start else place.start + 1
        until = key + 1 if marker.effect == "silenced" else key
        if marker.effect == "planned" and self._of_another(behind, key):
            return True
        return any(mask & barrier for mask in self.page.masks[behind:until])

    def _of_another(self, behind: int, key: int) -> bool:
        """«يستعد لمغادرة المدينة التي يسيطر عليها …»: what a relative clause tells is so already."""
        relative = self.page.lexicon.bit("relative")
        return any(mask & relative for mask in self.page.masks[max(behind, key - _CLAUSE_OPENS) : key])

    def hedge(self, page: Page) -> Span | None:
        """The words that weaken what the clause says."""
        for marker, place, own in self.found:
            if own and marker.effect == "hedged":
                words = page.words(place.start, place.end)
                return Span(page.starts[place.start], page.ends[place.end - 1], words)
        return None


def _reaches(marker: Marker, place: Found, key: int) -> bool:
    if marker.reach == "after":
        return place.start <= key < place.end + marker.within
    if marker.reach == "before":
        return key < place.start <= key + marker.within
    return True


def mark(page: Page, catalogue: Catalogue, clause: Clause, sentence: tuple[int, int]) -> Marked:
    """The markers that stand in a clause, or in its sentence where they reach that far."""
    marked = Marked(page)
    sentence_mask = 0
    for index in range(*sentence):
        sentence_mask |= page.masks[index]
    for marker in catalogue.markers:
        wide = marker.reach == "sentence"
        low, high = sentence if wide else (clause.low, clause.high)
        mask = sentence_mask if wide else clause.mask
        if any(cue.possible(mask) and any(True for _ in cue.find(page.masks, low, high)) for cue in marker.unless):
            continue
        for cue in marker.cues:
            if cue.possible(mask):
                for place in cue.find(page.masks, low, high):
                    marked.found.append((marker, place, clause.low <= place.start < clause.high))
    return marked


def modality_of(rule: Rule, clause: Clause, effects: dict[str, Marker]) -> Modality:
    """The first modality that fits, by the markers and by who says it."""
    if clause.denied and "asserted" not in effects:
        return Modality.NEGATED
    for modality in _ORDER[:3]:
        if modality in effects:
            return modality
    if "asserted" in effects or rule.states & _ORDERS:
        return Modality.ASSERTED
    if clause.claimed or clause.speech.unnamed or Modality.REPORTED_BY_OTHER in effects:
        return Modality.REPORTED_BY_OTHER
    return Modality.ASSERTED
