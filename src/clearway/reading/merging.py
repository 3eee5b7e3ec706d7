"""One draft for one fact: a headline and its repetition are two stretches of words of one draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from clearway.reading.letters import even
from clearway.reading.model import AnnouncementKind, Counts, Modality, ReadDraft, Source

_NEAR = 4
"""In sentences: how far off an order over the same ground is told again."""

_CLOSE_BY = 2
"""In sentences: how far off it is told again in a language whose reports tell each thing once."""

_BESIDE = 2
_ANY = frozenset({"محاور", "مناطق", "المناطق", "احياء", "الاحياء", "مواقع", "اطراف", "محيط", "هذه", "تلك"})
_VAGUE = frozenset({"المدينه", "المنطقه", "البلده", "القريه", "المحافظه", "هذه المنطقه", "الحي", "المخيم", "القطاع"})
"""Fighting in a part of a place is the fighting there only so many sentences on; what stands for any place counts for
none."""

_KNOWN, _RETOLD = 3, 8
"""In sentences: how far off a loss is still known, and how far off one of as many in the same place is told again."""

_ANOTHER = frozenset(
    {"اخري", "اخر", "ثانيه", "منفصله", "منفصل", "مماثله", "مماثل", "another", "separate", "separately"}
)
"""Words of another event: «وفي حادثة أخرى», "when another bomb exploded"."""

_APART = _ANOTHER - {"اخر", "اخري", "ثانيه", "another"}
"""Of these, those that are said of nothing but an event."""

_OTHERS = ("قتل اخرون", "استشهد اخرون", "وقتل اخرون", "واستشهد اخرون", "لقي اخرون", "ولقي اخرون")
_FOES = ("ارهابي", "تكفيري", "مسلح", "حوثي", "داعشي", "متمرد", "انتحاري")
_OURS = ("عسكري", "جندي", "جنود", "شرطي", "مدني", "مواطن", "طفل", "اطفال", "ضابط", "مجند")
"""Who falls on either side, in singular, plural or as what is counted: a loss of one is not that of the other."""

_SOME, _MANY, _SHARED = 3, 10, 4
"""So many killed are told again with so many of the same words; dozens may be told again in a number from so many."""

_TOLD: dict[AnnouncementKind, set[str | None]] = {
    AnnouncementKind.EVACUATION: {"ordered", "advised"},
    AnnouncementKind.CLOSURE: {"extended", "in_force"},
}
"""States of which two drafts may still tell of one order."""

_STRONGER = frozenset({"ordered", "extended"})
_MORE = ("كما", "وفي هذه الأثناء")
"""What begins another event in one sentence."""

_FOUGHT = (AnnouncementKind.OPERATION, AnnouncementKind.CONTROL, AnnouncementKind.CIVILIANS)
_ORDERS = (AnnouncementKind.CLOSURE, AnnouncementKind.REOPENING, AnnouncementKind.EVACUATION)
_TOLD_ONCE = (*_ORDERS, AnnouncementKind.HAZARD, AnnouncementKind.CLEARANCE)


@dataclass(frozen=True, slots=True)
class Found:
    """A draft as it was found: whether its places stand in its own words and have names, and in which sentence.

    ``acting``: nobody says it; a body does it. ``again``: a loss that is spoken of as known («مقتلهم», «القتلى هم …»).
    ``relayed``: an outlet tells it. ``headline``: it stands over the text.
    ``holders``: the sides that its words name.
    """

    draft: ReadDraft
    own_places: bool
    sentence: int
    named: bool
    acting: bool = False
    again: bool = False
    relayed: bool = False
    headline: bool = False
    holders: frozenset[str] = frozenset()


def merge(found: list[Found], *, retold: bool = True) -> list[Found]:
    """The facts with repetitions joined.

    ``retold``: a text tells its facts again throughout; else only close by.
    """
    kept: list[Found] = []
    for each in found:
        same = [number for number, other in enumerate(kept) if _same(other, each) and (retold or _beside(other, each))]
        beside = [number for number in same if kept[number].sentence == each.sentence]
        index = _known_to(kept, same, each) if same and each.again else next(iter(beside or same), None)
        if index is None:
            kept.append(each)
        else:
            first = kept[index]
            acting = first.acting and (each.acting or first.draft.kind in _ORDERS)
            relayed = first.relayed and each.relayed
            draft = _joined(first, each)
            headline = first.headline and each.draft.source == Source()
            kept[index] = replace(
                first, draft=draft, sentence=each.sentence, acting=acting, relayed=relayed, headline=headline
            )
    return kept


def numbered(found: list[Found]) -> tuple[ReadDraft, ...]:
    """The drafts, numbered from 1 in the order of the text."""
    drafts = sorted((each.draft for each in found), key=lambda draft: draft.evidence[0].start)
    return tuple(replace(draft, number=number) for number, draft in enumerate(drafts, start=1))


def _known_to(kept: list[Found], same: list[int], each: Found) -> int:
    """The loss that one spoken of as known is: the last in its place, else the last."""
    there = [number for number in same if _names(kept[number].draft) & _names(each.draft)]
    return (there or same)[-1]


def _beside(one: Found, other: Found) -> bool:
    """Whether one fact is told close by the other: a fight in its sentence, or below the headline; others a little on.

    Reports in English tell one step of a battle a sentence.
    """
    apart = other.sentence - one.sentence
    if one.draft.kind in (AnnouncementKind.OPERATION, AnnouncementKind.CONTROL):
        return apart == 0 or (apart == 1 and one.sentence == 0)
    return one.draft.kind not in _TOLD_ONCE or apart <= _CLOSE_BY


def _same(one: Found, other: Found) -> bool:
    first, second = one.draft, other.draft
    if first.kind is not second.kind or not _same_state(first, second):
        return False
    if first.evidence[-1] == second.evidence[0]:
        return True
    if first.kind is AnnouncementKind.CASUALTIES:
        return _same_loss(one, other)
    return _as_firm(one, other) and not _taken(one, other) and _same_fact(one, other)


def _taken(one: Found, other: Found) -> bool:
    """Whether one side holds what the other held: two facts, though of one place."""
    held = one.draft.kind is AnnouncementKind.CONTROL and one.holders and other.holders
    return bool(held) and not one.holders & other.holders


def _as_firm(one: Found, other: Found) -> bool:
    """Whether both hold alike; fighting that somebody unnamed tells of again holds as it was told before."""
    first, second = one.draft, other.draft
    if first.modality == second.modality:
        return True
    told = {first.modality, second.modality} == {Modality.ASSERTED, Modality.REPORTED_BY_OTHER}
    named = all(source.person or source.organisation for source in (first.source, second.source))
    return told and first.kind in _FOUGHT and not named


def _same_state(first: ReadDraft, second: ReadDraft) -> bool:
    """The same state; an order to leave and a call to leave, a curfew and its prolonging, may be one."""
    told = {first.state, second.state}
    return len(told) == 1 or told == _TOLD.get(first.kind)


def _same_loss(one: Found, other: Found) -> bool:
    """Casualties told again: of compatible numbers, near by, and not in another place."""
    first, second = one.draft, other.draft
    far = other.sentence - one.sentence
    if _other_loss(one, other):
        return False
    if other.again and far <= _KNOWN:
        return True
    if not (_compatible(first.counts, second.counts) or _counted_later(one, other)):
        return False
    if first.counts != second.counts and _other_speaker(first.source, second.source):
        return False
    if far <= 2 and _in_the_same_words(first, second):
        return True
    if far > 2:
        return far <= _RETOLD and _as_many(first.counts, second.counts) and bool(_names(first) & _names(second))
    return _near_by(one, other)


def _near_by(one: Found, other: Found) -> bool:
    """Whether two losses that may be one are told beside each other, and not of two places."""
    first, second = one.draft, other.draft
    elsewhere = other.own_places and other.sentence != one.sentence
    known = {even(word) for word in first.evidence[0].words.split()}  # «قتيل وإصابة آخر», told again
    another = not (_ANOTHER - known).isdisjoint(even(second.evidence[0].words).split())
    if elsewhere and (another or _apart(first.counts, second.counts)):
        return False
    if _another_event(one, other):
        return False
    if elsewhere and second.counts == Counts() != first.counts:
        return False
    return bool(_names(first) & _names(second)) or _alike(one, other)


def _other_loss(one: Found, other: Found) -> bool:
    """«في حادثة منفصلة», «وقتل آخرون», yesterday's beside today's, soldiers of one side beside those of the other."""
    first, second = one.draft, other.draft
    if Modality.NEGATED in (first.modality, second.modality) and first.modality != second.modality:
        return True
    words = [[even(word) for span in each.draft.evidence for word in span.words.split()] for each in (one, other)]
    if not _APART.isdisjoint(words[1]) or " ".join(words[1]).startswith(_OTHERS):
        return True
    days = [{"امس", "اليوم"} & set(each) for each in words]
    if all(len(each) == 1 for each in days) and days[0] != days[1]:
        return True
    if first.counts.killed is not None and first.counts.killed == second.counts.killed:
        return False
    sides = [{name for name, side in (("foes", _FOES), ("ours", _OURS)) if _has(each, side)} for each in words]
    return all(len(each) == 1 for each in sides) and sides[0] != sides[1]


def _has(words: list[str], side: tuple[str, ...]) -> bool:
    """Whether one of the words is one of a side, counted or in plural: «إرهابيا», «مدنيين»."""
    endings = ("", "ا", "ين", "ون", "ان")
    return any(word == name + ending for word in words for name in side for ending in endings)


def _counted_later(one: Found, other: Found) -> bool:
    """«قتل عشرات في المدينة. … مقتل 18 شخصا في المدينة»: a number where it was vague."""
    first, second = one.draft.counts, other.draft.counts
    dozens = {"dozens", "hundreds"} & set(first.qualifiers.values()) and first.killed is None and first.injured is None
    return bool(dozens) and (second.killed or 0) >= _MANY and bool(_names(one.draft) & _names(other.draft))


def _in_the_same_words(first: ReadDraft, second: ReadDraft) -> bool:
    """As many killed, of several, in nearly the same words: a headline that names its place otherwise."""
    words = [{even(word) for span in each.evidence for word in span.words.split()} for each in (first, second)]
    shared = [word for word in words[0] & words[1] if len(word) >= _SOME]
    return (
        first.counts.killed == second.counts.killed and (first.counts.killed or 0) >= _SOME and len(shared) >= _SHARED
    )


def _as_many(first: Counts, second: Counts) -> bool:
    """Whether both state one number of killed, of several."""
    return first.killed == second.killed and (first.killed or 0) > 1


def _another_event(one: Found, other: Found) -> bool:
    """«كما أصيب … في كذا»: in one sentence, and in another place."""
    if not (one.own_places and other.own_places and other.draft.evidence[0].words.startswith(_MORE)):
        return False
    return even(other.draft.places[0].span.words) not in _names(one.draft)


def _names(draft: ReadDraft) -> set[str]:
    return {even(each.span.words) for each in draft.places}


def _same_fact(one: Found, other: Found) -> bool:
    first, second = one.draft, other.draft
    places, others = _names(first), _names(second)
    if first.kind in _TOLD_ONCE and _told_again(one, other):
        return True
    ordered = first.kind in _ORDERS and (one.acting or other.acting)
    if _other_speaker(first.source, second.source) and not (ordered or one.relayed or other.relayed or one.headline):
        return False
    if first.kind in _ORDERS and _same_order(first, second) and other.sentence - one.sentence <= 2:
        return True
    if first.kind in _ORDERS and second.evidence[0].words.startswith("كما"):
        return False
    if first.kind in _ORDERS and other.sentence - one.sentence <= _NEAR:
        nobody = second.source == Source() and other.sentence - one.sentence <= 1
        again = nobody and bool(set(first.rules) & set(second.rules))
        vague = not (one.named and other.named) and first.state not in ("carried_out", "planned")
        return again or vague or _touch(places, others)
    if first.kind is AnnouncementKind.CORRIDOR:
        if not other.own_places and other.sentence - one.sentence <= 1:
            return first.source == second.source and bool(set(first.rules) & set(second.rules))
        return one.own_places and other.own_places and bool(places & others)
    if not other.own_places:
        return other.sentence - one.sentence <= 2
    if not one.named and not other.named and other.sentence - one.sentence <= 1:
        return first.source == second.source or _same_person(first.source, second.source)
    places, others = _certain(places), _certain(others)
    beside = other.sentence - one.sentence <= _BESIDE and (others <= places or places <= others)
    launched = first.state == "started" and other.sentence - one.sentence <= _KNOWN
    ring = (launched or first.state == "besieges") and bool(places & others)
    return bool(places) and (beside or ring or others == places)


def _certain(places: set[str]) -> set[str]:
    """Without what may stand for any place, unless nothing else is named."""
    return {each for each in places if each not in _VAGUE and each.split()[0] not in _ANY} or places


def _told_again(one: Found, other: Found) -> bool:
    """Whether the later draft is of the ground of the earlier: a text seldom tells two such facts of one place."""
    first, second = one.draft, other.draft
    numbers = first.counts.devices, second.counts.devices
    if numbers[1] is not None and numbers[0] != numbers[1]:
        return False
    if first.kind not in _ORDERS and _other_speaker(first.source, second.source):
        return False
    if second.evidence[0].words.startswith("كما"):
        return False
    return _touch(_names(first), _names(second))


def _touch(places: set[str], others: set[str]) -> bool:
    """Whether two sets of places share one, also as a part of a longer name («رفح», «تل رفح»)."""
    words = [{frozenset(name.split()) for name in names} for names in (places, others)]
    return any(one <= other or other <= one for one in words[0] for other in words[1])


def _same_order(first: ReadDraft, second: ReadDraft) -> bool:
    """One office's order told twice: "also" begins another."""
    bodies = [each.source.organisation for each in (first, second)]
    return (
        bool(set(first.rules) & set(second.rules))
        and bodies[0] is not None
        and bodies[1] is not None
        and even(bodies[0].words) == even(bodies[1].words)
        and not second.evidence[0].words.startswith("كما")
    )


