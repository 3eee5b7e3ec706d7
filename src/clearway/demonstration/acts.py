"""What the events of the story do, each through the use case of the desk that a person would call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from clearway import desk
from clearway.demonstration.story import Event, Ground
from clearway.desk import Facts, Office
from clearway.desk.registers import register
from clearway.geometry import Disc, Footprint, Polygons, Unplaced
from clearway.problems import ClearwayBug
from clearway.records import Event as Happened
from clearway.records import (
    Evidence,
    Holds,
    ObservationEvidence,
    Record,
)
from clearway.records.kinds.accident import Accident
from clearway.records.kinds.claim import Claim
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.corridor import Corridor
from clearway.records.kinds.decision import Decision, EventEnded
from clearway.records.kinds.find import Find
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.hostilities import Hostilities
from clearway.records.kinds.indication import Indication
from clearway.records.kinds.non_technical_survey import NonTechnicalSurvey
from clearway.records.kinds.permit import Permit
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.release_notice import ReleasedPart
from clearway.records.kinds.reopening import Reopening
from clearway.records.kinds.search_report import SearchReport, Unsearched
from clearway.records.kinds.statement import Speaker, Statement
from clearway.records.kinds.technical_survey import TechnicalSurvey
from clearway.records.types import Hours
from clearway.terms import ApprovalRole, Rel

OWN_WORDS = {"ar": "بصياغتنا عن المصدر", "en": "our own wording after the source"}

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True)
class Scene:
    """What an act needs: the office at whose desk it happens, who signs, and what names stand for."""

    office: Office
    by: str
    grounds: Mapping[str, Ground]
    ids: Mapping[str, str]

    def find(self, *names: str) -> list[str]:
        """The ids of the records that these names stand for."""
        return [self.ids[name] for name in names]


def act(scene: Scene, event: Event) -> Iterator[tuple[str, Record]]:
    """Do what the event says; each record that it wrote, after the name that adds to the event's own."""
    records = list(_ACTS[event.do](scene, event))
    yield from records
    main = records[0][1]
    seconds = {"second": event.second} if event.second else {}
    for role, holder in {**seconds, **event.approvals}.items():
        yield f"/{role}", desk.approve(scene.office, holder, main.id, ApprovalRole(role))


# --- what every act needs -------------------------------------------------------------------------------------------


def _body(event: Event, kind: type[T], **more: Any) -> T:
    return msgspec.convert({**event.body, **more}, kind)


def _ground(scene: Scene, event: Event) -> Footprint:
    if event.ground is None:
        raise ClearwayBug(f"the story's {event.id} needs ground")
    return scene.grounds[event.ground].footprint


def _optional_ground(scene: Scene, event: Event) -> Footprint | None:
    return None if event.ground is None else _ground(scene, event)


def _spot(scene: Scene, event: Event) -> Disc | Unplaced:
    ground = _ground(scene, event)
    if not isinstance(ground, Disc | Unplaced):
        raise ClearwayBug(f"the story's {event.id} happens at a spot")
    return ground


def _target(scene: Scene, event: Event) -> str:
    return scene.ids[event.target or ""]


def _facts(scene: Scene, event: Event) -> Facts:
    hours = None if event.hours is None else msgspec.convert(event.hours, Hours)
    holds = None
    starts = event.starts or event.began
    if starts or event.until or hours:
        zone = scene.office.settings.zone if hours else None
        holds = Holds(from_earliest=starts, from_latest=starts, until=event.until, hours=hours, zone=zone)
    happened = Happened(from_earliest=event.began, until_latest=event.ended) if event.began or event.ended else None
    return Facts(
        holds=holds,
        event=happened,
        source=scene.grounds[event.ground].source(event.because) if event.ground else None,
        evidence=tuple(_evidence(scene, event)),
    )


def _evidence(scene: Scene, event: Event) -> Iterator[Evidence]:
    for statement, words in event.quote.items():
        yield desk.quote(scene.office, scene.ids[statement], words)
    if event.seen:
        yield ObservationEvidence(by=event.seen.by, at=event.seen.at)


# --- the acts -------------------------------------------------------------------------------------------------------

Written = Iterator[tuple[str, Record]]


def _statement(scene: Scene, event: Event) -> Written:
    """The words in Arabic, and the same in English as their translation."""
    if event.ar is None or event.en is None or event.speaker is None or event.url is None:
        raise ClearwayBug(f"the story's {event.id} says too little")
    first = desk.add_statement(scene.office, scene.by, event.ar.encode(), _said(event, "ar"))
    yield "", first
    english = msgspec.structs.replace(_said(event, "en"), translation_of=first.id)
    yield ".en", desk.add_statement(scene.office, scene.by, event.en.encode(), english)


