"""The field map: one A3 sheet with grid, scale bar, north, reference point and turning points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clearway.documents.chart import Chart, Layer, draw
from clearway.documents.model import Sheet
from clearway.documents.paper import (
    Block,
    Voice,
    caption,
    describe,
    facts,
    gap_table,
    gaps_left,
    heading,
    layers_of,
    legend,
    paragraph,
    proof,
    spots,
    table,
    turning_points,
)
from clearway.perimeter import Border, leg_between, tabulate, write_degrees, write_mgrs
from clearway.perimeter.geodesy import to_degrees
from clearway.problems import refuse
from clearway.wording import term

_MAP_MM = (290, 250)
_MOST_BESIDE = 24
_MOST_GAPS_BESIDE = 4


def field_map(sheet: Sheet, lang: str) -> dict[str, Any]:
    """The map sheet; turning points that do not fit beside it stand on the next. Refused: ``document.no_ground``."""
    voice = Voice(lang, sheet.head.zone)
    borders = tabulate(sheet.ground, sheet.reference)
    gaps = [] if sheet.coverage is None else gaps_left(sheet.lands, sheet.coverage)
    layers = layers_of(sheet.lands, sheet.coverage)
    if not sheet.lands:
        layers.append(Layer(sheet.ground, "other"))
    chart = Chart(tuple(layers), borders, sheet.reference, spots(gaps))
    drawn = draw(chart, *_MAP_MM)
    if not drawn:
        refuse("document.no_ground", id=sheet.head.record)
    beside = [*_beside(voice, sheet), *_compact(voice, borders), paragraph(caption(voice, drawn), 8)]
    if gaps and len(gaps) <= _MOST_GAPS_BESIDE:
        beside += [heading(voice.say("heading.gaps")), gap_table(voice, gaps, 6.6)]
    crowded = sum(len(border.turnings) for border in borders) > _MOST_BESIDE
    more: list[Block] = [{"t": "break"}]
    if crowded:
        more += [heading(voice.say("heading.turning")), *turning_points(voice, borders, sheet.reference)]
    if len(gaps) > _MOST_GAPS_BESIDE:
        more += [heading(voice.say("heading.gaps")), gap_table(voice, gaps)]
    return describe(
        voice,
        sheet.head,
        more if len(more) > 1 else [],
        title=voice.say("title.map"),
        subtitle=voice.say("subtitle.map", at=sheet.head.issued_at),
        paper="a3",
        landscape=True,
        sheet={
            "chart": drawn,
            "beside": beside,
            "legend": legend(voice, chart, drawn),
            "below": list(proof(voice, sheet.head, narrow=True)),
        },
    )


def _compact(voice: Voice, borders: Sequence[Border]) -> Iterator[Block]:
    """The turning points as far as they fit beside the map: what one needs while walking."""
    if sum(len(border.turnings) for border in borders) > _MOST_BESIDE:
        return
    rows = []
    for border in borders:
        for turning in border.turnings:
            leg = turning.leg
            said = [f"{leg.bearing:.1f}°", f"{leg.distance_m:.1f}"] if leg else ["", ""]
            rows.append([turning.name, *said, turning.mgrs])
        back = border.back
        rows.append([f"→ {border.turnings[0].name}", f"{back.bearing:.1f}°", f"{back.distance_m:.1f}", ""])
    head = [*(voice.say(f"column.{name}") for name in ("point", "bearing", "distance")), "MGRS"]
    cells = [[voice.name(cell) if cell else "" for cell in row] for row in rows]
    yield table(head, cells, (0.9, 1, 0.9, 2.1), "sees", size=7.4)


def _beside(voice: Voice, sheet: Sheet) -> Iterator[Block]:
    for land in sheet.lands:
        name = voice.both(land.name) or voice.both(land.place) or voice.say("unnamed")
        kinds = voice.list(term("report.category", each, voice.lang) for each in land.contamination)
        yield facts(
            [
                (voice.say("column.area"), name),
                (voice.say("column.class"), voice.term("account.class", land.classification)),
                (voice.say("column.contamination"), kinds),
                (voice.say("column.numbers"), voice.list(land.numbers) if land.numbers else None),
                (voice.say("column.record"), voice.name(land.id.removeprefix("sha256:")[:12])),
            ],
            label=24,
        )
    rows: list[tuple[str, str | None]] = [(voice.say("label.ground"), voice.m2(sheet.area.m2))]
    if sheet.reference is not None:
        rows.append((voice.say("label.reference"), voice.name(write_mgrs(sheet.reference))))
        rows.append(("", voice.name(write_degrees(sheet.reference))))
    rows.append((voice.say("label.contact"), sheet.head.contact and voice.name(sheet.head.contact)))
    yield facts(rows, label=24)
    start = tabulate(sheet.ground, sheet.reference)[0].turnings[0].position
    if sheet.reference is not None:
        leg = leg_between(to_degrees(sheet.reference), to_degrees(start))
        yield paragraph(voice.say("map.lead", bearing=f"{leg.bearing:.1f}°", distance=f"{leg.distance_m:.1f}"), 8)
