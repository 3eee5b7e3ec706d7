"""Command: the whole way once, on a scripted clock, as commands that anybody can type."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import click

from clearway.answering import mark
from clearway.cli.boundary import Clearway, Verb
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import show
from clearway.cli.session import Session, get_session
from clearway.cli.workspace import FOLDER
from clearway.desk.files import write_file
from clearway.problems import ClearwayBug
from clearway.terms import Realm
from clearway.wording import render, verbatim

_ASKED = frozenset({0, 10, 11, 12})
"""How the commands of the script may end: written, or answered."""

_SHORT = 12


@click.command("demo", cls=Verb)
@click.argument("folder", type=FOLDER, required=False)
def demo(folder: Path | None) -> None:
    """Run the demonstration in a new folder (else a temporary one): close, search, hand over, fight again, ask."""
    session = get_session()
    root = click.get_current_context().find_root().command
    if not isinstance(root, Clearway):
        raise ClearwayBug("the demonstration runs inside the program")
    where = folder or Path(tempfile.mkdtemp(prefix="clearway-demo-"))
    lang = session.lang or "en"
    show(*(sentence.text for sentence in mark(Realm.DEMONSTRATION, lang)))
    _Demonstration(root, where, lang).run()
    told = f"clearway --workspace {where} --clock 2017-02-01T09:00:00Z check Qawarsha"
    click.echo()
    show(render("cli.demo_over", lang, command=verbatim(told, lang)))


def read_script() -> Iterator[tuple[str, str]]:
    """The lines of the script: a sign and what stands behind it."""
    text = resources.files("clearway").joinpath("demonstration", "script.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and line[0] != "%":
            yield line[0], line[1:].strip()


@dataclass
class _Demonstration:
    """One run of the script: where, in which language, and the ids of the records so far, by name."""

    program: Clearway
    folder: Path
    lang: str
    clock: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        for sign, words in read_script():
            if sign in "=~":
                self._say(sign, words)
            elif sign == "@":
                self.clock = words
            elif sign == ">":
                name, _, text = words.partition(": ")
                write_file(self.folder / name, text.encode())
            else:
                self._type(words)

    def _say(self, sign: str, words: str) -> None:
        english, _, arabic = words.partition(" | ")
        click.echo()
        click.secho(verbatim(arabic if self.lang == "ar" else english, self.lang).terminal, bold=sign == "=")

    def _type(self, words: str) -> None:
        name, _, command = words.rpartition(" = ") if " = " in words.partition(" --")[0] else ("", "", words)
        typed = [word.format_map(self.names) if word.startswith("{") else word for word in shlex.split(command)]
        click.echo()
        click.secho(f"[{self.clock}] $ clearway {shlex.join(typed)}", fg="cyan")
        # Files are named as they stand in the folder, so the commands run there.
        session = Session(workspace=Path(), lang=self.lang, clock=INSTANT.convert(self.clock, None, None))
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            code = self.program.main(typed, prog_name="clearway", standalone_mode=False, obj=session)
        finally:
            os.chdir(before)
        if (code or 0) not in _ASKED:
            raise ClearwayBug(f"the demonstration ended with {code} at: {command}")
        if name:
            self.names[name.strip()] = session.recorded[0].removeprefix("sha256:")[:_SHORT]


COMMANDS = (demo,)
