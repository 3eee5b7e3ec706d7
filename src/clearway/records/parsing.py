"""From bytes to records and back: strictly for what is being written, leniently for what is already in a log.

Strict reading refuses with everything that is wrong. Lenient reading never raises: whatever has a readable envelope
stays a record, because it may tighten; a record that loosens keeps its body only if strict reading would accept it.
The bytes that were signed are kept as received.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from clearway.geometry import Footprint, parse_footprint, to_json
from clearway.problems import Problem, Refused, refuse
from clearway.records.agreement import agreement_problems
from clearway.records.canonical import canonical_json, find_canonical, read_canonical, reduced
from clearway.records.envelope import (
    ENVELOPE_VERSION,
    Event,
    Evidence,
    FootprintSource,
    Holds,
    Issuer,
    Leaf,
    Record,
    Ref,
)
from clearway.records.faults import convert_part
from clearway.records.forbidden import forbidden_fields
from clearway.records.kind import Kind, find_base64
from clearway.records.kinds import KINDS, find_kind
from clearway.records.raw import RawEnvelope, empty_fields, instant_problems, missing_keys, read_leniently
from clearway.records.types import Part
from clearway.terms import Axis, Bearing, Realm

MAX_LEAF = 60 * 1024
SIGNATURE_BYTES = 64
SIGNING_CONTEXT = b"clearway-record/1\n"

_BEFORE, _BETWEEN, _AFTER = b'{"record":', b',"sig":"', b'"}'
_SIGNATURE_TEXT = 88  # 64 bytes in base64
MAX_RECORD = MAX_LEAF - len(_BEFORE) - len(_BETWEEN) - _SIGNATURE_TEXT - len(_AFTER)

_FAR_AWAY = re.compile(rb'"(?!19|20|21)[0-9]{4}-[0-9]{2}-[0-9]{2}')


class _Body(NamedTuple):
    value: Part | None
    problems: tuple[Problem, ...]


def parse_record(data: bytes) -> Record:
    """Read the canonical JSON of one record. Raises ``Refused`` with every problem found."""
    if len(data) > MAX_RECORD:
        refuse("record.too_large", size=len(data), limit=MAX_RECORD)
    record, problems = _read_record(read_canonical(data), data)
    kind = None if record is None else find_kind(record.kind, record.kind_version)
    if record is not None and kind is not None and record.body is not None:
        problems += tuple(agreement_problems(record, kind))
    if problems or record is None:
        raise Refused(*problems)
    return record


def parse_leaf(leaf: bytes) -> Leaf:
    """Read one leaf, ``{"record":…,"sig":…}``, strictly; the signature is not verified here. Raises ``Refused``."""
    if len(leaf) > MAX_LEAF:
        refuse("record.too_large", size=len(leaf), limit=MAX_LEAF)
    value = read_canonical(leaf)
    if not isinstance(value, dict) or value.keys() != {"record", "sig"}:
        refuse("record.not_a_leaf")
    sig = find_base64(value["sig"], SIGNATURE_BYTES) if isinstance(value["sig"], str) else None
    if sig is None:
        refuse("record.no_signature", "/sig")
    return Leaf(parse_record(_record_bytes(leaf)), sig)


@lru_cache(maxsize=4096)
def read_leaf(leaf: bytes) -> Leaf | None:
    """Read one leaf as it stands in a log; None if no envelope can be read from it. Never raises.

    The last few thousand are remembered: an office reads its latest leaves again at every step.
    """
    if len(leaf) > MAX_LEAF:
        return None
    value = find_canonical(leaf)
    if not isinstance(value, dict) or value.keys() != {"record", "sig"} or not isinstance(value["sig"], str):
        return None
    sig = find_base64(value["sig"], SIGNATURE_BYTES)
    record, problems = _read_record(value["record"], _record_bytes(leaf)) if sig else (None, ())
    if sig is None or record is None:
        return None
    return Leaf(_judged(record, problems), sig)


def leaf_bytes(record: Record, sig: bytes) -> bytes:
    """The leaf of a record with the signature over ``signed_message(record.canonical)``."""
    return b"".join((_BEFORE, record.canonical, _BETWEEN, base64.b64encode(sig), _AFTER))


def signed_message(canonical: bytes) -> bytes:
    """What a signature of a record is made over."""
    return SIGNING_CONTEXT + canonical


def record_id(canonical: bytes) -> str:
    """The id of the record with these bytes."""
    return "sha256:" + hashlib.sha256(canonical).hexdigest()


def build_record(  # noqa: PLR0913 -- it takes what a record has
    kind: str,
    body: Part | Mapping[str, Any],
    *,
    realm: Realm | str,
    origin: str,
    issuer: Issuer,
    recorded_at: datetime,
    bears: Bearing | str | None = None,
    axes: Iterable[Axis | str] | None = None,
    kind_version: int | None = None,
    nonce: str | None = None,
    holds: Holds | None = None,
    footprint: Footprint | Mapping[str, Any] | None = None,
    unit: str | None = None,
    event: Event | None = None,
    footprint_source: FootprintSource | None = None,
    refs: Iterable[Ref] = (),
    evidence: Iterable[Evidence] = (),
) -> Record:
    """Make a record from Python values; bearing, axes and version come from the kind unless they are given.

    ``body`` may leave out fields that may be null. Raises ``Refused`` with every problem found.
    """
    known = KINDS.get(kind)
    if known is None:
        refuse("record.unknown_kind", "/kind", kind=kind)
    raw_body, value = _body_to_write(known, body)
    if value is not None:
        # No kind looks beyond the body for these, so the record need not exist yet.
        bears = known.bears_of(value, None) if bears is None else bears
        axes = known.axes_of(value) if axes is None else axes
    raw = {
        "clearway": ENVELOPE_VERSION,
        "kind": kind,
        "kind_version": known.version if kind_version is None else kind_version,
        "bears": min(known.bearings) if bears is None else bears,
        "axes": sorted(axes or ()),
        "realm": realm,
        "origin": origin,
        "nonce": nonce,
        "issuer": msgspec.to_builtins(issuer),
        "recorded_at": msgspec.to_builtins(recorded_at),
        "holds": _or_null(holds, Holds()),
        "footprint": _footprint_to_write(footprint),
        "unit": unit,
        "event": _or_null(event, Event()),
        "footprint_source": None if footprint_source is None else msgspec.to_builtins(footprint_source),
        "refs": msgspec.to_builtins(tuple(refs)),
        "evidence": msgspec.to_builtins(tuple(evidence)),
        "body": raw_body,
    }
    return parse_record(canonical_json(raw))


def _or_null(value: Part | None, nothing: Part) -> Any:
    return None if value is None or value == nothing else msgspec.to_builtins(value)


def _footprint_to_write(footprint: Footprint | Mapping[str, Any] | None) -> Any:
    if footprint is None or isinstance(footprint, Mapping):
        return footprint
    return to_json(footprint)


def _body_to_write(kind: Kind, body: Part | Mapping[str, Any]) -> tuple[Any, Part | None]:
    """The body as JSON with every field present, and as a value; a body that cannot be read is left as it is."""
    raw = msgspec.to_builtins(body) if isinstance(body, Part) else {**empty_fields(kind.body), **body}
    value, _ = convert_part(raw, kind.body, "/body")
    return (raw, None) if value is None else (msgspec.to_builtins(value), value)


def _record_bytes(leaf: bytes) -> bytes:
    # Of canonical bytes with exactly these two keys the record is what stands between them.
    return leaf[len(_BEFORE) : leaf.rindex(_BETWEEN)]


def _read_record(value: object, data: bytes) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record with every envelope field that can be read, and all problems but those of agreement."""
    if not isinstance(value, dict):
        found = type(value).__name__
        return None, (Problem("record.wrong_type", "", {"expected": "object", "found": found}),)
    odd = _may_hold_odd_instants(data)
    raw, problems, unknown_refs = read_leniently(value, odd)
    if raw is None:
        return None, problems
    footprint, footprint_problems = _read_footprint(raw.footprint)
    body, body_problems = _read_body(raw, odd)
    problems += footprint_problems + body_problems
    record = Record(
        clearway=raw.clearway,
        kind=raw.kind,
        kind_version=raw.kind_version,
        bears=raw.bears,
        axes=frozenset(raw.axes),
        realm=raw.realm,
        origin=raw.origin,
        nonce=raw.nonce,
        issuer=raw.issuer,
        recorded_at=raw.recorded_at,
        holds=raw.holds or Holds(),
        footprint=footprint,
        unit=raw.unit,
        event=raw.event or Event(),
        footprint_source=raw.footprint_source,
        refs=raw.refs,
        evidence=raw.evidence,
        body=body,
        raw_body=raw.body,
        id=record_id(data),
        canonical=data,
        unreadable=problems,
        unknown_refs=unknown_refs,
    )
    return record, problems


