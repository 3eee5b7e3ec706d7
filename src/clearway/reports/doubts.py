"""Data quality: what an information officer should look at in the books themselves. Nothing here changes a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from clearway.accounting import AreaBalance, list_additional, list_differing, list_overlaps
from clearway.accounting.families import entered_at
from clearway.accounting.reported import TOLERANCE
from clearway.geometry import Drawn, Grid, metres_e7, outward
from clearway.records import KINDS
from clearway.records.kinds.accident import Accident
from clearway.records.kinds.find import Find
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.indication import Indication
from clearway.records.kinds.victim import Victim
from clearway.reports.areas import balances_at_end, numbers_of
from clearway.reports.books import Books, Entry
from clearway.reports.checks import list_checked
from clearway.reports.harm import first_told
from clearway.reports.model import Figure, Line, Said, Table, count, listed, number, record, tally, text
from clearway.terms import Rel, Tier

DOUBTS = (
    "no_shape",
    "no_date",
    "stale",
    "duplicate",
    "overlap",
    "same_number",
    "same_accident",
    "wrong_district",
    "differing",
    "additional",
    "harm_differs",
    "no_accident",
    "check_outstanding",
    "triage_overdue",
    "unreadable",
)

_SAME = 9, 10
"""Areas that share this part of the smaller one are taken for the same area written twice."""
_NEAR_M = 100
_REPORTS = ("search_report", "technical_survey", "non_technical_survey")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One thing to look at: which check found it, the record, others it is about, and what was measured."""

    check: str
    record: str
    kind: str
    others: tuple[str, ...] = ()
    m2: int | None = None
    days: int | None = None
    note: str | None = None


def doubt_tables(books: Books) -> tuple[Table, ...]:
    """How often each check found something, and every single thing."""
    found = sorted(list_doubts(books), key=lambda each: (DOUBTS.index(each.check), each.record, each.others))
    figures = (Figure(each.check, {"found": 1}, (each.record, *each.others)) for each in found)
    return (
        tally("doubts", text("check"), [count("found")], figures, lambda key: Said(f"report.doubt.{key}"), DOUBTS),
        listed("doubtful", _COLUMNS, map(_line, found)),
    )


_COLUMNS = (text("check"), text("kind"), record(), text("others"), number("m2"), number("days"), text("note"))


def _line(each: Doubtful) -> Line:
    others = ", ".join(each.others) or None
    kind = Said(f"kind.{each.kind}") if each.kind in KINDS else each.kind
    cells = (Said(f"report.doubt.{each.check}"), kind, each.record, others, each.m2, each.days, each.note)
    return Line(cells, (each.record, *each.others))


def list_doubts(books: Books) -> Iterator[Doubtful]:
    """Everything doubtful in the books at the period's end."""
    areas = balances_at_end(books)
    yield from _shapes_and_dates(books)
    yield from _stale(books, areas)
    yield from _twice(areas)
    yield from _numbers(books, areas)
    yield from _accidents_twice(books)
    yield from _districts(books)
    yield from _figures(books)
    yield from _people(books)
    yield from _waiting(books)
    yield from _unreadable(books)


# --- shapes, dates, age --------------------------------------------------------------------------------------------


def _shapes_and_dates(books: Books) -> Iterator[Doubtful]:
    """Restrictions somewhere, and things of which nobody said when they were seen."""
    for form in (HazardousArea, Accident, Find, Indication):
        for entry in books.standing(form):
            kind = entry.admitted.kind
            if books.history.outward(entry.admitted).is_empty or books.history.is_unplaced(entry.admitted):
                yield Doubtful("no_shape", entry.id, kind)
            if not entry.dated:
                yield Doubtful("no_date", entry.id, kind, days=books.days_until_end(entry.entered))


def _stale(books: Books, areas: tuple[AreaBalance, ...]) -> Iterator[Doubtful]:
    """Open areas about which nothing was entered for long: no record of their own, none about them, no work there."""
    reports = {each.id: each for kind in _REPORTS for each in books.history.list_kind(kind)}
    ground: Grid[str] = Grid()
    for each in reports.values():
        ground = ground if each.box is None else ground.add(each.id, each.box)
    for area in areas:
        if not area.figures.remaining and not area.unshaped:
            continue
        members = area.family.members
        about = [other for member in members for other in books.history.referring(member.id)]
        there = [reports[id_] for member in members if member.box for id_ in ground.query(member.box)]
        times = [entered_at(books.history, each) for each in (*members, *about, *there)]
        last = max(time for time in times if time <= books.period.end)
        if books.period.end - last > timedelta(days=books.stale_days):
            yield Doubtful("stale", area.family.first, "hazardous_area", days=books.days_until_end(last))


# --- twice ---------------------------------------------------------------------------------------------------------


def _twice(areas: tuple[AreaBalance, ...]) -> Iterator[Doubtful]:
    """Ground in the books of two areas; nearly all of one: perhaps the same area, written twice."""
    whole = {area.family.first: area.original.mm2 + area.added.mm2 for area in areas}
    for overlap in list_overlaps(areas):
        smaller = min(whole[each] for each in overlap.areas)
        same = overlap.area.mm2 * _SAME[1] >= smaller * _SAME[0]
        first, second = overlap.areas
        yield Doubtful("duplicate" if same else "overlap", first, "hazardous_area", (second,), overlap.area.m2)


