"""The three looks at a report before it is accepted (supervisor, partner, centre): what was sent back, what waits.

Three looks are by three people, none of whom wrote the report; a look by anybody else than that accepts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clearway.records import Issuer, Part
from clearway.records.kinds.check_step import CheckStep
from clearway.records.kinds.education_session import EducationSession
from clearway.records.kinds.non_technical_survey import NonTechnicalSurvey
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.spot_task import SpotTask
from clearway.records.kinds.technical_survey import TechnicalSurvey
from clearway.reports.books import Books, Entry, show_words
from clearway.reports.model import Cell, Figure, Line, Said, Table, count, day, listed, number, record, tally, text
from clearway.terms import Rel

BREAKDOWNS = ("organisation", "kind")

STEPS = ("supervisor", "partner", "centre")
CHECKED: tuple[type[Part], ...] = (NonTechnicalSurvey, TechnicalSurvey, SearchReport, SpotTask, EducationSession)
"""Kinds that somebody else reports to the office."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a report has come: the step that comes next (None: accepted), or that it was sent back and why.

    ``accepted_by`` are those who have accepted it since, by step.
    """

    report: Entry[Part]
    next_step: str | None
    returned: CheckStep | None
    steps: tuple[Entry[CheckStep], ...]
    accepted_by: Mapping[str, Issuer]

    @property
    def state(self) -> str:
        """accepted, returned, or the step it waits for."""
        return "returned" if self.returned else self.next_step or "accepted"


def list_checked(books: Books) -> tuple[Checked, ...]:
    """Every report that nothing replaced, at the period's end, the oldest first."""
    steps: dict[str, list[Entry[CheckStep]]] = {}
    for step in sorted(books.standing(CheckStep), key=lambda each: (each.entered, each.id)):
        for report in step.admitted.record.refs_to(Rel.ANSWERS):
            steps.setdefault(report, []).append(step)
    reports = [report for form in CHECKED for report in books.standing(form)]
    return tuple(
        _judge(report, tuple(steps.get(report.id, ()))) for report in sorted(reports, key=lambda e: (e.entered, e.id))
    )


def _judge(report: Entry[Part], steps: tuple[Entry[CheckStep], ...]) -> Checked:
    """What was accepted before a report was sent back has to be looked at again."""
    accepted = dict[str, Issuer]()
    returned: CheckStep | None = None
    for step in steps:
        if step.body.result == "returned":
            accepted.clear()
            returned = step.body
        else:
            signer = step.admitted.record.issuer
            if not is_too_close(signer, report.admitted.record.issuer, accepted, step.body.step):
                accepted[step.body.step] = signer
            returned = None
    following = next((step for step in STEPS if step not in accepted), None)
    return Checked(report, following, returned, steps, accepted)


def is_too_close(signer: Issuer, author: Issuer, accepted: Mapping[str, Issuer], step: str) -> bool:
    """Whether somebody who would take a step wrote the report, or took another step of its check."""
    others = [author, *(one for taken, one in accepted.items() if taken != step)]
    return any(signer.holder == other.holder or signer.key == other.key for other in others)


def check_tables(books: Books, by: str) -> tuple[Table, ...]:
    """How many reports wait for what, and each that waits."""
    found = list_checked(books)
    figures = (
        Figure(_key(each, by), {"reports": 1, f"at_{each.state}": 1}, (each.report.id, *(s.id for s in each.steps)))
        for each in found
    )
    measures = [count(name) for name in ("reports", *(f"at_{step}" for step in STEPS), "at_returned", "at_accepted")]
    return (
        tally(
            "checks", text(by), measures, figures, lambda key: Said(f"kind.{key}") if by == "kind" else show_words(key)
        ),
        listed("waiting_checks", _WAITING, _lines(books, found)),
    )


def _key(each: Checked, by: str) -> str:
    return each.report.admitted.kind if by == "kind" else str(getattr(each.report.body, "organisation", ""))


_WAITING = (text("kind"), text("organisation"), day("entered"), number("days"), text("state"), text("note"), record())


def _lines(books: Books, found: tuple[Checked, ...]) -> Iterator[Line]:
    for each in found:
        if each.state == "accepted":
            continue
        report = each.report
        cells: tuple[Cell, ...] = (
            Said(f"kind.{report.admitted.kind}"),
            _key(each, "organisation"),
            report.entered,
            books.days_until_end(report.entered),
            Said(f"report.check.{each.state}"),
            each.returned.to_correct if each.returned else None,
            report.id,
        )
        yield Line(cells, (report.id, *(step.id for step in each.steps)))
