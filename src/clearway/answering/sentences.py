"""An answer as the sentences that a person reads, worst first, each with the part it plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clearway.answering.asked import Asked
from clearway.answering.released import released_sentences
from clearway.projection import FINDINGS
from clearway.situation import AnnouncedCorridor, Answer, Ground, Hold, Quote
from clearway.terms import ClosureState, Doubt, HazardState, Realm, Verdict
from clearway.wording import LANGUAGES, Text, age, has, isolated, listing, office, position, render, term, verbatim

_SHORT = 12


class Role(StrEnum):
    """What a sentence is for, so that a face can lay it out: in this order, a quotation behind its record."""

    MARK = "mark"
    SUBJECT = "subject"
    TOLD = "told"
    VERDICT = "verdict"
    SENTENCE = "sentence"
    INSIDE = "inside"
    DOUBT = "doubt"
    AXIS = "axis"
    RECORD = "record"
    QUOTE = "quote"
    CORRIDOR = "corridor"
    PERMIT = "permit"
    PROTECTION = "protection"
    CHANGE = "change"
    CALL = "call"
    AGE = "age"
    SCOPE = "scope"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and its part in the answer."""

    role: Role
    text: Text


@dataclass(frozen=True, slots=True)
class _Telling:
    """An answer being told in one language."""

    answer: Answer
    asked: Asked
    lang: str

    def say(self, role: Role, key: str, **values: str | int | datetime | Text | None) -> Sentence:
        return Sentence(role, render(key, self.lang, zone=self.asked.zone, **values))

    def office(self, code: str) -> Text:
        return office(code, self.lang)

    @property
    def closing(self) -> Ground | None:
        """The worst restriction that closes the asked ground."""
        return next((ground for ground in self.answer.grounds if ground.holds_closure), None)

    @property
    def endangering(self) -> Ground | None:
        """The worst restriction that makes the asked ground dangerous."""
        return next((ground for ground in self.answer.grounds if ground.holds_hazard), None)

    @property
    def asking(self) -> tuple[str | None, str | None]:
        """Whom to ask, and the number: the office of the worst restriction, else the owner of the log."""
        offices = [hold.office for hold in _worst_first(self.answer)] + [log.owner for log in self.answer.logs]
        return next(iter(offices), None), number_to_call(self.answer, self.asked.contact)


def _worst_first(answer: Answer) -> Iterator[Hold]:
    """What restricts: the worst that closes, the worst that endangers, then all of it, those two once more."""
    grounds = answer.grounds
    closing = [ground for ground in grounds if ground.holds_closure]
    endangering = [ground for ground in grounds if ground.holds_hazard]
    yield from (ground.hold for ground in (*closing[:1], *endangering[:1], *grounds))
    yield from answer.unplaced


def number_to_call(answer: Answer, contact: str | None) -> str | None:
    """The number that the sentences name: of the worst restriction that has one, else of a log, else ``contact``."""
    numbers = [hold.contact for hold in _worst_first(answer)] + [log.contact for log in answer.logs] + [contact]
    return next((number for number in numbers if number), None)


def sentences(answer: Answer, asked: Asked, lang: str) -> tuple[Sentence, ...]:
    """Everything a person must be told, in order; a face may leave out nothing above ``Role.RECORD``."""
    telling = _Telling(answer, asked, lang)
    parts = (
        mark(asked.realm, lang),
        _subject(telling),
        _provenance(telling),
        _verdict(telling),
        _inside(telling),
        _doubts(telling),
        _axes(telling),
        _records(telling),
        _permissions(telling),
        _protection(telling),
        _changes(telling),
        _call(telling),
        _age(telling),
        _scope(telling),
    )
    return tuple(sentence for part in parts for sentence in part)


def mark(realm: Realm, lang: str) -> Iterator[Sentence]:
    """The mark of everything that does not speak of the world."""
    if realm is not Realm.ACTUAL:
        yield Sentence(Role.MARK, render(f"mark.{realm.value}", lang))


def mark_of(realm: Realm) -> str:
    """The same in both languages on one line, for tables and programs; empty for what speaks of the world."""
    return " / ".join(sentence.text.plain for lang in LANGUAGES for sentence in mark(realm, lang))


def _subject(telling: _Telling) -> Iterator[Sentence]:
    place, at = telling.asked.place, telling.asked.position
    if place is not None:
        name = verbatim(place.name(telling.lang), telling.lang)
        yield telling.say(Role.SUBJECT, "answer_line.place", place=name)
    if at is not None:
        yield telling.say(Role.SUBJECT, "answer_line.position", position=position(*at, telling.lang))
        yield telling.say(Role.SUBJECT, "common.position_private")


