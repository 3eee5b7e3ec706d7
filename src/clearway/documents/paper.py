"""From facts to the blocks of a page, in one language: what stands where, with every number isolated.

A description is plain lists and strings; the template draws it and knows no words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import segno

from clearway.accounting import Figures, Piece
from clearway.coverage import Coverage, Gap, Part, Why
from clearway.documents.chart import Chart, Layer, draw
from clearway.documents.code import WHOLE
from clearway.documents.model import Head, Land
from clearway.geometry import Drawn, Position
from clearway.perimeter import Border, write_degrees, write_mgrs, write_utm
from clearway.records import BothLanguages
from clearway.terms import Product, Realm
from clearway.wording import LANGUAGES, Text, listing, office, render, term, verbatim

Block = dict[str, Any]

FIGURES = ("original", "added", "cancelled", "reduced", "cleared", "remaining")
GAPS_SHOWN = 12
SURVEYED = (Product.CANCELLED, Product.REDUCED)
_CODE_MM = 44
_MODULE_MM = 0.42
"""What a telephone's camera tells apart on paper from an office printer."""
_COLOURS = ("confirmed", "suspected", "other")
STATES = ("searched", "insufficient", "left_out", "unsearched")
_HATCHES = (*STATES, "worked", "cancelled", "reduced", "cleared")


class Voice:
    """Words in one language and zone, written out as the template takes them."""

    def __init__(self, lang: str, zone: str) -> None:
        self.lang = lang
        self.zone = zone

    def text(self, key: str, **values: Any) -> Text:
        """A sentence or a label of the catalogue, under ``document``."""
        return render(f"document.{key}", self.lang, zone=self.zone, **values)

    def say(self, key: str, **values: Any) -> str:
        """The same, written out."""
        return self.text(key, **values).terminal

    def words(self, group: str, code: str) -> Text:
        """The words for a code."""
        return term(group, code, self.lang)

    def term(self, group: str, code: str) -> str:
        """The same, written out."""
        return self.words(group, code).terminal

    def value(self, words: str) -> Text:
        """Words that are not ours."""
        return verbatim(words, self.lang)

    def name(self, words: str) -> str:
        """The same, written out."""
        return self.value(words).terminal

    def office(self, code: str) -> str:
        """An office or organisation as people call it."""
        return office(code, self.lang).terminal

    def both(self, words: BothLanguages | None) -> str | None:
        """Words in the page's language, else in the other."""
        if words is None:
            return None
        found = getattr(words, self.lang) or next(
            (getattr(words, each) for each in LANGUAGES if getattr(words, each)), None
        )
        return self.name(found) if found else None

    def list(self, items: Iterable[str | Text]) -> str:
        """Several values in a row."""
        return listing(items, self.lang).terminal

    def day(self, at: datetime) -> str:
        """A day, with its weekday."""
        return self.say("day", at=at)

    def moment(self, at: datetime) -> str:
        """A day and an hour."""
        return self.say("moment", at=at)

    def m2(self, m2: int) -> str:
        """Square metres, thousands apart."""
        return self.say("m2", m2=thousands(m2))


def thousands(number: int) -> str:
    """Digits in groups of three, with a narrow gap that does not break."""
    return f"{number:,}".replace(",", "\u202f")


def short(record: str) -> str:
    """The beginning of a record's id: enough for ``clearway explain``."""
    return record.removeprefix("sha256:")[:12]


def describe(
    voice: Voice, head: Head, blocks: Sequence[Block], *, title: str, subtitle: str, paper: str = "a4", **more: Any
) -> dict[str, Any]:
    """The whole document, as the template takes it."""
    at = head.issued_at.astimezone(ZoneInfo(voice.zone))
    return {
        "lang": voice.lang,
        "dir": "rtl" if voice.lang == "ar" else "ltr",
        "paper": paper,
        "landscape": False,
        "sheet": None,
        "title": title,
        "subtitle": subtitle,
        "author": head.office,
        "issued": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "office": voice.office(head.office),
        "headline": title,
        "mark": voice.term("mark", head.realm.value) if head.realm is not Realm.ACTUAL else None,
        "foot": voice.say("foot", id=short(head.record), at=head.issued_at),
        "blocks": list(blocks),
        **more,
    }


def heading(text: str) -> Block:
    """The heading of a section."""
    return {"t": "heading", "text": text}


def paragraph(text: str, size: float = 9) -> Block:
    """A paragraph."""
    return {"t": "para", "text": text, "size": size}


def facts(rows: Iterable[tuple[str, str | None]], label: int = 38) -> Block:
    """Labels with their values; what is not known is left out."""
    return {"t": "facts", "label": label, "rows": [[name, value] for name, value in rows if value]}


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float | None], align: str, **more: Any
) -> Block:
    """A table; ``align`` is a letter a column: s (side of the beginning), e (of the end), m (middle)."""
    words = {"s": "start", "e": "end", "m": "middle"}
    cells = [list(row) for row in rows]
    return {
        "t": "table",
        "head": list(head),
        "rows": cells,
        "widths": list(widths),
        "align": [words[a] for a in align],
        **more,
    }


