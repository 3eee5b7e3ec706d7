"""The one clock. Everything below the desk is told the time; in the demonstration a script tells it to the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from clearway.problems import refuse
from clearway.terms import Realm

ClockGiven = datetime | Callable[[], datetime] | None
"""A clock as a caller may give it: an instant at which to stand, something to call, or None for the real one."""


class Clock:
    """Tells the time: the machine's, or one that a script sets (``set_to``, ``advance``)."""

    def __init__(self, given: ClockGiven = None) -> None:
        self._read = given if callable(given) else None
        self._stands_at = None if given is None or callable(given) else _whole(given)

    @property
    def is_scripted(self) -> bool:
        """True when somebody else than the machine tells the time."""
        return self._read is not None or self._stands_at is not None

    def now(self) -> datetime:
        """Now, UTC, in whole seconds."""
        if self._stands_at is not None:
            return self._stands_at
        return _whole(self._read() if self._read else datetime.now(UTC))

    def set_to(self, at: datetime) -> None:
        """Let the scripted clock stand at ``at``."""
        self._read, self._stands_at = None, _whole(at)

    def advance(self, **parts: float) -> datetime:
        """Move the scripted clock on by a ``timedelta(**parts)``; the new time."""
        self.set_to(self.now() + timedelta(**parts))
        return self.now()


def check_clock(clock: Clock, realm: Realm) -> None:
    """Refuse a scripted clock outside the demonstration: ``desk.clock_not_allowed``."""
    if clock.is_scripted and realm is not Realm.DEMONSTRATION:
        refuse("desk.clock_not_allowed", realm=realm.value)


def _whole(at: datetime) -> datetime:
    if at.tzinfo is None:
        refuse("desk.clock_without_zone")
    return at.astimezone(UTC).replace(microsecond=0)