def _compatible(first: Counts, second: Counts) -> bool:
    """Whether two counts may be of one event: nothing stated otherwise, and where both state something, one alike."""
    alike = stated = False
    for name in ("killed", "injured"):
        one, other = getattr(first, name), getattr(second, name)
        how, otherwise = first.qualifiers.get(name), second.qualifiers.get(name)
        if (one is None and how is None) or (other is None and otherwise is None):
            continue
        stated = True
        if one != other:
            return False
        alike = alike or one is not None or how == otherwise
    return alike or not stated


def _apart(first: Counts, second: Counts) -> bool:
    """Whether one tells of the killed alone and the other of the injured alone."""
    told = [
        {name for name in ("killed", "injured") if getattr(each, name) is not None or name in each.qualifiers}
        for each in (first, second)
    ]
    return bool(told[0] and told[1]) and not told[0] & told[1]


def _alike(one: Found, other: Found) -> bool:
    """Casualties told again without another place, or killed and injured told in two clauses of one sentence."""
    vague = one.draft.counts.qualifiers and one.draft.counts == other.draft.counts and one.draft.counts.killed is None
    return not other.own_places or not one.own_places or one.sentence == other.sentence or bool(vague)


def _joined(one: Found, other: Found) -> ReadDraft:
    first, second = one.draft, other.draft
    evidence = first.evidence if second.evidence[0] in first.evidence else (*first.evidence, *second.evidence)
    places = {each.span.words: each for each in first.places}
    if other.own_places and not one.own_places:
        places = {each.span.words: each for each in second.places}
    elif other.own_places:
        for each in second.places:
            places.setdefault(each.span.words, each)
    return replace(
        first,
        state=second.state if second.state in _STRONGER else first.state,
        modality=_firmness(one, second),
        evidence=evidence,
        places=tuple(places.values()),
        counts=_summed(first.counts, second.counts),
        source=_said_by(one, other),
        time=first.time or second.time,
        cause=first.cause or second.cause,
        hedge=first.hedge or second.hedge,
        rules=tuple(dict.fromkeys((*first.rules, *second.rules))),
    )


