"""The snapshot: a whole situation as canonical JSON, and back, so that a question put to it gets the same answer.

A shape that several restrictions and covers share stands once in ``shapes`` and is named by its number. Coordinates
are integers of 1e-7 degree. Everything an answer needs is in the file: restrictions begun with the covers that releases
spread over them, those announced for later, open corridors, the state of every log, the quoted words. Who reads it
asks nobody where somebody is.

A copy gets older. :meth:`Snapshot.situation_at` tells what may still be read from it later: restrictions announced for
later have begun, corridors have ended, and after ``valid_until`` nothing of it opens any more. It only ever gets worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from clearway.geometry import Polygon, Region
from clearway.problems import Refused, refuse
from clearway.records import canonical_json, read_canonical
from clearway.situation import Hold, Situation
from clearway.terms import ClosureState, Realm

VERSION = 1
_MOST = 1_800_000_000
_SHAPES = frozenset({"footprint", "remit", "all_of", "none_of"})
"""The fields of a situation that hold regions."""


@dataclass(frozen=True, slots=True)
class Known:
    """How far one log was known: its size and RFC 6962 root ("sha256:" and 64 hexadecimal digits)."""

    size: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A situation as it is published: what holds at ``situation.at``, and what it was made from.

    ``publisher`` is the origin of the publishing office's public log, ``frontier`` how far each public log was known,
    ``trust`` the id of the trust file. The copy must not be relied on after ``valid_until``. A corridor counts as
    confirmed for ``corridor_s`` seconds after ``confirmed_at``.
    """

    situation: Situation
    realm: Realm
    publisher: str
    frontier: Mapping[str, Known]
    trust: str
    valid_until: datetime
    corridor_s: int

    @property
    def is_marked(self) -> bool:
        """True for a demonstration, an exercise or a test: whatever shows it must say so."""
        return self.realm is not Realm.ACTUAL

    def situation_at(self, at: datetime) -> Situation:
        """What this copy still says at ``at``: never more open than what it said of its own moment."""
        told = self.situation
        if at <= told.at:
            return told
        begun = tuple(_begun(hold, at) for hold in told.upcoming if hold.since <= at)
        corridors = tuple(
            each
            for each in told.corridors
            if at < each.until and at < each.confirmed_at + timedelta(seconds=self.corridor_s)
        )
        announced = tuple(each for each in told.announced if at < each.ends)
        expired = at > self.valid_until
        return replace(
            told,
            at=at,
            holds=tuple(sorted((*(_later(hold, at) for hold in told.holds), *begun), key=lambda h: h.record)),
            upcoming=tuple(hold for hold in told.upcoming if hold.since > at),
            corridors=corridors,
            announced=announced,
            logs=tuple(replace(log, stale=log.stale or expired) for log in told.logs),
        )


def _later(hold: Hold, at: datetime) -> Hold:
    """A curfew whose hours have come again is closed again; nothing else changes by itself."""
    again = hold.next_start is not None and hold.next_start <= at and (hold.until is None or at < hold.until)
    return replace(hold, closure=ClosureState.CLOSED, next_start=None) if again else hold


def _begun(hold: Hold, at: datetime) -> Hold:
    """A restriction announced for later, which has begun. Outside its hours or not is not known here: it is closed."""
    over = hold.until is not None and hold.until <= at
    if hold.closure is ClosureState.ENDED_BY_ITS_TERM and not over:
        return replace(hold, closure=ClosureState.CLOSED, next_start=None)
    return hold


# ------------------------------------------------------------------------------------------------ bytes


def write_snapshot(snapshot: Snapshot) -> bytes:
    """The canonical bytes of a snapshot. The same snapshot gives the same bytes."""
    shapes: dict[Region, int] = {}
    situation = _plain(snapshot.situation, shapes)
    return canonical_json(
        {
            "clearway_snapshot": VERSION,
            "realm": snapshot.realm.value,
            "publisher": snapshot.publisher,
            "trust": snapshot.trust,
            "frontier": msgspec.to_builtins(dict(snapshot.frontier)),
            "valid_until": msgspec.to_builtins(snapshot.valid_until),
            "corridor_s": snapshot.corridor_s,
            "situation": situation,
            "shapes": [region.e7 for region in shapes],
        }
    )


def _plain(value: Any, shapes: dict[Region, int]) -> Any:
    """A value as JSON, every region as its number in ``shapes``."""
    if isinstance(value, Region):
        return shapes.setdefault(value, len(shapes))
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name), shapes) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each, shapes) for each in value]
    return msgspec.to_builtins(value)


def read_snapshot(data: bytes) -> Snapshot:
    """Read a snapshot back: a question put to its situation gets the same answer as put to the original.

    Refused: ``publish.snapshot_unreadable`` for bytes that ``write_snapshot`` would not write; so no part of a
    snapshot is ever skipped.
    """
    try:
        value = read_canonical(data)
        snapshot = _read(value)
    except (Refused, msgspec.ValidationError, KeyError, TypeError, ValueError, IndexError) as error:
        refuse("publish.snapshot_unreadable", detail=str(error)[:200])
    if write_snapshot(snapshot) != data:
        refuse("publish.snapshot_unreadable", detail="it holds more than a snapshot of this version does")
    return snapshot


def _read(value: Any) -> Snapshot:
    if value["clearway_snapshot"] != VERSION:
        raise ValueError(f"version {value['clearway_snapshot']}")
    shapes = [Region(tuple(_polygon(rings) for rings in polygons)) for polygons in value["shapes"]]

    return Snapshot(
        situation=msgspec.convert(_placed(value["situation"], shapes), Situation),
        realm=Realm(value["realm"]),
        publisher=msgspec.convert(value["publisher"], str),
        frontier=msgspec.convert(value["frontier"], dict[str, Known]),
        trust=msgspec.convert(value["trust"], str),
        valid_until=msgspec.convert(value["valid_until"], datetime),
        corridor_s=msgspec.convert(value["corridor_s"], int),
    )


def _placed(value: Any, shapes: Sequence[Region]) -> Any:
    """The JSON of a situation with its regions in place of their numbers."""
    if isinstance(value, list):
        return [_placed(each, shapes) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _region(part, shapes) if key in _SHAPES else _placed(part, shapes) for key, part in value.items()}


def _region(number: Any, shapes: Sequence[Region]) -> Any:
    if isinstance(number, list):
        return [_region(each, shapes) for each in number]
    if type(number) is not int or number < 0:
        raise ValueError("a shape is named by its number")
    return shapes[number]


def _polygon(rings: Any) -> Polygon:
    """A polygon as written. That it is valid, the publisher's signature answers for; that it has ground, is checked."""
    if not isinstance(rings, list) or not rings:
        raise ValueError("a polygon without a ring")
    return Polygon(tuple(_ring(ring) for ring in rings))


def _ring(ring: Any) -> tuple[tuple[int, int], ...]:
    positions = tuple((lon, lat) for lon, lat in ring)
    if any(type(each) is not int or abs(each) > _MOST for position in positions for each in position):
        raise ValueError("a coordinate that is none")
    if len(positions) < 4 or positions[0] != positions[-1] or any(a == b for a, b in pairwise(positions)):
        raise ValueError("a ring that is not closed")
    return positions
