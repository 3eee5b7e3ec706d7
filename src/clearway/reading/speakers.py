"""Who says it: the speaker named after a verb of saying, and what is only carried on («وأضاف»)."""

from __future__ import annotations

from dataclasses import replace

from clearway.reading.lexicon import COMMA, OPEN, PLACE, STOP
from clearway.reading.model import Source, Span
from clearway.reading.speech import NOBODY, Speech, span
from clearway.reading.tokens import Page

_LONGEST_PHRASE, _LONGEST_NAME = 18, 6
_BETWEEN = frozenset({"به", "بها", "ايضا", "كذلك", "بدوره", "بدورها"})
_PARTICLES = frozenset({"فيه", "فيها", "به", "بها", "له", "لها", "لهم", "عنه", "عنها", "عليه", "عليها", "منه", "منها"})
_OF_OPERATION = frozenset({"عمليات", "عمليه", "غرفه", "معركه"})
_CHIEF = frozenset({"كبير", "كبيره", "احد", "نائب"})
_TOLD_IN = frozenset({"تصريح", "تصريحات", "حديث", "اتصال", "مقابله", "لقاء", "مداخله"})
_IN_RANK = frozenset({"ركن", "اول", "د", "م", "طيار", "ثاني"})
_QUOTES = frozenset("\"«»“”„‟'‘’”:")


