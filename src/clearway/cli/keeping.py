"""Commands that keep what was said: check the ledger, back it up, prove a record to somebody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from clearway.answering.document import instant
from clearway.cli.boundary import DAMAGED, REFUSED, Verb, problem_document, tell_problem
from clearway.cli.options import FILE, read_given
from clearway.cli.perimeters import bounded
from clearway.cli.record_says import says
from clearway.cli.rendering import say, show, show_json, zone_of
from clearway.cli.session import Session, get_session
from clearway.cli.workspace import FOLDER, show_workspace
from clearway.desk.files import is_there, write_file
from clearway.desk.keeping import Proven, fsck_folder, read_public_key, verify_proof
from clearway.desk.keeping import backup as desk_backup
from clearway.desk.keeping import prove as desk_prove
from clearway.desk.keeping import restore as desk_restore
from clearway.desk.paper_proof import is_code, is_paper, verify_code, verify_paper
from clearway.desk.published import verify_file, verify_folder
from clearway.desk.publishing import Told, verify_publication
from clearway.geometry import Polygons, inward, measured
from clearway.ledger.fsck import Grade, Report
from clearway.perimeter import tabulate
from clearway.publish import PACKED_FILE, SnapshotNote
from clearway.records import Record
from clearway.trust import parse_trust
from clearway.wording import Text, isolated, kind_name, office, render, term, verbatim


@click.command("fsck", cls=Verb)
def fsck() -> None:
    """Check the whole ledger from its bytes: exit 4 for damage, 3 for what is doubtful, else 0."""
    session = get_session()
    say(session, "cli.checking", err=True, folder=str(session.workspace))
    report = fsck_folder(session.workspace)
    if session.as_json:
        _show_report_document(report, session.language)
    else:
        _show_report(report, session)
    grades = {finding.grade for finding in report.findings}
    if Grade.DAMAGED in grades:
        click.get_current_context().exit(DAMAGED)
    if Grade.DOUBTFUL in grades:
        click.get_current_context().exit(REFUSED)


def _show_report(report: Report, session: Session) -> None:
    say(
        session,
        "cli.checked",
        logs=report.logs,
        entries=report.entries,
        checkpoints=report.checkpoints,
        blobs=report.blobs,
    )
    for grade, count in sorted(Counter(finding.grade for finding in report.findings).items()):
        say(session, "cli.found", grade=term("grade", grade.value, session.language), count=count)
    if not report.findings:
        say(session, "cli.whole")
    for finding in report.findings:
        sentence = isolated(finding.problem.sentence(session.language), session.language)
        show(render("cli.finding", session.language, code=finding.problem.code, sentence=sentence))
        if finding.grade in (Grade.DAMAGED, Grade.DOUBTFUL):
            tell_problem(finding.problem, session.language)


def _show_report_document(report: Report, lang: str) -> None:
    show_json(
        {
            "logs": report.logs,
            "entries": report.entries,
            "checkpoints": report.checkpoints,
            "blobs": report.blobs,
            "findings": [
                {"grade": finding.grade.value, **problem_document(finding.problem, lang)} for finding in report.findings
            ],
        }
    )


@click.command("backup", cls=Verb)
@click.argument("folder", type=FOLDER)
def backup(folder: Path) -> None:
    """Write the whole workspace into a new folder, verified while it is read. Keys stay sealed."""
    session = get_session()
    say(session, "cli.reading_folder", err=True, folder=str(session.workspace))
    written = desk_backup(session.office, folder)
    if session.as_json:
        show_json({"backup": str(written)})
    else:
        say(session, "cli.backed_up", folder=str(written))


@click.command("restore", cls=Verb)
@click.argument("folder", type=FOLDER, metavar="BACKUP")
def restore(folder: Path) -> None:
    """Make the workspace of --workspace from a backup; every root and hash is computed again."""
    session = get_session()
    session.opened = desk_restore(folder, session.workspace, clock=session.clock)
    click.get_current_context().find_root().call_on_close(session.opened.close)
    show_workspace(session)
    if not session.as_json:
        say(session, "cli.sync_first")


@click.command("prove", cls=Verb)
@click.argument("record", metavar="ID")
@click.argument("file", type=FILE, required=False)
def prove(record: str, file: Path | None) -> None:
    """Write a proof that a record stands in its log, for somebody to verify offline. It holds the record itself."""
    proof = desk_prove(get_session().office, record)
    if file is None:
        click.echo(proof.decode(), nl=False)
    else:
        write_file(file, proof)


@click.command("verify", cls=Verb)
@click.argument("what", metavar="PROOF-FILE|FOLDER|SNAPSHOT|PUBLICATION-ID")
@click.option("--trust", type=FILE, metavar="FILE", help="The trust file to go by; else the workspace's.")
@click.option("--key", "public_key", metavar="BASE64", help="The public key of the record's signer, if he is no root.")
def verify(what: str, trust: Path | None, public_key: str | None) -> None:
    """Verify offline a proof, a published folder or the snapshot.packed out of it.

    Or project a publication again: it must give the same bytes.
    """
    session = get_session()
    if not is_there(Path(what)):
        _show_told(session, verify_publication(session.office, what))
        return
    relied_on = parse_trust(read_given(trust)) if trust else session.office.trust
    if Path(what).is_dir():
        _show_published(session, *verify_folder(relied_on, what))
        return
    if Path(what).suffix == Path(PACKED_FILE).suffix:
        _show_signed(session, verify_file(relied_on, what))
        return
    signer = read_public_key(public_key) if public_key else None
    given = read_given(Path(what))
    if is_code(given):
        _show_proven(session, verify_code(relied_on, given, signer))
        return
    if is_paper(given):
        _show_proven(session, verify_paper(session.office, given, signer))
        return
    _show_proven(session, verify_proof(relied_on, given, signer))


def _show_proven(session: Session, proven: Proven) -> None:
    lang, record = session.language, proven.record
    if session.as_json:
        show_json(
            {
                "record": record.id,
                "kind": record.kind,
                "log": proven.origin,
                "index": proven.index,
                "size": proven.size,
                "seen_at": instant(proven.seen_at),
                "signature_checked": proven.signature_checked,
            }
        )
        return
    show(
        render(
            "cli.proven",
            lang,
            kind=kind_name(record.kind, lang),
            office=office(record.issuer.office, lang),
            log=verbatim(proven.origin, lang),
            index=proven.index,
            at=proven.seen_at,
        )
    )
    show(*says(record, lang, zone_of(session)), *_ground(record, lang))
    if not proven.signature_checked:
        show(render("cli.signature_not_checked", lang))
    if record.kind == "hand_over":
        show(render("cli.proven_not_in_force", lang, office=office(record.issuer.office, lang)))
    click.echo(record.id)


def _ground(record: Record, lang: str) -> Iterator[Text]:
    """Of a hand-over: what its shape measures, and its turning points, to be compared with a paper."""
    if record.kind == "hand_over" and isinstance(record.footprint, Polygons):
        region = inward(record.footprint)
        yield render("perimeter.bounded", lang, m2=str(measured(region).m2))
        yield from bounded(tabulate(region), lang)


def _show_published(session: Session, proven: Proven, said: SnapshotNote) -> None:
    if session.as_json:
        show_json(
            {
                "publication": proven.record.id,
                "log": proven.origin,
                "snapshot": said.snapshot,
                "at": instant(said.at),
                "valid_until": instant(said.valid_until),
                "seen_at": instant(proven.seen_at),
                "signature_checked": proven.signature_checked,
            }
        )
        return
    lang = session.language
    who = office(proven.record.issuer.office, lang)
    show(render("cli.published_whole", lang, office=who, at=said.at, log=verbatim(proven.origin, lang)))
    show(render("common.valid_until", lang, until=said.valid_until))
    if not proven.signature_checked:
        show(render("cli.signature_not_checked", lang))
    click.echo(proven.record.id)


def _show_signed(session: Session, said: SnapshotNote) -> None:
    if session.as_json:
        show_json(
            {
                "log": said.publisher,
                "snapshot": said.snapshot,
                "at": instant(said.at),
                "valid_until": instant(said.valid_until),
            }
        )
        return
    lang = session.language
    show(render("cli.signed_copy", lang, at=said.at, log=verbatim(said.publisher, lang)))
    show(render("common.valid_until", lang, until=said.valid_until))


def _show_told(session: Session, told: Told) -> None:
    if session.as_json:
        show_json({"publication": told.record.id, "logged_at": instant(told.logged_at), "reproduced": True})
    else:
        say(session, "cli.reproduced", at=told.logged_at)
        click.echo(told.record.id)


@click.command("freshen", cls=Verb)
def freshen() -> None:
    """Sign fresh checkpoints over both logs, to show that they are still looked after.

    Every record does so too. An office that stays silent for longer than its logs may be old is answered as not known.
    """
    session = get_session()
    session.signing.freshen()
    say(session, "cli.freshened", at=session.signing.now())


COMMANDS = (fsck, freshen, backup, restore, prove, verify)
