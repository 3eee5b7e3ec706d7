"""Refusals of the stage ``log``: notes, checkpoints, trees, tiles and proofs."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "log.no_such_entry",
        "The log has {size} entries; there is none with the number {index}.",
        "في السجل {size} قيداً، ولا قيد فيه بالرقم {index}.",
        "Fetch the newest checkpoint of the log and ask again; numbers start at 0.",
        "اجلب أحدث نقطة تحقق للسجل ثم أعد السؤال؛ الترقيم يبدأ من 0.",
    ),
    Refusal(
        "log.no_such_tree",
        "It cannot be shown how a log grew from {old} to {new} entries.",
        "لا يمكن إثبات كيف نما السجل من {old} إلى {new} قيداً.",
        "Name two sizes of the same log, the smaller one first and at least 1.",
        "اذكر حجمين للسجل نفسه، الأصغر أولاً ولا يقل عن 1.",
    ),
    Refusal(
        "log.not_included",
        "The proof does not show that this entry stands at number {index} of a log of {size} entries.",
        "البرهان لا يثبت أن هذا القيد موجود بالرقم {index} في سجل من {size} قيداً.",
        "Do not rely on the entry. Ask the office that gave it to you for a new proof; if that fails too, tell others.",
        "لا تعتمد على هذا القيد. اطلب برهاناً جديداً من الجهة التي أعطتك إياه؛ وإن فشل أيضاً فأبلغ عن ذلك فوراً.",
    ),
    Refusal(
        "log.not_consistent",
        "The log of {new} entries is not proved to continue the log of {old} entries that was seen before.",
        "لم يثبت أن السجل ذا {new} قيداً يكمل السجل ذا {old} قيداً الذي سبق أن رأيناه.",
        "Keep both checkpoints and tell the log's owner and the other offices: the log may have been rewritten.",
        "احتفظ بنقطتي التحقق كلتيهما وأبلغ مالك السجل والجهات الأخرى: ربما أُعيدت كتابة السجل.",
    ),
    Refusal(
        "log.note_malformed",
        "This is not a signed note: it is cut, too long, or not in the form that the specification asks for.",
        "هذه ليست مذكرة موقّعة: إنها مبتورة أو طويلة جداً أو ليست بالصيغة التي تطلبها المواصفة.",
        "Fetch the file again from the office that published it.",
        "اجلب الملف من جديد من الجهة التي نشرته.",
    ),
    Refusal(
        "log.not_signed",
        "Nobody whose key you accept has signed this.",
        "لم يوقّع هذا أحد ممن تقبل مفاتيحهم.",
        "Do not use it. Check that the trust file lists the log's key; if it does, ask the log's owner.",
        "لا تستخدمه. تأكد من أن ملف الثقة يضم مفتاح السجل؛ فإن كان كذلك فاسأل مالك السجل.",
    ),
    Refusal(
        "log.signature_wrong",
        "A signature in the name of {name} is wrong: the text was changed, or another key signed it.",
        "التوقيع باسم {name} غير صحيح: جرى تغيير النص، أو وقّعه مفتاح آخر.",
        "Do not use it. Keep the file as evidence, fetch it again, and tell {name} if it is wrong again.",
        "لا تستخدمه. احتفظ بالملف دليلاً، ثم اجلبه من جديد، وأبلغ {name} إن تكرر الخطأ.",
    ),
    Refusal(
        "log.time_out_of_range",
        "The cosignature of {name} states a time that no calendar holds.",
        "توقيع الشاهد {name} يذكر وقتاً لا يوجد في أي تقويم.",
        "Tell the witness {name} to set its clock and to sign again.",
        "اطلب من الشاهد {name} أن يضبط ساعته وأن يوقّع من جديد.",
    ),
    Refusal(
        "log.bad_key_name",
        "{name} cannot be the name of a key: it is empty or holds a space, a control character or a plus sign.",
        "لا يصلح {name} اسماً لمفتاح: إنه فارغ أو فيه مسافة أو محرف تحكم أو علامة زائد.",
        "Choose a name like an address without scheme, for instance desk.example/public.",
        "اختر اسماً على شكل عنوان بلا بروتوكول، مثل desk.example/public.",
    ),
    Refusal(
        "log.bad_vkey",
        "This is not a verifier key, or a part of it was changed.",
        "هذا ليس مفتاح تحقق، أو جرى تغيير جزء منه.",
        "Copy the whole key from its owner again: name, plus sign, eight hexadecimal digits, plus sign, base64.",
        "انسخ المفتاح كاملاً من صاحبه مرة أخرى: الاسم ثم علامة زائد ثم ثمانية أرقام ست عشرية ثم علامة زائد ثم base64.",
    ),
    Refusal(
        "log.vkey_type_unknown",
        "Verifier keys of type {type} are not known here.",
        "مفاتيح التحقق من النوع {type} غير معروفة هنا.",
        "Ask for an Ed25519 key: type 1 for a log, type 4 for a witness.",
        "اطلب مفتاح Ed25519: النوع 1 للسجل، والنوع 4 للشاهد.",
    ),
    Refusal(
        "log.checkpoint_malformed",
        "This is not a checkpoint: it needs the log's name, its size and its root, one a line.",
        "هذه ليست نقطة تحقق: يلزمها اسم السجل وحجمه وجذره، كل منها في سطر.",
        "Fetch the checkpoint again from the log's owner.",
        "اجلب نقطة التحقق من جديد من مالك السجل.",
    ),
    Refusal(
        "log.other_origin",
        "This checkpoint speaks of the log {found}; the log {origin} was asked for.",
        "نقطة التحقق هذه تخص السجل {found}، والمطلوب هو السجل {origin}.",
        "Check the address; if it is right, tell the log's owner that the wrong file is published there.",
        "تأكد من العنوان؛ فإن كان صحيحاً فأبلغ مالك السجل بأن الملف المنشور هناك خاطئ.",
    ),
    Refusal(
        "log.not_a_tile",
        "{path} is not the name of a file of a log.",
        "{path} ليس اسم ملف من ملفات السجل.",
        "Copy the log's folder as it is, without renaming anything in it.",
        "انسخ مجلد السجل كما هو من دون تغيير أي اسم فيه.",
    ),
    Refusal(
        "log.tile_damaged",
        "The file {path} of the log is cut or damaged.",
        "الملف {path} من السجل مبتور أو تالف.",
        "Fetch this file again; nothing of it was used.",
        "اجلب هذا الملف من جديد؛ لم يُستخدم منه شيء.",
    ),
    Refusal(
        "log.entry_too_long",
        "An entry of {size} bytes does not fit into a log; 65535 is the most.",
        "قيد حجمه {size} بايت لا يتسع له السجل؛ الحد الأقصى 65535.",
        "Put the long part (a shape, a text, a picture) into a file that the record names by its hash.",
        "ضع الجزء الطويل (شكلاً أو نصاً أو صورة) في ملف يذكره القيد ببصمته.",
    ),
    Refusal(
        "log.proof_malformed",
        "This is not a proof that an entry stands in a log, or it is cut.",
        "هذا ليس برهاناً على وجود قيد في سجل، أو هو مبتور.",
        "Ask for the proof again, as a file and not as copied text.",
        "اطلب البرهان من جديد ملفاً لا نصاً منسوخاً.",
    ),
    Refusal(
        "log.too_few_witnesses",
        "Only {found} of the witnesses you accept have seen this; {least} are needed.",
        "لم يشهد على هذا سوى {found} من الشهود الذين تقبلهم؛ والمطلوب {least}.",
        "Ask the log's owner for a newer checkpoint with more cosignatures.",
        "اطلب من مالك السجل نقطة تحقق أحدث عليها تواقيع شهود أكثر.",
    ),
)
