"""Commands about keys and authority: who may loosen what, and on whom an office relies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from clearway.cli.boundary import SignedVerb, Verb
from clearway.cli.options import (
    FILE,
    facts_options,
    polygon_options,
    read_footprint,
    read_given,
    signing_options,
    take_facts,
    take_ground,
)
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import show, show_json, show_recorded
from clearway.cli.session import get_session
from clearway.desk.authority import grant as desk_grant
from clearway.desk.authority import lift as desk_lift
from clearway.desk.authority import revoke as desk_revoke
from clearway.desk.authority import write_key
from clearway.desk.files import write_file
from clearway.desk.keys import KeyShown, list_keys, new_key, rotate, show_key
from clearway.desk.trusting import (
    accept_card,
    add_organisation,
    add_root,
    approve_trust,
    card_id,
    office_card,
    parse_root,
    retire_root,
    root_of,
)
from clearway.desk.voiding import suspend as desk_suspend
from clearway.geometry import Footprint, Polygons, box
from clearway.records.kinds.grant import Grant
from clearway.trust import write_trust
from clearway.wording import render, verbatim

# --- keys ----------------------------------------------------------------------------------------------------------


@click.group("key")
def key() -> None:
    """Keys of people: one key a person, sealed with the passphrase."""


def _show_key(shown: KeyShown) -> None:
    session = get_session()
    if session.as_json:
        show_json(_key(shown))
        return
    lang = session.language
    show(render("cli.key", lang, holder=verbatim(shown.holder, lang), id=verbatim(shown.id, lang)))
    click.echo(shown.key)


def _key(shown: KeyShown) -> dict[str, Any]:
    return {
        "holder": shown.holder,
        "id": shown.id,
        "key": shown.key,
        "is_root": shown.is_root,
        "grants": list(shown.grants),
    }


@key.command("new", cls=Verb)
@click.argument("holder")
def key_new(holder: str) -> None:
    """Make a key for a person. HOLDER is an opaque id, not a name."""
    _show_key(new_key(get_session().signing, holder))


@key.command("show", cls=Verb)
@click.argument("holder", required=False)
def key_show(holder: str | None) -> None:
    """Show a person's public key, or everybody's."""
    session = get_session()
    shown = (show_key(session.office, holder),) if holder else list_keys(session.office)
    if session.as_json:
        show_json([_key(each) for each in shown])
        return
    for each in shown:
        _show_key(each)


@key.command("rotate", cls=SignedVerb)
@click.argument("holder")
@click.option("--revoke/--no-revoke", default=True, show_default=True, help="Revoke the old key from now on.")
@click.option("--reason", default="replaced by a new key", show_default=True)
def key_rotate(holder: str, revoke: bool, reason: str) -> None:
    """Put a key aside and make a new one, which loosens nothing until it is granted anew."""
    session = get_session()
    _show_key(rotate(session.signing, holder, session.by if revoke else None, reason))


# --- the trust file ------------------------------------------------------------------------------------------------


@click.group("trust")
def trust() -> None:
    """The trust file: whose logs are accepted, who the roots are."""


@trust.command("show", cls=Verb)
def trust_show() -> None:
    """Print the trust file in force, and its id on standard error."""
    office = get_session().office
    click.echo(write_trust(office.trust).decode())
    click.echo(office.trust_id, err=True)


@trust.command("card", cls=Verb)
@click.argument("file", type=FILE, required=False)
def trust_card(file: Path | None) -> None:
    """Write this office's card, for others to accept. Its id is to be compared over the telephone."""
    session = get_session()
    card = office_card(session.office)
    if file is None:
        click.echo(card.decode())
    else:
        write_file(file, card)
    show_id = render("cli.card_id", session.language, id=verbatim(card_id(card), session.language))
    click.echo(show_id.terminal, err=True)


@trust.command("accept", cls=SignedVerb)
@click.argument("file", type=FILE)
@click.option("--without-roots", is_flag=True, help="Its log can restrict here, and loosens nothing.")
def trust_accept(file: Path, without_roots: bool) -> None:
    """Accept another office's log from its card."""
    session = get_session()
    card = read_given(file)
    record = accept_card(session.signing, session.by, card, roots=not without_roots)
    show_recorded(session, record)
    if not session.as_json:
        show(render("cli.card_id", session.language, id=verbatim(card_id(card), session.language)))


