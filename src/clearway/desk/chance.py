"""Chance: what keys and nonces are drawn from. The machine's; in the demonstration a seed may stand in for it."""

from __future__ import annotations

import hashlib
import secrets

from clearway.problems import refuse
from clearway.terms import Realm

_DOMAIN = b"clearway-demonstration-chance/1\n"


class Chance:
    """Draws bytes: from the machine, or from a seed, which gives the same bytes in the same order every time.

    A seed makes every key known to whoever knows it, so it is refused outside the demonstration.
    """

    def __init__(self, seed: str | None = None) -> None:
        self._seed = None if seed is None else hashlib.sha256(_DOMAIN + seed.encode()).digest()
        self._drawn = 0

    @property
    def is_scripted(self) -> bool:
        """True when a seed takes the place of chance."""
        return self._seed is not None

    def draw(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        if self._seed is None:
            return secrets.token_bytes(size)
        drawn = b""
        while len(drawn) < size:
            drawn += hashlib.sha256(_DOMAIN + self._seed + self._drawn.to_bytes(8, "big")).digest()
            self._drawn += 1
        return drawn[:size]


def check_chance(chance: Chance, realm: Realm) -> None:
    """Refuse a seed outside the demonstration: ``desk.seed_not_allowed``."""
    if chance.is_scripted and realm is not Realm.DEMONSTRATION:
        refuse("desk.seed_not_allowed", realm=realm.value)
