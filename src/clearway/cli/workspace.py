"""Commands about the workspace itself: make it, exchange it, publish from it, check, keep and prove what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clearway.answering import mark
from clearway.cli.boundary import REFUSED, SignedVerb, Verb, problem_document, tell_problem
from clearway.cli.misuse import Misused
from clearway.cli.options import FILE, read_given
from clearway.cli.parameters import BBOX
from clearway.cli.rendering import record_document, say, show, show_json
from clearway.cli.session import Session, ask_new_passphrase, get_session
from clearway.desk.files import write_file
from clearway.desk.grounds import read_ground
from clearway.desk.office import MAX_AGE_S, init_office, to_e7
from clearway.desk.publishing import publish as desk_publish
from clearway.desk.syncing import LogSynced, export_log
from clearway.desk.syncing import sync as desk_sync
from clearway.places import SHIPPED, shipped_places
from clearway.terms import Realm
from clearway.trust import Ages, Windows
from clearway.wording import office

FOLDER = click.Path(path_type=Path)


# --- making --------------------------------------------------------------------------------------------------------


@click.command("init", cls=SignedVerb)
@click.argument("name", metavar="ORIGIN")
@click.option("--office", "office_code", required=True, help="The office, as records name it: crisis-desk.")
@click.option("--organisation", required=True, help="The organisation that the office belongs to.")
@click.option("--region", type=BBOX, required=True, help="Where coordinates make sense: west,south,east,north.")
@click.option("--realm", type=click.Choice([realm.value for realm in Realm]), default="actual", show_default=True)
@click.option("--remit", type=FILE, help="The ground the office speaks for, as GeoJSON; else the region.")
@click.option("--contact", help="A telephone number for whoever asks.")
@click.option(
    "--places",
    "place_files",
    multiple=True,
    metavar="FILE|NAME",
    help=f"Places to copy in: a file, or one that comes with the program ({', '.join(SHIPPED)}).",
)
@click.option("--blocks", metavar="NAME", help="A GeoJSON file of blocks for public warnings, in the workspace.")
@click.option("--zone", default="Africa/Tripoli", show_default=True)
@click.option("--max-age", "max_age_s", type=click.IntRange(1), default=MAX_AGE_S, show_default=True, help="Seconds.")
@click.option("--hazard-window", "hazard_s", type=click.IntRange(0), help="Seconds a hazard release waits.")
@click.option("--closure-window", "closure_s", type=click.IntRange(0), help="Seconds a reopening waits.")
@click.option("--corridor-age", "corridor_s", type=click.IntRange(1), help="Seconds a confirmation is worth something.")
def init(name: str, office_code: str, region: Any, realm: str, remit: Path | None, **more: Any) -> None:
    """Make a workspace: its keys, its trust file with the signer as first root, its two logs.

    ORIGIN is how its logs begin: crisis.benghazi.example.
    """
    session = get_session()
    holder = session.holder
    if holder is None:
        raise Misused("usage.first_root")
    places = dict(_places(given) for given in more["place_files"])
    ground = to_e7(read_ground(remit).region) if remit else None
    made = init_office(
        session.workspace,
        name,
        office=office_code,
        organisation=more["organisation"],
        holder=holder,
        region=region,
        realm=Realm(realm),
        remit=ground,
        contact=more["contact"],
        blocks=more["blocks"],
        windows=_windows(more["hazard_s"], more["closure_s"]),
        ages=Ages(corridor_s=more["corridor_s"]) if more["corridor_s"] else None,
        max_age_s=more["max_age_s"],
        zone=more["zone"],
        passphrase=ask_new_passphrase(Realm(realm)),
        clock=session.clock,
    )
    made.close()
    for file, data in places.items():
        write_file(session.workspace / made.settings.places / file, data)
    show_workspace(session)


def _places(given: str) -> tuple[str, bytes]:
    """The name and the bytes of a file of places, shipped or brought."""
    if given in SHIPPED:
        return SHIPPED[given], shipped_places(given).encode()
    return Path(given).name, read_given(Path(given))


def show_workspace(session: Session) -> None:
    """Say whose workspace this is."""
    opened = session.office
    if session.as_json:
        logs = {"public": opened.public_origin, "restricted": opened.restricted_origin}
        show_json({"folder": str(session.workspace), "office": opened.office, "logs": logs, "trust": opened.trust_id})
        return
    show(*(sentence.text for sentence in mark(opened.realm, session.language)))
    say(session, "cli.workspace", folder=str(session.workspace), office=office(opened.office, session.language))


def _windows(hazard_s: int | None, closure_s: int | None) -> Windows | None:
    given = {"hazard_s": hazard_s, "closure_s": closure_s}
    return Windows(**{name: value for name, value in given.items() if value is not None})


# --- exchange ------------------------------------------------------------------------------------------------------


@click.command("export", cls=Verb)
@click.argument("folder", type=FOLDER)
def export(folder: Path) -> None:
    """Write this office's public log into a folder, for a stick or a web server. The restricted log never leaves."""
    session = get_session()
    done = export_log(session.signing, folder)
    if session.as_json:
        show_json({"log": done.origin, "size": done.size, "written": done.written, "missing": list(done.missing)})
        return
    say(session, "cli.exported", log=done.origin, size=done.size, count=done.written)
    if done.missing:
        say(session, "cli.blobs_missing", count=len(done.missing))