def notice(lines: Iterable[str], *, grave: bool = False) -> Block:
    """A frame with something that must not be overlooked."""
    return {"t": "notice", "lines": list(lines), "tone": "grave" if grave else "plain"}


def balance(voice: Voice, figures: Figures) -> Block:
    """Square metres as they balance; what remains stands out."""
    return {
        "t": "sum",
        "cells": [
            {
                "label": voice.say(f"figure.{name}"),
                "value": thousands(getattr(figures, name)),
                "strong": name == "remaining",
            }
            for name in FIGURES
        ],
    }


def area_map(voice: Voice, chart: Chart, width_mm: float, height_mm: float) -> Block | None:
    """The map with its caption and legend; None if there is no ground to draw."""
    drawn = draw(chart, width_mm, height_mm)
    if not drawn:
        return None
    return {"t": "map", "chart": drawn, "caption": caption(voice, drawn), "legend": legend(voice, chart, drawn)}


def caption(voice: Voice, drawn: dict[str, Any]) -> str:
    """Scale, grid and north of a map."""
    turn = drawn["convergence"]
    return voice.say(
        "map.caption",
        scale=f"1:{thousands(drawn['scale'])}",
        grid=f"UTM {drawn['zone']}",
        datum="WGS 84",
        step=thousands(drawn["grid"]["step"]),
        turned=voice.text(f"map.{'west' if turn < 0 else 'east'}", angle=f"{abs(turn):.2f}°"),
    )


def legend(voice: Voice, chart: Chart, drawn: dict[str, Any]) -> list[dict[str, str]]:
    """What the symbols on this map mean, each once."""
    styles = list(dict.fromkeys(layer.style for n, layer in enumerate(chart.layers) if _is_seen(n, chart.layers)))
    if drawn["points"]:
        styles += ["start", "point"]
    if drawn["reference"] is not None:
        styles.append("reference")
    if chart.spots:
        styles.append("gap")
    return [{"style": style, "text": voice.say(f"legend.{style}")} for style in styles]


def _is_seen(number: int, layers: Sequence[Layer]) -> bool:
    """Whether ground of this layer shows: what is hatched hides the colour and the hatches under it."""
    layer = layers[number]
    if layer.style not in (*_COLOURS, *_HATCHES):
        return not layer.ground.is_empty
    above = Drawn.union(Drawn.of(other.ground) for other in layers[number + 1 :] if other.style in _HATCHES)
    return Drawn.of(layer.ground).minus(above).measure().m2 > 0


def turning_points(voice: Voice, borders: Sequence[Border], reference: Position | None) -> Iterator[Block]:
    """The table of turning points: bearing and distance from the point before, UTM, MGRS, degrees."""
    names = ("point", "bearing", "distance")
    head = [*(voice.say(f"column.{name}") for name in names), "UTM", "MGRS", voice.say("column.degrees")]
    rows = []
    if reference is not None:
        rows.append(["RP", "", "", *_grids(reference)])
    for border in borders:
        for turning in border.turnings:
            leg = turning.leg
            said = [f"{leg.bearing:.1f}°", f"{leg.distance_m:.1f}"] if leg else ["", ""]
            rows.append([turning.name, *said, *_grids(turning.position)])
        first = border.turnings[0].name
        rows.append([f"→ {first}", f"{border.back.bearing:.1f}°", f"{border.back.distance_m:.1f}", "", "", ""])
    cells = [[voice.name(cell) if cell else "" for cell in row] for row in rows]
    yield table(head, cells, (0.7, 0.8, 0.8, 1.9, 1.75, 2.5), "seesss", size=7.2)
    length = sum(border.length_m for border in borders)
    yield paragraph(voice.say("turning.note", length=f"{length:.1f}"), 7.6)


def _grids(position: Position) -> list[str]:
    return [write_utm(position), write_mgrs(position), write_degrees(position)]


def coverage_share(coverage: Coverage) -> Block:
    """Searched, insufficient, not searched: a bar in proportion."""
    whole = max(coverage.whole.mm2, 1)
    shares = {
        style: 1000 * sum(part.area.mm2 for part in coverage.parts if style_of(part) == style) / whole
        for style in STATES
    }
    parts = [{"style": style, "share": round(share, 1)} for style, share in shares.items() if share > 0]
    return {"t": "share", "parts": parts}


def style_of(part: Part) -> str:
    """The symbol of ground by how it was searched; what a team left out, for a reason, has its own."""
    return "left_out" if part.why is Why.LEFT_OUT else part.state.value


