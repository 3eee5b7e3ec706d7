"""Generated records: a strategy for each kind, derived from the types of its body and bent to the kind's own rules."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from clearway.records import (
    KINDS,
    BothLanguages,
    Event,
    Fieldwork,
    FileEvidence,
    FootprintSource,
    Holds,
    Hours,
    Issuer,
    ObservationEvidence,
    Polygons,
    Record,
    Ref,
    StatementEvidence,
    Window,
    build_record,
)
from clearway.records.kind import Kind
from clearway.records.kinds.building import Building
from clearway.records.kinds.check_step import CheckStep
from clearway.records.kinds.confirmation import Confirmation
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.education_session import EducationSession, People
from clearway.records.kinds.grant import Grant
from clearway.records.kinds.permit import Permit
from clearway.records.kinds.publication import Publication
from clearway.records.kinds.quality_visit import QualityVisit
from clearway.records.kinds.release_notice import ReleaseNotice
from clearway.records.kinds.statement import Statement
from clearway.records.kinds.void import Void
from clearway.records.types import Part
from clearway.terms import SURVEY_ORDER, Axis, Product, Realm, Rel, Tier

P = TypeVar("P", bound=Part)

START = datetime(2014, 1, 1, tzinfo=UTC)
YEARS_S = 6 * 365 * 86_400

instants = st.integers(0, YEARS_S).map(lambda seconds: START + timedelta(seconds=seconds))
content_ids = st.binary(min_size=32, max_size=32).map(lambda digest: "sha256:" + digest.hex())
texts = st.text(min_size=1, max_size=40)
nonces = st.binary(min_size=16, max_size=16).map(bytes.hex)
origins = st.sampled_from(["crisis.benghazi.example/public", "mines.benghazi.example/restricted", "a"])
KEY = "sha256:" + "5e" * 32


@st.composite
def ordered_pairs(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Two instants, the second later."""
    first = draw(instants)
    return first, first + timedelta(seconds=draw(st.integers(1, 10_000_000)))


@st.composite
def boxes(draw: st.DrawFn) -> list[list[list[int]]]:
    """One polygon in and around Benghazi, as JSON has it: a rectangle from its least vertex."""
    west, south = draw(st.integers(199_000_000, 201_500_000)), draw(st.integers(319_000_000, 322_000_000))
    east, north = west + draw(st.integers(1, 900_000)), south + draw(st.integers(1, 900_000))
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


polygons = st.lists(boxes(), min_size=1, max_size=3).map(lambda e7: {"type": "polygons", "e7": e7})
positions = st.tuples(st.integers(199_000_000, 201_500_000), st.integers(319_000_000, 322_000_000)).map(list)
lines = st.builds(
    lambda points, width: {"type": "line", "e7": points, "width_mm": width},
    st.lists(positions, min_size=2, max_size=5, unique_by=tuple),
    st.integers(1_000, 50_000),
)
discs = st.builds(
    lambda centre, radius: {"type": "disc", "centre": centre, "radius_mm": radius},
    positions,
    st.integers(1_000, 500_000),
)
blobs = st.builds(
    lambda sha256, box: {"type": "blob", "sha256": sha256, "bbox": [*box[0][0], *box[0][2]]}, content_ids, boxes()
)
unplaced = polygons.map(lambda within: {"type": "unplaced", "within": within})
FOOTPRINTS = {"polygons": polygons, "line": lines, "disc": discs, "blob": blobs, "unplaced": unplaced}


def footprints(kind: Kind) -> st.SearchStrategy[dict[str, Any] | None]:
    """Ground that the kind allows, as JSON has it."""
    allowed: list[st.SearchStrategy[Any]] = [FOOTPRINTS[name] for name in sorted(kind.footprint_types)]
    if kind.footprint_optional or not allowed:
        allowed.append(st.none())
    return st.one_of(allowed)


windows = ordered_pairs().map(lambda pair: Window(from_=pair[0], until=pair[1]))
fieldworks = ordered_pairs().map(lambda pair: Fieldwork(from_earliest=pair[0], to_latest=pair[1]))
clock_times = st.times().map(lambda time: time.strftime("%H:%M"))
hours = st.builds(
    lambda pair, days: Hours(from_=pair[0], to=pair[1], days=days),
    st.lists(clock_times, min_size=2, max_size=2, unique=True),
    st.none() | st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple),
)
BENT: dict[type[Part], st.SearchStrategy[Any]] = {
    Window: windows,
    Fieldwork: fieldworks,
    Hours: hours,
    Polygons: polygons.map(lambda shape: msgspec.convert(shape, Polygons)),
    BothLanguages: st.builds(BothLanguages, ar=texts, en=texts | st.none()),
}


def derived(part: type[P]) -> st.SearchStrategy[P]:
    """Values of a part from the types of its fields alone."""
    described = inspect.type_info(part)
    assert isinstance(described, inspect.StructType)
    return _struct(described, bent=False)


