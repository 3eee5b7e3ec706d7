"""The history: what the rest of the system asks. See the package's docstring for the way through."""

from __future__ import annotations

from datetime import datetime

from clearway.geometry import Query
from clearway.projection.collected import Box, Collected
from clearway.projection.moment import situation_at
from clearway.projection.standing import Standing, standing_of
from clearway.projection.verdict import Accuracy, check
from clearway.situation import Answer, Situation


class History(Collected):
    """Records at hand and what follows from them. Build with :func:`clearway.projection.project`; never changes."""

    __slots__ = ()

    def at(self, at: datetime, within: Box | None = None) -> Situation:
        """The situation at ``at``: everywhere, or what can matter within the box (west, south, east, north)."""
        return situation_at(self, at, within)

    def check(self, query: Query, at: datetime, accuracy_m: Accuracy = None, unit: str | None = None) -> Answer:
        """The answer about a shape at ``at``; see :func:`clearway.projection.verdict.check`."""
        return check(self.at(at, query.bbox), query, accuracy_m, unit)

    def standing(self, record_id: str, at: datetime) -> Standing | None:
        """Why a record has the effect it has at ``at``, or has none; None if no such record counts here."""
        admitted = self.find(record_id)
        return standing_of(self, admitted, at) if admitted else None
