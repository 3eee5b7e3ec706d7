"""The trust file: whom an office believes, whose logs it accepts, how old a copy may be. Pure.

``trust.json`` is canonical JSON; its id is the hash of its bytes, and every change of it is recorded in the office's
own log, so that a past answer can be given with the trust of its day. Fields at their default are left out, so that
a field that a later version adds does not change the bytes, and with them the id, of the files written before.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime
from functools import cached_property
from typing import Annotated

import msgspec
import rfc8785

from clearway.geometry import Region, parse_region
from clearway.problems import Problem, Refused, refuse
from clearway.terms import Realm, Tier

Seconds = Annotated[int, msgspec.Meta(ge=0)]
E7 = list[list[list[list[int]]]]


class Root(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person whose grants need no parent. A retired root keeps ``until``: what it granted before stands.

    A root of another office speaks for its own logs alone (``only_in``) and does not sign this trust file.
    """

    holder: str
    office: str
    organisation: str
    key: Annotated[str, msgspec.Meta(description="the raw Ed25519 public key, base64")]
    from_: datetime = msgspec.field(name="from")
    until: datetime | None = None
    only_in: Annotated[
        tuple[str, ...], msgspec.Meta(description="origins of the logs it may loosen in; none listed = every log")
    ] = ()

    @property
    def raw_key(self) -> bytes:
        """The 32 bytes of the public key."""
        return base64.b64decode(self.key)

    @property
    def key_id(self) -> str:
        """The key's id: the hash of its 32 bytes. Grants name a root by it."""
        return "sha256:" + hashlib.sha256(self.raw_key).hexdigest()


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An organisation that grants may name. An intermediary may tell of consents that are not its own."""

    name: str
    intermediary: bool = False


class AcceptedLog(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """A log this office accepts: whose it is, the ground it speaks for, and how old a copy of it may be."""

    origin: str
    owner: Annotated[str, msgspec.Meta(description="the office that runs the log")]
    tier: Tier
    key: Annotated[str, msgspec.Meta(description="the log's signed-note verifier key")]
    cosigner: Annotated[str, msgspec.Meta(description="the verifier key of the log's own cosigner")]
    remit: Annotated[E7, msgspec.Meta(description="polygons in 1e-7 degree")]
    max_age_s: Seconds
    contact: str | None = None

    @cached_property
    def ground(self) -> Region:
        """The remit as a region."""
        return parse_region(self.remit, "/logs/remit")


class Ages(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How long things may stay so: a corridor's confirmation, a report without triage, a missing second person."""

    corridor_s: Seconds = 1800
    triage_s: Seconds = 7200
    second_s: Seconds = 7200


class Windows(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How long a release waits after its last signature, so that others can object."""

    hazard_s: Seconds = 172800
    closure_s: Seconds = 0


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Above ``accuracy_m`` a position is unsure; a closure larger than ``large_m2`` asks for a second person."""

    accuracy_m: Seconds = 100
    large_m2: Seconds = 5_000_000


class Trust(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """Everything an office takes on trust, and nothing else is."""

    clearway_trust: Annotated[int, msgspec.Meta(ge=1, le=1)]
    realm: Realm
    roots: tuple[Root, ...]
    threshold: Annotated[int, msgspec.Meta(ge=1, description="how many roots must sign a new trust file")]
    organisations: tuple[Organisation, ...]
    logs: tuple[AcceptedLog, ...]
    witnesses: tuple[str, ...] = ()
    ages: Ages = Ages()
    windows: Windows = Windows()
    limits: Limits = Limits()

    @cached_property
    def roots_by_id(self) -> dict[str, Root]:
        """Roots by the id of their key."""
        return {root.key_id: root for root in self.roots}

    @cached_property
    def logs_by_origin(self) -> dict[str, AcceptedLog]:
        """Accepted logs by origin."""
        return {log.origin: log for log in self.logs}

    @cached_property
    def intermediaries(self) -> frozenset[str]:
        """Names of the organisations that may speak for parties to a corridor."""
        return frozenset(o.name for o in self.organisations if o.intermediary)

    @cached_property
    def own_roots(self) -> tuple[Root, ...]:
        """The roots that sign this trust file: those that are not another office's."""
        return tuple(root for root in self.roots if not root.only_in)

    @cached_property
    def organisation_names(self) -> frozenset[str]:
        """Names of the organisations that grants may name."""
        return frozenset(o.name for o in self.organisations)

    def public_only(self) -> Trust:
        """The same trust with the restricted logs left out: what other offices and every publication see."""
        return msgspec.structs.replace(self, logs=tuple(log for log in self.logs if log.tier is Tier.PUBLIC))

    def without_restricted_of(self, owner: str) -> Trust:
        """The same trust without the restricted logs that ``owner`` does not run."""
        return msgspec.structs.replace(
            self, logs=tuple(log for log in self.logs if log.tier is Tier.PUBLIC or log.owner == owner)
        )


def parse_trust(data: bytes) -> Trust:
    """Read a trust file. Refuses what is not JSON of its form, duplicate roots or logs, unreadable keys or remits."""
    try:
        trust = msgspec.json.decode(data, type=Trust)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        refuse("trust.unreadable", detail=str(error))
    if len(trust.roots_by_id) != len(trust.roots) or len(trust.logs_by_origin) != len(trust.logs):
        refuse("trust.duplicate")
    if trust.threshold > len(trust.own_roots):
        refuse("trust.threshold_unreachable", threshold=trust.threshold, roots=len(trust.own_roots))
    for root in trust.roots:
        _check_key(root)
    for log in trust.logs:
        _ = log.ground
    return trust


def write_trust(trust: Trust) -> bytes:
    """The canonical bytes of a trust file; its id is their hash."""
    return rfc8785.dumps(msgspec.to_builtins(trust))


def trust_id(data: bytes) -> str:
    """The id of a trust file: the hash of its bytes as kept."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _check_key(root: Root) -> None:
    try:
        size = len(base64.b64decode(root.key, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Refused(Problem("trust.bad_key", params={"holder": root.holder})) from error
    if size != 32:
        refuse("trust.bad_key", holder=root.holder)
