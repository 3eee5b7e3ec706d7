"""Commands about places: take them over from files of others, and say what a name means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clearway.cli.boundary import Verb
from clearway.cli.misuse import Misused
from clearway.cli.options import FILE
from clearway.cli.rendering import say, show, show_json
from clearway.cli.session import Session, get_session
from clearway.desk.gazetteers import add_places
from clearway.intake import ENCODINGS
from clearway.places import Form, Place
from clearway.problems import refuse
from clearway.wording import isolated, listing, position, verbatim


@click.group("places")
def places() -> None:
    """Take places over from files, and say what a name means."""


@places.command("import", cls=Verb)
@click.argument("file", type=FILE)
@click.option("--as", "name", required=True, metavar="NAME", help="What the file is called here; ids begin with it.")
@click.option("--format", "form", type=click.Choice([form.value for form in Form]), help="Else guessed.")
@click.option("--attribution", help="Whom the places come from, shown with every answer; known for GeoNames and OSM.")
@click.option("--radius-m", type=click.IntRange(1, 100_000), help="How far every place reaches; else by its kind.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=THEIRS",
    help="What a table calls a column: name_ar=الاسم.",
)
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="How the file's letters are written.")
@click.option("--replace", is_flag=True, help="Write over the file of this name.")
def import_file(file: Path, name: str, form: str | None, columns: tuple[str, ...], **more: Any) -> None:
    """Make a file of places of any GeoNames dump, OpenStreetMap export (GeoJSON, Overpass), CSV or GeoJSON."""
    session = get_session()
    folder = session.workspace / session.office.settings.places
    named = dict(_column(each) for each in columns)
    made = add_places(folder, name, file, form=Form(form) if form else None, columns=named, **more)
    if session.as_json:
        show_json(
            {
                "files": list(made.files),
                "read": made.read,
                "kept": made.kept,
                "without_name": made.without_name,
                "without_position": made.without_position,
                "attribution": made.attribution,
            }
        )
        return
    say(session, "cli.places_read", file=str(file), read=made.read, kept=made.kept)
    if made.without_name:
        say(session, "cli.places_nameless", count=made.without_name)
    if made.without_position:
        say(session, "cli.places_groundless", count=made.without_position)
    say(session, "common.attribution", attribution=made.attribution)


def _column(given: str) -> tuple[str, str]:
    ours, equals, theirs = given.partition("=")
    if not (ours and equals and theirs):
        raise Misused("usage.column", value=given)
    return ours.strip(), theirs.strip()


@places.command("find", cls=Verb)
@click.argument("words")
def find(words: str) -> None:
    """Say which places WORDS may mean; several are all told, none is chosen."""
    session = get_session()
    gazetteer = session.office.places
    found = gazetteer.find_places(words) or (gazetteer.get_place(words),)
    if session.as_json:
        show_json({"places": [_document(place) for place in found]})
        return
    for place in found:
        _tell(session, place)


@places.command("list", cls=Verb)
@click.option("--within", metavar="ID", help="Only what lies within this place.")
def list_places(within: str | None) -> None:
    """List the places of this workspace."""
    session = get_session()
    gazetteer = session.office.places
    if within is not None and gazetteer.find_by_id(within) is None and not gazetteer.inside(within):
        refuse("place.unknown", words=within, suggestions=", ".join(gazetteer.suggestions(within)))
    found = gazetteer.places if within is None else gazetteer.inside(within)
    if session.as_json:
        show_json({"places": [_document(place) for place in found]})
        return
    for place in found:
        _name(session, place)


def _name(session: Session, place: Place) -> None:
    lang = session.language
    say(session, "cli.place", place=place.name(lang), kind=isolated(place.kind.name_in(lang), lang), id=place.id)


def _tell(session: Session, place: Place) -> None:
    lang = session.language
    _name(session, place)
    if place.centre is None:
        say(session, "cli.place_no_ground")
    else:
        say(session, "cli.place_at", position=position(*place.centre, lang), error=place.error_m)
    if place.note(lang):
        show(isolated(place.note(lang), lang))
    around = session.office.places.find_by_id(place.within) if place.within else None
    if around is not None:
        say(session, "cli.place_within", place=around.name(lang))
    others = [verbatim(name, lang) for name in place.names if name != place.name(lang)]
    if others:
        say(session, "cli.place_names", names=listing(others, lang))


def _document(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name_ar": place.name_ar,
        "name_en": place.name_en,
        "alternatives": list(place.alternatives),
        "kind": place.kind.value,
        "within": place.within,
        "pcode": place.pcode,
        "centre_e7": list(place.centre) if place.centre else None,
        "error_m": place.error_m,
        "illustrative": place.illustrative,
        "note_ar": place.note_ar,
        "note_en": place.note_en,
        "attribution": place.attribution,
    }


COMMANDS = (places,)
