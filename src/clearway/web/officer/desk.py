"""One run of the officer's page: the text, its drafts, what has been made of each, and who may speak to it."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clearway.desk import Decision, Office, Proposed, Said, propose, write_proposed
from clearway.desk.becoming import becoming
from clearway.desk.beside import Beside, find_beside
from clearway.desk.confirming import get_draft
from clearway.desk.grounds import ground_of_place
from clearway.desk.saying import Facts
from clearway.geometry import Footprint, Polygons, Unplaced
from clearway.problems import refuse
from clearway.reading.model import Reading
from clearway.records import FootprintSource
from clearway.terms import Reason

KEPT, DROPPED = "kept", "dropped"


@dataclass
class OfficerDesk:
    """The run. ``secret`` stands in every address, ``form_secret`` in every form; ``origin`` is where it listens.

    ``settled`` holds by draft the id of what was written, or ``dropped``.
    """

    office: Office
    by: str
    reading: Reading
    said: Said
    statement: str | None
    secret: str
    form_secret: str
    origin: str = ""
    settled: dict[int, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    _beside: Beside | None = None

    @property
    def address(self) -> str:
        """The page's address."""
        return f"{self.origin}/{self.secret}/"

    def knows(self, secret: str) -> bool:
        """Whether an address holds this run's secret."""
        return hmac.compare_digest(secret.encode(), self.secret.encode())

    def may_write(self, headers: Mapping[str, str], form: Mapping[str, str]) -> bool:
        """Whether a form comes from this run's own page."""
        own = hmac.compare_digest(form.get("form", "").encode(), self.form_secret.encode())
        return own and headers.get("Origin") == self.origin and headers.get("Sec-Fetch-Site") in (None, "same-origin")

    @property
    def beside(self) -> Beside:
        """Earlier statements beside the text, found once."""
        if self._beside is None:
            self._beside = find_beside(self.office, self.reading)
        return self._beside

    def propose(self, number: int, form: Mapping[str, str]) -> Proposed:
        """What would be written of a draft. Refused: as :func:`clearway.desk.propose`; ``place.*``."""
        decision, facts = self._decided(number, form)
        return propose(self.office, self.by, self.reading, number, decision, facts, self.said, self.statement)

    def write(self, number: int, form: Mapping[str, str]) -> str:
        """Write it; the id of the record. A draft is written once: ``confirm.already``."""
        if number in self.settled and self.settled[number] != DROPPED:
            refuse("confirm.already", number=number, id=self.settled[number])
        confirmed = write_proposed(self.office, self.propose(number, form))
        self.settled[number] = confirmed.record.id
        return confirmed.record.id

    def drop(self, number: int) -> None:
        """Leave a draft aside, or take it up again. Nothing is written. Refused: ``confirm.unknown_draft``."""
        get_draft(self.reading, number)
        if number not in self.settled:
            self.settled[number] = DROPPED
        elif self.settled[number] == DROPPED:
            del self.settled[number]

    def _decided(self, number: int, form: Mapping[str, str]) -> tuple[Decision, Facts]:
        draft = get_draft(self.reading, number)
        if form.get("keep"):
            return Decision(keep=True), Facts()
        footprint, source = self._ground(form)
        possible = becoming(draft).kinds
        kind = form.get("kind") or (possible[0] if possible else None)
        says: dict[str, Any] = {}
        if form.get("reason") and kind == "closure":
            says["reasons"] = (_reason(form["reason"]),)
        names = tuple(form.get("names", "").split())
        because = form.get("because", "").strip() or None
        decision = Decision(kind=kind, footprint=footprint, because=because, names=names, says=says)
        return decision, Facts(source=source)

    def _ground(self, form: Mapping[str, str]) -> tuple[Footprint | None, FootprintSource | None]:
        words = form.get("ground", "").strip()
        if not words:
            return None, None
        region, source = ground_of_place(self.office, words)
        return (Unplaced(region) if form.get("within") else Polygons(region)), source


def _reason(written: str) -> Reason | str:
    """A reason of our list; another word is refused with the record."""
    return Reason(written) if written in {each.value for each in Reason} else written
