"""What was told about each place, from when to when: every publication asked as a reader of its copy would have been.

A copy says something new not only when it is published: a restriction announced for later begins, a corridor ends, and
after its last moment nothing of it opens any more. At each such moment the copy is asked again, but only where what
bears on the place is not what it was; so many publications of little change cost little.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from clearway.geometry import Bbox, Region, boxes_meet, outward
from clearway.index import Surroundings
from clearway.places import Place
from clearway.projection import check
from clearway.publish import Snapshot
from clearway.site.picture import Publication
from clearway.situation import Answer, Ground, Hold, Situation

_SECOND = timedelta(seconds=1)
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """From ``starts`` until ``ends`` (None: until something else is told) the copies said the same of a place.

    ``again`` is when the same was first told, if it was told before and something else since.
    """

    starts: datetime
    ends: datetime | None
    publication: Publication
    answer: Answer
    again: datetime | None = None


@dataclass(frozen=True)
class _Moment:
    """A moment from which something else may be told: the situation, and the numbers of its parts."""

    starts: datetime
    publication: Publication
    situation: Situation
    parts: tuple[int, ...]

    @cached_property
    def around(self) -> Surroundings:
        """The situation, to be asked for what lies near: a question to all of it grows with the city."""
        return Surroundings(self.situation)


class Told:
    """What the publications told of places. Build once, ask for each place."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self._numbers: dict[tuple[str, object], int] = {}
        self._boxes: list[Bbox | None] = []
        self._seen: dict[tuple[str, int], tuple[object, int]] = {}
        self._moments = [moment for each in _spans(publications) for moment in self._of(*each)]
        self._last = publications[-1]

    def periods(self, place: Place) -> tuple[Period, ...]:
        """What was told of the place, oldest first, without a gap from the first publication on.

        What the last copy will say later without a new publication is not told yet: see :meth:`later`.
        """
        moments = [each for each in self._moments if each.starts <= self._last.logged_at]
        periods: list[Period] = []
        first: dict[Answer, datetime] = {}
        last: Answer | None = None
        for starts, moment, answer in self._answers(place, moments):
            ageless = _ageless(answer)
            if ageless == last:
                continue
            last = ageless
            if periods:
                periods[-1] = replace(periods[-1], ends=starts)
            periods.append(Period(starts, None, moment.publication, answer, first.get(ageless)))
            first.setdefault(ageless, starts)
        return tuple(periods)

    def later(self, place: Place) -> tuple[tuple[datetime, Answer], ...]:
        """What the last copy says of the place: at once, and from each later moment at which it says something else."""
        moments = [each for each in self._moments if each.starts >= self._last.logged_at]
        found: list[tuple[datetime, Answer]] = []
        for starts, _, answer in self._answers(place, moments):
            if not found or _ageless(found[-1][1]) != _ageless(answer):
                found.append((starts, answer))
        return tuple(found)

    # --- the moments and what bears where ----------------------------------------------------------------------

    def _of(self, publication: Publication, ends: datetime | None) -> Iterator[_Moment]:
        """The moments of one publication's copy, from when it was told until ``ends``."""
        snapshot, starts = publication.snapshot, publication.logged_at
        changes = {each for each in _changes(snapshot) if starts < each and (ends is None or each < ends)}
        for at in (starts, *sorted(changes)):
            situation = snapshot.situation_at(at)
            yield _Moment(at, publication, situation, tuple(self._number(*part) for part in _parts(situation)))

    def _number(self, what: str, value: object, region: Region) -> int:
        """The number of a part of a situation: equal parts have the same."""
        known = self._seen.get((what, id(value)))
        if known is not None and known[0] is value:
            return known[1]
        found = self._numbers.setdefault((what, value), len(self._numbers))
        if found == len(self._boxes):
            self._boxes.append(None if region.is_empty else region.bbox)
        self._seen[what, id(value)] = (value, found)  # holding the value, so that its id is nobody else's
        return found

    def _answers(self, place: Place, moments: Sequence[_Moment]) -> Iterator[tuple[datetime, _Moment, Answer]]:
        """The answer at each moment at which something that bears on the place changed."""
        extent = outward(place.get_extent())
        touching = {n for n, box in enumerate(self._boxes) if box is not None and boxes_meet(box, extent.bbox)}
        known: dict[_Key, Answer] = {}
        last: _Key | None = None
        for moment in moments:
            key = tuple(part for part in moment.parts if part in touching)
            if key == last:
                continue
            last = key
            if key not in known:
                known[key] = check(moment.around.near(extent.bbox), extent)
            yield moment.starts, moment, _as_of(known[key], moment.situation)


