"""Refusals of the stage ``web``: what keeps a site from being served, and questions that a page cannot be asked."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "web.no_site",
        "There is no published site in {folder}.",
        "لا يوجد موقع منشور في المجلد {folder}.",
        "Publish first: `clearway publish {folder}`.",
        "انشر أولًا: clearway publish {folder}.",
    ),
    Refusal(
        "web.cannot_listen",
        "Nothing can be served at {host}, port {port}: {because}.",
        "لا يمكن تقديم الصفحات على العنوان {host} والمنفذ {port}: {because}.",
        "Choose another port with --port (0 takes any that is free), or another address with --host.",
        "اختر منفذًا آخر بالخيار --port (والصفر يأخذ أي منفذ متاح)، أو عنوانًا آخر بالخيار --host.",
    ),
    Refusal(
        "web.no_office",
        "Only the files of the site are here; names and earlier days cannot be asked about.",
        "لا توجد هنا إلا ملفات الموقع؛ ولا يمكن السؤال عن اسم أو عن يوم سابق.",
        "Choose the place from the list. What was said on each day stands on the page of what was told.",
        "اختر المكان من القائمة. وما قيل في كل يوم مكتوب في صفحة ما نُشر.",
    ),
    Refusal(
        "web.getting_ready",
        "The records are being taken in; names and earlier days cannot be asked about yet.",
        "يجري تحميل السجلات؛ ولا يمكن بعد السؤال عن اسم أو عن يوم سابق.",
        "Ask again in a minute, or choose the place from the list: its page says what holds.",
        "اسأل ثانيةً بعد دقيقة، أو اختر المكان من القائمة: ففي صفحته ما هو سارٍ.",
    ),
    Refusal(
        "web.bad_day",
        "{on} is not a day.",
        "{on} ليس تاريخًا.",
        "Write year, month and day, as 2017-10-01.",
        "اكتب السنة ثم الشهر ثم اليوم، مثل 2017-10-01.",
    ),
    Refusal(
        "web.day_ahead",
        "{on} has not come yet.",
        "{on} لم يأتِ بعد.",
        "Choose a day that has begun.",
        "اختر يومًا قد بدأ.",
    ),
    Refusal(
        "web.nothing_yet",
        "By the end of {on} nothing had been published yet.",
        "حتى نهاية {on} لم يكن شيء قد نُشر بعد.",
        "Choose a day from {first} on.",
        "اختر يومًا من {first} فصاعدًا.",
    ),
    Refusal(
        "web.position_not_sent",
        "A position is not asked about here: it would leave your device.",
        "لا يُسأل هنا عن موقع بالإحداثيات: فذلك يُخرج موقعك من جهازك.",
        "Touch the map, which asks on your device alone, or choose the place from the list.",
        "المس الخريطة، فهي تسأل داخل جهازك وحده، أو اختر المكان من القائمة.",
    ),
)
