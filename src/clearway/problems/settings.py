"""Refusals of the stage ``settings``: the file ``clearway.toml``."""

from __future__ import annotations

from clearway.problems.refusal import Refusal

REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "settings.unreadable",
        "clearway.toml cannot be read: {because}.",
        "تعذّرت قراءة clearway.toml: {because}.",
        "Correct the line that is named; the format is TOML.",
        "صحّح السطر المذكور؛ الصيغة هي TOML.",
    ),
    Refusal(
        "settings.unknown_key",
        "clearway.toml has a setting {key} that means nothing here.",
        "في clearway.toml إعداد {key} لا معنى له هنا.",
        "Remove it or correct its spelling; the settings are listed in the reference.",
        "احذفه أو صحّح كتابته؛ الإعدادات مذكورة في المرجع.",
    ),
    Refusal(
        "settings.missing_key",
        "clearway.toml does not say {key}.",
        "لا يذكر clearway.toml الإعداد {key}.",
        "Add it: {expected}.",
        "أضفه: {expected}.",
    ),
    Refusal(
        "settings.bad_value",
        "In clearway.toml, {key} should be {expected}.",
        "في clearway.toml ينبغي أن يكون {key}: {expected}.",
        "Correct the value.",
        "صحّح القيمة.",
    ),
)
