"""The command that screens a table: the same rows with what holds at each position."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from clearway.cli.boundary import Verb
from clearway.cli.options import FILE
from clearway.cli.parameters import ACCURACY, CLUSTER, INSTANT
from clearway.cli.rendering import say, show, show_json
from clearway.cli.session import Session, get_session
from clearway.desk.screening import Screened
from clearway.desk.screening import screen as desk_screen
from clearway.desk.screening.run import ROWS
from clearway.index import ENGINE
from clearway.problems import CATALOGUE
from clearway.terms import VERDICT_ORDER
from clearway.wording import render, term, verbatim


@click.command("screen", cls=Verb)
@click.argument("table", type=FILE)
@click.option("--out", type=FILE, required=True, help="Where the screened table goes, in the same format.")
@click.option("--lon", metavar="COLUMN", help="Column of the longitude; else the one called so, or the geometry.")
@click.option("--lat", metavar="COLUMN", help="Column of the latitude.")
@click.option("--at", type=INSTANT, help="What held then; else now.")
@click.option("--accuracy", type=ACCURACY, help="Accuracy of all positions in metres, or unknown.")
@click.option("--unit", help="A building, floor, flat or room; else outdoors.")
@click.option("--processes", type=click.IntRange(1, 256), default=os.cpu_count() or 1, show_default="one a core")
@click.option(
    "--cluster",
    type=CLUSTER,
    help="On the workers of a Dask scheduler, or on so many that are started here, cut by cell.",
)
@click.option("--rows", type=click.IntRange(1, 10_000_000), default=ROWS, show_default=True, help="Rows of one piece.")
def screen(table: Path, out: Path, at: datetime | None, accuracy: Any, **more: Any) -> None:
    """Screen a table (CSV, GeoParquet, GeoPackage): its rows, each with verdict, reasons, records and moment.

    Rows without a position are kept with an error code. A run that was killed goes on when it is started again.
    """
    session = get_session()
    done = desk_screen(session.office, table, out, at=at, accuracy_m=accuracy, tell=_progress(session), **more)
    if session.as_json:
        counts = dict(sorted(done.counts.items()))
        show_json({"as_of": done.at.isoformat(), "rows": done.rows, "counts": counts, "engine": ENGINE})
    else:
        _tell(session, done)


def _progress(session: Session) -> Callable[[int], None]:
    def tell(rows: int) -> None:
        if not session.as_json and sys.stderr.isatty():
            click.echo(f"\r{render('screen.progress', session.language, rows=rows).terminal}", err=True, nl=False)

    return tell


def _tell(session: Session, done: Screened) -> None:
    lang = session.language
    say(session, "screen.done", rows=done.rows, at=done.at)
    for verdict in VERDICT_ORDER:
        if done.counts[verdict.value]:
            show(
                render("screen.count", lang, what=term("verdict", verdict.value, lang), rows=done.counts[verdict.value])
            )
    for code in sorted(done.counts.keys() & CATALOGUE.keys()):
        show(render("screen.error", lang, code=verbatim(code, lang), rows=done.counts[code]))


COMMANDS = (screen,)
