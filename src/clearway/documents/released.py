"""The hand-over certificate and the completion report: what was done to which ground, and what it does not cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clearway.coverage import Coverage, Part, State
from clearway.documents.chart import Chart, Layer
from clearway.documents.model import Control, Indoors, Released, Work
from clearway.documents.paper import (
    GAPS_SHOWN,
    Block,
    Voice,
    area_map,
    balance,
    coverage_share,
    describe,
    describe_lands,
    facts,
    gap_table,
    gaps_left,
    heading,
    layers_of,
    notice,
    paragraph,
    proof,
    records,
    short,
    spots,
    surveyed,
    table,
    thousands,
    turning_points,
)
from clearway.documents.traced import trace
from clearway.geometry import Drawn
from clearway.perimeter import tabulate
from clearway.terms import ControlResult
from clearway.wording import isolated, listing, office, render, term, verbatim

_MAP_MM = (178, 118)


def certificate(released: Released, lang: str) -> dict[str, Any]:
    """The hand-over certificate: three signatures, or what keeps it from being one."""
    voice = Voice(lang, released.head.zone)
    subtitle = voice.say("subtitle.handover", number=released.certificate or "—", recipient=released.recipient or "—")
    blocks = [
        *_force(voice, released),
        _essentials(voice, released),
        *_mapped(voice, released, handed_over=True),
        *_done(voice, released),
        *_risk(voice, released),
        *_turning(voice, released),
        *_signed(voice, released),
        *_traced(voice, released),
    ]
    return describe(voice, released.head, blocks, title=voice.say("title.handover"), subtitle=subtitle)


def completion(released: Released, lang: str) -> dict[str, Any]:
    """The completion report: the same, for areas as they are now, with every gap that is left."""
    voice = Voice(lang, released.head.zone)
    blocks = [
        _essentials(voice, released),
        *_mapped(voice, released, handed_over=False),
        *_done(voice, released),
        *_decisions(voice, released),
        *_gaps(voice, released),
        *_risk(voice, released),
        *_turning(voice, released),
        *_signed(voice, released),
        *_traced(voice, released),
    ]
    subtitle = voice.say("subtitle.completion", at=released.head.issued_at)
    return describe(voice, released.head, blocks, title=voice.say("title.completion"), subtitle=subtitle)


def _force(voice: Voice, released: Released) -> Iterator[Block]:
    if not released.hindrances:
        if released.since is not None:
            yield notice([voice.say("force.in_force", at=released.since)])
        return
    said = [isolated(ar if voice.lang == "ar" else en, voice.lang).terminal for ar, en in released.hindrances]
    yield notice([voice.say("force.not_in_force"), *said], grave=True)


def _essentials(voice: Voice, released: Released) -> Block:
    wanted = released.coverage.wanted
    rows = [
        ("certificate", released.certificate and voice.name(released.certificate)),
        ("recipient", released.recipient and voice.name(released.recipient)),
        ("authority", voice.office(released.head.office)),
        ("product", released.product and voice.term("product", released.product.value)),
        ("depth", voice.say("mm", mm=thousands(wanted.depth_mm)) if wanted.depth_mm else voice.say("not_said")),
        ("standard", released.standard and voice.name(released.standard)),
        ("gap", voice.say("mm", mm=str(wanted.gap_mm))),
        ("unit", released.unit and voice.name(released.unit)),
        ("ground", voice.m2(released.area.m2)),
        ("edge", None if released.edge_error_m is None else voice.say("trace_edge", m=str(released.edge_error_m))),
        ("contact", released.head.contact and voice.name(released.head.contact)),
    ]
    return facts((voice.say(f"label.{name}"), value) for name, value in rows)


def _mapped(voice: Voice, released: Released, *, handed_over: bool) -> Iterator[Block]:
    if released.lands:
        yield heading(voice.say("heading.lands"))
        yield describe_lands(voice, released.lands)
    yield heading(voice.say("heading.map"))
    # The border handed over is drawn upon the area's, which shows beside it where both are one.
    layers = layers_of(released.lands, released.coverage, "area_wide" if handed_over else "area")
    if handed_over:
        layers.append(Layer(released.ground, "released"))
    gaps = spots(gaps_left(released.lands, released.coverage))
    borders = tabulate(released.ground, released.reference)
    chart = Chart(tuple(layers), borders, released.reference, gaps)
    drawn = area_map(voice, chart, *_MAP_MM)
    if drawn is not None:
        yield drawn


def _done(voice: Voice, released: Released) -> Iterator[Block]:
    if released.lands:
        yield heading(voice.say("heading.balance"))
        yield balance(voice, released.figures)
        if released.outside.m2:
            yield paragraph(voice.say("outside", m2=thousands(released.outside.m2)))
    yield heading(voice.say("heading.coverage"))
    yield from _covered(voice, released.coverage)
    yield heading(voice.say("heading.work"))
    yield _works(voice, released.works) if released.works else paragraph(voice.say("work.none"))
    yield heading(voice.say("heading.finds"))
    yield from _finds(voice, released)
    yield heading(voice.say("heading.control"))
    yield from _controls(voice, released.controls)


def _covered(voice: Voice, coverage: Coverage) -> Iterator[Block]:
    whole = thousands(coverage.whole.m2)
    searched = coverage.measured(State.SEARCHED)
    yield coverage_share(coverage)
    lines = [
        voice.say("coverage.share", m2=thousands(searched.m2), whole=whole, share=f"{coverage.permille / 10:.1f}"),
        voice.say("coverage.controlled", m2=thousands(coverage.controlled.m2), whole=whole),
    ]
    yield paragraph(" ".join(lines))
    typed = [
        voice.say(
            "coverage.typed", typed=str(t.percent), computed=f"{t.computed_permille / 10:.1f}", id=short(t.report)
        )
        for t in coverage.typed
    ]
    if typed:
        yield notice(typed)
    parts = [part for part in coverage.parts if part.why is not None]
    if parts:
        head = [voice.say(f"column.{name}") for name in ("state", "m2", "why", "record")]
        rows = [_part(voice, part) for part in parts]
        yield table(head, rows, (1.3, 0.8, 3.4, 1.3), "sess")


def _part(voice: Voice, part: Part) -> list[str]:
    why = voice.term("coverage.why", part.why.value) if part.why else ""
    if part.why and part.said:
        said = verbatim(part.said, voice.lang)
        why = render(
            "coverage.said", voice.lang, why=term("coverage.why", part.why.value, voice.lang), said=said
        ).terminal
    ids = voice.list(short(each) for each in part.reports) if part.reports else "—"
    return [voice.term("coverage.state", part.state.value), voice.name(thousands(part.area.m2)), why, ids]


def _works(voice: Voice, works: Sequence[Work]) -> Block:
    names = ("organisation", "method", "depth", "standard", "when", "inside", "record")
    rows = []
    for work in works:
        report = work.report
        who = voice.list([office(report.organisation, voice.lang), *([report.team] if report.team else [])])
        how = voice.list(
            [term("method", report.method.value, voice.lang), term("purpose", report.purpose.value, voice.lang)]
        )
        period = voice.say("period", start=report.fieldwork.from_earliest, end=report.fieldwork.to_latest)
        inside = voice.name(thousands(work.inside.m2))
        depth = voice.say("mm", mm=str(report.depth_mm))
        rows.append([who, how, depth, voice.name(report.standard), period, inside, voice.name(short(work.id))])
    head = [voice.say(f"column.{name}") for name in names]
    return table(head, rows, (1.3, 1.6, 0.8, 1.1, 1.9, 0.8, 1.2), "ssssses", size=7.4)


def _finds(voice: Voice, released: Released) -> Iterator[Block]:
    head = [voice.say(f"column.{name}") for name in ("item", "quantity", "outcome", "record")]
    rows = [
        [
            voice.name(found.what),
            voice.name(str(found.quantity)),
            voice.say("finds.destroyed" if found.destroyed else "finds.left"),
            voice.name(short(work.id)),
        ]
        for work in released.works
        for found in work.report.finds
    ]
    yield table(head, rows, (3, 0.8, 1.6, 1.2), "sess") if rows else paragraph(voice.say("finds.none"))


def _marked(voice: Voice, released: Released) -> Iterator[Block]:
    yield heading(voice.say("heading.marked"))
    if not released.marked:
        yield paragraph(voice.say("marked.none"))
        return
    names = ("occasion", "system", "condition", "organisation", "seen", "record")
    rows = [
        [
            voice.say(f"marked.{each.marking.occasion}"),
            voice.term("report.marking", each.marking.system),
            voice.term("report.condition", each.marking.condition),
            voice.office(each.marking.organisation),
            voice.day(each.marking.seen_at),
            voice.name(short(each.id)),
        ]
        for each in released.marked
    ]
    head = [voice.say(f"column.{name}") for name in names]
    yield table(head, rows, (1.1, 1.1, 0.9, 1.3, 1.7, 1.2), "ssssss", size=7.4)


def _controls(voice: Voice, controls: Sequence[Control]) -> Iterator[Block]:
    if not controls:
        yield paragraph(voice.say("control.none"))
        return
    passed = [control for control in controls if control.result is ControlResult.PASSED]
    if passed:
        said = [control.sampled_m2 for control in passed if control.sampled_m2 is not None]
        whole = thousands(sum(control.lot.m2 for control in passed))
        yield paragraph(voice.say("control.sampled", part=thousands(sum(said)) if said else None, whole=whole))
    head = [voice.say(f"column.{name}") for name in ("organisation", "result", "sampled", "record")]
    rows = []
    for control in controls:
        whole = thousands(control.lot.m2)
        sampled = voice.say("not_said")
        if control.sampled_m2 is not None:
            sampled = voice.say("of_m2", part=thousands(control.sampled_m2), whole=whole)
        result = voice.term("control", control.result.value)
        if control.failed_on:
            result = f"{result}: {voice.name(control.failed_on)}"
        rows.append([voice.office(control.organisation), result, sampled, voice.name(short(control.id))])
    yield table(head, rows, (1.5, 2.2, 1.6, 1.2), "ssss")


def _decisions(voice: Voice, released: Released) -> Iterator[Block]:
    pieces = [piece for land in released.lands for piece in land.pieces]
    if not pieces:
        return
    yield heading(voice.say("heading.decisions"))
    head = [voice.say(f"column.{name}") for name in ("product", "m2", "since", "organisation", "record")]
    rows = [
        [
            voice.term("product", piece.product.value),
            voice.name(thousands(piece.m2)),
            voice.day(piece.since),
            voice.list(office(each, voice.lang) for each in piece.organisations),
            voice.name(short(piece.decision)),
        ]
        for piece in pieces
    ]
    yield table(head, rows, (1, 0.9, 1.8, 1.6, 1.2), "sesss")


def _gaps(voice: Voice, released: Released) -> Iterator[Block]:
    yield heading(voice.say("heading.gaps"))
    gaps = gaps_left(released.lands, released.coverage)
    if not gaps:
        yield paragraph(voice.say("gaps.none"))
    else:
        yield gap_table(voice, gaps)
    if len(gaps) > GAPS_SHOWN:
        count = len(gaps) - GAPS_SHOWN
        yield paragraph(voice.say("gaps.more", count=str(count), command="clearway coverage ID --json"), 7.6)
    gone = Drawn.of(released.coverage.area).within(surveyed(released.lands)).measure()
    if gone.m2:
        yield paragraph(voice.say("gaps.surveyed", m2=thousands(gone.m2)))


def _risk(voice: Voice, released: Released) -> Iterator[Block]:
    yield heading(voice.say("heading.risk"))
    lines = [voice.say("risk.said"), voice.say("risk.owner")]
    stated = voice.both(released.residual_risk)
    yield notice([*([stated] if stated else []), *lines])
    yield heading(voice.say("heading.not_covered"))
    coverage = released.coverage
    left = Drawn.union(part.drawn for part in coverage.parts if part.state is not State.SEARCHED)
    not_enough = left.minus(surveyed(released.lands)).measure().m2
    depth = voice.text("mm", mm=thousands(coverage.wanted.depth_mm))
    deeper = (
        voice.say("not_covered.deeper", depth=depth) if coverage.wanted.depth_mm else voice.say("not_covered.digging")
    )
    lines = [
        *([voice.say("not_covered.unsearched", m2=thousands(not_enough))] if not_enough else []),
        voice.say("not_covered.unit", unit=released.unit) if released.unit else voice.say("not_covered.buildings"),
        *(_indoors(voice, building) for building in released.buildings),
        deeper,
        voice.say("not_covered.outside"),
        voice.say("not_covered.later"),
    ]
    yield notice([f"• {line}" for line in lines])


def _indoors(voice: Voice, building: Indoors) -> str:
    """Of one building: the units that are handed over by their own names, and those that are not."""
    left = [unit for unit in building.units if unit not in building.released]
    parts = [voice.value(building.name).terminal + ":"]
    if building.released:
        parts.append(voice.say("not_covered.units_released", units=listing(building.released, voice.lang)))
    if left:
        parts.append(voice.say("not_covered.units_left", units=listing(left, voice.lang)))
    return " ".join(parts)


def _turning(voice: Voice, released: Released) -> Iterator[Block]:
    yield heading(voice.say("heading.turning"))
    yield from turning_points(voice, tabulate(released.ground, released.reference), released.reference)
    yield from _marked(voice, released)


def _signed(voice: Voice, released: Released) -> Iterator[Block]:
    declared = None
    if released.certificate:
        declared = voice.say("declared", number=released.certificate, m2=thousands(released.area.m2))
    rows = []
    for signature in released.signatures:
        said = voice.say("unsigned")
        if signature.organisation and signature.at and signature.record:
            said = voice.say(
                "signed",
                organisation=office(signature.organisation, voice.lang),
                at=signature.at,
                id=short(signature.record),
            )
        rows.append({"role": voice.term("approval", signature.role.value), "said": said})
    labels = [voice.say(f"label.{name}") for name in ("name", "position", "signature", "date")]
    title = voice.say("heading.signatures")
    yield {"t": "signatures", "title": title, "declared": declared, "rows": rows, "labels": labels}


def _traced(voice: Voice, released: Released) -> Iterator[Block]:
    yield heading(voice.say("heading.figures"))
    yield _figures(voice, released)
    yield heading(voice.say("heading.records"))
    yield from records(voice, released.rests_on, released.certificate or short(released.head.record))
    yield heading(voice.say("heading.proof"))
    yield from proof(voice, released.head)


def _figures(voice: Voice, released: Released) -> Block:
    """Each figure with the way it was found, its rule and its records."""
    rows = [
        [
            voice.say(f"trace.{figure.name}"),
            figure.value.terminal,
            voice.say(f"trace_how.{figure.name}"),
            voice.name(figure.rule) if figure.rule else "—",
            voice.list(short(each) for each in figure.records) if figure.records else "—",
        ]
        for figure in trace(released, voice)
    ]
    head = [voice.say(f"column.{name}") for name in ("figure", "value", "how", "rule", "records")]
    return table(head, rows, (1.3, 1.5, 3.2, 0.5, 1.5), "sssss", size=6.8)
