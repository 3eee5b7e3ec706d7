"""From the words of an announcement to the answer, on the command line."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clearway.desk import open_office, read_words
from clearway.reading.model import ReadDraft
from clearway.records.kinds.closure import Closure
from tests import parts
from tests.bidi import bare
from tests.cli.terminal import Terminal, instant

START = datetime(2016, 11, 17, 11, 0, tzinfo=UTC)
WORDS = """أعلن الناطق باسم غرفة طوارئ بنغازي خالد الزوي، اليوم، إغلاق منطقة القوارشة أمام السكان بسبب المعارك.
وقال الزوي إنه يُمنع دخول مناطق العمليات العسكرية قبل أن يتم تفتيشها بالكامل من الألغام.
وقال الزوي إن القوارشة أصبحت تحت سيطرة الجيش.
"""


def open_desk(folder: Path, office: str = "crisis-desk") -> Terminal:
    terminal = Terminal(folder / office, office, "hana", START)
    made = terminal.run(
        *("init", "crisis.benghazi.example", "--office", office, "--organisation", "municipality"),
        *("--region", "19.8,31.8,20.5,32.4", "--realm", "demonstration", "--places", "benghazi"),
        *("--contact", "0910000001"),
        by="hana",
    )
    assert made.exit_code == 0, made.output
    terminal.wait(minutes=1)
    return terminal


def read(terminal: Terminal, file: Path) -> tuple[ReadDraft, ...]:
    with open_office(terminal.folder, clock=terminal.at) as office:
        return read_words(office, file.read_bytes()).drafts


def drafts(terminal: Terminal, file: Path, kind: str, words: str = "") -> list[int]:
    """The numbers of the drafts of a kind that rest on these words, as `clearway read` counts them."""
    found = [draft for draft in read(terminal, file) if draft.kind == kind]
    return [draft.number for draft in found if any(words in span.words for span in draft.evidence)]


@pytest.fixture
def desk(tmp_path: Path) -> Terminal:
    return open_desk(tmp_path)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "announcement.txt"
    file.write_text(WORDS, encoding="utf-8")
    return file


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The report that the project grew from, as a file of its words alone."""
    with (parts.shared("announcements") / "examples.jsonl").open(encoding="utf-8") as lines:
        text = next(each["text"] for each in map(json.loads, lines) if each["id"] == "ex-001")
    file = tmp_path / "report.txt"
    file.write_text(text, encoding="utf-8")
    return file


WARNING = "قبل أن يتم تمشيطها بالكامل"


class TestTheReport:
    """The whole way, with the report that the project grew from."""

    def test_its_closure_is_confirmed_with_qawarsha_as_ground_and_answers_with_the_warning(self, desk, report):
        (number,) = drafts(desk, report, "closure", WARNING)
        before = desk.at
        desk.wait(minutes=5)
        result = desk.run(
            *("confirm", report, "--draft", number, "--place", "القوارشة", "--published", "2016-11-17"),
            *("--because", "the words name the areas of operations; Qawarsha is named as one"),
        )
        assert result.exit_code == 0, result.output
        desk.wait(minutes=1)
        told = desk.run("check", "القوارشة")
        assert told.exit_code == 10
        assert f"بعدم الدخول إليها {WARNING}" in told.stdout
        assert re.search(
            r"Words of the announcement \([^“]*المسماري[^“]*الناطق العسكري باسم الجيش[^“]*\): “", told.stdout
        )
        arabic = desk.run("check", "القوارشة", lang="ar").stdout
        assert re.search(r"نص الإعلان \([^«]*المسماري[^«]*الناطق العسكري باسم الجيش[^«]*\): «", arabic)
        assert bare(arabic) == []
        known = desk.run("check", "القوارشة", "--known", instant(before))
        assert known.exit_code == 11
        assert desk.run("check", "القوارشة", "--known", instant(desk.at)).exit_code == 10
        self.the_page_says_the_same_in_arabic(desk)

    def the_page_says_the_same_in_arabic(self, desk):
        site = desk.folder / "told"
        assert desk.run("publish", site).exit_code == 0
        page = (site / "places" / "benghazi" / "qawarsha.html").read_text(encoding="utf-8")
        answer = page[page.index('<div id="answer"') : page.index('id="why"')]
        assert '<h2 class="verdict">لا تدخل</h2>' in answer
        assert f"بعدم الدخول إليها {WARNING}" in answer
        assert "المسماري" in answer
        assert "الناطق العسكري باسم الجيش" in answer

    def test_what_only_tells_is_kept_and_changes_no_answer(self, desk, report):
        before = desk.asks("check", "القوارشة")
        for kind in ("control", "casualties", "corridor", "clearance"):
            for number in drafts(desk, report, kind):
                assert desk.refuses("confirm", report, "--draft", number, *QAWARSHA)[0] == "confirm.only_kept"
                desk.writes("confirm", report, "--draft", number)
        after = desk.asks("check", "القوارشة")
        assert (after["verdict"], after["grounds"]) == (before["verdict"], before["grounds"])

    def test_civilians_are_kept_where_nobody_else_reads(self, desk, report):
        for number in drafts(desk, report, "civilians"):
            result = desk.run("confirm", report, "--draft", number)
            assert "Report of civilians, Restricted log" in result.stdout


