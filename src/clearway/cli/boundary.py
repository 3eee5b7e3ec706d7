"""Where the program meets the terminal: options of every command, exit codes, refusals, and the net for our bugs."""

from __future__ import annotations

import json
import os
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from clearway.cli.misuse import Misused, told_in
from clearway.cli.parameters import INSTANT
from clearway.cli.session import Session, get_session
from clearway.problems import ClearwayBug, Problem, Refused
from clearway.terms import Verdict
from clearway.wording import LANGUAGES, isolated, render, verbatim

VARIABLE = "CLEARWAY_WORKSPACE"

BUG, USAGE, REFUSED, DAMAGED, UNHEARD = 1, 2, 3, 4, 141
"""``UNHEARD``: whoever read our output stopped reading; what shells say of a program that a closed pipe ended."""

VERDICT_EXIT = {
    Verdict.RELEASED: 0,
    Verdict.DO_NOT_ENTER: 10,
    Verdict.NOT_CONFIRMED: 11,
    Verdict.CONDITIONAL: 12,
}
"""``clearway check`` ends with 0 for released ground only."""

DAMAGE = frozenset(
    {
        "ledger.damaged",
        "ledger.store_damaged",
        "ledger.blob_damaged",
        "ledger.blob_lost",
        "ledger.seal_broken",
        "ledger.head_damaged",
        "ledger.checkpoint_damaged",
        "ledger.checkpoint_missing",
        "ledger.checkpoint_unsigned",
        "ledger.missing_wrong",
        "ledger.not_a_ledger",
    }
)
_NEGATIVE = re.compile(r"-(?:\d|\.\d)[\d.,eE+-]*")
_MINUS = "\u2212"
_NO_LETTER = re.compile("[\ud800-\udfff]")
"""How Python shows bytes that are no UTF-8."""

_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def _remember(name: str, value: Any) -> None:
    if value is not None and value is not False:
        setattr(get_session(), name, value)


def _option(*names: str, stores: str, **settings: Any) -> click.Option:
    """An option that every command takes, before or after the command's own words."""

    def keep(_ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        _remember(stores, value)

    return click.Option(list(names), expose_value=False, callback=keep, **settings)


def shared_options(variable: str | None = None) -> list[click.Parameter]:
    """``--workspace`` (else from the environment's ``variable``), ``--lang``, ``--json`` and ``--clock``."""
    return [
        _option(
            "--workspace",
            stores="workspace",
            envvar=variable,
            type=click.Path(path_type=Path),
            help="The workspace's folder; else the variable CLEARWAY_WORKSPACE, else this folder.",
        ),
        _option("--lang", stores="lang", type=click.Choice(LANGUAGES), help="Language; else the workspace's first."),
        _option("--json", stores="as_json", is_flag=True, help="Answer as JSON."),
        _option("--clock", stores="clock", type=INSTANT, help="Let it be this instant (demonstration only)."),
    ]


def holder_option() -> click.Option:
    """``--by``: who signs."""
    return _option("--by", "--as-holder", stores="holder", metavar="HOLDER", help="Who signs.")


class Verb(click.Command):
    """A command: takes the shared options, and numbers that begin with a minus as what they are."""

    signs = False

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += [*([holder_option()] if self.signs else []), *shared_options()]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """``-1.5,3.25`` is a position and not an option."""
        return super().parse_args(ctx, [_MINUS + a[1:] if _NEGATIVE.fullmatch(a) else a for a in args])


class SignedVerb(Verb):
    """A command that writes a record, and therefore says who signs."""

    signs = True


class Verbs(click.Group):
    """Commands that belong together, as ``clearway permit issue`` and ``clearway permit check``."""

    command_class = Verb


class Clearway(click.Group):
    """The program. Here every error ends: in a sentence and an exit code, never in a traceback."""

    command_class = Verb
    group_class = Verbs

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += shared_options(VARIABLE)

    def make_context(self, *words: Any, **settings: Any) -> click.Context:
        """The program's own options; what is wrong among them is told like all else."""
        try:
            return super().make_context(*words, **settings)
        except click.UsageError as error:
            found = error.ctx.find_root().find_object(Session) if error.ctx else None
            raise told_in(error, (found or Session()).language) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """All that was typed, its language first: whatever is wrong in it must be said in that one.

        What this program wrote itself may be typed back: it isolates ids and numbers in Arabic by characters that
        nobody sees and that terminals copy along.
        """
        typed = [word.translate(_ISOLATES) for word in args]
        session = ctx.ensure_object(Session)
        session.lang = session.lang or _language_in(typed)
        for word in typed:
            if not word.isascii() and _NO_LETTER.search(word):
                misused = Misused("usage.letters", word=ascii(word)[:80])
                misused.ctx = ctx
                raise misused
        return super().parse_args(ctx, typed)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it refuses and what we got wrong end here."""
        session = ctx.ensure_object(Session)
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise told_in(error, session.language) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            # What is still to be flushed at the end would meet the closed pipe again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(UNHEARD)
        except Refused as refused:
            tell_refused(refused.problems, session.language, as_json=session.as_json)
            ctx.exit(exit_of(refused.problems))
        except Exception as bug:  # noqa: BLE001 - the one net: a fault of ours ends in a sentence, too
            tell_bug(bug, session.language)
            ctx.exit(BUG)


def _language_in(typed: list[str]) -> str | None:
    for word, following in pairwise([*typed, ""]):
        option, _, value = word.partition("=")
        if option == "--lang" and (value or following) in LANGUAGES:
            return value or following
    return None


def exit_of(problems: tuple[Problem, ...]) -> int:
    """4 where the ledger is damaged, else 3."""
    return DAMAGED if any(problem.code in DAMAGE for problem in problems) else REFUSED


def tell_refused(problems: tuple[Problem, ...], lang: str, *, as_json: bool) -> None:
    """Say what was refused, why, where, and what to do. JSON goes to standard output, sentences to standard error."""
    if as_json:
        click.echo(json.dumps({"refused": [problem_document(p, lang) for p in problems]}, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        tell_problem(problem, lang)


def tell_problem(problem: Problem, lang: str) -> None:
    """One problem on standard error: code and sentence, where, what to do, where to read on."""
    lines = [
        render("cli.refused", lang, code=problem.code, sentence=isolated(problem.sentence(lang), lang)),
        isolated(problem.remedy(lang), lang),
        render("cli.explain", lang, command=verbatim(f"clearway explain {problem.code}", lang)),
    ]
    if problem.pointer:
        lines.insert(1, render("cli.pointer", lang, pointer=verbatim(problem.pointer, lang)))
    click.echo("\n  ".join(line.terminal for line in lines), err=True)


def problem_document(problem: Problem, lang: str) -> dict[str, Any]:
    """One problem as JSON."""
    return {
        "code": problem.code,
        "pointer": problem.pointer,
        "params": dict(problem.params),
        "sentence": problem.sentence(lang),
        "remedy": problem.remedy(lang),
    }


def tell_bug(bug: Exception, lang: str) -> None:
    """One sentence about a fault of the program, with what its mender needs."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    what = f"{type(bug).__name__}: {bug}" if isinstance(bug, ClearwayBug) else f"{type(bug).__name__}"
    click.echo(render("cli.bug", lang, detail=verbatim(f"{what} ({where})", lang)).terminal, err=True)
