"""Numbers elsewhere, and that the codes of reports are those of the records."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest

from clearway.records.kinds.accident import Accident
from clearway.records.kinds.check_step import CheckStep
from clearway.records.kinds.education_session import EducationSession, People
from clearway.records.kinds.quality_visit import NonConformity
from clearway.records.kinds.spot_task import Disposed
from clearway.records.kinds.task_order import TaskOrder
from clearway.records.kinds.victim import Victim
from clearway.reports import checks, education, harm, items, quality, tasks
from clearway.wording import has
from tests.reports.worlds import Centre, full, row, totals
from tests.world import box as cells
from tests.world import shaped


class TestNumbers:
    def test_ours_is_found_by_theirs(self):
        centre = Centre()
        area = centre.area(centre["mac1"], shaped(cells(0, 0, 2, 2)))
        for system, number in (("imsma", "HA-7"), ("local", "B/12")):
            centre.tell("numbering", {"system": system, "number": number}, refs=[("about", area)])
        body = full("hazardous_area", {"classification": "suspected", "contamination": ["ied"], "legacy_id": "OLD-3"})
        old = centre.write(
            centre["mac1"], "hazardous_area", body, bears="restricts", axes=("hazard",), tier="restricted",
            footprint=shaped(cells(4, 0, 6, 2)),
        )  # fmt: skip
        found = centre.report("numbers")
        assert row(found.table("systems"), "imsma")["numbers_of"] == 1
        assert totals(found.table("systems")) == {"numbers_of": 3}
        table = found.table("numbers")
        assert dict(zip(table.column("number"), table.column("record"), strict=True)) == {
            "HA-7": area, "B/12": area, "OLD-3": old,
        }  # fmt: skip

    def test_a_corrected_number_stands_alone(self):
        centre = Centre()
        area = centre.area(centre["mac1"], shaped(cells(0, 0, 2, 2)))
        wrong = centre.tell("numbering", {"system": "imsma", "number": "HA-7"}, refs=[("about", area)])
        centre.tell("numbering", {"system": "imsma", "number": "HA-8"}, refs=[("about", area), ("replaces", wrong)])
        assert centre.report("numbers").table("numbers").column("number") == ["HA-8"]
        assert row(centre.report("account").table("areas"), area)["numbers"] == "imsma:HA-8"


def codes(form: Any, field: str) -> set[str]:
    """The codes that a field may have."""

    def inside(hint: Any) -> set[str]:
        return {each for arg in get_args(hint) for each in ({arg} if isinstance(arg, str) else inside(arg))}

    return inside(get_type_hints(form)[field])


@pytest.mark.parametrize(
    ("form", "field", "known", "words"),
    [
        (Victim, "sex", harm.SEXES, "report.sex"),
        (Victim, "age_group", harm.AGES, None),
        (Victim, "harm", harm.HARMS, None),
        (Victim, "activity", harm.ACTIVITIES, "report.activity"),
        (Accident, "classification", harm.CLASSES, "report.device_class"),
        (TaskOrder, "state", tasks.STATES, "report.state"),
        (TaskOrder, "priority", tasks.PRIORITIES, "report.priority"),
        (TaskOrder, "activity", tasks.ACTIVITIES, "report.work"),
        (NonConformity, "severity", quality.SEVERITIES, "report.severity"),
        (CheckStep, "step", checks.STEPS, "report.check"),
        (
            EducationSession,
            "method",
            ("group", "house_to_house", "peer", "school", "media", "other"),
            "report.education",
        ),
    ],
)
def test_a_report_knows_every_code_of_its_field_and_has_words_for_it(form, field, known, words):
    assert codes(form, field) == set(known)
    assert words is None or all(has(f"{words}.{code}") for code in known)


def test_every_outcome_of_a_spot_task_is_counted():
    outcomes = {{"destroyed_in_place": "destroyed"}.get(each, each) for each in codes(Disposed, "outcome")}
    assert outcomes == set(items.OUTCOMES)
    assert all(has(f"report.outcome.{each}") for each in items.OUTCOMES)


def test_every_group_of_people_is_counted():
    assert set(get_type_hints(People)) == set(education.GROUPS)
