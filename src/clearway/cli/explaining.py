"""Command: what a code or an id means, and why a record has the effect it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from clearway.answering import hold_document, mark, quote_sentence
from clearway.answering.document import instant
from clearway.cli.boundary import Verb, problem_document
from clearway.cli.parameters import INSTANT
from clearway.cli.record_says import says
from clearway.cli.rendering import open_document, open_findings, show, show_json
from clearway.cli.session import Session, get_session
from clearway.desk.documents import trace_hand_over
from clearway.desk.explaining import CodeExplained, Explained, KindExplained, RecordExplained, find_code, quotes_behind
from clearway.desk.explaining import explain as desk_explain
from clearway.records.kinds.accident import Accident
from clearway.situation import Quote
from clearway.wording import Text, isolated, kind_name, listing, office, render, term, verbatim

_VALUE = re.compile(r"\{\w+\}")


@click.command("explain", cls=Verb)
@click.argument("words", metavar="CODE|KIND|ID|NUMBER")
@click.option("--at", type=INSTANT, help="How a record stands then; else now.")
def explain(words: str, at: datetime | None) -> None:
    """Say what a code, a kind or an id means, and why a record has the effect it has.

    Codes are explained anywhere; kinds and ids need a workspace. The first six digits of an id are enough; the number
    of a certificate, an order or an area serves too. Of a hand-over it traces every figure of the certificate.
    """
    session = get_session()
    found: Explained | None = find_code(words.strip())
    if found is None:
        found = desk_explain(session.office, words, at)
    if session.as_json:
        show_json({**_document(found, session.language), **_figures_document(found, session)})
    elif isinstance(found, CodeExplained):
        show(*_code(found, session.language))
    elif isinstance(found, KindExplained):
        show(*_kind(found, session))
    else:
        show(*_record(found, session))


def _code(found: CodeExplained, lang: str) -> Iterator[Text]:
    sentence, remedy = found.sentence_en, found.remedy_en
    if lang == "ar":
        sentence, remedy = found.sentence_ar, found.remedy_ar
    yield render("cli.finding", lang, code=found.code, sentence=isolated(_open(sentence), lang))
    if remedy:
        yield isolated(_open(remedy), lang)
    if found.rule and (behind := find_code(found.rule)):
        yield from _code(behind, lang)


def _open(sentence: str) -> str:
    """The sentence with dots where a refusal would name a value."""
    return _VALUE.sub("…", sentence)


def _kind(found: KindExplained, session: Session) -> Iterator[Text]:
    lang = session.language
    log = (
        term("tier", found.tier.value, lang)
        if found.tier
        else listing([term("tier", "public", lang), term("tier", "restricted", lang)], lang)
    )
    yield render("cli.kind", lang, kind=kind_name(found.name, lang), code=found.name, log=log)
    yield render("cli.bears", lang, bearings=listing([term("bearing", b.value, lang) for b in found.bearings], lang))
    for paragraph in found.meaning.split("\n\n"):
        yield verbatim(" ".join(paragraph.split()), lang)
    yield render("cli.at_hand", lang, count=found.count)
    for at, record in found.newest:
        yield render("cli.newest", lang, zone=session.office.settings.zone, at=at, id=verbatim(record, lang))


# --- a record ------------------------------------------------------------------------------------------------------


def _record(found: RecordExplained, session: Session) -> Iterator[Text]:
    lang, zone, record = session.language, session.office.settings.zone, found.record
    yield from (sentence.text for sentence in mark(session.office.realm, lang))
    yield render(
        "cli.record",
        lang,
        zone=zone,
        kind=kind_name(record.kind, lang),
        office=office(record.issuer.office, lang),
        holder=verbatim(record.issuer.holder, lang),
        recorded=record.recorded_at,
    )
    yield verbatim(record.id, lang)
    for place in found.places:
        yield render(
            "cli.in_log", lang, zone=zone, log=verbatim(place.origin, lang), index=place.index, at=place.logged_at
        )
    yield from says(record, lang, zone)
    if found.ground is not None:
        yield render("says.ground", lang, m2=str(found.ground.m2))
    yield from _explosion(found, lang)
    yield from _effect(found, session)
    yield from open_findings(found.open_findings, lang)
    for rel, target, kind in found.refers_to:
        named = _target(kind, lang)
        yield render("cli.refers_to", lang, rel=term("page.rel", rel, lang), kind=named, id=verbatim(target, lang))
    for other in found.referred_by:
        yield render(
            "cli.referred_by",
            lang,
            kind=kind_name(other.kind, lang),
            office=office(other.office, lang),
            rel=term("page.rel", other.rel, lang),
            id=verbatim(other.record, lang),
        )
    for quote in found.quotes:
        yield quote_sentence(quote, lang, zone, record.issuer.office).text
    yield from _figures(found, session)
    if found.words is not None:
        yield verbatim(" ".join(found.words.split()), lang)


def _target(kind: str | None, lang: str) -> Text:
    """What a record refers to: a kind, one of the trust file's roots, or something that is not at hand."""
    if kind is None:
        return render("cli.not_at_hand", lang)
    return render("cli.root", lang) if kind == "root" else kind_name(kind, lang)


