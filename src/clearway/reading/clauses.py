"""A sentence cut into clauses, each with who says it and which verb of saying it hangs on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from clearway.reading.lexicon import COMMA, OPEN
from clearway.reading.model import Source
from clearway.reading.pattern import Pattern
from clearway.reading.speakers import ArabicSpeakers
from clearway.reading.speech import NOBODY, Speech, carried
from clearway.reading.tokens import PAUSE, Page

_SHORT_TAIL = 10
_ISSUED = frozenset({"اصدر", "اصدرت"})
_HAD = frozenset({"كان", "وكان", "كانت", "وكانت"})
_HAD_SAID = frozenset({"قد", "لقد", "كان", "كانت"})
_BEFORE_THAT = frozenset({"بعد", "قبل", "منذ", "دون", "بدون", "الي", "علي", "يمكن", "يجب", "قبيل", "عقب"})
"""«بعد أن», «قبل أن»: the word does not open what is said."""

_THE_ORDER = frozenset({"القرار", "التعميم", "المرسوم"})
_PRESS = frozenset({"صحفي", "صحفيه", "صحافي", "صحافيه", "اعلامي", "اعلاميه"})
_QUOTE = re.compile(r"(?<!\w)[\"«»“”]|[\"«»“”](?!\w)|(?<=[ـ])[\"«“]|(?<=\b[وفبلك])[\"«“]")
_AT_THE_TIME = ("في", "وفي")
_RUN_ON = 20
"""A sentence of more words without a comma has lost it, or never had it: «… في وقت تواصلت المعارك»."""


@dataclass(slots=True)
class Clause:
    """Words ``low`` up to ``high``; the fact's words begin at ``body``. ``denied``: it hangs on «نفى» or the like.

    ``backward``: it names who said what stands before it («أعلن ذلك فلان»).
    """

    low: int
    high: int
    body: int
    sentence: int
    speech: Speech = NOBODY
    denied: bool = False
    claimed: bool = False
    mask: int = 0
    backward: bool = False


class Quotation:
    """Tells whether a quotation that was opened earlier still goes on at a word."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.at = 0
        self.open = False

    def open_at(self, index: int) -> bool:
        """Whether a quotation is open where a sentence begins; to be asked in the order of the text."""
        start = self.page.starts[index]
        for found in _QUOTE.finditer(self.page.text, self.at, start):
            mark = found.group()
            self.open = mark in "«“" if mark in "«»“”" else not self.open
        self.at = max(self.at, start)
        return self.open

    def begins(self, index: int) -> bool:
        """Whether a quotation mark stands before a word."""
        start = self.page.starts[index]
        return start > 0 and self.page.text[start - 1] in '"“«'


class Cutter(Protocol):
    """Cuts one sentence after the other, and remembers who spoke last."""

    def cut(self, number: int, low: int, high: int) -> Iterator[Clause]:
        """The clauses of one sentence."""
        ...


def begins_ar(page: Page, index: int) -> int:
    """How many words must stand before this one for it to begin something new; 0 if it does not."""
    bit = page.lexicon.bit
    mask, form = page.masks[index], page.forms[index]
    joined = form.even[:1] == "و" and form.front[:1] == "و"
    if mask & bit("say") and not page.masks[index - 1] & bit("that"):
        return 4 if joined else 10
    if mask & (bit("verb") | bit("act")) and joined:
        return 10
    return (
        8 if (mask & bit("break_after_comma") and form.even[:1] == "و") or form.even in ("كما", "فيما", "بينما") else 0
    )


