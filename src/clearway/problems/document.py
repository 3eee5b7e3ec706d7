"""Refusals of the stage ``document``: papers that cannot be printed."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "document.no_ground",
        "There is no ground to draw for {id}.",
        "لا توجد أرض تُرسم للسجل {id}.",
        "Give the ids of records whose shape is known.",
        "أعط معرّفات سجلات يُعرف شكلها.",
    ),
    Refusal(
        "document.one_record",
        "This document is about one record, and {count} are named.",
        "هذه الوثيقة عن سجل واحد، وقد ذُكر {count}.",
        "Print one document for each.",
        "اطبع وثيقة لكل سجل.",
    ),
    Refusal(
        "document.other_record",
        "The code names the record {id} and proves another one.",
        "يسمّي الرمز السجل {id} ويثبت سجلاً غيره.",
        "Do not rely on this paper; ask the office that is said to have issued it.",
        "لا تعتمد على هذه الورقة؛ واسأل الجهة التي قيل إنها أصدرتها.",
    ),
    Refusal(
        "document.code_unreadable",
        "The text of the code is damaged or not whole.",
        "نص الرمز تالف أو غير كامل.",
        "Read the code again and save all of its text, from CLEARWAY: to its end, without changes.",
        "اقرأ الرمز مرة أخرى واحفظ نصه كله كما هو، من CLEARWAY: إلى آخره.",
    ),
)
"""In the order in which a document is made."""
