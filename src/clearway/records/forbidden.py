"""What no record may hold about a person, whatever it is called: lists of people by descent or belief kill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clearway.problems import Problem
from clearway.records.canonical import join

# Beginnings of words, in lower case without separators; close spellings and compounds are caught by the beginning.
_STEMS = (
    "origin",
    "placeoforigin",
    "tribe",
    "tribal",
    "clan",
    "ethnic",
    "religio",
    "sect",
    "faith",
    "affiliat",
    "politicalaffiliat",
    "loyalt",
    "relative",
    "nextofkin",
    "kinship",
    "familymember",
    "securityapprov",
    "securityclear",
    "securitycheck",
    "securityscreen",
    "securityvet",
    "qabil",
    "قبيل",
    "القبيل",
    "عشير",
    "العشير",
    "أصل",
    "الأصل",
    "ديان",
    "الديان",
    "مذهب",
    "المذهب",
    "انتماء",
    "الانتماء",
    "أقارب",
    "الأقارب",
    "موافقةأمني",
    "الموافقةالأمني",
)
_WORD = re.compile(r"[\w\s-]+")
_SEPARATOR = re.compile(r"[\W_]+")


def is_forbidden(key: str) -> bool:
    """True if a field of this name may not stand in any record. Names of logs and ids are no such names."""
    return bool(_WORD.fullmatch(key)) and _SEPARATOR.sub("", key).casefold().startswith(_STEMS)


def forbidden_fields(value: object, pointer: str) -> Iterator[Problem]:
    """Every forbidden field in a body, at any depth."""
    if isinstance(value, dict):
        for key, part in value.items():
            where = join(pointer, key)
            if is_forbidden(key):
                yield Problem("record.forbidden_field", where, {"field": key})
            yield from forbidden_fields(part, where)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from forbidden_fields(part, join(pointer, number))
