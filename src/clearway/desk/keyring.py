"""Private keys at rest: one sealed file a person, one for the logs and one for their cosigner."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from clearway.desk.chance import Chance, check_chance
from clearway.desk.files import read_file, sync_folder, write_file
from clearway.problems import refuse
from clearway.signing import NONCE_SIZE, SALT_SIZE, WORK, PrivateKey, PublicKey, open_key, public_key_of, seal_key
from clearway.terms import Realm

LOG, COSIGNER, NAMES = "_log", "_cosigner", "_names"
PASSPHRASE_VARIABLE = "CLEARWAY_PASSPHRASE"  # noqa: S105 - the name of the variable, not its value

_OPEN_PASSPHRASE = "demonstration"  # noqa: S105 - known to all on purpose: it guards nothing that is real
_OPEN_WORK = 14
_HOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")


class Keyring:
    """The keys of one workspace, in a folder, or in memory without one.

    In memory nothing is at rest, so nothing is sealed. ``passphrase`` None takes the environment's, or in the realms
    that are not the world the one known to all.
    Every key is unsealed at most once a process. ``chance`` is what new keys are drawn from.
    Refused: ``desk.seed_not_allowed``.
    """

    def __init__(
        self, folder: Path | None, realm: Realm, passphrase: str | None = None, chance: Chance | None = None
    ) -> None:
        self.chance = chance or Chance()
        check_chance(self.chance, realm)
        self._folder = folder
        self._opened: dict[str, PrivateKey] = {}
        self._aside: dict[str, PrivateKey] = {}
        self._passphrase = passphrase
        self._is_open = realm in (Realm.DEMONSTRATION, Realm.TEST)

    def list_holders(self) -> tuple[str, ...]:
        """Everybody whose key is here, sorted."""
        names = set(self._opened)
        if self._folder is not None and self._folder.is_dir():
            names |= {path.stem for path in self._folder.glob("*.key")}
        return tuple(sorted(name for name in names if _HOLDER.fullmatch(name)))

    def has(self, name: str) -> bool:
        """Whether a key of this name is here."""
        return name in self._opened or self._find(name) is not None

    def get_public(self, name: str) -> PublicKey:
        """The public half, without the passphrase. Refused: ``desk.no_key``."""
        return self._opened[name].public if name in self._opened else public_key_of(self._get(name))

    def open(self, name: str) -> PrivateKey:
        """Unseal a key. Refused: ``desk.no_key``, ``desk.no_passphrase``, ``signing.wrong_passphrase``."""
        if name not in self._opened:
            self._opened[name] = open_key(self._get(name), self._secret())
        return self._opened[name]

    def create(self, name: str) -> PublicKey:
        """Draw and seal a new key, with the passphrase that the log's key has: one passphrase opens all of them.

        Refused: ``desk.key_exists``, ``desk.bad_holder``, ``signing.wrong_passphrase``.
        """
        check_holder(name)
        if self.has(name):
            refuse("desk.key_exists", holder=name)
        if self.has(LOG):
            self.open(LOG)  # a mistyped passphrase would seal a key that nobody can use
        private = PrivateKey.generate(self.chance.draw(32))
        if self._folder is not None:
            salt, nonce = self.chance.draw(SALT_SIZE), self.chance.draw(NONCE_SIZE)
            work = _OPEN_WORK if self._is_open else WORK
            write_file(self._path(self._folder, name), seal_key(private, self._secret(), salt, nonce, work), mode=0o600)
        self._opened[name] = private
        return private.public

    def put_aside(self, name: str) -> str:
        """Rename a key that is being replaced, so that it signs no more and is not lost; the name it has now."""
        aside = f"_was-{name}-{self.get_public(name).id.removeprefix('sha256:')[:12]}"
        if self._folder is None:
            self._aside[aside] = self.open(name)
        else:
            write_file(self._path(self._folder, aside), self._get(name), mode=0o600)
            self._path(self._folder, name).unlink(missing_ok=True)
            sync_folder(self._folder)
        self._opened.pop(name, None)
        return aside

    def _secret(self) -> bytes:
        words = self._passphrase or os.environ.get(PASSPHRASE_VARIABLE) or (_OPEN_PASSPHRASE if self._is_open else "")
        if not words:
            refuse("desk.no_passphrase", variable=PASSPHRASE_VARIABLE)
        return unicodedata.normalize("NFC", words).encode()

    def _get(self, name: str) -> bytes:
        sealed = self._find(name)
        return refuse("desk.no_key", holder=name) if sealed is None else sealed

    def _find(self, name: str) -> bytes | None:
        return None if self._folder is None else read_file(self._path(self._folder, name))

    @staticmethod
    def _path(folder: Path, name: str) -> Path:
        return folder / f"{name}.key"


def check_holder(name: str) -> None:
    """Refuse what cannot name a person's key file: ``desk.bad_holder``."""
    if name not in (LOG, COSIGNER, NAMES) and not _HOLDER.fullmatch(name):
        refuse("desk.bad_holder", holder=name)
