"""An English sentence cut into clauses."""

from __future__ import annotations

from collections.abc import Iterator

from clearway.reading.clauses import Clause, Quotation
from clearway.reading.lexicon import CAPITAL, COMMA, NUMBER, OPEN
from clearway.reading.speakers_en import PASSIVE, EnglishSpeakers
from clearway.reading.speech import NOBODY, Speech, carried
from clearway.reading.tokens import Page

_TOLD_OF = frozenset({"a", "an", "in", "near", "around", "across"})
_AS_TOLD, _REACH = 8, 14
_CLAIM, _CLAIMED = frozenset({"claimed", "claim", "claims", "claiming"}), frozenset({"lives", "responsibility"})
_QUOTING = frozenset({"quoted", "quoting", "quotes", "citing", "cited", "cites"})


def begins_en(page: Page, index: int) -> int:
    """A function word with a capital begins a sentence."""
    bit = page.lexicon.bit
    mask = page.masks[index]
    function = bit("article") | bit("pronoun") | bit("phrase_end") | bit("break") | bit("break_after_comma")
    return 4 if mask & CAPITAL and mask & function and not mask & bit("weekday") else 0


class EnglishCutter:
    """Cuts English sentences: "X said that …", "…, X said", "according to X"."""

    def __init__(self, page: Page) -> None:
        bit = page.lexicon.bit
        self.page = page
        self.speakers = EnglishSpeakers(page)
        self.opening = CAPITAL | bit("article") | bit("title") | bit("role") | bit("organisation")
        self.say, self.according, self.keep = bit("say"), bit("according"), bit("say_kept")
        self.deny, self.claim, self.that = bit("deny"), bit("claim"), bit("that")
        self.states, self.people = bit("stated") | bit("verb") | bit("killing") | bit("hurting"), bit("civilian")
        self.said_when = bit("said_where") | bit("weekday") | bit("year_word") | NUMBER
        self.breaker, self.soft, self.participle = bit("break"), bit("break_after_comma"), bit("saying")
        self.last = NOBODY
        self.act, self.joining = bit("act"), bit("and")
        self.quoted = Quotation(page)
        self.within: list[Clause] = []
        self.spoke = -2

    def cut(self, number: int, low: int, high: int) -> Iterator[Clause]:
        """The clauses of one sentence; in a quotation they are said by whoever is named in it, else just before it."""
        going_on, begins, before = self.quoted.open_at(low), self.quoted.begins(low), self.last
        made = list(self._cut(number, low, high))
        said = next((clause.speech for clause in made if not clause.speech.empty), None)
        if begins or not going_on:
            self.within = []
        if said is not None:
            for earlier in self.within:
                earlier.speech = said
            self.within, self.spoke = [], number
        elif going_on:
            self.within += made
            if number - self.spoke == 1:
                self.spoke = number
                for clause in made:
                    clause.speech = before
        yield from made

    def _cut(self, number: int, low: int, high: int) -> Iterator[Clause]:
        starts = self._starts(low, high)
        made: list[Clause] = []
        speech, denied, claimed = NOBODY, False, False
        for begin, end in zip(starts, [*starts[1:], high], strict=True):
            clause = Clause(begin, end, begin, number, speech, denied, claimed)
            verb = next((each for each in range(begin, end) if self._speaks(each, end)), None)
            if verb is not None:
                speech = self._speak(clause, verb)
                denied, claimed = clause.denied, clause.claimed
                told_back = begin > low and verb + 1 < end and bool(self.page.masks[verb + 1] & COMMA)
                if clause.high - clause.body < 3 or verb == begin or told_back or not self._states(verb + 1, end):
                    for earlier in made:
                        if earlier.speech.empty:
                            earlier.speech, earlier.claimed = speech, claimed
            made.append(clause)
        for clause in made:
            marks = COMMA | OPEN
            while clause.body < clause.high and self.page.masks[clause.high - 1] & marks:
                clause.high -= 1
            while clause.body < clause.high and self.page.masks[clause.body] & marks:
                clause.body += 1
            for index in range(clause.low, clause.high):
                clause.mask |= self.page.masks[index]
        yield from (clause for clause in made if clause.high > clause.body)

    def _speaks(self, index: int, high: int) -> bool:
        """Whether somebody says something here.

        "The closure was announced" and "the district was declared a closed zone" say themselves what was; "the mosque
        where the caliphate was declared" tells of a place.
        """
        mask = self.page.masks[index]
        forms = self.page.forms
        passive = index > 0 and forms[index - 1].even in PASSIVE
        announced = mask & self.say and passive and (index + 1 >= high or forms[index + 1].even in _TOLD_OF)
        told_of = forms[index].even == "declared" and any(
            form.even == "where" for form in forms[max(0, index - _AS_TOLD) : index]
        )
        lives = forms[index].even in _CLAIM and any(form.even in _CLAIMED for form in forms[index : index + 6])
        return bool(mask & (self.say | self.according)) and not (announced or told_of or lives)

    def _starts(self, low: int, high: int) -> list[int]:
        masks = self.page.masks
        starts = [low]
        named_until = low
        for index in range(low + 1, high):
            after_comma = bool(masks[index - 1] & COMMA)
            quoted = bool(masks[index - 1] & OPEN and masks[index - 2] & COMMA)  # "…," the army said
            told = masks[index] & self.say or self._verb_of(index, high) > index
            tail = (after_comma or quoted) and told and self._names(starts[-1], index, high)
            soft = masks[index] & self.soft or (masks[index] & self.participle and self._adds(index, high))
            begins = masks[index] & self.breaker or (soft and after_comma) or tail or self._acts_too(starts[-1], index)
            if begins and index - starts[-1] > 2 and index >= named_until:
                starts.append(index)
                named_until = self._verb_of(index, high) + 1 if tail else index
        return starts

    def _saying(self, index: int, high: int) -> int | None:
        """The verb of saying within reach of a word."""
        return next(
            (each for each in range(index, min(high, index + _REACH)) if self.page.masks[each] & self.say), None
        )

    def _verb_of(self, index: int, high: int) -> int:
        """The verb of saying within reach of a word, with no other verb between; ``index`` if there is none."""
        masks, forms = self.page.masks, self.page.forms
        verb = self._saying(index, high)
        if verb is None:
            return index
        relative = any(form.even in ("who", "which", "whose") for form in forms[index:verb])
        return verb if relative or not any(mask & self.states for mask in masks[index:verb]) else index

    def _acts_too(self, low: int, index: int) -> bool:
        """Whether who did one thing did another: "sealed off a town, imposed a curfew and closed two crossings"."""
        masks = self.page.masks
        joined = masks[index - 1] & (COMMA | self.joining) and not masks[index - 2] & self.act
        return bool(joined and masks[index] & self.act and any(mask & self.act for mask in masks[low : index - 1]))

    def _names(self, low: int, index: int, high: int) -> bool:
        """Whether what begins at a word only names who said what stands before it."""
        return self._tail(index, high) or self._told_after(low, index, high)

    def _tail(self, index: int, high: int) -> bool:
        """Whether what follows a comma only names who said it: ", the army said."."""
        verb = self._saying(index, high)
        if verb is None:
            return False
        return high - verb <= 3 or (self._inverted(verb, high) if verb == index else self._only_told(verb, high))

    def _adds(self, index: int, high: int) -> bool:
        """Whether more is said: ", adding that …" and not ", adding to fears"."""
        return index + 1 < high and self.page.forms[index + 1].even not in ("to", "more", "another")

    def _told_after(self, low: int, index: int, high: int) -> bool:
        """Whether something was stated before the comma behind which somebody speaks: "The road is cut, X said …"."""
        verb = self._saying(index, high)
        if verb is None or any(self.page.masks[each] & COMMA for each in range(index, verb)):
            return False
        return verb > index and self._states(low, index)

    def _states(self, low: int, high: int) -> bool:
        """Whether words state something: a finite verb stands there, and not only in what is told of somebody."""
        masks, forms = self.page.masks, self.page.forms
        if any(form.even in ("who", "which", "whose", "that") for form in forms[low:high]):
            return any(masks[each] & self.that for each in range(low, high))
        return any(self._finite(each) for each in range(low, high))

    def _finite(self, index: int) -> bool:
        """Whether a word may be a finite verb: an auxiliary, a known form, or one in -ed that is no name."""
        mask = self.page.masks[index]
        return bool(mask & self.states) or (self.page.forms[index].even.endswith("ed") and not mask & CAPITAL)

    def _only_told(self, verb: int, high: int) -> bool:
        """Whether behind a verb of saying there is only when, where and to whom: "said on Sunday in a statement"."""
        masks, forms = self.page.masks, self.page.forms
        told = forms[verb].even == "told"
        for each in range(verb + 1, high):
            if masks[each] & (COMMA | self.breaker) or (masks[each] & self.soft and each > verb + 2):
                return each > verb + 1
            if not (masks[each] & (self.said_when | OPEN) or (told and masks[each] & CAPITAL)):
                return False
        return True

    def _inverted(self, verb: int, high: int) -> bool:
        """Whether who speaks stands behind the verb: "…, said Colonel X", not "X, the mayor, said the road was cut"."""
        for each in range(verb + 1, high):
            if self.page.masks[each] & COMMA or self.page.forms[each].even in ("who", "which", "whose"):
                break
            if self._finite(each):
                return False
        told = self.page.forms[verb].even == "told"  # "…, a citizen of …, told Reuters"
        if self.page.masks[verb] & self.keep and any(
            mask & self.people for mask in self.page.masks[verb + 1 : verb + 3]
        ):
            return False  # "the mayor, X, warned residents not to return"
        return not told and verb + 1 < high and bool(self.page.masks[verb + 1] & self.opening)

    def _speak(self, clause: Clause, verb: int) -> Speech:
        mask = self.page.masks[verb]
        after = verb + 1
        if mask & self.according:
            after = verb + 2 if self.page.forms[verb].even == "according" else after
            named, after = self.speakers.after(after, clause.high)
        elif self.page.forms[verb].even in _QUOTING:
            named, after = self.speakers.after(verb + 1, clause.high)
        elif verb - clause.low >= 1:
            named = self.speakers.before(clause.low, verb)
        else:
            named, after = self.speakers.after(after, clause.high)
        if self.last.source.person is not None and self.speakers.known(clause.low, verb):
            named = NOBODY  # "the official said": the one who was named
        speech = carried(named, self.last)
        self.last = speech
        clause.speech, clause.denied, clause.claimed = speech, bool(mask & self.deny), bool(mask & self.claim)
        if mask & self.according and verb > clause.low:
            if after >= clause.high:
                clause.high = verb  # "…, according to the ministry"
        elif not mask & (self.keep | self.deny):
            for index in range(after, min(clause.high, after + 8)):
                if self.page.masks[index] & self.that:
                    after = index + 1
                    break
            clause.body = min(after, clause.high)
        return speech
