"""One run of the officer's page: the text, its drafts, what has been made of each, and who may speak to it."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from clearway.desk import Decision, Office, Proposed, Said, propose, write_proposed
from clearway.desk.becoming import becoming
from clearway.desk.beside import Beside, find_beside
from clearway.desk.correcting import COUNTED, Correction, correct, get_draft
from clearway.desk.grounds import ground_of_place
from clearway.desk.saying import Facts
from clearway.geometry import Footprint, Polygons, Unplaced
from clearway.problems import refuse
from clearway.reading.model import AnnouncementKind, Modality, Reading
from clearway.records import FootprintSource, Holds
from clearway.terms import Reason

DROPPED = "dropped"
_LONGEST = 7
"""Digits of a count of people or things."""


@dataclass
class OfficerDesk:
    """The run. ``secret`` stands in every address, ``form_secret`` in every form; ``origin`` is where it listens.

    ``reading`` is the text as the officer reads it, ``as_read`` as the rules did. ``settled`` holds by draft the id of
    what was written, or ``dropped``.
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
    as_read: Reading = field(init=False)
    _beside: Beside | None = None

    def __post_init__(self) -> None:
        self.as_read = self.reading

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

    def correct(self, number: int, form: Mapping[str, str]) -> None:
        """Read a draft otherwise than the rules did, or again as they did. Nothing is written.

        Refused: ``confirm.already`` where a record was made of it, and as :func:`clearway.desk.correcting.correct`.
        """
        if self.settled.get(number, DROPPED) != DROPPED:
            refuse("confirm.already", number=number, id=self.settled[number])
        first = get_draft(self.as_read, number)
        now = first if form.get("as_read") else get_draft(self._corrected(number, form), number)
        drafts = tuple(now if each.number == number else each for each in self.reading.drafts)
        self.reading = replace(self.reading, drafts=drafts)
        self._beside = None

    def _corrected(self, number: int, form: Mapping[str, str]) -> Reading:
        kind, _, state = form.get("what", "").partition(":")
        correction = Correction(
            kind=AnnouncementKind(kind) if kind in set(AnnouncementKind) else None,
            state=state or None,
            modality=Modality(form["modality"]) if form.get("modality") in set(Modality) else None,
            places=tuple(form["places"].splitlines()) if "places" in form else None,
            counts={name: _number(form[name]) for name in COUNTED if name in form},
        )
        return correct(self.as_read, number, correction, self.office.places)

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
        says = _closure_says(form) if kind == "closure" else {}
        names = tuple(form.get("names", "").split())
        because = form.get("because", "").strip() or None
        decision = Decision(kind=kind, footprint=footprint, because=because, names=names, says=says)
        return decision, Facts(source=source, holds=self._holds(form))

    def _holds(self, form: Mapping[str, str]) -> Holds | None:
        start, until = self._instant(form.get("from", "")), self._instant(form.get("until", ""))
        return Holds(from_earliest=start, from_latest=start, until=until) if start or until else None

    def _instant(self, words: str) -> datetime | None:
        """What a browser's field of day and hour says, by the office's clock."""
        if not words:
            return None
        try:
            said = datetime.fromisoformat(words)
        except ValueError:
            refuse("confirm.time_unreadable", words=words)
        return (said if said.tzinfo else said.replace(tzinfo=self.office.settings.timezone)).astimezone(UTC)

    def _ground(self, form: Mapping[str, str]) -> tuple[Footprint | None, FootprintSource | None]:
        words = form.get("ground", "").strip()
        if not words:
            return None, None
        region, source = ground_of_place(self.office, words)
        return (Unplaced(region) if form.get("within") else Polygons(region)), source


def _closure_says(form: Mapping[str, str]) -> dict[str, Any]:
    """What the form's own fields say of a closure. ``closes`` tells them from a form without such fields."""
    if not form.get("closes"):
        return {}
    return {
        "reasons": tuple(reason for reason in Reason if form.get(f"reason-{reason.value}")),
        "until_condition": form.get("until_condition") or None,
        "permit_possible": bool(form.get("permit_possible")),
    }


def _number(words: str) -> int | None:
    """A count as it was typed, in whichever digits; None for none. Refused: ``confirm.number_unreadable``."""
    typed = words.strip()
    if not typed:
        return None
    return (
        int(typed) if typed.isdecimal() and len(typed) <= _LONGEST else refuse("confirm.number_unreadable", words=typed)
    )