@trust.command("add-root", cls=SignedVerb)
@click.argument("who", metavar="HOLDER|FILE")
@click.option("--organisation", help="The organisation of a holder whose key is here.")
@click.option("--root-office", help="The root's office; else this one.")
@click.option("--threshold", type=click.IntRange(1), help="How many roots must sign a new trust file from then on.")
def trust_add_root(who: str, organisation: str | None, root_office: str | None, threshold: int | None) -> None:
    """Add a root: a holder whose key is here, or a root's JSON file from elsewhere."""
    session = get_session()
    office = session.signing
    if organisation is not None:
        root = root_of(office, who, organisation, root_office)
    else:
        root = parse_root(read_given(Path(who)))
    show_recorded(session, add_root(office, session.by, root, threshold))


@trust.command("retire-root", cls=SignedVerb)
@click.argument("holder")
@click.option("--from", "until", type=INSTANT, help="From when it grants no more; else now.")
def trust_retire_root(holder: str, until: datetime | None) -> None:
    """Say that a root grants no more. What it granted before stands."""
    session = get_session()
    show_recorded(session, retire_root(session.signing, session.by, holder, until))


@trust.command("organisation", cls=SignedVerb)
@click.argument("name")
@click.option("--intermediary", is_flag=True, help="It may tell of the consents of others to a corridor.")
def trust_organisation(name: str, intermediary: bool) -> None:
    """List an organisation that grants may name."""
    session = get_session()
    show_recorded(session, add_organisation(session.signing, session.by, name, intermediary=intermediary))


@trust.command("approve", cls=SignedVerb)
@click.argument("record", metavar="ID")
def trust_approve(record: str) -> None:
    """Sign a trust file that another root put down; it is in force once enough have."""
    session = get_session()
    show_recorded(session, approve_trust(session.signing, session.by, record))


# --- grants --------------------------------------------------------------------------------------------------------


@click.command("grant", cls=SignedVerb)
@click.argument("holder")
@click.option("--may", multiple=True, required=True, metavar="KIND", help="A kind, approval:ROLE, or *; repeatable.")
@click.option("--organisation", required=True, help="As the trust file lists it.")
@click.option("--for-office", metavar="OFFICE", help="The office the holder acts for; else this one.")
@click.option("--key", "public_key", metavar="BASE64", help="The public key; else that of the holder's key here.")
@click.option("--delegate", is_flag=True, help="The holder may grant within this grant.")
@click.option("--valid-from", type=INSTANT, help="Else from now on.")
@click.option("--valid-until", type=INSTANT)
@polygon_options
@facts_options
def grant(holder: str, may: tuple[str, ...], organisation: str, delegate: bool, **more: Any) -> None:
    """Let a holder sign what loosens: these kinds, this ground (else the whole region), this time."""
    session = get_session()
    typed = take_ground(more)
    source = None
    footprint: Footprint = Polygons(box(session.office.settings.region))
    if typed.given:
        footprint, source = read_footprint(session, typed)
    facts = take_facts(session, more, source)
    office = session.signing
    body = Grant(
        holder=holder,
        office=more["for_office"] or office.office,
        organisation=organisation,
        key=more["public_key"] or write_key(office.keyring.get_public(holder)),
        may=may,
        delegate=delegate,
        from_=more["valid_from"] or office.now(),
        until=more["valid_until"],
    )
    show_recorded(session, desk_grant(office, session.by, footprint, body, facts))


@click.command("revoke", cls=SignedVerb)
@click.argument("who", metavar="KEY-ID|HOLDER")
@click.option("--since", type=INSTANT, help="What it loosened from then on has no effect; else from now on.")
@click.option("--reason", required=True)
@signing_options
def revoke(who: str, since: datetime | None, reason: str, **more: Any) -> None:
    """Say that a key is no longer to be believed. It is never undone; what the key restricted stays."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(session, desk_revoke(session.signing, session.by, who, since, reason, facts))


@click.command("suspend", cls=SignedVerb)
@click.argument("names", nargs=-1, metavar="ID…")
@click.option("--reason", required=True)
@signing_options
def suspend(names: tuple[str, ...], reason: str, **more: Any) -> None:
    """Stop records that loosen, at once and alone; two people lift it."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(session, desk_suspend(session.signing, session.by, names, reason, facts))


@click.command("lift", cls=SignedVerb)
@click.argument("suspension", metavar="ID")
@click.option("--note")
@signing_options
def lift(suspension: str, note: str | None, **more: Any) -> None:
    """Approve the end of a suspension; it ends once two people have."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(session, desk_lift(session.signing, session.by, suspension, note, facts))


COMMANDS = (key, trust, grant, revoke, suspend, lift)
