"""The catalogue of refusals: every code says what is wrong and what to do, in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import clearway
from clearway.problems import CATALOGUE, ClearwayBug, Problem, Refusal, Refused, _gather, refuse

SOURCE = Path(clearway.__file__).parent
ARABIC = re.compile(r"[\u0600-\u06ff]")


def _fields(text: str) -> set[str]:
    # A value that is itself a sentence comes in two languages.
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_en").removesuffix("_ar") for name in names}


@pytest.mark.parametrize("refusal", CATALOGUE.values(), ids=CATALOGUE)
def test_a_refusal_says_what_and_what_to_do(refusal: Refusal) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z][a-z0-9_]*)+", refusal.code)
    for text in (refusal.sentence_en, refusal.remedy_en):
        assert text[0].isupper() or text[0] == "{" or text.startswith("clearway")
        assert text.endswith(".")
        assert not ARABIC.search(text)
    for text in (refusal.sentence_ar, refusal.remedy_ar):
        assert ARABIC.search(text)
        assert text.endswith((".", "؟"))
    assert not re.search(r"\. [A-Z]", refusal.sentence_en), "one sentence"
    assert _fields(refusal.sentence_en) == _fields(refusal.sentence_ar)
    assert _fields(refusal.remedy_en) == _fields(refusal.remedy_ar)


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    used = {
        code
        for path in SOURCE.rglob("*.py")
        for code in re.findall(r'\b(?:refuse|Problem)\(\s*"([a-z_.0-9]+)"', path.read_text(encoding="utf-8"))
    }
    assert not used - CATALOGUE.keys()


def test_a_code_stands_once() -> None:
    refusal = CATALOGUE["record.float"]
    with pytest.raises(ClearwayBug):
        _gather([[refusal], [refusal]])


def test_values_are_filled_in_and_kept_apart_from_the_sentence() -> None:
    problem = Problem("record.float", "/a", {"value": "1.5"})
    assert "1.5" in problem.sentence()
    assert "\u20681.5\u2069" in problem.sentence("ar")
    assert problem.remedy("en")
    assert ARABIC.search(problem.remedy("ar"))
    assert "\u2068بنغازي\u2069" in Problem("record.unknown_word", "", {"value": "بنغازي"}).sentence("en")


def test_what_the_program_does_wrong_is_a_bug() -> None:
    with pytest.raises(ClearwayBug):
        Problem("record.no_such_code")
    with pytest.raises(ClearwayBug):
        Problem("record.float")
    with pytest.raises(ClearwayBug):
        Refused()


def test_a_refusal_carries_all_its_problems() -> None:
    with pytest.raises(Refused) as caught:
        refuse("record.float", "/a", value="1.5")
    assert caught.value.problems == (Problem("record.float", "/a", {"value": "1.5"}),)
    assert str(caught.value).startswith("record.float at /a: ")
    assert str(Refused(Problem("record.not_canonical"))).startswith("record.not_canonical: ")
    assert len({Problem("record.float", "/a", {"value": "1"}), Problem("record.float", "/a", {"value": "1"})}) == 1
