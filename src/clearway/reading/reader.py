"""Reading: the rules of a catalogue over the clauses of a text, and what each fact's words say of place, number, time.

Pure: the same text, language, date and gazetteer give the same drafts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from types import MappingProxyType

from clearway.places import Gazetteer
from clearway.reading.catalogue import STATES, Catalogue, Marker, Rule, load_catalogue
from clearway.reading.clauses import Clause
from clearway.reading.cutting import cut_clauses
from clearway.reading.dateline import leave_out_dateline
from clearway.reading.dates import Times, build_times
from clearway.reading.figures import Figures
from clearway.reading.lexicon import COMMA, MARK
from clearway.reading.mentions import Mention
from clearway.reading.mentions_en import find_mentions
from clearway.reading.merging import Found, merge, numbered
from clearway.reading.model import AnnouncementKind, Counts, Modality, PlaceNamed, ReadDraft, Reading, Source, Span
from clearway.reading.pattern import Found as Place
from clearway.reading.pattern import Pattern
from clearway.reading.retelling import told_again
from clearway.reading.scope import Marked, mark, modality_of
from clearway.reading.telling import Hit, holders, known_loss, part, speaking, told
from clearway.reading.tokens import Page, build_page

_DEVICES = frozenset({AnnouncementKind.HAZARD, AnnouncementKind.CLEARANCE})
_ACTED = frozenset(
    {
        AnnouncementKind.CLOSURE,
        AnnouncementKind.REOPENING,
        AnnouncementKind.EVACUATION,
        AnnouncementKind.HAZARD,
        AnnouncementKind.CLEARANCE,
        AnnouncementKind.CORRIDOR,
    }
)
_UNTIL_THEN = {"opened": "offered", "reopened": "planned"}
"""What a way is that is announced for later or made to depend on something: not open yet."""

_MOST_INHERITED = 2
_SHORT_TEXT, _WAR = 40, 0.015
"""Of a text with that many words, that part at least must be words of war."""

_FEW = 3
"""Words of something else that many say what a text is of."""

_LONGEST_HEADLINE = 20
_LONG, _SHORT = 30, 8
"""In words: a clause longer than this is cut at commas, to no less than that."""


@dataclass
class Reader:
    """Reads texts of one language against one gazetteer."""

    catalogue: Catalogue
    gazetteer: Gazetteer
    figures: Figures = field(init=False)
    times: Times = field(init=False)

    def __post_init__(self) -> None:
        self.figures = Figures(self.catalogue.lexicon)
        self.times = build_times(self.catalogue.lexicon)

    def read(self, text: str, published: date | None) -> Reading:
        """The drafts of one text."""
        page = build_page(text, self.catalogue.lexicon)
        self._in_company(page)
        if self._elsewhere(page):
            return Reading(text, self.catalogue.lang, published, ())
        leave_out_dateline(page, self.catalogue.names)
        mentions = find_mentions(page, self.catalogue.names, self.gazetteer)
        clauses = cut_clauses(page, self.catalogue.breaks)
        placed = merge(list(self._drafts(page, clauses, mentions, published)), retold=self.catalogue.lexicon.joined)
        return Reading(text, self.catalogue.lang, published, numbered(told_again(page, clauses, placed)))

    def _in_company(self, page: Page) -> None:
        """Gives words the classes they have beside other words: a crossing that is «humanitarian» is a way out."""
        if not self.catalogue.phrases:
            return
        for low, high in page.sentences:
            present = reduce(or_, page.masks[low:high], 0)
            for phrase in self.catalogue.phrases:
                for cue in phrase.cues:
                    if cue.possible(present):
                        for found in cue.find(page.masks, low, high):
                            page.masks[found.key] |= phrase.bit
                            present |= phrase.bit

    def _elsewhere(self, page: Page) -> bool:
        """Whether a text of some length hardly speaks of war, or more of sport, courts, markets, fire than of it."""
        bit = self.catalogue.lexicon.bit
        sought = ("war", "elsewhere", "disaster", "arms")
        war, elsewhere, disaster, arms = (sum(1 for mask in page.masks if mask & bit(name)) for name in sought)
        words = sum(1 for mask in page.masks if not mask & MARK)
        other = elsewhere >= max(war, _FEW) or disaster >= max(arms + 1, _FEW)
        return words >= _SHORT_TEXT and (war < _WAR * words or other)

    def _drafts(
        self, page: Page, clauses: list[Clause], mentions: list[Mention], published: date | None
    ) -> Iterator[Found]:
        before: tuple[Mention, ...] = _main(mentions)
        for clause, marked, hits in told(page, list(self._heard(page, clauses))):
            sentence = page.sentences[clause.sentence]
            whole = [(hit.low, hit.high) for hit in hits]
            for hit in hits:
                part(page, hit, hits)
            for hit, (low, high) in zip(hits, whole, strict=True):
                kind = hit.rules[0].kind
                own = tuple(each for each in mentions if hit.low <= each.low < hit.high)
                own = own or tuple(each for each in mentions if low <= each.low < high)
                if kind is AnnouncementKind.EVACUATION:
                    own = self._left(page, own)
                places = tuple(each for each in own if not each.wide and not each.guessed) or own
                if all(each.vague for each in places):
                    # «المدينة» stands for the town named before it; both are given.
                    places = (*_inherited(mentions, clause, sentence, before), *places)
                draft = self._draft(page, clause, hit, marked, places, published)
                if any(not each.vague and not each.described and not each.wide for each in own):
                    before = places
                named = any(not each.described for each in places)
                beside = kind is AnnouncementKind.CASUALTIES and any(
                    sentence[0] <= each.low < clause.low and not (each.described or each.vague) for each in places
                )
                again = draft.counts == Counts() and known_loss(page, hit)
                speech = clause.speech
                yield Found(
                    draft,
                    bool(own) or beside,
                    clause.sentence,
                    named,
                    speech.acting,
                    again,
                    relayed=speech.relayed,
                    headline=_over(page, clause),
                    holders=holders(page, hit),
                )

    def _heard(self, page: Page, clauses: list[Clause]) -> Iterator[tuple[Clause, Marked, list[Hit]]]:
        """The facts of each clause that no marker silences."""
        for clause in clauses:
            hits = speaking(self._hits(page, clause))
            if hits:
                marked = mark(page, self.catalogue, clause, page.sentences[clause.sentence])
                yield clause, marked, [hit for hit in hits if _speaks(marked, hit)]

    def _left(self, page: Page, own: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """The places without those that people are sent to, alone or in a list."""
        kept: list[Mention] = []
        sent_to = -1
        for each in own:
            if each.low == sent_to or self._heading(page, each.low):
                sent_to = each.high
            else:
                kept.append(each)
        return tuple(kept)

    def _heading(self, page: Page, low: int) -> bool:
        """«إلى منطقة المواصي»: where people are sent is not what they are to leave."""
        bit = self.catalogue.lexicon.bit
        before = low - 1
        while before > 0 and page.masks[before] & (bit("place_noun") | bit("direction")):
            before -= 1
        return before > 0 and bool(page.masks[before] & bit("towards"))

    # --- rules -----------------------------------------------------------------------------------------------------

    def _hits(self, page: Page, clause: Clause) -> list[Hit]:
        if any(_stands(cue, page, clause) for cue in self.catalogue.figurative):
            return []
        by_state: dict[tuple[AnnouncementKind, str | None], Hit] = {}
        for rule in self.catalogue.rules:
            if not clause.mask & rule.opens:
                continue
            for found in self._found(rule, page, clause):
                hit = by_state.setdefault((rule.kind, rule.state), Hit([], []))
                hit.rules.append(rule)
                hit.found.append(found)
        hits = [hit for hit in by_state.values() if not self._yields(hit, by_state)]
        hits.sort(key=lambda hit: hit.start)
        for hit in hits:
            self._set_words(page, clause, hit, [each for each in hits if each.rules[0].kind == hit.rules[0].kind])
        return hits

    def _found(self, rule: Rule, page: Page, clause: Clause) -> Iterator[Place]:
        stopped: bool | None = None
        for cue in rule.cues:
            if not rule.across and not cue.possible(clause.mask):
                continue
            high = page.sentences[clause.sentence][1] if rule.across else clause.high
            for found in cue.find(page.masks, clause.low if rule.frame else clause.body, high):
                if found.start >= clause.high:
                    break
                if stopped is None:
                    stopped = any(_stands(each, page, clause) for each in rule.unless) or (
                        bool(rule.needs) and not any(_stands(each, page, clause) for each in rule.needs)
                    )
                if not stopped and not _overlaps(rule.apart, page, clause, found):
                    yield found

    def _yields(self, hit: Hit, all_hits: dict[tuple[AnnouncementKind, str | None], Hit]) -> bool:
        """Whether a hit gives way: to a stronger rule of its kind, or to an earlier one over the same words."""
        kind, weak = hit.rules[0].kind, all(rule.weak for rule in hit.rules)
        for other in all_hits.values():
            if other is hit or other.rules[0].kind != kind:
                continue
            if weak != all(rule.weak for rule in other.rules):
                if weak:
                    return True
                continue
            if hit.start < other.end and other.start < hit.end and self._rank(other) < self._rank(hit):
                return True
        return False

    def _rank(self, hit: Hit) -> int:
        return min(self.catalogue.rules.index(rule) for rule in hit.rules)

    def _set_words(self, page: Page, clause: Clause, hit: Hit, same: list[Hit]) -> None:
        """The fact's words: the clause, or its part where the clause states several facts of one kind."""
        hit.low, hit.high = min(clause.body, hit.start), max(clause.high, hit.end)
        if hit.high - hit.low > _LONG:
            hit.low, hit.high = _near(page, hit)
        for other in same:
            if other.start > hit.start:
                hit.high = min(hit.high, _joint(page, hit.end, other.start))
            elif other.start < hit.start:
                hit.low = max(hit.low, _joint(page, other.end, hit.start))
        if all(rule.narrow for rule in hit.rules):
            hit.low = max(hit.low, min(hit.start, hit.high - _SHORT))

    # --- drafts ----------------------------------------------------------------------------------------------------

    def _draft(
        self,
        page: Page,
        clause: Clause,
        hit: Hit,
        marked: Marked,
        places: tuple[Mention, ...],
        published: date | None,
    ) -> ReadDraft:
        rule = hit.rules[0]
        effects = _effects(marked, hit)
        modality = rule.modality or modality_of(rule, clause, effects)
        state = self._state(rule, modality)
        evidence = Span(page.starts[hit.low], page.ends[hit.high - 1], page.words(hit.low, hit.high))
        hedge = marked.hedge(page)
        return ReadDraft(
            number=0,
            kind=rule.kind,
            state=state,
            modality=modality,
            evidence=(evidence,),
            places=self._places(places, hit.low),
            counts=self._counts(page, rule, hit, modality),
            cause=self._cause(page, hit, page.sentences[clause.sentence]),
            time=self.times.find(page, (hit.low, hit.high), (clause.low, clause.high), published),
            source=_source(clause, rule.kind),
            hedge=hedge,
            becomes=becomes(rule.kind, state, modality, hedged=hedge is not None),
            rules=tuple(dict.fromkeys(each.id for each in hit.rules)),
        )

    def _state(self, rule: Rule, modality: Modality) -> str | None:
        if rule.state in _UNTIL_THEN and modality in (Modality.PLANNED, Modality.CONDITIONAL):
            return _UNTIL_THEN[rule.state]
        if rule.state in ("present", "trapped") and modality is Modality.NEGATED:
            return "denied"
        if modality is Modality.PLANNED and "planned" in STATES[rule.kind] and rule.state != "requested":
            return "planned"
        return rule.state

    def _counts(self, page: Page, rule: Rule, hit: Hit, modality: Modality) -> Counts:
        if rule.kind is AnnouncementKind.CASUALTIES:
            if modality is Modality.NEGATED:
                return Counts(killed=0, injured=0, qualifiers=MappingProxyType({}))
            return self.figures.people(page, hit.low, hit.high)
        if rule.kind not in _DEVICES:
            return Counts()
        return self.figures.devices(page, hit.low, hit.high, removed=rule.state == "finished")

    def _cause(self, page: Page, hit: Hit, sentence: tuple[int, int]) -> str | None:
        for low, high in ((hit.low, hit.high), sentence):
            for cause in self.catalogue.causes:
                if any(True for cue in cause.cues for _ in cue.find(page.masks, low, high)):
                    return cause.name
        return None

    def _places(self, mentions: tuple[Mention, ...], low: int) -> tuple[PlaceNamed, ...]:
        own_name = any(not (each.vague or each.described) and each.low >= low for each in mentions)
        kept = [each for each in mentions if not (each.vague and own_name)]
        named: dict[str, PlaceNamed] = {}
        for each in kept:
            ids = tuple(place.id for place in self.gazetteer.find_places(each.span.words))
            named.setdefault(each.span.words, PlaceNamed(each.span, ids))
        return tuple(named.values())


