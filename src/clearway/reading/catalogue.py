"""The catalogue of a language: its words, its rules and its markers, from files that a linguist edits.

``catalogue/<lang>/language.toml`` explains them; they are read as if they were one file. A rule whose cue names an
unknown class, or whose kind or state the guide does not know, is a fault of the program and is found when the catalogue
is loaded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from importlib import resources
from operator import or_
from typing import Any

from clearway.problems import ClearwayBug, refuse
from clearway.reading.letters import even
from clearway.reading.lexicon import Lexicon
from clearway.reading.mentions import Names
from clearway.reading.model import AnnouncementKind, Modality
from clearway.reading.pattern import Pattern, compile_patterns

_FOLDER = resources.files("clearway.reading").joinpath("catalogue")

LANGUAGES = tuple(sorted(each.name for each in _FOLDER.iterdir() if each.joinpath("language.toml").is_file()))
"""The languages whose catalogues lie in the folder."""

_WRITINGS = {"joined": "ar", "apart": "en"}
"""How a language is written, and the one whose classes the program knows for it."""

STATES: dict[AnnouncementKind, tuple[str, ...]] = {
    AnnouncementKind.CLOSURE: ("in_force", "extended"),
    AnnouncementKind.REOPENING: ("planned", "reopened"),
    AnnouncementKind.EVACUATION: ("ordered", "advised", "requested", "planned", "carried_out", "blocked"),
    AnnouncementKind.HAZARD: ("planted",),
    AnnouncementKind.CLEARANCE: ("planned", "started", "ongoing", "finished"),
    AnnouncementKind.CORRIDOR: ("requested", "offered", "opened", "used", "refused", "closed"),
    AnnouncementKind.OPERATION: ("planned", "started", "ongoing", "ended"),
    AnnouncementKind.CONTROL: ("controls", "besieges", "withdrew"),
    AnnouncementKind.CASUALTIES: (),
    AnnouncementKind.CIVILIANS: ("present", "denied", "trapped", "displaced", "returning"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: where its cue stands, the words state a fact of ``kind``.

    ``unless``: cues that must not stand in the same clause; ``needs``: cues of which one must. ``apart``:
    what overlaps one of these does not count. ``weak`` rules count
    only where no other rule of the kind does. ``narrow``: the fact's words begin at the cue. ``across``: the cue may
    reach over the end of its clause, up to the end of the sentence. ``frame``: it may begin at the verb of saying.
    ``opens``: the classes of the words that its cues begin with; where none of them stands, nothing is looked for.
    ``states``: its kind, and ``kind.state``: what a marker names it by.
    """

    id: str
    meaning: str
    kind: AnnouncementKind
    state: str | None
    modality: Modality | None
    cues: tuple[Pattern, ...]
    opens: int
    unless: tuple[Pattern, ...]
    needs: tuple[Pattern, ...]
    apart: tuple[Pattern, ...]
    weak: bool
    narrow: bool
    across: bool
    frame: bool
    example: str
    counter: str
    states: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A marker: words that change how what stands near them holds.

    ``reach``: ``after`` (what follows it in its clause, at most ``within`` words on), ``before`` (what precedes it),
    ``clause``, or ``sentence`` (the whole sentence). ``kinds``: those it is for, also
    ``kind.state``; all if none is named.
    """

    id: str
    meaning: str
    effect: str
    reach: str
    within: int
    kinds: frozenset[str]
    cues: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of harm and the words that name it, the most telling first."""

    name: str
    cues: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A class that a word has only in company: ``bit`` is given to the word of a cue that ``^`` stands before."""

    bit: int
    cues: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything known of one language."""

    lang: str
    name: str
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    markers: tuple[Marker, ...]
    causes: tuple[Cause, ...]
    names: Names
    phrases: tuple[Phrase, ...]
    figurative: tuple[Pattern, ...]
    breaks: tuple[Pattern, ...]


EFFECTS = ("negated", "conditional", "planned", "reported-by-other", "hedged", "silenced", "asserted")
REACHES = ("after", "before", "clause", "sentence")


@cache
def load_catalogue(lang: str) -> Catalogue:
    """The catalogue of a language, shipped with the program. Raises ``ClearwayBug`` for one that has a fault.

    Refused: ``reading.no_catalogue`` for a language without one.
    """
    if lang not in LANGUAGES:
        refuse("reading.no_catalogue", language=lang, possible=", ".join(LANGUAGES))
    names = _FOLDER.joinpath(lang, "names.txt")
    return build_catalogue(lang, _read(lang), names.read_text(encoding="utf-8") if names.is_file() else "")


def _read(lang: str) -> dict[str, Any]:
    files = sorted(_FOLDER.joinpath(lang).iterdir(), key=lambda each: each.name)
    return join_files(tomllib.loads(each.read_text(encoding="utf-8")) for each in files if each.name.endswith(".toml"))


