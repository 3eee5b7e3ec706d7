"""Refusals of the stage ``sync``."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "sync.nothing_here",
        "The folder {folder} holds no log that you accept.",
        "لا يحتوي المجلد {folder} على أي سجل تقبله.",
        "Give the folder that the other office exported, and check that trust.json lists its public log.",
        "أعط المجلد الذي صدّرته الجهة الأخرى، وتأكد من أن ملف الثقة يضم سجلها العام.",
    ),
    Refusal(
        "sync.no_folder",
        "There is no folder {folder}.",
        "لا يوجد مجلد {folder}.",
        "Check that the stick is in, and how the folder is written.",
        "تأكد من توصيل الذاكرة ومن كتابة اسم المجلد.",
    ),
    Refusal(
        "sync.bad_origin",
        "{origin} cannot be the name of a log.",
        "لا يصلح {origin} اسماً لسجل.",
        "Correct the log's name in trust.json: small letters, digits, dots, hyphens, slashes.",
        "صحّح اسم السجل في ملف الثقة: أحرف صغيرة وأرقام ونقاط وشرطات وخطوط مائلة.",
    ),
    Refusal(
        "sync.bad_blob_id",
        "{blob} is not the id of a file.",
        "{blob} ليس معرّف ملف.",
        "An id is the word sha256, a colon and 64 digits from 0 to f.",
        "المعرّف هو كلمة sha256 ثم نقطتان ثم 64 رقماً من 0 إلى f.",
    ),
    Refusal(
        "sync.file_missing",
        "The source lacks the file {file}.",
        "ينقص المصدر الملف {file}.",
        "The copy is incomplete. Copy the whole folder again; what was taken over before still counts.",
        "النسخة ناقصة. انسخ المجلد كله من جديد؛ وما أُخذ من قبل ما زال معتبراً.",
    ),
    Refusal(
        "sync.file_damaged",
        "The file {file} of the source is not what its name says.",
        "الملف {file} في المصدر ليس كما يقول اسمه.",
        "It was left out. Copy the folder again; what was taken over before still counts.",
        "لم يؤخذ هذا الملف. انسخ المجلد من جديد؛ وما أُخذ من قبل ما زال معتبراً.",
    ),
    Refusal(
        "sync.checkpoint_ahead",
        "The source knows a checkpoint of {size} entries of the log {origin}, but shows only {shown}.",
        "يعرف المصدر نقطة تحقق من {size} قيداً للسجل {origin}، لكنه لا يعرض إلا {shown}.",
        "The copy is older than it could be, or cut. Ask the log's office for a new one.",
        "النسخة أقدم مما يمكن أو مبتورة. اطلب نسخة جديدة من صاحب السجل.",
    ),
    Refusal(
        "sync.leaves_do_not_fit",
        "The entries of the log {origin} are not the {size} entries that its checkpoint was signed over.",
        "قيود السجل {origin} ليست القيود الـ {size} التي وُقّعت عليها نقطة تحققه.",
        "Nothing of this log was taken over. Copy it again; if it is wrong again, tell the log's office.",
        "لم يؤخذ شيء من هذا السجل. انسخه من جديد؛ وإن تكرر الخطأ فأبلغ صاحب السجل.",
    ),
    Refusal(
        "sync.file_too_large",
        "The file {file} has {size} bytes; {limit} is the most.",
        "حجم الملف {file} هو {size} بايت؛ والحد الأقصى {limit}.",
        "It was left out; records that need it count as if it were missing. Ask the office that wrote the folder.",
        "لم يؤخذ الملف. اسأل الجهة التي كتبت المجلد؛ وتُعامل السجلات التي تحتاجه كأنه مفقود.",
    ),
    Refusal(
        "sync.missing_too_many",
        "{count} files that the log {origin} names are missing; no receipt can list more than {limit}.",
        "ينقص {count} ملفاً مما يذكره السجل {origin}، ولا يتسع إيصال لأكثر من {limit}.",
        "The entries were taken over, without a receipt. Copy the files of the source as well and sync again.",
        "أُخذت القيود من دون إيصال. انسخ ملفات المصدر أيضاً ثم زامن من جديد.",
    ),
    Refusal(
        "sync.own_log_ahead",
        "The source shows {shown} entries of your own log {origin}; your ledger has {held}.",
        "يعرض المصدر {shown} قيداً من سجلك {origin}، وفي دفترك {held}.",
        "Do not write anything more: your ledger was probably restored from an older backup. Restore the newest one.",
        "لا تكتب شيئاً بعد الآن: الأرجح أن دفترك استُعيد من نسخة احتياطية قديمة. استعد أحدث نسخة.",
    ),
)
