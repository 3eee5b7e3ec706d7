"""The command line: a face over the desk's use cases. It reads what is typed, calls one of them, and says the result.

No rule stands here and nothing is decided. ``boundary`` holds what every command shares and turns refusals into
sentences and exit codes; ``parameters`` and ``options`` read what is typed; ``rendering`` lays out; the other modules
hold the commands by theme.
"""

from __future__ import annotations

import click

import clearway
from clearway.cli import (
    accounting,
    asking,
    authority,
    confirming,
    demo,
    documents,
    explaining,
    ground,
    keeping,
    overview,
    perimeters,
    permissions,
    places,
    reading,
    registers,
    release,
    reporting,
    screening,
    serve,
    workspace,
)
from clearway.cli.boundary import Clearway


@click.group(cls=Clearway, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(clearway.__version__, prog_name="clearway")
def cli() -> None:
    """Tell civilians in a city at war where they may go, and prove afterwards what they were told.

    Places are asked about with `clearway check`; everything else writes signed records into this office's own logs.
    `clearway explain CODE` says what any code means.
    """


for theme in (
    demo,
    asking,
    screening,
    explaining,
    overview,
    workspace,
    keeping,
    authority,
    ground,
    confirming,
    release,
    accounting,
    reporting,
    registers,
    documents,
    perimeters,
    permissions,
    places,
    reading,
    serve,
):
    for command in theme.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Run the program; the console script ``clearway`` starts here."""
    cli()
