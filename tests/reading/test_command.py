"""``clearway read``: what the officer is shown, what programs get, and archives line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clearway.cli import cli
from clearway.desk.archives import read_archive
from clearway.desk.becoming import becoming
from clearway.places import Gazetteer
from clearway.problems import Refused
from clearway.reading import becomes
from clearway.reading.catalogue import STATES
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft, Span
from tests.cli.terminal import open_terminal
from tests.reading.scoring import announcements, records_of, score
from tests.reading.split import load_examples
from tests.refusals import refused
from tools import generate_reading_rules

WORDS = (
    "حذر الناطق باسم القوات أحمد الورفلي السكان من دخول منطقة القوارشة قبل تمشيطها من الألغام. "
    "وقال إن نحو 27 مسلحا قتلوا في بلدة المقرطم. وأصبح حي الصابري شبه محاصر."
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


def _plain(shown: str) -> str:
    return "".join(char for char in shown if char not in "\u2066\u2067\u2068\u2069")


def test_without_a_workspace_the_places_that_ship_are_used(tmp_path: Path, report: Path) -> None:
    result = CliRunner().invoke(cli, ["--workspace", str(tmp_path), "--lang", "en", "read", str(report)])
    assert result.exit_code == 0, result.output
    shown = _plain(result.output)
    assert "Draft 1: Closure, in force, asserted" in shown
    assert "Place: القوارشة (benghazi/qawarsha)" in shown
    assert "Place: المقرطم, not in the gazetteer" in shown
    assert "Said by: أحمد الورفلي, الناطق باسم القوات, القوات" in shown
    assert "Killed: about 27" in shown
    assert "Weakened by: “شبه”" in shown
    assert "Would become: Closure" in shown


def test_every_quoted_stretch_stands_in_the_text(tmp_path: Path, report: Path) -> None:
    result = CliRunner().invoke(cli, ["--workspace", str(tmp_path), "--lang", "ar", "read", str(report)])
    quoted = [line.split("«")[1].split("»")[0] for line in _plain(result.output).splitlines() if "الكلمات:" in line]
    assert quoted
    assert all(words in WORDS for words in quoted)


def test_in_a_workspace_its_places_are_used(tmp_path: Path, report: Path) -> None:
    report.write_text("أُغلقت منطقة الحي الشرقي أمام المدنيين. يمنع دخول الحي الشرقي.", encoding="utf-8")
    drafts = open_terminal(tmp_path).asks("read", report)["drafts"]
    assert {place for draft in drafts for named in draft["places"] for place in named["ids"]} == {"city/quarter"}


def test_the_day_follows_from_the_documents_date(tmp_path: Path, report: Path) -> None:
    report.write_text("قتل جندي أمس في مدينة سرت.", encoding="utf-8")
    words = ["--workspace", str(tmp_path), "--json", "read", str(report)]
    dated = json.loads(CliRunner().invoke(cli, [*words, "--published", "2016-03-01"]).stdout)
    undated = json.loads(CliRunner().invoke(cli, words).stdout)
    assert [draft["time"]["iso"] for draft in (*dated["drafts"], *undated["drafts"])] == ["2016-02-29", None]


def test_a_text_without_announcements_says_so_and_nothing_of_any_place(tmp_path: Path, report: Path) -> None:
    report.write_text("The team won its match.", encoding="utf-8")
    result = CliRunner().invoke(cli, ["--workspace", str(tmp_path), "--lang", "en", "read", str(report)])
    assert result.exit_code == 0
    assert "nothing about any place" in result.output


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, report: Path) -> None:
    report.write_bytes(b"\xd3\xe1\xc7\xe3")
    result = CliRunner().invoke(cli, ["--workspace", str(tmp_path), "--json", "read", str(report)])
    assert result.exit_code == 3
    assert json.loads(result.stdout)["refused"][0]["code"] == "intake.encoding_unclear"


@pytest.mark.parametrize(
    "typed", [[], ["--batch", "a.jsonl"], ["x.txt", "--batch", "a", "--out", "b"], ["x", "--resume"]]
)
def test_one_way_of_reading_at_a_time(tmp_path: Path, typed: list[str]) -> None:
    assert CliRunner().invoke(cli, ["--workspace", str(tmp_path), "read", *typed]).exit_code == 2


# --- archives ------------------------------------------------------------------------------------------------------

GOOD = {"id": "a", "lang": "ar", "date": None, "text": "قتل ثلاثة جنود في مدينة سرت."}
BAD = [
    b"not json",
    b"[1]",
    json.dumps({**GOOD, "id": 7}).encode(),
    json.dumps({**GOOD, "lang": "xx"}).encode(),
    json.dumps({**GOOD, "date": "yesterday"}).encode(),
    json.dumps({**GOOD, "date": 5}).encode(),
    json.dumps({"id": "b", "lang": "ar"}).encode(),
    b'{"id": "c", "lang": "ar", "date": null, "text": "\\ud800"}',
    b'{"id": "d", "lang": "ar", "text": "\xff"}',
]


def _archive(folder: Path, lines: list[bytes]) -> Path:
    path = folder / "in.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_is_refused_with_its_number_and_loses_nothing_of_the_others(tmp_path: Path, bad: bytes) -> None:
    other = {**GOOD, "id": "z", "lang": "en", "text": "Two soldiers were killed in Sirte."}
    archive = _archive(tmp_path, [json.dumps(GOOD).encode(), bad, b"", json.dumps(other).encode()])
    told: list[Refused] = []
    done = read_archive(archive, tmp_path / "out.jsonl", Gazetteer(), told.append)
    assert (done.read, done.left_out) == (2, 1)
    assert [(problem.code, problem.params["line"]) for each in told for problem in each.problems] == [
        ("reading.bad_line", 2)
    ]
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["id"], each["records"][0]["counts"]["killed"]) for each in answers] == [("a", 3), ("z", 2)]


def test_a_run_that_was_cut_off_is_taken_up_where_it_ended(tmp_path: Path) -> None:
    lines = [json.dumps({**GOOD, "id": str(number)}).encode() for number in range(4)]
    archive, out = _archive(tmp_path, lines), tmp_path / "out.jsonl"
    read_archive(archive, out, Gazetteer(), lambda _: None)
    whole = out.read_bytes()
    out.write_bytes(whole[: len(whole) // 2 + 7])
    done = read_archive(archive, out, Gazetteer(), lambda _: None, resume=True)
    assert out.read_bytes() == whole
    assert done.read + done.kept == 4
    assert done.kept


def test_an_archive_that_is_missing_is_refused(tmp_path: Path) -> None:
    with refused("reading.no_archive"):
        read_archive(tmp_path / "none.jsonl", tmp_path / "out.jsonl", Gazetteer(), lambda _: None)


def test_a_command_that_left_lines_out_ends_with_3(tmp_path: Path) -> None:
    archive, out = _archive(tmp_path, [b"no", json.dumps(GOOD).encode()]), tmp_path / "out.jsonl"
    result = CliRunner().invoke(
        cli, ["--workspace", str(tmp_path), "--lang", "en", "read", "--batch", str(archive), "--out", str(out)]
    )
    assert result.exit_code == 3
    assert "Line 1 of the archive was left out" in result.output
    assert "Texts read: 1." in result.output


def test_the_scorer_takes_every_record_of_an_archive(tmp_path: Path) -> None:
    examples = load_examples(announcements() / "examples.jsonl", aside=False)
    archive = _archive(tmp_path, [json.dumps(each).encode() for each in examples])
    read_archive(archive, tmp_path / "out.jsonl", Gazetteer(), lambda _: None)
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each["id"] for each in answers] == [each["id"] for each in examples]
    for example, answer in zip(examples, answers, strict=True):
        for each in answer["records"]:
            assert each["kind"] in score().KINDS
            assert score().ground(example["text"], each)[1:] == (0, 0)
    assert records_of(examples[0])


# --- what a draft may become ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", AnnouncementKind)
@pytest.mark.parametrize("modality", Modality)
@pytest.mark.parametrize("hedged", [False, True])
def test_a_draft_becomes_what_the_desk_makes_of_firm_words(
    kind: AnnouncementKind, modality: Modality, hedged: bool
) -> None:
    words = Span(0, 1, "x")
    for state in (None, *STATES[kind]):
        made = becomes(kind, state, modality, hedged=hedged)
        hedge = words if hedged else None
        draft = ReadDraft(
            number=1, kind=kind, state=state, modality=modality, evidence=(words,), hedge=hedge, becomes=made
        )
        desk = becoming(draft)
        assert made == ("claim" if desk.weak or not desk.kinds else desk.kinds[0])


def test_a_planned_closure_becomes_a_closure_and_a_planned_reopening_a_claim() -> None:
    assert becomes(AnnouncementKind.CLOSURE, "in_force", Modality.PLANNED, hedged=False) == "closure"
    assert becomes(AnnouncementKind.REOPENING, "reopened", Modality.PLANNED, hedged=False) == "claim"


@pytest.mark.parametrize("kind", AnnouncementKind)
def test_a_hedge_makes_a_claim_of_everything_but_civilians(kind: AnnouncementKind) -> None:
    wanted = "civilians_report" if kind is AnnouncementKind.CIVILIANS else "claim"
    for state in (None, *STATES[kind]):
        assert becomes(kind, state, Modality.ASSERTED, hedged=True) == wanted


@pytest.mark.parametrize(
    ("kind", "state", "wanted"),
    [
        ("closure", "in_force", "closure"),
        ("evacuation", "ordered", "closure"),
        ("evacuation", "advised", "closure"),
        ("evacuation", "carried_out", "claim"),
        ("reopening", "reopened", "reopening"),
        ("hazard", None, "indication"),
        ("clearance", "finished", "claim"),
        ("corridor", "opened", "corridor"),
        ("corridor", "refused", "claim"),
        ("operation", "ongoing", "hostilities"),
        ("control", "controls", "claim"),
        ("casualties", None, "claim"),
    ],
)
def test_what_is_asserted_may_become_its_record(kind: str, state: str | None, wanted: str) -> None:
    assert becomes(AnnouncementKind(kind), state, Modality.ASSERTED, hedged=False) == wanted


def test_the_page_of_rules_is_current() -> None:
    assert generate_reading_rules.PAGE.read_text(encoding="utf-8") == generate_reading_rules.page(), "make generate"
