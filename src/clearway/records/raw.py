"""The envelope as it is read from JSON: all at once where it is sound, field by field where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from clearway.problems import Problem
from clearway.records.canonical import join
from clearway.records.envelope import Event, Evidence, FootprintSource, Holds, Issuer, Ref
from clearway.records.faults import field_problems, problem_of
from clearway.records.types import Code, ContentId, Instant, Line, Origin, Part
from clearway.terms import Axis, Bearing, Realm

P = TypeVar("P", bound=Part)

Nonce = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)")]
_Version = Annotated[int, Meta(ge=1, le=10_000)]


class RawEnvelope(Part, frozen=True, kw_only=True):
    """The fields of a record as JSON has them; footprint and body are read by those who know them."""

    clearway: Annotated[_Version, Meta(description="version of the envelope")]
    kind: Annotated[Code, Meta(description="kind of record")]
    kind_version: Annotated[_Version, Meta(description="version of the kind")]
    bears: Annotated[Bearing, Meta(description="what the record may do to the picture; follows from the kind")]
    axes: Annotated[tuple[Axis, ...], Meta(description="what a restriction or release bears on; follows from the kind")]
    realm: Annotated[Realm, Meta(description="whether it speaks of the world")]
    origin: Annotated[Origin, Meta(description="name of the log the record was made for")]
    nonce: Annotated[Nonce | None, Meta(description="128 random bits, 32 hex digits; needed in restricted kinds")]
    issuer: Annotated[Issuer, Meta(description="who says it")]
    recorded_at: Annotated[Instant, Meta(description="when the author made the record; shown, never trusted")]
    holds: Annotated[Holds | None, Meta(description="when it holds")]
    footprint: Annotated[dict[str, Any] | None, Meta(description="which ground it means")]
    unit: Annotated[Line | None, Meta(description="building, floor, flat or room; null = outdoors and all units")]
    event: Annotated[Event | None, Meta(description="when the thing spoken of happened")]
    footprint_source: Annotated[FootprintSource | None, Meta(description="how the words became ground")]
    refs: Annotated[tuple[Ref, ...], Meta(description="records it refers to")]
    evidence: Annotated[tuple[Evidence, ...], Meta(description="what it rests on")]
    body: Annotated[dict[str, Any], Meta(description="what the kind says")]


# Without one of these nothing can be said about a record: it could be neither verified nor placed in time.
_NEEDED = frozenset({"kind", "realm", "origin", "issuer", "recorded_at"})
# What stands in for a field that cannot be read: the value that restricts most, or says nothing.
_INSTEAD: Mapping[str, Any] = {
    "clearway": 0,
    "kind_version": 0,
    "bears": Bearing.TELLS,
    "axes": tuple(Axis),
    "nonce": None,
    "holds": None,
    "footprint": None,
    "unit": None,
    "event": None,
    "footprint_source": None,
    "refs": (),
    "evidence": (),
    "body": {},
}
_BY_PART: Mapping[str, type[Part]] = {"holds": Holds, "event": Event}
_BY_ITEM: Mapping[str, Any] = {"axes": Axis, "refs": Ref, "evidence": Evidence}
YEARS = range(1900, 2200)
"""Within these years every sum and difference of instants that anybody takes is an instant, too."""

_FIRST = datetime(YEARS[0], 1, 1, tzinfo=UTC)
_LAST = datetime(YEARS[-1], 12, 31, 23, 59, 59, tzinfo=UTC)
_INSTANT = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_encoder = msgspec.json.Encoder(order="sorted")


def read_leniently(value: dict[str, Any], odd: bool) -> tuple[RawEnvelope | None, tuple[Problem, ...], tuple[str, ...]]:
    """The envelope (None if it lacks what every record needs), its problems, and ids under unknown relations.

    ``odd`` says that the text may hold an instant that is not written in the one allowed way.
    """
    try:
        raw = msgspec.convert(value, RawEnvelope)
    except msgspec.ValidationError:
        return _field_by_field(value)
    problems = tuple(_missing_in_parts(raw, value))
    if odd:
        problems += tuple(instant_problems(raw, value, ""))
    if problems:
        raw = _in_utc(raw)
    return raw, problems, ()


def _field_by_field(value: dict[str, Any]) -> tuple[RawEnvelope | None, tuple[Problem, ...], tuple[str, ...]]:
    fields = _types(RawEnvelope)
    problems = [Problem("record.unknown_field", join("", key), {"field": key}) for key in value if key not in fields]
    read: dict[str, Any] = {}
    unknown_refs: list[str] = []
    for name, wanted in fields.items():
        if name not in value:
            problems.append(Problem("record.missing_field", join("", name), {"field": name}))
            continue
        try:
            read[name] = msgspec.convert(value[name], wanted)
        except msgspec.ValidationError as error:
            read |= _read_in_pieces(name, value[name], problems, unknown_refs, str(error))
    if not read.keys() >= _NEEDED:
        return None, tuple(problems), ()
    raw = RawEnvelope(**{**_INSTEAD, **read})
    # A list from which something was dropped no longer runs beside its JSON.
    present = {
        name: part
        for name, part in value.items()
        if name in read and not (name in _BY_ITEM and len(read[name]) != len(part))
    }
    problems.extend(_missing_in_parts(raw, present))
    problems.extend(instant_problems(raw, present, ""))
    return _in_utc(raw), tuple(problems), tuple(unknown_refs)


def _read_in_pieces(
    name: str, raw: Any, problems: list[Problem], unknown_refs: list[str], message: str
) -> dict[str, Any]:
    """What can be saved of one unreadable field, noting what cannot."""
    pointer = join("", name)
    if name in _BY_PART and isinstance(raw, dict):
        return {name: _saved_part(raw, _BY_PART[name], pointer, problems)}
    if name in _BY_ITEM and isinstance(raw, list):
        saved = []
        for number, item in enumerate(raw):
            found = tuple(field_problems(item, _BY_ITEM[name], join(pointer, number)))
            problems.extend(found)
            if not found:
                saved.append(msgspec.convert(item, _BY_ITEM[name]))
            elif (
                name == "refs"
                and isinstance(item, dict)
                and not any(True for _ in field_problems(item.get("id"), ContentId, pointer))
            ):
                unknown_refs.append(item["id"])
        # Axes that cannot all be read might be any.
        return {} if name == "axes" else {name: tuple(saved)}
    problems.append(problem_of(message, pointer))
    return {}


def _saved_part(raw: dict[str, Any], part: type[P], pointer: str, problems: list[Problem]) -> P:
    types = _types(part)
    saved = {}
    for key, item in raw.items():
        if key not in types:
            problems.append(Problem("record.unknown_field", join(pointer, key), {"field": key}))
            continue
        found = tuple(field_problems(item, types[key], join(pointer, key)))
        problems.extend(found)
        if not found:
            saved[key] = msgspec.convert(item, types[key])
    return part(**saved)


def _missing_in_parts(raw: RawEnvelope, value: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("issuer", "holds", "event", "footprint_source"):
        part: Part | None = getattr(raw, name)
        if part is not None and name in value and len(value[name]) < _length(type(part)):
            yield from _missing(part, value[name], join("", name))
    hours = raw.holds.hours if raw.holds is not None else None
    if hours is not None and len(value["holds"]["hours"]) < _length(type(hours)):
        yield from _missing(hours, value["holds"]["hours"], "/holds/hours")
    for number, item in enumerate(value.get("evidence", ())):
        # The only one of the three that may be read without one of its fields.
        if isinstance(item, dict) and item.get("type") == "file" and "feature" not in item:
            yield Problem("record.missing_field", f"/evidence/{number}/feature", {"field": "feature"})


def missing_keys(part: Part, raw: dict[str, Any], pointer: str) -> Iterator[Problem]:
    """Fields that ``raw`` leaves out although they have a place: every field is written, null where it is nothing."""
    if len(_encoder.encode(part)) != len(_encoder.encode(raw)):
        yield from _missing(part, raw, pointer)


def _missing(value: object, raw: Any, pointer: str) -> Iterator[Problem]:
    for name, part, item in _pairs(value, raw):
        where = join(pointer, name)
        if item is msgspec.UNSET:
            yield Problem("record.missing_field", where, {"field": name})
        else:
            yield from _missing(part, item, where)


def instant_problems(value: object, raw: Any, pointer: str) -> Iterator[Problem]:
    """Instants that are readable but not written as YYYY-MM-DDTHH:MM:SSZ, or centuries away."""
    if isinstance(value, datetime):
        if not _INSTANT.fullmatch(raw):
            yield Problem("record.wrong_instant", pointer)
    else:
        for name, part, item in _pairs(value, raw):
            if item is not msgspec.UNSET:
                yield from instant_problems(part, item, join(pointer, name))


def _pairs(value: object, raw: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each part of a value beside the JSON it was read from, UNSET where there was none."""
    if isinstance(value, Part):
        for field in _fields(type(value)):
            yield field.encode_name, getattr(value, field.name), raw.get(field.encode_name, msgspec.UNSET)
    elif isinstance(value, tuple):
        for number, (part, item) in enumerate(zip(value, raw, strict=False)):
            yield str(number), part, item


