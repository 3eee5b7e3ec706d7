"""What a survey team and a search team type: evidence item by item, and the tracks they walked."""

from __future__ import annotations

import pytest

from tests.cli.terminal import AREA, Terminal, instant, open_terminal, shape
from tests.cli.test_commands import everybody

LANES = """<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk>
<trkseg><trkpt lat="32.2500" lon="20.2500"/><trkpt lat="32.2501" lon="20.2500"/></trkseg>
<trkseg><trkpt lat="32.2501" lon="20.25001"/><trkpt lat="32.2500" lon="20.25001"/></trkseg>
</trk></gpx>"""


@pytest.fixture(scope="module")
def centre(tmp_path_factory) -> Terminal:
    terminal = open_terminal(tmp_path_factory.mktemp("field"), "centre")
    everybody(terminal)
    return terminal


def test_each_item_of_evidence_says_how_it_is_known(centre, tmp_path):
    found = centre.writes(
        *("area", "--footprint", shape(tmp_path, "area", AREA), "--indirect", "no animals graze there"),
        *("--evidence", "direct", "seen", "mine sign", "--evidence", "indirect", "records", "old survey"),
    )
    items = centre.asks("explain", found)["record"]["body"]["evidence_items"]
    assert [(item["directness"], item["how_known"], item["kind"]) for item in items] == [
        ("indirect", "told", "no animals graze there"),
        ("direct", "seen", "mine sign"),
        ("indirect", "records", "old survey"),
    ]


def test_a_search_by_tracks_keeps_the_file_and_says_how_wide(centre, tmp_path):
    tracks = tmp_path / "lanes.gpx"
    tracks.write_text(LANES)
    centre.wait(days=1)
    work = ("--work-from", instant(centre.at), "--work-to", instant(centre.at), "--organisation", "operator")
    centre.wait(hours=8)
    given = (*work, "--purpose", "explosives", "--method", "detector", "--depth-mm", 200, "--standard", "s1")
    found = centre.writes("search", "--tracks", tracks, "--width-mm", 1000, *given, by="h-search")
    record = centre.asks("explain", found)["record"]
    assert record["footprint_source"] == {
        "because": "2 tracks of lanes.gpx, 1000 mm wide", "error_m": None, "how": "tracks", "place": None,
    }  # fmt: skip
    assert [each["type"] for each in record["evidence"]] == ["file"]
    assert len(record["footprint"]["e7"]) == 2