def _may_hold_odd_instants(data: bytes) -> bool:
    """True if a time of day stands anywhere outside of the one way in which instants are written, or far away."""
    shape = reduced(data)
    return shape.count(b"00:00:00") != shape.count(b'T00:00:00Z"') or _FAR_AWAY.search(data) is not None


def _judged(record: Record, problems: tuple[Problem, ...]) -> Record:
    """Take the body away from a record that loosens and is not wholly sound."""
    kind = find_kind(record.kind, record.kind_version)
    if kind is None or record.body is None:
        return record
    bearings = (record.bears, kind.bears_of(record.body, record))
    if any(bearing.tightens for bearing in bearings) or not any(bearing.loosens for bearing in bearings):
        return record
    problems += tuple(agreement_problems(record, kind))
    return replace(record, body=None, unreadable=problems) if problems else record


def _read_footprint(raw: dict[str, Any] | None) -> tuple[Footprint | None, tuple[Problem, ...]]:
    if raw is None:
        return None, ()
    try:
        return parse_footprint(raw, "/footprint"), ()
    except Refused as refused:
        return None, refused.problems


def _read_body(raw: RawEnvelope, odd: bool) -> _Body:
    kind = find_kind(raw.kind, raw.kind_version)
    if raw.clearway != ENVELOPE_VERSION:
        return _Body(None, (Problem("record.unknown_envelope", "/clearway", {"version": raw.clearway}),))
    if kind is None:
        known = KINDS.get(raw.kind)
        if known is None:
            return _Body(None, (Problem("record.unknown_kind", "/kind", {"kind": raw.kind}),))
        return _Body(
            None,
            (Problem("record.unknown_version", "/kind_version", {"kind": raw.kind, "version": raw.kind_version}),),
        )
    body, problems = convert_part(raw.body, kind.body, "/body")
    if body is None or kind.free_keys:
        problems += tuple(forbidden_fields(raw.body, "/body"))
    if body is not None:
        problems += tuple(missing_keys(body, raw.body, "/body"))
        problems += tuple(instant_problems(body, raw.body, "/body")) if odd else ()
    return _Body(None if problems else body, problems)


def check_times(record: Record, now: datetime) -> tuple[Problem, ...]:
    """Claimed moments of the past that lie more than five minutes ahead of ``now``.

    These are when it was recorded, said or observed; a start, an end or a window may lie in the future.
    """
    claimed = [("/recorded_at", record.recorded_at)]
    said_at = getattr(record.body, "said_at", None)
    if said_at is not None:
        claimed.append(("/body/said_at", said_at))
    for number, evidence in enumerate(record.evidence):
        observed_at = getattr(evidence, "at", None)
        if observed_at is not None:
            claimed.append((f"/evidence/{number}/at", observed_at))
    return tuple(
        Problem("record.time_ahead", pointer, {"at": _text(at), "now": _text(now)})
        for pointer, at in claimed
        if (at - now).total_seconds() > TOLERANCE_S
    )


TOLERANCE_S = 300


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
