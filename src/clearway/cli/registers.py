"""Commands for the books that change nothing on the ground, for papers and pictures, and for the sealed names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import click

from clearway.cli.boundary import SignedVerb, Verb
from clearway.cli.options import (
    FILE,
    facts_options,
    find_footprint,
    ground_options,
    ids,
    signing_options,
    take_facts,
    take_ground,
)
from clearway.cli.rendering import say, show_json, show_recorded
from clearway.cli.session import get_session
from clearway.desk.files import read_text
from clearway.desk.names import Contact, add_person, forget_person, get_person
from clearway.desk.registers import REGISTERS, What
from clearway.desk.registers import attach as desk_attach
from clearway.desk.registers import register as desk_register
from clearway.problems import refuse
from clearway.terms import Rel


@click.command("register", cls=SignedVerb)
@click.argument("kind", type=click.Choice(REGISTERS))
@click.argument("body", type=FILE)
@ground_options
@ids("about", "A record that it is about.")
@ids("answers", "A report that a check looked at.")
@ids("replaces", "An earlier record that it stands in for.")
@facts_options
def register(kind: str, body: Path, **more: Any) -> None:
    """Write an order, visit, marking, person harmed, referral, session, accreditation, check or number.

    BODY is a JSON file with the fields of the kind (docs/reference/records.md); what may be null may be left out.
    """
    session = get_session()
    footprint, source = find_footprint(session, take_ground(more))
    facts = take_facts(session, more, source)
    refs = {rel: more[rel.value] for rel in (Rel.ABOUT, Rel.ANSWERS, Rel.REPLACES)}
    show_recorded(session, desk_register(session.signing, session.by, kind, _fields(body), refs, footprint, facts))


def _fields(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(read_text(path) or "")
    except (ValueError, RecursionError) as error:
        refuse("desk.file_unreadable", file=str(path), because=str(error))
    return found if isinstance(found, dict) else refuse("desk.file_unreadable", file=str(path), because="no object")


@click.command("attach", cls=SignedVerb)
@click.argument("file", type=FILE)
@click.option("--what", type=click.Choice(get_args(What)), default="photo", show_default=True)
@ids("about", "A record that it belongs to.", required=True)
@click.option("--caption")
@signing_options
def attach(file: Path, what: What, about: tuple[str, ...], caption: str | None, **more: Any) -> None:
    """Keep a photo, sketch or scan with its records; place, time, device and author are taken out."""
    session = get_session()
    facts = take_facts(session, more)
    show_recorded(session, desk_attach(session.signing, session.by, file, what, about, caption, facts))


@click.group("names")
def names() -> None:
    """Names of people who were harmed: sealed, in this office alone, in no log and no export."""


@names.command("add", cls=Verb)
@click.argument("name")
@click.option("--contact", default="")
@click.option("--note", default="")
def add(name: str, contact: str, note: str) -> None:
    """Keep a name; records speak of the person by the number that this prints."""
    session = get_session()
    person = add_person(session.signing, Contact(name, contact, note))
    if session.as_json:
        show_json({"person": person})
    else:
        say(session, "names.person", person=person)


@names.command("show", cls=Verb)
@click.argument("person")
def show(person: str) -> None:
    """Say who a number is."""
    session = get_session()
    found = get_person(session.signing, person)
    if session.as_json:
        show_json({"person": person, "name": found.name, "contact": found.contact, "note": found.note})
    else:
        say(session, "names.contact", name=found.name, contact=found.contact, note=found.note)


@names.command("forget", cls=Verb)
@click.argument("person")
def forget(person: str) -> None:
    """Delete a name for good. The records stay; they name nobody."""
    session = get_session()
    forget_person(session.signing, person)
    if session.as_json:
        show_json({"forgotten": person})
    else:
        say(session, "names.forgotten", person=person)


COMMANDS = (register, attach, names)
