"""The question on the command line: verdicts, exit codes, languages, positions, moments."""

from __future__ import annotations

import json

import pytest

from tests.bidi import bare
from tests.cli.terminal import AREA, EAST, INSIDE, Terminal, open_terminal, shape


@pytest.fixture(scope="module")
def terminal(tmp_path_factory) -> Terminal:
    folder = tmp_path_factory.mktemp("city")
    terminal = open_terminal(folder)
    words = folder / "words.txt"
    words.write_text("يمنع الدخول إلى مناطق العمليات قبل تمشيطها بالكامل من 100 لغم.", encoding="utf-8")
    said = terminal.writes("statement", words, "--speaker-office", "القيادة", "--said-at", "2016-11-17T10:30:00Z")
    ground = shape(folder, "area", AREA)
    terminal.writes(
        *("close", "--footprint", ground, "--reason", "fighting", "--until-condition", "fully_searched"),
        *("--statement", said, "--quote", "قبل تمشيطها بالكامل", "--because", "named as one", "--error-m", 500),
    )
    terminal.writes("close", "--disc", "20.4,32.4,200", "--reason", "crime", "--permit-possible")
    return terminal


class TestVerdicts:
    @pytest.mark.parametrize(
        ("where", "verdict", "code"),
        [
            (INSIDE, "do_not_enter", 10),
            ("East Quarter", "do_not_enter", 10),
            ("city/quarter", "do_not_enter", 10),
            ("الحي الشرقي", "do_not_enter", 10),
            ("20.4,32.4", "conditional", 12),
            ("The Market", "not_confirmed", 11),
        ],
    )
    def test_each_has_its_exit_code(self, terminal, where, verdict, code):
        result = terminal.run("check", where, "--json")
        assert result.exit_code == code
        found = json.loads(result.stdout)
        assert (found["verdict"], found["exit_code"]) == (verdict, code)

    def test_a_track_is_as_bad_as_its_worst_point(self, terminal, tmp_path):
        track = shape(tmp_path, "track", [[20.249, 32.252], [20.2505, 32.252]], "LineString")
        assert terminal.run("check", track).exit_code == 10

    def test_a_position_with_its_accuracy_is_a_disc(self, terminal):
        beside = "20.2545,32.252"  # 47 m east of the closed ground
        assert terminal.verdict(beside) == "not_confirmed"
        assert terminal.verdict(beside, "--accuracy", 60) == "do_not_enter"

    def test_an_unknown_accuracy_is_a_doubt(self, terminal):
        assert "position_unsure" in terminal.asks("check", "20.31,32.31", "--accuracy", "unknown")["doubts"]

    def test_no_position_is_kept(self, terminal):
        before = terminal.asks("check", EAST.rpartition(",")[0])["frontier"]
        assert terminal.asks("check", "20.123456,32.123456")["frontier"] == before


class TestNegativeCoordinates:
    @pytest.mark.parametrize("where", ["-1.5,3.25", "-1.5,-3.25", "-.5,3", "20.1,-3"])
    def test_they_are_no_options(self, terminal, where):
        result = terminal.run("check", where, "--json")
        assert result.exit_code == 11
        assert "outside_coverage" in json.loads(result.stdout)["doubts"]

    def test_the_integers_are_exact(self, terminal):
        assert terminal.asks("check", "-1.5000001,3.25")["asked"]["position_e7"] == [-15_000_001, 32_500_000]

    def test_a_wrong_option_still_is_one(self, terminal):
        assert terminal.run("check", INSIDE, "--kown", "x").exit_code == 2