def _numbers(books: Books, areas: tuple[AreaBalance, ...]) -> Iterator[Doubtful]:
    """The same number on several areas."""
    bearing: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        for each in numbers_of(books, area):
            bearing[each].append(area.family.first)
    for each, ids in bearing.items():
        if len(ids) > 1:
            yield Doubtful("same_number", ids[0], "hazardous_area", tuple(ids[1:]), note=each)


def _accidents_twice(books: Books) -> Iterator[Doubtful]:
    """Accidents within a day and a hundred metres of each other: perhaps one, from two sources."""
    first, seen = first_told(books, books.period.end), dict[str, Entry[Accident]]()
    ground: Grid[str] = Grid()
    for one in sorted(books.standing(Accident), key=lambda each: (each.at, each.id)):
        box = one.admitted.box
        if box is None or books.history.is_unplaced(one.admitted):
            continue
        for other in ground.query(_grown(box)):
            if one.at - seen[other].at <= _DAY and first[other] != first[one.id]:
                yield Doubtful("same_accident", other, "accident", (one.id,))
        seen[one.id], ground = one, ground.add(one.id, box)


def _grown(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    west, south, east, north = box
    x, y = metres_e7(_NEAR_M, north)
    return west - x, south - y, east + x, north + y


# --- places and figures --------------------------------------------------------------------------------------------


def _districts(books: Books) -> Iterator[Doubtful]:
    """Shapes of which more than a twentieth lies outside the place that their author named."""
    for form in (HazardousArea, Accident, Find, Indication):
        for entry in books.standing(form):
            source = entry.admitted.record.footprint_source
            place = books.places.find_by_id(source.place) if source is not None and source.place else None
            if place is None or place.extent is None or books.history.is_unplaced(entry.admitted):
                continue
            ground = Drawn.of(books.history.outward(entry.admitted))
            outside = ground.minus(Drawn.of(outward(place.extent))).measure()
            if outside.mm2 > TOLERANCE * ground.measure().mm2:
                yield Doubtful("wrong_district", entry.id, entry.admitted.kind, m2=outside.m2, note=place.id)


def _figures(books: Books) -> Iterator[Doubtful]:
    """Reported and computed square metres that differ, and ground released outside what was named."""
    for each in list_differing(books.history, books.period.end):
        note = f"{each.reported_m2} / {each.computed.m2}"
        yield Doubtful("differing", each.record, each.kind, m2=abs(each.reported_m2 - each.computed.m2), note=note)
    for ground in list_additional(books.history, books.period.end):
        yield Doubtful("additional", ground.decision, "decision", m2=ground.area.m2)


# --- people, checks, reading ---------------------------------------------------------------------------------------


def _people(books: Books) -> Iterator[Doubtful]:
    """Accidents whose figures differ from the people recorded, and people whose accident does not count."""
    accidents, first = {each.id: each for each in books.standing(Accident)}, first_told(books, books.period.end)
    people: dict[str, dict[str, str]] = defaultdict(dict)
    for victim in books.standing(Victim):
        (about,) = victim.admitted.record.refs_to(Rel.ABOUT)[:1]
        if about not in accidents:
            yield Doubtful("no_accident", victim.id, "victim", (about,))
        elif people[first[about]].get(victim.body.person) != "killed":
            people[first[about]][victim.body.person] = victim.body.harm
    for each, harms in people.items():
        harmed = accidents[each].body.harmed
        counted = [list(harms.values()).count(harm) for harm in ("killed", "injured")]
        said = [harmed.killed, harmed.injured]
        if any(told is not None and told != found for told, found in zip(said, counted, strict=True)):
            note = " / ".join(f"{told}:{found}" for told, found in zip(said, counted, strict=True))
            yield Doubtful("harm_differs", each, "accident", note=note)


def _waiting(books: Books) -> Iterator[Doubtful]:
    """Reports that nobody has finished checking, and calls of residents that no officer looked at in time (B9)."""
    for checked in list_checked(books):
        if checked.state != "accepted":
            report = checked.report
            days = books.days_until_end(report.entered)
            yield Doubtful("check_outstanding", report.id, report.admitted.kind, days=days, note=checked.state)
    wait = timedelta(seconds=books.history.trust.ages.triage_s)
    for call in books.standing(Indication):
        if call.body.reported_by != "public" or call.entered + wait >= books.period.end:
            continue
        looks = books.history.referring(call.id, Rel.TRIAGES)
        if all(entered_at(books.history, look) > books.period.end for look in looks):
            yield Doubtful("triage_overdue", call.id, "indication", days=books.days_until_end(call.entered))


def _unreadable(books: Books) -> Iterator[Doubtful]:
    """Records of our own that cannot be read whole, or whose signer is not known: no figure counts them."""
    for each in books.history.records.values():
        if each.log.tier is not Tier.RESTRICTED or entered_at(books.history, each) > books.period.end:
            continue
        if each.record.body is None or not each.verified:
            yield Doubtful("unreadable", each.id, each.kind)
