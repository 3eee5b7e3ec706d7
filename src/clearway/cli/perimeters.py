"""Command: perimeters as teams record them, to ground and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from clearway.answering import mark, mark_of
from clearway.cli.boundary import Verb
from clearway.cli.options import FILE
from clearway.cli.rendering import show, show_json, table
from clearway.cli.session import Session, get_session
from clearway.desk.files import write_file
from clearway.desk.grounds import read_ground
from clearway.desk.office import read_workspace
from clearway.desk.perimeters import read_perimeter, to_geojson
from clearway.geometry import Region, measured
from clearway.perimeter import (
    CLOSES,
    Border,
    Corner,
    Leg,
    North,
    Perimeter,
    Turning,
    Unit,
    read_fix,
    tabulate,
    write_degrees,
    write_mgrs,
    write_utm,
)
from clearway.problems import Refused
from clearway.settings import Settings
from clearway.terms import Realm
from clearway.wording import Text, render, verbatim

_DRAWN = (".json", ".geojson")


@click.command("perimeter", cls=Verb)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--reference", metavar="POSITION", help="The reference point, in degrees, UTM or MGRS.")
@click.option("--north", type=click.Choice(list(North)), help="From which north bearings are counted.")
@click.option("--unit", type=click.Choice(list(Unit)), help="In which unit they are counted.")
@click.option("--declination", help="Of magnetic north, in degrees, east positive.")
@click.option("--accuracy-m", help="How good the recorded positions are.")
@click.option("--closes-one-in", type=click.IntRange(10, 10_000), help="The limit; else the workspace's, else 100.")
@click.option("--out", type=FILE, metavar="FILE.geojson", help="Write the ground, for --footprint.")
def perimeter(file: Path, closes_one_in: int | None, out: Path | None, **given: Any) -> None:
    """Read a field sheet (CSV, or - for standard input): bearings and distances, or positions; show what it bounds.

    A GeoJSON file of polygons is written out the other way: turning points with bearing, distance and grid references.
    """
    session = get_session()
    settings = {name: str(value) for name, value in given.items() if value is not None}
    known, realm = _workspace(session)
    read: Perimeter | None = None
    if file.suffix.lower() in _DRAWN:
        region = read_ground(file).region
        reference = read_fix(settings["reference"]).position if "reference" in settings else None
    else:
        path = Path("/dev/stdin") if str(file) == "-" else file
        usual = known.closes_one_in if known else CLOSES.one_in
        read = read_perimeter(path, settings, closes_one_in or usual, known.region if known else None)
        region, reference = read.region, read.reference.position if read.reference else None
    borders = tabulate(region, reference)
    if out is not None:
        write_file(out, to_geojson(region, _properties(read), mark_of(realm)).encode())
    if session.as_json:
        show_json({**({"mark": mark_of(realm)} if mark_of(realm) else {}), **_document(read, region, borders)})
        return
    lang = session.language
    show(*(sentence.text for sentence in mark(realm, lang)))
    if read is not None:
        show(render("perimeter.recorded", lang), *_recorded(read, lang), *_closing(read, lang))
        click.echo()
    show(render("perimeter.bounded", lang, m2=str(measured(region).m2)), *bounded(borders, lang))


def _workspace(session: Session) -> tuple[Settings | None, Realm]:
    """The settings and the realm of the workspace at hand; without one, none: a sheet can be checked anywhere."""
    try:
        settings, trust = read_workspace(session.workspace)
    except Refused:
        return None, Realm.ACTUAL
    return settings, trust.realm


def _recorded(read: Perimeter, lang: str) -> Iterator[Text]:
    points = (*([read.reference] if read.reference else []), *read.corners)
    yield from table([_head(lang), *(_row(point, lang) for point in points)], lang)


def bounded(borders: tuple[Border, ...], lang: str) -> Iterator[Text]:
    """The borders of ground as tables of turning points, with the way back of each."""
    for border in borders:
        yield from table([_head(lang), *(_row(each, lang) for each in border.turnings)], lang)
        yield render(
            "perimeter.back",
            lang,
            bearing=f"{border.back.bearing:.1f}",
            distance=f"{border.back.distance_m:.1f}",
            length=f"{border.length_m:.1f}",
        )


def _closing(read: Perimeter, lang: str) -> Iterator[Text]:
    closing = read.closing
    if closing is not None:
        values = {"error": f"{closing.error_m:.2f}", "length": f"{closing.length_m:.1f}"}
        yield render("perimeter.closing", lang, **values, ratio=f"1:{closing.one_in}" if closing.one_in else None)
    if read.checked_m is not None:
        yield render("perimeter.checked", lang, m=f"{read.checked_m:.2f}")
    yield render("perimeter.error", lang, m=read.error_m)


def _head(lang: str) -> list[Text]:
    said = {name: render(f"perimeter.column.{name}", lang) for name in ("point", "bearing", "distance", "degrees")}
    grids = [verbatim(name, lang) for name in ("UTM", "MGRS")]
    return [said["point"], said["bearing"], said["distance"], *grids, said["degrees"]]


def _row(point: Corner | Turning, lang: str) -> list[Text]:
    leg = point.leg
    cells = (
        point.name,
        f"{leg.bearing:.1f}" if leg else "",
        f"{leg.distance_m:.1f}" if leg else "",
        write_utm(point.position),
        write_mgrs(point.position),
        write_degrees(point.position),
    )
    return [verbatim(cell, lang) for cell in cells]


def _properties(read: Perimeter | None) -> dict[str, str | int | float | None]:
    if read is None or read.closing is None:
        return {} if read is None else {"error_m": read.error_m}
    closing = {"closing_error_m": round(read.closing.error_m, 3), "length_m": round(read.closing.length_m, 3)}
    return {"error_m": read.error_m, **closing}


def _document(read: Perimeter | None, region: Region, borders: tuple[Border, ...]) -> dict[str, Any]:
    return {
        "m2": measured(region).m2,
        "e7": region.e7,
        **_properties(read),
        "recorded": [_point(each) for each in read.corners] if read else None,
        "borders": [
            {
                "turning_points": [_point(each) for each in border.turnings],
                "back": _leg(border.back),
                "hole": border.hole,
            }
            for border in borders
        ],
    }


def _point(point: Corner | Turning) -> dict[str, Any]:
    return {
        "name": point.name,
        "position": list(point.position),
        "utm": write_utm(point.position),
        "mgrs": write_mgrs(point.position),
        "leg": _leg(point.leg) if point.leg else None,
    }


def _leg(leg: Leg) -> dict[str, float]:
    return {"bearing": round(leg.bearing, 6), "distance_m": round(leg.distance_m, 4)}


COMMANDS = (perimeter,)
