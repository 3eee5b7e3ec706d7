"""What a person is told in the browser is what Python tells, to the letter and the isolation, in both languages."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clearway.answering import sentences
from clearway.terms import (
    CLOSURE_ORDER,
    HAZARD_ORDER,
    SURVEY_ORDER,
    VERDICT_ORDER,
    Axis,
    Doubt,
    Product,
    Realm,
)
from clearway.wording import LANGUAGES, ZONE, Text, age, isolated, listing, office, position, render, verbatim
from tests.engine.browser import Engine
from tests.engine.expected import answer_json, asked_json, instant, text_json
from tests.engine.strategies import portion, said
from tests.engine.test_check import MESSAGES
from tests.test_answering import ASKS, EVERYTHING


def test_every_kind_of_answer_is_told_alike(engine: Engine):
    tellings, expected = [], []
    for answer in EVERYTHING.values():
        for asked in (replace(each, known=None, known_by=None, claimed=False) for each in ASKS.values()):
            for lang in LANGUAGES:
                tellings.append({"answer": answer_json(answer, {}), "asked": asked_json(asked), "lang": lang})
                expected.append([{"role": s.role.value, **text_json(s.text)} for s in sentences(answer, asked, lang)])
    assert engine.call("say", {"messages": MESSAGES, "tellings": tellings}) == expected


class Calls:
    """Calls of the wording, and what Python gives."""

    def __init__(self, lang: str, zone: str = ZONE) -> None:
        self.given = {"lang": lang, "zone": zone, "messages": MESSAGES[lang], "calls": list[Any]()}
        self.expected: list[Any] = []

    def add(self, text: Text, method: str, *values: Any) -> None:
        self.given["calls"].append([method, *values])  # type: ignore[attr-defined]
        self.expected.append(text_json(text))


@portion(25)
@given(st.sampled_from(LANGUAGES), st.lists(said, min_size=1, max_size=20), st.integers(-1_800_000_000, 1_800_000_000))
def test_words_of_others_are_isolated_alike(engine: Engine, lang: str, words: list[str], lon: int):
    calls = Calls(lang)
    for each in words:
        calls.add(verbatim(each, lang), "verbatim", each)
        calls.add(isolated(each, lang), "isolated", each)
        calls.add(isolated(verbatim(each, "ar").terminal, lang), "isolated", verbatim(each, "ar").terminal)
        calls.add(office(each, lang), "office", each)
    calls.add(listing(words, lang), "listing", words)
    calls.add(position(lon, lon // 2, lang), "position", lon, lon // 2)
    assert engine.call("render", calls.given) == calls.expected


@portion(25)
@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from([ZONE, "Europe/Rome", "Asia/Kabul", "UTC"]),
    st.lists(st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)), min_size=20),  # noqa: DTZ001
    st.lists(st.timedeltas(timedelta(days=-2), timedelta(days=9999)), min_size=5),
)
def test_dates_and_ages_are_written_alike(
    engine: Engine, lang: str, zone: str, instants: list[datetime], spans: list[timedelta]
):
    calls = Calls(lang, zone)
    for at in instants:
        values = {"until": at, "from": at}
        corridor = {"party": "x", "from_place": "y", "to_place": "z", "others": None, "intermediary": None}
        text = render("situation.corridor_one_side", lang, zone=zone, **corridor, **values)
        calls.add(text, "render", "situation.corridor_one_side", corridor | {k: instant(v) for k, v in values.items()})
        calls.add(render("common.as_of", lang, zone=zone, at=at), "render", "common.as_of", {"at": instant(at)})
    for span in spans:
        calls.add(age(span, lang), "age", str(span // timedelta(microseconds=1)))
    assert engine.call("render", calls.given) == calls.expected


def test_every_count_of_minutes_hours_and_days_has_its_plural(engine: Engine):
    for lang in LANGUAGES:
        calls = Calls(lang)
        for span in (*(timedelta(minutes=n) for n in range(130)), *(timedelta(days=n) for n in range(1, 330))):
            calls.add(age(span, lang), "age", str(span // timedelta(microseconds=1)))
        assert engine.call("render", calls.given) == calls.expected


def test_every_character_is_read_in_the_direction_that_unicode_gives_it(engine: Engine):
    known = {"L": "ltr", "R": "rtl", "AL": "rtl"}
    chars = [
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.bidirectional(c) and not "\ud800" <= c <= "\udfff"
    ]
    assert engine.call("directions", "".join(chars)) == [known.get(unicodedata.bidirectional(c)) for c in chars]


def test_the_terms_stand_in_the_same_order(engine: Engine):
    found = engine.call("terms")
    expected: dict[str, Iterable[StrEnum]] = {
        "CLOSURE_ORDER": CLOSURE_ORDER,
        "HAZARD_ORDER": HAZARD_ORDER,
        "VERDICT_ORDER": VERDICT_ORDER,
        "DOUBTS": Doubt,
        "PRODUCTS": Product,
        "SURVEY_ORDER": SURVEY_ORDER,
        "AXES": Axis,
        "REALMS": Realm,
    }
    assert found == {name: [word.value for word in words] for name, words in expected.items()}
