"""Worlds to ask questions of, written kind by kind; see ``world_logs`` for logs, keys and time.

``World`` adds a method for each kind of record, and the people of a city at war with their grants. The methods that
end in a whole story (``cancel``, ``clear``, ``reopen``, ``withdraw``) write valid releases; their ``spoil`` argument
names one thing to do wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.world_logs import (
    CELL,
    REMIT,
    SOUTH,
    START,
    WEST,
    Json,
    Logs,
    Person,
    Polygons,
    Written,
    box,
    canonical,
    content_id,
    disc,
    instant,
    key_of,
    line,
    person,
    polygon,
    shaped,
    unplaced,
)

__all__ = [
    "CELL",
    "REMIT",
    "SOUTH",
    "START",
    "WEST",
    "Json",
    "Person",
    "Polygons",
    "World",
    "Written",
    "box",
    "canonical",
    "content_id",
    "disc",
    "instant",
    "key_of",
    "line",
    "person",
    "polygon",
    "shaped",
    "unplaced",
]

HAZARD = ("hazard",)
CLOSURE = ("closure",)
BOTH = ("closure", "hazard")
IMPLY_HAZARD = {"fighting", "shelling", "mines", "booby_traps", "explosive_remnants", "military", "evacuation"}
ALWAYS = START - timedelta(days=365)


def _refs(**groups: Iterable[str] | str | None) -> list[tuple[str, str]]:
    listed = {rel: [ids] if isinstance(ids, str) else ids or () for rel, ids in groups.items()}
    return [(rel, each) for rel, ids in listed.items() for each in ids]


@dataclass
class Cleared:
    """The records of one clearance."""

    searches: list[str]
    controls: list[str]
    decision: str
    hand_over: str
    approvals: list[str]


class World(Logs):
    """A world with a method for each kind. Each returns the id of the record it wrote."""

    def __init__(self, remits: Mapping[str, Polygons] = REMIT, **options: Any) -> None:
        super().__init__(remits, **options)
        self.everywhere = box(0, 0, 20, 20)
        self.people: dict[str, Person] = {}

    # --- people ---------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Give the usual people their grants: two at each desk, and all that a clearance needs."""
        may: dict[str, tuple[str, str, str, list[str]]] = {
            "desk1": ("crisis-desk", "municipality", "crisis", ["*"]),
            "desk2": (
                "crisis-desk",
                "municipality",
                "crisis",
                ["approval:second", "approval:lift_suspension", "reopening"],
            ),
            "relief1": (
                "relief-office",
                "relief",
                "crisis",
                ["corridor", "consent", "confirmation", "approval:second"],
            ),
            "north1": ("north-office", "north", "crisis", ["consent", "confirmation", "approval:second"]),
            "mac1": ("mac", "mac", "mac", ["*"]),
            "mac2": (
                "mac",
                "mac",
                "mac",
                ["decision", "hand_over", "approval:authority", "approval:second", "approval:lift_suspension", "void"],
            ),
            "quality1": ("quality", "quality", "mac", ["quality_control"]),
            "survey1": (
                "survey",
                "surveyors",
                "mac",
                ["non_technical_survey", "technical_survey", "approval:operator"],
            ),
            "town1": ("town", "town", "mac", ["approval:recipient", "approval:second"]),
        }
        for name, (office, organisation, authority, powers) in may.items():
            self.people[name] = self.empower(name, office, organisation, authority, powers)
        lead = self.empower("lead", "mac", "mac", "mac", ["*"], delegate=True)
        self.people["lead"] = lead
        sweep = ["search_report", "approval:operator"]
        self.people["sweep1"] = self.empower("sweep1", "sweep", "sweepers", "mac", sweep, by=lead)
        self.people["sweep2"] = self.empower("sweep2", "sweep", "sweepers", "mac", sweep, by=lead)
        self.people["other2"] = self.empower("other2", "other", "sweepers-two", "mac", sweep, by=lead)
        self.people["other1"] = self.empower(
            "other1", "other", "sweepers-two", "mac", [*sweep, "approval:recipient", "quality_control"], by=lead
        )

    def empower(
        self,
        name: str,
        office: str,
        organisation: str,
        authority: str,
        may: Sequence[str],
        *,
        by: Person | None = None,
        ground: Polygons | Json | None = None,
        delegate: bool = False,
        since: datetime = ALWAYS,
        until: datetime | None = None,
        **envelope: Any,
    ) -> Person:
        """Grant somebody powers, from the authority's root or from ``by``; the person with the new grant."""
        one = person(f"h-{name}", office, organisation, authority)
        body = {
            "holder": one.holder,
            "office": office,
            "organisation": organisation,
            "key": one.raw_key,
            "may": list(may),
            "delegate": delegate,
            "from": instant(since),
            "until": until and instant(until),
        }
        footprint = ground if isinstance(ground, dict) else shaped(ground or self.everywhere)
        grantor = by or self.roots[authority]
        grant = self.write(grantor, "grant", body, bears="enables", footprint=footprint, **envelope)
        return replace(one, grant=grant)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    # --- restrictions ---------------------------------------------------------------------------------------------

    def closure(
        self,
        by: Person,
        footprint: Json | None,
        *,
        reasons: Sequence[str] = ("crime",),
        until_condition: str | None = None,
        permit_possible: bool = False,
        evacuation: str | None = None,
        large: bool = False,
        cuts_hospital: bool = False,
        **envelope: Any,
    ) -> str:
        body = {
            "reasons": list(reasons),
            "until_condition": until_condition,
            "applies_to": "all",
            "permit_possible": permit_possible,
            "leave_by": None,
            "review_due": None,
            "contact": None,
            "large": large,
            "cuts_hospital": cuts_hospital,
            "order_no": None,
            "evacuation": evacuation,
        }
        axes = BOTH if evacuation or IMPLY_HAZARD & set(reasons) else CLOSURE
        options = {"bears": "restricts", "axes": axes} | envelope
        return self.write(by, "closure", body, footprint=footprint, **options)

    def hostilities(self, by: Person, footprint: Json | None, **envelope: Any) -> str:
        body = {"activities": ["fighting"], "note": None}
        return self._hazard(by, "hostilities", body, footprint, **{"tier": "public"} | envelope)

    def area(self, by: Person, footprint: Json | None, *, classification: str = "suspected", **envelope: Any) -> str:
        body = {
            "classification": classification,
            "name": None,
            "contamination": ["unknown"],
            "evidence_items": [],
            "reported_m2": None,
            "legacy_id": None,
        }
        return self._hazard(by, "hazardous_area", body, footprint, **envelope)

    def indication(self, by: Person, footprint: Json | None, *, reported_by: str = "officer", **envelope: Any) -> str:
        body = {"reported_by": reported_by, "what": ["mines"], "how_known": "told", "note": None}
        if reported_by == "public":
            envelope = {"bears": "tells", "axes": ()} | envelope
        return self._hazard(by, "indication", body, footprint, **envelope)

    def accident(self, by: Person, footprint: Json, *, about: Sequence[str] = (), **envelope: Any) -> str:
        nothing = dict.fromkeys(("what", "activity", "marked_before", "cleared_before", "note", "duplicate_of"))
        nothing |= dict.fromkeys(("classification", "suspected_cause", "marked_by", "cleared_by"))
        body = {"harmed": {"killed": None, "injured": 1}, **nothing}
        return self._hazard(by, "accident", body, footprint, refs=_refs(about=about), **envelope)

    def find(self, by: Person, footprint: Json, **envelope: Any) -> str:
        body = {"what": "a shell", "quantity": 1, "condition": None, "left_in_place": False}
        return self._hazard(by, "find", body, footprint, **envelope)

    def notice(self, by: Person, ground: Polygons, **envelope: Any) -> str:
        body = {"block_ids": ["b1"], "note": None}
        return self._hazard(by, "hazard_notice", body, shaped(ground), **{"tier": "public"} | envelope)

    def _hazard(self, by: Person, kind: str, body: Json, footprint: Json | None, **envelope: Any) -> str:
        options = {"bears": "restricts", "axes": HAZARD, "tier": "restricted"} | envelope
        return self.write(by, kind, body, footprint=footprint, **options)

    # --- what takes away from others ------------------------------------------------------------------------------

    def revocation(self, by: Person, key: str, since: datetime, **envelope: Any) -> str:
        body = {"key": key, "since": instant(since), "reason": "lost"}
        return self.write(by, "revocation", body, **{"bears": "voids"} | envelope)

    def suspension(self, by: Person, target: str, *, tier: str | None = None, **envelope: Any) -> str:
        refs = _refs(suspends=target)
        where = tier or self.tier_of(target)
        return self.write(
            by, "suspension", {"reason": "doubt"}, **{"bears": "voids", "tier": where, "refs": refs} | envelope
        )

    def tier_of(self, record_id: str) -> str:
        """The tier in which a record may refer to this one."""
        written = self.written.get(record_id)
        return written.entry.origin.rpartition("/")[2] if written else "public"

    # --- what loosens ---------------------------------------------------------------------------------------------

    def approval(self, by: Person, target: str, role: str, **envelope: Any) -> str:
        options = {"bears": "enables", "tier": self.tier_of(target), "refs": _refs(approves=target)} | envelope
        return self.write(by, "approval", {"as": role, "note": None}, **options)

    def survey(
        self, by: Person, ground: Json, begun: datetime, *, technical: bool = False, organisation: str | None = None,
        **envelope: Any,
    ) -> str:  # fmt: skip
        body: Json = {
            "organisation": organisation or by.organisation,
            "fieldwork": {"from_earliest": instant(begun), "to_latest": instant(max(begun, self.now))},
            "sources": [],
            "conclusion": "nothing found",
        }
        if technical:
            body |= {"method": "manual", "depth_mm": 200, "standard": "s1"}
        kind = "technical_survey" if technical else "non_technical_survey"
        return self.write(by, kind, body, **{"bears": "enables", "tier": "restricted", "footprint": ground} | envelope)

    def search(
        self,
        by: Person,
        ground: Json,
        begun: datetime,
        *,
        ended: datetime | None = None,
        purpose: str = "explosives",
        method: str = "manual",
        depth_mm: int = 200,
        standard: str = "s1",
        unsearched: Sequence[Polygons] = (),
        typed_percent: int | None = None,
        **envelope: Any,
    ) -> str:
        body = {
            "organisation": by.organisation,
            "purpose": purpose,
            "method": method,
            "depth_mm": depth_mm,
            "standard": standard,
            "fieldwork": {"from_earliest": instant(begun), "to_latest": instant(ended or max(begun, self.now))},
            "unsearched": [{"footprint": shaped(part), "reason": "rubble"} for part in unsearched],
            "finds": [],
            "typed_percent": typed_percent,
            "reported_m2": None,
            "team": None,
        }
        options = {"bears": "enables", "tier": "restricted", "footprint": ground} | envelope
        return self.write(by, "search_report", body, **options)

    def control(
        self,
        by: Person,
        lot: Json | None,
        of: Iterable[str],
        *,
        passed: bool = True,
        answers: Iterable[str] = (),
        **envelope: Any,
    ) -> str:
        body = {
            "result": "passed" if passed else "failed",
            "organisation": by.organisation,
            "sampled_m2": None,
            "note": None,
            "failed_on": None,
        }
        options = {
            "bears": "enables" if passed else "voids",
            "tier": "restricted",
            "footprint": lot,
            "refs": _refs(rests_on=of, answers=answers),
        } | envelope
        return self.write(by, "quality_control", body, **options)

    def decision(
        self,
        by: Person,
        ground: Json,
        names: Iterable[str],
        rests_on: Iterable[str],
        product: str,
        *,
        depth_mm: int | None = 200,
        gap_mm: int = 0,
        standard: str = "s1",
        ended: Mapping[str, datetime] | None = None,
        **envelope: Any,
    ) -> str:
        seen = {"type": "observation", "by": "an officer", "at": instant(START)}
        body = {
            "product": product,
            "depth_mm": depth_mm,
            "gap_mm": gap_mm,
            "standard": standard,
            "reason": "evidence",
            "reported_m2": None,
            "event_ended": [
                {"id": record, "latest": instant(at), "evidence": [seen]} for record, at in (ended or {}).items()
            ],
        }
        clears = product == "cleared"
        options = {
            "bears": "enables" if clears else "releases",
            "axes": () if clears else HAZARD,
            "tier": "restricted",
            "footprint": ground,
            "refs": _refs(names=names, rests_on=rests_on),
        } | envelope
        return self.write(by, "decision", body, **options)

    def hand_over(
        self,
        by: Person,
        ground: Json,
        names: Iterable[str],
        rests_on: Iterable[str],
        *,
        depth_mm: int = 200,
        gap_mm: int = 0,
        standard: str = "s1",
        **envelope: Any,
    ) -> str:
        body = {
            "product": "cleared",
            "depth_mm": depth_mm,
            "gap_mm": gap_mm,
            "standard": standard,
            "residual_risk": {"ar": None, "en": "some"},
            "certificate": "C-1",
            "recipient": "the town",
        }
        options = {
            "bears": "releases",
            "axes": HAZARD,
            "tier": "restricted",
            "footprint": ground,
            "refs": _refs(names=names, rests_on=rests_on),
        } | envelope
        return self.write(by, "hand_over", body, **options)

    def reopening(self, by: Person, ground: Json, names: Iterable[str], **envelope: Any) -> str:
        options = {"bears": "releases", "axes": CLOSURE, "refs": _refs(names=names), "footprint": ground} | envelope
        return self.write(by, "reopening", {"note": None, "order_no": None}, **options)

    def void(
        self,
        by: Person,
        ground: Json | None,
        names: Sequence[str],
        *,
        axes: Sequence[str] = BOTH,
        placed_as: Iterable[str] = (),
        **envelope: Any,
    ) -> str:
        shaped_as = list(placed_as)
        product = "placed" if shaped_as else "voided_in_error"
        refs = _refs(names=names, placed_as=shaped_as)
        tiers = {self.tier_of(each) for _, each in refs}
        options = {
            "bears": "releases",
            "axes": axes,
            "tier": "restricted" if "restricted" in tiers else "public",
            "footprint": ground,
            "refs": refs,
        } | envelope
        return self.write(by, "void", {"product": product, "because": "drawn wrongly"}, **options)

    def release_notice(
        self, by: Person, ground: Polygons, names: Iterable[str], parts: Iterable[tuple[Polygons, str]], **envelope: Any
    ) -> str:
        body = {
            "parts": [
                {"footprint": shaped(part), "product": product, "depth_mm": 200 if product == "cleared" else None}
                for part, product in parts
            ],
            "authority": by.office,
        }
        options = {
            "bears": "releases",
            "axes": HAZARD,
            "refs": _refs(names=names),
            "footprint": shaped(ground),
        } | envelope
        return self.write(by, "release_notice", body, **options)

    # --- permissions ----------------------------------------------------------------------------------------------

    def corridor(
        self,
        by: Person,
        way: Json,
        windows: Sequence[tuple[datetime, datetime]],
        *,
        purpose: str = "civilians",
        segments: Sequence[Sequence[str] | None] = (("north",),),
        **envelope: Any,
    ) -> str:
        body = {
            "purpose": purpose,
            "from_place": "the square",
            "to_place": "the road",
            "segments": [
                {"name": f"part {number}", "parties": None if parties is None else list(parties)}
                for number, parties in enumerate(segments)
            ],
            "windows": [{"from": instant(start), "until": instant(end)} for start, end in windows],
            "modes": ["foot"],
            "announced_by": by.office,
            "conditions": None,
            "intermediary": None,
            "contact": None,
        }
        return self.write(by, "corridor", body, **{"bears": "permits", "footprint": way} | envelope)

    def consent(
        self,
        by: Person,
        corridor: str,
        *,
        party: str | None = None,
        segments: Sequence[int] | None = None,
        **envelope: Any,
    ) -> str:
        body = {"party": party or by.organisation, "segments": segments and list(segments), "conditions": None}
        options = {"bears": "enables", "refs": _refs(consents_to=corridor)} | envelope
        return self.write(by, "consent", body, **options)

    def confirmation(self, by: Person, corridor: str, *, at: datetime | None = None, **envelope: Any) -> str:
        body = {"at": instant(at or self.now), "note": None}
        return self.write(by, "confirmation", body, **{"bears": "enables", "refs": _refs(confirms=corridor)} | envelope)

    def permit(
        self,
        by: Person,
        ground: Json,
        names: Iterable[str],
        valid: tuple[datetime, datetime],
        *,
        form: str = "entry",
        hours: Json | None = None,
        **envelope: Any,
    ) -> str:
        body = {
            "serial": "p-1",
            "form": form,
            "valid_from": instant(valid[0]),
            "valid_until": instant(valid[1]),
            "hours": hours,
            "persons": 1,
            "purpose": "to fetch medicine",
            "entry_points": [],
            "conditions": None,
        }
        options = {"bears": "permits", "tier": "restricted", "footprint": ground, "refs": _refs(names=names)} | envelope
        return self.write(by, "permit", body, **options)

    # --- whole stories --------------------------------------------------------------------------------------------

    def reopen(self, names: Sequence[str], ground: Polygons, by: str = "desk1", second: str = "desk2") -> str:
        """Reopen by two people of the desk."""
        reopening = self.reopening(self[by], shaped(ground), names)
        self.approval(self[second], reopening, "second")
        return reopening

    def withdraw(self, names: Sequence[str], ground: Polygons | None, by: str = "mac1", second: str = "mac2") -> str:
        """Void in error by two people."""
        void = self.void(self[by], ground and shaped(ground), names, axes=self._axes_of(names))
        self.approval(self[second], void, "second")
        return void

    def _axes_of(self, names: Sequence[str]) -> Sequence[str]:
        return HAZARD if all(self.written[n].kind != "closure" for n in names) else BOTH

    def cancel(
        self, names: Sequence[str], ground: Polygons, *, technical: bool = False, begun: datetime | None = None,
        ended: Mapping[str, datetime] | None = None, survey_ground: Polygons | None = None,
    ) -> str:  # fmt: skip
        """Cancel by non-technical survey, or reduce by technical survey; the decision."""
        start = begun or self.now
        self.wait(hours=8)
        survey = self.survey(self["survey1"], shaped(survey_ground or ground), start, technical=technical)
        product = "reduced" if technical else "cancelled"
        return self.decision(self["mac1"], shaped(ground), names, [survey], product, ended=ended)

    def clear(
        self,
        names: Sequence[str],
        ground: Polygons,
        *,
        begun: datetime | None = None,
        ended: Mapping[str, datetime] | None = None,
        searched: Sequence[Polygons] | None = None,
        lot: Polygons | None = None,
        unsearched: Sequence[Polygons] = (),
        gap_mm: int = 0,
        unit: str | None = None,
        typed_percent: int | None = 100,
    ) -> Cleared:
        """Clear by search, control, decision and hand-over with three approvals."""
        start = begun or self.now
        self.wait(hours=8)
        searches = [
            self.search(self["sweep1"], shaped(each), start, unsearched=unsearched, typed_percent=typed_percent)
            for each in searched or [ground]
        ]
        control = self.control(self["quality1"], shaped(lot or ground), searches)
        decision = self.decision(
            self["mac1"], shaped(ground), names, [*searches, control], "cleared", gap_mm=gap_mm, ended=ended
        )
        hand_over = self.hand_over(
            self["mac2"], shaped(ground), names, [*searches, control, decision], gap_mm=gap_mm, unit=unit
        )
        approvals = [
            self.approval(self["sweep2"], hand_over, "operator"),
            self.approval(self["mac1"], hand_over, "authority"),
            self.approval(self["town1"], hand_over, "recipient"),
        ]
        return Cleared(searches, [control], decision, hand_over, approvals)
