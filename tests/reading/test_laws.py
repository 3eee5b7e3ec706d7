"""What holds for every text whatever: no fault, exact words, the same drafts again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.reading.catalogue import LANGUAGES, STATES, load_catalogue
from clearway.reading.model import ReadDraft, Span
from tests.reading.scoring import reader

_WORDS = {
    lang: st.sampled_from(sorted({cue for rule in load_catalogue(lang).rules for cue in rule.example.split()}))
    for lang in LANGUAGES
}
_JOINTS = st.sampled_from(
    [" ", " ", " ", "، ", ", ", ". ", "\n", " «", "» ", ' "', " (", ") ", ".. ", "؛ ", "\u200f", "ـ", " ـ "]
)


def texts(lang: str) -> st.SearchStrategy[str]:
    """Words of announcements in any order, with any marks between, and anything else besides."""
    pieces = st.one_of(_WORDS[lang], st.text(max_size=6))
    return st.lists(st.tuples(pieces, _JOINTS), max_size=40).map(lambda each: "".join(a + b for a, b in each))


def _spans(draft: ReadDraft) -> list[Span]:
    said = (draft.source.person, draft.source.role, draft.source.organisation, draft.actor, draft.hedge)
    time = (draft.time.span,) if draft.time else ()
    return [*draft.evidence, *(named.span for named in draft.places), *(each for each in said if each), *time]


@pytest.mark.law
@pytest.mark.parametrize("lang", LANGUAGES)
@given(data=st.data(), published=st.none() | st.dates(date(1990, 1, 8)))
def test_every_draft_points_at_exact_words_and_is_read_again_alike(
    lang: str, data: st.DataObject, published: date | None
) -> None:
    text = data.draw(texts(lang) | st.text())
    reading = reader(lang).read(text, published)
    assert reading == reader(lang).read(text, published)
    assert [draft.number for draft in reading.drafts] == list(range(1, len(reading.drafts) + 1))
    for draft in reading.drafts:
        assert draft.evidence
        assert draft.state is None or draft.state in STATES[draft.kind]
        for span in _spans(draft):
            assert text[span.start : span.end] == span.words != ""


_TOLD = {
    "ar": [
        "{}، بحسب ما أعلنت الوزارة.",
        "{}، وفق بيان للجيش نشر اليوم على صفحته.",
        "{}، حسبما أفاد مصدر أمني لوكالة الأنباء أمس.",
        "{}، وفقا لما قاله رئيس البلدية علي حسن في مؤتمر صحفي.",
        "قال الجيش في بيان إن {}.",
        "وأوضح العميد علي حسن، قائد اللواء، أن {}.",
        "أفادت مصادر محلية لوكالة الأنباء اليوم الأحد بأن {}.",
        "«{}»، قال محافظ المدينة علي حسن.",
    ],
    "en": [
        "{}, the ministry said.",
        "{}, the governor said on Sunday in a statement.",
        "{}, a resident of the quarter told the agency by telephone.",
        "{}, General Ali Hassan told reporters after a meeting with elders.",
        '"{}," General Ali Hassan said.',
        "The army said on Monday that {}.",
        "On Monday, the mayor said {}.",
        "Colonel Ali Hassan, the commander of the brigade, said {}.",
    ],
}
"""Ways to say who says it: before the fact and behind it, with times, places, ranks and papers."""


@pytest.mark.law
@pytest.mark.parametrize(("lang", "told"), [(lang, told) for lang in LANGUAGES for told in _TOLD[lang]])
def test_to_name_who_says_it_loses_no_fact(lang: str, told: str) -> None:
    for rule in load_catalogue(lang).rules:
        fact = rule.example.rstrip(".")
        inside = fact if told.startswith(("{", '"', "«")) or lang == "ar" else fact[0].lower() + fact[1:]
        drafts = reader(lang).read(told.format(inside), None).drafts
        assert any(draft.kind == rule.kind for draft in drafts), (rule.id, told.format(inside))
