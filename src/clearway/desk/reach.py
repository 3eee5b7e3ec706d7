"""Which ground a record may change the picture of, near and far: what both pictures are compared over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clearway.geometry import EMPTY, Region
from clearway.projection import Admitted, History
from clearway.records.kinds.revocation import Revocation
from clearway.terms import Rel

_NOT_FOLLOWED = frozenset({Rel.UNDER, Rel.NOTICE, Rel.REPLACES, Rel.ABOUT, Rel.DISPUTES})
_UPWARDS = frozenset({Rel.RESTS_ON, Rel.UNDER, Rel.NAMES, Rel.APPROVES, Rel.PLACED_AS})


def reach_of(history: History, changed: Iterable[Admitted]) -> tuple[Region, ...]:
    """The grounds whose answer may differ because of these records, each once.

    A restriction and a failed control reach over their own ground. Everything else reaches over the restrictions
    that it leads to: the ones it names, and those named by what rests on it or was granted by it.
    """
    grounds: dict[Region, None] = {}
    for admitted in _led_to(history, changed):
        if admitted.restricts or admitted.voids:
            ground = history.outward(admitted)
            if ground != EMPTY:
                grounds[ground] = None
    return tuple(grounds)


def _led_to(history: History, changed: Iterable[Admitted]) -> Iterator[Admitted]:
    """The records themselves and all that their effect passes through."""
    waiting = list(changed)
    seen: set[str] = set()
    while waiting:
        admitted = waiting.pop()
        if admitted.id in seen:
            continue
        seen.add(admitted.id)
        yield admitted
        if admitted.restricts:
            continue
        for ref in admitted.record.refs:
            target = None if ref.rel in _NOT_FOLLOWED else history.find(ref.id)
            if target is not None:
                waiting.append(target)
        if isinstance(admitted.record.body, Revocation):
            waiting += _signed_by(history, admitted.record.body.key)
        waiting += (
            other
            for other in history.referring(admitted.id)
            if any(ref.id == admitted.id and ref.rel in _UPWARDS for ref in other.record.refs)
        )


def _signed_by(history: History, key: str) -> list[Admitted]:
    """Everything that a key signed; a revocation is rare enough to look through all records."""
    return [a for a in history.records.values() if a.record.issuer.key == key and a.loosens is not None]
