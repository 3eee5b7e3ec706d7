"""Places in an English text: capitals tell what Arabic leaves to nouns of place and particles."""

from __future__ import annotations

from dataclasses import replace

from clearway.places import Gazetteer
from clearway.reading.lexicon import CAPITAL, COMMA, MARK, NUMBER
from clearway.reading.mentions import ArabicMentions, Mention, Names
from clearway.reading.model import Span
from clearway.reading.tokens import Page


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
            self._add(index, index + 2, described=True, vague=True)
            return index + 2
        if mask & self.area and index + 1 < len(self.page.forms) and self.page.masks[index + 1] & self.noun:
            self._add(index, index + 2, described=True)
            return index + 2
        if not mask & CAPITAL:
            return index + 1
        known = self.names.find(self.page, index, 0)
        if known is None and mask & self.direction and self._goes_on(index):
            return index + 1  # "Southern Tripoli" is Tripoli
        end = known[0] if known else self._capitals(index)
        if self._english_place(index, end, bool(known and known[1]), known is not None):
            self._add(index, end)
            return end
        return end if known is None and end > index else index + 1

    def _capitals(self, index: int) -> int:
        end = index
        masks = self.page.masks
        while end < len(masks) and masks[end] & CAPITAL and not masks[end] & (self.never | self.country | MARK):
            end += 1
            if self.page.text[self.page.ends[end - 1] - 2 : self.page.ends[end - 1]] == "'s":
                break
        return end

    def _english_place(self, index: int, end: int, anywhere: bool, known: bool) -> bool:
        masks = self.page.masks
        if end <= index or (masks[index] & (self.never | self.given) and not known):
            return False
        person = index > 0 and masks[index - 1] & (self.given | self.titles)
        if person or any(masks[each] & self.bodies for each in range(index, end)):
            return False
        if anywhere:
            return not (end < len(masks) and masks[end] & CAPITAL and masks[end] & self.bodies)
        at = index
        while at and masks[at - 1] & self.direction and masks[at - 1] & CAPITAL:
            at -= 1
        before = masks[at - 1] if at else 0
        earlier = masks[at - 2] if at > 1 else 0
        after = masks[end] if end < len(masks) else 0
        if before & self.articles and known and earlier & self.locative:
            return True
        if after & (self.noun | self.direction) and not after & CAPITAL:
            return True
        if before & self.locative:
            return known or bool(earlier & self.civilian) or not earlier & (self.people | self.bodies)
        return bool(before & COMMA or before & self.joining) and (index - 2) in self.ends

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
