"""Command: documents on paper."""

from __future__ import annotations

from pathlib import Path

import click

from clearway.answering import mark
from clearway.cli.boundary import Verb
from clearway.cli.options import FILE
from clearway.cli.rendering import say, show, show_json
from clearway.cli.session import get_session
from clearway.desk.documents import Document, print_document
from clearway.desk.files import write_file
from clearway.perimeter import read_fix


@click.command("document", cls=Verb)
@click.argument("document", type=click.Choice([each.value for each in Document]))
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--out", type=FILE, required=True, metavar="FILE.pdf", help="Where the PDF goes.")
@click.option("--reference", metavar="POSITION", help="The reference point, in degrees, UTM or MGRS.")
def document(document: str, ids: tuple[str, ...], out: Path, reference: str | None) -> None:
    """Print a document as PDF: of a hand-over its certificate, of an area its completion report, of a task its order.

    A map shows any records on one A3 sheet. Its language is --lang. It shows exact ground: it is not for publication.
    """
    session = get_session()
    point = None if reference is None else read_fix(reference).position
    data = print_document(session.office, Document(document), ids, session.language, point)
    write_file(out, data)
    if session.as_json:
        show_json({"document": document, "file": str(out), "bytes": len(data)})
        return
    show(*(sentence.text for sentence in mark(session.office.realm, session.language)))
    say(session, "document.written", file=str(out))


COMMANDS = (document,)
