"""What is refused on the command line: each with its code, its sentence in both languages and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from clearway.cli import boundary, cli
from clearway.problems import CATALOGUE, ClearwayBug
from tests.bidi import bare
from tests.cli.terminal import AREA, INSIDE, START, Terminal, instant, open_terminal, shape

BOW = [[20.25, 32.25], [20.26, 32.26], [20.26, 32.25], [20.25, 32.27], [20.25, 32.25]]


@pytest.fixture(scope="module")
def terminal(tmp_path_factory) -> Terminal:
    return open_terminal(tmp_path_factory.mktemp("refused"))


def close(ground: Path) -> tuple[object, ...]:
    return ("close", "--footprint", ground, "--reason", "crime")


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "given.geojson"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class TestShapes:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("not JSON", "desk.shape_unreadable"),
            ('{"type":"Polygon","coordinates":[[[20.25,32.25],[20.26', "desk.shape_unreadable"),
            ('{"type":"Polygon","coordinates":"here"}', "desk.shape_unreadable"),
            ('{"type":"Polygon","coordinates":[[["20.25",32.25]]]}', "desk.shape_unreadable"),
            ('{"type":"Point","coordinates":[20.25,32.25]}', "desk.shape_unreadable"),
            ('{"type":"Polygon","coordinates":[[[1e999999,32.25],[1,2],[3,4]]]}', "desk.shape_unreadable"),
            ('{"type":"Polygon","coordinates":[[[20.25,1e400000],[1,2],[3,4]]]}', "desk.shape_unreadable"),
            (b"\xff\xfe\x00", "desk.file_not_utf8"),
        ],
    )
    def test_what_is_no_shape(self, terminal, tmp_path, text, code):
        assert terminal.refuses(*close(written(tmp_path, text)))[0] == code

    def test_a_ring_that_crosses_itself(self, terminal, tmp_path):
        assert terminal.refuses(*close(shape(tmp_path, "bow", BOW)))[0] == "geometry.ring_crosses_itself"

    def test_latitude_133(self, terminal, tmp_path):
        ring = [[20.25, 133.0], [20.26, 133.0], [20.26, 133.1], [20.25, 133.0]]
        code, result = terminal.refuses(*close(shape(tmp_path, "high", ring)))
        assert code == "geometry.latitude_out_of_range"
        assert "133" in result.stdout

    def test_outside_the_region(self, terminal, tmp_path):
        ring = [[25.25, 32.25], [25.26, 32.25], [25.26, 32.26], [25.25, 32.25]]
        assert terminal.refuses(*close(shape(tmp_path, "away", ring)))[0] == "desk.outside_region"

    def test_swapped(self, terminal, tmp_path):
        swapped = shape(tmp_path, "swapped", [[lat, lon] for lon, lat in AREA])
        assert terminal.refuses(*close(swapped))[0] == "desk.swapped_coordinates"

    def test_no_such_file(self, terminal, tmp_path):
        assert terminal.refuses(*close(tmp_path / "none.geojson"))[0] == "desk.file_unreadable"


class TestQuestions:
    def test_an_unknown_place_gets_suggestions(self, terminal):
        result = terminal.run("check", "East Qarter")
        assert result.exit_code == 3
        assert "city/quarter" in result.stderr
        assert result.stdout == ""

    @pytest.mark.parametrize(
        ("where", "code"),
        [("20.1,133", "check.bad_position"), ("32.25,20.25", "check.swapped"), ("no.gpx", "check.track_unreadable")],
    )
    def test_positions_and_files(self, terminal, where, code):
        assert terminal.refuses("check", where)[0] == code

    def test_a_cut_track(self, terminal, tmp_path):
        cut = written(tmp_path, '{"type":"LineString","coordinates":[[20.25,32.25],[20.2')
        assert terminal.refuses("check", cut)[1].exit_code == 3

    def test_nothing_to_explain(self, terminal):
        assert terminal.refuses("explain", "B5.no_such")[0] == "check.nothing_to_explain"

    def test_never_published(self, terminal):
        assert terminal.refuses("check", INSIDE, "--told", instant(terminal.at))[0] == "publish.never_published"


class TestRecords:
    def test_a_release_that_names_nothing(self, terminal):
        assert terminal.refuses("reopen")[0] == "desk.names_nothing"

    def test_a_record_not_at_hand(self, terminal):
        assert terminal.refuses("reopen", "sha256:" + "0" * 64)[0] == "desk.not_at_hand"

    def test_a_claimed_time_ahead(self, terminal):
        typed = ("close", "--disc", "20.3,32.3,50", "--reason", "crime", "--recorded-at", "2016-11-18T11:00:00Z")
        assert terminal.refuses(*typed)[0] == "record.time_ahead"

    def test_a_text_of_200_megabytes(self, terminal, tmp_path):
        text = tmp_path / "long.txt"
        with text.open("wb") as file:
            file.truncate(200_000_000)
        assert terminal.refuses("statement", text)[0] == "desk.text_too_large"

    def test_a_quotation_that_is_not_there(self, terminal, tmp_path):
        text = tmp_path / "said.txt"
        text.write_text("Nobody may enter. Nobody.", encoding="utf-8")
        said = terminal.writes("statement", text, "--language", "en")
        typed = ("close", "--disc", "20.3,32.3,50", "--reason", "crime", "--statement", said, "--quote")
        assert terminal.refuses(*typed, "Everybody")[0] == "desk.quote_not_found"
        assert terminal.refuses(*typed, "Nobody")[0] == "desk.quote_ambiguous"
        assert terminal.run(*typed[:-1]).exit_code == 2

    def test_a_key_that_is_not_here(self, terminal):
        assert (
            terminal.refuses("close", "--disc", "20.3,32.3,50", "--reason", "crime", by="h-other")[0] == "desk.no_key"
        )

    def test_what_needs_a_grant(self, terminal):
        closed = terminal.writes("close", "--disc", "20.3,32.3,50", "--reason", "crime")
        assert terminal.run("key", "new", "h-guest").exit_code == 0
        assert terminal.refuses("reopen", closed, by="h-guest")[0] == "desk.no_grant"

    def test_a_retired_key_that_a_grant_does_not_name(self, terminal):
        closed = terminal.writes("close", "--disc", "20.31,32.31,50", "--reason", "crime")
        assert terminal.run("key", "new", "h-late").exit_code == 0
        terminal.writes("grant", "h-late", "--may", "reopening", "--organisation", "crisis-organisation")
        assert terminal.run("key", "rotate", "h-late", "--no-revoke").exit_code == 0
        assert terminal.refuses("reopen", closed, by="h-late")[0] == "desk.wrong_key"

    def test_a_clock_that_goes_back(self, terminal):
        terminal.wait(hours=-5)
        try:
            assert terminal.refuses("close", "--disc", "20.3,32.3,50", "--reason", "crime")[0] == "desk.clock_went_back"
        finally:
            terminal.wait(hours=5)

    def test_nothing_was_written_by_any_refusal(self, terminal):
        before = terminal.asks("check", INSIDE)["frontier"]
        terminal.refuses("reopen")
        assert terminal.asks("check", INSIDE)["frontier"] == before


class TestWorkspaces:
    def test_a_scripted_clock_outside_the_demonstration(self, tmp_path, monkeypatch):
        monkeypatch.setenv("CLEARWAY_PASSPHRASE", "correct horse")
        real = open_terminal(tmp_path, realm="exercise")
        assert real.refuses("check", INSIDE)[0] == "desk.clock_not_allowed"
        assert real.run("check", INSIDE, clock=False).exit_code == 11

    def test_a_wrong_passphrase_and_none(self, tmp_path, monkeypatch):
        monkeypatch.setenv("CLEARWAY_PASSPHRASE", "correct horse")
        real = open_terminal(tmp_path, realm="exercise")
        typed = ("close", "--disc", "20.3,32.3,50", "--reason", "crime", "--json")
        monkeypatch.setenv("CLEARWAY_PASSPHRASE", "wrong")
        assert "signing.wrong_passphrase" in real.run(*typed, clock=False).stdout
        monkeypatch.delenv("CLEARWAY_PASSPHRASE")
        assert "desk.no_passphrase" in real.run(*typed, clock=False).stdout

    def test_the_passphrase_is_asked_for_at_a_terminal_and_never_shown(self, tmp_path, monkeypatch):
        monkeypatch.delenv("CLEARWAY_PASSPHRASE", raising=False)
        monkeypatch.setattr("clearway.cli.session.is_terminal", lambda: True)
        real = Terminal(tmp_path / "real", "desk", "h-1")
        typed = ("init", "x.example", "--office", "desk", "--organisation", "o", "--region", "19.8,31.8,20.6,32.5")
        made = real.run(*typed, "--realm", "exercise", clock=False, keys="correct horse\ncorrect horse\n")
        assert made.exit_code == 0, made.output
        closing = ("close", "--disc", "20.3,32.3,50", "--reason", "crime")
        closed = real.run(*closing, clock=False, keys="correct horse\n")
        assert closed.exit_code == 0, closed.output
        assert "horse" not in closed.output
        assert real.run(*closing, clock=False, keys="wrong\n").exit_code == 3

    def test_no_workspace(self, tmp_path):
        nowhere = Terminal(tmp_path / "nowhere", "nobody", "nobody")
        assert nowhere.refuses("check", INSIDE)[0] == "desk.no_workspace"

    def test_a_workspace_is_not_made_twice(self, terminal):
        with pytest.raises(AssertionError, match=r"desk\.workspace_exists"):
            open_terminal(terminal.folder.parent)

    def test_a_damaged_ledger_ends_with_4(self, tmp_path):
        damaged = open_terminal(tmp_path)
        damaged.writes("close", "--disc", "20.3,32.3,50", "--reason", "crime")
        ledger = damaged.folder / "ledger.sqlite"
        data = ledger.read_bytes()
        ledger.write_bytes(data.replace(b'"crime"', b'"crown"'))
        assert damaged.run("check", "20.3,32.3").exit_code == 4
        checked = damaged.run("fsck")
        assert checked.exit_code == 4, checked.output
        assert "ledger.damaged" in checked.stdout
        assert "Damaged: " in checked.stdout

    def test_what_is_no_ledger_ends_with_4(self, tmp_path):
        damaged = open_terminal(tmp_path)
        (damaged.folder / "ledger.sqlite").write_bytes(b"x" * 5000)
        assert damaged.run("check", "20.3,32.3").exit_code == 4

    def test_a_cut_backup(self, terminal, tmp_path):
        kept = tmp_path / "kept"
        assert terminal.run("backup", kept).exit_code == 0
        for file in kept.glob("ledger*"):
            file.write_bytes(file.read_bytes()[:-3000])
        other = Terminal(tmp_path / "restored", terminal.office, terminal.holder, terminal.at)
        assert other.refuses("restore", kept)[0] == "ledger.backup_damaged"

    def test_a_backup_into_a_file_and_a_card_into_a_folder(self, terminal, tmp_path):
        (tmp_path / "file").write_text("")
        assert terminal.refuses("backup", tmp_path / "file")[0] == "desk.file_unwritable"
        assert terminal.refuses("trust", "card", ".")[0] == "desk.file_unwritable"

    def test_a_name_that_no_file_can_have(self, terminal):
        assert terminal.refuses("verify", "x" * 3_000)[0] == "publish.no_such_publication"
        assert terminal.refuses("screen", "x" * 3_000 + ".csv", "--out", "y.csv")[0] == "screen.unreadable"
        assert terminal.refuses("confirm", "x" * 3_000, "--draft", 1)[0] == "desk.not_at_hand"

    def test_json_deeper_than_anybody_writes(self, terminal, tmp_path):
        deep = written(tmp_path, "[" * 5_000 + "]" * 5_000)
        assert terminal.refuses("register", "numbering", deep)[0] == "desk.file_unreadable"

    def test_a_clock_that_went_back_publishes_nothing(self, terminal, tmp_path):
        earlier = Terminal(terminal.folder, terminal.office, terminal.holder, START - timedelta(days=1))
        assert terminal.run("freshen").exit_code == 0
        assert earlier.refuses("publish", tmp_path / "site")[0] == "desk.clock_went_back"

    def test_an_empty_stick(self, terminal, tmp_path):
        assert terminal.refuses("sync", tmp_path)[0] == "sync.nothing_here"
        assert terminal.refuses("sync", tmp_path / "none")[0] == "sync.no_folder"

    def test_who_signs_must_be_clear(self, tmp_path):
        two = open_terminal(tmp_path)
        assert two.run("key", "new", "h-two").exit_code == 0
        result = two.run("close", "--disc", "20.3,32.3,50", "--reason", "crime", by="")
        assert result.exit_code == 2
        assert "h-crisis, h-two" in result.stderr


class TestUsage:
    @pytest.mark.parametrize(
        "typed",
        [
            ("close", "--reason", "crime"),
            ("close", "--disc", "20,32", "--reason", "crime"),
            ("close", "--disc", "20.3,32.3,50", "--place", "city/market", "--reason", "crime"),
            ("close", "--disc", "1e400000,32.3,50", "--reason", "crime"),
            ("close", "--disc", "20.3,32.3,1e999999", "--reason", "crime"),
            ("close", "--disc", "20.3,32.3,50", "--reason", "rain"),
            ("close", "--disc", "20.3,32.3,50", "--reason", "crime", "--hours", "late"),
            ("close", "--disc", "20.3,32.3,50", "--reason", "crime", "--quote", "x"),
            ("close", "--disc", "20.3,32.3,50", "--reason", "crime", "--seen-at", "2016-11-17T10:00:00Z"),
            ("accident", "--place", "city/market"),
            ("check",),
            ("check", INSIDE, "--accuracy", "near"),
            ("corridor", "--window", "today"),
            ("init", "x", "--office", "o", "--organisation", "o", "--region", "here"),
            ("init", "x", "--office", "o", "--organisation", "o", "--region", "19.8,31.8,20.6,32.5"),
            ("no-such-command",),
            ("trust", "organisation", "\udce3\udcda"),
            ("check", INSIDE, "--at"),
            ("check", INSIDE, "--at", "2016-11-17"),
            ("check", INSIDE, "--at", "0001-01-01T00:00:00Z"),
            ("check", INSIDE, "--told", "9999-12-31T23:59:59Z"),
            ("diff", "0001-01-01T00:00:00Z"),
            ("account", "--from", "9999-12-31T23:59:59Z"),
            ("report", "account", "--month", "9999-12"),
            ("report", "account", "--month", "0001-01"),
            ("report", "account", "--from", "9999-12-31", "--to", "9999-12-31"),
            ("report", "account", "--stale-days", "0"),
            ("read", "nothing.txt", "--text", "0"),
        ],
    )
    def test_what_cannot_be_meant_ends_with_2_and_is_said_in_the_readers_language(self, terminal, typed):
        by = "" if typed[0] == "init" else None
        assert terminal.run(*typed, by=by).exit_code == 2
        told = terminal.run(*typed, by=by, lang="ar")
        assert (told.exit_code, told.stdout) == (2, "")
        assert told.stderr.splitlines()[-1].startswith("خطأ في الأمر: ")
        assert bare(told.stderr) == []

    def test_the_language_counts_wherever_it_stands(self):
        for typed in (
            ("check", INSIDE, "--nothing", "--lang", "ar"),
            ("--clock", "noon", "check", "--lang=ar", INSIDE),
        ):
            assert "خطأ في الأمر: " in CliRunner().invoke(cli, typed).stderr

    def test_what_it_wrote_itself_is_understood_with_the_marks_that_nobody_sees(self, terminal):
        told = terminal.run("check", INSIDE, lang="ar").stdout
        shown = next(line for line in told.splitlines() if "32.252" in line)
        assert "\u2066" in shown
        again = terminal.run("check", shown.partition(": ")[2], lang="ar")
        assert shown in again.stdout


class TestTelling:
    def test_code_sentence_place_remedy_and_where_to_read_on(self, terminal, tmp_path):
        told = terminal.run(*close(shape(tmp_path, "bow", BOW))).stderr.splitlines()
        refusal = CATALOGUE["geometry.ring_crosses_itself"]
        assert told[0] == f"Refused (geometry.ring_crosses_itself): {refusal.sentence_en}"
        assert told[1].strip().startswith("Where: /footprint/e7")
        assert told[2].strip() == refusal.remedy_en
        assert told[3].strip() == "More: clearway explain geometry.ring_crosses_itself"
        assert terminal.run("explain", "geometry.ring_crosses_itself").exit_code == 0

    def test_in_the_language_of_the_workspace(self, terminal):
        typed = ["check", "East Qarter", "--workspace", str(terminal.folder), "--clock", instant(terminal.at)]
        assert CliRunner().invoke(cli, typed).stderr.startswith("مرفوض")

    @pytest.mark.parametrize(
        "typed", [("check", "East Qarter"), ("reopen",), ("check", "32.25,20.25"), ("explain", "xyz")]
    )
    def test_in_arabic_nothing_stands_bare(self, terminal, typed):
        told = terminal.run(*typed, lang="ar")
        assert told.exit_code == 3
        assert bare(told.stderr) == []

    def test_every_refusal_can_be_explained_without_a_workspace(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for code in CATALOGUE:
            for lang in ("ar", "en"):
                told = CliRunner().invoke(cli, ["explain", code, "--lang", lang])
                assert told.exit_code == 0, told.output
                assert "{" not in told.stdout
                assert bare(told.stdout, lang) == []


class TestBugs:
    @pytest.mark.parametrize("bug", [ClearwayBug("two and two"), ZeroDivisionError("x"), RecursionError()])
    def test_a_fault_of_ours_ends_in_a_sentence(self, terminal, monkeypatch, bug):
        def fail(*_args, **_options):
            raise bug

        monkeypatch.setattr("clearway.cli.asking.desk_check", fail)
        result = terminal.run("check", INSIDE)
        assert result.exit_code == boundary.BUG
        assert "A fault of this program, not of yours" in result.stderr
        assert "Traceback" not in result.output
        assert len(result.stderr.splitlines()) == 1

    def test_the_net_is_cast_once(self):
        folder = Path(boundary.__file__).parent
        sources = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
        assert sum(source.count("except Exception") for source in sources) == 1


class TestTheConsoleScript:
    def test_it_runs_as_installed(self, terminal):
        script = Path(sys.executable).parent / "clearway"
        typed = [str(script), "check", "-1.5,3.25", "--json", "--clock", instant(terminal.at)]
        run = subprocess.run(
            typed,
            env={"CLEARWAY_WORKSPACE": str(terminal.folder), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 11, run.stderr
        assert json.loads(run.stdout)["verdict"] == "not_confirmed"
        assert run.stderr == ""

    def test_a_reader_who_goes_away_is_no_fault_of_ours(self, terminal):
        script = Path(sys.executable).parent / "clearway"
        typed = [str(script), "--workspace", str(terminal.folder), "explain", "check.bad_position", "--lang", "en"]
        with subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            assert program.stderr is not None
            program.stdout.close()
            assert program.wait() == boundary.UNHEARD
            assert program.stderr.read() == ""