def _figures(found: RecordExplained, session: Session) -> Iterator[Text]:
    """Of a hand-over: every figure of its certificate with its rule and its records, then the words those rest on."""
    if found.record.kind != "hand_over":
        return
    lang, zone = session.language, session.office.settings.zone
    figures = trace_hand_over(session.office, found.record.id, lang, found.at)
    yield render("cli.figures", lang)
    for figure in figures:
        yield render(
            "cli.figure",
            lang,
            name=render(f"document.trace.{figure.name}", lang),
            value=figure.value,
            how=render(f"document.trace_how.{figure.name}", lang),
            rule=figure.rule,
            records=listing([_named(session, each) for each in figure.records], lang),
        )
    for record, quote in quotes_behind(session.office, (each for figure in figures for each in figure.records)):
        yield quote_sentence(quote, lang, zone, record.issuer.office).text


def _named(session: Session, record: str) -> Text:
    """A record by its kind and the beginning of its id."""
    lang = session.language
    kind = kind_name(session.office.get_record(record).kind, lang)
    return render("cli.about_record", lang, kind=kind, id=verbatim(record.removeprefix("sha256:")[:12], lang))


def _explosion(found: RecordExplained, lang: str) -> Iterator[Text]:
    """Of an accident: that it harmed nobody, where that is known, of what class it was, and how sure its place is."""
    body, source = found.record.body, found.record.footprint_source
    if not isinstance(body, Accident):
        return
    if body.is_incident:
        yield render("accident.incident", lang)
    if body.classification is not None:
        yield term("accident.class", body.classification, lang)
    if source is not None and source.error_m is not None:
        yield render("accident.place", lang, error_m=source.error_m)
    if body.duplicate_of is not None:
        yield render("accident.duplicate", lang, id=verbatim(body.duplicate_of, lang))


def _effect(found: RecordExplained, session: Session) -> Iterator[Text]:
    """Whether it has an effect at the moment asked for, and every reason why not, or not more."""
    lang, zone, standing = session.language, session.office.settings.zone, found.standing
    key = "cli.has_effect" if standing.effective else "cli.has_no_effect"
    yield render(key, lang, zone=zone, at=found.at)
    if standing.begins is not None and standing.begins > found.at and not standing.effective:
        yield render("cli.begins", lang, zone=zone, at=standing.begins)
    for finding in standing.findings:
        sentence = isolated(finding.sentence(lang), lang)
        yield render("cli.finding_of", lang, code=finding.code, sentence=sentence, id=verbatim(finding.record, lang))
    said = {(target, cover.axis, cover.product, cover.since): cover for target, cover in standing.covers}
    for (target, *_), cover in said.items():
        yield render(
            "cli.covers",
            lang,
            zone=zone,
            axis=term("axis", cover.axis.value, lang),
            product=term("product", cover.product.value, lang),
            id=verbatim(target, lang),
            since=cover.since,
        )
    for problem in found.unreadable:
        yield isolated(problem.sentence(lang), lang)
    for blob in found.missing:
        yield render("cli.blob_missing", lang, id=verbatim(blob, lang))


# --- JSON ----------------------------------------------------------------------------------------------------------


def _document(found: Explained, lang: str) -> dict[str, Any]:
    if isinstance(found, CodeExplained):
        return {
            "code": found.code,
            "is": found.kind.value,
            "rule": found.rule,
            "sentence": {"en": found.sentence_en, "ar": found.sentence_ar},
            "remedy": {"en": found.remedy_en, "ar": found.remedy_ar},
        }
    if isinstance(found, KindExplained):
        return {
            "kind": found.name,
            "version": found.version,
            "meaning": found.meaning,
            "bearings": [bearing.value for bearing in found.bearings],
            "log": found.tier.value if found.tier else None,
            "count": found.count,
            "newest": [{"logged_at": instant(at), "record": record} for at, record in found.newest],
        }
    return _record_document(found, lang)


def _record_document(found: RecordExplained, lang: str) -> dict[str, Any]:
    standing = found.standing
    return {
        "id": found.record.id,
        "record": json.loads(found.record.canonical),
        "at": instant(found.at),
        "effective": standing.effective,
        "begins": instant(standing.begins),
        "logged_at": instant(standing.logged_at),
        "findings": [
            {"code": f.code, "record": f.record, "rule": f.rule, "sentence": f.sentence(lang)}
            for f in standing.findings
        ],
        "covers": [
            {"record": target, "axis": c.axis.value, "product": c.product.value, "since": instant(c.since)}
            for target, c in standing.covers
        ],
        "hold": hold_document(found.hold) if found.hold else None,
        "verified": found.verified,
        "known": found.known,
        "unreadable": [problem_document(problem, lang) for problem in found.unreadable],
        "places": [
            {
                "log": place.origin,
                "branch": place.branch,
                "index": place.index,
                "size": place.size,
                "logged_at": instant(place.logged_at),
            }
            for place in found.places
        ],
        "refers_to": [{"rel": rel, "record": target, "kind": kind} for rel, target, kind in found.refers_to],
        "referred_by": [
            {"rel": other.rel, "record": other.record, "kind": other.kind, "office": other.office}
            for other in found.referred_by
        ],
        "quotes": [_quote(quote) for quote in found.quotes],
        "words": found.words,
        "missing": list(found.missing),
        "open_non_conformities": [open_document(each) for each in found.open_findings],
    }


def _figures_document(found: Explained, session: Session) -> dict[str, Any]:
    """Of a hand-over: the figures of its certificate."""
    if not isinstance(found, RecordExplained) or found.record.kind != "hand_over":
        return {}
    figures = trace_hand_over(session.office, found.record.id, session.language, found.at)
    return {
        "figures": [
            {"figure": each.name, "value": each.value.plain, "rule": each.rule, "records": list(each.records)}
            for each in figures
        ]
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {"statement": quote.statement, "span": [quote.start, quote.end], "words": quote.words}


COMMANDS = (explain,)
