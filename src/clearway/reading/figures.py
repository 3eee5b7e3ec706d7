"""Numbers stated of people killed and injured and of devices: digits, words, duals, sums in one clause, "dozens"."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType

from clearway.reading.amounts import Amount, Amounts
from clearway.reading.lexicon import COMMA, MARK, NUMBER, Lexicon
from clearway.reading.model import Counts
from clearway.reading.speakers_en import PASSIVE
from clearway.reading.tokens import Page

_TALLY, _OTHERS_WITHIN = 25, 22
_LOSSES = frozenset({"مقتل", "اصابه", "استشهاد", "مصرع", "وفاه"})
_HARM = frozenset({"اصابه", "اصابات"})
_OTHERS = frozenset({"اخرون", "اخرين"})
_OWN_WAW = frozenset({"واحد", "واحده"})
_WHOSE = frozenset({"a", "one", "his", "her"})
_LIMBS = frozenset({"leg", "arm", "foot", "hand", "eye"})
_DIED = frozenset({"died", "die", "dies"})
_OF_THEM = (["them"], ["whom"], ["which"])
_DEATH_OF = frozenset({("death", "of"), ("deaths", "of"), ("lives", "of")})
_JOINED_WITHIN, _LED_WITHIN = 4, 8
_EITHER, _OBJECT_WITHIN, _PAIR = 12, 5, 2


class Figures(Amounts):
    """Says of what the amounts in a stretch of words are: people killed, people injured, devices."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        bit = lexicon.bit
        self.joining = 0 if self.arabic else bit("and")
        self.was_harmed, self.spared = bit("was_harmed"), bit("spared")
        self.device, self.one_device = bit("device"), bit("one_device")
        self.tally, self.up_to = bit("tally"), bit("up_to")
        self.among, self.given = bit("among"), bit("given_name")

    # --- people ----------------------------------------------------------------------------------------------------

    def people(self, page: Page, low: int, high: int) -> Counts:
        """How many were killed and how many injured by the words of a stretch."""
        either = [index for index in range(low + 1, high - 1) if self._either(page, index)]
        amounts = [each for each in self.amounts(page, low, high) if not self._of_things(page, each, high)]
        for index in either:
            near = [each for each in amounts if index - _EITHER < each.high <= index]
            amounts = [each for each in amounts if each not in near[-1:]]
        amounts = self._without_parts(page, amounts)
        amounts = [each for number, each in enumerate(amounts) if not self._told_twice(page, amounts, number)]
        kinds = self.killing | self.hurting | self.dead | self.hurt
        words = [word for word in range(low, high) if page.masks[word] & kinds and not page.masks[word] & self.spared]
        words = [word for word in words if not any(word in (index, index + 1) for index in either)]
        amounts = self._added(page, amounts, words)
        given: dict[str, Amount] = {}
        used: set[int] = set()
        self._befell(page, amounts, used, given)
        for number, amount in enumerate(amounts):
            field = self._noun_after(page, amount, high) or self._deaths_of(page, amount)
            if field is not None and number not in used:
                _give(given, field, amount)
                used.add(number)
        for word in words:
            if not self._together(page, word, amounts) and not self._suffered(page, word):
                self._after_verb(page, word, amounts, used, given)
        self._others_too(page, words, amounts, used, given)
        self._tallied(page, range(low, high - 1), amounts, used, given)
        self._before_verb(page, words, amounts, used, given)
        for word in words:
            if self._field(page, word) not in given and self._by_name(page, word, high):
                given[self._field(page, word)] = Amount(word, word + 1, 1, None)
        if "injured" not in given and self._maimed(page, low, high):
            given["injured"] = Amount(low, high, 1, None)
        return counts_of(given)

    def _without_parts(self, page: Page, amounts: list[Amount]) -> list[Amount]:
        """Without the numbers that are parts of others: «بينهم طفلان وثلاث نساء»."""
        if not self.arabic:
            return [each for number, each in enumerate(amounts) if not (number and self._part(page, each))]
        kept: list[Amount] = []
        part: Amount | None = None
        for each in amounts:
            part = each if self._among(page, each) or (part and self._more_of(page, part, each)) else None
            if part is None:
                kept.append(each)
        return kept

    def _among(self, page: Page, amount: Amount) -> bool:
        """«بينهم طفلان», and not «قتل منهم سبعة»."""
        for index in range(max(1, amount.low - 2), amount.low):
            if page.masks[index] & self.among:
                return not page.masks[index - 1] & (self.killing | self.hurting)
        return False

    def _more_of(self, page: Page, part: Amount, amount: Amount) -> bool:
        """«بينهم طفلان وثلاث نساء»: joined to a part, it is one too."""
        between = page.masks[part.high : amount.low]
        near = len(between) <= _JOINED_WITHIN and not any(mask & (self.killing | self.hurting) for mask in between)
        own = amount.high < len(page.masks) and page.masks[amount.high] & (self.dead | self.hurt) and not amount.bare
        return near and not own and self._joined(page, amount)

    def _befell(self, page: Page, amounts: list[Amount], used: set[int], given: dict[str, Amount]) -> None:
        """«ستة أصيبوا», «شخصين قتلا»: of whom it is told stands before a verb in the plural or dual."""
        for number, amount in enumerate(amounts):
            for index in range(amount.high, min(len(page.masks), amount.high + (1 if amount.bare else 3))):
                mask, form = page.masks[index], page.forms[index].even
                theirs = form.endswith("وا" if amount.value != _PAIR else ("وا", "ا"))
                if mask & self.was_harmed and theirs and not self._both(page, index):
                    _give(given, self._field(page, index), amount)
                    used.add(number)
                if mask & (MARK | COMMA | NUMBER | self.killing | self.hurting):
                    break

    def _before_verb(
        self, page: Page, words: list[int], amounts: list[Amount], used: set[int], given: dict[str, Amount]
    ) -> None:
        """Numbers that nothing has claimed and that a verb follows: "three people, most of them women, were hurt"."""
        for number, amount in enumerate(amounts):
            if number not in used:
                reach = amount.high + (7 if amount.bare else 9 if self.arabic else 12)
                verb = next((w for w in words if amount.high <= w < reach), None)
                if verb is not None and self._both(page, verb) and not self._each_its_own(verb, amounts):
                    continue
                if verb is not None and not any(amount.high < other.low < verb for other in amounts):
                    _give(given, self._field(page, verb), amount)

    def _by_name(self, page: Page, word: int, high: int) -> bool:
        """«وإصابة محمد موسى»: one man, told by his name."""
        noun = self.arabic and page.forms[word].stem in _LOSSES and word + 2 < high
        near = range(word + 2, min(word + _LED_WITHIN, len(page.masks)))
        if any(page.forms[each].front == "و" and page.masks[each] & self.given for each in near):
            return False  # «مقتل محمد السالم وسعيد الحمد»
        return bool(noun) and bool(page.masks[word + 1] & self.given) and not page.masks[word + 1] & self.killing

    def _maimed(self, page: Page, low: int, high: int) -> bool:
        """Whether one person is said to have lost a limb: "a farmer lost his leg"."""
        words = [form.even for form in page.forms[low:high]]
        return not self.arabic and any(
            word == "lost" and whose in _WHOSE and limb in _LIMBS
            for word, whose, limb in zip(words, words[1:], words[2:], strict=False)
        )

    def _suffered(self, page: Page, word: int) -> bool:
        """Whether who was harmed stands before an English verb: "a man was killed and two children …", "six died"."""
        if self.arabic or not word:
            return False
        return page.forms[word].even in _DIED or page.forms[word - 1].even in PASSIVE

    def _part(self, page: Page, amount: Amount) -> bool:
        """Whether a number is a part of the one before it: "six civilians, including two children"."""
        if self.arabic:
            return False
        after = [form.even for form in page.forms[amount.high : amount.high + 2]]
        return bool(page.masks[amount.low - 1] & self.among) or (after[:1] == ["of"] and after[1:] in _OF_THEM)

    def _deaths_of(self, page: Page, amount: Amount) -> str | None:
        """Which field has its number behind a noun: "the death of at least 25 members"."""
        if self.arabic:
            return None
        before = [form.even for form in page.forms[max(0, amount.low - 4) : amount.low]]
        lives = [form.even for form in page.forms[amount.high : amount.high + 1]] == ["lives"]
        return "killed" if lives or any(pair in _DEATH_OF for pair in pairwise(before)) else None

    def _told_twice(self, page: Page, amounts: list[Amount], number: int) -> bool:
        """«طفلين شقيقين», «شخص واحد»: two words side by side for the same two, or one."""
        if not number or not self.arabic or self._joined(page, amounts[number]):
            return False
        first, amount = amounts[number - 1], amounts[number]
        same = first.bare and amount.value == first.value and first.high == amount.low
        return same and (amount.value == 1 or (amount.bare and amount.value == 2))

    def _added(self, page: Page, amounts: list[Amount], words: list[int]) -> list[Amount]:
        """People joined by "and" as one number: "five soldiers and three civilians", "a woman and her two children"."""
        if self.arabic:
            return amounts
        added: list[Amount] = []
        for amount in amounts:
            earlier = added[-1] if added else None
            if earlier is not None and self._one_number(page, earlier, amount, words):
                value = (earlier.value or 0) + (amount.value or 0)
                added[-1] = Amount(earlier.low, amount.high, value, earlier.qualifier)
            else:
                added.append(amount)
        return added

    def _one_number(self, page: Page, earlier: Amount, amount: Amount, words: list[int]) -> bool:
        """Whether two numbers of people have one verb, before the first or behind the second."""
        if earlier.value is None or amount.value is None or amount.low - earlier.high > _JOINED_WITHIN:
            return False
        between = page.masks[earlier.high : amount.low]
        if not any(mask & self.joining for mask in between) or any(mask & (MARK | COMMA) for mask in between):
            return False
        people = all(self._of_people(page, each) for each in (earlier, amount))
        if not people or any(earlier.high <= word < amount.low for word in words):
            return False
        led = any(earlier.low - _LED_WITHIN <= word < earlier.low for word in words)
        behind = (word for word in words if amount.high <= word <= amount.high + _LED_WITHIN)
        followed = any(not page.masks[word - 1] & self.joining for word in behind)  # "and wounded four" has its own
        return led != followed

    def _of_people(self, page: Page, amount: Amount) -> bool:
        """Whether what is counted is people: "three young men", "two of his children"."""
        return any(mask & self.person for mask in page.masks[amount.low : amount.high + 3])

    def _either(self, page: Page, index: int) -> bool:
        """«بين قتيل وجريح»: how many of either is not said."""
        if not self.arabic and page.masks[index - 1] & self.killing and page.masks[index + 1] & self.hurting:
            both = page.forms[index].even, page.forms[min(index + 2, len(page.forms) - 1)].even
            return both[0] == "or" or both == ("and", "of")  # "killed or injured", "killing and injury of"
        split = page.masks[index] & self.dead and page.masks[index + 1] & self.hurt
        return bool(split) and page.forms[index - 1].even == "بين"

    def _of_things(self, page: Page, amount: Amount, high: int) -> bool:
        return amount.high < high and bool(page.masks[amount.high] & self.device) and not amount.bare

    def _field(self, page: Page, word: int) -> str:
        return "killed" if page.masks[word] & (self.killing | self.dead) else "injured"

    def _noun_after(self, page: Page, amount: Amount, high: int) -> str | None:
        """«أربعة قتلى»، «عشرات الجرحى»، «شهيدين»."""
        if (
            amount.value == 1
            and not amount.bare
            and amount.low
            and page.masks[amount.low - 1] & (self.dead | self.hurt)
        ):
            return self._field(page, amount.low - 1)  # «قتيل واحد»
        span = range(amount.low if amount.bare else amount.high, min(high, amount.high + (0 if amount.bare else 3)))
        for index in span:
            mask = page.masks[index]
            if mask & self.joining or (self.arabic and (mask & self.tally or self._goes_on(page, amount, index))):
                return None  # "one person and injured four", «مقتل 3 وإصابة 8»: what follows says of others
            if index == amount.high and self.arabic and page.forms[index].stem in _HARM:
                return "injured"  # «سقوط 12 إصابة»
            if mask & self.dead:
                return "killed"
            if mask & self.hurt or (self.arabic and index == amount.high and self._injuries(page, index)):
                return "injured"
            if mask & (MARK | NUMBER | self.killing | self.hurting):
                return None
        return None

    def _goes_on(self, page: Page, amount: Amount, index: int) -> bool:
        return index >= amount.high and page.forms[index].front[:1] == "و"

    def _injuries(self, page: Page, index: int) -> bool:
        """«12 إصابة»: what is counted, where no «و» begins another number."""
        return bool(page.masks[index] & self.hurting) and not page.forms[index].even.startswith("و")

    def _after_verb(
        self, page: Page, word: int, amounts: list[Amount], used: set[int], given: dict[str, Amount]
    ) -> None:
        """«مقتل 15»، «أصيب ثلاثة»، and a second number joined to it («9 جنود و6 مدنيين»)."""
        if not page.masks[word] & (self.killing | self.hurting):
            return
        field = self._field(page, word)
        reach = word + 9
        for number, amount in enumerate(amounts):
            if number in used or amount.low <= word:
                continue
            between = page.masks[word + 1 : amount.low]
            follows = number > 0 and amount.low == amounts[number - 1].high and field in given
            near = word + (_OBJECT_WITHIN if amount.bare and self._object(page, amount.low) else 2)
            two_more = amount.value in (1, _PAIR) and field in given and self._joined(page, amount)
            if amount.low > reach or (amount.bare and amount.low > near and not (follows or two_more)):
                return
            others = [each for each in range(word + 1, amount.low) if page.masks[each] & (self.killing | self.hurting)]
            if others and not (len(others) == 1 and others[0] == word + 1 and amount.value is None):
                return
            if field in given:
                more = self._joined(page, amount) or (given[field].high <= word and self._again(page, word, amount))
                if any(each & (self.among | COMMA) for each in between) or not more:
                    return
                earlier = given[field]
                if earlier.value is None or amount.value is None:
                    return
                given[field] = Amount(earlier.low, amount.high, earlier.value + amount.value, earlier.qualifier)
            else:
                _give(given, field, amount)
            if not others:
                used.add(number)

    def _again(self, page: Page, word: int, amount: Amount) -> bool:
        """«لقي تسعة مصرعهم وقتل اثنان»: more of the same, told with a verb of its own."""
        joined = page.forms[word].front == "و" and bool(page.masks[word] & self.was_harmed)
        return joined and amount.low <= word + 2

    def _others_too(
        self, page: Page, words: list[int], amounts: list[Amount], used: set[int], given: dict[str, Amount]
    ) -> None:
        """«قتل ثمانية من كذا، وعشرة آخرون من كذا»: more of the same, told with the same verb."""
        for number, amount in enumerate(amounts):
            others = amount.high < len(page.forms) and page.forms[amount.high].even in _OTHERS
            if number in used or not others or amount.value is None or not self._joined(page, amount):
                continue
            before = [(first.high, field) for field, first in given.items() if first.high <= amount.low]
            end, field = max(before, default=(amount.low, ""))
            if field and amount.low - end <= _OTHERS_WITHIN and not any(end <= word < amount.low for word in words):
                first = given[field]
                given[field] = Amount(first.low, amount.high, (first.value or 0) + amount.value, first.qualifier)
                used.add(number)

    def _tallied(
        self, page: Page, words: range, amounts: list[Amount], used: set[int], given: dict[str, Amount]
    ) -> None:
        """«ارتفع عدد القتلى … إلى 5»: the number stands behind what it counts."""
        for word in words:
            if not self._toll(page, word):
                continue
            for number, amount in enumerate(amounts):
                near = page.masks[amount.low - (1 if self.arabic else 3) : amount.low]
                reached = any(mask & self.up_to for mask in near) or amount.low <= word + 2
                if number not in used and word < amount.low <= word + _TALLY and reached:
                    _give(given, self._field(page, word) if self.arabic else "killed", amount)
                    used.add(number)
                    break

    def _toll(self, page: Page, word: int) -> bool:
        """Whether a word is what a tally counts: «عدد القتلى», "death toll"."""
        if self.arabic:
            return bool(page.masks[word] & (self.dead | self.hurt) and word and page.masks[word - 1] & self.tally)
        return page.forms[word].even == "death" and bool(page.masks[word + 1] & self.tally)

    def _together(self, page: Page, word: int, amounts: list[Amount]) -> bool:
        """«مقتل وإصابة 26 جنديا»: one number of killed and injured together says of neither how many."""
        both = self.killing | self.hurting
        low = word - 1 if word and page.masks[word - 1] & both else word
        if not self._both(page, low) or self._each_its_own(low, amounts):
            return False
        if any(each.bare and low - 9 <= each.low < low for each in amounts):
            return False
        after = [each for each in amounts if low + 1 < each.low <= low + 9]
        return len(after) == 1 and after[0].value is not None

    def _each_its_own(self, low: int, amounts: list[Amount]) -> bool:
        """Whether of two such verbs the first has its number before it and the second after: «3 قُتلوا وأصيب 20»."""
        before = any(each.value is not None and low - (9 if each.bare else 4) <= each.high <= low for each in amounts)
        return before and any(each.value is not None and low + 1 < each.low <= low + 4 for each in amounts)

    def _both(self, page: Page, word: int) -> bool:
        """Whether killed and injured stand side by side, joined: «قتلوا وأصيبوا»."""
        both = self.killing | self.hurting
        if word + 1 >= len(page.masks) or not page.masks[word + 1] & both or not page.masks[word] & both:
            return False
        joined = page.forms[word + 1].even.startswith("و")
        return joined and self._field(page, word) != self._field(page, word + 1)

    def _joined(self, page: Page, amount: Amount) -> bool:
        before = page.text[max(0, page.starts[amount.low] - 2) : page.starts[amount.low]]
        word = page.forms[amount.low].even
        return (word.startswith("و") and word not in _OWN_WAW) or before.strip() == "و"

    # --- devices ---------------------------------------------------------------------------------------------------

    def devices(self, page: Page, low: int, high: int, *, removed: bool) -> Counts:
        """How many mines, charges or shells the words of a stretch name; one that was ``removed`` counts as one."""
        amounts = self.amounts(page, low, high)
        found: Amount | None = None
        for amount in amounts:
            last = amount.low + 1 if amount.bare else min(high, amount.high + 3)
            if not any(mask & self.device for mask in page.masks[amount.high - amount.bare : last]):
                continue
            if found is None:
                found = amount
            elif self._more_devices(page, found, amount):
                value = (found.value or 0) + (amount.value or 0)
                found = Amount(found.low, amount.high, value, found.qualifier)
        if found is not None:
            return counts_of({"devices": found})
        one = next((each for each in range(low, high) if page.masks[each] & self.one_device), None)
        alone = removed and one is not None and all(each.bare for each in amounts)
        return Counts(devices=1) if alone else Counts()

    def _more_devices(self, page: Page, first: Amount, amount: Amount) -> bool:
        """«5 عبوات و3 ألغام»: joined, and no part of the first."""
        between = page.masks[first.high : amount.low]
        near = amount.low - first.high <= _JOINED_WITHIN and not any(mask & (COMMA | self.among) for mask in between)
        stated = first.value is not None and amount.value is not None
        return near and stated and self.arabic and self._joined(page, amount)


def _give(given: dict[str, Amount], field: str, amount: Amount) -> None:
    given.setdefault(field, amount)


def counts_of(given: dict[str, Amount]) -> Counts:
    """The counts of a draft from the amounts by field."""
    qualifiers = {field: amount.qualifier for field, amount in given.items() if amount.qualifier is not None}
    return Counts(
        killed=given["killed"].value if "killed" in given else None,
        injured=given["injured"].value if "injured" in given else None,
        devices=given["devices"].value if "devices" in given else None,
        qualifiers=MappingProxyType(qualifiers),
    )
