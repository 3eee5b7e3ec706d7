"""Undoing one's own wrong record, and giving a place to what had none (DESIGN B2, B10)."""

from __future__ import annotations

from collections.abc import Sequence

from clearway.desk.office import Office
from clearway.desk.saying import (
    NO_FACTS,
    Facts,
    axes_said,
    draft_of,
    get_all,
    get_restrictions,
    ground_of,
    refs_to,
    say,
    tier_of,
)
from clearway.geometry import Unplaced
from clearway.problems import Problem, Refused
from clearway.records import Record
from clearway.records.kinds.suspension import Suspension
from clearway.records.kinds.void import Void
from clearway.terms import Product, Rel


def void(office: Office, by: str, names: Sequence[str], because: str, facts: Facts = NO_FACTS) -> Record:
    """Undo records made in error: the guided command for every kind.

    Restrictions are withdrawn (two people, not while an accident refers to them); records that loosen are suspended,
    at once and by one person. Naming both kinds together is refused.
    """
    named = get_all(office, names)
    if all(each.restricts for each in named):
        return _withdraw(office, by, names, because, facts)
    wrong = [each for each in named if each.restricts or each.loosens is None]
    if wrong:
        expected = "grant, approval, release, permit"
        raise Refused(
            *(Problem("desk.wrong_kind", "", {"id": w.id, "found": w.kind, "expected": expected}) for w in wrong)
        )
    return suspend(office, by, names, because, facts)


def suspend(office: Office, by: str, names: Sequence[str], reason: str, facts: Facts = NO_FACTS) -> Record:
    """Stop records that loosen, at once and alone; two people of the office lift it (``lift``)."""
    named = get_all(office, names)
    refs = refs_to(Rel.SUSPENDS, (each.id for each in named))
    tier = tier_of(office, named)
    return say(office, "suspension", Suspension(reason=reason), by, facts, tier=tier, refs=refs)


def place_unplaced(
    office: Office, by: str, names: Sequence[str], placed_as: Sequence[str], because: str, facts: Facts = NO_FACTS
) -> Record:
    """Say that restrictions without a shape are the ones that ``placed_as`` now shows with one. Two people.

    Everything named must be at hand; the region stays barred until the second person has signed.
    """
    named = get_restrictions(office, names)
    shaped = get_restrictions(office, placed_as)
    wrong = [each for each in named if not isinstance(each.footprint, Unplaced)]
    if wrong:
        raise Refused(
            *(Problem("desk.wrong_kind", "", {"id": w.id, "found": w.kind, "expected": "unplaced"}) for w in wrong)
        )
    refs = (*refs_to(Rel.NAMES, (n.id for n in named)), *refs_to(Rel.PLACED_AS, (s.id for s in shaped)))
    body = Void(product=Product.PLACED, because=because)
    tier = tier_of(office, [*named, *shaped])
    axes = axes_said(named)
    ground = ground_of(office, named)
    draft = draft_of("void", body, by, facts, tier=tier, axes=axes, footprint=ground, refs=refs)
    return office.append([draft], force=facts.force)[0]


def _withdraw(office: Office, by: str, names: Sequence[str], because: str, facts: Facts) -> Record:
    named = get_restrictions(office, names)
    return say(
        office,
        "void",
        Void(product=Product.VOIDED_IN_ERROR, because=because),
        by,
        facts,
        tier=tier_of(office, named),
        axes=axes_said(named),
        footprint=ground_of(office, named),
        refs=refs_to(Rel.NAMES, (each.id for each in named)),
    )