_BECOMES: dict[AnnouncementKind, tuple[tuple[str, ...] | None, str]] = {
    AnnouncementKind.CLOSURE: (None, "closure"),
    AnnouncementKind.EVACUATION: (("ordered", "advised"), "closure"),
    AnnouncementKind.HAZARD: (None, "indication"),
    AnnouncementKind.OPERATION: (("started", "ongoing"), "hostilities"),
    AnnouncementKind.REOPENING: (("reopened",), "reopening"),
    AnnouncementKind.CORRIDOR: (("offered", "opened"), "corridor"),
}
"""The states of which a record may be made (``None``: any), and its kind."""


def becomes(kind: AnnouncementKind, state: str | None, modality: Modality, *, hedged: bool) -> str:
    """The usual kind of record that an officer makes of a draft; what the desk takes for weak words stays a claim."""
    if kind is AnnouncementKind.CIVILIANS:
        return "civilians_report"
    firm = modality in (Modality.ASSERTED, Modality.PLANNED) and not hedged
    if not firm or (kind is AnnouncementKind.REOPENING and modality is Modality.PLANNED):
        return "claim"
    states, record_kind = _BECOMES.get(kind, ((), "claim"))
    return record_kind if states is None or state in states else "claim"


def read(text: str, lang: str, published: date | None, gazetteer: Gazetteer) -> Reading:
    """Everything that ``text`` announces, as drafts that point at its words, in the order of the text.

    ``lang`` is one of ``catalogue.LANGUAGES``; ``published`` the day the text is dated, if known; ``gazetteer`` the
    places that names may mean.
    """
    return Reader(load_catalogue(lang), gazetteer).read(text, published)


