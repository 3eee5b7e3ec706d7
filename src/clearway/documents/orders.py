"""The task order: what a team is asked to do, where exactly, and what must be ready before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clearway.documents.chart import Chart, Layer
from clearway.documents.model import Ordered
from clearway.documents.paper import (
    Block,
    Voice,
    area_map,
    describe,
    describe_lands,
    facts,
    heading,
    notice,
    paragraph,
    proof,
    thousands,
    turning_points,
)
from clearway.perimeter import tabulate
from clearway.wording import term

_MAP_MM = (178, 110)
_BEFORE = ("medical", "radio", "briefed", "marked")


def task_order(ordered: Ordered, lang: str) -> dict[str, Any]:
    """The task order as a document, for one person to order and one to receive."""
    voice = Voice(lang, ordered.head.zone)
    order = ordered.order
    subtitle = voice.say("subtitle.task", number=order.number, work=term("report.work", order.activity, lang))
    blocks = [
        *_order(voice, ordered),
        *_where(voice, ordered),
        *_before(voice),
        *_signed(voice),
        heading(voice.say("heading.proof")),
        *proof(voice, ordered.head),
    ]
    return describe(voice, ordered.head, blocks, title=voice.say("title.task"), subtitle=subtitle)


def _order(voice: Voice, ordered: Ordered) -> Iterator[Block]:
    order = ordered.order
    yield heading(voice.say("heading.order"))
    rows = [
        ("number", voice.name(order.number)),
        ("work", voice.term("report.work", order.activity)),
        ("priority", voice.term("report.priority", order.priority)),
        ("state", voice.term("report.state", order.state)),
        ("organisation", voice.office(order.organisation)),
        ("team", order.team and voice.name(order.team)),
        ("planned", voice.say("period", start=order.planned.from_, end=order.planned.until)),
        ("standard", voice.name(order.standard)),
        ("depth", voice.say("mm", mm=thousands(order.depth_mm)) if order.depth_mm is not None else None),
        ("gap", voice.say("mm", mm=str(order.gap_mm))),
        ("ground", voice.m2(ordered.area.m2)),
        ("note", order.note and voice.name(order.note)),
        ("contact", ordered.head.contact and voice.name(ordered.head.contact)),
    ]
    yield facts((voice.say(f"label.{name}"), value) for name, value in rows)
    yield notice([voice.say("task.intro")])


def _where(voice: Voice, ordered: Ordered) -> Iterator[Block]:
    if ordered.lands:
        yield heading(voice.say("heading.lands"))
        yield describe_lands(voice, ordered.lands)
    if ordered.ground.is_empty:
        return
    yield heading(voice.say("heading.map"))
    borders = tabulate(ordered.ground, ordered.reference)
    layers = [Layer(land.ground, land.classification) for land in ordered.lands]
    known = [land.ground for land in ordered.lands]
    if ordered.ground not in known:
        layers.append(Layer(ordered.ground, "worked"))
    drawn = area_map(voice, Chart(tuple(layers), borders, ordered.reference), *_MAP_MM)
    if drawn is not None:
        yield drawn
    yield heading(voice.say("heading.turning"))
    yield from turning_points(voice, borders, ordered.reference)


def _before(voice: Voice) -> Iterator[Block]:
    yield heading(voice.say("heading.before"))
    for name in _BEFORE:
        yield paragraph(f"☐ {voice.say(f'before.{name}')}")


def _signed(voice: Voice) -> Iterator[Block]:
    labels = [voice.say(f"label.{name}") for name in ("name", "position", "signature", "date")]
    rows = [{"role": voice.term("approval", role), "said": ""} for role in ("authority", "operator")]
    title = voice.say("heading.signatures")
    yield {"t": "signatures", "title": title, "declared": None, "rows": rows, "labels": labels}
