"""Commands of land release: survey, search, control, decision, hand-over, and the public end of a warning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clearway.cli.boundary import SignedVerb
from clearway.cli.misuse import Misused
from clearway.cli.options import (
    FILE,
    REPORTED_M2,
    facts_options,
    find_footprint,
    ground_options,
    ids,
    polygon_options,
    read_footprint,
    signing_options,
    take_facts,
    take_ground,
    track_options,
)
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import show_recorded
from clearway.cli.session import Session, get_session
from clearway.desk.grounds import read_ground
from clearway.desk.land_release import control as desk_control
from clearway.desk.land_release import decide as desk_decide
from clearway.desk.land_release import hand_over
from clearway.desk.land_release import search as desk_search
from clearway.desk.land_release import survey as desk_survey
from clearway.desk.notices_ended import release_notice as desk_release_notice
from clearway.desk.notices_ended import to_part
from clearway.problems import refuse
from clearway.records import BothLanguages, Evidence, Fieldwork, ObservationEvidence
from clearway.records.kinds.decision import Decision, EventEnded
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.non_technical_survey import NonTechnicalSurvey
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.release_notice import ReleasedPart
from clearway.records.kinds.search_report import Found, SearchReport, Unsearched
from clearway.records.kinds.technical_survey import TechnicalSurvey
from clearway.terms import SURVEY_ORDER, ControlResult, Method, Product, Purpose

_METHOD = click.option("--method", type=click.Choice([m.value for m in Method]))
_DEPTH = click.option("--depth-mm", type=click.IntRange(0, 20_000), help="Depth below the surface, mm.")
_STANDARD = click.option("--standard", help="The standard worked to; none = to no standard.")
_GAP = click.option("--gap-mm", type=click.IntRange(0, 500), default=0, help="Gap between strips that counts, mm.")
_ORGANISATION = click.option("--organisation", required=True, help="As the trust file names it.")


def _fieldwork(command: Any) -> Any:
    command = click.option("--work-to", type=INSTANT, required=True, help="When the work ended, at the latest.")(
        command
    )
    return click.option("--work-from", type=INSTANT, required=True, help="When it began, at the earliest.")(command)


def _take_fieldwork(more: dict[str, Any]) -> Fieldwork:
    return Fieldwork(from_earliest=more.pop("work_from"), to_latest=more.pop("work_to"))


@click.command("survey", cls=SignedVerb)
@ground_options
@track_options
@_ORGANISATION
@_fieldwork
@click.option("--source", "sources", multiple=True, help="On what it rests.")
@click.option("--conclusion", required=True)
@click.option("--technical", is_flag=True, help="With technical means on part of the ground.")
@_METHOD
@_DEPTH
@_STANDARD
@facts_options
def survey(organisation: str, sources: tuple[str, ...], conclusion: str, technical: bool, **more: Any) -> None:
    """Report a survey: without technical means, or with --technical."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    fieldwork = _take_fieldwork(more)
    method, depth_mm, standard = more["method"], more["depth_mm"], more["standard"]
    body: NonTechnicalSurvey | TechnicalSurvey
    if technical:
        if method is None or depth_mm is None or standard is None:
            raise Misused("usage.technical_survey")
        body = TechnicalSurvey(
            organisation=organisation,
            fieldwork=fieldwork,
            sources=sources,
            conclusion=conclusion,
            method=Method(method),
            depth_mm=depth_mm,
            standard=standard,
        )
    else:
        body = NonTechnicalSurvey(
            organisation=organisation, fieldwork=fieldwork, sources=sources, conclusion=conclusion
        )
    show_recorded(session, desk_survey(session.signing, session.by, footprint, body, facts))


@click.command("search", cls=SignedVerb)
@ground_options
@track_options
@_ORGANISATION
@_fieldwork
@click.option("--purpose", type=click.Choice([p.value for p in Purpose]), default="unknown", show_default=True)
@click.option("--method", type=click.Choice([m.value for m in Method]), required=True)
@click.option("--depth-mm", type=click.IntRange(0, 20_000), required=True, help="Depth below the surface, mm.")
@click.option("--standard", default="none", show_default=True, help="The standard searched to.")
@click.option(
    "--unsearched", type=(FILE, str), multiple=True, metavar="FILE REASON", help="Polygons left out, and why."
)
@click.option("--found", type=(str, int), multiple=True, metavar="WHAT NUMBER", help="What was found and destroyed.")
@click.option("--found-and-left", type=(str, int), multiple=True, metavar="WHAT NUMBER", help="Found, not destroyed.")
@click.option("--typed-percent", type=click.IntRange(0, 1000), help="A percentage as typed: kept to be shown, ignored.")
@REPORTED_M2
@click.option("--team")
@facts_options
def search(organisation: str, purpose: str, method: str, depth_mm: int, standard: str, **more: Any) -> None:
    """Report a search: the ground covered, less the parts left out. A percentage is kept and ignored."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    finds = [Found(what=what, quantity=number, destroyed=True) for what, number in more["found"]]
    finds += [Found(what=what, quantity=number, destroyed=False) for what, number in more["found_and_left"]]
    body = SearchReport(
        organisation=organisation,
        purpose=Purpose(purpose),
        method=Method(method),
        depth_mm=depth_mm,
        standard=standard,
        fieldwork=_take_fieldwork(more),
        unsearched=tuple(Unsearched(footprint=to_part(read_ground(f).region), reason=r) for f, r in more["unsearched"]),
        finds=tuple(finds),
        typed_percent=more["typed_percent"],
        reported_m2=more["reported_m2"],
        team=more["team"],
    )
    show_recorded(session, desk_search(session.signing, session.by, footprint, body, facts))


@click.command("control", cls=SignedVerb)
@ground_options
@_ORGANISATION
@ids("of", "The search or survey that it controls.", required=True)
@ids("answers", "A failed control that it answers.")
@click.option("--result", type=click.Choice([r.value for r in ControlResult]), required=True)
@click.option("--sampled-m2", type=click.IntRange(0))
@click.option("--failed-on", help="What the lot failed on.")
@click.option("--note")
@facts_options
def control(organisation: str, of: tuple[str, ...], answers: tuple[str, ...], result: str, **more: Any) -> None:
    """Report a quality control of a lot of searched ground."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = QualityControl(result=ControlResult(result), organisation=organisation, **more)
    show_recorded(session, desk_control(session.signing, session.by, footprint, body, of, answers, facts))