def _struct(described: inspect.StructType, bent: bool = True) -> st.SearchStrategy[Any]:
    if bent and described.cls in BENT:
        return BENT[described.cls]
    return st.builds(described.cls, **{field.name: _of(field.type) for field in described.fields})


def _of(described: inspect.Type) -> st.SearchStrategy[Any]:
    while isinstance(described, inspect.Metadata):
        described = described.type
    return _BY_TYPE[type(described)](described)


def _text(described: inspect.StrType) -> st.SearchStrategy[str]:
    least, most = described.min_length or 0, described.max_length or 300
    if described.pattern is None:
        return st.text(min_size=least, max_size=min(most, least + 60))
    if described.pattern.startswith("^sha256:"):
        return content_ids
    return st.from_regex(described.pattern).filter(lambda text: least <= len(text) <= most)


def _list(described: inspect.VarTupleType) -> st.SearchStrategy[tuple[Any, ...]]:
    least = described.min_length or 0
    most = min(described.max_length or 1_000_000, least + 3)
    # Nowhere may a list of words, numbers or ids repeat itself; a list of structures is checked by its kind.
    return st.lists(_of(described.item_type), min_size=least, max_size=most, unique_by=repr).map(tuple)


_BY_TYPE: dict[type[inspect.Type], Callable[[Any], st.SearchStrategy[Any]]] = {
    inspect.StrType: _text,
    inspect.IntType: lambda it: st.integers(it.ge, it.le),
    inspect.BoolType: lambda _: st.booleans(),
    inspect.NoneType: lambda _: st.none(),
    inspect.DateTimeType: lambda _: instants,
    inspect.EnumType: lambda it: st.sampled_from(list(it.cls)),
    inspect.LiteralType: lambda it: st.sampled_from(it.values),
    inspect.UnionType: lambda it: st.one_of([_of(part) for part in it.types]),
    inspect.VarTupleType: _list,
    inspect.TupleType: lambda it: st.tuples(*(_of(part) for part in it.item_types)),
    inspect.DictType: lambda it: st.dictionaries(_of(it.key_type), _of(it.value_type), max_size=3),
    inspect.StructType: _struct,
}

evidence = st.one_of(
    st.builds(
        StatementEvidence,
        id=content_ids,
        spans=st.lists(st.tuples(st.integers(0, 500), st.integers(501, 1000)), max_size=3).map(tuple),
    ),
    st.builds(FileEvidence, blob=content_ids, feature=st.none() | texts),
    st.builds(ObservationEvidence, by=texts, at=instants),
)


def _statement(body: Statement) -> Statement:
    text = None if body.text_blob else body.text or "قال الناطق إن المنطقة مغلقة"
    return msgspec.structs.replace(body, text=text)


def _decision(body: Decision) -> Decision:
    ended = {one.id: one for one in body.event_ended}
    depth = 200 if body.depth_mm is None else body.depth_mm
    product = body.product if body.product in SURVEY_ORDER else Product.REDUCED
    return msgspec.structs.replace(body, product=product, depth_mm=depth, event_ended=tuple(ended.values()))


def _release_notice(body: ReleaseNotice) -> ReleaseNotice:
    parts = [
        msgspec.structs.replace(
            part,
            product=part.product if part.product in SURVEY_ORDER else Product.GENERALISATION_ENDED,
            depth_mm=part.depth_mm or 130,
        )
        for part in body.parts
    ]
    return msgspec.structs.replace(body, parts=tuple(parts))


def _grant(body: Grant) -> Grant:
    key = base64.b64encode(body.key.encode()[:32].ljust(32, b"k")).decode()
    until = None if body.until is None else max(body.until, body.from_ + timedelta(days=1))
    return msgspec.structs.replace(body, key=key, until=until)


def _permit(body: Permit) -> Permit:
    return msgspec.structs.replace(body, valid_until=max(body.valid_until, body.valid_from + timedelta(hours=1)))


def _void(body: Void) -> Void:
    product = body.product if body.product is Product.PLACED else Product.VOIDED_IN_ERROR
    return msgspec.structs.replace(body, product=product)


def _publication(body: Publication) -> Publication:
    return msgspec.structs.replace(body, valid_until=max(body.valid_until, body.at + timedelta(hours=1)))


def _confirmation(body: Confirmation) -> Confirmation:
    return msgspec.structs.replace(body, at=START)


def _education_session(body: EducationSession) -> EducationSession:
    return msgspec.structs.replace(body, first_time=People())


def _quality_visit(body: QualityVisit) -> QualityVisit:
    found = {one.number: one for one in body.non_conformities}
    return msgspec.structs.replace(body, non_conformities=tuple(found.values()))


def _check_step(body: CheckStep) -> CheckStep:
    return msgspec.structs.replace(body, to_correct=body.to_correct or "the shape")


def _building(body: Building) -> Building:
    return msgspec.structs.replace(body, units=tuple(dict.fromkeys(body.units)))