def _said(event: Event, lang: str) -> Statement:
    """Who said it, where and when, in one language; the desk keeps the words themselves."""
    who = event.speaker
    parts = (None, None, None) if who is None else (who.name, who.role, who.office)
    name, role, office = (_in(lang, part) for part in parts)
    return Statement(
        language=lang,
        title=OWN_WORDS[lang],
        speaker=Speaker(name=name, role=role, office=office),
        channel=_in(lang, event.channel),
        url=event.url,
        said_at=event.said_at,
    )


def _in(lang: str, both: str | None) -> str | None:
    """One half of "Arabic · English"; what has no halves is the same in both."""
    arabic, divided, english = (both or "").partition(" · ")
    return (english if divided and lang == "en" else arabic) or None


def _closure(scene: Scene, event: Event) -> Written:
    body = _body(event, Closure)
    do = desk.evacuate if body.evacuation else desk.close
    yield "", do(scene.office, scene.by, _ground(scene, event), body, _facts(scene, event))


def _reopening(scene: Scene, event: Event) -> Written:
    names, body = scene.find(*event.names), _body(event, Reopening)
    ground = _optional_ground(scene, event)
    yield "", desk.reopen(scene.office, scene.by, names, body, ground, _facts(scene, event))


def _hostilities(scene: Scene, event: Event) -> Written:
    body = _body(event, Hostilities)
    yield "", desk.declare_hostilities(scene.office, scene.by, _ground(scene, event), body, _facts(scene, event))


def _indication(scene: Scene, event: Event) -> Written:
    body = _body(event, Indication)
    yield "", desk.indicate(scene.office, scene.by, _ground(scene, event), body, _facts(scene, event))


def _triage(scene: Scene, event: Event) -> Written:
    body, ground = _body(event, Indication), _optional_ground(scene, event)
    yield "", desk.triage(scene.office, scene.by, _target(scene, event), body, ground, _facts(scene, event))


def _area(scene: Scene, event: Event) -> Written:
    body, old = _body(event, HazardousArea), scene.find(*event.replaces)
    yield "", desk.declare_area(scene.office, scene.by, _ground(scene, event), body, old, _facts(scene, event))


def _accident(scene: Scene, event: Event) -> Written:
    body, about = _body(event, Accident), scene.find(*event.about)
    yield "", desk.report_accident(scene.office, scene.by, _spot(scene, event), body, about, _facts(scene, event))


def _find(scene: Scene, event: Event) -> Written:
    body = _body(event, Find)
    yield "", desk.report_find(scene.office, scene.by, _spot(scene, event), body, _facts(scene, event))


def _survey(scene: Scene, event: Event) -> Written:
    body = _body(event, NonTechnicalSurvey)
    yield "", desk.survey(scene.office, scene.by, _ground(scene, event), body, _facts(scene, event))


def _technical_survey(scene: Scene, event: Event) -> Written:
    body = _body(event, TechnicalSurvey)
    yield "", desk.survey(scene.office, scene.by, _ground(scene, event), body, _facts(scene, event))


def _search(scene: Scene, event: Event) -> Written:
    left = tuple(
        Unsearched(footprint=_part(scene, name), reason=reason) for name, reason in sorted(event.unsearched.items())
    )
    body = msgspec.structs.replace(_body(event, SearchReport), unsearched=left)
    yield "", desk.search(scene.office, scene.by, _ground(scene, event), body, _facts(scene, event))


def _part(scene: Scene, name: str) -> Any:
    ground = scene.grounds[name].footprint
    if not isinstance(ground, Polygons):
        raise ClearwayBug(f"the story's ground {name} is no polygon")
    return desk.to_part(ground.region)


def _control(scene: Scene, event: Event) -> Written:
    body, of, answers = _body(event, QualityControl), scene.find(*event.rests_on), scene.find(*event.answers)
    ground, facts = _ground(scene, event), _facts(scene, event)
    yield "", desk.control(scene.office, scene.by, ground, body, of, answers, facts)


def _decision(scene: Scene, event: Event) -> Written:
    ended = tuple(
        EventEnded(id=scene.ids[name], latest=each.latest, evidence=(ObservationEvidence(by=each.by, at=each.at),))
        for name, each in event.event_ended.items()
    )
    body = msgspec.structs.replace(_body(event, Decision), event_ended=ended)
    names, rests_on = scene.find(*event.names), scene.find(*event.rests_on)
    ground, facts = _optional_ground(scene, event), _facts(scene, event)
    yield "", desk.decide(scene.office, scene.by, names, rests_on, body, ground, facts)