@click.command("sync", cls=SignedVerb)
@click.argument("folder", type=FOLDER)
@click.option("--no-export", is_flag=True, help="Only take in; do not put this office's log into the folder.")
def sync(folder: Path, no_export: bool) -> None:
    """Take other offices' public logs from a folder, verified, say so in the own log, and put the own log there."""
    session = get_session()
    opened = session.signing
    say(session, "cli.reading_folder", err=True, folder=str(folder))
    done = desk_sync(opened, session.by, folder)
    exported = None if no_export else export_log(opened, folder)
    if session.as_json:
        show_json(
            {
                "logs": [_synced(log, session.language) for log in done.logs],
                "notices": [record_document(record) for record in done.notices],
                "exported": None if exported is None else {"log": exported.origin, "size": exported.size},
            }
        )
    else:
        for log in done.logs:
            _say_synced(session, log)
        if exported is not None:
            say(session, "cli.exported", log=exported.origin, size=exported.size, count=exported.written)
    if done.alarms:
        click.get_current_context().exit(REFUSED)


def _say_synced(session: Session, log: LogSynced) -> None:
    if log.outcome is None:
        say(session, "cli.log_refused", log=log.origin)
    else:
        say(session, "cli.log_synced", log=log.origin, size=log.size, count=log.entries)
    if log.missing:
        say(session, "cli.blobs_missing", count=len(log.missing))
    if log.alarm is not None:
        say(session, "cli.alarm", err=True)
        tell_problem(log.alarm, session.language)
    for problem in log.problems:
        tell_problem(problem, session.language)


def _synced(log: LogSynced, lang: str) -> dict[str, Any]:
    return {
        "log": log.origin,
        "outcome": log.outcome.value if log.outcome else None,
        "size": log.size,
        "entries": log.entries,
        "missing": list(log.missing),
        "problems": [problem_document(problem, lang) for problem in log.problems],
        "alarm": problem_document(log.alarm, lang) if log.alarm else None,
        "receipt": log.receipt.id if log.receipt else None,
    }


@click.command("publish", cls=SignedVerb)
@click.argument("folder", type=FOLDER)
def publish(folder: Path) -> None:
    """Sign and record the public picture of this moment, then write it into a folder of static files."""
    session = get_session()
    done = desk_publish(session.signing, session.by, folder)
    if session.as_json:
        show_json(
            {
                "publication": record_document(done.record),
                "snapshot": done.snapshot_id,
                "files": list(done.files),
                "folder": str(folder),
            }
        )
        return
    show(*(sentence.text for sentence in mark(session.office.realm, session.language)))
    say(session, "cli.published", folder=str(folder), id=done.snapshot_id)
    say(session, "common.valid_until", until=done.snapshot.valid_until)
    click.echo(done.record.id)


COMMANDS = (init, export, sync, publish)
