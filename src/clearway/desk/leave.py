"""Which grant a person may name for what he is about to sign (DESIGN A2, A3)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clearway.desk.view import OfficeView, Signer
from clearway.geometry import Footprint, box, contains
from clearway.problems import ClearwayBug, refuse
from clearway.projection import Admitted, History
from clearway.projection.authority import ancestor_keys, find_suspension
from clearway.records.kinds.grant import Grant


@dataclass(frozen=True, slots=True)
class Leave:
    """What to write: ``under`` is the id of a grant or root key, ``office`` the office it was given to."""

    under: str
    office: str


def find_leave(
    view: OfficeView, signer: Signer, action: str, footprint: Footprint | None, now: datetime, office: str | None = None
) -> Leave:
    """The grant that fits best: in force, not suspended, over the ground.

    The projection judges again; this only finds what to name. Refused: ``desk.no_grant``, ``desk.wrong_key``.
    """
    root = view.trust.roots_by_id.get(signer.key_id)
    if root and root.holder == signer.holder and root.from_ <= now and (root.until is None or now < root.until):
        return Leave(root.key_id, root.office)
    history = view.history()
    mine = [g for g in _grants(history, signer.holder) if office is None or _body(g).office == office]
    keyed = [g for g in mine if key_id_of(_body(g)) == signer.key_id]
    if mine and not keyed:
        refuse("desk.wrong_key", holder=signer.holder)
    listed = [g for g in keyed if _lists(_body(g), action)]
    in_term = [g for g in listed if _in_term(_body(g), now)]
    if not in_term:
        refuse("desk.no_grant", holder=signer.holder, action=action)
    passed_on = [g for g in in_term if action != "grant" or _body(g).delegate]
    best = max(passed_on or in_term, key=lambda g: (_stands(history, g, now), _covers(history, g, footprint), g.id))
    return _leave(best)


def office_of(view: OfficeView, signer: Signer, now: datetime) -> str:
    """The office for which a person restricts or tells: by root or grant, else the workspace's own."""
    root = view.trust.roots_by_id.get(signer.key_id)
    if root and root.holder == signer.holder:
        return root.office
    mine = [g for g in _grants(view.history(), signer.holder) if key_id_of(_body(g)) == signer.key_id]
    last = max(mine, key=lambda g: (_in_term(_body(g), now), _body(g).from_, g.id), default=None)
    return view.office if last is None else _body(last).office


def key_id_of(grant: Grant) -> str:
    """The id of the key that a grant is made to."""
    return "sha256:" + hashlib.sha256(base64.b64decode(grant.key)).hexdigest()


def _grants(history: History, holder: str) -> Iterator[Admitted]:
    for admitted in history.list_kind("grant"):
        if isinstance(admitted.record.body, Grant) and admitted.record.body.holder == holder:
            yield admitted


def _body(admitted: Admitted) -> Grant:
    body = admitted.record.body
    if not isinstance(body, Grant):
        raise ClearwayBug(f"{admitted.id} is not a grant")
    return body


def _leave(admitted: Admitted) -> Leave:
    return Leave(admitted.id, _body(admitted).office)


def _lists(grant: Grant, action: str) -> bool:
    return "*" in grant.may or action in grant.may


def _in_term(grant: Grant, now: datetime) -> bool:
    return grant.from_ <= now and (grant.until is None or now < grant.until)


def _stands(history: History, admitted: Admitted, now: datetime) -> bool:
    return find_suspension(history, admitted, now, ancestor_keys(history, admitted)) is None


def _covers(history: History, admitted: Admitted, footprint: Footprint | None) -> bool:
    if footprint is None:
        return True
    return contains(history.inward(admitted), box(footprint.bbox))
