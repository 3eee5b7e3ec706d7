"""Accidents and the people whom they harmed: counts alone. Nothing here names, numbers or describes anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clearway.records.kinds.accident import Accident
from clearway.records.kinds.victim import Victim
from clearway.reports.books import UNKNOWN, UNSAID, Books, Entry, category, show_category, show_words
from clearway.reports.model import Cell, Column, Figure, Said, Table, count, tally, text
from clearway.terms import Rel

BREAKDOWNS = ("month", "district", "cause", "device_class")

SEXES = ("female", "male")
AGES = ("child", "adult", "older")
HARMS = ("killed", "injured")
ACTIVITIES = (
    "playing",
    "walking",
    "farming",
    "herding",
    "collecting",
    "building",
    "returning_home",
    "demining",
    "other",
)
KNEW = ("knew_of_danger", "saw_item", "touched_item", "had_risk_education")
CLASSES = ("demining", "mine", "erw", "ied", "other", "unknown")
_DEMINING = "demining"
_KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Harmed:
    """One person harmed in one accident that counts."""

    victim: Entry[Victim]
    accident: Entry[Accident]


def harm_tables(books: Books, by: str) -> tuple[Table, ...]:
    """Accidents by some key; people harmed by sex and age, by activity, by cause, and by what they knew."""
    accidents = list_accidents(books)
    people = list_harmed(books, accidents)
    return (
        accident_table(books, accidents, people, by),
        people_by_sex_and_age(people),
        _people("victims_by_activity", text("activity"), people, _activity, _show_activity, (*ACTIVITIES, UNKNOWN)),
        _people("victims_by_cause", text("cause"), people, lambda e: category(e.accident.body.what), show_category),
        _known(people),
    )


def list_accidents(books: Books) -> tuple[Entry[Accident], ...]:
    """The explosions of the period, each by the record that told of it first."""
    first = first_told(books, books.as_of)
    return tuple(accident for accident in books.happened(Accident) if first[accident.id] == accident.id)


def first_told(books: Books, by: datetime) -> dict[str, str]:
    """For every accident in the books, the record by which its explosion is counted: the first one told that counts."""
    earlier = {accident.id: accident.body.duplicate_of for accident in books.known(Accident, by)}
    found = {}
    for each, told in earlier.items():
        # Ids are hashes of what they name, so that no chain comes back to itself.
        first, before = each, told
        while before is not None and before in earlier:
            first, before = before, earlier[before]
        found[each] = first
    return found


def list_harmed(books: Books, accidents: Iterable[Entry[Accident]]) -> tuple[Harmed, ...]:
    """The people harmed in these accidents, each once an explosion: whoever died later counts as killed."""
    by_id, first = {accident.id: accident for accident in accidents}, first_told(books, books.as_of)
    once: dict[tuple[str, str], Entry[Victim]] = {}
    for victim in books.known(Victim, books.as_of):
        (about,) = victim.admitted.record.refs_to(Rel.ABOUT)[:1]
        accident = first.get(about, about)
        if accident in by_id:
            key = (accident, victim.body.person)
            once[key] = victim if key not in once else max(once[key], victim, key=_says_more)
    found = (Harmed(victim, by_id[accident]) for (accident, _), victim in once.items())
    return tuple(sorted(found, key=lambda each: each.victim.id))


def _says_more(victim: Entry[Victim]) -> tuple[bool, object, str]:
    return victim.body.harm == _KILLED, victim.entered, victim.id


def is_demining(accident: Accident, people: Iterable[Victim]) -> bool:
    """Whether it happened at work on explosives: as classed, else as people were doing."""
    if accident.classification is not None:
        return accident.classification == _DEMINING
    return category(accident.activity) == _DEMINING or any(each.activity == _DEMINING for each in people)


def accident_table(books: Books, accidents: Sequence[Entry[Accident]], people: Sequence[Harmed], by: str) -> Table:
    """Accidents and incidents, with those harmed as first reported and as recorded one by one."""
    there: dict[str, list[Victim]] = defaultdict(list)
    for each in people:
        there[each.accident.id].append(each.victim.body)
    keys: dict[str, tuple[Callable[[Entry[Accident]], str], Callable[[str], Cell]]] = {
        "month": (lambda each: books.month(each.at), show_words),
        "district": (lambda each: books.district(each.admitted), books.place),
        "cause": (lambda each: category(each.body.what), show_category),
        "device_class": (lambda each: each.body.classification or UNKNOWN, _show_class),
    }
    key, show = keys[by]
    figures = [_accident(each, key(each), there[each.id]) for each in accidents]
    figures += [
        Figure(key(each.accident), {f"recorded_{each.victim.body.harm}": 1}, (each.victim.id, each.accident.id))
        for each in people
    ]
    names = ("accidents", "demining_accidents", "incidents", "reported_killed", "reported_injured")
    measures = [count(name) for name in (*names, "recorded_killed", "recorded_injured")]
    return tally("accidents", text(by), measures, figures, show)


def _accident(each: Entry[Accident], key: str, people: Iterable[Victim]) -> Figure:
    harmed, incident, demining = each.body.harmed, each.body.is_incident, is_demining(each.body, people)
    values = {
        "accidents": int(not incident),
        "demining_accidents": int(not incident and demining),
        "incidents": int(incident),
        "reported_killed": harmed.killed or 0,
        "reported_injured": harmed.injured or 0,
    }
    return Figure(key, values, (each.id,))


def people_by_sex_and_age(people: Iterable[Harmed]) -> Table:
    """People harmed: a line for each sex, columns for each age group and harm, and all together."""
    ages = (*AGES, UNKNOWN)
    names = [f"{age or 'age_unknown'}_{harm}" for age in ages for harm in HARMS]
    figures = []
    for each in people:
        body = each.victim.body
        values = {f"{body.age_group or 'age_unknown'}_{body.harm}": 1, f"all_{body.harm}": 1, "all_harmed": 1}
        figures.append(Figure(body.sex or UNKNOWN, values, (each.victim.id, each.accident.id)))
    measures = [count(name) for name in (*names, *(f"all_{harm}" for harm in HARMS), "all_harmed")]
    return tally("victims", text("sex"), measures, figures, _show_sex, (*SEXES, UNKNOWN))


def _people(
    name: str,
    key: Column,
    people: Iterable[Harmed],
    of: Callable[[Harmed], str],
    show: Callable[[str], Cell],
    always: Sequence[str] = (),
) -> Table:
    figures = (
        Figure(of(e), {f"all_{e.victim.body.harm}": 1, "all_harmed": 1}, (e.victim.id, e.accident.id)) for e in people
    )
    measures = [count(f"all_{harm}") for harm in HARMS]
    return tally(name, key, [*measures, count("all_harmed")], figures, show, always)


def _known(people: Iterable[Harmed]) -> Table:
    """What is known of people's chances: whether they knew of the danger, and had had risk education."""
    figures = [
        Figure(asked, {_answer(getattr(each.victim.body, asked)): 1}, (each.victim.id, each.accident.id))
        for each in people
        for asked in KNEW
    ]
    measures = [count(name) for name in ("yes", "no", "not_known")]
    return tally("victims_knew", text("asked"), measures, figures, lambda key: Said(f"report.asked.{key}"), KNEW)


def _answer(known: bool | None) -> str:
    return "not_known" if known is None else "yes" if known else "no"


def _activity(each: Harmed) -> str:
    return each.victim.body.activity or UNKNOWN


def _show_activity(key: str) -> Cell:
    return Said(f"report.activity.{key}") if key else UNSAID


def _show_class(key: str) -> Cell:
    return Said(f"report.device_class.{key}") if key else UNSAID


def _show_sex(key: str) -> Cell:
    return Said(f"report.sex.{key}") if key else UNSAID