def join_files(files: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What the files of a catalogue say together. Raises ``ClearwayBug`` for a table entry that two have."""
    joined: dict[str, Any] = {}
    for file in files:
        for name, said in file.items():
            if isinstance(said, list):
                joined[name] = joined.get(name, []) + said
                continue
            twice = joined.get(name, {}).keys() & said.keys()
            if twice:
                raise ClearwayBug(f"[{name}] of two files: {', '.join(sorted(twice))}")
            joined[name] = joined.get(name, {}) | said
    return joined


def build_catalogue(lang: str, written: dict[str, Any], names: str = "") -> Catalogue:
    """A catalogue from the content of its files, joined, and its list of names.

    Everything but ``[language]`` may be left out: a class of words that the program looks at and no file
    lists is empty.
    """
    language, words = written["language"], written.get("words", {})
    lexicon = Lexicon(
        lang,
        joined=language["writing"] == "joined",
        fronts=tuple(map(even, language.get("fronts", ()))),
        endings=tuple(map(even, language.get("endings", ()))),
    )
    for name in words:
        lexicon.enter(name, _expanded(words[name], words))
    like = _WRITINGS[language["writing"]]
    if like != lang:
        for name in _read(like)["words"].keys() - words.keys():
            lexicon.enter(name, "")
    for value, spelt in written.get("numbers", {}).items():
        for word in spelt.split():
            lexicon.enter_number(word, int(value))
    rules = tuple(_rule(entry, lexicon) for entry in written.get("rule", ()))
    markers = tuple(_marker(entry, lexicon) for entry in written.get("marker", ()))
    twice = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if twice:
        raise ClearwayBug(f"rules of one id: {', '.join(sorted(twice))}")
    phrases = tuple(
        Phrase(lexicon.bit(name), _patterns(cues, lexicon)) for name, cues in written.get("phrases", {}).items()
    )
    known = Names(lexicon)
    anywhere, _, placed = names.partition("\n---\n")
    known.enter((line for line in anywhere.splitlines() if line and not line.startswith("#")), anywhere=True)
    known.enter(placed.splitlines(), anywhere=False)
    causes = tuple(Cause(name, _patterns(cues, lexicon)) for name, cues in written.get("causes", {}).items())
    return Catalogue(
        lang,
        language["name"],
        lexicon,
        rules,
        markers,
        causes,
        known,
        phrases,
        _patterns(written.get("figurative", []), lexicon),
        _patterns(written.get("breaks", []), lexicon),
    )


def _expanded(words: str, classes: dict[str, str]) -> str:
    parts = [_expanded(classes[word[1:-1]], classes) if word.startswith("<") else word for word in words.split()]
    return " ".join(parts)


def _patterns(cues: list[str], lexicon: Lexicon) -> tuple[Pattern, ...]:
    return tuple(pattern for cue in cues for pattern in compile_patterns(cue, lexicon))


def _rule(entry: dict[str, Any], lexicon: Lexicon) -> Rule:
    kind = AnnouncementKind(entry["kind"])
    state = entry.get("state")
    if state is not None and state not in STATES[kind]:
        raise ClearwayBug(f"rule {entry['id']}: {kind} has no state {state}")
    cues = _patterns(entry["cues"], lexicon)
    return Rule(
        id=entry["id"],
        meaning=entry["meaning"],
        kind=kind,
        state=state,
        modality=Modality(entry["modality"]) if "modality" in entry else None,
        cues=cues,
        opens=reduce(or_, (cue.elements[0].mask for cue in cues), 0),
        unless=_patterns(entry.get("unless", []), lexicon),
        needs=_patterns(entry.get("needs", []), lexicon),
        apart=_patterns(entry.get("apart", []), lexicon),
        weak=entry.get("weak", False),
        narrow=entry.get("narrow", False),
        across=entry.get("across", False),
        frame=entry.get("frame", False),
        example=entry["example"],
        counter=entry["counter"],
        states=frozenset({kind.value, f"{kind.value}.{state}"}),
    )


def _marker(entry: dict[str, Any], lexicon: Lexicon) -> Marker:
    if entry["effect"] not in EFFECTS or entry["reach"] not in REACHES:
        raise ClearwayBug(f"marker {entry['id']}: unknown effect or reach")
    return Marker(
        id=entry["id"],
        meaning=entry["meaning"],
        effect=entry["effect"],
        reach=entry["reach"],
        within=entry.get("within", 40),
        kinds=frozenset(entry.get("kinds", [])),
        cues=_patterns(entry["cues"], lexicon),
        unless=_patterns(entry.get("unless", []), lexicon),
        example=entry["example"],
        counter=entry["counter"],
    )
