"""Refusals of the stage ``trust``: the trust file and what is done with it."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        code="trust.unreadable",
        sentence_en="The trust file cannot be read: {detail}.",
        sentence_ar="تعذّرت قراءة ملف الثقة: {detail}.",
        remedy_en="Restore trust.json from the backup, or have it written again by the people who hold the roots.",
        remedy_ar="استعد ملف trust.json من النسخة الاحتياطية، أو ليكتبه من جديد حاملو مفاتيح الجذر.",
    ),
    Refusal(
        code="trust.duplicate",
        sentence_en="The trust file names the same root key or the same log twice.",
        sentence_ar="يذكر ملف الثقة مفتاح جذر واحدًا أو سجلًا واحدًا مرّتين.",
        remedy_en="Leave each root and each log in it once.",
        remedy_ar="أبقِ كل جذر وكل سجلّ مرّة واحدة.",
    ),
    Refusal(
        code="trust.threshold_unreachable",
        sentence_en="The trust file asks for {threshold} roots to sign, but lists {roots}.",
        sentence_ar="يطلب ملف الثقة توقيع {threshold} من الجذور، لكنه يذكر {roots} فقط.",
        remedy_en="Lower the threshold or add roots.",
        remedy_ar="اخفض العدد المطلوب أو أضف جذورًا.",
    ),
    Refusal(
        code="trust.bad_key",
        sentence_en="The key of root {holder} is not an Ed25519 public key.",
        sentence_ar="مفتاح الجذر {holder} ليس مفتاح Ed25519 عامًّا.",
        remedy_en="Give the 32 bytes of the public key in base64, as `clearway key show` prints them.",
        remedy_ar="اكتب بايتات المفتاح العام الاثنتين والثلاثين بترميز base64 كما يطبعها الأمر clearway key show.",
    ),
    Refusal(
        "trust.bad_card",
        "This is not the card of an office: {detail}.",
        "هذه ليست بطاقة جهة: {detail}.",
        "Ask the office for its card again, as a file, and compare the fingerprint over the telephone.",
        "اطلب البطاقة من الجهة من جديد ملفًا، وقارن البصمة معها بالهاتف.",
    ),
    Refusal(
        "trust.other_realm",
        "This belongs to the realm {realm}; the workspace is of the realm {own}.",
        "هذا من النطاق {realm}، والمكتب من النطاق {own}.",
        "Keep exercises and demonstrations apart from what is real: use another workspace.",
        "افصل بين التمارين والعروض وبين الواقع: استخدم مكتبًا آخر.",
    ),
    Refusal(
        "trust.origin_taken",
        "The log {origin} is known here with another key.",
        "السجل {origin} معروف هنا بمفتاح آخر.",
        "Do not accept it. Ask its owner on a way you trust whether the key was changed.",
        "لا تقبله. اسأل مالكه بطريقة تثق بها هل تغيّر المفتاح.",
    ),
    Refusal(
        "trust.not_a_root",
        "{holder} is not a root of the trust file now.",
        "ليس {holder} جذرًا في ملف الثقة الآن.",
        "Ask one of the people who hold the roots to sign.",
        "اطلب التوقيع من أحد حاملي مفاتيح الجذر.",
    ),
    Refusal(
        "trust.unknown_root",
        "The trust file has no root {holder}.",
        "لا يوجد في ملف الثقة جذر باسم {holder}.",
        "Check the holder's id.",
        "تحقق من معرّف حامل المفتاح.",
    ),
    Refusal(
        "trust.root_removed",
        "The new trust file leaves out or changes the root {holder}.",
        "يحذف ملف الثقة الجديد الجذر {holder} أو يغيّره.",
        "Keep every root; one that shall grant no more gets an end (`clearway trust retire-root`).",
        "أبقِ كل الجذور؛ والجذر الذي لا يمنح بعد الآن يُكتب له تاريخ انتهاء (clearway trust retire-root).",
    ),
    Refusal(
        "trust.own_log_changed",
        "The new trust file leaves out or changes this office's own log {origin}.",
        "يحذف ملف الثقة الجديد سجل هذه الجهة {origin} أو يغيّره.",
        "Keep the office's two logs as they are.",
        "أبقِ سجلَّي الجهة كما هما.",
    ),
    Refusal(
        "trust.too_few_signatures",
        "The new trust file is signed by {found} of the roots; {needed} are needed.",
        "وقّع ملف الثقة الجديد {found} من حاملي الجذور؛ والمطلوب {needed}.",
        "Ask other holders of roots to approve it. The present file stays in force until then.",
        "اطلب الموافقة من حاملي جذور آخرين. ويبقى الملف الحالي ساريًا حتى ذلك.",
    ),
    Refusal(
        "trust.not_the_successor",
        "The trust file in {id} was not made from the one in force.",
        "ملف الثقة المذكور في {id} لم يُبنَ على الملف الساري.",
        "Make the change again from the present file.",
        "أعد التغيير انطلاقًا من الملف الحالي.",
    ),
    Refusal(
        "trust.not_recorded",
        "The trust file {file} is not one that enough roots have signed in this office's log.",
        "ملف الثقة {file} ليس ملفًا وقّعه العدد المطلوب من الجذور في سجل هذه الجهة.",
        "Restore trust.json from the backup; a change of it is made with `clearway trust`, never by hand.",
        "استعد ملف trust.json من النسخة الاحتياطية؛ ولا يُغيَّر إلا بأوامر clearway trust لا يدويًا.",
    ),
)
