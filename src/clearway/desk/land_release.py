"""Land release: surveys, searches, controls, decisions, hand-overs (DESIGN B5, B6).

Approvals of operator, authority and recipient are :func:`clearway.desk.closures.approve`.
"""

from __future__ import annotations

from collections.abc import Sequence

from clearway.desk.office import Office
from clearway.desk.saying import (
    NO_FACTS,
    Facts,
    get_all,
    get_kind,
    get_restrictions,
    ground_of,
    refs_to,
    say,
    shape,
)
from clearway.geometry import Footprint, Region
from clearway.problems import refuse
from clearway.records import Record
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.non_technical_survey import NonTechnicalSurvey
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.technical_survey import TechnicalSurvey
from clearway.terms import Rel

_REPORTS = ("search_report", "technical_survey", "non_technical_survey")


def survey(
    office: Office,
    by: str,
    footprint: Footprint | Region,
    body: NonTechnicalSurvey | TechnicalSurvey,
    facts: Facts = NO_FACTS,
) -> Record:
    """Report a survey, with or without technical means."""
    kind = "technical_survey" if isinstance(body, TechnicalSurvey) else "non_technical_survey"
    return say(office, kind, body, by, facts, footprint=shape(footprint))


def search(
    office: Office, by: str, footprint: Footprint | Region, body: SearchReport, facts: Facts = NO_FACTS
) -> Record:
    """Report a search: the ground covered and the parts left out."""
    return say(office, "search_report", body, by, facts, footprint=shape(footprint))


def control(
    office: Office,
    by: str,
    footprint: Footprint | Region,
    body: QualityControl,
    of: Sequence[str],
    answers: Sequence[str] = (),
    facts: Facts = NO_FACTS,
) -> Record:
    """Report a quality control of the lot in ``footprint``, of the searches ``of``; it ``answers`` failed ones."""
    searches = [get_kind(office, each, *_REPORTS) for each in of] or refuse("desk.names_nothing")
    failed = [get_kind(office, each, "quality_control") for each in answers]
    refs = (*refs_to(Rel.RESTS_ON, (s.id for s in searches)), *refs_to(Rel.ANSWERS, (f.id for f in failed)))
    return say(office, "quality_control", body, by, facts, footprint=shape(footprint), refs=refs)


def decide(
    office: Office,
    by: str,
    names: Sequence[str],
    rests_on: Sequence[str],
    body: Decision,
    footprint: Footprint | Region | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """The authority's decision on what it names, over their whole ground or inside ``footprint``.

    ``cancelled`` and ``reduced`` release by it; ``cleared`` only allows the hand-over that does.
    """
    return _released(office, by, "decision", names, rests_on, body, footprint, facts)


def hand_over(
    office: Office,
    by: str,
    names: Sequence[str],
    rests_on: Sequence[str],
    body: HandOver,
    footprint: Footprint | Region | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """Hand cleared ground over. It counts once operator, authority and recipient have approved and the window passed.

    ``rests_on`` are the decision, its searches and the passed controls.
    """
    return _released(office, by, "hand_over", names, rests_on, body, footprint, facts)


def _released(
    office: Office,
    by: str,
    kind: str,
    names: Sequence[str],
    rests_on: Sequence[str],
    body: Decision | HandOver,
    footprint: Footprint | Region | None,
    facts: Facts,
) -> Record:
    named = get_restrictions(office, names)
    grounds = get_all(office, rests_on)
    ground = ground_of(office, named) if footprint is None else shape(footprint)
    refs = (*refs_to(Rel.NAMES, (n.id for n in named)), *refs_to(Rel.RESTS_ON, (g.id for g in grounds)))
    return say(office, kind, body, by, facts, footprint=ground, refs=refs)