def _provenance(telling: _Telling) -> Iterator[Sentence]:
    asked = telling.asked
    if asked.published_at is not None:
        yield telling.say(Role.TOLD, "common.told", at=asked.published_at)
    if asked.known is not None:
        by = telling.office(asked.known_by) if asked.known_by else None
        yield telling.say(Role.TOLD, "answer_line.known", at=asked.known, office=by)
    if asked.claimed:
        yield telling.say(Role.TOLD, "common.claimed_time")


# --- the verdict ---------------------------------------------------------------------------------------------------


def _verdict(telling: _Telling) -> Iterator[Sentence]:
    verdict = telling.answer.verdict
    yield Sentence(Role.VERDICT, term("verdict", verdict.value, telling.lang))
    if verdict is Verdict.DO_NOT_ENTER:
        yield from _do_not_enter(telling)
    elif verdict is Verdict.CONDITIONAL:
        yield _conditional(telling)
    elif verdict is Verdict.NOT_CONFIRMED:
        yield _not_confirmed(telling)
    else:
        _, number = telling.asking
        for text in released_sentences(telling.answer, telling.asked, telling.lang, number):
            yield Sentence(Role.SENTENCE, text)


def _do_not_enter(telling: _Telling) -> Iterator[Sentence]:
    closing, endangering = telling.closing, telling.endangering
    axes = [name for name, ground in (("closure", closing), ("hazard", endangering)) if ground]
    if closing is None:
        yield telling.say(Role.SENTENCE, "answer.do_not_enter.hazard")
        return
    hold = closing.hold
    by = telling.office(hold.office)
    if hold.until_condition == "fully_searched":
        place = telling.asked.place
        name = verbatim(place.name(telling.lang), telling.lang) if place else None
        yield telling.say(Role.SENTENCE, "situation.closed_until_searched", place=name, office=by, date=hold.since)
        if endangering:
            yield telling.say(Role.SENTENCE, "answer.do_not_enter.hazard")
        return
    key = "answer.do_not_enter." + "_and_".join(axes)
    yield telling.say(Role.SENTENCE, key, office=by, date=hold.since)


def _conditional(telling: _Telling) -> Sentence:
    corridor = telling.answer.corridors[0] if telling.answer.corridors else None
    permits = all(g.hold.closure is ClosureState.CONDITIONAL for g in telling.answer.grounds if g.holds_closure)
    if corridor is not None and not permits:
        return telling.say(Role.SENTENCE, "answer.conditional.corridor", until=corridor.until)
    by = telling.closing.hold.office if telling.closing else "unknown"
    return telling.say(Role.SENTENCE, "answer.conditional.sentence", office=telling.office(by))


def _not_confirmed(telling: _Telling) -> Sentence:
    by, number = telling.asking
    return telling.say(
        Role.SENTENCE,
        "answer.not_confirmed.sentence",
        office=telling.office(by) if by else None,
        number=number if by else None,
    )


def _inside(telling: _Telling) -> Iterator[Sentence]:
    if telling.answer.verdict is not Verdict.DO_NOT_ENTER:
        return
    _, number = telling.asking
    which = "hazard" if telling.endangering else "closure"
    yield telling.say(Role.INSIDE, f"answer.do_not_enter.inside_{which}", number=number)


def _doubts(telling: _Telling) -> Iterator[Sentence]:
    """The sentence of each doubt, the first first; and of what lies somewhere in the area, whatever the verdict."""
    _, number = telling.asking
    doubts = telling.answer.doubts
    if telling.answer.unplaced and Doubt.UNPLACED not in doubts:
        doubts = (Doubt.UNPLACED, *doubts)
    for doubt in doubts:
        yield telling.say(Role.DOUBT, f"doubt.{doubt.value}", **_doubt_values(telling, doubt, number))


def _doubt_values(telling: _Telling, doubt: Doubt, number: str | None) -> dict[str, str | datetime | Text | None]:
    answer = telling.answer
    if doubt is Doubt.UNPLACED:
        area = next((hold.place for hold in answer.unplaced if hold.place), None)
        return {"area": verbatim(area, telling.lang) if area else None}
    if doubt is Doubt.ENDED_BY_TERM:
        return {"date": next((g.hold.until for g in answer.grounds if g.ended and g.hold.until), None)}
    if doubt is Doubt.LIFTED_UNSURVEYED:
        lifted = [c.since for g in answer.grounds for c in g.covers if c.axis == "closure"]
        return {"date": max(lifted, default=answer.at), "number": number}
    if doubt is Doubt.STALE:
        return {"updated": answer.fresh_at, "number": number}
    return {}


# --- the two questions, and the records behind them -------------------------------------------------------------------


def _axes(telling: _Telling) -> Iterator[Sentence]:
    """Closure and hazard apart: lifting one never lifts the other."""
    for axis, state in (("closure", telling.answer.closure), ("hazard", telling.answer.hazard)):
        yield telling.say(
            Role.AXIS,
            "answer_line.axis",
            axis=term("label", axis, telling.lang),
            state=term(axis, state.value, telling.lang),
        )