def layers_of(lands: Sequence[Land], coverage: Coverage | None, border: str = "area") -> list[Layer]:
    """Areas by class, how they were searched with the worst drawn last, what decisions released, and their borders.

    Ground that a decision cancelled or reduced is drawn so, not as unsearched: nobody was to search it any more. Where
    there is no search to be shown, cleared ground is drawn too. ``border`` is the style of the borders.
    """
    layers = [Layer(land.ground, land.classification) for land in lands]
    if coverage is not None:
        worst_last = sorted(coverage.parts, key=lambda part: STATES.index(style_of(part)))
        layers += [Layer(part.ground, style_of(part)) for part in worst_last]
    shown = tuple(Product) if coverage is None else SURVEYED
    layers += [
        Layer(piece.ground, piece.product.value) for land in lands for piece in land.pieces if piece.product in shown
    ]
    if len(layers) > len(lands):
        layers += [Layer(land.ground, border) for land in lands]
    return layers


class Counted(Protocol):
    """An area with what decisions took from it."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The parts that decisions count."""


def surveyed(lands: Iterable[Counted]) -> Drawn:
    """Ground of the areas that decisions cancelled or reduced."""
    return Drawn.union(piece.drawn for land in lands for piece in land.pieces if piece.product in SURVEYED)


def gaps_left(lands: Sequence[Counted], coverage: Coverage) -> list[Gap]:
    """The gaps in ground that no decision cancelled or reduced."""
    gone = surveyed(lands)
    return [
        gap
        for gap in coverage.gaps
        if gap.drawn.within(gone).measure().mm2 == 0 or gap.drawn.minus(gone).measure().m2 > 0
    ]


def spots(gaps: Sequence[Gap]) -> tuple[tuple[Position, str], ...]:
    """The numbers that gaps bear on a map, each where one can walk to."""
    return tuple((gap.inside, str(number)) for number, gap in enumerate(gaps[:GAPS_SHOWN], start=1))


def gap_table(voice: Voice, gaps: Sequence[Gap], size: float = 8) -> Block:
    """Gaps with a position to walk to, as many as a page holds well."""
    names = ("gap", "m2", "width", "at", "why")
    rows = [
        [
            voice.name(str(number)),
            voice.name(thousands(gap.area.m2)),
            voice.name(f"{gap.width_mm / 1000:.1f}"),
            f"{voice.name(write_mgrs(gap.inside))}\n{voice.name(write_degrees(gap.inside))}",
            " ".join(voice.term("coverage.why", why.value) for why in gap.why),
        ]
        for number, gap in enumerate(gaps[:GAPS_SHOWN], start=1)
    ]
    return table([voice.say(f"column.{name}") for name in names], rows, (0.6, 0.8, 0.9, 2.2, 3), "meess", size=size)


def describe_lands(voice: Voice, lands: Sequence[Land]) -> Block:
    """The areas that a document is about."""
    head = [voice.say(f"column.{name}") for name in ("area", "class", "contamination", "numbers", "record")]
    rows = [
        [
            _called(voice, land),
            voice.term("account.class", land.classification),
            voice.list(term("report.category", each, voice.lang) for each in land.contamination),
            "\n".join(voice.name(number) for number in land.numbers) or "—",
            voice.name(short(land.id)),
        ]
        for land in lands
    ]
    return table(head, rows, (1.5, 1.6, 1.5, 1.5, 1.0), "sssss")


def _called(voice: Voice, land: Land) -> str:
    """The area's own name, and the place where it lies."""
    return " · ".join(filter(None, (voice.both(land.name), voice.both(land.place)))) or voice.say("unnamed")


def records(voice: Voice, rests_on: Sequence[tuple[str, str]], asked: str) -> Iterator[Block]:
    """Every record that a document rests on, by its whole id."""
    rows = [[voice.term("kind", kind), voice.name(record.removeprefix("sha256:"))] for kind, record in rests_on]
    yield table([voice.say("column.kind"), voice.say("column.id")], rows, (1, 3.4), "ss", size=6.6)
    yield paragraph(voice.say("records.note", command=f"clearway explain {asked}"), 7.6)


def proof(voice: Voice, head: Head, *, narrow: bool = False) -> Iterator[Block]:
    """The QR code of the proof, and what it is good for."""
    lines = [
        voice.say("proof.record", id=head.record.removeprefix("sha256:")),
        voice.say("proof.log", log=head.origin),
    ]
    if head.logged_at is not None:
        lines.append(voice.say("proof.logged", at=head.logged_at))
    if head.proof is None:
        yield notice([*lines, voice.say("proof.none")])
        return
    whole = head.proof.startswith(WHOLE)
    lines.append(voice.say("proof.whole" if whole else "proof.how", command="clearway verify FILE"))
    code = segno.make(head.proof, error="l", micro=False, encoding=None if whole else "utf-8")
    svg = code.svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True)
    yield {
        "t": "proof",
        "svg": svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        "size": _CODE_MM if narrow else max(_CODE_MM, round(code.symbol_size(border=4)[0] * _MODULE_MM)),
        "narrow": narrow,
        "lines": lines,
        "alt": voice.say("proof.alt"),
    }