def _hand_over(scene: Scene, event: Event) -> Written:
    names, rests_on = scene.find(*event.names), scene.find(*event.rests_on)
    body, ground, facts = _body(event, HandOver), _optional_ground(scene, event), _facts(scene, event)
    yield "", desk.hand_over(scene.office, scene.by, names, rests_on, body, ground, facts)


def _release_notice(scene: Scene, event: Event) -> Written:
    notices = (each for name in event.notices for each in _notices_of(scene, name))
    parts = [ReleasedPart(footprint=_part(scene, name), **said) for name, said in sorted(event.released.items())]
    names = [*scene.find(*event.names), *notices]
    yield "", desk.release_notice(scene.office, scene.by, names, parts or None, _facts(scene, event))


def _notices_of(scene: Scene, name: str) -> Iterator[str]:
    found = [scene.ids[each] for each in scene.ids if each.startswith(f"{name}/notice-")]
    if not found:
        raise ClearwayBug(f"the story's {name} made no public warning necessary")
    yield from found


def _corridor(scene: Scene, event: Event) -> Written:
    body = _body(event, Corridor)
    yield "", desk.announce_corridor(scene.office, scene.by, _ground(scene, event), body, _facts(scene, event))


def _consent(scene: Scene, event: Event) -> Written:
    said = event.body
    target, facts = _target(scene, event), _facts(scene, event)
    yield "", desk.consent(scene.office, scene.by, target, said["party"], None, said.get("conditions"), facts)


def _confirmation(scene: Scene, event: Event) -> Written:
    note = event.body.get("note")
    yield "", desk.confirm_corridor(scene.office, scene.by, _target(scene, event), None, note, _facts(scene, event))


def _approval(scene: Scene, event: Event) -> Written:
    role, note = ApprovalRole(event.body["as"]), event.body.get("note")
    yield "", desk.approve(scene.office, scene.by, _target(scene, event), role, note, _facts(scene, event))


def _permit(scene: Scene, event: Event) -> Written:
    body, names = _body(event, Permit), scene.find(*event.names)
    yield "", desk.issue_permit(scene.office, scene.by, names, _ground(scene, event), body, _facts(scene, event))


def _claim(scene: Scene, event: Event) -> Written:
    body, disputes = _body(event, Claim), scene.find(*event.disputes)
    yield "", desk.claim(scene.office, scene.by, body, disputes, _facts(scene, event))


def _placed(scene: Scene, event: Event) -> Written:
    names, shaped, because = scene.find(*event.names), scene.find(*event.placed_as), str(event.body["because"])
    yield "", desk.place_unplaced(scene.office, scene.by, names, shaped, because, _facts(scene, event))


def _void(scene: Scene, event: Event) -> Written:
    names, because = scene.find(*event.names), str(event.body["because"])
    yield "", desk.void(scene.office, scene.by, names, because, _facts(scene, event))


def _register(scene: Scene, event: Event) -> Written:
    """A record of one of the office's registers; a visit ``closes`` what an earlier one found."""
    if event.kind is None:
        raise ClearwayBug(f"the story's {event.id} names no register")
    closes = [
        {"visit": scene.ids[visit], "number": number} for visit, numbers in event.closes.items() for number in numbers
    ]
    body = {**event.body, "closes": closes} if closes else event.body
    refs = {
        Rel.ABOUT: scene.find(*event.about),
        Rel.ANSWERS: scene.find(*event.answers),
        Rel.REPLACES: scene.find(*event.replaces),
    }
    ground, facts = _optional_ground(scene, event), _facts(scene, event)
    yield "", register(scene.office, scene.by, event.kind, body, refs, ground, facts)


_ACTS: Mapping[str, Callable[[Scene, Event], Written]] = {
    "statement": _statement,
    "closure": _closure,
    "reopening": _reopening,
    "hostilities": _hostilities,
    "indication": _indication,
    "triage": _triage,
    "area": _area,
    "accident": _accident,
    "find": _find,
    "survey": _survey,
    "technical_survey": _technical_survey,
    "search": _search,
    "control": _control,
    "decision": _decision,
    "hand_over": _hand_over,
    "release_notice": _release_notice,
    "corridor": _corridor,
    "consent": _consent,
    "confirmation": _confirmation,
    "approval": _approval,
    "permit": _permit,
    "claim": _claim,
    "placed": _placed,
    "void": _void,
    "register": _register,
}
