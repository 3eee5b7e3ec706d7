"""Refusals of the stage ``signing``."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "signing.bad_public_key",
        "This is not a public key that can be trusted: it is not 32 bytes long, or anybody could sign in its name.",
        "هذا ليس مفتاحاً عاماً يمكن الوثوق به: طوله ليس 32 بايت، أو يستطيع أي شخص أن يوقّع باسمه.",
        "Ask the holder to make a new key with clearway and to send its public half again.",
        "اطلب من صاحب المفتاح أن ينشئ مفتاحاً جديداً ببرنامج clearway وأن يرسل نصفه العام من جديد.",
    ),
    Refusal(
        "signing.empty_passphrase",
        "A private key must not be stored without a passphrase.",
        "لا يجوز حفظ مفتاح خاص من دون عبارة مرور.",
        "Choose a passphrase that only you know and give it when asked.",
        "اختر عبارة مرور لا يعرفها سواك وأدخلها عند الطلب.",
    ),
    Refusal(
        "signing.key_file_unreadable",
        "This file is not a clearway key file, or it is damaged.",
        "هذا الملف ليس ملف مفتاح من clearway، أو هو تالف.",
        "Restore the key file from your backup; if there is none, make a new key and ask for a new grant.",
        "استعد ملف المفتاح من نسختك الاحتياطية؛ وإن لم توجد فأنشئ مفتاحاً جديداً واطلب تفويضاً جديداً.",
    ),
    Refusal(
        "signing.wrong_passphrase",
        "The key does not open: the passphrase is wrong, or the key file was changed.",
        "المفتاح لا يُفتح: عبارة المرور خاطئة، أو جرى تغيير ملف المفتاح.",
        "Type the passphrase again, minding the keyboard language; if it is right, restore the file from your backup.",
        "أعد كتابة عبارة المرور وانتبه إلى لغة لوحة المفاتيح؛ وإن كانت صحيحة فاستعد الملف من نسختك الاحتياطية.",
    ),
    Refusal(
        "signing.sealed_unreadable",
        "The sealed store does not open: it was changed, or it belongs to another key.",
        "المخزن المقفل لا يُفتح: جرى تغييره أو هو لمفتاح آخر.",
        "Restore the folder of keys from the backup; both files in it belong together.",
        "استعد مجلد المفاتيح من النسخة الاحتياطية؛ فالملفان فيه لا ينفصلان.",
    ),
)
