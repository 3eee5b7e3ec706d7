"""The language of scenarios: which sentences there are, what may follow them, and what a check may expect.

A step is ``Label: sentence; more; more``. The label is how later steps call the record. What follows a semicolon says
more about it. A question ends with ``→`` and what must be answered. Each sentence, addition and expectation is a line
of a table here, with an example that the documentation shows; ``telling`` and ``player`` have a method for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from clearway.projection import FINDINGS
from clearway.terms import ClosureState, Doubt, HazardState, Product, Verdict
from tests.scenarios.form import Scenario, ScenarioError, Step

PERSON = r"the [a-z]+(?: root)?|[A-Z][a-z]+"
LABEL = r"[A-Z][\w-]+(?:\.\w+)?"
LABELS = rf"{LABEL}(?:, {LABEL})*"
TIME = r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?"
AUTHORITY = r"crisis|mac"
_SHORT = {"P": PERSON, "L": LABEL, "LL": LABELS, "T": TIME, "AUTH": AUTHORITY, "G": ".+?", "WORDS": '"[^"]+"'}


@dataclass(frozen=True)
class Sentence:
    """A form of step: its pattern, the method that carries it out, and an example."""

    pattern: re.Pattern[str]
    method: str
    example: str
    asks: bool = False


@dataclass(frozen=True)
class Addition:
    """What may follow a semicolon: its pattern, the name it goes by, how its words are read, and an example."""

    pattern: re.Pattern[str]
    name: str
    read: Callable[[re.Match[str]], Any]
    example: str


def _pattern(text: str) -> re.Pattern[str]:
    """``<name:KIND>`` becomes a named group of that kind of words."""
    return re.compile(re.sub(r"<(\w+):(\w+)>", lambda found: f"(?P<{found[1]}>{_SHORT[found[2]]})", text))


def _says(text: str, method: str, example: str) -> Sentence:
    return Sentence(_pattern(text), method, example)


def _asks(text: str, method: str, example: str) -> Sentence:
    return Sentence(_pattern(text), method, example, asks=True)


def instant(words: str) -> datetime:
    """A day, or a day and a time, in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def names(words: str) -> list[str]:
    """A list of labels, codes or words."""
    return [each.strip() for each in words.split(",")]


