"""Commands for whoever keeps watch: what must be looked at today, and what changed between two moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from clearway.answering import hold_document, mark
from clearway.answering.document import instant
from clearway.cli.boundary import Verb
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import show, show_json
from clearway.cli.session import Session, get_session
from clearway.desk.difference import Difference, LogChanged, PlaceChanged, RestrictionChanged
from clearway.desk.difference import diff as desk_diff
from clearway.desk.today import Matter, Today
from clearway.desk.today import today as desk_today
from clearway.problems import CATALOGUE
from clearway.projection import FINDINGS
from clearway.situation import Answer
from clearway.wording import Text, isolated, kind_name, listing, office, render, term, verbatim


@click.command("diff", cls=Verb)
@click.argument("a", type=INSTANT)
@click.argument("b", type=INSTANT, required=False)
@click.option("--known", "by_knowledge", is_flag=True, help="By what was known at each, not by what held.")
@click.option("--as", "as_office", metavar="OFFICE", help="By what this office knew.")
def diff(a: datetime, b: datetime | None, by_knowledge: bool, as_office: str | None) -> None:
    """Say what changed from one moment to another (else to now), what opened first."""
    session = get_session()
    found = desk_diff(session.office, a, b or session.office.now(), by_knowledge=by_knowledge, as_office=as_office)
    if session.as_json:
        show_json(_document(found))
        return
    show(*(sentence.text for sentence in mark(session.office.realm, session.language)))
    show(*_sentences(found, session))


def _sentences(found: Difference, session: Session) -> Iterator[Text]:
    lang = session.language
    if found.is_empty:
        yield render("cli.nothing_changed", lang)
    for place in sorted(found.places, key=lambda each: not each.opened):
        yield render(
            "cli.place_opened" if place.opened else "cli.place_changed",
            lang,
            place=verbatim(place.place.name(lang), lang),
            before=_verdict(place.before, place.after, lang),
            after=_verdict(place.after, place.before, lang),
        )
    for each in found.restrictions:
        yield from _restriction(each, session)
    for log in found.logs:
        if log.size_before != log.size_after:  # one that was only seen again grew by nothing
            name = verbatim(log.origin, lang)
            yield render("cli.log_grew", lang, log=name, before=log.size_before, after=log.size_after)


def _verdict(answer: Answer, other: Answer, lang: str) -> Text:
    """The verdict; where the other one is the same, with the reasons for which it is."""
    verdict = term("verdict", answer.verdict.value, lang)
    if answer.verdict is not other.verdict or not answer.doubts:
        return verdict
    reasons = listing([term("doubt_label", doubt.value, lang) for doubt in answer.doubts], lang)
    return render("cli.verdict_because", lang, verdict=verdict, reasons=reasons)


def _restriction(changed: RestrictionChanged, session: Session) -> Iterator[Text]:
    lang, zone = session.language, session.office.settings.zone
    hold = changed.after or changed.before
    if hold is None:
        return
    yield render(
        f"cli.restriction_{changed.how.value}",
        lang,
        zone=zone,
        kind=kind_name(hold.kind, lang),
        office=office(hold.office, lang),
        since=hold.since,
        id=verbatim(hold.record, lang),
    )
    for key, covers in (("cli.now_covered", changed.released), ("cli.no_longer_covered", changed.closed_again)):
        for cover in covers:
            product = term("product", cover.product.value, lang)
            yield render(key, lang, zone=zone, product=product, since=cover.since, id=verbatim(cover.release, lang))


def _document(found: Difference) -> dict[str, Any]:
    return {
        "a": instant(found.a),
        "b": instant(found.b),
        "by_knowledge": found.by_knowledge,
        "places": [_place(place) for place in found.places],
        "restrictions": [
            {
                "record": each.record,
                "how": each.how.value,
                "before": hold_document(each.before) if each.before else None,
                "after": hold_document(each.after) if each.after else None,
                "released_by": [cover.release for cover in each.released],
                "closed_again": [cover.release for cover in each.closed_again],
            }
            for each in found.restrictions
        ],
        "releases": list(found.releases),
        "logs": [_log(log) for log in found.logs],
    }


def _place(changed: PlaceChanged) -> dict[str, Any]:
    return {
        "place": changed.place.id,
        "opened": changed.opened,
        "before": _told(changed.before),
        "after": _told(changed.after),
    }


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "verdict": answer.verdict.value,
        "closure": answer.closure.value,
        "hazard": answer.hazard.value,
        "doubts": [doubt.value for doubt in answer.doubts],
    }


def _log(changed: LogChanged) -> dict[str, Any]:
    return {"log": changed.origin, "size_before": changed.size_before, "size_after": changed.size_after}


# --- today ---------------------------------------------------------------------------------------------------------


@click.command("today", cls=Verb)
def today() -> None:
    """Say what must be looked at: overdue, waiting for a second person, contested, doubtful, about to begin."""
    session = get_session()
    found = desk_today(session.office)
    if session.as_json:
        show_json({"at": instant(found.at), "matters": [_matter_document(m, session.language) for m in found.matters]})
        return
    show(*(sentence.text for sentence in mark(session.office.realm, session.language)))
    show(*_matters(found, session))


def _matters(found: Today, session: Session) -> Iterator[Text]:
    lang, zone = session.language, session.office.settings.zone
    yield render("common.as_of", lang, zone=zone, at=found.at)
    if not found.matters:
        yield render("cli.nothing_to_do", lang)
    for matter in found.matters:
        yield from _matter(matter, lang, zone)


def _matter(matter: Matter, lang: str, zone: str) -> Iterator[Text]:
    about = verbatim(matter.origin or "", lang)
    if matter.record is not None:
        kind = kind_name(matter.record_kind or "", lang) if matter.record_kind else render("label.record", lang)
        about = render("cli.about_record", lang, kind=kind, id=verbatim(matter.record, lang))
    what = term("matter", matter.kind.value, lang)
    if matter.overdue:
        what = render("cli.overdue", lang, what=what)
    yield render("cli.matter", lang, what=what, about=about)
    if matter.due is not None:
        yield render("cli.due", lang, zone=zone, at=matter.due)
    elif matter.since is not None:
        yield render("cli.since", lang, zone=zone, at=matter.since)
    for code in (matter.code, *(finding.code for finding in matter.findings)):
        if code is not None:
            yield render("cli.finding", lang, code=code, sentence=isolated(_sentence(code, lang), lang))
    if matter.count is not None:
        yield render("cli.count", lang, count=matter.count)
    if matter.state is not None:
        yield render("cli.stands", lang, state=term("stands", matter.state, lang), days=matter.days or 0)
    if matter.said is not None:
        yield isolated(matter.said, lang)


def _sentence(code: str, lang: str) -> str:
    """What a finding says; a refusal's sentence names values that are not at hand here, so its remedy is told."""
    if code in FINDINGS:
        return FINDINGS[code].sentence(lang)
    return CATALOGUE[code].remedy_ar if lang == "ar" else CATALOGUE[code].remedy_en


def _matter_document(matter: Matter, lang: str) -> dict[str, Any]:
    return {
        "kind": matter.kind.value,
        "record": matter.record,
        "record_kind": matter.record_kind,
        "log": matter.origin,
        "since": instant(matter.since),
        "due": instant(matter.due),
        "overdue": matter.overdue,
        "code": matter.code,
        "count": matter.count,
        "state": matter.state,
        "said": matter.said,
        "days": matter.days,
        "findings": [{"code": f.code, "record": f.record, "sentence": f.sentence(lang)} for f in matter.findings],
    }


COMMANDS = (today, diff)
