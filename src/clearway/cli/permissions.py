"""Commands about permissions (corridors, permits) and about what is told and changes nothing (claims, civilians)."""

from __future__ import annotations

from typing import Any

import click

from clearway.answering import Asked, document
from clearway.cli.boundary import SignedVerb, Verb
from clearway.cli.options import (
    facts_options,
    find_footprint,
    ground_options,
    ids,
    read_footprint,
    signing_options,
    take_facts,
    take_ground,
    way_options,
)
from clearway.cli.parameters import ACCURACY, HOURS, INSTANT, WINDOW
from clearway.cli.rendering import show, show_answer, show_findings, show_json, show_recorded
from clearway.cli.session import Session, get_session
from clearway.desk.asking import find_subject
from clearway.desk.corridors import announce_corridor, check_corridor, confirm_corridor
from clearway.desk.corridors import consent as desk_consent
from clearway.desk.permits import check_permit_at, issue_permit
from clearway.desk.telling import claim as desk_claim
from clearway.desk.telling import report_civilians
from clearway.projection import Finding
from clearway.records.kinds.civilians_report import CiviliansReport
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.corridor import Corridor, Segment
from clearway.records.kinds.permit import Permit
from clearway.records.types import Hours, Window
from clearway.wording import render

MODES = ("foot", "car", "bus", "ambulance", "truck")


# --- corridors -----------------------------------------------------------------------------------------------------


@click.command("corridor", cls=SignedVerb)
@way_options
@click.option(
    "--purpose",
    type=click.Choice(["civilians", "wounded", "relief", "fighters"]),
    default="civilians",
    show_default=True,
)
@click.option("--from-place", required=True)
@click.option("--to-place", required=True)
@click.option(
    "--segment",
    "segments",
    multiple=True,
    metavar="NAME[=PARTY,PARTY]",
    help="A stretch and the parties that control it; without parties they are unknown.",
)
@click.option("--window", "windows", type=WINDOW, multiple=True, required=True, help="When: FROM/UNTIL, repeatable.")
@click.option("--mode", "modes", multiple=True, type=click.Choice(MODES), default=("foot",), show_default=True)
@click.option("--announced-by", required=True)
@click.option("--intermediary")
@click.option("--contact")
@facts_options
def corridor(segments: tuple[str, ...], windows: tuple[Window, ...], **more: Any) -> None:
    """Announce a corridor. That opens nothing: see `clearway corridor-state`."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    stretches = tuple(map(segment, segments)) or (Segment(name=f"{more['from_place']} – {more['to_place']}"),)
    body = Corridor(segments=stretches, windows=windows, **more)
    show_recorded(session, announce_corridor(session.signing, session.by, footprint, body, facts))


def segment(words: str) -> Segment:
    """A stretch of a way and its parties: ``NAME=PARTY,PARTY``; without parties they are unknown."""
    name, _, parties = words.partition("=")
    return Segment(name=name, parties=tuple(p.strip() for p in parties.split(",")) if parties else None)


@click.command("corridor-state", cls=Verb)
@click.argument("record", metavar="ID")
@click.option("--at", type=INSTANT, help="At this instant; else now.")
def corridor_state(record: str, at: Any) -> None:
    """Say whether a corridor is open, and everything that keeps it from being so."""
    session = get_session()
    standing = check_corridor(session.office, record, at)
    if session.as_json:
        open_until = standing.open.until.isoformat().replace("+00:00", "Z") if standing.open else None
        show_json(
            {
                "record": standing.record,
                "open": standing.open is not None,
                "until": open_until,
                "findings": [_finding(each, session.language) for each in standing.findings],
            }
        )
        return
    if standing.open:
        show(render("cli.corridor_open", session.language, until=standing.open.until))
    else:
        show(render("cli.corridor_not_open", session.language))
        show_findings(session, _said(standing.findings, session))


@click.command("consent", cls=SignedVerb)
@click.argument("record", metavar="ID")
@click.option("--party", required=True, help="Spelled as in the corridor's segments.")
@click.option("--segment", "segments", type=click.IntRange(0, 99), multiple=True, help="Counted from 0; else all.")
@click.option("--conditions")
@facts_options
def consent(record: str, party: str, segments: tuple[int, ...], conditions: str | None, **more: Any) -> None:
    """Record that a controlling party agrees to a corridor."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(
        session, desk_consent(session.signing, session.by, record, party, segments or None, conditions, facts)
    )