def _in_utc(part: P) -> P:
    """The same value with every instant in UTC and whole seconds, as everything else expects instants."""
    changes: dict[str, Any] = {}
    for field in _fields(type(part)):
        value = getattr(part, field.name)
        if isinstance(value, datetime):
            changes[field.name] = _instant_in_utc(value)
        elif isinstance(value, Part):
            changes[field.name] = _in_utc(value)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(_in_utc(item) if isinstance(item, Part) else item for item in value)
    return msgspec.structs.replace(part, **changes)


def _instant_in_utc(value: datetime) -> datetime:
    nearby = min(max(value, _FIRST), _LAST)
    return nearby.astimezone(UTC).replace(microsecond=0)


def empty_fields(part: type[Part]) -> dict[str, Any]:
    """The fields that may be left out when a value is made by hand, as JSON has them when there is nothing to say."""
    return {
        field.encode_name: msgspec.to_builtins(
            field.default_factory() if field.default is msgspec.NODEFAULT else field.default
        )
        for field in _fields(part)
        if not field.required
    }


@cache
def _fields(part: type[Part]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(part)


@cache
def _types(part: type[Part]) -> Mapping[str, Any]:
    return {field.encode_name: field.type for field in _fields(part)}


@cache
def _length(part: type[Part]) -> int:
    return len(_fields(part))
