"""Refusals of the stage ``screen``: tables that cannot be screened."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "screen.unknown_format",
        "The file {file} is no table that can be screened.",
        "الملف {file} ليس جدولًا يمكن فحصه.",
        "Give a file that ends in .csv, .parquet or .gpkg, and the same ending for the output.",
        "أعط ملفًا ينتهي بـ ‎.csv أو ‎.parquet أو ‎.gpkg، وللناتج الامتداد نفسه.",
    ),
    Refusal(
        "screen.unreadable",
        "The table {file} cannot be read: {because}.",
        "تعذّرت قراءة الجدول {file}: {because}.",
        "Look at the file with the program that made it, and export it again.",
        "افحص الملف بالبرنامج الذي أنشأه ثم صدّره من جديد.",
    ),
    Refusal(
        "screen.no_columns",
        "The table {file} has no columns of longitude and latitude, and no geometry.",
        "ليس في الجدول {file} عمودان لخط الطول وخط العرض ولا أشكال.",
        "Name its columns with --lon and --lat.",
        "سمِّ العمودين بالخيارين --lon و--lat.",
    ),
    Refusal(
        "screen.other_system",
        "The positions in {file} are not in longitude and latitude (WGS 84) but in {system}.",
        "المواضع في الملف {file} ليست بخطوط الطول والعرض (WGS 84) بل بالنظام {system}.",
        "Export the table in WGS 84 (EPSG:4326).",
        "صدّر الجدول بالنظام WGS 84 (EPSG:4326).",
    ),
    Refusal(
        "screen.needs_package",
        "Tables of this format need a package that is not installed: {package}.",
        "يحتاج هذا النوع من الجداول إلى حزمة غير مثبتة: {package}.",
        "Install it with `pip install clearway[tables]`, or give the table as CSV.",
        "ثبّتها بالأمر pip install clearway[tables]، أو أعط الجدول بصيغة CSV.",
    ),
    Refusal(
        "screen.same_file",
        "The output {file} is the table itself.",
        "الملف الناتج {file} هو الجدول نفسه.",
        "Name another file with --out.",
        "سمِّ ملفًا آخر بالخيار --out.",
    ),
    Refusal(
        "screen.not_a_point",
        "The geometry of this row is no point.",
        "شكل هذا السطر ليس نقطة.",
        "Ask about a line or an area with clearway check.",
        "اسأل عن خط أو مساحة بالأمر clearway check.",
    ),
)
