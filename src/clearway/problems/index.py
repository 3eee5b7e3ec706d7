"""Refusals of the stage ``index``: areas that cannot be indexed, and positions that cannot be looked up."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

_EXPORT_EN = "Export the areas again as well-known binary in longitude and latitude (WGS 84)."
_EXPORT_AR = "صدّر المساحات من جديد بصيغة WKB وبخطوط الطول والعرض (WGS 84)."
_COLUMNS_EN = "Give columns of equal length."
_COLUMNS_AR = "أعط أعمدة متساوية الطول."

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "index.area_cut_short",
        "Area {number} is not whole: its bytes are no well-known binary, or end too early.",
        "المساحة رقم {number} غير كاملة: بياناتها ليست بصيغة WKB أو تنتهي قبل أوانها.",
        _EXPORT_EN,
        _EXPORT_AR,
    ),
    Refusal(
        "index.not_an_area",
        "Area {number} is neither a polygon nor several.",
        "المساحة رقم {number} ليست مضلعًا ولا عدة مضلعات.",
        "Lines and points have no inside; draw them as areas first.",
        "الخطوط والنقاط لا داخل لها؛ ارسمها مساحاتٍ أولًا.",
    ),
    Refusal(
        "index.area_off_earth",
        "Area {number} has a coordinate that is no longitude or latitude.",
        "في المساحة رقم {number} إحداثي ليس خط طول ولا خط عرض.",
        _EXPORT_EN,
        _EXPORT_AR,
    ),
    Refusal(
        "index.ring_not_closed",
        "A ring of area {number} does not end where it begins.",
        "إحدى حلقات المساحة رقم {number} لا تنتهي حيث بدأت.",
        _EXPORT_EN,
        _EXPORT_AR,
    ),
    Refusal(
        "index.position_off_earth",
        "Position {number} is no longitude and latitude.",
        "الموضع رقم {number} ليس خط طول وخط عرض.",
        "Give degrees, longitude first; take rows without a position out.",
        "اكتب الدرجات وخط الطول أولًا، واحذف الأسطر التي لا موضع فيها.",
    ),
    Refusal(
        "index.columns_differ",
        "The columns do not have the same length.",
        "الأعمدة ليست متساوية الطول.",
        _COLUMNS_EN,
        _COLUMNS_AR,
    ),
    Refusal(
        "index.bad_severity",
        "The severity {value} is not a whole number from 0 to 255.",
        "درجة الشدة {value} ليست عددًا صحيحًا من 0 إلى 255.",
        "Give the worst areas the greatest number, and 0 to those that shall not count.",
        "أعط أسوأ المساحات أكبر الأعداد، وأعط الصفر لما لا يُحسب.",
    ),
    Refusal(
        "index.bad_time",
        "The time {value} is no whole number of seconds.",
        "الوقت {value} ليس عددًا صحيحًا من الثواني.",
        "Give seconds since 1970 (UTC), and nothing where the end is open.",
        "أعط عدد الثواني منذ 1970 بالتوقيت العالمي، واترك الخانة فارغة إن كانت النهاية مفتوحة.",
    ),
    Refusal(
        "index.no_such_area",
        "There is no area {number}.",
        "لا توجد مساحة رقم {number}.",
        "Areas are numbered from 0 in the order in which they were given.",
        "تُرقَّم المساحات من الصفر بالترتيب الذي أُعطيت به.",
    ),
    Refusal(
        "index.bad_offsets",
        "The offsets of the lines do not rise within the positions.",
        "بدايات الخطوط لا تتصاعد ضمن عدد المواضع.",
        "Give where each line begins, and at the end the number of positions.",
        "أعط موضع بداية كل خط، ثم عدد المواضع في النهاية.",
    ),
    Refusal(
        "index.engine_missing",
        "The native engine is not installed.",
        "محرك الفهرس الأصلي غير مثبت.",
        "Build it with `make native`, or leave the choice of the engine to the program.",
        "ابنه بالأمر make native، أو اترك اختيار المحرك للبرنامج.",
    ),
)
