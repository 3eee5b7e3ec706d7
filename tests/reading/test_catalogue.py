"""Each rule and marker of the catalogues by its own example and counter-example, and the catalogue's form."""

from __future__ import annotations

import pytest

from clearway.places import Gazetteer
from clearway.problems import ClearwayBug
from clearway.reading import Reader
from clearway.reading.catalogue import LANGUAGES, Marker, Rule, build_catalogue, load_catalogue
from clearway.reading.model import ReadDraft
from tests.reading.scoring import reader

RULES = [(lang, rule) for lang in LANGUAGES for rule in load_catalogue(lang).rules]
MARKERS = [(lang, marker) for lang in LANGUAGES for marker in load_catalogue(lang).markers]


def _drafts(lang: str, sentence: str) -> tuple[ReadDraft, ...]:
    return reader(lang).read(sentence, None).drafts


@pytest.mark.parametrize(("lang", "rule"), RULES, ids=lambda each: getattr(each, "id", each))
def test_a_rule_finds_its_example(lang: str, rule: Rule) -> None:
    found = [draft for draft in _drafts(lang, rule.example) if rule.id in draft.rules]
    assert found
    assert all(draft.kind is rule.kind for draft in found)
    assert rule.state is None or rule.state in [draft.state for draft in found]


@pytest.mark.parametrize(("lang", "rule"), RULES, ids=lambda each: getattr(each, "id", each))
def test_a_rule_finds_nothing_in_its_counter_example(lang: str, rule: Rule) -> None:
    assert not [draft for draft in _drafts(lang, rule.counter) if rule.id in draft.rules]


def _marked(marker: Marker, draft: ReadDraft) -> bool:
    if marker.effect == "hedged":
        return draft.hedge is not None
    return draft.modality.value == marker.effect


@pytest.mark.parametrize(("lang", "marker"), MARKERS, ids=lambda each: getattr(each, "id", each))
def test_a_marker_changes_how_its_example_holds_and_not_its_counter_example(lang: str, marker: Marker) -> None:
    example, counter = _drafts(lang, marker.example), _drafts(lang, marker.counter)
    if marker.kinds:
        example, counter = (
            tuple(draft for draft in drafts if draft.kind in {each.partition(".")[0] for each in marker.kinds})
            for drafts in (example, counter)
        )
    assert counter
    if marker.effect == "silenced":
        assert len(example) < len(counter)
        return
    assert any(_marked(marker, draft) for draft in example), example
    assert not any(_marked(marker, draft) for draft in counter), counter


def _written(**entry: object) -> dict[str, object]:
    rule = {"id": "a", "meaning": "", "kind": "hazard", "cues": ["mine"], "example": "", "counter": "", **entry}
    return {"language": {"name": "English", "writing": "apart"}, "rule": [rule]}


@pytest.mark.parametrize(
    "entry", [{"cues": ["<nothing>"]}, {"cues": [".."]}, {"cues": ["!mine"]}, {"state": "closed"}], ids=str
)
def test_a_faulty_rule_is_told_when_the_catalogue_is_loaded(entry: dict[str, object]) -> None:
    with pytest.raises(ClearwayBug):
        build_catalogue("en", _written(**entry), "")


def _english(*cues: str, **more: object) -> Reader:
    words = {"shut": "=closed =shut", "way": "road crossing", "wayout": "corridor", "kind": "humanitarian"}
    written = {**_written(kind="closure", state="in_force", cues=list(cues)), "words": words, **more}
    return Reader(build_catalogue("xx", written, ""), Gazetteer())


@pytest.mark.parametrize("sentence", ["Soldiers closed the old road.", "The road to town was closed."])
def test_parts_joined_by_a_tilde_stand_in_either_order(sentence: str) -> None:
    assert _english("<shut> ~4 <way>").read(sentence, None).drafts
    assert len(_english("<shut> ..4 <way>", "<way> ..4 <shut>").read(sentence, None).drafts) == 1


def test_the_words_between_are_no_more_than_the_tilde_says() -> None:
    reader = _english("<shut> ~2 <way>")
    assert not reader.read("The road to the old town was closed.", None).drafts


def test_three_parts_in_any_order_are_a_fault() -> None:
    with pytest.raises(ClearwayBug, match="either order"):
        _english("<shut> ~4 <way> ~4 <kind>")


def test_a_word_gets_a_class_in_company_only() -> None:
    reader = _english("<shut> ..4 <wayout>", phrases={"wayout": ["<kind> ^ crossing"]})
    assert reader.read("Soldiers closed the humanitarian crossing.", None).drafts
    assert not reader.read("Soldiers closed the northern crossing.", None).drafts


def test_two_rules_of_one_id_are_a_fault() -> None:
    written = _written()
    written["rule"] = [*written["rule"], *written["rule"]]  # type: ignore[misc]
    with pytest.raises(ClearwayBug, match="one id"):
        build_catalogue("en", written, "")
