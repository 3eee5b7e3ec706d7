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
        "Do not rely on the entry. Ask the office that gave it to you for a new proof; if that fails too, raise an alarm.",
        "لا تعتمد على هذا القيد. اطلب برهاناً جديداً من الجهة التي أعطتك إياه؛ وإن فشل أيضاً فأبلغ عن ذلك فوراً.",
    ),
    Refusal(
        "log.not_consistent",
        "The log of {new} entries is not proved to continue the log of {old} entries that was seen before.",
        "لم يثبت أن السجل ذا {new} قيداً يكمل السجل ذا {old} قيداً الذي سبق أن رأيناه.",
        "Keep both checkpoints and tell the log's owner and the other offices: the log may have been rewritten.",
        "احتفظ بنقطتي التحقق كلتيهما وأبلغ مالك السجل والجهات الأخرى: ربما أُعيدت كتابة السجل.",
    ),
)
