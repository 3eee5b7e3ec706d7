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
    Refusal(
        "screen.worker_lost",
        "A process that answered for a part of the table has ended.",
        "انتهت عملية كانت تجيب عن جزء من الجدول.",
        "Start the same command again: it goes on with the parts that are left."
        " Give fewer --processes if memory is short.",
        "شغّل الأمر نفسه من جديد: يُتابع بالأجزاء الباقية. قلّل ‎--processes إن ضاقت الذاكرة.",
    ),
    Refusal(
        "screen.needs_cluster",
        "Working on a cluster needs a package that is not installed: {package}.",
        "يحتاج العمل على عدة حواسيب إلى حزمة غير مثبتة: {package}.",
        "Install it with `pip install clearway[cluster]`, here and on every worker; or leave --cluster out.",
        "ثبّتها بالأمر pip install clearway[cluster] هنا وعند كل عامل، أو احذف الخيار --cluster.",
    ),
    Refusal(
        "screen.no_scheduler",
        "No workers can be reached at {address}: {because}.",
        "تعذّر الوصول إلى عمال على العنوان {address}: {because}.",
        "Give the address of a running Dask scheduler that has workers (tls://host:8786), or how many workers to start"
        " here.",
        "أعط عنوان مجدول Dask يعمل ولديه عمال (tls://host:8786)، أو عدد العمال الذين يُشغَّلون هنا.",
    ),
    Refusal(
        "screen.cluster_failed",
        "The workers of the cluster gave no answer: {because}.",
        "لم يُجب عمال المجموعة: {because}.",
        "Give every worker this version of Clearway and enough memory, and start the same command again: it goes on"
        " with the parts that are left.",
        "زوّد كل عامل بهذا الإصدار من Clearway وبذاكرة كافية، ثم شغّل الأمر نفسه من جديد: يُتابع بالأجزاء الباقية.",
    ),
)
