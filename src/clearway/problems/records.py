"""Refusals of the stage ``record``: bytes that are no sound record, or a record that breaks a rule of its kind."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

_ASK_EN = "Ask whoever sent it for the original and import it again; do not edit it by hand."
_ASK_AR = "اطلب النسخة الأصلية ممن أرسله واستورده من جديد، ولا تعدّله بيدك."
_FIX_EN = "Correct this field and try again."
_FIX_AR = "صحّح هذا الحقل وحاول من جديد."

_BYTES: tuple[Refusal, ...] = (
    Refusal(
        "record.not_utf8",
        "The text is not UTF-8.",
        "النص غير مكتوب بترميز UTF-8.",
        "Save or export the file as UTF-8 and import it again.",
        "احفظ الملف أو صدّره بترميز UTF-8 ثم استورده من جديد.",
    ),
    Refusal(
        "record.not_json",
        "This is not JSON; reading stopped at character {position}.",
        "هذا ليس بصيغة JSON، وتوقفت القراءة عند الحرف رقم {position}.",
        "Check that the file is whole and is the right one; " + _ASK_EN[0].lower() + _ASK_EN[1:],
        "تأكد من أن الملف كامل وأنه الملف الصحيح. " + _ASK_AR,
    ),
    Refusal(
        "record.not_canonical",
        "The record is readable JSON but not in the one form that can be signed.",
        "السجل مقروء بصيغة JSON، لكنه ليس بالشكل الوحيد الذي يمكن توقيعه.",
        "It was changed after it was made, if only in its spaces. " + _ASK_EN,
        "لقد تغيّر بعد كتابته، ولو في المسافات فقط. " + _ASK_AR,
    ),
    Refusal(
        "record.duplicate_key",
        "The field {key} stands twice in the same place.",
        "الحقل {key} مكتوب مرتين في الموضع نفسه.",
        "Keep one of the two and make the record anew.",
        "أبقِ واحدًا منهما واكتب السجل من جديد.",
    ),
    Refusal(
        "record.float",
        "The number {value} has a fraction or an exponent; records hold whole numbers only.",
        "العدد {value} فيه كسر أو أُس، والسجلات لا تقبل إلا الأعداد الصحيحة.",
        "Write it in the smaller unit: millimetres, seconds, or degrees times ten million.",
        "اكتبه بالوحدة الأصغر: بالمليمتر أو بالثانية أو بالدرجة مضروبة في عشرة ملايين.",
    ),
    Refusal(
        "record.integer_too_large",
        "The number {value} is too large to be read the same way everywhere.",
        "العدد {value} أكبر من أن يُقرأ بالطريقة نفسها في كل مكان.",
        "Check the number and its unit; the limit is 2^53 − 1.",
        "راجع العدد ووحدته؛ الحد الأقصى هو 2^53 − 1.",
    ),
    Refusal(
        "record.too_deep",
        "The data is nested more than {limit} levels deep.",
        "البيانات متداخلة أكثر من {limit} مستوى.",
        "No record looks like this. " + _ASK_EN,
        "لا يوجد سجل بهذا الشكل. " + _ASK_AR,
    ),
    Refusal(
        "record.too_large",
        "The record has {size} bytes; at most {limit} are allowed.",
        "حجم السجل {size} بايت، والحد الأقصى {limit}.",
        "Store the long text, the photo or the large shape as a file first and let the record refer to it.",
        "احفظ النص الطويل أو الصورة أو الشكل الكبير كملف أولًا، واجعل السجل يشير إليه.",
    ),
    Refusal(
        "record.not_a_leaf",
        "This is not a signed record: it must have a record and a signature and nothing else.",
        "هذا ليس سجلًا موقّعًا: يجب أن يحتوي على السجل والتوقيع فقط.",
        _ASK_EN,
        _ASK_AR,
    ),
    Refusal(
        "record.no_signature",
        "The signature cannot be read.",
        "لا يمكن قراءة التوقيع.",
        _ASK_EN,
        _ASK_AR,
    ),
)

_FIELDS: tuple[Refusal, ...] = (
    Refusal(
        "record.wrong_type",
        "Here stands {found} where {expected} is expected.",
        "المكتوب هنا من نوع {found} والمطلوب {expected}.",
        _FIX_EN,
        _FIX_AR,
    ),
    Refusal(
        "record.missing_field",
        "The field {field} is missing.",
        "الحقل {field} غير موجود.",
        "Add it; where there is nothing to say, its value is null.",
        "أضفه، وإن لم يكن هناك ما يُقال فاجعل قيمته null.",
    ),
    Refusal(
        "record.unknown_field",
        "There is no field {field} here.",
        "لا يوجد هنا حقل باسم {field}.",
        "Check its spelling against the reference of records, or put the words into a note.",
        "قارن اسمه بمرجع السجلات، أو اكتب المعلومة في خانة الملاحظة.",
    ),
    Refusal(
        "record.unknown_word",
        "The word {value} is not one that may stand here.",
        "الكلمة {value} ليست من الكلمات المسموح بها هنا.",
        "Choose one of the words that the reference of records lists for this field.",
        "اختر كلمة من الكلمات المذكورة لهذا الحقل في مرجع السجلات.",
    ),
    Refusal(
        "record.out_of_range",
        "The value does not fit this field, which takes {limit}.",
        "القيمة لا تناسب هذا الحقل؛ المقبول فيه: {limit}.",
        _FIX_EN,
        _FIX_AR,
    ),
    Refusal(
        "record.wrong_instant",
        "The time is not written as YYYY-MM-DDTHH:MM:SSZ, in UTC and whole seconds, in a year from 1900 to 2199.",
        "الوقت غير مكتوب بالشكل YYYY-MM-DDTHH:MM:SSZ بالتوقيت العالمي وبثوانٍ كاملة، في سنة من 1900 إلى 2199.",
        "Convert the local time to UTC (Libya is two hours ahead of UTC) and write it like 2016-11-17T11:00:00Z.",
        "حوّل الوقت المحلي إلى التوقيت العالمي (ليبيا متقدمة عليه بساعتين) واكتبه هكذا: 2016-11-17T11:00:00Z.",
    ),
    Refusal(
        "record.wrong_order",
        "The times are in the wrong order: {second} must come after {first}.",
        "الأوقات غير مرتبة: يجب أن يأتي {second} بعد {first}.",
        "Check both times, and the day if the hours pass midnight.",
        "راجع الوقتين، وراجع اليوم إن كانت الساعات تتجاوز منتصف الليل.",
    ),
    Refusal(
        "record.more_than_all",
        "More are counted in {part} than in {all}, of which they are a part.",
        "العدد في {part} أكبر من العدد في {all} وهو جزء منه.",
        "Count again: whoever came for the first time is among those who came.",
        "أعد العدّ: من حضر لأول مرة هو من بين الحاضرين.",
    ),
    Refusal(
        "record.no_length",
        "The end is not after the beginning, so nothing lies between them.",
        "النهاية ليست بعد البداية، فلا شيء بينهما.",
        "Correct the beginning or the end; for the whole day leave the hours out.",
        "صحّح البداية أو النهاية، وإن كان المقصود اليوم كله فلا تكتب ساعات.",
    ),
    Refusal(
        "record.hours_without_zone",
        "Hours are given without the time zone they are local to.",
        "كُتبت الساعات بدون المنطقة الزمنية التي تتبعها.",
        "Give the zone, for Libya Africa/Tripoli.",
        "اكتب المنطقة الزمنية، وهي في ليبيا Africa/Tripoli.",
    ),
    Refusal(
        "record.repeated",
        "The same thing is listed twice.",
        "الشيء نفسه مذكور مرتين في القائمة.",
        "Keep it once.",
        "اذكره مرة واحدة.",
    ),
    Refusal(
        "record.one_of",
        "Exactly one of the fields {fields} must be filled in.",
        "يجب ملء حقل واحد فقط من هذه الحقول: {fields}.",
        "Fill in the one that applies and leave the other empty.",
        "املأ الحقل المناسب واترك الآخر فارغًا.",
    ),
    Refusal(
        "record.no_words",
        "The text stands neither in Arabic nor in English.",
        "النص غير مكتوب بالعربية ولا بالإنجليزية.",
        "Write it in one of the two languages at least.",
        "اكتبه بإحدى اللغتين على الأقل.",
    ),
    Refusal(
        "record.not_a_key",
        "This is not a public key.",
        "هذا ليس مفتاحًا عامًا.",
        "Copy the whole line that the holder's key command printed.",
        "انسخ السطر كاملًا كما أظهره أمر المفتاح عند صاحبه.",
    ),
    Refusal(
        "record.no_depth",
        "Cleared ground has no depth to which it was cleared.",
        "الأرض موصوفة بأنها مطهّرة دون ذكر عمق التطهير.",
        "Give the depth in millimetres, as the search report states it.",
        "اكتب العمق بالمليمتر كما ورد في تقرير التفتيش.",
    ),
    Refusal(
        "record.forbidden_field",
        "The field {field} may not stand in any record, because lists of people by descent, belief or kin put them in "
        "danger.",
        "لا يجوز أن يوجد الحقل {field} في أي سجل، لأن تصنيف الناس حسب أصلهم أو عقيدتهم أو قرابتهم يعرّضهم للخطر.",
        "Leave it out, and do not write it into a note either.",
        "احذفه، ولا تكتبه في الملاحظات أيضًا.",
    ),
    Refusal(
        "record.time_ahead",
        "The time {at} lies ahead of the present, {now}.",
        "الوقت {at} لم يأتِ بعد؛ الوقت الآن {now}.",
        "Check the clock of the device and the time zone; something that is yet to begin goes into its start instead.",
        "راجع ساعة الجهاز والمنطقة الزمنية، وما لم يبدأ بعد يُكتب في خانة البداية.",
    ),
)

_KINDS: tuple[Refusal, ...] = (
    Refusal(
        "record.unknown_envelope",
        "The record is written in version {version} of the envelope, which this program does not know.",
        "السجل مكتوب بالإصدار {version} من الغلاف، وهذا البرنامج لا يعرفه.",
        "Update Clearway; until then the record is kept and can only make answers stricter.",
        "حدّث Clearway؛ وحتى ذلك الحين يُحفظ السجل ولا يمكنه إلا أن يشدّد الإجابات.",
    ),
    Refusal(
        "record.unknown_kind",
        "This program does not know records of the kind {kind}.",
        "هذا البرنامج لا يعرف سجلات من نوع {kind}.",
        "Check the spelling or update Clearway; a record already in a log is kept and can only make answers stricter.",
        "راجع كتابة الاسم أو حدّث Clearway؛ والسجل الموجود في سجل الجهة يُحفظ ولا يمكنه إلا أن يشدّد الإجابات.",
    ),
    Refusal(
        "record.unknown_version",
        "This program does not know version {version} of {kind}.",
        "هذا البرنامج لا يعرف الإصدار {version} من {kind}.",
        "Update Clearway; a record already in a log is kept and can only make answers stricter.",
        "حدّث Clearway؛ والسجل الموجود في سجل الجهة يُحفظ ولا يمكنه إلا أن يشدّد الإجابات.",
    ),
    Refusal(
        "record.bears_differ",
        "A record of kind {kind} like this one has the bearing {expected}, not {found}.",
        "سجل من نوع {kind} كهذا يكون أثره {expected} وليس {found}.",
        "Leave the bearing out when you make the record; it follows from the kind.",
        "لا تكتب الأثر عند إنشاء السجل، فهو يتبع نوعه.",
    ),
    Refusal(
        "record.axes_differ",
        "A record of kind {kind} like this one bears on these axes: {expected}.",
        "سجل من نوع {kind} كهذا يخص هذه المحاور: {expected}.",
        "Leave the axes out when you make the record; they follow from the kind. A void names the axes it withdraws.",
        "لا تكتب المحاور عند إنشاء السجل، فهي تتبع نوعه. أما سجل السحب فيذكر المحاور التي يسحبها.",
    ),
    Refusal(
        "record.nonce_missing",
        "A record of kind {kind} is restricted and needs a nonce, so that nobody can guess it from its hash.",
        "سجل من نوع {kind} مقيّد، ويحتاج إلى رقم عشوائي حتى لا يخمّن أحد محتواه من بصمته.",
        "Make the record with Clearway, which draws 128 random bits for it.",
        "أنشئ السجل بواسطة Clearway، فهو يختار له 128 بتًا عشوائيًا.",
    ),
    Refusal(
        "record.footprint_missing",
        "A record of kind {kind} needs to say which ground it means.",
        "يجب أن يحدّد سجل من نوع {kind} الأرض المقصودة.",
        "Draw the ground or name a place; for a restriction whose place is not known, say within which region it lies.",
        "ارسم الأرض أو سمِّ المكان؛ وإن كان مكان المنع غير معروف فاذكر المنطقة التي يقع داخلها.",
    ),
    Refusal(
        "record.footprint_not_allowed",
        "A record of kind {kind} cannot have ground of the type {type}.",
        "لا يقبل سجل من نوع {kind} أرضًا من نوع {type}.",
        "Use one of the types that the reference lists for this kind, or leave the ground out if it lists none.",
        "استعمل أحد الأنواع المذكورة لهذا النوع في المرجع، أو لا تكتب أرضًا إن لم يُذكر شيء.",
    ),
    Refusal(
        "record.names_nothing",
        "A record of kind {kind} must name the records it speaks of, and this one names nothing.",
        "يجب أن يسمّي سجل من نوع {kind} السجلات التي يخصها، وهذا لا يسمّي شيئًا.",
        "List the ids of the records it releases; a check of the place shows them.",
        "اذكر معرّفات السجلات التي يرفعها؛ وتظهر عند فحص المكان.",
    ),
    Refusal(
        "record.ref_missing",
        "A record of kind {kind} must refer to another record as {rel}.",
        "يجب أن يشير سجل من نوع {kind} إلى سجل آخر بصفة {rel}.",
        "Add the reference with the other record's id.",
        "أضف الإشارة مع معرّف السجل الآخر.",
    ),
    Refusal(
        "record.ref_not_allowed",
        "A record of kind {kind} cannot refer to others as {rel}.",
        "لا يمكن أن يشير سجل من نوع {kind} إلى غيره بصفة {rel}.",
        "Take the reference out, or choose the relation that is meant.",
        "احذف الإشارة، أو اختر الصفة المقصودة.",
    ),
    Refusal(
        "record.ref_too_many",
        "A record of kind {kind} refers to more records as {rel} than it may.",
        "يشير سجل من نوع {kind} إلى سجلات أكثر من المسموح بصفة {rel}.",
        "Keep one, and make a record of its own for each of the others.",
        "أبقِ إشارة واحدة، واكتب سجلًا مستقلًا لكل واحد من الباقي.",
    ),
    Refusal(
        "record.no_grant",
        "This record of kind {kind} would open something and does not name the grant that allows it.",
        "هذا السجل من نوع {kind} يفتح شيئًا، ولا يذكر التفويض الذي يسمح بذلك.",
        "Refer to your grant as under; if you have none, ask your office for one.",
        "اذكر تفويضك بصفة under؛ وإن لم يكن لديك تفويض فاطلبه من جهتك.",
    ),
)

REFUSALS: tuple[Refusal, ...] = _BYTES + _FIELDS + _KINDS
