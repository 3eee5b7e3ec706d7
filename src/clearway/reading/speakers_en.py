"""Who says it, in English: the noun phrase before or behind a verb of saying."""

from __future__ import annotations

from clearway.reading.lexicon import CAPITAL, COMMA, OPEN, PLACE, STOP
from clearway.reading.model import Source, Span
from clearway.reading.speech import NOBODY, Speech, span
from clearway.reading.tokens import Page

_LONGEST_INITIALS, _LONGEST_OFFICE = 7, 10
_INSIDE = frozenset({"in", "near", "at", "from", "across", "around"})
_HAD = frozenset({"has", "have", "had", "also"})
PASSIVE = frozenset({"was", "were", "been", "be", "being"})


class EnglishSpeakers:
    """Reads the noun phrase before or after an English verb of saying."""

    def __init__(self, page: Page) -> None:
        bit = page.lexicon.bit
        self.page = page
        self.title, self.role, self.org = bit("title"), bit("role"), bit("organisation")
        self.unnamed, self.given, self.end = bit("unnamed"), bit("given_name"), bit("phrase_end")
        self.pronoun, self.article, self.never = bit("pronoun"), bit("article"), bit("common_word")
        self.compound, self.joining = bit("compound"), bit("and")
        self.alone, self.wide = bit("body_alone"), bit("wide")
        self.nationality, self.outlet, self.of = bit("nationality"), bit("outlet"), bit("of_word")

    def before(self, low: int, verb: int) -> Speech:
        """The subject that ends at the verb: after the last stop of its clause."""
        masks = self.page.masks
        if verb > low and self.page.forms[verb - 1].even in PASSIVE:
            return NOBODY
        low = next((each for each in range(verb, low, -1) if self._dated_before(each)), low)
        high = verb
        while high > low and masks[high - 1] & (self.end | COMMA):
            high -= 1
        beside = (each for each in range(low + 1, high - 1) if masks[each] & COMMA and self._relative(each + 1))
        high = next(beside, high)
        if high - 2 > low and masks[high - 2] & COMMA and self._name(high - 1):
            low = high - 1  # "Despite all threats, Dillon said"
        inserted = verb == high and verb + 1 < len(masks) and bool(masks[verb + 1] & COMMA)
        if inserted:  # "Troops, al-Saedi said, had …"
            low = max((each + 1 for each in range(low, high) if masks[each] & COMMA), default=low)
        if high == low or (high - low == 1 and masks[low] & self.pronoun) or masks[high - 1] & self.pronoun:
            return NOBODY
        return self._decode(low, high)

    def _dated_before(self, index: int) -> bool:
        """What stands before a dash says where the text is from, not who speaks: "SIRTE, Libya - The army said"."""
        between = self.page.text[self.page.ends[index - 1] : self.page.starts[index]]
        written = self.page.text[self.page.starts[index - 1] : self.page.ends[index - 1]]
        return " - " in between or written in ("–", "—", "--")

    def after(self, at: int, high: int) -> tuple[Speech, int]:
        """The phrase that follows: "said Colonel X", "according to the ministry"."""
        masks = self.page.masks
        end = at
        while end < min(high, at + 16) and not masks[end] & (STOP | OPEN | self.end):
            if masks[end] & COMMA and not self._apposed(end + 1, high):
                break
            end += 1
        if end == at:
            return NOBODY, at
        return self._decode(at, end), end

    def known(self, low: int, verb: int) -> bool:
        """Whether "the official", "the spokesman" alone is to say it: one of whom the text has spoken."""
        masks = self.page.masks
        at = next((each for each in range(verb - 1, low - 1, -1) if masks[each] & self.article), None)
        if at is None or verb - at != 2 or self.page.forms[at].even != "the":
            return False
        return bool(masks[verb - 1] & self.role) and not self.page.forms[verb - 1].even.endswith("s")

    def _relative(self, index: int) -> bool:
        """Whether words only say more of the speaker: "the governor, who is allied with the army, said"."""
        return self.page.forms[index].even in ("who", "which", "whose")

    def _apposed(self, at: int, high: int) -> bool:
        """Whether an office follows a comma: "Colonel X, a commander of …", not "the ministry, the army …"."""
        masks = self.page.masks
        if at >= high or not masks[at] & (self.role | self.article | self.title):
            return False
        end = next((each for each in range(at, high) if masks[each] & (COMMA | STOP)), high)
        office = any(masks[each] & self.role for each in range(at, min(end, at + 4)))
        return office and end - at <= _LONGEST_OFFICE

    def _decode(self, low: int, high: int) -> Speech:
        page, masks = self.page, self.page.masks
        person = self._person(low, high)
        role = next((each for each in range(low, high) if masks[each] & (self.role | self.unnamed)), None)
        country = self._country(low, high)
        if person and (country is not None or self._placed(*person)):
            person = None  # "In Khan Younis, the UN said", "Israel has said"
        bodies = (each for each in range(low, high) if self._heads(each, high))
        body = next((each for each in bodies if not _covers(person, each)), country)
        if person and self._with_article(person[0], low):  # "the Emergency Lawyers reported"
            body = person[0] if body is None else body
            person = next((each for each in [self._first_name(person[1], high)] if each != person), None)
        named = span(page, *person) if person else None
        if named is not None and named.words.endswith(("'s", "’s")):
            named = Span(named.start, named.end - 2, named.words[:-2])
        organisation = span(page, *self._body(body, low, high, person)) if body is not None else None
        said_role = None
        if role is not None:
            said_role = span(page, *self._role(role, low, high, person))
        high = high if body is None else next((each for each in range(body, high) if masks[each] & self.joining), high)
        unnamed = named is None and any(masks[each] & self.unnamed for each in range(low, high))
        return Speech(Source(named, said_role, organisation), unnamed)

    def _with_article(self, index: int, low: int) -> bool:
        """Whether a name has the article, as bodies have and people have not."""
        return index > low and self.page.forms[index - 1].even == "the"

    def _heads(self, index: int, high: int) -> bool:
        """Whether a word names a body: also "military" where nothing follows it."""
        mask = self.page.masks[index]
        return bool(mask & self.org or (mask & self.alone and index + 1 == high) or self._initials(index))

    def _country(self, low: int, high: int) -> int | None:
        """The country that speaks by itself, which is its government: "Israel said", "Israel has said"."""
        while high > low and self.page.forms[high - 1].even in _HAD:
            high -= 1
        return low if high - low == 1 and self.page.masks[low] & self.wide else None

    def _placed(self, low: int, high: int) -> bool:
        """Whether the words are a place by what stands before or first among them: "in Sirte", "In Sirte"."""
        inside = any(self.page.forms[each].even in _INSIDE for each in (max(low - 1, 0), low))
        return inside and any(self.page.masks[each] & PLACE for each in range(low, high))

    def _person(self, low: int, high: int) -> tuple[int, int] | None:
        """The name after a rank, else the first that is not part of a body's name."""
        ranked = [each + 1 for each in range(low, high - 1) if self.page.masks[each] & self.title]
        for start in ranked:
            if self._name(start) and not self._of_body(start, low, high):
                return self._first_name(start, high)
        return self._first_name(low, high)

    def _of_body(self, start: int, low: int, high: int) -> bool:
        """Whether capitals belong to a body: "Joint Operation Command", "Government of National Accord"."""
        masks = self.page.masks
        end = start
        while end < high and self._name(end):
            end += 1
        linked = self.page.forms[start - 1].even in ("of", "for")
        within = start - 1 > low and linked and bool(masks[start - 2] & self.org)
        if within or end >= high or not masks[end] & self.org:
            return within
        return bool(masks[end] & CAPITAL) or end + 1 == high  # "Bunyan Marsous forces said"

    def _first_name(self, low: int, high: int) -> tuple[int, int] | None:
        masks = self.page.masks
        if high - low == 2 and self._particle(low, high):
            return low, high  # "al-Ghasri said"
        index = low
        while index < high:
            start = index
            while index < high and (self._name(index) or (index > start and self._particle(index, high))):
                index += 1
            long_enough = index - start >= 2 or (index - start == 1 and (high - low == 1 or self._titled(start, low)))
            if long_enough and not masks[start] & self.outlet and not self._of_body(start, low, high):
                return start, index
            index = max(index, start + 1)
        return None

    def _particle(self, index: int, high: int) -> bool:
        """The "al" of "Mohammed al-Ghasri"."""
        return bool(self.page.masks[index] & self.compound) and index + 1 < high and self._name(index + 1)

    def _name(self, index: int) -> bool:
        mask = self.page.masks[index]
        if self._initials(index):
            return False
        return bool(mask & CAPITAL) and not mask & (
            self.title | self.role | self.org | self.never | self.nationality | self.article | COMMA
        )

    def _initials(self, index: int) -> bool:
        """The short form of a body that no catalogue lists: "the RSF said", "a TSF spokeswoman"."""
        word = self.page.words(index, index + 1)
        known = self.title | self.role | self.outlet | self.nationality | self.compound
        return (
            word.isupper()
            and word.isalpha()
            and 2 < len(word) <= _LONGEST_INITIALS
            and not (self.page.masks[index] & (known | PLACE | self.wide))
        )

    def _titled(self, start: int, low: int) -> bool:
        return start > low and bool(self.page.masks[start - 1] & self.title)

    def _body(self, head: int, low: int, high: int, person: tuple[int, int] | None) -> tuple[int, int]:
        """A body's name: from the word before its head that belongs to it up to the end of its phrase."""
        masks = self.page.masks
        start, end = head, head + 1
        stop = self.role | self.unnamed | self.title | self.article | COMMA
        while start > low and not masks[start - 1] & stop and not _covers(person, start - 1):
            if not masks[start - 1] & (CAPITAL | self.nationality | self.org | self.never):
                break
            start -= 1
        while end < high and not masks[end] & (self.role | COMMA | self.title) and not _covers(person, end):
            end += 1
        return start, end

    def _role(self, head: int, low: int, high: int, person: tuple[int, int] | None) -> tuple[int, int]:
        masks = self.page.masks
        start, end = head, head + 1
        while start > low and not masks[start - 1] & (COMMA | self.article) and not _covers(person, start - 1):
            start -= 1
        while end < high and not masks[end] & COMMA and not _covers(person, end):
            end += 1
        return start, end


def _covers(stretch: tuple[int, int] | None, index: int) -> bool:
    return stretch is not None and stretch[0] <= index < stretch[1]
