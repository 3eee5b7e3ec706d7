"""Command: the published site over HTTP, on this machine or for whoever reaches it."""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from datetime import datetime
from pathlib import Path
from threading import Thread

import click

from clearway.cli.boundary import Verb
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import say
from clearway.cli.session import Session, get_session
from clearway.cli.workspace import FOLDER
from clearway.desk.files import read_file
from clearway.desk.office import Office, open_office, read_workspace
from clearway.problems import Refused, refuse
from clearway.settings import FILE

HOST, PORT = "127.0.0.1", 8000
_PATIENCE_S = 1.0
PORTS = click.IntRange(0, 65535)
FIRST_PAGE = "index.html"
DATA = Path("data") / "site.json"
"""Written behind every page: where it is, the site is whole."""


@click.command("serve", cls=Verb)
@click.argument("folder", type=FOLDER, required=False)
@click.option("--host", default=HOST, show_default=True, help="The address to listen at; 0.0.0.0 is every one.")
@click.option("--port", type=PORTS, default=PORT, show_default=True, help="0 takes any free port.")
@click.option("--no-browser", is_flag=True, help="Only serve; open nothing.")
def serve(folder: Path | None, host: str, port: int, no_browser: bool) -> None:
    """Serve what `clearway publish` wrote into FOLDER (else the workspace's own), and open it in a browser.

    With a workspace at hand, places can be searched and earlier days asked about without scripts, too. No request is
    logged, nothing can be changed through the pages, and no position is ever sent to them.
    """
    session = get_session()
    where = folder or session.workspace / read_workspace(session.workspace)[0].site
    serve_site(session, where, host=host, port=port, browser=not no_browser)


def serve_site(session: Session, folder: Path, *, host: str, port: int | None, browser: bool) -> None:
    """Serve a published folder until Ctrl-C, by its own scripted clock if it has one.

    Without a port it is the usual one, or any free one if that is taken. Refused: ``web.*``.
    """
    # Loading Django takes about as long as a check: only whoever serves waits for it.
    from clearway.web.application import make_application  # noqa: PLC0415
    from clearway.web.serving import Serving  # noqa: PLC0415

    if not (folder / FIRST_PAGE).is_file():
        refuse("web.no_site", folder=str(folder))
    workspace, clock = session.workspace, session.clock or scripted_clock(folder)

    def opened() -> Office:
        return open_office(workspace, clock=clock)

    has_workspace = (workspace / FILE).is_file()
    application = make_application(folder, opened if has_workspace else None)
    try:
        serving = Serving(application, host, PORT if port is None else port)
    except Refused:
        if port is not None:
            raise
        serving = Serving(application, host, 0)
    say(session, "web.serving", address=serving.address, keys="Ctrl-C")
    if serving.is_public:
        say(session, "web.serving_widely")
    if browser and not open_browser(serving.address):
        say(session, "web.open_yourself")
    sys.stdout.flush()
    serving.run()
    say(session, "web.ended")


def scripted_clock(folder: Path) -> datetime | None:
    """The instant at which the site's pages stand, None where they go by the device's clock."""
    data = read_file(folder / DATA)
    stands_at = json.loads(data).get("clock") if data else None
    return INSTANT.convert(stands_at, None, None) if stands_at else None


def open_browser(address: str) -> bool:
    """Open a browser in front of the person; False where there is no screen or no browser.

    Some commands return only when the browser is closed; nobody waits for them, since it waits for us.
    """
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False  # a browser inside the terminal would take the terminal away
    opened: list[bool] = []
    opening = Thread(target=lambda: opened.append(webbrowser.open(address)), daemon=True)
    opening.start()
    opening.join(_PATIENCE_S)
    return opened != [False]


COMMANDS = (serve,)