class TestWords:
    def test_english(self, terminal):
        told = terminal.run("check", "city/quarter").stdout
        for part in (
            "Illustrative, not for use",
            "Do not enter East Quarter. On Thursday 17 November 2016 the crisis desk closed it",
            "touch nothing, warn others, call for help: +218 91 234 5678.",
            "Closure: Closed",
            "Explosive hazard: Explosive hazard recorded",
            "قبل تمشيطها بالكامل",
            "Thursday 17 November 2016, 12:30",
            "What would change this: A decision to reopen by the crisis desk, signed by two people.",
            "Ask the crisis desk: +218 91 234 5678.",
            "Staying does not remove your protection as a civilian.",
            "As recorded on Thursday 17 November 2016",
            "Last updated: Thursday 17 November 2016",
            "This answer is about the outside only",
            "Places: © Somebody, ODbL 1.0",
        ):
            assert part in told

    @pytest.mark.parametrize("command", [("check", "city/quarter"), ("account",), ("today",), ("places", "list")])
    def test_what_a_program_reads_is_marked_in_both_languages(self, terminal, command):
        assert terminal.asks(*command)["mark"] == "تمثيلي – ليس للاستعمال / Illustrative, not for use"

    @pytest.mark.parametrize("where", ["city/quarter", "20.4,32.4", "city/market", "-1.5,3.25"])
    def test_arabic_has_nothing_bare(self, terminal, where):
        told = terminal.run("check", where, lang="ar").stdout
        assert told.startswith("تمثيلي – ليس للاستعمال")
        assert bare(told) == []

    def test_the_language_of_the_workspace_is_the_default(self, terminal):
        from click.testing import CliRunner

        from clearway.cli import cli

        words = ["check", "city/quarter", "--workspace", str(terminal.folder), "--clock", "2016-11-17T12:00:00Z"]
        assert "لا تدخل" in CliRunner().invoke(cli, words).stdout

    def test_a_unit(self, terminal):
        told = terminal.run("check", "city/quarter", "--unit", "house 12").stdout
        assert "This answer is about house 12 alone." in told

    def test_a_permit_is_told_of(self, terminal):
        assert "ask for the house to be checked first" in terminal.run("check", "20.4,32.4").stdout


class TestJson:
    def test_it_holds_ids_chain_and_integers(self, terminal):
        found = terminal.asks("check", "city/quarter")
        ground = found["grounds"][0]
        assert found["clearway_answer"] == 1
        assert ground["record"].startswith("sha256:")
        assert found["because"][0]["record"] == ground["record"]
        assert found["because"][0]["quotes"][0]["words"] == "قبل تمشيطها بالكامل"
        assert ground["bbox_e7"] == [202_500_000, 322_500_000, 202_540_000, 322_540_000]
        assert ground["error_m"] == 500
        assert found["asked"]["place"]["id"] == "city/quarter"
        assert found["frontier"]["crisis.city.example/public"]["size"] >= 3
        assert found["contacts"][0] == {"office": "crisis-desk", "number": "+218 91 234 5678"}

    def test_its_shape_is_the_same_for_every_answer(self, terminal):
        keys = {tuple(terminal.asks("check", where)) for where in ("city/quarter", "-1.5,3.25", "20.4,32.4")}
        assert len(keys) == 1


class TestMoments:
    def test_what_held_before(self, terminal):
        assert terminal.verdict("city/quarter", "--at", "2016-11-17T10:00:00Z") == "not_confirmed"

    def test_what_was_known_before(self, terminal):
        found = terminal.asks("check", "city/quarter", "--known", "2016-11-17T11:00:30Z")
        assert found["verdict"] == "not_confirmed"
        assert found["asked"]["known"] == "2016-11-17T11:00:30Z"

    def test_by_the_times_of_the_authors(self, terminal):
        told = terminal.run("check", "city/quarter", "--known-claimed", "2016-11-17T11:02:30Z")
        assert "By the time that the author wrote" in told.stdout

    def test_only_one_of_both(self, terminal):
        moment = "2016-11-17T11:02:30Z"
        assert terminal.run("check", INSIDE, "--known", moment, "--known-claimed", moment).exit_code == 2

    def test_an_instant_needs_its_zone(self, terminal):
        result = terminal.run("check", INSIDE, "--at", "2016-11-17T10:00")
        assert result.exit_code == 2
        assert "does not say its zone" in result.stderr
