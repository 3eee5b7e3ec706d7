"""A terminal for tests: types commands into a workspace on a scripted clock, through click's runner."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from clearway.cli import cli
from clearway.cli.boundary import SignedVerb

START = datetime(2016, 11, 17, 11, 0, tzinfo=UTC)
REGION = "19.8,31.8,20.6,32.5"
EAST = "20.3,32.3,100"

AREA = [[20.250, 32.250], [20.254, 32.250], [20.254, 32.254], [20.250, 32.254], [20.250, 32.250]]
INSIDE = "20.252,32.252"
PART = [[20.251, 32.251], [20.2515, 32.251], [20.2515, 32.2515], [20.251, 32.2515], [20.251, 32.251]]
WAY = [[20.20, 32.20], [20.21, 32.21]]

SEEN: set[str] = set()
"""Every command that ended well in this run of the tests."""

PLACES = """# attribution: © Somebody, ODbL 1.0
id,name_ar,name_en,alternatives,lon,lat,radius_m,error_m
city/quarter,الحي الشرقي,East Quarter,,20.252,32.252,100,50
city/market,السوق,The Market,,20.30,32.30,50,10
"""


@dataclass
class Terminal:
    """One office's workspace and its clock."""

    folder: Path
    office: str
    holder: str
    at: datetime = START

    def run(
        self, *words: object, lang: str = "en", by: str | None = None, clock: bool = True, keys: str = ""
    ) -> Result:
        """Type a command; the result with its exit code, its output and its errors.

        ``by`` signs: None is the office's own person, "" leaves it unsaid. ``keys`` are what is typed when asked.
        """
        typed = [str(word) for word in words]
        options = ["--workspace", str(self.folder), "--lang", lang]
        if clock:
            options += ["--clock", instant(self.at)]
        signer = self.holder if by is None and signs(typed) else by
        if signer:
            typed += ["--by", signer]
        result = CliRunner().invoke(cli, [*options, *typed], input=keys)
        if result.exit_code == 0:
            SEEN.add(named(typed))
        return result

    def asks(self, *words: object, **options: Any) -> dict[str, Any]:
        """The JSON of a command, whatever its exit code."""
        result = self.run(*words, "--json", **options)
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def writes(self, *words: object, by: str | None = None) -> str:
        """The id of the record that a command writes; it must succeed."""
        result = self.run(*words, "--json", by=by)
        assert result.exit_code == 0, result.output
        self.at += timedelta(minutes=1)
        return str(json.loads(result.stdout)["recorded"][0]["id"])

    def refuses(self, *words: object, by: str | None = None, lang: str = "en") -> tuple[str, Result]:
        """The code of the refusal of a command."""
        result = self.run(*words, "--json", by=by, lang=lang)
        assert result.exit_code in (3, 4), result.output
        return str(json.loads(result.stdout)["refused"][0]["code"]), result

    def verdict(self, *words: object, **options: Any) -> str:
        """The verdict of a check."""
        return str(self.asks("check", *words, **options)["verdict"])

    def wait(self, **parts: float) -> None:
        """Let time pass."""
        self.at += timedelta(**parts)


def open_terminal(
    folder: Path, name: str = "crisis", at: datetime = START, *, realm: str = "demonstration", **options: str
) -> Terminal:
    """A workspace made on the command line."""
    terminal = Terminal(folder / name, f"{name}-desk", f"h-{name}", at)
    places = folder / "places.csv"
    places.write_text(PLACES, encoding="utf-8")
    made = terminal.run(
        "init",
        f"{name}.city.example",
        *("--office", terminal.office, "--organisation", f"{name}-organisation", "--region", REGION),
        *("--realm", realm, "--places", places, "--contact", "+218 91 234 5678"),
        *(word for option, value in options.items() for word in (f"--{option.replace('_', '-')}", value)),
        by=terminal.holder,
        clock=realm == "demonstration",
    )
    assert made.exit_code == 0, made.output
    terminal.wait(minutes=1)
    return terminal


def shape(folder: Path, name: str, ring: list[list[float]], kind: str = "Polygon") -> Path:
    """A GeoJSON file with one shape."""
    path = folder / f"{name}.geojson"
    coordinates: Any = [ring] if kind == "Polygon" else ring
    path.write_text(json.dumps({"type": kind, "coordinates": coordinates}), encoding="utf-8")
    return path


def instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def named(typed: list[str]) -> str:
    """The command's name, with the second word where the first is a group."""
    found = cli.commands.get(typed[0])
    return " ".join(typed[:2]) if hasattr(found, "commands") else typed[0]


def signs(typed: list[str]) -> bool:
    """Whether the command asks who signs."""
    found = cli.commands.get(typed[0])
    inner = getattr(found, "commands", {}).get(typed[1]) if len(typed) > 1 else None
    return isinstance(inner or found, SignedVerb)
