"""Coverage as a picture: one sheet with a map, its key in every language and its numbered gaps, as plain SVG.

Colours and patterns say the same, so that it can be read in one colour and in the sun; none of them is green. The
sheet is 297 by 210 mm and needs no font, script or file beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any

from clearway.answering import mark
from clearway.coverage import Coverage, Gap, Part, State, Why
from clearway.documents.chart import Chart, Layer, draw
from clearway.documents.paper import style_of
from clearway.geometry import NOTHING, Measured
from clearway.terms import Realm
from clearway.wording import Text, position, render, term, verbatim

WIDTH, HEIGHT = 297, 210
_LEFT, _TOP, _MAP_WIDTH, _MAP_HEIGHT = 8, 26, 187, 162
_COLUMN, _COLUMN_END = 201, 289
_LISTED = 24
"""Gaps in the list beside the map; all that are numbered on it."""

_STYLES = ("searched", "insufficient", "left_out", "unsearched")
_BEGIN = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}mm" height="{HEIGHT}mm"'
    ' font-family="Noto Sans Arabic, Noto Sans, Arial, sans-serif" font-size="3.1" fill="#111">'
)
_PATTERNS = """<defs>
<pattern id="searched" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0H4V4H0z" fill="#d6e6f5"/>\
<path d="M0 2H4" stroke="#4a7fb0" stroke-width=".25"/></pattern>
<pattern id="insufficient" width="3" height="3" patternUnits="userSpaceOnUse"><path d="M0 0H3V3H0z" fill="#fbe3ad"/>\
<circle cx="1.5" cy="1.5" r=".5" fill="#8a5a00"/></pattern>
<pattern id="unsearched" width="3" height="3" patternUnits="userSpaceOnUse"><path d="M0 0H3V3H0z" fill="#f2b8ae"/>\
<path d="M0 3L3 0" stroke="#8f1d0e" stroke-width=".4"/></pattern>
<pattern id="left_out" width="3" height="3" patternUnits="userSpaceOnUse"><path d="M0 0H3V3H0z" fill="#e3c4d8"/>\
<path d="M0 3L3 0M0 0L3 3" stroke="#5d1a48" stroke-width=".35"/></pattern>
</defs>"""


def picture_of(
    found: Coverage, name: str, at: datetime, zone: str, realm: Realm, languages: Sequence[str] = ("ar", "en")
) -> str:
    """The sheet. ``name`` is how the area is called or numbered; ``at`` the moment of the figures."""
    drawn = draw(_chart(found), _MAP_WIDTH, _MAP_HEIGHT)
    parts = [
        _BEGIN,
        _PATTERNS,
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_head(found, name, at, zone, realm, languages),
        *(_map(found, drawn) if drawn else ()),
        *_key(found, languages),
        *_gaps(found, languages),
        *(_foot(found, drawn, languages) if drawn else ()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _chart(found: Coverage) -> Chart:
    layers = sorted((Layer(part.ground, style_of(part)) for part in found.parts), key=lambda e: _STYLES.index(e.style))
    spots = tuple((gap.inside, str(number)) for number, gap in enumerate(found.gaps[:_LISTED], start=1))
    return Chart(layers=(*layers, Layer(found.area, "border")), spots=spots)


def _write(text: Text | str, x: float, y: float, lang: str = "en", extra: str = "") -> str:
    """A line of text that begins at the left, or for Arabic ends at the right of the space it stands in."""
    plain = text if isinstance(text, str) else text.plain
    turned = ' direction="rtl"' if lang == "ar" else ""
    return f'<text x="{x:g}" y="{y:g}"{turned}{extra}>{escape(plain)}</text>'


def _head(found: Coverage, name: str, at: datetime, zone: str, realm: Realm, languages: Sequence[str]) -> Iterator[str]:
    searched = found.measured(State.SEARCHED)
    for lang in languages:
        x, y = (WIDTH - _LEFT if lang == "ar" else _LEFT), 8
        title = render("coverage.picture.title", lang, name=verbatim(name, lang))
        share = render(
            "coverage.share", lang, m2=str(searched.m2), whole=str(found.whole.m2), share=f"{found.permille / 10:.1f}"
        )
        yield _write(title, x, y, lang, ' font-size="4.6" font-weight="bold"')
        yield _write(share, x, y + 5.5, lang)
        yield _write(render("common.as_of", lang, zone=zone, at=at), x, y + 10, lang, ' font-size="2.7"')
        for sentence in mark(realm, lang):
            yield _write(sentence.text, x, y + 14.5, lang, ' font-weight="bold" fill="#8f1d0e"')


def _map(found: Coverage, drawn: dict[str, Any]) -> Iterator[str]:
    yield f'<svg x="{_LEFT}" y="{_TOP}" width="{_MAP_WIDTH}" height="{_MAP_HEIGHT}">'
    yield f'<rect width="{_MAP_WIDTH}" height="{_MAP_HEIGHT}" fill="#fff" stroke="#111" stroke-width=".6"/>'
    for style in _STYLES:
        rings = [ring for shape in drawn["shapes"] if shape["style"] == style for ring in shape["rings"]]
        if rings:
            outline = 'stroke="#333" stroke-width=".15" fill-rule="evenodd"'
            yield f'<path d="{_path(rings)}" fill="url(#{style})" {outline}/>'
    border = [ring for shape in drawn["shapes"] if shape["style"] == "border" for ring in shape["rings"]]
    yield f'<path d="{_path(border)}" fill="none" stroke="#111" stroke-width=".7"/>'
    yield from _grid(drawn["grid"])
    for spot in drawn["spots"]:
        x, y = spot["at"]
        yield from _spot(x, y, spot["text"])
    if len(found.gaps) > _LISTED:
        yield _write(f"+ {len(found.gaps) - _LISTED}", 2, _MAP_HEIGHT - 2)
    yield "</svg>"


def _path(rings: Iterable[Sequence[tuple[float, float]]]) -> str:
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "z" for ring in rings)


def _grid(grid: dict[str, Any]) -> Iterator[str]:
    for line in grid["x"]:
        x = line["at"]
        yield f'<path d="M{x:g} 0V2M{x:g} {_MAP_HEIGHT - 2}V{_MAP_HEIGHT}" stroke="#111" stroke-width=".2"/>'
        yield _write(line["text"], x + 0.6, 3, extra=' font-size="2"')
    for line in grid["y"]:
        y = line["at"]
        yield f'<path d="M0 {y:g}H2M{_MAP_WIDTH - 2} {y:g}H{_MAP_WIDTH}" stroke="#111" stroke-width=".2"/>'
        yield _write(line["text"], 2.4, y + 0.7, extra=' font-size="2"')


def _spot(x: float, y: float, number: str) -> Iterator[str]:
    """The number stands beside the place, so that it does not hide a small gap."""
    across, up = (-6 if x > _MAP_WIDTH - 10 else 6), (6 if y < 10 else -6)
    yield f'<path d="M{x:g} {y:g}l{across} {up}" stroke="#111" stroke-width=".3"/>'
    yield f'<circle cx="{x:g}" cy="{y:g}" r=".5"/>'
    yield (
        f'<circle cx="{x + across:g}" cy="{y + up:g}" r="2.6" fill="#fff" stroke="#111" stroke-width=".35"/>'
        f'<text x="{x + across:g}" y="{y + up + 1.1:g}" text-anchor="middle" font-weight="bold">{number}</text>'
    )


def _key(found: Coverage, languages: Sequence[str]) -> Iterator[str]:
    """Each pattern that is on the map, with its square metres and its reasons, in every language."""
    y = 30.0
    for style in _STYLES:
        parts = [part for part in found.parts if style_of(part) == style]
        if not parts:
            continue
        area = sum((part.area for part in parts), NOTHING)
        yield (
            f'<rect x="{_COLUMN}" y="{y - 3.6:g}" width="8" height="5" fill="url(#{style})" stroke="#333"'
            ' stroke-width=".2"/>'
        )
        yield _write(f"{_m2(area)} m²", _COLUMN + 10, y, extra=' font-weight="bold"')
        y += 4.2
        for lang in languages:
            state = term("coverage.state", parts[0].state.value, lang)
            reasons = [render(f"coverage.why.{why.value}", lang).plain for why in _whys(parts)]
            between = "؛ " if lang == "ar" else "; "
            line = f"{state.plain}: {between.join(reasons)}" if reasons else state.plain
            yield _write(line, _COLUMN_END if lang == "ar" else _COLUMN, y, lang, ' font-size="2.5"')
            y += 3.6
        y += 3.2
    yield f'<path d="M{_COLUMN} {y - 3:g}H{_COLUMN_END}" stroke="#111" stroke-width=".3"/>'
    for lang in languages:
        said = render("coverage.controlled", lang, m2=str(found.controlled.m2))
        yield _write(said, _COLUMN_END if lang == "ar" else _COLUMN, y, lang, ' font-size="2.5"')
        y += 3.6


def _whys(parts: Iterable[Part]) -> list[Why]:
    return list(dict.fromkeys(part.why for part in parts if part.why is not None))


def _gaps(found: Coverage, languages: Sequence[str]) -> Iterator[str]:
    """The list of gaps, from the bottom of the column upwards, as many as are numbered on the map."""
    shown = found.gaps[:_LISTED]
    y = HEIGHT - 22 - 3.4 * (len(shown) + len(languages))
    for lang in languages:
        title = render("coverage.picture.gaps", lang, count=len(found.gaps))
        yield _write(title, _COLUMN_END if lang == "ar" else _COLUMN, y, lang, ' font-size="2.7" font-weight="bold"')
        y += 3.6
    for number, gap in enumerate(shown, start=1):
        yield from _gap(number, gap, y)
        y += 3.4


def _gap(number: int, gap: Gap, y: float) -> Iterator[str]:
    """One line of the list, in columns."""
    figures = (str(number), f"{_m2(gap.area)} m²", f"↔ {gap.width_mm / 1000:.2f} m")
    for text, end in zip(figures, (5, 25, 46), strict=True):
        yield _write(text, _COLUMN + end, y, extra=' font-size="2.4" text-anchor="end"')
    yield _write(position(*gap.inside, "en"), _COLUMN + 51, y, extra=' font-size="2.4"')


def _foot(found: Coverage, drawn: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    y, bar = _TOP + _MAP_HEIGHT + 7, drawn["bar"]
    for number in range(bar["parts"]):
        fill = "#111" if number % 2 == 0 else "#fff"
        x = _LEFT + number * bar["part_mm"]
        yield (
            f'<rect x="{x:g}" y="{y}" width="{bar["part_mm"]:g}" height="1.6" fill="{fill}" stroke="#111"'
            ' stroke-width=".2"/>'
        )
    end = _LEFT + bar["parts"] * bar["part_mm"]
    yield _write("0", _LEFT, y - 1, extra=' font-size="2.4"')
    yield _write(f"{bar['parts'] * bar['part_m']} m", end - 2, y - 1, extra=' font-size="2.4"')
    yield _write(f"1:{drawn['scale']}", end + 8, y + 1.6, extra=' font-size="2.4"')
    yield f'<path d="M{_LEFT + _MAP_WIDTH - 5} {y + 6}l3 0l-1.5 -9z" fill="#111"/>'
    yield _write("N", _LEFT + _MAP_WIDTH - 4.6, y + 9.6, extra=' font-weight="bold"')
    for number, lang in enumerate(languages):
        asked = render("coverage.picture.wanted", lang, depth_mm=found.wanted.depth_mm, gap_mm=found.wanted.gap_mm)
        x = _LEFT + _MAP_WIDTH - 12 if lang == "ar" else _LEFT
        yield _write(asked, x, y + 6 + 4 * number, lang, ' font-size="2.5"')


def _m2(area: Measured) -> str:
    return str(area.m2) if area.mm2 >= 10_000_000 else f"{area.mm2 / 1e6:.2f}"