def bodies(name: str, bend: Callable[[Any], Any] = lambda body: body) -> st.SearchStrategy[Any]:
    """Bodies of a kind, bent to what the kind asks beyond its types."""
    return derived(KINDS[name].body).map(bend)


# One line a kind; a test names the kinds that have none.
BODIES: dict[str, st.SearchStrategy[Any]] = {
    "statement": bodies("statement", _statement),
    "closure": bodies("closure"),
    "reopening": bodies("reopening"),
    "hostilities": bodies("hostilities"),
    "indication": bodies("indication"),
    "hazardous_area": bodies("hazardous_area"),
    "non_technical_survey": bodies("non_technical_survey"),
    "technical_survey": bodies("technical_survey"),
    "search_report": bodies("search_report"),
    "quality_control": bodies("quality_control"),
    "decision": bodies("decision", _decision),
    "hand_over": bodies("hand_over", lambda body: msgspec.structs.replace(body, product=Product.CLEARED)),
    "approval": bodies("approval"),
    "accident": bodies("accident"),
    "find": bodies("find"),
    "corridor": bodies("corridor"),
    "consent": bodies("consent"),
    "confirmation": bodies("confirmation", _confirmation),
    "permit": bodies("permit", _permit),
    "claim": bodies("claim"),
    "civilians_report": bodies("civilians_report"),
    "grant": bodies("grant", _grant),
    "revocation": bodies("revocation"),
    "suspension": bodies("suspension"),
    "void": bodies("void", _void),
    "publication": bodies("publication", _publication),
    "receipt": bodies("receipt"),
    "trust_file": bodies("trust_file"),
    "hazard_notice": bodies("hazard_notice"),
    "release_notice": bodies("release_notice", _release_notice),
    "task_order": bodies("task_order"),
    "spot_task": bodies("spot_task"),
    "quality_visit": bodies("quality_visit", _quality_visit),
    "marking": bodies("marking"),
    "victim": bodies("victim"),
    "referral": bodies("referral"),
    "education_session": bodies("education_session", _education_session),
    "accreditation": bodies("accreditation"),
    "attachment": bodies("attachment"),
    "check_step": bodies("check_step", _check_step),
    "numbering": bodies("numbering"),
    "building": bodies("building", _building),
}


@st.composite
def holds(draw: st.DrawFn) -> Holds:
    """When something holds, or nothing."""
    if draw(st.booleans()):
        return Holds()
    earliest, latest = draw(ordered_pairs())
    until = draw(st.none() | st.integers(1, 10_000_000).map(lambda seconds: latest + timedelta(seconds=seconds)))
    return Holds(
        from_earliest=earliest, from_latest=latest, until=until, hours=draw(st.none() | hours), zone="Africa/Tripoli"
    )


@st.composite
def refs(draw: st.DrawFn, kind: Kind, body: Any) -> tuple[Ref, ...]:
    """References as the kind wants them."""
    found: list[Ref] = []
    loosens = kind.bears_of(body, None).loosens
    for rel, many in kind.all_refs.items():
        least, most = many.least, many.least + 2 if many.most is None else many.most
        if rel is Rel.UNDER and loosens:
            least = 1
        if isinstance(body, Void) and rel is Rel.PLACED_AS:
            least, most = (1, 2) if body.product is Product.PLACED else (0, 0)
        ids = draw(st.lists(content_ids, min_size=least, max_size=most, unique=True))
        found.extend(Ref(rel=rel, id=one) for one in ids)
    return tuple(found)


@st.composite
def records(draw: st.DrawFn, name: str | None = None) -> Record:
    """A sound record of the named kind, or of any."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS))) if name is None else name]
    body = draw(BODIES[kind.name])
    held = draw(holds())
    if isinstance(body, Permit) and body.hours is not None and held.zone is None:
        held = msgspec.structs.replace(held, zone="Africa/Tripoli")
    event = draw(st.none() | ordered_pairs().map(lambda pair: Event(from_earliest=pair[0], until_latest=pair[1])))
    axes = draw(st.lists(st.sampled_from(Axis), min_size=1, unique=True)) if kind.axes_by_envelope else None
    return build_record(
        kind.name,
        body,
        realm=draw(st.sampled_from(Realm)),
        origin=draw(origins),
        issuer=Issuer(office=draw(st.sampled_from(["crisis-desk", "mines"])), holder="h-7q2m", key=KEY),
        recorded_at=draw(instants),
        axes=axes,
        nonce=draw(nonces) if kind.tier is Tier.RESTRICTED else draw(st.none() | nonces),
        holds=held,
        footprint=draw(footprints(kind)),
        unit=draw(st.none() | st.just("building 4, floor 2")),
        event=event,
        footprint_source=draw(st.none() | derived(FootprintSource)),
        refs=draw(refs(kind, body)),
        evidence=draw(st.lists(evidence, max_size=3)),
    )
