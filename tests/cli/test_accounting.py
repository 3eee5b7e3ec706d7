"""The commands that count, typed: coverage beside a typed hundred, and an account whose lines add up."""

from __future__ import annotations

import pytest

from tests.bidi import bare
from tests.cli.terminal import AREA, Terminal, instant, open_terminal, shape
from tests.cli.test_commands import everybody

WEST = [[20.250, 32.250], [20.253, 32.250], [20.253, 32.254], [20.250, 32.254], [20.250, 32.250]]
EAST = [[20.253, 32.250], [20.254, 32.250], [20.254, 32.252], [20.253, 32.252], [20.253, 32.250]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("accounting")


@pytest.fixture(scope="module")
def centre(folder) -> Terminal:
    terminal = open_terminal(folder, "centre")
    everybody(terminal)
    return terminal


@pytest.fixture(scope="module")
def area(centre, folder) -> str:
    """An area of which three quarters were searched, an eighth by eye, and cleared as far as that goes."""
    ground = shape(folder, "area", AREA)
    found = centre.writes(
        *("area", "--footprint", ground, "--classification", "suspected", "--contamination", "unexploded_ordnance"),
    )
    centre.wait(days=1)
    work = ("--work-from", instant(centre.at), "--work-to", instant(centre.at))
    centre.wait(hours=8)
    given = (*("--organisation", "operator"), *work, "--purpose", "explosives", "--standard", "s1", "--depth-mm", 200)
    searched = centre.writes(
        *("search", "--footprint", shape(folder, "west", WEST), *given, "--method", "detector"),
        *("--typed-percent", 100),
        by="h-search",
    )
    centre.writes("search", "--footprint", shape(folder, "east", EAST), *given, "--method", "visual", by="h-search")
    passed = centre.writes(
        *("control", "--footprint", ground, "--organisation", "inspector", "--of", searched, "--result", "passed"),
        by="h-control",
    )
    centre.writes(
        *("decide", found, "--rests-on", searched, "--rests-on", passed, "--product", "cleared", "--depth-mm", 200),
        *("--standard", "s1", "--reason", "searched and controlled"),
    )
    return str(found)


class TestCoverage:
    def test_a_typed_hundred_stands_beside_three_quarters(self, centre, area):
        found = centre.asks("coverage", area, "--depth-mm", 200)
        assert found["searched_permille"] in (749, 750)
        assert found["typed"][0]["percent"] == 100
        assert [(p["state"], p["why"]) for p in found["parts"]] == [
            ("searched", None),
            ("insufficient", "by_eye"),
            ("unsearched", "not_reported"),
        ]
        assert len(found["gaps"]) == 1

    def test_what_a_decision_asks_is_taken_from_it(self, centre, area):
        decision = centre.asks("explain", "decision")["newest"][0]["record"]
        found = centre.asks("coverage", area, "--decision", decision)
        assert found["wanted"]["standard"] == "s1"
        assert [p["state"] for p in found["parts"]] == ["searched", "unsearched"]

    @pytest.mark.parametrize("lang", ["ar", "en"])
    def test_it_is_told_in_both_languages_with_a_place_to_walk_to(self, centre, area, lang):
        result = centre.run("coverage", area, lang=lang)
        assert result.exit_code == 0
        assert bare(result.stdout, lang) == []
        assert "20.25" in result.stdout

    def test_an_unknown_area_is_refused(self, centre):
        assert centre.refuses("coverage", "sha256:" + "0" * 64)[0] == "desk.not_at_hand"


class TestAccount:
    def test_it_balances(self, centre, area):
        found = centre.asks("account")
        total, balance = found["total"], found["balance"]
        assert balance["original"] + balance["added"] == (
            balance["cancelled"] + balance["reduced"] + balance["cleared"] + balance["remaining"]
        )
        assert total["new"] == total["cleared"] + total["closing"]
        (one,) = found["areas"]
        assert one["area"] == area
        assert one["measured_mm2"]["difference"]["mm2"] <= one["measured_mm2"]["difference"]["error_mm2"]

    @pytest.mark.parametrize("by", ["area", "district", "operator", "class"])
    def test_every_breakdown_adds_up_to_the_total(self, centre, area, by):
        found = centre.asks("account", "--by", by)
        assert sum(row["cleared"] for row in found["rows"]) == found["total"]["cleared"]
        assert {"area": area, "district": "", "operator": "operator", "class": "suspected"}[by] in {
            row["key"] for row in found["rows"]
        }

    def test_a_period_opens_where_the_last_one_closed(self, centre, area):
        middle = instant(centre.at)
        first = centre.asks("account", area, "--to", middle)["total"]
        centre.wait(days=1)
        assert centre.asks("account", area, "--from", middle)["total"]["opening"] == first["closing"]

    @pytest.mark.parametrize("lang", ["ar", "en"])
    def test_a_table_is_shown_in_both_languages(self, centre, area, lang):
        result = centre.run("account", "--by", "area", lang=lang)
        assert result.exit_code == 0
        assert bare(result.stdout, lang) == []

    def test_what_is_no_area_is_refused(self, centre, area):
        decision = centre.asks("explain", "decision")["newest"][0]["record"]
        assert centre.refuses("account", decision)[0] == "desk.wrong_kind"
