"""Places as they are named: known names, nouns of place with what follows, lists, repetitions, areas described.

A name is taken bare, without its noun («منطقة») or what is written onto it («ب»). Whether a gazetteer knows it is asked
afterwards: an unknown name stays a mention, for an officer to put on the map.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from clearway.places import Mention as GazetteerMention
from clearway.reading.letters import even, written_length
from clearway.reading.lexicon import CAPITAL, COMMA, FUTURE, MARK, NUMBER, PLACE, Lexicon
from clearway.reading.model import Span
from clearway.reading.tokens import Page

_LONG_ENOUGH = 5
"""Letters that a little-known name must have where a particle is written onto it: «بشرية» is no «شرية»."""

_OWNED = ("هم", "ها", "هما", "هن", "كم", "نا", "ته")
_HONOURS = ("بك", "بيك", "باشا")
"""What may end a name: «سليمان بك»."""

_TURNED = ("لل", "بال", "وال", "است", "ان")
_SEVERAL = frozenset({"عده", "عديده", "متفرقه", "مختلفه", "متعدده", "واسعه"})
_OF_WHICH = frozenset({"من", "في", "ب", "بينها", "منها", "هي", "شملت", "تابعه", "داخل", "شمال", "جنوب", "شرق", "غرب"})
_SIDED = frozenset({"مدخل", "منطقه", "مناطق", "مدينه", "احياء", "ضفه"})
_SIDES = frozenset({"الشرقيه", "الغربيه", "الجنوبيه", "الشماليه", "الشرقي", "الغربي", "الجنوبي", "الشمالي", "القديمه"})
_BANDS = frozenset({"القاعده"})
_REVERED = frozenset({"السيده", "سيدي", "الامام", "النبي"})
_QUOTES, _CLOSING = frozenset('"«“”:'), frozenset('"»”“')


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named by the words ``low`` up to ``high``.

    ``described``: an area without a name of its own; ``vague``: only "the town"; ``wide``: a whole country;
    ``guessed``: a word unknown otherwise that stands after «في».
    """

    low: int
    high: int
    span: Span
    described: bool = False
    vague: bool = False
    wide: bool = False
    guessed: bool = False


@dataclass
class Names:
    """Names to recognise, by their first word: well-known ones anywhere, others only after a word of place."""

    lexicon: Lexicon
    _known: dict[str, list[tuple[tuple[str, ...], bool]]] = field(default_factory=dict)

    def enter(self, names: Iterable[str], *, anywhere: bool) -> None:
        """Enters names as they are written."""
        for name in names:
            words = tuple(_bare(even(word)) for word in name.replace("-", " ").replace("'", " ").split())
            if words and words[0]:
                same = self._known.setdefault(words[0], [])
                same.append((words, anywhere))
                same.sort(key=lambda known: (-len(known[0]), not known[1]))

    def find(self, page: Page, index: int, skip: int) -> tuple[int, bool] | None:
        """The end of the longest name that begins at a word whose first ``skip`` letters are not part of it."""
        for words, anywhere in self._known.get(_bare(page.forms[index].even[skip:]), ()):
            end = index + len(words)
            if end <= len(page.forms) and all(
                _bare(page.forms[each].even) == word
                for each, word in zip(range(index + 1, end), words[1:], strict=True)
            ):
                return end, anywhere
        return None


def _bare(form: str) -> str:
    if form.endswith(("'s", "’s")):
        form = form[:-2]
    return form[2:] if form.startswith("ال") and len(form) > 4 else form


