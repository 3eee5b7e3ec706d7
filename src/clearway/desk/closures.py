"""Closing and reopening: the axis "may I be there by order?" (DESIGN B4, B9)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from clearway.desk.drafts import Draft
from clearway.desk.office import Office
from clearway.desk.saying import (
    NO_FACTS,
    Facts,
    draft_of,
    get_restrictions,
    ground_of,
    refs_to,
    say,
    shape,
    tier_of,
)
from clearway.geometry import Footprint, Region, measured, outward
from clearway.records import Record
from clearway.records.kinds.approval import Approval
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.reopening import Reopening
from clearway.terms import ApprovalRole, Reason, Rel

_EVACUATION = ("ordered", "advised")


def close(office: Office, by: str, footprint: Footprint | Region, body: Closure, facts: Facts = NO_FACTS) -> Record:
    """Close an area. It holds at once; a large one, or one that cuts off a hospital, asks for a second person.

    ``large`` is set by the desk where the ground is larger than the trust file's limit.
    """
    (record,) = office.append([closure_draft(office, by, footprint, body, facts)], force=facts.force)
    return record


def closure_draft(
    office: Office, by: str, footprint: Footprint | Region, body: Closure, facts: Facts = NO_FACTS
) -> Draft:
    """The same before it is written."""
    ground = shape(footprint)
    if not body.large and measured(outward(ground, None)).m2 > office.trust.limits.large_m2:
        body = _with(body, large=True)
    return draft_of("closure", body, by, facts, footprint=ground)


def evacuate(office: Office, by: str, footprint: Footprint | Region, body: Closure, facts: Facts = NO_FACTS) -> Record:
    """Order (or, if ``body`` says so, advise) everybody to leave: a closure that bears on the hazard too."""
    reasons = body.reasons if Reason.EVACUATION in body.reasons else (*body.reasons, Reason.EVACUATION)
    evacuation = body.evacuation or _EVACUATION[0]
    return close(office, by, footprint, _with(body, reasons=reasons, evacuation=evacuation), facts)


def reopen(
    office: Office,
    by: str,
    names: Sequence[str],
    body: Reopening | None = None,
    footprint: Footprint | Region | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """Lift the closures named, over their whole ground or inside ``footprint``. It takes a second person.

    The hazard stays as it was. Refused where the office has no right to, or the record would never have an effect.
    """
    (record,) = office.append([reopening_draft(office, by, names, body, footprint, facts)], force=facts.force)
    return record


def reopening_draft(
    office: Office,
    by: str,
    names: Sequence[str],
    body: Reopening | None = None,
    footprint: Footprint | Region | None = None,
    facts: Facts = NO_FACTS,
) -> Draft:
    """The same before it is written."""
    named = get_restrictions(office, names)
    ground = ground_of(office, named) if footprint is None else shape(footprint)
    refs = refs_to(Rel.NAMES, (each.id for each in named))
    return draft_of("reopening", body or Reopening(), by, facts, footprint=ground, refs=refs)


def approve(
    office: Office,
    by: str,
    words: str,
    role: ApprovalRole = ApprovalRole.SECOND,
    note: str | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """Sign another person's record, as ``role``, in the log in which it may be named.

    Refused: ``desk.same_person``, ``desk.no_grant`` and what else keeps the approval from counting.
    """
    target = office.get_record(words)
    return say(
        office,
        "approval",
        Approval(as_=role, note=note),
        by,
        facts,
        tier=tier_of(office, [target]),
        refs=refs_to(Rel.APPROVES, [target.id]),
    )


def _with(body: Closure, **changes: object) -> Closure:
    return msgspec.structs.replace(body, **changes)
