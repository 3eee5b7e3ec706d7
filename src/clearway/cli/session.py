"""What all commands share: which workspace, who signs, in which language, by which clock."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click

from clearway.cli.misuse import Misused
from clearway.desk.keyring import PASSPHRASE_VARIABLE
from clearway.desk.office import Office, open_office, read_workspace
from clearway.problems import Refused
from clearway.terms import Realm
from clearway.wording import render

OPEN_REALMS = (Realm.DEMONSTRATION, Realm.TEST)
"""Realms whose keys are sealed with a passphrase that everybody knows."""


@dataclass(slots=True)
class Session:
    """One run of the program. The workspace is opened when a command first needs it.

    ``recorded`` are the ids of the records that were asked for and written.
    """

    workspace: Path = Path()
    lang: str | None = None
    as_json: bool = False
    clock: datetime | None = None
    holder: str | None = None
    opened: Office | None = field(default=None, init=False)
    recorded: list[str] = field(default_factory=list, init=False)

    @property
    def office(self) -> Office:
        """The open office; closed again when the command ends."""
        if self.opened is None:
            self.opened = open_office(self.workspace, clock=self.clock)
            click.get_current_context().find_root().call_on_close(self.opened.close)
        return self.opened

    @property
    def signing(self) -> Office:
        """The same, with the passphrase asked for at the terminal where no variable holds it."""
        office = self.office
        if office.realm in OPEN_REALMS or os.environ.get(PASSPHRASE_VARIABLE) or not is_terminal():
            return office
        office.close()
        self.opened = open_office(self.workspace, passphrase=ask_passphrase(), clock=self.clock)
        click.get_current_context().find_root().call_on_close(self.opened.close)
        return self.opened

    @property
    def by(self) -> str:
        """Who signs: the holder named, or the only one whose key is here."""
        if self.holder is not None:
            return self.holder
        holders = [name for name in self.office.keyring.list_holders() if not name.startswith("_")]
        if len(holders) == 1:
            return holders[0]
        raise Misused("usage.who_signs", holders=", ".join(holders)) if holders else Misused("usage.no_key")

    @property
    def language(self) -> str:
        """The language asked for, else the workspace's first, else English."""
        if self.lang is None:
            self.lang = self._first_language()
        return self.lang

    def _first_language(self) -> str:
        try:
            settings = self.opened.settings if self.opened else read_workspace(self.workspace)[0]
        except Refused:
            return "en"
        return settings.languages[0]


def is_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty()


def ask_passphrase(*, twice: bool = False) -> str:
    """Ask at the terminal, without showing what is typed."""
    answer: str = click.prompt(
        render("cli.passphrase", get_session().language).terminal, hide_input=True, err=True, confirmation_prompt=twice
    )
    return answer


def ask_new_passphrase(realm: Realm) -> str | None:
    """A passphrase for keys about to be made: asked for twice; None where the desk knows one."""
    if realm in OPEN_REALMS or os.environ.get(PASSPHRASE_VARIABLE) or not is_terminal():
        return None
    return ask_passphrase(twice=True)


def get_session() -> Session:
    """The session of the running command."""
    found: Session = click.get_current_context().find_root().ensure_object(Session)
    return found