class ArabicMentions:
    """Finds places in an Arabic text."""

    def __init__(self, page: Page, names: Names) -> None:
        bit = page.lexicon.bit
        self.page, self.names = page, names
        self.noun, self.kept, self.plural = bit("place_noun"), bit("place_noun_kept"), bit("place_nouns")
        self.locative, self.direction = bit("locative"), bit("direction")
        self.area, self.this, self.compound = bit("area_word"), bit("this"), bit("compound")
        self.never = bit("common_word") | bit("that") | bit("say") | bit("saying") | bit("phrase_end") | bit("break")
        self.never |= bit("verb") | bit("title") | bit("weekday") | bit("person_word") | bit("explosive")
        self.fight, self.explosive = bit("fight_noun"), bit("explosive")
        self.harm = bit("killing") | bit("hurting") | bit("dead") | bit("hurt")
        self.no_place = bit("organisation") | bit("fighter") | bit("role")
        self.never |= self.no_place | self.fight
        self.given, self.country = bit("given_name"), bit("nationality")
        self.found: dict[int, Mention] = {}
        self.ends: set[int] = set()
        self.latest_guessed = False
        self.wide, self.near = bit("wide"), bit("near_word")
        self.inside, self.civilian, self.ground = bit("in"), bit("civilian"), bit("war_ground")
        self.control = bit("control_word")
        self.facility, self.person, self.opening = bit("facility"), bit("person_word"), bit("listed")

    def take(self, known: Iterable[GazetteerMention]) -> None:
        """Takes over the places that a gazetteer found, by their characters."""
        index = 0
        page = self.page
        for mention in known:
            while index < len(page.ends) and page.ends[index] <= mention.start:
                index += 1
            low = index
            while index < len(page.ends) and page.starts[index] < mention.end:
                index += 1
            if index > low and not self._in_person(low):
                span = Span(mention.start, mention.end, page.text[mention.start : mention.end])
                self._keep(Mention(low, index, span))

    def find(self) -> list[Mention]:
        """All mentions, in the order of the text, without overlaps."""
        count = len(self.page.forms)
        index = 0
        while index < count:
            taken = self.found.get(index)
            end = taken.high if taken else self._at(index)
            index = max(end, index + 1)
        self._repeat()
        return [self.found[low] for low in sorted(self.found)]

    def _at(self, index: int) -> int:
        mask = self.page.masks[index]
        if mask & MARK or (mask & NUMBER and not mask & self.noun):
            return index + 1
        by_way_of = index and self.page.forms[index].even == "طريق" and self.page.forms[index - 1].even == "عن"
        if mask & self.noun and not by_way_of:
            end = self._after_noun(index)
            if end is not None:
                return end
        known = self._known(index)
        if known is None:
            known = self._unknown(index)
        return self._listed(known) if known is not None else index + 1

    def _unknown(self, index: int) -> int | None:
        """A name that no list knows, by what stands before it."""
        ways = (self._enumerated, self._facility, self._between_quotes, self._beside, self._after_in)
        return next((end for end in (way(index) for way in ways) if end is not None), None)

    def _enumerated(self, index: int) -> int | None:
        """«القرى التالية: شبعا، الخيام»: a list that a colon opens behind a word of place."""
        page = self.page
        if not page.masks[index] & self.opening or index + 2 >= len(page.forms) or page.forms[index + 1].even != ":":
            return None
        placed = any(mask & (self.noun | PLACE) for mask in page.masks[max(0, index - 14) : index])
        if not placed or not self._nameable(index + 2) or page.masks[index + 2] & self.noun:
            return None
        end = self._compound_end(index + 2)
        self._add(index + 2, end)
        return self._listed(end, plural=True)

    def _facility(self, index: int) -> int | None:
        """«مستشفى ناصر»: a building is a place only by its name."""
        bare = self.page.masks[index] & self.facility and not self.page.forms[index].front.endswith("ال")
        if not bare or index + 1 >= len(self.page.forms) or not self._nameable(index + 1):
            return None
        end = self._compound_end(index + 1)
        self._add(index, end)
        return end

    def _beside(self, index: int) -> int | None:
        """«القريبة من المربعة»: what something lies near to."""
        near = index > 1 and self.page.masks[index - 2] & self.near and self.page.masks[index - 1] & self.locative
        if not near or not self._nameable(index) or self.page.masks[index] & self.noun:
            return None
        end = self._compound_end(index)
        self._add(index, end)
        return end

    def _after_in(self, index: int) -> int | None:
        """«في قنفودة»، «أهالي تاورغاء»: a word that nothing else explains, after «في» or people who live there."""
        page = self.page
        if not index or page.masks[index] & ~(CAPITAL | self.compound):
            return None
        theirs = page.masks[index - 1] & self.civilian and not page.forms[index - 1].even.startswith("ال")
        if not theirs and not page.masks[index - 1] & self.inside:
            return None
        word = page.forms[index].even
        if len(word) < 4 or word.endswith(_OWNED) or word.startswith(_TURNED):
            return None
        if index + 1 < len(page.forms) and page.masks[index + 1] & (self.fight | self.explosive | self.person):
            return None  # «في سلسلة هجمات»
        self._add(index, index + 1, guessed=True)
        return index + 1

    def _between_quotes(self, index: int) -> int | None:
        """«في "السبخة" و"المعرض"»: a name set off by quotation marks after a word of place."""
        placed = index and (self.page.masks[index - 1] & self.inside or (index - 1) in self.ends)
        if not placed or not self._nameable(index):
            return None
        return self._quotation(index)

    def _quotation(self, index: int) -> int | None:
        """The end of a name of at most three words between quotation marks."""
        if not self._quoted(index):
            return None
        for end in range(index + 1, min(index + 4, len(self.page.forms))):
            if not _CLOSING.isdisjoint(self.page.text[self.page.ends[end - 1] : self.page.starts[end]]):
                self._add(index, end)
                return end
        return None

    # --- a noun of place and what follows --------------------------------------------------------------------------

    def _after_noun(self, noun: int) -> int | None:
        page, masks = self.page, self.page.masks
        count = len(page.forms)
        pointed = self._pointed_at(noun)
        if pointed is not None:
            return pointed
        some = self._some_of_them(noun)
        if some is not None:
            return some
        if page.forms[noun].even.startswith(("ال", "بال", "وال", "لل", "فال")) and not self._quoted(noun + 1):
            band = noun and page.forms[noun].even in _BANDS and masks[noun - 1] & self.no_place
            return None if band else self._definite(noun)  # «عناصر القاعدة»
        at = noun + 1
        while at < count and masks[at] & (self.noun | self.direction) and not page.forms[at].front.endswith("ال"):
            at += 1
        plural = bool(masks[noun] & self.plural)
        if plural and at + 1 < count and page.forms[at].even == ":":
            at += 1  # «مدن: كذا وكذا»
        if at >= count or masks[at] & MARK:
            return None
        if masks[at] & NUMBER:
            return self._numbered(at, plural=plural)
        quoted = self._quotation(at)
        if quoted is not None:
            return self._listed(quoted, plural=plural)
        if masks[at] & self.area:
            return None if masks[at] & self.explosive and masks[noun] & self.kept else self._described(noun, at)
        return self._bare_name(at, plural=plural)

    def _some_of_them(self, noun: int) -> int | None:
        """«قرى عدة», «تسعة مناطق», «عدة مدن»: areas of which only the number is told."""
        page, masks = self.page, self.page.masks
        form = page.forms[noun]
        if not masks[noun] & self.plural or form.front.endswith("ال") or form.even.startswith(("ال", "لل")):
            return None
        before = noun and (page.forms[noun - 1].even in _SEVERAL or masks[noun - 1] & NUMBER)
        after = noun + 1 < len(masks) and page.forms[noun + 1].even in _SEVERAL
        if not before and not after:
            return None
        follows = noun + 1 + bool(after)
        if follows + 1 < len(masks) and (self._nameable(follows) or page.forms[follows].even in _OF_WHICH):
            return None  # «قرى كذا وكذا», «مناطق متفرقة من كذا»: names follow
        low = noun - 1 if before else noun
        self._add(low, follows, described=True, guessed=True)
        return follows

    def _pointed_at(self, noun: int) -> int | None:
        """«هذه المنطقة», «المنطقة ذاتها»."""
        masks = self.page.masks
        before = noun > 0 and bool(masks[noun - 1] & self.this)
        if not before and not (noun + 1 < len(masks) and masks[noun + 1] & self.this):
            return None
        low = noun - 1 if before else noun
        self._add(low, low + 2, described=True, vague=True)
        return low + 2

    def _numbered(self, at: int, *, plural: bool) -> int | None:
        """«مدينة الخمس»، «حي السبعة»: numbers that are names have the article."""
        if not self.page.forms[at].even.startswith("ال") or plural:
            return None
        self._add(at, at + 1)
        return at + 1

    def _bare_name(self, at: int, *, plural: bool) -> int | None:
        """The name that follows its noun, with the list it may open."""
        page, masks = self.page, self.page.masks
        if masks[at] & self.noun and not masks[at] & self.kept:
            return None
        attached = page.forms[at].even[0] in "بل" and self.names.find(page, at, 1) and not self.names.find(page, at, 0)
        if attached or not self._nameable(at):
            return None
        low = at - 1 if masks[at - 1] & self.kept else at
        known = self.names.find(page, at, 0)
        end = known[0] if known else self._compound_end(at)
        self._add(low, end)
        return self._listed(end, plural=plural)

    def _definite(self, noun: int) -> int | None:
        """«المنطقة», «المناطق العسكرية»: no name follows a noun with the article, but an area may be described."""
        page = self.page
        end = noun + 1
        while end < len(page.forms) and end < noun + 3 and self._describes(end):
            end += 1
        sided = end == noun + 1 and page.forms[noun].stem in _SIDED
        if sided and end < len(page.forms) and page.forms[end].even in _SIDES:
            end += 1  # «المدخل الغربي», «المدينة القديمة»
        if end == noun + 1 and end < len(page.forms) and self._road(noun, end):
            end += 1  # «الطريق الساحلي» is called so
        self._add(noun, end, described=True, vague=end == noun + 1)
        return end

    def _describes(self, index: int) -> bool:
        """«المناطق العسكرية»; but «شهدت المدينة اشتباكات» tells of fighting there, without the article."""
        mask, form = self.page.masks[index], self.page.forms[index]
        return bool(mask & self.area) and (not mask & self.fight or form.front.endswith(("ال", "لل")))

    def _road(self, noun: int, after: int) -> bool:
        word = self.page.forms[after].even
        called = word.startswith("ال") and word.endswith(("ي", "السريع", "القديم"))
        return self.page.forms[noun].stem == "طريق" and called and not self.page.masks[after] & (MARK | self.person)

    def _quoted(self, index: int) -> bool:
        if index >= len(self.page.starts):
            return False
        return not _QUOTES.isdisjoint(self.page.text[self.page.ends[index - 1] : self.page.starts[index]])

    def _described(self, noun: int, at: int) -> int:
        end = at + 1
        while end < len(self.page.forms) and end < at + 3 and self.page.masks[end] & self.area:
            end += 1
        while noun > 0 and self.page.masks[noun - 1] & self.noun:
            noun -= 1
        self._add(noun, end, described=True)
        return end

    def _nameable(self, at: int, skip: int = 0) -> bool:
        form = self.page.forms[at]
        word = form.even[skip:]
        if self._quarter_of(at) or (word in _REVERED and at and self.page.masks[at - 1] & self.noun):
            return True  # «حي السيدة زينب»
        if form.mask & (self.never | MARK | NUMBER | self.locative | self.country | self.direction):
            return False
        if len(word) > 5 and word.endswith(("هم", "هن", "كم")):
            return False
        if form.mask & self.control and not word.startswith("ال"):
            return False  # «مناطق سيطرتها»; «ميدان التحرير» is a name
        if skip == 0 and word[0] == "و" and len(word) > 5 and not self.names.find(self.page, at, 0):
            before = self.page.masks[at - 1] if at else 0
            return bool(before & self.noun and not before & self.plural and not form.mask)  # «منطقة وشتاتة»
        return len(word) > 2 and not (word.startswith(("لل", "بال", "وال")) and len(word) > 5)

    def _quarter_of(self, at: int) -> bool:
        """«حي الضباط»، «مخيم العمال»: people after whom a quarter is named."""
        mask = self.page.masks[at]
        kept = at > 0 and self.page.masks[at - 1] & self.kept and mask & self.person and not mask & self.civilian
        return bool(kept) and self.page.forms[at].even.startswith("ال")

    def _compound_end(self, at: int) -> int:
        end = at + 1
        while end < len(self.page.forms) and self.page.masks[end - 1] & self.compound and self._word(end):
            end += 1
        if end < len(self.page.forms) and self.page.forms[end].even in _HONOURS:
            end += 1
        return end + 1 if end == at + 1 and self._joined(at) else end

    def _joined(self, at: int) -> bool:
        """«جرف الصخر»: a bare unknown word and a noun with the article, which is no adjective of belonging."""
        if at + 1 >= len(self.page.forms) or self.page.masks[at] & ~PLACE or self.page.masks[at + 1]:
            return False
        first, second = self.page.forms[at].even, self.page.forms[at + 1].even
        return not first.startswith("ال") and second.startswith("ال") and not second.endswith(("يه", "ي", "ين", "ون"))

    def _word(self, index: int) -> bool:
        return not self.page.masks[index] & (MARK | NUMBER | self.never | self.locative)

    # --- lists -----------------------------------------------------------------------------------------------------

    def _listed(self, end: int, *, plural: bool = False) -> int:
        """Names that stand in one list with the one before ``end``: «والحليس»، «، الصابري»."""
        page, masks = self.page, self.page.masks
        while end < len(page.forms):
            at = end + 1 if masks[end] & COMMA else end
            if at >= len(page.forms) or masks[at] & (MARK | self.noun):
                return end
            joined = page.forms[at].even.startswith("و") and len(page.forms[at].even) > 4
            if not joined and (at == end or not plural):
                return end
            skip = 1 if joined else 0
            known = self.names.find(page, at, skip) or (self.names.find(page, at, 0) if at > end else None)
            if known is None and not (self._nameable(at, skip) and self._in_list(at, skip, plural=plural)):
                return end
            stop = known[0] if known else self._compound_end(at)
            self._add(at, stop, skip=skip, guessed=known is None and self.latest_guessed)
            end = stop
        return end

    def _in_list(self, at: int, skip: int, *, plural: bool) -> bool:
        """Whether a word goes on a list of places: after «مناطق» almost any, else one with the article and unknown."""
        form = self.page.forms[at]
        word = form.even[skip:]
        if word.startswith("ال"):
            return plural or (skip > 0 and form.mask == 0)
        return plural and not form.mask & ~self.compound and not word.startswith(("ب", "ل", "ي", "ت", "س"))

    # --- known names -----------------------------------------------------------------------------------------------

    def _known(self, index: int) -> int | None:
        page = self.page
        form = page.forms[index]
        if form.mask & self.locative or any(each.even == "الاسلاميه" for each in page.forms[max(0, index - 3) : index]):
            return None  # «الدولة الإسلامية في العراق والشام» names a body
        for skip in (0, 1, 2):
            if (skip and form.even[:1] not in "وبلف") or (skip == 2 and form.even[1:2] not in "بل"):
                continue
            found = self.names.find(page, index, skip)
            if found is None or (found[0] == index + 1 and len(form.even) - skip < 3):
                continue
            end, anywhere = found
            if skip and not anywhere and len(form.even) - skip < _LONG_ENOUGH:
                continue
            placed = self._placed(index, form.even[:skip])
            if form.mask & self.no_place and not anywhere and not (index and page.masks[index - 1] & self.noun):
                continue  # «بين فصائل»
            if (placed or anywhere) and not self._in_person(index) and (placed or not self._adjectival(index)):
                self._add(index, end, skip=skip)
                return end
        return None

    def _placed(self, index: int, attached: str) -> bool:
        if attached.endswith("ب"):
            return True
        before = self.page.masks[index - 1] if index else 0
        return bool(before & (self.locative | self.direction | self.noun | self.civilian)) or (index - 1) in self.ends

    def _in_person(self, index: int) -> bool:
        before = self.page.masks[index - 1] if index else 0
        return bool(before & self.given) and not before & self.locative

    def _adjectival(self, index: int) -> bool:
        return bool(self.page.masks[index] & (self.never | self.country))

    # --- repetition ------------------------------------------------------------------------------------------------

    def _repeat(self) -> None:
        """A name established once is recognised wherever it stands."""
        page = self.page
        names = {
            _bare(even(mention.span.words))
            for mention in self.found.values()
            if not mention.described
            and not mention.guessed
            and mention.high - mention.low == 1
            and len(mention.span.words) > 4
        }
        covered = {each for mention in self.found.values() for each in range(mention.low, mention.high)}
        for index, form in enumerate(page.forms):
            if index in covered or form.mask & (MARK | NUMBER):
                continue
            for skip in (0, 1, 2):
                if skip <= 2 and (skip == 0 or form.even[:1] in "وبلف") and _bare(form.even[skip:]) in names:
                    if not self._in_person(index):
                        self._add(index, index + 1, skip=skip)
                    break

    def _add(
        self,
        low: int,
        high: int,
        *,
        skip: int = 0,
        described: bool = False,
        vague: bool = False,
        guessed: bool = False,
    ) -> None:
        page = self.page
        start, end = page.starts[low], page.ends[high - 1]
        first = page.text[start : page.ends[low]]
        skip = skip or self._attached(low)
        start += written_length(first, skip)
        span = Span(start, end, page.text[start:end])
        part = low > 0 and bool(page.masks[low - 1] & self.direction)
        wide = high - low == 1 and bool(page.masks[low] & self.wide) and not part
        self._keep(Mention(low, high, span, described, vague, wide, guessed))

    def _keep(self, mention: Mention) -> None:
        covered = [each for each in range(mention.low, mention.high) if each in self.found]
        if any(self.found[each].high > mention.high for each in covered):
            return
        for each in covered:
            del self.found[each]
        self.found[mention.low] = mention
        self.latest_guessed = mention.guessed
        self.ends.add(mention.high - 1)
        for index in range(mention.low, mention.high):
            # «مناطق العمليات» names an area; it does not say that operations go on there.
            fought = mention.described and self.page.masks[index] & self.fight
            mask = self.page.masks[index]
            # A name is no verb to come, whatever letters it begins with, and tells of nobody harmed («مطار الجراح»).
            mask = mask if mention.described else mask & ~(FUTURE | self.harm)
            self.page.masks[index] = (self.area | mask & self.ground if fought else mask) | PLACE

    def _attached(self, low: int) -> int:
        """How many letters are written onto a noun of place that is kept in the name («بجبل»)."""
        form = self.page.forms[low]
        if form.mask & (self.noun | self.kept):
            front = form.front.removesuffix("ال") if form.even.startswith(form.front) else ""
            return 0 if form.front == "لل" else len(front)
        return 0
