"""The body of the record that a draft becomes: what its words suggest, with what the officer says otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from clearway.desk.becoming import TOPICS
from clearway.desk.derived import permit_possible_of, reasons_of, until_condition_of, words_of
from clearway.problems import refuse
from clearway.reading.model import AnnouncementKind, ReadDraft, Reading
from clearway.records.kinds.civilians_report import CiviliansReport
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.corridor import Corridor, Segment
from clearway.records.kinds.hazardous_area import EvidenceItem, HazardousArea
from clearway.records.kinds.hostilities import Hostilities
from clearway.records.kinds.indication import Indication
from clearway.records.kinds.reopening import Reopening
from clearway.records.kinds.statement import Speaker
from clearway.records.types import Part
from clearway.terms import Reason

B = TypeVar("B", bound=Part)

_LONGEST_CLAIM = 4000
_STATES = ("present", "trapped", "displaced", "returning", "denied")
_WHAT = {
    Reason.MINES: "mines",
    Reason.BOOBY_TRAPS: "booby_traps",
    Reason.EXPLOSIVE_REMNANTS: "explosive_remnants",
}
_CONTAMINATION = {
    "booby_trap": "booby_traps",
    "ied": "ied",
    "uxo": "unexploded_ordnance",
    "cluster_munition": "submunitions",
}


def claim_of(draft: ReadDraft, says: Mapping[str, Any]) -> Claim:
    """The words kept as a claim, with the numbers in them."""
    words = words_of(draft)
    counts = {"killed": draft.counts.killed, "injured": draft.counts.injured, "devices": draft.counts.devices}
    derived = {
        "topic": TOPICS.get(draft.kind, "other"),
        "says": words if len(words) <= _LONGEST_CLAIM else words[: _LONGEST_CLAIM - 1] + "…",
        "counts": {name: count for name, count in counts.items() if count is not None},
    }
    return _body(Claim, derived, says)


def closure_reasons(reading: Reading, draft: ReadDraft) -> tuple[Reason, ...]:
    """Why the words close the ground; an evacuation is a reason of its own."""
    reasons = reasons_of(reading, draft)
    return (*reasons, Reason.EVACUATION) if draft.kind is AnnouncementKind.EVACUATION else reasons


def closure_of(reading: Reading, draft: ReadDraft, says: Mapping[str, Any]) -> Closure:
    """The closure of a closure or an evacuation. Refused: ``confirm.no_reason``."""
    evacuation = None
    if draft.kind is AnnouncementKind.EVACUATION:
        evacuation = "ordered" if draft.state == "ordered" else "advised"
    derived = {
        "reasons": closure_reasons(reading, draft),
        "until_condition": until_condition_of(reading, draft),
        "permit_possible": permit_possible_of(reading, draft),
        "evacuation": evacuation,
    }
    body = _body(Closure, derived, says)
    return body if body.reasons else refuse("confirm.no_reason", number=draft.number)


def civilians_of(draft: ReadDraft, says: Mapping[str, Any]) -> CiviliansReport:
    """What is said of civilians; whether it is denied or conditional stands in its note."""
    state = draft.state if draft.state in _STATES else "present"
    return _body(CiviliansReport, {"state": state, "note": f"{draft.modality}: {words_of(draft)}"}, says)


def indication_of(reading: Reading, draft: ReadDraft, says: Mapping[str, Any]) -> Indication:
    """A sign of explosives, known by an announcement."""
    what = [_WHAT[reason] for reason in reasons_of(reading, draft) if reason in _WHAT]
    if draft.cause == "ied":
        what = ["ied", *(each for each in what if each != "booby_traps")]
    derived = {"reported_by": "statement", "what": tuple(what) or ("unknown",), "how_known": "told"}
    return _body(Indication, derived, says)


def area_of(draft: ReadDraft, says: Mapping[str, Any]) -> HazardousArea:
    """A suspected hazardous area: words alone are indirect evidence."""
    derived = {
        "classification": "suspected",
        "contamination": (_CONTAMINATION.get(draft.cause or "", "unknown"),),
        "evidence_items": (EvidenceItem(kind="announcement", directness="indirect", how_known="told"),),
    }
    return _body(HazardousArea, derived, says)


def hostilities_of(reading: Reading, draft: ReadDraft, says: Mapping[str, Any]) -> Hostilities:
    """Fighting, shelling or air strikes, as the words say."""
    if draft.cause in ("shelling", "airstrike"):
        activities: tuple[str, ...] = (draft.cause,)
    else:
        shelled = Reason.SHELLING in reasons_of(reading, draft)
        activities = ("fighting", "shelling") if shelled else ("fighting",)
    return _body(Hostilities, {"activities": activities}, says)


def corridor_of(draft: ReadDraft, says: Mapping[str, Any], speaker: Speaker) -> Corridor:
    """A corridor as announced; without a list of parties it is not open. Refused: ``confirm.corridor_incomplete``."""
    missing = [name for name in ("from_place", "to_place", "windows") if not says.get(name)]
    by = says.get("announced_by") or speaker.office or speaker.role or speaker.name
    if not by:
        missing.append("announced_by")
    if missing:
        refuse("confirm.corridor_incomplete", number=draft.number, missing=", ".join(missing))
    way = Segment(name=f"{says['from_place']} – {says['to_place']}")
    derived = {"purpose": "civilians", "segments": (way,), "modes": ("foot",), "announced_by": by}
    return _body(Corridor, derived, says)


def reopening_of(says: Mapping[str, Any], because: str | None) -> Reopening:
    """A reopening; why the officer relies on the words stands in its note."""
    return _body(Reopening, {"note": because}, says)


def _body(of: type[B], derived: Mapping[str, Any], says: Mapping[str, Any]) -> B:
    unknown = sorted(set(says) - set(of.__struct_fields__))
    if unknown:
        refuse("confirm.other_field", kind=of.__name__, fields=", ".join(unknown))
    return of(**{**derived, **says})
