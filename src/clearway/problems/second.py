"""Refusals of the stage ``second``: a second reader that is not there, or does not answer as it should."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

_AS_IF_NOT_ASKED = "The drafts of the rules stand as they are; go on with them."
_AS_IF_NOT_ASKED_AR = "مسودات القواعد باقية كما هي، فتابع بها."

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "second.not_set",
        "The settings name no second reader.",
        "لا تذكر الإعدادات قارئًا ثانيًا.",
        "Set url and model under [second_reader] in clearway.toml, or leave --second-reader away.",
        "اكتب url وmodel تحت [second_reader] في ملف clearway.toml أو احذف الخيار --second-reader.",
    ),
    Refusal(
        "second.bad_address",
        "The second reader's address {url} is none that can be asked.",
        "عنوان القارئ الثاني {url} لا يمكن سؤاله.",
        "Write it like http://127.0.0.1:8080/v1, without a name or password in it.",
        "اكتبه مثل http://127.0.0.1:8080/v1 دون اسم ولا كلمة مرور.",
    ),
    Refusal(
        "second.elsewhere",
        "The second reader is at {host}, which is not this machine, so the words would leave it.",
        "القارئ الثاني عند {host} وليس على هذا الجهاز، فتخرج الكلمات منه.",
        "Run the model on this machine, or allow it with elsewhere = true in clearway.toml.",
        "شغّل النموذج على هذا الجهاز أو اسمح بذلك بكتابة elsewhere = true في ملف clearway.toml.",
    ),
    Refusal(
        "second.text_too_long",
        "The text has {length} letters; the second reader is asked about at most {limit}.",
        "طول النص {length} حرفًا، ولا يُسأل القارئ الثاني عن أكثر من {limit}.",
        _AS_IF_NOT_ASKED,
        _AS_IF_NOT_ASKED_AR,
    ),
    Refusal(
        "second.unreachable",
        "The second reader does not answer.",
        "القارئ الثاني لا يجيب.",
        _AS_IF_NOT_ASKED,
        _AS_IF_NOT_ASKED_AR,
    ),
    Refusal(
        "second.too_slow",
        "The second reader did not answer within {seconds} seconds.",
        "لم يجب القارئ الثاني في {seconds} ثانية.",
        _AS_IF_NOT_ASKED,
        _AS_IF_NOT_ASKED_AR,
    ),
    Refusal(
        "second.answer_too_large",
        "The second reader's answer is longer than {limit} bytes and was not read.",
        "جواب القارئ الثاني أطول من {limit} بايت فلم يُقرأ.",
        _AS_IF_NOT_ASKED,
        _AS_IF_NOT_ASKED_AR,
    ),
    Refusal(
        "second.no_answer",
        "What the second reader sent is no answer.",
        "ما أرسله القارئ الثاني ليس جوابًا.",
        _AS_IF_NOT_ASKED,
        _AS_IF_NOT_ASKED_AR,
    ),
)
