"""What every use case takes beside the body of its record, and the one step that all of them end in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from clearway.desk.drafts import Draft
from clearway.desk.office import Office
from clearway.geometry import Footprint, Polygons, Region, contains
from clearway.problems import Problem, Refused, refuse
from clearway.projection import Admitted
from clearway.records import Event, Evidence, FootprintSource, Holds, Record, Ref
from clearway.records.types import Part
from clearway.terms import Axis, Rel, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person may say of any record: when it holds, when the thing happened, how the words became ground.

    ``source`` says how the footprint was found, ``evidence`` on what the record rests, ``unit`` which building,
    floor, flat or room it is about. ``recorded_at`` is for archives: when the author says it was recorded. ``refs``
    are further references. ``office`` is the one the signer acts for, where he has several. ``force`` keeps a record
    that loosens nothing yet.
    """

    holds: Holds | None = None
    event: Event | None = None
    source: FootprintSource | None = None
    evidence: tuple[Evidence, ...] = ()
    unit: str | None = None
    recorded_at: datetime | None = None
    refs: tuple[Ref, ...] = ()
    blobs: tuple[bytes, ...] = ()
    office: str | None = None
    force: bool = False


NO_FACTS = Facts()


def say(office: Office, kind: str, body: Part, by: str, facts: Facts = NO_FACTS, **parts: Any) -> Record:
    """Write one record of this kind; ``parts`` are further fields of its :class:`Draft`."""
    (record,) = office.append([draft_of(kind, body, by, facts, **parts)], force=facts.force)
    return record


def draft_of(kind: str, body: Part | Mapping[str, Any], by: str, facts: Facts = NO_FACTS, **parts: Any) -> Draft:
    """The draft of one record. ``refs`` among ``parts`` come before those of the facts."""
    draft = Draft(
        kind=kind,
        body=body,
        by=by,
        office=facts.office,
        footprint_source=facts.source,
        holds=facts.holds,
        unit=facts.unit,
        event=facts.event,
        evidence=facts.evidence,
        recorded_at=facts.recorded_at,
        refs=facts.refs,
        blobs=facts.blobs,
    )
    refs = parts.pop("refs", ())
    return replace(draft, refs=(*refs, *facts.refs), **parts)


def refs_to(rel: Rel, ids: Iterable[str]) -> tuple[Ref, ...]:
    """References of one meaning, each id once."""
    return tuple(Ref(rel=rel, id=each) for each in dict.fromkeys(ids))


def get_all(office: Office, words: Iterable[str]) -> tuple[Admitted, ...]:
    """The records of these ids (or beginnings of ids), each once. Refused with every id that is not at hand."""
    found: dict[str, Admitted] = {}
    problems: list[Problem] = []
    for each in words:
        admitted = office.find_record(each)
        if admitted is None:
            problems.append(Problem("desk.not_at_hand", "", {"id": each}))
        else:
            found[admitted.id] = admitted
    if problems:
        raise Refused(*problems)
    if not found:
        refuse("desk.names_nothing")
    return tuple(found.values())


def get_kind(office: Office, words: str, *kinds: str) -> Admitted:
    """The record of this id, refusing ``desk.wrong_kind`` if it is of none of ``kinds``."""
    admitted = office.get_record(words)
    if admitted.kind not in kinds:
        refuse("desk.wrong_kind", id=admitted.id, found=admitted.kind, expected=", ".join(kinds))
    return admitted


def get_restrictions(office: Office, words: Iterable[str]) -> tuple[Admitted, ...]:
    """Records that restrict, refusing ``desk.wrong_kind`` for any other."""
    found = get_all(office, words)
    wrong = [each for each in found if not each.restricts]
    if wrong:
        raise Refused(
            *(Problem("desk.wrong_kind", "", {"id": w.id, "found": w.kind, "expected": "restriction"}) for w in wrong)
        )
    return found


def ground_of(office: Office, named: Iterable[Admitted]) -> Polygons:
    """The whole ground of records: polygons never smaller than any of their shapes."""
    history = office.history()
    return Polygons(_without_repeats(history.outward(each) for each in named))


def tier_of(office: Office, named: Iterable[Admitted]) -> Tier:
    """The log in which a record may name these: restricted as soon as one of them is."""
    return Tier.RESTRICTED if any(each.place.origin == office.restricted_origin for each in named) else Tier.PUBLIC


def axes_said(named: Iterable[Admitted]) -> frozenset[Axis]:
    """The axes that these restrictions bear on, all together."""
    return frozenset[Axis]().union(*(each.axes for each in named))


def _without_repeats(grounds: Iterable[Region]) -> Region:
    """The union, leaving out ground that lies within other ground."""
    kept: list[Region] = []
    for ground in grounds:
        if not any(contains(other, ground) for other in kept):
            kept = [other for other in kept if not contains(ground, other)] + [ground]
    return Region.union(*kept)


def shape(footprint: Footprint | Region) -> Footprint:
    """A footprint from a footprint or from bare ground."""
    return Polygons(footprint) if isinstance(footprint, Region) else footprint
