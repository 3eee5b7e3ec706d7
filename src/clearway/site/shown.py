"""An answer as a page shows it: the sentences by their parts, the words it rests on, and the chain down to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from clearway.answering import Asked, Role, number_to_call, sentences, speaker_named
from clearway.places import Place
from clearway.projection import RULES
from clearway.records import Record
from clearway.records.kinds.statement import Statement
from clearway.site.picture import Publication, SitePicture
from clearway.site.voice import Voice, dialled, dialling, markup, verbatim_markup
from clearway.situation import Answer, Because, Hold, Quote
from clearway.wording import term

_ARABIC = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two questions and its state."""

    code: str
    label: Markup
    state: str
    said: Markup


@dataclass(frozen=True, slots=True)
class Words:
    """Exact words as they were said: in their own language and direction, by whom, when, where to read them.

    ``who`` is the name, role and office of whoever spoke, else the office that recorded it.
    ``site`` is the name of the source's site, ``translation`` the statement that says the same in the page's language.
    """

    words: Markup | None
    lang: str
    who: Markup
    said_at: datetime | None
    source: str | None
    site: str | None
    statement: str | None
    translation: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: the rule's sentence, the record it was applied to, its words, and what it rests on."""

    rule: Markup
    code: Markup
    record: str | None
    kind: Markup | None
    office: Markup | None
    since: datetime | None
    words: tuple[Words, ...]
    parts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, ready to be laid out.

    ``said`` has the sentences by role. ``chain`` leads from what makes the answer down to the words, ``lifted`` from
    what was lifted where something else still holds. ``dial`` is the number to call as a telephone wants it.
    """

    verdict: str
    label: Markup
    said: Mapping[str, tuple[Markup, ...]]
    axes: tuple[Axis, ...]
    words: tuple[Words, ...]
    chain: tuple[Link, ...]
    lifted: tuple[Link, ...]
    dial: str | None
    publication: Publication


class Teller:
    """Shows answers about places in one language. ``records`` are those at hand, by id."""

    def __init__(self, picture: SitePicture, records: Mapping[str, Record], voice: Voice) -> None:
        self.picture = picture
        self.records = records
        self.voice = voice
        self.translations = dict(_translations(records, voice.lang))

    def show(self, place: Place, answer: Answer, publication: Publication, *, chain: bool = True) -> Shown:
        """The answer that a publication gave about a place; ``chain`` False leaves out why."""
        asked = Asked(
            realm=self.picture.realm,
            zone=self.picture.zone,
            place=place,
            contact=self.picture.contact,
            records=self.records,
            published_at=publication.at,
            valid_until=publication.snapshot.valid_until,
        )
        said: dict[str, list[Markup]] = {role.value: [] for role in Role}
        number = number_to_call(answer, self.picture.contact)
        for sentence in sentences(answer, asked, self.voice.lang):
            role, text = sentence.role, markup(sentence.text)
            said[role.value].append(dialled(text, number, link=role is not Role.CALL))
        axes = (("closure", answer.closure.value), ("hazard", answer.hazard.value))
        holds = {ground.hold.record: ground.hold for ground in answer.grounds}
        holds.update({hold.record: hold for hold in answer.unplaced})
        links = [(because.record, self._link(because, holds)) for because in answer.because] if chain else []
        holding = {ground.hold.record for ground in answer.grounds if ground.holds_closure or ground.holds_hazard}
        holding |= {ground.hold.record for ground in answer.grounds if ground.ended}
        holding |= {hold.record for hold in answer.unplaced}
        return Shown(
            verdict=answer.verdict.value,
            label=markup(term("verdict", answer.verdict.value, self.voice.lang)),
            said={role: tuple(texts) for role, texts in said.items()},
            axes=tuple(Axis(n, self.voice.term("label", n), state, self.voice.term(n, state)) for n, state in axes),
            words=tuple(self._all_words(answer)),
            chain=tuple(link for record, link in links if record in holding or not holding),
            lifted=tuple(link for record, link in links if holding and record not in holding),
            dial=dialling(number) if number else None,
            publication=publication,
        )

    def words(self, quote: Quote, office: str) -> Words:
        """The words of a quotation; ``office`` recorded them, which is said if the quotation names nobody."""
        voice = self.voice
        lang = "ar" if _ARABIC.search(quote.words or "") else "en"
        statement = self.records.get(quote.statement)
        if statement is not None and isinstance(statement.body, Statement):
            lang = statement.body.language
        who = speaker_named(quote.speaker, quote.role, quote.office, voice.lang)
        return Words(
            words=None if quote.words is None else verbatim_markup(" ".join(quote.words.split()), lang),
            lang=lang,
            who=markup(who) if who else voice.office(office),
            said_at=quote.said_at,
            source=quote.source,
            site=_site_of(quote.source) if quote.source else None,
            statement=quote.statement or None,
            translation=self.translations.get(quote.statement),
        )

    def _all_words(self, answer: Answer) -> Iterator[Words]:
        """The words behind what holds here, each once, the worst restriction's first."""
        holds = [g.hold for g in answer.grounds if g.holds_closure or g.holds_hazard or g.ended]
        seen: set[tuple[str, str | None]] = set()
        for hold in (*holds, *answer.unplaced, *answer.upcoming):
            for quote in hold.quotes:
                if quote.words is not None and (quote.statement, quote.words) not in seen:
                    seen.add((quote.statement, quote.words))
                    yield self.words(quote, hold.office)

    def _link(self, because: Because, holds: Mapping[str, Hold]) -> Link:
        voice = self.voice
        hold = holds.get(because.record or "")
        record = self.records.get(because.record or "")
        office = hold.office if hold else record.issuer.office if record else None
        kind = hold.kind if hold else record.kind if record else None
        rule = RULES.get(because.rule)
        return Link(
            rule=voice.sentence(rule.sentence(voice.lang)) if rule else voice.name(because.rule),
            code=voice.name(because.rule),
            record=because.record,
            kind=voice.kind(kind) if kind else None,
            office=voice.office(office) if office else None,
            since=hold.since if hold else record.recorded_at if record else None,
            words=tuple(self.words(quote, office or "unknown") for quote in because.quotes),
            parts=tuple(self._link(part, holds) for part in because.parts),
        )


def _translations(records: Mapping[str, Record], lang: str) -> Iterator[tuple[str, str]]:
    """The statements that were translated into a language, each with its translation."""
    for record in records.values():
        body = record.body
        if isinstance(body, Statement) and body.translation_of and body.language.partition("-")[0] == lang:
            yield body.translation_of, record.id


def _site_of(source: str) -> str:
    """Where a source is read, without the way to the page: what fits a line and tells people whose it is."""
    return source.partition("://")[2].partition("/")[0] or source
