"""Which facts of a clause are told for their own sake, and which of its words tell them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clearway.reading.catalogue import Rule
from clearway.reading.clauses import Clause
from clearway.reading.lexicon import COMMA, MARK, PLACE
from clearway.reading.model import AnnouncementKind
from clearway.reading.pattern import Found
from clearway.reading.scope import Marked
from clearway.reading.tokens import Page

_ALWAYS = (AnnouncementKind.CASUALTIES, AnnouncementKind.CLEARANCE)
_TOLD_WITH: dict[str, tuple[AnnouncementKind, ...]] = {
    "returning": (AnnouncementKind.CLOSURE,),
    "trapped": (AnnouncementKind.EVACUATION,),
    "displaced": (AnnouncementKind.CASUALTIES,),
}
_PARTED = frozenset(
    {
        AnnouncementKind.OPERATION,
        AnnouncementKind.CONTROL,
        AnnouncementKind.CASUALTIES,
        AnnouncementKind.CIVILIANS,
    }
)
_RELATIVE = frozenset({"والتي", "والذي"})
"""«…، والتي أوقعت قتلى»: an aside on fighting that goes on, not what one attack led to."""


_THEIRS = ("ه", "ها", "هم", "هما", "هن")


@dataclass
class Hit:
    """What the rules found of one kind and state in one clause."""

    rules: list[Rule]
    found: list[Found]
    low: int = 0
    high: int = 0

    @property
    def start(self) -> int:
        """The first word of the first cue."""
        return min(found.start for found in self.found)

    @property
    def end(self) -> int:
        """The word after the last cue."""
        return max(found.end for found in self.found)

    @property
    def kind(self) -> AnnouncementKind:
        """The kind of fact that its rules find."""
        return self.rules[0].kind


Heard = tuple[Clause, Marked, list[Hit]]
"""The facts that were found in a clause, with the markers that stand there."""


def speaking(hits: list[Hit]) -> list[Hit]:
    """Without fighting that is only told as the manner in which somebody was killed or a place was taken."""
    hits = [hit for hit in hits if not any(_told_with(hit, other) for other in hits)]
    return [hit for hit in hits if not any(_manner_of(hit, other) for other in hits)]


def _manner_of(hit: Hit, other: Hit) -> bool:
    """Whether a fight is named behind, or with, what it led to: people killed, a place taken, an area cleared."""
    fight = hit.kind is AnnouncementKind.OPERATION and all(rule.weak for rule in hit.rules)
    stated = not all(rule.weak for rule in other.rules)
    return fight and stated and other.kind in _ALWAYS


def _told_with(hit: Hit, other: Hit) -> bool:
    """Whether people are spoken of only because of another fact: taken out, killed, kept from returning."""
    if hit.kind is not AnnouncementKind.CIVILIANS:
        return False
    with_kinds = _TOLD_WITH.get(hit.rules[0].state or "", ())
    return other.kind in with_kinds and (other.start < hit.start or hit.rules[0].state == "trapped")


def told(page: Page, heard: list[Heard]) -> list[Heard]:
    """Without attacks whose outcome follows: «هجوم أدى إلى مقتل ستة» is one fact, the loss.

    An attack of a named place that is told with its own verb is a fact beside what it led to.
    """
    for number, (clause, _, hits) in enumerate(heard):
        for hit in [each for each in hits if each.kind is AnnouncementKind.OPERATION]:
            if _of_a_place(page, hit):
                continue
            loss = next(_losses(page, heard[number : number + 2], clause, hit), None)
            if loss is not None:
                hits.remove(hit)
                loss.low = min(loss.low, hit.low)
    return heard


def _of_a_place(page: Page, hit: Hit) -> bool:
    """Whether an attack is told with a verb of its own and of a place."""
    return not all(rule.weak for rule in hit.rules) and any(mask & PLACE for mask in page.masks[hit.start : hit.high])


def _losses(page: Page, near: list[Heard], clause: Clause, hit: Hit) -> Iterator[Hit]:
    """The losses that an attack led to, behind it in its sentence."""
    outcome = page.lexicon.bit("outcome")
    for other, _, hits in near:
        if page.sentences[other.sentence][0] > page.sentences[clause.sentence][1]:
            continue  # a stop stands between; text without punctuation is parted without one
        for loss in hits:
            if loss.kind is not AnnouncementKind.CASUALTIES or loss.rules[0].modality is not None:
                continue
            led = next((each for each in range(hit.start + 1, loss.end) if page.masks[each] & outcome), None)
            if led is None or page.forms[led - 1].even in _RELATIVE:
                continue
            if any(found.start >= led and not _said_between(page, led, found.start) for found in loss.found):
                yield loss


def _said_between(page: Page, low: int, high: int) -> bool:
    """«أدى القصف إلى دمار وأشار إلى إصابة سبعة»: somebody says something else."""
    bit = page.lexicon.bit
    saying = bit("say") | (bit("saying") if page.lexicon.joined else 0)
    return any(mask & saying for mask in page.masks[low:high])


def part(page: Page, hit: Hit, others: list[Hit]) -> None:
    """Fighting, control, harm and people on the move: their words end where those of another kind of fact begin."""
    if hit.kind not in _PARTED:
        return
    for other in others:
        if other.kind is hit.kind or (
            hit.kind is AnnouncementKind.CASUALTIES and other.kind is AnnouncementKind.HAZARD
        ):
            continue  # «قتل أربعة بانفجار ألغام زرعها المسلحون في القرية»: what killed them, and where
        if other.start >= hit.end:
            turn = _turn(page, hit.end, other.start)
            hit.high = hit.high if turn is None else min(hit.high, turn)
            while page.masks[hit.high - 1] & MARK:
                hit.high -= 1
        elif other.end <= hit.start:
            turn = _turn(page, other.end, hit.start)
            hit.low = hit.low if turn is None else max(hit.low, turn)


def _turn(page: Page, low: int, high: int) -> int | None:
    """The word between two facts at which the second begins: behind a comma, «بعد», «التي», or a verb with «و»."""
    bit = page.lexicon.bit
    turns, tells = bit("turn"), bit("tells") if page.lexicon.joined else 0
    for index in range(high, low - 1, -1):
        joined = page.forms[index].even[:1] == "و" and page.forms[index].front[:1] == "و"
        if page.masks[index] & turns or page.masks[index - 1] & COMMA or (joined and page.masks[index] & tells):
            return index
    return None


def known_loss(page: Page, hit: Hit) -> bool:
    """Whether those who were harmed are spoken of as known: «مقتلهم», «استشهاده», «القتلى هم …», «المدنيون قتلوا»."""
    if hit.kind is not AnnouncementKind.CASUALTIES or not page.lexicon.joined:
        return False
    bit = page.lexicon.bit
    harmed = bit("killing") | bit("hurting")
    for index in range(hit.start, hit.end):
        word = page.words(index, index + 1)
        if page.masks[index] & harmed and word.endswith(_THEIRS):
            return True
        following = page.masks[index + 1] & harmed if index + 1 < hit.end else 0
        who = page.masks[index] & (bit("dead") | bit("hurt") | bit("person_word") | bit("civilian"))
        today = index + 1 < hit.end and page.masks[index] & bit("dead") and page.masks[index + 1] & bit("today")
        if today or (word.startswith("ال") and who and (following or page.masks[index] & bit("dead"))):
            return True
    return False


def holders(page: Page, hit: Hit) -> frozenset[str]:
    """Which sides the words of a fact name: forces, or fighters."""
    force, fighter = page.lexicon.bit("force"), page.lexicon.bit("fighter")
    named = (mask & fighter or mask & force for mask in page.masks[hit.low : hit.high])
    return frozenset("fighter" if bits & fighter else "force" for bits in named if bits)