QAWARSHA = ("--place", "القوارشة", "--because", "the place that is meant")


def closure(desk: Terminal, words: Path) -> int:
    return drafts(desk, words, "closure")[0]


class TestGround:
    def test_nothing_without_it(self, desk, words):
        code, _ = desk.refuses("confirm", words, "--draft", closure(desk, words))
        assert code == "confirm.no_ground"

    def test_described_ground_needs_a_reason(self, desk, words):
        numbers = drafts(desk, words, "closure")
        code, _ = desk.refuses("confirm", words, "--draft", numbers[-1], "--place", "الصابري")
        assert code == "confirm.because_needed"

    def test_an_ambiguous_place_is_asked_back(self, desk, words):
        code, result = desk.refuses("confirm", words, "--draft", closure(desk, words), "--place", "الكيش")
        assert code == "place.ambiguous"
        assert "benghazi/" in result.stdout

    def test_somewhere_within(self, desk, words):
        desk.writes(
            *("confirm", words, "--draft", closure(desk, words), "--unplaced-within", "القوارشة"),
            *("--because", "the words do not say where"),
        )
        assert desk.asks("check", "القوارشة")["unplaced"]


class TestWhatIsShown:
    def test_before_it_is_written(self, desk, words):
        numbers = drafts(desk, words, "closure")
        result = desk.run("confirm", words, "--draft", numbers[-1], *QAWARSHA)
        assert result.exit_code == 0, result.output
        for part in (
            "Becomes: Closure, Public log.",
            "Said by: ",
            "خالد الزوي",
            "Because: the place that is meant",
            "Until it is fully searched.",
            "Mines",
            "Recorded: Statement, Public log.",
            "Recorded: Closure, Public log.",
        ):
            assert part in result.stdout

    def test_in_arabic_nothing_stands_bare(self, desk, words):
        result = desk.run("confirm", words, "--draft", closure(desk, words), *QAWARSHA, lang="ar")
        assert result.exit_code == 0, result.output
        shown = [line for line in result.stdout.splitlines() if not line.startswith("sha256:")]
        assert bare("\n".join(shown)) == []

    def test_a_second_record_rests_on_the_statement_that_is_there(self, desk, words):
        desk.run("confirm", words, "--draft", closure(desk, words), *QAWARSHA)
        desk.wait(minutes=1)
        result = desk.run("confirm", words, "--draft", drafts(desk, words, "control")[0])
        assert "It quotes the statement on record: sha256:" in result.stdout
        assert "Kept as what somebody says" in result.stdout

    def test_twice_is_recognised(self, desk, words):
        number = closure(desk, words)
        recorded = desk.run("confirm", words, "--draft", number, *QAWARSHA, "--json")
        desk.wait(minutes=1)
        code, result = desk.refuses("confirm", words, "--draft", number, *QAWARSHA)
        assert code == "confirm.already"
        assert json.loads(recorded.stdout)["recorded"][-1]["id"] in result.stdout


class TestOptions:
    def test_a_statement_on_record_by_its_id(self, desk, words):
        kept = desk.writes("statement", words, "--speaker", "خالد الزوي", "--speaker-office", "غرفة الطوارئ")
        result = desk.run("confirm", kept, "--draft", closure(desk, words), *QAWARSHA)
        assert f"It quotes the statement on record: {kept}" in result.stdout
        assert "غرفة الطوارئ" in desk.run("check", "القوارشة").stdout

    def test_the_officer_puts_it_otherwise(self, desk, words):
        result = desk.run(
            *("confirm", words, "--draft", closure(desk, words), *QAWARSHA, "--reason", "curfew", "--json"),
            *("--until-condition", "none", "--permit-possible", "--said-at", "2016-11-17T10:00:00Z"),
        )
        record = json.loads(result.stdout)["recorded"][-1]["record"]
        assert record["body"]["reasons"] == ["curfew"]
        assert (record["body"]["until_condition"], record["body"]["permit_possible"]) == (None, True)
        assert record["holds"]["from_earliest"] == "2016-11-17T10:00:00Z"

    def test_keeping_takes_no_ground(self, desk, words):
        assert desk.run("confirm", words, "--draft", 1, "--keep", *QAWARSHA).exit_code == 2

    def test_somebody_must_say_which_draft(self, desk, words):
        assert desk.run("confirm", words).exit_code == 2


