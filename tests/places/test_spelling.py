"""Whatever people usually change in a spelling, the same places are found."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.places import Gazetteer, build_gazetteer, shipped_places, spelled
from clearway.places.spelling import GENERIC, GENERIC_BEHIND, letters, loosened, skeleton, without_generic

SHIPPED = {name: build_gazetteer([(f"{name}.csv", shipped_places(name))]) for name in ("benghazi", "libya-districts")}
NAMED = [(file, name) for file, gazetteer in SHIPPED.items() for place in gazetteer.places for name in place.names]
ARABIC = [(file, name) for file, name in NAMED if "\u0620" <= name[0] <= "\u064a"]
LATIN = [(file, name) for file, name in NAMED if name[0].isascii() and name[0].isalpha()]

FORMS = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFE80, 0xFEF5)}
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
UNSEEN = "\u200e\u200f\u200c\u200d\u2067\u2069\ufeff\u00ad"


def _each(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda name: "".join(change(char) for char in name)


def _per_word(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda name: " ".join(change(word) for word in name.split(" "))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(letters(word)) > 4 else word


def _with_article(word: str) -> str:
    return word if word.startswith("ال") or len(letters(word)) < 3 or not letters(word).isalpha() else f"ال{word}"


def _father(word: str) -> str:
    return f"أبو {word[2:]}" if word.startswith("بو") and len(letters(word)) > 4 else word


def _assimilated(name: str) -> str:
    """As-Sabri for Al Sabri, where the letter behind the article takes it over."""
    head, _, rest = name.partition(" ")
    if head.lower() != "al" or not rest or rest[0].lower() not in "srntdz":
        return name
    return f"A{rest[:2].lower() if rest[:2].lower() in ('sh', 'th', 'dh') else rest[0].lower()}-{rest}"


CHANGES: dict[str, tuple[list[tuple[str, str]], Callable[[str], str]]] = {
    "ه for ة": (ARABIC, lambda name: name.replace("ة", "ه")),
    "ي for ى": (ARABIC, lambda name: name.replace("ى", "ي")),
    "ى for ي": (ARABIC, lambda name: name.replace("ي", "ى")),
    "a Persian ی and ک": (ARABIC, lambda name: name.replace("ي", "ی").replace("ك", "ک")),
    "ا without hamza": (ARABIC, _each(lambda char: "ا" if char in "أإآٱ" else char)),
    "أ for ا": (
        ARABIC,
        lambda name: name.replace("ا", "أ") if not name.startswith("ال") and " ال" not in name else name,
    ),
    "و for ؤ and ي for ئ": (ARABIC, lambda name: name.replace("ؤ", "و").replace("ئ", "ي")),
    "no article": (ARABIC, _per_word(_without_article)),
    "an article": (ARABIC, _per_word(_with_article)),
    "أبو for بو": (ARABIC, _per_word(_father)),
    "tatweel": (ARABIC, lambda name: name[:1] + "ـ" + name[1:]),
    "presentation forms": (ARABIC, _each(lambda char: FORMS.get(char, char))),
    "marks of direction": (NAMED, lambda name: f"\u2067{name}\u2069\u200e"),
    "Arabic digits": (NAMED, lambda name: name.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))),
    "Persian digits": (NAMED, lambda name: name.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))),
    "spaces": (NAMED, lambda name: f"  {name.replace(' ', '   ')}\u00a0"),
    "decomposed": (NAMED, lambda name: unicodedata.normalize("NFD", name)),
    "capitals": (LATIN, str.upper),
    "small letters": (LATIN, str.lower),
    "hyphens": (LATIN, lambda name: name.replace(" ", "-")),
    "apostrophes": (LATIN, lambda name: f"{name[:2]}’{name[2:]}"),
    "el for al": (LATIN, lambda name: f"El-{name[3:]}" if name.lower().startswith(("al ", "al-")) else name),
    "an assimilated article": (LATIN, _assimilated),
    "no Latin article": (LATIN, lambda name: name[3:] if name.lower().startswith(("al ", "al-")) else name),
    "an article glued on": (LATIN, lambda name: name.replace(" ", "", 1) if name.startswith("Al S") else name),
}


def ids(gazetteer: Gazetteer, words: str) -> set[str]:
    return {place.id for place in gazetteer.find_places(words)}


@pytest.mark.law
@pytest.mark.parametrize("change", CHANGES)
def test_a_usual_variation_of_any_name_finds_the_same_places(change):
    names, vary = CHANGES[change]
    varied = [(file, name, vary(name)) for file, name in names]
    assert [name for file, name, other in varied if not ids(SHIPPED[file], name)] == []
    assert [other for file, name, other in varied if ids(SHIPPED[file], other) != ids(SHIPPED[file], name)] == []
    assert any(other != name for _, name, other in varied)


@pytest.mark.law
@given(st.sampled_from(ARABIC), st.data())
def test_so_do_marks_anywhere_and_several_variations_together(named, data):
    gazetteer, name = SHIPPED[named[0]], named[1]
    varied = "".join(char + data.draw(st.text(MARKS + UNSEEN, max_size=2)) for char in name)
    for change in data.draw(st.lists(st.sampled_from(["ه for ة", "ى for ي", "ا without hamza", "spaces"]), max_size=3)):
        varied = CHANGES[change][1](varied)
    assert ids(gazetteer, varied) == ids(gazetteer, name)


@pytest.mark.law
@given(st.sampled_from(ARABIC), st.sampled_from(["حي", "منطقة", "قرية", "مدينة"]))
def test_a_noun_before_a_name_is_heard_and_never_joins_two_places(named, noun):
    gazetteer, name = SHIPPED[named[0]], named[1]
    found = ids(gazetteer, f"{noun} {name}")
    if spelled(without_generic(name)) == spelled(name):
        exact = {place.id for place in gazetteer.places if spelled(f"{noun} {name}") in map(spelled, place.names)}
        assert found == exact if exact else found >= ids(gazetteer, name)


def test_the_name_itself_goes_before_the_name_with_a_noun_left_out():
    text = "id,name_ar,name_en,alternatives,lon,lat,radius_m\na,الروضة,,,20,32,9\nb,حي الروضة,,,20,32,9\n"
    gazetteer = build_gazetteer([("p.csv", text)])
    assert ids(gazetteer, "الروضة") == {"a"}
    assert ids(gazetteer, "حي الروضة") == {"b"}
    assert ids(gazetteer, "قرية الروضة") == {"a", "b"}


def test_an_everyday_word_is_no_short_form_of_a_name_that_has_a_noun():
    benghazi = SHIPPED["benghazi"]
    assert ids(benghazi, "حي قطر") == {"benghazi/hai-qatar"}
    assert not benghazi.find_places("قطر")
    assert ids(benghazi, "البركة") == ids(benghazi, "حي البركة") == {"benghazi/birkah"}


@pytest.mark.parametrize("words", ["القرواشة", "Gwarshah", "Kawarsha", "qwrsha", "Guarshe"])
def test_an_unattested_spelling_finds_nothing_and_suggests_the_place_first(words):
    benghazi = SHIPPED["benghazi"]
    assert not benghazi.find_places(words)
    assert benghazi.suggestions(words)[0] == "benghazi/qawarsha"


@pytest.mark.parametrize(
    "alike",
    [
        ("القوارشة", "Gwarsha", "Qawarsha", "القرواشة"),
        ("قنفودة", "قنفوذة", "Ganfouda", "Qunfudhah"),
        ("سيدي خريبيش", "Sidi Khreibish", "Sidi Khrebish"),
        ("النواقية", "Nawaqiya", "An Nawakiya"),
        ("شارع 12", "شارع ١٢"),
    ],
)
def test_romanisations_share_their_consonants(alike):
    assert len({skeleton(name) for name in alike}) == 1


def test_the_sounds_of_one_letter_are_not_lost():
    assert skeleton("bdgfjklmnrstz") == "BDKFJKLMNRSTZ"
    assert skeleton("aeiouwyh") == ""


@given(st.text())
def test_looser_forms_are_plain_and_others(name):
    assert all(form and form != spelled(name) and form == spelled(form) for form in loosened(name) if form.isascii())


def test_nouns_are_kept_as_they_are_spelled():
    assert {spelled(noun) for noun in GENERIC | GENERIC_BEHIND} == GENERIC | GENERIC_BEHIND
