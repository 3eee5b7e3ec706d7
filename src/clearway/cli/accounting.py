"""Commands that count: what was searched of an area, and the account of land release."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from clearway.accounting import By, Period, Row
from clearway.accounting.account import UNKNOWN
from clearway.answering import mark
from clearway.answering.document import instant
from clearway.cli.boundary import Verb
from clearway.cli.options import FILE
from clearway.cli.parameters import INSTANT
from clearway.cli.rendering import (
    building_document,
    buildings,
    open_document,
    open_findings,
    say,
    show,
    show_json,
)
from clearway.cli.session import Session, get_session
from clearway.coverage import Coverage, State, Wanted
from clearway.desk.accounts import Accounted, account_of, to_search, write_coverage
from clearway.desk.accounts import coverage as desk_coverage
from clearway.desk.due import list_open_about
from clearway.desk.units import list_buildings
from clearway.geometry import Measured
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.wording import Text, kind_name, listing, position, render, term, verbatim

_COLUMNS = ("opening", "new", "added", "returned", "moved", "cancelled", "reduced", "cleared", "withdrawn", "closing")
_ALWAYS = ("opening", "new", "cancelled", "reduced", "cleared", "closing")
_FIGURES = ("original", "added", "cancelled", "reduced", "cleared", "remaining")
_SHOWN = 12
"""Gaps listed in the terminal; the JSON has them all."""


@click.command("account", cls=Verb)
@click.argument("areas", nargs=-1, metavar="[ID…]")
@click.option("--by", type=click.Choice([by.value for by in By]), default=By.TOTAL.value, show_default=True)
@click.option("--from", "start", type=INSTANT, help="Opening balance at this moment; else from the beginning.")
@click.option("--to", "end", type=INSTANT, help="Closing balance at this moment; else now.")
def account(areas: tuple[str, ...], by: str, start: datetime | None, end: datetime | None) -> None:
    """Account for the hazardous areas in square metres: what came, what was released, and what remains."""
    session = get_session()
    period = Period(start, end or session.office.now())
    found = account_of(session.office, period, By(by), areas)
    members = tuple(member for balance in found.account.closing for member in balance.evidence.members)
    inside = list_buildings(session.office, members, period.end)
    if session.as_json:
        show_json({**_account_document(found), "buildings": [building_document(each) for each in inside]})
        return
    show(*(sentence.text for sentence in mark(session.office.realm, session.language)))
    show(*_account(found, session), *buildings(inside, session.language))


def _account(found: Accounted, session: Session) -> Iterator[Text]:
    lang, zone = session.language, session.office.settings.zone
    counted = found.account
    yield render("account.period", lang, zone=zone, end=counted.period.end, start=counted.period.start)
    lines = [(_key(key, counted.by, session), row) for key, row in counted.rows if counted.by is not By.TOTAL]
    lines.append((render("account.total", lang), counted.total))
    columns = [c for c in _COLUMNS if c in _ALWAYS or any(getattr(row, c) for _, row in lines)]
    yield from _table(lines, columns, lang)
    figures = counted.figures
    yield render("account.balance", lang, **{name: str(getattr(figures, name)) for name in _FIGURES})
    errors = sum((balance.difference for balance in counted.closing), Measured())
    yield render("account.difference", lang, m2=_decimal(errors.mm2), error=_decimal(errors.error_mm2))
    for each in found.differing:
        yield render(
            "account.differing",
            lang,
            kind=kind_name(each.kind, lang),
            id=verbatim(each.record, lang),
            reported=str(each.reported_m2),
            computed=str(each.computed.m2),
        )
    for outside in found.additional:
        yield render("account.additional", lang, m2=str(outside.area.m2), id=verbatim(outside.decision, lang))
    for pair in found.overlaps:
        ids = listing([verbatim(each, lang) for each in pair.areas], lang)
        yield render("account.overlap", lang, m2=str(pair.area.m2), ids=ids)
    for balance in counted.closing:
        for record in balance.unshaped:
            yield render("account.unshaped", lang, id=verbatim(record, lang))


def _key(key: str, by: By, session: Session) -> Text:
    lang = session.language
    if by is By.CLASS:
        return term("account.class", key, lang)
    if key == UNKNOWN:
        return render("account.unknown", lang)
    if by is By.DISTRICT and (place := session.office.places.find_by_id(key)):
        return verbatim(place.name(lang), lang)
    return verbatim(_called(key, session) if by is By.AREA else key, lang)


def _called(area: str, session: Session) -> str:
    """What an area is called in lists: its number where it came from, its name, else the beginning of its id."""
    body = session.office.get_record(area).record.body
    short = area[: len("sha256:") + 12]
    if not isinstance(body, HazardousArea):
        return short
    names = (body.name.ar, body.name.en) if body.name and session.language == "ar" else ()
    names = names or ((body.name.en, body.name.ar) if body.name else ())
    called = [each for each in (body.legacy_id, *names) if each][:1]
    return f"{called[0]} ({short})" if called else short


def _table(lines: Sequence[tuple[Text, Row]], columns: Sequence[str], lang: str) -> Iterator[Text]:
    """Rows of aligned cells."""
    head = [render("account.key", lang), *(render(f"account.column.{column}", lang) for column in columns)]
    rows = [head] + [[key, *(verbatim(str(getattr(row, c)), lang) for c in columns)] for key, row in lines]
    widths = [max(_width(cells[n]) for cells in rows) for n in range(len(head))]
    for cells in rows:
        # A line without an Arabic letter would be laid out from the left, its columns in the other order.
        parts: list[Any] = ["\u200f"] if lang == "ar" else []
        for n, cell in enumerate(cells):
            gap = " " * (widths[n] - _width(cell))
            parts += [*cell.parts, gap] if n == 0 else ["  ", gap, *cell.parts]
        yield Text(tuple(parts), lang)


def _width(cell: Text) -> int:
    """How many places a cell takes; marks stand above and below letters."""
    return sum(not unicodedata.combining(letter) for letter in cell.plain)


def _decimal(mm2: int) -> str:
    return f"{mm2 / 1e6:.3f}"


def _account_document(found: Accounted) -> dict[str, Any]:
    counted = found.account
    return {
        "period": {"from": instant(counted.period.start), "to": instant(counted.period.end)},
        "by": counted.by.value,
        "unit": "m2",
        "rows": [{"key": key, **_row(row)} for key, row in counted.rows],
        "total": _row(counted.total),
        "balance": {name: getattr(counted.figures, name) for name in _FIGURES},
        "areas": [
            {
                "area": balance.family.first,
                "records": [member.id for member in balance.family.members],
                **{name: getattr(balance.figures, name) for name in _FIGURES},
                "withdrawn": balance.withdrawn.m2,
                "measured_mm2": {
                    "original": _measured(balance.original),
                    "added": _measured(balance.added),
                    "remaining": _measured(balance.remaining),
                    "difference": _measured(balance.difference),
                },
                "released": [
                    {
                        "decision": piece.decision,
                        "product": piece.product.value,
                        "since": instant(piece.since),
                        "by": list(piece.organisations),
                        "m2": piece.m2,
                        "measured_mm2": _measured(piece.area),
                    }
                    for piece in balance.pieces
                ],
                "without_shape": list(balance.unshaped),
            }
            for balance in counted.closing
        ],
        "differing": [
            {"record": d.record, "kind": d.kind, "reported_m2": d.reported_m2, "computed_mm2": _measured(d.computed)}
            for d in found.differing
        ],
        "additional": [
            {"decision": a.decision, "product": a.product.value, "m2": a.area.m2, "e7": a.ground.e7}
            for a in found.additional
        ],
        "overlaps": [{"areas": list(pair.areas), "m2": pair.area.m2} for pair in found.overlaps],
    }


def _row(row: Row) -> dict[str, int]:
    return {name: getattr(row, name) for name in (*_COLUMNS, "areas", "open_areas")}


def _measured(area: Measured) -> dict[str, int]:
    return {"mm2": area.mm2, "error_mm2": area.error_mm2}


# --- coverage ------------------------------------------------------------------------------------------------------


@click.command("coverage", cls=Verb)
@click.argument("area", metavar="ID")
@click.option("--depth-mm", type=click.IntRange(0, 20_000), default=0, help="Depth that a search must reach to count.")
@click.option("--gap-mm", type=click.IntRange(0, 500), default=0, help="Gaps up to this width count as searched.")
@click.option("--standard", help="The standard that a search must be to; else any but none.")
@click.option("--decision", metavar="ID", help="What this decision asks, of the reports it rests on.")
@click.option("--out", type=FILE, help="Draw it as a picture (SVG) too: one sheet with its key and numbered gaps.")
def coverage(
    area: str, depth_mm: int, gap_mm: int, standard: str | None, decision: str | None, out: Path | None
) -> None:
    """Compute how much of an area was searched, what was not enough and why, and where gaps are left."""
    session = get_session()
    wanted = Wanted(depth_mm=depth_mm, gap_mm=gap_mm, standard=standard)
    found = desk_coverage(session.office, area, wanted, decision)
    work = [session.office.get_record(area).id, *(search.id for search in found.searches)]
    faults = list_open_about(session.office, work, session.office.now())
    inside = list_buildings(session.office, tuple(work[:1]), session.office.now())
    found, gone = to_search(session.office, area, found)
    if out is not None:
        write_coverage(session.office, area, found, out)
    if session.as_json:
        more = {
            "open_non_conformities": [open_document(each) for each in faults],
            "buildings": [building_document(each) for each in inside],
        }
        show_json({**_coverage_document(found), "surveyed_m2": gone.m2, **more})
        return
    show(*(sentence.text for sentence in mark(session.office.realm, session.language)))
    lang = session.language
    show(*_coverage(found, gone, session), *open_findings(faults, lang), *buildings(inside, lang))
    if out is not None:
        say(session, "coverage.picture.written", file=str(out), err=True)


def _coverage(found: Coverage, gone: Measured, session: Session) -> Iterator[Text]:
    lang = session.language
    searched = found.measured(State.SEARCHED)
    yield render(
        "coverage.share", lang, m2=str(searched.m2), whole=str(found.whole.m2), share=f"{found.permille / 10:.1f}"
    )
    yield render("coverage.controlled", lang, m2=str(found.controlled.m2))
    for typed in found.typed:
        yield render(
            "coverage.typed",
            lang,
            typed=str(typed.percent),
            computed=f"{typed.computed_permille / 10:.1f}",
            id=verbatim(typed.report, lang),
        )
    for part in found.parts:
        if part.why is None:
            continue
        why = render(f"coverage.why.{part.why.value}", lang)
        if part.said is not None:
            why = render("coverage.said", lang, why=why, said=verbatim(part.said, lang))
        yield render(
            "coverage.part", lang, state=term("coverage.state", part.state.value, lang), why=why, m2=_m2(part.area)
        )
    if found.narrow.mm2:
        yield render("coverage.narrow", lang, m2=_decimal(found.narrow.mm2))
    for number, gap in enumerate(found.gaps[:_SHOWN], start=1):
        yield render(
            "coverage.gap",
            lang,
            number=str(number),
            m2=_m2(gap.area),
            width=f"{gap.width_mm / 1000:.2f}",
            inside=position(*gap.inside, lang),
        )
        if len(gap.turning_points) <= _SHOWN:
            points = [position(x, y, lang) for x, y in gap.turning_points]
            yield render("coverage.turning_points", lang, points=_semicolons(points, lang))
    if len(found.gaps) > _SHOWN:
        yield render("coverage.more_gaps", lang, count=str(len(found.gaps) - _SHOWN), option="--json")
    if gone.m2:
        yield render("document.gaps.surveyed", lang, m2=str(gone.m2))


def _m2(area: Measured) -> str:
    """Whole square metres; what is less than ten of them with more places."""
    return str(area.m2) if area.mm2 >= 10_000_000 else _decimal(area.mm2)


def _semicolons(points: Sequence[Text], lang: str) -> Text:
    mark_between = "؛ " if lang == "ar" else "; "
    parts = [part for point in points for part in (mark_between, *point.parts)]
    return Text(tuple(parts[1:]), lang)


def _coverage_document(found: Coverage) -> dict[str, Any]:
    return {
        "wanted": {
            "depth_mm": found.wanted.depth_mm,
            "gap_mm": found.wanted.gap_mm,
            "standard": found.wanted.standard,
            "after": instant(found.wanted.after),
        },
        "unit": "m2",
        "whole": {"m2": found.whole.m2, **_measured(found.whole)},
        "searched_permille": found.permille,
        "controlled_m2": found.controlled.m2,
        "parts": [
            {
                "state": part.state.value,
                "why": part.why.value if part.why else None,
                "said": part.said,
                "m2": part.area.m2,
                **_measured(part.area),
                "reports": list(part.reports),
                "e7": part.ground.e7,
            }
            for part in found.parts
        ],
        "gaps": [
            {
                "m2": gap.area.m2,
                **_measured(gap.area),
                "inside": list(gap.inside),
                "width_mm": gap.width_mm,
                "why": [why.value for why in gap.why],
                "e7": gap.ground.e7,
            }
            for gap in found.gaps
        ],
        "narrow_mm2": found.narrow.mm2,
        "typed": [
            {"report": t.report, "percent": t.percent, "computed_permille": t.computed_permille} for t in found.typed
        ],
    }


COMMANDS = (coverage, account)