def _spans(publications: Sequence[Publication]) -> Iterator[tuple[Publication, datetime | None]]:
    """Each publication with the moment at which the next one took its place."""
    ends: list[datetime | None] = [each.logged_at for each in publications[1:]]
    return zip(publications, [*ends, None], strict=True)


def _changes(snapshot: Snapshot) -> Iterator[datetime]:
    """The moments at which a copy may say something else, if nothing newer is told."""
    situation = snapshot.situation
    yield snapshot.valid_until + _SECOND
    yield from (hold.since for hold in situation.upcoming)
    yield from (hold.next_start for hold in situation.holds if hold.next_start is not None)
    yield from (announced.ends for announced in situation.announced)
    for corridor in situation.corridors:
        yield corridor.until
        yield corridor.confirmed_at + timedelta(seconds=snapshot.corridor_s)


def _parts(situation: Situation) -> Iterator[tuple[str, object, Region]]:
    """Everything in a situation that can bear on an answer: what it is, and the ground it bears on.

    A log counts without its age and a curfew without its next hour: they are told, and do not change the answer.
    """
    yield from (("hold", _timeless(hold), hold.footprint) for hold in situation.holds)
    yield from (("upcoming", _timeless(hold), hold.footprint) for hold in situation.upcoming)
    yield from (("corridor", corridor, corridor.footprint) for corridor in situation.corridors)
    yield from (("announced", announced, announced.footprint) for announced in situation.announced)
    yield from (("dangling", dangling, dangling.footprint) for dangling in situation.dangling)
    yield from (("log", replace(log, fresh_at=None), log.remit) for log in situation.logs)


def _timeless(hold: Hold) -> Hold:
    return hold if hold.next_start is None else replace(hold, next_start=None)


def _as_of(answer: Answer, situation: Situation) -> Answer:
    """An answer that was given before, as of another moment at which the same bears on the place."""
    origins = {log.origin for log in answer.logs}
    logs = tuple(log for log in situation.logs if log.origin in origins)
    ages = [log.fresh_at for log in logs]
    fresh_at = None if not ages or None in ages else min(age for age in ages if age)
    holds = {hold.record: hold for hold in (*situation.holds, *situation.upcoming)}
    return replace(
        answer,
        at=situation.at,
        logs=logs,
        fresh_at=fresh_at,
        grounds=tuple(replace(ground, hold=holds[ground.hold.record]) for ground in answer.grounds),
        unplaced=tuple(holds[hold.record] for hold in answer.unplaced),
        upcoming=tuple(holds[hold.record] for hold in answer.upcoming),
    )


def _ageless(answer: Answer) -> Answer:
    """What a reader is told, less what changes with every hour: how old it is, and what curfews that are lifted do."""
    return replace(
        answer,
        at=_NEVER,
        fresh_at=None,
        logs=(),
        grounds=tuple(replace(ground, hold=_lasting(ground)) for ground in answer.grounds),
        unplaced=tuple(map(_timeless, answer.unplaced)),
        upcoming=tuple(map(_timeless, answer.upcoming)),
    )


def _lasting(ground: Ground) -> Hold:
    hold = _timeless(ground.hold)
    return hold if ground.holds_closure or ground.ended else replace(hold, closure=None)