class TestReadOtherwise:
    """The rules took who holds a place for all that the words say; the officer reads a closure in them."""

    AS_CLOSURE = ("--read-as", "closure:in_force", "--reason", "fighting")

    def test_another_kind_takes_the_reasons_for_it(self, desk, words):
        (number,) = drafts(desk, words, "control")
        code, _ = desk.refuses("confirm", words, "--draft", number, "--place", "القوارشة", *self.AS_CLOSURE)
        assert code == "confirm.read_otherwise"
        result = desk.run("confirm", words, "--draft", number, *QAWARSHA, *self.AS_CLOSURE)
        assert result.exit_code == 0, result.output
        assert "You read the words otherwise than the rules: Closure, in force, asserted." in result.stdout
        desk.wait(minutes=1)
        assert desk.verdict("القوارشة") == "do_not_enter"

    def test_firmer_words_open_nothing_without_the_reasons_for_it(self, desk, words):
        (number,) = drafts(desk, words, "control")
        reopened = ("--read-as", "reopening:reopened", "--names", "sha256:00")
        assert desk.refuses("confirm", words, "--draft", number, *reopened)[0] == "confirm.read_otherwise"

    def test_numbers_and_places_are_put_right(self, desk, words):
        (number,) = drafts(desk, words, "control")
        as_harm = ("--read-as", "casualties", "--killed", 3, "--names-place", "القوارشة")
        result = desk.run("confirm", words, "--draft", number, *as_harm, "--json")
        body = json.loads(result.stdout)["recorded"][-1]["record"]["body"]
        assert (body["topic"], body["counts"]) == ("casualties", {"killed": 3})
        code, _ = desk.refuses("confirm", words, "--draft", number, "--names-place", "طرابلس")
        assert code == "confirm.not_in_text"


class TestGoingThrough:
    @pytest.fixture(autouse=True)
    def at_a_terminal(self, monkeypatch):
        monkeypatch.setattr("clearway.cli.confirming.is_terminal", lambda: True)

    @pytest.mark.parametrize(("lang", "skip"), [("en", "s"), ("ar", "ت")])
    def test_every_draft_is_asked_about(self, desk, words, lang, skip):
        total = len(read(desk, words))
        result = desk.run("confirm", words, keys=f"{skip}\n" * total, lang=lang)
        assert result.exit_code == 0, result.output
        assert result.stdout.count({"en": "s skip", "ar": "تجاوز"}[lang]) == total
        if lang == "ar":
            assert bare("\n".join(line for line in result.stdout.splitlines() if "تجاوز" in line)) == []
        assert desk.verdict("القوارشة") == "not_confirmed"

    def test_the_ground_is_asked_for_until_it_is_said(self, desk, words):
        first = read(desk, words)[0].number
        keys = "r\n\n\ny\nالقوارشة\nnamed\ny\nq\n"
        result = desk.run("confirm", words, keys=keys)
        assert first == closure(desk, words)
        assert "confirm.no_ground" in result.stderr
        assert "Records made: 1." in result.stdout
        desk.wait(minutes=1)
        assert desk.verdict("القوارشة") == "do_not_enter"

    def test_nothing_is_written_without_a_yes(self, desk, words):
        desk.run("confirm", words, keys="r\nالقوارشة\nnamed\nn\nq\n")
        assert desk.verdict("القوارشة") == "not_confirmed"

    def test_a_reading_is_corrected_field_by_field(self, desk, words):
        total = len(read(desk, words))
        keys = "s\n" * (total - 1)  # the last draft is who holds the place
        keys += "e\nclosure:in_force\n\n\n\n\n\n" + "r\nالقوارشة\nhe means that nobody may enter\nfighting\ny\n"
        result = desk.run("confirm", words, keys=keys)
        assert "Closure, in force, asserted" in result.stdout.split("correct the reading")[-1]
        assert "Records made: 1." in result.stdout, result.output
        desk.wait(minutes=1)
        assert desk.verdict("القوارشة") == "do_not_enter"

    def test_reasons_and_times_are_put_otherwise_before_the_yes(self, desk, words):
        keys = "r\nالقوارشة\nnamed\ne\ncurfew,fighting\nfurther_notice\ny\n-\n2016-11-20T06:00Z\ny\nq\n"
        result = desk.run("confirm", words, keys=keys)
        assert "Records made: 1." in result.stdout, result.output
        with open_office(desk.folder, clock=desk.at) as office:
            (made,) = office.history().list_kind("closure")
        body = made.record.body
        assert isinstance(body, Closure)
        assert body.reasons == ("curfew", "fighting")
        assert (body.until_condition, body.permit_possible) == ("further_notice", True)
        assert made.record.holds.until == datetime(2016, 11, 20, 6, tzinfo=UTC)
