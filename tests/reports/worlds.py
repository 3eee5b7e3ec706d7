"""Small worlds for reports: the registers of a mine-action centre written by hand, and books over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from clearway.accounting import Period
from clearway.geometry import Polygons, box
from clearway.places import Gazetteer, Place, PlaceKind
from clearway.projection import Admitted
from clearway.records import KINDS
from clearway.reports import REPORTS, Books, Report, Table, report
from tests.world import CELL, SOUTH, WEST, Json, World, disc, instant, shaped
from tests.world import box as cells

ZONE = "Africa/Tripoli"
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def full(kind: str, body: Json) -> Json:
    """A body with all its fields, as records have them; what is left out is not known."""
    found: Json = msgspec.to_builtins(msgspec.convert(body, KINDS[kind].body))
    return found


def _place(name: str, west: int, east: int) -> Place:
    ground = box((WEST + west * CELL, SOUTH, WEST + east * CELL, SOUTH + 20 * CELL))
    return Place(
        f"town/{name}", f"حي {name}", name.title(), (), Polygons(ground), 0, kind=PlaceKind.SUBURB, pcode=f"P-{name}"
    )


LOOKS = {"supervisor": "quality1", "partner": "survey1", "centre": "mac2"}
"""Who takes which of the three looks at a report."""

PLACES = Gazetteer((_place("west", 0, 10), _place("east", 10, 20)))


def district_of(one: Admitted) -> str | None:
    """The half of the town in which a record begins."""
    box_of = one.box
    if box_of is None:
        return None
    return "town/west" if box_of[0] < WEST + 10 * CELL else "town/east"


class Centre(World):
    """A mine-action centre that keeps registers; everything is written by one of its officers unless said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.settle()
        self.wait(days=1)

    def tell(
        self, kind: str, body: Json, *, by: str = "mac1", refs: Iterable[tuple[str, str]] = (), **envelope: Any
    ) -> str:
        """Write a record that only tells."""
        options = {"bears": "tells", "tier": "restricted", "refs": list(refs)} | envelope
        return self.write(self[by], kind, full(kind, body), **options)

    def hurt(
        self, killed: int | None = 0, injured: int | None = 1, *, at: datetime | None = None, x: int = 0, **body: Any
    ) -> str:
        """An accident; ``x`` says how many cells east of the corner."""
        happened = (at, at) if at else (None, None)
        return self.write(
            self["mac1"],
            "accident",
            full("accident", {"harmed": {"killed": killed, "injured": injured}, **body}),
            bears="restricts",
            axes=("hazard",),
            tier="restricted",
            footprint=disc(x * CELL + 200, 200, 1000),
            event=happened,
        )

    def person(
        self, accident: str, number: str, harm: str = "injured", *, replaces: str | None = None, **body: Any
    ) -> str:
        """Somebody harmed in an accident."""
        refs = [("about", accident), *([("replaces", replaces)] if replaces else [])]
        return self.tell("victim", {"person": number, "harm": harm, **body}, refs=refs)

    def teach(self, first: tuple[int, int, int, int], all_of: tuple[int, int, int, int], **fields: Any) -> str:
        """A risk-education session; people are women, men, girls, boys."""
        names = ("women", "men", "girls", "boys")
        ended = fields.pop("ended", self.now)
        replaces = fields.pop("replaces", None)
        body = {
            "organisation": "teachers",
            "team": None,
            "method": "school",
            "held": {"from": instant(ended - timedelta(hours=2)), "until": instant(ended)},
            "sessions": 1,
            "attended": dict(zip(names, all_of, strict=True)),
            "first_time": dict(zip(names, first, strict=True)),
            "note": None,
            **fields,
        }
        return self.tell("education_session", body, refs=[("replaces", replaces)] if replaces else [])

    def found(self, what: str = "a shell", quantity: int = 1, *, left: bool = True, x: int = 0, **envelope: Any) -> str:
        """A find."""
        body = {"what": what, "quantity": quantity, "condition": None, "left_in_place": left}
        options = {"bears": "restricts", "axes": ("hazard",), "tier": "restricted"} | envelope
        return self.write(self["mac1"], "find", full("find", body), footprint=disc(x * CELL + 200, 200, 500), **options)

    def spot(self, about: str, items: Mapping[str, tuple[int, str]], **envelope: Any) -> str:
        """A spot task; items are what: (how many, what became of them)."""
        body = {
            "organisation": "sweepers",
            "team": None,
            "fieldwork": {"from_earliest": instant(self.now), "to_latest": instant(self.now)},
            "items": [{"what": what, "quantity": many, "outcome": end} for what, (many, end) in items.items()],
            "note": None,
        }
        ground = disc(200, 200, 500)
        return self.tell("spot_task", body, refs=[("about", about)], footprint=ground, **envelope)

    def swept(self, finds: Mapping[str, tuple[int, bool]], *, by: str = "sweep1", **envelope: Any) -> str:
        """A search report with items; items are what: (how many, whether destroyed)."""
        body = {
            "organisation": self[by].organisation,
            "purpose": "explosives",
            "method": "manual",
            "depth_mm": 200,
            "standard": "s1",
            "fieldwork": {"from_earliest": instant(self.now), "to_latest": instant(self.now)},
            "unsearched": [],
            "finds": [{"what": what, "quantity": many, "destroyed": gone} for what, (many, gone) in finds.items()],
            "typed_percent": None,
            "reported_m2": None,
            "team": None,
        }
        options = {"bears": "enables", "tier": "restricted", "footprint": shaped(cells(0, 0, 4, 4))} | envelope
        return self.write(self[by], "search_report", full("search_report", body), **options)

    def order(
        self, number: str, until: datetime, *, replaces: str | None = None, about: str | None = None, **body: Any
    ) -> str:
        """A task order."""
        fields = {
            "number": number,
            "activity": "clearance",
            "priority": "medium",
            "state": "ordered",
            "organisation": "sweepers",
            "team": None,
            "standard": "s1",
            "depth_mm": 200,
            "gap_mm": 0,
            "planned": {"from": instant(until - 10 * DAY), "until": instant(until)},
            "note": None,
            **body,
        }
        refs = [("replaces", replaces)] if replaces else []
        return self.tell("task_order", fields, refs=[*refs, *([("about", about)] if about else [])])

    def visit(self, found: Mapping[int, str] | None = None, closes: Iterable[tuple[str, int]] = (), **body: Any) -> str:
        """A visit of quality assurance; non-conformities are number: severity."""
        due = body.pop("due", None)
        fields = {
            "organisation": "sweepers",
            "team": None,
            "by": "quality",
            "visited_at": instant(self.now),
            "activity": "clearance",
            "non_conformities": [
                {
                    "number": n,
                    "severity": grave,
                    "what": "lanes",
                    "corrective_action": None,
                    "due": due and instant(due),
                }
                for n, grave in (found or {}).items()
            ],
            "closes": [{"visit": visit, "number": number} for visit, number in closes],
            "note": None,
            **body,
        }
        return self.tell("quality_visit", fields)

    def lot(self, of: Iterable[str], *, passed: bool = True, sampled: int | None = None, **envelope: Any) -> str:
        """A controlled lot."""
        answers = envelope.pop("answers", ())
        body = {
            "result": "passed" if passed else "failed",
            "organisation": "quality",
            "sampled_m2": sampled,
            "note": None,
            "failed_on": None if passed else "a fuze",
        }
        options = {
            "bears": "enables" if passed else "voids",
            "tier": "restricted",
            "footprint": shaped(cells(0, 0, 4, 4)),
            "refs": [*(("rests_on", each) for each in of), *(("answers", each) for each in answers)],
        } | envelope
        return self.write(self["quality1"], "quality_control", full("quality_control", body), **options)

    def step(
        self,
        report_id: str,
        step: str,
        result: str = "accepted",
        to_correct: str | None = None,
        by: str | None = None,
    ) -> str:
        """One look at a report."""
        body = {"step": step, "result": result, "to_correct": to_correct}
        return self.tell("check_step", body, by=by or LOOKS[step], refs=[("answers", report_id)])

    def books(self, start: datetime | None = None, end: datetime | None = None, **options: Any) -> Books:
        """The books of the period, as they stand now."""
        given: dict[str, Any] = {"places": PLACES, "district_of": district_of, "zone": ZONE} | options
        return Books(history=self.history(), period=Period(start, end or self.now), as_of=self.now, **given)

    def report(
        self, name: str, by: str | None = None, start: datetime | None = None, end: datetime | None = None
    ) -> Report:
        """One report of the period."""
        return report(name, self.books(start, end), by)


def row(table: Table, key: str) -> dict[str, object]:
    """The line whose first cell is, or stands for, ``key``."""
    for line in table.lines:
        first = line.cells[0]
        if key in (first, getattr(first, "code", None), getattr(first, "en", None)):
            return {column.name: cell for column, cell in zip(table.columns, line.cells, strict=True)}
    raise AssertionError(f"no line {key!r} in {[line.cells[0] for line in table.lines]}")


def totals(table: Table) -> dict[str, int]:
    """The total of each summed column."""
    assert table.total is not None
    return {c.name: t for c, t in zip(table.columns, table.total, strict=True) if t is not None}


ALL = [(name, by) for name, kind in REPORTS.items() for by in kind.breakdowns or (None,)]
"""Every report with each of its breakdowns."""
