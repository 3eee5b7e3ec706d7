"""Which records are one hazardous area: the first record and all that replace it, enlarged, split or merged (B3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clearway.geometry import Region
from clearway.projection import Admitted, History
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.terms import Rel


@dataclass(frozen=True, slots=True)
class Family:
    """One hazardous area through its life. ``members`` are in the order in which they were logged.

    ``roots`` replace no other member: their ground is the area's original ground, all else was added.
    """

    members: tuple[Admitted, ...]
    roots: frozenset[str]

    @property
    def first(self) -> str:
        """The id by which the area is known: that of its earliest record."""
        return self.members[0].id

    @property
    def last(self) -> HazardousArea:
        """What the latest of its records says."""
        body = self.members[-1].record.body
        assert isinstance(body, HazardousArea)  # noqa: S101 - list_families takes no other
        return body


def entered_at(history: History, admitted: Admitted) -> datetime:
    """When a record came into the books: its log time, else when its author says."""
    return history.log_time(admitted) or admitted.record.recorded_at


def list_families(history: History, at: datetime) -> tuple[Family, ...]:
    """The hazardous areas in the books at ``at``, in the order of their first records' ids."""
    here = {
        admitted.id: admitted
        for admitted in history.list_kind("hazardous_area")
        if admitted.restricts
        and isinstance(admitted.record.body, HazardousArea)
        and entered_at(history, admitted) <= at
    }
    links = {
        each: [old for old in admitted.record.refs_to(Rel.REPLACES) if old in here and old != each]
        for each, admitted in here.items()
    }
    found = []
    for ids in _joined(here, links):
        members = sorted((here[each] for each in ids), key=lambda one: (entered_at(history, one), one.id))
        roots = frozenset(each for each in ids if not links[each]) or frozenset({members[0].id})
        found.append(Family(tuple(members), roots))
    return tuple(sorted(found, key=lambda family: family.first))


def ground_of(history: History, admitted: Admitted) -> Region | None:
    """The area's ground, never smaller than drawn; None where only a region is known in which it lies somewhere."""
    if history.is_unplaced(admitted):
        return None
    ground = history.outward(admitted)
    return None if ground.is_empty else ground


def _joined(ids: Iterable[str], links: dict[str, list[str]]) -> list[list[str]]:
    """Ids linked to each other, directly or through others."""
    parent = {each: each for each in ids}

    def root(each: str) -> str:
        while parent[each] != each:
            parent[each] = parent[parent[each]]
            each = parent[each]
        return each

    for each, others in links.items():
        for other in others:
            parent[root(each)] = root(other)
    groups: dict[str, list[str]] = defaultdict(list)
    for each in parent:
        groups[root(each)].append(each)
    return list(groups.values())
