"""Who says it, in Arabic: what a noun phrase that names a speaker says of him: his name, his office, his body."""

from __future__ import annotations

import re

from clearway.reading.lexicon import COMMA, NUMBER, PLACE
from clearway.reading.model import Source, Span
from clearway.reading.speech import Speech, span
from clearway.reading.tokens import Page

_LONGEST_TITLE = 3
LONGEST_NAME = 6
"""In words."""

_PARTICLES = frozenset({"فيه", "فيها", "به", "بها", "له", "لها", "لهم", "عنه", "عنها", "عليه", "عليها", "منه", "منها"})
_CHIEF = frozenset({"كبير", "كبيره", "احد", "نائب"})
_IN_RANK = frozenset({"ركن", "اول", "د", "م", "طيار", "ثاني"})
_NEAR = frozenset({"مقرب", "مقربه", "مقربين", "مقربون", "قريب", "قريبه", "مواليه", "موال"})
_SPOKEN_TO = frozenset({"للاعلام", "للصحف", "للصحافه", "للصحافيين", "للصحفيين", "للشوون"})
_ORDINALS = frozenset(
    {"الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"}
)
_FATHER = frozenset({"ابو", "ابي", "ام"})
_SPEAKING = frozenset({"ناطق", "ناطقه", "متحدث", "متحدثه", "بيان", "محامي"})
_QUOTES = frozenset("\"«»“”„‟'‘’”:")


