"""What a use case wants to say, and the record, signature and leaf that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from clearway.desk.blobs import blob_id
from clearway.desk.leave import Leave, find_leave, office_of
from clearway.desk.view import OfficeView, Signer
from clearway.geometry import Blob, Footprint, Polygons, to_json
from clearway.problems import refuse
from clearway.records import (
    KINDS,
    Event,
    Evidence,
    FootprintSource,
    Holds,
    Issuer,
    Record,
    Ref,
    build_record,
    canonical_json,
    leaf_bytes,
    signed_message,
)
from clearway.records.kinds.approval import Approval
from clearway.records.types import Part
from clearway.terms import Axis, Rel, Tier

LARGEST_SHAPE = 40_000
"""A shape of more bytes than this becomes a blob, so that the leaf stays below its limit."""

LARGEST_BLOB = 20_000_000
"""Texts, scans and shapes of more bytes than this are refused."""

_NONCE_SIZE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One record before it is signed. ``by`` is the holder who signs.

    ``tier`` chooses the log for kinds that leave it open. ``office`` is the office the signer acts for, where a
    person has several. A record that loosens gets its ``under`` from the grants at hand unless ``refs`` has one.
    """

    kind: str
    body: Part | Mapping[str, Any]
    by: str
    tier: Tier | None = None
    office: str | None = None
    footprint: Footprint | None = None
    footprint_source: FootprintSource | None = None
    holds: Holds | None = None
    unit: str | None = None
    event: Event | None = None
    refs: tuple[Ref, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    axes: frozenset[Axis] | None = None
    recorded_at: datetime | None = None
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A record with its leaf, and the blobs that it brings (the signer's public key among them)."""

    record: Record
    leaf: bytes
    blobs: Mapping[str, bytes]


def sign_draft(view: OfficeView, draft: Draft, now: datetime) -> Signed:
    """Build the record strictly and sign it. Raises ``Refused`` with everything that is wrong with it."""
    kind = KINDS.get(draft.kind)
    if kind is None:
        refuse("record.unknown_kind", "/kind", kind=draft.kind)
    for data in draft.blobs:
        if len(data) > LARGEST_BLOB:
            refuse("desk.text_too_large", size=len(data), limit=LARGEST_BLOB)
    tier = kind.tier or draft.tier or Tier.PUBLIC
    signer = view.signer(draft.by)
    leave = _leave(view, draft, signer, now)
    footprint, blobs = _placed(draft)
    refs = draft.refs if leave is None else (Ref(rel=Rel.UNDER, id=leave.under), *draft.refs)
    office = draft.office or (leave.office if leave else office_of(view, signer, now))
    record = build_record(
        draft.kind,
        draft.body,
        realm=view.realm,
        origin=view.origin_of(tier),
        issuer=Issuer(office=office, holder=signer.holder, key=signer.key_id),
        recorded_at=draft.recorded_at or now,
        axes=draft.axes,
        nonce=view.keyring.chance.draw(_NONCE_SIZE).hex() if tier is Tier.RESTRICTED else None,
        holds=draft.holds,
        footprint=footprint,
        unit=draft.unit,
        event=draft.event,
        footprint_source=draft.footprint_source,
        refs=refs,
        evidence=draft.evidence,
    )
    key = signer.private.public
    found = {key.id: key.raw, **blobs, **{blob_id(data): data for data in draft.blobs}}
    return Signed(record, leaf_bytes(record, signer.private.sign(signed_message(record.canonical))), found)


def action_of(draft: Draft) -> str:
    """What a grant must list for this draft: its kind, or ``approval:<role>``."""
    return f"approval:{draft.body.as_.value}" if isinstance(draft.body, Approval) else draft.kind


def _leave(view: OfficeView, draft: Draft, signer: Signer, now: datetime) -> Leave | None:
    """The grant to name, or None where the record needs none or names one itself. Refused: ``desk.no_grant``."""
    body = _body(draft)
    if body is None or not KINDS[draft.kind].bears_of(body, None).loosens:
        return None
    if any(ref.rel is Rel.UNDER for ref in draft.refs):
        return None
    return find_leave(view, signer, action_of(draft), draft.footprint, now, draft.office)


def _body(draft: Draft) -> Part | None:
    if isinstance(draft.body, Part):
        return draft.body
    try:
        body: Part = msgspec.convert(draft.body, KINDS[draft.kind].body)
    except msgspec.ValidationError:
        return None  # building the record says what is wrong with it
    return body


def _placed(draft: Draft) -> tuple[Footprint | None, dict[str, bytes]]:
    """The footprint as it goes into the record: a large one as a blob."""
    if not isinstance(draft.footprint, Polygons):
        return draft.footprint, {}
    data = canonical_json(to_json(draft.footprint))
    if len(data) <= LARGEST_SHAPE:
        return draft.footprint, {}
    name = blob_id(data)
    return Blob(name, draft.footprint.bbox), {name: data}
