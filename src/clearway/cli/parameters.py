"""What people type for instants, positions, hours and windows, as values. Wrong spelling is a usage error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from clearway.cli.misuse import Misspelt
from clearway.geometry import e7_of
from clearway.records import YEARS
from clearway.records.types import Hours, Window

Position = tuple[int, int]

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


if TYPE_CHECKING:
    _Typed = click.ParamType[Any]
else:  # older versions of click do not take the type that a parameter gives
    _Typed = click.ParamType


def plain_minus(words: str) -> str:
    """The words with every kind of minus as the one of the keyboard."""
    return words.replace("\u2212", "-")


def read_position(words: str) -> Position:
    """Longitude and latitude in degrees as whole 1e-7 degree, rounded to the nearest. Raises ``ValueError``."""
    lon, lat = plain_minus(words).split(",")
    return e7_of(lon), e7_of(lat)


@dataclass(frozen=True, slots=True)
class TypedDisc:
    """A disc as typed: its centre in 1e-7 degree and its radius in millimetres."""

    centre: Position
    radius_mm: int


def _check_year(day: date, param: click.Parameter | None, ctx: click.Context | None) -> date:
    """The same day (or instant), if its year is one of those in which records can be."""
    if day.year not in YEARS:
        raise Misspelt("usage.year", param, ctx, value=str(day.year), first=YEARS[0], last=YEARS[-1])
    return day


class _Instant(_Typed):
    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(plain_minus(str(value)))
        except ValueError:
            raise Misspelt("usage.instant", param, ctx, value=str(value)) from None
        if at.tzinfo is None:
            raise Misspelt("usage.instant_zone", param, ctx, value=str(value))
        _check_year(at, param, ctx)
        return at.astimezone(UTC).replace(microsecond=0)


class _Day(_Typed):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(plain_minus(str(value)))
        except ValueError:
            raise Misspelt("usage.day", param, ctx, value=str(value)) from None
        return _check_year(day, param, ctx)


class _Month(_Typed):
    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, date]:
        if isinstance(value, tuple):
            return value
        try:
            first = date.fromisoformat(f"{plain_minus(str(value))}-01")
        except ValueError:
            raise Misspelt("usage.month", param, ctx, value=str(value)) from None
        _check_year(first, param, ctx)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


class _Disc(_Typed):
    name = "lon,lat,metres"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> TypedDisc:
        if isinstance(value, TypedDisc):
            return value
        words = plain_minus(str(value))
        position, _, metres = words.rpartition(",")
        try:
            centre, radius_mm = read_position(position), int((Decimal(metres) * 1000).to_integral_value())
        except (ArithmeticError, ValueError):
            raise Misspelt("usage.typed_disc", param, ctx, value=words[:80]) from None
        return TypedDisc(centre, radius_mm)


class _Hours(_Typed):
    name = "HH:MM-HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Hours:
        if isinstance(value, Hours):
            return value
        hours, _, days = str(value).partition("/")
        if not _HOURS.fullmatch(hours) or (days and not re.fullmatch(r"[0-6](,[0-6])*", days)):
            raise Misspelt("usage.hours", param, ctx, value=str(value))
        start, end = hours.split("-")
        return Hours(from_=start, to=end, days=tuple(map(int, days.split(","))) if days else None)


class _Window(_Typed):
    name = "from/until"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Window:
        if isinstance(value, Window):
            return value
        start, _, end = str(value).partition("/")
        return Window(from_=INSTANT.convert(start, param, ctx), until=INSTANT.convert(end, param, ctx))


class _Accuracy(_Typed):
    name = "metres"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        if value == "unknown" or isinstance(value, int):
            found: int | str = value
            return found
        if not re.fullmatch(r"\d{1,7}", str(value)):
            raise Misspelt("usage.accuracy", param, ctx, value=plain_minus(str(value)))
        return int(value)


class _Bbox(_Typed):
    name = "west,south,east,north"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int, int, int]:
        if isinstance(value, tuple):
            return value
        try:
            west, south, east, north = (e7_of(each) for each in plain_minus(str(value)).split(","))
        except ValueError:
            raise Misspelt("usage.bbox", param, ctx, value=str(value)) from None
        return west, south, east, north


class _Cluster(_Typed):
    name = "address|n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        return click.IntRange(1, 256).convert(value, param, ctx) if str(value).isdecimal() else str(value)


INSTANT = _Instant()
DAY = _Day()
MONTH = _Month()
DISC = _Disc()
HOURS = _Hours()
WINDOW = _Window()
ACCURACY = _Accuracy()
BBOX = _Bbox()
CLUSTER = _Cluster()
