"""Words that were typed wrong: each with its sentence in both languages, click's own among them."""

from __future__ import annotations

import click

from clearway.problems import Problem
from clearway.wording import Text, isolated, render, verbatim


class Misused(click.UsageError):
    """A command whose words mean nothing together: a problem ``usage.*``."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.problem = Problem(code, params=params)
        super().__init__(_said(self.problem, "en"))


class Misspelt(click.BadParameter):
    """The same of the value of one option or argument."""

    def __init__(
        self, code: str, param: click.Parameter | None, ctx: click.Context | None, **params: str | int
    ) -> None:
        self.problem = Problem(code, params=params)
        super().__init__(_said(self.problem, "en"), ctx, param)


class Told(click.ClickException):
    """A usage error whose lines are written already."""

    exit_code = 2

    def __init__(self, lines: tuple[Text, ...]) -> None:
        super().__init__(lines[-1].plain)
        self.lines = lines

    def show(self, file: object = None) -> None:  # noqa: ARG002 - the signature is click's
        """The lines on standard error."""
        for line in self.lines:
            click.echo(line.terminal, err=True)


def told_in(error: click.UsageError, lang: str) -> click.ClickException:
    """The error for a reader of ``lang``. In English, and where no more than the help is shown, click's words stand."""
    if lang == "en" or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    lines = []
    if error.ctx is not None:
        path, pieces = error.ctx.command_path, error.ctx.command.collect_usage_pieces(error.ctx)
        lines += [
            render("cli.usage", lang, usage=verbatim(" ".join([path, *pieces]), lang)),
            render("cli.usage_help", lang, command=verbatim(f"{path} --help", lang)),
        ]
    said = isolated(_said(_problem(error), lang), lang)
    if isinstance(error, Misspelt):
        said = render("cli.usage_value", lang, name=verbatim(_named(error), lang), sentence=said)
    return Told((*lines, render("cli.usage_error", lang, sentence=said)))


def _said(problem: Problem, lang: str) -> str:
    return f"{problem.sentence(lang)} {problem.remedy(lang)}"


def _problem(error: click.UsageError) -> Problem:
    """What is wrong, with a sentence of ours."""
    if isinstance(error, Misused | Misspelt):
        return error.problem
    if isinstance(error, click.MissingParameter):
        return Problem("usage.missing", params={"name": _named(error)})
    if isinstance(error, click.BadParameter):
        return _wanted(error)
    if isinstance(error, click.NoSuchOption):
        return Problem("usage.no_option", params={"name": error.option_name, "like": _like(error.possibilities)})
    if isinstance(error, click.exceptions.NoSuchCommand):
        return Problem("usage.no_command", params={"name": error.command_name, "like": _like(error.possibilities)})
    if isinstance(error, click.BadOptionUsage):
        return Problem("usage.option", params={"name": error.option_name})
    return Problem("usage.other", params={"detail": error.format_message().rstrip(".")})


def _wanted(error: click.BadParameter) -> Problem:
    """What a value had to be, by the type that refused it."""
    kind, name = error.param.type if error.param else None, _named(error)
    if isinstance(kind, click.Choice):
        return Problem("usage.choice", params={"name": name, "choices": ", ".join(map(str, kind.choices))})
    if isinstance(kind, click.IntRange):
        limits = f"{kind.min}…{'' if kind.max is None else kind.max}"
        return Problem("usage.whole_number", params={"name": name, "limits": limits})
    if isinstance(kind, click.Path):
        return Problem("usage.path", params={"name": name, "detail": error.message.rstrip(".")})
    return Problem("usage.other", params={"detail": error.format_message().rstrip(".")})


def _like(names: list[str] | None) -> str:
    return f" ({', '.join(names)})" if names else ""


def _named(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Argument) and isinstance(error.param.type, click.Choice):
        return error.param.name or ""  # click would call it by all its choices
    hint = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param else "")
    return (hint if isinstance(hint, str) else ", ".join(hint)).replace("'", "")
