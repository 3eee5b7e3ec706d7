"""Every way in which a record can be wrong, and the one refusal for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clearway.problems import CATALOGUE, Refused
from clearway.records import (
    MAX_LEAF,
    Event,
    Holds,
    Issuer,
    ObservationEvidence,
    Record,
    Ref,
    StatementEvidence,
    build_record,
    canonical_json,
    check_times,
    parse_leaf,
    parse_record,
    read_leaf,
)
from clearway.records.envelope import Evidence
from clearway.records.forbidden import is_forbidden
from clearway.records.kinds import KINDS
from clearway.records.kinds.decision import Decision
from clearway.records.raw import _fields
from clearway.terms import Product, Rel
from tests.record_strategies import KEY
from tests.refusals import refused

NOW = datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
ISSUER = Issuer(office="crisis-desk", holder="h-7q2m", key=KEY)
NONCE = "0123456789abcdef" * 2
GROUND = {
    "type": "polygons",
    "e7": [[[[200400000, 320100000], [200900000, 320100000], [200900000, 320500000], [200400000, 320100000]]]],
}
DISC = {"type": "disc", "centre": [200400000, 320100000], "radius_mm": 50_000}
UNDER = Ref(rel=Rel.UNDER, id="sha256:" + "a" * 64)
NAMES = Ref(rel=Rel.NAMES, id="sha256:" + "b" * 64)
RESTS_ON = Ref(rel=Rel.RESTS_ON, id="sha256:" + "c" * 64)
ANSWERS = Ref(rel=Rel.ANSWERS, id="sha256:" + "d" * 64)
SURVEY = {
    "organisation": "sweepers",
    "fieldwork": {"from_earliest": "2016-11-01T06:00:00Z", "to_latest": "2016-11-02T14:00:00Z"},
    "conclusion": "no sign",
}
DECISION = {"product": "cancelled", "standard": "national", "reason": "no evidence found"}
BOW_TIE = {"type": "polygons", "e7": [[[[0, 0], [200, 200], [200, 0], [0, 300], [0, 0]]]]}
SURVEY_DONE = {
    "organisation": "sweepers",
    "purpose": "explosives",
    "method": "detector",
    "depth_mm": 200,
    "standard": "national",
    "fieldwork": SURVEY["fieldwork"],
}
WINDOW = {"from": "2016-11-18T06:00:00Z", "until": "2016-11-18T10:00:00Z"}
CORRIDOR = {
    "purpose": "civilians",
    "from_place": "A",
    "to_place": "B",
    "segments": [{"name": "one", "parties": ["x", "y"]}],
    "windows": [WINDOW],
    "modes": ["foot"],
    "announced_by": "spokesman",
}
PERMIT = {
    "serial": "P-17",
    "form": "escorted_entry",
    "valid_from": "2016-11-18T06:00:00Z",
    "valid_until": "2016-11-18T10:00:00Z",
    "purpose": "fetch belongings",
}
GRANT = {
    "holder": "h-9k",
    "office": "engineers",
    "organisation": "engineers",
    "key": "A" * 43 + "=",
    "may": ["search_report", "approval:operator"],
    "from": "2017-01-01T00:00:00Z",
}


LATER_FIRST = {"from": "2017-01-02T10:00:00Z", "until": "2017-01-02T09:00:00Z"}
SESSION: dict[str, Any] = {
    "organisation": "teachers",
    "method": "school",
    "held": {"from": "2017-01-02T09:00:00Z", "until": "2017-01-02T10:00:00Z"},
    "attended": {"women": 0, "men": 1, "girls": 3, "boys": 0},
    "first_time": {"women": 0, "men": 0, "girls": 3, "boys": 0},
}
FAULTY = {"number": 1, "severity": "major", "what": "no lane marking", "corrective_action": None, "due": None}
VISIT = {"organisation": "sweepers", "by": "quality", "visited_at": "2017-01-02T09:00:00Z", "activity": "clearance"}


def make(kind: str = "closure", body: dict[str, Any] | None = None, **fields: Any) -> Record:
    """A closure, or a record of another kind, sound but for what the test says."""
    given: dict[str, Any] = {
        "realm": "actual",
        "origin": "crisis.benghazi.example/public",
        "issuer": ISSUER,
        "recorded_at": NOW,
        "footprint": GROUND if KINDS[kind].footprint_types else None,
        "nonce": NONCE if KINDS[kind].tier == "restricted" else None,
    }
    return build_record(kind, {"reasons": ["fighting"]} if body is None else body, **(given | fields))


def changed(**changes: Any) -> bytes:
    """The bytes of a sound closure with some fields replaced."""
    return canonical_json(json.loads(make().canonical) | changes)


def test_the_starting_points_of_these_tests_are_sound() -> None:
    make()
    make("search_report", SURVEY_DONE, refs=[UNDER])
    make("decision", DECISION, refs=[UNDER, NAMES, RESTS_ON])
    make("non_technical_survey", SURVEY, refs=[UNDER])
    make("corridor", CORRIDOR, refs=[UNDER])
    make("permit", PERMIT, refs=[UNDER, NAMES])
    make("grant", GRANT, refs=[UNDER])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not JSON", "record.not_json"),
        (make().canonical[:-1], "record.not_json"),
        (b" " + make().canonical, "record.not_canonical"),
        (make().canonical.replace(b'"closure","hazard"', b'"closure", "hazard"'), "record.not_canonical"),
        (make().canonical.replace(b'"clearway":1', b'"clearway":1.0'), "record.float"),
        (make().canonical.replace(b'"clearway":1', b'"clearway":1,"clearway":1'), "record.duplicate_key"),
        (make().canonical.replace(b'"nonce":null', b'"nonce":"\xff"'), "record.not_utf8"),
        (b"[]", "record.wrong_type"),
        (b"x" * MAX_LEAF, "record.too_large"),
    ],
)
def test_bytes_that_are_no_record(data: bytes, code: str) -> None:
    with refused(code):
        parse_record(data)


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"clearway": "1"}, "record.wrong_type", "/clearway"),
        ({"clearway": 2}, "record.unknown_envelope", "/clearway"),
        ({"kind": "Closure"}, "record.out_of_range", "/kind"),
        ({"kind": "closure\n"}, "record.out_of_range", "/kind"),
        ({"kind": "flood"}, "record.unknown_kind", "/kind"),
        ({"kind_version": 2}, "record.unknown_version", "/kind_version"),
        ({"kind_version": 0}, "record.out_of_range", "/kind_version"),
        ({"bears": "opens"}, "record.unknown_word", "/bears"),
        ({"bears": "releases"}, "record.bears_differ", "/bears"),
        ({"axes": ["closure"]}, "record.axes_differ", "/axes"),
        ({"axes": ["closure", "moon"]}, "record.unknown_word", "/axes/1"),
        ({"realm": "dream"}, "record.unknown_word", "/realm"),
        ({"origin": "Benghazi"}, "record.out_of_range", "/origin"),
        ({"nonce": "abc"}, "record.out_of_range", "/nonce"),
        ({"issuer": {"office": "o", "holder": "h"}}, "record.missing_field", "/issuer/key"),
        ({"issuer": {"office": "o", "holder": "h", "key": "sha256:12"}}, "record.out_of_range", "/issuer/key"),
        ({"recorded_at": "2016-11-17"}, "record.wrong_instant", "/recorded_at"),
        ({"recorded_at": "2016-11-17T13:05:00"}, "record.wrong_instant", "/recorded_at"),
        ({"recorded_at": "2016-11-17T13:05:00.5Z"}, "record.wrong_instant", "/recorded_at"),
        ({"recorded_at": "2016-11-17T13:05:00+00:00"}, "record.wrong_instant", "/recorded_at"),
        ({"recorded_at": "2016-11-17t13:05:00Z"}, "record.wrong_instant", "/recorded_at"),
        ({"recorded_at": "0001-01-01T00:00:00Z"}, "record.wrong_instant", "/recorded_at"),
        ({"recorded_at": "2200-01-01T00:00:00Z"}, "record.wrong_instant", "/recorded_at"),
        ({"recorded_at": 1479387900}, "record.wrong_type", "/recorded_at"),
        (
            {"holds": {"from_earliest": None, "from_latest": None, "until": None, "hours": None, "zone": None, "x": 1}},
            "record.unknown_field",
            "/holds/x",
        ),
        (
            {
                "holds": {
                    "from_earliest": None,
                    "from_latest": None,
                    "until": None,
                    "hours": {"from": "20:00", "to": "05:00"},
                    "zone": "Africa/Tripoli",
                }
            },
            "record.missing_field",
            "/holds/hours/days",
        ),
        ({"holds": {"until": None}}, "record.missing_field", "/holds/from_earliest"),
        ({"footprint": "everywhere"}, "record.wrong_type", "/footprint"),
        ({"footprint": None}, "record.footprint_missing", "/footprint"),
        ({"unit": ""}, "record.out_of_range", "/unit"),
        ({"event": {"from_earliest": None}}, "record.missing_field", "/event/until_latest"),
        ({"footprint_source": {"how": "officer"}}, "record.missing_field", "/footprint_source/because"),
        ({"refs": [{"rel": "hears_of", "id": UNDER.id}]}, "record.unknown_word", "/refs/0/rel"),
        ({"refs": [{"rel": "names", "id": UNDER.id}]}, "record.ref_not_allowed", "/refs/0"),
        ({"refs": [{"rel": "under", "id": "sha256:AA"}]}, "record.out_of_range", "/refs/0/id"),
        ({"refs": "none"}, "record.wrong_type", "/refs"),
        ({"evidence": [{"type": "rumour"}]}, "record.unknown_word", "/evidence/0/type"),
        ({"evidence": [{"type": "file", "blob": UNDER.id}]}, "record.missing_field", "/evidence/0/feature"),
        ({"body": []}, "record.wrong_type", "/body"),
        ({"weather": "fine"}, "record.unknown_field", "/weather"),
    ],
)
def test_envelopes_that_are_not_sound(changes: dict[str, Any], code: str, pointer: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_record(changed(**changes))
    assert (code, pointer) in [(problem.code, problem.pointer) for problem in caught.value.problems]


@pytest.mark.parametrize("field", sorted(json.loads(make().canonical)))
def test_no_field_of_the_envelope_may_be_left_out(field: str) -> None:
    value = json.loads(make().canonical)
    del value[field]
    with pytest.raises(Refused) as caught:
        parse_record(canonical_json(value))
    assert ("record.missing_field", f"/{field}") in [(one.code, one.pointer) for one in caught.value.problems]


@pytest.mark.parametrize("field", sorted(json.loads(make().canonical)["body"]))
def test_no_field_of_the_body_may_be_left_out(field: str) -> None:
    body = json.loads(make().canonical)["body"]
    del body[field]
    with refused("record.missing_field"):
        parse_record(changed(body=body))


OTHER = Ref(rel=Rel.ABOUT, id=NAMES.id)


@pytest.mark.parametrize(
    ("kind", "body", "fields", "code"),
    [
        ("closure", {"reasons": []}, {}, "record.out_of_range"),
        ("closure", {"reasons": ["fighting", "fighting"]}, {}, "record.repeated"),
        ("closure", {"reasons": ["weather"]}, {}, "record.unknown_word"),
        ("closure", {"reasons": "fighting"}, {}, "record.wrong_type"),
        ("closure", {"reasons": ["crime"], "large": 1}, {}, "record.wrong_type"),
        ("closure", {"reasons": ["crime"], "leave_by": "tomorrow"}, {}, "record.wrong_instant"),
        ("closure", None, {"footprint": None}, "record.footprint_missing"),
        ("closure", None, {"refs": [OTHER, OTHER]}, "record.repeated"),
        ("accident", {}, {"footprint": DISC}, "record.missing_field"),
        (
            "accident",
            {"harmed": {"killed": 2, "injured": None}},
            {"footprint": GROUND},
            "record.footprint_not_allowed",
        ),
        (
            "accident",
            {"harmed": {"killed": 2, "injured": None}},
            {"footprint": DISC, "nonce": None},
            "record.nonce_missing",
        ),
        ("claim", {"topic": "control", "says": "under control"}, {"footprint": GROUND}, "record.footprint_not_allowed"),
        ("statement", {"language": "ar", "speaker": {"name": None, "role": None, "office": None}}, {}, "record.one_of"),
        ("reopening", {}, {"refs": [UNDER]}, "record.names_nothing"),
        ("reopening", {}, {"refs": [NAMES]}, "record.no_grant"),
        ("reopening", {}, {"refs": [UNDER, NAMES], "bears": "enables"}, "record.bears_differ"),
        ("reopening", {}, {"refs": [UNDER, NAMES], "axes": ["closure", "hazard"]}, "record.axes_differ"),
        ("decision", DECISION, {"refs": [UNDER, NAMES]}, "record.ref_missing"),
        ("decision", DECISION | {"product": "reopened"}, {"refs": [UNDER, NAMES, RESTS_ON]}, "record.unknown_word"),
        ("decision", DECISION | {"product": "cleared"}, {"refs": [UNDER, NAMES, RESTS_ON]}, "record.no_depth"),
        ("decision", DECISION | {"gap_mm": 501}, {"refs": [UNDER, NAMES, RESTS_ON]}, "record.out_of_range"),
        ("suspension", {"reason": "x"}, {}, "record.ref_missing"),
        ("approval", {"as": "second"}, {"refs": [UNDER]}, "record.ref_missing"),
        ("approval", {"as": "king"}, {"refs": [UNDER]}, "record.unknown_word"),
        (
            "approval",
            {"as": "second"},
            {"refs": [UNDER, *(Ref(rel=Rel.APPROVES, id="sha256:" + d * 64) for d in "12")]},
            "record.ref_too_many",
        ),
        (
            "void",
            {"product": "placed", "because": "x"},
            {"refs": [UNDER, NAMES], "axes": ["hazard"]},
            "record.ref_missing",
        ),
        (
            "void",
            {"product": "voided_in_error", "because": "x"},
            {"refs": [UNDER, NAMES, Ref(rel=Rel.PLACED_AS, id=UNDER.id)], "axes": ["hazard"]},
            "record.ref_not_allowed",
        ),
        (
            "void",
            {"product": "voided_in_error", "because": "x"},
            {"refs": [UNDER, NAMES], "axes": []},
            "record.axes_differ",
        ),
        ("grant", GRANT | {"key": "A" * 44}, {"refs": [UNDER]}, "record.not_a_key"),
        ("grant", GRANT | {"until": "2016-01-01T00:00:00Z"}, {"refs": [UNDER]}, "record.wrong_order"),
        ("grant", GRANT | {"may": ["Everything"]}, {"refs": [UNDER]}, "record.out_of_range"),
        ("grant", GRANT, {"refs": [UNDER], "footprint": {"type": "unplaced", "within": GROUND}}, None),
        (
            "corridor",
            CORRIDOR | {"windows": [{"from": WINDOW["until"], "until": WINDOW["from"]}]},
            {"refs": [UNDER]},
            "record.wrong_order",
        ),
        ("corridor", CORRIDOR | {"modes": ["foot", "foot"]}, {"refs": [UNDER]}, "record.repeated"),
        (
            "corridor",
            CORRIDOR | {"segments": [{"name": "one", "parties": ["x", "x"]}]},
            {"refs": [UNDER]},
            "record.repeated",
        ),
        ("consent", {"party": "x", "segments": [0, 0]}, {"refs": [UNDER]}, "record.repeated"),
        ("confirmation", {"at": "2016-11-18T13:05:00Z"}, {"refs": [UNDER]}, "record.wrong_order"),
        (
            "education_session",
            SESSION | {"first_time": {"women": 0, "men": 0, "girls": 4, "boys": 0}},
            {},
            "record.more_than_all",
        ),
        ("education_session", SESSION | {"held": LATER_FIRST}, {}, "record.wrong_order"),
        ("check_step", {"step": "partner", "result": "returned"}, {"refs": [ANSWERS]}, "record.missing_field"),
        ("check_step", {"step": "partner", "result": "accepted"}, {}, "record.ref_missing"),
        ("quality_visit", VISIT | {"non_conformities": [FAULTY, FAULTY]}, {}, "record.repeated"),
        ("permit", PERMIT | {"valid_until": PERMIT["valid_from"]}, {"refs": [UNDER, NAMES]}, "record.wrong_order"),
        (
            "permit",
            PERMIT | {"hours": {"from": "08:00", "to": "12:00", "days": None}},
            {"refs": [UNDER, NAMES]},
            "record.hours_without_zone",
        ),
        ("permit", PERMIT | {"persons": 0}, {"refs": [UNDER, NAMES]}, "record.out_of_range"),
        (
            "non_technical_survey",
            SURVEY | {"fieldwork": {"from_earliest": "2016-11-02T06:00:00Z", "to_latest": "2016-11-01T06:00:00Z"}},
            {"refs": [UNDER]},
            "record.wrong_order",
        ),
        (
            "publication",
            {
                "frontier": {},
                "at": "2016-11-18T00:00:00Z",
                "trust": UNDER.id,
                "snapshot": UNDER.id,
                "valid_until": "2016-11-17T00:00:00Z",
            },
            {},
            "record.wrong_order",
        ),
        (
            "search_report",
            SURVEY_DONE | {"unsearched": [{"footprint": BOW_TIE, "reason": "rubble"}]},
            {"refs": [UNDER]},
            "geometry.ring_crosses_itself",
        ),
        (
            "hand_over",
            {
                "depth_mm": 200,
                "standard": "national",
                "residual_risk": {"ar": None, "en": None},
                "certificate": "C-12",
                "recipient": "x",
            },
            {"refs": [UNDER, NAMES, RESTS_ON]},
            "record.no_words",
        ),
    ],
)
def test_records_that_break_a_rule_of_their_kind(
    kind: str, body: dict[str, Any] | None, fields: dict[str, Any], code: str | None
) -> None:
    with pytest.raises(Refused) as caught:
        make(kind, body, **fields)
    assert (code or "record.footprint_not_allowed") in [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"holds": Holds(from_earliest=NOW, from_latest=NOW - timedelta(hours=1), zone="UTC")}, "record.wrong_order"),
        ({"holds": Holds(from_latest=NOW, until=NOW)}, "record.wrong_order"),
        ({"event": Event(from_earliest=NOW, until_latest=NOW - timedelta(days=1))}, "record.wrong_order"),
        ({"evidence": [StatementEvidence(id=UNDER.id, spans=((5, 5),))]}, "record.no_length"),
        ({"evidence": [StatementEvidence(id=UNDER.id, spans=((-1, 5),))]}, "record.out_of_range"),
        ({"recorded_at": datetime(2016, 11, 17, 13, 5)}, "record.wrong_instant"),  # noqa: DTZ001
        ({"recorded_at": NOW + timedelta(microseconds=1)}, "record.wrong_instant"),
        ({"unit": 1.5}, "record.float"),
    ],
)
def test_envelopes_built_from_values(fields: dict[str, Any], code: str) -> None:
    with refused(code):
        make(**fields)


def test_hours_need_a_zone_and_a_length() -> None:
    hours = {"from": "20:00", "to": "20:00", "days": [1, 1]}
    holds = {"from_earliest": None, "from_latest": None, "until": None, "hours": hours, "zone": None}
    with pytest.raises(Refused) as caught:
        parse_record(changed(holds=holds))
    assert {problem.code for problem in caught.value.problems} == {
        "record.no_length",
        "record.repeated",
        "record.hours_without_zone",
    }


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(Refused) as caught:
        parse_record(changed(bears="opens", recorded_at="now", body={"reasons": 3, "tribe": "x"}))
    assert {problem.code for problem in caught.value.problems} >= {"record.unknown_word", "record.wrong_instant"}
    with pytest.raises(Refused) as caught:
        make(body={"reasons": ["weather"], "large": "no", "leave_by": "x", "more": 1})
    assert {problem.pointer for problem in caught.value.problems} == {
        "/body/reasons/0",
        "/body/large",
        "/body/leave_by",
        "/body/more",
    }


SCREENS = """
tribe Tribe tribal_name origin place_of_origin religion sect affiliation relatives next-of-kin security_approval
securityClearance القبيلة قبيلة الأصل الموافقة_الأمنية
"""


@pytest.mark.parametrize("key", SCREENS.split())
def test_no_record_holds_what_screens_people(key: str) -> None:
    assert is_forbidden(key)
    with pytest.raises(Refused) as caught:
        make("accident", {"harmed": {"killed": 1, "injured": None, "victims": [{key: "x"}]}}, footprint=DISC)
    assert "record.forbidden_field" in [problem.code for problem in caught.value.problems]


def test_a_free_key_may_not_screen_people_either() -> None:
    make("claim", {"topic": "casualties", "says": "nine died", "counts": {"killed": 9}})
    with refused("record.forbidden_field"):
        make("claim", {"topic": "casualties", "says": "nine died", "counts": {"tribesmen": 9}})


def test_no_kind_has_a_forbidden_field_of_its_own() -> None:
    names = {field.encode_name for kind in KINDS.values() for field in _fields(kind.body)}
    assert not [name for name in names if is_forbidden(name)]


@pytest.mark.parametrize(("kind", "restricted"), [(kind, kind.tier == "restricted") for kind in KINDS.values()])
def test_the_restricted_kinds_are_those_of_the_design(kind: Any, restricted: bool) -> None:
    design = "indication hazardous_area accident find non_technical_survey technical_survey search_report"
    design += " quality_control decision hand_over permit civilians_report"
    design += " task_order spot_task quality_visit marking victim referral education_session accreditation"
    design += " attachment check_step numbering building"
    assert (kind.name in design.split()) is restricted


def test_a_nonce_is_allowed_and_not_needed_in_public() -> None:
    assert make().nonce is None
    assert make(nonce=NONCE).nonce == NONCE


def test_a_leaf_that_is_too_large_is_refused() -> None:
    body = {"topic": "other", "says": "x" * 4000, "counts": {f"a{number}": 1 for number in range(6000)}}
    with refused("record.too_large"):
        make("claim", body)
    assert read_leaf(b" " * (MAX_LEAF + 1)) is None
    with refused("record.too_large"):
        parse_leaf(b" " * (MAX_LEAF + 1))
    with refused("record.not_a_leaf"):
        parse_leaf(b"{}")
    with refused("record.no_signature"):
        parse_leaf(b'{"record":{},"sig":"AAAA"}')


def test_claimed_times_ahead_are_refused_and_announced_ones_are_not() -> None:
    later = NOW + timedelta(minutes=5)
    evidence: list[Evidence] = [ObservationEvidence(by="team 4", at=later), StatementEvidence(id=UNDER.id, spans=())]
    record = make(recorded_at=later, evidence=evidence, holds=Holds(from_earliest=NOW + timedelta(days=3)))
    assert check_times(record, NOW) == ()
    early = NOW - timedelta(seconds=1)
    assert [problem.pointer for problem in check_times(record, early)] == ["/recorded_at", "/evidence/0/at"]
    speaker = {"name": None, "role": "spokesman", "office": None}
    said = make(
        "statement",
        {"text": "x", "language": "ar", "speaker": speaker, "said_at": "2016-11-17T14:00:00Z"},
    )
    (problem,) = check_times(said, NOW)
    assert (problem.code, problem.pointer) == ("record.time_ahead", "/body/said_at")
    assert "2016-11-17 14:00:00 UTC" in problem.sentence("en")


def test_values_make_the_same_record_as_json() -> None:
    value = Decision(product=Product.CANCELLED, standard="national", reason="no evidence found")
    assert make("decision", DECISION, refs=[UNDER, NAMES, RESTS_ON]).body == value
    built = build_record(
        "decision",
        value,
        realm="actual",
        origin="crisis.benghazi.example/public",
        issuer=ISSUER,
        recorded_at=NOW,
        footprint=GROUND,
        nonce=NONCE,
        refs=[UNDER, NAMES, RESTS_ON],
    )
    assert built == make("decision", DECISION, refs=[UNDER, NAMES, RESTS_ON])
    assert hash(built) == hash(parse_record(built.canonical))
    assert make(footprint=make().footprint) == make()
    with refused("record.unknown_kind"):
        build_record("flood", {}, realm="actual", origin="a", issuer=ISSUER, recorded_at=NOW)


def test_every_refusal_of_this_stage_is_met_in_these_tests() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert not [code for code in CATALOGUE if code.startswith("record.") and f'"{code}"' not in text]
