"""Refusals of the stage ``reading``: texts and archives that cannot be read."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "reading.bad_line",
        "Line {line} of the archive was left out: {because}.",
        "تُرك السطر {line} من الأرشيف: {because}.",
        "Each line is one JSON object with id, lang, date (or null) and text. All other lines were read.",
        "كل سطر كائن JSON واحد فيه id وlang وdate (أو null) وtext. قُرئت بقية الأسطر.",
    ),
    Refusal(
        "reading.no_catalogue",
        "There are no rules for reading the language {language}, only for: {possible}.",
        "لا قواعد لقراءة اللغة {language}، بل لهذه: {possible}.",
        "Say one of those with --language; how a language is added stands in the guide.",
        "اذكر إحداها بالخيار --language؛ وفي الدليل كيف تُضاف لغة.",
    ),
    Refusal(
        "reading.process_ended",
        "One of the processes that read the archive was ended from outside.",
        "أُنهيت من الخارج إحدى العمليات التي تقرأ الأرشيف.",
        "Repeat the command with --resume, with fewer --processes if memory is short.",
        "أعد الأمر بالخيار --resume، وقلّل العدد في --processes إن ضاقت الذاكرة.",
    ),
    Refusal(
        "reading.no_archive",
        "There is no archive {file}.",
        "لا يوجد أرشيف {file}.",
        "Name a file in which each line is one JSON object with id, lang, date and text.",
        "سمِّ ملفًّا كل سطر فيه كائن JSON واحد فيه id وlang وdate وtext.",
    ),
)
