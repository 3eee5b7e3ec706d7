"""Every command, typed: the whole way from two empty folders to a hand-over, fighting again, and the proofs."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearway.cli import cli
from tests.cli.terminal import AREA, INSIDE, PART, SEEN, WAY, Terminal, instant, open_terminal, shape

PEOPLE = {"h-search": "operator", "h-lead": "operator", "h-control": "inspector", "h-town": "town"}


def everybody(terminal: Terminal) -> None:
    """Keys, organisations and grants for all that land release needs."""
    for organisation in dict.fromkeys(PEOPLE.values()):
        terminal.writes("trust", "organisation", organisation)
    for holder, organisation in {**PEOPLE, "h-second": "centre-organisation"}.items():
        assert terminal.run("key", "new", holder).exit_code == 0
        office = ("--for-office", organisation) if holder in PEOPLE else ()
        terminal.writes("grant", holder, "--may", "*", "--organisation", organisation, *office)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("whole-way")


@pytest.fixture(scope="module")
def centre(folder) -> Terminal:
    terminal = open_terminal(folder, "centre")
    everybody(terminal)
    return terminal


@pytest.fixture(scope="module")
def ground(folder) -> Path:
    return shape(folder, "area", AREA)


class TestLandRelease:
    def test_the_whole_way_and_back(self, centre, folder, ground):
        area = centre.writes(
            *("area", "--footprint", ground, "--classification", "confirmed"),
            *("--contamination", "unexploded_ordnance", "--direct", "a shell", "--name-en", "Field 1"),
        )
        accident = centre.writes("accident", "--disc", f"{INSIDE},30", "--injured", 1, "--about", area)
        assert centre.verdict(INSIDE) == "do_not_enter"
        centre.wait(days=1)
        work = ("--work-from", instant(centre.at), "--work-to", instant(centre.at))
        centre.wait(hours=8)
        searched = centre.writes(
            *("search", "--footprint", ground, "--organisation", "operator", *work, "--purpose", "explosives"),
            *("--method", "detector", "--depth-mm", 200, "--standard", "IMAS 09.10", "--found", "shell", 2),
            by="h-search",
        )
        passed = centre.writes(
            *("control", "--footprint", ground, "--organisation", "inspector", "--of", searched, "--result", "passed"),
            by="h-control",
        )
        rests = ("--rests-on", searched, "--rests-on", passed)
        decided = centre.writes(
            *("decide", area, accident, *rests, "--product", "cleared", "--depth-mm", 200),
            *("--standard", "IMAS 09.10", "--reason", "searched and controlled"),
        )
        given = centre.writes(
            *("handover", area, accident, *rests, "--rests-on", decided, "--depth-mm", 200),
            *("--standard", "IMAS 09.10", "--certificate", "C-1", "--recipient", "the town"),
            *("--risk-en", "report what you find", "--risk-ar", "أبلغ عمّا تجده"),
        )
        assert [m["kind"] for m in centre.asks("today")["matters"]].count("waiting") == 1
        for role, holder in (("operator", "h-lead"), ("authority", "h-second"), ("recipient", "h-town")):
            centre.writes("approve", given, "--as", role, by=holder)
        assert centre.verdict(INSIDE) == "do_not_enter"
        centre.wait(hours=49)
        notices = [each["record"] for each in centre.asks("explain", "hazard_notice")["newest"]]
        ended = centre.writes("release-notice", *notices, "--part", ground, "cleared", 200)
        for role, holder in (("operator", "h-lead"), ("authority", "h-second"), ("recipient", "h-town")):
            centre.writes("approve", ended, "--as", role, by=holder)
        centre.wait(hours=49)
        assert centre.run("publish", folder / "site", by="h-centre").exit_code == 0
        result = centre.run("check", INSIDE)
        assert result.exit_code == 0, result.output
        assert "An explosive item may remain undiscovered." in result.stdout
        before = instant(centre.at)
        centre.wait(minutes=1)
        centre.writes(
            "hostilities", "--footprint", ground, "--activity", "shelling", "--event-from", instant(centre.at)
        )
        assert centre.verdict(INSIDE) == "do_not_enter"
        told = centre.asks("check", INSIDE, "--told", before)
        assert (told["verdict"], told["on_the_word_of"]) == ("released", "centre-desk")
        assert told["publication"] is not None
        changed = centre.run("diff", before)
        assert changed.exit_code == 0
        assert "Do not enter" in changed.stdout
        assert given[:14] in centre.run("explain", given[:16]).stdout


class TestGround:
    def test_closing_approving_and_reopening(self, centre, ground):
        closed = centre.writes("close", "--place", "city/market", "--reason", "crime", "--large")
        assert [m["kind"] for m in centre.asks("today")["matters"]] == ["second_missing"]
        centre.writes("approve", closed, by="h-second")
        assert centre.asks("today")["matters"] == []
        opened = centre.writes("reopen", closed, "--note", "quiet again")
        assert centre.verdict("The Market") == "do_not_enter"
        centre.writes("approve", opened, by="h-second")
        assert centre.asks("check", "The Market")["closure"] == "lifted"

    def test_a_curfew_says_when_it_starts_again(self, centre):
        centre.writes("close", "--disc", "20.1,32.1,100", "--reason", "curfew", "--hours", "20:00-06:00")
        night = centre.asks("check", "20.1,32.1", "--at", "2016-11-30T19:00:00Z")
        day = centre.asks("check", "20.1,32.1", "--at", "2016-11-30T10:00:00Z")
        assert (night["closure"], day["closure"]) == ("closed", "ended_by_its_term")
        assert day["grounds"][0]["next_start"] == "2016-11-30T18:00:00Z"
        assert "It starts again on" in centre.run("check", "20.1,32.1", "--at", "2016-11-30T10:00:00Z").stdout

    def test_an_evacuation(self, centre):
        centre.writes("evacuate", "--disc", "20.12,32.12,100", "--advised", "--leave-by", instant(centre.at))
        assert centre.asks("check", "20.12,32.12")["hazard"] == "suspected"

    def test_a_public_report_restricts_after_triage(self, centre):
        report = centre.writes("indicate", "--disc", "20.15,32.15,50", "--reported-by", "public", "--what", "mines")
        assert centre.verdict("20.15,32.15") == "not_confirmed"
        assert "untriaged" in [m["kind"] for m in centre.asks("today")["matters"]]
        centre.writes("triage", report, "--what", "mines", "--how-known", "seen")
        assert centre.verdict("20.15,32.15") == "do_not_enter"

    def test_a_find_and_its_withdrawal_as_an_error(self, centre):
        found = centre.writes("find", "--disc", "20.16,32.16,50", "--what", "grenade", "--removed")
        grounds = {g["record"]: g["hazard"] for g in centre.asks("check", "20.16,32.16")["grounds"]}
        assert grounds[found] == "precautionary"
        undone = centre.writes("void", found, "--reason", "it was in another town")
        centre.writes("approve", undone, by="h-second")
        standing = centre.asks("explain", undone)
        assert standing["effective"] is False
        assert [f["code"] for f in standing["findings"]] == ["A3.window_open"]

    def test_what_has_no_place_bars_the_region_until_it_is_placed(self, centre, folder):
        region = shape(
            folder, "region", [[20.40, 32.40], [20.42, 32.40], [20.42, 32.42], [20.40, 32.42], [20.40, 32.40]]
        )
        somewhere = centre.writes("indicate", "--unplaced-within", region, "--what", "mines")
        told = centre.run("check", "20.41,32.41")
        assert told.exit_code == 11
        assert "recorded somewhere in" in told.stdout
        there = centre.writes("indicate", "--disc", "20.401,32.401,50", "--what", "mines")
        placed = centre.writes("place", somewhere, "--as", there, "--reason", "the caller showed it on the map")
        centre.writes("approve", placed, by="h-second")

    def test_a_survey_cancels_what_it_reviewed(self, centre):
        disc = ("--disc", "20.18,32.18,50")
        area = centre.writes("area", *disc, "--indirect", "a story")
        centre.wait(hours=2)
        work = ("--work-from", instant(centre.at), "--work-to", instant(centre.at))
        square = [[20.17, 32.17], [20.19, 32.17], [20.19, 32.19], [20.17, 32.19], [20.17, 32.17]]
        around = shape(centre.folder.parent, "around", square)
        surveyed = centre.writes(
            *("survey", "--footprint", around, "--organisation", "operator", *work, "--conclusion", "no evidence"),
            by="h-search",
        )
        decided = centre.writes(
            *("decide", area, "--rests-on", surveyed, "--product", "cancelled", "--standard", "IMAS 08.10"),
            *("--reason", "the story was about another town"),
        )
        centre.wait(hours=49)
        assert centre.asks("explain", decided)["effective"] is True

    def test_a_technical_survey_needs_its_means(self, centre):
        work = ("--work-from", instant(centre.at), "--work-to", instant(centre.at))
        typed = ("survey", "--disc", "20.18,32.18,50", "--organisation", "operator", *work, "--conclusion", "none")
        assert centre.run(*typed, "--technical", by="h-search").exit_code == 2
        means = ("--method", "detector", "--depth-mm", 200, "--standard", "IMAS 08.20")
        centre.writes(*typed, "--technical", *means, by="h-search")

    def test_what_was_left_out_and_a_typed_percentage(self, centre, folder, ground):
        work = ("--work-from", instant(centre.at), "--work-to", instant(centre.at))
        searched = centre.writes(
            *("search", "--footprint", ground, "--organisation", "operator", *work, "--method", "visual"),
            *("--depth-mm", 0, "--unsearched", shape(folder, "part", PART), "rubble", "--typed-percent", 100),
            *("--found-and-left", "shell", 1),
            by="h-search",
        )
        body = centre.asks("explain", searched)["record"]["body"]
        assert (body["typed_percent"], body["unsearched"][0]["reason"]) == (100, "rubble")
        assert body["finds"] == [{"destroyed": False, "quantity": 1, "what": "shell"}]


class TestPermissions:
    def test_a_corridor_opens_when_all_agree(self, centre, folder):
        centre.writes("trust", "organisation", "red-crescent", "--intermediary")
        assert centre.run("key", "new", "h-crescent").exit_code == 0
        centre.writes(
            *("grant", "h-crescent", "--may", "*", "--organisation", "red-crescent", "--for-office", "red-crescent")
        )
        until = instant(centre.at.replace(hour=23, minute=59))
        corridor = centre.writes(
            *(
                "corridor",
                "--line",
                shape(folder, "way", WAY, "LineString"),
                "--width-m",
                30,
                "--announced-by",
                "Party A",
            ),
            *("--from-place", "A", "--to-place", "B", "--segment", "all=Party A,Party B"),
            *("--window", f"{instant(centre.at)}/{until}", "--mode", "foot"),
        )
        told = centre.run("check", "20.205,32.205").stdout
        assert "Only Party A has announced a corridor from A to B" in told
        assert "Party B" in told
        for party in ("Party A", "Party B"):
            centre.writes("consent", corridor, "--party", party, by="h-crescent")
        centre.writes("corridor-confirm", corridor, by="h-crescent")
        assert centre.asks("corridor-state", corridor)["open"] is False
        centre.writes("approve", corridor, by="h-crescent")
        state = centre.run("corridor-state", corridor)
        assert state.stdout.startswith("Open until")
        later = centre.asks("corridor-state", corridor, "--at", "2018-01-01T00:00:00Z")
        assert "C.outside_window" in [finding["code"] for finding in later["findings"]]

    def test_a_permit_is_for_its_place_and_time(self, centre, folder):
        square = [[20.03, 32.03], [20.04, 32.03], [20.04, 32.04], [20.03, 32.04], [20.03, 32.03]]
        ground = shape(folder, "permitted", square)
        closed = centre.writes("close", "--footprint", ground, "--reason", "crime", "--permit-possible")
        day = instant(centre.at.replace(hour=0)), instant(centre.at.replace(hour=23, minute=59))
        centre.writes(
            *("permit", "issue", closed, "--footprint", ground, "--serial", "P-17", "--purpose", "fetch papers"),
            *("--valid-from", day[0], "--valid-until", day[1], "--daily", "00:00-23:59"),
        )
        yes = centre.run("permit", "check", "P-17", "20.035,32.035")
        assert yes.exit_code == 0
        assert "Closed, permit only" in yes.stdout
        no = centre.run("permit", "check", "P-17", "20.30,32.30")
        assert no.exit_code == 13
        assert "C.permit_elsewhere" in no.stdout
        assert centre.asks("permit", "check", "P-17", "20.30,32.30")["valid"] is False
        unknown, result = centre.refuses("permit", "check", "P-18", "20.30,32.30")
        assert (unknown, result.exit_code) == ("desk.not_at_hand", 3)

    def test_claims_and_civilians_change_nothing(self, centre):
        before = centre.verdict("20.55,32.45")
        centre.writes("claim", "the quarter is under control", "--topic", "control", "--count", "vehicles", 3)
        civilians = centre.writes("civilians", "--disc", "20.55,32.45,100", "--state", "trapped", "--about-count", 12)
        assert centre.verdict("20.55,32.45") == before
        assert centre.asks("explain", civilians)["places"][0]["log"] == "centre.city.example/restricted"


class TestAuthority:
    def test_suspending_and_lifting(self, centre):
        closed = centre.writes("close", "--disc", "20.02,32.02,50", "--reason", "crime")
        opened = centre.writes("reopen", closed)
        centre.writes("approve", opened, by="h-second")
        stopped = centre.writes("suspend", opened, "--reason", "called from another office")
        assert centre.verdict("20.02,32.02") == "do_not_enter"
        centre.writes("lift", stopped)
        centre.writes("lift", stopped, by="h-second")
        assert centre.asks("check", "20.02,32.02")["closure"] == "lifted"

    def test_keys(self, centre):
        assert centre.run("key", "new", "h-late").exit_code == 0
        (shown,) = centre.asks("key", "show", "h-late")
        assert shown["holder"] == "h-late"
        assert "h-late" in centre.run("key", "show").stdout
        centre.writes("grant", "h-late", "--may", "permit", "--organisation", "town", "--for-office", "town")
        rotated = centre.run("key", "rotate", "h-late", by="h-centre")
        assert rotated.exit_code == 0, rotated.output
        centre.wait(minutes=1)
        assert centre.asks("key", "show", "h-late")[0]["id"] != shown["id"]
        centre.writes("revoke", "h-late", "--reason", "the telephone was lost")

    def test_the_trust_file(self, centre, folder):
        shown = centre.run("trust", "show")
        assert shown.exit_code == 0
        assert '"clearway_trust":1' in shown.stdout
        centre.writes("trust", "add-root", "h-second", "--organisation", "centre-organisation", "--threshold", 2)
        pending = centre.writes("trust", "organisation", "late-comers")
        assert "late-comers" not in centre.run("trust", "show").stdout
        centre.writes("trust", "approve", pending, by="h-second")
        assert "late-comers" in centre.run("trust", "show").stdout
        retired = centre.writes("trust", "retire-root", "h-second")
        centre.writes("trust", "approve", retired, by="h-second")


class TestExchange:
    def test_two_offices_make_acquaintance_and_sync_through_a_folder(self, folder):
        one = open_terminal(folder, "one")
        two = open_terminal(folder, "two")
        for mine, other in ((one, two), (two, one)):
            card = folder / f"{other.office}.card"
            written = other.run("trust", "card", card)
            assert written.exit_code == 0
            accepted = mine.run("trust", "accept", card, by=mine.holder)
            assert accepted.exit_code == 0
            assert written.stderr.split()[-1] == accepted.stdout.split()[-1]
            mine.wait(minutes=1)
        stick = folder / "stick"
        one.writes("close", "--disc", "20.3,32.3,100", "--reason", "fighting")
        assert two.verdict("20.3,32.3") == "not_confirmed"
        exported = one.asks("export", stick)
        assert exported["log"] == "one.city.example/public"
        two.wait(minutes=10)
        before = instant(two.at)
        two.wait(minutes=1)
        synced = two.run("sync", stick, by=two.holder)
        assert synced.exit_code == 0, synced.output
        assert "Reading" in synced.stderr
        two.wait(minutes=1)
        assert two.verdict("20.3,32.3") == "do_not_enter"
        assert two.verdict("20.3,32.3", "--known", before) == "not_confirmed"
        again = two.asks("sync", stick, by=two.holder)
        assert {(log["outcome"], log["entries"]) for log in again["logs"]} == {("unchanged", 0)}
        known = one.asks("check", "20.3,32.3", "--known", instant(one.at), "--as", "one-desk")
        assert known["asked"]["known_by"] == "one-desk"


class TestKeeping:
    def test_everything_is_whole(self, centre):
        assert "Both logs are signed as of" in centre.run("freshen").output
        result = centre.run("fsck")
        assert result.exit_code == 0, result.output
        assert "Checking" in result.stderr
        assert centre.asks("fsck")["entries"] > 20

    def test_a_backup_restores_to_the_same(self, centre, folder):
        kept = folder / "kept"
        assert centre.run("backup", kept).exit_code == 0
        other = Terminal(folder / "restored", centre.office, centre.holder, centre.at)
        restored = other.run("restore", kept)
        assert restored.exit_code == 0, restored.output
        assert "sync before writing" in restored.stdout
        for place in (INSIDE, "The Market"):
            assert other.asks("check", place) == centre.asks("check", place)

    def test_a_proof_is_verified_elsewhere(self, centre, folder):
        closed = centre.writes("close", "--disc", "20.06,32.06,50", "--reason", "crime")
        proof = folder / "closed.tlog-proof"
        assert centre.run("prove", closed, proof).exit_code == 0
        assert centre.run("prove", closed).stdout.encode() == proof.read_bytes()
        trust = folder / "trust.json"
        trust.write_text(centre.run("trust", "show").stdout.strip(), encoding="utf-8")
        stranger = Terminal(folder / "nowhere", "nobody", "nobody", centre.at)
        told = stranger.run("verify", proof, "--trust", trust)
        assert told.exit_code == 0, told.output
        assert closed in told.stdout
        assert stranger.asks("verify", proof, "--trust", trust)["signature_checked"] is True
        proof.write_bytes(proof.read_bytes().replace(b"index ", b"index 1", 1))
        assert stranger.refuses("verify", proof, "--trust", trust)[1].exit_code == 3

    def test_a_publication_is_projected_again(self, centre, folder):
        published = centre.asks("publish", folder / "again", by="h-centre")
        record = published["publication"]["id"]
        assert (folder / "again" / "snapshot.json").exists()
        centre.wait(minutes=1)
        assert centre.run("verify", record).stdout.splitlines()[-1] == record
        assert centre.asks("verify", record)["reproduced"] is True

    def test_the_signed_copy_is_verified_and_asked_without_its_folder(self, centre, folder):
        published = centre.asks("publish", folder / "signed", by="h-centre")
        trust = folder / "trust.json"
        trust.write_text(centre.run("trust", "show").stdout.strip(), encoding="utf-8")
        copy = folder / "signed" / "snapshot.packed"
        stranger = Terminal(folder / "nowhere", "nobody", "nobody", centre.at)
        assert stranger.asks("verify", copy, "--trust", trust)["snapshot"] == published["snapshot"]
        assert stranger.run("verify", copy, "--trust", trust).exit_code == 0
        asked = centre.asks("check", "20.6,32.6", "--published", copy)
        assert asked["verdict"] == centre.asks("check", "20.6,32.6")["verdict"]
        assert asked["publication"] is None
        copy.write_bytes(copy.read_bytes()[:-1])
        assert stranger.refuses("verify", copy, "--trust", trust)[1].exit_code == 3
        assert centre.refuses("check", "20.6,32.6", "--published", copy)[1].exit_code == 3


class TestPlaces:
    def test_places_of_others_are_taken_over_found_and_listed(self, centre, folder):
        table = folder / "zones.csv"
        table.write_text(
            "الرقم;الاسم;شرق;شمال\n7;الميدان;٢٠٫٢٦;32,26\n8;;20.27;32.27\n9;بلا موضع;;\n", encoding="utf-8"
        )
        names = ("id=الرقم", "name_ar=الاسم", "lon=شرق", "lat=شمال")
        columns = [word for each in names for word in ("--column", each)]
        taken = centre.run(
            *("places", "import", table, "--as", "zones", *columns, "--attribution", "© The town", "--radius-m", 80)
        )
        assert taken.exit_code == 0, taken.output
        assert [line for line in taken.stdout.splitlines() if "1." in line] == [
            "Without a name, left out: 1.",
            "Without ground, kept as names: 1.",
        ]
        assert centre.run("places", "find", "ميدان").stdout.splitlines()[:2] == [
            "\u2067الميدان\u2069: place, zones/7.",
            "Around 20.26, 32.26; its edge may be wrong by 80 m.",
        ]
        assert "zones/9" in centre.run("places", "list").stdout
        found = centre.asks("places", "find", "zones/7")["places"]
        assert [each["attribution"] for each in found] == ["© The town"]
        assert centre.refuses("check", "بلا موضع")[0] == "place.no_ground"
        assert centre.refuses("places", "find", "nowhere")[0] == "place.unknown"
        assert centre.refuses("places", "list", "--within", "zones/77")[0] == "place.unknown"
        again = ("places", "import", table, "--as", "zones", *columns)
        assert centre.refuses(*again)[0] == "place.no_attribution"
        assert centre.refuses(*again, "--attribution", "x")[0] == "place.file_exists"
        done = centre.asks(*again, "--attribution", "x", "--replace")
        assert (done["read"], done["kept"], done["files"]) == (3, 2, ["zones.csv"])
        assert centre.run("places", "import", table, "--as", "zones", "--column", "id").exit_code == 2
        assert centre.refuses("places", "import", folder / "none.csv", "--as", "none")[0] == "desk.file_unreadable"


def test_every_command_was_typed(centre):
    """The last of the file: whatever command nobody typed above has no test."""
    names = set()
    for name, command in cli.commands.items():
        inner = getattr(command, "commands", None)
        names |= {f"{name} {each}" for each in inner} if inner else {name}
    elsewhere = {"check", "demo", "statement", "account", "coverage", "register", "attach", "read", "confirm", "serve"}
    elsewhere |= {"report", "screen", "document", "perimeter"}
    assert names - SEEN - elsewhere - {"names add", "names show", "names forget"} == set()  # in files of their own