@click.command("decide", cls=SignedVerb)
@click.argument("names", nargs=-1, metavar="ID…")
@ids("rests_on", "A survey, search or control that it rests on.", required=True)
@polygon_options
@click.option("--product", type=click.Choice([p.value for p in SURVEY_ORDER]), required=True)
@_DEPTH
@_GAP
@_STANDARD
@click.option("--reason", required=True)
@REPORTED_M2
@click.option(
    "--event-ended",
    type=(str, INSTANT, str),
    multiple=True,
    metavar="ID INSTANT WHO",
    help="For a closure or fighting: when it had surely ended, and who saw it.",
)
@facts_options
def decide(names: tuple[str, ...], rests_on: tuple[str, ...], product: str, reason: str, **more: Any) -> None:
    """Decide that the ground of the records named is cancelled, reduced or cleared."""
    session = get_session()
    footprint, source = find_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = Decision(
        product=Product(product),
        depth_mm=more["depth_mm"],
        gap_mm=more["gap_mm"],
        standard=more["standard"] or "none",
        reason=reason,
        reported_m2=more["reported_m2"],
        event_ended=tuple(_ended(session, each, facts.evidence) for each in more["event_ended"]),
    )
    show_recorded(session, desk_decide(session.signing, session.by, names, rests_on, body, footprint, facts))


def _ended(session: Session, typed: tuple[str, Any, str], evidence: tuple[Evidence, ...]) -> EventEnded:
    words, latest, by = typed
    seen = ObservationEvidence(by=by, at=latest)
    return EventEnded(id=session.office.get_record(words).id, latest=latest, evidence=(seen, *evidence))


@click.command("handover", cls=SignedVerb)
@click.argument("names", nargs=-1, metavar="ID…")
@ids("rests_on", "The decision, its searches and the passed controls.", required=True)
@polygon_options
@click.option("--depth-mm", type=click.IntRange(0, 20_000), required=True, help="Depth below the surface, mm.")
@_GAP
@click.option("--standard", required=True)
@click.option("--certificate", required=True, help="Number of the certificate.")
@click.option("--recipient", help="Who receives the ground.")
@click.option("--risk-ar", help="What risk remains, in Arabic.")
@click.option("--risk-en", help="What risk remains, in English.")
@facts_options
def handover(names: tuple[str, ...], rests_on: tuple[str, ...], **more: Any) -> None:
    """Hand cleared ground over. It counts once operator, authority and recipient have approved and the wait is over."""
    if not (more["recipient"] or "").strip():
        refuse("desk.no_recipient")
    session = get_session()
    footprint, source = find_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    risk = BothLanguages(ar=more.pop("risk_ar"), en=more.pop("risk_en"))
    body = HandOver(residual_risk=risk, **more)
    show_recorded(session, hand_over(session.signing, session.by, names, rests_on, body, footprint, facts))


@click.command("release-notice", cls=SignedVerb)
@click.argument("names", nargs=-1, metavar="ID…")
@click.option(
    "--part",
    "parts",
    type=(FILE, click.Choice([p.value for p in (*SURVEY_ORDER, Product.GENERALISATION_ENDED)]), int),
    multiple=True,
    metavar="FILE PRODUCT DEPTH-MM",
    help="A part with its exact edges (depth 0 = none); without any, each whole block gets what its records allow.",
)
@signing_options
def release_notice(names: tuple[str, ...], parts: tuple[tuple[Path, str, int], ...], **more: Any) -> None:
    """End public warnings by their ids, block by block, on this authority's word.

    A closure or fighting may be named too: for others the hazard that it implies ends, the closure stays.
    """
    session = get_session()
    facts = take_facts(session, more)
    read = [
        ReleasedPart(footprint=to_part(read_ground(path).region), product=Product(product), depth_mm=depth or None)
        for path, product, depth in parts
    ]
    show_recorded(session, desk_release_notice(session.signing, session.by, names, read or None, facts))


COMMANDS = (survey, search, control, decide, handover, release_notice)
