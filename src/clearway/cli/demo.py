"""Command: the demonstration. Benghazi's years as pages in a browser, or a short walk through the commands."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from pathlib import Path

import click

from clearway.answering import mark
from clearway.cli.boundary import Clearway, Verb
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import say, show
from clearway.cli.serve import DATA, HOST, PORTS, scripted_clock, serve_site
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
@click.option("--terminal", is_flag=True, help="Play a short walk through the commands here instead; no browser.")
@click.option("--build-only", is_flag=True, help="Build it and say where it is; serve nothing.")
@click.option("--until", type=INSTANT, help="Play the story only up to this instant.")
@click.option("--port", type=PORTS, help="The port to serve at; else the usual one, or any free one.")
@click.option("--no-browser", is_flag=True, help="Only serve; open nothing.")
def demo(
    folder: Path | None, terminal: bool, build_only: bool, until: datetime | None, port: int | None, no_browser: bool
) -> None:
    """Build Benghazi 2014 to 2018 in a new folder (else a temporary one), serve its pages, open them in a browser.

    A folder in which it was built before is served as it is.
    """
    session = get_session()
    where = folder or Path(tempfile.mkdtemp(prefix="clearway-demo-"))
    lang = session.lang = session.lang or "en"
    show(*(sentence.text for sentence in mark(Realm.DEMONSTRATION, lang)))
    if terminal:
        _walk(where, lang)
        return
    # The story stands on the desk of several offices; a short walk or another command need not load it.
    from clearway.demonstration import PUBLISHER, build  # noqa: PLC0415

    session.workspace = where / PUBLISHER
    site = session.workspace / "site"
    if not (site / DATA).is_file():
        with _progress(lang) as tell:
            build(where, until, tell)
    stands_at = scripted_clock(site)
    moment = f" --clock {stands_at:%Y-%m-%dT%H:%M:%SZ}" if stands_at else ""
    say(session, "web.built", folder=str(where))
    say(session, "web.ask_on", command=f"clearway --workspace {session.workspace}{moment} check Qawarsha")
    if not build_only:
        serve_site(session, site, host=HOST, port=port, browser=not no_browser)


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[int, int, datetime], None]]:
    """A bar that fills while the story is played, with its date beside it."""
    label = render("web.building", lang).terminal
    with click.progressbar(length=1, label=label, show_eta=False, item_show_func=_day(lang)) as bar:

        def tell(done: int, steps: int, at: datetime) -> None:
            bar.length = steps
            bar.update(done - bar.pos, at)

        yield tell


def _day(lang: str) -> Callable[[datetime | None], str | None]:
    return lambda at: render("page.day", lang, at=at).terminal if at else None


def _walk(where: Path, lang: str) -> None:
    """The walk through the commands: close, search, hand over, fight again, ask."""
    root = click.get_current_context().find_root().command
    if not isinstance(root, Clearway):
        raise ClearwayBug("the demonstration runs inside the program")
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
