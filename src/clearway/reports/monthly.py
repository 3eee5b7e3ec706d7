"""The return to the national centre: the sheets that a centre sends, with the field names of mine-action data.

Coded fields hold their codes; the last sheet says what each means. Of people there are counts alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import get_args

from clearway.accounting import AreaBalance
from clearway.accounting.families import entered_at
from clearway.geometry import Drawn, Region, measure_each
from clearway.records import region_of
from clearway.records.kinds.accident import Accident
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.education_session import EducationSession
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.task_order import TaskOrder
from clearway.records.types import Contamination
from clearway.reports import tasks
from clearway.reports.areas import area_line, balances_at_end, numbers_of
from clearway.reports.books import Books, Entry, category, when
from clearway.reports.education import education_table
from clearway.reports.harm import CLASSES, Harmed, is_demining, list_accidents, list_harmed, people_by_sex_and_age
from clearway.reports.items import item_tables
from clearway.reports.model import Cell, Column, Form, Line, Said, Table, count, day, listed, m2, number, record, text
from clearway.reports.quality import list_controls, open_table
from clearway.reports.tasks import list_orders, order_district
from clearway.terms import SURVEY_ORDER, ControlResult, Method, Purpose, Rel

_CLASSES = {"suspected": "SHA", "confirmed": "CHA"}
"""IMSMA's codes of land classes."""
AREA_STATES = ("open", "worked_on", "closed")
"""IMSMA's land statuses."""


def return_tables(books: Books) -> tuple[Table, ...]:
    """Every sheet of the return, in the order in which a centre reads them."""
    accidents = list_accidents(books)
    people = list_harmed(books, accidents)
    from_education = education_table(books, books.happened(EducationSession), "district")
    return (
        listed("return_areas", _AREAS, _areas(books)),
        listed("return_tasks", _TASKS, _orders(books)),
        listed("return_progress", _PROGRESS, _progress(books)),
        listed("return_decisions", _DECISIONS, _decisions(books)),
        listed("return_controls", _CONTROLS, _controls(books)),
        open_table(books),
        listed("return_accidents", _ACCIDENTS, _accidents(books, accidents, people)),
        people_by_sex_and_age(people),
        from_education,
        item_tables(books, "category")[0],
        listed("codes", (text("list"), text("code"), text("label_ar"), text("label_en")), _codes()),
    )


# --- areas and orders ----------------------------------------------------------------------------------------------

_AREAS = (
    record("area", imas="ha_code"),
    text("numbers", imas="ha_local_id"),
    text("name_ar", imas="ha_name_ar"),
    text("name_en", imas="ha_name_en"),
    text("class", imas="ha_class"),
    text("state", imas="ha_status"),
    text("place_code", imas="admin_pcode"),
    text("district", imas="admin_name"),
    Column("longitude", Form.DEGREES, imas="ref_point_x"),
    Column("latitude", Form.DEGREES, imas="ref_point_y"),
    text("contamination", imas="contamination_type"),
    number("direct", imas="evidence_direct"),
    number("indirect", imas="evidence_indirect"),
    Column("reported", Form.M2, imas="estimated_area"),
    m2("original", imas="computed_area"),
    m2("added", imas="added_area"),
    m2("cancelled", imas="cancelled_area"),
    m2("reduced", imas="reduced_area"),
    m2("cleared", imas="cleared_area"),
    m2("remaining", imas="remaining_area"),
    day("seen", imas="date_of_information"),
    day("entered", imas="date_of_report"),
)


def _areas(books: Books) -> Iterator[Line]:
    orders = (order for order in books.standing(TaskOrder) if order.body.state in ("ordered", "suspended"))
    under_order = {area for order in orders for area in order.admitted.record.refs_to(Rel.ABOUT)}
    for balance in balances_at_end(books):
        yield _area(books, balance, under_order)


def _area(books: Books, balance: AreaBalance, under_order: set[str]) -> Line:
    last, figures = balance.family.last, balance.figures
    newest = balance.family.members[-1]
    place = books.places.find_by_id(next((d for m in reversed(balance.family.members) if (d := books.district(m))), ""))
    x, y = (None, None) if balance.drawn.is_empty else balance.drawn.deepest()[0]
    seen, dated = when(newest, last, entered_at(books.history, newest))
    kinds = [item.directness for item in last.evidence_items]
    cells: tuple[Cell, ...] = (
        balance.family.first,
        ", ".join(numbers_of(books, balance)) or None,
        last.name.ar if last.name else None,
        last.name.en if last.name else None,
        _CLASSES[last.classification],
        _area_state(balance, under_order),
        place.pcode if place else None,
        books.place(place.id) if place else None,
        x,
        y,
        " ".join(last.contamination),
        kinds.count("direct"),
        kinds.count("indirect"),
        last.reported_m2,
        figures.original,
        figures.added,
        figures.cancelled,
        figures.reduced,
        figures.cleared,
        figures.remaining,
        seen if dated else None,
        entered_at(books.history, newest),
    )
    return Line(cells, area_line(books, balance).records)