SENTENCES: dict[str, tuple[Sentence, ...]] = {
    "Time": (
        _says("at <time:T>", "at", "at 2016-11-17 13:05"),
        _says(r"after (?P<count>\d+) (?P<unit>minute|hour|day)s?", "after", "after 48 hours"),
    ),
    "People": (
        _says(
            r"<by:P> grants <to:P> of (?P<organisation>[\w-]+): (?P<may>.+)",
            "grants",
            "the lead grants Salim of sweepers: search_report, approval:operator; on A; until 2016-12-01",
        ),
        _says(
            r"<by:P> has the grant passed on (?P<times>\d+) times, down to <to:P>",
            "passes_on",
            "the lead has the grant passed on 16 times, down to Zaid",
        ),
        _says(
            r"<who:P> of (?P<organisation>[\w-]+) writes in <whose:AUTH>'s logs without any grant",
            "joins",
            "Nura of town writes in mac's logs without any grant",
        ),
        _says(
            "<who:P> speaks only in <whose:AUTH>'s logs",
            "limits_root",
            "the crisis root speaks only in crisis's logs (the trust file says so)",
        ),
        _says("the public key of <who:P> is published", "publishes_key", "the public key of Nura is published"),
    ),
    "Logs": (
        _says("<office:AUTH> syncs from <other:AUTH>", "syncs", "crisis syncs from mac"),
        _says("no newer copy of <whose:AUTH>'s logs arrives", "cuts_off", "no newer copy of mac's logs arrives"),
        _says("new copies of <whose:AUTH>'s logs arrive", "connects", "new copies of mac's logs arrive"),
        _says("<whose:AUTH>'s (?P<tier>public|restricted) log is forked", "forks", "mac's restricted log is forked"),
        _says(
            "<whose:AUTH>'s (?P<tier>public|restricted) log comes shorter than before, and is refused",
            "refuses",
            "mac's public log comes shorter than before, and is refused",
        ),
        _says("<what:LL> (?:has|have) not arrived", "withholds", "Field has not arrived"),
        _says("<what:LL> arrives?", "delivers", "Field arrives"),
        _says("the file of <what:L> arrives", "delivers_file", "the file of Field arrives"),
    ),
    "What people say": (
        _says(
            "<by:P> keeps the words <words:WORDS>", "keeps", 'Radio: the officer keeps the words "Qawarsha is closed"'
        ),
        _says("<by:P> claims <words:WORDS>", "claims", 'the officer claims "the quarter is under control"'),
    ),
    "What restricts": (
        _says("<by:P> closes <where:G> for (?P<reasons>[\\w, ]+)", "closes", "the officer closes A for crime"),
        _says("<by:P> reports fighting on <where:G>", "fighting", "the officer reports fighting on A"),
        _says("<by:P> declares <where:G> (?P<how>suspected|confirmed)", "declares", "the centre declares A suspected"),
        _says("<by:P> indicates mines on <where:G>", "indicates", "the centre indicates mines on A"),
        _says(
            "<by:P> takes down a public report of mines on <where:G>",
            "takes_down",
            "the centre takes down a public report of mines on A",
        ),
        _says(
            "<by:P> records an accident on <where:G>",
            "accident",
            "the centre records an accident on 5 m around the middle of A",
        ),
        _says("<by:P> records a find on <where:G>", "find", "the centre records a find on 5 m around the middle of A"),
        _says(
            "<by:P> gives public notice of a hazard on <where:G>",
            "notice",
            "the centre gives public notice of a hazard on A",
        ),
        _says(
            "<by:P> writes a record of an unknown kind that restricts <where:G>",
            "unknown_restricts",
            "the officer writes a record of an unknown kind that restricts A",
        ),
    ),
    "What takes away from others": (
        _says(
            "<by:P> revokes the key of <whose:P> since <time:T>",
            "revokes",
            "the mac root revokes the key of the director since 2016-11-01",
        ),
        _says("<by:P> suspends <what:L>", "suspends", "the officer suspends Work"),
        _says(
            "<by:P> writes a record of an unknown kind that voids <what:L>",
            "unknown_voids",
            "the officer writes a record of an unknown kind that voids Work",
        ),
    ),
    "What loosens": (
        _says(r"<by:P> approves <what:L> as (?P<role>\w+)", "approves", "the deputy approves Open as second"),
        _says("<by:P> reopens <which:LL> on <where:G>", "reopens", "the officer reopens Curfew on A"),
        _says("<by:P> withdraws <which:LL>(?: on <where:G>)?", "withdraws", "the centre withdraws Field"),
        _says("<by:P> places <which:L> as <as_:LL>", "places", "the centre places Rumour as Field"),
        _says("<by:P> surveys <where:G>", "surveys", "the surveyor surveys A; begun 2016-11-20"),
        _says(
            "<by:P> decides <which:LL> (?P<product>cancelled|reduced|cleared) on <where:G>, resting on <rests:LL>",
            "decides",
            "the centre decides Field cancelled on A, resting on Survey",
        ),
        _says("<by:P> searches <where:G>", "searches", "the searcher searches A; begun 2016-11-20; unsearched B"),
        _says(
            "<by:P> (?P<result>passes|fails) the lot <where:G> of <of:LL>",
            "controls",
            "the controller passes the lot A of Search",
        ),
        _says(
            "<by:P> hands over <where:G> for <which:LL>, resting on <rests:LL>",
            "hands_over",
            "the director hands over A for Field, resting on Search, Control, Decision",
        ),
        _says(
            "<by:P> ends the notices <which:LL>, (?P<parts>.+)",
            "ends_notices",
            "the centre ends the notices Notice, A cleared, B generalisation_ended",
        ),
        _says(
            "<by:P> writes a record of an unknown kind that releases <which:LL> on <where:G>",
            "unknown_releases",
            "the centre writes a record of an unknown kind that releases Field on A",
        ),
    ),
    "Whole stories, with all that is needed": (
        _says(
            "the usual people clear <which:LL> on <where:G>",
            "clear",
            "Work: the usual people clear Field on A (and label Work.search, Work.control, Work.decision)",
        ),
        _says(
            "the usual people (?P<how>cancel|reduce) <which:LL> on <where:G>",
            "cancel",
            "the usual people cancel Field on A",
        ),
        _says("the usual people reopen <which:LL> on <where:G>", "reopen", "the usual people reopen Curfew on A"),
        _says("the usual people withdraw <which:LL>", "withdraw", "the usual people withdraw Field"),
    ),
    "Permissions": (
        _says(
            "<by:P> announces a corridor for (?P<purpose>civilians|wounded|relief|fighters) along <where:G>, "
            "controlled by (?P<parties>[\\w ,]+), from <start:T> to <end:T>",
            "announces",
            "the relief announces a corridor for civilians along A, controlled by north, "
            "from 2016-11-17 10:00 to 2016-11-17 12:00",
        ),
        _says(r"<by:P> consents to <what:L> for (?P<party>\w+)", "consents", "the north consents to Way for north"),
        _says("<by:P> confirms <what:L>", "confirms", "the relief confirms Way"),
        _says(
            "<by:P> permits (?P<form>escorted entry|entry) to <where:G> under <which:LL>, from <start:T> to <end:T>",
            "permits",
            "the officer permits entry to A under Curfew, from 2016-11-17 to 2016-11-20",
        ),
    ),
    "Questions": (
        _asks("check <where:G>", "check", "check A → do_not_enter; closure none_recorded; hazard suspected"),
        _asks("ask about <what:L>", "standing", "ask about Work → does not count: B5.same_person"),
        _asks(
            "ask permit <what:L> about <where:G>",
            "permit",
            "ask permit Pass about the middle of A → no: C.hazard_without_escort",
        ),
        _asks("ask corridor <what:L>", "corridor", "ask corridor Way → not open: C.consent_missing"),
        _asks(
            "compare the public picture with <whose:AUTH>'s on <where:G>",
            "compare",
            "compare the public picture with mac's on A → never more open",
        ),
    ),
}


