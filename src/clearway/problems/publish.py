"""Refusals of the stage ``publish``."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "publish.snapshot_unreadable",
        "This is not a snapshot that Clearway wrote: {detail}.",
        "هذه ليست لقطة كتبها «كليرواي»: {detail}.",
        "Do not use it. Fetch the snapshot again from the office that publishes it.",
        "لا تستخدمها. اجلب اللقطة من جديد من الجهة التي تنشرها.",
    ),
    Refusal(
        "publish.note_unreadable",
        "This is not the signature of a snapshot.",
        "هذا ليس توقيع لقطة.",
        "Fetch the snapshot and its signature again from the office that publishes them.",
        "اجلب اللقطة وتوقيعها من جديد من الجهة التي تنشرهما.",
    ),
    Refusal(
        "publish.other_snapshot",
        "The signature of {publisher} is under another snapshot than this one.",
        "توقيع {publisher} على لقطة أخرى غير هذه.",
        "Do not use it. Fetch the snapshot and its signature again, both at once.",
        "لا تستخدمها. اجلب اللقطة وتوقيعها معاً من جديد.",
    ),
    Refusal(
        "publish.too_large",
        "The picture is larger than a snapshot may be: {detail}.",
        "الصورة أكبر مما تتسع له لقطة: {detail}.",
        "Nothing was published. Void what was recorded by mistake many times over.",
        "لم يُنشر شيء. اسحب ما سُجّل خطأً مرات كثيرة.",
    ),
    Refusal(
        "publish.not_signed",
        "The snapshot of {publisher} could not be signed so that the signature verifies.",
        "تعذّر توقيع لقطة {publisher} توقيعاً يثبت التحقق منه.",
        "Nothing was published. Check the log's key in the keys folder and in trust.json.",
        "لم يُنشر شيء. تأكد من مفتاح السجل في مجلد المفاتيح وفي ملف الثقة.",
    ),
    Refusal(
        "publish.never_published",
        "Nothing had been published by {at}.",
        "لم يكن قد نُشر شيء حتى {at}.",
        "Ask for a later moment; `clearway explain publication` lists what was published and when.",
        "اسأل عن وقت لاحق؛ يعرض الأمر `clearway explain publication` ما نُشر ومتى.",
    ),
    Refusal(
        "publish.no_such_publication",
        "{record} is not the record of a publication of this office.",
        "{record} ليس سجلّ نشر لهذه الجهة.",
        "Give the id of a publication record.",
        "أعط معرّف سجلّ نشر.",
    ),
    Refusal(
        "publish.bytes_missing",
        "The published bytes {snapshot} are not at hand.",
        "البايتات المنشورة {snapshot} غير متوفرة.",
        "Restore them from the newest backup, or put the published file in again.",
        "استعدها من أحدث نسخة احتياطية، أو أدخل الملف المنشور من جديد.",
    ),
    Refusal(
        "publish.not_reproduced",
        "Projected again at its frontier, the publication {record} does not give the bytes that were published.",
        "عند إعادة الحساب على الحدود نفسها لا يعطي سجلّ النشر {record} البايتات المنشورة.",
        "Run `clearway fsck`. Keep the published bytes: they are what the public was told.",
        "شغّل `clearway fsck`. احتفظ بالبايتات المنشورة: فهي ما قيل للناس.",
    ),
)