def _area_state(balance: AreaBalance, under_order: set[str]) -> str:
    if not balance.figures.remaining and not balance.unshaped:
        return "closed"
    at_work = any(member.id in under_order for member in balance.family.members)
    return "worked_on" if balance.pieces or at_work else "open"


_TASKS = (
    text("number", imas="task_id"),
    text("areas_about", imas="ha_code"),
    text("activity", imas="activity_type"),
    text("state", imas="activity_status"),
    text("priority", imas="priority"),
    text("organisation", imas="implementing_organisation"),
    text("team", imas="team"),
    text("standard", imas="standard"),
    number("depth_mm", imas="required_depth_mm"),
    text("district", imas="admin_name"),
    day("from", imas="planned_start"),
    day("until", imas="planned_end"),
    number("overdue_days", imas="overdue_days"),
    record(imas="record_id"),
)


def _orders(books: Books) -> Iterator[Line]:
    for order in list_orders(books):
        body, about = order.body, order.admitted.record.refs_to(Rel.ABOUT)
        cells: tuple[Cell, ...] = (
            body.number,
            " ".join(about) or None,
            body.activity,
            body.state,
            body.priority,
            body.organisation,
            body.team,
            body.standard,
            body.depth_mm,
            books.place(order_district(books, order)),
            body.planned.from_,
            body.planned.until,
            tasks.overdue_days(books, order),
            order.id,
        )
        yield Line(cells, (order.id, *about))


# --- work ----------------------------------------------------------------------------------------------------------

_PROGRESS = (
    record(imas="report_id"),
    text("organisation", imas="organisation"),
    text("team", imas="team"),
    text("purpose", imas="purpose"),
    text("method", imas="method"),
    text("standard", imas="standard"),
    number("depth_mm", imas="depth_mm"),
    day("from", imas="start_date"),
    day("until", imas="end_date"),
    m2("searched_m2", imas="area_processed"),
    Column("reported", Form.M2, imas="area_reported"),
    m2("unsearched_m2", imas="unchecked_area"),
    text("reasons", imas="unchecked_reason"),
    count("items_found", imas="eo_found"),
    count("items_destroyed", imas="eo_destroyed"),
)


def _progress(books: Books) -> Iterator[Line]:
    reports = sorted(books.happened(SearchReport), key=lambda each: (each.at, each.id))
    grounds = list[Drawn]()
    for report in reports:
        ground = Drawn.of(books.history.inward(report.admitted))
        left = Region.union(*(region_of(part.footprint) for part in report.body.unsearched))
        grounds += [ground.minus(Drawn.of(left)), ground.within(Drawn.of(left))]
    areas = measure_each(grounds)
    for report, searched, left_out in zip(reports, areas[::2], areas[1::2], strict=True):
        body = report.body
        cells: tuple[Cell, ...] = (
            report.id,
            body.organisation,
            body.team,
            body.purpose.value,
            body.method.value,
            body.standard,
            body.depth_mm,
            body.fieldwork.from_earliest,
            body.fieldwork.to_latest,
            searched.m2,
            body.reported_m2,
            left_out.m2,
            "; ".join(part.reason for part in body.unsearched) or None,
            sum(item.quantity for item in body.finds),
            sum(item.quantity for item in body.finds if item.destroyed),
        )
        yield Line(cells, (report.id,))


_DECISIONS = (
    record(imas="decision_id"),
    text("product", imas="release_type"),
    day("date", imas="decision_date"),
    m2("counted_m2", imas="released_area"),
    number("depth_mm", imas="depth_mm"),
    text("standard", imas="standard"),
    text("areas_about", imas="ha_code"),
    text("certificate", imas="certificate_no"),
    text("recipient", imas="recipient"),
    day("handed_over", imas="handover_date"),
)


def _decisions(books: Books) -> Iterator[Line]:
    """Decisions entered in the period, with what they count at its end and the hand-over that followed."""
    counted: dict[str, int] = {}
    for balance in balances_at_end(books):
        for piece in balance.pieces:
            counted[piece.decision] = counted.get(piece.decision, 0) + piece.m2
    given = {each: hand for hand in books.standing(HandOver) for each in hand.admitted.record.refs_to(Rel.RESTS_ON)}
    decided = [each for each in books.standing(Decision) if books.covers(each.entered)]
    for decision in sorted(decided, key=lambda each: (each.entered, each.id)):
        body, names = decision.body, decision.admitted.record.refs_to(Rel.NAMES)
        hand_over = given.get(decision.id)
        cells: tuple[Cell, ...] = (
            decision.id,
            body.product.value,
            decision.entered,
            counted.get(decision.id, 0),
            body.depth_mm,
            body.standard,
            " ".join(names),
            hand_over.body.certificate if hand_over else None,
            hand_over.body.recipient if hand_over else None,
            hand_over.entered if hand_over else None,
        )
        yield Line(cells, (decision.id, *names, *([hand_over.id] if hand_over else [])))


