"""Positions as people write them: degrees, degrees with minutes and seconds, UTM, MGRS; read and written.

Two bare numbers are longitude and latitude, as everywhere here; with N, S, E, W they may stand in either order. The
letter of a UTM zone is its latitude band: 34S is 32 to 40 degrees north, in Libya's north, and no southern zone.
Where band N cannot be meant, N is read as the northern hemisphere.
"""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from clearway.geometry import Position
from clearway.perimeter.geodesy import E7, Degrees, from_grid, to_degrees, to_grid, to_position
from clearway.problems import refuse

if TYPE_CHECKING:
    import mgrs

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_SOUTHERNMOST, _NORTHERNMOST = -80, 84
_FOREIGN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫\u2212،", "01234567890123456789.-,")

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s*[,;\s]\s*({_NUMBER})")
_ANGLE = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<degrees>\d+(?:\.\d+)?)\s*(?:°|º|\s)?\s*"
    r"(?:(?P<minutes>\d+(?:\.\d+)?)\s*(?:['′’]|\s)?\s*)?(?:(?P<seconds>\d+(?:\.\d+)?)\s*(?:\"|″|”|'')?\s*)?"
    r"(?P<after>[NSEW])?"
)
_UTM = re.compile(
    rf"(\d{{1,2}})\s*([A-Z]|NORTH|SOUTH)\s*[,\s]\s*({_NUMBER})\s*(?:M?E)?\s*[,\s]\s*({_NUMBER})\s*(?:M?N)?"
)
_MGRS = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*(\d{2,5})\s+(\d{2,5})")
_MGRS_TOGETHER = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*(\d{4,10})")


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as read. ``within_m`` is how far off the notation itself leaves it: a grid square's half diagonal."""

    degrees: Degrees
    within_m: float = 0.0

    @property
    def position(self) -> Position:
        """As the records write it."""
        return to_position(self.degrees)


@dataclass(frozen=True, slots=True)
class Utm:
    """A position in the Universal Transverse Mercator grid, in metres; ``band`` is the letter of its latitude."""

    zone: int
    band: str
    easting: float
    northing: float


def read_fix(words: str) -> Fix:
    """The position that is written. Refused: ``perimeter.bad_position``, ``perimeter.wrong_band``."""
    text = " ".join(words.translate(_FOREIGN_DIGITS).upper().split())
    for pattern, read in ((_MGRS, _square), (_MGRS_TOGETHER, _square_together), (_UTM, _utm), (_PAIR, _pair)):
        match = pattern.fullmatch(text)
        if match is not None:
            return read(match, words)
    return _angles(text, words)


def write_degrees(position: Position) -> str:
    """Latitude and longitude with their letters and seven decimals: ``32.0333000° N 20.0667000° E``."""
    lon, lat = position
    return f"{_decimal(lat)}° {'S' if lat < 0 else 'N'} {_decimal(lon)}° {'W' if lon < 0 else 'E'}"


def write_dms(position: Position) -> str:
    """Degrees, minutes and seconds with three decimals (3 cm), latitude first."""
    lon, lat = position
    return f"{_sexagesimal(lat)} {'S' if lat < 0 else 'N'} {_sexagesimal(lon)} {'W' if lon < 0 else 'E'}"


def to_utm(position: Position) -> Utm:
    """The position in its own zone. Refused beyond 80 degrees south and 84 north: ``perimeter.polar``."""
    lon, lat = to_degrees(position)
    _check_latitude(lat)
    zone = zone_of(position)
    easting, northing = to_grid((lon, lat), zone, north=lat >= 0)
    return Utm(zone, _band(lat), easting, northing)


