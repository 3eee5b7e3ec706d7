"""Commands about ground: statements, closures, hazards, and the undoing of one's own wrong record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from clearway.cli.boundary import SignedVerb
from clearway.cli.misuse import Misused
from clearway.cli.options import (
    FILE,
    REPORTED_M2,
    Command,
    facts_options,
    find_footprint,
    ground_options,
    ids,
    read_footprint,
    read_given,
    signing_options,
    take_facts,
    take_ground,
)
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import show_recorded
from clearway.cli.session import get_session
from clearway.desk.closures import approve as desk_approve
from clearway.desk.closures import close as desk_close
from clearway.desk.closures import evacuate as desk_evacuate
from clearway.desk.closures import reopen as desk_reopen
from clearway.desk.hazards import declare_area, declare_hostilities, report_accident, report_find
from clearway.desk.hazards import indicate as desk_indicate
from clearway.desk.hazards import triage as desk_triage
from clearway.desk.saying import get_kind
from clearway.desk.statements import add_statement
from clearway.desk.voiding import place_unplaced
from clearway.desk.voiding import void as desk_void
from clearway.geometry import Disc, Footprint, Unplaced
from clearway.records import BothLanguages
from clearway.records.kinds.accident import Accident, Harmed
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.find import Find
from clearway.records.kinds.hazardous_area import EvidenceItem, HazardousArea
from clearway.records.kinds.hostilities import Hostilities
from clearway.records.kinds.indication import Indication
from clearway.records.kinds.reopening import Reopening
from clearway.records.kinds.statement import Speaker, Statement
from clearway.terms import ApprovalRole, Reason, Tier

WHAT = ("mines", "booby_traps", "explosive_remnants", "ied", "unknown")
CONTAMINATION = (
    "anti_personnel_mines",
    "anti_vehicle_mines",
    "submunitions",
    "unexploded_ordnance",
    "abandoned_ordnance",
    "booby_traps",
    "ied",
    "unknown",
)
HOW_KNOWN = click.Choice(["seen", "told", "records"])


@click.command("statement", cls=SignedVerb)
@click.argument("text", type=FILE, metavar="TEXT-FILE")
@click.option("--language", default="ar", show_default=True, help="Language of the words.")
@click.option("--title")
@click.option("--speaker", help="Name, only of a public spokesman.")
@click.option("--speaker-role")
@click.option("--speaker-office")
@click.option("--channel", help="Where it was said: radio, press conference, web page.")
@click.option("--url")
@click.option("--said-at", type=INSTANT)
@click.option("--published-at", type=INSTANT)
@click.option("--retrieved-at", type=INSTANT)
@click.option("--restricted", is_flag=True, help="Keep it in the restricted log.")
@signing_options
def statement(
    text: Path, speaker: str | None, speaker_role: str | None, speaker_office: str | None, restricted: bool, **more: Any
) -> None:
    """Keep the exact words of a text file, so that records can quote them."""
    session = get_session()
    facts = take_facts(session, more)
    language = more.pop("language")
    data = read_given(text)
    # The desk puts the stored text in; a body must have one, so it is named here by what it is.
    body = Statement(language=language, speaker=Speaker(name=speaker, role=speaker_role, office=speaker_office), **more)
    tier = Tier.RESTRICTED if restricted else Tier.PUBLIC
    show_recorded(session, add_statement(session.signing, session.by, data, body, tier, facts))


# --- closures ------------------------------------------------------------------------------------------------------


def _closure(more: dict[str, Any], **said: Any) -> Closure:
    return Closure(
        reasons=tuple(Reason(reason) for reason in more.pop("reasons")),
        until_condition=more.pop("until_condition"),
        applies_to=more.pop("applies_to"),
        permit_possible=more.pop("permit_possible"),
        leave_by=more.pop("leave_by"),
        review_due=more.pop("review_due"),
        contact=more.pop("contact"),
        large=more.pop("large"),
        cuts_hospital=more.pop("cuts_hospital"),
        order_no=more.pop("order_no"),
        **said,
    )


def _closure_options(required: bool) -> Callable[[Command], Command]:
    options = [
        click.option(
            "--reason", "reasons", multiple=True, required=required, type=click.Choice([r.value for r in Reason])
        ),
        click.option("--until-condition", type=click.Choice(["fully_searched", "further_notice", "decision"])),
        click.option("--applies-to", type=click.Choice(["all", "non_residents", "vehicles"]), default="all"),
        click.option("--permit-possible", is_flag=True, help="The office may let people in by permit."),
        click.option("--leave-by", type=INSTANT, help="When everybody must have left."),
        click.option("--review-due", type=INSTANT, help="When the office looks at it again."),
        click.option("--contact", help="Whom to ask."),
        click.option("--large", is_flag=True, help="A whole quarter or more."),
        click.option("--cuts-hospital", is_flag=True, help="It cuts people off from a hospital."),
        click.option("--order-no"),
    ]

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.command("close", cls=SignedVerb)
@ground_options
@_closure_options(required=True)
@facts_options
def close(**more: Any) -> None:
    """Close an area. It holds at once."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    show_recorded(session, desk_close(session.signing, session.by, footprint, _closure(more), facts))