@click.command("corridor-confirm", cls=SignedVerb)
@click.argument("record", metavar="ID")
@click.option("--at", type=INSTANT, help="When it was so; else now.")
@click.option("--note")
@signing_options
def corridor_confirm(record: str, at: Any, note: str | None, **more: Any) -> None:
    """Record that somebody on the spot finds a corridor open."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(session, confirm_corridor(session.signing, session.by, record, at, note, facts))


# --- permits -------------------------------------------------------------------------------------------------------


@click.group("permit")
def permit() -> None:
    """Permits: leave for somebody to enter, and whether one is genuine. They never change what the ground is."""


@permit.command("issue", cls=SignedVerb)
@click.argument("closures", nargs=-1, metavar="CLOSURE-ID…")
@ground_options
@click.option("--serial", required=True, help="Number on the permit; says nothing about the holder.")
@click.option("--form", type=click.Choice(["entry", "escorted_entry"]), default="entry", show_default=True)
@click.option("--valid-from", type=INSTANT, required=True)
@click.option("--valid-until", type=INSTANT, required=True)
@click.option("--daily", type=HOURS, help="Only in these hours.")
@click.option("--persons", type=click.IntRange(1, 1000), default=1, show_default=True)
@click.option("--purpose", required=True)
@click.option("--entry-point", "entry_points", multiple=True)
@click.option("--conditions")
@facts_options
def permit_issue(closures: tuple[str, ...], daily: Hours | None, **more: Any) -> None:
    """Let somebody enter under the closures named."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    if daily is not None and more["holds_hours"] is None:
        more["holds_hours"] = daily  # the hours are local: the record's zone comes with them
    facts = take_facts(session, more, source)
    body = Permit(hours=daily, **more)
    show_recorded(session, issue_permit(session.signing, session.by, closures, footprint, body, facts))


@permit.command("check", cls=Verb)
@click.argument("number", metavar="ID|SERIAL")
@click.argument("where", metavar="PLACE|LON,LAT")
@click.option("--at", type=INSTANT, help="At this instant; else now.")
@click.option("--accuracy", type=ACCURACY, help="Accuracy of the position in metres, or unknown.")
def permit_check(number: str, where: str, at: Any, accuracy: Any) -> None:
    """Say whether a permit is genuine, for this place, now: exit 0 for yes, 13 for no."""
    session = get_session()
    office = session.office
    subject = find_subject(where, office.places, office.settings.region, accuracy)
    answer = check_permit_at(office, number, subject.query, at, accuracy)
    asked = Asked(
        realm=office.realm,
        zone=office.settings.zone,
        now=office.now(),
        place=subject.place,
        position=subject.position,
        contact=office.settings.contact,
    )
    if session.as_json:
        show_json(
            {
                "permit": answer.record,
                "valid": answer.valid,
                "findings": [_finding(each, session.language) for each in answer.findings],
                "ground": document(answer.ground, asked, session.language),
            }
        )
    else:
        show(render("cli.permit_valid" if answer.valid else "cli.permit_not_valid", session.language))
        show_findings(session, _said(answer.findings, session))
        click.echo()
        show_answer(session, answer.ground, asked)
    if not answer.valid:
        click.get_current_context().exit(13)


def _said(findings: tuple[Finding, ...], session: Session) -> list[tuple[str, str]]:
    return [(finding.code, finding.sentence(session.language)) for finding in findings]


def _finding(finding: Finding, lang: str) -> dict[str, str]:
    return {"code": finding.code, "record": finding.record, "sentence": finding.sentence(lang)}


# --- told ----------------------------------------------------------------------------------------------------------


@click.command("claim", cls=SignedVerb)
@click.argument("says")
@click.option("--topic", type=click.Choice(["control", "casualties", "access", "other"]), required=True)
@click.option("--count", "counts", type=(str, int), multiple=True, metavar="WHAT NUMBER", help="A number claimed.")
@ids("disputes", "A record that it contradicts.")
@signing_options
def claim(says: str, topic: Any, counts: tuple[tuple[str, int], ...], disputes: tuple[str, ...], **more: Any) -> None:
    """Keep what somebody claims, as text. It changes nothing."""
    session = get_session()
    facts = take_facts(session, more)
    body = Claim(topic=topic, says=says, counts=dict(counts))
    show_recorded(session, desk_claim(session.signing, session.by, body, disputes, facts))


@click.command("civilians", cls=SignedVerb)
@ground_options
@click.option("--state", type=click.Choice(["present", "trapped", "displaced", "returning", "denied"]), required=True)
@click.option("--about-count", type=click.IntRange(0))
@click.option("--note")
@facts_options
def civilians(state: Any, about_count: int | None, note: str | None, **more: Any) -> None:
    """Keep where civilians are, in the restricted log only."""
    session = get_session()
    footprint, source = find_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = CiviliansReport(state=state, about_count=about_count, note=note)
    show_recorded(session, report_civilians(session.signing, session.by, body, footprint, facts))


COMMANDS = (corridor, corridor_state, consent, corridor_confirm, permit, claim, civilians)
