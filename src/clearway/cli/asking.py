"""Commands that ask: may I go there, why, what needs doing, what changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from clearway.answering.document import document
from clearway.cli.boundary import VERDICT_EXIT, Verb
from clearway.cli.misuse import Misused
from clearway.cli.parameters import ACCURACY, INSTANT, plain_minus
from clearway.cli.rendering import show_answer, show_json
from clearway.cli.session import get_session
from clearway.desk.answers import CheckResult
from clearway.desk.answers import check as desk_check

COPY = click.Path(exists=True, path_type=Path)


@click.command("check", cls=Verb)
@click.argument("where", metavar="PLACE|LON,LAT|TRACK-FILE")
@click.option("--at", type=INSTANT, help="What held then; else now.")
@click.option("--known", type=INSTANT, help="By what was known then.")
@click.option("--known-claimed", type=INSTANT, help="The same by the times that authors wrote; the answer says so.")
@click.option("--as", "as_office", metavar="OFFICE", help="By what this office knew.")
@click.option("--told", "told_at", type=INSTANT, help="From the bytes that had been published by then.")
@click.option("--published", type=COPY, metavar="FOLDER|FILE", help="From a published folder or its snapshot.packed.")
@click.option("--accuracy", type=ACCURACY, help="Accuracy of the position in metres, or unknown.")
@click.option("--unit", help="A building, floor, flat or room; else outdoors.")
def check(where: str, known: datetime | None, known_claimed: datetime | None, accuracy: Any, **more: Any) -> None:
    """Say whether one may go there: exit 0 for released ground only.

    A position may also be written as papers write it: degrees with N and E, UTM, MGRS.
    10 do not enter, 11 not confirmed, 12 conditional, 3 refused (an unknown place: with suggestions).
    """
    if known is not None and known_claimed is not None:
        raise Misused("usage.known_once")
    session = get_session()
    result = desk_check(
        session.office,
        plain_minus(where),
        known=known or known_claimed,
        claimed=known_claimed is not None,
        accuracy_m=accuracy,
        **more,
    )
    if session.as_json:
        show_json(check_document(result, session.language))
    else:
        show_answer(session, result.answer, result.asked)
    click.get_current_context().exit(VERDICT_EXIT[result.answer.verdict])


def check_document(result: CheckResult, lang: str) -> dict[str, Any]:
    """The whole result as JSON: the answer's document, and what it follows from."""
    return {
        **document(result.answer, result.asked, lang),
        "exit_code": VERDICT_EXIT[result.answer.verdict],
        "frontier": {log: {"size": known.size, "root": known.root} for log, known in result.frontier.items()},
        "trust": result.trust,
        "contacts": [{"office": each.office, "number": each.number} for each in result.contacts],
        "changes": [{"code": each.code, "record": each.record, "office": each.office} for each in result.changes],
        "publication": result.publication.id if result.publication else None,
    }


COMMANDS = (check,)
