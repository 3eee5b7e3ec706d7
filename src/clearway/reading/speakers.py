"""Who says it: the speaker named after a verb of saying, and what is only carried on («وأضاف»)."""

from __future__ import annotations

from dataclasses import replace

from clearway.reading.lexicon import COMMA, NUMBER, OPEN, PLACE, STOP
from clearway.reading.model import Span
from clearway.reading.naming import LONGEST_NAME, Naming
from clearway.reading.speech import NOBODY, Speech, span

_LONGEST_PHRASE = 18
_BETWEEN = frozenset({"به", "بها", "ايضا", "كذلك", "بدوره", "بدورها"})
_SO_CALLED = frozenset({"يسمي", "تسمي", "يعرف", "تعرف", "اسمته", "يدعي"})
_MEN = ("ين", "ون")
_LATEST = frozenset({"اخر", "احدث", "اول"})
_OF_OPERATION = frozenset({"عمليات", "عمليه", "غرفه", "معركه"})
_TOLD_IN = frozenset({"تصريح", "تصريحات", "حديث", "اتصال", "مقابله", "لقاء", "مداخله"})
_PAIRS = (("“", "”"), ("«", "»"))


class ArabicSpeakers(Naming):
    """Reads the noun phrase after a verb of saying; classes of the catalogue tell ranks, offices and bodies apart."""

    def parse(self, at: int, high: int, *, known: bool = False) -> tuple[Speech, int]:
        """The speaker named from word ``at`` on, and the word after the phrase; ``known``: no word that may be any."""
        self.known = known
        at = self._after_times(at, high)
        if self._speech_begins(at, high):
            return NOBODY, at
        if at + 2 < high and self.page.forms[at].even == "ما" and self.page.forms[at + 1].even in _SO_CALLED:
            at += 2  # «طلب ما يسمى بالجيش»
        at = self._past_document(at, high)
        if at < high and self.page.masks[at] & self.outlet and self.page.forms[at].front == "لل":
            return NOBODY, at + 1  # «وأضاف للتلفزيون»
        first = at + 1 if self._chief(at, high) else at
        end = at if self._nobody(at, high) else self._phrase_end(first, high)
        if end == at:
            return NOBODY, at
        speech = self._decode(at, end)
        if speech.source.person is None and speech.source.organisation is None and speech.source.role is not None:
            body = self._told_to(end, high)
            if body is not None:
                speech = replace(speech, source=replace(speech.source, organisation=body))
        return speech, end

    def _past_document(self, at: int, high: int) -> int:
        """The word behind «بيان», «تقرير صادر عن», «بيان سابق لـ», or behind whom it was told to."""
        page, masks = self.page, self.page.masks
        led = at + 1 < high and (masks[at] & self.inside or page.forms[at].even in _LATEST)
        if led and masks[at + 1] & self.document:
            at += 1  # «جاء في بيان للجيش», «وفق آخر إحصائية للوزارة»
        begun = at
        while at < high and masks[at] & self.document and at + 1 < high:
            at += 2 if page.forms[at + 1].even == "عن" else 1
        if at == begun:
            # «قال لفلان المتحدث …»: whom it was told to stands before who told it
            return at + 1 if at + 1 < high and self._told_first(at) else at
        theirs = (each for each in range(at, min(high, at + 3)) if page.forms[each].front in ("ل", "لل"))
        return next((each for each in theirs if masks[each] & self.office), at)

    def _nobody(self, at: int, high: int) -> bool:
        """Whether a phrase names no speaker: civilians who are told, «حركة عودة النازحين»."""
        mask = self.page.masks[at] if at < high else 0
        moving = at + 1 < high and self.page.forms[at].even == "حركه" and self.page.masks[at + 1] & self.done
        return bool(moving or (mask & self.civilian and not mask & self.unnamed))

    def _speech_begins(self, at: int, high: int) -> bool:
        """«وأضاف: "الحمد لله …»: quotation marks that do not close round a name open what is said."""
        if at >= high or not self._quoted(at):
            return False
        named = 0 if self.page.forms[at].front.endswith("ال") else self.given  # «الحمد» is no name
        if self.page.masks[at] & (self.role | self.title | self.org | named):
            return False
        return not any(self._quoted(each) for each in range(at + 1, min(at + 4, len(self.page.masks))))

    def _after_times(self, at: int, high: int) -> int:
        """«أفاد به اليوم الخميس، المرصد», «بحسب ذات المصدر»: what stands between the verb and who speaks."""
        index, skipped = at, self.when | self.this | COMMA
        while index < high and (self.page.masks[index] & skipped or self.page.forms[index].even in _BETWEEN):
            index += 1
        known = self.role | self.title | self.org | self.unnamed
        return index if index < high and self.page.masks[index] & known else at

    def _told_first(self, at: int) -> bool:
        """Whether a word says to whom it was told, before who told it."""
        masks, form = self.page.masks, self.page.forms[at]
        named = masks[at + 1] & (self.role | self.title)
        return bool(form.even.startswith("ل") and named) or (form.front == "ل" and not masks[at] & self.tail)

    def _told_to(self, at: int, high: int) -> Span | None:
        """«مصادر مطلعة لصحيفة فلان»: the only body that answers for an unnamed source is whoever printed it."""
        while at + 2 < high and self.page.masks[at] & COMMA:
            at += 1
        if at + 2 < high and self.page.masks[at] & self.inside and self.page.forms[at + 1].even in _TOLD_IN:
            at = next((each for each in (at + 2, at + 3) if self.page.masks[each] & self.outlet), at)
        if at + 1 >= high:
            return None
        if self.page.masks[at] & self.told_to:
            return span(self.page, at, at + 1)  # «مصادر للجزيرة»
        outlet = self.page.masks[at] & self.outlet and self.page.forms[at].front == "ل"
        if not outlet and not (self.page.forms[at].even == "ل" and self._quoted(at + 1)):
            return None
        if self.page.masks[at + 1] & OPEN:
            at += 1  # «لقناة (كذا)»
        end = at + 1
        while end < min(high, at + 4) and not self.page.masks[end] & (
            COMMA | OPEN | STOP | self.that | self.phrase_end
        ):
            end += 1
            if self._quoted(end) if end < high else True:
                break
        return span(self.page, at + 1, end) if end > at + 1 else None

    def _phrase_end(self, at: int, high: int) -> int:
        masks = self.page.masks
        index = at
        while index < min(high, at + _LONGEST_PHRASE) and self._goes_on(at, index, high):
            index += 1
        while index > at and masks[index - 1] & (COMMA | self.inside):
            index -= 1
        return index

    def _goes_on(self, at: int, index: int, high: int) -> bool:
        """Whether the phrase that began at ``at`` still goes on with the word ``index``."""
        page, masks = self.page, self.page.masks
        mask = masks[index]
        if mask & OPEN and index > at:
            return self._bracketed(at, index)
        if mask & (STOP | OPEN):
            return False
        if mask & COMMA:
            known = self.title | self.role | self.given
            follows = at < index < high - 1 and bool(
                masks[index + 1] & known
                or self._name_between(at, index + 1, high)
                or (masks[index + 1] & self.inside and self._body_follows(index + 1, high))
            )
            return follows and page.forms[index].even != ":"
        if index > at and self._quoted(index) and not masks[index - 1] & self.org and not self._named(at, index, high):
            return False
        if mask & self.tail and self._tailed(at, index, high):
            return True
        if index > at and mask & self.given and self._begins_name(at, index, high):
            return True  # «أحمد علي»: a name, not the preposition written alike
        if index > at and self._within_quotes(at, index):
            return not mask & self.that
        return not mask & self.that and not self._ends(at, index, high)

    def _bracketed(self, at: int, index: int) -> bool:
        """«منظمة (كذا)»: brackets round the name of a body that has none yet."""
        if self.page.text[self.page.starts[index]] == ")":
            return any(self.page.masks[each] & OPEN for each in range(at, index))
        ahead = range(index + 1, min(index + LONGEST_NAME, len(self.page.masks) - 1))
        closed = next((each for each in ahead if self.page.masks[each] & OPEN), None)
        named = closed is not None and self.page.masks[closed + 1] & (self.given | self.title)
        return closed is not None and bool(named or self._opened(index - 1))

    def _tailed(self, at: int, index: int, high: int) -> bool:
        """Whether a word goes on with a body's name: «مركز نزع الألغام», not «الجيش نزع 30 لغما»."""
        masks = self.page.masks
        counted = masks[index] & self.done and index + 1 < high and masks[index + 1] & NUMBER
        return not counted and bool((masks[index - 1] | masks[max(at, index - 2)]) & (self.org | self.tail))

    def _begins_name(self, at: int, index: int, high: int) -> bool:
        """Whether a word that is also a preposition goes on with a name or begins one between commas."""
        if self._called(index - 1) or self._rank(index - 1):
            return True
        if self.page.masks[index - 1] & COMMA:
            return self._name_between(at, index, high)
        written = self.page.text[self.page.starts[index] : self.page.ends[index]]
        closed = self.page.masks[index - 1] & PLACE or self.page.forms[index - 1].even.startswith("ال")
        office = self.page.masks[at] & self.role and closed and written == "علي" and index + 1 < high
        return bool(office) and self._may_name(index + 1)  # «محافظ العنبر علي الساحلي»

    def _within_quotes(self, at: int, index: int) -> bool:
        """Whether a name that quotation marks opened behind ``at`` has not closed yet: «أعلنت "الإدارة لشمال كذا"»."""
        page = self.page
        begun = page.text[page.starts[max(at - 1, 0)] : page.starts[index]]
        rest = page.text[page.starts[index] : page.starts[min(index + LONGEST_NAME, len(page.starts) - 1)]]
        opened = any(begun.count(first) > begun.count(last) and last in rest for first, last in _PAIRS)
        return opened and bool(any(page.masks[each] & self.org for each in range(at, index)))

    def _name_between(self, at: int, low: int, high: int) -> bool:
        """«المتحدث باسم كذا، وضاح الدبيش، إن»: two or three words between commas, of which nothing is known."""
        masks = self.page.masks
        end = next((each for each in range(low, min(high, low + 5)) if masks[each] & (COMMA | self.that)), high)
        unknown = all(self._of_name(each) for each in range(low, end))
        return bool(masks[at] & self.role) and 1 < end - low < 5 and unknown

    def _ends(self, at: int, index: int, high: int) -> bool:
        masks = self.page.masks
        mask = masks[index]
        if masks[at] & self.role and self.page.forms[index].even == "برياسه" and self._body_follows(index, high):
            return False  # «مسؤول الإعلام برئاسة الأركان»
        if mask & self.inside and not self._body_follows(index, high):
            ranked = index + 2 < high and bool(masks[index + 2] & self.title)
            around = index + 2 < high and bool(masks[index + 1] & self.place_noun)
            office = ranked or around or self._place_follows(index, high) or self._ground_follows(index, high)
            return not (masks[at] & self.role and office)
        if self.page.forms[index].even == "من" and index > at + 1 and self._body_follows(index, high):
            return not masks[at] & (self.title | self.role)
        if index > at and self.page.forms[index].front == "ل" and self.page.forms[index - 1].even == "العام":
            return not mask & self.org  # «المفوض العام لوكالة كذا»
        if index > at and mask & self.harmed:
            return True  # «بحسب المصدر قتل ثلاثة جنود»
        if mask & self.phrase_end and not mask & self.inside:
            return not (index == at + 1 and masks[at] & self.amount)
        return self._turned_away(at, index) or (index > at and self._object(at, index))

    def _object(self, at: int, index: int) -> bool:
        """Whether the sentence's object begins here: what is done, to whom, or a bare noun after «الـ…»."""
        masks, forms = self.page.masks, self.page.forms
        mask = masks[index]
        if mask & self.given and not forms[index].front:
            return False  # «ياسر» has the letters of families
        if self._accusative(index) or self._other_body_begins(at, index):
            return True
        if self._called(index - 1) or self._opened(index - 1):
            return False
        if mask & (self.done | self.civilian | self.nationality):
            return self._done_or_told(at, index)
        if mask & self.place_noun and forms[index].even.startswith("ال") and forms[index - 1].even.startswith("ال"):
            return not masks[index] & self.org  # «أغلقت الشرطة الطريق»
        return self._bare_noun(at, index)

    def _done_or_told(self, at: int, index: int) -> bool:
        """What is done, or the people who are told: «وزيرة الصحة», «منسقية النازحين والعائدين» go on with a body."""
        masks, forms = self.page.masks, self.page.forms
        mask = masks[index]
        if mask & self.nationality and forms[index].even.endswith(_MEN) and not forms[index - 1].even.endswith(_MEN):
            return not masks[at] & self.role  # «طالبت الشرطة العنبريين»
        if mask & self.civilian and not mask & self.tail and forms[index].front.startswith("و"):
            return not masks[index - 1] & self.civilian
        kin = mask & self.civilian and forms[index].even.endswith("يه")  # «منظمات أهلية»
        if kin or not mask & (self.done | self.civilian):
            return not kin and self._bare_noun(at, index)
        office = mask & self.done and index == at + 1 and masks[at] & self.role
        return not office and forms[index - 1].even not in _OF_OPERATION

    def _other_body_begins(self, at: int, index: int) -> bool:
        """«أبدى تنظيم الدولة مقاومة عنيفة»: a body's word without the article behind one that has it."""
        mask, form = self.page.masks[index], self.page.forms[index]
        opens = mask & self.org and not form.front and not mask & (self.title | self.tail)
        closed = self.page.forms[index - 1].even.startswith("ال") and not self.page.masks[at] & self.role
        return (
            bool(opens)
            and closed
            and not self._quoted(index)
            and not form.even.startswith(("ال", "و"))
            and index > at + 1
        )

    def _bare_noun(self, at: int, index: int) -> bool:
        masks, forms = self.page.masks, self.page.forms
        mask = masks[index]
        known = self.title | self.role | self.given | self.org | self.inside | PLACE
        bare = not forms[index].even.startswith("ال") and not mask & known and mask != 0
        return bare and forms[index - 1].even.startswith("ال") and not masks[at] & (self.role | self.title)

    def _accusative(self, index: int) -> bool:
        """«خرقاً»: written with its ending, a word is the object and no part of a name."""
        page = self.page
        written = page.text[page.starts[index] : page.ends[index]]
        done = page.masks[index] & self.done and page.forms[index].even.endswith("ا")  # «إنذارا»
        return bool(done) or (written.endswith(("\u064b", "\u064bا")) and not page.masks[index] & self.given)

    def _named(self, at: int, index: int, high: int) -> bool:
        """Whether quotation marks before a word belong to a name: «مشروع "مسام" السعودي», not to what is said."""
        gaps = [each for each in range(at, min(high, index + LONGEST_NAME)) if self._quoted(each)]
        before = sum(1 for each in gaps if at < each < index)
        if before % 2 or (gaps and gaps[0] == at):
            return True
        closed = next((each for each in gaps if each > index), None)
        return closed is not None and not any(self.page.masks[each] & self.that for each in range(index, closed))

    def _body_follows(self, index: int, high: int) -> bool:
        return index + 1 < high and bool(self.page.masks[index + 1] & self.org)

    def _place_follows(self, index: int, high: int) -> bool:
        """«المسؤول الصحي في عدن فلان»: the office goes on over the place, and a name follows."""
        return index + 2 < high and bool(self.page.masks[index + 1] & PLACE) and self.page.is_word(index + 2)

    def _ground_follows(self, index: int, high: int) -> bool:
        """«منسق الحكومة في الأراضي الفلسطينية فلان»: words with the article, then a given name."""
        end = index + 1
        while end < min(high, index + 4) and self.page.forms[end].even.startswith("ال"):
            end += 1
        unknown = end + 1 < high and not any(self.page.masks[each] for each in (end, end + 1))
        return index + 1 < end < high and (self._called(end) or unknown)

    def _turned_away(self, at: int, index: int) -> bool:
        """A word with «ل» written onto it is no longer the subject, unless it opens a body's name."""
        form = self.page.forms[index]
        theirs = any(mask & self.org for mask in self.page.masks[at:index]) and not self.page.masks[at] & self.unnamed
        if self.page.masks[at] & self.role and form.mask & self.place_noun and form.front == "ل":
            return False  # «الحاكم العسكري لولاية كذا»
        if self.page.masks[at] & self.role and form.even == "ل" and theirs and self._quoted(index + 1):
            return False  # «مدير المكتب الإعلامي لـ"كذا"»
        office = self.page.masks[at] & self.role and form.even.startswith("لل")
        if office and self._name_ahead(index) and not any(self._called(each) for each in range(at, index)):
            return False  # «المتحدث باسم الجيش للإعلام العربي فلان»
        if index == at or form.even in ("ل", "لل"):
            return index != at  # «بيان لوزارة الدفاع»: whose statement it is
        office = any(mask & (self.role | self.org) for mask in self.page.masks[at:index])
        if form.mask & self.org and not form.mask & self.outlet and form.front in ("ل", "لل") and office:
            return False
        if form.mask & (self.org | self.role | self.title | self.given):
            return form.front in ("ل", "ول", "لل", "ولل") and not form.mask & self.tail
        return form.even.startswith("لل") or (form.front in ("ل", "ول") and form.mask != 0)

    def _name_ahead(self, index: int) -> bool:
        """Whether a rank or a given name follows a word within three."""
        ahead = range(index + 1, min(index + 4, len(self.page.masks)))
        return any(
            self.page.masks[each] & (self.given | self.title)
            or (each > index + 1 and not self.page.masks[each] and not self._joined(each))
            for each in ahead
        )
