"""Places in an English text: capitals tell what Arabic leaves to nouns of place and particles."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from clearway.places import Gazetteer
from clearway.reading.lexicon import CAPITAL, COMMA, MARK, NUMBER
from clearway.reading.mentions import ArabicMentions, Mention, Names
from clearway.reading.model import Span
from clearway.reading.tokens import Page

_INSIDE = frozenset({"in", "at", "near", "around", "inside", "outside", "across", "throughout", "within"})
_NO_APPOSITION = frozenset({"street", "base", "camp", "port", "airport", "bridge", "crossing", "border"})
"""Nouns of place behind which a name is not always theirs."""

_PARTS = frozenset({"center", "centre", "limits", "outskirts"})
_NEARBY = frozenset({"nearby", "neighbouring", "neighboring", "adjacent"})
_SHORTEST_LOUD = 6
"""Letters of a word in capitals from which on it may be a town."""


class EnglishMentions(ArabicMentions):
    """Finds places in an English text: known names, capitals beside a noun of place or after a word of place."""

    def _at(self, index: int) -> int:
        mask = self.page.masks[index]
        if mask & (MARK | NUMBER):
            return index + 1
        if mask & self.this and index + 1 < len(self.page.forms) and self.page.masks[index + 1] & self.noun:
            self._add(index, index + 2, described=True, vague=True)
            return index + 2
        if mask & self.articles and self._the_town(index):
            end = index + 3 if self.page.forms[min(index + 2, len(self.page.forms) - 1)].even in _PARTS else index + 2
            self._add(index, end, described=True, vague=True)
            return end
        if mask & self.articles and self._building(index):
            end = self._building(index)
            self._add(index, end, described=True, vague=True)
            return end
        if mask & (self.area | self.direction) and self._area(index):
            self._add(index, index + 2, described=True, vague=bool(mask & self.direction))
            return index + 2
        if not mask & CAPITAL and not self._lower_article(index):
            return index + 1
        known = self.names.find(self.page, index, 0)
        if known is None and mask & self.direction and self._goes_on(index):
            return index + 1  # "Southern Tripoli" is Tripoli
        end = known[0] if known else self._capitals(index)
        if self._english_place(index, end, bool(known and known[1]), known is not None):
            self._add(index, end)
            return end
        return end if known is None and end > index else index + 1

    def _area(self, index: int) -> bool:
        """Whether an area is described: "border areas", "the western coast", with no name behind it."""
        masks = self.page.masks
        noun = index + 1 < len(masks) and bool(masks[index + 1] & (self.noun | self.plural))
        return noun and not (masks[index] & self.direction and self._named_on(index + 2))

    def _named_on(self, index: int) -> bool:
        """Whether a name follows, with or without a word of place: "the southern city of Sabha"."""
        masks = self.page.masks
        at = index + 1 if index < len(masks) and masks[index] & self.locative else index
        return at < len(masks) and bool(masks[at] & CAPITAL) and not masks[at] & self.never

    def _building(self, index: int) -> int:
        """The end of a building told without a name, behind its article: "the main hospital"; 0 if there is none."""
        masks = self.page.masks
        for end in range(index + 1, min(index + 4, len(masks))):
            if masks[end] & self.facility and not masks[end] & CAPITAL:
                return end + 1
            if masks[end] & (MARK | NUMBER | CAPITAL | self.locative | self.page.lexicon.bit("verb")):
                return 0
        return 0

    def _lower_article(self, index: int) -> bool:
        """The "al" of "al-Hayakil", written small before a capital."""
        masks = self.page.masks
        return bool(masks[index] & self.compound) and index + 1 < len(masks) and bool(masks[index + 1] & CAPITAL)

    def _capitals(self, index: int) -> int:
        end = index + 1 if self._lower_article(index) else index
        masks = self.page.masks
        while end < len(masks) and masks[end] & CAPITAL and not masks[end] & (self.never | self.country | MARK):
            end += 1
            if self.page.text[self.page.ends[end - 1] - 2 : self.page.ends[end - 1]] == "'s":
                break
        return end

    def _english_place(self, index: int, end: int, anywhere: bool, known: bool) -> bool:
        if end <= index or self._no_place(index, end, known):
            return False
        if anywhere:
            return True
        if not known and (self._of_people(index, end) or self._short_form(index, end)):
            return False
        return self._told_by_words(index, end, known)

    def _no_place(self, index: int, end: int, known: bool) -> bool:
        """Whether a name is somebody's, or a body's."""
        masks = self.page.masks
        given = masks[index] & self.given and not masks[index] & self.compound
        if (masks[index] & self.never or given) and not known:
            return True
        if index > 0 and masks[index - 1] & (self.given | self.titles):
            return True
        if end < len(masks) and masks[end] & CAPITAL and masks[end] & self.bodies:
            return True
        return any(masks[each] & self.bodies for each in range(index, end))

    def _told_by_words(self, index: int, end: int, known: bool) -> bool:
        """Whether the words around a name show that it is a place."""
        masks = self.page.masks
        at = index
        while at and (masks[at - 1] & self.direction or self.page.forms[at - 1].even in _NEARBY):
            at -= 1
        before = masks[at - 1] if at else 0
        after = masks[end] if end < len(masks) else 0
        if before & self.articles and known and at > 1 and masks[at - 2] & self.locative:
            return True
        if after & (self.noun | self.plural | self.direction) and not after & CAPITAL:
            return True
        if before & self.noun and not before & CAPITAL and self.page.forms[at - 1].even not in _NO_APPOSITION:
            return True
        if before & self.locative:
            return known or self._locates(at - 1)
        if after & self.joining and self._first_of_two(end + 1):
            return True
        listed = bool(before & (COMMA | self.joining)) and (index - 2) in self.ends
        return listed and (known or not after & self.locative or self.page.forms[end].even != "of")

    def _locates(self, index: int) -> bool:
        """Whether a word of place says where, and not whose: "a source from X", "according to X", "Office of X"."""
        masks, word = self.page.masks, self.page.forms[index].even
        earlier = masks[index - 1] if index else 0
        if earlier & self.page.lexicon.bit("according"):
            return False
        if earlier & self.civilian:
            return True
        if word == "of" and earlier & CAPITAL and not earlier & (self.noun | self.plural | self.direction):
            return False
        return word in _INSIDE or not earlier & (self.people | self.bodies)

    def _first_of_two(self, index: int) -> bool:
        """Whether one noun follows two names: "Gudele and Jebel districts"."""
        masks = self.page.masks
        end = index
        while end < len(masks) and end < index + 3 and masks[end] & CAPITAL and not masks[end] & (self.never | MARK):
            end += 1
        return index < end < len(masks) and bool(masks[end] & self.plural) and not masks[end] & CAPITAL

    def _of_people(self, index: int, end: int) -> bool:
        """Whether a name is one that the text gives to somebody."""
        return any(self.page.forms[each].stem in self.persons for each in range(index, end))

    def _short_form(self, index: int, end: int) -> bool:
        """Whether a word is the short form of a body: "the RSF"."""
        word = self.page.words(index, end)
        return end == index + 1 and word.isupper() and 1 < len(word) < _SHORTEST_LOUD

    @cached_property
    def persons(self) -> frozenset[str]:
        """The names that stand behind a rank, an office or a given name."""
        masks, forms = self.page.masks, self.page.forms
        named: set[str] = set()
        for index, mask in enumerate(masks[:-1]):
            if not mask & (self.titles | self.given) or mask & self.compound:
                continue
            each = index + 1
            while each < len(masks) and masks[each] & (CAPITAL | self.compound) and not masks[each] & self.no_name:
                named.add(forms[each].stem)
                each += 1
        return frozenset(named)

    @property
    def no_name(self) -> int:
        """What ends a name: offices, bodies, nationalities, words of place, marks."""
        return self.bodies | self.people | self.country | self.noun | self.titles | MARK

    def _goes_on(self, index: int) -> bool:
        """Whether a name begins with the next word."""
        after = self.page.masks[index + 1] if index + 1 < len(self.page.masks) else 0
        return bool(after & CAPITAL) and not after & (self.never | self.bodies | MARK)

    def _the_town(self, index: int) -> bool:
        """Whether this is "the city" with no name after it."""
        masks = self.page.masks
        after = masks[index + 2] if index + 2 < len(masks) else 0
        return (
            index + 1 < len(masks)
            and bool(masks[index + 1] & self.noun)
            and not after & CAPITAL
            and not (after & self.locative and index + 3 < len(masks) and masks[index + 3] & CAPITAL)
        )

    @property
    def articles(self) -> int:
        """The, a, its."""
        return self.page.lexicon.bit("article")

    @property
    def titles(self) -> int:
        """Ranks and forms of address."""
        return self.page.lexicon.bit("title")

    @property
    def bodies(self) -> int:
        """Words that make a name one of a body."""
        return self.page.lexicon.bit("organisation")

    @property
    def people(self) -> int:
        """Words for people: what comes from them is no place."""
        return self.page.lexicon.bit("role")

    @property
    def joining(self) -> int:
        """And, or."""
        return self.page.lexicon.bit("and")

    def _attached(self, low: int) -> int:  # noqa: ARG002 - English writes nothing onto a name
        return 0

    def _in_person(self, index: int) -> bool:
        before = self.page.masks[index - 1] if index else 0
        return bool(before & (self.given | self.titles))

    def _keep(self, mention: Mention) -> None:
        words = mention.span.words
        if words.endswith(("'s", "’s")):
            span = Span(mention.span.start, mention.span.end - 2, words[:-2])
            mention = replace(mention, span=span)
        super()._keep(mention)


def find_mentions(page: Page, names: Names, gazetteer: Gazetteer) -> list[Mention]:
    """All places named in a text: those the gazetteer knows, and those the words around them show to be places."""
    finder = ArabicMentions(page, names) if page.lexicon.joined else EnglishMentions(page, names)
    finder.take(gazetteer.mentions(page.text))
    return finder.find()