def _records(telling: _Telling) -> Iterator[Sentence]:
    for ground in telling.answer.grounds:
        # Hours that were lifted do not come back; where it only lies outside them, its next start is told.
        hold = ground.hold if ground.ended else replace(ground.hold, next_start=None)
        yield from _hold(telling, hold, "record")
        yield from _released_by(telling, ground)
    for hold in telling.answer.unplaced:
        yield from _hold(telling, hold, "unplaced")
    for hold in telling.answer.upcoming:
        yield from _hold(telling, hold, "upcoming")
    for dangling in telling.answer.dangling:
        yield telling.say(Role.RECORD, "answer_line.dangling", id=_short(dangling.record, telling.lang))


def _hold(telling: _Telling, hold: Hold, how: str) -> Iterator[Sentence]:
    lang = telling.lang
    kind = render(f"kind.{hold.kind}", lang) if has(f"kind.{hold.kind}") else verbatim(hold.kind, lang)
    yield telling.say(
        Role.RECORD,
        f"answer_line.{how}",
        kind=kind,
        office=office(hold.office, lang),
        since=hold.since,
        id=_short(hold.record, lang),
    )
    if hold.reasons:
        reasons = listing([term("reason", reason, lang) for reason in hold.reasons], lang)
        yield telling.say(Role.RECORD, "answer_line.reasons", reasons=reasons)
    if hold.until is not None:
        yield telling.say(Role.RECORD, "answer_line.until", until=hold.until)
    if hold.until_condition is not None:
        yield Sentence(Role.RECORD, render("answer_line.note", lang, note=term("until", hold.until_condition, lang)))
    if hold.next_start is not None:
        yield telling.say(Role.RECORD, "answer_line.next_start", start=hold.next_start)
    for label in hold.labels:
        yield Sentence(Role.RECORD, render("answer_line.note", lang, note=term("standing", label, lang)))
    for quote in hold.quotes:
        yield quote_sentence(quote, lang, telling.asked.zone, hold.office)


def _released_by(telling: _Telling, ground: Ground) -> Iterator[Sentence]:
    for cover in ground.covers:
        yield telling.say(
            Role.RECORD,
            "answer_line.cover",
            axis=term("label", cover.axis.value, telling.lang),
            product=term("product", cover.product.value, telling.lang),
            since=cover.since,
            id=_short(cover.release, telling.lang),
        )


def quote_sentence(quote: Quote, lang: str, zone: str, by: str) -> Sentence:
    """The exact words in their own language, with who said them (name, role, office) and when."""
    if quote.words is not None:
        words = verbatim(" ".join(quote.words.split()), lang)
        text = render("answer_line.quote", lang, zone=zone, who=_who(quote, lang, by), said=quote.said_at, words=words)
    elif quote.speaker and not quote.statement:
        text = render("answer_line.observed", lang, zone=zone, by=verbatim(quote.speaker, lang), said=quote.said_at)
    else:
        text = render("answer_line.not_at_hand", lang, id=_short(quote.statement, lang))
    if quote.source:
        text += render("answer_line.source", lang, source=verbatim(quote.source, lang))
    return Sentence(Role.QUOTE, text)


def _who(quote: Quote, lang: str, by: str) -> Text:
    return speaker_named(quote.speaker, quote.role, quote.office, lang) or office(by, lang)


def speaker_named(name: str | None, role: str | None, by: str | None, lang: str) -> Text | None:
    """Name, role and office of whoever spoke, None if all are unknown; what an earlier part names is not said again."""
    said: list[str] = []
    for part in (name, role, by):
        if part and not any(part in earlier for earlier in said):
            said.append(part)
    return listing([verbatim(part, lang) for part in said], lang) if said else None


def _short(record_id: str, lang: str) -> Text:
    return verbatim(record_id.removeprefix("sha256:")[:_SHORT], lang)


# --- permissions, protection, what to do ---------------------------------------------------------------------------


def _permissions(telling: _Telling) -> Iterator[Sentence]:
    for announced in telling.answer.announced:
        yield _announced(telling, announced)
        if announced.conditions is not None:
            conditions = verbatim(announced.conditions, telling.lang)
            yield telling.say(Role.CORRIDOR, "answer_line.corridor_conditions", conditions=conditions)
    for corridor in telling.answer.corridors:
        if telling.answer.verdict is not Verdict.CONDITIONAL:
            yield telling.say(Role.CORRIDOR, "answer_line.corridor_open", until=corridor.until)
    closing = telling.closing
    if closing is None or telling.answer.closure is not ClosureState.CONDITIONAL:
        return
    if closing.hold.closure is ClosureState.CONDITIONAL:
        by = telling.office(closing.hold.office)
        yield telling.say(Role.PERMIT, "situation.permit_needed", office=by, appeal=None)