def _adds(text: str, name: str, example: str, read: Callable[[re.Match[str]], Any] = lambda found: True) -> Addition:
    return Addition(_pattern(text), name, read, example)


def _first(found: re.Match[str]) -> str:
    return found[1]


def _when(found: re.Match[str]) -> datetime:
    return instant(found[1])


def _labels(found: re.Match[str]) -> list[str]:
    return names(found[1])


def _pair_when(found: re.Match[str]) -> tuple[str, datetime]:
    return found[1], instant(found[2])


def _quoted(found: re.Match[str]) -> tuple[str, str]:
    return found[1], found[2].strip('"')


ADDITIONS = (
    _adds("from <time:T>", "from_earliest", "from 2016-11-17 11:00", _when),
    _adds("not before <time:T>", "from_latest", "not before 2016-11-20", _when),
    _adds("until <time:T>", "until", "until 2016-11-20", _when),
    _adds("until (fully_searched|further_notice|decision)", "until_condition", "until fully_searched", _first),
    _adds(
        r"daily (\d\d:\d\d) to (\d\d:\d\d) in (\S+)",
        "daily",
        "daily 20:00 to 06:00 in Africa/Tripoli",
        lambda found: (found[1], found[2], found[3]),
    ),
    _adds("over by <time:T>", "over", "over by 2016-11-19 (the event itself)", _when),
    _adds(
        "<what:L> over by <time:T>",
        "event_ended",
        "Fight over by 2016-11-19 (a decision says so, with evidence)",
        _pair_when,
    ),
    _adds("begun <time:T>", "begun", "begun 2016-11-20 08:00 (fieldwork)", _when),
    _adds("ended <time:T>", "ended", "ended 2016-11-21 16:00 (fieldwork)", _when),
    _adds("as of <time:T>", "as_of", "as of 2016-11-17 10:30", _when),
    _adds("written <time:T>", "written", "written 2016-11-10 (what the author says)", _when),
    _adds("in (house|flat|room)-(\\w+)", "unit", "in house-5", lambda found: f"{found[1]}-{found[2]}"),
    _adds("under no grant", "no_grant", "under no grant"),
    _adds("under the grant of <who:P>", "grant_of", "under the grant of the mayor", _first),
    _adds("under <what:L>", "grant", "under Curfew (which is no grant)", _first),
    _adds("quoting <what:L> <words:WORDS>", "quoting", 'quoting Radio "booby traps"', _quoted),
    _adds("with a forged signature", "forged", "with a forged signature"),
    _adds("naming <whose:AUTH>'s log as its own", "claimed", "naming mac's log as its own", _first),
    _adds("in the office of <who:P>", "colleague", "in the office of the officer (a grant)", _first),
    _adds("in realm (\\w+)", "realm", "in realm exercise", _first),
    _adds("in the other branch", "branch", "in the other branch"),
    _adds("seen by no witness", "unseen", "seen by no witness (nor by the log's own cosigner)"),
    _adds("its shape in a file", "in_file", "its shape in a file"),
    _adds("its shape in a file that has not arrived", "in_missing_file", "its shape in a file that has not arrived"),
    _adds("replacing <what:LL>", "replaces", "replacing Field", _labels),
    _adds("about <what:LL>", "about", "about Field", _labels),
    _adds("triaging <what:LL>", "triages", "triaging Call", _labels),
    _adds("disputing <what:LL>", "disputes", "disputing Curfew", _labels),
    _adds("answering <what:LL>", "answers", "answering Failed", _labels),
    _adds("permits possible", "permit_possible", "permits possible"),
    _adds("evacuation (ordered|advised)", "evacuation", "evacuation ordered", _first),
    _adds("a whole quarter", "large", "a whole quarter"),
    _adds("cutting off a hospital", "cuts_hospital", "cutting off a hospital"),
    _adds(r"(\d+) mm deep", "depth_mm", "130 mm deep", lambda found: int(found[1])),
    _adds(r"gaps up to (\d+) mm", "gap_mm", "gaps up to 300 mm", lambda found: int(found[1])),
    _adds("to standard (\\w+)", "standard", "to standard none", _first),
    _adds("by eye only", "visual", "by eye only"),
    _adds("for (security|unknown) reasons", "purpose", "for security reasons", _first),
    _adds("unsearched <where:G>", "unsearched", "unsearched B", _first),
    _adds(r"typed (\d+) %", "typed_percent", "typed 100 %", lambda found: int(found[1])),
    _adds("technical", "technical", "technical (a survey)"),
    _adds("on <where:G>", "on", "on A (the ground of a grant)", _first),
    _adds("may pass it on", "delegate", "may pass it on"),
    _adds("with the key of <who:P>", "key_of", "with the key of the mayor", _first),
    _adds("writing in <whose:AUTH>'s logs", "writing_in", "writing in mac's logs (a grant)", _first),
    _adds("with a new key", "new_key", "with a new key"),
    _adds("at <time:T>", "at", "at 2016-11-18 (a check)", _when),
    _adds("as <whose:AUTH> knows", "office", "as crisis knows (a check)", _first),
    _adds("as <whose:AUTH> knew at <time:T>", "knew", "as crisis knew at 2016-11-17 12:00 (a check)", _pair_when),
    _adds("position known to (\\d+) m", "accuracy", "position known to 200 m", lambda found: int(found[1])),
    _adds("position known nobody says how well", "unsure", "position known nobody says how well"),
)