def _over(page: Page, clause: Clause) -> bool:
    """Whether a clause stands in a headline: a first line without a stop at its end."""
    end = page.sentences[0][1]
    written = page.text[page.ends[end - 1] : page.starts[end + 1]] if end + 1 < len(page.starts) else ""
    short = end - page.sentences[0][0] <= _LONGEST_HEADLINE
    return clause.sentence == 0 and short and "\n" in written and not any(mark in written for mark in ".!؟?")


def _source(clause: Clause, kind: AnnouncementKind) -> Source:
    """Who says a fact; a body that only acts stands for its orders and its work, not for what befalls."""
    return Source() if clause.speech.acting and kind not in _ACTED else clause.speech.source


def _speaks(marked: Marked, hit: Hit) -> bool:
    """Whether a fact is not silenced; of fighting told twice in a clause, what is silenced once is told by the rest."""
    if hit.kind is AnnouncementKind.OPERATION:
        told = [each for each in hit.found if "silenced" not in _reaching(marked, hit, each)]
        hit.found[:] = told or hit.found
        return bool(told)
    return "silenced" not in _effects(marked, hit)


def _effects(marked: Marked, hit: Hit) -> dict[str, Marker]:
    return _reaching(marked, hit, hit.found[0])


def _reaching(marked: Marked, hit: Hit, found: Place) -> dict[str, Marker]:
    return marked.effects(found.key, hit.rules[0], negation_inside=(found.key, hit.end))