@click.command("evacuate", cls=SignedVerb)
@ground_options
@_closure_options(required=False)
@click.option("--advised", is_flag=True, help="Advised, not ordered.")
@facts_options
def evacuate(advised: bool, **more: Any) -> None:
    """Order or advise everybody to leave an area."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = _closure(more, evacuation="advised" if advised else "ordered")
    show_recorded(session, desk_evacuate(session.signing, session.by, footprint, body, facts))


@click.command("reopen", cls=SignedVerb)
@click.argument("names", nargs=-1, metavar="ID…")
@ground_options
@click.option("--note")
@click.option("--order-no")
@facts_options
def reopen(names: tuple[str, ...], note: str | None, order_no: str | None, **more: Any) -> None:
    """Lift closures by their ids. It counts once a second person approves; the hazard stays as it was."""
    session = get_session()
    footprint, source = find_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = Reopening(note=note, order_no=order_no)
    show_recorded(session, desk_reopen(session.signing, session.by, names, body, footprint, facts))


@click.command("approve", cls=SignedVerb)
@click.argument("record", metavar="ID")
@click.option(
    "--as", "role", type=click.Choice([role.value for role in ApprovalRole]), default="second", show_default=True
)
@click.option("--note")
@signing_options
def approve(record: str, role: str, note: str | None, **more: Any) -> None:
    """Sign another person's record, in a stated role."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(session, desk_approve(session.signing, session.by, record, ApprovalRole(role), note, facts))


# --- hazards -------------------------------------------------------------------------------------------------------


@click.command("hostilities", cls=SignedVerb)
@ground_options
@click.option(
    "--activity",
    "activities",
    multiple=True,
    required=True,
    type=click.Choice(["fighting", "shelling", "airstrike", "mine_laying"]),
)
@click.option("--note")
@facts_options
def hostilities(activities: tuple[Any, ...], note: str | None, **more: Any) -> None:
    """Say that there is fighting: releases of that ground no longer count."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = Hostilities(activities=activities, note=note)
    show_recorded(session, declare_hostilities(session.signing, session.by, footprint, body, facts))


def _indication_options(command: Any) -> Any:
    command = click.option("--note")(command)
    command = click.option("--how-known", type=HOW_KNOWN, default="told", show_default=True)(command)
    return click.option("--what", multiple=True, type=click.Choice(WHAT), default=("unknown",))(command)


@click.command("indicate", cls=SignedVerb)
@ground_options
@click.option(
    "--reported-by", type=click.Choice(["public", "officer", "team", "statement"]), default="officer", show_default=True
)
@_indication_options
@facts_options
def indicate(reported_by: Any, what: Any, how_known: Any, note: str | None, **more: Any) -> None:
    """Report a sign of explosives. A report of the public restricts only after triage."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = Indication(reported_by=reported_by, what=what, how_known=how_known, note=note)
    show_recorded(session, desk_indicate(session.signing, session.by, footprint, body, facts))


@click.command("triage", cls=SignedVerb)
@click.argument("report", metavar="ID")
@ground_options
@_indication_options
@facts_options
def triage(report: str, what: Any, how_known: Any, note: str | None, **more: Any) -> None:
    """Take up a public report: from now on it restricts."""
    session = get_session()
    footprint, source = find_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = Indication(reported_by="officer", what=what, how_known=how_known, note=note)
    show_recorded(session, desk_triage(session.signing, session.by, report, body, footprint, facts))