class ArabicCutter:
    """Cuts Arabic sentences; remembers who spoke last."""

    def __init__(self, page: Page, breaks: tuple[Pattern, ...]) -> None:
        bit = page.lexicon.bit
        self.page, self.breaks = page, breaks
        self.speakers = ArabicSpeakers(page)
        self.say, self.participle, self.according = bit("say"), bit("saying"), bit("according")
        self.act, self.keep = bit("act"), bit("say_kept")
        self.deny, self.claim, self.that = bit("deny"), bit("claim"), bit("that")
        self.breaker, self.soft = bit("break"), bit("break_after_comma")
        self.role_or_body = bit("role") | bit("organisation")
        self.said_when = bit("phrase_end") | bit("weekday") | bit("today") | bit("yesterday")
        self.quoting, self.but_not, self.people = bit("say_quoting"), bit("except_word"), bit("civilian")
        self.said_it = bit("said_it")
        self.ordered = NOBODY
        self.last = NOBODY
        self.quoted = Quotation(page)
        self.acts = bit("forbid") | bit("close")
        self.tells = self.say | self.act | bit("verb") | bit("killing") | bit("hurting")

    def cut(self, number: int, low: int, high: int) -> Iterator[Clause]:
        """The clauses of one sentence."""
        starts = self._starts(low, high)
        speech, denied, claimed = self._kept(low), False, False
        kept = speech
        made: list[Clause] = []
        silent = False
        for begin, end in zip(starts, [*starts[1:], high], strict=True):
            clause = Clause(begin, end, begin, number, speech, denied, claimed)
            verb = self._verb(begin, end)
            if speech.empty and self._of_the_order(begin, end):
                clause.speech = self.ordered
            if verb is not None:
                speech = self._speak(clause, verb, speech)
                denied, claimed = clause.denied, clause.claimed
            made.append(clause)
            backward = verb is not None and (
                self.page.masks[verb] & (self.according | self.said_it)
                or self._confirmed(begin, verb)
                or self._as_told(begin, end)
            )
            if backward and begin != low:
                for earlier in made[:-1]:
                    if earlier.speech.empty or earlier.speech is kept or (silent and earlier is made[-2]):
                        earlier.speech = speech
            silent = verb is None
        for clause in made:
            self._trim(clause)
            for index in range(clause.low, clause.high):
                clause.mask |= self.page.masks[index]
        yield from (clause for clause in made if clause.high > clause.body)

    def _kept(self, low: int) -> Speech:
        """Who still speaks where a sentence begins: in an open quotation, or sources of an outlet where «و» goes on."""
        sources = self.last.unnamed and self.last.source.organisation is not None
        goes_on = sources and self.page.forms[low].even.startswith("و")
        return self.last if self.quoted.open_at(low) or goes_on else NOBODY

    def _starts(self, low: int, high: int) -> list[int]:
        masks = self.page.masks
        starts = [low]
        verbs = self.say | self.participle | self.according
        turns = {found.start for turn in self.breaks for found in turn.find(masks, low, high)}
        bare = high - low > _RUN_ON and not any(mask & COMMA for mask in masks[low:high])
        for index in range(low + 1, high):
            mask = masks[index]
            after_comma = bool(masks[index - 1] & COMMA)
            joined = self.page.forms[index].even[:1] in "وف" and self.page.forms[index].front[:1] in ("و", "ف")
            begins = (
                (mask & self.breaker and self._breaks(index, high))
                or (mask & self.according and self._names_source(index + 1, high))
                or (mask & verbs and (after_comma or joined or mask & self.participle))
                or (after_comma and (mask & self.soft or index in turns))
                or (bare and index in turns and self.page.forms[index].even in _AT_THE_TIME)
                or (joined and (index in turns or (after_comma and mask & self.acts)))
                or (self.page.forms[index].even == "كما" and self._goes_on(index + 1, high))
                or self.page.forms[index - 1] is PAUSE
            )
            if begins and index - starts[-1] > 2 and not self._still_waits(starts[-1], index):
                starts.append(index)
        return starts

    def _goes_on(self, index: int, high: int) -> bool:
        """«كما أصيب جنديان»: a verb behind «كما» tells something more."""
        return index < high and bool(self.page.masks[index] & self.tells)

    def _breaks(self, index: int, high: int) -> bool:
        """«غير أن» begins a clause, «غير المنفجرة» and «ما عدا» do not."""
        if index + 1 >= high:
            return False
        following = self.page.forms[index + 1]
        return following.even == "ان" if self.page.forms[index].even == "غير" else not following.mask & self.but_not

    def _names_source(self, index: int, high: int) -> bool:
        """«… بحسب إحصائيات المركز»: what stands before was said by whom is named here, with no comma between."""
        if index >= high:
            return False
        known = self.speakers.document | self.role_or_body | self.speakers.title | self.say
        return bool(self.page.masks[index] & known) or self.page.forms[index].even in ("ما", "لما")

    def _still_waits(self, low: int, index: int) -> bool:
        """«وكان فلان، مدير كذا، قال …», «الناطق باسم كذا، فلان، قال»: a verb awaited begins no clause of its own."""
        if not self.page.masks[index] & self.say:
            return False
        if self.page.forms[low].even in _HAD:
            return not any(mask & (self.say | self.according) for mask in self.page.masks[low:index])
        return self._nominal(low) and not any(mask & self.tells for mask in self.page.masks[low:index])

    def _nominal(self, low: int) -> bool:
        """Whether a clause begins with somebody's office or rank, not with a verb."""
        mask = self.page.masks[low]
        return bool(mask & (self.speakers.role | self.speakers.title)) and not mask & self.tells

    def _verb(self, low: int, high: int) -> int | None:
        frame = self.say | self.participle | self.according
        if self._explained(low, high):
            return low
        it = next((each for each in range(low + 1, min(high, low + 4)) if self._said_of_it(each)), None)
        if it is not None:
            return it
        had = self.page.forms[low].even in _HAD
        limit = min(high, low + (26 if had or self._nominal(low) else 12))
        found = next((each for each in range(low, limit) if self.page.masks[each] & frame), None)
        if found is None:
            found = next((each for each in range(low, limit) if self.page.masks[each] & self.act), None)
        return found

    def _confirmed(self, begin: int, verb: int) -> bool:
        """«أغلق المعبر، حيث أعلنت المديرية …»: who tells more of it says it."""
        return (
            verb == begin + 1
            and self.page.forms[begin].even in ("اذ", "حيث")
            and bool(self.page.masks[verb] & self.say)
        )

    def _as_told(self, begin: int, end: int) -> bool:
        """«…، كما أفاد شهود»: with nothing told behind it, it names who said what stands before."""
        told = range(begin + 1, end)
        return (
            self.page.forms[begin].even == "كما"
            and end - begin <= _SHORT_TAIL
            and bool(self.page.masks[begin + 1] & self.say)
            and not any(self.page.masks[each] & self.that for each in told)
        )

    def _said_of_it(self, index: int) -> bool:
        """«…، وهو ما أكدته الوزارة»، «الأمر الذي أعلنه فلان»: who said what stands before."""
        return bool(self.page.masks[index] & self.said_it) and self.page.forms[index - 1].even in ("ما", "الذي")

    def _of_the_order(self, low: int, high: int) -> bool:
        """«كما شمل القرار تمديد الحظر»: more of what was ordered before, by the same body."""
        return any(self.page.forms[each].even in _THE_ORDER for each in range(low, min(high, low + 4)))

    def _explained(self, low: int, high: int) -> bool:
        """«وبيّن فلان أن …»: written like «between», but what is said follows."""
        if self.page.forms[low].even not in ("بين", "وبين"):
            return False
        known = self.speakers.given | self.speakers.title | self.speakers.role
        reach = 18 if low + 1 < high and self.page.masks[low + 1] & known else 8
        return any(self.page.forms[each].even in ("ان", "بان") for each in range(low + 2, min(high, low + reach)))

    def _speak(self, clause: Clause, verb: int, before: Speech) -> Speech:
        page, mask = self.page, self.page.masks[verb]
        if mask & self.according:
            verb = next((each for each in (verb + 1, verb + 2) if self._says(each, clause.high)), verb)
        named, after = self._named(clause, verb)
        if mask & self.act and not mask & (self.say | self.participle | self.according):
            source = named.source
            if source.organisation and page.forms[verb].even in _ISSUED:
                self.last = named
                clause.speech = replace(self.last, acting=True)
                return self.last  # «أصدر الجيش بيانا …، محذرا السكان»
            if before.empty and (source.organisation or (source.person and source.role)):
                clause.speech = self.ordered = replace(named, acting=True)
            return before
        speech = carried(named, before if mask & self.participle and not before.empty else self.last)
        clause.backward = page.forms[min(verb + 1, clause.high - 1)].even in ("ذلك", "بذلك")
        if not mask & self.according:
            self.last = speech
        clause.speech = speech
        clause.denied = bool(mask & self.deny)
        clause.claimed = bool(mask & self.claim)
        if mask & self.according and (verb > clause.low + 3 or self._told_before(clause.low, verb)):
            return speech  # «أغلق المطار حسب ما أفاد به فلان»: what is said stands before, or goes on behind
        if not mask & (self.keep | self.deny):
            clause.body = self._body(after, clause.high)
        elif mask & self.according:
            clause.body = after
        if clause.body >= clause.high - 1:
            # «أعلنت القوات الحي منطقة مغلقة»: what is said is the verb's object, not a clause of its own.
            clause.body = clause.low
        return speech

    def _told_before(self, low: int, high: int) -> bool:
        """«قتل، بحسب الوزارة، خمسة»: the verb of the fact stands before who says it."""
        return any(mask & self.tells and not mask & self.say for mask in self.page.masks[low:high])

    def _says(self, index: int, high: int) -> bool:
        """«وفق ما أفاد به»: the verb of saying behind «وفق»."""
        what = self.page.forms[index - 1].even in ("ما", "لما") or bool(self.page.masks[index - 1] & self.according)
        return index < high and what and bool(self.page.masks[index] & (self.say | self.said_it))

    def _named(self, clause: Clause, verb: int) -> tuple[Speech, int]:
        """Who is named with a verb, and the word after the name; of «نقلت الوكالة عن فلان» it is the one quoted."""
        strict = bool(self.page.masks[verb] & self.according)
        self.speakers.feminine = self.page.forms[verb].even.endswith("ت")
        named, after = self.speakers.parse(self._past_that(verb + 1, clause.high), clause.high, known=strict)
        if (
            self.page.masks[verb] & (self.keep | self.participle)
            and named.source.person is None
            and self._addressed(verb + 1, after)
        ):
            named = NOBODY
        if (
            self.page.forms[verb - 1].even in ("التي", "الذي")
            and verb - 1 > clause.low
            and named.source.organisation is None
        ):
            theirs = self._antecedent(clause.low, verb - 1)
            if not theirs.empty:
                return theirs, verb + 1
        told = bool(self.page.masks[verb] & self.keep and self.page.masks[min(verb + 1, clause.high - 1)] & self.people)
        if verb > clause.low and (named.empty or told or self._any_word(named, verb + 1)):
            before = self._had_said(clause.low, verb)
            if not before.empty:
                return before, verb + 1
        if not self.page.masks[verb] & self.quoting:
            return named, after
        about = next((each for each in range(after, min(after + 8, clause.high)) if self._from(each)), None)
        if about is None:
            return named, after
        quoted, end = self.speakers.parse(about + 1, clause.high)
        if quoted.empty:
            return named, after
        source = quoted.source
        if source.person is None and source.organisation is None:
            # «نقل موقع كذا عن مصدر»: whoever printed it answers for it
            quoted = replace(quoted, source=replace(source, organisation=named.source.organisation))
        return quoted, end

    def _antecedent(self, low: int, high: int) -> Speech:
        """«قوات "العنبر"، التي أعلنت سيطرتها»: the body of which the clause tells more."""
        while high > low and self.page.masks[high - 1] & COMMA:
            high -= 1
        bodies = (
            each for each in range(high - 1, max(low, high - 8) - 1, -1) if self.page.masks[each] & self.speakers.org
        )
        for body in bodies:
            named, end = self.speakers.parse(body, high)
            if end == high and named.source.organisation is not None:
                return Speech(Source(organisation=named.source.organisation))
        return NOBODY

    def _addressed(self, at: int, after: int) -> bool:
        """«خاطب السكان»: people behind a verb of ordering are those who are told."""
        return at < after and bool(self.page.masks[at] & self.people) and self.page.forms[at].even.startswith("ال")

    def _any_word(self, named: Speech, at: int) -> bool:
        """Whether only a word that may be a name stands behind the verb, with no rank, office or given name."""
        source = named.source
        bare = source.person is not None and source.role is None and source.organisation is None
        return bare and not self.page.masks[at] & self.speakers.given

    def _past_that(self, at: int, high: int) -> int:
        """«أعلن ذلك لوكالة (س) اللواء فلان»: who says it stands behind whom it was told."""
        if at >= high or self.page.forms[at].even not in ("ذلك", "بذلك"):
            return at
        named = self.speakers.title | self.speakers.role | self.speakers.given
        reach = range(at + 1, min(high, at + 9))
        told = (each for each in reach if self.page.masks[each] & (named | self.speakers.org))
        for each in told:
            lead = self.page.forms[each].front
            if lead in ("ل", "لل") or (self.page.masks[each] & named and self.page.forms[each].even not in _PRESS):
                return each  # «جاء ذلك في مؤتمر صحفي لمنسقة كذا فلانة»
        return at

    def _body(self, after: int, high: int) -> int:
        """The word that opens what is said: «أن», «إن», «عن», or the first after a comma or quotation mark."""
        masks = self.page.masks
        for index in range(after, min(high, after + 24)):
            if masks[index] & self.that and self._opens(after, index):
                return index
        while after < high and masks[after] & (COMMA | OPEN):
            after += 1
        return after

    def _had_said(self, low: int, verb: int) -> Speech:
        """«وكان الجيش قد نصح»، «المتحدث العسكري أشار»: the speaker stands before the verb."""
        masks = self.page.masks
        while verb > low + 1 and self.page.forms[verb - 1].even in _HAD_SAID:
            verb -= 1
        begun = next((each + 1 for each in range(verb - 1, low - 1, -1) if masks[each] & (self.act | self.that)), low)
        begun = next((each for each in range(verb, begun, -1) if self._dated_before(each)), begun)
        if begun >= verb:
            return NOBODY
        named, after = self.speakers.parse(begun, verb)
        while after < verb and (masks[after] & COMMA or self.page.forms[after].even in ("قد", "هو", "هي")):
            after += 1
        had = begun > low and bool(masks[begun - 1] & self.act) and named.source.organisation is not None
        return named if had or (after == verb and not named.empty) else NOBODY

    def _dated_before(self, index: int) -> bool:
        """«العنبر - حذر الجيش», «العنبر: الجيش يحذر»: what stands before only says of where the text is."""
        between = self.page.text[self.page.ends[index - 1] : self.page.starts[index]]
        written = self.page.text[self.page.starts[index - 1] : self.page.ends[index - 1]]
        return "-" in between or written in ("–", "—", "--", ":")

    def _opens(self, after: int, index: int) -> bool:
        """Whether a word opens what is said: «عن» only behind nothing but times, «أن» further on too."""
        form = self.page.forms[index].even
        if self.page.forms[index - 1].even in _BEFORE_THAT:
            return False
        if form in ("عن", "كون"):
            return all(self.page.masks[each] & (self.said_when | COMMA) for each in range(after, index))
        return index < after + 8 or form == "ان"

    def _from(self, index: int) -> bool:
        return self.page.forms[index].even == "عن"

    def _trim(self, clause: Clause) -> None:
        marks = COMMA | OPEN
        while clause.body < clause.high and self.page.masks[clause.high - 1] & marks:
            clause.high -= 1
        while clause.body < clause.high and self.page.masks[clause.body] & marks:
            clause.body += 1