_CONTROLS = (
    record(imas="qc_id"),
    day("date", imas="qc_date"),
    text("result", imas="qc_result"),
    text("operator", imas="organisation_inspected"),
    text("inspector", imas="inspector"),
    m2("lot_m2", imas="lot_area"),
    m2("sampled_m2", imas="sampled_area"),
    text("failed_on", imas="non_conformity"),
)


def _controls(books: Books) -> Iterator[Line]:
    for control in list_controls(books):
        entry = control.entry
        cells: tuple[Cell, ...] = (
            entry.id,
            entry.at,
            entry.body.result.value,
            control.operator or None,
            entry.body.organisation,
            control.lot_m2,
            entry.body.sampled_m2,
            entry.body.failed_on,
        )
        yield Line(cells, (entry.id, *entry.admitted.record.refs_to(Rel.RESTS_ON)))


# --- accidents -----------------------------------------------------------------------------------------------------

_ACCIDENTS = (
    record(imas="accident_id"),
    text("class", imas="accident_class"),
    text("device_class", imas="device_class"),
    day("date", imas="accident_date"),
    text("date_known", imas="date_known"),
    text("district", imas="admin_name"),
    text("cause", imas="device_category"),
    text("marked_before", imas="marked_before"),
    text("marked_by", imas="marked_by"),
    text("cleared_before", imas="cleared_before"),
    text("cleared_by", imas="cleared_by"),
    count("reported_killed", imas="number_killed"),
    count("reported_injured", imas="number_injured"),
    count("recorded_killed", imas="victims_killed"),
    count("recorded_injured", imas="victims_injured"),
)


def _accidents(books: Books, accidents: tuple[Entry[Accident], ...], people: tuple[Harmed, ...]) -> Iterator[Line]:
    by_accident: dict[str, list[Harmed]] = defaultdict(list)
    for each in people:
        by_accident[each.accident.id].append(each)
    for accident in sorted(accidents, key=lambda each: (each.at, each.id)):
        body = accident.body
        here = [each.victim.body for each in by_accident[accident.id]]
        cells: tuple[Cell, ...] = (
            accident.id,
            "incident" if body.is_incident else "demining_accident" if is_demining(body, here) else "accident",
            body.classification,
            accident.at if accident.dated else None,
            _answer(accident.dated),
            books.place(books.district(accident.admitted)),
            category(body.what) or None,
            _answer(body.marked_before),
            body.marked_by,
            _answer(body.cleared_before),
            body.cleared_by,
            body.harmed.killed,
            body.harmed.injured,
            sum(victim.harm == "killed" for victim in here),
            sum(victim.harm == "injured" for victim in here),
        )
        ids = sorted(each.victim.id for each in by_accident[accident.id])
        yield Line(cells, (accident.id, *ids))


def _answer(known: bool | None) -> str | None:
    return None if known is None else "yes" if known else "no"


# --- codes ---------------------------------------------------------------------------------------------------------


def _codes() -> Iterator[Line]:
    """Every code that stands in the return, with what it means in both languages."""
    lists: dict[str, tuple[str, tuple[str, ...]]] = {
        "ha_status": ("report.area_state", AREA_STATES),
        "contamination_type, device_category": ("report.category", get_args(Contamination)),
        "activity_type": ("report.work", tasks.ACTIVITIES),
        "activity_status": ("report.state", tasks.STATES),
        "priority": ("report.priority", tasks.PRIORITIES),
        "purpose": ("purpose", tuple(Purpose)),
        "method": ("method", tuple(Method)),
        "release_type": ("product", tuple(product.value for product in SURVEY_ORDER)),
        "qc_result": ("control", tuple(ControlResult)),
        "accident_class": ("report.accident", ("accident", "demining_accident", "incident")),
        "device_class": ("report.device_class", CLASSES),
        "marked_before, cleared_before, date_known": ("report.answer", ("yes", "no")),
    }
    for code, key in ((_CLASSES[each], f"account.class.{each}") for each in _CLASSES):
        yield _code("ha_class", code, key)
    for name, (group, codes) in lists.items():
        for code in codes:
            yield _code(name, code, f"{group}.{code}")


def _code(name: str, code: str, key: str) -> Line:
    return Line((name, code, Said(key, "ar"), Said(key, "en")))