@click.command("area", cls=SignedVerb)
@ground_options
@click.option("--classification", type=click.Choice(["suspected", "confirmed"]), default="suspected", show_default=True)
@click.option("--contamination", multiple=True, type=click.Choice(CONTAMINATION), default=("unknown",))
@click.option("--direct", "direct", multiple=True, metavar="WHAT", help="Direct evidence, seen or met.")
@click.option("--indirect", "indirect", multiple=True, metavar="WHAT", help="Evidence that points to it.")
@click.option("--how-known", type=HOW_KNOWN, default="told", show_default=True, help="How the evidence is known.")
@click.option(
    "--evidence",
    "items",
    type=(click.Choice(["direct", "indirect"]), HOW_KNOWN, str),
    multiple=True,
    metavar="direct|indirect seen|told|records WHAT",
    help="One item of evidence, and how this one is known.",
)
@click.option("--name-ar")
@click.option("--name-en")
@click.option("--legacy-id", help="Its number in the system it came from.")
@REPORTED_M2
@ids("replaces", "An area that this one replaces; it holds until it is released itself.")
@facts_options
def area(
    classification: Any, contamination: Any, legacy_id: str | None, replaces: tuple[str, ...], **more: Any
) -> None:
    """Declare a suspected or confirmed hazardous area."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    how_known = more["how_known"]
    names = BothLanguages(ar=more["name_ar"], en=more["name_en"]) if more["name_ar"] or more["name_en"] else None
    items = [EvidenceItem(kind=each, directness="direct", how_known=how_known) for each in more["direct"]]
    items += [EvidenceItem(kind=each, directness="indirect", how_known=how_known) for each in more["indirect"]]
    items += [EvidenceItem(kind=what, directness=how, how_known=known) for how, known, what in more["items"]]
    body = HazardousArea(
        classification=classification,
        name=names,
        contamination=contamination,
        evidence_items=tuple(items),
        legacy_id=legacy_id,
        reported_m2=more["reported_m2"],
    )
    show_recorded(session, declare_area(session.signing, session.by, footprint, body, replaces, facts))


@click.command("accident", cls=SignedVerb)
@ground_options
@click.option("--killed", type=click.IntRange(0))
@click.option("--injured", type=click.IntRange(0))
@click.option("--what", help="What exploded, as far as known.")
@click.option("--activity", help="What people were doing.")
@click.option("--marked-before/--not-marked-before", default=None)
@click.option("--cleared-before/--not-cleared-before", default=None)
@click.option("--marked-by", metavar="ORGANISATION", help="Who had marked the danger.")
@click.option("--cleared-by", metavar="ORGANISATION", help="Who had cleared the ground.")
@click.option(
    "--class",
    "classification",
    type=click.Choice(["demining", "mine", "erw", "ied", "other", "unknown"]),
    help="At work on explosives, else by what exploded.",
)
@click.option("--suspected-cause", help="What is thought to have set it off.")
@click.option("--duplicate-of", metavar="ID", help="The record that told of this explosion first.")
@click.option("--note")
@ids("about", "An area that it speaks of, which can then not be withdrawn as an error.")
@facts_options
def accident(killed: int | None, injured: int | None, what: str | None, about: tuple[str, ...], **more: Any) -> None:
    """Report an explosion: a precautionary area at once. With none killed and none injured it is an incident."""
    session = get_session()
    if more["duplicate_of"]:
        more["duplicate_of"] = get_kind(session.office, more["duplicate_of"], "accident").id
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = Accident(harmed=Harmed(killed=killed, injured=injured), what=what, **more)
    disc = _precautionary(footprint)
    show_recorded(session, report_accident(session.signing, session.by, disc, body, about, facts))


@click.command("find", cls=SignedVerb)
@ground_options
@click.option("--what", required=True, help="What was found.")
@click.option("--quantity", type=click.IntRange(1), default=1, show_default=True)
@click.option("--condition")
@click.option("--left-in-place/--removed", default=True, show_default=True)
@facts_options
def find(what: str, quantity: int, condition: str | None, left_in_place: bool, **more: Any) -> None:
    """Report an item found outside a search: a precautionary area at once."""
    session = get_session()
    footprint, source = read_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    body = Find(what=what, quantity=quantity, condition=condition, left_in_place=left_in_place)
    show_recorded(session, report_find(session.signing, session.by, _precautionary(footprint), body, facts))


def _precautionary(footprint: Footprint) -> Disc | Unplaced:
    if not isinstance(footprint, Disc | Unplaced):
        raise Misused("usage.disc")
    return footprint


# --- undoing -------------------------------------------------------------------------------------------------------


@click.command("void", cls=SignedVerb)
@click.argument("names", nargs=-1, metavar="ID…")
@click.option("--reason", required=True, help="Why it was an error.")
@signing_options
def void(names: tuple[str, ...], reason: str, **more: Any) -> None:
    """Undo one's own wrong records: restrictions are withdrawn by two people, what loosens is suspended at once."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(session, desk_void(session.signing, session.by, names, reason, facts))


@click.command("place", cls=SignedVerb)
@click.argument("names", nargs=-1, metavar="ID…")
@ids("as", "The restriction with a shape that it now is.", required=True)
@click.option("--reason", required=True, help="How the place was found.")
@signing_options
def place(names: tuple[str, ...], reason: str, **more: Any) -> None:
    """Say which shaped restriction one without a shape turned out to be. It takes a second person."""
    session = get_session()
    placed_as = more.pop("as")
    facts = take_facts(session, more)
    show_recorded(session, place_unplaced(session.signing, session.by, names, placed_as, reason, facts))


COMMANDS = (
    statement,
    close,
    evacuate,
    reopen,
    approve,
    hostilities,
    indicate,
    triage,
    area,
    accident,
    find,
    void,
    place,
)
