"""Refusals of the stage ``report``: a report that cannot be made as asked."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "report.no_such_breakdown",
        "The report {report} cannot be broken down by {by}.",
        "لا يمكن تقسيم التقرير {report} حسب {by}.",
        "Choose one of: {choices}.",
        "اختر واحدًا من: {choices}.",
    ),
    Refusal(
        "report.period_reversed",
        "The period ends before it begins.",
        "تنتهي المدة قبل أن تبدأ.",
        "Write the earlier day after --from and the later one after --to.",
        "اكتب اليوم الأسبق بعد الخيار --from والأحدث بعد الخيار --to.",
    ),
    Refusal(
        "report.period_ahead",
        "The period is not over: a report of it would say less than it seems.",
        "لم تنته المدة بعد: وتقرير عنها يقول أقل مما يبدو.",
        "End it with a day that is over, or leave --to away to report up to now.",
        "اجعل نهايتها يومًا قد مضى، أو اترك الخيار --to ليصل التقرير إلى الآن.",
    ),
    Refusal(
        "report.not_a_workbook",
        "A report is written as a workbook, and {file} is no name for one.",
        "يُكتب التقرير في مصنّف جداول، و{file} ليس اسمًا له.",
        "Give a name that ends in .xlsx.",
        "اختر اسمًا ينتهي بـ .xlsx.",
    ),
)