def _firmness(one: Found, second: ReadDraft) -> Modality:
    """A headline holds as those hold whom the text then quotes for it; fighting, as whoever is named says it."""
    first = one.draft
    head = one.sentence < _BESIDE or first.kind is AnnouncementKind.CASUALTIES
    if head and first.source == Source() and second.modality is Modality.REPORTED_BY_OTHER:
        return second.modality
    owned = first.kind in _FOUGHT and (second.source.person or second.source.organisation)
    return second.modality if owned else first.modality


def _summed(first: Counts, second: Counts) -> Counts:
    """What either of two compatible counts states."""
    return Counts(
        killed=second.killed if first.killed is None else first.killed,
        injured=second.injured if first.injured is None else first.injured,
        devices=second.devices if first.devices is None else first.devices,
        qualifiers=MappingProxyType({**second.qualifiers, **_counting(first, second)}),
    )


def _counting(first: Counts, second: Counts) -> dict[str, str]:
    """The qualifiers of the first, but where the second tells in a number what it tells vaguely."""
    return {
        name: how
        for name, how in first.qualifiers.items()
        if getattr(first, name) is not None or getattr(second, name) is None
    }


def _same_person(first: Source, second: Source) -> bool:
    return bool(first.person and second.person and even(first.person.words) == even(second.person.words))


def _other_speaker(first: Source, second: Source) -> bool:
    """Whether both are said by bodies or people of different names: another speaker makes another fact."""
    for one, other in ((first.organisation, second.organisation), (first.person, second.person)):
        if one is not None and other is not None:
            names = even(one.words), even(other.words)
            words = [{word.removeprefix("ال") for word in name.split()} for name in names]
            within = 2 * len(words[0] & words[1]) >= min(len(words[0]), len(words[1]))
            return not within and names[0] not in names[1] and names[1] not in names[0]
    return False


def _said_by(one: Found, other: Found) -> Source:
    """Who says a fact told twice: whoever speaks goes before a body that only does it, unless it orders."""
    first, second = one.draft.source, other.draft.source
    if one.headline and not other.headline and (second.person or second.organisation):
        return second  # a headline names its speaker in short
    if one.acting != other.acting and one.draft.kind not in _ORDERS and Source() not in (first, second):
        return second if one.acting else first
    return _fuller(first, second)


def _fuller(first: Source, second: Source) -> Source:
    return Source(first.person or second.person, first.role or second.role, first.organisation or second.organisation)