def _main(mentions: list[Mention]) -> tuple[Mention, ...]:
    """The place that the text names most often, the first of them."""
    named = [each for each in mentions if not (each.vague or each.described or each.wide or each.guessed)]
    often = Counter(each.span.words for each in named)
    return tuple(sorted(named, key=lambda each: (-often[each.span.words], each.low))[:1])


def _stands(cue: Pattern, page: Page, clause: Clause) -> bool:
    return cue.possible(clause.mask) and any(True for _ in cue.find(page.masks, clause.low, clause.high))


def _near(page: Page, hit: Hit) -> tuple[int, int]:
    """In a long clause the fact's words are those between the commas around its cues."""
    low, high = hit.start, hit.end
    turn = 0 if page.lexicon.joined else page.lexicon.bit("turn")
    while low > hit.low and not ((page.masks[low - 1] & COMMA or page.masks[low] & turn) and hit.end - low >= _SHORT):
        low -= 1
    while high < hit.high and not (page.masks[high] & (COMMA | turn) and high - low >= _SHORT):
        high += 1
    if high - low > 2 * _LONG:
        low, high = max(low, hit.start - _SHORT), min(high, hit.end + _LONG)
    return low, high


def _overlaps(apart: tuple[Pattern, ...], page: Page, clause: Clause, found: Place) -> bool:
    return any(
        other.start < found.end and found.start < other.end
        for cue in apart
        for other in cue.find(page.masks, clause.low, clause.high)
    )


def _joint(page: Page, low: int, high: int) -> int:
    """The word at which one fact ends and the next begins, between two cues: the last «و…» or comma."""
    for index in range(high, low, -1):
        form = page.forms[index]
        if form.even.startswith("و") and form.front.startswith("و"):
            return index
        if form.even in (",", ":") and index + 1 <= high:
            return index + 1
    return high


def _inherited(
    mentions: list[Mention], clause: Clause, sentence: tuple[int, int], before: tuple[Mention, ...]
) -> tuple[Mention, ...]:
    """Where a fact names no place: those nearest before it in its sentence, else in the fact before, else after it."""
    named = [each for each in mentions if not (each.vague or each.wide or each.guessed)]
    earlier = [each for each in named if sentence[0] <= each.low < clause.low]
    if earlier:
        return tuple(earlier[-_MOST_INHERITED:])
    inside = [each for each in named if clause.low <= each.low < sentence[1]]
    if inside:
        return tuple(inside[:_MOST_INHERITED])
    if before:
        return before[:_MOST_INHERITED]
    return ()
