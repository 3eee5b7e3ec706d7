"""A language that the program has never heard of: a catalogue is all it takes."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from clearway.places import Gazetteer
from clearway.problems import ClearwayBug, Refused
from clearway.reading import Reader, read
from clearway.reading.catalogue import LANGUAGES, Catalogue, build_catalogue, join_files
from clearway.reading.languages import language_of
from clearway.reading.model import Modality, ReadDraft

FRENCH = """
[language]
name = "French"
writing = "apart"
fronts = ["l'", "d'", "qu'"]
endings = ["s", "e", "es"]

[words]
close = "fermé interdit bouclé"
article = "=le =la =les =un =une =des"
common_word = "<article>"
way = "route quartier accès pont zone"
mine = "mine engin explosif"
lay = "posé miné truffé"
say = "=dit =déclaré =annoncé =affirmé"
that = "=que qu"
role = "porte-parole gouverneur colonel commandant"
organisation = "armée gouvernement"
place_noun = "quartier ville village route pont"
locative = "=à =dans =de =sur"
killing = "tué tuer mort"
person_word = "personne civil soldat enfant"
today = "=aujourd'hui"
yesterday = "=hier"
month_11 = "=novembre"
year_word = "<month_11>"
deny = "=démenti"

[numbers]
2 = "deux"
3 = "trois"

[[rule]]
id = "closure.way_closed"
meaning = "A road or quarter is closed."
kind = "closure"
state = "in_force"
cues = ["<way> ..4 ^ <close>", "<close> ..4 <way>"]
example = "La route de Derna est fermée aux civils."
counter = "Le magasin est fermé le dimanche."

[[rule]]
id = "hazard.mines"
meaning = "Mines lie somewhere."
kind = "hazard"
cues = ["<lay> ..3 <mine>", "<mine> ..3 <lay>"]
example = "Des mines ont été posées dans le quartier."
counter = "Les mines de charbon rapportent peu."

[[rule]]
id = "casualties.killed"
meaning = "People were killed."
kind = "casualties"
cues = ["<number> <person_word> ..3 <killing>"]
example = "Trois soldats ont été tués hier."
counter = "Trois soldats sont arrivés hier."

[[marker]]
id = "not"
meaning = "What is denied."
effect = "negated"
reach = "after"
cues = ["ne|n'est|n'a"]
example = "La route de Derna n'est pas fermée."
counter = "La route de Derna est fermée."

[[marker]]
id = "if"
meaning = "What holds on a condition."
effect = "conditional"
reach = "sentence"
cues = ["si|s'il"]
example = "Si la pluie continue, la route de Derna sera fermée."
counter = "La route de Derna est fermée."
"""


def found_by(catalogue: Catalogue, number: int, sentence: str) -> bool:
    """Whether a rule of the catalogue, by its place in it, finds something in a sentence."""
    drafts = Reader(catalogue, Gazetteer()).read(sentence, None).drafts
    return any(catalogue.rules[number].id in draft.rules for draft in drafts)


@pytest.fixture(scope="module")
def french() -> Catalogue:
    return build_catalogue("fr", tomllib.loads(FRENCH), "Derna\nBenghazi\n")


@pytest.fixture(scope="module")
def drafts(french) -> tuple[ReadDraft, ...]:
    text = (
        "Le quartier de Derna est fermé aux civils à cause des combats. "
        "Des engins explosifs ont été posés dans le quartier de Benghazi. "
        "Deux enfants ont été tués le 16 novembre. "
        "La route de Benghazi n'est pas fermée."
    )
    return Reader(french, Gazetteer()).read(text, date(2016, 11, 17)).drafts


class TestTheCatalogue:
    def test_its_examples_and_counter_examples_are_tests(self, french):
        for number, rule in enumerate(french.rules):
            assert found_by(french, number, rule.example), rule.id
            assert not found_by(french, number, rule.counter), rule.id

    def test_facts_are_found_with_place_number_and_time(self, drafts):
        closed, mined, killed, _ = drafts
        assert [draft.kind for draft in drafts] == ["closure", "hazard", "casualties", "closure"]
        assert [place.span.words for place in closed.places] == ["Derna"]
        assert [place.span.words for place in mined.places] == ["Benghazi"]
        assert killed.counts.killed == 2
        assert killed.time is not None
        assert killed.time.iso == "2016-11-16"

    def test_what_is_denied_or_conditional_is_no_fact(self, drafts, french):
        assert drafts[-1].modality is Modality.NEGATED
        (conditional,) = Reader(french, Gazetteer()).read(french.markers[1].example, None).drafts
        assert conditional.modality is Modality.CONDITIONAL

    def test_one_written_like_arabic_needs_as_little(self):
        rule = """
[language]
name = "Persian"
writing = "joined"
[words]
close = "بسته مسدود"
way = "جاده راه"
[[rule]]
id = "closure.way_closed"
meaning = "A road is closed."
kind = "closure"
state = "in_force"
cues = ["<way> ..4 <close>"]
example = "جاده بنغازی بسته است."
counter = "مغازه بسته است."
"""
        persian = build_catalogue("fa", tomllib.loads(rule))
        assert found_by(persian, 0, persian.rules[0].example)
        assert not found_by(persian, 0, persian.rules[0].counter)


class TestFilesOfACatalogue:
    def test_are_read_as_one(self):
        whole = tomllib.loads(FRENCH)
        rules = [{"rule": [each]} for each in whole.pop("rule")]
        assert join_files([whole, *rules]) == tomllib.loads(FRENCH)

    def test_a_class_of_two_files_is_a_fault(self):
        with pytest.raises(ClearwayBug, match="close"):
            join_files([{"words": {"close": "fermé"}}, {"words": {"close": "bouclé"}}])


class TestWhichLanguages:
    def test_every_catalogue_in_the_folder_is_one(self):
        folder = Path(__file__).parents[2] / "src" / "clearway" / "reading" / "catalogue"
        assert sorted(LANGUAGES) == sorted(each.name for each in folder.iterdir() if each.is_dir())

    def test_another_is_refused(self):
        with pytest.raises(Refused, match=r"reading\.no_catalogue"):
            read("La route est fermée.", "fr", None, Gazetteer())

    @pytest.mark.parametrize(("words", "lang"), [("الطريق مغلق", "ar"), ("The road is closed", "en"), ("", "ar")])
    def test_words_are_told_by_their_letters(self, words, lang):
        assert language_of(words) == lang