def zone_of(position: Position) -> int:
    """The number of the zone in which a position lies, with the exceptions around Norway."""
    lon, lat = to_degrees(position)
    zone = min(int((lon + 180) // 6) + 1, 60)
    if 56 <= lat < 64 and 3 <= lon < 12:
        return 32
    if 72 <= lat <= _NORTHERNMOST and 0 <= lon < 42:
        return 31 + 2 * int((lon + 3) // 12)
    return zone


def write_utm(position: Position) -> str:
    """Zone, band, easting and northing in metres: ``34S 411875.0 3544507.5``."""
    utm = to_utm(position)
    return f"{utm.zone}{utm.band} {utm.easting:.1f} {utm.northing:.1f}"


def write_mgrs(position: Position) -> str:
    """The square of one metre that holds the position: ``34S DA 11874 44507``."""
    lon, lat = to_degrees(position)
    _check_latitude(lat)
    found = _converter().toMGRS(lat, lon, MGRSPrecision=5).rjust(15, "0")
    return f"{found[:3]} {found[3:5]} {found[5:10]} {found[10:]}"


def _pair(match: re.Match[str], words: str) -> Fix:
    return Fix(_checked(float(match[1]), float(match[2]), words))


def _angles(text: str, words: str) -> Fix:
    """Two angles, each with the letter of its hemisphere before or after it."""
    split = re.fullmatch(r"([NSEW].*?)[,;\s]*([NSEW].*)", text) or re.fullmatch(r"(.*?[NSEW])[,;\s]*(.*[NSEW])", text)
    if split is None:
        _refuse(words)
    found: dict[str, float] = {}
    for part in split.groups():
        match = _ANGLE.fullmatch(part.strip(" ,;"))
        letter = match and (match["before"] or match["after"])
        if match is None or not letter or (match["before"] and match["after"]):
            _refuse(words)
        minutes, seconds = float(match["minutes"] or 0), float(match["seconds"] or 0)
        if minutes >= 60 or seconds >= 60:
            _refuse(words)
        angle = float(match["degrees"]) + minutes / 60 + seconds / 3600
        found["lat" if letter in "NS" else "lon"] = -angle if letter in "SW" else angle
    if len(found) != 2:
        _refuse(words)
    return Fix(_checked(found["lon"], found["lat"], words))


def _utm(match: re.Match[str], words: str) -> Fix:
    zone, letter, easting, northing = int(match[1]), match[2], float(match[3]), float(match[4])
    named = {"NORTH": True, "SOUTH": False}.get(letter)
    if not 1 <= zone <= 60 or (named is None and letter not in _BANDS):
        _refuse(words)
    north = named if named is not None else letter >= "N"
    degrees = _on_grid(easting, northing, zone, words, north=north)
    # A band is 8 degrees high; a kilometre beyond its edge may still be written with its letter.
    if named is None and letter != "N":
        _check_band(degrees, zone, letter, words, 0.01)
    return Fix(degrees)


def _check_band(degrees: Degrees, zone: int, letter: str, words: str, beyond: float) -> None:
    south = _SOUTHERNMOST + 8 * _BANDS.index(letter)
    if not south - beyond <= degrees[1] <= south + (12 if letter == "X" else 8) + beyond:
        refuse("perimeter.wrong_band", words=words, zone=zone, band=letter)


def _square_together(match: re.Match[str], words: str) -> Fix:
    half = len(match[4]) // 2
    return _in_square(match, match[4][:half], match[4][half:], words)


def _square(match: re.Match[str], words: str) -> Fix:
    return _in_square(match, match[4], match[5], words)


def _in_square(match: re.Match[str], east: str, north: str, words: str) -> Fix:
    """The middle of a grid square: where in it somebody stood is not known."""
    import mgrs  # noqa: PLC0415 - as pyproj, loaded by whoever needs it

    zone, letter = int(match[1]), match[2]
    if len(east) != len(north) or not 1 <= zone <= 60:
        _refuse(words)
    side = 10.0 ** (5 - len(east))
    try:
        # It warns of squares that lie outside their band; those are refused below.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            number, hemisphere, easting, northing = _converter().MGRSToUTM(f"{zone}{letter}{match[3]}{east}{north}")
    except mgrs.core.MGRSError:
        _refuse(words)
    # Versions of the library differ on whether they give the square's corner or its middle.
    east_m, north_m = (math.floor(each / side) * side + side / 2 for each in (easting, northing))
    degrees = _on_grid(east_m, north_m, number, words, north=hemisphere == "N")
    _check_band(degrees, zone, letter, words, side / 111_000)
    return Fix(degrees, side / 2 * math.sqrt(2))


def _on_grid(easting: float, northing: float, zone: int, words: str, *, north: bool) -> Degrees:
    if not (100_000 <= easting <= 900_000 and 0 <= northing <= 10_000_000):
        _refuse(words)
    lon, lat = from_grid(easting, northing, zone, north=north)
    return _checked(lon, lat, words)


def _checked(lon: float, lat: float, words: str) -> Degrees:
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        _refuse(words)
    return lon, lat


def _check_latitude(latitude: float) -> None:
    if not _SOUTHERNMOST <= latitude <= _NORTHERNMOST:
        refuse("perimeter.polar")


def _band(latitude: float) -> str:
    return _BANDS[min(int((latitude - _SOUTHERNMOST) // 8), len(_BANDS) - 1)]


def _refuse(words: str) -> NoReturn:
    refuse("perimeter.bad_position", words=words.strip() or "—")


def _decimal(e7: int) -> str:
    whole, rest = divmod(abs(e7), E7)
    return f"{whole}.{rest:07d}"


def _sexagesimal(e7: int) -> str:
    thousandths = round(abs(e7) * 3_600_000 / E7)
    minutes, rest = divmod(thousandths, 60_000)
    degrees, minutes = divmod(minutes, 60)
    return f"{degrees}°{minutes:02d}′{rest // 1000:02d}.{rest % 1000:03d}″"


@cache
def _converter() -> mgrs.MGRS:
    import mgrs  # noqa: PLC0415 - likewise

    return mgrs.MGRS()
