"""Whether a record keeps the rules of its kind: bearing, axes, ground, references, order of times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clearway import geometry
from clearway.problems import Problem
from clearway.records.canonical import join
from clearway.records.envelope import Record, StatementEvidence
from clearway.records.kind import Kind, check_distinct, check_hours, wrong_order
from clearway.terms import Rel, Tier

_SHAPES = {
    geometry.Polygons: "polygons",
    geometry.Line: "line",
    geometry.Disc: "disc",
    geometry.Blob: "blob",
    geometry.Unplaced: "unplaced",
}


def agreement_problems(record: Record, kind: Kind) -> Iterator[Problem]:
    """Everything by which a record with a readable envelope and body breaks a rule of its kind."""
    yield from _check_bearing(record, kind)
    yield from _check_axes(record, kind)
    if kind.tier is Tier.RESTRICTED and record.nonce is None:
        yield Problem("record.nonce_missing", "/nonce", {"kind": kind.name})
    yield from _check_footprint(record, kind)
    yield from _check_refs(record, kind)
    yield from _check_order(record)
    yield from _check_evidence(record)
    yield from kind.check(record.body, record)


def _check_bearing(record: Record, kind: Kind) -> Iterator[Problem]:
    meant = kind.bears_of(record.body, record)
    if record.bears is not meant:
        params = {"kind": kind.name, "expected": meant.value, "found": record.bears.value}
        yield Problem("record.bears_differ", "/bears", params)


def _check_axes(record: Record, kind: Kind) -> Iterator[Problem]:
    meant = kind.axes_of(record.body)
    fits = bool(record.axes) and record.axes <= meant if kind.axes_by_envelope else record.axes == meant
    if not fits:
        params = {"kind": kind.name, "expected": ", ".join(sorted(meant)) or "[]"}
        yield Problem("record.axes_differ", "/axes", params)


def _check_footprint(record: Record, kind: Kind) -> Iterator[Problem]:
    if record.footprint is None:
        if kind.footprint_types and not kind.footprint_optional:
            yield Problem("record.footprint_missing", "/footprint", {"kind": kind.name})
        return
    kind_of_shape = _SHAPES[type(record.footprint)]
    if kind_of_shape not in kind.footprint_types:
        yield Problem("record.footprint_not_allowed", "/footprint", {"kind": kind.name, "type": kind_of_shape})


def _check_refs(record: Record, kind: Kind) -> Iterator[Problem]:
    yield from check_distinct(record.refs, "/refs")
    allowed = kind.all_refs
    count = Counter(ref.rel for ref in record.refs)
    for number, ref in enumerate(record.refs):
        if ref.rel not in allowed:
            yield Problem("record.ref_not_allowed", join("/refs", number), {"kind": kind.name, "rel": ref.rel.value})
    for rel, many in allowed.items():
        if count[rel] < many.least:
            code = "record.names_nothing" if rel is Rel.NAMES else "record.ref_missing"
            yield Problem(code, "/refs", {"kind": kind.name, "rel": rel.value})
        if many.most is not None and count[rel] > many.most:
            yield Problem("record.ref_too_many", "/refs", {"kind": kind.name, "rel": rel.value})
    if kind.bears_of(record.body, record).loosens and not count[Rel.UNDER]:
        yield Problem("record.no_grant", "/refs", {"kind": kind.name})


def _check_order(record: Record) -> Iterator[Problem]:
    holds, event = record.holds, record.event
    if holds.from_earliest and holds.from_latest and holds.from_latest < holds.from_earliest:
        yield wrong_order("/holds", "from_earliest", "from_latest")
    start = holds.from_latest or holds.from_earliest
    if start and holds.until and holds.until <= start:
        yield wrong_order("/holds", "from_latest", "until")
    if event.from_earliest and event.until_latest and event.until_latest < event.from_earliest:
        yield wrong_order("/event", "from_earliest", "until_latest")
    yield from check_hours(holds.hours, "/holds/hours")
    if holds.hours is not None and holds.zone is None:
        yield Problem("record.hours_without_zone", "/holds/zone")


def _check_evidence(record: Record) -> Iterator[Problem]:
    for number, evidence in enumerate(record.evidence):
        if isinstance(evidence, StatementEvidence):
            for index, (start, end) in enumerate(evidence.spans):
                if end <= start:
                    yield Problem("record.no_length", f"/evidence/{number}/spans/{index}")
