"""What changed between two moments: record by record, and for every place of the workspace's files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clearway.desk.office import Office
from clearway.geometry import outward
from clearway.places import Place
from clearway.projection import History
from clearway.situation import Answer, Cover, Hold, LogState
from clearway.terms import VERDICT_ORDER


class HowChanged(StrEnum):
    """What happened to a restriction from the first moment to the second."""

    BEGUN = "begun"
    ANNOUNCED = "announced"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class RestrictionChanged:
    """A restriction that is another one at the second moment: ``before`` or ``after`` is None where it is not there.

    ``released`` are covers that lie over it only at the second moment, ``closed_again`` those only at the first.
    """

    record: str
    how: HowChanged
    before: Hold | None
    after: Hold | None
    released: tuple[Cover, ...]
    closed_again: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """A place whose answer is another one. ``opened`` is True where the verdict forbids less than it did."""

    place: Place
    before: Answer
    after: Answer
    opened: bool


@dataclass(frozen=True, slots=True)
class LogChanged:
    """A log whose state is another one: heard of again, stale, forked, refused, or longer. None where not accepted."""

    origin: str
    before: LogState | None
    after: LogState | None
    size_before: int
    size_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that changed between ``a`` and ``b``. ``by_knowledge``: what was known then, else what held then."""

    a: datetime
    b: datetime
    by_knowledge: bool
    restrictions: tuple[RestrictionChanged, ...]
    releases: tuple[str, ...]
    places: tuple[PlaceChanged, ...]
    logs: tuple[LogChanged, ...]

    @property
    def is_empty(self) -> bool:
        """True if nothing that anybody is told changed."""
        return not (self.restrictions or self.places)

    @property
    def opened(self) -> tuple[PlaceChanged, ...]:
        """The places whose verdict forbids less than before: what somebody should look at first."""
        return tuple(each for each in self.places if each.opened)


def diff(
    office: Office, a: datetime, b: datetime, *, by_knowledge: bool = False, as_office: str | None = None
) -> Difference:
    """What changed from moment ``a`` to moment ``b``.

    By what is known now: what held at each moment. With ``by_knowledge``: what the office (or ``as_office``) knew at
    each, so that a late record shows up when it came, not when it began. Refused: ``desk.knew_nothing``,
    ``desk.unknown_office``.
    """
    if by_knowledge or as_office is not None:
        first = office.history_at_knowledge(a, as_office)
        second = office.history_at_knowledge(b, as_office)
    else:
        office.refresh()
        first = second = office.history()
    before, after = first.at(a), second.at(b)
    changed = tuple(_restrictions(_by_record(before.holds, before.upcoming), _by_record(after.holds, after.upcoming)))
    releases = {cover.release for each in changed for cover in (*each.released, *each.closed_again)}
    return Difference(
        a=a,
        b=b,
        by_knowledge=by_knowledge or as_office is not None,
        restrictions=changed,
        releases=tuple(sorted(releases)),
        places=tuple(_places(office, first, second, a, b)),
        logs=tuple(_logs(first, second, {s.origin: s for s in before.logs}, {s.origin: s for s in after.logs})),
    )


_Holds = dict[str, tuple[Hold, bool]]


def _by_record(begun: tuple[Hold, ...], upcoming: tuple[Hold, ...]) -> _Holds:
    return {hold.record: (hold, False) for hold in upcoming} | {hold.record: (hold, True) for hold in begun}


def _restrictions(before: _Holds, after: _Holds) -> Iterator[RestrictionChanged]:
    for record in sorted(before.keys() | after.keys()):
        was, now = before.get(record), after.get(record)
        if was == now:
            continue
        old, new = was[0] if was else None, now[0] if now else None
        covers_before = old.covers if old else ()
        covers_after = new.covers if new else ()
        yield RestrictionChanged(
            record=record,
            how=_how(was, now),
            before=old,
            after=new,
            released=tuple(each for each in covers_after if each not in covers_before),
            closed_again=tuple(each for each in covers_before if each not in covers_after),
        )


def _how(was: tuple[Hold, bool] | None, now: tuple[Hold, bool] | None) -> HowChanged:
    if now is None:
        return HowChanged.GONE
    if now[1] and (was is None or not was[1]):
        return HowChanged.BEGUN
    return HowChanged.ANNOUNCED if was is None or (was[1] and not now[1]) else HowChanged.CHANGED


def _places(office: Office, first: History, second: History, a: datetime, b: datetime) -> Iterator[PlaceChanged]:
    for place in office.places.places:
        if place.extent is None:
            continue  # a name without ground has no answer that could change
        ground = outward(place.extent, None)
        before, after = first.check(ground, a), second.check(ground, b)
        if _told(before) != _told(after):
            opened = VERDICT_ORDER.index(after.verdict) > VERDICT_ORDER.index(before.verdict)
            yield PlaceChanged(place, before, after, opened)


def _told(answer: Answer) -> tuple[object, ...]:
    """What a person would be told differently."""
    return answer.verdict, answer.closure, answer.hazard, answer.doubts, answer.product, answer.depth_mm


def _logs(
    first: History, second: History, before: dict[str, LogState], after: dict[str, LogState]
) -> Iterator[LogChanged]:
    for origin in sorted(before.keys() | after.keys()):
        was, now = before.get(origin), after.get(origin)
        sizes = [log.size if (log := history.frontier.logs.get(origin)) else 0 for history in (first, second)]
        if was != now or sizes[0] != sizes[1]:
            yield LogChanged(origin, was, now, sizes[0], sizes[1])