class ArabicSpeakers:
    """Reads the noun phrase after a verb of saying; classes of the catalogue tell ranks, offices and bodies apart."""

    def __init__(self, page: Page) -> None:
        bit = page.lexicon.bit
        self.page = page
        self.known = False
        self.title, self.role, self.org = bit("title"), bit("role"), bit("organisation")
        self.unnamed, self.given = bit("unnamed"), bit("given_name")
        self.that, self.phrase_end, self.tail = bit("that"), bit("phrase_end"), bit("organisation_tail")
        self.inside, self.amount = bit("in"), bit("a_number")
        self.document, self.outlet = bit("document"), bit("outlet")
        self.done, self.civilian = bit("object_word"), bit("civilian")
        self.adjective, self.place_noun = bit("common_word"), bit("place_noun")
        self.months = 0
        for number in range(1, 13):
            self.months |= bit(f"month_{number}")  # «نيسان» is a name, too
        self.when = bit("weekday") | bit("today") | bit("yesterday")

    def parse(self, at: int, high: int, *, known: bool = False) -> tuple[Speech, int]:
        """The speaker named from word ``at`` on, and the word after the phrase; ``known``: no word that may be any."""
        self.known = known
        at = self._after_times(at, high)
        if self._speech_begins(at, high):
            return NOBODY, at
        begun = at
        while at < high and self.page.masks[at] & self.document and at + 1 < high:
            at += 2 if self.page.forms[at + 1].even == "عن" else 1
        if at == begun and at + 1 < high and self._told_first(at):
            at += 1  # «قال لفلان المتحدث …»: whom it was told to stands before who told it
        if at < high and self.page.masks[at] & self.civilian and not self.page.masks[at] & self.unnamed:
            return NOBODY, at
        if at < high and self.page.masks[at] & self.outlet and self.page.forms[at].front == "لل":
            return NOBODY, at + 1  # «وأضاف للتلفزيون»
        moving = at + 1 < high and self.page.forms[at].even == "حركه" and self.page.masks[at + 1] & self.done
        end = at if moving else self._phrase_end(at, high)  # «حركة عودة النازحين» is no movement that speaks
        if end == at:
            return NOBODY, at
        speech = self._decode(at, end)
        if speech.source.person is None and speech.source.organisation is None:
            body = self._told_to(end, high)
            if body is not None:
                speech = replace(speech, source=replace(speech.source, organisation=body))
        return speech, end

    def _speech_begins(self, at: int, high: int) -> bool:
        """«وأضاف: "الحمد لله …»: quotation marks that do not close round a name open what is said."""
        if at >= high or not self._quoted(at) or self.page.masks[at] & (self.role | self.title | self.given | self.org):
            return False
        return not any(self._quoted(each) for each in range(at + 1, min(at + 4, len(self.page.masks))))

    def _after_times(self, at: int, high: int) -> int:
        """«أفاد به اليوم الخميس، المرصد»: what stands between the verb and who speaks."""
        index, skipped = at, self.when | COMMA
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
        if at + 2 < high and self.page.masks[at] & self.inside and self.page.forms[at + 1].even in _TOLD_IN:
            at = next((each for each in (at + 2, at + 3) if self.page.masks[each] & self.outlet), at)
        if at + 1 >= high:
            return None
        outlet = self.page.masks[at] & self.outlet and self.page.forms[at].front == "ل"
        if not outlet and not (self.page.forms[at].even == "ل" and self._quoted(at + 1)):
            return None
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
        if mask & (STOP | OPEN):
            return False
        if mask & COMMA:
            known = self.title | self.role | self.given | self.org
            follows = at < index < high - 1 and bool(
                masks[index + 1] & known
                or self._name_between(at, index + 1, high)
                or (masks[index + 1] & self.inside and self._body_follows(index + 1, high))
            )
            return follows and page.forms[index].even != ":"
        if index > at and self._quoted(index) and not masks[index - 1] & self.org and not self._named(at, index, high):
            return False
        if mask & self.tail and (masks[index - 1] | masks[max(at, index - 2)]) & (self.org | self.tail):
            return True
        if index > at and mask & self.given and (self._called(index - 1) or self._rank(index - 1)):
            return True  # «أحمد علي»: a name, not the preposition written alike
        return not mask & self.that and not self._ends(at, index, high)

    def _name_between(self, at: int, low: int, high: int) -> bool:
        """«المتحدث باسم كذا، وضاح الدبيش، إن»: two or three words between commas, of which nothing is known."""
        masks = self.page.masks
        end = next((each for each in range(low, min(high, low + 4)) if masks[each] & (COMMA | self.that)), high)
        unknown = not any(masks[each] & ~(self.given | PLACE) for each in range(low, end))
        return bool(masks[at] & self.role) and 1 < end - low < 4 and unknown

    def _ends(self, at: int, index: int, high: int) -> bool:
        masks = self.page.masks
        mask = masks[index]
        if masks[at] & self.role and self.page.forms[index].even == "برياسه" and self._body_follows(index, high):
            return False  # «مسؤول الإعلام برئاسة الأركان»
        if mask & self.inside and not self._body_follows(index, high):
            ranked = index + 2 < high and bool(masks[index + 2] & self.title)
            around = index + 2 < high and bool(masks[index + 1] & self.place_noun)
            return not (masks[at] & self.role and (ranked or around or self._place_follows(index, high)))
        if self.page.forms[index].even == "من" and index > at + 1 and self._body_follows(index, high):
            return not masks[at] & (self.title | self.role)
        if mask & self.phrase_end and not mask & self.inside:
            return not (index == at + 1 and masks[at] & self.amount)
        return self._turned_away(at, index) or (index > at and self._object(at, index))

    def _object(self, at: int, index: int) -> bool:
        """Whether the sentence's object begins here: what is done, to whom, or a bare noun after «الـ…»."""
        masks, forms = self.page.masks, self.page.forms
        mask = masks[index]
        if self._called(index - 1) or (masks[index - 1] & self.org and not forms[index - 1].even.startswith("ال")):
            return False
        if mask & self.done or mask & self.civilian:
            return forms[index - 1].even not in _OF_OPERATION
        if mask & self.place_noun and forms[index].even.startswith("ال") and forms[index - 1].even.startswith("ال"):
            return not masks[index] & self.org  # «أغلقت الشرطة الطريق»
        if mask & self.inside:
            return False
        bare = not forms[index].even.startswith("ال") and not mask & (self.title | self.role | self.given | self.org)
        closed = forms[index - 1].even.startswith("ال")
        return bare and closed and not mask & PLACE and not masks[at] & (self.role | self.title) and mask != 0

    def _named(self, at: int, index: int, high: int) -> bool:
        """Whether quotation marks before a word belong to a name: «مشروع "مسام" السعودي», not to what is said."""
        gaps = [each for each in range(at, min(high, index + _LONGEST_NAME)) if self._quoted(each)]
        before = sum(1 for each in gaps if at < each < index)
        if before % 2 or (gaps and gaps[0] == at):
            return True
        closed = next((each for each in gaps if each > index), None)
        return closed is not None and not any(self.page.masks[each] & self.that for each in range(index, closed))

    def _quoted(self, index: int) -> bool:
        between = self.page.text[self.page.ends[index - 1] : self.page.starts[index]]
        return not _QUOTES.isdisjoint(between)

    def _body_follows(self, index: int, high: int) -> bool:
        return index + 1 < high and bool(self.page.masks[index + 1] & self.org)

    def _place_follows(self, index: int, high: int) -> bool:
        """«المسؤول الصحي في عدن فلان»: the office goes on over the place, and a name follows."""
        return index + 2 < high and bool(self.page.masks[index + 1] & PLACE) and self.page.is_word(index + 2)

    def _turned_away(self, at: int, index: int) -> bool:
        """A word with «ل» written onto it is no longer the subject, unless it opens a body's name."""
        form = self.page.forms[index]
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
        return any(self.page.masks[each] & (self.given | self.title) for each in ahead)

    def _decode(self, low: int, high: int) -> Speech:
        masks = self.page.masks
        parts: list[tuple[int, int]] = []
        begun = low
        for index in range(low, high + 1):
            if index == high or masks[index] & COMMA:
                if begun < index and masks[begun] & self.inside:
                    begun += 1  # «…، في جهاز كذا»
                if index > begun:
                    parts.append((begun, index))
                begun = index + 1
        source = Source()
        ranked = [index for index, part in enumerate(parts) if self._names_alone(*part)]
        for index, part in enumerate(parts):
            found = self._part(*part)
            self.known = False  # an apposition is a name
            if index < max(ranked, default=0) and masks[part[0]] & (self.role | self.org):
                found = self._part(*part, nameless=True)  # «آمر غرفة عمر المختار، اللواء سالم الرفادي»
            source = Source(
                source.person or found.person, source.role or found.role, source.organisation or found.organisation
            )
        unnamed = source.person is None and any(masks[index] & self.unnamed for index in range(low, high))
        return Speech(source, unnamed)

    def _names_alone(self, low: int, high: int) -> bool:
        """Whether what stands between two commas is a name: with its rank, or by itself."""
        masks = self.page.masks
        named = bool(masks[low] & self.given) and not masks[low] & (self.role | self.org)
        return high - low > 1 and (bool(masks[low] & self.title) or (named and high - low <= _LONGEST_NAME))

    def _part(self, low: int, high: int, *, nameless: bool = False) -> Source:
        page, masks = self.page, self.page.masks
        if masks[low] & self.title and masks[low] & self.org and low + 1 < high and masks[low + 1] & self.org:
            low += 1  # «فريق الهلال الأحمر»: a team, no general
        person = None if nameless else self._person_start(low, high)
        body = next((each for each in range(low, high) if masks[each] & self.org and not self._rank(each)), None)
        if body is not None and person is not None and person <= body:
            body = None if person < body and not masks[low] & self.role else body
        role = None
        name_end = high
        if masks[low] & (self.role | self.unnamed | self.title):
            end = person if person is not None and person > low else high
            role = span(page, low, next((each for each in range(low + 1, end) if self._rank(each)), end))
        elif masks[low] & self.org:
            person = person if person is not None and person > low + 1 else None
        elif person is None and not nameless and high - low <= 4 and self._may_name(low):
            person = low
        if person is not None:
            later = self._office_after(person, high)
            if later is not None:
                role, name_end = span(page, later, high), later
                body = next((each for each in range(later, high) if masks[each] & self.org), body)
        name_end, body = self._spoken_for(low, high, person, name_end, body)
        organisation = None
        if body is not None:
            end = person if person is not None and person > body else high
            end = next((each for each in range(body + 1, end) if self._rank(each)), end)
            organisation = _bare(page, body, end)
        name = span(page, person, min(name_end, person + 6)) if person is not None and person < name_end else None
        return Source(name, role, organisation)

    def _office_after(self, person: int, high: int) -> int | None:
        """Where the office begins that stands behind a name: «فلان، مدير كذا», «فلان كبير مسؤولي كذا»."""
        later = next((each for each in range(person + 1, high) if self.page.masks[each] & self.role), None)
        if later is None or later == person + 1 == high - 1:
            return None  # «ضياء الوكيل»: a surname
        return later - 1 if later > person + 1 and self.page.forms[later - 1].even in _CHIEF else later

    def _spoken_for(
        self, low: int, high: int, person: int | None, name_end: int, body: int | None
    ) -> tuple[int, int | None]:
        """Where a name ends, and the body somebody is of or speaks for: «طارق من الدفاع المدني»، «المتحدث باسم …»."""
        forms = self.page.forms
        of = next((each for each in range(person or high, high) if forms[each].even == "من"), None)
        if of is not None:
            return min(name_end, of), of + 1
        headed = next((each + 1 for each in range(low + 1, high - 1) if forms[each].even == "برياسه"), None)
        if headed is not None and self.page.masks[headed] & self.org:
            return name_end, headed
        named = next((each + 1 for each in range(low + 1, high - 1) if forms[each].even == "باسم"), None)
        if named is not None and (body is None or body > named):
            return name_end, named if person != named else None
        if body is not None and body > low and forms[body - 1].even in ("وزير", "وزيره"):
            # «وزير الدفاع» is an office, «الدفاع» no body; «… في حكومة الوحدة» is one
            later = (each for each in range(body + 1, person or high) if self.page.masks[each] & self.org)
            body = next((each for each in later if self.page.masks[each - 1] & self.inside), None)
        return name_end, body

    def _may_name(self, index: int) -> bool:
        """Whether a word may be a surname by itself: of no known meaning, or «الـ…ي»."""
        form = self.page.forms[index]
        surname = form.even.startswith("ال") and form.even.endswith("ي") and not self.page.masks[index] & self.adjective
        if form.even in _PARTICLES:
            return False
        unknown = not self.page.masks[index] & ~self.given and not form.even.endswith("ا")  # «مرارا» is no name
        return (unknown and not self.known) or surname or self._called(index)

    def _called(self, index: int) -> bool:
        return bool(self.page.masks[index] & self.given) or self.page.forms[index].even in ("ابو", "ابي", "ام")

    def _rank(self, index: int) -> bool:
        """«اللواء» with the article is a general, not a brigade."""
        return bool(self.page.masks[index] & self.title) and self.page.forms[index].even.startswith("ال")

    def _of_rank(self, index: int) -> bool:
        """Whether a word goes on with a rank: «الفريق أول ركن»; «رائد» without its article is a name."""
        mask, form = self.page.masks[index], self.page.forms[index].even
        return bool(mask & self.adjective) or (bool(mask & self.title) and (form.startswith("ال") or form in _IN_RANK))

    def _rank_after(self, low: int, high: int) -> int | None:
        """Where a rank closes an office that is itself named after somebody: «آمر غرفة عمر المختار العميد فوزي»."""
        masks = self.page.masks
        if not masks[low] & (self.role | self.org) or self._rank(low):
            return None
        body = next((each for each in range(low, high) if masks[each] & self.org and not self._rank(each)), high)
        last = [each for each in range(body + 1, high - 1) if masks[each] & self.title and not self._of_body(each)]
        if last:
            return last[0]
        names = [each for each in range(body + 1, high) if masks[each] & self.given]
        again = [each for each in names if any(other < each - 1 for other in names)]
        closed = [
            each
            for each in again
            if self.page.forms[each - 1].even.startswith("ال") and self.page.forms[each - 2].even != "عبد"
        ]
        return closed[0] if closed else None

    def _after_rank(self, start: int, high: int) -> int | None:
        while start < high and self._of_rank(start):
            start += 1
        if start < high and self.page.masks[start] & self.inside:
            start = next((each for each in range(start, high) if self._called(each)), high)
        return start if start < high else None

    def _of_body(self, index: int) -> bool:
        """«لواء», «فريق» without the article are bodies."""
        return bool(self.page.masks[index] & self.org) and not self.page.forms[index].even.startswith("ال")

    def _person_start(self, low: int, high: int) -> int | None:
        """Where a name begins: after a rank, at a given name, or at a bare word after «ال…» has closed the office."""
        page, masks = self.page, self.page.masks
        definite = [page.forms[each].even.startswith("ال") for each in range(low, high)]
        rank = self._rank_after(low, high)
        if rank is not None:
            low, definite = rank, definite[rank - low :]
        given = next(
            (
                each
                for each in range(low, high)
                if masks[each] & self.given and not masks[each] & (self.role | self.org) and not definite[each - low]
            ),
            None,
        )
        if given is not None and given > low and self._called(given - 1):
            given -= 1  # «أبو أحمد الشامي»
        titles = [
            each for each in range(low, high) if masks[each] & self.title and (each == low or definite[each - low])
        ]
        if titles and (given is None or titles[-1] < given):
            return self._after_rank(titles[-1] + 1, high)
        if given is not None:
            return given
        role = next((each for each in range(low + 1, min(high, low + 5)) if masks[each] & self.role), None)
        if role is not None and not masks[low] & (self.role | self.org | self.title | self.unnamed | self.adjective):
            return low
        if not masks[low] & (self.role | self.unnamed) or masks[low] & self.unnamed:
            return None
        for each in range(low + 2, high):
            before, here = page.forms[each - 1], page.forms[each]
            placed = bool(masks[each - 1] & PLACE)
            if placed and masks[each - 2] & self.inside:
                return each
            if (
                (placed or before.even.startswith("ال"))
                and not here.even.startswith(("ال", "لل", "و", "ب"))
                and not here.mask & ~(self.title | self.months)
            ):
                return each
        return None


def _bare(page: Page, low: int, high: int) -> Span:
    """A body's name without the «ب» or «ل» written onto its first word."""
    whole = span(page, low, high)
    cut = len(page.forms[low].front.removesuffix("ال"))
    if cut and page.forms[low].front != "لل":
        return Span(whole.start + cut, whole.end, whole.words[cut:])
    return whole
