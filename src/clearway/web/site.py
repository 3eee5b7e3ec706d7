"""One site that is served: its folder, and the office behind it, which requests ask one after the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from clearway.desk import Office, Told
from clearway.desk.showing import collect
from clearway.projection import History
from clearway.site import Publication, SitePicture
from clearway.web.standing import Standing

SITE = "clearway.site"
"""Where a request carries its site."""


class Site:
    """A folder of files, and what opens the office that wrote them (None: the files are all there is)."""

    def __init__(self, folder: Path, open_office: Callable[[], Office] | None) -> None:
        self.folder = folder
        self._standing = None if open_office is None else Standing(open_office)
        self._collected: tuple[History, SitePicture] | None = None

    @property
    def has_office(self) -> bool:
        """Whether earlier days and names can be asked about here."""
        return self._standing is not None

    def office(self) -> AbstractContextManager[Office]:
        """The office, for one request at a time; see :class:`clearway.web.standing.Standing`."""
        if self._standing is None:
            raise LookupError("no office stands behind these files")
        return self._standing.office()

    def picture(self, office: Office, told: Told) -> SitePicture:
        """What a page shows of one publication; the records are collected once for each state of the logs."""
        history = office.public_history()
        publication = Publication.of(told.record.id, told.logged_at, told.snapshot, told.data)
        if self._collected is None or self._collected[0] is not history:
            self._collected = history, collect(office, history, [publication])
        return replace(
            self._collected[1], publications=(publication,), clock=office.now() if office.clock.is_scripted else None
        )


def site_of(request: Any) -> Site:
    """The site that a request was sent to."""
    found: Site = request.META[SITE]
    return found