class Naming:
    """Takes a phrase apart by the classes of its words: ranks, offices, given names, bodies."""

    def __init__(self, page: Page) -> None:
        bit = page.lexicon.bit
        self.page = page
        self.known = self.feminine = self.printed = False
        self.title, self.role, self.org = bit("title"), bit("role"), bit("organisation")
        self.unnamed, self.given = bit("unnamed"), bit("given_name")
        self.that, self.phrase_end, self.tail = bit("that"), bit("phrase_end"), bit("organisation_tail")
        self.inside, self.amount = bit("in"), bit("a_number")
        self.document, self.outlet = bit("document"), bit("outlet")
        self.press, self.spokesman = bit("press"), bit("spokesman")
        self.done, self.civilian = bit("object_word"), bit("civilian")
        self.adjective, self.place_noun = bit("common_word"), bit("place_noun")
        self.nationality, self.told_to = bit("nationality"), bit("told_to")
        self.compound, self.correspondent, self.wide = bit("compound"), bit("correspondent"), bit("wide")
        self.months = 0
        for number in range(1, 13):
            self.months |= bit(f"month_{number}")  # «نيسان» is a name, too
        self.office = self.role | self.org | self.title | self.unnamed | self.adjective
        self.when = bit("weekday") | bit("today") | bit("yesterday")
        self.this, self.harmed = bit("this"), bit("was_harmed")

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
        source, self.printed = Source(), False
        ranked = [index for index, part in enumerate(parts) if self._names_alone(*part)]
        for index, part in enumerate(parts):
            found = self._part(*part)
            self.known = False  # an apposition is a name
            if index < max(ranked, default=0) and masks[part[0]] & (self.role | self.org):
                found = self._part(*part, nameless=True)  # «آمر غرفة عمر المختار، اللواء سالم الرفادي»
            source = Source(
                source.person or found.person, source.role or found.role, source.organisation or found.organisation
            )
        others = self.printed or self._anybody(low, high)
        unnamed = others or any(masks[index] & self.unnamed for index in range(low, high))
        relayed = bool(masks[low] & (self.correspondent | self.outlet))
        return Speech(source, unnamed and source.person is None, relayed=relayed)

    def _anybody(self, low: int, high: int) -> bool:
        """«قيادي في الفصيل»: one of several; «موقع كذا الإخباري»: another outlet. A spokesman speaks for a body."""
        masks, forms = self.page.masks, self.page.forms
        near = range(low, min(low + _LONGEST_TITLE, high))
        bodies = any(masks[each] & self.org and not masks[each] & self.outlet for each in near)
        if any(masks[each] & self.press for each in near) and not bodies and not masks[low] & self.correspondent:
            return True
        if not masks[low] & self.role or masks[low] & self.spokesman or forms[low].even.startswith("ال"):
            return False
        return any(masks[each] & self.inside for each in range(low + 1, min(low + 3, high)))

    def _names_alone(self, low: int, high: int) -> bool:
        """Whether what stands between two commas is a name: with its rank, or by itself."""
        masks = self.page.masks
        unknown = high - low < LONGEST_NAME and all(self._of_name(each) for each in range(low, high))
        named = unknown or (bool(masks[low] & self.given) and not masks[low] & (self.role | self.org))
        return high - low > 1 and (bool(masks[low] & self.title) or (named and high - low <= LONGEST_NAME))

    def _part(self, low: int, high: int, *, nameless: bool = False) -> Source:
        """What a stretch between commas says: «كبير مستشاري كذا فلان», «فلان، مدير كذا»."""
        if not self._chief(low, high):
            return self._titled(low, high, nameless=nameless)
        found = self._titled(low + 1, high, nameless=nameless)
        start, text = self.page.starts[low], self.page.text
        role = Span(start, found.role.end, text[start : found.role.end]) if found.role else None
        return Source(found.person, role, found.organisation)

    def _titled(self, low: int, high: int, *, nameless: bool = False) -> Source:
        page, masks = self.page, self.page.masks
        if self._team(low, high):
            low += 1  # «فريق الهلال الأحمر»: a team, no general
        person = None if nameless or self._crew(low, high) else self._person_start(low, high)
        body = self._body_in(low, high, person)
        if body is not None and person is not None and person <= body:
            body = None if person < body and not masks[low] & self.role else body
        role = None
        name_end = high
        if masks[low] & (self.role | self.unnamed | self.title):
            end = person if person is not None and person > low else high
            role = span(page, low, next((each for each in range(low + 1, end) if self._rank(each)), end))
        elif masks[low] & self.org:
            # «غرفة عمليات عمر المختار» is named after somebody; a man behind a body has his rank or office
            ranked = any(masks[each] & (self.title | self.role) for each in range(low + 1, person or low))
            person = person if ranked else None
        elif body is None:
            body = self._other_body(low, high)
            alone = person is None and body is None and not nameless and high - low <= 4
            person = low if alone and self._may_name(low) else person
        if masks[low] & self.correspondent and low + 1 < high and body is None and (person or high - 1) == high - 1:
            person, body = None, low + 1  # «مراسل الجزيرة», «مراسل الجزيرة نت»
        if person is not None:
            later = self._office_after(person, high)
            if later is not None:
                role, name_end = span(page, later, high), later
                body = next((each for each in range(later, high) if masks[each] & self.org), body)
        name_end, body = self._spoken_for(low, high, person, name_end, body)
        organisation = None
        if body is not None:
            end = person if person is not None and person > body else high
            end = next((each for each in range(body + 1, end) if self._ends_body(low, each)), end)
            organisation = _bare(page, body, end)
        name = span(page, person, min(name_end, person + 6)) if person is not None and person < name_end else None
        return Source(name, role, organisation)

    def _chief(self, low: int, high: int) -> bool:
        """«كبير مستشاري كذا»: the office begins with the next word."""
        return low + 1 < high and self.page.forms[low].even in _CHIEF and bool(self.page.masks[low + 1] & self.role)

    def _body_in(self, low: int, high: int, person: int | None) -> int | None:
        """The first body of a phrase; «ضربة لموقع قيادات التنظيم» only speaks of one."""
        masks = self.page.masks
        body = next((each for each in range(low, high) if masks[each] & self.org and not self._rank(each)), None)
        if body is not None and body > low and self.page.forms[body - 1].even == "وسايل":
            return body - 1  # «وسائل إعلام كذا»
        of_others = body is not None and body > low + 1 and not masks[low] & (self.office | self.document | self.outlet)
        return None if of_others and person is None else body

    def _team(self, low: int, high: int) -> bool:
        """«فريق الهلال الأحمر», where the body is named behind the word."""
        masks = self.page.masks
        return low + 1 < high and bool(masks[low] & self.title and masks[low] & self.org and masks[low + 1] & self.org)

    def _crew(self, low: int, high: int) -> bool:
        """«فريق العمل المشترك»: a general has the article, or a name behind his rank."""
        masks, form = self.page.masks, self.page.forms[low].even
        both = masks[low] & self.title and masks[low] & self.org and not form.startswith("ال")
        return bool(both) and low + 1 < high and self.page.forms[low + 1].even.startswith("ال")

    def _other_body(self, low: int, high: int) -> int | None:
        """A body by what it is: «أعلن موقع "كذا"»; «قالت روسيا»: a country is its government; «أفادت "النهار"»."""
        mask = self.page.masks[low]
        country = mask & self.wide and high - low == 1 and not self._quoted(low)
        called = self.feminine and high - low <= _LONGEST_TITLE and self._quoted(low) and self._quoted(high)
        unknown = called and not any(self.page.masks[each] & ~PLACE for each in range(low, high))
        self.printed = self.printed or unknown
        return low if country or unknown or (mask & self.outlet and low + 1 < high) else None

    def _office_after(self, person: int, high: int) -> int | None:
        """Where the office begins that stands behind a name: «فلان، مدير كذا», «فلان كبير مسؤولي كذا»."""
        later = next((each for each in range(person + 1, high) if self.page.masks[each] & self.role), None)
        if later is None or later == person + 1 == high - 1:
            return None  # «ضياء الوكيل»: a surname
        definite = self.page.forms[later].even.startswith("ال")
        if later == person + 1 and definite and all(self._of_name(each) for each in range(later + 1, high)):
            return None  # «أحمد العمدة بادي»
        return later - 1 if later > person + 1 and self.page.forms[later - 1].even in _CHIEF else later

    def _spoken_for(
        self, low: int, high: int, person: int | None, name_end: int, body: int | None
    ) -> tuple[int, int | None]:
        """Where a name ends, and the body somebody is of or speaks for: «طارق من الدفاع المدني»، «المتحدث باسم …»."""
        forms = self.page.forms
        near = next((each for each in range(low + 1, high - 1) if forms[each].even.removeprefix("ال") in _NEAR), None)
        if near is not None and body is not None and body > near:
            return name_end, None  # «مصدر مقرب من الحكومة» is none of hers
        of = next((each for each in range(person or high, high) if forms[each].even == "من"), None)
        if of is not None:
            return min(name_end, of), of + 1
        headed = next((each + 1 for each in range(low + 1, high - 1) if forms[each].even == "برياسه"), None)
        if headed is not None and self.page.masks[headed] & self.org:
            return name_end, headed
        named = next((each + 1 for each in range(low + 1, high - 1) if self._in_name_of(low, each)), None)
        if named is not None and (body is None or body > named):
            return name_end, named if person != named else None
        if body is not None and body > low and forms[body - 1].even in ("وزير", "وزيره"):
            # «وزير الدفاع» is an office, «الدفاع» no body; «… في حكومة الوحدة» is one
            later = (each for each in range(body + 1, person or high) if self.page.masks[each] & self.org)
            inside = (each for each in later if self.page.masks[each - 1] & self.inside or forms[each].front == "ب")
            body = next(inside, None)
        return name_end, body

    def _in_name_of(self, low: int, index: int) -> bool:
        """«الناطق الرسمي باسم …»; «باسم عزيز» is a man."""
        if self.page.forms[index].even != "باسم":
            return False
        return any(self.page.forms[each].stem in _SPEAKING for each in range(low, index))

    def _may_name(self, index: int) -> bool:
        """Whether a word may be a surname by itself: of no known meaning, or «الـ…ي»."""
        form = self.page.forms[index]
        surname = form.even.startswith("ال") and form.even.endswith("ي") and not self.page.masks[index] & self.adjective
        if form.even in _PARTICLES:
            return False
        unknown = not self.page.masks[index] & ~self.given and not form.even.endswith("ا")  # «مرارا» is no name
        return (unknown and not self.known) or surname or self._called(index)

    def _called(self, index: int) -> bool:
        return bool(self.page.masks[index] & self.given) or self.page.forms[index].even in _FATHER

    def _rank(self, index: int) -> bool:
        """«اللواء» with the article is a general, not a brigade; in «قيادة اللواء الساحلي» it is one."""
        titled = self.page.masks[index] & self.title and self.page.forms[index].even.startswith("ال")
        return bool(titled) and not self._brigade(index)

    def _brigade(self, index: int) -> bool:
        """«قيادة اللواء»، «اللواء 25»، «اللواء الخامس»."""
        if not self.page.masks[index] & self.org:
            return False
        after = self.page.forms[index + 1] if index + 1 < len(self.page.forms) else None
        counted = after is not None and (after.mask & NUMBER or after.even in _ORDINALS)
        return bool(counted) or (index > 0 and self._opened(index - 1))

    def _ends_body(self, low: int, index: int) -> bool:
        """Whether a body's name is over: a rank, or those to whom its spokesman speaks («للإعلام العربي»)."""
        spoken_to = self.page.forms[index].even in _SPOKEN_TO and bool(self.page.masks[low] & self.role)
        return self._rank(index) or self._plain_rank(index) or spoken_to

    def _plain_rank(self, index: int) -> bool:
        """«ملازم أول فلان»: a rank without its article, which is no body."""
        mask = self.page.masks[index]
        return bool(mask & self.title) and not mask & (self.org | self.given) and not self._rank(index)

    def _opened(self, index: int) -> bool:
        """Whether a word names a body that the next one must say more of: «وزارة», not «الجيش»."""
        return bool(self.page.masks[index] & self.org) and not self.page.forms[index].even.startswith(("ال", "لل"))

    def _joined(self, index: int) -> bool:
        """Whether a word with the article, or joined to one, still goes on with an office."""
        return self.page.forms[index].even.startswith(("ال", "وال", "لل"))

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

    def _bare_before(self, low: int, given: int) -> bool:
        """«مدير الناحية طالب محمد»: a word without the article behind one that has it is no part of the office."""
        here, before = self.page.forms[given - 1], self.page.forms[given - 2]
        if here.even == "باسم":
            return given - 1 > low and not self._in_name_of(low, given - 1)
        known = self.role | self.org | self.title | PLACE | self.inside | self.adjective
        bare = not here.even.startswith(("ال", "لل", "و")) and not self.page.masks[given - 1] & known
        return given - 2 > low and bare and before.even.startswith(("ال", "وال")) and here.even != "من"

    def _of_body(self, index: int) -> bool:
        """«لواء», «فريق» without the article are bodies."""
        bare = not self.page.forms[index].even.startswith("ال")
        return bool(self.page.masks[index] & self.org) and (bare or self._brigade(index))

    def _person_start(self, low: int, high: int) -> int | None:
        """Where a name begins: after a rank, at a given name, or at a bare word after «ال…» has closed the office."""
        masks = self.page.masks
        low = self._rank_after(low, high) or low
        given = self._given_from(low, high)
        titles = [each for each in range(low, high) if masks[each] & self.title and (each == low or self._rank(each))]
        if titles and (given is None or titles[-1] < given):
            return self._after_rank(titles[-1] + 1, high)
        if given is not None:
            return given
        role = next((each for each in range(low + 1, min(high, low + 5)) if masks[each] & self.role), None)
        if role is not None and not masks[low] & self.office:
            return low
        if masks[low] & self.unnamed:
            closed = high - low > _LONGEST_TITLE + 1 and self.page.forms[high - 3].even.startswith("ال")
            return high - 2 if closed and not masks[high - 2] | masks[high - 1] else None
        return self._bare_name(low, high) if masks[low] & self.role else None

    def _given_from(self, low: int, high: int) -> int | None:
        """Where the name begins that has the first given name in it."""
        masks = self.page.masks
        no_name = self.role | self.org
        given = next(
            (
                each
                for each in range(low, high)
                if masks[each] & self.given
                and not masks[each] & (no_name | PLACE)
                and not self.page.forms[each].even.startswith("ال")
            ),
            None,
        )
        if given is None or given == low:
            return given
        if not masks[low] & self.office and all(self._of_name(each) for each in range(low, given)):
            return low  # «المصباح أبو زيد»
        return given - 1 if self._called(given - 1) or self._bare_before(low, given) else given  # «أبو أحمد الشامي»

    def _bare_name(self, low: int, high: int) -> int | None:
        """A word of no known meaning behind a place, or without the article behind one that has it."""
        page, masks = self.page, self.page.masks
        for each in range(low + 2, high):
            before, here = page.forms[each - 1], page.forms[each]
            placed = bool(masks[each - 1] & PLACE)
            if placed and masks[each - 2] & self.inside:
                return each
            last = each == high - 2 and before.even.startswith("ال") and not self._joined(each + 1)
            if last and not (here.mask | masks[each + 1]) & (self.office | self.inside | PLACE | self.that):
                return each  # «رئيس المكتب سلامة معروف»: two words without the article
            closed = placed or before.even.startswith(("ال", "وال"))
            bare = not here.even.startswith(("ال", "لل", "و", "ب")) and not here.mask & ~(self.title | self.months)
            if closed and bare:
                return each
        return None

    def _of_name(self, index: int) -> bool:
        """Whether a word may belong to a name between commas: of no known meaning, or of no other there."""
        known = self.page.masks[index] & ~(self.given | PLACE | self.compound)
        if known and self.page.forms[index - 1].even in _FATHER:
            return not known & (self.role | self.org | self.that | COMMA)
        return self._called(index) or not known

    def _quoted(self, index: int) -> bool:
        page = self.page
        until = page.starts[index] if index < len(page.starts) else len(page.text)
        between = page.text[page.ends[index - 1] : until]
        return not _QUOTES.isdisjoint(between)


def _bare(page: Page, low: int, high: int) -> Span:
    """A body's name without the «ب» or «ل» written onto its first word; «للجيش» as «الجيش» where that stands, too."""
    whole = span(page, low, high)
    if page.forms[low].front == "لل" and whole.words.startswith("لل"):
        named = re.search(rf"(?<!\w)ال{re.escape(whole.words[2:])}(?!\w)", page.text)
        return Span(named.start(), named.end(), named.group()) if named else whole
    cut = len(page.forms[low].front.removesuffix("ال"))
    if cut and page.forms[low].front != "لل":
        return Span(whole.start + cut, whole.end, whole.words[cut:])
    return whole