def _announced(telling: _Telling, corridor: AnnouncedCorridor) -> Sentence:
    """A corridor that does not count as open: because of one side's silence, or because of what else is wanting."""
    lang = telling.lang
    said: dict[str, str | datetime | Text | None] = {
        "party": verbatim(corridor.announced_by, lang),
        "from_place": verbatim(corridor.from_place, lang),
        "to_place": verbatim(corridor.to_place, lang),
        "from": corridor.starts,
        "until": corridor.ends,
    }
    if corridor.others == ():
        reasons = [isolated(FINDINGS[code].sentence(lang), lang) for code in corridor.findings]
        return telling.say(Role.CORRIDOR, "answer_line.corridor_not_open", reasons=join(reasons, lang), **said)
    return telling.say(
        Role.CORRIDOR,
        "situation.corridor_one_side",
        others=listing([verbatim(party, lang) for party in corridor.others], lang) if corridor.others else None,
        intermediary=verbatim(corridor.intermediary, lang) if corridor.intermediary else None,
        **said,
    )


def join(texts: Sequence[Text], lang: str) -> Text:
    """Sentences in a row."""
    parts = [part for text in texts for part in (" ", *text.parts)]
    return Text(tuple(parts[1:]), lang)


def _protection(telling: _Telling) -> Iterator[Sentence]:
    """For whoever stays where people are kept out; where no order stands any more there is nothing to say."""
    if any(g.hold.kind == "closure" and (g.holds_closure or g.ended) for g in telling.answer.grounds):
        yield telling.say(Role.PROTECTION, "common.civilian_protection")


def _changes(telling: _Telling) -> Iterator[Sentence]:
    """What would change the answer, one sentence for each thing that stands in the way."""
    answer, closing = telling.answer, telling.closing
    changes: list[tuple[str, Text | None]] = []
    if closing is not None:
        which = "conditional" if answer.verdict is Verdict.CONDITIONAL else "closure"
        changes.append((which, telling.office(closing.hold.office)))
    if answer.hazard not in (HazardState.RELEASED, HazardState.NONE_RECORDED):
        changes.append(("hazard", None))
    for doubt in answer.doubts:
        ended = next((g.hold.office for g in answer.grounds if g.ended), None)
        changes.append((doubt.value, telling.office(ended or "unknown") if doubt is Doubt.ENDED_BY_TERM else None))
    if answer.unplaced and Doubt.UNPLACED not in answer.doubts:
        changes.append(("unplaced", None))
    if answer.verdict is Verdict.RELEASED:
        changes.append(("released", None))
    for key, by in changes:
        change = render(f"change.{key}", telling.lang, office=by) if by else render(f"change.{key}", telling.lang)
        yield telling.say(Role.CHANGE, "answer_line.change", change=change)


def _call(telling: _Telling) -> Iterator[Sentence]:
    by, number = telling.asking
    if by is not None:
        yield telling.say(Role.CALL, "answer_line.call", office=telling.office(by), number=number)
    elif number is not None:
        yield telling.say(Role.CALL, "answer_line.call_number", number=number)


def _age(telling: _Telling) -> Iterator[Sentence]:
    answer, asked = telling.answer, telling.asked
    yield telling.say(Role.AGE, "common.as_of", at=answer.at)
    if answer.logs:
        fresh = answer.fresh_at
        known = asked.now is not None and fresh is not None
        if known and asked.now is not None and fresh is not None:
            span = age(asked.now - fresh, telling.lang)
            yield telling.say(Role.AGE, "common.last_updated", updated=fresh, age=span)
        elif fresh is not None:
            yield telling.say(Role.AGE, "answer_line.last_updated", updated=fresh)
        else:
            yield telling.say(Role.AGE, "common.last_updated", updated=None, age=None)
    if asked.valid_until is not None:
        yield telling.say(Role.AGE, "common.valid_until", until=asked.valid_until)


def _scope(telling: _Telling) -> Iterator[Sentence]:
    unit = telling.answer.unit
    if unit is None:
        yield telling.say(Role.SCOPE, "common.outdoors")
    else:
        yield telling.say(Role.SCOPE, "common.unit_only", unit=verbatim(unit, telling.lang))
    place = telling.asked.place
    if place is not None and place.illustrative:
        name = verbatim(place.name(telling.lang), telling.lang)
        yield telling.say(Role.SCOPE, "common.extent_illustrative", place=name, error=place.error_m)
    if place is not None and place.attribution:
        attribution = verbatim(place.attribution, telling.lang)
        yield telling.say(Role.ATTRIBUTION, "common.attribution", attribution=attribution)
