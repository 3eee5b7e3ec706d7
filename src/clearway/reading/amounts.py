"""Numbers as a text states them: digits, words, duals, one person in a word, "dozens", "at least"."""

from __future__ import annotations

from dataclasses import dataclass

from clearway.reading.lexicon import CAPITAL, NUMBER, OPEN, PLACE, Lexicon
from clearway.reading.speakers_en import PASSIVE
from clearway.reading.tokens import Page

_VAGUE = ("dozens", "hundreds", "thousands", "many", "a_number")
_FRAMES = ("about", "at_least", "more_than")
_MILLION = 1_000_000
_ORDINALS_AR = frozenset({
    "حاديه", "حادي", "ثانيه", "ثاني", "ثالثه", "ثالث", "رابعه", "رابع", "خامسه", "خامس", "سادسه", "سادس", "سابعه",
    "سابع", "ثامنه", "ثامن", "تاسعه", "تاسع",
})  # fmt: skip
_ONE = frozenset({"a", "an"})
_DOZEN = "dozen"
_THEIR = frozenset({"his", "her", "their"})
_ORDINALS = frozenset({"second", "third", "fourth", "fifth", "sixth"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as stated by the words ``low`` up to ``high``; ``value`` is null for "dozens"."""

    low: int
    high: int
    value: int | None
    qualifier: str | None
    bare: bool = False


class Amounts:
    """Reads amounts of people and things."""

    def __init__(self, lexicon: Lexicon) -> None:
        bit = lexicon.bit
        self.arabic = lexicon.joined
        self.vague = {name: bit(name) for name in _VAGUE}
        self.frames = {name: bit(name) for name in _FRAMES}
        self.of, self.large = bit("of"), bit("large")
        self.killing, self.hurting = bit("killing") | bit("fall") | bit("killing_too"), bit("hurting")
        self.dead, self.hurt = bit("dead"), bit("hurt")
        self.person, self.unit, self.nationality = bit("person_word"), bit("unit"), bit("nationality")
        self.fight, self.dual, self.single = bit("fight_noun"), bit("dual"), bit("single")
        self.month_5 = bit("month_5")
        self.least_after, self.last_number, self.numbered = bit("at_least_after"), bit("year_word"), bit("numbered")

    def amounts(self, page: Page, low: int, high: int) -> list[Amount]:
        """All amounts in a stretch of words."""
        found: list[Amount] = []
        index = low
        while index < high:
            amount = self._eleven(page, index, high) or self._amount(page, index, high)
            if amount is not None:
                found.append(self._framed(page, amount, low, high))
                index = amount.high
            else:
                index += 1
        return found

    def _amount(self, page: Page, index: int, high: int) -> Amount | None:
        mask = page.masks[index]
        for name, bit in self.vague.items():
            if mask & bit and not (name == "a_number" and self._counted(page, index, high)):
                large = name == "a_number" and index + 1 < high and page.masks[index + 1] & self.large
                return Amount(index, index + 1, None, "many" if large else name.replace("thousands", "many"))
        if mask & NUMBER and not mask & PLACE and not self._some_dozen(page, index):
            value, end = self._millions(page, index, high) or self._number(page, index, high)
            if self.arabic and self._no_amount(page, index):
                return None
            if index and (self._name_of(page, index, end) or self._may(page, index - 1)):
                return None
            behind = end + 1 if end + 1 < high and page.masks[end] & OPEN else end  # «(49) عاما»
            unit = behind < high and page.masks[behind] & (self.unit | self.last_number)
            if unit and page.forms[behind].front[:1] != "ب":
                return None
            return Amount(index, end, value, None)
        return self._told_in_a_word(page, index, high)

    def _told_in_a_word(self, page: Page, index: int, high: int) -> Amount | None:
        """«جنديان», «شرطيا»: how many a word for people says without a number."""
        mask = page.masks[index]
        if self.arabic and self._lost(page, index):
            return Amount(index, index + 1, None, "a_number", bare=True)
        if mask & self.dual or (mask & (self.person | self.nationality) and self._two(page, index)):
            again = index + 1 < high and page.forms[index + 1].value == 2
            return Amount(index, index + 2 if again else index + 1, 2, None, bare=True)
        if (
            self._single(page, index)
            and not self._among_dead(page, index)
            and not (index and page.masks[index - 1] & (NUMBER | self.fight))
        ):
            return Amount(index, index + 1, 1, None, bare=True)
        if not self.arabic and index + 1 < high and self._one(page, index + 1):
            return Amount(index, index + 2, 1, None, bare=True)
        return None

    def _name_of(self, page: Page, index: int, end: int) -> bool:
        """«اللواء 35», «عام 2015»: the number names what stands before it, unless it counts people."""
        before = page.masks[index - 1]
        people = self.person | self.dead | self.hurt
        people |= 0 if page.text[page.starts[index]].isdigit() else self.of  # «فقدت الكتيبة ثلاثة من مقاتليها»
        counts = self.arabic and end < len(page.masks) and page.masks[end] & people
        return bool(before & self.last_number) or bool(before & self.numbered and not counts)

    def _lost(self, page: Page, index: int) -> bool:
        """«مقتل  عنصرا»: two blanks before people where a text has lost all its digits."""
        people = self.person | self.dead | self.hurt
        if not index or not page.masks[index] & people or page.starts[index] - page.ends[index - 1] < len("  "):
            return False
        blank = page.text[page.ends[index - 1] : page.starts[index]] == "  "
        return blank and not any(char.isdigit() for char in page.text)

    def _single(self, page: Page, index: int) -> bool:
        """«جندي», «جنديا»: one person."""
        return bool(page.masks[index] & self.single) or (
            self.arabic and (self._object(page, index) or self._countryman(page, index))
        )

    def _countryman(self, page: Page, index: int) -> bool:
        """«مقتل سوري»: one man told by where he is from."""
        harmed = index and page.masks[index - 1] & (self.killing | self.hurting)
        return bool(harmed and page.masks[index] & self.nationality) and page.forms[index].even.endswith(("ي", "يا"))

    def _object(self, page: Page, index: int) -> bool:
        """«شرطيا»: one person whom somebody killed."""
        form = page.forms[index].even
        return form.endswith("ا") and bool(page.lexicon.form(form[:-1]).mask & self.single)

    def _eleven(self, page: Page, index: int, high: int) -> Amount | None:
        """«أحد عشر», «إحدى عشرة»."""
        one = page.forms[index].even.removeprefix("و").removeprefix("ب") in ("احد", "احدي")
        eleven = self.arabic and one and index + 1 < high and page.forms[index + 1].value == 10
        return Amount(index, index + 2, 11, None) if eleven else None

    def _millions(self, page: Page, index: int, high: int) -> tuple[int, int] | None:
        """«1.5 مليون»: a broken number of a thousand or a million."""
        written = page.text[page.starts[index] : page.ends[index]].replace("٫", ".")
        if page.forms[index].value is not None or index + 1 >= high or not written.replace(".", "", 1).isdigit():
            return None
        unit = page.forms[index + 1].value
        return (round(float(written) * unit), index + 2) if unit in (1000, 1_000_000) else None

    def _no_amount(self, page: Page, index: int) -> bool:
        """«عائلة واحدة», «في الخامسة عشر من العمر»: a number that counts nothing."""
        before = page.forms[index - 1].even if index else ""
        one = page.forms[index].value == 1 and page.masks[index - 1] & self.unit if index else 0
        return bool(one) or (page.forms[index].value == 10 and before.removeprefix("ال") in _ORDINALS_AR)

    def _counted(self, page: Page, index: int, high: int) -> bool:
        """«عدد القتلى»: what is counted, with its number to come."""
        return index + 1 < high and bool(page.masks[index + 1] & (self.dead | self.hurt))

    def _among_dead(self, page: Page, index: int) -> bool:
        """«15 بين قتيل وجريح»: one of them is no number."""
        if not page.masks[index] & (self.dead | self.hurt):
            return False
        near = range(max(0, index - 3), index)
        return any(page.masks[each] & NUMBER or page.forms[each].even == "بين" for each in near)

    def _two(self, page: Page, index: int) -> bool:
        """«فلسطينيان»: the dual of a word for people."""
        form = page.forms[index]
        return self.arabic and form.even == f"{form.front}{form.stem}ان"

    def _number(self, page: Page, index: int, high: int) -> tuple[int | None, int]:
        """The value of a number in digits or words that begins at a word, and where it ends."""
        total = page.forms[index].value
        end = index + 1
        while total is not None and end < high and page.masks[end] & NUMBER:
            form = page.forms[end]
            value = form.value
            if value is None:
                break
            joined = form.even.startswith("و") if self.arabic else True
            if (
                (value in (100, 1000, 1_000_000) or form.even == _DOZEN)
                and total < value
                and not form.even.startswith("و")
            ):
                total *= value
            elif value == 10 and total < 10 and not joined:
                total += 10
            elif joined and _fits(total, value) and not form.even[1:2].isdigit():
                total += value
            else:
                break
            end += 1
        if total is not None and total >= _MILLION and self._thousands(page, end, high):
            return total + (page.forms[end + 1].value or 0) * 1000, end + 3
        return total, end

    def _thousands(self, page: Page, index: int, high: int) -> bool:
        """«مليون و200 ألف»: thousands joined to a million."""
        return index + 2 < high and page.forms[index].even == "و" and page.forms[index + 2].value == 1000

    def _framed(self, page: Page, amount: Amount, low: int, high: int) -> Amount:
        qualifier = amount.qualifier
        if amount.value is not None and not amount.bare:
            start = max(low, amount.low - 4)
            before = page.masks[start : amount.low]
            for name, bit in self.frames.items():
                if any(mask & bit for mask in before[-3 if name != "at_least" else -4 :]):
                    qualifier = name
            after = page.masks[amount.high : min(high, amount.high + 5)]
            if any(mask & self.least_after for mask in after):
                qualifier = "at_least"
        return Amount(amount.low, amount.high, amount.value, qualifier, amount.bare)

    def _may(self, page: Page, index: int) -> bool:
        """Whether a word is the month: "since May 10"."""
        return not self.arabic and bool(page.masks[index] & self.month_5 and page.masks[index] & CAPITAL)

    def _one(self, page: Page, index: int) -> bool:
        """Whether a word is one person by the word before it: "a soldier", "the third was", "… and his daughter"."""
        word, before = page.forms[index].even, page.forms[index - 1].even
        if word in _ORDINALS and before in (*_ONE, "the"):
            return index + 1 < len(page.forms) and page.forms[index + 1].even in PASSIVE
        theirs = before in _THEIR and page.forms[index - 2].even == "and"
        if before not in _ONE and not theirs:
            return False
        return bool(page.masks[index] & self.person) and not word.endswith("s")

    def _some_dozen(self, page: Page, index: int) -> bool:
        """Whether a dozen is no number of its own: "several dozen", "half a dozen"."""
        if page.forms[index].even != _DOZEN:
            return False
        before = [form.even for form in page.forms[max(0, index - 2) : index]]
        return before[-1:] in (["several"], ["few"]) or before[:1] == ["half"]


def _fits(total: int, value: int) -> bool:
    """Whether two number words are parts of one number: twenty and five, a hundred and thirty, not three and four."""
    low, big = sorted((total, value))
    return (low < 10 <= big < 100 and big % 10 == 0) or (low < 100 <= big and big % 100 == 0 and low != big)