def _word(kind: Callable[[str], Any]) -> Callable[[re.Match[str]], Any]:
    return lambda found: kind(found[1])


def _doubts(found: re.Match[str]) -> list[Doubt]:
    return [Doubt(word) for word in names(found[1])]


def _codes(found: re.Match[str]) -> list[str]:
    codes = names(found[1])
    for code in codes:
        if code not in FINDINGS:
            raise ValueError(f"{code!r} is no finding")
    return codes


EXPECTATIONS: dict[str, tuple[Addition, ...]] = {
    "check": (
        _adds("(do_not_enter|conditional|not_confirmed|released)", "verdict", "do_not_enter", _word(Verdict)),
        _adds("closure (\\w+)", "closure", "closure closed", _word(ClosureState)),
        _adds("hazard (\\w+)", "hazard", "hazard suspected", _word(HazardState)),
        _adds("because (.+)", "doubts", "because stale, position_unsure (all reasons, in order)", _doubts),
        _adds("product (\\w+)", "product", "product cancelled", _word(Product)),
        _adds(r"depth (\d+) mm", "depth", "depth 200 mm", lambda found: int(found[1])),
        _adds("under <what:LL>", "under", "under Field, Fight (all that still restrict)", _labels),
        _adds("under nothing", "bare", "under nothing"),
        _adds("opened by <what:LL>", "opened_by", "opened by Work", _labels),
        _adds(r"rule ([A-E]\d*) for <what:L>", "rule", "rule B7 for Fight", lambda found: (found[1], found[2])),
        _adds("label (\\w+) on <what:L>", "label", "label contested on Curfew", lambda found: (found[1], found[2])),
        _adds("next start <time:T>", "next_start", "next start 2016-11-17 18:00", _when),
        _adds("quoting <words:WORDS>", "quoting", 'quoting "booby traps"', lambda found: found[1].strip('"')),
        _adds("on the word of (\\w+)", "word_of", "on the word of mac", _first),
        _adds("somewhere here <what:LL>", "unplaced", "somewhere here Rumour", _labels),
        _adds("later <what:LL>", "later", "later Curfew", _labels),
        _adds("along <what:LL>", "corridors", "along Way", _labels),
    ),
    "standing": (
        _adds("counts", "counts", "counts"),
        _adds("noting (.+)", "noting", "noting A5.unverified_restricts (beside counting)", _codes),
        _adds("does not count: (.+)", "fails", "does not count: B5.same_person", _codes),
    ),
    "permit": (_adds("yes", "counts", "yes"), _adds("no: (.+)", "fails", "no: C.hazard_without_escort", _codes)),
    "corridor": (
        _adds("open", "counts", "open"),
        _adds("not open: (.+)", "fails", "not open: C.consent_missing", _codes),
    ),
    "compare": (
        _adds("never more open", "counts", "never more open"),
        _adds("more open", "more_open", "more open"),
    ),
}
SEVERAL = {"event_ended", "quoting", "unsearched", "rule", "label"}
"""What may be said more than once in a step."""


@dataclass(frozen=True)
class Parsed:
    """A step as understood: its sentence, the words in it, what was added, and what a question expects."""

    step: Step
    label: str | None
    sentence: Sentence
    words: dict[str, str]
    added: dict[str, Any]
    expected: dict[str, Any]

    @property
    def method(self) -> str:
        """The method that carries it out."""
        return self.sentence.method


def parse_story(scenario: Scenario) -> list[Parsed]:
    """Understand every step; ``ScenarioError`` names the line of the first that cannot be."""
    return [parse_step(scenario, step) for step in scenario.steps]


def parse_step(scenario: Scenario, step: Step) -> Parsed:
    """Understand one step."""

    def wrong(what: str) -> ScenarioError:
        return ScenarioError(scenario.path, step.number, what)

    text, arrow, answer = step.text.partition("→")
    label = None
    if found := re.match(rf"({LABEL}): ", text):
        label, text = found[1], text[found.end() :]
    first, *rest = _clauses(text)
    sentence, words = _find(first, wrong)
    if sentence.asks != bool(arrow):
        raise wrong("a question ends with → and the answer" if sentence.asks else "only a question has an answer")
    if sentence.asks and label:
        raise wrong("a question makes no record and needs no label")
    return Parsed(
        step=step,
        label=label,
        sentence=sentence,
        words=words,
        added=_read(rest, ADDITIONS, wrong),
        expected=_read(_clauses(answer), EXPECTATIONS[sentence.method], wrong) if arrow else {},
    )


def _clauses(text: str) -> list[str]:
    """What stands between semicolons, but for those inside quoted words."""
    found = re.findall(r'(?:"[^"]*"|[^;"])+', text)
    return [clause.strip() for clause in found if clause.strip()] or [""]


def _find(words: str, wrong: Callable[[str], ScenarioError]) -> tuple[Sentence, dict[str, str]]:
    for sentences in SENTENCES.values():
        for sentence in sentences:
            if found := sentence.pattern.fullmatch(words):
                return sentence, {key: value for key, value in found.groupdict().items() if value is not None}
    raise wrong(f"{words!r} is no sentence of the language")


def _read(clauses: Sequence[str], table: Sequence[Addition], wrong: Callable[[str], ScenarioError]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for clause in clauses:
        for addition in table:
            if not (found := addition.pattern.fullmatch(clause)):
                continue
            try:
                value = addition.read(found)
            except ValueError as error:
                raise wrong(f"{clause!r}: {error}") from error
            if addition.name in SEVERAL:
                read.setdefault(addition.name, []).append(value)
            elif addition.name in read:
                raise wrong(f"{clause!r} says it a second time")
            else:
                read[addition.name] = value
            break
        else:
            raise wrong(f"{clause!r} says nothing that is known here")
    return read
